// Which photo goes next, and which folders inside a source are left out, are choices of the user. And the start with the
// computer is on unless somebody says no: who has Shoebox already, and never said anything, keeps it off.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 13

/** Adds the columns and the index, and writes down what an existing installation has by default. */
export function up(db: Database): void {
  db.exec(`
    -- 1: its files go before those of all other sources; of one source at most.
    ALTER TABLE source ADD COLUMN goes_first INTEGER NOT NULL DEFAULT 0 CHECK (goes_first IN (0, 1));
    -- Folders inside it that are left out with all below them, relative to it: a JSON list of strings.
    ALTER TABLE source ADD COLUMN left_out TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(left_out));

    -- What waits for a later try, so that whoever looks for the newest of the others passes over none of it.
    CREATE INDEX file_waiting ON file (source_id, turn, due_at, id) WHERE state = 'waiting';

    INSERT INTO setting (key, value)
      SELECT 'startAtLogin', 'false' WHERE EXISTS (SELECT 1 FROM setting WHERE key = 'firstRunStep' AND value = '"done"')
      ON CONFLICT (key) DO NOTHING;
  `)
}
