// Reduced copies that no upload needs any more: each outlives its upload by nothing, however that ended.
import { copyPlan, type SendPlan } from '../../../shared/model.ts'
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
  return async (plans) => {
    for (const plan of plans) {
      const copy = copyPlan(plan)
      if (copy === null || options.renditionsInUse().has(copy.rendition)) continue
      await options.preparer.discard(copy.rendition)
      options.checkpoint('rendition-removed')
    }
  }
}

/** The plan that an item carries. */
export function planOf({ lifecycle }: WorkItem): SendPlan | null {
  return 'plan' in lifecycle ? lifecycle.plan : null
}
