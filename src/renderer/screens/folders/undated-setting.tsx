// What becomes of the photos of a folder that carry no date: as they are, with a date that is looked for, or with one for
// all of them. Where a date is looked for is the engine's; which one a photo got is in the history.
import { useState } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'
import { hasBegun, parsePartialDate } from '../../../shared/photo-dates.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Radios } from '../../parts/choice.tsx'
import { useCall, useLanguage, useNow, useSession } from '../../state/use-window.tsx'

const ways = ['leave', 'name', 'file', 'date'] as const
type Way = (typeof ways)[number]

const isWay = (choice: string): choice is Way => ways.some((way) => way === choice)

/** The choice, and what it means. */
export function UndatedSetting({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders.undated
  const call = useCall()
  const session = useSession()
  const { sourceId, undated = 'leave' } = source
  // A date is chosen only once it is typed; until then the folder keeps what it has.
  const [isDating, setDating] = useState(false)
  const way: Way = isDating ? 'date' : isWay(undated) ? undated : 'date'
  const choose = (choice: string): void => {
    if (choice !== undated) void call('changeSource', { sourceId, undated: choice })
  }
  return (
    <div className="undated">
      <Radios
        label={own.label}
        value={way}
        choices={ways.map((value) => ({ value, ...own.ways[value] }))}
        onChange={(chosen) => {
          setDating(chosen === 'date')
          if (chosen !== 'date') choose(chosen)
        }}
      />
      {way === 'date' && <FolderDate date={isWay(undated) ? '' : undated} onChange={choose} />}
      <p className="soft small">{own.note}</p>
      <div>
        <Button onPress={() => session.go({ to: 'undated' })}>
          {words.undated.openFromFolder}
        </Button>
      </div>
    </div>
  )
}

/** The date for a whole folder; only a right one is told. */
function FolderDate({ date, onChange }: { date: string; onChange(date: string): void }) {
  const { words } = useLanguage()
  const own = words.folders.undated
  const now = useNow(60_000)
  const [typed, setTyped] = useState(date)
  // Not at every key: 1987 is right, and only the beginning of 1987-07-14.
  const [isWrong, setWrong] = useState(false)
  const take = (): void => {
    const text = typed.trim()
    const isRight = parsePartialDate(text) !== null && hasBegun(text, now)
    setWrong(!isRight)
    if (isRight) onChange(text)
  }
  return (
    <TextField
      className="field undated-date"
      value={typed}
      isInvalid={isWrong}
      inputMode="numeric"
      onChange={(text) => {
        setTyped(text)
        setWrong(false)
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
    >
      <Label className="field-label">{own.date}</Label>
      <Input className="input" dir="ltr" spellCheck="false" maxLength={20} />
      {!isWrong && (
        <Text slot="description" className="soft small">
          {own.dateText}
        </Text>
      )}
      <FieldError className="field-error">{own.dateWrong}</FieldError>
    </TextField>
  )
}
