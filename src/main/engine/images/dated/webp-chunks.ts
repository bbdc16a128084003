// A date in a WebP: the chunk EXIF, the flag that announces it, and the length of the whole. A file without the chunk that
// has flags gets one. What each means is in the WebP container specification.
import { UnreadableHeadError, type ByteSource } from '../../media/byte-source.ts'
import { UndatableError, type CaptureDate } from './capture-date.ts'
import { datedExif, newExif } from './date-in-exif.ts'
import { bodyOf, onlyPart, riffHeaderBytes, type Part } from './parts.ts'
import { growthOf, type Splice } from './splice.ts'

/** Flags of the chunk VP8X. */
export const webpFlags = { exif: 0x08, alpha: 0x10 } as const
/** Some writers put JPEG's name in front, against the specification. */
const jpegName = 'Exif\0\0'
/** RIFF's length has 32 bits, and is even. */
const mostRiffBytes = 0xfffffffe

/** The splices of a WebP with a date. */
export async function withExifChunk(
  source: ByteSource,
  parts: readonly Part[],
  date: CaptureDate,
): Promise<Splice[]> {
  const [riff, first] = parts
  if (riff === undefined || first === undefined) throw new UnreadableHeadError('an empty WebP')
  const inner = [await flagsSplice(source, first), await exifSplice(source, parts, date)]
  const length = (await source.read(4, 4)).readUInt32LE(0) + growthOf(inner)
  if (length > mostRiffBytes) throw new UndatableError('full', 'a WebP of more than 4 GB')
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(length)
  return [{ at: 4, removes: 4, bytes }, ...inner]
}

async function flagsSplice(source: ByteSource, first: Part): Promise<Splice> {
  const body = await source.read(first.body.offset, Math.min(first.body.length, 10))
  if (first.name === 'VP8X') {
    const bytes = Buffer.from([body.readUInt8(0) | webpFlags.exif])
    return { at: first.body.offset, removes: 1, bytes }
  }
  const bytes = webpChunk('VP8X', extendedFields(first.name, body))
  return { at: riffHeaderBytes, removes: 0, bytes }
}

/** What the chunk VP8X says of a file with EXIF and one picture, by the name and the beginning of the picture's chunk. */
export function extendedFields(name: string, picture: Buffer): Buffer {
  const { width, height, hasAlpha } = sidesOf(name, picture)
  const fields = Buffer.alloc(10)
  fields.writeUInt8(webpFlags.exif | (hasAlpha ? webpFlags.alpha : 0), 0)
  fields.writeUIntLE(width - 1, 4, 3)
  fields.writeUIntLE(height - 1, 7, 3)
  return fields
}

/** Sides as the coded picture tells them (RFC 6386, 9.1; WebP lossless bitstream specification, 3). */
function sidesOf(name: string, body: Buffer): { width: number; height: number; hasAlpha: boolean } {
  if (name === 'VP8 ' && body.readUIntBE(3, 3) === 0x9d012a) {
    const [width, height] = [body.readUInt16LE(6) & 0x3fff, body.readUInt16LE(8) & 0x3fff]
    if (width > 0 && height > 0) return { width, height, hasAlpha: false }
  }
  if (name === 'VP8L' && body.readUInt8(0) === 0x2f) {
    const bits = body.readUInt32LE(1)
    const [width, height] = [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
    return { width, height, hasAlpha: (bits & 0x10000000) !== 0 }
  }
  throw new UnreadableHeadError('a WebP that begins with no picture')
}

async function exifSplice(
  source: ByteSource,
  parts: readonly Part[],
  date: CaptureDate,
): Promise<Splice> {
  const exif = onlyPart(parts, 'EXIF')
  if (exif === null) {
    const bytes = webpChunk('EXIF', newExif(date))
    return { at: placeOf(parts), removes: 0, bytes }
  }
  const body = await bodyOf(source, exif)
  const nameBytes = body.toString('latin1', 0, jpegName.length) === jpegName ? jpegName.length : 0
  const block = await datedExif(body.subarray(nameBytes), date)
  const bytes = webpChunk('EXIF', Buffer.concat([body.subarray(0, nameBytes), block]))
  return { at: exif.at, removes: exif.end - exif.at, bytes }
}

/**
 * Behind the picture and before XMP. Before the frames of an animation, of which readers need not look at every one:
 * "metadata and unknown chunks may appear out of order".
 */
function placeOf(parts: readonly Part[]): number {
  const before = parts.find(({ name }) => name === 'ANMF' || name === 'XMP ')
  const last = parts.findLast(({ name }) => name !== 'behind')
  return before?.at ?? last?.end ?? 0
}

function webpChunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}
