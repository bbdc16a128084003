import { describe, expect, it } from 'vitest'
import {
  cursorFor,
  noPages,
  pageSize,
  pagesKept,
  pagesWanted,
  rowAt,
  rowCount,
  withPage,
  type HistoryPages,
} from '../../../src/renderer/state/history-pages.ts'
import type { Output } from '../../../src/shared/contract.ts'
import { rowAtNumber } from '../fake-data.ts'

const total = 100_000

function page(index: number, isLast = false): Output<'listHistory'> {
  const rows = Array.from({ length: pageSize }, (_, at) =>
    rowAtNumber(index * pageSize + at, total),
  )
  const last = rows.at(-1)
  return {
    rows,
    next: isLast || !last ? null : { changedAt: last.changedAt, fileId: last.fileId },
  }
}

const read = (pages: number): HistoryPages =>
  Array.from({ length: pages }).reduce<HistoryPages>(
    (history, _, index) => withPage(history, index, page(index)),
    noPages,
  )

describe('the pages of the history', () => {
  it('puts pages one after the other', () => {
    const history = read(3)
    expect(rowCount(history)).toBe(300)
    expect(rowAt(history, 250)?.fileId).toBe(String(total - 250))
    expect(history.isComplete).toBe(false)
  })

  it('ends with the page that has no next', () => {
    const history = withPage(read(1), 1, page(1, true))
    expect(history.isComplete).toBe(true)
    expect(pagesWanted(history, 0, 500)).toEqual([])
  })

  it('wants the next page before the view reaches the end', () => {
    expect(pagesWanted(read(1), 0, 20)).toEqual([])
    expect(pagesWanted(read(1), 30, 60)).toEqual([1])
  })

  it('forgets the rows of far pages, remembers how to get them, and wants them when they come into view', () => {
    const history = read(pagesKept + 20)
    expect(rowCount(history)).toBe((pagesKept + 20) * pageSize)
    expect(rowAt(history, 0)).toBeNull()
    expect(pagesWanted(history, 0, 30)).toEqual([0])
    expect(cursorFor(history, 0)).toBeNull()
    const second = page(0).next
    expect(cursorFor(history, 1)).toEqual(second)
    const again = withPage(history, 0, page(0))
    expect(rowAt(again, 5)?.fileId).toBe(String(total - 5))
    expect(rowCount(again)).toBe(rowCount(history))
  })

  it('never keeps more rows than its bound', () => {
    const history = read(200)
    const held = history.pages.filter((one) => one.rows !== null).length
    expect(held).toBeLessThanOrEqual(pagesKept)
  })

  it('knows the rows at which another day begins', () => {
    const history = read(5)
    const days = history.dayStarts.map((at) =>
      new Date(rowAt(history, at)?.changedAt ?? 0).toDateString(),
    )
    expect(history.dayStarts[0]).toBe(0)
    expect(new Set(days).size).toBe(days.length)
    for (const at of history.dayStarts.slice(1)) {
      const before = new Date(rowAt(history, at - 1)?.changedAt ?? 0).toDateString()
      expect(days).toContain(before)
      expect(before).not.toBe(new Date(rowAt(history, at)?.changedAt ?? 0).toDateString())
    }
  })

  it('becomes shorter when rows leave its last page, and ends there', () => {
    const history = withPage(read(1), 1, page(1, true))
    const { rows } = page(1)
    const shorter = withPage(history, 1, { rows: rows.slice(0, 40), next: null })
    expect(rowCount(shorter)).toBe(140)
    expect(rowAt(shorter, 140)).toBeNull()
    expect(shorter.dayStarts.every((at) => at < 140)).toBe(true)
    const none = withPage(shorter, 0, { rows: [], next: null })
    expect(rowCount(none)).toBe(0)
    expect(none.isComplete).toBe(true)
    expect(none.dayStarts).toEqual([])
  })

  it('ends with a page in the middle when everything behind it has left', () => {
    const { rows } = page(1)
    const history = withPage(read(3), 1, { rows: rows.slice(0, 7), next: null })
    expect(rowCount(history)).toBe(107)
    expect(pagesWanted(history, 0, 300)).toEqual([])
  })

  it('finds the days anew when rows have moved', () => {
    const history = read(5)
    // Fifty rows have left the second page, and those behind them have moved up.
    const moved = [...page(1).rows.slice(50), ...page(2).rows.slice(0, 50)]
    const again = withPage(history, 1, { rows: moved, next: page(2).next })
    const inPage = again.dayStarts.filter((at) => at >= 100 && at < 200)
    expect(inPage).not.toEqual(history.dayStarts.filter((at) => at >= 100 && at < 200))
    for (const at of inPage)
      expect(new Date(rowAt(again, at)?.changedAt ?? 0).getDate()).not.toBe(
        new Date(rowAt(again, at - 1)?.changedAt ?? 0).getDate(),
      )
  })

  it('leaves out an answer for a page that does not follow', () => {
    expect(withPage(noPages, 4, page(4))).toBe(noPages)
  })
})
