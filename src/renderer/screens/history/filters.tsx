// Search and filters of the history. The search text is sent when typing rests; the rest at once.
import { useMemo, useState } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import type { HistoryFilter } from '../../../shared/contract.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Check, Select } from '../../parts/choice.tsx'
import { Icon } from '../../parts/icon.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { SearchSelect } from '../../parts/search-select.tsx'
import { smallQuery, useMedia } from '../../state/use-media.ts'
import { useAnswer, useLanguage, useLater, useWindowState } from '../../state/use-window.tsx'
import { filterFor, isGiven, isNarrowed, outcomeOf, outcomes, searchRestMs } from './outcomes.ts'

type FilterProps = {
  filter: Partial<HistoryFilter>
  onChange(filter: Partial<HistoryFilter>): void
}

const allFolders = 'all'

/** The row of filters, with more behind a button. */
export function Filters({ filter, onChange }: FilterProps) {
  const { words } = useLanguage()
  const own = words.history
  const [isMore, setMore] = useState(
    [filter.changedFrom, filter.changedTo, filter.hasDate, filter.album].some(isGiven),
  )
  // On a small window they would leave no room for the list.
  const canFold = useMedia(smallQuery)
  const [isUnfolded, setUnfolded] = useState(false)
  const isFolded = canFold && !isUnfolded
  const change = (part: Partial<HistoryFilter>): void => onChange({ ...filter, ...part })
  const kind = filter.mediaKind ?? 'all'
  const hasAlbums = useWindowState(({ status }) => status?.albums !== undefined)
  return (
    <div className="filters" role="search" aria-label={own.filters}>
      <div className="filter-row">
        <SearchBox
          label={own.search}
          placeholder={own.searchPlaceholder}
          clear={own.clearSearch}
          value={filter.search ?? ''}
          onChange={(search) => change({ search })}
        />
        {canFold && (
          <ToggleButton
            className="button button-plain"
            isSelected={isUnfolded}
            onChange={setUnfolded}
          >
            <Icon name="settings" size={16} />
            <span>{own.filters}</span>
          </ToggleButton>
        )}
        {!isFolded && (
          <>
            <Select
              label={own.outcome}
              isLabelShown={false}
              value={outcomeOf(filter)}
              choices={outcomes.map((value) => ({ value, title: own.outcomes[value] }))}
              onChange={(outcome) => change(filterFor(outcome))}
            />
            <FolderFilter filter={filter} onChange={onChange} />
            <Select
              label={own.kind}
              isLabelShown={false}
              value={kind}
              choices={(['all', 'photo', 'video'] as const).map((value) => ({
                value,
                title: own.kinds[value],
              }))}
              onChange={(value) => change({ mediaKind: value === 'all' ? null : value })}
            />
            <ToggleButton className="button button-plain" isSelected={isMore} onChange={setMore}>
              <Icon name="settings" size={16} />
              <span>{own.moreFilters}</span>
            </ToggleButton>
          </>
        )}
      </div>
      {isMore && !isFolded && (
        <div className="filter-row">
          <DateField
            label={own.from}
            at={filter.changedFrom ?? null}
            isEnd={false}
            onChange={(changedFrom) => change({ changedFrom })}
          />
          <DateField
            label={own.to}
            at={filter.changedTo ?? null}
            isEnd
            onChange={(changedTo) => change({ changedTo })}
          />
          <Check
            title={own.noDate}
            isSelected={filter.hasDate === false}
            onChange={(isWanted) => change({ hasDate: isWanted ? false : null })}
          />
          {(hasAlbums || isGiven(filter.album)) && (
            <Select
              label={own.album}
              isLabelShown={false}
              value={filter.album ?? 'all'}
              choices={(['all', 'in', 'not'] as const).map((value) => ({
                value,
                title: own.albumChoices[value],
              }))}
              onChange={(value) => change({ album: value === 'all' ? null : value })}
            />
          )}
        </div>
      )}
      {isNarrowed(filter) && (
        <div className="row">
          {isGiven(filter.reason) && (
            <span className="chip">
              {own.reasonFilter(words.reason(filter.reason, null))}
              <IconButton
                label={own.clearReason}
                icon="close"
                onPress={() => change({ reason: null })}
              />
            </span>
          )}
          <Button weight="quiet" onPress={() => onChange({})}>
            {own.clear}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Any folder of any source: the first ones, and those that the search in the list finds. */
function FolderFilter({ filter, onChange }: FilterProps) {
  const { words } = useLanguage()
  const own = words.history
  // Their names alone: every snapshot has new figures, and the choices are not to be made anew for those.
  const sourceNames = useWindowState(({ status }) =>
    JSON.stringify((status?.sources ?? []).map(({ sourceId, name }) => [sourceId, name])),
  )
  const [search, setSearch] = useState('')
  const { value: found } = useAnswer('historyFolders', { search: useLater(search, searchRestMs) })
  const { titleOf, choices } = useMemo(() => {
    const nameOf = new Map(JSON.parse(sourceNames) as [sourceId: string, name: string][])
    const title = (sourceId: string, folder: string): string =>
      own.place(nameOf.get(sourceId) ?? '', folder)
    const folders = (found?.folders ?? []).map(({ sourceId, folder }) => ({
      value: JSON.stringify([sourceId, folder]),
      title: title(sourceId, folder),
    }))
    const all = { value: allFolders, title: own.allFolders }
    return { titleOf: title, choices: search === '' ? [all, ...folders] : folders }
  }, [sourceNames, found, search, own])
  const { sourceId } = filter
  return (
    <SearchSelect
      label={own.folder}
      value={isGiven(sourceId) ? JSON.stringify([sourceId, filter.folder ?? '']) : allFolders}
      title={isGiven(sourceId) ? titleOf(sourceId, filter.folder ?? '') : own.allFolders}
      choices={choices}
      search={search}
      searchWords={{
        label: own.folderSearch,
        placeholder: own.folderSearch,
        clear: own.clearSearch,
      }}
      none={own.folderNone}
      note={found?.isWhole === false ? own.folderMore : null}
      onSearch={setSearch}
      onChange={(chosen) => {
        const [toSource, folder] =
          chosen === allFolders ? [null, null] : (JSON.parse(chosen) as [string, string])
        onChange({ ...filter, sourceId: toSource, folder })
      }}
    />
  )
}

/** A local day as the system's own date field writes it. */
function dayText(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** A day; its value is the day's first or last moment, local time. */
export function DateField({
  label,
  at,
  isEnd,
  onChange,
}: {
  label: string
  at: number | null
  isEnd: boolean
  onChange(at: number | null): void
}) {
  return (
    <label className="date-field">
      <span>{label}</span>
      <input
        className="input"
        type="date"
        value={at === null ? '' : dayText(at)}
        onChange={(event) => {
          const text = event.currentTarget.value
          const day = new Date(`${text}T00:00:00`)
          if (text === '' || Number.isNaN(day.getTime())) onChange(null)
          else onChange(isEnd ? day.setHours(23, 59, 59, 999) : day.getTime())
        }}
      />
    </label>
  )
}
