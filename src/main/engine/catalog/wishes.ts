// What the user asks for one file or for all with the same cause: try again, or never ask again.
import type { Lifecycle } from '../../../shared/model.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { fileLifecycle, uploadLifecycle } from './lifecycle-rows.ts'
import type { FileRow, States } from './states.ts'

type Wishes = Pick<Catalog, 'retryFile' | 'retryReason' | 'ignoreReason'>

/** The state in which a resting or waiting item takes up its work; null: nothing that could be tried again. */
function again(lifecycle: Lifecycle, first: Lifecycle): Lifecycle | null {
  if (lifecycle.state === 'failed') return first
  if (lifecycle.state === 'skipped') {
    // A scan takes these back by itself as soon as the file can be read.
    const { kind } = lifecycle.reason
    return kind === 'online-only' || kind === 'unusable-name' ? null : first
  }
  if (lifecycle.state !== 'waiting') return null
  const { resumesAs, plan, token, tokenAt } = lifecycle
  if (resumesAs === 'sent' && plan !== null && token !== null && tokenAt !== null) {
    return { state: 'sent', plan, token, tokenAt }
  }
  if (resumesAs === 'ready' && plan !== null) return { state: 'ready', plan }
  return first
}

/** Prepares the statements. */
export function createWishes(room: Room, accounts: Accounts, states: States): Wishes {
  const { db, write } = room
  const withReason = db
    .prepare<[string], number>('SELECT id FROM file WHERE reason = ? ORDER BY changed_at, id')
    .pluck()

  /** Moves one file, or the upload that it shows, where `to` says. */
  const move = (
    file: FileRow,
    to: (now: Lifecycle, first: Lifecycle) => Lifecycle | null,
  ): boolean => {
    const now = Math.round(room.now())
    const upload = file.contentId === null ? undefined : states.uploadFor(file.contentId, now)
    if (upload === undefined) {
      const next = to(fileLifecycle(file), { state: 'found' })
      if (next !== null) states.setOwn(file, next, now, now)
      return next !== null
    }
    if (upload.accountId !== accounts.currentId() || upload.state !== file.state) return false
    const next = to(uploadLifecycle(upload), { state: 'fingerprinted' })
    if (next !== null) states.moveUpload(upload, next, now)
    return next !== null
  }

  const moveAll = (reason: string, to: Parameters<typeof move>[1]): number =>
    write(() => {
      const ids = withReason.all(reason)
      let moved = 0
      for (const id of ids) {
        const file = states.fileById(id)
        if (file === undefined) continue
        // Already moved with another file of the same content.
        if (file.reason !== reason) moved += 1
        else if (move(file, to)) moved += 1
      }
      return moved
    })

  return {
    retryFile: (fileId) =>
      write(() => {
        const file = states.fileById(fileId)
        return file !== undefined && move(file, again)
      }),
    retryReason: (reason) => moveAll(reason, again),
    ignoreReason: (reason) =>
      moveAll(reason, () => ({ state: 'skipped', reason: { kind: 'ignored-by-user' } })),
  }
}
