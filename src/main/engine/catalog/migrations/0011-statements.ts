// What was safe at a moment is kept, so that people can look back.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 11

/** Adds the table. */
export function up(db: Database): void {
  db.exec(`
    -- One row: a statement of what was safe at a moment, by folder (shared/statement.ts), without its number.
    CREATE TABLE statement (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      why TEXT NOT NULL CHECK (why = 'first' OR why = 'monthly' OR why = 'asked'),
      body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT;
  `)
}
