// How many uploads are prepared and could be sent now, from the tally in memory: preparation asks at every step. What is
// on a drive that is away waits for it, and must not keep the photos of other folders from being prepared.
import type { WorkStore } from '../ports/catalogue.ts'
import type { Room } from './database.ts'
import type { Sources } from './sources.ts'
import { sumOf } from './tally.ts'

/** Answers over one catalogue. */
export function createReadyCount({ book }: Room, sources: Sources): Pick<WorkStore, 'readyCount'> {
  return {
    readyCount: () => {
      const working = new Set(sources.working())
      return sumOf(book.counts(), 'ready', (sourceId) => working.has(sourceId)).files
    },
  }
}
