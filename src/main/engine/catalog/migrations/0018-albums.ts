// Albums from folders: which a source wants, which were made for which account and client, what is in them, and which photos in
// the library should be in one and are not yet. Which folder an album is of is shared/albums.ts.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 18

/** Adds columns and tables. Nobody gets albums who did not ask for them. */
export function up(db: Database): void {
  db.exec(`
    -- Its values are shared/albums.ts.
    ALTER TABLE source ADD COLUMN albums TEXT NOT NULL DEFAULT 'none';
    -- The last row of the history when its client changed, -1 for never: no client can put into an album what another one made.
    ALTER TABLE account ADD COLUMN client_since INTEGER NOT NULL DEFAULT -1;

    -- One row: one part of the album of a folder, made by one client of one account. key is the folder inside its source,
    -- name what that was called when the title was set. album_id and product_url are Google's.
    CREATE TABLE album (
      id INTEGER PRIMARY KEY,
      account_id INTEGER NOT NULL REFERENCES account (id),
      client_id TEXT NOT NULL,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      part INTEGER NOT NULL CHECK (part >= 1),
      state TEXT NOT NULL CHECK (state IN ('intended', 'made', 'full', 'deleted', 'refused')),
      album_id TEXT,
      product_url TEXT,
      title TEXT NOT NULL,
      name TEXT NOT NULL,
      is_renamed INTEGER NOT NULL DEFAULT 0 CHECK (is_renamed IN (0, 1)),
      item_count INTEGER NOT NULL DEFAULT 0,
      -- When the request that makes it was about to leave.
      intended_at INTEGER NOT NULL,
      UNIQUE (account_id, client_id, source_id, key, part),
      CHECK (state NOT IN ('made', 'full', 'deleted') OR album_id IS NOT NULL)
    ) STRICT;
    CREATE INDEX album_source ON album (source_id);

    -- One row: a photo that is in an album, or with is_in = 0 one that Google does not take into it.
    CREATE TABLE album_item (
      upload_id INTEGER NOT NULL REFERENCES upload (id),
      album_id INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
      is_in INTEGER NOT NULL CHECK (is_in IN (0, 1)),
      PRIMARY KEY (upload_id, album_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX album_item_album ON album_item (album_id, is_in);

    -- One row: a file whose photo is in the library and is to be put into the album of this folder.
    CREATE TABLE album_due (
      file_id INTEGER PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      key TEXT NOT NULL
    ) STRICT;
    CREATE INDEX album_due_place ON album_due (source_id, key);
  `)
}
