/**
 * Reads dimensions and dates from files made of boxes: MP4 and QuickTime movies, HEIC and AVIF pictures.
 * What the facts mean for the library is left to inspect.ts.
 */
import type { ByteSource } from './byte-source.ts'
import { readExif, type ExifFacts } from './exif.ts'
import { toZone } from './xmp.ts'
import type { StatedDate } from '../core/model.ts'

type Box = { readonly type: string; readonly start: number; readonly end: number }

/** Movies count seconds from 1904. */
const movieEpochMs = Date.UTC(1904, 0, 1)
const maxBoxes = 10_000

/** Dimensions and creation time of a movie. */
export function readMovie(source: ByteSource): ExifFacts {
  const moov = find(source, 0, source.sizeBytes, 'moov')
  if (moov === null) return {}
  const facts: ExifFacts = {}
  const mvhd = find(source, moov.start, moov.end, 'mvhd')
  if (mvhd !== null) {
    const head = source.read(mvhd.start, 12)
    const seconds = head[0] === 1 ? Number(head.readBigUInt64BE(4)) : head.readUInt32BE(4)
    const wall = new Date(movieEpochMs + seconds * 1000).toISOString().slice(0, 19)
    facts.dates = [...readAppleDate(source, moov), { from: 'mvhd', wall, zoneMinutes: 0 }]
  }
  for (const trak of boxes(source, moov.start, moov.end)) {
    if (trak.type !== 'trak') continue
    const tkhd = find(source, trak.start, trak.end, 'tkhd')
    if (tkhd === null) continue
    const size = source.read(tkhd.end - 8, 8)
    const width = size.readUInt32BE(0) / 65_536
    const height = size.readUInt32BE(4) / 65_536
    if (width > 0 && height > 0) return { ...facts, width, height }
  }
  return facts
}

/** Apple's key for the wall time of a recording, among the keys of the movie. */
function readAppleDate(source: ByteSource, moov: Box): StatedDate[] {
  const meta = find(source, moov.start, moov.end, 'meta')
  if (meta === null) return []
  // In a QuickTime movie the box has no version before its parts; in an MP4 it has.
  const start = source.read(meta.start + 4, 4).toString('latin1') === 'hdlr' ? 0 : 4
  const keys = find(source, meta.start + start, meta.end, 'keys')
  const list = find(source, meta.start + start, meta.end, 'ilst')
  if (keys === null || list === null) return []
  const names = [...boxes(source, keys.start + 8, keys.end)].map((key) =>
    source.read(key.start, key.end - key.start).toString('latin1'),
  )
  for (const item of boxes(source, list.start, list.end)) {
    const name = names[Buffer.from(item.type, 'latin1').readUInt32BE() - 1]
    const data = find(source, item.start, item.end, 'data')
    if (name !== 'com.apple.quicktime.creationdate' || data === null) continue
    const text = source.read(data.start + 8, data.end - data.start - 8).toString('latin1')
    const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d:?\d\d)?/.exec(text)
    if (parts === null) return []
    const [, wall = '', zone = ''] = parts
    const zoneMinutes = toZone(zone.replace(/(\d\d):?(\d\d)$/, '$1:$2'))
    return [{ from: 'Apple creationdate', wall, zoneMinutes }]
  }
  return []
}

/** Dimensions of the largest image, and EXIF when there is any. */
export function readHeif(source: ByteSource): ExifFacts {
  const meta = find(source, 0, source.sizeBytes, 'meta')
  if (meta === null) return {}
  const size = { width: 0, height: 0 }
  const iprp = find(source, meta.start + 4, meta.end, 'iprp')
  const ipco = iprp === null ? null : find(source, iprp.start, iprp.end, 'ipco')
  if (ipco !== null) {
    for (const box of boxes(source, ipco.start, ipco.end)) {
      if (box.type !== 'ispe') continue
      const head = source.read(box.start + 4, 8)
      const width = head.readUInt32BE(0)
      const height = head.readUInt32BE(4)
      if (width * height > size.width * size.height) Object.assign(size, { width, height })
    }
  }
  const found: ExifFacts = { ...readHeifExif(source), ...size }
  if (find(source, 0, source.sizeBytes, 'mpvd') !== null) found.hasMotion = true
  // The picture is stored turned and says so in a box; the EXIF orientation is a leftover.
  delete found.orientation
  return found
}

function readHeifExif(source: ByteSource): ExifFacts {
  // Following the item table would need most of the format; the marker before the structure is unmistakable.
  const blockBytes = 1 << 16
  const maxBytes = Math.min(source.sizeBytes, 8 << 20)
  for (let offset = 0; offset < maxBytes; offset += blockBytes - 16) {
    const block = source.read(offset, blockBytes)
    for (const order of ['II*\0', 'MM\0*']) {
      const place = block.indexOf(`Exif\0\0${order}`, 0, 'latin1')
      if (place !== -1) return readExif(source, offset + place + 6)
    }
  }
  return {}
}

function find(source: ByteSource, start: number, end: number, type: string): Box | null {
  for (const box of boxes(source, start, end)) if (box.type === type) return box
  return null
}

function* boxes(source: ByteSource, from: number, end: number): Generator<Box, void> {
  let offset = from
  for (let count = 0; count < maxBoxes && offset + 8 <= end; count += 1) {
    const head = source.read(offset, 16)
    if (head.length < 8) return
    const size = head.readUInt32BE(0)
    const isLong = size === 1 && head.length === 16
    const length = isLong ? Number(head.readBigUInt64BE(8)) : size === 0 ? end - offset : size
    if (length < 8) return
    const type = head.toString('latin1', 4, 8)
    yield { type, start: offset + (isLong ? 16 : 8), end: Math.min(end, offset + length) }
    offset += length
  }
}
