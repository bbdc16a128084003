// Builds full paths in the written form of ports/disk-names.ts, which whoever opens them turns into those of the file
// system. Everywhere else a folder is relative to its source, with '/'.
import { win32 } from 'node:path'
import { writtenPath } from '../ports/disk-names.ts'

/**
 * The path of a folder of a source. On Windows with the \\?\ prefix, which lifts the limit of 260 characters and
 * takes names as they are, such as `photos.` with its dot
 * (https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation).
 */
export function toFolderPath(
  root: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32') return win32.toNamespacedPath(win32.join(root, folder))
  const start = writtenPath(root, false)
  if (folder === '') return start
  return start.endsWith('/') ? start + folder : `${start}/${folder}`
}

/** The path of a file in a folder given by {@link toFolderPath}, without normalising the name. */
export function toFilePath(
  folderPath: string,
  name: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const separator = platform === 'win32' ? '\\' : '/'
  return folderPath.endsWith(separator) ? folderPath + name : folderPath + separator + name
}

/** Joins two relative folders as the catalogue writes them. */
export const joinFolder = (folder: string, name: string): string =>
  folder === '' ? name : `${folder}/${name}`
