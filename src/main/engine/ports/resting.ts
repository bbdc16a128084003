// Why the queue rests: the stops that failed requests brought about, kept by queue/, and what the conditions allow, which
// conditions/ decides.
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
>

/** A stop that a failed request brought about, until it is tried again. */
export type Hold =
  | {
      kind: Exclude<HoldKind, 'forbidden'>
      until: number
    }
  | {
      kind: 'forbidden'
      reason: Extract<Condition, { kind: 'forbidden' }>['reason']
      until: number
    }

/** What the queue may do under these conditions. */
export interface Permission {
  /** Read files: fingerprint and prepare ahead. */
  mayRead: boolean
  /** Begin to write to the network. */
  maySend: boolean
  /** Uploads on their way may go on to their end. */
  mayFinish: boolean
}

/** The part of the queue that the conditions rest and wake. */
export interface RestingQueue {
  /** The stops in force. */
  holds(): Hold[]
  /** Ends the stops whose time has come while the machine slept, which timers do not count. */
  endOverdueHolds(): void
  /** Conditions forbid sending now: uploads in flight are interrupted and resume later from where they were. */
  rest(permission: Permission): void
  /** Something became possible: files were found, a condition changed, the time came. */
  wake(): void
  /** Ends the waiting of these stops: whoever asks has a reason to try. */
  tryNow(...kinds: HoldKind[]): void
}
