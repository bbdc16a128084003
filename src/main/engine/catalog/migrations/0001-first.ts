// The first shape of the catalogue. Released migrations are never edited: a change of shape is a new file.
// What a row means stands above its table; which code keeps it so, in states.ts, scan.ts and accounts.ts.
import type { Database } from 'better-sqlite3'

/** The number that `user_version` has after this migration. */
export const version = 1

// A chain of comparisons and not IN: for every row written, SQLite would first build each list of an IN as
// a table, which doubles the time of a scan.
const oneOf = (column: string, ...words: string[]): string =>
  `(${words.map((word) => `${column} = '${word}'`).join(' OR ')})`
const anyState = oneOf(
  'state',
  ...[
    'found',
    'done',
    'fingerprinted',
    'ready',
    'sent',
    'creating',
    'waiting',
    'skipped',
    'failed',
    'gone',
  ],
)
const uploadState = oneOf(
  'state',
  ...['done', 'fingerprinted', 'ready', 'sent', 'creating', 'waiting', 'skipped', 'failed', 'gone'],
)
const hasTurn = oneOf('state', 'found', 'fingerprinted', 'ready', 'sent', 'waiting')
const hasReason = oneOf('state', 'skipped', 'failed', 'waiting')
const ownState = oneOf('state', 'found', 'waiting', 'skipped', 'failed', 'gone')

/** Creates every table and index. */
export function up(db: Database): void {
  db.exec(`
    -- One row: a folder that the user asked to be backed up, with all below it.
    CREATE TABLE source (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      path TEXT NOT NULL,
      volume_id TEXT,
      path_in_volume TEXT,
      is_network INTEGER NOT NULL CHECK (is_network IN (0, 1)),
      photo_size TEXT CHECK (photo_size IN ('original', 'high')),
      includes_subfolders INTEGER NOT NULL DEFAULT 1 CHECK (includes_subfolders IN (0, 1)),
      -- A JSON list of strings.
      ignore_patterns TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(ignore_patterns)),
      added_at INTEGER NOT NULL,
      last_scan_at INTEGER,
      is_connected INTEGER NOT NULL DEFAULT 1 CHECK (is_connected IN (0, 1))
    ) STRICT;

    -- One row: a folder inside a source, present or remembered because files of it are remembered.
    -- path is relative to the source, '' for the source itself, '/' between parts.
    CREATE TABLE folder (
      id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
      parent_id INTEGER REFERENCES folder (id),
      path TEXT NOT NULL,
      -- The path in NFC and lower case, for search; NULL where ASCII makes it needless.
      folded_path TEXT,
      is_present INTEGER NOT NULL DEFAULT 1 CHECK (is_present IN (0, 1)),
      UNIQUE (source_id, path),
      CHECK ((parent_id IS NULL) = (path = ''))
    ) STRICT;
    CREATE INDEX folder_parent ON folder (parent_id);

    -- One row: distinct bytes that some file had, with what is known of them. Kept for ever, so that
    -- the same bytes are known again wherever they turn up.
    CREATE TABLE content (
      id INTEGER PRIMARY KEY,
      sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
      size_bytes INTEGER NOT NULL,
      media_kind TEXT CHECK (media_kind IN ('photo', 'video')),
      mime_type TEXT,
      width INTEGER,
      height INTEGER,
      taken_at INTEGER,
      CHECK ((media_kind IS NULL) = (mime_type IS NULL))
    ) STRICT;

    -- One row: a Google account that uploads were or are for. Row 1 exists from the start without a
    -- name; the first sign-in gives it one and so keeps what was prepared before.
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      sub TEXT UNIQUE,
      email TEXT,
      client_id TEXT,
      is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
      CHECK ((sub IS NULL) = (email IS NULL) AND (sub IS NULL) = (client_id IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX account_current ON account (is_current) WHERE is_current = 1;
    INSERT INTO account (id, is_current) VALUES (1, 1);

    -- One row: a path in a source that was ever found, in exactly one state. Until its bytes are known
    -- the state is its own; then it mirrors upload(current account, content), or is 'gone' when the
    -- path is no longer there and the bytes were not on their way. turn is the work whose queue the
    -- file stands in (NULL: none) and due_at when that may begin (ms since 1970).
    CREATE TABLE file (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source_id INTEGER NOT NULL REFERENCES source (id),
      folder_id INTEGER NOT NULL REFERENCES folder (id),
      name TEXT NOT NULL,
      -- The name in NFC and lower case, for search; NULL where ASCII makes it needless.
      folded_name TEXT,
      size_bytes INTEGER NOT NULL,
      mtime_us INTEGER NOT NULL,
      ctime_us INTEGER NOT NULL,
      -- REAL: 64-bit inode numbers beyond 2^63 exist, and JavaScript rounds beyond 2^53 anyway.
      inode REAL NOT NULL,
      -- 1: the name ends like a video's. What the bytes are is media_kind, once they have been looked at.
      claims_video INTEGER NOT NULL DEFAULT 0 CHECK (claims_video IN (0, 1)),
      is_online_only INTEGER NOT NULL DEFAULT 0 CHECK (is_online_only IN (0, 1)),
      is_present INTEGER NOT NULL DEFAULT 1 CHECK (is_present IN (0, 1)),
      -- 1: another file had brought these bytes before.
      is_duplicate INTEGER NOT NULL DEFAULT 0 CHECK (is_duplicate IN (0, 1)),
      content_id INTEGER REFERENCES content (id),
      state TEXT NOT NULL CHECK ${anyState},
      turn TEXT CHECK (turn IS NULL OR ${oneOf('turn', 'found', 'fingerprinted', 'ready', 'sent')}),
      due_at INTEGER NOT NULL,
      -- The kind of the skip reason or failure.
      reason TEXT,
      -- The file's own lifecycle as JSON where 'found' or 'gone' does not say it all.
      detail TEXT CHECK (detail IS NULL OR json_valid(detail)),
      -- What is known of the content, repeated here so that the history filters by index.
      media_kind TEXT,
      has_date INTEGER,
      -- The history row that brought the state; 0: none since it was found.
      history_seq INTEGER NOT NULL DEFAULT 0,
      found_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      UNIQUE (folder_id, name),
      CHECK (content_id IS NOT NULL OR ${ownState}),
      CHECK (content_id IS NOT NULL OR is_duplicate = 0),
      CHECK (content_id IS NULL OR state <> 'found'),
      CHECK ((turn IS NOT NULL) = ${hasTurn}),
      CHECK ((reason IS NOT NULL) = ${hasReason})
    ) STRICT;
    CREATE INDEX file_turn ON file (source_id, turn, due_at, id) WHERE turn IS NOT NULL;
    CREATE INDEX file_content ON file (content_id) WHERE content_id IS NOT NULL;
    CREATE INDEX file_changed ON file (changed_at, id);
    -- Covers the tally and the counts by kind, so that they are counted without reading the rows.
    CREATE INDEX file_state
      ON file (source_id, state, changed_at, id, size_bytes, is_duplicate, media_kind, claims_video);
    -- Covers the counts by folder in the same way.
    CREATE INDEX file_coverage ON file (folder_id, state, reason, size_bytes);
    -- Covers the counts by cause, and pages the history of one.
    CREATE INDEX file_reason ON file (reason, changed_at, id, state, source_id, size_bytes) WHERE reason IS NOT NULL;
    CREATE INDEX file_media ON file (media_kind, changed_at, id) WHERE media_kind IS NOT NULL;
    CREATE INDEX file_date ON file (has_date, changed_at, id) WHERE has_date IS NOT NULL;
    CREATE INDEX file_skipped ON file (history_seq) WHERE state = 'skipped' AND reason <> 'ignored-by-user';

    -- One row: one content on its way to, or in, one account.
    CREATE TABLE upload (
      id INTEGER PRIMARY KEY,
      account_id INTEGER NOT NULL REFERENCES account (id),
      content_id INTEGER NOT NULL REFERENCES content (id),
      state TEXT NOT NULL CHECK ${uploadState},
      turn TEXT CHECK (turn IS NULL OR ${oneOf('turn', 'fingerprinted', 'ready', 'sent')}),
      due_at INTEGER NOT NULL,
      reason TEXT,
      -- The send plan as JSON, and the parts of it that are counted or shown.
      plan TEXT CHECK (plan IS NULL OR json_valid(plan)),
      sent_size_bytes INTEGER,
      is_reduced INTEGER NOT NULL DEFAULT 0 CHECK (is_reduced IN (0, 1)),
      kept_original TEXT,
      token TEXT,
      token_at INTEGER,
      session_url TEXT,
      session_offset INTEGER,
      session_opened_at INTEGER,
      media_item_id TEXT,
      product_url TEXT,
      -- 1: that this media item is ours was concluded from a read-back and not answered by Google.
      is_read_back INTEGER NOT NULL DEFAULT 0 CHECK (is_read_back IN (0, 1)),
      skip TEXT CHECK (skip IS NULL OR json_valid(skip)),
      failure TEXT CHECK (failure IS NULL OR json_valid(failure)),
      attempts INTEGER NOT NULL DEFAULT 0,
      history_seq INTEGER NOT NULL DEFAULT 0,
      changed_at INTEGER NOT NULL,
      UNIQUE (account_id, content_id),
      CHECK ((state = 'done') = (media_item_id IS NOT NULL)),
      CHECK (NOT ${oneOf('state', 'sent', 'creating')} OR (token IS NOT NULL AND token_at IS NOT NULL)),
      CHECK (NOT ${oneOf('state', 'ready', 'sent', 'creating')} OR plan IS NOT NULL),
      CHECK ((plan IS NULL) = (sent_size_bytes IS NULL)),
      CHECK (NOT ${oneOf('state', 'waiting', 'failed')} OR failure IS NOT NULL),
      CHECK (state <> 'skipped' OR skip IS NOT NULL),
      CHECK ((turn IS NOT NULL) = ${hasTurn}),
      CHECK ((reason IS NOT NULL) = ${hasReason}),
      CHECK ((session_url IS NULL) = (session_offset IS NULL)
         AND (session_url IS NULL) = (session_opened_at IS NULL))
    ) STRICT;
    CREATE INDEX upload_content ON upload (content_id);
    CREATE INDEX upload_sent ON upload (account_id, turn, due_at, id) WHERE turn = 'sent';
    CREATE INDEX upload_creating ON upload (id) WHERE state = 'creating';
    CREATE INDEX upload_rendition ON upload (account_id, turn, due_at, id) WHERE is_reduced = 1 AND state <> 'done';
    CREATE INDEX upload_media_item ON upload (account_id, media_item_id) WHERE media_item_id IS NOT NULL;
    CREATE INDEX upload_read_back ON upload (account_id, media_item_id) WHERE is_read_back = 1;

    -- One row: one stored transition after 'found', of a file or of an upload, in the order in which
    -- they happened (the clock may jump, seq does not).
    CREATE TABLE history (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      file_id INTEGER REFERENCES file (id) ON DELETE CASCADE,
      upload_id INTEGER REFERENCES upload (id),
      state TEXT NOT NULL CHECK ${anyState},
      -- The skip reason or failure as JSON.
      detail TEXT CHECK (detail IS NULL OR json_valid(detail)),
      CHECK (file_id IS NOT NULL OR upload_id IS NOT NULL)
    ) STRICT;
    CREATE INDEX history_file ON history (file_id) WHERE file_id IS NOT NULL;

    -- One row: a media item of this app, read back from the library after the catalogue was lost, that
    -- is not yet known to be one of our contents.
    CREATE TABLE listed_item (
      media_item_id TEXT PRIMARY KEY,
      product_url TEXT,
      file_name TEXT NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX listed_item_name ON listed_item (file_name);

    -- One row: one choice of the user, or one fact that the catalogue notes about itself ('catalog.'...).
    CREATE TABLE setting (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;

    -- One row: how many requests one OAuth client made on one day, Pacific time, as Google counts.
    CREATE TABLE request_day (
      day TEXT NOT NULL,
      client_id TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (day, client_id)
    ) STRICT, WITHOUT ROWID;
  `)
}
