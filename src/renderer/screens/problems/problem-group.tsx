// One cause with its count, one sentence, and its fixes.
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { remediesFor, type Remedy } from '../../state/remedies.ts'
import {
  useCall,
  useChangeSettings,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { useSignInHere } from '../sign-in/use-sign-in-here.ts'

type Group = Output<'problems'>['groups'][number]

const isFix = (remedy: Remedy): boolean => remedy !== 'ignore'

/** The cause. */
export function ProblemGroup({ group, onDone }: { group: Group; onDone(): void }) {
  const { words } = useLanguage()
  const own = words.problems
  const session = useSession()
  const call = useCall()
  const changeSettings = useChangeSettings()
  const limits = useWindowState((state) => state.settings?.limits ?? 'google')
  const signIn = useSignInHere()
  const [asking, setAsking] = useState<'raise-limits' | 'ignore' | null>(null)
  const { reason } = group
  const explanation =
    group.skip !== null
      ? words.skip(group.skip)
      : group.failure !== null
        ? words.failure(group.failure)
        : { title: words.reason(reason, null), text: '' }
  const finish = (text: string): void => {
    session.say(text)
    onDone()
  }
  const retryAll = (): void =>
    void call('retryAll', { reason }).then((done) => {
      if (done !== null) finish(own.inLine(done.files))
    })
  const runs: Record<Remedy, { label: string; run(): void }> = {
    retry: { label: own.actions.retry, run: retryAll },
    'take-after-all': { label: own.actions.forget, run: retryAll },
    'raise-limits': { label: own.actions.raiseLimits, run: () => setAsking('raise-limits') },
    ignore: { label: own.actions.ignore, run: () => setAsking('ignore') },
    'sign-in': {
      label: own.actions.signIn,
      run: signIn,
    },
    'free-storage': {
      label: own.actions.freeStorage,
      run: () => void call('openPage', { page: 'google-storage' }),
    },
    dates: { label: own.actions.dates, run: () => session.go({ to: 'undated' }) },
    folders: { label: own.actions.folders, run: () => session.go({ to: 'folders' }) },
    'small-pictures': {
      label: own.actions.smallPictures,
      run: () => {
        changeSettings({ leaveOutSmallPictures: false })
        retryAll()
      },
    },
  }
  const offered = remediesFor(reason).filter(
    (remedy) => remedy !== 'raise-limits' || limits === 'small',
  )
  // One example's numbers stand for the group only when the group is that one file.
  const isExample = group.files > 1 && group.skip !== null && 'limitBytes' in group.skip
  const others = own.others(group.files - 1)
  return (
    <li className="problem">
      <Icon
        name={group.state === 'failed' ? 'alert' : group.state === 'waiting' ? 'clock' : 'minus'}
      />
      <div className="problem-words">
        <h3>{explanation.title}</h3>
        <p className="soft small">
          {group.example !== null && group.example !== undefined && (
            <>
              <bdi className="problem-file">{group.example.name}</bdi>
              {others !== null && ' '}
              {others !== null && <bdi>{others}</bdi>}
              {' · '}
            </>
          )}
          <bdi>{own.count(group.files, group.bytes)}</bdi>
        </p>
        <p>{isExample ? own.example(explanation.text) : explanation.text}</p>
        <div className="row problem-actions">
          {offered.filter(isFix).map((remedy, at) => (
            <Button
              key={remedy}
              weight={at === 0 && group.state === 'failed' ? 'primary' : 'plain'}
              onPress={runs[remedy].run}
              aria-label={words.common.actionOn(runs[remedy].label, explanation.title)}
            >
              {runs[remedy].label}
            </Button>
          ))}
          <Button
            aria-label={words.common.actionOn(own.actions.show, explanation.title)}
            onPress={() => session.go({ to: 'history', filter: { states: [group.state], reason } })}
          >
            {own.actions.show}
          </Button>
          {offered.includes('ignore') && (
            // The last and quietest: nothing is better for it.
            <Button
              weight="quiet"
              onPress={runs.ignore.run}
              aria-label={words.common.actionOn(runs.ignore.label, explanation.title)}
            >
              {runs.ignore.label}
            </Button>
          )}
        </div>
      </div>
      <ConfirmDialog
        title={own.raiseTitle}
        text={own.raiseText}
        action={own.actions.raiseLimits}
        isOpen={asking === 'raise-limits'}
        onClose={() => setAsking(null)}
        onConfirm={() =>
          void call('raiseLimits', {}).then(async (done) => {
            await session.refresh()
            if (done !== null) finish(own.inLine(done.files))
          })
        }
      />
      <ConfirmDialog
        title={own.ignoreTitle(group.files)}
        text={own.ignoreText}
        action={own.actions.ignore}
        isOpen={asking === 'ignore'}
        onClose={() => setAsking(null)}
        onConfirm={() =>
          void call('ignoreAll', { reason }).then((done) => {
            if (done !== null) finish(own.ignored(done.files))
          })
        }
      />
    </li>
  )
}
