// The stops that failed requests bring about: one per kind and owner, each with its end and its growing delay.
// They end by the monotonic clock; the wall time is only for people. What a stop leaves allowed and what ends it before
// its time is the table in ports/resting.ts, whose a failure is the one in remedy.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { Clock, Random } from '../ports/outside.ts'
import {
  holdRules,
  type Hold,
  type HoldEnd,
  type HoldKind,
  type HoldOwner,
} from '../ports/resting.ts'
import { withJitter } from './back-off.ts'
import type { Remedy } from './remedy.ts'

/** The stops in force. */
export interface Holds {
  current(): Hold[]
  /** How many stops of this kind came in a row; grows the delay. */
  inARow(kind: HoldKind): number
  /** Starts a stop, unless one of the kind is in force (many uploads fail together, and count once). */
  start(
    remedy: Extract<Remedy, { do: 'hold-all' | 'hold-until' }>,
    failure: Failure,
    owner: HoldOwner,
  ): void
  /**
   * Something happened that ends the stops whose rule says so. What went well also lets the next one start small again;
   * who only asks to try does not. A stop that ends by its time alone stays: Google asked for that time.
   */
  happened(what: HoldEnd): void
  /** Ends the stops whose time has come while nobody counted. */
  endOverdue(): void
  /** Another account, or another client, is backed up to: ends the stops that belong to one that is not. */
  accountChanged(account: { sub: string; clientId: string } | null): void
  stop(): void
}

/** Makes the holds; `onChange` is called after each change. */
export function createHolds(clock: Clock, random: Random, onChange: () => void): Holds {
  const inForce = new Map<string, { hold: Hold; cancel: () => void }>()
  const rows = new Map<HoldKind, number>()

  const endThose = (isOver: (hold: Hold) => boolean): void => {
    let isChanged = false
    for (const [key, { hold, cancel }] of inForce) {
      if (!isOver(hold)) continue
      cancel()
      inForce.delete(key)
      isChanged = true
    }
    if (isChanged) onChange()
  }
  const isInForce = (kind: HoldKind): boolean =>
    [...inForce.values()].some(({ hold }) => hold.kind === kind)
  const forgetRows = (what: HoldEnd): void => {
    for (const kind of [...rows.keys()]) {
      const { endsWith } = holdRules[kind]
      const endsByTimeAlone = endsWith.every((end) => end === 'person')
      if (endsWith.includes(what) || (what === 'request' && endsByTimeAlone && !isInForce(kind)))
        rows.delete(kind)
    }
  }

  return {
    current: () => [...inForce.values()].map((entry) => entry.hold),
    inARow: (kind) => rows.get(kind) ?? 0,
    start(remedy, failure, owner) {
      const kind = remedy.hold
      const key = `${kind} ${JSON.stringify(owner)}`
      if (inForce.has(key)) return
      const now = clock.now()
      const delayMs =
        remedy.do === 'hold-all'
          ? withJitter(remedy.afterMs, random)
          : Math.max(1_000, remedy.untilMs - now) + random() * remedy.spreadMs
      const until = now + delayMs
      const hold: Hold =
        kind === 'forbidden'
          ? { kind, owner, reason: failure.kind === kind ? failure.reason : 'unknown', until }
          : { kind, owner, until }
      const cancel = clock.after(delayMs, () => {
        inForce.delete(key)
        onChange()
      })
      inForce.set(key, { hold, cancel })
      rows.set(kind, (rows.get(kind) ?? 0) + 1)
      onChange()
    },
    happened(what) {
      if (what !== 'person' && what !== 'line-back') forgetRows(what)
      endThose(({ kind }) => holdRules[kind].endsWith.includes(what))
    },
    endOverdue() {
      const now = clock.now()
      endThose(({ until }) => until <= now)
    },
    accountChanged(account) {
      endThose(
        ({ owner }) =>
          (owner.of === 'account' && owner.sub !== account?.sub) ||
          (owner.of === 'client' && owner.clientId !== account?.clientId),
      )
    },
    stop() {
      for (const { cancel } of inForce.values()) cancel()
      inForce.clear()
    },
  }
}
