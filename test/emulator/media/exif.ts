/**
 * Reads the few EXIF fields that the Photos API shows, from a TIFF structure wherever it sits in a file.
 * Finding that structure is left to inspect.ts. Damaged structures yield what was readable.
 */
import type { StatedDate } from '../core/model.ts'
import type { ByteSource } from './byte-source.ts'
import { toZone } from './xmp.ts'

/** What EXIF says about a photo. */
export type ExifFacts = {
  width?: number
  height?: number
  orientation?: number
  /** The dates of EXIF, each with the zone that is stated for it. */
  dates?: readonly StatedDate[]
  caption?: string
  hasMotion?: true
  cameraMake?: string
  cameraModel?: string
  focalLength?: number
  apertureFNumber?: number
  isoEquivalent?: number
  exposureSeconds?: number
}

type Value = string | number
type Reader = {
  u16(offset: number): number
  u32(offset: number): number
  bytes(offset: number, length: number): Buffer
}

const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
const maxEntries = 1000

/** Reads the TIFF structure that starts at an offset. */
export function readExif(source: ByteSource, start: number): ExifFacts {
  const order = source.read(start, 2).toString('latin1')
  if (order !== 'II' && order !== 'MM') return {}
  const reader = readerOf(source, start, order === 'II')
  const main = readDirectory(reader, reader.u32(4))
  const exifOffset = main.get(0x8769)
  const exif =
    typeof exifOffset === 'number' ? readDirectory(reader, exifOffset) : new Map<number, Value>()
  const facts: ExifFacts = {}
  const number = (map: Map<number, Value>, tag: number, set: (value: number) => void): void => {
    const value = map.get(tag)
    if (typeof value === 'number' && Number.isFinite(value)) set(value)
  }
  const string = (map: Map<number, Value>, tag: number, set: (value: string) => void): void => {
    const value = map.get(tag)
    if (typeof value === 'string' && value !== '') set(value)
  }
  number(main, 0x0100, (value) => (facts.width = value))
  number(main, 0x0101, (value) => (facts.height = value))
  number(main, 0x0112, (value) => (facts.orientation = value))
  string(main, 0x010f, (value) => (facts.cameraMake = value))
  string(main, 0x0110, (value) => (facts.cameraModel = value))
  number(exif, 0x920a, (value) => (facts.focalLength = value))
  number(exif, 0x829d, (value) => (facts.apertureFNumber = value))
  number(exif, 0x8827, (value) => (facts.isoEquivalent = value))
  number(exif, 0x829a, (value) => (facts.exposureSeconds = value))
  string(main, 0x010e, (value) => (facts.caption = value))
  const dates = [
    toDate('DateTimeOriginal', exif.get(0x9003), exif.get(0x9011) ?? exif.get(0x9010)),
    toDate('DateTimeDigitized', exif.get(0x9004), exif.get(0x9012) ?? exif.get(0x9010)),
    toDate('DateTime', main.get(0x0132), exif.get(0x9010)),
    readGpsDate(reader, main.get(0x8825)),
  ].filter((date) => date !== null)
  if (dates.length > 0) facts.dates = dates
  return facts
}

/** The day and the time of the satellites, which keep UTC. */
function readGpsDate(reader: Reader, at: Value | undefined): StatedDate | null {
  if (typeof at !== 'number') return null
  const gps = readDirectory(reader, at)
  const day = String(gps.get(0x001d)).replaceAll(':', '-')
  const time = findEntry(reader, at, 0x0007)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || time === null) return null
  const place = reader.u32(time + 8)
  const two = (index: number): string => {
    const value = reader.u32(place + index * 8) / reader.u32(place + index * 8 + 4)
    return String(Math.floor(value)).padStart(2, '0')
  }
  return { from: 'GPS', wall: `${day}T${two(0)}:${two(1)}:${two(2)}`, zoneMinutes: 0 }
}

function findEntry(reader: Reader, offset: number, tag: number): number | null {
  const count = Math.min(reader.u16(offset), maxEntries)
  for (let entry = offset + 2; entry < offset + 2 + count * 12; entry += 12) {
    if (reader.u16(entry) === tag) return entry
  }
  return null
}

function toDate(
  from: StatedDate['from'],
  taken: Value | undefined,
  zone: Value | undefined,
): StatedDate | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(taken))
  if (parts === null) return null
  const [, year = '', month = '', day = '', time = ''] = parts
  const zoneMinutes = toZone(typeof zone === 'string' ? zone : undefined)
  return { from, wall: `${year}-${month}-${day}T${time}`, zoneMinutes }
}

function readerOf(source: ByteSource, start: number, isLittle: boolean): Reader {
  const at = (offset: number, length: number): Buffer => {
    const bytes = source.read(start + offset, length)
    return bytes.length === length ? bytes : Buffer.alloc(length)
  }
  return {
    u16: (offset) => (isLittle ? at(offset, 2).readUInt16LE() : at(offset, 2).readUInt16BE()),
    u32: (offset) => (isLittle ? at(offset, 4).readUInt32LE() : at(offset, 4).readUInt32BE()),
    bytes: (offset, length) => source.read(start + offset, length),
  }
}

function readDirectory(reader: Reader, offset: number): Map<number, Value> {
  const values = new Map<number, Value>()
  const count = Math.min(reader.u16(offset), maxEntries)
  for (let index = 0; index < count; index += 1) {
    const entry = offset + 2 + index * 12
    const value = readValue(reader, entry)
    if (value !== null) values.set(reader.u16(entry), value)
  }
  return values
}

function readValue(reader: Reader, entry: number): Value | null {
  const type = reader.u16(entry + 2)
  const count = reader.u32(entry + 4)
  const size = (typeBytes[type] ?? 0) * count
  const place = size <= 4 ? entry + 8 : reader.u32(entry + 8)
  if (type === 2) {
    const text = reader.bytes(place, Math.min(count, 65_536)).toString('utf8')
    return text.split('\0', 1).join('').trim()
  }
  if (type === 3) return reader.u16(place)
  if (type === 4 || type === 13) return reader.u32(place)
  if (type === 5) return reader.u32(place) / reader.u32(place + 4)
  return null
}
