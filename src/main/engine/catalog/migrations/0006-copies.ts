// Reduced copies are known by their bytes, so that photos that give the same one are sent once.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 6

/** Adds the index. Plans made before it have no hash, and are sent each for itself as before. */
export function up(db: Database): void {
  db.exec(`CREATE INDEX upload_copy ON upload (account_id, plan ->> 'sha256') WHERE is_reduced = 1`)
}
