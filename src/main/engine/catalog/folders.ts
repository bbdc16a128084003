// The rows of folders: found by path, made with all folders above them, and dropped when neither the
// disk nor a remembered file needs them.
import type { Database } from 'better-sqlite3'
import { createCarry } from './date-choices.ts'
import { foldedName } from './paths.ts'

const foldersAtOnce = 200

/** The folder rows of one catalogue. All inside the caller's transaction. */
export interface Folders {
  find(sourceId: number, path: string): number | null
  /** The row of a folder that was just listed, made present. */
  ensure(sourceId: number, path: string): { id: number; isNew: boolean }
  /** Some at a time, so that very many are not one long piece. */
  presentBelow(folderId: number): Iterable<{ id: number; name: string }>
  /** The folder is no longer there; its row stays for the files that are remembered. */
  vanish(folderId: number): void
  /** Drops rows of folders that no longer exist and hold nothing. */
  dropEmpty(sourceId: number): void
}

/** Prepares the statements. */
export function createFolders(db: Database): Folders {
  const find = db
    .prepare<[number, string], [id: number, isPresent: number]>(
      'SELECT id, is_present FROM folder WHERE source_id = ? AND path = ?',
    )
    .raw()
  const add = db.prepare<[number, number | null, string, string | null]>(
    'INSERT INTO folder (source_id, parent_id, path, folded_path) VALUES (?, ?, ?, ?)',
  )
  const setPresent = db.prepare<[number, number]>('UPDATE folder SET is_present = ? WHERE id = ?')
  const presentBelow = db.prepare<[number, number], { id: number; path: string }>(
    `SELECT id, path FROM folder INDEXED BY folder_parent
     WHERE parent_id = ? AND is_present = 1 AND id > ? ORDER BY id LIMIT ${foldersAtOnce}`,
  )
  const carry = createCarry(db)
  const dropEmpty = db.prepare<[number]>(
    `DELETE FROM folder WHERE source_id = ? AND is_present = 0
       AND NOT EXISTS (SELECT 1 FROM file WHERE file.folder_id = folder.id)
       AND NOT EXISTS (SELECT 1 FROM folder AS below WHERE below.parent_id = folder.id)`,
  )

  const ensure = (sourceId: number, path: string): { id: number; isNew: boolean } => {
    const known = find.get(sourceId, path)
    if (known?.[1] === 1) return { id: known[0], isNew: false }
    const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
    const parentId = path === '' ? null : ensure(sourceId, above).id
    if (known !== undefined) {
      setPresent.run(1, known[0])
      return { id: known[0], isNew: false }
    }
    return {
      id: Number(add.run(sourceId, parentId, path, foldedName(path)).lastInsertRowid),
      isNew: true,
    }
  }

  return {
    find: (sourceId, path) => find.get(sourceId, path)?.[0] ?? null,
    ensure,
    *presentBelow(folderId) {
      for (let after = 0; ;) {
        const page = presentBelow.all(folderId, after)
        for (const { id, path } of page) {
          after = id
          yield { id, name: path.slice(path.lastIndexOf('/') + 1) }
        }
        if (page.length < foldersAtOnce) return
      }
    },
    vanish: (folderId) => {
      setPresent.run(0, folderId)
      carry(folderId)
    },
    dropEmpty: (sourceId) => {
      // Each round drops the folders that the round before has emptied.
      while (dropEmpty.run(sourceId).changes > 0);
    },
  }
}
