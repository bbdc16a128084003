// What is in the library and could not be decoded on this computer is found at once: it may be damaged.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 12

/** Adds the index. Such uploads are few, and so are its rows. */
export function up(db: Database): void {
  db.exec(`
    CREATE INDEX upload_doubtful ON upload (content_id)
      WHERE state = 'done' AND kept_original = 'undecodable';
  `)
}
