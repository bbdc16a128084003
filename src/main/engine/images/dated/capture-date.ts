// The date that is written into a copy, in the forms that containers want, and the reasons why none can be. Pure.
// Where the date comes from is decided elsewhere.
import { isClockReset } from '../../media/dates/clock-resets.ts'
import { parseExifTime } from '../../media/exif.ts'

/** When a photo was taken. */
export interface CaptureDate {
  /** The time that a clock on the wall showed, as milliseconds since 1970 (so is {@link PictureHead.takenAt}). */
  takenAt: number
  /** Minutes east of UTC, where the zone is known. A film's times are UTC, so for one it is needed. */
  offsetMinutes: number | null
}

/** Why no dated copy can be made; the original is as good as it was. */
export type UndatableReason =
  /** A container that is never written. */
  | 'format'
  /** It carries a date already. */
  | 'dated'
  /** Its structure is damaged, or of a kind that is not understood. */
  | 'unreadable'
  /** No space is left where the date belongs: 64 kB of EXIF in a JPEG, 4 GB of a WebP. */
  | 'full'
  /** Something in it counts on the places of what would move. */
  | 'pinned'
  /** It is signed, and would not be any more. */
  | 'signed'
  /** The container cannot tell this date. */
  | 'out-of-range'
  /** A film without a zone. */
  | 'no-zone'
  /** What was made is not the source with this date. */
  | 'unproved'

/** Thrown on the way to a copy that cannot be. */
export class UndatableError extends Error {
  readonly reason: UndatableReason
  constructor(reason: UndatableReason, detail: string) {
    super(detail)
    this.reason = reason
  }
}

const dayMs = 24 * 60 * 60 * 1000
const minuteMs = 60_000

/** Whether a time that was read in a file is the date of a photo: that of a clock that was never set is none. */
export const isDate = (takenAt: number | null): boolean =>
  takenAt !== null && !isClockReset(takenAt)

/** Whole seconds, which is all that is written. */
export const wholeSeconds = (takenAt: number): number => Math.floor(takenAt / 1000) * 1000

const two = (value: number): string => String(value).padStart(2, '0')

/** As EXIF writes a time (Exif 2.32, DateTimeOriginal): "1987:07:14 12:00:00". */
export function exifTime({ takenAt }: CaptureDate): string {
  const time = new Date(wholeSeconds(takenAt))
  const text = Number.isNaN(time.getTime())
    ? ''
    : time.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ')
  if (parseExifTime(text) !== wholeSeconds(takenAt))
    throw new UndatableError('out-of-range', 'no date of a photo')
  return text
}

/** The longest ways round the earth that zones go, in minutes. */
const [mostWest, mostEast] = [-12 * 60, 14 * 60]

/** As EXIF writes a zone (Exif 2.32, OffsetTimeOriginal): "+02:00"; null where none is known. */
export function exifOffset({ offsetMinutes }: CaptureDate): string | null {
  if (offsetMinutes === null) return null
  const isZone = Number.isInteger(offsetMinutes)
  if (!isZone || offsetMinutes < mostWest || offsetMinutes > mostEast)
    throw new UndatableError('out-of-range', 'no zone')
  const minutes = Math.abs(offsetMinutes)
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Films count seconds from 1904 in UTC (ISO/IEC 14496-12, 8.2.2). */
const epoch1904Ms = Date.UTC(1904, 0, 1)
/** Readers take what lies before 1970 for seconds since then (ffmpeg's mov.c, and video-head.ts). */
const firstFilmMs = dayMs
/** The last that 32 bits hold, in 2040; the longer form is not written into boxes of the shorter one. */
const lastFilmMs = epoch1904Ms + 0xffffffff * 1000

/** As films write a time: seconds since 1904, UTC. */
export function filmTime(date: CaptureDate): number {
  const { takenAt, offsetMinutes } = date
  // Refuses what is no date and no zone.
  exifTime(date)
  if (exifOffset(date) === null || offsetMinutes === null)
    throw new UndatableError('no-zone', 'the times of a film are UTC')
  const utcMs = wholeSeconds(takenAt) - offsetMinutes * minuteMs
  if (utcMs < firstFilmMs || utcMs > lastFilmMs)
    throw new UndatableError('out-of-range', 'before 1970 or after 2040')
  return (utcMs - epoch1904Ms) / 1000
}
