// What a source no longer holds though it stays backed up is counted as quickly as all else: a card is emptied and used again.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 22

/** Adds an index. */
export function up(db: Database): void {
  db.exec(`
    CREATE INDEX file_vanished ON file (source_id, state) WHERE is_present = 0 AND state <> 'gone';
  `)
}
