// The albums of folders: which there are, whose they are, and what is in them. What should be in one and is not yet is
// album-due.ts, what the tables mean album-sql.ts. When an album is made is the queue's, its title albums/'s.
import { albumKey, parseAlbumChoice } from '../../../shared/albums.ts'
import type {
  AlbumFacts,
  AlbumFolder,
  AlbumOwner,
  AlbumPlace,
  AlbumState,
  AlbumStore,
  StoredAlbum,
} from '../ports/albums.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import { createAlbumDues } from './album-due.ts'
import { keyOf } from './album-sql.ts'
import type { Room } from './database.ts'
import type { Slices } from './slices.ts'
import type { Sources } from './sources.ts'

/** The albums of one catalogue; what writes runs inside the caller's transaction, but for what the port has. */
export interface AlbumBook extends AlbumStore, Pick<Catalog, 'changeAlbums' | 'remakeAlbum'> {
  /** A file shows what is in the library, or lies in another folder: it may have to go into an album. */
  shown(file: { id: number; sourceId: number }): void
  store(owner: AlbumOwner, place: AlbumPlace, part: number, facts: AlbumFacts, now: number): void
  /** Notes that a photo is in an album, or that Google does not take it into that one. */
  put(uploadId: number, rowId: number, isIn: boolean): void
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

interface AlbumRow extends AlbumPlace, AlbumOwner {
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

type AlbumSums = Pick<ReturnType<AlbumStore['albumFigures']>, 'created' | 'items' | 'refused'>

/** Behind every path: no letter of any comes after it. */
const lastPath = '\u{10ffff}'

/** Prepares the statements. */
export function createAlbumBook(
  room: Room,
  parts: { accounts: Accounts; sources: Sources; slices: Slices },
): AlbumBook {
  const { db, write } = room
  const { accounts, sources, slices } = parts
  db.function('album_key', (choice, folder) => {
    const parsed = parseAlbumChoice(String(choice))
    return parsed === null ? null : albumKey(parsed, String(folder))
  })

  const columns = `id AS rowId, account_id AS accountId, client_id AS clientId, source_id AS sourceId, key, part, state,
    album_id AS albumId, product_url AS productUrl, title, name, is_renamed AS isRenamed, item_count AS count,
    (SELECT count(*) FROM album_item WHERE album_id = album.id AND is_in = 0) AS refused`
  const ofClient = 'account_id = @accountId AND client_id = @clientId'
  const at = db.prepare<AlbumOwner & AlbumPlace, AlbumRow>(
    `SELECT ${columns} FROM album WHERE ${ofClient} AND source_id = @sourceId AND key = @key ORDER BY part`,
  )
  const all = db.prepare<AlbumOwner, AlbumRow>(
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
  const folders = db.prepare<[], AlbumFolder>(
    `SELECT DISTINCT source.id AS sourceId, source.path AS sourcePath, ${keyOf} AS key
     FROM source JOIN folder ON folder.source_id = source.id
     WHERE source.albums <> 'none' AND ${keyOf} IS NOT NULL AND source.is_leaving = 0 AND EXISTS (
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
  // From the folders of the place, which all begin with its key, to their files, and from these to the albums that have them. A
  // folder that was renamed is empty, with all that lay in it: one whose photos only have another album now is there as before.
  const former = db
    .prepare<AlbumOwner & AlbumPlace & { end: string }, string>(
      `SELECT DISTINCT album.key FROM source
         CROSS JOIN folder ON folder.source_id = source.id AND folder.path >= @key AND folder.path < @end
         CROSS JOIN file INDEXED BY file_coverage ON folder_id = folder.id AND file.state = 'done'
         CROSS JOIN upload ON upload.content_id = file.content_id AND upload.account_id = @accountId
         CROSS JOIN album_item ON upload_id = upload.id CROSS JOIN album ON album.id = album_item.album_id
       WHERE source.id = @sourceId AND ${keyOf} = @key AND is_in = 1 AND album.source_id = @sourceId
         AND album.client_id = @clientId AND album.account_id = @accountId AND album.key <> @key
         AND NOT EXISTS (SELECT 1 FROM folder AS old JOIN file AS left_there ON left_there.folder_id = old.id
           WHERE old.source_id = @sourceId AND left_there.is_present = 1 AND (album.key = '' OR old.path = album.key
             OR (old.path > album.key || '/' AND old.path < album.key || '0')))`,
    )
    .pluck()
  const setKey = db.prepare<AlbumOwner & AlbumPlace & { former: string }>(
    `UPDATE album SET key = @key WHERE ${ofClient} AND source_id = @sourceId AND key = @former`,
  )
  const titled = db
    .prepare<AlbumOwner & AlbumPlace & { title: string }, number>(
      `SELECT 1 FROM album INDEXED BY album_title
       WHERE ${ofClient} AND title = @title AND NOT (source_id = @sourceId AND key = @key) LIMIT 1`,
    )
    .pluck()
  const figures = db.prepare<AlbumOwner & { sourceId: number }, AlbumSums>(
    `SELECT count(*) AS created, coalesce(sum(item_count), 0) AS items,
       coalesce(sum((SELECT count(*) FROM album_item WHERE album_id = album.id AND is_in = 0)), 0) AS refused
     FROM album INDEXED BY album_source
     WHERE source_id = @sourceId AND ${ofClient} AND state IN ('made', 'full')`,
  )
  const sourceOf = db.prepare<[number], number>('SELECT source_id FROM album WHERE id = ?').pluck()

  const client = (): AlbumOwner | null => {
    const clientId = accounts.currentAccount()?.clientId
    return clientId === undefined ? null : { accountId: accounts.currentId(), clientId }
  }
  const toAlbum = ({ isRenamed, accountId, clientId, ...row }: AlbumRow): StoredAlbum => ({
    ...row,
    owner: { accountId, clientId },
    isRenamed: isRenamed === 1,
  })
  const wants = (sourceId: number): boolean => sources.albumsOf(sourceId).for !== 'none'

  const albumsAt = (place: AlbumPlace): StoredAlbum[] => {
    const whose = client()
    return whose === null ? [] : at.all({ ...whose, ...place }).map(toAlbum)
  }
  const isClosed = (place: AlbumPlace): boolean => {
    const state = albumsAt(place).at(-1)?.state
    return state === 'deleted' || state === 'refused'
  }
  const dues = createAlbumDues(room, { accounts, sources, slices, isClosed })

  return {
    albumOwner: client,
    wantsAlbums: () => sources.taking().some(wants),
    albumsAt,
    allAlbums: () => {
      const whose = client()
      return whose === null ? [] : all.all(whose).map(toAlbum)
    },
    albumFolders: () => folders.all(),
    isTitleTaken: (title, place) => {
      const whose = client()
      return whose !== null && titled.get({ ...whose, ...place, title }) !== undefined
    },
    albumFigures: () => {
      const whose = client()
      const sums = { created: 0, items: 0, refused: 0, waiting: 0 }
      for (const sourceId of sources.taking()) {
        const own = whose === null ? undefined : figures.get({ ...whose, sourceId })
        sums.created += own?.created ?? 0
        sums.items += own?.items ?? 0
        sums.refused += own?.refused ?? 0
        sums.waiting += dues.countOf(sourceId)
      }
      return sums
    },

    isAlbumDue: (isLeftAlone) => client() !== null && dues.isAlbumDue(isLeftAlone),
    nextForAlbum: (limit, isLeftAlone) =>
      client() === null ? null : dues.nextForAlbum(limit, isLeftAlone),

    takeOverAlbum: (place) => {
      const whose = client()
      if (whose === null || at.get({ ...whose, ...place }) !== undefined) return false
      const end = place.key === '' ? lastPath : `${place.key}0`
      const [key] = former.all({ ...whose, ...place, end })
      if (key === undefined) return false
      write(() => setKey.run({ ...whose, ...place, former: key }))
      return true
    },

    shown: ({ id, sourceId }) => {
      if (wants(sourceId)) dues.shown(id)
    },

    store: (owner, place, part, facts, now) => {
      const { isRenamed, ...rest } = facts
      upsert.run({ ...owner, ...place, ...rest, part, isRenamed: isRenamed ? 1 : 0, now })
    },

    put: (uploadId, rowId, isIn) => {
      const before = wasIn.get(uploadId, rowId) ?? 0
      const now = isIn ? 1 : 0
      if (putItem.run(uploadId, now, rowId).changes === 0) return
      if (now !== before) addCount.run(now - before, rowId)
      dues.settle(uploadId, rowId)
    },

    changeAlbums: (sourceId, albums) => {
      sources.updateSource(sourceId, { albums })
      if (wants(sourceId)) return dues.sweep(sourceId)
      write(() => dues.forgetSource(sourceId))
      return Promise.resolve()
    },

    remakeAlbum: (rowId) => {
      const sourceId = sourceOf.get(rowId)
      const isClosedNow = write(() => dropClosed.run(rowId).changes > 0)
      return sourceId === undefined || !isClosedNow ? null : dues.sweep(sourceId)
    },

    goOn: dues.goOn,
    isUnderWay: dues.isUnderWay,
  }
}
