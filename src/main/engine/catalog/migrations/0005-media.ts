// What is a photo: files that only their first bytes tell, files that are none, and types that nobody knows Google to take.
// And the limits are what Google takes now, so what the older ones left out is taken up again.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 5

const older = ['too-large', 'too-many-pixels']

/** Adds the column and the tables, and asks for what was left out. */
export function up(db: Database): void {
  db.exec(`
    -- Files in it that are no photos or videos.
    ALTER TABLE folder ADD COLUMN other_files INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX folder_other_files ON folder (source_id, other_files) WHERE other_files > 0;

    -- One row: a file whose name says nothing and whose first bytes are no photo's, as it was when they were read.
    CREATE TABLE stranger (
      folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      mtime_us INTEGER NOT NULL,
      ctime_us INTEGER NOT NULL,
      PRIMARY KEY (folder_id, name)
    ) STRICT, WITHOUT ROWID;

    -- One row: a type that Google may or may not take, by its usual extension, and the content with which that is tried.
    -- What came of it is the state of that content's upload; that Google refused it is remembered here.
    CREATE TABLE type_trial (
      extension TEXT PRIMARY KEY,
      content_id INTEGER NOT NULL REFERENCES content (id),
      is_refused INTEGER NOT NULL DEFAULT 0 CHECK (is_refused IN (0, 1))
    ) STRICT, WITHOUT ROWID;

    -- Both old choices are below what Google takes, or say the same.
    DELETE FROM setting WHERE key = 'limits';
  `)
  const last = db.prepare<[string], { at: number; id: number; files: number }>(
    `SELECT changed_at AS at, id, (SELECT count(*) FROM file AS other WHERE other.reason = file.reason) AS files
     FROM file WHERE reason = ? ORDER BY changed_at DESC, id DESC LIMIT 1`,
  )
  const wishes = older.flatMap((reason) => {
    const found = last.get(reason)
    if (found === undefined) return []
    const { at, id, files } = found
    return [{ does: 'retry', reason, files, after: [-Number.MAX_SAFE_INTEGER, 0], upTo: [at, id] }]
  })
  if (wishes.length === 0) return
  // What a wish for very many files is: the catalogue carries it out once it is open (wishes.ts).
  const key = 'catalog.wishes'
  const stored = db.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(key)
  const before: unknown = typeof stored === 'string' ? JSON.parse(stored) : []
  db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)').run(
    key,
    JSON.stringify([...(Array.isArray(before) ? (before as unknown[]) : []), ...wishes]),
  )
}
