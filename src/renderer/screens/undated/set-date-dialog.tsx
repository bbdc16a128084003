// One date for all photos of a group: typed, and told whether it is one before anything is changed.
import { useState } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { wrongWith } from '../../state/undated-groups.ts'
import { useLanguage, useNow } from '../../state/use-window.tsx'

/** The question. */
export function SetDateDialog({
  files,
  place,
  isOpen,
  onClose,
  onDate,
}: {
  files: number
  place: string
  isOpen: boolean
  onClose(): void
  onDate(date: string): void
}) {
  const { words } = useLanguage()
  const own = words.undated.dialog
  return (
    <Dialog title={own.title(place)} isOpen={isOpen} onClose={onClose}>
      <DateForm
        files={files}
        onDate={(date) => {
          onClose()
          onDate(date)
        }}
        onClose={onClose}
      />
    </Dialog>
  )
}

/** The field; only a right date is told. */
function DateForm({
  files,
  onDate,
  onClose,
}: {
  files: number
  onDate(date: string): void
  onClose(): void
}) {
  const { words } = useLanguage()
  const own = words.undated.dialog
  const now = useNow(60_000)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<ReturnType<typeof wrongWith>>(null)
  const take = (): void => {
    const found = wrongWith(typed, now)
    setWrong(found)
    if (found === null) onDate(typed.trim())
  }
  return (
    <>
      <TextField
        className="field"
        value={typed}
        isInvalid={wrong !== null}
        inputMode="numeric"
        autoFocus
        onChange={(text) => {
          setTyped(text)
          setWrong(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          // Escape is the dialog's.
          else event.continuePropagation()
        }}
      >
        <Label className="field-label">{own.label}</Label>
        <Input className="input" dir="ltr" spellCheck="false" maxLength={20} />
        {wrong === null && (
          <Text slot="description" className="soft small">
            {own.text}
          </Text>
        )}
        <FieldError className="field-error">{wrong === null ? '' : own[wrong]}</FieldError>
      </TextField>
      <p className="soft">{own.meaning(files)}</p>
      <div className="dialog-actions">
        <Button onPress={onClose}>{words.common.cancel}</Button>
        <Button weight="primary" onPress={take}>
          {own.set}
        </Button>
      </div>
    </>
  )
}
