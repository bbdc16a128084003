// Which folders inside a watched one are backed up: a button that opens the tree, and what a tick taken away does not do.
import { useState } from 'react'
import type { SourceView } from '../../../shared/status.ts'
import { afterTick } from '../../../shared/sub-folders.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useCall, useLanguage } from '../../state/use-window.tsx'
import { FolderTree, type TreeFolder } from './folder-tree.tsx'

/** The button and its dialog; only where folders inside are backed up at all. */
export function FoldersInside({
  source,
  isCountShown = false,
}: {
  source: SourceView
  /** Where nothing else says how many are left out. */
  isCountShown?: boolean
}) {
  const { words } = useLanguage()
  const own = words.folders
  const [isOpen, setOpen] = useState(false)
  const leftOut = source.leftOut?.length ?? 0
  if (!source.includeSubfolders) return null
  return (
    <div className="folders-inside">
      <Button
        icon="folder"
        onPress={() => setOpen(true)}
        aria-label={words.common.actionOn(own.chooseInside, source.name)}
      >
        {own.chooseInside}
      </Button>
      {isCountShown && leftOut > 0 && <p className="soft small">{own.insideCount(leftOut)}</p>}
      <Dialog title={own.insideTitle(source.name)} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Ticks source={source} />
      </Dialog>
    </div>
  )
}

/** Lives as long as the dialog is open: the ticks follow the hand at once. */
function Ticks({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders
  const call = useCall()
  const { sourceId } = source
  const [leftOut, setLeftOut] = useState<readonly string[]>(source.leftOut ?? [])
  const [last, setLast] = useState<TreeFolder | null>(null)
  const tick = (folder: TreeFolder, isLeftOut: boolean): void => {
    setLeftOut((list) => afterTick(list, folder.folder, isLeftOut))
    setLast(isLeftOut ? folder : null)
    void call('leaveOut', { sourceId, folder: folder.folder, isLeftOut }).then((done) => {
      if (done === null) setLeftOut((list) => afterTick(list, folder.folder, !isLeftOut))
    })
  }
  return (
    <>
      <p className="soft">{own.insideText}</p>
      <FolderTree
        label={own.insideTitle(source.name)}
        sourceId={sourceId}
        leftOut={leftOut}
        onTick={tick}
      />
      <p role="status" className="small">
        {last !== null && last.done > 0
          ? own.insideStays(last.done, last.name)
          : own.insideCount(leftOut.length)}
      </p>
    </>
  )
}
