// Which conditions for uploading do not hold right now, the most important first. Pure: facts in,
// reasons out. What a reason is called and how it is mended is for words.ts and fixFor.
import type { Settings } from '../../../shared/model.ts'
import type { Condition, ConditionKind, SignInState } from '../../../shared/status.ts'
import type { SystemFacts } from '../ports/outside.ts'
import {
  holdRules,
  isHoldKind,
  type Hold,
  type HoldKind,
  type Permission,
} from '../ports/resting.ts'
import { isAllowedAt, nextAllowedAt } from '../../../shared/allowed-hours.ts'

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
      reason: signIn.kind === 'signed-out' ? signIn.reason : (signIn.endedBecause ?? 'never'),
      until: null,
    })
  else if (signIn.isUnconfirmed === true)
    unmet.push({ kind: 'account-unconfirmed', email: signIn.email, until: null })
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
  if (settings.onlyWhileUnused && system.isInUse === true)
    unmet.push({ kind: 'in-use', until: null })
  const at = new Date(nowMs)
  if (settings.allowedHours !== null && !isAllowedAt(settings.allowedHours, at))
    unmet.push({ kind: 'outside-hours', until: nextAllowedAt(settings.allowedHours, at) })
  for (const kind of [
    'daily-quota',
    'google-asked-to-wait',
    'google-unavailable',
    'storage-full',
    'disk-full',
    'catalogue-unwritable',
    'unexpected',
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

/** What a condition leaves allowed. */
interface Leaves {
  letsRead: boolean
  letsFinish: boolean
  /** Only some of the files rest: the catalogue hands out none of them. */
  letsSend?: boolean
}

/** The user's own stops and the battery rest everything at once. */
const everythingRests: Leaves = { letsRead: false, letsFinish: false }
/** The line may not be used, so what is on it is broken off. */
const lineRests: Leaves = { letsRead: true, letsFinish: false }

/** One folder is not there, or is another one. */
const onlyItsFilesRest: Leaves = { letsRead: true, letsFinish: true, letsSend: true }

/** The conditions that no failed request brought about; those that one did are in ports/resting.ts. */
const leaves: Readonly<Record<Exclude<ConditionKind, HoldKind>, Leaves>> = {
  'backup-off': everythingRests,
  paused: everythingRests,
  'on-battery': everythingRests,
  'signed-out': lineRests,
  'account-unconfirmed': lineRests,
  'no-folders': lineRests,
  'not-wifi-or-cable': lineRests,
  metered: lineRests,
  'outside-hours': { letsRead: true, letsFinish: true },
  // What is on the line takes seconds; reading and reducing is what somebody at the computer feels.
  'in-use': { letsRead: false, letsFinish: true },
  'source-missing': onlyItsFilesRest,
  'source-unfamiliar': onlyItsFilesRest,
}

function leftBy({ kind, until }: Condition): Leaves {
  // The system itself says that there is no line.
  if (kind === 'offline' && until === null) return lineRests
  return isHoldKind(kind) ? holdRules[kind] : leaves[kind]
}

/** The machine sleeps, or nothing is decided yet. */
export const nothingAllowed: Permission = { mayRead: false, maySend: false, mayFinish: false }

/** What may be done under all of them together. */
export function permissionUnder(unmet: readonly Condition[]): Permission {
  const left = unmet.map(leftBy)
  return {
    mayRead: left.every(({ letsRead }) => letsRead),
    maySend: left.every(({ letsSend }) => letsSend === true),
    mayFinish: left.every(({ letsFinish }) => letsFinish),
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
