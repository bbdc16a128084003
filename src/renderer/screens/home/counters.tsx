// How many photos are where; each count opens the history that it counts.
import { Button as AriaButton } from 'react-aria-components/Button'
import type { FileState } from '../../../shared/model.ts'
import type { Status } from '../../../shared/status.ts'
import { sumOf } from '../../state/hero.ts'
import { useLanguage, useSession } from '../../state/use-window.tsx'
import { inLineStates } from '../history/outcomes.ts'

/** The counters. */
export function Counters({ status }: { status: Status }) {
  const { words, format } = useLanguage()
  const session = useSession()
  const own = words.home.counters
  const { counts } = status
  const counter = (name: string, states: FileState[], detail: string | null = null) => {
    const { files, bytes } = sumOf(counts, states)
    return { name, states, files, detail: detail ?? (files > 0 ? format.bytes(bytes) : null) }
  }
  const counters = [
    counter(own.done, ['done'], status.duplicates > 0 ? own.duplicates(status.duplicates) : null),
    counter(own.inLine, [...inLineStates, 'waiting']),
    counter(own.skipped, ['skipped']),
    counter(own.failed, ['failed']),
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
              <span className="visually-hidden">{own.show}</span>{' '}
              {counter.detail !== null && <span className="soft small">{counter.detail}</span>}
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
