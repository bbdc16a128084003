// Reads the movie box of an MP4, MOV or 3GP: dimensions and creation date. Other videos are not looked into.
import type { ByteSource } from './byte-source.ts'
import { unknownHead, upright, type PictureHead } from './head.ts'
import { boxesIn, fileBoxes, findBox, type Box } from './iso-boxes.ts'
import { parseIsoDate, type WallReading } from './wall-time.ts'

/** QuickTime counts seconds from 1904 in UTC. */
const epoch1904Ms = Date.UTC(1904, 0, 1)
/** Apple's key for the wall time of the recording, with its offset. */
const creationDateKey = 'com.apple.quicktime.creationdate'
const mostMetaBytes = 1024 * 1024

/** What a movie box says of the time of the recording. */
export interface MovieDates {
  /** Apple's key: the time where it was filmed. */
  apple: WallReading | null
  /** The movie header's, in UTC by the standard; many cameras write their wall time. */
  headerMs: number | null
}

/** Reads what the movie box tells. */
export async function readVideoHead(source: ByteSource): Promise<PictureHead> {
  let sides = { width: 0, height: 0, isTurned: false }
  const dates: MovieDates = { apple: null, headerMs: null }
  for await (const box of movieBoxes(source)) {
    if (box.type !== 'trak') await noteDate(source, box, dates)
    else {
      const track = await readTrackSides(source, box)
      if (track !== null && track.width * track.height > sides.width * sides.height) sides = track
    }
  }
  return {
    ...unknownHead,
    ...upright(sides, sides.isTurned ? 6 : 1),
    takenAt: dates.apple?.wallMs ?? dates.headerMs,
  }
}

/** Reads the dates of a movie box. */
export async function readMovieDates(source: ByteSource): Promise<MovieDates> {
  const dates: MovieDates = { apple: null, headerMs: null }
  for await (const box of movieBoxes(source)) await noteDate(source, box, dates)
  return dates
}

/** The boxes inside the first movie box. */
async function* movieBoxes(source: ByteSource): AsyncGenerator<Box> {
  for await (const box of fileBoxes(source, 0, source.sizeBytes)) {
    if (box.type !== 'moov') continue
    yield* fileBoxes(source, box.start, box.end)
    return
  }
}

async function noteDate(source: ByteSource, box: Box, dates: MovieDates): Promise<void> {
  if (box.type === 'mvhd') dates.headerMs = readMovieTime(await source.read(box.start, 20))
  else if (box.type === 'meta' && box.end - box.start <= mostMetaBytes) {
    dates.apple = readCreationDate(await source.read(box.start, box.end - box.start))
  }
}

function readMovieTime(mvhd: Buffer): number | null {
  const seconds = mvhd.readUInt8(0) === 1 ? Number(mvhd.readBigUInt64BE(4)) : mvhd.readUInt32BE(4)
  // Zero means not set. Some cameras count from 1970 instead, which shows as a date before 1970.
  if (seconds === 0) return null
  const ms = epoch1904Ms + seconds * 1000
  return ms < 0 ? seconds * 1000 : ms
}

async function readTrackSides(
  source: ByteSource,
  trak: Box,
): Promise<{ width: number; height: number; isTurned: boolean } | null> {
  for await (const box of fileBoxes(source, trak.start, trak.end)) {
    if (box.type !== 'tkhd') continue
    const tkhd = await source.read(box.start, 96)
    const matrix = tkhd.readUInt8(0) === 1 ? 52 : 40
    // Sides are 16.16 fixed point; a quarter turn has zeros on the diagonal of the matrix.
    const width = tkhd.readUInt32BE(matrix + 36) >>> 16
    const height = tkhd.readUInt32BE(matrix + 40) >>> 16
    return { width, height, isTurned: tkhd.readInt32BE(matrix) === 0 }
  }
  return null
}

/** Finds the key among the QuickTime metadata keys and reads its text, wall time first. */
function readCreationDate(meta: Buffer): WallReading | null {
  // In MOV the box has no version; in MP4 it has.
  const start = meta.length >= 8 && meta.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4
  const keys = findBox(meta, 'keys', start, meta.length)
  const list = findBox(meta, 'ilst', start, meta.length)
  if (keys === null || list === null) return null
  const names = [...boxesIn(meta, keys.start + 8, keys.end)].map((key) =>
    meta.toString('latin1', key.start, key.end),
  )
  const wanted = names.indexOf(creationDateKey) + 1
  if (wanted === 0) return null
  for (const item of boxesIn(meta, list.start, list.end)) {
    if (Buffer.from(item.type, 'latin1').readUInt32BE(0) !== wanted) continue
    const data = findBox(meta, 'data', item.start, item.end)
    if (data === null) return null
    const [text = ''] = meta.toString('latin1', data.start + 8, data.end).split('\0', 1)
    const reading = parseIsoDate(text)
    // A day alone says less than the movie header.
    return reading?.precision === 'second' || reading?.precision === 'minute' ? reading : null
  }
  return null
}
