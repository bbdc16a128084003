// The moment at which an item falls due by itself: a wait that is over, or a file that is quiet by then. Keeps one timer
// for the earliest of them and asks the store again only after something was stored. What is due when it asks is not in
// the answer: what was stored is looked for by the stages after that. What is done then is the queue's.
import type { WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'

/** What the timer needs. */
export interface DueTimerOptions {
  store: Pick<WorkStore, 'nextDueAt'>
  clock: Clock
  /** The time has come. */
  onDue(): void
  /** The time had come before the timer did: what was fetched ahead is out of date. */
  onMissed(): void
}

/** The timer. */
export interface DueTimer {
  /** Something was stored, or came to be otherwise, so another item may be the next one due. */
  lookAgain(): void
  /** Asks the store again where that is needed. Cheap to call often. */
  plan(): void
  stop(): void
}

/** Makes the timer; it rests until the first `plan`. */
export function createDueTimer({ store, clock, onDue, onMissed }: DueTimerOptions): DueTimer {
  let cancel: (() => void) | null = null
  let isLookDue = true
  /** The next moment, as far as it is known. */
  let dueAt: number | null = null

  const ask = (): void => {
    cancel?.()
    const nextDueAt = store.nextDueAt()
    // The clock was set on: its timer is still to come, and what is due by now is not in the answer.
    if (dueAt !== null && dueAt <= clock.now()) onMissed()
    isLookDue = false
    dueAt = nextDueAt
    // One millisecond late rather than early, so that the item is due when it is asked for.
    if (dueAt !== null) cancel = clock.after(Math.max(50, dueAt - clock.now() + 1), onDue)
  }

  return {
    lookAgain() {
      isLookDue = true
    },
    plan() {
      if (isLookDue) ask()
    },
    stop() {
      cancel?.()
    },
  }
}
