// The moment at which an item falls due by itself: a wait that is over, or a file that is quiet by then. Keeps one timer
// for the earliest of them and asks the store again only after something was stored. What is done then is the queue's.
import type { WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'

/** What the timer needs. */
export interface DueTimerOptions {
  store: Pick<WorkStore, 'nextDueAt'>
  clock: Clock
  /** The time has come. */
  onDue(): void
  /** The time had come before anybody looked: what was fetched ahead is out of date. */
  onMissed(): void
}

/** The timer. */
export interface DueTimer {
  /** Something was stored, so another item may be the next one due. */
  storedSomething(): void
  /** An item falls due at this wall time, which may have come before anybody looks. */
  fallsDueAt(untilMs: number): void
  /** Asks the store again where that is needed. Cheap to call often. */
  plan(): void
  stop(): void
}

/** Makes the timer; it rests until the first `plan`. */
export function createDueTimer({ store, clock, onDue, onMissed }: DueTimerOptions): DueTimer {
  let cancel: (() => void) | null = null
  let isStale = true
  /** The next moment, as far as it is known. */
  let dueAt: number | null = null

  const ask = (): void => {
    cancel?.()
    const nextDueAt = store.nextDueAt()
    // What was due has no timer any more, and what falls due from here on is in the answer: nothing lies between.
    if (dueAt !== null && dueAt <= clock.now()) onMissed()
    isStale = false
    dueAt = nextDueAt
    // One millisecond late rather than early, so that the item is due when it is asked for.
    if (dueAt !== null) cancel = clock.after(Math.max(50, dueAt - clock.now() + 1), onDue)
  }

  return {
    storedSomething() {
      isStale = true
    },
    fallsDueAt(untilMs) {
      dueAt = Math.min(dueAt ?? untilMs, untilMs)
    },
    plan() {
      if (isStale) ask()
    },
    stop() {
      cancel?.()
    },
  }
}
