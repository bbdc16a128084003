// Two kinds of time, and the day of each. A moment is counted in ms since 1970, and its day is that of this computer's zone.
// A wall time is what a clock on the wall showed, counted as if that hung in UTC (Date.UTC): its day is written in it.

const dayMs = 86_400_000

/** Midnight, local time, of the day that holds this moment. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** Midnight of the day that is written in a wall time. */
export const startOfWallDay = (at: number): number => Math.floor(at / dayMs) * dayMs

/** What a clock on the wall shows here at a moment. */
export const toWallTime = (at: number): number => at - new Date(at).getTimezoneOffset() * 60_000

/** A wall time as text, `1987-07-14T12:00:00`, with no zone as it has none; empty where no calendar has it. */
export function wallText(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace(/\.\d+Z$/, '')
}

/** The day alone of a wall time, `1987-07-14`. */
export const wallDay = (at: number): string => wallText(at).split('T')[0] ?? ''
