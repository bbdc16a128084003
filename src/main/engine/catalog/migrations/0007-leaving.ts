// A source that is taken out leaves in slices, so it may be half gone when the app ends.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 7

/** Adds the column. */
export function up(db: Database): void {
  db.exec(`
    -- 1: it was taken out, and what is left of it goes.
    ALTER TABLE source ADD COLUMN is_leaving INTEGER NOT NULL DEFAULT 0 CHECK (is_leaving IN (0, 1))
  `)
}
