// What a check of a folder comes to: its answer, how old that is, and why none can be made now. Pure; its words are
// words/check.ts.
import type { SourceCheck } from '../../shared/check-schemas.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Condition, SourceView, Status } from '../../shared/status.ts'

/** The answer of a check that looked at everything. */
export type CheckAnswer =
  /** No photo is there. */
  | { is: 'nothing' }
  /** All is in Google Photos, and nothing else lies there. */
  | { is: 'everything' }
  /** All photos and videos are; other files were not looked at. */
  | { is: 'all-photos'; of: number }
  /** All that could be looked at are; some folders could not. */
  | { is: 'unlooked'; of: number; folders: number }
  /** Some are not: they wait, only copies went, Google could not be asked, or there are other or several reasons. */
  | { is: 'later' | 'copies' | 'not-known' | 'unsure'; files: number; of: number; folders: number }

/** The answers by which nothing is open to doubt. */
const calm: ReadonlySet<CheckAnswer['is']> = new Set(['nothing', 'everything', 'all-photos'])

/** Whether nothing of what was looked for is open to doubt. */
export const isCalm = ({ is }: CheckAnswer): boolean => calm.has(is)

const onlyReasons = [
  ['waiting', 'later'],
  ['reduced', 'copies'],
  ['not-asked', 'not-known'],
] as const

/** The answer; null: there is none, as it goes on, was stopped, or failed. */
export function answerOf({ state, sums, reasons }: SourceCheck): CheckAnswer | null {
  if (state !== 'whole' || !sums.isWhole) return null
  const { checked: of, safe, unlookedFolders: folders } = sums
  const files = of - safe
  if (files > 0) {
    const only = onlyReasons.find(([reason]) => reasons[reason] === files)
    return { is: only?.[1] ?? 'unsure', files, of, folders }
  }
  if (folders > 0) return { is: 'unlooked', of, folders }
  if (of === 0) return { is: 'nothing' }
  return besideOf(sums) > 0 ? { is: 'all-photos', of } : { is: 'everything' }
}

/** Files, links and folders that were not looked at, and would be lost with the folder. */
export const besideOf = ({
  otherFiles,
  links,
  ownFiles,
  passedBy,
  morePassedBy,
}: SourceCheck['sums']): number => otherFiles + links + ownFiles + passedBy.length + morePassedBy

/** Whether it goes on, or waits for its turn. */
export const isUnderWay = ({ state }: Pick<SourceCheck, 'state'>): boolean =>
  state === 'running' || state === 'queued'

/** An answer that stands longer than this on a screen is told by its time. */
const freshMs = 15 * 60_000

/**
 * Whether an answer is to be told as what was so at its time: it was there before the visit, has stood for a while, or the folder
 * has changed since.
 */
export const isOfThePast = (
  { endedAt, changedAt }: Pick<SourceCheck, 'endedAt' | 'changedAt'>,
  visitAt: number,
  now: number,
): boolean =>
  endedAt !== null && (changedAt !== null || endedAt < visitAt || now - endedAt > freshMs)

/** Why no check can be made now. */
export type Obstacle =
  | 'not-connected'
  | 'unfamiliar'
  | 'unreadable'
  | 'signing-in'
  | 'signed-out'
  | 'unconfirmed'
  | 'offline'
  | 'daily-quota'

const folderObstacles: ReadonlySet<string> = new Set<Obstacle>([
  'not-connected',
  'unfamiliar',
  'unreadable',
])

/** What stands in the way; null: nothing that is known. */
export function obstacleOf(
  { signIn, conditions }: Pick<Status, 'signIn' | 'conditions'>,
  { state }: Pick<SourceView, 'state'>,
): Obstacle | null {
  if (folderObstacles.has(state)) return state as Obstacle
  if (signIn.kind === 'waiting-for-browser') return 'signing-in'
  if (signIn.kind !== 'signed-in') return 'signed-out'
  if (signIn.isUnconfirmed === true) return 'unconfirmed'
  const met = conditions.find(({ kind }) => kind === 'offline' || kind === 'daily-quota')
  return (met?.kind as Obstacle | undefined) ?? null
}

/** The same for what a beginning was refused with; null: it is none of these. */
export function obstacleIn({ kind }: Failure): Obstacle | null {
  if (kind === 'folder-missing') return 'not-connected'
  return kind === 'signed-out' || kind === 'offline' || kind === 'daily-quota' ? kind : null
}

/** The condition whose fix takes the obstacle away; null: there is nothing to press. */
export function conditionOf(
  obstacle: Obstacle,
  conditions: readonly Condition[],
): Condition | null {
  const kind = obstacle === 'unconfirmed' ? 'account-unconfirmed' : obstacle
  const isHere = kind === 'signed-out' || kind === 'account-unconfirmed' || kind === 'offline'
  return (isHere ? conditions.find((condition) => condition.kind === kind) : undefined) ?? null
}
