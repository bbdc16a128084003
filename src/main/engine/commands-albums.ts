// The commands for albums: which there are, what a choice would make, and what becomes of one that was deleted. When an album is
// made is the queue's.
import { parseAlbumChoice } from '../../shared/albums.ts'
import type { EngineHandlers, Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok } from '../../shared/result.ts'
import { previewAlbums } from './album-preview.ts'
import type { Catalog } from './ports/catalogue.ts'

const done = ok({})
const notFound = fail<Failure>({ kind: 'not-found' })

const byFolder = new Intl.Collator('en', { numeric: true })

/** Makes the handlers; `inSlices` follows work on very many rows. */
export function albumCommands(
  catalog: Catalog,
  world: { inSlices<T>(work: Promise<T>): Promise<T>; rowsChanged(): void },
): Pick<EngineHandlers, 'listAlbums' | 'previewAlbums' | 'remakeAlbum' | 'leaveAlbum'> {
  const viewsOf = (sourceId: string): Output<'listAlbums'>['albums'] => {
    const questions = catalog.albumQuestions()
    return catalog
      .allAlbums()
      .filter((album) => String(album.sourceId) === sourceId)
      .map(({ rowId, key, part, title, state, productUrl, count, refused, isRenamed }) => ({
        ...{ albumId: String(rowId), sourceId, folder: key, part, title, state, productUrl },
        ...{ items: count, refused, isRenamed, asks: questions.get(rowId) ?? null },
      }))
  }
  return {
    listAlbums: async ({ sourceId, limit }) => {
      const all = viewsOf(sourceId)
      const made = all.filter(({ state }) => state === 'made' || state === 'full')
      const albums = limit === undefined ? all : all.toSorted(askedFirst).slice(0, limit)
      return ok({
        albums,
        more: all.length - albums.length,
        made: made.length,
        items: made.reduce((sum, { items }) => sum + items, 0),
      })
    },
    previewAlbums: async ({ sourceId, albums }) => {
      const source = catalog.sources().find((one) => String(one.sourceId) === sourceId)
      const choice = parseAlbumChoice(albums)
      if (source === undefined || choice === null) return notFound
      return ok(previewAlbums(catalog, source, choice))
    },
    remakeAlbum: async ({ albumId }) => {
      const work = catalog.remakeAlbum(Number(albumId))
      if (work === null) return notFound
      await world.inSlices(work)
      return done
    },
    leaveAlbum: async ({ albumId }) => {
      if (!catalog.leaveAlbum(Number(albumId))) return notFound
      world.rowsChanged()
      return done
    },
  }
}

/** What somebody is asked about is not cut off; the others are in the order of their folders. */
const askedFirst = (
  one: Output<'listAlbums'>['albums'][number],
  other: Output<'listAlbums'>['albums'][number],
): number =>
  Number(one.asks === null) - Number(other.asks === null) ||
  byFolder.compare(one.folder, other.folder) ||
  one.part - other.part
