// The albums of folders: which there are, what is in them, and which photos in the library should be in one and are not yet.
// What becomes due is noted in the transaction that brought it about. When an album is made is the queue's, its title albums/'s.
import * as z from 'zod'
import { albumKey, parseAlbumChoice } from '../../../shared/albums.ts'
import type {
  AlbumCandidate,
  AlbumFacts,
  AlbumFolder,
  AlbumPlace,
  AlbumState,
  AlbumStore,
  StoredAlbum,
} from '../ports/albums.ts'
import type { Catalog } from '../ports/catalogue.ts'
import { unknownTakenAt } from '../../../shared/order-keys.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import type { Slices } from './slices.ts'
import type { Sources } from './sources.ts'
import { createWishList } from './wish-list.ts'

/** The albums of one catalogue; what writes runs inside the caller's transaction, but for what the port has. */
export interface AlbumBook extends AlbumStore, Pick<Catalog, 'changeAlbums' | 'remakeAlbum'> {
  /** A file shows what is in the library, or lies in another folder: it may have to go into an album. */
  shown(file: { id: number; sourceId: number }): void
  store(place: AlbumPlace, part: number, facts: AlbumFacts, now: number): void
  /** Notes that a photo is in an album, or that Google does not take it into that one. */
  put(uploadId: number, rowId: number, isIn: boolean): void
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

interface AlbumRow extends AlbumPlace {
  rowId: number
  part: number
  state: AlbumState
  albumId: string | null
  productUrl: string | null
  title: string
  name: string
  isRenamed: number
  count: number
  refused: number
}

/** The key of a folder's album, as SQL asks for it; NULL: it has none. */
export const keyOf = `album_key(source.albums, folder.path)`
/** Whether a photo is in the album of a place, or Google does not take it there. */
const isPlaced = `EXISTS (SELECT 1 FROM album_item JOIN album ON album.id = album_item.album_id
  WHERE upload_id = upload.id AND album.account_id = upload.account_id AND album.client_id = account.client_id
    AND album.source_id = source.id AND album.key = ${keyOf})`

/** What these tables show of photos that this client put into the library, and that should be in an album and are not. */
const wantedOf = (tables: string): string =>
  `FROM ${tables} JOIN folder ON folder.id = file.folder_id
  JOIN upload ON upload.content_id = file.content_id AND upload.account_id = account_of(file.content_id)
  JOIN account ON account.id = upload.account_id
  WHERE source.albums <> 'none' AND upload.state = 'done' AND source.is_leaving = 0 AND ${keyOf} IS NOT NULL
    AND upload.history_seq > account.client_since AND NOT ${isPlaced}`
/** Such files, found by their ids, whatever the planner would like. */
const wantedRows = wantedOf('file CROSS JOIN source ON source.id = file.source_id')
/** All such files: where no source wants albums, none is looked at. */
export const everyWanted = wantedOf(
  `source CROSS JOIN file INDEXED BY file_state ON file.source_id = source.id AND file.state = 'done'`,
)

/** Whether the last part of the album at a place takes nothing, because it was deleted or never made. */
export const isClosed = (accountId: string, clientId: string, sourceId: string, key: string) =>
  `coalesce((SELECT state FROM album AS last WHERE last.account_id = ${accountId} AND last.client_id = ${clientId}
     AND last.source_id = ${sourceId} AND last.key = ${key} ORDER BY part DESC LIMIT 1), '') IN ('deleted', 'refused')`

/** Under which name it is kept that what is in the library is still looked through. */
export const sweepKey = 'catalog.albums'
const wishSchema = z.object({ sourceId: z.number().int(), from: z.number().int() })
/** So many rows are looked at before it is seen whether the slice is over. */
const rowsAtOnce = 500

/** Prepares the statements. */
export function createAlbumBook(
  room: Room,
  parts: { accounts: Accounts; sources: Sources; slices: Slices },
): AlbumBook {
  const { db, write } = room
  const { accounts, sources, slices } = parts
  db.function('album_key', { deterministic: true }, (choice, folder) => {
    const parsed = parseAlbumChoice(String(choice))
    return parsed === null ? null : albumKey(parsed, String(folder))
  })

  const columns = `id AS rowId, source_id AS sourceId, key, part, state, album_id AS albumId, product_url AS productUrl, title,
    name, is_renamed AS isRenamed, item_count AS count,
    (SELECT count(*) FROM album_item WHERE album_id = album.id AND is_in = 0) AS refused`
  const ofClient = 'account_id = @accountId AND client_id = @clientId'
  type Client = { accountId: number; clientId: string }
  const at = db.prepare<Client & AlbumPlace, AlbumRow>(
    `SELECT ${columns} FROM album WHERE ${ofClient} AND source_id = @sourceId AND key = @key ORDER BY part`,
  )
  const all = db.prepare<Client, AlbumRow>(
    `SELECT ${columns} FROM album WHERE ${ofClient} ORDER BY id`,
  )
  const upsert = db.prepare(
    `INSERT INTO album (account_id, client_id, source_id, key, part, state, album_id, product_url, title, name, is_renamed,
       intended_at)
     SELECT @accountId, @clientId, id, @key, @part, @state, @albumId, @productUrl, @title, @name, @isRenamed, @now
     FROM source WHERE id = @sourceId AND is_leaving = 0
     ON CONFLICT (account_id, client_id, source_id, key, part) DO UPDATE SET state = @state, album_id = @albumId,
       product_url = @productUrl, title = @title, name = @name, is_renamed = @isRenamed,
       intended_at = iif(@state = 'intended', @now, intended_at)`,
  )
  const wasIn = db
    .prepare<[number, number], number>(
      'SELECT is_in FROM album_item WHERE upload_id = ? AND album_id = ?',
    )
    .pluck()
  const putItem = db.prepare<[number, number, number]>(
    `INSERT INTO album_item (upload_id, album_id, is_in) SELECT ?, id, ? FROM album WHERE id = ?
     ON CONFLICT (upload_id, album_id) DO UPDATE SET is_in = excluded.is_in`,
  )
  const addCount = db.prepare<[number, number]>(
    'UPDATE album SET item_count = item_count + ? WHERE id = ?',
  )
  const settleDue = db.prepare<[number, number]>(
    `DELETE FROM album_due WHERE file_id IN (SELECT file.id FROM upload JOIN file ON file.content_id = upload.content_id
       WHERE upload.id = ?) AND (source_id, key) = (SELECT source_id, key FROM album WHERE id = ?)`,
  )
  const forgetDue = db.prepare<[number]>('DELETE FROM album_due WHERE file_id = ?')
  const due = (which: string) =>
    `INSERT OR REPLACE INTO album_due (file_id, source_id, key) SELECT file.id, source.id, ${keyOf} ${wantedRows} AND ${which}`
  const noteDue = db.prepare<[number]>(due('file.id = ?'))
  const noteDueOf = db.prepare<[number, number, number]>(
    due('file.id > ? AND file.id <= ? AND +file.source_id = ?'),
  )
  const forgetDueOf = db.prepare<[number]>('DELETE FROM album_due WHERE source_id = ?')
  const lastFile = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM file').pluck()
  const countDue = db
    .prepare<[number], number>('SELECT count(*) FROM album_due WHERE source_id = ?')
    .pluck()
  const duePlaces = db.prepare<[number], AlbumPlace>(
    `SELECT DISTINCT source_id AS sourceId, key FROM album_due WHERE source_id = ? ORDER BY key`,
  )
  const dropStale = db.prepare<Client & AlbumPlace>(
    `DELETE FROM album_due WHERE source_id = @sourceId AND key = @key
       AND (${isClosed('@accountId', '@clientId', '@sourceId', '@key')}
         OR NOT EXISTS (SELECT 1 ${wantedRows} AND file.id = file_id AND ${keyOf} = @key AND upload.account_id = @accountId))`,
  )
  const candidates = db.prepare<Client & AlbumPlace & { limit: number }, AlbumCandidate>(
    `SELECT file.id AS fileId, upload.id AS uploadId, media_item_id AS mediaItemId, file.name AS name,
       nullif(file.taken_at, ${unknownTakenAt}) AS takenAt
     FROM album_due JOIN file ON file.id = file_id
       JOIN upload ON upload.content_id = file.content_id AND upload.account_id = @accountId
     WHERE album_due.source_id = @sourceId AND key = @key
     GROUP BY upload.id ORDER BY takenAt IS NULL, takenAt, file.name, file.id LIMIT @limit`,
  )
  const folders = db.prepare<[], AlbumFolder>(
    `SELECT DISTINCT source.id AS sourceId, source.path AS sourcePath, ${keyOf} AS key
     FROM source JOIN folder ON folder.source_id = source.id
     WHERE source.albums <> 'none' AND source.is_leaving = 0 AND EXISTS (
       SELECT 1 FROM file WHERE folder_id = folder.id AND is_present = 1 AND state NOT IN ('skipped', 'failed'))`,
  )
  const samePlace = (one: string, other: string): string =>
    ['account_id', 'client_id', 'source_id', 'key']
      .map((column) => `${one}.${column} = ${other}.${column}`)
      .join(' AND ')
  // Those before one that is there stay: parts are counted.
  const dropClosed = db.prepare<[number]>(
    `DELETE FROM album WHERE state IN ('deleted', 'refused')
       AND EXISTS (SELECT 1 FROM album AS asked WHERE asked.id = ? AND ${samePlace('asked', 'album')})
       AND NOT EXISTS (SELECT 1 FROM album AS later WHERE later.part > album.part AND ${samePlace('later', 'album')}
         AND later.state NOT IN ('deleted', 'refused'))`,
  )
  // From the folders of the place to their files, and from these to the albums that have them: few, whatever else there is.
  const former = db
    .prepare<Client & AlbumPlace, string>(
      `SELECT DISTINCT album.key FROM source CROSS JOIN folder ON folder.source_id = source.id
         CROSS JOIN file INDEXED BY file_coverage ON folder_id = folder.id AND file.state = 'done'
         CROSS JOIN upload ON upload.content_id = file.content_id AND upload.account_id = @accountId
         CROSS JOIN album_item ON upload_id = upload.id CROSS JOIN album ON album.id = album_item.album_id
       WHERE source.id = @sourceId AND ${keyOf} = @key AND is_in = 1 AND album.source_id = @sourceId
         AND album.client_id = @clientId AND album.account_id = @accountId AND album.key <> @key
         AND NOT EXISTS (SELECT 1 FROM folder AS old JOIN file AS left_there ON left_there.folder_id = old.id
           WHERE old.source_id = @sourceId AND album_key(source.albums, old.path) = album.key AND left_there.is_present = 1)`,
    )
    .pluck()
  const setKey = db.prepare<Client & AlbumPlace & { former: string }>(
    `UPDATE album SET key = @key WHERE ${ofClient} AND source_id = @sourceId AND key = @former`,
  )
  const sourceOf = db.prepare<[number], number>('SELECT source_id FROM album WHERE id = ?').pluck()

  const client = (): Client | null => {
    const clientId = accounts.currentAccount()?.clientId
    return clientId === undefined ? null : { accountId: accounts.currentId(), clientId }
  }
  const toAlbum = ({ isRenamed, ...row }: AlbumRow): StoredAlbum => ({
    ...row,
    isRenamed: isRenamed === 1,
  })
  const wants = (sourceId: number): boolean => sources.albumsOf(sourceId).for !== 'none'

  // What is in the library already is looked through once for each choice, file by file.
  const sweeps = createWishList(sweepKey, wishSchema, room, slices)
  const sweep = (wish: z.infer<typeof wishSchema>): Promise<void> =>
    sweeps.carryOut(wish, () => {
      const to = wish.from + rowsAtOnce
      noteDueOf.run(wish.from, to, wish.sourceId)
      wish.from = to
      return to >= (lastFile.get() ?? 0)
    })

  return {
    wantsAlbums: () => sources.taking().some(wants),
    albumsAt: (place) => {
      const whose = client()
      return whose === null ? [] : at.all({ ...whose, ...place }).map(toAlbum)
    },
    allAlbums: () => {
      const whose = client()
      return whose === null ? [] : all.all(whose).map(toAlbum)
    },
    albumFolders: () => folders.all(),
    albumFigures: () => {
      const whose = client()
      const ids = sources.taking()
      const made = (whose === null ? [] : all.all(whose)).filter(
        ({ sourceId, state }) => ids.includes(sourceId) && (state === 'made' || state === 'full'),
      )
      return {
        created: made.length,
        items: made.reduce((sum, { count }) => sum + count, 0),
        refused: made.reduce((sum, { refused }) => sum + refused, 0),
        waiting: ids.reduce((sum, sourceId) => sum + (countDue.get(sourceId) ?? 0), 0),
      }
    },

    nextForAlbum: (limit) => {
      const whose = client()
      if (whose === null || accounts.isFollowing()) return null
      const places = sources
        .taking()
        .filter(wants)
        .flatMap((id) => duePlaces.all(id))
      for (const place of places) {
        const here = { ...whose, ...place }
        write(() => dropStale.run(here))
        const photos = candidates.all({ ...here, limit })
        if (photos.length > 0) return { place, photos }
      }
      return null
    },

    takeOverAlbum: (place) => {
      const whose = client()
      if (whose === null || at.get({ ...whose, ...place }) !== undefined) return false
      const [key] = former.all({ ...whose, ...place })
      if (key === undefined) return false
      return write(() => setKey.run({ ...whose, ...place, former: key }).changes > 0)
    },

    shown: ({ id, sourceId }) => {
      if (!wants(sourceId)) return
      forgetDue.run(id)
      noteDue.run(id)
    },

    store: (place, part, facts, now) => {
      const whose = client()
      if (whose === null) return
      const { isRenamed, ...rest } = facts
      upsert.run({ ...whose, ...place, ...rest, part, isRenamed: isRenamed ? 1 : 0, now })
    },

    put: (uploadId, rowId, isIn) => {
      const before = wasIn.get(uploadId, rowId) ?? 0
      const now = isIn ? 1 : 0
      if (putItem.run(uploadId, now, rowId).changes === 0) return
      if (now !== before) addCount.run(now - before, rowId)
      settleDue.run(uploadId, rowId)
    },

    changeAlbums: (sourceId, albums) => {
      sources.updateSource(sourceId, { albums })
      if (wants(sourceId)) return sweep({ sourceId, from: 0 })
      write(() => forgetDueOf.run(sourceId))
      return Promise.resolve()
    },

    remakeAlbum: (rowId) => {
      const sourceId = sourceOf.get(rowId)
      const isClosedNow = write(() => dropClosed.run(rowId).changes > 0)
      return sourceId === undefined || !isClosedNow ? null : sweep({ sourceId, from: 0 })
    },

    goOn: () => {
      for (const wish of sweeps.left()) void sweep(wish).catch(() => undefined)
    },
    isUnderWay: sweeps.isUnderWay,
  }
}
