// How many photos are where; each count opens the history that it counts.
import { Button as AriaButton } from 'react-aria-components/Button'
import type { FileState } from '../../../shared/model.ts'
import type { Status } from '../../../shared/status.ts'
import { inLine } from '../../state/hero.ts'
import { useLanguage, useSession } from '../../state/use-window.tsx'
import { inLineStates } from '../history/outcomes.ts'

/** The counters. */
export function Counters({ status }: { status: Status }) {
  const { words, format } = useLanguage()
  const session = useSession()
  const own = words.home.counters
  const { counts } = status
  const counters: { name: string; files: number; detail: string | null; states: FileState[] }[] = [
    {
      name: own.done,
      files: counts.done.files,
      detail:
        status.duplicates > 0 ? own.duplicates(status.duplicates) : format.bytes(counts.done.bytes),
      states: ['done'],
    },
    {
      name: own.inLine,
      files: inLine(counts),
      detail: null,
      states: [...inLineStates, 'waiting'],
    },
    { name: own.skipped, files: counts.skipped.files, detail: null, states: ['skipped'] },
    { name: own.failed, files: counts.failed.files, detail: null, states: ['failed'] },
  ]
  return (
    <section aria-label={own.title}>
      <ul className="counters">
        {counters.map((counter) => (
          <li key={counter.name}>
            <AriaButton
              className={
                counter.states[0] === 'failed' && counter.files > 0
                  ? 'counter counter-warn'
                  : 'counter'
              }
              onPress={() => session.go({ to: 'history', filter: { states: counter.states } })}
            >
              <span className="counter-number">{format.number(counter.files)}</span>{' '}
              <span className="counter-name">{counter.name}</span>{' '}
              <span className="visually-hidden">{own.show}</span>
              {counter.detail !== null && <span className="soft small">{counter.detail}</span>}
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
