// Which rows of a long list are in view, where rows are equally tall and some carry a heading above them.
// Pure arithmetic with binary search, so that a million rows cost no more than ten.

/** Heights in pixels, and the rows that carry a heading. */
export type RowLayout = {
  count: number
  rowHeight: number
  headingHeight: number
  /** Row numbers with a heading above, ascending. */
  headings: readonly number[]
}

/** Headings above rows before this one. */
function headingsBefore(layout: RowLayout, row: number): number {
  let low = 0
  let high = layout.headings.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((layout.headings[middle] ?? Infinity) < row) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a row carries a heading. */
export function hasHeading(layout: RowLayout, row: number): boolean {
  return layout.headings[headingsBefore(layout, row)] === row
}

/** Where a row begins, its heading included. */
export function rowTop(layout: RowLayout, row: number): number {
  return row * layout.rowHeight + headingsBefore(layout, row) * layout.headingHeight
}

/** The height of the whole list. */
export function totalHeight(layout: RowLayout): number {
  return rowTop(layout, layout.count)
}

/** The row at a distance from the top. */
export function rowAtOffset(layout: RowLayout, offset: number): number {
  let low = 0
  let high = Math.max(0, layout.count - 1)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (rowTop(layout, middle) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The rows in view and some on both sides, as first and last; an empty list has last before first. */
export function rowsInView(
  layout: RowLayout,
  scrollTop: number,
  viewHeight: number,
  overscan: number,
): { first: number; last: number } {
  if (layout.count === 0) return { first: 0, last: -1 }
  return {
    first: Math.max(0, rowAtOffset(layout, scrollTop) - overscan),
    last: Math.min(layout.count - 1, rowAtOffset(layout, scrollTop + viewHeight) + overscan),
  }
}

/** Where to scroll so that a row is in view; the place itself when it already is. */
export function scrollToShow(
  layout: RowLayout,
  row: number,
  scrollTop: number,
  viewHeight: number,
): number {
  const top = rowTop(layout, row)
  const bottom = top + layout.rowHeight + (hasHeading(layout, row) ? layout.headingHeight : 0)
  // The sticky heading hides this much of the view's top.
  if (top < scrollTop + layout.headingHeight) return Math.max(0, top - layout.headingHeight)
  if (bottom > scrollTop + viewHeight) return bottom - viewHeight
  return scrollTop
}
