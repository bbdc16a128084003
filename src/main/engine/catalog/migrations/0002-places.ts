// Where sources are, and what in them cannot be read: what tells a folder from another where its volume has no name of its
// own, and the folders and files that the last scans could not look into.
import type { Database } from 'better-sqlite3'

/** The version this step leads to. */
export const version = 2

/** Adds the column and the table. */
export function up(db: Database): void {
  db.exec(`
    -- What tells the folder itself from another at the same path; null while it was never asked for.
    ALTER TABLE source ADD COLUMN root_id TEXT;

    -- One row is a folder or a file of a source that the last scan of it could not look into.
    CREATE TABLE unreadable (
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      -- Relative to the source, '/' between its parts; '' is the source itself.
      path TEXT NOT NULL,
      is_folder INTEGER NOT NULL CHECK (is_folder IN (0, 1)),
      -- The system's name of the error, such as EACCES.
      code TEXT NOT NULL,
      -- Since when it has been so, ms since 1970.
      since INTEGER NOT NULL,
      PRIMARY KEY (source_id, path)
    ) STRICT, WITHOUT ROWID;
  `)
}
