// Rights bind everybody but root. Where a test runs as root, the engine runs as another user, to whom its folders are given.
import { chownSync, lchownSync } from 'node:fs'
import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether rights say nothing to this process. */
export const isRoot = process.getuid?.() === 0

/** The user who owns nothing. */
export const nobody = 65_534

/** Gives a folder and all in it to another user. */
export async function giveAway(folder: string, uid: number): Promise<void> {
  chownSync(folder, uid, uid)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    lchownSync(join(entry.parentPath, entry.name), uid, uid)
  await chmod(folder, 0o755)
}
