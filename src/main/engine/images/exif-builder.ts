// Builds an EXIF block from the directories of a TIFF file, whose metadata lies scattered among its picture
// data. Takes what describes the photo and leaves what describes the file's own structure. Pure on buffers.
import type { ByteSource } from '../media/byte-source.ts'
import {
  readDirectory,
  readNumbers,
  readTiffHeader,
  tags,
  type TiffDirectory,
  type TiffEntry,
  type TiffHeader,
} from '../media/exif.ts'

/** Tags of the first directory that describe the photo (Exif 2.3 table 4, and Microsoft's and Adobe's). */
const descriptive: ReadonlySet<number> = new Set([
  0x010d, 0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x013c, 0x013e,
  0x013f, 0x4746, 0x4749, 0x8298, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f,
])
/** Maker notes count their offsets from where they lay; interoperability says nothing of a copy. */
const leftOut: ReadonlySet<number> = new Set([0x927c, tags.interopIfd])
/** An EXIF block has offsets of four bytes, and none of the types beyond them that a BigTIFF may have. */
const lastClassicType = 13
/** An EXIF block must fit one segment, so a single value must not fill it. */
const largestValue = 16 * 1024

interface Field {
  tag: number
  type: number
  count: number
  bytes: Buffer
}

/** The EXIF block of a TIFF file; null when it holds nothing worth carrying. */
export async function exifOfTiff(source: ByteSource): Promise<Buffer | null> {
  const header = await readTiffHeader(source, 0)
  const first = await readDirectory(header, header.first)
  const main = await fieldsOf(header, first, (tag) => descriptive.has(tag))
  const exif = await fieldsBehind(header, first.entries.get(tags.exifIfd))
  const gps = await fieldsBehind(header, first.entries.get(tags.gpsIfd))
  if (main.length + exif.length + gps.length === 0) return null
  return layOut(header.isLittleEndian, main, exif, gps)
}

/**
 * Image resources or IPTC of a TIFF, byte by byte, whatever type its writer gave them: decoders turn what calls itself
 * words of four bytes around. Empty where there is none.
 */
export async function blockOfTiff(
  source: ByteSource,
  tag: typeof tags.photoshop | typeof tags.iptc,
): Promise<Buffer> {
  const header = await readTiffHeader(source, 0)
  const { entries } = await readDirectory(header, header.first)
  const entry = entries.get(tag)
  return Buffer.from(await source.read(entry?.at ?? 0, entry?.sizeBytes ?? 0))
}

async function fieldsBehind(header: TiffHeader, pointer: TiffEntry | undefined): Promise<Field[]> {
  const [at] = await readNumbers(header, pointer)
  if (at === undefined) return []
  return fieldsOf(header, await readDirectory(header, at), (tag) => !leftOut.has(tag))
}

async function fieldsOf(
  header: TiffHeader,
  directory: TiffDirectory,
  isWanted: (tag: number) => boolean,
): Promise<Field[]> {
  const fields: Field[] = []
  for (const entry of directory.entries.values()) {
    if (!isWanted(entry.tag) || entry.type > lastClassicType) continue
    if (entry.sizeBytes === 0 || entry.sizeBytes > largestValue) continue
    const bytes = await header.source.read(entry.at, entry.sizeBytes)
    if (bytes.length < entry.sizeBytes) continue
    fields.push({ tag: entry.tag, type: entry.type, count: entry.count, bytes })
  }
  return fields
}

/** Lays three directories out one behind the other, each followed by its longer values. */
function layOut(isLittleEndian: boolean, main: Field[], exif: Field[], gps: Field[]): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4)
    if (isLittleEndian) bytes.writeUInt32LE(value)
    else bytes.writeUInt32BE(value)
    return bytes
  }
  const pointers = (exif.length > 0 ? 1 : 0) + (gps.length > 0 ? 1 : 0)
  const sizeOf = (fields: Field[], more = 0): number =>
    fields.length + more === 0
      ? 0
      : 2 + (fields.length + more) * 12 + 4 + fields.reduce((sum, f) => sum + longPart(f), 0)
  const mainAt = 8
  const exifAt = mainAt + sizeOf(main, pointers)
  const gpsAt = exifAt + sizeOf(exif)
  const block = Buffer.alloc(gpsAt + sizeOf(gps))
  const pointer = (tag: number, at: number): Field => ({
    tag,
    type: 4,
    count: 1,
    bytes: number(at),
  })
  block.write(isLittleEndian ? 'II*\0' : 'MM\0*', 'latin1')
  number(mainAt).copy(block, 4)
  const all = [...main]
  if (exif.length > 0) all.push(pointer(tags.exifIfd, exifAt))
  if (gps.length > 0) all.push(pointer(tags.gpsIfd, gpsAt))
  writeDirectory(block, mainAt, all, isLittleEndian)
  if (exif.length > 0) writeDirectory(block, exifAt, exif, isLittleEndian)
  if (gps.length > 0) writeDirectory(block, gpsAt, gps, isLittleEndian)
  return block
}

/** Values of up to four bytes lie in the entry itself; longer ones behind, on even offsets. */
const longPart = (field: Field): number =>
  field.bytes.length <= 4 ? 0 : field.bytes.length + (field.bytes.length % 2)

function writeDirectory(
  block: Buffer,
  at: number,
  fields: readonly Field[],
  isLittleEndian: boolean,
): void {
  const u16 = (value: number, offset: number): number =>
    isLittleEndian ? block.writeUInt16LE(value, offset) : block.writeUInt16BE(value, offset)
  const u32 = (value: number, offset: number): number =>
    isLittleEndian ? block.writeUInt32LE(value, offset) : block.writeUInt32BE(value, offset)
  let valueAt = at + 2 + fields.length * 12 + 4
  u16(fields.length, at)
  // Readers may rely on ascending tags (TIFF 6.0, section 2).
  const sorted = [...fields].sort((a, b) => a.tag - b.tag)
  for (const [index, field] of sorted.entries()) {
    const entryAt = at + 2 + index * 12
    u16(field.tag, entryAt)
    u16(field.type, entryAt + 2)
    u32(field.count, entryAt + 4)
    if (field.bytes.length <= 4) field.bytes.copy(block, entryAt + 8)
    else {
      u32(valueAt, entryAt + 8)
      field.bytes.copy(block, valueAt)
      valueAt += longPart(field)
    }
  }
}
