// Which photos in the library should be in an album and are not yet: noted in the transaction that brought it about, and given out
// folder by folder in the order in which they go in. Which albums there are is albums.ts.
import * as z from 'zod'
import { unknownTakenAt } from '../../../shared/order-keys.ts'
import type { AlbumCandidate, AlbumPlace, AlbumStore } from '../ports/albums.ts'
import type { Accounts } from './accounts.ts'
import { keyOf, latestTakenAt, sweepKey, wantedRows } from './album-sql.ts'
import { theRow, type Room } from './database.ts'
import type { Slices } from './slices.ts'
import type { Sources } from './sources.ts'
import { createWishList } from './wish-list.ts'

/** What is due; what writes runs inside the caller's transaction, but for `nextForAlbum` and the sweeps. */
export interface AlbumDues extends Pick<AlbumStore, 'isAlbumDue' | 'nextForAlbum'> {
  /** A file shows what is in the library, or lies in another folder. */
  shown(fileId: number): void
  /** A photo is in an album, or Google does not take it there. */
  settle(uploadId: number, rowId: number): void
  forgetSource(sourceId: number): void
  countOf(sourceId: number): number
  /** What is in the library already is looked through. */
  sweep(sourceId: number): Promise<void>
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

const wishSchema = z.object({ sourceId: z.number().int(), from: z.number().int() })
/** So many rows are looked at before it is seen whether the slice is over. */
const rowsAtOnce = 500
/** So many that no longer belong into an album are forgotten by one look at the most: some 20 ms. */
const forgottenAtOnce = 1_000

/** Prepares the statements; `isClosed` says whether the album of a place takes nothing. */
export function createAlbumDues(
  room: Room,
  parts: {
    accounts: Pick<Accounts, 'isFollowing'>
    sources: Pick<Sources, 'taking'>
    slices: Slices
    isClosed(place: AlbumPlace): boolean
  },
): AlbumDues {
  const { db, write } = room
  const { accounts, sources, isClosed } = parts
  const due = (which: string) =>
    `INSERT OR REPLACE INTO album_due (file_id, source_id, key, taken_at, name)
     SELECT file.id, source.id, ${keyOf}, iif(file.taken_at = ${unknownTakenAt}, ${latestTakenAt}, file.taken_at), file.name
     ${wantedRows} AND ${which}`
  const note = db.prepare<[number]>(due('file.id = ?'))
  const noteRange = db.prepare<[number, number, number]>(
    due('file.id > ? AND file.id <= ? AND +file.source_id = ?'),
  )
  const forget = db.prepare<[number]>('DELETE FROM album_due WHERE file_id = ?')
  const forgetSource = db.prepare<[number]>('DELETE FROM album_due WHERE source_id = ?')
  const settle = db.prepare<[number, number]>(
    `DELETE FROM album_due WHERE file_id IN (SELECT file.id FROM upload JOIN file ON file.content_id = upload.content_id
       WHERE upload.id = ?) AND (source_id, key) = (SELECT source_id, key FROM album WHERE id = ?)`,
  )
  const count = db
    .prepare<[number], number>('SELECT count(*) FROM album_due WHERE source_id = ?')
    .pluck()
  const firstKey = db
    .prepare<[number], string | null>('SELECT min(key) FROM album_due WHERE source_id = ?')
    .pluck()
  const nextKey = db
    .prepare<[number, string], string | null>(
      'SELECT min(key) FROM album_due WHERE source_id = ? AND key > ?',
    )
    .pluck()
  const first = db
    .prepare<AlbumPlace & { limit: number }, number>(
      `SELECT file_id FROM album_due INDEXED BY album_due_place WHERE source_id = @sourceId AND key = @key
       ORDER BY taken_at, name, file_id LIMIT @limit`,
    )
    .pluck()
  const candidate = db.prepare<{ fileId: number; key: string }, AlbumCandidate>(
    `SELECT file.id AS fileId, upload.id AS uploadId, media_item_id AS mediaItemId, file.name AS name,
       nullif(file.taken_at, ${unknownTakenAt}) AS takenAt ${wantedRows} AND file.id = @fileId AND ${keyOf} = @key`,
  )
  const lastFile = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM file').pluck()

  /** The folders with something that is due, one by one: there may be very many. */
  function* places(): Generator<AlbumPlace> {
    for (const sourceId of sources.taking()) {
      let key = firstKey.get(sourceId) ?? null
      while (key !== null) {
        yield { sourceId, key }
        key = nextKey.get(sourceId, key) ?? null
      }
    }
  }

  // What is in the library already is looked through once for each choice, file by file.
  const sweeps = createWishList(sweepKey, wishSchema, room, parts.slices)
  const sweep = (wish: z.infer<typeof wishSchema>): Promise<void> =>
    sweeps.carryOut(wish, () => {
      const to = wish.from + rowsAtOnce
      noteRange.run(wish.from, to, wish.sourceId)
      wish.from = to
      return to >= theRow(lastFile.get())
    })

  return {
    isAlbumDue: (isLeftAlone) => {
      if (accounts.isFollowing()) return false
      for (const place of places()) if (!isLeftAlone(place)) return true
      return false
    },

    nextForAlbum: (limit, isLeftAlone = () => false) => {
      if (accounts.isFollowing()) return null
      let forgotten = 0
      const forgetThese = (fileIds: readonly number[]): void => {
        forgotten += fileIds.length
        write(() => {
          for (const fileId of fileIds) forget.run(fileId)
        })
      }
      for (const place of places()) {
        if (isLeftAlone(place)) continue
        const takesNone = isClosed(place)
        for (;;) {
          const atOnce = takesNone ? rowsAtOnce : limit
          const fileIds = first.all({ ...place, limit: atOnce })
          if (fileIds.length === 0) break
          const found = new Map(
            fileIds.map((fileId) => [
              fileId,
              takesNone ? undefined : candidate.get({ fileId, key: place.key }),
            ]),
          )
          const stale = fileIds.filter((fileId) => found.get(fileId) === undefined)
          if (stale.length === 0) {
            // Several files may show one photo.
            const photos = new Map<number, AlbumCandidate>()
            for (const one of found.values())
              if (one !== undefined && !photos.has(one.uploadId)) photos.set(one.uploadId, one)
            return { place, photos: [...photos.values()] }
          }
          forgetThese(stale)
          if (forgotten >= forgottenAtOnce) return { place, photos: [] }
        }
      }
      return null
    },

    shown: (fileId) => {
      forget.run(fileId)
      note.run(fileId)
    },
    settle: (uploadId, rowId) => {
      settle.run(uploadId, rowId)
    },
    forgetSource: (sourceId) => {
      forgetSource.run(sourceId)
    },
    countOf: (sourceId) => theRow(count.get(sourceId)),
    sweep: (sourceId) => sweep({ sourceId, from: 0 }),
    goOn: () => {
      for (const wish of sweeps.left()) void sweep(wish).catch(() => undefined)
    },
    isUnderWay: sweeps.isUnderWay,
  }
}
