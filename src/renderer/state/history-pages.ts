// The history as the window holds it: how many rows there are, where each page of them begins, and the rows only of
// the pages near the view, so that a million rows cost little memory. Pure; session and screen do the asking.
import type { HistoryOrder, HistoryRow, Output } from '../../shared/contract.ts'
import { startOfKeyDay, unknownTakenAt, unreadKey } from '../../shared/order-keys.ts'

/** A place in the history: rows come after it; null is before the newest row. */
export type Cursor = Output<'listHistory'>['next']

/** Rows in one page. */
export const pageSize = 100
/** Pages whose rows are kept. */
export const pagesKept = 30

/** The rows of a page, and how many it had when they were asked for. */
type HeldPage = { rows: HistoryRow[]; length: number }

/** The rows known so far. */
export type HistoryPages = {
  order: HistoryOrder
  count: number
  /** The last row of each full page: the next page begins after it. */
  marks: NonNullable<Cursor>[]
  held: ReadonlyMap<number, HeldPage>
  /** Where the rows that are not known yet begin; null at the end. */
  next: Cursor
  /** Row numbers at which another day begins, ascending. */
  dayStarts: number[]
  lastDay: number | null
}

/** Nothing known yet. */
export const noPages: HistoryPages = {
  order: 'changed',
  count: 0,
  marks: [],
  held: new Map(),
  next: null,
  dayStarts: [],
  lastDay: null,
}

/** A row, or null while its page is not here. */
export function rowAt(history: HistoryPages, index: number): HistoryRow | null {
  return history.held.get(Math.floor(index / pageSize))?.rows[index % pageSize] ?? null
}

/** What a heading stands for: another one stands where it changes. Sizes have none but that of what was not read. */
function dayOf(order: HistoryOrder, key: number): number | null {
  if (order === 'size') return key === unreadKey ? key : null
  return key === unknownTakenAt ? key : startOfKeyDay(order, key)
}

const lengthOf = (history: HistoryPages, page: number): number =>
  Math.max(0, Math.min(pageSize, history.count - page * pageSize))

/** Takes in how the history goes on. */
export function withOutline(
  history: HistoryPages,
  outline: Output<'outlineHistory'>,
): HistoryPages {
  const dayStarts = [...history.dayStarts]
  let { lastDay } = history
  for (const { row, key } of outline.days) {
    const day = dayOf(history.order, key)
    if (day !== lastDay) dayStarts.push(history.count + row)
    lastDay = day
  }
  return {
    ...history,
    count: history.count + outline.files,
    marks: [...history.marks, ...outline.marks.map(({ key, fileId }) => ({ key, fileId }))],
    next: outline.next,
    dayStarts,
    lastDay,
  }
}

/**
 * Takes in the rows of a page. Where they are not the ones that were there, rows have moved: what was known behind them
 * is known no more, so that no row is left out and none comes twice.
 */
export function withPage(
  history: HistoryPages,
  page: number,
  answer: Output<'listHistory'>,
): HistoryPages {
  const known = isAsKnown(history, page, answer.rows)
    ? history
    : withOutline(upTo(history, page), outlineOf(answer))
  const length = lengthOf(known, page)
  const held = new Map(known.held).set(page, { rows: answer.rows.slice(0, length), length })
  return { ...known, held: forgetFar(held, page) }
}

function isAsKnown(history: HistoryPages, page: number, rows: readonly HistoryRow[]): boolean {
  const mark = history.marks[page]
  const last = rows.at(-1)
  if (mark !== undefined)
    return last?.fileId === mark.fileId && last.orderKey === mark.key && rows.length === pageSize
  const length = lengthOf(history, page)
  // The page under way may have gone on already where the outline has not.
  return length > 0 && (history.next === null ? rows.length === length : rows.length >= length)
}

/** What is known before a page. */
function upTo(history: HistoryPages, page: number): HistoryPages {
  const count = page * pageSize
  const before = history.marks[page - 1]
  return {
    ...history,
    count,
    marks: history.marks.slice(0, page),
    held: new Map([...history.held].filter(([other]) => other < page)),
    next: null,
    dayStarts: history.dayStarts.filter((row) => row < count),
    lastDay: before === undefined ? null : dayOf(history.order, before.key),
  }
}

/** A page as an outline that begins with it. */
const outlineOf = ({ rows, next }: Output<'listHistory'>): Output<'outlineHistory'> => ({
  files: rows.length,
  marks: rows
    .slice(pageSize - 1, pageSize)
    .map(({ orderKey, fileId }) => ({ key: orderKey, fileId })),
  days: rows.map(({ orderKey }, row) => ({ row, key: orderKey })),
  next,
})

/** The pages whose rows a view of these rows lacks. */
export function pagesWanted(history: HistoryPages, first: number, last: number): number[] {
  const wanted: number[] = []
  const from = Math.floor(Math.max(0, first) / pageSize)
  const to = Math.floor(Math.max(0, last + pageSize / 2) / pageSize)
  for (let page = from; page <= to; page += 1) {
    const length = lengthOf(history, page)
    // A page that was the last may have grown since.
    if (length > (history.held.get(page)?.length ?? 0)) wanted.push(page)
  }
  return wanted
}

/** Whether a view that ends with this row comes near the end of what is known, and there is more. */
export function isOutlineWanted(history: HistoryPages, last: number): boolean {
  return history.next !== null && last + pageSize / 2 >= history.count
}

/** The place after which a page begins. */
export function cursorFor(history: HistoryPages, page: number): Cursor {
  return history.marks[page - 1] ?? null
}

/** Forgets the rows of the pages farthest from the one just used. */
function forgetFar(held: Map<number, HeldPage>, near: number): Map<number, HeldPage> {
  if (held.size > pagesKept)
    for (const page of held.keys())
      if (Math.abs(page - near) > Math.floor(pagesKept / 2)) held.delete(page)
  return held
}
