import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hasHeading,
  rowAtOffset,
  rowsInView,
  rowTop,
  scrollToShow,
  totalHeight,
  type RowLayout,
} from '../../../src/renderer/state/row-window.ts'

const layout: RowLayout = { count: 10, rowHeight: 60, headingHeight: 36, headings: [0, 4] }

const anyLayout = fc
  .record({
    count: fc.integer({ min: 1, max: 2_000 }),
    headings: fc.uniqueArray(fc.integer({ min: 0, max: 1_999 }), { maxLength: 40 }),
  })
  .map(({ count, headings }): RowLayout => ({
    count,
    rowHeight: 60,
    headingHeight: 36,
    headings: headings.filter((at) => at < count).sort((a, b) => a - b),
  }))

describe('rows in view', () => {
  it('leaves room for the headings', () => {
    expect(rowTop(layout, 0)).toBe(0)
    expect(rowTop(layout, 1)).toBe(96)
    expect(rowTop(layout, 4)).toBe(36 + 240)
    expect(rowTop(layout, 5)).toBe(72 + 300)
    expect(totalHeight(layout)).toBe(672)
    expect(hasHeading(layout, 4)).toBe(true)
    expect(hasHeading(layout, 5)).toBe(false)
  })

  it('is empty for an empty list', () => {
    expect(rowsInView({ ...layout, count: 0, headings: [] }, 0, 500, 5)).toEqual({
      first: 0,
      last: -1,
    })
  })

  it('finds the row that covers an offset, for every layout', () => {
    fc.assert(
      fc.property(anyLayout, fc.nat({ max: 200_000 }), (any, offset) => {
        const row = rowAtOffset(any, offset)
        expect(rowTop(any, row)).toBeLessThanOrEqual(Math.max(offset, 0))
        if (row < any.count - 1) expect(rowTop(any, row + 1)).toBeGreaterThan(offset)
      }),
    )
  })

  it('covers the whole view, for every layout and place', () => {
    fc.assert(
      fc.property(anyLayout, fc.nat({ max: 200_000 }), (any, scrollTop) => {
        const at = Math.min(scrollTop, Math.max(0, totalHeight(any) - 600))
        const { first, last } = rowsInView(any, at, 600, 0)
        expect(rowTop(any, first)).toBeLessThanOrEqual(at)
        if (last < any.count - 1) expect(rowTop(any, last + 1)).toBeGreaterThanOrEqual(at + 600)
      }),
    )
  })

  it('scrolls only as far as a row needs', () => {
    expect(scrollToShow(layout, 3, 100, 400)).toBe(100)
    expect(scrollToShow(layout, 9, 0, 300)).toBe(372)
    expect(scrollToShow(layout, 1, 200, 300)).toBe(60)
    expect(scrollToShow(layout, 0, 200, 300)).toBe(0)
  })
})
