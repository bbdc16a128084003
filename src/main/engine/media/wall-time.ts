// Dates as people write them: a time on a wall clock, and how far that clock is from UTC. A wall time is kept as the
// milliseconds since 1970 that the same time would be in UTC. Pure; which text stands where is left to the readers.
import { daysIn, firstYear, type DatePrecision } from '../../../shared/photo-dates.ts'

/** The parts of a wall time. What is left out is the first there is. */
export interface WallParts {
  year: number
  month?: number | undefined
  day?: number | undefined
  hour?: number | undefined
  minute?: number | undefined
  second?: number | undefined
  ms?: number | undefined
}

/** The wall time of these parts; null where no clock and no calendar shows them. */
export function wallTime(parts: WallParts): number | null {
  const { year, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0 } = parts
  // Cameras without a set clock write zeros.
  if (year < firstYear || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59)
    return null
  if (second > 60 || day > daysIn(year, month)) return null
  return Date.UTC(year, month - 1, day, hour, minute, second) + ms
}

/** A wall time with what is known of it. */
export interface WallReading {
  wallMs: number
  /** Minutes that its clock is ahead of UTC; null: not known. */
  offsetMinutes: number | null
  precision: DatePrecision
}

/** Noon of a date, so that no zone makes another day of it. */
export function noonOf(year: number, month?: number, day?: number): WallReading | null {
  const wallMs = wallTime({ year, month, day, hour: 12 })
  if (wallMs === null) return null
  const precision = month === undefined ? 'year' : day === undefined ? 'month' : 'day'
  return { wallMs, offsetMinutes: null, precision }
}

/** Clocks lie between 12 hours behind UTC and 14 ahead of it (Kiribati); half an hour more for what was once. */
const mostOffsetMinutes = 14.5 * 60

/**
 * "+09:00" as minutes ahead of UTC, "Z" as none; null for anything else. The hour may lack its nought, the colon may be
 * missing (pigallery2 issue 1128; QuickTime's own form).
 */
export function parseOffset(text: string | null): number | null {
  const trimmed = (text ?? '').trim()
  if (trimmed === 'Z') return 0
  const parts = /^([+-])(\d{1,2}):?([0-5]\d)$/.exec(trimmed)
  if (parts === null) return null
  const minutes = Number(parts[2]) * 60 + Number(parts[3])
  if (minutes > mostOffsetMinutes) return null
  return parts[1] === '-' && minutes > 0 ? -minutes : minutes
}

/** Milliseconds of the digits behind the point of a second. */
export function partsOfSecond(digits: string | null | undefined): number {
  const fraction = /^\d{1,9}/.exec(digits ?? '')?.[0]
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
}

const isoDate =
  /^(\d{4})(?:[:-](\d\d)(?:[:-](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d{1,2}:?\d\d)?)?)?)?$/

/**
 * A date of ISO 8601 as XMP, Apple and many programs write it (XMP part 1, 8.2.1.1): from a year alone to parts of a second
 * and an offset. EXIF's colons in the date are understood as well.
 */
export function parseIsoDate(text: string): WallReading | null {
  const found = isoDate.exec(text.trim())
  if (found === null) return null
  const parts: (string | undefined)[] = found.slice(1, 7)
  const [year = 0, month, day, hour, minute, second] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  )
  if (hour === undefined) return noonOf(year, month, day)
  const wallMs = wallTime({ year, month, day, hour, minute, second, ms: partsOfSecond(found[7]) })
  if (wallMs === null) return null
  const precision = second === undefined ? 'minute' : 'second'
  return { wallMs, offsetMinutes: parseOffset(found[8] ?? null), precision }
}
