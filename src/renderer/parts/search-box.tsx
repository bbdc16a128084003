// A field to search with, and a way to empty it.
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import './search-box.css'

/** The field. Inside a list that it searches, `autoFocus` puts the caret there when the list opens. */
export function SearchBox({
  label,
  placeholder,
  clear,
  value,
  autoFocus = false,
  onChange,
}: {
  label: string
  placeholder: string
  /** What its button is called. */
  clear: string
  value: string
  autoFocus?: boolean
  onChange(value: string): void
}) {
  return (
    <SearchField
      className="search"
      aria-label={label}
      value={value}
      autoFocus={autoFocus}
      onChange={onChange}
    >
      <Icon name="search" size={16} />
      <Input className="search-input" placeholder={placeholder} maxLength={200} />
      {value !== '' && <IconButton label={clear} icon="close" onPress={() => onChange('')} />}
    </SearchField>
  )
}
