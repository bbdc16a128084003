// What the keys of the orders of the history mean: which day one is of, and what stands for a day or size that is not known.
// Without zod, so that the window reads it, too.
import type { HistoryOrder } from './contract.ts'
import { startOfDay, startOfWallDay } from './days.ts'

/** The earliest time that a date can have (ECMA-262, 21.4.1.1), so that what has no date comes last. */
export const unknownTakenAt = -8_640_000_000_000_000

/** Less than any size: a file whose bytes were not read yet. */
export const unreadKey = -1

/** The first key of a key's day: a change was at a moment, and a photo is taken at a wall time. */
export const startOfKeyDay = (order: Exclude<HistoryOrder, 'size'>, key: number): number =>
  order === 'taken' ? startOfWallDay(key) : startOfDay(key)
