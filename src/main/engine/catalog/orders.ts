// The orders of the history: by which column and index each goes, and what a row's key in it is. Pure.
import type { HistoryOrder } from '../../../shared/contract.ts'
import { startOfKeyDay, unknownTakenAt, unreadKey } from '../../../shared/order-keys.ts'

/** A place in an order of the history. */
export interface Cursor {
  key: number
  id: number
}

/**
 * The column of `file` that each order goes by, and the index that has all files in it. A file that was not read yet comes after
 * those of any size: an index by the sizes that a first scan finds would cost it half as much again.
 */
export const orders = {
  changed: { column: 'changed_at', index: 'file_changed' },
  size: { column: 'read_size', index: 'file_size' },
  taken: { column: 'taken_at', index: 'file_taken' },
} as const satisfies Record<HistoryOrder, { column: string; index: string }>

/**
 * The smallest key under the same heading as this one: of times the day, of sizes none but that of what was not read. What
 * has no date has a heading, too.
 */
export function headingFrom(order: HistoryOrder, key: number): number {
  if (order === 'size') return key === unreadKey ? -Infinity : 0
  return key === unknownTakenAt ? -Infinity : startOfKeyDay(order, key)
}
