// Uploads outlive the file that brought them, and what proves that the library has a photo knows its account and its
// bytes. What a row means stands above each table in 0001-first.ts.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 3

/** Adds the columns and indexes. */
export function up(db: Database): void {
  db.exec(`
    -- The file whose bytes these were, once it has others: what Google has is made a photo without it.
    ALTER TABLE upload ADD COLUMN brought_by INTEGER REFERENCES file (id) ON DELETE SET NULL;
    CREATE INDEX upload_brought_by ON upload (brought_by) WHERE brought_by IS NOT NULL;
    -- Nobody knows any more which file brought these, and so whether it is still wanted.
    UPDATE upload SET state = 'gone', turn = NULL, reason = NULL, plan = NULL, sent_size_bytes = NULL, is_reduced = 0,
      kept_original = NULL, token = NULL, token_at = NULL, failure = NULL, attempts = 0,
      session_url = NULL, session_offset = NULL, session_opened_at = NULL
    WHERE turn = 'sent' AND NOT EXISTS (SELECT 1 FROM file WHERE file.content_id = upload.content_id);

    -- One row: Google answered these bytes of this account and client with this media item, as the receipts beside a
    -- lost catalogue tell. is_listed: the library was seen to have it since.
    CREATE TABLE receipt (
      sub TEXT NOT NULL,
      client_id TEXT NOT NULL,
      sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
      media_item_id TEXT NOT NULL,
      product_url TEXT,
      is_listed INTEGER NOT NULL DEFAULT 0 CHECK (is_listed IN (0, 1)),
      PRIMARY KEY (sub, client_id, sha256)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX receipt_item ON receipt (sub, client_id, media_item_id);
    CREATE INDEX receipt_pending ON receipt (sub, client_id) WHERE is_listed = 0;
    -- Neither account nor bytes of these were known.
    DROP TABLE listed_item;

    -- Finds the row of a file that moved among all files with its bytes.
    CREATE INDEX file_twin ON file (content_id, is_present, inode) WHERE content_id IS NOT NULL;
  `)
}
