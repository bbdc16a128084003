// Asks for pages of the history as they come into view, for one filter. Holds no layout.
// Row arithmetic and what is kept or forgotten is history-pages.ts.
import type { HistoryFilter, HistoryRow } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Bridge } from '../bridge.ts'
import {
  cursorFor,
  noPages,
  pageSize,
  pagesWanted,
  rowCount,
  withPage,
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
  /** Asks for these rows again, in place. */
  refresh(first: number, last: number): void
  /** Starts again from the newest row; what is shown stays until the answer is here. */
  reload(): void
  rowById(fileId: string): HistoryRow | null
}

/** Creates the loader; it asks for the first page at once. */
export function createHistoryLoader(bridge: Bridge, filter: Partial<HistoryFilter>): HistoryLoader {
  let view: HistoryView = { pages: noPages, total: null, failure: null, hasAnswer: false }
  let generation = 0
  const asked = new Set<number>()
  const listeners = new Set<() => void>()
  const change = (next: Partial<HistoryView>): void => {
    view = { ...view, ...next }
    for (const listener of listeners) listener()
  }

  const ask = async (index: number): Promise<void> => {
    if (asked.has(index)) return
    asked.add(index)
    const own = generation
    const answer = await bridge.call('listHistory', {
      filter,
      after: cursorFor(view.pages, index),
      limit: pageSize,
    })
    if (own !== generation) return
    asked.delete(index)
    if (answer.ok)
      change({ pages: withPage(view.pages, index, answer.value), failure: null, hasAnswer: true })
    else change({ failure: answer.failure, hasAnswer: true })
  }
  const count = async (): Promise<void> => {
    const own = generation
    const answer = await bridge.call('countHistory', { filter })
    if (own === generation && answer.ok) change({ total: answer.value.files })
  }
  const reload = (): void => {
    generation += 1
    asked.clear()
    const own = generation
    void bridge.call('listHistory', { filter, after: null, limit: pageSize }).then((answer) => {
      if (own !== generation) return
      if (answer.ok)
        change({ pages: withPage(noPages, 0, answer.value), failure: null, hasAnswer: true })
      else change({ failure: answer.failure, hasAnswer: true })
    })
    void count()
  }
  reload()

  return {
    get: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    want(first, last) {
      // Until the first page is here there is nothing to go on from; after a failure the user asks again.
      if (!view.hasAnswer || view.failure !== null) return
      for (const index of pagesWanted(view.pages, first, last)) void ask(index)
    },
    refresh(first, last) {
      const known = Math.ceil(rowCount(view.pages) / pageSize)
      for (let at = Math.floor(first / pageSize); at <= Math.floor(last / pageSize); at += 1)
        if (at >= 0 && at < known) void ask(at)
      void count()
    },
    reload,
    rowById(fileId) {
      for (const page of view.pages.pages) {
        const row = page.rows?.find((candidate) => candidate.fileId === fileId)
        if (row !== undefined) return row
      }
      return null
    },
  }
}
