// What can be done with the files that are chosen, above the list.
import { useState } from 'react'
import { Toolbar } from 'react-aria-components/Toolbar'
import type { HistoryFilter } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import type { IconName } from '../../parts/icon.tsx'
import { Menu, type MenuAction } from '../../parts/menu.tsx'
import {
  allChosen,
  chosenCount,
  chosenFor,
  inOneFolder,
  noneChosen,
  type Choosing,
} from '../../state/choosing.ts'
import { unfinished } from '../../state/place.ts'
import { smallQuery, useMedia } from '../../state/use-media.ts'
import { useCall, useLanguage, useSession } from '../../state/use-window.tsx'

type BarProps = {
  choosing: Choosing
  filter: Partial<HistoryFilter>
  total: number | null
  /** Another choice; null: choosing is over. */
  onChange(choosing: Choosing | null): void
  onChanged(): void
}

/** The number, the actions, and the ways to all and to none. */
export function ChosenBar({ choosing, filter, total, onChange, onChanged }: BarProps) {
  const { words } = useLanguage()
  const own = words.history.chosen
  const session = useSession()
  const call = useCall()
  const [isAsking, setAsking] = useState(false)
  const count = chosenCount(choosing, total)
  const isNone = count === 0
  const isSmall = useMedia(smallQuery)
  const of = chosenFor(choosing, filter)
  const shown = inOneFolder(choosing)
  const over = (text: string): void => {
    session.say(text)
    onChange(null)
    onChanged()
  }
  const retry = async (): Promise<void> => {
    const answer = await call('retryChosen', { of })
    if (answer !== null)
      over(answer.files === 0 ? own.noneRetried : words.history.retried(answer.files))
  }
  const ignore = async (): Promise<void> => {
    const answer = await call('ignoreChosen', { of })
    if (answer !== null) over(answer.files === 0 ? own.noneIgnored : own.ignored(answer.files))
  }
  const copy = async (): Promise<void> => {
    const answer = await call('copyPaths', { of })
    if (answer !== null) session.say(own.copied(answer.files, answer.isWhole))
  }
  const save = async (): Promise<void> => {
    const answer = await call('saveHistory', { of })
    if (answer !== null && answer.rows !== null) session.say(words.history.exported(answer.rows))
  }
  const actions: (MenuAction & { icon: IconName })[] = [
    {
      id: 'retry',
      label: words.history.actions.retry,
      icon: 'refresh',
      onAction: () => void retry(),
    },
    { id: 'ignore', label: own.ignore, icon: 'minus', onAction: () => setAsking(true) },
    ...(shown === null
      ? []
      : [
          {
            id: 'show',
            label: words.history.actions.show[session.bridge.initial.platform],
            icon: 'folder' as const,
            onAction: () => void call('showInFolder', { fileId: shown.fileId }),
          },
        ]),
    { id: 'copy', label: own.copy, icon: 'copy', onAction: () => void copy() },
    { id: 'save', label: own.save, icon: 'download', onAction: () => void save() },
  ]
  return (
    <Toolbar className="chosen-bar" aria-label={own.bar}>
      <div className="chosen-line" {...(isNone ? {} : unfinished)}>
        <p className="chosen-count" role="status">
          {count === null ? own.counting : own.count(count)}
        </p>
        {choosing.is === 'some' ? (
          <Button weight="quiet" onPress={() => onChange(allChosen)}>
            {total === null ? own.all : own.allOf(total)}
          </Button>
        ) : (
          <Button weight="quiet" onPress={() => onChange(noneChosen)}>
            {own.none}
          </Button>
        )}
        {isSmall && !isNone && (
          <Menu
            label={own.actions}
            trigger={<Button iconAfter="down">{own.actions}</Button>}
            actions={actions}
          />
        )}
        <Button weight="quiet" icon="close" onPress={() => onChange(null)}>
          {own.end}
        </Button>
      </div>
      {!isSmall && (
        <div className="chosen-line">
          {actions.map(({ id, label, icon, onAction }) => (
            <Button key={id} icon={icon} isDisabled={isNone} onPress={onAction}>
              {label}
            </Button>
          ))}
        </div>
      )}
      <ConfirmDialog
        title={own.ignoreTitle(count ?? 0)}
        text={own.ignoreText}
        action={own.ignoreYes}
        isOpen={isAsking}
        onConfirm={() => void ignore()}
        onClose={() => setAsking(false)}
      />
    </Toolbar>
  )
}
