// Reads TIFF directories, which EXIF also is, straight from a source: orientation, dates, and whatever
// else asks by tag. Writes nothing; every offset in it comes from a stranger and is checked by use.
import { UnreadableHeadError, type ByteSource } from './byte-source.ts'

/** The tags that are read by name. */
export const tags = {
  newSubfileType: 0x00fe,
  imageWidth: 0x0100,
  imageLength: 0x0101,
  bitsPerSample: 0x0102,
  photometric: 0x0106,
  orientation: 0x0112,
  samplesPerPixel: 0x0115,
  dateTime: 0x0132,
  subIfds: 0x014a,
  sampleFormat: 0x0153,
  xmp: 0x02bc,
  iptc: 0x83bb,
  photoshop: 0x8649,
  exifIfd: 0x8769,
  icc: 0x8773,
  gpsIfd: 0x8825,
  interopIfd: 0xa005,
  dateTimeOriginal: 0x9003,
  dateTimeDigitized: 0x9004,
  subSecTimeOriginal: 0x9291,
  subjectArea: 0x9214,
  makerNote: 0x927c,
  pixelXDimension: 0xa002,
  pixelYDimension: 0xa003,
  subjectLocation: 0xa214,
  dngVersion: 0xc612,
} as const

/** One entry of a directory: where its values lie, and how they are written. */
export interface TiffEntry {
  tag: number
  type: number
  count: number
  /** Offset of the values in the source. */
  at: number
  sizeBytes: number
}

/** One directory of tags. */
export interface TiffDirectory {
  entries: ReadonlyMap<number, TiffEntry>
  /** Offset of the next directory from the TIFF header; 0: none. */
  next: number
}

/** The byte order and the place of a TIFF header. */
export interface TiffHeader {
  source: ByteSource
  /** Offset of the header in the source; every offset inside counts from here. */
  base: number
  isLittleEndian: boolean
  first: number
}

/** Bytes of one value, by field type (TIFF 6.0, section 2; 13 is IFD). */
const sizeOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]
/** The largest directories of makers' RAW files hold about 200. */
const mostEntries = 1_000

/** Reads the eight bytes that every TIFF and every EXIF block begins with. */
export async function readTiffHeader(source: ByteSource, base: number): Promise<TiffHeader> {
  const head = await source.read(base, 8)
  const order = head.toString('latin1', 0, 2)
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) {
    throw new UnreadableHeadError('no TIFF header')
  }
  const isLittleEndian = order === 'II'
  const first = isLittleEndian ? head.readUInt32LE(4) : head.readUInt32BE(4)
  return { source, base, isLittleEndian, first }
}

/** Reads one directory, `offset` counted from the TIFF header. */
export async function readDirectory(header: TiffHeader, offset: number): Promise<TiffDirectory> {
  const { source, base, isLittleEndian } = header
  const u16 = (from: Buffer, at: number): number =>
    isLittleEndian ? from.readUInt16LE(at) : from.readUInt16BE(at)
  const u32 = (from: Buffer, at: number): number =>
    isLittleEndian ? from.readUInt32LE(at) : from.readUInt32BE(at)
  const countBytes = await source.read(base + offset, 2)
  const count = u16(countBytes, 0)
  if (count > mostEntries) throw new UnreadableHeadError('too many tags')
  const body = await source.read(base + offset + 2, count * 12 + 4)
  const entries = new Map<number, TiffEntry>()
  for (let at = 0; at + 12 <= Math.min(body.length, count * 12); at += 12) {
    const tag = u16(body, at)
    const type = u16(body, at + 2)
    const values = u32(body, at + 4)
    const sizeBytes = values * (sizeOfType[type] ?? 0)
    const valueAt = sizeBytes <= 4 ? base + offset + 2 + at + 8 : base + u32(body, at + 8)
    if (!entries.has(tag)) entries.set(tag, { tag, type, count: values, at: valueAt, sizeBytes })
  }
  const next = body.length >= count * 12 + 4 ? u32(body, count * 12) : 0
  return { entries, next }
}

/** Whole numbers of an entry (BYTE, SHORT, LONG, IFD), at most `most`; empty for a missing or other entry. */
export async function readNumbers(
  header: TiffHeader,
  entry: TiffEntry | undefined,
  most = 16,
): Promise<number[]> {
  if (entry === undefined) return []
  const size = sizeOfType[entry.type] ?? 0
  if (![1, 3, 4, 13].includes(entry.type)) return []
  const count = Math.min(entry.count, most)
  const bytes = await header.source.read(entry.at, count * size)
  const numbers: number[] = []
  for (let at = 0; at + size <= bytes.length; at += size) {
    numbers.push(header.isLittleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size))
  }
  return numbers
}

/** The text of an ASCII entry, without what follows its end; null for a missing or other entry. */
export async function readText(
  header: TiffHeader,
  entry: TiffEntry | undefined,
): Promise<string | null> {
  if (entry?.type !== 2) return null
  const bytes = await header.source.read(entry.at, Math.min(entry.sizeBytes, 64))
  return bytes.toString('latin1').split('\0', 1)[0] ?? null
}

/** What every photo's EXIF is asked for. */
export interface ExifFacts {
  /** 1 to 8; 1 where none is given. */
  orientation: number
  /** Wall time as milliseconds since 1970, null when there is none that makes sense. */
  takenAt: number | null
}

/** The facts of a photo without EXIF. */
export const noExif: ExifFacts = { orientation: 1, takenAt: null }

/** Reads orientation and capture time of the EXIF block (or TIFF file) whose header lies at `base`. */
export async function readExifFacts(source: ByteSource, base: number): Promise<ExifFacts> {
  const header = await readTiffHeader(source, base)
  return exifFactsOf(header, await readDirectory(header, header.first))
}

/** As {@link readExifFacts}, with the first directory already at hand. */
export async function exifFactsOf(header: TiffHeader, first: TiffDirectory): Promise<ExifFacts> {
  const [orientation = 1] = await readNumbers(header, first.entries.get(tags.orientation))
  const [exifAt] = await readNumbers(header, first.entries.get(tags.exifIfd))
  let takenAt: number | null = null
  if (exifAt !== undefined) {
    const exif = await readDirectory(header, exifAt)
    takenAt =
      parseExifTime(
        await readText(header, exif.entries.get(tags.dateTimeOriginal)),
        await readText(header, exif.entries.get(tags.subSecTimeOriginal)),
      ) ?? parseExifTime(await readText(header, exif.entries.get(tags.dateTimeDigitized)))
  }
  takenAt ??= parseExifTime(await readText(header, first.entries.get(tags.dateTime)))
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, takenAt }
}

/** "2024:05:01 10:11:12" as milliseconds since 1970 of the same wall time; null for anything else. */
export function parseExifTime(
  text: string | null,
  subSeconds: string | null = null,
): number | null {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text ?? '')
  if (parts === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map(Number)
  // Cameras without a set clock write zeros; 1826 is the year of the first photograph.
  if (year < 1826 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59) return null
  if (second > 60 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  const fraction = /^\d{1,9}/.exec(subSeconds ?? '')?.[0] ?? ''
  const ms = fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
  return Date.UTC(year, month - 1, day, hour, minute, second) + ms
}
