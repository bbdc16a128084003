// Opens the preview of one folder, or of all of them.
import { useState } from 'react'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useLanguage } from '../../state/use-window.tsx'
import { Preview } from './preview.tsx'

/** The button and its dialog; null: all folders. */
export function PreviewButton({ source }: { source: SourceView | null }) {
  const { words } = useLanguage()
  const own = words.preview
  const [isOpen, setOpen] = useState(false)
  const name = source?.name ?? null
  return (
    <>
      <Button
        weight={source === null ? 'plain' : 'quiet'}
        icon="search"
        {...(name !== null && { 'aria-label': words.common.actionOn(own.action, name) })}
        onPress={() => setOpen(true)}
      >
        {own.action}
      </Button>
      <Dialog title={own.title(name)} isTall isOpen={isOpen} onClose={() => setOpen(false)}>
        <Preview sourceId={source?.sourceId ?? null} />
      </Dialog>
    </>
  )
}
