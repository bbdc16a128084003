// Which albums at Google have the photo that a file shows, and why it is not in the one of its folder, for the rows of the history
// and its filter. Both say the same of every file.
import { albumKey, type AlbumAbsence } from '../../../shared/albums.ts'
import type { HistoryFilter, HistoryRow } from '../../../shared/contract.ts'
import type { FileState } from '../../../shared/model.ts'
import type { AlbumOwner } from '../ports/albums.ts'
import type { Accounts } from './accounts.ts'
import { keyOf } from './album-sql.ts'
import type { Room } from './database.ts'
import type { Values } from './folder-sql.ts'
import type { Sources } from './sources.ts'

/** What a row says of albums. */
export type RowAlbums = Pick<HistoryRow, 'albums' | 'notInAlbum'>

/** What is asked of one file. */
export interface AlbumsOfFile {
  fileId: number
  sourceId: number
  folder: string
  state: FileState
}

/** Answers for rows. */
export interface FileAlbums {
  of(file: AlbumsOfFile): RowAlbums
  /** Whose albums are told; null: nobody is signed in. */
  owner(): AlbumOwner | null
}

/** So many are named with one file. */
const mostNamed = 5
const isThere = `album.state IN ('made', 'full')`
const isOwn = `album.account_id = @albumAccount AND album.client_id = @albumClient`
const uploadOf = `upload.content_id = file.content_id AND upload.account_id = @albumAccount`
const isIn = (which: string): string =>
  `EXISTS (SELECT 1 FROM upload JOIN album_item ON upload_id = upload.id AND is_in = 1
     JOIN album ON album.id = album_item.album_id WHERE ${uploadOf} AND ${isOwn} AND ${isThere}${which})`

/** What a filter asks of `file`, with the values of {@link albumValues}. */
export const albumTests: Record<NonNullable<HistoryFilter['album']>, string> = {
  in: isIn(''),
  not: `file.state = 'done' AND EXISTS (SELECT 1 FROM source JOIN folder ON folder.id = file.folder_id
    WHERE source.id = file.source_id AND @albumClient <> '' AND source.albums <> 'none' AND ${keyOf} IS NOT NULL
      AND NOT ${isIn(` AND album.source_id = source.id AND album.key = ${keyOf}`)})`,
}
/** Where a filter asks for few photos, they are found by these: rows to count, and what their contents are. */
export const albumLeads: Record<
  NonNullable<HistoryFilter['album']>,
  { rows: string; contents: string } | null
> = {
  in: {
    rows: 'FROM album_item WHERE is_in = 1',
    contents:
      'content_id IN (SELECT content_id FROM upload WHERE id IN (SELECT upload_id FROM album_item WHERE is_in = 1))',
  },
  // What an older client brought, or a deleted album would have, is noted nowhere by itself.
  not: null,
}
/** The values of {@link albumTests}. */
export const albumValues = (owner: AlbumOwner | null): Values => ({
  albumAccount: owner?.accountId ?? 0,
  albumClient: owner?.clientId ?? '',
})

interface Standing {
  isIn: number | null
  isNew: number
}

/** Prepares the statements. */
export function createFileAlbums(
  { db }: Pick<Room, 'db'>,
  parts: {
    accounts: Pick<Accounts, 'currentAccount' | 'currentId'>
    sources: Pick<Sources, 'albumsOf'>
  },
): FileAlbums {
  const { accounts, sources } = parts
  const albumsOf = db.prepare<
    Values,
    { albumId: number; sourceId: number; title: string; canOpen: number }
  >(
    `SELECT album.id AS albumId, album.source_id AS sourceId, title, album.product_url IS NOT NULL AS canOpen
     FROM file JOIN upload ON ${uploadOf} JOIN album_item ON upload_id = upload.id AND is_in = 1
       JOIN album ON album.id = album_item.album_id
     WHERE file.id = @fileId AND ${isOwn} AND ${isThere}
     ORDER BY (album.source_id = @sourceId AND album.key = @key) DESC, album.id LIMIT ${mostNamed}`,
  )
  const standing = db.prepare<Values, Standing>(
    `SELECT (SELECT is_in FROM album_item JOIN album ON album.id = album_item.album_id
         WHERE upload_id = upload.id AND ${isOwn} AND album.source_id = @sourceId AND album.key = @key
         ORDER BY is_in DESC, (${isThere}) DESC LIMIT 1) AS isIn,
       upload.history_seq > account.client_since AS isNew
     FROM file JOIN upload ON ${uploadOf} JOIN account ON account.id = upload.account_id WHERE file.id = @fileId`,
  )
  const inOwn = db
    .prepare<Values, number>(
      `SELECT 1 FROM file JOIN upload ON ${uploadOf} JOIN album_item ON upload_id = upload.id AND is_in = 1
         JOIN album ON album.id = album_item.album_id
       WHERE file.id = @fileId AND ${isOwn} AND ${isThere} AND album.source_id = @sourceId AND album.key = @key`,
    )
    .pluck()
  const lastState = db
    .prepare<Values, string>(
      `SELECT state FROM album WHERE ${isOwn} AND source_id = @sourceId AND key = @key ORDER BY part DESC LIMIT 1`,
    )
    .pluck()
  const some = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM album)').pluck()

  const owner = (): AlbumOwner | null => {
    const clientId = accounts.currentAccount()?.clientId
    return clientId === undefined ? null : { accountId: accounts.currentId(), clientId }
  }
  const absenceOf = (values: Values): AlbumAbsence | null => {
    if (inOwn.get(values) === 1) return null
    const now = standing.get(values)
    if (now?.isIn === 0) return 'not-taken'
    const last = lastState.get(values)
    if (last === 'deleted' || now?.isIn === 1) return 'deleted'
    if (last === 'refused') return 'not-made'
    return now?.isNew === 0 ? 'other-client' : 'waiting'
  }

  return {
    owner,
    of: ({ fileId, sourceId, folder, state }) => {
      const choice = sources.albumsOf(sourceId)
      const key = albumKey(choice, folder)
      const whose = owner()
      if (whose === null || (key === null && some.get() !== 1))
        return { albums: [], notInAlbum: null }
      const values: Values = { ...albumValues(whose), fileId, sourceId, key: key ?? '' }
      return {
        albums: albumsOf.all(values).map((album) => ({
          ...{ albumId: String(album.albumId), sourceId: String(album.sourceId) },
          ...{ title: album.title, canOpen: album.canOpen === 1 },
        })),
        notInAlbum: key === null || state !== 'done' ? null : absenceOf(values),
      }
    },
  }
}
