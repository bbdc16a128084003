// What the tables of albums mean, as SQL that several files ask with: the album of a folder, whether a photo is in it, and whether
// it should be.

/** Of a photo without a date, in the order of an album: the latest time that a date can have (ECMA-262, 21.4.1.1). */
export const latestTakenAt = 8_640_000_000_000_000

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
export const wantedRows = wantedOf('file CROSS JOIN source ON source.id = file.source_id')
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
