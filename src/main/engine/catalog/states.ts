// Keeps `file.state` true: a file without content has its own state, a linked file shows what shows.ts says of its
// upload for the account that its content follows. Every function here runs inside the caller's transaction, writes the
// history and moves the tally. It decides no transition of an upload but 'gone' and back.
import type { Lifecycle } from '../../../shared/model.ts'
import { unknownTakenAt } from '../../../shared/order-keys.ts'
import type { Accounts } from './accounts.ts'
import { given, type Room } from './database.ts'
import { createHistoryRows } from './history-rows.ts'
import {
  fileDetail,
  historyDetail,
  isIgnored,
  placeOf,
  uploadCells,
  uploadColumns,
  type Place,
  type UploadRow,
} from './lifecycle-rows.ts'
import {
  followerColumns,
  fileColumns,
  type FileRow,
  type Follower,
  type Settled,
} from './file-rows.ts'
import { fateOf, isAtRest, revivedAs, shownState, type Link } from './shows.ts'

const gonePlace = (now: number): Place => ({ state: 'gone', turn: null, dueAt: now, reason: null })

/** The rules over one catalogue. */
export type States = ReturnType<typeof createStates>

/** Prepares the statements of the rules; `tell` hears of what settled, and of files that come to be done, in the transaction. */
export function createStates(
  { db, book }: Room,
  accounts: Accounts,
  tell: {
    settled(contentId: number, now: number, at: Settled): void
    done(file: Follower): void
    /** A file no longer goes, as far as it is known: it was left out, given up, or is not there. */
    rests(fileId: number): void
  },
) {
  const fileById = db.prepare<[number], FileRow>(`SELECT ${fileColumns} FROM file WHERE id = ?`)
  const filesOfContent = db.prepare<[number], FileRow>(
    `SELECT ${fileColumns} FROM file WHERE content_id = ${given('?')} ORDER BY id`,
  )
  const followers = db.prepare<[number], Follower>(
    `SELECT ${followerColumns} FROM file WHERE content_id = ${given('?')} ORDER BY id`,
  )
  const hasFile = db
    .prepare<[number, number], number>(
      'SELECT 1 FROM file INDEXED BY file_twin WHERE content_id = ? AND is_present = ? LIMIT 1',
    )
    .pluck()
  const oldestOf = db.prepare<[number], Follower>(
    `SELECT ${followerColumns}
     FROM file INDEXED BY file_content WHERE content_id = ? ORDER BY id LIMIT 1`,
  )
  const setBringer = db.prepare<[number, number]>(
    `UPDATE upload SET brought_by = ? WHERE content_id = ? AND (turn = 'sent' OR state = 'creating')`,
  )
  const uploadsOfContent = db.prepare<[number], UploadRow>(
    `SELECT ${uploadColumns} FROM upload WHERE content_id = ? ORDER BY id`,
  )
  const uploadById = db.prepare<[number], UploadRow>(
    `SELECT ${uploadColumns} FROM upload WHERE id = ?`,
  )
  const uploadOf = db.prepare<[number, number], UploadRow>(
    `SELECT ${uploadColumns} FROM upload WHERE account_id = ? AND content_id = ?`,
  )
  const addUpload = db.prepare<[number, number, number, number]>(
    `INSERT INTO upload (account_id, content_id, state, turn, due_at, changed_at)
     VALUES (?, ?, 'fingerprinted', 'fingerprinted', ?, ?)`,
  )
  const setUpload = db.prepare(
    `UPDATE upload SET state = @state, turn = @turn, due_at = @dueAt, reason = @reason, plan = @plan,
       sent_size_bytes = @sentSizeBytes, is_reduced = @isReduced, kept_original = @keptOriginal, token = @token,
       token_at = @tokenAt, media_item_id = @mediaItemId, product_url = @productUrl, skip = @skip,
       failure = @failure, attempts = @attempts, is_read_back = @isReadBack,
       begun = iif(@state = 'creating', 1, iif(@plan IS NULL, 0, begun)), history_seq = @seq, changed_at = @now,
       brought_by = iif(@keepsBringer, brought_by, NULL),
       session_url = iif(@keepsSession, session_url, NULL),
       session_offset = iif(@keepsSession, session_offset, NULL),
       session_opened_at = iif(@keepsSession, session_opened_at, NULL)
     WHERE id = @id`,
  )
  const setPlace = db.prepare<
    [string, string | null, number, string | null, number, number, number]
  >(
    `UPDATE file SET state = ?, turn = ?, due_at = ?, reason = ?, history_seq = ?, changed_at = ?
     WHERE id = ?`,
  )
  const setOwnCells = db.prepare<
    [string, string | null, number, string | null, string | null, number, number, number]
  >(
    `UPDATE file SET state = ?, turn = ?, due_at = ?, reason = ?, detail = ?, history_seq = ?, changed_at = ?,
       content_id = NULL, is_duplicate = 0, media_kind = NULL, has_date = NULL,
       taken_at = ${unknownTakenAt}
     WHERE id = ?`,
  )
  const setPresent = db.prepare<[number, number]>('UPDATE file SET is_present = ? WHERE id = ?')
  const setFirst = db.prepare<[number]>('UPDATE file SET is_duplicate = 0 WHERE id = ?')
  const { note } = createHistoryRows({ db })

  /** What a linked file shows. */
  const shown = (isPresent: number, upload: Place, now: number): Place =>
    shownState(isPresent === 1, upload) === upload.state ? upload : gonePlace(now)

  /** Which files stand behind an upload. */
  const linkOf = (upload: UploadRow): Link => {
    if (hasFile.get(upload.contentId, 1) === 1) return 'present'
    if (hasFile.get(upload.contentId, 0) === 1) return 'absent'
    return upload.broughtBy === null ? 'none' : 'overwritten'
  }

  const place = (file: Follower, to: Place, seq: number, now: number): void => {
    setPlace.run(to.state, to.turn, to.dueAt, to.reason, seq, now, file.id)
    book.move(file, { ...file, state: to.state, reason: to.reason })
    if (to.state === 'done') tell.done(file)
    if (isAtRest(to.state)) tell.rests(file.id)
  }

  /** Gives a file what it must show; `seq` is set when the upload itself has just moved. */
  const mirrorOne = (upload: UploadRow, file: Follower, now: number, seq: number | null): void => {
    const to = shown(file.isPresent, upload, now)
    if (to.state === 'gone' && file.state === 'gone') return
    const isSame =
      to.state === file.state &&
      to.turn === file.turn &&
      to.dueAt === file.dueAt &&
      to.reason === file.reason
    if (isSame && seq === null) return
    place(file, to, seq ?? note(now, file.id, null, to.state, upload.skip ?? upload.failure), now)
  }

  const mirror = (upload: UploadRow, now: number, seq: number): void => {
    for (const file of followers.all(upload.contentId)) mirrorOne(upload, file, now, seq)
  }

  /** Stores an upload's lifecycle with its history row, and lets its files follow. */
  const moveUpload = (
    upload: UploadRow,
    next: Lifecycle,
    now: number,
    isReadBack = false,
  ): void => {
    const cells = uploadCells(next)
    // What the user wants never to be sent stays known while no file needs it, for when one comes back.
    if (next.state === 'gone' && isIgnored(upload.skip)) cells.skip = upload.skip
    const to = placeOf(next, now)
    const seq = note(now, null, upload.id, next.state, historyDetail(next))
    // An open session goes on only with the bytes that it was opened for.
    const isSending =
      next.state === 'ready' || (next.state === 'waiting' && next.resumesAs === 'ready')
    const keepsSession = isSending && cells.plan === upload.plan ? 1 : 0
    const keepsBringer = to.turn === 'sent' || to.state === 'creating' ? 1 : 0
    setUpload.run({
      ...cells,
      ...to,
      keepsSession,
      keepsBringer,
      isReadBack: isReadBack ? 1 : 0,
      seq,
      now,
      id: upload.id,
    })
    if (upload.accountId !== accounts.accountOf(upload.contentId)) return
    mirror({ ...upload, ...cells, ...to, changedAt: now }, now, seq)
  }

  const revived = (upload: UploadRow): Lifecycle => revivedAs(isIgnored(upload.skip))

  /** Brings an upload in line after files with its bytes came, went or were unlinked, and `file`, which is one of them. */
  const settle = (contentId: number, now: number, at: Settled, file?: FileRow): void => {
    const upload = uploadOf.get(accounts.accountOf(contentId), contentId)
    if (upload === undefined) return
    const fate = fateOf(upload, linkOf(upload))
    if (fate === 'revived') moveUpload(upload, revived(upload), now)
    else if (fate === 'gone') moveUpload(upload, { state: 'gone' }, now)
    else if (file !== undefined) mirrorOne(upload, file, now, null)
    tell.settled(contentId, now, at)
  }

  /** Gives up what is on its way to any account and no file stands behind any more. */
  const abandon = (contentId: number, now: number): void => {
    for (const upload of uploadsOfContent.all(contentId)) {
      if (upload.turn !== 'sent' || linkOf(upload) !== 'none') continue
      moveUpload(upload, { state: 'gone' }, now)
    }
  }

  /** Makes the oldest of the files left the one that brought the bytes. */
  const promote = (contentId: number): void => {
    const first = oldestOf.get(contentId)
    if (first === undefined || first.isDuplicate === 0) return
    setFirst.run(first.id)
    book.move(first, { ...first, isDuplicate: 0 })
  }

  /** Gives a file a state of its own, unlinked from any content. */
  const setOwn = (file: FileRow, next: Lifecycle, dueAt: number, now: number): void => {
    const to = placeOf(next, dueAt)
    const seq = note(now, file.id, null, next.state, historyDetail(next))
    const keepsDetail = next.state === 'gone' && isIgnored(file.detail)
    const detail = keepsDetail ? file.detail : fileDetail(next)
    setOwnCells.run(to.state, to.turn, to.dueAt, to.reason, detail, seq, now, file.id)
    book.move(file, { ...file, ...to, isDuplicate: 0 })
    if (isAtRest(to.state)) tell.rests(file.id)
    if (file.contentId === null) return
    if (file.isDuplicate === 0) promote(file.contentId)
    setBringer.run(file.id, file.contentId)
    settle(file.contentId, now, [file.folderId])
  }

  /** The upload of a content for the account that it follows, made when there is none. */
  const uploadFor = (contentId: number, now: number): UploadRow => {
    const accountId = accounts.accountOf(contentId)
    let upload = uploadOf.get(accountId, contentId)
    if (upload === undefined) {
      addUpload.run(accountId, contentId, now, now)
      upload = uploadOf.get(accountId, contentId)
    }
    if (upload === undefined) throw new Error('An upload vanished after its insert')
    return upload
  }

  return {
    fileById: (id: number) => fileById.get(id),
    uploadById: (id: number) => uploadById.get(id),
    filesOfContent: (contentId: number) => filesOfContent.all(contentId),
    linkOf,
    abandon,
    note,
    shown,
    moveUpload,
    settle,
    promote,
    setOwn,
    revived,

    uploadFor,

    /** The files of a content begin to show its upload for the account that it follows from now on. */
    follow: (contentId: number, now: number): void => {
      const files = followers.all(contentId)
      if (files.length > 0) uploadFor(contentId, now)
      settle(contentId, now, undefined)
      const upload = uploadOf.get(accounts.accountOf(contentId), contentId)
      if (upload === undefined) return
      for (const file of followers.all(contentId)) {
        // As it was changed for this account, so that the history looks as it did.
        const to = shown(file.isPresent, upload, upload.changedAt)
        place(file, to, upload.historySeq, upload.changedAt)
      }
    },

    /** A file is no longer at its path. */
    vanish: (file: FileRow, now: number): void => {
      const missed = { ...file, isPresent: 0 }
      if (file.isPresent === 1) {
        setPresent.run(0, file.id)
        book.move(file, missed)
      }
      if (file.contentId !== null) settle(file.contentId, now, [file.folderId], missed)
      else if (file.state !== 'gone') setOwn(missed, { state: 'gone' }, now, now)
      tell.rests(file.id)
    },

    /** A file that had vanished is at its path again, unchanged, and counted as such. */
    comeBack: (file: FileRow, dueAt: number, now: number): void => {
      setPresent.run(1, file.id)
      if (file.contentId !== null) settle(file.contentId, now, [file.folderId], file)
      else if (file.state === 'gone') {
        const next: Lifecycle = isIgnored(file.detail)
          ? { state: 'skipped', reason: { kind: 'ignored-by-user' } }
          : { state: 'found' }
        setOwn(file, next, dueAt, now)
      }
    },
  }
}
