// Opens the catalogue, whatever became of its file: a good one is brought to the newest shape, a damaged
// one is set aside and replaced by the newest good backup or by an empty one, one in use or of a newer
// version is refused and left untouched.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { CatalogueDamagedError, DiskFullError } from '../ports/catalogue-trouble.ts'
import type { Catalog } from '../ports/catalogue.ts'
import { ownFolderFailure } from '../ports/own-folder.ts'
import { replaceFileNow } from '../ports/replace.ts'
import {
  fileStamp,
  isSound,
  isWhole,
  isWholeThroughout,
  listBackups,
  removeDatabase,
} from './backup.ts'
import { createCatalog } from './catalog.ts'
import { connect, isDamage, isDiskFull, setUp, sqliteCode, toldOutside } from './database.ts'
import { dropMark, isMarkedDamaged } from './damage.ts'
import { isNewest, migrate, migrations, newerVersion, newestVersion } from './migrate.ts'
import type { OpenOptions } from './open-options.ts'
import { hasReceipts, readReceipts, receiptFolder } from './receipts.ts'
import { hasReadableRules } from './sources.ts'

const readAheadStep = 4 * 1024 * 1024
// A catalogue of a million files has about 750 MB; more would push everything else out of the cache.
const mostReadAhead = 1024 * 1024 * 1024

/** Opens the catalogue at a path. What it had to do is in `openedAs`. */
export async function openCatalog(options: OpenOptions): Promise<Result<Catalog, Failure>> {
  const { path, logger } = options
  try {
    mkdirSync(dirname(path), { recursive: true })
    const opened = isLost(options)
      ? fail<Failure>({ kind: 'catalogue-damaged' })
      : openSound(options)
    if (opened.ok) return ok(joinedOrClosed(opened.value, options))
    if (opened.failure.kind !== 'catalogue-damaged') return opened
    logger.error('The catalogue is damaged and is set aside', opened.failure)
    return replaceDamaged(options)
  } catch (error) {
    const isMissed =
      options.isGlance === true && toldOutside(error) instanceof CatalogueDamagedError
    if (isMissed) return openCatalog({ ...options, isGlance: false })
    const isFull = error instanceof DiskFullError || isDiskFull(error)
    // SQLite has more than one code for that, and this is the system's.
    const unusable = isFull ? noRoom(path) : ownFolderFailure(path, error)
    if (unusable === null) throw error
    return fail(unusable)
  }
}

function joinedOrClosed(db: Database, options: OpenOptions): Catalog {
  try {
    return createCatalog(db, 'good', options)
  } catch (error) {
    // Its lock would keep the next attempt out.
    db.close()
    throw error
  }
}

const noRoom = (path: string): Failure => ({ kind: 'own-folder-unusable', path, code: 'ENOSPC' })

/**
 * True when there is no catalogue where one has been: SQLite would take an empty file for a new one. Backups, receipts
 * and a file that was set aside tell so, the last as when a replacement was broken off.
 */
function isLost({ path, backupFolder }: OpenOptions): boolean {
  if (path === ':memory:') return false
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (sizeBytes > 0) return false
  return (
    listBackups(backupFolder).length > 0 || hasReceipts(receiptFolder(path)) || hasSetAside(path)
  )
}

const setAsideMark = '.corrupt-'

const hasSetAside = (path: string): boolean =>
  readdirSync(dirname(path)).some((name) => name.startsWith(`${basename(path)}${setAsideMark}`))

/** One attempt at the file as it is. Its connection is closed again unless all is well. */
function openSound(options: OpenOptions): Result<Database, Failure> {
  const { isGlance = false } = options
  let db: Database | null = null
  try {
    if (!isGlance) readAhead(options.path)
    db = connect(options.path)
    // Before anything is written, or reads its schema, which may say what this version's SQLite does not understand.
    const newer = newerVersion(db, options.migrations ?? migrations)
    if (newer !== null) {
      db.close()
      return fail(newer)
    }
    setUp(db)
    const isMarked = isMarkedDamaged(options.path)
    const isTrusted = isGlance && !isMarked && isNewest(db, options.migrations ?? migrations)
    if (!(isTrusted || (isMarked ? isWholeThroughout(db) : isWhole(db)))) {
      db.close()
      return fail({ kind: 'catalogue-damaged' })
    }
    dropMark(options.path)
    const shaped = bringUp(db, options)
    const migrated =
      shaped.ok && !hasReadableRules(db) ? fail<Failure>({ kind: 'catalogue-damaged' }) : shaped
    if (!migrated.ok) db.close()
    else if (options.limitPages !== undefined) db.pragma(`max_page_count = ${options.limitPages}`)
    return migrated.ok ? ok(db) : migrated
  } catch (error) {
    db?.close()
    const code = sqliteCode(error)
    if (code?.startsWith('SQLITE_BUSY') === true) return fail({ kind: 'catalogue-locked' })
    if (isDamage(error)) return fail({ kind: 'catalogue-damaged' })
    throw error
  }
}

/**
 * Reads the file from end to end, so that it is in the system's cache when the check jumps about in it: on a disk
 * that has to seek, or a cold one, that is the difference between a second and minutes. Never while the file is
 * open here: closing this handle would drop the locks of a connection.
 */
function readAhead(path: string): void {
  if (!existsSync(path)) return
  const buffer = Buffer.allocUnsafe(readAheadStep)
  const file = openSync(path, 'r')
  try {
    for (let at = 0; at < mostReadAhead; at += readAheadStep) {
      if (readSync(file, buffer, 0, readAheadStep, at) < readAheadStep) break
    }
  } finally {
    closeSync(file)
  }
}

function bringUp(db: Database, options: OpenOptions): Result<null, Failure> {
  const steps = options.migrations ?? migrations
  return migrate(
    db,
    (version) => {
      const at = fileStamp(options.clock.now())
      const name = `before-v${newestVersion(steps)}-from-v${version}-${at}.sqlite`
      mkdirSync(options.backupFolder, { recursive: true })
      // By SQLite itself: where locks belong to the process, closing a second handle of the file drops them.
      db.prepare('VACUUM INTO ?').run(join(options.backupFolder, name))
    },
    steps,
  )
}

/**
 * Puts the newest good backup, or an empty catalogue, in the place of the damaged file. It takes the place by one rename,
 * and knows by then that the library must be read back: whenever this is broken off, the next start does it again.
 */
function replaceDamaged(options: OpenOptions): Result<Catalog, Failure> {
  const { path, backupFolder, clock, logger, checkpoint } = options
  setAside(path, clock.now())
  checkpoint('catalogue-set-aside')
  const draft = `${path}.draft`
  const drafted = openDraft({ ...options, path: draft }, listBackups(backupFolder))
  if (!drafted.ok) return drafted
  const { db, openedAs } = drafted.value
  const replacement = createCatalog(db, openedAs, options)
  try {
    replacement.setReadBackNeeded(true)
    replacement.keepReceipts(readReceipts(receiptFolder(path)))
  } finally {
    replacement.close()
  }
  dropMark(path)
  replaceFileNow(draft, path)
  checkpoint('catalogue-replaced')
  const opened = openSound(options)
  if (!opened.ok) return opened
  logger.info('The catalogue was replaced', openedAs)
  return ok(createCatalog(opened.value, openedAs, options))
}

/** A catalogue made of the newest of these backups that is good, or of none. */
function openDraft(
  options: OpenOptions,
  [backup, ...older]: readonly string[],
): Result<{ db: Database; openedAs: Exclude<Catalog['openedAs'], 'good'> }, Failure> {
  removeDatabase(options.path)
  if (backup !== undefined && !isSound(backup)) return openDraft(options, older)
  if (backup !== undefined) copyFileSync(backup, options.path)
  const opened = openSound(options)
  if (opened.ok) {
    const openedAs = backup === undefined ? 'rebuilt' : 'restored-from-backup'
    return ok({ db: opened.value, openedAs })
  }
  const isOlderWorthATry = backup !== undefined && opened.failure.kind === 'catalogue-damaged'
  return isOlderWorthATry ? openDraft(options, older) : opened
}

/** Keeps the damaged file under another name: nothing that may hold what someone needs is deleted. */
function setAside(path: string, at: number): void {
  const kept = `${path}${setAsideMark}${fileStamp(at)}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) replaceFileNow(path + suffix, kept + suffix)
  }
}
