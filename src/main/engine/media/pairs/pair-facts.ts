// What the bytes of a file say of whether another one belongs to it: what it is, when and by which camera it was taken, Apple's
// content identifier. Pure over the bytes; which two belong together is decided in pairs.ts.
import type { MediaType } from '../../../../shared/media-types.ts'
import type { PairRole } from '../../../../shared/pairs.ts'
import { readAppleIdentifier } from '../apple-note.ts'
import { orWhenUnreadable, type ByteSource } from '../byte-source.ts'
import {
  exifDatesIn,
  exifDatesOf,
  readDirectory,
  readText,
  readTiffHeader,
  tags,
  type ExifDate,
} from '../exif.ts'
import type { PictureHead } from '../head.ts'
import { readMovieFacts } from '../video-head.ts'
import { findRawExif, type RawExif } from './raw-exif.ts'

/** A time in ms: on the clock where it was taken, and in UTC; null: not known. */
export interface PairTime {
  wallMs: number | null
  utcMs: number | null
}

/** What is known of one file. */
export interface PairFacts {
  role: PairRole
  taken: PairTime | null
  /** The model as the camera writes it; of films it is not asked for. */
  camera: string | null
  identifier: string | null
  /** Of a film; null: not told. */
  durationMs: number | null
}

/** Reads them; null: a file of this type is in no pair. Errors of the disk are thrown, damage is nothing said. */
export async function readPairFacts(
  source: ByteSource,
  type: MediaType,
  { exifAt }: Pick<PictureHead, 'exifAt'>,
): Promise<PairFacts | null> {
  switch (type.format) {
    case 'iso-video':
      return filmFacts(source)
    case 'jpeg':
    case 'heic':
      return photoFacts(source, 'still', exifAt === null ? null : sameAt(exifAt))
    case 'raw': {
      const own = await orWhenUnreadable(findRawExif(source, type), null)
      return photoFacts(source, 'raw', exifAt === null ? own : sameAt(exifAt))
    }
    default:
      return null
  }
}

const sameAt = (at: number): RawExif => ({ cameraAt: at, datesAt: at })

async function filmFacts(source: ByteSource): Promise<PairFacts> {
  const movie = await orWhenUnreadable(readMovieFacts(source), null)
  const apple = movie?.apple ?? null
  const utcMs = movie?.headerMs ?? null
  return {
    role: 'film',
    taken: apple !== null ? timeOf(apple) : utcMs === null ? null : { wallMs: null, utcMs },
    camera: null,
    identifier: cleaned(movie?.contentIdentifier ?? null),
    durationMs: movie?.durationMs ?? null,
  }
}

async function photoFacts(
  source: ByteSource,
  role: PairRole,
  exif: RawExif | null,
): Promise<PairFacts> {
  const facts: PairFacts = { role, taken: null, camera: null, identifier: null, durationMs: null }
  if (exif === null) return facts
  const { cameraAt, datesAt } = exif
  const told = readTold(source, cameraAt, datesAt, role)
  return { ...facts, ...(await orWhenUnreadable(told, {})) }
}

async function readTold(
  source: ByteSource,
  cameraAt: number,
  datesAt: number,
  role: PairRole,
): Promise<Partial<PairFacts>> {
  const header = await readTiffHeader(source, cameraAt)
  const first = await readDirectory(header, header.first)
  const camera = cleaned(await readText(header, first.entries.get(tags.model)))
  const dates =
    datesAt === cameraAt ? await exifDatesOf(header, first) : await datesAlone(source, datesAt)
  // The date of the last change is that of a program.
  const shot = dates.find(({ source: from }) => from !== 'exif-changed')
  const identifier =
    role === 'still' ? await orWhenUnreadable(readAppleIdentifier(header, first), null) : null
  return {
    camera,
    taken: shot === undefined ? null : timeOf(shot),
    identifier: cleaned(identifier),
  }
}

/** A TIFF whose first directory is the one that EXIF keeps its dates in. */
async function datesAlone(source: ByteSource, at: number): Promise<ExifDate[]> {
  const header = await readTiffHeader(source, at)
  return exifDatesIn(header, (await readDirectory(header, header.first)).entries)
}

const timeOf = ({
  wallMs,
  offsetMinutes,
}: {
  wallMs: number
  offsetMinutes: number | null
}): PairTime => ({
  wallMs,
  utcMs: offsetMinutes === null ? null : wallMs - offsetMinutes * 60_000,
})

/** In one writing, so that equal ones are equal texts; null: it says nothing. */
function cleaned(text: string | null): string | null {
  const said = (text ?? '').trim().toUpperCase()
  return said === '' ? null : said
}
