// Walks the chunks of a PNG: dimensions, animation, EXIF and XMP. Picture data is hopped over; of a file
// in thousands of small pieces only both ends are looked at.
import { crc32 } from 'node:zlib'
import { orWhenUnreadable, type ByteSource } from './byte-source.ts'
import { noExif, readExifFacts } from './exif.ts'
import { unknownHead, upright, type PictureHead, type Span } from './head.ts'

const signatureBytes = 8
/** Chunks that are walked one by one before the walk jumps to the end of the file. */
const chunksWalked = 64
/** libpng writes picture data in 8 kB pieces, so EXIF behind it is searched in the tail. */
const tailBytes = 192 * 1024

/** Reads what a PNG's chunks tell. */
export async function readPngHead(source: ByteSource): Promise<PictureHead> {
  const header = await source.read(signatureBytes, 25)
  if (header.toString('latin1', 4, 8) !== 'IHDR') return unknownHead
  const width = header.readUInt32BE(8)
  const height = header.readUInt32BE(12)
  const isInterlaced = header.readUInt8(20) === 1
  const chunks = await collectChunks(source)
  const exifChunk = chunks.get('eXIf')
  const exif =
    exifChunk === undefined
      ? noExif
      : await orWhenUnreadable(readExifFacts(source, exifChunk.offset), noExif)
  return {
    ...unknownHead,
    ...upright({ width, height }, exif.orientation),
    orientation: exif.orientation,
    takenAt: exif.takenAt,
    exifAt: exifChunk?.offset ?? null,
    isAnimated: chunks.has('acTL'),
    // The gain map chunk of PNG, third edition.
    hasGainMap: chunks.has('gmAP'),
    // Colours by number instead of by profile, which is how HDR screenshots say so.
    hasForeignColours: chunks.has('cICP') && !chunks.has('iCCP'),
    xmp: chunks.get('iTXt') ?? null,
    decodeBytes: isInterlaced ? width * height * bytesPerPixel(header) : 0,
  }
}

function bytesPerPixel(header: Buffer): number {
  const channels = { 0: 1, 2: 3, 3: 4, 4: 2, 6: 4 }[header.readUInt8(17)] ?? 4
  return channels * (header.readUInt8(16) > 8 ? 2 : 1)
}

async function collectChunks(source: ByteSource): Promise<Map<string, Span>> {
  const chunks = new Map<string, Span>()
  let at = signatureBytes
  for (let count = 0; count < chunksWalked; count += 1) {
    const head = await source.read(at, 8)
    if (head.length < 8) return chunks
    const type = head.toString('latin1', 4, 8)
    const span = { offset: at + 8, length: head.readUInt32BE(0) }
    if (type !== 'iTXt' || (await isXmp(source, span))) chunks.set(type, span)
    if (type === 'IEND') return chunks
    at = span.offset + span.length + 4
  }
  const start = Math.max(at, source.sizeBytes - tailBytes)
  const tail = await source.read(start, source.sizeBytes - start)
  for (const type of ['eXIf', 'iTXt']) {
    const found = findChunk(tail, type)
    if (found !== null) chunks.set(type, { offset: start + found.offset, length: found.length })
  }
  return chunks
}

async function isXmp(source: ByteSource, span: Span): Promise<boolean> {
  const keyword = await source.read(span.offset, 18)
  return keyword.toString('latin1', 0, 18) === 'XML:com.adobe.xmp\0'
}

/** A chunk found by its name and proved by its checksum, since the name may also occur in picture data. */
function findChunk(tail: Buffer, type: string): Span | null {
  for (let name = tail.indexOf(type); name >= 4; name = tail.indexOf(type, name + 1)) {
    const length = tail.readUInt32BE(name - 4)
    const end = name + 4 + length
    if (end + 4 <= tail.length && crc32(tail.subarray(name, end)) === tail.readUInt32BE(end)) {
      return { offset: name + 4, length }
    }
  }
  return null
}
