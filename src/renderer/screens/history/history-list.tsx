// The virtual list: only the rows in view exist, grouped by day, one Tab stop with arrow keys inside.
// Which rows are in view is state/row-window.ts; where they come from is state/history-loader.ts.
import {
  Fragment,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react'
import type { HistoryFilter, HistoryOrder, HistoryRow } from '../../../shared/contract.ts'
import { unknownTakenAt, unreadKey } from '../../../shared/order-keys.ts'
import { Empty } from '../../parts/card.tsx'
import { Unavailable } from '../../parts/unanswered.tsx'
import { isChosen } from '../../state/choosing.ts'
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
import { narrowQuery, smallQuery, useMedia } from '../../state/use-media.ts'
import {
  useLanguage,
  useLater,
  useNow,
  useTryAgain,
  useWindowState,
} from '../../state/use-window.tsx'
import { ChosenBar } from './chosen-bar.tsx'
import { HistoryLine } from './history-line.tsx'
import { ListBar } from './list-bar.tsx'
import { useListScroll } from './list-scroll.ts'
import { isNarrowed } from './outcomes.ts'
import { RowDetails } from './row-details.tsx'
import { useChoosing } from './use-choosing.ts'

const overscan = 6
const headingHeight = 36
/** Chromium draws nothing beyond 2^25 pixels; fewer rows stay clear of that whatever their headings add. */
const rowsShown = 350_000
const newestEveryMs = 1_000

/** The room of rows that are not in the page; its height is an attribute, so that no style is needed. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <svg className="history-gap" width="1" height={height} aria-hidden="true" focusable="false" />
  ) : null
}

/** What a heading of the list says. */
function useHeading(order: HistoryOrder, now: number): (row: HistoryRow | null) => string | null {
  const { words, format } = useLanguage()
  return (row) => {
    if (row === null) return null
    if (order === 'size') return row.orderKey === unreadKey ? words.history.unreadHeading : null
    if (row.orderKey === unknownTakenAt) return words.history.noDateHeading
    return (order === 'taken' ? format.wall : format).day(row.orderKey, now)
  }
}

/** The list for one filter and order. */
export function HistoryList({
  loader,
  filter,
  order,
  onOrder,
  onReason,
}: {
  loader: HistoryLoader
  filter: Partial<HistoryFilter>
  order: HistoryOrder
  onOrder(order: HistoryOrder): void
  onReason(reason: string): void
}) {
  const { words } = useLanguage()
  const tryAgain = useTryAgain()
  const own = words.history
  // Rows that arrive are made in small steps; scrolling does not wait for them.
  const view = useDeferredValue(useSyncExternalStore(loader.subscribe, loader.get))
  const isNarrow = useMedia(narrowQuery)
  const isOfPage = useMedia(smallQuery)
  const now = useNow(60_000)
  const heading = useHeading(order, now)
  const scroller = useRef<HTMLDivElement>(null)
  const isEmpty = view.pages.count === 0
  const { scrollTop, viewHeight, scrollTo } = useListScroll(scroller, isOfPage, !isEmpty)
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
    const top = scrollToShow(layout, next, scrollTop, viewHeight)
    if (top !== scrollTop) scrollTo(top)
    shouldFocus.current = true
    setActiveIndex(next)
  }
  const arriveAtEnd = useEffectEvent(() => {
    if (!isBoundForEnd.current || (view.pages.next !== null && count < rowsShown)) return
    isBoundForEnd.current = false
    moveTo(count - 1)
  })
  useEffect(() => arriveAtEnd(), [view.pages])
  const choice = useChoosing(loader)
  const { choosing } = choice
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
    if (isOnRow && choice.onKey(event, row, rowAt(view.pages, target ?? -1))) {
      event.preventDefault()
      if (target === undefined) return
    }
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

  const loadAgain = (): void => tryAgain(loader.reload)
  if (view.failure !== null && count === 0)
    return <Unavailable title={own.loadFailed} failure={view.failure} again={loadAgain} />
  if (!view.hasAnswer) return <p className="soft">{words.common.loading}</p>
  const [icon, none] = isNarrowed(filter)
    ? (['search', own.emptyFiltered] as const)
    : (['photo', own.empty] as const)
  if (count === 0) return <Empty icon={icon} title={none.title} text={none.text} />

  const active = Math.min(activeIndex, count - 1)
  const shownRows = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  // The active row stays in the page wherever the view is, so that the focus is never lost.
  if (active < first) shownRows.unshift(active)
  if (active > last) shownRows.push(active)
  const topRow = rowAt(view.pages, rowAtOffset(layout, scrollTop))

  return (
    <div className="history">
      {choosing === null ? (
        <ListBar
          total={view.total}
          isNew={view.total === firstTotal}
          order={order}
          onOrder={onOrder}
          onChoose={choice.begin}
        />
      ) : (
        <ChosenBar
          choosing={choosing}
          filter={filter}
          total={view.total}
          onChange={choice.set}
          onChanged={() => loader.refresh(first, last)}
        />
      )}
      <div
        className="history-grid"
        role="grid"
        aria-label={own.table}
        aria-rowcount={view.total === null ? -1 : view.total + 1}
        aria-colcount={6}
        aria-multiselectable={choosing !== null}
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
          onWheel={stay}
          onPointerDown={stay}
        >
          {heading(topRow) !== null && (
            <div className="history-day history-day-stuck" aria-hidden="true">
              {heading(topRow)}
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
                    {heading(row)}
                  </div>
                )}
                <HistoryLine
                  row={row}
                  index={index}
                  isActive={index === active}
                  order={order}
                  isChosen={
                    choosing === null || row === null ? null : isChosen(choosing, row.fileId)
                  }
                  now={now}
                  onChoose={(one, isRange) => choice.take(one, index, isRange)}
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
