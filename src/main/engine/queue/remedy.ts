// What is done about each failure, in one table over the whole Failure union: a kind without a row does
// not compile. Nothing else in Shoebox decides to retry. Delays here are bases; back-off.ts adds jitter.
import type { Failure, FailureKind } from '../../../shared/failure.ts'
import type { ConditionKind } from '../../../shared/status.ts'

/** The conditions that a failed request can bring about. */
export type HoldKind = Extract<
  ConditionKind,
  'offline' | 'google-asked-to-wait' | 'daily-quota' | 'storage-full' | 'forbidden' | 'disk-full'
>

/** What is done about a failure. */
export type Remedy =
  /** This item again after a delay; the others go on. */
  | { do: 'retry'; afterMs: number }
  /** Everything rests, the item keeps its state; after the delay one more try. */
  | { do: 'hold-all'; hold: HoldKind; afterMs: number }
  /** Everything rests until this wall time. */
  | { do: 'hold-until'; hold: HoldKind; untilMs: number }
  /** Everything rests until the user has signed in again; every state is kept. */
  | { do: 'ask-sign-in' }
  /** The item goes back and an earlier step is done again. */
  | { do: 'fingerprint-again' }
  | { do: 'send-again' }
  | { do: 'note-gone' }
  /** The item rests as failed, with its reason, until the user or a change of the file takes it up again. */
  | { do: 'give-up' }

type Table = {
  [K in FailureKind]: (failure: Extract<Failure, { kind: K }>, attempts: number) => Remedy
}

/** Google's own retry guidance: 5xx from 1 s, 429 from 30 s (photos-api.md section 6). */
const firstServerDelayMs = 1_000
const firstRateDelayMs = 30_000
/** Back-off of one item stops growing here. */
const longestItemDelayMs = 10 * 60_000
/** A file that failed this often is the file's fault, not the line's; it is shown with its reason. */
const itemTries = 12
/** Google's INTERNAL for one item is sometimes lasting: a few tries, then show it (photos-api.md section 3). */
const itemErrorTries = 5

const giveUp: Remedy = { do: 'give-up' }
const doubling = (baseMs: number, attempts: number, capMs: number): number =>
  Math.min(capMs, baseMs * 2 ** Math.min(attempts, 20))
const retry =
  (baseMs: number, tries: number) =>
  (_: unknown, attempts: number): Remedy =>
    attempts + 1 >= tries
      ? giveUp
      : { do: 'retry', afterMs: doubling(baseMs, attempts, longestItemDelayMs) }

const noSooner = (remedy: Remedy, atLeastMs: number): Remedy =>
  remedy.do === 'retry' ? { ...remedy, afterMs: Math.max(remedy.afterMs, atLeastMs) } : remedy

const table: Table = {
  // `attempts` of a hold counts the holds in a row, so that the delay grows.
  offline: (_, attempts) => ({
    do: 'hold-all',
    hold: 'offline',
    afterMs: doubling(2_000, attempts, 60_000),
  }),
  stalled: retry(firstServerDelayMs, itemTries),
  'server-error': (failure, attempts) =>
    noSooner(retry(firstServerDelayMs, itemTries)(failure, attempts), failure.retryAfterMs ?? 0),
  'unexpected-answer': retry(firstServerDelayMs, itemTries),
  aborted: retry(firstServerDelayMs, itemTries),
  'rate-limited': (failure, attempts) => ({
    do: 'hold-all',
    hold: 'google-asked-to-wait',
    afterMs: Math.max(
      failure.retryAfterMs ?? 0,
      failure.retryAfterMs === null ? doubling(firstRateDelayMs, attempts, 15 * 60_000) : 0,
      firstRateDelayMs,
    ),
  }),
  'daily-quota': (failure) => ({
    do: 'hold-until',
    hold: 'daily-quota',
    untilMs: failure.resetsAt,
  }),
  'signed-out': () => ({ do: 'ask-sign-in' }),
  'bad-client': () => ({ do: 'ask-sign-in' }),
  'sign-in-timeout': () => ({ do: 'ask-sign-in' }),
  // The user may enable the API or free some room at any time, so both are tried again by themselves.
  forbidden: () => ({ do: 'hold-all', hold: 'forbidden', afterMs: 15 * 60_000 }),
  'storage-full': () => ({ do: 'hold-all', hold: 'storage-full', afterMs: 30 * 60_000 }),
  'upload-token-invalid': () => ({ do: 'send-again' }),
  'session-lost': retry(0, itemTries),
  rejected: () => giveUp,
  'item-error': retry(firstServerDelayMs, itemErrorTries),
  // Alone in a later request the same bytes answer with the existing item (photos-api.md section 3).
  'duplicate-in-batch': retry(firstServerDelayMs, itemTries),
  'missing-result': retry(firstServerDelayMs, itemErrorTries),
  'refused-as-too-large': () => giveUp,
  'file-gone': () => ({ do: 'note-gone' }),
  'file-changed': () => ({ do: 'fingerprint-again' }),
  // A permission changes the file's ctime when it is mended, so the next scan takes it up again.
  'file-unreadable': (failure, attempts) =>
    ['EACCES', 'EPERM'].includes(failure.code)
      ? giveUp
      : retry(5_000, itemTries)(failure, attempts),
  'folder-missing': () => ({ do: 'retry', afterMs: 60_000 }),
  'folder-unreadable': () => ({ do: 'retry', afterMs: longestItemDelayMs }),
  'not-a-folder': () => giveUp,
  'folder-overlaps': () => giveUp,
  'disk-full': (_, attempts) => ({
    do: 'hold-all',
    hold: 'disk-full',
    afterMs: doubling(5_000, attempts, 60_000),
  }),
  'image-worker': retry(firstServerDelayMs, itemErrorTries),
  'catalogue-newer': () => giveUp,
  'catalogue-locked': () => giveUp,
  'catalogue-damaged': () => giveUp,
  'bad-origin': () => giveUp,
  'bad-request': () => giveUp,
  'not-found': () => giveUp,
  'engine-down': () => giveUp,
  unexpected: () => giveUp,
}

/**
 * The one decision about a failure. `attempts`: failures in a row before this one (of the item, or of the
 * hold for those that stop everything). Pure: times are delays in milliseconds but for `hold-until`.
 */
export function remedyFor(failure: Failure, attempts: number): Remedy {
  // The table is exhaustive by type; a lookup by a union key cannot be expressed without this one widening.
  const decide = table[failure.kind] as (failure: Failure, attempts: number) => Remedy
  return decide(failure, attempts)
}
