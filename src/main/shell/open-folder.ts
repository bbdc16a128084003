// Opens a folder in the system's file manager, and nothing that would run.
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { shell } from 'electron'

/** Opens it; false where it is no folder, or not there. */
export async function openFolder(path: string, platform: NodeJS.Platform): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory() !== true) return false
  // On macOS a folder may be an app or a document by its ending, and opening it would start something.
  const mayRun = platform === 'darwin' && extname(basename(path)) !== ''
  if (mayRun) shell.showItemInFolder(path)
  else return (await shell.openPath(path)) === ''
  return true
}
