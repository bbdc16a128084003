// When a window that was closed to the tray ends, with its page and the processes of that: a minute later, unless something
// would be lost with it. Until then it comes back as it was. The decision is pure; ending the window is main-window.ts.
import type { Input } from '../../shared/contract.ts'
import type { Clock } from '../engine/ports/outside.ts'

/** What a window is told by when its time is up. */
export interface RestFacts {
  /** Somebody has asked for it again. */
  isShown: boolean
  isQuitting: boolean
  /** A dialog of the system sits on it, and would go with it. */
  hasDialog: boolean
  /** What the page says of what was begun on it; `silent`: not asked yet, or it does not answer, as one that hangs. */
  page: 'finished' | 'unfinished' | 'silent'
}

/** What becomes of it: it lives on, it is asked again when as much time has passed, or it ends. */
export function restOf({
  isShown,
  isQuitting,
  hasDialog,
  page,
}: RestFacts): 'live' | 'wait' | 'end' {
  // On the way out everything ends in its order.
  if (isShown || isQuitting) return 'live'
  return hasDialog || page === 'unfinished' ? 'wait' : 'end'
}

/** Somebody who closed it by mistake opens it again by then. */
const lingerMs = 60_000
/** A page that does nothing answers within milliseconds. */
const longestAnswerMs = 5_000

/** What the rest of a window needs. */
export interface WindowRestPorts {
  clock: Clock
  /** In place of a minute. */
  lingerMs: number | null
  facts(): Omit<RestFacts, 'page'>
  /** Asks the page, which answers through `answered`. */
  ask(): void
  /** Ends the window; null: the page did not say where the user was. */
  end(place: string | null): void
}

/** The rest of a window. */
export interface WindowRest {
  /** It was closed to the tray. */
  hidden(): void
  /** It is wanted again, or gone. */
  over(): void
  /** The page's answer. One that nobody asked for, or that comes too late, counts for nothing. */
  answered(answer: Input<'leave'>): void
}

/** Makes it; nothing runs before `hidden`. */
export function createWindowRest(ports: WindowRestPorts): WindowRest {
  const { clock } = ports
  let cancel = (): void => undefined
  let isAsked = false

  const over = (): void => {
    isAsked = false
    cancel()
    cancel = () => undefined
  }
  const hidden = (): void => {
    over()
    cancel = clock.after(ports.lingerMs ?? lingerMs, ask)
  }
  const ask = (): void => {
    const rest = restOf({ ...ports.facts(), page: 'silent' })
    if (rest === 'wait') hidden()
    if (rest !== 'end') return
    isAsked = true
    cancel = clock.after(longestAnswerMs, () => conclude('silent', null))
    ports.ask()
  }
  const conclude = (page: RestFacts['page'], place: string | null): void => {
    over()
    const rest = restOf({ ...ports.facts(), page })
    if (rest === 'wait') hidden()
    if (rest === 'end') ports.end(place)
  }

  return {
    hidden,
    over,
    answered({ isUnfinished, place }) {
      if (isAsked) conclude(isUnfinished ? 'unfinished' : 'finished', place)
    },
  }
}
