// What is decided on the page of photos without a date: joins the catalogue, which keeps it, the queue, which lets go of what is
// not to go as it was prepared, and prepare, which proposes dates and discards copies.
import { hasBegun, parseUndatedPolicy } from '../../shared/photo-dates.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { UndatedGroup } from './ports/dates.ts'
import type { Checkpoint, Clock } from './ports/outside.ts'
import type { Preparer } from './ports/prepare.ts'
import {
  createDateProposals,
  type DateProposalOptions,
  type DateProposals,
} from './prepare/index.ts'
import type { Queue } from './queue/index.ts'

/** What the commands of the page ask. */
export interface Dates extends DateProposals {
  /** A date that has not begun is none that a photo could be of. */
  isPossible(choice: string): boolean
  /** Decides for the photos of a folder; null: nothing any more. Resolves when all that has not gone follows. */
  decide(folderId: number, choice: string | null): Promise<UndatedGroup | null>
  /** Takes the last decision back. */
  undo(folderId: number): Promise<UndatedGroup | null>
}

/** Makes them. */
export function createDates(parts: {
  catalog: Catalog
  queue: Pick<Queue, 'restartPreparing' | 'letGoOf' | 'wake'>
  preparer: Pick<Preparer, 'discard'>
  reader: DateProposalOptions['reader']
  companions: DateProposalOptions['companions']
  clock: Clock
  checkpoint: Checkpoint
}): Dates {
  const { catalog, queue, preparer, reader, companions, clock, checkpoint } = parts

  /** Lets all that has not gone follow what was just decided. */
  const follow = async (folderId: number): Promise<UndatedGroup | null> => {
    // Before anything is awaited: what the queue fetched ahead is of the time before.
    queue.wake()
    await queue.restartPreparing()
    const { uploads, renditions } = catalog.planDatesAnew(folderId)
    queue.wake()
    // Bytes that are on their way make no photo by themselves. What arrived all the same has gone.
    await queue.letGoOf(uploads)
    const inUse = catalog.renditionsInUse()
    for (const name of renditions) {
      if (inUse.has(name)) continue
      await preparer.discard(name)
      checkpoint('rendition-removed')
    }
    await catalog.followDates(folderId)
    queue.wake()
    return catalog.undatedGroup(folderId)
  }

  /** One after the other: a decision that comes while another one is followed is the one that holds. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }

  return {
    ...createDateProposals({ store: catalog, reader, companions, clock }),
    isPossible: (choice) => {
      const policy = parseUndatedPolicy(choice)
      return policy?.kind !== 'date' || hasBegun(policy.date, clock.now())
    },
    decide: (folderId, choice) =>
      inTurn(async () => {
        const before = catalog.undatedGroup(folderId)
        if (before === null) return null
        if (choice === null) catalog.forgetDates(folderId)
        else catalog.decideDates(folderId, choice)
        // What waits behind the others is taken up now; what is prepared is prepared so already.
        const isSame = (choice ?? before.otherwise) === (before.choice ?? before.otherwise)
        if (!isSame) return follow(folderId)
        await catalog.followDates(folderId)
        queue.wake()
        return catalog.undatedGroup(folderId)
      }),
    undo: (folderId) =>
      inTurn(async () =>
        catalog.undoDates(folderId) === null ? catalog.undatedGroup(folderId) : follow(folderId),
      ),
  }
}
