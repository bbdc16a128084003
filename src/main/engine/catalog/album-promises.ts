// What the rows of albums promise, as SQL that finds those which break it; verify.ts asks.
import { everyWanted, isClosed, keyOf, sweepKey } from './album-sql.ts'

/** Each finds the rows that break one promise; its first column is the example that is shown. */
export const albumPromises: readonly { invariant: string; broken: string }[] = [
  {
    invariant:
      'a photo that should be in an album is in it, waits for it, or has one that takes none',
    broken: `SELECT 'file ' || file.id ${everyWanted}
      AND NOT EXISTS (SELECT 1 FROM album_due WHERE file_id = file.id AND album_due.source_id = source.id
        AND album_due.key = ${keyOf})
      AND NOT ${isClosed('upload.account_id', 'account.client_id', 'source.id', keyOf)}
      AND coalesce((SELECT value FROM setting WHERE key = '${sweepKey}'), '[]') = '[]'`,
  },
  {
    invariant: 'an album counts the photos in it',
    broken: `SELECT 'album ' || id FROM album
      WHERE item_count <> (SELECT count(*) FROM album_item WHERE album_id = album.id AND is_in = 1)`,
  },
  {
    invariant: 'the parts of an album are counted from one',
    broken: `SELECT 'source ' || source_id || ': ' || key FROM album
      GROUP BY account_id, client_id, source_id, key HAVING count(*) <> max(part)`,
  },
  {
    invariant: 'an album of Google is that of one folder',
    broken: `SELECT 'album ' || min(id) FROM album WHERE album_id IS NOT NULL
      GROUP BY account_id, client_id, album_id HAVING count(*) > 1`,
  },
]
