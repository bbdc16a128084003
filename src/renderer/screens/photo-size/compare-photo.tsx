// "Compare one photo": the same part of one of the user's own photos before and after its reduction, at 100 %.
import { useState } from 'react'
import type { SizePreview } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import {
  useAnswer,
  useExplain,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import './compare-photo.css'

/** The button that opens the comparison. */
export function ComparePhoto() {
  const { words } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <Button icon="photo" onPress={() => setOpen(true)}>
        {words.photoSize.compare}
      </Button>
      <Dialog
        title={words.photoSize.compareTitle}
        isWide
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <Comparison />
      </Dialog>
    </div>
  )
}

function Comparison() {
  const { words } = useLanguage()
  const own = words.photoSize
  /** The photo that was on show when another one was asked for. */
  const [before, setBefore] = useState<SizePreview | null>(null)
  const answer = useAnswer('previewSize', before === null ? {} : { not: before.fileId })
  const found = answer.isLoading ? null : (answer.value?.preview ?? null)
  const shown = found ?? before
  const note = useNote(answer, shown !== null)
  return (
    <>
      {shown !== null && (
        <>
          <p className="soft">
            <bdi>{shown.name}</bdi>
            {' · '}
            {own.sameViews}
          </p>
          <div className="compare">
            <Side preview={shown} which="before" size={words.common.photoSize.original} />
            <Side preview={shown} which="after" size={words.common.photoSize.high} />
          </div>
        </>
      )}
      <div className="row-apart">
        <p className="soft" role="status">
          {note}
        </p>
        {shown !== null && (
          <Button
            icon="refresh"
            isPending={answer.isLoading}
            isDisabled={!answer.isLoading && found === null}
            onPress={() => setBefore(shown)}
          >
            {own.another}
          </Button>
        )}
      </div>
    </>
  )
}

/** What is said beside, or instead of, the pictures. */
function useNote(
  { value, failure, isLoading }: ReturnType<typeof useAnswer<'previewSize'>>,
  isShown: boolean,
): string | null {
  const { words } = useLanguage()
  const explain = useExplain()
  const own = words.photoSize
  const hasFolders = useWindowState((state) => (state.status?.sources.length ?? 0) > 0)
  // A folder that is away will not be scanned soon, so there is nothing to wait for.
  const isScanning = useWindowState(
    (state) =>
      state.status?.sources.some(
        ({ state: now, lastScanAt }) =>
          now === 'scanning' || ((now === 'watching' || now === 'timer') && lastScanAt === null),
      ) ?? false,
  )
  if (isLoading) return isShown ? own.lookingForAnother : own.looking
  if (failure !== null) return explain(failure).title
  if (value?.preview !== null) return null
  if (isShown) return own.noOther
  if (!hasFolders) return own.noFolders
  return isScanning ? own.notScanned : own.none
}

function Side({
  preview,
  which,
  size,
}: {
  preview: SizePreview
  which: 'before' | 'after'
  size: string
}) {
  const { words } = useLanguage()
  const { bridge } = useSession()
  return (
    <figure className="compare-side">
      <img
        className="compare-picture"
        src={bridge.previewPicture(preview.previewId, which)}
        alt={words.photoSize.pictureOf(size, preview.name)}
        draggable={false}
      />
      <figcaption>
        <span className="compare-size">{size}</span>
        <span className="soft">{words.photoSize.figures(preview[which])}</span>
      </figcaption>
    </figure>
  )
}
