// A drop-down list for more choices than anyone reads: a search field stands above those that fit what is typed.
// Which fit is the caller's to find; the chosen one may be missing among them.
import { useMemo } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ListBox } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { ChoiceLine, type Choice } from './choice.tsx'
import { Icon } from './icon.tsx'
import { SearchBox } from './search-box.tsx'
import './search-select.css'

/** The list. */
export function SearchSelect<T extends string>({
  label,
  value,
  title,
  choices,
  search,
  searchWords,
  none,
  note,
  onSearch,
  onChange,
}: {
  label: string
  value: T
  /** The title of the chosen one. */
  title: string
  choices: Choice<T>[]
  search: string
  searchWords: { label: string; placeholder: string; clear: string }
  /** Said when nothing fits. */
  none: string
  /** Said below the choices, or null. */
  note: string | null
  onSearch(search: string): void
  onChange(value: T): void
}) {
  const items = useMemo(() => choices.map((choice) => ({ ...choice, id: choice.value })), [choices])
  return (
    <AriaSelect
      className="select"
      aria-label={label}
      value={value}
      onChange={(key) => onChange(key as T)}
      onOpenChange={(isOpen) => {
        if (!isOpen) onSearch('')
      }}
    >
      <AriaButton className="select-button">
        <SelectValue className="truncate">{title}</SelectValue>
        <Icon name="down" size={16} />
      </AriaButton>
      <Popover className="popover select-popover search-select">
        <Autocomplete inputValue={search} onInputChange={onSearch}>
          <SearchBox {...searchWords} value={search} autoFocus onChange={onSearch} />
          <ListBox
            className="list"
            items={items}
            renderEmptyState={() => <p className="soft search-select-note">{none}</p>}
          >
            {(choice) => <ChoiceLine choice={choice} />}
          </ListBox>
        </Autocomplete>
        {note !== null && <p className="soft small search-select-note">{note}</p>}
      </Popover>
    </AriaSelect>
  )
}
