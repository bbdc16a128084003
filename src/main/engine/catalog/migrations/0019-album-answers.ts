// What somebody answered about an album that was deleted, never made or called otherwise at Google: it is left so. Until then
// they are asked.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 19

/** Adds a column. Nobody has answered anything yet. */
export function up(db: Database): void {
  db.exec(`
    -- What it was when somebody said that it stays so; NULL: nobody did. What it becomes later is asked anew.
    ALTER TABLE album ADD COLUMN left_as TEXT CHECK (left_as IN ('deleted', 'refused', 'renamed'));
  `)
}
