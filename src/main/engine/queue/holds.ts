// The stops that failed requests bring about: one per kind, each with its end and its growing delay.
// They end by the monotonic clock; the wall time is only for people. What a stop means is conditions/.
import type { Failure } from '../../../shared/failure.ts'
import type { Clock, Random } from '../ports/outside.ts'
import { withJitter } from './back-off.ts'
import type { Hold, HoldKind } from '../ports/resting.ts'
import type { Remedy } from './remedy.ts'

/** The stops in force. */
export interface Holds {
  current(): Hold[]
  /** How many stops of this kind came in a row; grows the delay. */
  inARow(kind: HoldKind): number
  /** Starts a stop, unless one of the kind is in force (many uploads fail together, and count once). */
  start(remedy: Extract<Remedy, { do: 'hold-all' | 'hold-until' }>, failure: Failure): void
  /** What the stop was about is over: it ends, and its delay starts small again. */
  clear(...kinds: HoldKind[]): void
  /** A request went well: the next stop starts small again. One in force stays, because Google asked for its time. */
  forgetRow(...kinds: HoldKind[]): void
  /** Ends waiting without forgetting the row, for instance when the machine wakes or the line returns. */
  tryNow(...kinds: HoldKind[]): void
  stop(): void
}

/** Makes the holds; `onChange` is called after each change. */
export function createHolds(clock: Clock, random: Random, onChange: () => void): Holds {
  const inForce = new Map<HoldKind, { hold: Hold; cancel: () => void }>()
  const rows = new Map<HoldKind, number>()

  const end = (kind: HoldKind): boolean => {
    const entry = inForce.get(kind)
    if (entry === undefined) return false
    entry.cancel()
    inForce.delete(kind)
    return true
  }

  return {
    current: () => [...inForce.values()].map((entry) => entry.hold),
    inARow: (kind) => rows.get(kind) ?? 0,
    start(remedy, failure) {
      const kind = remedy.hold
      if (inForce.has(kind)) return
      const now = clock.now()
      const delayMs =
        remedy.do === 'hold-all'
          ? withJitter(remedy.afterMs, random)
          : Math.max(1_000, remedy.untilMs - now)
      const until = now + delayMs
      const hold: Hold =
        kind === 'forbidden'
          ? { kind, reason: failure.kind === 'forbidden' ? failure.reason : 'unknown', until }
          : { kind, until }
      const cancel = clock.after(delayMs, () => {
        inForce.delete(kind)
        onChange()
      })
      inForce.set(kind, { hold, cancel })
      rows.set(kind, (rows.get(kind) ?? 0) + 1)
      onChange()
    },
    clear(...kinds) {
      let isChanged = false
      for (const kind of kinds) {
        rows.delete(kind)
        isChanged = end(kind) || isChanged
      }
      if (isChanged) onChange()
    },
    forgetRow(...kinds) {
      for (const kind of kinds) if (!inForce.has(kind)) rows.delete(kind)
    },
    tryNow(...kinds) {
      if (kinds.map(end).some(Boolean)) onChange()
    },
    stop() {
      for (const kind of [...inForce.keys()]) end(kind)
    },
  }
}
