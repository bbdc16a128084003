// Numbers, sizes, times and plurals in the user's language, all through Intl.
// Leaves sentences to words/; nothing here contains a word of its own.
// A moment is shown in this computer's zone, a wall time (`wall`) as it is.

import { startOfDay, startOfWallDay, toWallTime } from '../shared/days.ts'
import { clockTime } from '../shared/until.ts'

/** The forms of a counted phrase; `#` stands for the number. `other` serves every form not given. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** Everything the window formats. */
export type Format = ReturnType<typeof createFormat>

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

/** Creates the formats of one language; `kilo` is 1000 where the system counts sizes that way (macOS). */
export function createFormat(locale: string, kilo: 1000 | 1024) {
  const memo = new Map<string, Intl.NumberFormat>()
  const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options)
    let format = memo.get(key)
    if (!format) memo.set(key, (format = new Intl.NumberFormat(locale, options)))
    return format
  }
  const dateFormat = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, options)
  const rules = new Intl.PluralRules(locale)
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const weekdays = dateFormat({ weekday: 'long' })
  /** Moments by this computer's zone, or wall times, which have none. */
  const timesOf = (kind: 'moments' | 'wall-times') => {
    const isWall = kind === 'wall-times'
    const inZone = (options: Intl.DateTimeFormatOptions) =>
      dateFormat(isWall ? { ...options, timeZone: 'UTC' } : options)
    const times = inZone({ timeStyle: 'short' })
    const dates = inZone({ dateStyle: 'medium' })
    const dateTimes = inZone({ dateStyle: 'medium', timeStyle: 'short' })
    const years = inZone({ year: 'numeric' })
    const weekdayDates = inZone({ weekday: 'long', day: 'numeric', month: 'long' })
    const fullDates = inZone({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    const dayOf = isWall ? startOfWallDay : startOfDay
    return {
      time: (at: number) => times.format(at),
      date: (at: number) => dates.format(at),
      dateTime: (at: number) => dateTimes.format(at),
      /** "today", "yesterday", else the date; the year only where it is not that of `now`, which is a moment. */
      day: (at: number, now: number): string => {
        const here = isWall ? toWallTime(now) : now
        const days = Math.round((dayOf(here) - dayOf(at)) / dayMs)
        if (days === 0 || days === 1) return relative.format(-days, 'day')
        return (years.format(at) === years.format(here) ? weekdayDates : fullDates).format(at)
      },
    }
  }

  const scaled = (bytes: number, base: number): { value: number; power: number } => {
    let value = bytes
    let power = 0
    // 999.5 and above would print as 1,000 of the smaller unit.
    while (value >= 999.5 && power < sizeUnits.length - 1) {
      value /= base
      power += 1
    }
    return { value, power }
  }
  const size = (bytes: number, suffix: '' | '-per-second', base: number): string => {
    const { value, power } = scaled(bytes, base)
    return numberFormat({
      style: 'unit',
      unit: `${sizeUnits[power] ?? 'byte'}${suffix}`,
      unitDisplay: power === 0 ? 'long' : 'short',
      // A rate that wavers keeps its width.
      minimumFractionDigits: suffix !== '' && power > 1 && value < 10 ? 1 : 0,
      maximumFractionDigits: power > 1 && value < 10 ? 1 : 0,
    }).format(value)
  }
  const span = (value: number, unit: 'minute' | 'hour' | 'day'): string =>
    numberFormat({ style: 'unit', unit, unitDisplay: unit === 'minute' ? 'short' : 'long' }).format(
      value,
    )

  return {
    locale,
    number: (value: number) => numberFormat({}).format(value),
    percent: (share: number) =>
      numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(
        // Never claims the whole before it is the whole.
        share < 1 ? Math.floor(share * 100) / 100 : 1,
      ),
    bytes: (bytes: number) => size(bytes, '', kilo),
    /** Google counts storage in steps of 1024 whatever the system does. */
    storage: (bytes: number) => size(bytes, '', 1024),
    rate: (bytesPerSecond: number) => size(bytesPerSecond, '-per-second', kilo),
    megapixels: (pixels: number) =>
      numberFormat({ maximumFractionDigits: pixels < 10e6 ? 1 : 0 }).format(pixels / 1e6),
    ...timesOf('moments'),
    /** What a photo says of when it was taken. */
    wall: timesOf('wall-times'),
    /** A point in time near now: the time of day, with its day where that is not today. */
    clock: (at: number, now: number) => clockTime(at, now, locale),
    weekday: (at: number) => weekdays.format(at),
    /** Names of the week, Monday first. */
    weekdayNames: (width: 'short' | 'long'): string[] =>
      // 1 January 2024 was a Monday.
      Array.from({ length: 7 }, (_, day) =>
        dateFormat({ weekday: width }).format(new Date(2024, 0, 1 + day)),
      ),
    hour: (hour: number) => dateFormat({ hour: 'numeric' }).format(new Date(2024, 0, 1, hour)),
    /** How long ago; null within the last minute. */
    ago: (at: number, now: number): string | null => {
      const passed = Math.max(0, now - at)
      if (passed < minuteMs) return null
      if (passed < hourMs) return relative.format(-Math.round(passed / minuteMs), 'minute')
      if (passed < dayMs) return relative.format(-Math.round(passed / hourMs), 'hour')
      return relative.format(-Math.round(passed / dayMs), 'day')
    },
    /** A duration rounded as coarsely as it is known; null when it is under a minute. */
    roughly: (durationMs: number): string | null => {
      const minutes = durationMs / minuteMs
      if (minutes < 1) return null
      if (minutes < 10) return span(Math.round(minutes), 'minute')
      if (minutes < 57.5) return span(Math.round(minutes / 5) * 5, 'minute')
      const hours = durationMs / hourMs
      if (hours < 36) return span(Math.max(1, Math.round(hours)), 'hour')
      return span(Math.round(durationMs / dayMs), 'day')
    },
    everyMinutes: (durationMs: number) =>
      span(Math.max(1, Math.round(durationMs / minuteMs)), 'minute'),
    list: (items: string[]) => lists.format(items),
    plural: (count: number, forms: PluralForms): string =>
      (forms[rules.select(count)] ?? forms.other).replaceAll('#', numberFormat({}).format(count)),
  }
}
