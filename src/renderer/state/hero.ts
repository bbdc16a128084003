// Which of the status cards Home shows: a pure choice from the snapshot.
// Leaves its words to words/status.ts and its drawing to parts/shape.tsx.
import type { Failure } from '../../shared/failure.ts'
import type { FileState } from '../../shared/model.ts'
import type { Condition, ConditionKind, Status, Tally } from '../../shared/status.ts'
import { unreadablePlaces } from '../../shared/unreadable.ts'
import type { WindowState } from './window-state.ts'

/** The shapes that tell the cards apart without colour. */
export type Shape =
  | 'starting'
  | 'uploading'
  | 'scanning'
  | 'complete'
  | 'paused'
  | 'off'
  | 'waiting'
  | 'attention'
  | 'skipped'
  | 'signed-out'
  | 'folder'

/** One status card. */
export type Hero =
  | { kind: 'starting' }
  | { kind: 'restarting' }
  | { kind: 'engine-failed'; failure: Failure | null }
  | { kind: 'condition'; condition: Condition }
  | { kind: 'uploading' }
  | { kind: 'scanning' }
  | { kind: 'failed'; files: number }
  | { kind: 'unreadable'; places: number }
  | { kind: 'skipped'; files: number }
  | { kind: 'resting'; files: number }
  | { kind: 'complete' }

const shapes: Record<ConditionKind, Shape> = {
  'backup-off': 'off',
  paused: 'paused',
  'signed-out': 'signed-out',
  'account-unconfirmed': 'attention',
  'no-folders': 'folder',
  offline: 'waiting',
  'not-wifi-or-cable': 'waiting',
  metered: 'waiting',
  'on-battery': 'waiting',
  'outside-hours': 'waiting',
  'google-asked-to-wait': 'waiting',
  'google-unavailable': 'waiting',
  'daily-quota': 'waiting',
  'storage-full': 'attention',
  forbidden: 'attention',
  'source-missing': 'attention',
  'source-unfamiliar': 'attention',
  'disk-full': 'attention',
  'catalogue-unwritable': 'attention',
  unexpected: 'attention',
}

/** The card for what the window knows. */
export function heroFor(state: Pick<WindowState, 'status' | 'engine'>): Hero {
  if (state.engine.state === 'failed')
    return { kind: 'engine-failed', failure: state.engine.failure }
  if (state.engine.state === 'restarting') return { kind: 'restarting' }
  const status = state.status
  if (status === null) return { kind: 'starting' }
  // A missing folder does not keep the others from being backed up; then it is a line below the card.
  if (status.activity === 'uploading') return { kind: 'uploading' }
  const first = status.conditions[0]
  if (first !== undefined) return { kind: 'condition', condition: first }
  if (status.activity === 'scanning') return { kind: 'scanning' }
  if (status.counts.failed.files > 0) return { kind: 'failed', files: status.counts.failed.files }
  const places = unreadablePlaces(status)
  if (places > 0) return { kind: 'unreadable', places }
  if (status.skippedUnseen > 0) return { kind: 'skipped', files: status.skippedUnseen }
  if (status.activity === 'resting') return { kind: 'resting', files: status.counts.waiting.files }
  return { kind: 'complete' }
}

/** The conditions that the card does not name. */
export function otherConditions(hero: Hero, status: Status): Condition[] {
  return hero.kind === 'condition' ? status.conditions.slice(1) : status.conditions
}

/** The shape of a card. */
export function shapeOf(hero: Hero): Shape {
  switch (hero.kind) {
    case 'condition':
      return shapes[hero.condition.kind]
    case 'starting':
    case 'restarting':
      return 'starting'
    case 'engine-failed':
    case 'failed':
    case 'unreadable':
      return 'attention'
    case 'resting':
      return 'waiting'
    case 'uploading':
    case 'scanning':
    case 'skipped':
    case 'complete':
      return hero.kind
  }
}

/** The share of the bytes that is backed up; files count where there are no bytes. */
export function shareDone(progress: Status['progress']): number {
  if (progress.bytesTotal > 0) return Math.min(1, progress.bytesDone / progress.bytesTotal)
  return progress.filesTotal > 0 ? Math.min(1, progress.filesDone / progress.filesTotal) : 0
}

/** Files and bytes of several states together. */
export function sumOf(counts: Status['counts'], states: readonly FileState[]): Tally {
  return states.reduce(
    (sum, state) => ({
      files: sum.files + counts[state].files,
      bytes: sum.bytes + counts[state].bytes,
    }),
    { files: 0, bytes: 0 },
  )
}
