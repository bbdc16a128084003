// What is done about each failure, in one table over the whole Failure union: whose it is, what it counts against, what it
// holds, and what is done next; a kind without a row does not compile. What ends a hold is holdRules in ports/resting.ts.
// Nothing else in Shoebox decides to retry; how delays grow is remedy-rules.ts, and back-off.ts adds jitter.
import type { Failure, FailureKind } from '../../../shared/failure.ts'
import { holdRules, type HoldEnd, type HoldKind } from '../ports/resting.ts'
import {
  doubling,
  giveUp,
  holdAll,
  inARow,
  longestItemDelayMs,
  retry,
  untilReset,
  type Remedy,
  type Row,
} from './remedy-rules.ts'

export type { Remedy, Row } from './remedy-rules.ts'

/** Whose a failure is. */
export type Whose = 'item' | 'source' | 'account' | 'client' | 'line' | 'computer'

/** What a failure counts against. */
export type Counts =
  /** The item's own tries. */
  | 'tries'
  /** Its tries, or, when several different items meet it in a row, nobody's: then it is not theirs (see {@link Ruling.several}). */
  | 'row'
  | 'nothing'

interface Ruling<F> {
  whose: Whose | ((failure: F) => Whose)
  counts: Counts
  /** Whose it is when several different items meet it in a row. */
  several?: Whose
  /** The stop that it may begin. */
  holds: HoldKind | 'sign-in' | null
  /** Fewer uploads side by side may help. */
  asksForLess?: boolean
  does: (failure: F, row: Row) => Remedy
}

type Table = { [K in FailureKind]: Ruling<Extract<Failure, { kind: K }>> }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Google's own retry guidance: 5xx from 1 s, 429 from 30 s (photos-api.md section 6). */
const firstServerDelayMs = 1_000
const firstRateDelayMs = 30_000
/** A time that is stated for longer is some proxy's, or a mistake: it is asked again each day. */
const longestStatedMs = day
/** A file that failed this often while others went through is the file's fault; it is shown with its reason. */
const itemTries = 12
/** The user may enable the API or mend the sign-in at Google's own pages. */
const userMendsDelayMs = 15 * minute
/** The user may free some room at any time. */
const userClearsDelayMs = 30 * minute
/** A file that changed twice in a row is left alone for a while. */
const firstChangeDelayMs = 10_000
/** Google's INTERNAL for one item is sometimes lasting: a few tries, then show it (photos-api.md section 3). */
const itemErrorTries = 5
/** The file that goes first is sent within seconds, or within minutes where it is large. */
const firstLookDelayMs = 2_000

const stated = (ms: number): number => Math.min(longestStatedMs, ms)
const atGoogle = {
  hold: 'google-unavailable',
  several: 4,
  baseMs: 30_000,
  capMs: 10 * minute,
  mostInARow: 150,
} as const
const trouble = inARow(retry(firstServerDelayMs, itemTries), atGoogle)
const onTheLine = {
  hold: 'offline',
  several: 4,
  baseMs: 2_000,
  capMs: minute,
  mostInARow: 1_500,
} as const
/** Several photos in a row that meet a bug: the next ones would as well. */
const inTheApp = {
  hold: 'unexpected',
  several: 3,
  baseMs: minute,
  capMs: hour,
  mostInARow: 24,
} as const
const cutOff = inARow(retry(firstServerDelayMs, itemTries), onTheLine)

/** Trouble of Google's service or on the way there. */
const ofService = {
  whose: 'item',
  counts: 'row',
  several: 'line',
  holds: 'google-unavailable',
} as const
const ofItem = { whose: 'item', counts: 'tries', holds: null } as const
/** Another file goes first, and what becomes of it settles this one: never given up before. */
const ofAnother = {
  ...ofItem,
  does: (_: Failure, row: Row): Remedy => ({
    do: 'retry',
    afterMs: doubling(firstLookDelayMs, row.ofItem, minute / 2),
  }),
}
const ofSource = { whose: 'source', counts: 'nothing', holds: null } as const
/** An answer to a person or of the start: nothing that a photo on its way could meet. */
const ofNoPhoto = {
  whose: 'computer',
  counts: 'nothing',
  holds: null,
  does: () => giveUp,
} as const
const unwritable = {
  ...ofNoPhoto,
  holds: 'catalogue-unwritable',
  does: holdAll('catalogue-unwritable', 5_000, minute),
} as const
const signIn = {
  whose: 'account',
  counts: 'nothing',
  holds: 'sign-in',
  does: (): Remedy => ({ do: 'ask-sign-in', afterMs: userMendsDelayMs }),
} as const

const table: Table = {
  offline: {
    whose: 'line',
    counts: 'nothing',
    holds: 'offline',
    asksForLess: true,
    does: holdAll('offline', 2_000, minute),
  },
  // A proxy with a limit or a filter breaks the connection of one file each time, while others go through.
  'cut-off': { whose: 'item', counts: 'row', several: 'line', holds: 'offline', does: cutOff },
  stalled: { ...ofService, asksForLess: true, does: trouble },
  'server-error': {
    ...ofService,
    // A stated time is for all requests, not for the one that was answered so.
    does: (failure, row) => {
      const statedMs = failure.retryAfterMs ?? null
      if (statedMs === null) return trouble(failure, row)
      const afterMs = Math.max(firstServerDelayMs, stated(statedMs))
      return { do: 'hold-all', hold: 'google-asked-to-wait', afterMs }
    },
  },
  'unexpected-answer': { ...ofService, does: trouble },
  aborted: { ...ofService, does: trouble },
  'rate-limited': {
    whose: 'account',
    counts: 'nothing',
    holds: 'google-asked-to-wait',
    asksForLess: true,
    does: (failure, row) => ({
      do: 'hold-all',
      hold: 'google-asked-to-wait',
      afterMs: Math.max(
        failure.retryAfterMs === null
          ? doubling(firstRateDelayMs, row.ofHold('google-asked-to-wait'), 15 * minute)
          : stated(failure.retryAfterMs),
        firstRateDelayMs,
      ),
    }),
  },
  'daily-quota': {
    whose: 'client',
    counts: 'nothing',
    holds: 'daily-quota',
    does: untilReset,
  },
  'signed-out': signIn,
  'bad-client': { ...signIn, whose: 'client' },
  'sign-in-timeout': signIn,
  forbidden: {
    whose: ({ reason }) => (reason === 'api-disabled' ? 'client' : 'account'),
    counts: 'nothing',
    holds: 'forbidden',
    does: holdAll('forbidden', userMendsDelayMs, userMendsDelayMs),
  },
  'storage-full': {
    whose: 'account',
    counts: 'nothing',
    holds: 'storage-full',
    does: holdAll('storage-full', userClearsDelayMs, userClearsDelayMs),
  },
  // Once may be the token's age; a server that takes no token at all must not be sent the bytes for ever.
  'upload-token-invalid': {
    ...ofItem,
    does: (_, row) => {
      if (row.ofItem + 1 >= itemErrorTries) return giveUp
      const afterMs =
        row.ofItem === 0 ? 0 : doubling(firstServerDelayMs, row.ofItem, longestItemDelayMs)
      return { do: 'send-again', afterMs }
    },
  },
  'session-lost': { ...ofItem, does: retry(0, itemTries) },
  // One file that Google takes for no photo; or somebody in between who refuses every request.
  rejected: { ...ofService, does: inARow(() => giveUp, atGoogle) },
  'item-error': { ...ofItem, does: retry(firstServerDelayMs, itemErrorTries) },
  // Alone in a later request the same bytes answer with the existing item (photos-api.md section 3).
  'duplicate-in-batch': { ...ofItem, does: retry(firstServerDelayMs, itemTries) },
  'missing-result': { ...ofItem, does: retry(firstServerDelayMs, itemErrorTries) },
  'refused-as-too-large': { ...ofItem, does: () => giveUp },
  'album-gone': { ...ofItem, does: retry(0, itemTries) },
  'type-on-trial': ofAnother,
  'copy-on-its-way': ofAnother,
  undated: { ...ofItem, counts: 'nothing', does: () => ({ do: 'retry', afterMs: day }) },
  undecided: { ...ofItem, counts: 'nothing', does: () => ({ do: 'rest' }) },
  'file-gone': { ...ofItem, counts: 'nothing', does: () => ({ do: 'note-gone' }) },
  // Once it was being written to; a file that never holds still must not be read for ever.
  'file-changed': {
    ...ofItem,
    does: (_, { ofItem: changes }) => {
      if (changes + 1 >= itemTries) return giveUp
      const afterMs = changes === 0 ? 0 : doubling(firstChangeDelayMs, changes, hour)
      return { do: 'fingerprint-again', afterMs }
    },
  },
  // A permission changes the file's ctime when it is mended, so the next scan takes it up again.
  'file-unreadable': {
    ...ofItem,
    does: (failure, row) =>
      ['EACCES', 'EPERM'].includes(failure.code) ? giveUp : retry(5_000, itemTries)(failure, row),
  },
  'folder-missing': { ...ofSource, does: () => ({ do: 'retry', afterMs: minute }) },
  'folder-unreadable': { ...ofSource, does: () => ({ do: 'retry', afterMs: longestItemDelayMs }) },
  'not-a-folder': { ...ofSource, does: () => giveUp },
  'folder-overlaps': { ...ofSource, does: () => giveUp },
  'disk-full': {
    whose: 'computer',
    counts: 'nothing',
    holds: 'disk-full',
    does: holdAll('disk-full', 5_000, minute),
  },
  'image-worker': { ...ofItem, does: retry(firstServerDelayMs, itemErrorTries) },
  'folder-not-private': ofNoPhoto,
  'own-folder-unusable': ofNoPhoto,
  'catalogue-newer': ofNoPhoto,
  'catalogue-locked': ofNoPhoto,
  // A new start mends it; until then nothing is sent that could not be noted.
  'catalogue-damaged': unwritable,
  'catalogue-unwritable': unwritable,
  'bad-origin': ofNoPhoto,
  'bad-request': ofNoPhoto,
  declined: ofNoPhoto,
  'not-found': ofNoPhoto,
  'engine-down': ofNoPhoto,
  unexpected: {
    whose: 'item',
    counts: 'row',
    several: 'computer',
    holds: 'unexpected',
    does: inARow(() => giveUp, inTheApp),
  },
}

/** The table is exhaustive by type; a lookup by a union key cannot be expressed without this one widening. */
function rulingOf(failure: Failure): Ruling<Failure> {
  return table[failure.kind] as Ruling<Failure>
}

/** The one decision about a failure. Pure: times are delays in milliseconds but for `hold-until`. */
export function remedyFor(failure: Failure, row: Row): Remedy {
  return rulingOf(failure).does(failure, row)
}

/** What the table says of a failure, whatever came before it. */
export interface Scope {
  whose: Whose
  counts: Counts
  /** Whose it is when several different items meet it in a row; the same where that makes no difference. */
  several: Whose
  holds: HoldKind | 'sign-in' | null
  asksForLess: boolean
  /** What ends that stop before its time. */
  endsWith: readonly HoldEnd[]
  /** What somebody who asks to try now brings about. */
  tryNow: 'ends-hold' | 'asks-sign-in' | 'takes-item-up'
}

/** Reads the scope of a failure off the table. */
export function scopeOf(failure: Failure): Scope {
  const { whose: ruled, counts, several, holds } = rulingOf(failure)
  const whose = typeof ruled === 'function' ? ruled(failure) : ruled
  const isHold = holds !== null && holds !== 'sign-in'
  return {
    whose,
    counts,
    several: several ?? whose,
    holds,
    asksForLess: rulingOf(failure).asksForLess === true,
    endsWith: isHold ? holdRules[holds].endsWith : [],
    tryNow: isHold ? 'ends-hold' : holds === null ? 'takes-item-up' : 'asks-sign-in',
  }
}
