// The words for the albums that a backup would make or fill, before anything is made. Which these are is engine/albums/.
import type { AlbumPlan } from '../engine/albums/index.ts'

/** So many albums are more than anybody wanted, as those who made them by mistake tell. */
const warnAbove = 200

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
