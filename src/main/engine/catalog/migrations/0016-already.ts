// What is in Google Photos already is said for each folder; before, one day for all folders left out what was older. Whoever
// has Shoebox already keeps what it did: what is left out, and what becomes of photos without a date.
import type { Database } from 'better-sqlite3'
import { dayHere } from '../../../../shared/already.ts'
import { valueOf } from '../kept.ts'

/** The number that `user_version` has after this migration. */
export const version = 16

/** Adds the columns, and makes the one day that of every folder. */
export function up(db: Database): void {
  db.exec(`
    -- already: its values are shared/already.ts. undated_is_chosen: 0 where what becomes of photos without a date follows
    -- from it. already_for: whose library that was said of. first_scan_at: when the first whole scan ended, so that what comes later is known to.
    ALTER TABLE source ADD COLUMN already TEXT NOT NULL DEFAULT 'some';
    ALTER TABLE source ADD COLUMN undated_is_chosen INTEGER NOT NULL DEFAULT 1 CHECK (undated_is_chosen IN (0, 1));
    ALTER TABLE source ADD COLUMN already_for INTEGER REFERENCES account (id);
    ALTER TABLE source ADD COLUMN first_scan_at INTEGER;
    UPDATE source SET already_for = (SELECT id FROM account WHERE is_current = 1);
    -- Of what was found before now nobody noted what the first scan saw.
    UPDATE source SET first_scan_at = last_scan_at;
    UPDATE source SET already = 'nothing' WHERE undated <> 'leave';
  `)
  const key = 'backUpSince'
  const stored = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck()
  const since = valueOf(stored.get(key) ?? 'null')
  db.prepare('DELETE FROM setting WHERE key = ?').run(key)
  if (typeof since !== 'number' || dayHere(since) === '') return
  const day = dayHere(since)
  db.prepare('UPDATE source SET already = ?').run(day)
  db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)').run(
    'already',
    JSON.stringify(day),
  )
}
