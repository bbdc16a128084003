// What can be done with one file of the history.
import type { HistoryRow } from '../../../shared/contract.ts'
import type { MenuAction } from '../../parts/menu.tsx'
import { useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import { canRetry, outcomeWords, reasonKind, reasonToCopy } from './row-words.ts'

/** The actions that make sense for this row. */
export function useRowActions(
  row: HistoryRow,
  { onReason, onChanged }: { onReason(reason: string): void; onChanged(): void },
): MenuAction[] {
  const language = useLanguage()
  const session = useSession()
  const call = useCall()
  const own = language.words.history
  const reason = reasonKind(row)
  const { fileId } = row
  const actions: MenuAction[] = []
  if (row.canOpen)
    actions.push({
      id: 'open',
      label: own.actions.open,
      icon: 'external',
      onAction: () => void call('openItem', { fileId }),
    })
  if (row.olderVersion?.canOpen === true)
    actions.push({
      id: 'open-older',
      label: own.actions.openOlder,
      icon: 'external',
      onAction: () => void call('openItem', { fileId, version: 'older' }),
    })
  const [album] = row.albums.filter(({ canOpen }) => canOpen)
  if (album !== undefined)
    actions.push({
      id: 'open-album',
      label: own.actions.openAlbum(album.title),
      icon: 'external',
      onAction: () => void call('openAlbum', { sourceId: album.sourceId, albumId: album.albumId }),
    })
  if (row.isPresent)
    actions.push({
      id: 'show',
      label: own.actions.show[session.bridge.initial.platform],
      icon: 'folder',
      onAction: () => void call('showInFolder', { fileId }),
    })
  if (canRetry(row))
    actions.push({
      id: 'retry',
      label: own.actions.retry,
      icon: 'refresh',
      onAction: () =>
        void call('retryItem', { fileId }).then((done) => {
          if (done === null) return
          session.say(own.retried(1))
          onChanged()
        }),
    })
  if (reason !== null) {
    const title = outcomeWords(row, language).reason ?? reason
    if (canRetry(row))
      actions.push({
        id: 'retry-all',
        label: own.actions.retryAll(title),
        icon: 'refresh',
        onAction: () =>
          void call('retryAll', { reason }).then((done) => {
            if (done === null) return
            session.say(own.retried(done.files))
            onChanged()
          }),
      })
    actions.push(
      {
        id: 'only-reason',
        label: own.actions.onlyReason,
        icon: 'search',
        onAction: () => onReason(reason),
      },
      {
        id: 'copy',
        label: own.actions.copyReason,
        icon: 'copy',
        onAction: () =>
          void call('copyText', { text: reasonToCopy(row, language) }).then((done) => {
            if (done !== null) session.say(own.reasonCopied)
          }),
      },
    )
  }
  return actions
}
