// Which version of the app worked with this catalogue last. What a new one is an occasion for is the engine's.
import type { Catalog } from '../ports/catalogue.ts'
import type { Room } from './database.ts'

// Beside the user's settings, whose names it does not share.
const key = 'app-version'

/** Prepares the statements. */
export function createAppVersion({
  db,
  write,
}: Room): Pick<Catalog, 'lastVersion' | 'noteVersion'> {
  const read = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck()
  const store = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  return {
    lastVersion: () => {
      const value: unknown = JSON.parse(read.get(key) ?? 'null')
      return typeof value === 'string' ? value : null
    },
    noteVersion: (version) => {
      write(() => store.run(key, JSON.stringify(version)))
    },
  }
}
