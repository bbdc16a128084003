// Copies of the catalogue: one written while it is in use, the last three kept, and the newest sound one
// found again when the catalogue itself is damaged. When to write one is the engine's.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import Sqlite, { type Database } from 'better-sqlite3'
import { CatalogueDamagedError } from '../ports/catalogue-trouble.ts'
import { replaceFile } from '../ports/replace.ts'
import { isDamage, toldOutside } from './database.ts'

/** How many backups are kept: a damage that went unnoticed for a day or two still has a way back. */
export const keptBackups = 3

const namePattern = /^catalogue-(\d{8}T\d{9}Z)\.sqlite$/
// Pages copied between two turns of the event loop: 4 MB, about 10 ms.
const pagesPerStep = 1_000

/** A time as it stands in file names, sortable. */
export function fileStamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:.]/g, '')
}

/** When a backup was written, as its name tells. */
export function backupTime(path: string): number {
  const [, stamp = ''] = namePattern.exec(basename(path)) ?? []
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3}Z)$/, '$1-$2-$3:$4:$5.$6')
  return Date.parse(iso)
}

/** The backups of a folder, the newest first. */
export function listBackups(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => namePattern.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name))
}

/**
 * True when SQLite finds nothing wrong with the pages of an open database. The CHECKs of every row are left out:
 * they tell of bugs, not of damage, take three quarters of the time, and verify tests them.
 */
export function isWhole(db: Database): boolean {
  db.pragma('ignore_check_constraints = ON')
  const answer = db.pragma('quick_check(1)', { simple: true })
  db.pragma('ignore_check_constraints = OFF')
  return answer === 'ok'
}

/** The same of every index and row as well, which takes several times as long: for a file that has met damage. */
export function isWholeThroughout(db: Database): boolean {
  return db.pragma('integrity_check(1)', { simple: true }) === 'ok'
}

/** True when the file can be opened and SQLite finds nothing wrong with it. */
export function isSound(path: string): boolean {
  let db: Database
  try {
    db = new Sqlite(path, { fileMustExist: true, readonly: true })
  } catch {
    return false
  }
  try {
    return isWhole(db)
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  } finally {
    db.close()
  }
}

/** The same, beside the engine in a thread of its own. */
function isSoundInThread(path: string): Promise<boolean> {
  const file = import.meta.url.endsWith('.ts') ? './copy-thread.ts' : './copy-thread.js'
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(file, import.meta.url), { workerData: path })
    thread.once('message', (answer) => resolve(answer === true))
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`The look at a copy ended with ${code}`)))
  })
}

/** Removes a database file and what SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

/** Writes a backup under a temporary name, checks it, gives it its name and drops the oldest beyond three. */
export async function writeBackup(db: Database, folder: string, at: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    // Left by a run that was killed in the middle of a backup.
    if (name.endsWith('.partial')) removeDatabase(join(folder, name))
  }
  const path = join(folder, `catalogue-${fileStamp(at)}.sqlite`)
  const partial = `${path}.partial`
  try {
    await db.backup(partial, { progress: () => pagesPerStep })
    settleJournal(partial)
    // A copy of sound pages is sound.
    if (!(await isSoundInThread(partial)))
      throw new CatalogueDamagedError('The copy of the catalogue is damaged')
    await replaceFile(partial, path)
  } catch (error) {
    removeDatabase(partial)
    throw toldOutside(error)
  }
  for (const old of listBackups(folder).slice(keptBackups)) removeDatabase(old)
}

/** A copy inherits WAL mode, which would leave files beside it; a backup is one file. */
function settleJournal(path: string): void {
  const db = new Sqlite(path)
  db.pragma('journal_mode = DELETE')
  db.close()
}
