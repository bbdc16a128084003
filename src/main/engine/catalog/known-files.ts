// What the sources room asks about the files of one source: a few that it is known to hold, from its first folders and its
// newest ones, enough to tell whether what lies at its path is it; which are backed up; and those that could not be read. Decides nothing.
import type { Catalog } from '../ports/catalogue.ts'
import type { Room } from './database.ts'
import { sourcePath } from './paths.ts'
import { storable } from './stamps.ts'

/** From both ends of the list, so that one folder that is gone does not speak for the whole source. */
const foldersFromEachEnd = 10
const filesFromEach = 20

/** Prepares the statements. */
export function createKnownFiles({
  db,
}: Room): Pick<Catalog, 'knownFiles' | 'isBackedUp' | 'unreadableFiles'> {
  const foldersBy = (order: 'ASC' | 'DESC') =>
    db.prepare<[number, number], { id: number; path: string }>(
      `SELECT id, path FROM folder
       WHERE source_id = ? AND is_present = 1
         AND EXISTS (SELECT 1 FROM file WHERE file.folder_id = folder.id AND file.is_present = 1)
       ORDER BY id ${order} LIMIT ?`,
    )
  const [oldest, newest] = [foldersBy('ASC'), foldersBy('DESC')]
  const filesIn = db.prepare<[number, number], { name: string; sizeBytes: number }>(
    `SELECT name, size_bytes AS sizeBytes FROM file WHERE folder_id = ? AND is_present = 1 LIMIT ?`,
  )
  const unreadable = db.prepare<
    [number],
    { fileId: number; root: string; folder: string; name: string; target: string | null }
  >(
    `SELECT file.id AS fileId, source.path AS root, folder.path AS folder, name, target
     FROM file JOIN source ON source.id = file.source_id JOIN folder ON folder.id = file.folder_id
     WHERE reason = 'file-unreadable' AND file.source_id = ? AND file.is_present = 1
       -- Held by another program (Windows' EBUSY): to open it shows whether it still is. Other trouble may lie farther in, and
       -- its tries are counted on.
       AND (state = 'failed' OR detail ->> '$.failure.code' = 'EBUSY')`,
  )
  const backedUp = db
    .prepare<[number, string, string, number, number], number>(
      `SELECT 1 FROM folder JOIN file ON file.folder_id = folder.id
       WHERE folder.source_id = ? AND folder.path = ? AND file.name = ? AND file.size_bytes = ? AND mtime_us = ?
         AND file.state = 'done'`,
    )
    .pluck()
  return {
    isBackedUp: (sourceId, folder, entry) => {
      const { sizeBytes, mtimeUs } = storable(entry)
      const name = entry.name.toWellFormed()
      return backedUp.get(sourceId, folder, name, sizeBytes, mtimeUs) === 1
    },
    unreadableFiles: (sourceId) =>
      unreadable.all(sourceId).map(({ fileId, root, folder, name, target }) => ({
        fileId,
        path: sourcePath(root, folder, name, target),
      })),
    knownFiles: (sourceId) => {
      const folders = new Map(
        [oldest, newest].flatMap((statement) =>
          statement.all(sourceId, foldersFromEachEnd).map(({ id, path }) => [id, path]),
        ),
      )
      return [...folders].flatMap(([id, folder]) =>
        filesIn.all(id, filesFromEach).map((file) => ({ folder, ...file })),
      )
    },
  }
}
