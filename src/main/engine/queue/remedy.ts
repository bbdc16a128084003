// What is done about each failure, in one table over the whole Failure union: a kind without a row does
// not compile. Nothing else in Shoebox decides to retry. Delays here are bases; back-off.ts adds jitter.
import type { Failure, FailureKind } from '../../../shared/failure.ts'
import type { HoldKind } from '../ports/resting.ts'

/** What went wrong just before, all in a row: a success in between starts each count anew. */
export interface Row {
  /** Failures of this item. */
  ofItem: number
  /** Stops of a kind. */
  ofHold(kind: HoldKind): number
  /** Photos that met trouble of Google's service, this one included; Infinity for a request that is for no photo. */
  victims: number
}

/** What is done about a failure. */
export type Remedy =
  /** This item again after a delay; the others go on. */
  | { do: 'retry'; afterMs: number }
  /** Everything rests, the item keeps its state; after the delay one more try. */
  | { do: 'hold-all'; hold: HoldKind; afterMs: number }
  /** Everything rests until this wall time. */
  | { do: 'hold-until'; hold: HoldKind; untilMs: number }
  /** Everything rests until the user has signed in again, or, where that may help, one more try; every state is kept. */
  | { do: 'ask-sign-in'; afterMs: number }
  /** The item goes back and an earlier step is done again. */
  | { do: 'fingerprint-again' }
  | { do: 'send-again'; afterMs: number }
  | { do: 'note-gone' }
  /** The item rests as failed, with its reason, until the user or a change of the file takes it up again. */
  | { do: 'give-up' }

type Table = {
  [K in FailureKind]: (failure: Extract<Failure, { kind: K }>, row: Row) => Remedy
}

/** Google's own retry guidance: 5xx from 1 s, 429 from 30 s (photos-api.md section 6). */
const firstServerDelayMs = 1_000
const firstRateDelayMs = 30_000
/** Back-off of one item stops growing here. */
const longestItemDelayMs = 10 * 60_000
/** A file that failed this often while others went through is the file's fault; it is shown with its reason. */
const itemTries = 12
/** So many photos in a row that meet trouble do so for no fault of theirs. */
const manyVictims = 4
const firstTroubleDelayMs = 30_000
/** About a day of nothing but trouble. After that each photo's own tries count again, so that no photo waits unseen. */
const longestTroubleHolds = 150
/** The user may enable the API or mend the sign-in at Google's own pages. */
const userMendsDelayMs = 15 * 60_000
/** Google's INTERNAL for one item is sometimes lasting: a few tries, then show it (photos-api.md section 3). */
const itemErrorTries = 5

const giveUp: Remedy = { do: 'give-up' }
const doubling = (baseMs: number, attempts: number, capMs: number): number =>
  Math.min(capMs, baseMs * 2 ** Math.min(attempts, 20))
const retry =
  (baseMs: number, tries: number) =>
  (_: unknown, { ofItem }: Row): Remedy =>
    ofItem + 1 >= tries
      ? giveUp
      : { do: 'retry', afterMs: doubling(baseMs, ofItem, longestItemDelayMs) }

/** Trouble of Google's service or on the way there: this item again, or, when it meets one after another, everything rests. */
const trouble = (failure: unknown, row: Row): Remedy => {
  const holds = row.ofHold('google-unavailable')
  const isLasting = holds >= longestTroubleHolds && Number.isFinite(row.victims)
  if (row.victims < manyVictims || isLasting)
    return retry(firstServerDelayMs, itemTries)(failure, row)
  const afterMs = doubling(firstTroubleDelayMs, holds, longestItemDelayMs)
  return { do: 'hold-all', hold: 'google-unavailable', afterMs }
}

const table: Table = {
  offline: (_, row) => ({
    do: 'hold-all',
    hold: 'offline',
    afterMs: doubling(2_000, row.ofHold('offline'), 60_000),
  }),
  stalled: trouble,
  // A stated time is for all requests, not for the one that was answered so.
  'server-error': (failure, row) => {
    const statedMs = failure.retryAfterMs ?? null
    if (statedMs === null) return trouble(failure, row)
    const afterMs = Math.max(firstServerDelayMs, statedMs)
    return { do: 'hold-all', hold: 'google-asked-to-wait', afterMs }
  },
  'unexpected-answer': trouble,
  aborted: trouble,
  'rate-limited': (failure, row) => ({
    do: 'hold-all',
    hold: 'google-asked-to-wait',
    afterMs: Math.max(
      failure.retryAfterMs ??
        doubling(firstRateDelayMs, row.ofHold('google-asked-to-wait'), 15 * 60_000),
      firstRateDelayMs,
    ),
  }),
  'daily-quota': (failure) => ({
    do: 'hold-until',
    hold: 'daily-quota',
    untilMs: failure.resetsAt,
  }),
  'signed-out': () => ({ do: 'ask-sign-in', afterMs: userMendsDelayMs }),
  'bad-client': () => ({ do: 'ask-sign-in', afterMs: userMendsDelayMs }),
  'sign-in-timeout': () => ({ do: 'ask-sign-in', afterMs: userMendsDelayMs }),
  // The user may enable the API or free some room at any time, so both are tried again by themselves.
  forbidden: () => ({ do: 'hold-all', hold: 'forbidden', afterMs: userMendsDelayMs }),
  'storage-full': () => ({ do: 'hold-all', hold: 'storage-full', afterMs: 30 * 60_000 }),
  // Once may be the token's age; a server that takes no token at all must not be sent the bytes for ever.
  'upload-token-invalid': (_, row) => {
    if (row.ofItem + 1 >= itemErrorTries) return giveUp
    const afterMs =
      row.ofItem === 0 ? 0 : doubling(firstServerDelayMs, row.ofItem, longestItemDelayMs)
    return { do: 'send-again', afterMs }
  },
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
  'file-unreadable': (failure, row) =>
    ['EACCES', 'EPERM'].includes(failure.code) ? giveUp : retry(5_000, itemTries)(failure, row),
  'folder-missing': () => ({ do: 'retry', afterMs: 60_000 }),
  'folder-unreadable': () => ({ do: 'retry', afterMs: longestItemDelayMs }),
  'not-a-folder': () => giveUp,
  'folder-overlaps': () => giveUp,
  'disk-full': (_, row) => ({
    do: 'hold-all',
    hold: 'disk-full',
    afterMs: doubling(5_000, row.ofHold('disk-full'), 60_000),
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

/** The one decision about a failure. Pure: times are delays in milliseconds but for `hold-until`. */
export function remedyFor(failure: Failure, row: Row): Remedy {
  // The table is exhaustive by type; a lookup by a union key cannot be expressed without this one widening.
  const decide = table[failure.kind] as (failure: Failure, row: Row) => Remedy
  return decide(failure, row)
}
