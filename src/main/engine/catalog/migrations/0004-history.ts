// What the same trouble meets again and again is one row of the history, found by its upload.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 4

/** Adds the column and the index. */
export function up(db: Database): void {
  db.exec(`
    -- How often the same was met in a row; at and detail are of the last time.
    ALTER TABLE history ADD COLUMN times INTEGER NOT NULL DEFAULT 1 CHECK (times > 0);
    CREATE INDEX history_upload ON history (upload_id) WHERE file_id IS NULL;
  `)
}
