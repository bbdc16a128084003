// Which conditions for uploading do not hold right now, the most important first. Pure: facts in,
// reasons out. What a reason is called and how it is mended is for words.ts and fixFor.
import { isOfOneSource } from '../../../shared/fixes.ts'
import type { Settings } from '../../../shared/model.ts'
import type { Condition, SignInState } from '../../../shared/status.ts'
import type { SystemFacts } from '../ports/outside.ts'
import type { Hold, Permission } from '../ports/resting.ts'
import { isAllowedAt, nextAllowedAt } from './hours.ts'

/** A source, and whether it is there; `isUnfamiliar`: something else is. */
export interface ConnectedSource {
  sourceId: number
  name: string
  isConnected: boolean
  isUnfamiliar?: boolean
}

/** Everything the decision depends on. */
export interface ConditionFacts {
  settings: Settings
  system: SystemFacts
  signIn: SignInState
  sources: readonly ConnectedSource[]
  holds: readonly Hold[]
  nowMs: number
}

/** The conditions that do not hold. */
export function unmetConditions(facts: ConditionFacts): Condition[] {
  const { settings, system, signIn, nowMs } = facts
  const unmet: Condition[] = []
  if (!settings.isBackupOn) unmet.push({ kind: 'backup-off', until: null })
  if (settings.pausedUntil === 'resumed') unmet.push({ kind: 'paused', until: null })
  else if (settings.pausedUntil !== null && settings.pausedUntil > nowMs)
    unmet.push({ kind: 'paused', until: settings.pausedUntil })
  if (signIn.kind !== 'signed-in')
    unmet.push({
      kind: 'signed-out',
      reason: signIn.kind === 'signed-out' ? signIn.reason : 'never',
      until: null,
    })
  if (facts.sources.length === 0) unmet.push({ kind: 'no-folders', until: null })
  const holds = [...facts.holds].sort((one, other) => other.until - one.until)
  if (system.isOnline === false) unmet.push({ kind: 'offline', until: null })
  else pushHold(unmet, holds, 'offline')
  // Unknown is not a reason to stop: only what is known to be a phone's line counts.
  if (settings.network === 'wifi-and-cable' && system.network === 'cellular')
    unmet.push({ kind: 'not-wifi-or-cable', until: null })
  if (settings.pauseOnMetered && system.isMetered === true)
    unmet.push({ kind: 'metered', until: null })
  if (settings.power === 'charging' && system.isOnBattery === true)
    unmet.push({ kind: 'on-battery', until: null })
  const at = new Date(nowMs)
  if (settings.allowedHours !== null && !isAllowedAt(settings.allowedHours, at))
    unmet.push({ kind: 'outside-hours', until: nextAllowedAt(settings.allowedHours, at) })
  for (const kind of [
    'daily-quota',
    'google-asked-to-wait',
    'google-unavailable',
    'storage-full',
    'disk-full',
  ] as const)
    pushHold(unmet, holds, kind)
  for (const hold of holds)
    if (hold.kind === 'forbidden')
      unmet.push({ kind: 'forbidden', reason: hold.reason, until: hold.until })
  for (const source of facts.sources)
    if (!source.isConnected)
      unmet.push({
        kind: source.isUnfamiliar === true ? 'source-unfamiliar' : 'source-missing',
        sourceId: String(source.sourceId),
        name: source.name,
        until: null,
      })
  return unmet
}

/** Nobody is harmed when what is on its way still arrives; sending its bytes a second time would cost more. */
const letsFinish: ReadonlySet<Condition['kind']> = new Set([
  'google-asked-to-wait',
  'google-unavailable',
  'daily-quota',
  'storage-full',
  'forbidden',
  'disk-full',
  'outside-hours',
  'source-missing',
  'source-unfamiliar',
])

/** The machine sleeps, or nothing is decided yet. */
export const nothingAllowed: Permission = { mayRead: false, maySend: false, mayFinish: false }

/** The user's own stops and the battery rest everything; the line's and Google's rest only the sending. */
export function permissionUnder(unmet: readonly Condition[]): Permission {
  const stopsReading = new Set<Condition['kind']>([
    'backup-off',
    'paused',
    'on-battery',
    'disk-full',
  ])
  return {
    mayRead: !unmet.some((condition) => stopsReading.has(condition.kind)),
    // A missing folder rests only its own files: the catalogue hands out none of them.
    maySend: unmet.every(isOfOneSource),
    mayFinish: unmet.every((condition) => letsFinish.has(condition.kind)),
  }
}

function pushHold(
  unmet: Condition[],
  holds: readonly Hold[],
  kind: Exclude<Hold['kind'], 'forbidden'>,
): void {
  const hold = holds.find((candidate) => candidate.kind === kind)
  if (hold !== undefined) unmet.push({ kind, until: hold.until })
}
