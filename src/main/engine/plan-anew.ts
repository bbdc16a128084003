// Photo size or limits changed: what is prepared and not sent is prepared anew. Joins the queue, which gives up what it prepares,
// the catalogue, which forgets the plans, and prepare, which discards their copies.
import type { Catalog } from './ports/catalogue.ts'
import type { Checkpoint } from './ports/outside.ts'
import type { Limits, Preparer } from './ports/prepare.ts'
import type { Queue } from './queue/index.ts'

/** Makes the wish of one engine: of one source, with null of all without a photo size of their own, or of all that is above limits. */
export function createPlanAnew(parts: {
  queue: Pick<Queue, 'restartPreparing' | 'active' | 'wake'>
  catalog: Pick<Catalog, 'planAnew'>
  preparer: Pick<Preparer, 'discard'>
  checkpoint: Checkpoint
}): (sourceId: number | null, above?: Limits) => Promise<void> {
  const { queue, catalog, preparer, checkpoint } = parts
  return async (sourceId, above) => {
    await queue.restartPreparing()
    const sending = queue.active().filter(({ phase }) => phase === 'sending')
    const { renditions } = catalog.planAnew(
      sourceId,
      new Set(sending.map(({ fileId }) => Number(fileId))),
      above,
    )
    // Before anything is awaited: what the queue fetched ahead still has the old plans.
    queue.wake()
    for (const name of renditions) {
      await preparer.discard(name)
      checkpoint('rendition-removed')
    }
  }
}
