// What somebody is asked about albums: what became of one at Google that Shoebox does not undo by itself, until it is answered;
// and how many photos each folder has for an album, told before one is chosen. The albums themselves are albums.ts.
import { albumKey, type AlbumQuestion } from '../../../shared/albums.ts'
import type { AlbumAnswers } from '../ports/albums.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import type { Sources } from './sources.ts'

/** What is asked of an album. */
const question = `CASE WHEN album.state IN ('deleted', 'refused') THEN album.state WHEN is_renamed = 1 THEN 'renamed' END`

/** Prepares the statements. */
export function createAlbumAnswers(
  { db, write }: Room,
  accounts: Accounts,
  sources: Sources,
): AlbumAnswers {
  // Of an album in parts the last one is asked about: where that is there, photos go into it.
  const open = db.prepare<
    { accountId: number; clientId: string },
    { rowId: number; sourceId: number; key: string; asks: AlbumQuestion }
  >(
    `SELECT id AS rowId, source_id AS sourceId, key, ${question} AS asks FROM album
     WHERE account_id = @accountId AND client_id = @clientId AND ${question} IS NOT NULL
       AND left_as IS NOT ${question} AND NOT EXISTS (
         SELECT 1 FROM album AS later WHERE later.account_id = album.account_id AND later.client_id = album.client_id
           AND later.source_id = album.source_id AND later.key = album.key AND later.part > album.part)
     ORDER BY id`,
  )
  const leave = db.prepare<[number]>(
    `UPDATE album SET left_as = ${question} WHERE id = ? AND ${question} IS NOT NULL AND left_as IS NOT ${question}`,
  )
  // From an index that holds all it needs, in its order: no row of a file is read.
  const counts = db
    .prepare<[number], [folder: string, isDone: number, files: number]>(
      `SELECT folder.path, file.state = 'done', count(*)
       FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id
       WHERE folder.source_id = ? AND file.state NOT IN ('skipped', 'failed', 'gone')
       GROUP BY file.folder_id, file.state`,
    )
    .raw()
  const clientSince = db
    .prepare<[number], number>('SELECT client_since FROM account WHERE id = ?')
    .pluck()
  const ofOtherClients = db
    .prepare<[number, number, number], [folder: string, files: number]>(
      `SELECT folder.path, count(*)
       FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id AND file.state = 'done'
         CROSS JOIN upload ON upload.content_id = file.content_id AND upload.account_id = ?
       WHERE folder.source_id = ? AND upload.history_seq <= ? GROUP BY file.folder_id`,
    )
    .raw()
  return {
    albumQuestions: () => {
      const clientId = accounts.currentAccount()?.clientId
      if (clientId === undefined) return new Map()
      const taking = new Set(sources.taking())
      return new Map(
        open
          .all({ accountId: accounts.currentId(), clientId })
          // Where its folder has another album now, or none, nothing is missing.
          .filter(
            ({ sourceId, key }) =>
              taking.has(sourceId) && albumKey(sources.albumsOf(sourceId), key) === key,
          )
          .map(({ rowId, asks }) => [rowId, asks]),
      )
    },
    leaveAlbum: (rowId) => write(() => leave.run(rowId).changes > 0),
    albumCounts: (sourceId) => {
      const folders = new Map<string, { folder: string; coming: number; done: number }>()
      for (const [folder, isDone, files] of counts.all(sourceId)) {
        const known = folders.get(folder) ?? { folder, coming: 0, done: 0 }
        if (isDone === 1) known.done += files
        else known.coming += files
        folders.set(folder, known)
      }
      // What another client brought, this one cannot put into an album.
      const accountId = accounts.currentId()
      const since = clientSince.get(accountId) ?? -1
      if (since >= 0)
        for (const [folder, files] of ofOtherClients.all(accountId, sourceId, since)) {
          const known = folders.get(folder)
          if (known !== undefined) known.done -= files
        }
      return [...folders.values()]
    },
  }
}
