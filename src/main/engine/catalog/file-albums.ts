// Which albums at Google have the photo that a file shows, and why it is not in the one of its folder, for the rows of the history
// and its filter. Both say the same of every file.
import { albumKey, type AlbumAbsence } from '../../../shared/albums.ts'
import type { HistoryFilter, HistoryRow } from '../../../shared/contract.ts'
import type { FileState } from '../../../shared/model.ts'
import type { AlbumOwner, AlbumState } from '../ports/albums.ts'
import type { Accounts } from './accounts.ts'
import { keyOf } from './album-sql.ts'
import type { Room } from './database.ts'
import type { Values } from './folder-sql.ts'
import type { Sources } from './sources.ts'

/** What a row says of albums. */
export type RowAlbums = Pick<HistoryRow, 'albums' | 'notInAlbum'>

/** What is asked of one file. */
export interface AlbumsOfFile {
  sourceId: number
  folder: string
  state: FileState
  /** The upload that it shows; null: none. */
  uploadId: number | null
  /** Whether that was brought by the client that is used now. */
  isOfClient: number | null
}

/** Answers for rows. */
export interface FileAlbums {
  of(file: AlbumsOfFile): RowAlbums
  /** Whose albums are told; null: nobody is signed in. */
  owner(): AlbumOwner | null
}

const nowhere: RowAlbums = { albums: [], notInAlbum: null }
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

interface Held {
  isIn: number
  albumId: number
  sourceId: number
  key: string
  title: string
  state: AlbumState
  canOpen: number
}

/** Prepares the statements: a page has many rows, so each is asked no more than it needs. */
export function createFileAlbums(
  { db }: Pick<Room, 'db'>,
  parts: {
    accounts: Pick<Accounts, 'currentAccount' | 'currentId'>
    sources: Pick<Sources, 'albumsOf'>
  },
): FileAlbums {
  const { accounts, sources } = parts
  const holding = db.prepare<[number, number, string], Held>(
    `SELECT is_in AS isIn, album.id AS albumId, source_id AS sourceId, key, title, state, product_url IS NOT NULL AS canOpen
     FROM album_item CROSS JOIN album ON album.id = album_item.album_id
     WHERE upload_id = ? AND account_id = ? AND client_id = ? ORDER BY album.id`,
  )
  const lastState = db
    .prepare<[number, string, number, string], AlbumState>(
      `SELECT state FROM album WHERE account_id = ? AND client_id = ? AND source_id = ? AND key = ?
       ORDER BY part DESC LIMIT 1`,
    )
    .pluck()

  const owner = (): AlbumOwner | null => {
    const clientId = accounts.currentAccount()?.clientId
    return clientId === undefined ? null : { accountId: accounts.currentId(), clientId }
  }

  return {
    owner,
    of: ({ uploadId, isOfClient, sourceId, folder, state }) => {
      if (uploadId === null) return nowhere
      const whose = owner()
      if (whose === null) return nowhere
      const key = albumKey(sources.albumsOf(sourceId), folder)
      const held = holding.all(uploadId, whose.accountId, whose.clientId)
      const isOwn = (one: Held): boolean => one.sourceId === sourceId && one.key === key
      const there = held.filter((one) => one.isIn === 1 && isOpen(one.state))
      const absence = (): AlbumAbsence | null => {
        if (key === null || state !== 'done' || there.some(isOwn)) return null
        const own = held.filter(isOwn)
        if (own.length > 0 && own.every(({ isIn }) => isIn === 0)) return 'not-taken'
        const last = lastState.get(whose.accountId, whose.clientId, sourceId, key)
        if (last === 'deleted' || own.length > 0) return 'deleted'
        if (last === 'refused') return 'not-made'
        return isOfClient === 1 ? 'waiting' : 'other-client'
      }
      return {
        albums: [...there.filter(isOwn), ...there.filter((one) => !isOwn(one))]
          .slice(0, mostNamed)
          .map((one) => ({
            ...{ albumId: String(one.albumId), sourceId: String(one.sourceId) },
            ...{ title: one.title, canOpen: one.canOpen === 1 },
          })),
        notInAlbum: absence(),
      }
    },
  }
}

const isOpen = (state: AlbumState): boolean => state === 'made' || state === 'full'
