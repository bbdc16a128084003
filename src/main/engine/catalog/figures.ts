// The numbers of a status, most of them from the tally in memory, and small questions about the rows.
import { fileStates, type FileState, type PhotoSize } from '../../../shared/model.ts'
import { isUnfinished } from '../../../shared/standing.ts'
import type { Tally } from '../../../shared/status.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import type { Already } from './already.ts'
import { theRow, type Room } from './database.ts'
import type { Pairs } from './pairs.ts'
import type { Others } from './others.ts'
import { sourcePath } from './paths.ts'
import type { Sources } from './sources.ts'
import { sumOf, type Count } from './tally.ts'

type Figures = Pick<
  Catalog,
  | 'tally'
  | 'duplicates'
  | 'sourceTallies'
  | 'presentTally'
  | 'remaining'
  | 'renditionsInUse'
  | 'unsentFiles'
  | 'largePhotos'
  | 'lastFileId'
  | 'lastDoneAt'
  | 'skippedSince'
  | 'lastHistorySeq'
>

const unsentStates = ['found', 'fingerprinted', 'ready', 'waiting'] as const
const sentStates = ['sent', 'creating'] as const

// What the bytes are where they have been looked at, else what the name claims.
const kind = `coalesce(file.media_kind, iif(file.claims_video = 1, 'video', 'photo'))`

/** Prepares the statements. */
export function createFigures(
  { db, book }: Room,
  accounts: Accounts,
  sources: Sources,
  others: Pick<Others, 'bySource'>,
  already: Pick<Already, 'olderThan'>,
  pairs: Pick<Pairs, 'leftToPartner'>,
): Figures {
  // What the reduced copies that wait for their turn save, and what waits with its bytes already sent. Both
  // are few: preparing runs only so far ahead, and what was sent is made a photo within seconds.
  const saved = db
    .prepare<[number], number>(
      `SELECT total(content.size_bytes - sent_size_bytes) FROM upload INDEXED BY upload_rendition
       JOIN content ON content.id = content_id
       WHERE account_id = ? AND turn = 'ready' AND is_reduced = 1 AND upload.state <> 'done'`,
    )
    .pluck()
  const sentWaiting = db
    .prepare<[number], number>(
      `SELECT total(size_bytes) FROM upload INDEXED BY upload_sent JOIN content ON content.id = content_id
       WHERE account_id = ? AND turn = 'sent' AND upload.state = 'waiting'`,
    )
    .pluck()
  const renditions = db
    .prepare<[], string>(
      `SELECT plan ->> 'rendition' FROM upload INDEXED BY upload_rendition
       WHERE is_reduced = 1 AND state <> 'done' AND plan ->> 'rendition' IS NOT NULL`,
    )
    .pluck()
  const topId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM file').pluck()
  const unsentIn = db
    .prepare<
      [number, number],
      [
        fileId: number,
        sourceId: number,
        sizeBytes: number,
        mtimeUs: number,
        isVideo: number,
        photoSize: PhotoSize | null,
        ctimeUs: number,
        foundAt: number,
      ]
    >(
      `SELECT file.id, file.source_id, file.size_bytes, mtime_us, ${kind} = 'video', source.photo_size, ctime_us, found_at
       FROM file JOIN source ON source.id = file.source_id
       WHERE file.id BETWEEN ? AND ? AND (turn = 'found' OR turn = 'fingerprinted' OR turn = 'ready')
         AND file.is_present = 1 AND is_online_only = 0 AND is_duplicate = 0 AND source.is_connected = 1`,
    )
    .raw()
  const largeIn = db.prepare<
    [number, number, number, number],
    {
      id: number
      sourceId: number
      source: string
      folder: string
      name: string
      target: string | null
    }
  >(
    `SELECT file.id AS id, file.source_id AS sourceId, source.path AS source, folder.path AS folder, name, target
     FROM file JOIN source ON source.id = file.source_id JOIN folder ON folder.id = file.folder_id
       LEFT JOIN content ON content.id = file.content_id
     WHERE file.id BETWEEN ? AND ? AND file.is_present = 1 AND is_online_only = 0
       AND source.is_connected = 1 AND file.size_bytes > 0 AND ${kind} = 'photo'
       AND file.state <> 'skipped' AND (content.width IS NULL OR content.width * content.height > ?)
     ORDER BY content.width IS NULL, file.size_bytes DESC, file.id LIMIT ?`,
  )
  const lastDone = db
    .prepare<[number], number | null>(
      `SELECT max(changed_at) FROM file INDEXED BY file_state WHERE source_id = ? AND state = 'done'`,
    )
    .pluck()
  const skippedSince = db
    .prepare<[number], number>(
      `SELECT count(*) FROM file INDEXED BY file_skipped
       WHERE state = 'skipped' AND reason <> 'ignored-by-user' AND reason <> 'left-to-partner' AND history_seq > ?`,
    )
    .pluck()
  const lastSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM history').pluck()

  const sum = (state: FileState): Count => sumOf(book.counts(), state, sources.takes)

  return {
    tally: () =>
      Object.fromEntries(
        fileStates.map((state) => {
          const { files, bytes } = sum(state)
          return [state, { files, bytes }]
        }),
      ) as Record<FileState, Tally>,

    duplicates: () => sum('done').duplicateFiles,

    sourceTallies: () => {
      const tallies: ReturnType<Figures['sourceTallies']> = new Map()
      const left = others.bySource()
      for (const sourceId of sources.taking()) {
        const { otherFiles, links } = left.get(sourceId) ?? { otherFiles: 0, links: 0 }
        const tally = { files: 0, bytes: 0, done: 0, waiting: 0, otherFiles, links }
        for (const [state, count] of book.counts().get(sourceId) ?? []) {
          if (state === 'gone') continue
          tally.files += count.files
          tally.bytes += count.bytes
          if (state === 'done') tally.done += count.files
          if (isUnfinished(state)) tally.waiting += count.files
        }
        tallies.set(sourceId, tally)
      }
      return tallies
    },

    presentTally: (sourceId) => {
      const there = { files: 0, done: 0, waiting: 0, undecided: 0, skipped: 0, failed: 0 }
      for (const [state, count] of book.counts().get(sourceId) ?? []) {
        if (state === 'gone') continue
        const files = count.files - count.vanished
        there.files += files
        there.undecided += count.undecided
        if (isUnfinished(state)) there.waiting += files
        else there[state] += files
      }
      return there
    },

    remaining: () => {
      const left = { files: 0, bytes: 0 }
      for (const state of unsentStates) {
        const count = sum(state)
        left.files += count.files - count.duplicateFiles
        left.bytes += count.bytes - count.duplicateBytes
      }
      for (const state of sentStates) {
        const count = sum(state)
        left.files += count.files - count.duplicateFiles
      }
      const accountId = accounts.currentId()
      const done = theRow(saved.get(accountId)) + theRow(sentWaiting.get(accountId))
      return { files: left.files, bytes: Math.max(0, left.bytes - done) }
    },

    renditionsInUse: () => new Set(renditions.all()),

    unsentFiles: ({ from, to }) => {
      const files: ReturnType<Figures['unsentFiles']> = []
      for (const row of unsentIn.iterate(from, to)) {
        const [fileId, sourceId, sizeBytes, mtimeUs, isVideo, photoSize, ctimeUs, foundAt] = row
        if (!sources.takes(sourceId)) continue
        if (pairs.leftToPartner({ fileId, sourceId, contentId: null }) !== null) continue
        const isOlder = already.olderThan(sourceId, { mtimeUs, ctimeUs, foundAt }) !== null
        files.push({ fileId, sizeBytes, mtimeUs, isVideo: isVideo === 1, photoSize, isOlder })
      }
      return files
    },

    largePhotos: ({ from, to }, pixels, limit) =>
      largeIn
        .all(from, to, pixels, limit)
        .filter(({ sourceId }) => sources.takes(sourceId))
        .map(({ id, source, folder, name, target }) => ({
          fileId: id,
          path: sourcePath(source, folder, name, target),
          name,
        })),

    lastFileId: () => theRow(topId.get()),

    lastDoneAt: () => {
      const times = sources.taking().flatMap((sourceId) => lastDone.get(sourceId) ?? [])
      return times.length === 0 ? null : Math.max(...times)
    },

    skippedSince: (historySeq) => theRow(skippedSince.get(historySeq)),
    lastHistorySeq: () => theRow(lastSeq.get()),
  }
}
