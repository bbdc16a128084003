// Cards and drives that were put in and about which somebody was asked: by what each is known again, and what was answered.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 21

/** Adds a table. Nobody was asked yet. */
export function up(db: Database): void {
  db.exec(`
    -- One row: a volume for which somebody has answered. camera_folder is the newest that a camera numbered on it.
    CREATE TABLE volume (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('card', 'drive')),
      -- As source.volume_id; NULL: nothing names it.
      volume_id TEXT,
      label TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      camera_folder TEXT,
      answer TEXT NOT NULL CHECK (answer IN ('always', 'once', 'never')),
      -- 0: the answer was for one time, and that is over.
      holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
      source_id INTEGER UNIQUE REFERENCES source (id) ON DELETE SET NULL,
      last_seen_at INTEGER NOT NULL
    ) STRICT;
  `)
}
