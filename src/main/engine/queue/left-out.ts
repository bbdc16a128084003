// Why an item stays out whatever its bytes are, and what is stored then: asked before each step, as late as can be. What its bytes
// say against it is decided as it is prepared.
import type { Failure } from '../../../shared/failure.ts'
import type { SendPlan, SkipReason } from '../../../shared/model.ts'
import type { Result } from '../../../shared/result.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Checkpoint, Clock } from '../ports/outside.ts'
import { changeFor } from './failures.ts'
import type { Recorder } from './recorder.ts'

/** What it takes. */
export interface LeftOutOptions {
  store: Pick<WorkStore, 'isKeptVersion' | 'olderFiles' | 'leftToPartner'>
  clock: Clock
  recorder: Recorder
  checkpoint: Checkpoint
  /** The reduced copy of a plan may be needed no more: what the library holds already is done without it. */
  onCopySpare(plan: SendPlan): Promise<void>
  /** When a file was made where it lies, in ms since 1970; null: the system does not say. */
  bornAt(path: string, signal: AbortSignal): Promise<Result<number | null, Failure>>
}

/** Leaves items out. */
export interface LeftOut {
  /** Whether asking the disk may tell that it stays out. */
  mayBeOut(item: WorkItem): boolean
  /** Leaves an item out that is to stay out; true: nothing more is to be done with it now, as also when it was stopped. */
  isOut(item: WorkItem, signal: AbortSignal): Promise<boolean>
}

/** Makes it. */
export function createLeftOut(options: LeftOutOptions): LeftOut {
  const { store, clock, recorder, checkpoint } = options

  /** What the catalogue alone tells: it is a newer version where the older one is kept to, or its still goes without it. */
  const knownOut = (item: WorkItem): SkipReason | null => {
    if (item.uploadId !== null && store.isKeptVersion(item.uploadId))
      return { kind: 'changed-version' }
    const is = store.leftToPartner(item)
    return is === null ? null : { kind: 'left-to-partner', is }
  }
  /** That, or that it was here before its folder begins. */
  const outOf = async (item: WorkItem, signal: AbortSignal): Promise<SkipReason | null> => {
    const known = knownOut(item)
    if (known !== null) return known
    const older = store.olderFiles(item)
    if (older === null) return null
    for (const path of older.paths) {
      const born = await options.bornAt(path, signal)
      // What cannot be asked is read, and told of where it cannot be.
      if (!born.ok || (born.value !== null && born.value >= older.since)) return null
    }
    // Chosen otherwise, or changed, while the disk was asked.
    const since = store.olderFiles(item)?.since
    return since === older.since ? { kind: 'older-than-start', since } : null
  }

  return {
    mayBeOut: (item) => knownOut(item) !== null || store.olderFiles(item) !== null,
    async isOut(item, signal) {
      const reason = await outOf(item, signal)
      if (signal.aborted || reason === null) return signal.aborted
      await recorder.record([changeFor(item, { kind: 'leftOut', reason }, clock.now())])
      checkpoint('plan-stored')
      const { lifecycle } = item
      if ('plan' in lifecycle && lifecycle.plan !== null) await options.onCopySpare(lifecycle.plan)
      return true
    },
  }
}
