// What is due for albums lies in the order in which it goes into them, so that the next fifty of very many cost the same as of
// few; titles that are taken are found by an index, and so are the photos that Google does not take into an album.
import type { Database } from 'better-sqlite3'

/** Of a photo without a date, in its file and in the order of an album, where it comes last. */
const unknownTakenAt = -8_640_000_000_000_000
const latestTakenAt = 8_640_000_000_000_000

/** The number that `user_version` has after this migration. */
export const version = 20

/** Adds columns and indexes; what is due already takes its place in the order. */
export function up(db: Database): void {
  db.exec(`
    -- As its file had them when it became due: a photo without a date comes last.
    ALTER TABLE album_due ADD COLUMN taken_at INTEGER NOT NULL DEFAULT ${latestTakenAt};
    ALTER TABLE album_due ADD COLUMN name TEXT NOT NULL DEFAULT '';
    UPDATE album_due SET (taken_at, name) = (
      SELECT iif(file.taken_at = ${unknownTakenAt}, ${latestTakenAt}, file.taken_at), file.name FROM file WHERE file.id = file_id);
    DROP INDEX album_due_place;
    CREATE INDEX album_due_place ON album_due (source_id, key, taken_at, name);

    CREATE INDEX album_title ON album (account_id, client_id, title);
    CREATE INDEX album_item_left_out ON album_item (upload_id) WHERE is_in = 0;
  `)
}
