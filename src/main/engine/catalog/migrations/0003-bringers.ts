// Uploads outlive the file that brought them. What a row means stands above each table in 0001-first.ts.
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

    -- Finds the row of a file that moved among all files with its bytes.
    CREATE INDEX file_twin ON file (content_id, is_present, inode) WHERE content_id IS NOT NULL;
  `)
}
