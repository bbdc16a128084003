// The few ways in which a failure is answered, for the table in remedy.ts: what a remedy is, how its delays grow, and
// when one item's failure is nobody's. Pure.
import type { HoldKind } from '../ports/resting.ts'

/** What went wrong just before, all in a row: a success in between starts each count anew. */
export interface Row {
  /** Failures of this item. */
  ofItem: number
  /** Stops of a kind. */
  ofHold(kind: HoldKind): number
  /** Photos that met such a failure, this one included; Infinity for a request that is for no photo. */
  victims: number
  /** Wall time. */
  nowMs: number
}

/** What is done about a failure. */
export type Remedy =
  /** This item again after a delay; the others go on. */
  | { do: 'retry'; afterMs: number }
  /** This item rests until somebody decides; the others go on. */
  | { do: 'rest' }
  /** Everything rests, the item is no worse for it; after the delay one more try. */
  | { do: 'hold-all'; hold: HoldKind; afterMs: number }
  /** Everything rests until this wall time, and up to `spreadMs` longer, so that not everybody comes at once. */
  | { do: 'hold-until'; hold: HoldKind; untilMs: number; spreadMs: number }
  /** Everything rests until the user has signed in again, or, where that may help, one more try; every state is kept. */
  | { do: 'ask-sign-in'; afterMs: number }
  /** The item goes back and an earlier step is done again. */
  | { do: 'fingerprint-again'; afterMs: number }
  | { do: 'send-again'; afterMs: number }
  | { do: 'note-gone' }
  /** The item rests as failed, with its reason, until the user or a change of the file takes it up again. */
  | { do: 'give-up' }

/** Back-off of one item stops growing here. */
export const longestItemDelayMs = 10 * 60_000

/** No more tries. */
export const giveUp: Remedy = { do: 'give-up' }
/** Twice as long each time, up to a bound. */
export const doubling = (baseMs: number, attempts: number, capMs: number): number =>
  Math.min(capMs, baseMs * 2 ** Math.min(attempts, 20))
/** This item again, later and later, so many times. */
export const retry =
  (baseMs: number, tries: number) =>
  (_: unknown, { ofItem }: Row): Remedy =>
    ofItem + 1 >= tries
      ? giveUp
      : { do: 'retry', afterMs: doubling(baseMs, ofItem, longestItemDelayMs) }
const minute = 60_000
const hour = 60 * minute
/** The day's budget is there again a little after the reset that was expected, or a while later. */
const quotaProbesMs = [minute, 5 * minute, 15 * minute, hour] as const
/** Everything rests until a day's budget is there again. */
export const untilReset = (
  { resetsAt }: { resetsAt: number },
  { nowMs }: Pick<Row, 'nowMs'>,
): Remedy => {
  const afterReset = quotaProbesMs.find((ms) => resetsAt + ms > nowMs)
  const untilMs = afterReset === undefined ? nowMs + hour : resetsAt + afterReset
  return { do: 'hold-until', hold: 'daily-quota', untilMs, spreadMs: (afterReset ?? hour) / 4 }
}
/** Everything rests, longer and longer. */
export const holdAll =
  (hold: HoldKind, baseMs: number, capMs: number) =>
  (_: unknown, row: Row): Remedy => ({
    do: 'hold-all',
    hold,
    afterMs: doubling(baseMs, row.ofHold(hold), capMs),
  })

/**
 * A failure that may be one item's own fault or nobody's: this item's, until several different ones meet it in a row. Then
 * everything rests, and no item is blamed. After about a day of nothing else each item's own tries count again, so that
 * no photo waits unseen.
 */
export const inARow =
  (
    alone: (failure: unknown, row: Row) => Remedy,
    rest: { hold: HoldKind; several: number; baseMs: number; capMs: number; mostInARow: number },
  ) =>
  (failure: unknown, row: Row): Remedy => {
    const isLasting = row.ofHold(rest.hold) >= rest.mostInARow && Number.isFinite(row.victims)
    if (row.victims < rest.several || isLasting) return alone(failure, row)
    return holdAll(rest.hold, rest.baseMs, rest.capMs)(failure, row)
  }
