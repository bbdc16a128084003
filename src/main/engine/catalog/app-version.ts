// Which version of the app worked with this catalogue last. What a new one is an occasion for is the engine's.
import type { Catalog } from '../ports/catalogue.ts'
import type { Room } from './database.ts'
import { keptUnder } from './kept.ts'

const key = 'app-version'

/** Prepares the statements. */
export function createAppVersion({
  db,
  write,
}: Room): Pick<Catalog, 'lastVersion' | 'noteVersion'> {
  const kept = keptUnder(key, { db })
  return {
    lastVersion: () => {
      const value = kept.read()
      return typeof value === 'string' ? value : null
    },
    noteVersion: (version) => {
      write(() => kept.store(version))
    },
  }
}
