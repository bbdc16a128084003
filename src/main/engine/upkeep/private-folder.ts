// Takes the folder in which everything of Shoebox's lies, for its user alone: it must be theirs, nobody else may have put
// anything there, and what is in it nobody else can read. Windows has no such modes: there windows-access.ts closes it.
import { constants } from 'node:fs'
import { access, chmod, lstat, mkdir, opendir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { ownFolderFailure } from '../ports/own-folder.ts'
import { isOwnName } from './erase.ts'
import { closeToOthers } from './windows-access.ts'

/** What the app puts there besides what the engine does. */
const beside: ReadonlySet<string> = new Set(['window', 'cache', 'chromium'])
const isOurs = (name: string): boolean => isOwnName(name) || beside.has(name)

/** The folders in it that the engine cannot do without. */
const needed: ReadonlySet<string> = new Set(['backups', 'receipts', 'renditions'])

const forOthers = 0o077
const writableByOthers = 0o022

/** Makes the folder if need be and closes it to others; a failure says why it must not be used. */
export async function takePrivateFolder(
  path: string,
  platform = process.platform,
  close: (paths: readonly string[]) => Promise<unknown> = closeToOthers,
): Promise<Result<null, Failure>> {
  return foreseen(path, async () => {
    await makeFolder(path)
    const closed = await closeFolder(path, platform, close)
    return closed.ok ? useFolders(path) : closed
  })
}

/** Whether the folder could be taken, found out without making or changing anything; a failure says why not. */
export function foreseePrivateFolder(path: string): Promise<Result<null, Failure>> {
  return foreseen(path, async () => useFolder(await nearestTo(path)))
}

/** Does what may meet a folder that cannot be used: what the system says of it becomes the failure. */
async function foreseen(
  path: string,
  work: () => Promise<Result<null, Failure>>,
): Promise<Result<null, Failure>> {
  try {
    return await work()
  } catch (thrown) {
    const failure = ownFolderFailure(path, thrown)
    if (failure === null) throw thrown
    return fail(failure)
  }
}

/** One by one: where the system makes no folder at all, as in /proc, Node's recursive mkdir never ends. */
async function makeFolder(path: string): Promise<void> {
  const make = (): Promise<void> => mkdir(path, { mode: 0o700 })
  try {
    await make()
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw thrown
    await makeFolder(dirname(path))
    await make()
  }
}

/** The path itself where something is there, else the nearest folder above it. */
async function nearestTo(path: string): Promise<string> {
  try {
    await lstat(path)
    return path
  } catch (thrown) {
    const isThere = (thrown as NodeJS.ErrnoException).code !== 'ENOENT'
    if (isThere || dirname(path) === path) throw thrown
    return nearestTo(dirname(path))
  }
}

/** The folder and those in it that are needed. */
async function useFolders(path: string): Promise<Result<null, Failure>> {
  await useFolder(path)
  for (const name of (await readdir(path)).filter((one) => needed.has(one))) {
    const inside = join(path, name)
    const used = await foreseen(inside, () => useFolder(inside))
    if (!used.ok) return used
  }
  return ok(null)
}

/** Throws what the system says of something that is no folder, or may not be read and written. */
async function useFolder(path: string): Promise<Result<null, Failure>> {
  // First, because a file may be refused for its mode as well.
  await (await opendir(path)).close()
  await access(path, constants.W_OK | constants.X_OK)
  return ok(null)
}

async function closeFolder(
  path: string,
  platform: NodeJS.Platform,
  close: (paths: readonly string[]) => Promise<unknown>,
): Promise<Result<null, Failure>> {
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
