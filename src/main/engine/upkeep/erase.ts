// Removes everything Shoebox keeps on this computer, and nothing else: only names that it makes itself.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Everything below these folders that the engine makes. */
export const ownNames = [
  'catalogue.sqlite',
  'catalogue.sqlite-wal',
  'catalogue.sqlite-shm',
  'backups',
  'renditions',
] as const

/** Deletes the engine's own files; a missing one is fine. */
export async function eraseFolders(dataFolder: string, thumbnailFolder: string): Promise<void> {
  const paths = [...ownNames.map((name) => join(dataFolder, name)), thumbnailFolder]
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })))
}
