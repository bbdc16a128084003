// Which albums a backup would make or fill, gathered from what it would do with each file, and told before anything is made. The
// rules are engine/albums/; nothing is asked of Google.
import { albumKey, parseAlbumChoice } from '../../shared/albums.ts'
import type { RehearsedFile } from '../../shared/rehearsal-schemas.ts'
import { planAlbums, type AlbumPlan, type PlannedFolder } from '../engine/albums/index.ts'

/** So many albums are more than anybody wanted, as those who made them by mistake tell. */
const warnAbove = 200

/** A folder that is backed up, and what is wanted of its albums. */
export interface AlbumsOfFolder {
  path: string
  /** As shared/albums.ts writes it. */
  albums: string
  /** The titles of those that are there, by their folders. */
  made: ReadonlyMap<string, string>
}

/** Gathers what goes into which album; `plan` tells what that comes to. */
export function createAlbumPreview(folders: readonly AlbumsOfFolder[]): {
  file(file: Pick<RehearsedFile, 'root' | 'path' | 'outcome'>): void
  plan(): AlbumPlan
} {
  const places = new Map<string, PlannedFolder>()
  const choices = folders.map(
    (folder) => parseAlbumChoice(folder.albums) ?? { for: 'none' as const },
  )
  const madeAt = (at: number, key: string): string | null => folders[at]?.made.get(key) ?? null
  return {
    file({ root, path, outcome }) {
      const at = folders.findIndex((folder) => folder.path === root)
      const choice = choices[at]
      if (choice === undefined) return
      const slash = path.lastIndexOf('/')
      const key = albumKey(choice, slash === -1 ? '' : path.slice(0, slash))
      if (key === null) return
      // What is in the library already goes into a new album, too; one that is there has it.
      const isIn = outcome === 'goes' || outcome === 'copy'
      if (!isIn && (outcome !== 'done' || madeAt(at, key) !== null)) return
      const name = `${at}/${key}`
      const place = places.get(name) ?? { sourceId: at, key, sourcePath: root, files: 0 }
      places.set(name, { ...place, files: place.files + 1 })
    },
    plan: () => planAlbums([...places.values()], ({ sourceId, key }) => madeAt(sourceId, key)),
  }
}

/** As the summary of `--json` has them. */
export const albumsToJson = ({ albums, creates, batches }: AlbumPlan) => ({
  albums: albums.map(({ title, sourcePath, key, files, isMade }) => ({
    ...{ title, root: sourcePath, folder: key, files, isMade },
  })),
  albumRequests: { creates, batches },
})

/** As people read them; none where nothing goes into an album. */
export function albumLines({ albums, creates, batches }: AlbumPlan): string[] {
  if (albums.length === 0) return []
  const made = albums.filter(({ isMade }) => !isMade).length
  const told = albums.filter(({ isTold }) => isTold).length
  return [
    `Albums: ${made} would be made, ${albums.length - made} would get more`,
    ...albums.map(
      ({ title, files, isMade }) =>
        `  ${JSON.stringify(title)}: ${files} ${files === 1 ? 'photo' : 'photos'}${isMade ? '' : ', new'}`,
    ),
    ...(told > 0
      ? [`  ${told} of them say where they lie, because another folder has the same name`]
      : []),
    `  ${creates} requests to make them; their photos go in at least ${batches} batches`,
    ...(made > warnAbove
      ? [
          `  More than ${warnAbove} new albums: --album-depth joins folders, --albums source makes one.`,
        ]
      : []),
  ]
}
