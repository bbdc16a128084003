// The date in the name of a file. What such names look like is the table of name-patterns.ts; here the groups of its
// expressions become a date, and what no calendar has, or nobody has lived to see, becomes none.
import type { DateCertainty } from '../../../../shared/photo-dates.ts'
import { noonOf, parseOffset, wallTime, type WallReading } from '../wall-time.ts'
import { isClockReset } from './clock-resets.ts'
import { dayPatterns, timePatterns, type NamePattern } from './name-patterns.ts'

/** A date that a name holds. */
export interface NameDate extends WallReading {
  /** The wall time is that of UTC, and tells nothing of the clocks where the photo was taken. */
  isUtc: boolean
  certainty: DateCertainty
}

/** A program's clock, or its zone, may be ahead by so much (immich-go's guard). */
const mostAheadMs = 24 * 60 * 60 * 1000

/** Whether a wall time has come to pass. */
export const hasPassed = (wallMs: number, nowMs: number): boolean => wallMs <= nowMs + mostAheadMs

/** The date and time in the name of a file. */
export const timeInName = (name: string, nowMs: number): NameDate | null =>
  believed(firstOf(timePatterns, withoutNoise(name)), nowMs)

/** The date in the name of a file that names a day alone; noon stands for its time. */
export function dayInName(name: string, nowMs: number): NameDate | null {
  const stem = withoutNoise(name)
  // Where the time is that of a clock which was never set, so is the day.
  return firstOf(timePatterns, stem) === null ? believed(firstOf(dayPatterns, stem), nowMs) : null
}

const believed = (date: NameDate | null, nowMs: number): NameDate | null =>
  date === null || !hasPassed(date.wallMs, nowMs) || isClockReset(date.wallMs) ? null : date

function firstOf(patterns: readonly NamePattern[], stem: string): NameDate | null {
  // Without five digits there is no date, and most names of cameras have four.
  if (!/\d.*\d.*\d.*\d.*\d/su.test(stem)) return null
  for (const one of patterns) {
    const groups = one.expression.exec(stem)?.groups
    const date = groups === undefined ? null : dateOf(groups, one)
    if (date !== null) return { ...date, certainty: one.isGuess === true ? 'guess' : 'likely' }
  }
  return null
}

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/giu
/** Digits with letters up to f among them. */
const hash = /(?<![\d\p{L}])(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{16,}(?![\d\p{L}])/giu

/**
 * A name without its extension, its signs and blanks in one form (screenshots of macOS have a narrow blank before "PM"), and
 * a # for numbers by chance, in which a date may seem to stand.
 */
const withoutNoise = (name: string): string =>
  name
    .replace(/\.[^.\s]{1,5}$/u, '')
    .normalize('NFKC')
    .replace(uuid, '#')
    .replace(hash, '#')

type Groups = Readonly<Record<string, string | undefined>>
type Dated = Omit<NameDate, 'certainty'>

function dateOf(groups: Groups, { fromYear, isUtc }: NamePattern): Dated | null {
  const { epochMs, epoch, shortYear, zone } = groups
  if (epochMs !== undefined || epoch !== undefined) {
    const wallMs = epoch === undefined ? Number(epochMs) : Number(epoch) * 1000
    return { wallMs, offsetMinutes: null, precision: 'second', isUtc: true }
  }
  const number = (name: string): number | undefined =>
    groups[name] === undefined ? undefined : Number(groups[name])
  const year = shortYear === undefined ? (number('year') ?? 0) : 2000 + Number(shortYear)
  if (year < fromYear) return null
  const [month, day, minute, second, ms] = ['month', 'day', 'minute', 'second', 'ms'].map(number)
  const hour = hourOf(groups)
  if (hour === null) return null
  if (hour === undefined) {
    const noon = noonOf(year, month, day)
    return noon === null ? null : { ...noon, isUtc: false }
  }
  // A minute of 61 seconds is a number that counts.
  if (second !== undefined && second > 59) return null
  const wallMs = wallTime({ year, month, day, hour, minute, second, ms })
  if (wallMs === null) return null
  return {
    wallMs,
    offsetMinutes: zone === undefined || zone === 'Z' ? null : parseOffset(zone),
    precision: second === undefined ? 'minute' : 'second',
    isUtc: isUtc === true || zone === 'Z',
  }
}

/** The hour by a clock of 24; null where half a day cannot have it, undefined where there is none. */
function hourOf({ hour, half, halfBefore }: Groups): number | null | undefined {
  const said = half ?? halfBefore
  if (hour === undefined || said === undefined) return hour === undefined ? undefined : Number(hour)
  const shown = Number(hour)
  const isAfternoon = /^p|下午|午後|오후|^μ|م/iu.test(said)
  // Some programs write the half beside a clock of 24.
  if (shown > 12) return isAfternoon ? shown : null
  return (shown % 12) + (isAfternoon ? 12 : 0)
}
