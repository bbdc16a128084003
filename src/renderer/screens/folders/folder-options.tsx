// The options of one watched folder, behind a button, and the way to take it out of the backup.
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import type { PhotoSize } from '../../../shared/model.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Select, Switch } from '../../parts/choice.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import {
  useCall,
  useKept,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { useSizeChange } from '../photo-size/size-change.tsx'
import { AlbumSetting } from './album-setting.tsx'
import { AlreadySetting } from './already-setting.tsx'
import { FoldersInside } from './folders-inside.tsx'
import { PairSetting } from './pair-setting.tsx'
import { UndatedSetting } from './undated-setting.tsx'

/** All of them. */
export function FolderOptions({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders
  const call = useCall()
  const session = useSession()
  const photoSize = useWindowState((state) => state.settings?.photoSize ?? 'high')
  const [patterns, setPatterns] = useState(source.ignorePatterns.join('\n'))
  const [isAsking, setAsking] = useState(false)
  const [isOpen, setOpen] = useKept(`folder options ${source.sourceId}`, false)
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
    <Disclosure className="disclosure" isExpanded={isOpen} onExpandedChange={setOpen}>
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
        {isOpen && <PairSetting source={source} />}
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
