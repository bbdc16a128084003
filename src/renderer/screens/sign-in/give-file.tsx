// The last step of the guide: the downloaded file is dropped, chosen or pasted. What becomes of it is use-client.ts; the
// search in the downloads is downloads-watch.tsx.
import { useState } from 'react'
import { Label } from 'react-aria-components/Label'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import { Button } from '../../parts/button.tsx'
import { DropArea } from '../../parts/drop-area.tsx'
import { unfinished } from '../../state/place.ts'
import { useLanguage } from '../../state/use-window.tsx'
import type { Wish } from './use-client.ts'

/** The three ways to give a file. */
export function GiveFile({ onWish }: { onWish(wish: Wish): void }) {
  const { words } = useLanguage()
  const own = words.clientGuide
  const [text, setText] = useState('')
  return (
    <DropArea
      hint={own.steps.file.title}
      onDrop={(files) => {
        const file = files[0]
        if (file !== undefined) void file.text().then((json) => onWish({ by: 'text', json }))
      }}
    >
      <div className="stack">
        <div>
          <p>{own.dropFile}</p>
          <p className="soft">{own.fileName}</p>
        </div>
        <div className="row">
          <Button icon="folder" onPress={() => onWish({ by: 'file' })}>
            {own.chooseFile}
          </Button>
        </div>
        <TextField className="field" value={text} onChange={setText}>
          <Label className="field-label">{own.pasteLabel}</Label>
          <TextArea className="input paste-area" rows={2} spellCheck="false" dir="ltr" />
        </TextField>
        <div className="row" {...(text.trim() === '' ? {} : unfinished)}>
          <Button
            isDisabled={text.trim() === ''}
            onPress={() => onWish({ by: 'text', json: text })}
          >
            {own.useClient}
          </Button>
        </div>
      </div>
    </DropArea>
  )
}
