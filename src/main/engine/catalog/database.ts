// One connection to the catalogue's file, how it is set up, and the one way in which anything is
// written: a transaction whose tally changes count only after the commit, and whose full disk and damage are told
// apart from a bug. What is written is decided in the other files of this room.
import Sqlite, { type Database } from 'better-sqlite3'
import { CatalogueDamagedError, DiskFullError } from '../ports/catalogue-trouble.ts'
import type { TallyBook } from './tally.ts'

/** The disk has no room for a write; the catalogue stays usable and nothing of that write is stored. */
export function diskFullError(cause: unknown): DiskFullError {
  return new DiskFullError('No room on the disk of the catalogue', { cause })
}

/** What every part of the room works with. */
export interface Room {
  db: Database
  book: TallyBook
  /** Wall time in milliseconds since 1970. */
  now(): number
  /** Milliseconds of a clock that only goes forward. */
  elapsed(): number
  /** Runs `work` in a transaction of its own, or inside the one that is open. */
  write<T>(work: () => T): T
}

/** The row that a count, a sum or a largest value always is, be there no row to count. */
export function theRow<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('An aggregate has no row')
  return row
}

/**
 * A bound value in a statement that runs for every photo, as SQL. A bare one that is compared with a column of an index has SQLite
 * compile the statement anew before each run, as another value might speak for another plan (where it is built with STAT4, as here:
 * https://www.sqlite.org/c3ref/prepare.html), which takes ten times as long as the run. Of an expression it expects nothing.
 */
export const given = (parameter: string): string => `ifnull(${parameter}, NULL)`

/** 16 MB (negative: in KiB): the working set of the indexes at 100,000 files; the system's own cache does the rest. */
export const cacheSize = -16_384

/** SQLite's code of an error, or null for anything else. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Sqlite.SqliteError ? error.code : null
}

// What cannot be read back is as good as damaged; other I/O errors have to do with locks, memory or room.
const unreadable = ['READ', 'SHORT_READ', 'CORRUPTFS', 'DATA'].map((part) => `SQLITE_IOERR_${part}`)

/** True for the codes with which SQLite says that the file is not a sound database, or cannot be read. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error)
  if (code === null) return false
  const isUnsound = code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')
  return isUnsound || code === 'SQLITE_IOERR' || unreadable.includes(code)
}

/** What the callers of this room are told: the two foreseen errors as such, anything else as it is. */
export function toldOutside(error: unknown): unknown {
  if (isDiskFull(error)) return diskFullError(error)
  if (!isDamage(error)) return error
  return new CatalogueDamagedError('The catalogue is damaged', { cause: error })
}

/**
 * True when there is no room: SQLITE_FULL from a write, or the I/O errors under which a full disk shows
 * where space is reserved late (sync, truncate, shared memory), as SQLite's result code page lists them.
 */
export function isDiskFull(error: unknown): boolean {
  const code = sqliteCode(error)
  if (code === null) return (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC'
  return (
    code === 'SQLITE_FULL' ||
    ['WRITE', 'FSYNC', 'DIR_FSYNC', 'TRUNCATE', 'SHMSIZE'].some(
      (part) => code === `SQLITE_IOERR_${part}`,
    )
  )
}

/**
 * Opens the file for this process alone, and writes nothing yet. The lock is the system's own on the open file
 * (locking_mode EXCLUSIVE), so it ends with the process however that ends, kill -9 included; a lock
 * file of ours would have to be doubted after each crash.
 */
export function connect(path: string): Database {
  const db = new Sqlite(path, { timeout: 0 })
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Makes a connection ready for work, and the file one with a write-ahead log. */
export function setUp(db: Database): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // What is deleted is overwritten: the names in a folder that was taken out are nobody's business any more.
  db.pragma('secure_delete = ON')
  db.pragma(`cache_size = ${cacheSize}`)
  // For where no turn of the event loop comes, as in a migration: log-flow.ts lets less than that flow back between two.
  db.pragma('wal_autocheckpoint = 4000')
  db.pragma('journal_size_limit = 33554432')
  // The first write takes the exclusive lock, so that a second engine is refused now and not later.
  db.exec('BEGIN EXCLUSIVE; COMMIT')
}

/** Makes the one writing function of a connection; `committed` is called after each transaction that is stored. */
export function createWrite(db: Database, book: TallyBook, committed: () => void): Room['write'] {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const isOpen = (): boolean => db.inTransaction
  return (work) => {
    if (isOpen()) return work()
    let value: ReturnType<typeof work>
    try {
      begin.run()
      value = work()
      commit.run()
      book.commit()
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (isOpen()) rollback.run()
      book.drop()
      throw toldOutside(error)
    }
    committed()
    return value
  }
}
