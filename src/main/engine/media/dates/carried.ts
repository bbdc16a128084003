// The date that a file carries itself, where Google looks for one: EXIF, the movie box, XMP. Zeros, blanks, days that no
// calendar has and clocks that were never set count as none. Also what else the file says of its time, for want of a date.
import type { CarriedSource, DatePrecision } from '../../../../shared/photo-dates.ts'
import { orWhenUnreadable } from '../byte-source.ts'
import { exifDatesOf, readDirectory, readTiffHeader } from '../exif.ts'
import type { PictureHead } from '../head.ts'
import { pngWords, readMetadataBlocks, type HeadedPhoto } from '../metadata-blocks.ts'
import { pngChunks } from '../png-head.ts'
import { readMovieFacts } from '../video-head.ts'
import type { WallReading } from '../wall-time.ts'
import { readXmp } from '../xmp.ts'
import { readMovieWords } from '../captions/movie-captions.ts'
import { isClockReset } from './clock-resets.ts'
import { parseSpokenDate } from './spoken-date.ts'
import { xmpDate } from './xmp-date.ts'

/** A date as the file carries it. */
export interface CarriedDate {
  source: CarriedSource
  /** For `movie-header` the time in UTC, whatever the wall clocks showed. */
  wallMs: number
  offsetMinutes: number | null
  precision: DatePrecision
}

/** What the bytes of one file say of its date. */
export interface CarriedReading {
  date: CarriedDate | null
  /** Without a date: what is said where Google does not look, or too vaguely for it. */
  inside: WallReading | null
  /** Without a date: whether there was one, of a clock that was never set. */
  hasClockReset: boolean
}

/** Whether the header alone tells a date; then there is no need to look further. */
export const carriesDate = ({ takenAt }: PictureHead): boolean =>
  takenAt !== null && !isClockReset(takenAt)

/** Reads what a photo or video says of its date. Errors of the disk are thrown, damage is none said. */
export async function readCarriedDate(photo: HeadedPhoto): Promise<CarriedReading> {
  const plain = await orWhenUnreadable(plainDates(photo), [])
  const date = plain.find(({ wallMs }) => !isClockReset(wallMs))
  if (date !== undefined) return { date, inside: null, hasClockReset: false }
  const xmp = await orWhenUnreadable(photoXmpDate(photo), null)
  if (xmp !== null && isExact(xmp)) {
    return { date: { ...xmp, source: 'xmp' }, inside: null, hasClockReset: false }
  }
  const inside =
    xmp ??
    (await orWhenUnreadable(pngDate(photo), null)) ??
    (await orWhenUnreadable(movieXmpDate(photo), null))
  return { date: null, inside, hasClockReset: plain.length > 0 }
}

/** A year or month alone is nothing that Google could take for a date. */
const isExact = ({ precision }: WallReading): boolean =>
  precision !== 'year' && precision !== 'month'

async function plainDates({ source, head, format }: HeadedPhoto): Promise<CarriedDate[]> {
  if (format === 'iso-video') {
    const { apple, headerMs } = await readMovieFacts(source)
    const dates: CarriedDate[] = apple === null ? [] : [{ ...apple, source: 'apple-creation' }]
    if (headerMs !== null && Math.abs(headerMs) < mostMs) {
      const said = { wallMs: headerMs, offsetMinutes: 0, precision: 'second' } as const
      dates.push({ ...said, source: 'movie-header' })
    }
    return dates
  }
  if (head.exifAt === null) return []
  const header = await readTiffHeader(source, head.exifAt)
  const dates = await exifDatesOf(header, await readDirectory(header, header.first))
  return dates.map((date) => ({ ...date, precision: 'second' }))
}

/** The last moment that a date of JavaScript can tell (ECMA-262, 21.4.1.1). */
const mostMs = 8.64e15

async function photoXmpDate(photo: HeadedPhoto): Promise<WallReading | null> {
  if (photo.head.xmp === null) return null
  const { xmp } = await readMetadataBlocks(photo)
  for (const packet of xmp) {
    const date = xmpDate(readXmp(packet))
    if (date !== null) return date
  }
  return null
}

/** What a film's XMP says; Google is known to read the times of its boxes only. */
async function movieXmpDate({ source, format }: HeadedPhoto): Promise<WallReading | null> {
  if (format !== 'iso-video') return null
  const { xmp } = await readMovieWords(source)
  for (const packet of xmp) {
    const date = xmpDate(readXmp(packet))
    if (date !== null && !isClockReset(date.wallMs)) return date
  }
  return null
}

/** "Creation Time": time of original image creation (PNG, third edition, 11.3.3.2). Google is not known to read it. */
async function pngDate({ source, format }: HeadedPhoto): Promise<WallReading | null> {
  if (format !== 'png') return null
  const { creationTime } = await pngChunks(source)
  if (creationTime === null) return null
  const { type, span } = creationTime
  const bytes = await source.read(span.offset, Math.min(span.length, mostWordBytes))
  const reading = parseSpokenDate(pngWords(type, bytes).toString('utf8'))
  return reading === null || isClockReset(reading.wallMs) ? null : reading
}

/** Longer than any date in words. */
const mostWordBytes = 1024
