// Whose turn it is. Files stand in the queues in indexes that hold only those with a turn, so asking costs the same whether
// a million files are done or none. In which order they go is turn-order.ts.
import { albumKey } from '../../../shared/albums.ts'
import type { PhotoSize } from '../../../shared/model.ts'
import { undecidedUntil } from '../../../shared/photo-dates.ts'
import type { Catalog, WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import type { ClockJump } from './clock-jump.ts'
import { wantedFor } from './date-choices.ts'
import { given, type Room } from './database.ts'
import { createFileOf } from './file-of.ts'
import { fileLifecycle, uploadColumns, uploadLifecycle, type UploadRow } from './lifecycle-rows.ts'
import { sourcePath } from './paths.ts'
import type { Sources } from './sources.ts'
import { fileColumns, type FileRow } from './file-rows.ts'
import type { Candidate, TurnOrder } from './turn-order.ts'

type Turn = Parameters<WorkStore['next']>[0]

interface ItemRow extends FileRow {
  sourcePath: string
  folder: string
  target: string | null
  isConnected: number
  photoSize: PhotoSize | null
  undated: string
}

interface SessionRow {
  sha256: string
  sessionUrl: string | null
  sessionOffset: number
  sessionOpenedAt: number
  takenAt: number | null
}

const turns: readonly Turn[] = ['found', 'fingerprinted', 'ready', 'sent']
/** Nothing wakes the queue when work on very many rows is through but this. */
const whileOthersMoveMs = 200

/** As the queue names what it has in hand: files with the same bytes are one. */
const keyOf = ({ fileId, uploadId }: Pick<Candidate, 'fileId' | 'uploadId'>): number =>
  uploadId ?? fileId

/** Answers for the queue, and for one file by its id. */
export interface Work
  extends
    Pick<WorkStore, 'next' | 'nextDueAt' | 'sentItems' | 'twinOf'>,
    Pick<Catalog, 'fileById'> {}

/** Prepares the statements. */
export function createWork(
  { db, now: clockNow }: Room,
  accounts: Accounts,
  sources: Sources,
  order: TurnOrder,
  jump: ClockJump,
): Work {
  const dueSent = db
    .prepare<[number, number], [uploadId: number]>(
      `SELECT id FROM upload INDEXED BY upload_sent
       WHERE account_id = ? AND turn = 'sent' AND due_at <= ? ORDER BY due_at, id`,
    )
    .raw()
  const dueRenditions = db
    .prepare<[number, number], [uploadId: number]>(
      `SELECT id FROM upload INDEXED BY upload_rendition
       WHERE account_id = ? AND turn = 'ready' AND is_reduced = 1 AND state <> 'done' AND due_at <= ? ORDER BY due_at, id`,
    )
    .raw()
  const itemColumns = `${fileColumns}, source.path AS sourcePath, folder.path AS folder, target,
    source.is_connected AS isConnected, source.photo_size AS photoSize,
    ${wantedFor('file.content_id')} AS undated`
  const itemJoins = `JOIN source ON source.id = file.source_id JOIN folder ON folder.id = file.folder_id`
  const itemOfFile = db.prepare<[number], ItemRow>(
    `SELECT ${itemColumns} FROM file ${itemJoins} WHERE file.id = ${given('?')}`,
  )
  const fileOf = createFileOf(db, sources)
  const bringerOf = db.prepare<[number], ItemRow>(
    `SELECT ${itemColumns} FROM upload JOIN file ON file.id = upload.brought_by ${itemJoins} WHERE upload.id = ${given('?')}`,
  )
  const uploadById = db.prepare<[number], UploadRow & SessionRow>(
    `SELECT ${uploadColumns}, lower(hex(content.sha256)) AS sha256, session_url AS sessionUrl,
       session_offset AS sessionOffset, session_opened_at AS sessionOpenedAt, taken_at AS takenAt
     FROM upload JOIN content ON content.id = upload.content_id WHERE upload.id = ${given('?')}`,
  )
  const uploadOfContent = db
    .prepare<[number, number], number>(
      'SELECT id FROM upload WHERE account_id = ? AND content_id = ?',
    )
    .pluck()
  // Two statements: nearly no copy has a twin, and to look for one alone costs a tenth of what sorting them does.
  const sameCopies = db
    .prepare<{ uploadId: number; sha256: string }, number>(
      `SELECT id FROM upload INDEXED BY upload_copy
       WHERE account_id = (SELECT account_id FROM upload WHERE id = @uploadId) AND is_reduced = 1
         AND plan ->> 'sha256' = @sha256 AND id <> @uploadId`,
    )
    .pluck()
  const twins = db.prepare<
    [uploadIds: string],
    { id: number; state: string; mediaItemId: string | null; productUrl: string | null }
  >(
    `SELECT id, state, media_item_id AS mediaItemId, product_url AS productUrl FROM upload
     WHERE id IN (SELECT value FROM json_each(?)) AND (state IN ('done', 'creating') OR turn = 'sent')
     ORDER BY state = 'done' DESC, id`,
  )
  const nextDue = db
    .prepare<[number, string, number], number>(
      `SELECT due_at FROM file INDEXED BY file_turn
       WHERE source_id = ? AND turn = ? AND due_at > ? AND due_at < ${undecidedUntil} ORDER BY due_at LIMIT 1`,
    )
    .pluck()
  const nextSent = db
    .prepare<[number, number], [uploadId: number, dueAt: number]>(
      `SELECT id, due_at FROM upload INDEXED BY upload_sent
       WHERE account_id = ? AND turn = 'sent' AND due_at > ? ORDER BY due_at, id`,
    )
    .raw()

  const albumOf = (
    { sourceId, folder }: ItemRow,
    upload: { takenAt: number | null } | undefined,
  ): Pick<WorkItem, 'album'> => {
    const key = albumKey(sources.albumsOf(sourceId), folder)
    return key === null ? {} : { album: { sourceId, key, takenAt: upload?.takenAt ?? null } }
  }

  const toItem = (file: ItemRow, uploadId: number | null): WorkItem => {
    const upload = uploadId === null ? undefined : uploadById.get(uploadId)
    const isReachable = file.isPresent === 1 && file.isConnected === 1
    return {
      fileId: file.id,
      sourceId: file.sourceId,
      path: isReachable ? sourcePath(file.sourcePath, file.folder, file.name, file.target) : '',
      name: file.name,
      stamp: {
        sizeBytes: file.sizeBytes,
        mtimeUs: file.mtimeUs,
        ctimeUs: file.ctimeUs,
        inode: file.inode,
      },
      lifecycle: upload === undefined ? fileLifecycle(file) : uploadLifecycle(upload),
      contentId: file.contentId,
      uploadId: upload?.id ?? null,
      sha256: upload?.sha256 ?? null,
      photoSize: file.photoSize,
      undated: file.undated,
      ...albumOf(file, upload),
      session:
        upload === undefined || upload.sessionUrl === null
          ? null
          : {
              url: upload.sessionUrl,
              offset: upload.sessionOffset,
              openedAt: upload.sessionOpenedAt,
            },
    }
  }

  const byFile = (
    turn: Turn,
    limit: number,
    now: number,
    busy: ReadonlySet<number>,
  ): WorkItem[] => {
    const candidates: Candidate[] = []
    for (const sourceId of sources.working()) {
      for (const row of order.rows(sourceId, turn, now)) {
        const seen = new Set<number>()
        for (const candidate of row) {
          if (seen.size === limit) break
          const key = keyOf(candidate)
          if (busy.has(key) || seen.has(key)) continue
          seen.add(key)
          candidates.push(candidate)
        }
      }
    }
    candidates.sort(order.compare)
    const items: WorkItem[] = []
    const seen = new Set<number>()
    for (const candidate of candidates) {
      if (items.length >= limit) break
      const key = keyOf(candidate)
      const file = seen.has(key) ? undefined : itemOfFile.get(candidate.fileId)
      if (file === undefined) continue
      seen.add(key)
      items.push(toItem(file, candidate.uploadId))
    }
    return items
  }

  /** The file that brought an upload and has other bytes now. */
  const bringerFor = (uploadId: number): ItemRow | null => {
    const bringer = bringerOf.get(uploadId)
    return bringer !== undefined && sources.takes(bringer.sourceId) ? bringer : null
  }

  const isTaken = (uploadId: number): boolean =>
    fileOf(uploadId) !== null || bringerFor(uploadId) !== null

  const itemOf = (uploadId: number): WorkItem | null => {
    const fileId = fileOf(uploadId)
    const file = fileId === null ? undefined : itemOfFile.get(fileId)
    if (file !== undefined) return toItem(file, uploadId)
    const bringer = bringerFor(uploadId)
    if (bringer === null) return null
    const contentId = uploadById.get(uploadId)?.contentId ?? null
    return { ...toItem(bringer, uploadId), contentId, path: '' }
  }

  /** Work that needs no file: bytes already sent, and reduced copies of files on a drive that is away. */
  const byUpload = (
    due: typeof dueSent,
    limit: number,
    now: number,
    busy: ReadonlySet<number>,
    accepts: (item: WorkItem) => boolean,
  ): WorkItem[] => {
    const items: WorkItem[] = []
    for (const [uploadId] of due.iterate(accounts.currentId(), now)) {
      if (items.length >= limit) break
      if (busy.has(uploadId)) continue
      const item = itemOf(uploadId)
      if (item !== null && accepts(item)) items.push(item)
    }
    return items
  }

  /** What was sent needs no file, so it is due wherever its file is. */
  const nextSentAt = (now: number): number | null => {
    for (const [uploadId, dueAt] of nextSent.iterate(accounts.currentId(), now)) {
      if (isTaken(uploadId)) return dueAt
    }
    return null
  }

  return {
    next: (turn, limit, at, busy) => {
      const now = Math.round(at)
      jump.heed(now)
      if (accounts.isFollowing()) return []
      if (turn === 'sent') return byUpload(dueSent, limit, now, busy, () => true)
      const items = byFile(turn, limit, now, busy)
      if (turn !== 'ready') return items
      const isAway = (item: WorkItem): boolean => item.path === ''
      const others = new Set([...busy, ...items.map(keyOf)])
      return [...items, ...byUpload(dueRenditions, limit - items.length, now, others, isAway)]
    },

    nextDueAt: () => {
      const now = Math.round(clockNow())
      jump.heed(now)
      if (accounts.isFollowing() || jump.isUnderWay()) return now + whileOthersMoveMs
      let earliest = nextSentAt(now)
      for (const sourceId of sources.working()) {
        for (const turn of turns) {
          const dueAt = nextDue.get(sourceId, turn, now)
          if (dueAt !== undefined && (earliest === null || dueAt < earliest)) earliest = dueAt
        }
      }
      return earliest
    },

    sentItems: (uploadIds) => uploadIds.flatMap((id) => itemOf(id) ?? []),

    twinOf: (uploadId, sha256) => {
      const same = sameCopies.all({ uploadId, sha256 })
      if (same.length === 0) return null
      for (const { id, state, mediaItemId, productUrl } of twins.all(JSON.stringify(same))) {
        if (mediaItemId !== null) return { is: 'done', mediaItemId, productUrl }
        // One that rests, as its folder is left out of this run, is not waited for.
        if (state === 'creating' || isTaken(id)) return { is: 'on-its-way' }
      }
      return null
    },

    fileById: (fileId) => {
      const file = itemOfFile.get(fileId)
      if (file === undefined) return null
      const uploadId =
        file.contentId === null
          ? null
          : (uploadOfContent.get(accounts.accountOf(file.contentId), file.contentId) ?? null)
      const item = toItem(file, uploadId)
      const path = sourcePath(file.sourcePath, file.folder, file.name, file.target)
      const productUrl = item.lifecycle.state === 'done' ? item.lifecycle.productUrl : null
      const isPresent = file.isPresent === 1 && file.isConnected === 1
      return { ...item, path, productUrl, isPresent }
    },
  }
}
