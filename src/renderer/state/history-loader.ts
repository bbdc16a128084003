// Asks for pages of the history as they come into view, for one filter and order. Holds no layout.
// Row arithmetic and what is kept or forgotten is history-pages.ts.
import type { HistoryFilter, HistoryOrder, HistoryRow, Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Result } from '../../shared/result.ts'
import type { Bridge } from '../bridge.ts'
import {
  cursorFor,
  isOutlineWanted,
  noPages,
  pageSize,
  pagesWanted,
  rowAt,
  withOutline,
  withPage,
  type Cursor,
  type HistoryPages,
} from './history-pages.ts'

/** What the list shows. */
export type HistoryView = {
  pages: HistoryPages
  /** Files that fit the filter; null while being counted. */
  total: number | null
  failure: Failure | null
  /** False until the first answer. */
  hasAnswer: boolean
}

/** The history of one filter. */
export type HistoryLoader = {
  get(): HistoryView
  subscribe(listener: () => void): () => void
  /** Asks for what these rows lack. */
  want(first: number, last: number): void
  /** Asks where rows are, until so many are known or all. */
  wantTo(rows: number): void
  /** The rows from one to another, asked for where they are not known; as far as there are any. */
  rowsBetween(first: number, last: number): Promise<HistoryRow[]>
  /** Asks for these rows again, in place. */
  refresh(first: number, last: number): void
  /** Starts again from the newest row; what is shown stays until the answer is here. */
  reload(): void
}

type Answer<K extends 'listHistory' | 'countHistory'> = Result<Output<K>, Failure>

/** Creates the loader; it asks for the first page at once. */
export function createHistoryLoader(
  bridge: Bridge,
  asFiltered: Partial<HistoryFilter>,
  order: HistoryOrder = 'changed',
): HistoryLoader {
  const filter = { ...asFiltered, isFolded: true }
  const none: HistoryPages = { ...noPages, order }
  let view: HistoryView = { pages: none, total: null, failure: null, hasAnswer: false }
  // Answers to what was asked in an earlier round are left out.
  let pageRound = 0
  let countRound = 0
  let outlining: Promise<void> | null = null
  let isStarting = false
  let shouldRestart = false
  let isLeft = false
  const asked = new Set<number>()
  const listeners = new Set<() => void>()
  const change = (next: Partial<HistoryView>): void => {
    view = { ...view, ...next }
    for (const listener of listeners) listener()
  }

  /** A page to its full length: one answer looks at a bounded number of rows and may hold few that fit, or none. */
  const wholePage = async (after: Cursor): Promise<Answer<'listHistory'> | null> => {
    const round = pageRound
    const rows: HistoryRow[] = []
    for (let next = after; ;) {
      const limit = pageSize - rows.length
      const answer = await bridge.call('listHistory', { filter, order, after: next, limit })
      if (round !== pageRound) return null
      if (!answer.ok) return answer
      rows.push(...answer.value.rows)
      next = answer.value.next
      if (next === null || rows.length >= pageSize) return { ok: true, value: { rows, next } }
    }
  }
  const ask = async (page: number): Promise<void> => {
    if (asked.has(page)) return
    asked.add(page)
    const answer = await wholePage(cursorFor(view.pages, page))
    if (answer === null) return
    asked.delete(page)
    if (!answer.ok) {
      change({ failure: answer.failure })
      return
    }
    const known = view.pages.count
    change({ pages: withPage(view.pages, page, answer.value), failure: null })
    await outlineTo(known)
  }
  const outline = async (): Promise<void> => {
    const { next: after, count: known } = view.pages
    if (after === null) return
    const round = pageRound
    const inPage = known % pageSize
    const answer = await bridge.call('outlineHistory', {
      filter,
      order,
      after,
      pageRows: pageSize,
      inPage,
    })
    // A page whose rows have moved has made it anew meanwhile.
    if (round !== pageRound || view.pages.next !== after) return
    if (answer.ok) change({ pages: withOutline(view.pages, answer.value) })
    else change({ failure: answer.failure })
  }
  /** Outlines at least so many rows, as far as there are any; one part at a time. */
  const outlineTo = async (rows: number): Promise<void> => {
    const round = pageRound
    while (round === pageRound && view.pages.next !== null && view.pages.count < rows) {
      outlining ??= outline().finally(() => {
        outlining = null
      })
      await outlining
      if (view.failure !== null) return
    }
  }
  const count = async (): Promise<void> => {
    countRound += 1
    const round = countRound
    let total = 0
    let after: Cursor = null
    do {
      const answer: Answer<'countHistory'> = await bridge.call('countHistory', { filter, after })
      if (round !== countRound || !answer.ok) return
      total += answer.value.files
      after = answer.value.next
    } while (after !== null)
    change({ total })
  }
  const newRound = (): void => {
    pageRound += 1
    asked.clear()
  }
  const start = async (): Promise<void> => {
    newRound()
    const counting = count()
    const answer = await wholePage(null)
    if (answer !== null) {
      // What was asked meanwhile goes on from rows that may have moved.
      newRound()
      if (answer.ok)
        change({
          pages: withPage(none, 0, answer.value),
          failure: null,
          hasAnswer: true,
        })
      else change({ failure: answer.failure, hasAnswer: true })
    }
    await counting
  }
  const reload = (): void => {
    // What changes faster than a search ends would start it again and again, so it is let through to its end.
    shouldRestart = isStarting
    if (isStarting) return
    isStarting = true
    void start().finally(() => {
      isStarting = false
      if (shouldRestart) reload()
    })
  }
  reload()

  return {
    get: () => view,
    subscribe(listener) {
      listeners.add(listener)
      if (isLeft) reload()
      isLeft = false
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        // Nobody looks any more: a search under way through many rows ends.
        isLeft = true
        newRound()
        countRound += 1
        shouldRestart = false
      }
    },
    want(first, last) {
      // Until the first page is here there is nothing to go on from; after a failure the user asks again.
      if (!view.hasAnswer || view.failure !== null) return
      for (const page of pagesWanted(view.pages, first, last)) void ask(page)
      if (isOutlineWanted(view.pages, last)) void outlineTo(view.pages.count + 1)
    },
    wantTo: (rows) => void outlineTo(rows),
    async rowsBetween(first, last) {
      const found: HistoryRow[] = []
      const to = Math.min(last, view.pages.count - 1)
      for (let page = Math.floor(first / pageSize); page * pageSize <= to; page += 1) {
        const isHeld = view.pages.held.has(page)
        if (!isHeld) await ask(page)
        const from = page * pageSize
        for (let at = Math.max(first, from); at <= Math.min(to, from + pageSize - 1); at += 1) {
          const row = rowAt(view.pages, at)
          if (row !== null) found.push(row)
        }
      }
      return found
    },
    refresh(first, last) {
      const pages = Math.ceil(view.pages.count / pageSize)
      for (let at = Math.floor(first / pageSize); at <= Math.floor(last / pageSize); at += 1)
        if (at >= 0 && at < pages) void ask(at)
      void count()
    },
    reload,
  }
}
