// The older versions of files: what a file was, for each account, before it got other bytes at its path. Kept from the
// moment it leaves those bytes, as nobody knows yet what the new ones are; bytes that turn out to be the same are no version.
// Says what follows for a source that keeps to the older ones; that it is left out is decided in the queue.
import type { Lifecycle } from '../../../shared/model.ts'
import type { Catalog, WorkStore } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { isHeld, type Standing } from './shows.ts'
import type { Sources } from './sources.ts'
import type { FileRow } from './file-rows.ts'
import type { States } from './states.ts'

/** Keeps the older versions of one catalogue. */
export interface Versions
  extends Pick<WorkStore, 'isKeptVersion'>, Pick<Catalog, 'olderVersionOf'> {
  /** A scan finds other bytes, or perhaps others, at the path of a file; `file` is its row from before. */
  leave(file: FileRow): void
  /** The bytes of a file are known. */
  arrive(fileId: number, contentId: number): void
  /** A row goes on as another one, and so do its versions. */
  move(fromFileId: number, toFileId: number): void
  /** As {@link Versions.isKeptVersion}, of a content for the account that it follows. */
  isKept(contentId: number): boolean
  /** What was left out for all its files, as a newer version, as here before or to a partner, is decided about again: others have these bytes. */
  decideAnew(contentId: number, now: number): void
}

const undecided: Lifecycle = { state: 'fingerprinted' }

/** Prepares the statements. */
export function createVersions(
  { db }: Room,
  parts: { accounts: Accounts; sources: Sources; states: States },
): Versions {
  const { accounts, sources, states } = parts
  const uploadsOf = db.prepare<[number], Standing & { id: number }>(
    'SELECT id, state, turn FROM upload WHERE content_id = ?',
  )
  const add = db.prepare<[number, number]>(
    'INSERT OR REPLACE INTO version (file_id, upload_id) VALUES (?, ?)',
  )
  const forget = db.prepare<[number]>('DELETE FROM version WHERE file_id = ?')
  const forgetOwn = db.prepare<[number, number]>(
    `DELETE FROM version WHERE file_id = ? AND upload_id IN (SELECT id FROM upload WHERE content_id = ?)`,
  )
  const moveAll = db.prepare<[number, number]>(
    'UPDATE OR REPLACE version SET file_id = ? WHERE file_id = ?',
  )
  const isCard = db
    .prepare<[number], number>("SELECT 1 FROM volume WHERE source_id = ? AND kind = 'card'")
    .pluck()
  // The same photo made of the same reduced copy is no other one.
  const older = db.prepare<{ fileId: number; accountId: number }, { productUrl: string | null }>(
    `SELECT older.product_url AS productUrl
     FROM version JOIN upload AS older ON older.id = version.upload_id JOIN file ON file.id = version.file_id
     LEFT JOIN upload AS own ON own.account_id = older.account_id AND own.content_id = file.content_id
     WHERE version.file_id = @fileId AND older.account_id = @accountId AND older.state = 'done'
       AND file.content_id IS NOT NULL AND older.media_item_id IS NOT own.media_item_id
     ORDER BY version.seq DESC LIMIT 1`,
  )
  const present = `FROM file INDEXED BY file_twin JOIN source ON source.id = file.source_id
    WHERE file.content_id = @contentId AND file.is_present = 1 AND source.is_leaving = 0`
  const kept = db
    .prepare<{ contentId: number; accountId: number }, number>(
      `SELECT EXISTS (SELECT 1 ${present}) AND NOT EXISTS (
         SELECT 1 ${present} AND (source.sends_versions = 1 OR NOT ${hasOlder('@accountId')}))`,
    )
    .pluck()
  const leftOut = db
    .prepare<[number, number], number>(
      `SELECT id FROM upload WHERE account_id = ? AND content_id = ? AND reason IN ('changed-version', 'older-than-start', 'left-to-partner')`,
    )
    .pluck()

  const isAnyKept = (): boolean =>
    sources.sources().some(({ changedVersions }) => changedVersions === 'keep')
  const isKept = (contentId: number): boolean =>
    isAnyKept() && kept.get({ contentId, accountId: accounts.accountOf(contentId) }) === 1

  return {
    leave: (file) => {
      // What is there now is another photo under an old name, and never left out for it: it was missed in between, or lies on
      // a card. Cameras write over no photo, and use their names again once the card was formatted.
      const isAnother = file.isPresent === 0 || isCard.get(file.sourceId) === 1
      if (isAnother) forget.run(file.id)
      else if (file.contentId !== null)
        for (const upload of uploadsOf.all(file.contentId))
          if (isHeld(upload)) add.run(file.id, upload.id)
    },
    arrive: (fileId, contentId) => void forgetOwn.run(fileId, contentId),
    move: (from, to) => void moveAll.run(to, from),
    isKept,
    isKeptVersion: (uploadId) => {
      const upload = isAnyKept() ? states.uploadById(uploadId) : undefined
      return upload !== undefined && isKept(upload.contentId)
    },
    olderVersionOf: (fileId) => older.get({ fileId, accountId: accounts.currentId() }) ?? null,
    decideAnew: (contentId, now) => {
      const id = leftOut.get(accounts.accountOf(contentId), contentId)
      const upload = id === undefined ? undefined : states.uploadById(id)
      if (upload !== undefined) states.moveUpload(upload, undecided, now)
    },
  }
}

/** Whether the library of an account has an older version of the file of a row of `file`, as SQL. */
export function hasOlder(account: string): string {
  return `EXISTS (SELECT 1 FROM version JOIN upload AS older ON older.id = version.upload_id
    WHERE version.file_id = file.id AND older.account_id = ${account} AND older.state = 'done')`
}
