// The one writer of transitions: `record` stores what the queue decided, each change with its history
// row, all in one transaction. What a transition means for the files of an upload is in states.ts.
import { copyPlan } from '../../../shared/copy-plan.ts'
import type { ContentFacts, Lifecycle, SkipKind } from '../../../shared/model.ts'
import { unknownTakenAt } from '../../../shared/order-keys.ts'
import type { Change } from '../ports/catalogue.ts'
import type { UploadSession } from '../ports/photos.ts'
import type { Accounts } from './accounts.ts'
import type { AlbumBook } from './albums.ts'
import type { CaptionBook } from './captions.ts'
import { given, type Room } from './database.ts'
import type { DateChoices } from './date-choices.ts'
import type { ReadBack } from './read-back.ts'
import { placeOf, uploadColumns, uploadLifecycle, type UploadRow } from './lifecycle-rows.ts'
import type { Linker } from './link.ts'
import type { Pairs } from './pairs.ts'
import type { Receipt, Receipts } from './receipts.ts'
import { fateOf } from './shows.ts'
import { storableMs } from './stamps.ts'
import type { States } from './states.ts'
import type { Versions } from './versions.ts'

// The queue learns of a change before a scan does. Until the scan has looked again, the old stamp would
// only be refused once more.
const lookAgainMs = 5_000

// Google keeps an upload token for a day; an hour is left for the request itself (design.md 4).
const tokenLifeMs = 23 * 60 * 60 * 1000

/** Stores transitions. */
export interface Recorder {
  record(changes: readonly Change[]): void
  resumeCreating(): number
}

/** A state that belongs to a path, not to bytes: the bytes must be read again first. */
function isOfFile(next: Lifecycle): boolean {
  return next.state === 'found' || (next.state === 'waiting' && next.resumesAs === 'found')
}

/** A try to send failed with a plan that was taken back meanwhile: it says nothing of the one to come. */
function isOfTakenBackPlan(upload: UploadRow, next: Lifecycle): boolean {
  return upload.turn === 'fingerprinted' && next.state === 'waiting' && next.resumesAs === 'ready'
}

const isSkipOf = (next: Lifecycle, kind: SkipKind): boolean =>
  next.state === 'skipped' && next.reason.kind === kind

/** Prepares the statements. */
export function createRecorder(
  room: Room,
  parts: {
    accounts: Accounts
    states: States
    linker: Linker
    readBack: ReadBack
    receipts: Receipts
    versions: Versions
    captions: CaptionBook
    choices: Pick<DateChoices, 'gone'>
    albums: Pick<AlbumBook, 'store' | 'put'>
    pairs: Pick<Pairs, 'put' | 'leftToPartner'>
  },
): Recorder {
  const { db } = room
  const { accounts, states, linker, readBack, receipts, versions } = parts
  const { captions, choices, albums, pairs } = parts
  const setFacts = db.prepare(
    `UPDATE content SET media_kind = @mediaKind, mime_type = @mimeType, width = @width, height = @height,
       taken_at = @takenAt WHERE id = @contentId`,
  )
  const setFileFacts = db.prepare<[string, number, number, number]>(
    'UPDATE file SET media_kind = ?, has_date = ?, taken_at = ? WHERE content_id = ?',
  )
  const setSession = db.prepare<[string | null, number | null, number | null, number]>(
    'UPDATE upload SET session_url = ?, session_offset = ?, session_opened_at = ? WHERE id = ?',
  )
  const creating = db.prepare<[], UploadRow>(
    `SELECT ${uploadColumns} FROM upload WHERE state = 'creating' ORDER BY id`,
  )
  const receiptOf = db.prepare<[number], { sub: string; clientId: string; sha256: string }>(
    `SELECT sub, client_id AS clientId, lower(hex(sha256)) AS sha256 FROM upload
     JOIN account ON account.id = account_id JOIN content ON content.id = content_id
     WHERE upload.id = ${given('?')} AND sub IS NOT NULL`,
  )
  // What waits for the same reduced copy is that photo, too: it is due as soon as the photo is made.
  const bringTwinsForward = [
    ['upload', 'id'],
    ['file', 'content_id'],
  ].map(([table, key]) =>
    db.prepare<{ uploadId: number; sha256: string; now: number }>(
      `UPDATE ${table} SET due_at = @now WHERE state = 'waiting' AND reason = 'copy-on-its-way' AND
         ${key} IN (
           SELECT ${key} FROM upload INDEXED BY upload_copy
           WHERE account_id = (SELECT account_id FROM upload WHERE id = @uploadId) AND is_reduced = 1
             AND plan ->> 'sha256' = @sha256)`,
    ),
  )
  const storeFacts = (contentId: number, facts: ContentFacts): void => {
    const takenAt = facts.takenAt === null ? null : storableMs(facts.takenAt)
    setFacts.run({ ...facts, takenAt, contentId })
    const hasDate = facts.takenAt === null ? 0 : 1
    setFileFacts.run(facts.mediaKind, hasDate, takenAt ?? unknownTakenAt, contentId)
  }

  /** Of the open transaction: they are noted once it is stored. */
  let answered: Receipt[] = []
  const noteReceipt = (upload: UploadRow, mediaItemId: string, productUrl: string | null): void => {
    const whose = receiptOf.get(upload.id)
    if (whose !== undefined) answered.push({ ...whose, mediaItemId, productUrl })
  }

  /** What was decided a moment ago may have been overtaken. */
  const isOutNoMore = ({ contentId }: UploadRow, next: Lifecycle): boolean =>
    (isSkipOf(next, 'changed-version') && !versions.isKept(contentId)) ||
    (isSkipOf(next, 'left-to-partner') &&
      pairs.leftToPartner({ fileId: 0, sourceId: 0, contentId }) === null)

  const recordFile = (fileId: number, next: Lifecycle, now: number): void => {
    const file = states.fileById(fileId)
    // Removed with its source, or adopted as a move, while the queue had it in hand.
    if (file === undefined) return
    if (next.state === 'gone') {
      linker.vanish(file, now)
      return
    }
    if (!isOfFile(next) && next.state !== 'skipped' && next.state !== 'failed') {
      throw new Error(`A file without content cannot be ${next.state}`)
    }
    // It is no longer there: whatever was learned, it has no turn until it is back.
    if (file.isPresent === 0) return
    // Its partner came to rest meanwhile: it is taken up again.
    if (isSkipOf(next, 'left-to-partner') && pairs.leftToPartner({ ...file, fileId }) === null)
      return
    states.setOwn(file, next, now + lookAgainMs, now)
  }

  const recordUpload = (
    uploadId: number,
    next: Lifecycle,
    facts: ContentFacts | null,
    now: number,
  ): void => {
    const upload = states.uploadById(uploadId)
    if (upload === undefined || isOfTakenBackPlan(upload, next)) return
    if (facts !== null) storeFacts(upload.contentId, facts)
    if (next.state === 'done') {
      noteReceipt(upload, next.mediaItemId, next.productUrl)
      captions.made(uploadId)
      choices.gone(upload.contentId, next.plan)
    }
    const isCurrent = upload.accountId === accounts.accountOf(upload.contentId)
    if (!isCurrent) {
      // Its files follow another account now; it starts anew when this one is used again.
      states.moveUpload(upload, isOfFile(next) ? { state: 'fingerprinted' } : next, now)
      states.abandon(upload.contentId, now)
      return
    }
    if (isOfFile(next)) {
      for (const { id } of states.filesOfContent(upload.contentId)) {
        // Read anew: unlinking one file may have changed the others.
        const file = states.fileById(id)
        if (file?.isPresent === 1) states.setOwn(file, next, now + lookAgainMs, now)
      }
      return
    }
    const fate = fateOf(placeOf(next, now), states.linkOf(upload))
    if (fate === 'revived') states.moveUpload(upload, states.revived(upload), now)
    else if (fate === 'gone' || next.state === 'gone') {
      if (upload.state !== 'gone') states.moveUpload(upload, { state: 'gone' }, now)
    } else if (isOutNoMore(upload, next)) {
      // Another file with these bytes turned up meanwhile, the source wants it after all, or its partner came to rest.
      states.moveUpload(upload, { state: 'fingerprinted' }, now)
    } else {
      const listed = readBack.match(upload, next)
      states.moveUpload(upload, listed ?? next, now, listed !== null)
      const sha256 = next.state === 'done' ? copyPlan(next.plan)?.sha256 : undefined
      if (sha256 !== undefined)
        for (const statement of bringTwinsForward) statement.run({ uploadId, sha256, now })
    }
  }

  const storeSession = (uploadId: number, session: UploadSession | null): void => {
    const openedAt = session === null ? null : Math.round(session.openedAt)
    setSession.run(session?.url ?? null, session?.offset ?? null, openedAt, uploadId)
  }

  return {
    record: (changes) => {
      const now = Math.round(room.now())
      answered = []
      room.write(() => {
        for (const change of changes) {
          if (change.of === 'file') recordFile(change.fileId, change.next, now)
          else if (change.of === 'upload') {
            recordUpload(change.uploadId, change.next, change.facts ?? null, now)
          } else if (change.of === 'session') storeSession(change.uploadId, change.session)
          else if (change.of === 'words') captions.keep(change.uploadId, change.words)
          else if (change.of === 'caption') captions.decide(change.uploadId, change.caption)
          else if (change.of === 'album')
            albums.store(change.owner, change.place, change.part, change.album, now)
          else if (change.of === 'pair') pairs.put(change.fileId, change.stillId, change.role)
          else if (change.of === 'in-album') albums.put(change.uploadId, change.rowId, change.isIn)
          else linker.fingerprinted(change.fileId, change.sha256, change.stamp, now)
        }
      })
      receipts.note(answered, now)
    },

    resumeCreating: () => {
      const now = Math.round(room.now())
      return room.write(() => {
        const uploads = creating.all()
        for (const upload of uploads) {
          const was = uploadLifecycle(upload)
          if (was.state !== 'creating') throw new Error(`An upload in creation is ${was.state}`)
          const { plan, token, tokenAt } = was
          const isFresh = Math.abs(now - tokenAt) < tokenLifeMs
          const next: Lifecycle = isFresh
            ? { state: 'sent', plan, token, tokenAt }
            : { state: 'ready', plan }
          states.moveUpload(upload, next, now)
          states.settle(upload.contentId, now, undefined)
          states.abandon(upload.contentId, now)
        }
        return uploads.length
      })
    },
  }
}
