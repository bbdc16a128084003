// Links inside folders are counted, and followed where that is wished; and what has a name that is not UTF-8 is a file like
// any other, so what was left out for its name is looked at again.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 8

/** Adds the columns. */
export function up(db: Database): void {
  db.exec(`
    -- 1: links inside it are followed to where they lead.
    ALTER TABLE source ADD COLUMN follows_links INTEGER NOT NULL DEFAULT 0 CHECK (follows_links IN (0, 1));

    -- Links in it that are not followed.
    ALTER TABLE folder ADD COLUMN links INTEGER NOT NULL DEFAULT 0;
    DROP INDEX folder_other_files;
    CREATE INDEX folder_beside ON folder (source_id, other_files, links) WHERE other_files > 0 OR links > 0;

    -- The full path of the file that a followed link leads to; NULL: it is no link.
    ALTER TABLE file ADD COLUMN target TEXT;

    -- No file has this time, so the next scan meets them as changed ones.
    UPDATE file SET mtime_us = -1 WHERE state = 'skipped' AND reason = 'unusable-name';
  `)
}
