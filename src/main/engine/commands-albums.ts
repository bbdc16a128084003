// The commands for albums: which there are, and one that was deleted made again. When an album is made is the queue's.
import type { EngineHandlers } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok } from '../../shared/result.ts'
import type { Catalog } from './ports/catalogue.ts'

const notFound = fail<Failure>({ kind: 'not-found' })

/** Makes the handlers; `inSlices` follows work on very many rows. */
export function albumCommands(
  catalog: Pick<Catalog, 'allAlbums' | 'remakeAlbum'>,
  inSlices: <T>(work: Promise<T>) => Promise<T>,
): Pick<EngineHandlers, 'listAlbums' | 'remakeAlbum'> {
  return {
    listAlbums: async ({ sourceId }) =>
      ok({
        albums: catalog
          .allAlbums()
          .filter((album) => String(album.sourceId) === sourceId)
          .map(({ rowId, key, part, title, state, productUrl, count, refused }) => ({
            ...{ albumId: String(rowId), sourceId, folder: key, part },
            ...{ title, state, productUrl, items: count, refused },
          })),
      }),
    remakeAlbum: async ({ albumId }) => {
      const work = catalog.remakeAlbum(Number(albumId))
      if (work === null) return notFound
      await inSlices(work)
      return ok({})
    },
  }
}
