// Reads TIFF directories, which EXIF also is, straight from a source: orientation, dates, and whatever
// else asks by tag. Writes nothing; every offset in it comes from a stranger and is checked by use.
import { UnreadableHeadError, type ByteSource } from './byte-source.ts'
import { parseOffset, partsOfSecond, wallTime } from './wall-time.ts'

/** The tags that are read by name. */
export const tags = {
  newSubfileType: 0x00fe,
  imageWidth: 0x0100,
  imageLength: 0x0101,
  model: 0x0110,
  bitsPerSample: 0x0102,
  photometric: 0x0106,
  orientation: 0x0112,
  whitePoint: 0x013e,
  primaryChromaticities: 0x013f,
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
  offsetTime: 0x9010,
  offsetTimeOriginal: 0x9011,
  offsetTimeDigitized: 0x9012,
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
  /** Where that offset is written, itself counted from the TIFF header. */
  nextAt: number
}

/** The byte order and the place of a TIFF header. */
export interface TiffHeader {
  source: ByteSource
  /** Offset of the header in the source; every offset inside counts from here. */
  base: number
  isLittleEndian: boolean
  /** A BigTIFF, whose offsets and counts have eight bytes. */
  isBig: boolean
  first: number
}

/** Bytes of one value, by field type (TIFF 6.0, section 2; 13 is IFD; 16 to 18 are BigTIFF's words of eight bytes). */
const sizeOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]
/** The largest directories of makers' RAW files hold about 200. */
const mostEntries = 1_000
/** What stands in place of 42 in a BigTIFF (libtiff, BigTIFF design). */
const bigMagic = 43

/** Bytes of a directory's parts: the number of entries, an entry, and what of a value, a count or an offset fits into it. */
const shapes = {
  classic: { countBytes: 2, entryBytes: 12, wordBytes: 4 },
  big: { countBytes: 8, entryBytes: 20, wordBytes: 8 },
} as const

/** A whole number of up to eight bytes. Beyond 2^53 it is not exact, and lies beyond every file. */
function wholeNumber(from: Buffer, at: number, size: number, isLittleEndian: boolean): number {
  if (size === 8)
    return Number(isLittleEndian ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at))
  return isLittleEndian ? from.readUIntLE(at, size) : from.readUIntBE(at, size)
}

/** Reads the eight bytes that every TIFF and every EXIF block begins with, and the eight more of a BigTIFF. */
export async function readTiffHeader(source: ByteSource, base: number): Promise<TiffHeader> {
  const head = await source.read(base, 8)
  const order = head.toString('latin1', 0, 2)
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) {
    throw new UnreadableHeadError('no TIFF header')
  }
  const isLittleEndian = order === 'II'
  const isBig = wholeNumber(head, 2, 2, isLittleEndian) === bigMagic
  const first = isBig
    ? wholeNumber(await source.read(base + 8, 8), 0, 8, isLittleEndian)
    : wholeNumber(head, 4, 4, isLittleEndian)
  return { source, base, isLittleEndian, isBig, first }
}

/** Reads one directory, `offset` counted from the TIFF header. */
export async function readDirectory(header: TiffHeader, offset: number): Promise<TiffDirectory> {
  const { source, base, isLittleEndian, isBig } = header
  const { countBytes, entryBytes, wordBytes } = isBig ? shapes.big : shapes.classic
  const number = (from: Buffer, at: number, size: number): number =>
    wholeNumber(from, at, size, isLittleEndian)
  const count = number(await source.read(base + offset, countBytes), 0, countBytes)
  if (count > mostEntries) throw new UnreadableHeadError('too many tags')
  const start = offset + countBytes
  const allBytes = count * entryBytes
  const body = await source.read(base + start, allBytes + wordBytes)
  const entries = new Map<number, TiffEntry>()
  for (let at = 0; at + entryBytes <= Math.min(body.length, allBytes); at += entryBytes) {
    const tag = number(body, at, 2)
    const type = number(body, at + 2, 2)
    const values = number(body, at + 4, wordBytes)
    const sizeBytes = values * (sizeOfType[type] ?? 0)
    const field = at + 4 + wordBytes
    const isInside = sizeBytes <= wordBytes
    const valueAt = base + (isInside ? start + field : number(body, field, wordBytes))
    if (!entries.has(tag)) entries.set(tag, { tag, type, count: values, at: valueAt, sizeBytes })
  }
  const next = body.length >= allBytes + wordBytes ? number(body, allBytes, wordBytes) : 0
  return { entries, next, nextAt: start + allBytes }
}

/** Whole numbers of an entry (BYTE, SHORT, LONG, IFD and the two of BigTIFF), at most `most`; empty for a missing or other one. */
export async function readNumbers(
  header: TiffHeader,
  entry: TiffEntry | undefined,
  most = 16,
): Promise<number[]> {
  if (entry === undefined) return []
  const size = sizeOfType[entry.type] ?? 0
  if (![1, 3, 4, 13, 16, 18].includes(entry.type)) return []
  const count = Math.min(entry.count, most)
  const bytes = await header.source.read(entry.at, count * size)
  const numbers: number[] = []
  for (let at = 0; at + size <= bytes.length; at += size) {
    numbers.push(wholeNumber(bytes, at, size, header.isLittleEndian))
  }
  return numbers
}

/** Fractions of an entry (RATIONAL); empty for a missing or other entry. */
export async function readFractions(
  header: TiffHeader,
  entry: TiffEntry | undefined,
): Promise<number[]> {
  if (entry?.type !== 5) return []
  const halves = await readNumbers(header, { ...entry, type: 4, count: entry.count * 2 })
  return Array.from(
    { length: halves.length >> 1 },
    (_, at) => (halves[2 * at] ?? 0) / (halves[2 * at + 1] ?? 0),
  )
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
  const [date] = await exifDatesOf(header, first)
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    takenAt: date?.wallMs ?? null,
  }
}

/** Which of EXIF's dates one is: of the shot, of the scan, of the last change. */
export type ExifDateKind = 'exif-original' | 'exif-digitized' | 'exif-changed'

/** One of the dates of an EXIF block. */
export interface ExifDate {
  source: ExifDateKind
  wallMs: number
  /** Minutes ahead of UTC; null: not told. */
  offsetMinutes: number | null
}

const { offsetTimeOriginal, offsetTimeDigitized, offsetTime } = tags
/** In the order in which Google takes them; each with the offsets that may speak for it. Lightroom writes but the last (immich issue 28742). */
const exifDates = [
  ['exif-original', tags.dateTimeOriginal, [offsetTimeOriginal, offsetTimeDigitized, offsetTime]],
  ['exif-digitized', tags.dateTimeDigitized, [offsetTimeDigitized, offsetTime]],
  ['exif-changed', tags.dateTime, [offsetTime]],
] as const

/** The dates of an EXIF block that make sense, the best first. */
export async function exifDatesOf(header: TiffHeader, first: TiffDirectory): Promise<ExifDate[]> {
  const [exifAt] = await readNumbers(header, first.entries.get(tags.exifIfd))
  const exif: TiffDirectory['entries'] =
    exifAt === undefined ? new Map() : (await readDirectory(header, exifAt)).entries
  return exifDatesIn(header, exif, first.entries)
}

/** The same of the two directories that hold them. */
export async function exifDatesIn(
  header: TiffHeader,
  exif: TiffDirectory['entries'],
  first: TiffDirectory['entries'] = new Map(),
): Promise<ExifDate[]> {
  const dates: ExifDate[] = []
  for (const [source, tag, offsetTags] of exifDates) {
    const entries = source === 'exif-changed' ? first : exif
    const subSeconds =
      source === 'exif-original' ? await readText(header, exif.get(tags.subSecTimeOriginal)) : null
    const text = await readText(header, entries.get(tag))
    const wallMs = parseExifTime(text, subSeconds)
    if (wallMs === null) continue
    // Against the standard some programs write the offset behind the time.
    let offsetMinutes = parseOffset(text?.slice('YYYY:MM:DD hh:mm:ss'.length) ?? null)
    for (const offset of offsetTags)
      offsetMinutes ??= parseOffset(await readText(header, exif.get(offset)))
    dates.push({ source, wallMs, offsetMinutes })
  }
  return dates
}

/** "2024:05:01 10:11:12" as milliseconds since 1970 of the same wall time; null for anything else. */
export function parseExifTime(
  text: string | null,
  subSeconds: string | null = null,
): number | null {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text ?? '')
  if (parts === null) return null
  const [year = 0, month, day, hour, minute, second] = parts.slice(1).map(Number)
  return wallTime({ year, month, day, hour, minute, second, ms: partsOfSecond(subSeconds) })
}
