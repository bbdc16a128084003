// What an entry in a folder says of its file before it is opened: most can be read, some can only be told of. Pure.
import type { SkipReason } from '../../../shared/model.ts'
import type { Entry } from '../ports/files.ts'

/** Why a file is left out at first sight; null: it can be read. */
export function skipAtFirstSight(
  entry: Pick<Entry, 'name' | 'isNameUnusable' | 'isOnlineOnly'>,
): Extract<SkipReason, { kind: 'online-only' | 'unusable-name' }> | null {
  if (entry.isNameUnusable || !entry.name.isWellFormed()) return { kind: 'unusable-name' }
  return entry.isOnlineOnly ? { kind: 'online-only' } : null
}
