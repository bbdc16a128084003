// The app's own folders where a source lies around them, as with a home folder or a whole drive: what is kept there are
// thumbnails and reduced copies of photos that are backed up already, and never a part of a source.
import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { writtenPath } from '../ports/disk-names.ts'

/** Those of the app's folders that lie in this one, relative to it with '/' between parts; '' is the folder itself. */
export function ownFoldersIn(root: string, ownFolders: readonly string[]): string[] {
  return ownFolders.flatMap((folder) => {
    const real = realPathOf(folder)
    const inside = relative(root, real)
    if (inside === '' || isInside(relative(real, root))) return ['']
    return isInside(inside) ? [writtenPath(inside).split(sep).join('/')] : []
  })
}

/** The folder as its source writes it; null: it does not lie in the source, as what a link leads to. `path` is in the written form. */
export function folderIn(root: string, path: string): string | null {
  const inside = relative(writtenPath(root), path)
  return inside === '' || isInside(inside) ? inside.split(sep).join('/') : null
}

/** Whether a relative path leads to something below where it starts. */
export const isInside = (path: string): boolean =>
  path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)

/** Whether a path is this one, or leads to something below it. */
export const isAt = (root: string, path: string): boolean =>
  path === root || isInside(relative(root, path))

/** Whether one of two folders is the other, or lies in it. */
export const touches = (one: string, other: string): boolean => isAt(one, other) || isAt(other, one)

/** Sources are kept by their real paths. One that is not there yet holds nothing. */
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
