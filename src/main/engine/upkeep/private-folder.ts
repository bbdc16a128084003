// Takes the folder in which everything of Shoebox's lies, for its user alone: it must be theirs, nobody else may have put
// anything there, and what is in it nobody else can read. Windows has no such modes: there windows-access.ts closes it.
import { chmod, lstat, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isOwnName } from './erase.ts'
import { closeToOthers } from './windows-access.ts'

/** What the app puts there besides what the engine does. */
const beside: ReadonlySet<string> = new Set(['window', 'cache', 'chromium'])
const isOurs = (name: string): boolean => isOwnName(name) || beside.has(name)

const forOthers = 0o077
const writableByOthers = 0o022

/** Makes the folder if need be and closes it to others; a failure says why it must not be used. */
export async function takePrivateFolder(
  path: string,
  platform = process.platform,
  close: (paths: readonly string[]) => Promise<unknown> = closeToOthers,
): Promise<Result<null, Failure>> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  if (platform === 'win32') {
    const names = await readdir(path)
    // A folder that holds other things too may be shared on purpose: only what is ours in it is closed.
    const ours = names.filter(isOurs)
    await close(ours.length === names.length ? [path] : ours.map((name) => join(path, name)))
    return ok(null)
  }
  const me = process.getuid?.()
  if (me === undefined) return ok(null)
  const folder = await stat(path)
  if (folder.uid !== me) return fail({ kind: 'folder-not-private', path, problem: 'another-user' })
  const names = await readdir(path)
  const isAllOurs = names.every(isOurs)
  if (!isAllOurs && (folder.mode & writableByOthers) !== 0)
    return fail({ kind: 'folder-not-private', path, problem: 'open-to-others' })
  for (const name of names.filter(isOurs)) {
    const inside = join(path, name)
    // Whatever goes away meanwhile is nobody's.
    const found = await lstat(inside).catch(() => null)
    if (found === null) continue
    if (found.uid !== me)
      return fail({ kind: 'folder-not-private', path: inside, problem: 'another-user' })
    // What a link leads to is no business of this folder's, and has no mode of its own.
    if ((found.mode & forOthers) !== 0 && !found.isSymbolicLink())
      await chmod(inside, found.mode & 0o700).catch(() => undefined)
  }
  if (isAllOurs && (folder.mode & forOthers) !== 0) await chmod(path, folder.mode & 0o700)
  return ok(null)
}
