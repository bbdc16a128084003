// Photos without a date: what becomes of them is said for each folder. Whoever has Shoebox already goes on as before.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 14

/** Adds the column; its values are shared/photo-dates.ts. */
export function up(db: Database): void {
  db.exec(`ALTER TABLE source ADD COLUMN undated TEXT NOT NULL DEFAULT 'leave'`)
}
