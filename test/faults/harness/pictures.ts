// Photos and videos for the suites, made at run time: real pictures whose bytes differ by a comment segment, so that
// each is a content of its own and as large as a test wants.
import { createHash } from 'node:crypto'
import { mkdtemp, open, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { seededRandom } from './seeded-random.ts'

/** The longest comment of a JPEG segment. */
const longestComment = 65_533

const made = new Map<string, Promise<Buffer>>()

/** Encoding a large picture takes a second: once for a run of the suites, in a folder that they share. */
function base(width: number, height: number): Promise<Buffer> {
  const key = `${width}x${height}`
  const known = made.get(key)
  if (known !== undefined) return known
  const making = fromShelf(key, () =>
    sharp({
      create: { width, height, channels: 3, background: { r: 90, g: 120, b: 60 } },
    })
      .composite([
        {
          input: Buffer.from(
            `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
               <defs><linearGradient id="g"><stop offset="0" stop-color="#135"/><stop offset="1" stop-color="#fc6"/></linearGradient></defs>
               <rect width="100%" height="100%" fill="url(#g)"/><circle cx="40%" cy="40%" r="20%" fill="#0a4"/></svg>`,
          ),
        },
      ])
      .withExif({ IFD2: { DateTimeOriginal: '2024:05:01 10:00:00' } })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  )
  made.set(key, making)
  return making
}

async function fromShelf(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const shelf = process.env['SHOEBOX_FAULTS_SHELF'] ?? (await mkdtemp(join(tmpdir(), 'shoebox-')))
  const path = join(shelf, `${key}.jpg`)
  try {
    return await readFile(path)
  } catch {
    const bytes = await make()
    const draft = `${path}.${process.pid}`
    await writeFile(draft, bytes)
    // Two test files may make the same picture at once; each finds a whole one.
    await rename(draft, path)
    return bytes
  }
}

/** A small photo whose bytes no other seed has, filled up with comments to at least `sizeBytes`. */
export async function photo(seed: number, sizeBytes = 0): Promise<Buffer> {
  return distinct(await base(320, 240), seed, sizeBytes)
}

/** A photo of 17 megapixels: High quality sends a reduced copy of it. */
export async function largePhoto(seed: number): Promise<Buffer> {
  return distinct(await base(5_000, 3_400), seed, 0)
}

/** A photo of a camera whose clock was never set. */
export async function undatedPhoto(seed: number, sizeBytes = 0): Promise<Buffer> {
  return distinct(await base(320, 240), seed, sizeBytes, '0000:00:00 00:00:00')
}

function distinct(jpeg: Buffer, seed: number, sizeBytes: number, taken = timeOf(seed)): Buffer {
  const segments = [comment(Buffer.from(`seed ${seed}`))]
  const random = seededRandom(seed)
  for (let missing = sizeBytes - jpeg.length; missing > 0; missing -= longestComment) {
    const filling = Buffer.alloc(Math.min(missing, longestComment))
    fillRandomly(filling, random)
    segments.push(comment(filling))
  }
  const dated = Buffer.from(jpeg)
  setDate(dated, taken)
  return Buffer.concat([dated.subarray(0, 2), ...segments, dated.subarray(2)])
}

/** Each seed has a time of capture of its own, a second and more apart. */
function timeOf(seed: number): string {
  const date = new Date(Date.UTC(2024, 0, 1) + seed * 7_000)
  return date.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ')
}

function setDate(jpeg: Buffer, text: string): void {
  const at = jpeg.indexOf('2024:05:01 10:00:00', 0, 'latin1')
  if (at < 0) throw new Error('The picture has no date')
  jpeg.write(text, at, 'latin1')
}

function comment(bytes: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0])
  head.writeUInt16BE(bytes.length + 2, 2)
  return Buffer.concat([head, bytes])
}

function fillRandomly(buffer: Buffer, random: () => number): void {
  for (let at = 0; at + 4 <= buffer.length; at += 4)
    buffer.writeUInt32LE(Math.floor(random() * 2 ** 32), at)
}

/** Writes a video of any size: its boxes, then blocks of random bytes between holes, so that making it is quick. */
export async function writeVideo(path: string, sizeBytes: number, seed: number): Promise<void> {
  const random = seededRandom(seed)
  const block = Buffer.alloc(64 * 1024)
  await using file = await open(path, 'w')
  const head = Buffer.alloc(40)
  head.writeUInt32BE(24, 0)
  head.write('ftypisom', 4, 'latin1')
  head.write('isomiso2', 16, 'latin1')
  // A length of 1 announces the 64 bit length behind the type.
  head.writeUInt32BE(1, 24)
  head.write('mdat', 28, 'latin1')
  head.writeBigUInt64BE(BigInt(sizeBytes - 24), 32)
  await file.write(head, 0, head.length, 0)
  const stride = 1024 * 1024
  for (let at = 4096; at + block.length < sizeBytes; at += stride) {
    fillRandomly(block, random)
    await file.write(block, 0, block.length, at)
  }
  await file.truncate(sizeBytes)
}

/** What was hashed once: a year asks every evening for the same thousands. */
const hashes = new WeakMap<Buffer, string>()

/** SHA-256 in hexadecimal of bytes that nobody changes any more. */
export function hashOf(bytes: Buffer): string {
  const known = hashes.get(bytes)
  if (known !== undefined) return known
  const hash = createHash('sha256').update(bytes).digest('hex')
  hashes.set(bytes, hash)
  return hash
}
