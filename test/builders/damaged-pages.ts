// Pages of a catalogue that the disk damages while it is in use.
import { closeSync, openSync, writeSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

/** Where the first page of a table or index lies in the file, and how large it is. */
export function pageOf(path: string, name: string): { at: number; size: number } {
  const db = new Sqlite(path, { readonly: true })
  const size = db.pragma('page_size', { simple: true }) as number
  const root = db
    .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(name)
  db.close()
  if (root === undefined) throw new Error(`There is no ${name}`)
  return { at: (root - 1) * size, size }
}

/** Has the disk damage that part of a file. */
export function overwrite(path: string, { at, size }: { at: number; size: number }): void {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(size, 0xa5), 0, size, at)
  closeSync(file)
}
