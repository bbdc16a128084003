// What a status comes to, for everyone who says it: the window's card, the tray, the notifications. Pure, without words
// and without zod; which of several things is told first, what still waits and how it goes on is decided here alone.
import type { Failure } from './failure.ts'
import { isOfOneSource } from './fixes.ts'
import type { FileState } from './model.ts'
import { fail, ok, type Result } from './result.ts'
import type { Condition, ConditionKind, SignInState, SourceView, Status } from './status.ts'
import { unreadablePlaces } from './unreadable.ts'

/** What is to be told first. */
export type Standing =
  /** The browser is open; its page has to be answered before anything else. */
  | { kind: 'signing-in'; since: number }
  | { kind: 'uploading' }
  | { kind: 'condition'; condition: Condition }
  | { kind: 'scanning' }
  | { kind: 'failed'; files: number }
  | { kind: 'unreadable'; places: number }
  | { kind: 'skipped'; files: number }
  | { kind: 'resting'; files: number }
  /** All that is left waits until somebody decides about its dates. */
  | { kind: 'undecided'; files: number }
  /** All that is left is on cards that are out; null: on several. */
  | { kind: 'away'; files: number; card: string | null }
  | { kind: 'complete' }

/** States of files that are still to be backed up. */
export const unfinishedStates = [
  'found',
  'fingerprinted',
  'ready',
  'sent',
  'creating',
  'waiting',
] as const satisfies readonly FileState[]

/** Whose Google Photos can be asked now, as an e-mail address, or why nobody's. */
export function accountOf(signIn: SignInState): Result<string, Failure> {
  if (signIn.kind === 'signed-in' && signIn.isUnconfirmed !== true) return ok(signIn.email)
  if (signIn.kind === 'failed') return fail(signIn.failure)
  const reason = signIn.kind === 'signed-out' ? signIn.reason : 'never'
  return fail({ kind: 'signed-out', reason })
}

/** Whether a file in this state is still to be backed up. */
export const isUnfinished = (state: FileState): state is (typeof unfinishedStates)[number] =>
  (unfinishedStates as readonly FileState[]).includes(state)

/** How many files are still to be backed up. */
export const filesWaiting = ({ counts }: Pick<Status, 'counts'>): number =>
  unfinishedStates.reduce((sum, state) => sum + counts[state].files, 0)

/** What is to be told of a status. */
export function standingOf(status: Status): Standing {
  const { activity, counts, signIn } = status
  if (signIn.kind === 'waiting-for-browser') return { kind: 'signing-in', since: signIn.since }
  // A missing folder does not keep the others from being backed up; then it is a line beside it.
  if (activity === 'uploading') return { kind: 'uploading' }
  const told = firstToTell(loudConditions(status))
  if (told !== null) return { kind: 'condition', condition: told }
  if (activity === 'scanning') return { kind: 'scanning' }
  if (counts.failed.files > 0) return { kind: 'failed', files: counts.failed.files }
  const places = unreadablePlaces(status)
  if (places > 0) return { kind: 'unreadable', places }
  if (status.skippedUnseen > 0) return { kind: 'skipped', files: status.skippedUnseen }
  if (activity === 'resting') return restingOf(status)
  return { kind: 'complete' }
}

/**
 * What rests by itself is told before what waits for somebody's decision, as it goes on without anybody; and that before what
 * only a card has that is out, as it can be done now.
 */
function restingOf(status: Status): Standing {
  const undecided = status.undated?.undecided ?? 0
  const cards = status.sources.filter((source) => waitingAway(source) > 0)
  const away = cards.reduce((sum, source) => sum + waitingAway(source), 0)
  const files = filesWaiting(status) - undecided - away
  if (files > 0 || undecided + away === 0) return { kind: 'resting', files }
  if (undecided > 0) return { kind: 'undecided', files: undecided }
  return { kind: 'away', files: away, card: cards.length === 1 ? (cards[0]?.name ?? null) : null }
}

/** Whether what was in the place of a source is not there now. */
export const isOut = ({ state }: Pick<SourceView, 'state'>): boolean =>
  state === 'not-connected' || state === 'unfamiliar'

/** What waits for a card to be put in again, and for nothing else. */
const waitingAway = (source: SourceView): number =>
  source.card !== undefined && isOut(source) ? source.card.waiting - source.card.undecided : 0

/** Conditions that are told with the time at which they end. */
const timed: ReadonlySet<ConditionKind> = new Set([
  'outside-hours',
  'google-asked-to-wait',
  'google-unavailable',
  'daily-quota',
  'unexpected',
])

/** Of several, the first; where that names a time, the one that decides when it goes on. */
function firstToTell(conditions: readonly Condition[]): Condition | null {
  const [first = null] = conditions
  const end = restEnd(conditions)
  if (first === null || end === null || !timed.has(first.kind) || first.until === null) return first
  const resting = conditions.filter((condition) => !isOfOneSource(condition))
  const decides =
    end.by === 'user'
      ? resting.find((condition) => !isPassing(condition))
      : resting.find(({ until }) => until === end.at)
  return decides ?? first
}

/** The conditions that something waits for; those of a drive that is merely away are not among them. */
export const loudConditions = (status: Status): Condition[] =>
  status.conditions.filter((condition) => !isQuiet(condition, status))

/** Whether a condition keeps nothing waiting: a folder that is away, with everything known of it dealt with. */
export function isQuiet(condition: Condition, { sources }: Pick<Status, 'sources'>): boolean {
  if (condition.kind !== 'source-missing') return false
  const source = sourceOf(condition, sources)
  // What a folder holds that was never looked into, nobody knows.
  return source !== null && source.lastScanAt !== null && (source.waiting ?? 1) === 0
}

/** The folder that a condition speaks of; null where the status does not have it. */
export const sourceOf = (
  condition: Extract<Condition, { sourceId: string }>,
  sources: readonly SourceView[],
): SourceView | null => sources.find(({ sourceId }) => sourceId === condition.sourceId) ?? null

/** How the rest ends: by itself, at a time where that is known; or only once somebody does something. */
export type RestEnd = { by: 'itself'; at: number | null } | { by: 'user' }

/** Conditions that end without anybody's doing. */
const passing: ReadonlySet<ConditionKind> = new Set([
  'paused',
  'offline',
  'outside-hours',
  'google-asked-to-wait',
  'google-unavailable',
  'daily-quota',
  'catalogue-unwritable',
  'unexpected',
])
/** Of these, without a time they end only by another choice. */
const chosen: ReadonlySet<ConditionKind> = new Set(['paused', 'outside-hours'])

const isPassing = ({ kind, until }: Condition): boolean =>
  passing.has(kind) && !(chosen.has(kind) && until === null)

/** How the rest ends that all these conditions together bring about; null where they rest nothing but single folders. */
export function restEnd(conditions: readonly Condition[]): RestEnd | null {
  const resting = conditions.filter((condition) => !isOfOneSource(condition))
  if (resting.length === 0) return null
  if (!resting.every(isPassing)) return { by: 'user' }
  const times = resting.map(({ until }) => until)
  return times.every((until) => until !== null)
    ? { by: 'itself', at: Math.max(...times) }
    : { by: 'itself', at: null }
}

/** Conditions that somebody mends outside, as at Google's own pages or on the disk; a new look is worth its request. */
const mendedElsewhere: ReadonlySet<ConditionKind> = new Set([
  'offline',
  'storage-full',
  'forbidden',
  'disk-full',
])

/** Whether coming back to the window is a reason to try again. */
export const isWorthATry = ({ conditions }: Pick<Status, 'conditions'>): boolean =>
  conditions.some(({ kind }) => mendedElsewhere.has(kind))

/** The requests that are left today, and whether something else has used this client's as well. */
export function requestsLeft({ requests, conditions }: Pick<Status, 'requests' | 'conditions'>): {
  left: number
  isShared: boolean
} {
  const counted = Math.max(0, requests.limit - requests.usedToday)
  // Google's word counts, whoever else used the budget; a few requests are always counted differently.
  const isUsedUp = conditions.some(({ kind }) => kind === 'daily-quota')
  return isUsedUp
    ? { left: 0, isShared: counted > requests.limit * 0.05 }
    : { left: counted, isShared: false }
}
