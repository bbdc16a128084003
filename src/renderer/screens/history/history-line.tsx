// One row of the history.
import { memo } from 'react'
import type { HistoryRow } from '../../../shared/contract.ts'
import { IconButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import { useLanguage } from '../../state/use-window.tsx'
import { useRowActions } from './row-actions.ts'
import { outcomeWords } from './row-words.ts'

type LineProps = {
  /** Null while its page is on the way. */
  row: HistoryRow | null
  index: number
  isActive: boolean
  now: number
  onActive(): void
  onOpen(row: HistoryRow): void
  onReason(reason: string): void
  onChanged(): void
}

/** A row, or its place while it is on the way. */
export const HistoryLine = memo(
  function HistoryLine({ row, index, isActive, onActive, onOpen, ...rest }: LineProps) {
    return (
      <div
        className={row === null ? 'history-line is-empty' : 'history-line'}
        role="row"
        aria-rowindex={index + 2}
        tabIndex={isActive ? 0 : -1}
        onFocus={onActive}
        onDoubleClick={() => {
          if (row !== null) onOpen(row)
        }}
      >
        {row === null ? (
          <span role="gridcell" />
        ) : (
          <Cells row={row} isActive={isActive} onOpen={onOpen} {...rest} />
        )}
      </div>
    )
  },
  // The callbacks are new at every scroll step and do the same for the same row.
  (before, after) =>
    before.row === after.row &&
    before.index === after.index &&
    before.isActive === after.isActive &&
    before.now === after.now,
)

function Cells({
  row,
  isActive,
  now,
  onOpen,
  onReason,
  onChanged,
}: Omit<LineProps, 'row' | 'index' | 'onActive'> & { row: HistoryRow }) {
  const language = useLanguage()
  const { words, format } = language
  const own = words.history
  const outcome = outcomeWords(row, language)
  const actions = useRowActions(row, { onReason, onChanged })
  const isSmaller = row.isReduced && row.sentSizeBytes !== null
  return (
    <>
      <span role="gridcell" className="cell-photo">
        <Thumbnail fileId={row.fileId} kind={row.facts?.mediaKind ?? 'photo'} />
      </span>
      <span role="gridcell" className="cell-name">
        <span className="truncate cell-title" title={row.name}>
          <bdi>{row.name}</bdi>
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
          {outcome.text !== null && (
            <span className="truncate soft small" title={outcome.text}>
              {outcome.text}
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
        <span className="visually-hidden">{format.day(row.changedAt, now)}, </span>
        {format.time(row.changedAt)}
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
