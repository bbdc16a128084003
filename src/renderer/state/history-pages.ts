// The history as the window holds it: pages in order, each with the cursor that leads to it, and rows only for
// the pages near the view, so that a million rows cost little memory. Pure; session and screen do the asking.
import type { HistoryRow, Output } from '../../shared/contract.ts'
import { startOfDay } from '../format.ts'

/** Where a page begins; null is the newest row. */
export type Cursor = Output<'listHistory'>['next']

/** Rows in one page. */
export const pageSize = 100
/** Pages whose rows are kept. */
export const pagesKept = 30

type Page = { after: Cursor; rows: HistoryRow[] | null; length: number }

/** The pages known so far. */
export type HistoryPages = {
  pages: Page[]
  /** Where the page after the last known one begins; null at the end. */
  next: Cursor
  isComplete: boolean
  /** Row numbers at which another day begins, ascending. */
  dayStarts: number[]
}

/** Nothing known yet. */
export const noPages: HistoryPages = {
  pages: [],
  next: null,
  isComplete: false,
  dayStarts: [],
}

/** Rows known so far, shown or not. */
export function rowCount(history: HistoryPages): number {
  const last = history.pages.at(-1)
  return last === undefined ? 0 : (history.pages.length - 1) * pageSize + last.length
}

/** A row, or null while its page is not here. */
export function rowAt(history: HistoryPages, index: number): HistoryRow | null {
  return history.pages[Math.floor(index / pageSize)]?.rows?.[index % pageSize] ?? null
}

/** Takes in the answer for a page; an answer for a page that is no longer expected is left out. */
export function withPage(
  history: HistoryPages,
  index: number,
  answer: Output<'listHistory'>,
): HistoryPages {
  const known = history.pages[index]
  if (known === undefined && (index > history.pages.length || history.isComplete)) return history
  // Files leave a narrowed history, so that a page in the middle can become its last.
  const isLast = index >= history.pages.length - 1 || answer.next === null
  // Before the last page, one that came back longer would shift all later row numbers; its extra rows wait for a reload.
  const rows = isLast ? answer.rows : answer.rows.slice(0, known?.length)
  const page: Page = {
    after: known === undefined ? history.next : known.after,
    rows,
    length: isLast ? rows.length : (known?.length ?? rows.length),
  }
  const after = isLast ? [] : history.pages.slice(index + 1)
  const pages = forgetFar([...history.pages.slice(0, index), page, ...after], index)
  const daysAfter = isLast ? [] : history.dayStarts.filter((at) => at >= (index + 1) * pageSize)
  const dayStarts = [...daysUpTo(history, index, rows), ...daysAfter]
  if (!isLast) return { ...history, pages, dayStarts }
  return {
    pages,
    dayStarts,
    next: answer.next,
    // A short page would break the arithmetic of row numbers, so it counts as the last.
    isComplete: answer.next === null || rows.length < pageSize,
  }
}

/** The day of the last row before a page; null before the first, undefined when its rows were forgotten. */
function dayBefore(history: HistoryPages, index: number): number | null | undefined {
  if (index === 0) return null
  const row = history.pages[index - 1]?.rows?.at(-1)
  return row === undefined ? undefined : startOfDay(row.changedAt)
}

/** The row numbers at which days begin, up to the end of a page and with those inside it found anew. */
function daysUpTo(history: HistoryPages, index: number, rows: readonly HistoryRow[]): number[] {
  const first = index * pageSize
  const starts = history.dayStarts.filter((at) => at < first)
  let day = dayBefore(history, index)
  rows.forEach((row, at) => {
    const ownDay = startOfDay(row.changedAt)
    const begins = day === undefined ? history.dayStarts.includes(first) : ownDay !== day
    if (begins) starts.push(first + at)
    day = ownDay
  })
  return starts
}

/** The pages that a view of these rows lacks, and the next one when the view is near the end. */
export function pagesWanted(history: HistoryPages, first: number, last: number): number[] {
  const wanted: number[] = []
  const from = Math.floor(Math.max(0, first) / pageSize)
  const to = Math.floor(Math.max(0, last + pageSize / 2) / pageSize)
  for (let at = from; at <= Math.min(to, history.pages.length - 1); at += 1)
    if (history.pages[at]?.rows === null) wanted.push(at)
  if (!history.isComplete && to >= history.pages.length) wanted.push(history.pages.length)
  return wanted
}

/** The cursor that leads to a page. */
export function cursorFor(history: HistoryPages, index: number): Cursor {
  return history.pages[index]?.after ?? (index === history.pages.length ? history.next : null)
}

/** Forgets the rows of the pages farthest from the one just used. */
function forgetFar(pages: Page[], near: number): Page[] {
  if (pages.length <= pagesKept) return pages
  const half = Math.floor(pagesKept / 2)
  return pages.map((page, at) =>
    page.rows !== null && Math.abs(at - near) > half ? { ...page, rows: null } : page,
  )
}
