// Finds where a source is now: at its path, under another mount point, or nowhere. Changes nothing.
import type { StoredSource } from '../ports/catalogue.ts'
import type { FolderIdentity } from '../ports/files.ts'

/** How a folder is looked for. */
export interface PlacePorts {
  /** The path where a folder with this identity is now, or null. */
  findMoved(identity: FolderIdentity): Promise<string | null>
  isReachable(path: string): Promise<boolean>
  /** Whether an empty mount point stands at the path in place of the folder. */
  isStandIn(path: string, identity: FolderIdentity): Promise<boolean>
}

/** The path at which the source can be reached, or null while it is away. */
export async function placeOf(
  { path, identity }: StoredSource,
  ports: PlacePorts,
): Promise<string | null> {
  if ((await ports.isReachable(path)) && !(await ports.isStandIn(path, identity))) return path
  const moved = await ports.findMoved(identity)
  // Where a stand-in is, the folder is not.
  if (moved === null || moved === path) return null
  return (await ports.isReachable(moved)) ? moved : null
}
