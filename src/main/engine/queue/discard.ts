// Reduced copies that no upload needs any more: each outlives its upload by nothing, however that ended.
import { renditionOf } from '../../../shared/copy-plan.ts'
import type { SendPlan } from '../../../shared/model.ts'
import type { WorkItem } from '../ports/catalogue.ts'
import type { Checkpoint } from '../ports/outside.ts'
import type { Preparer } from '../ports/prepare.ts'

/** What is needed to remove them. */
export interface DiscardOptions {
  preparer: Pick<Preparer, 'discard'>
  checkpoint: Checkpoint
  /** The reduced copies that some upload still needs. */
  renditionsInUse(): ReadonlySet<string>
}

/** Makes the function that removes the copies of these plans, where none of them is needed any more. */
export function createDiscard(
  options: DiscardOptions,
): (plans: readonly (SendPlan | null)[]) => Promise<void> {
  let known: ReadonlySet<string> | null = null
  /** Asked once for all whose outcomes were stored together, as these all come now. */
  const inUse = (): ReadonlySet<string> => {
    if (known !== null) return known
    queueMicrotask(() => {
      known = null
    })
    known = options.renditionsInUse()
    return known
  }
  return async (plans) => {
    const renditions = plans.map(renditionOf).filter((name) => name !== null)
    if (renditions.length === 0) return
    const kept = inUse()
    // A copy that is planned again from here on is found missing when its turn comes, and made anew.
    for (const rendition of renditions) {
      if (kept.has(rendition)) continue
      await options.preparer.discard(rendition)
      options.checkpoint('rendition-removed')
    }
  }
}

/** The plan that an item carries. */
export function planOf({ lifecycle }: WorkItem): SendPlan | null {
  return 'plan' in lifecycle ? lifecycle.plan : null
}
