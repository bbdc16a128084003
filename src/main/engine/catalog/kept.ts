// What the catalogue keeps for itself, each as one value under a name of its own, beside the user's settings, whose names none
// of them has.
import type { Room } from './database.ts'

/** One value that is kept; what its shape is, is for whoever reads it to check. */
export interface Kept {
  /** null: nothing is kept; undefined: what is kept can no longer be read. */
  read(): unknown
  store(value: unknown): void
  drop(): void
}

/** Prepares the statements. */
export function keptUnder(key: string, { db }: Pick<Room, 'db'>): Kept {
  const read = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck()
  const store = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const drop = db.prepare<[string]>('DELETE FROM setting WHERE key = ?')
  return {
    read: () => valueOf(read.get(key) ?? 'null'),
    store: (value) => void store.run(key, JSON.stringify(value)),
    drop: () => void drop.run(key),
  }
}

/** What a text of JSON holds; undefined: it is none, as when a bit of it fell over, which SQLite does not notice. */
export function valueOf(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
