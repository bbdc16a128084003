// Where in each container a date goes: the splices that make a dated copy of a source. Moves as little as can be, and
// refuses where anything counts on the places of what would move. Whether the copy is right is proof.ts's to judge.
import { crc32 } from 'node:zlib'
import type { ByteSource } from '../../media/byte-source.ts'
import { segmentNames } from '../../media/jpeg-head.ts'
import { longestPayload, segment } from '../jpeg-segments.ts'
import { filmTime, UndatableError, type CaptureDate } from './capture-date.ts'
import { datedExif, newExif } from './date-in-exif.ts'
import { filmTimes, isNoTime, isTimed, type FilmTime } from './film-times.ts'
import { indexSplices } from './multi-picture.ts'
import { bodyOf, onlyPart, type DatableFormat, type Part } from './parts.ts'
import { isPinned } from './pinned-exif.ts'
import { growthOf, type Splice } from './splice.ts'
import { withExifChunk } from './webp-chunks.ts'

/** The splices of a dated copy. */
export type Planner = (
  source: ByteSource,
  parts: readonly Part[],
  date: CaptureDate,
) => Promise<Splice[]>

/** The planner of each container. */
export const planners: Readonly<Record<DatableFormat, Planner>> = {
  jpeg: planJpeg,
  png: planPng,
  webp: withExifChunk,
  'iso-video': planFilm,
}

async function planJpeg(
  source: ByteSource,
  parts: readonly Part[],
  date: CaptureDate,
): Promise<Splice[]> {
  const exif = onlyPart(parts, 'EXIF')
  const index = onlyPart(parts, 'MPF')
  // Behind the frame header some readers do not look.
  const frameAt = parts.find(({ name }) => name === 'frame')?.at ?? 0
  if (exif !== null && exif.at > frameAt) throw new UndatableError('unreadable', 'EXIF too late')
  const splice = exif === null ? newSegment(parts, date) : await dateSegment(source, exif, date)
  const bytes = growthOf([splice])
  if (
    exif !== null &&
    bytes > 0 &&
    (await isPinned(source, parts, behindName(await bodyOf(source, exif))))
  )
    throw new UndatableError('pinned', 'maker note and something behind the picture')
  if (index === null || bytes === 0) return [splice]
  const isBehind = splice.at > index.at
  const changes = await indexSplices(source, index, { bytes, isBehind })
  return isBehind ? [...changes, splice] : [splice, ...changes]
}

/** Straight behind the start and what must come before anything else (ITU-T T.871, 10.1; Exif 2.32, 4.7). */
function newSegment(parts: readonly Part[], date: CaptureDate): Splice {
  const next = parts.findIndex(({ name }) => !['start', 'between', 'JFIF'].includes(name))
  const at = parts.slice(0, next).findLast(({ name }) => name !== 'between')?.end ?? 0
  return { at, removes: 0, bytes: segment(0xe1, segmentNames.exif, newExif(date)) }
}

async function dateSegment(source: ByteSource, exif: Part, date: CaptureDate): Promise<Splice> {
  const body = await bodyOf(source, exif)
  const block = await datedExif(behindName(body), date)
  if (segmentNames.exif.length + block.length > longestPayload)
    throw new UndatableError('full', 'EXIF of more than 64 kB')
  const bytes = segment(0xe1, segmentNames.exif, block)
  return { at: exif.at, removes: exif.end - exif.at, bytes }
}

function behindName(body: Buffer): Buffer {
  if (body.toString('latin1', 0, segmentNames.exif.length) !== segmentNames.exif)
    throw new UndatableError('unreadable', 'EXIF under another name')
  return body.subarray(segmentNames.exif.length)
}

async function planPng(
  source: ByteSource,
  parts: readonly Part[],
  date: CaptureDate,
): Promise<Splice[]> {
  const [, header] = parts
  const [first, last] = [parts.findIndex(isPicture), parts.findLastIndex(isPicture)]
  const isWhole = header?.name === 'IHDR' && first > 0 && parts.slice(first, last).every(isPicture)
  if (!isWhole) throw new UndatableError('unreadable', 'no PNG with one picture')
  const exif = onlyPart(parts, 'eXIf')
  // Straight behind the header, and so before the picture and before Apple's iDOT, which counts from itself into it.
  if (exif === null) return [{ at: header.end, removes: 0, bytes: pngChunk('eXIf', newExif(date)) }]
  const before = await bodyOf(source, exif)
  const block = await datedExif(before, date)
  const counter = onlyPart(parts, 'iDOT')
  const isPassed = counter !== null && counter.at < exif.at && exif.at < (parts[last]?.at ?? 0)
  if (isPassed && block.length > before.length) throw new UndatableError('pinned', 'iDOT')
  return [{ at: exif.at, removes: exif.end - exif.at, bytes: pngChunk('eXIf', block) }]
}

const isPicture = ({ name }: Part): boolean => name === 'IDAT'

function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, checksum])
}

/** The times of the film and of its tracks, each where it is none; those of changes only where there are none at all. */
async function planFilm(
  source: ByteSource,
  parts: readonly Part[],
  date: CaptureDate,
): Promise<Splice[]> {
  if (onlyPart(parts, 'moov/mvhd') === null)
    throw new UndatableError('unreadable', 'no header of a film')
  const seconds = filmTime(date)
  const splices: Splice[] = []
  for (const part of parts.filter(({ name }) => isTimed(name))) {
    const { created, changed } = await filmTimes(source, part)
    if (part.name === 'moov/mvhd' && !isNoTime(created.seconds))
      throw new UndatableError('dated', 'time of the film')
    if (isNoTime(created.seconds)) splices.push(timeSplice(created, seconds))
    if (changed.seconds === 0) splices.push(timeSplice(changed, seconds))
  }
  return splices
}

function timeSplice({ at, width }: FilmTime, seconds: number): Splice {
  const bytes = Buffer.alloc(width)
  bytes.writeUInt32BE(seconds, width - 4)
  return { at, removes: width, bytes }
}
