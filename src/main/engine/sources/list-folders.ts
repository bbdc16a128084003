// The folders inside one folder of a source, for the tree in which they are ticked: what is on the disk now, with what the
// catalogue knows of each. Which are left out is shared/sub-folders.ts.
import type { Output } from '../../../shared/contract.ts'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog, StoredSource } from '../ports/catalogue.ts'
import type { WalkEvent, Walker } from '../ports/files.ts'
import { ownFoldersIn } from './own-folders.ts'

/** More of them in one folder than anybody ticks one by one; patterns leave out many. */
const mostFolders = 500

/** Reads one folder, whether it is left out or not. */
export async function listFolders(
  source: StoredSource,
  folder: string,
  parts: {
    catalog: Pick<Catalog, 'coverage'>
    walker: Pick<Walker, 'walk'>
    ownFolders: readonly string[]
  },
): Promise<Result<Output<'listFolders'>, Failure>> {
  const { ownFolders } = parts
  const events: WalkEvent[] = []
  const walked = await parts.walker.walk(
    {
      root: source.path,
      folders: [folder],
      isRecursive: false,
      includeSubfolders: true,
      ignorePatterns: source.ignorePatterns,
      leftOut: ownFoldersIn(source.path, ownFolders),
      ...(source.followLinks ? { followLinks: { ownFolders } } : {}),
      // No file is of interest here, so none is opened.
      recall: () => ({ isMedia: false, isSame: true }),
      signal: new AbortController().signal,
    },
    (met) => void events.push(...met),
  )
  if (!walked.ok) return walked
  const [met] = events
  if (met?.kind !== 'listing')
    return met?.kind === 'unreadable'
      ? fail({ kind: 'folder-unreadable', path: folder, code: met.code })
      : fail({ kind: 'not-found' })
  const known = new Map(
    parts.catalog.coverage(source.sourceId, folder).map((row) => [row.name, row]),
  )
  const names = [...met.listing.subfolders].sort((one, other) =>
    one.localeCompare(other, undefined, { numeric: true }),
  )
  return ok({
    folders: names.slice(0, mostFolders).map((name) => {
      const row = known.get(name)
      return {
        folder: folder === '' ? name : `${folder}/${name}`,
        name,
        files: row?.files ?? 0,
        done: row?.done ?? 0,
        hasChildren: row?.hasChildren ?? false,
      }
    }),
    more: Math.max(0, names.length - mostFolders),
  })
}
