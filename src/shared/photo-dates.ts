// The words of photos' dates: whence one comes, how sure it is, and what a folder wants for photos that carry none. No zod,
// since the window's field and the command read what people write with it; the schemas are photo-date-schemas.ts, and how a
// date is found is engine/media/dates/.

import { toWallTime, wallText } from './days.ts'

/** Where a date stands in a file that carries one. Such a file goes up byte for byte. */
export const carriedSources = [
  'exif-original',
  'exif-digitized',
  'exif-changed',
  'apple-creation',
  'movie-header',
  'xmp',
] as const
/** One of {@link carriedSources}. */
export type CarriedSource = (typeof carriedSources)[number]

/**
 * Where a date for a photo without one comes from. `chosen`: what was set for its folder. The others stand in the order in
 * which they are asked; `inside` is what the file says where Google does not look: a PNG's words, a year alone in XMP.
 */
export const foundSources = [
  'chosen',
  'sidecar',
  'takeout',
  'inside',
  'name-time',
  'neighbours',
  'name-date',
  'folder-name',
  'file-time',
] as const
/** One of {@link foundSources}. */
export type FoundSource = (typeof foundSources)[number]

/** `sure`: somebody or something that was there says it. `likely`: it nearly always is so. `guess`: better than the day of the upload. */
export const dateCertainties = ['sure', 'likely', 'guess'] as const
/** One of {@link dateCertainties}. */
export type DateCertainty = (typeof dateCertainties)[number]

/** How exactly a date is told; what it leaves open is filled in with noon, or the first day or month. */
export const datePrecisions = ['second', 'minute', 'day', 'month', 'year'] as const
/** One of {@link datePrecisions}. */
export type DatePrecision = (typeof datePrecisions)[number]

/** Why the time of a file is not believed to be that of its photo (engine/media/dates/file-times.ts has the rules). */
export const fileTimeDoubts = [
  'before-digital',
  'in-the-future',
  'changed-since',
  'many-in-a-minute',
  'copied-together',
] as const
/** One of {@link fileTimeDoubts}. */
export type FileTimeDoubt = (typeof fileTimeDoubts)[number]

/** Why there is no date for a photo: its folder wants none, or nothing tells one. */
export const undatedReasons = ['left', 'unknown'] as const
/** One of {@link undatedReasons}. */
export type UndatedReason = (typeof undatedReasons)[number]

/**
 * Why no date was written into a photo that carries none: its type takes none, there was no room, or no copy could be proved;
 * and of one that waited for a date, that it was left so, or that nothing tells one.
 */
export const unwrittenReasons = ['format', 'no-room', 'not-proved', ...undatedReasons] as const
/** One of {@link unwrittenReasons}. */
export type UnwrittenReason = (typeof unwrittenReasons)[number]

/**
 * What a folder wants for photos without a date: `leave` sends them as they are, `name` finds one in all but the file's own
 * time, `file` in that too, and `date` is one for all of them, as "1987", "1987-07" or "1987-07-14".
 */
export type UndatedPolicy =
  { kind: 'leave' } | { kind: 'name' } | { kind: 'file' } | { kind: 'date'; date: string }

/** A date of which the day, or the month too, may be open. */
export interface PartialDate {
  year: number
  month?: number
  day?: number
}

/** The year of the first photograph. */
export const firstYear = 1826
const lastYear = 9999

/** "1987", "1987-07" or "1987-07-14"; null for anything else, and for days that no calendar has. */
export function parsePartialDate(text: string): PartialDate | null {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text.trim())
  if (parts === null) return null
  const [year = 0, month, day] = parts.slice(1).flatMap((part) => (part ? [Number(part)] : []))
  if (year < firstYear || year > lastYear) return null
  if (month === undefined) return { year }
  if (month < 1 || month > 12) return null
  if (day === undefined) return { year, month }
  return day >= 1 && day <= daysIn(year, month) ? { year, month, day } : null
}

/** Whether a date as {@link parsePartialDate} takes it has begun, by the calendar on this computer's wall. */
export const hasBegun = (date: string, nowMs: number): boolean =>
  date <= wallText(toWallTime(nowMs)).slice(0, date.length)

/** How many days a month has. */
export const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

/** What a person writes for a folder, as in `--undated name` or `--undated 1987-07`; null where it means nothing. */
export function parseUndatedPolicy(text: string): UndatedPolicy | null {
  const trimmed = text.trim()
  if (trimmed === 'leave' || trimmed === 'name' || trimmed === 'file') return { kind: trimmed }
  return parsePartialDate(trimmed) === null ? null : { kind: 'date', date: trimmed }
}

/** What can be decided for the photos of a group: what a folder may want, or that they wait until somebody decides. */
export const laterChoice = 'later'

/** When a photo that waits for a decision is due: so far off that it never is (the year 9999). */
export const undecidedUntil = 253_370_764_800_000

/** The same the other way round. */
export const undatedPolicyText = (policy: UndatedPolicy): string =>
  policy.kind === 'date' ? policy.date : policy.kind
