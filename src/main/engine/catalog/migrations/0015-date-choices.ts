// Photos without a date: what somebody decided for those of one folder, and which uploads may no longer change their bytes.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 15

/** Adds the table, the column and the index. */
export function up(db: Database): void {
  db.exec(`
    -- One row: what was decided for the photos without a date of a folder, those found later included. It wins over what
    -- its source says. The values are shared/photo-dates.ts, and 'later': they wait until somebody decides.
    CREATE TABLE date_choice (
      folder_id INTEGER PRIMARY KEY REFERENCES folder (id) ON DELETE CASCADE,
      choice TEXT NOT NULL,
      -- The decision before this one, which taking it back brings back; NULL: there was none.
      before TEXT,
      decided_at INTEGER NOT NULL,
      -- How many have gone since.
      went INTEGER NOT NULL DEFAULT 0,
      -- Where its files went last, for the case that the folder was renamed; no reference, as that may go, too.
      moved_to INTEGER
    ) STRICT;

    -- 1: a creation may have left with the bytes of its plan. Others would be a second item.
    ALTER TABLE upload ADD COLUMN begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1));
    UPDATE upload SET begun = 1 WHERE state = 'creating' OR turn = 'sent';

    CREATE INDEX file_undated ON file (folder_id, name) WHERE reason = 'undated' OR reason = 'undecided';
  `)
}
