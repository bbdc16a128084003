// The files with one outcome: only the rows in view are in the page, and what is near them is asked for.
import { useEffect, useRef } from 'react'
import type { RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import { rowsInView, rowTop, totalHeight, type RowLayout } from '../../state/row-window.ts'
import { useMedia } from '../../state/use-media.ts'
import { useLanguage } from '../../state/use-window.tsx'
import { useListScroll } from '../history/list-scroll.ts'
import { usePreviewWords } from './row-words.ts'

/** A name and what is said below it have one line each, in a narrow window several. */
const narrowQuery = '(max-width: 600px)'
const overscan = 6

/** The list; `rows` are those from `from` on, as far as they are here. */
export function PreviewList({
  name,
  count,
  from,
  rows,
  onWant,
}: {
  name: string
  count: number
  from: number
  rows: readonly RehearsedFile[]
  onWant(first: number): void
}) {
  const { words } = useLanguage()
  const own = words.preview
  const list = useRef<HTMLDivElement>(null)
  const { scrollTop, viewHeight } = useListScroll(list, false, count > 0)
  const rowHeight = useMedia(narrowQuery) ? 128 : 64
  const layout: RowLayout = { count, rowHeight, headingHeight: 0, headings: [] }
  const { first, last } = rowsInView(layout, scrollTop, viewHeight, overscan)
  const isHere = first >= from && (last < from + rows.length || from + rows.length >= count)
  useEffect(() => {
    if (!isHere) onWant(first)
  })
  if (count === 0) return <p className="soft">{own.none}</p>
  const shown = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  return (
    // Scrolled by keys, too.
    <div className="preview-list" role="list" aria-label={own.list(name)} tabIndex={0} ref={list}>
      <Gap height={rowTop(layout, first)} />
      {shown.map((at) => (
        <Row key={at} at={at} count={count} file={rows[at - from] ?? null} />
      ))}
      <Gap height={totalHeight(layout) - rowTop(layout, last + 1)} />
    </div>
  )
}

/** Room for the rows that are not in the page; its height is an attribute, so that no style is needed. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <svg className="preview-gap" width="1" height={height} aria-hidden="true" focusable="false" />
  ) : null
}

function Row({ at, count, file }: { at: number; count: number; file: RehearsedFile | null }) {
  const { words } = useLanguage()
  const tell = usePreviewWords()
  const told = file === null ? null : tell(file)
  return (
    <div className="preview-row" role="listitem" aria-posinset={at + 1} aria-setsize={count}>
      {told === null ? (
        <span className="visually-hidden">{words.common.loading}</span>
      ) : (
        <>
          <p className="preview-name">
            <bdi>{told.name}</bdi> <span className="soft small">{told.size}</span>
          </p>
          <p className="soft small preview-why">{told.why.join(' · ')}</p>
        </>
      )}
    </div>
  )
}
