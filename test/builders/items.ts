// Small makers of domain values: a test states only what matters to it.
import type { WorkItem } from '../../src/main/engine/ports/catalogue.ts'
import type { Lifecycle, SendPlan } from '../../src/shared/model.ts'

/** The plan of a small JPEG that goes up as it is. */
export function aPlan(change: Partial<Extract<SendPlan, { kind: 'original' }>> = {}): SendPlan {
  return {
    kind: 'original',
    mimeType: 'image/jpeg',
    fileName: 'photo.jpg',
    sizeBytes: 200_000,
    keptOriginal: null,
    ...change,
  }
}

/** An item in the given state, with the data that state needs. */
export function aLifecycle(state: Lifecycle['state']): Lifecycle {
  const plan = aPlan()
  switch (state) {
    case 'found':
    case 'fingerprinted':
    case 'gone':
      return { state }
    case 'ready':
      return { state, plan }
    case 'sent':
    case 'creating':
      return { state, plan, token: 'token', tokenAt: 1_000 }
    case 'done':
      return { state, plan, mediaItemId: 'item', productUrl: null }
    case 'waiting':
      return {
        state,
        until: 5_000,
        failure: { kind: 'stalled' },
        attempts: 1,
        resumesAs: 'ready',
        plan,
        token: null,
        tokenAt: null,
      }
    case 'skipped':
      return { state, reason: { kind: 'empty' } }
    case 'failed':
      return { state, failure: { kind: 'stalled' }, attempts: 12 }
  }
}

/** A file whose turn has come. */
export function anItem(change: Partial<WorkItem> = {}): WorkItem {
  return {
    fileId: 1,
    sourceId: 1,
    path: '/photos/photo.jpg',
    name: 'photo.jpg',
    stamp: { sizeBytes: 200_000, mtimeUs: 1_000, ctimeUs: 1_000, inode: 7 },
    lifecycle: aLifecycle('ready'),
    contentId: 1,
    uploadId: 1,
    sha256: 'a'.repeat(64),
    photoSize: null,
    undated: 'leave',
    session: null,
    ...change,
  }
}
