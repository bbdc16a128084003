// The history is ordered by size and by the day a photo was taken, too, and its search folds accents. What that needs of the
// rows that are there is filled in once the catalogue is open (fill-in.ts): a million rows would hold the start up.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 10

/** Adds the column and the indexes, and asks for what is to be filled in. */
export function up(db: Database): void {
  db.exec(`
    -- When it was taken, repeated of its content; the earliest time that a date can have where that is not known.
    ALTER TABLE file ADD COLUMN taken_at INTEGER NOT NULL DEFAULT -8640000000000000;
    -- Its size once its bytes were read; -1 before that.
    ALTER TABLE file ADD COLUMN read_size INTEGER GENERATED ALWAYS AS (iif(content_id IS NULL, -1, size_bytes)) VIRTUAL;
    -- What a scan adds stands at one place of both, so that it costs little: nothing is read, and no date is known.
    CREATE INDEX file_size ON file (read_size, id);
    CREATE INDEX file_taken ON file (taken_at, id);

    INSERT INTO setting (key, value)
      SELECT 'catalog.fill-in', '{"table":"folder","after":0}' WHERE EXISTS (SELECT 1 FROM folder);
  `)
}
