// One watched folder: its share, how it is watched, and the ways to its files, its preview and its check. Its options are
// folder-options.tsx.
import { useState } from 'react'
import type { SourceCheck } from '../../../shared/check-schemas.ts'
import type { FileState } from '../../../shared/model.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import {
  useCall,
  useLanguage,
  useNow,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { CheckButton, CheckLine } from '../check/check-card.tsx'
import { inLineStates } from '../history/outcomes.ts'
import { PreviewButton } from '../preview/preview-button.tsx'
import { AlbumLines } from './album-list.tsx'
import { AlreadyLine } from './already-setting.tsx'
import { PairLine } from './pair-setting.tsx'
import { FolderOptions } from './folder-options.tsx'

const notDone: readonly FileState[] = ['skipped', 'failed', 'waiting', ...inLineStates]

const stateIcons: Record<SourceView['state'], IconName> = {
  scanning: 'search',
  watching: 'check',
  timer: 'clock',
  'not-connected': 'alert',
  unfamiliar: 'alert',
  unreadable: 'alert',
}

/** The folder, and its last check, where there is one. */
export function FolderCard({ source, check }: { source: SourceView; check: SourceCheck | null }) {
  const { words } = useLanguage()
  const own = words.folders
  const session = useSession()
  const now = useNow()
  const call = useCall()
  const isLookedAfter = useWindowState(
    ({ engine }) => engine.state !== 'failed' && engine.state !== 'restarting',
  )
  const detail = isLookedAfter ? own.stateDetail(source) : null
  const isBroken =
    isLookedAfter && ['not-connected', 'unfamiliar', 'unreadable'].includes(source.state)
  return (
    <section className="card folder" aria-label={source.name} {...focusPlace}>
      <div className="folder-head">
        <Icon name="folder" size={24} />
        <div className="folder-words">
          <h2>
            <bdi>{source.name}</bdi>
          </h2>
          <p className="soft small">
            <bdi>{source.path}</bdi>
          </p>
        </div>
        <div className="row">
          {source.state !== 'not-connected' && (
            <Button
              weight="quiet"
              icon="folder"
              aria-label={words.common.actionOn(own.open, source.name)}
              onPress={() => void call('openFolder', { sourceId: source.sourceId })}
            >
              {own.open}
            </Button>
          )}
          <Button
            weight="quiet"
            onPress={() =>
              session.go({ to: 'history', filter: { sourceId: source.sourceId, folder: '' } })
            }
          >
            {own.showFiles}
          </Button>
          <PreviewButton source={source} />
          <CheckButton source={source} />
        </div>
      </div>
      <ProgressLine
        label={own.share(source.name)}
        share={source.files > 0 ? source.done / source.files : 0}
      />
      <div className="folder-lines">
        <Progress source={source} />
        {source.goesFirst === true && <p className="small">{own.first}</p>}
        <p className={isBroken ? 'folder-state folder-state-bad' : 'folder-state'}>
          <Icon name={isLookedAfter ? stateIcons[source.state] : 'clock'} size={16} />
          <span>
            {isLookedAfter ? own.state(source) : own.notLookedAfter}
            {!isBroken && (source.state !== 'scanning' || !isLookedAfter) && (
              <span className="soft"> · {own.lastChecked(source.lastScanAt, now)}</span>
            )}
          </span>
        </p>
        {detail !== null && <p className="soft small">{detail}</p>}
        <CheckLine source={source} check={check} />
        {source.state === 'unfamiliar' && <ConfirmFolder source={source} />}
        {source.unreadableFolders > 0 && (
          <p className="folder-state folder-state-bad small">
            <Icon name="alert" size={16} />
            {own.unreadable(source.unreadableFolders)}
          </p>
        )}
        {(source.unreadableFiles ?? 0) > 0 && (
          <p className="folder-state folder-state-bad small">
            <Icon name="alert" size={16} />
            {own.unreadableFiles(source.unreadableFiles ?? 0)}
          </p>
        )}
        <AlreadyLine source={source} />
        <PairLine source={source} />
        <AlbumLines source={source} />
        {(source.leftOut ?? []).length > 0 && (
          <p className="soft small">{own.insideCount(source.leftOut?.length ?? 0)}</p>
        )}
        {(source.otherFiles ?? 0) > 0 && (
          <p className="soft small">{own.otherFiles(source.otherFiles ?? 0)}</p>
        )}
        {(source.links ?? 0) > 0 && (
          <p className="soft small">{own.links(source.links ?? 0, source.followLinks === true)}</p>
        )}
      </div>
      <FolderOptions source={source} />
    </section>
  )
}

/** How many are backed up and how many are not, each a way to its files. */
function Progress({ source }: { source: SourceView }) {
  const { words, format } = useLanguage()
  const own = words.folders
  const session = useSession()
  const { sourceId, files, done } = source
  if (files === 0) return <p>{own.progress(source)}</p>
  const show = (states: readonly FileState[]) => (): void =>
    session.go({ to: 'history', filter: { sourceId, folder: '', states: [...states] } })
  return (
    <p className="folder-figures">
      <Button weight="quiet" onPress={show(['done'])}>
        {own.doneOf(done, files)}
      </Button>
      {done < files && (
        <Button weight="quiet" onPress={show(notDone)}>
          {own.notDone(files - done)}
        </Button>
      )}
      <span className="soft">{format.bytes(source.bytes)}</span>
    </p>
  )
}

/** Says of what lies in a folder's place that it is the folder. */
function ConfirmFolder({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders
  const call = useCall()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <div>
        <Button onPress={() => setAsking(true)}>{own.confirm}</Button>
      </div>
      <ConfirmDialog
        title={own.confirmTitle(source.name)}
        text={own.confirmText}
        action={own.confirm}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void call('confirmSource', { sourceId: source.sourceId })}
      />
    </>
  )
}
