// What an entry in a folder says of its file before it is opened: most can be read, some can only be told of. Pure.
import type { Lifecycle, SkipReason } from '../../../shared/model.ts'
import type { Entry } from '../ports/files.ts'

/** Why a file is left out at first sight; null: it can be read. */
export function skipAtFirstSight(
  entry: Pick<Entry, 'name' | 'isNameUnusable' | 'isOnlineOnly'>,
): Extract<SkipReason, { kind: 'online-only' | 'unusable-name' }> | null {
  if (entry.isNameUnusable || !entry.name.isWellFormed()) return { kind: 'unusable-name' }
  return entry.isOnlineOnly ? { kind: 'online-only' } : null
}

/** It is to be read. */
export const found: Lifecycle = { state: 'found' }
/** It cannot be read now. */
export const onlineOnly: Lifecycle = { state: 'skipped', reason: { kind: 'online-only' } }
const unusableName: Lifecycle = { state: 'skipped', reason: { kind: 'unusable-name' } }

/** What a file is when it is met anew. */
export function firstLifecycle(entry: Entry): Lifecycle {
  const reason = skipAtFirstSight(entry)
  if (reason === null) return found
  return reason.kind === 'online-only' ? onlineOnly : unusableName
}
