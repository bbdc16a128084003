// What trying again and ignoring do to one file, or to the upload that it shows. Inside the caller's transaction.
import type { Lifecycle } from '../../../shared/model.ts'
import type { Room } from './database.ts'
import { fileLifecycle, uploadLifecycle } from './lifecycle-rows.ts'
import type { FileRow } from './file-rows.ts'
import type { States } from './states.ts'

/** A wish for one file: where it goes from where it is; null: it stays. */
export type Wanted = (now: Lifecycle, first: Lifecycle) => Lifecycle | null

/** The state in which a resting or waiting item takes up its work; null: nothing that could be tried again. */
export const again: Wanted = (lifecycle, first) => {
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

/** Never asked for again, whatever it was. */
export const ignored: Wanted = () => ({ state: 'skipped', reason: { kind: 'ignored-by-user' } })

/** Never asked for again, of what rests or waits; what is under way or backed up stays, and so does what is ignored. */
export const ignoredAtRest: Wanted = (lifecycle, first) => {
  const isIgnored = lifecycle.state === 'skipped' && lifecycle.reason.kind === 'ignored-by-user'
  const isAtRest = ['skipped', 'failed', 'waiting'].includes(lifecycle.state)
  return isAtRest && !isIgnored ? ignored(lifecycle, first) : null
}

/** Makes what moves one file where a wish says; answers whether it did. */
export function createMove(
  room: Pick<Room, 'now'>,
  states: States,
): (file: FileRow, to: Wanted) => boolean {
  return (file, to) => {
    const now = Math.round(room.now())
    const upload = file.contentId === null ? undefined : states.uploadFor(file.contentId, now)
    if (upload === undefined) {
      const next = to(fileLifecycle(file), { state: 'found' })
      if (next !== null) states.setOwn(file, next, now, now)
      return next !== null
    }
    // What is gone needs no try, whatever its copies need.
    if (upload.state !== file.state) return false
    const next = to(uploadLifecycle(upload), { state: 'fingerprinted' })
    if (next !== null) states.moveUpload(upload, next, now)
    return next !== null
  }
}
