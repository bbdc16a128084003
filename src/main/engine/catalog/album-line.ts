// Which album each photo goes into of those that Google holds and that wait to be made: told for very many at once, so that whoever
// sends them sees where a batch is full. The photos themselves are work.ts.
import type { WorkStore } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import { keyOf } from './album-sql.ts'
import type { Room } from './database.ts'
import type { Sources } from './sources.ts'

/** The album of a file as one text: that of the file which an item shows, as work.ts chooses it. */
const nameOf = (which: string): string =>
  `(SELECT iif(${keyOf} IS NULL, '', file.source_id || '/' || ${keyOf})
    FROM file JOIN source ON source.id = file.source_id JOIN folder ON folder.id = file.folder_id
    WHERE ${which} AND file.source_id IN (SELECT value FROM json_each(@taking))
    ORDER BY file.is_present DESC, source.is_connected DESC, file.id LIMIT 1)`

/** Prepares the statement. */
export function createAlbumLine(
  { db }: Pick<Room, 'db'>,
  accounts: Pick<Accounts, 'currentId' | 'isFollowing'>,
  sources: Pick<Sources, 'taking'>,
): Pick<WorkStore, 'waitingForAlbums'> {
  const waiting = db.prepare<
    { accountId: number; now: number; taking: string },
    { uploadId: number; name: string | null }
  >(
    `SELECT upload.id AS uploadId,
       coalesce(${nameOf('file.content_id = upload.content_id')}, ${nameOf('file.id = upload.brought_by')}) AS name
     FROM upload INDEXED BY upload_sent
     WHERE account_id = @accountId AND upload.turn = 'sent' AND upload.due_at <= @now ORDER BY upload.due_at, upload.id`,
  )
  return {
    waitingForAlbums: (limit, at, busy) => {
      if (accounts.isFollowing()) return []
      const found: { uploadId: number; name: string }[] = []
      const taking = JSON.stringify(sources.taking())
      const asked = { accountId: accounts.currentId(), now: Math.round(at), taking }
      for (const { uploadId, name } of waiting.iterate(asked)) {
        if (found.length >= limit) break
        // That of a folder that takes no part in this run rests.
        if (name !== null && !busy.has(uploadId)) found.push({ uploadId, name })
      }
      return found
    },
  }
}
