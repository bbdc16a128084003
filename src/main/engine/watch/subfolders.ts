// Finds the folders below a folder, without looking at files.
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { joinFolder, toProblem, type Session } from './session.ts'

/** Searched folders directly in `folder`; none where it cannot be read, which a scan reports. */
export async function readSubfolders(session: Session, folder: string): Promise<string[]> {
  if (!session.includeSubfolders) return []
  const path = join(session.root, folder)
  const dirents = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    // Without handles to spare, folders would go unseen from here on.
    const problem = toProblem(error)
    if (problem === 'watch-limit') session.fail(problem)
    return []
  })
  return dirents
    .filter((dirent) => dirent.isDirectory())
    .map((dirent) => joinFolder(folder, dirent.name))
    .filter((subfolder) => session.isSearched(subfolder))
}

/** What is at this place: a folder, something that is none (a link to one included), or nothing. */
export async function lookAt(
  session: Session,
  path: string,
): Promise<'folder' | 'other' | 'nothing'> {
  try {
    return (await lstat(join(session.root, path))).isDirectory() ? 'folder' : 'other'
  } catch {
    return 'nothing'
  }
}
