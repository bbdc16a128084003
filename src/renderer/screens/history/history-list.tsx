// The virtual list: only the rows in view exist, grouped by day, one Tab stop with arrow keys inside.
// Which rows are in view is state/row-window.ts; where they come from is state/history-loader.ts.
import {
  Fragment,
  useCallback,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react'
import type { HistoryRow } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Banner, Empty } from '../../parts/card.tsx'
import { rowAt } from '../../state/history-pages.ts'
import type { HistoryLoader } from '../../state/history-loader.ts'
import {
  hasHeading,
  rowAtOffset,
  rowsInView,
  rowTop,
  scrollToShow,
  totalHeight,
  type RowLayout,
} from '../../state/row-window.ts'
import { useLanguage, useLater, useNow, useWindowState } from '../../state/use-window.tsx'
import { HistoryLine } from './history-line.tsx'
import { RowDetails } from './row-details.tsx'

const overscan = 6
const headingHeight = 36
/** Chromium draws nothing beyond 2^25 pixels; fewer rows stay clear of that whatever their headings add. */
const rowsShown = 350_000
const narrowQuery = '(max-width: 620px)'
const newestEveryMs = 1_000

function useIsNarrow(): boolean {
  const [query] = useState(() => window.matchMedia(narrowQuery))
  const subscribe = useCallback(
    (listener: () => void) => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => query.matches)
}

/** The room of rows that are not in the page; its height is an attribute, so that no style is needed. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <svg className="history-gap" width="1" height={height} aria-hidden="true" focusable="false" />
  ) : null
}

/** The list for one filter. */
export function HistoryList({
  loader,
  isFiltered,
  onReason,
}: {
  loader: HistoryLoader
  isFiltered: boolean
  onReason(reason: string): void
}) {
  const { words, format } = useLanguage()
  const own = words.history
  // Rows that arrive are made in small steps; scrolling does not wait for them.
  const view = useDeferredValue(useSyncExternalStore(loader.subscribe, loader.get))
  const isNarrow = useIsNarrow()
  const now = useNow(60_000)
  const scroller = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const [viewHeight, setViewHeight] = useState(600)
  const [activeIndex, setActiveIndex] = useState(0)
  const [opened, setOpened] = useState<HistoryRow | null>(null)
  const shouldFocus = useRef(false)
  // End means the oldest row: where it is must be found out first, unless the reader turns elsewhere meanwhile.
  const isBoundForEnd = useRef(false)
  const revision = useLater(
    useWindowState((state) => state.historyRevision),
    newestEveryMs,
  )
  // What a search found is said aloud; that more files have come since is not.
  const [firstTotal, setFirstTotal] = useState(view.total)
  if (firstTotal === null && view.total !== null) setFirstTotal(view.total)

  const count = Math.min(view.pages.count, rowsShown)
  const layout: RowLayout = {
    count,
    rowHeight: isNarrow ? 88 : 60,
    headingHeight,
    headings: view.pages.dayStarts,
  }
  const { first, last } = rowsInView(layout, scrollTop, viewHeight, overscan)

  useEffect(() => loader.want(first, last), [loader, first, last, view])

  // Near the top the newest rows appear by themselves; further down nothing moves under the reader's eyes.
  const isNearTop = scrollTop < 200
  const seenRevision = useRef(revision)
  useEffect(() => {
    if (seenRevision.current === revision) return
    if (!isNearTop) return
    seenRevision.current = revision
    loader.reload()
  }, [loader, revision, isNearTop])

  const isEmpty = count === 0
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => setViewHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [isEmpty])

  // After an arrow key, the row that became active takes the focus once it exists.
  useLayoutEffect(() => {
    if (!shouldFocus.current) return
    shouldFocus.current = false
    scroller.current
      ?.querySelector<HTMLElement>(`[aria-rowindex="${activeIndex + 2}"]`)
      ?.focus({ preventScroll: true })
  }, [activeIndex])

  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(count - 1, index))
    const element = scroller.current
    if (element !== null) {
      element.scrollTop = scrollToShow(layout, next, element.scrollTop, element.clientHeight)
      setScrollTop(element.scrollTop)
    }
    shouldFocus.current = true
    setActiveIndex(next)
  }
  const arriveAtEnd = useEffectEvent(() => {
    if (!isBoundForEnd.current || (view.pages.next !== null && count < rowsShown)) return
    isBoundForEnd.current = false
    moveTo(count - 1)
  })
  useEffect(() => arriveAtEnd(), [view.pages])
  const stay = (): void => {
    isBoundForEnd.current = false
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const isOnRow = (event.target as HTMLElement).getAttribute('role') === 'row'
    const page = Math.max(1, Math.floor(viewHeight / layout.rowHeight) - 1)
    const targets: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: count - 1,
    }
    const target = targets[event.key]
    const row = rowAt(view.pages, activeIndex)
    isBoundForEnd.current =
      isOnRow && event.key === 'End' && view.pages.next !== null && count < rowsShown
    if (isBoundForEnd.current) {
      event.preventDefault()
      loader.wantTo(rowsShown)
    } else if (isOnRow && target !== undefined) {
      event.preventDefault()
      moveTo(target)
    } else if (isOnRow && event.key === 'Enter' && row !== null) {
      event.preventDefault()
      setOpened(row)
    }
  }

  if (view.failure !== null && count === 0)
    return (
      <Banner
        tone="bad"
        title={own.loadFailed}
        action={<Button onPress={loader.reload}>{words.common.retry}</Button>}
      >
        {words.failure(view.failure).text}
      </Banner>
    )
  if (!view.hasAnswer) return <p className="soft">{words.common.loading}</p>
  if (count === 0)
    return isFiltered ? (
      <Empty icon="search" title={own.emptyFiltered.title} text={own.emptyFiltered.text} />
    ) : (
      <Empty icon="photo" title={own.empty.title} text={own.empty.text} />
    )

  const active = Math.min(activeIndex, count - 1)
  const shownRows = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  // The active row stays in the page wherever the view is, so that the focus is never lost.
  if (active < first) shownRows.unshift(active)
  if (active > last) shownRows.push(active)
  const topRow = rowAt(view.pages, rowAtOffset(layout, scrollTop))

  return (
    <div className="history">
      <p
        className="soft small history-count"
        role="status"
        aria-live={view.total === firstTotal ? 'polite' : 'off'}
      >
        {view.total === null ? own.counting : own.count(view.total)}
      </p>
      <div
        className="history-grid"
        role="grid"
        aria-label={own.table}
        aria-rowcount={view.total === null ? -1 : view.total + 1}
        aria-colcount={6}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className="visually-hidden">
          <div role="row" aria-rowindex={1}>
            {(['photo', 'name', 'outcome', 'size', 'time', 'actions'] as const).map((column) => (
              <span key={column} role="columnheader">
                {own.columns[column]}
              </span>
            ))}
          </div>
        </div>
        <div
          className="history-scroll"
          role="rowgroup"
          ref={scroller}
          onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
          onWheel={stay}
          onPointerDown={stay}
        >
          {topRow !== null && (
            <div className="history-day history-day-stuck" aria-hidden="true">
              {format.day(topRow.changedAt, now)}
            </div>
          )}
          {shownRows.map((index, at) => {
            const row = rowAt(view.pages, index)
            const above = shownRows[at - 1]
            return (
              <Fragment key={index}>
                <Gap
                  height={
                    rowTop(layout, index) - (above === undefined ? 0 : rowTop(layout, above + 1))
                  }
                />
                {hasHeading(layout, index) && (
                  <div className="history-day" aria-hidden="true">
                    {row === null ? '' : format.day(row.changedAt, now)}
                  </div>
                )}
                <HistoryLine
                  row={row}
                  index={index}
                  isActive={index === active}
                  now={now}
                  onActive={() => setActiveIndex(index)}
                  onOpen={setOpened}
                  onReason={onReason}
                  onChanged={() => loader.refresh(first, last)}
                />
              </Fragment>
            )
          })}
          <Gap height={totalHeight(layout) - rowTop(layout, (shownRows.at(-1) ?? -1) + 1)} />
        </div>
      </div>
      {count === rowsShown && last >= count - 1 && <p className="soft small">{own.tooMany}</p>}
      <RowDetails
        row={opened}
        onClose={() => setOpened(null)}
        onReason={onReason}
        onChanged={() => loader.refresh(first, last)}
      />
    </div>
  )
}
