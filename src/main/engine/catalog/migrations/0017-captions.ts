// Captions: what a photo says until it is sent, with which of it its photo was made, and what each camera says again and
// again. Which of it is sent is prepare's to say.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 17

/** Adds columns and tables. Whoever has Shoebox already has photos that were prepared without: these go as they were meant to. */
export function up(db: Database): void {
  db.exec(`
    -- What it says, as ports/captions.ts writes it; NULL: nothing.
    ALTER TABLE upload ADD COLUMN words TEXT CHECK (json_valid(words));
    -- With which caption a request made it, or may have, as shared/captions.ts writes it; 'null': without one; NULL: none left.
    ALTER TABLE upload ADD COLUMN caption TEXT CHECK (json_valid(caption));

    -- 1: what it says is among the counts of its camera.
    ALTER TABLE content ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 0 CHECK (is_counted IN (0, 1));
    -- One row: a camera, by maker and model, and how many photos of it were counted.
    CREATE TABLE camera (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      photos INTEGER NOT NULL
    ) STRICT;
    -- One row: how many photos of a camera say the same; the words themselves are not kept.
    CREATE TABLE camera_caption (
      camera_id INTEGER NOT NULL REFERENCES camera (id) ON DELETE CASCADE,
      said TEXT NOT NULL,
      photos INTEGER NOT NULL,
      PRIMARY KEY (camera_id, said)
    ) STRICT, WITHOUT ROWID;
  `)
}
