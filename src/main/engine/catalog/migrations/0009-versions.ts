// What a file was before it got other bytes is remembered, so that the older photo in the library is told of; and a source
// may keep to the older ones.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 9

/** Adds the column and the table. What was overwritten before it is not known any more. */
export function up(db: Database): void {
  db.exec(`
    -- 0: a file whose older version is in the library is not sent again.
    ALTER TABLE source ADD COLUMN sends_versions INTEGER NOT NULL DEFAULT 1 CHECK (sends_versions IN (0, 1));

    -- One row: a file had these bytes, which the library has or may get, until it got other ones at its path; the highest
    -- seq is the newest. None is of the bytes that the file has now.
    CREATE TABLE version (
      seq INTEGER PRIMARY KEY,
      file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
      upload_id INTEGER NOT NULL REFERENCES upload (id),
      UNIQUE (file_id, upload_id)
    ) STRICT;
  `)
}
