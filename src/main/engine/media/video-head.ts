// Reads the movie box of an MP4, MOV or 3GP: dimensions and creation date. Other videos are not looked into.
import type { ByteSource } from './byte-source.ts'
import { unknownHead, upright, type PictureHead } from './head.ts'
import { fileBoxes, type Box } from './iso-boxes.ts'
import { textUnderKey } from './movie-keys.ts'
import { parseIsoDate, type WallReading } from './wall-time.ts'

/** QuickTime counts seconds from 1904 in UTC. */
const epoch1904Ms = Date.UTC(1904, 0, 1)
/** Apple's key for the wall time of the recording, with its offset. */
const creationDateKey = 'com.apple.quicktime.creationdate'
/** Apple's key for what the film of a Live Photo shares with its still. */
const contentIdentifierKey = 'com.apple.quicktime.content.identifier'
const mostMetaBytes = 1024 * 1024

/** What a movie box says of the recording. */
export interface MovieFacts {
  /** Apple's key: the time where it was filmed. */
  apple: WallReading | null
  /** The movie header's, in UTC by the standard; many cameras write their wall time. */
  headerMs: number | null
  /** How long it runs; null: not told. */
  durationMs: number | null
  /** Apple's content identifier as it is written; null: there is none. */
  contentIdentifier: string | null
}

const noFacts: MovieFacts = {
  apple: null,
  headerMs: null,
  durationMs: null,
  contentIdentifier: null,
}

/** Reads what the movie box tells. */
export async function readVideoHead(source: ByteSource): Promise<PictureHead> {
  let sides = { width: 0, height: 0, isTurned: false }
  const facts = { ...noFacts }
  for await (const box of movieBoxes(source)) {
    if (box.type !== 'trak') await noteFacts(source, box, facts)
    else {
      const track = await readTrackSides(source, box)
      if (track !== null && track.width * track.height > sides.width * sides.height) sides = track
    }
  }
  return {
    ...unknownHead,
    ...upright(sides, sides.isTurned ? 6 : 1),
    takenAt: facts.apple?.wallMs ?? facts.headerMs,
  }
}

/** Reads what a movie box says of the recording. */
export async function readMovieFacts(source: ByteSource): Promise<MovieFacts> {
  const facts = { ...noFacts }
  for await (const box of movieBoxes(source)) await noteFacts(source, box, facts)
  return facts
}

/** The boxes inside the first movie box. */
async function* movieBoxes(source: ByteSource): AsyncGenerator<Box> {
  for await (const box of fileBoxes(source, 0, source.sizeBytes)) {
    if (box.type !== 'moov') continue
    yield* fileBoxes(source, box.start, box.end)
    return
  }
}

async function noteFacts(source: ByteSource, box: Box, facts: MovieFacts): Promise<void> {
  if (box.type === 'mvhd') {
    const header = await source.read(box.start, 32)
    facts.headerMs = readMovieTime(header)
    facts.durationMs = readDuration(header)
  } else if (box.type === 'meta' && box.end - box.start <= mostMetaBytes) {
    const meta = await source.read(box.start, box.end - box.start)
    facts.apple = readCreationDate(meta)
    facts.contentIdentifier ??= textUnderKey(meta, contentIdentifierKey)
  } else if (box.type === 'udta') {
    // Where ffmpeg keeps Apple's keys.
    for await (const part of fileBoxes(source, box.start, box.end)) {
      if (part.type !== 'meta' || part.end - part.start > mostMetaBytes) continue
      const meta = await source.read(part.start, part.end - part.start)
      facts.contentIdentifier ??= textUnderKey(meta, contentIdentifierKey)
    }
  }
}

function readMovieTime(mvhd: Buffer): number | null {
  const seconds = mvhd.readUInt8(0) === 1 ? Number(mvhd.readBigUInt64BE(4)) : mvhd.readUInt32BE(4)
  // Zero means not set. Some cameras count from 1970 instead, which shows as a date before 1970.
  if (seconds === 0) return null
  const ms = epoch1904Ms + seconds * 1000
  return ms < 0 ? seconds * 1000 : ms
}

/** A length in units of a scale, behind two times (ISO/IEC 14496-12, 8.2.2); one of all ones is not known. */
function readDuration(mvhd: Buffer): number | null {
  const isLong = mvhd.readUInt8(0) === 1
  if (mvhd.length < (isLong ? 32 : 20)) return null
  const scale = mvhd.readUInt32BE(isLong ? 20 : 12)
  const length = isLong ? mvhd.readBigUInt64BE(24) : BigInt(mvhd.readUInt32BE(16))
  const unknown = isLong ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn
  return scale === 0 || length === unknown ? null : (Number(length) * 1000) / scale
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

function readCreationDate(meta: Buffer): WallReading | null {
  const reading = parseIsoDate(textUnderKey(meta, creationDateKey) ?? '')
  // A day alone says less than the movie header.
  return reading?.precision === 'second' || reading?.precision === 'minute' ? reading : null
}
