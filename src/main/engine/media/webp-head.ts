// Walks the RIFF chunks of a WebP: dimensions, animation, EXIF and XMP.
import { orWhenUnreadable, type ByteSource } from './byte-source.ts'
import { noExif, readExifFacts } from './exif.ts'
import { unknownHead, upright, type PictureHead, type Span } from './head.ts'

const mostChunks = 64
/** A VP8X flag (WebP container specification). */
const animationFlag = 0x02

/** Reads what a WebP's chunks tell. */
export async function readWebpHead(source: ByteSource): Promise<PictureHead> {
  let sides = { width: 0, height: 0 }
  let isAnimated = false
  let exifAt: number | null = null
  let xmp: Span | null = null
  let icc: Span | null = null
  let at = 12
  for (let count = 0; count < mostChunks; count += 1) {
    const head = await source.read(at, 8 + 10)
    if (head.length < 8) break
    const type = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    const body = head.subarray(8)
    if (type === 'VP8X' && body.length >= 10) {
      isAnimated = (body.readUInt8(0) & animationFlag) !== 0
      sides = { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 }
    } else if (type === 'VP8 ' && sides.width === 0 && body.length >= 10) {
      sides = { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff }
    } else if (type === 'VP8L' && sides.width === 0 && body.length >= 5) {
      const bits = body.readUInt32LE(1)
      sides = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    } else if (type === 'EXIF') {
      exifAt = at + 8
    } else if (type === 'XMP ') {
      xmp = { offset: at + 8, length }
    } else if (type === 'ICCP') {
      icc = { offset: at + 8, length }
    }
    at += 8 + length + (length % 2)
  }
  if (exifAt !== null) exifAt = await skipPrefix(source, exifAt)
  const exif =
    exifAt === null ? noExif : await orWhenUnreadable(readExifFacts(source, exifAt), noExif)
  return {
    ...unknownHead,
    ...upright(sides, exif.orientation),
    orientation: exif.orientation,
    takenAt: exif.takenAt,
    exifAt,
    isAnimated,
    xmp,
    icc,
    // The decoder holds the whole picture, four bytes a pixel when lossless.
    decodeBytes: sides.width * sides.height * 4,
  }
}

/** Some writers put JPEG's "Exif\0\0" in front, against the specification. */
async function skipPrefix(source: ByteSource, at: number): Promise<number> {
  const start = await source.read(at, 6)
  return start.toString('latin1', 0, 4) === 'Exif' ? at + 6 : at
}
