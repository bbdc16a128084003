// One row of the history.
import { memo } from 'react'
import type { HistoryOrder, HistoryRow } from '../../../shared/contract.ts'
import { IconButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import { useLanguage } from '../../state/use-window.tsx'
import { useRowActions } from './row-actions.ts'
import { dateWords, outcomeWords, partnersText, rowTitle, shortTitle } from './row-words.ts'

type LineProps = {
  /** Null while its page is on the way. */
  row: HistoryRow | null
  index: number
  isActive: boolean
  order: HistoryOrder
  /** Null while nothing is being chosen. */
  isChosen: boolean | null
  now: number
  onActive(): void
  /** Chosen, or no longer; with `isRange` all from the last one to this one are. */
  onChoose(row: HistoryRow, isRange: boolean): void
  onOpen(row: HistoryRow): void
  onReason(reason: string): void
  onChanged(): void
}

/** A row, or its place while it is on the way. */
export const HistoryLine = memo(
  function HistoryLine(props: LineProps) {
    const { row, index, isActive, isChosen, onActive, onOpen, onChoose, ...rest } = props
    return (
      <div
        className={row === null ? 'history-line is-empty' : 'history-line'}
        {...(isChosen === null ? {} : { 'aria-selected': isChosen })}
        role="row"
        aria-rowindex={index + 2}
        tabIndex={isActive ? 0 : -1}
        onFocus={onActive}
        onClick={(event) => {
          const isOnButton = (event.target as HTMLElement).closest('button') !== null
          const isAsked = isChosen !== null || event.shiftKey || event.ctrlKey || event.metaKey
          if (row !== null && isAsked && !isOnButton) onChoose(row, event.shiftKey)
        }}
        onDoubleClick={() => {
          if (row !== null && isChosen === null) onOpen(row)
        }}
      >
        {row === null ? (
          <span role="gridcell" />
        ) : (
          <Cells row={row} isActive={isActive} isChosen={isChosen} onOpen={onOpen} {...rest} />
        )}
      </div>
    )
  },
  // The callbacks are new at every scroll step and do the same for the same row.
  (before, after) =>
    before.row === after.row &&
    before.index === after.index &&
    before.isActive === after.isActive &&
    before.isChosen === after.isChosen &&
    before.order === after.order &&
    before.now === after.now,
)

function Cells({
  row,
  isActive,
  isChosen,
  order,
  now,
  onOpen,
  onReason,
  onChanged,
}: Omit<LineProps, 'row' | 'index' | 'onActive' | 'onChoose'> & { row: HistoryRow }) {
  const language = useLanguage()
  const { words, format } = language
  const own = words.history
  const outcome = outcomeWords(row, language)
  const title = rowTitle(row)
  // What became of the others is told where it is not the same.
  const isDifferent = row.partners.some(({ state }) => state !== row.state)
  const text = [
    outcome.text,
    dateWords(row, language),
    isDifferent ? partnersText(row, language) : null,
  ]
    .filter((part) => part !== null)
    .join(' ')
  const actions = useRowActions(row, { onReason, onChanged })
  const isSmaller = row.isReduced && row.sentSizeBytes !== null
  return (
    <>
      <span role="gridcell" className="cell-photo">
        <Thumbnail fileId={row.fileId} kind={row.facts?.mediaKind ?? 'photo'} />
        {isChosen !== null && (
          <span className={isChosen ? 'cell-check is-chosen' : 'cell-check'} aria-hidden="true">
            {isChosen && <Icon name="check" size={16} />}
          </span>
        )}
      </span>
      <span role="gridcell" className="cell-name">
        <span className="truncate cell-title" title={title}>
          <bdi>{shortTitle(row)}</bdi>
        </span>
        <span className="truncate soft small">
          <bdi>{own.place(row.sourceName, row.folder)}</bdi>
        </span>
      </span>
      <span role="gridcell" className={`cell-outcome outcome-${outcome.tone}`}>
        <Icon name={outcome.icon} size={16} />
        <span className="cell-outcome-words">
          <span className="truncate">
            {outcome.reason === null
              ? outcome.name
              : own.outcomeReason(outcome.name, outcome.reason)}
          </span>
          {text !== '' && (
            <span className="truncate soft small" title={text}>
              {text}
            </span>
          )}
        </span>
      </span>
      <span role="gridcell" className="cell-size">
        <span aria-hidden={isSmaller}>{format.bytes(row.sizeBytes)}</span>
        {isSmaller && (
          <>
            <span className="cell-sent soft small" aria-hidden="true">
              <Icon name="arrow" size={16} />
              {format.bytes(row.sentSizeBytes ?? 0)}
            </span>
            <span className="visually-hidden">
              {own.sizeChange(format.bytes(row.sizeBytes), format.bytes(row.sentSizeBytes ?? 0))}
            </span>
          </>
        )}
      </span>
      <span role="gridcell" className="cell-time soft">
        <Time row={row} order={order} now={now} />
      </span>
      <span role="gridcell" className="cell-menu">
        <Menu
          label={own.actions.menu(row.name)}
          trigger={
            <IconButton
              label={own.actions.menu(row.name)}
              icon="more"
              excludeFromTabOrder={!isActive}
            />
          }
          actions={[
            {
              id: 'details',
              label: own.actions.details,
              icon: 'info',
              onAction: () => onOpen(row),
            },
            ...actions,
          ]}
        />
      </span>
    </>
  )
}

/** Under the heading of its day the time is enough; by size there are no days. */
function Time({ row, order, now }: Pick<LineProps, 'order' | 'now'> & { row: HistoryRow }) {
  const { format } = useLanguage()
  if (order === 'size') return format.date(row.changedAt)
  const [at, times] =
    order === 'changed' ? [row.changedAt, format] : [row.facts?.takenAt ?? null, format.wall]
  if (at === null) return null
  return (
    <>
      <span className="visually-hidden">{times.day(at, now)}, </span>
      {times.time(at)}
    </>
  )
}
