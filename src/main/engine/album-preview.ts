// What a choice of albums for a folder would come to, told before it is made: from the files that are known of it, with the
// titles that the albums would get beside all others. Nothing is asked of Google, and nothing is stored.
import { albumChoiceText, albumKey, type AlbumChoice } from '../../shared/albums.ts'
import type { Output } from '../../shared/contract.ts'
import { planAlbums, type PlannedFolder } from './albums/index.ts'
import type { Catalog, StoredSource } from './ports/catalogue.ts'

/** So many are listed; of more only the sums are told. */
const listedAtMost = 200
const byName = new Intl.Collator('en', { numeric: true })

/** Tells it. */
export function previewAlbums(
  catalog: Pick<Catalog, 'allAlbums' | 'albumFolders' | 'albumCounts'>,
  source: Pick<StoredSource, 'sourceId' | 'path' | 'firstScanAt'>,
  choice: AlbumChoice,
): Output<'previewAlbums'> {
  const { sourceId, path: sourcePath } = source
  const stored = catalog.allAlbums()
  /** The title of each folder's album, null: a photo of it goes into none, since that was deleted or never made. */
  const known = new Map<string, string | null>()
  for (const { key, part, state, title } of stored.filter((album) => album.sourceId === sourceId)) {
    const isClosed = state === 'deleted' || state === 'refused'
    // In the order of their parts: the last one tells whether it is closed, the first its title.
    known.set(key, isClosed ? null : part === 1 ? title : (known.get(key) ?? title))
  }
  const places = new Map<string, { coming: number; done: number }>()
  for (const { folder, coming, done } of catalog.albumCounts(sourceId)) {
    const key = albumKey(choice, folder)
    if (key === null) continue
    const place = places.get(key) ?? { coming: 0, done: 0 }
    places.set(key, { coming: place.coming + coming, done: place.done + done })
  }
  const folders: PlannedFolder[] = []
  const closed: PlannedFolder[] = []
  for (const [key, { coming, done }] of places) {
    const title = known.get(key)
    // What is in the library goes into a new album, too; one that is there has it.
    const files = coming + (title === undefined ? done : 0)
    ;(title === null ? closed : folders).push({ sourceId, sourcePath, key, files })
  }
  const { albums, creates, batches } = planAlbums(folders, ({ key }) => known.get(key) ?? null, {
    others: [...catalog.albumFolders().filter((other) => other.sourceId !== sourceId), ...closed],
    taken: new Set(stored.map(({ title }) => title)),
  })
  const listed = albums.toSorted((one, other) => byName.compare(one.key, other.key))
  const made = albums.filter(({ isMade }) => !isMade)
  return {
    choice: albumChoiceText(choice),
    albums: listed.slice(0, listedAtMost).map(({ key, title, files, isMade, isTold }) => ({
      ...{ folder: key, title, photos: files, isMade, isTold },
    })),
    more: Math.max(0, listed.length - listedAtMost),
    totals: {
      new: made.length,
      there: albums.length - made.length,
      closed: closed.filter(({ files }) => files > 0).length,
      told: albums.filter(({ isTold }) => isTold).length,
      photos: albums.reduce((sum, { files }) => sum + files, 0),
      creates,
      batches,
    },
    isScanned: source.firstScanAt !== null,
  }
}
