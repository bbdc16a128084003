// Which albums a backup would make or fill, gathered from what it would do with each file. Nothing is asked of Google.
import { albumKey, parseAlbumChoice } from '../../../shared/albums.ts'
import type { RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import type { StoredAlbum } from '../ports/albums.ts'
import { planAlbums, type AlbumPlan, type BesidePlan, type PlannedFolder } from './plan.ts'

/** A folder that is backed up, and what is wanted of its albums. */
export interface AlbumsOfFolder extends KnownAlbums {
  path: string
  /** As shared/albums.ts writes it. */
  albums: string
}

/** What is known of the albums of a source, by their folders. */
export interface KnownAlbums {
  /** The titles of those that are there. */
  made: ReadonlyMap<string, string>
  /** Those that take nothing: deleted by a person, or never made by Google. */
  closed: ReadonlySet<string>
}

/** Tells apart which albums of one source are there, and which take nothing: its last part says so. */
export function knownAlbums(
  albums: readonly (Pick<StoredAlbum, 'part' | 'title' | 'state'> & { folder: string })[],
): KnownAlbums {
  const made = new Map<string, string>()
  const closed = new Set<string>()
  for (const { folder, part, title, state } of albums.toSorted((a, b) => a.part - b.part)) {
    if (state === 'deleted' || state === 'refused') closed.add(folder)
    else closed.delete(folder)
    if (part === 1 && (state === 'made' || state === 'full')) made.set(folder, title)
  }
  return { made, closed }
}

/** Gathers what goes into which album; `plan` tells what that comes to. */
export function createAlbumPreview(folders: readonly AlbumsOfFolder[]): {
  file(file: Pick<RehearsedFile, 'root' | 'path' | 'outcome'>): void
  plan(beside?: BesidePlan): AlbumPlan
} {
  const places = new Map<string, PlannedFolder>()
  const choices = folders.map(
    (folder) => parseAlbumChoice(folder.albums) ?? { for: 'none' as const },
  )
  const numberOf = new Map(folders.map(({ path }, at) => [path, at]))
  const madeAt = (at: number, key: string): string | null => folders[at]?.made.get(key) ?? null
  return {
    file({ root, path, outcome }) {
      const at = numberOf.get(root) ?? -1
      const choice = choices[at]
      if (choice === undefined) return
      const slash = path.lastIndexOf('/')
      const key = albumKey(choice, slash === -1 ? '' : path.slice(0, slash))
      if (key === null || folders[at]?.closed.has(key) === true) return
      // What is in the library already goes into a new album, too; one that is there has it.
      const isIn = outcome === 'goes' || outcome === 'copy'
      if (!isIn && (outcome !== 'done' || madeAt(at, key) !== null)) return
      const name = `${at}/${key}`
      const place = places.get(name) ?? { sourceId: at, key, sourcePath: root, files: 0 }
      places.set(name, { ...place, files: place.files + 1 })
    },
    plan: (beside) =>
      planAlbums([...places.values()], ({ sourceId, key }) => madeAt(sourceId, key), beside),
  }
}
