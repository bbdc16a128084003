// Which of the status cards Home shows: a pure choice from the snapshot.
// Leaves its words to words/status.ts and its drawing to parts/shape.tsx.
import type { Failure } from '../../shared/failure.ts'
import type { FileState } from '../../shared/model.ts'
import { standingOf, type Standing } from '../../shared/standing.ts'
import type { Condition, ConditionKind, Status, Tally } from '../../shared/status.ts'
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

/** One status card: what the status comes to, or that there is none. */
export type Hero =
  | { kind: 'starting' }
  | { kind: 'restarting' }
  | { kind: 'engine-failed'; failure: Failure | null }
  | Standing

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
  'in-use': 'waiting',
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

const waitsForGoogleOrDisk: ReadonlySet<ConditionKind> = new Set([
  'storage-full',
  'forbidden',
  'disk-full',
  'catalogue-unwritable',
  'unexpected',
])

/** The card for what the window knows. */
export function heroFor(state: Pick<WindowState, 'status' | 'engine'>): Hero {
  if (state.engine.state === 'failed')
    return { kind: 'engine-failed', failure: state.engine.failure }
  if (state.engine.state === 'restarting') return { kind: 'restarting' }
  return state.status === null ? { kind: 'starting' } : standingOf(state.status)
}

/** The conditions that the card does not name. */
export function otherConditions(hero: Hero, status: Status): Condition[] {
  return hero.kind === 'condition'
    ? status.conditions.filter((condition) => condition !== hero.condition)
    : // The card speaks of nothing but the sign-in.
      status.conditions.filter(({ kind }) => hero.kind !== 'signing-in' || kind !== 'signed-out')
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
    case 'undecided':
    case 'away':
      return 'waiting'
    case 'signing-in':
      return 'signed-out'
    case 'uploading':
    case 'scanning':
    case 'skipped':
    case 'complete':
      return hero.kind
  }
}

/** The chosen and the passing waits, on which somebody may ask why: not what is the user's own stop or first step. */
export function isWaitingCard(hero: Hero): boolean {
  if (hero.kind !== 'condition') return hero.kind === 'resting'
  const { kind } = hero.condition
  return shapes[kind] === 'waiting' || waitsForGoogleOrDisk.has(kind)
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
