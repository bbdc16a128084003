// A few files that a source is known to hold, from its first folders and its newest ones: enough to tell whether what lies
// at its path is it. Decides nothing.
import type { Catalog } from '../ports/catalogue.ts'
import type { Room } from './database.ts'

/** From both ends of the list, so that one folder that is gone does not speak for the whole source. */
const foldersFromEachEnd = 10
const filesFromEach = 20

/** Prepares the statements. */
export function createKnownFiles({ db }: Room): Pick<Catalog, 'knownFiles'> {
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
  return {
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
