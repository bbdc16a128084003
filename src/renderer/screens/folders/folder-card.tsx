// One watched folder: its share, how it is watched, and its options behind a button.
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import type { FileState, PhotoSize } from '../../../shared/model.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Select, Switch } from '../../parts/choice.tsx'
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
import { inLineStates } from '../history/outcomes.ts'
import { useSizeChange } from '../photo-size/size-change.tsx'
import { PreviewButton } from '../preview/preview-button.tsx'
import { AlbumLines } from './album-list.tsx'
import { AlbumSetting } from './album-setting.tsx'
import { AlreadyLine, AlreadySetting } from './already-setting.tsx'
import { FoldersInside } from './folders-inside.tsx'
import { UndatedSetting } from './undated-setting.tsx'

const notDone: readonly FileState[] = ['skipped', 'failed', 'waiting', ...inLineStates]

const stateIcons: Record<SourceView['state'], IconName> = {
  scanning: 'search',
  watching: 'check',
  timer: 'clock',
  'not-connected': 'alert',
  unfamiliar: 'alert',
  unreadable: 'alert',
}

/** The folder. */
export function FolderCard({ source }: { source: SourceView }) {
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

function FolderOptions({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders
  const call = useCall()
  const session = useSession()
  const photoSize = useWindowState((state) => state.settings?.photoSize ?? 'high')
  const [patterns, setPatterns] = useState(source.ignorePatterns.join('\n'))
  const [isAsking, setAsking] = useState(false)
  const { sourceId } = source
  const size = useSizeChange<PhotoSize | null>(
    [sourceId],
    (wish, options) => void call('changeSource', { sourceId, photoSize: wish, ...options }),
  )
  const typed = patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const isTyped = typed.join('\n') !== source.ignorePatterns.join('\n')
  return (
    <Disclosure className="disclosure">
      <AriaButton slot="trigger" className="disclosure-button">
        <Icon name="forward" size={16} />
        {own.options} <span className="visually-hidden">{source.name}</span>
      </AriaButton>
      <DisclosurePanel className="disclosure-panel">
        <div className="folder-options">
          <Select
            label={own.size}
            value={source.photoSize ?? 'default'}
            choices={[
              { value: 'default', title: own.sizeDefault(words.common.photoSize[photoSize]) },
              { value: 'high', title: words.common.photoSize.high },
              { value: 'original', title: words.common.photoSize.original },
            ]}
            onChange={(chosen) => {
              const wish = chosen === 'default' ? null : chosen
              const next = wish ?? photoSize
              size.change(wish, next === (source.photoSize ?? photoSize) ? null : next)
            }}
          />
          <Switch
            title={own.subfolders}
            isSelected={source.includeSubfolders}
            onChange={(includeSubfolders) =>
              void call('changeSource', { sourceId, includeSubfolders })
            }
          />
        </div>
        <FoldersInside source={source} />
        <Switch
          title={own.goesFirst}
          text={own.goesFirstText}
          isSelected={source.goesFirst === true}
          onChange={(goesFirst) => void call('changeSource', { sourceId, goesFirst })}
        />
        <Switch
          title={own.followLinks}
          text={own.followLinksText}
          isSelected={source.followLinks === true}
          onChange={(followLinks) => void call('changeSource', { sourceId, followLinks })}
        />
        <Switch
          title={own.changedVersions}
          text={own.changedVersionsText}
          isSelected={source.changedVersions !== 'keep'}
          onChange={(isSent) =>
            void call('changeSource', { sourceId, changedVersions: isSent ? 'send' : 'keep' })
          }
        />
        <AlreadySetting source={source} />
        <UndatedSetting source={source} />
        <AlbumSetting source={source} />
        <TextField
          className="field"
          value={patterns}
          onChange={setPatterns}
          // Not at every key: half a pattern leaves out what the whole one does not.
          onBlur={() => {
            if (isTyped) void call('changeSource', { sourceId, ignorePatterns: typed })
          }}
        >
          <Label className="field-label">{own.ignore}</Label>
          <TextArea className="input paste-area" rows={2} spellCheck="false" dir="ltr" />
          <Text slot="description" className="soft small">
            {own.ignoreText}
          </Text>
        </TextField>
        <div>
          <Button weight="danger" icon="trash" onPress={() => setAsking(true)}>
            {own.remove}
          </Button>
        </div>
      </DisclosurePanel>
      {size.question}
      <ConfirmDialog
        title={own.removeTitle(source.name)}
        text={own.removeText}
        action={own.remove}
        isDangerous
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          void call('removeSource', { sourceId }).then((done) => {
            if (done !== null) session.say(own.removed(source.name))
          })
        }
      />
    </Disclosure>
  )
}
