// Finds the folders below a folder, without looking at files.
import { lstat, readdir } from 'node:fs/promises'
import { diskPath, writtenBytes, writtenPath } from '../ports/disk-names.ts'
import { joinFolder, toProblem, type Session } from './session.ts'

/** Searched folders directly in `folder`; none where it cannot be read, which a scan reports. */
export async function readSubfolders(session: Session, folder: string): Promise<string[]> {
  if (!session.includeSubfolders) return []
  const names = await namesIn(diskPath(session.pathOf(folder))).catch((error: unknown) => {
    // Without handles to spare, folders would go unseen from here on.
    const problem = toProblem(error)
    if (problem === 'watch-limit') session.fail(problem)
    return []
  })
  return names
    .map((name) => joinFolder(folder, name))
    .filter((subfolder) => session.isSearched(subfolder))
}

/** The folders in a folder; as bytes, which costs more than twice as much, only where one of them may not be UTF-8. */
async function namesIn(path: string | Buffer): Promise<string[]> {
  if (typeof path === 'string') {
    const dirents = await readdir(path, { withFileTypes: true })
    const names = dirents.filter((dirent) => dirent.isDirectory()).map(({ name }) => name)
    if (!names.some((name) => name.includes('\uFFFD')))
      return names.map((name) => writtenPath(name))
  }
  const dirents = await readdir(path, { withFileTypes: true, encoding: 'buffer' })
  return dirents.filter((dirent) => dirent.isDirectory()).map(({ name }) => writtenBytes(name).name)
}

/** What is at this place: a folder, something that is none (a link to one included), or nothing. */
export async function lookAt(
  session: Session,
  path: string,
): Promise<'folder' | 'other' | 'nothing'> {
  try {
    return (await lstat(diskPath(session.pathOf(path)))).isDirectory() ? 'folder' : 'other'
  } catch {
    return 'nothing'
  }
}
