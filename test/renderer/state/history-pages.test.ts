import { describe, expect, it } from 'vitest'
import {
  cursorFor,
  isOutlineWanted,
  noPages,
  pageSize,
  pagesKept,
  pagesWanted,
  rowAt,
  withOutline,
  withPage,
  type HistoryPages,
} from '../../../src/renderer/state/history-pages.ts'
import type { HistoryPlace, HistoryRow, Output } from '../../../src/shared/contract.ts'
import { rowAtNumber } from '../fake-data.ts'

const total = 100_000

const rows = (from: number, count: number): HistoryRow[] =>
  Array.from({ length: count }, (_, at) => rowAtNumber(from + at, total))

const placeOf = ({ orderKey, fileId }: HistoryRow): HistoryPlace => ({ key: orderKey, fileId })
const placeAt = (row: number) => placeOf(rowAtNumber(row, total))

/** What the engine answers for the rows behind the known ones. */
function outline(history: HistoryPages, files: number, isLast: boolean): Output<'outlineHistory'> {
  const behind = rows(history.count, files)
  return {
    files,
    marks: behind
      .filter((_, at) => (history.count + at + 1) % pageSize === 0)
      .map((row) => placeOf(row)),
    days: behind.map(({ orderKey }, row) => ({ row, key: orderKey })),
    next: isLast ? null : placeAt(history.count + files - 1),
  }
}

/** The answer for a page that is as it was. */
const page = (index: number): Output<'listHistory'> => ({
  rows: rows(index * pageSize, pageSize),
  next: placeAt((index + 1) * pageSize - 1),
})

const begun = withPage(noPages, 0, page(0))
const outlined = (files: number, isLast = false): HistoryPages =>
  withOutline(begun, outline(begun, files, isLast))

describe('the pages of the history', () => {
  it('begins with the first page, and knows that there is more', () => {
    expect(begun.count).toBe(100)
    expect(rowAt(begun, 99)?.fileId).toBe(String(total - 99))
    expect(isOutlineWanted(begun, 20)).toBe(false)
    expect(isOutlineWanted(begun, 60)).toBe(true)
  })

  it('is whole with a first page that has no next', () => {
    const whole = withPage(noPages, 0, { rows: rows(0, 30), next: null })
    expect(whole.count).toBe(30)
    expect(isOutlineWanted(whole, 29)).toBe(false)
    expect(pagesWanted(whole, 0, 29)).toEqual([])
  })

  it('knows from an outline how many rows there are and where each page begins', () => {
    const history = outlined(30_000)
    expect(history.count).toBe(30_100)
    expect(cursorFor(history, 0)).toBeNull()
    expect(cursorFor(history, 1)).toEqual(placeAt(99))
    expect(cursorFor(history, 250)).toEqual(placeAt(24_999))
    expect(rowAt(history, 25_050)).toBeNull()
    expect(pagesWanted(history, 25_010, 25_020)).toEqual([250])
    const read = withPage(history, 250, page(250))
    expect(rowAt(read, 25_050)?.fileId).toBe(String(total - 25_050))
    expect(pagesWanted(read, 25_010, 25_020)).toEqual([])
  })

  it('wants the next page before the view reaches its rows', () => {
    const history = outlined(1_000)
    expect(pagesWanted(history, 0, 20)).toEqual([])
    expect(pagesWanted(history, 30, 60)).toEqual([1])
  })

  it('goes on in the middle of a page, which is then asked for again', () => {
    const partly = withOutline(begun, outline(begun, 130, false))
    expect(partly.count).toBe(230)
    const read = withPage(partly, 2, page(2))
    expect(rowAt(read, 229)).not.toBeNull()
    expect(rowAt(read, 230)).toBeNull()
    const longer = withOutline(read, outline(read, 170, true))
    expect(longer.count).toBe(400)
    expect(cursorFor(longer, 3)).toEqual(placeAt(299))
    expect(rowAt(longer, 229)).not.toBeNull()
    expect(pagesWanted(longer, 200, 240)).toEqual([2])
    expect(isOutlineWanted(longer, 399)).toBe(false)
  })

  it('knows no more what is behind a page whose rows have moved, so that none is dropped or comes twice', () => {
    const history = withPage(outlined(1_000), 3, page(3))
    const moved = rows(100, pageSize + 1).filter((_, at) => at !== 40)
    const again = withPage(history, 1, { rows: moved, next: placeAt(200) })
    expect(again.count).toBe(200)
    expect(rowAt(again, 140)?.fileId).toBe(String(total - 141))
    expect(rowAt(again, 199)?.fileId).toBe(String(total - 200))
    expect(rowAt(again, 300)).toBeNull()
    expect(again.next).toEqual(placeAt(200))
    expect(rowAt(again, 99)).not.toBeNull()
    expect(cursorFor(again, 2)).toEqual(placeAt(200))
  })

  it('becomes shorter when rows leave its last page, and ends there', () => {
    const history = withPage(outlined(100, true), 1, { ...page(1), next: null })
    expect(history.count).toBe(200)
    const shorter = withPage(history, 1, { rows: rows(100, 40), next: null })
    expect(shorter.count).toBe(140)
    expect(rowAt(shorter, 140)).toBeNull()
    expect(shorter.dayStarts.every((at) => at < 140)).toBe(true)
    const none = withPage(shorter, 0, { rows: [], next: null })
    expect(none.count).toBe(0)
    expect(none.next).toBeNull()
    expect(none.dayStarts).toEqual([])
  })

  it('ends with a page in the middle when everything behind it has left', () => {
    const history = withPage(outlined(200, true), 1, { rows: rows(100, 7), next: null })
    expect(history.count).toBe(107)
    expect(pagesWanted(history, 0, 300)).toEqual([])
    expect(isOutlineWanted(history, 106)).toBe(false)
  })

  it('finds the days anew when rows have moved', () => {
    const history = outlined(1_000)
    // Fifty rows have left the second page, and those behind them have moved up.
    const moved = rows(150, pageSize)
    const again = withPage(history, 1, { rows: moved, next: placeAt(249) })
    const inPage = again.dayStarts.filter((at) => at >= 100 && at < 200)
    expect(inPage.length).toBeGreaterThan(0)
    for (const at of inPage)
      expect(new Date(rowAt(again, at)?.changedAt ?? 0).getDate()).not.toBe(
        new Date(rowAt(again, at - 1)?.changedAt ?? 0).getDate(),
      )
  })

  it('forgets the rows of far pages, and wants them when they come into view again', () => {
    let history = outlined(20_000)
    for (let index = 1; index < 200; index += 1) history = withPage(history, index, page(index))
    expect(history.held.size).toBeLessThanOrEqual(pagesKept)
    expect(history.count).toBe(20_100)
    expect(rowAt(history, 0)).toBeNull()
    expect(pagesWanted(history, 0, 30)).toEqual([0])
    expect(rowAt(withPage(history, 0, page(0)), 5)?.fileId).toBe(String(total - 5))
  })

  it('knows the rows at which another day begins', () => {
    const { dayStarts } = outlined(2_000, true)
    const dayOf = (row: number): string =>
      new Date(rowAtNumber(row, total).changedAt).toDateString()
    const expected = Array.from({ length: 2_100 }, (_, row) => row).filter(
      (row) => row === 0 || dayOf(row) !== dayOf(row - 1),
    )
    expect(dayStarts).toEqual(expected)
  })
})
