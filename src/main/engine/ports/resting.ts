// Why the queue rests: the stops that failed requests brought about, kept by queue/, and what the conditions allow, which
// conditions/ decides. What a stop leaves allowed and what ends it before its time is one table here, which both read.
import type { Condition, ConditionKind } from '../../../shared/status.ts'

/** The conditions that a failed request can bring about. */
export type HoldKind = Extract<
  ConditionKind,
  | 'offline'
  | 'google-asked-to-wait'
  | 'google-unavailable'
  | 'daily-quota'
  | 'storage-full'
  | 'forbidden'
  | 'disk-full'
  | 'catalogue-unwritable'
  | 'unexpected'
>

/** Whom a stop belongs to: it goes when another account or another client takes over. */
export type HoldOwner =
  | { of: 'account'; sub: string }
  | { of: 'client'; clientId: string }
  /** The way to Google and Google's servers, whoever asks. */
  | { of: 'line' }
  | { of: 'computer' }

/** A stop that a failed request brought about, until it is tried again. */
export type Hold = { owner: HoldOwner; until: number } & (
  | { kind: Exclude<HoldKind, 'forbidden'> }
  | { kind: 'forbidden'; reason: Extract<Condition, { kind: 'forbidden' }>['reason'] }
)

/** What can end a stop before its time. */
export type HoldEnd =
  /** Somebody asked to try now: always a reason. */
  | 'person'
  /** The machine woke up, or the system says that the line is back. */
  | 'line-back'
  /** A request went well. */
  | 'request'
  /** One went well, and no photo is left that met trouble. */
  | 'calm'
  /** Photos were made. */
  | 'created'
  /** The catalogue took what was to be stored. */
  | 'stored'

/** What a stop leaves allowed, and what ends it before its time. */
export interface HoldRule {
  /** What is in hand may be finished, what is on its way arrive: doing it a second time would cost more. */
  letsFinish: boolean
  /** Files are read ahead meanwhile. */
  letsRead: boolean
  endsWith: readonly HoldEnd[]
  /**
   * Over in minutes, and begun by trouble that no photo is to blame for: those that met it come back with its end. They do
   * not wait with a longer one, which a person may end before its time.
   */
  isPassing?: true
}

/** The rule of each stop. */
export const holdRules: Readonly<Record<HoldKind, HoldRule>> = {
  // One upload whose connection broke says nothing of those that still move.
  offline: {
    letsFinish: true,
    letsRead: true,
    endsWith: ['person', 'line-back', 'request'],
    isPassing: true,
  },
  'google-asked-to-wait': { letsFinish: true, letsRead: true, endsWith: ['person'] },
  'google-unavailable': {
    letsFinish: true,
    letsRead: true,
    endsWith: ['person', 'line-back', 'calm'],
    isPassing: true,
  },
  'daily-quota': { letsFinish: true, letsRead: true, endsWith: ['person'] },
  'storage-full': { letsFinish: true, letsRead: true, endsWith: ['person', 'created'] },
  forbidden: { letsFinish: true, letsRead: true, endsWith: ['person'] },
  'disk-full': { letsFinish: true, letsRead: false, endsWith: ['person', 'stored'] },
  'catalogue-unwritable': { letsFinish: true, letsRead: false, endsWith: ['person', 'stored'] },
  unexpected: {
    letsFinish: true,
    letsRead: false,
    endsWith: ['person', 'calm'],
    isPassing: true,
  },
}

/** Whether a condition is one that a failed request brought about. */
export function isHoldKind(kind: ConditionKind): kind is HoldKind {
  return Object.hasOwn(holdRules, kind)
}

/** What the queue may do under these conditions. */
export interface Permission {
  /** Read files: fingerprint and prepare ahead. */
  mayRead: boolean
  /** Begin to write to the network. */
  maySend: boolean
  /** What is in hand, uploads on their way among it, may go on to its end. */
  mayFinish: boolean
}

/** The part of the queue that the conditions rest and wake. */
export interface RestingQueue {
  /** The stops in force. */
  holds(): Hold[]
  /** Ends the stops whose time has come while the machine slept, which timers do not count. */
  endOverdueHolds(): void
  /** Conditions forbid going on: what is in hand is interrupted unless it may finish, and resumes later from where it was. */
  rest(permission: Permission): void
  /** Something became possible: files were found, a condition changed, the time came. */
  wake(): void
  /** There is a reason to try what rests: the stops that it ends (holdRules) are over. */
  tryNow(because: Extract<HoldEnd, 'person' | 'line-back'>): void
  /** Another account or client may be the current one: stops that were another's are over. */
  accountChanged(): void
}
