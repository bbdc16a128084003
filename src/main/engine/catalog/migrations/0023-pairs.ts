// Files that are one picture together, and what each source leaves out of them. Nothing is, and nobody has looked for any yet.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 23

/** Adds the column and the table. */
export function up(db: Database): void {
  db.exec(`
    -- Its values are shared/pairs.ts.
    ALTER TABLE source ADD COLUMN pairs TEXT NOT NULL DEFAULT 'both';

    -- One row: a file that is one picture with a still in its folder, as its RAW photo or as the film of a Live Photo.
    CREATE TABLE pair (
      file_id INTEGER PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
      still_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
      role TEXT NOT NULL CHECK (role IN ('raw', 'film')),
      -- 0: one of them has other bytes than those by which this was found out.
      is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
      CHECK (file_id <> still_id)
    ) STRICT;
    CREATE INDEX pair_still ON pair (still_id);

    -- What somebody chose, and is told of elsewhere, is not counted as new among what was left out.
    DROP INDEX file_skipped;
    CREATE INDEX file_skipped ON file (history_seq)
      WHERE state = 'skipped' AND reason <> 'ignored-by-user' AND reason <> 'left-to-partner';
  `)
}
