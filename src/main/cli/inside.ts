// What `shoebox backup` was told of folders by their own paths: the one that goes first, those inside that are left out, and
// those taken again. Finds everything that is wrong with it, so that it is refused before anything is changed; changes nothing.
import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { afterTick, takeOf } from '../../shared/sub-folders.ts'
import { writtenPath } from '../engine/ports/disk-names.ts'

/** The folders as they were named. */
export interface NamedFolders {
  /** Those to back up. */
  folders: string[]
  /** One of them, whose photos go before those of the others; null: as chosen before. */
  first: string | null
  /** Folders inside them that are left out from now on, and those that are taken again. */
  leaveOut: string[]
  takeAgain: string[]
}

/** A folder inside one of those to back up. */
export interface Tick {
  /** The place of that one among them. */
  at: number
  /** Relative to it, with '/' between its parts. */
  folder: string
  isLeftOut: boolean
}

/** What was meant. */
export interface Inside {
  /** The place of the folder that goes first; null: as chosen before. */
  first: number | null
  /** To be carried out in this order. */
  ticks: Tick[]
}

/** Reads it; `leftOutOf` tells what a folder to back up leaves out so far. */
export function readInside(
  wish: NamedFolders,
  leftOutOf: (path: string) => readonly string[],
): Result<Inside, Failure> {
  const folders = wish.folders.map(realPath)
  const first = wish.first === null ? null : folders.indexOf(realPath(wish.first))
  if (first === -1)
    return refused(`--first is "${wish.first}". Expected one of the folders to back up.`)

  // Taken again first: of a folder that is taken again, one inside can still be left out.
  const asked = [
    ...wish.takeAgain.map((path) => ({ option: '--no-leave-out', path, isLeftOut: false })),
    ...wish.leaveOut.map((path) => ({ option: '--leave-out', path, isLeftOut: true })),
  ]
  const named: (Tick & { path: string })[] = []
  for (const { option, path, isLeftOut } of asked) {
    const real = realPath(path)
    const at = folders.findIndex((folder) => isInside(real, folder))
    if (at === -1)
      return refused(`${option} is "${path}". Expected a folder inside one of those to back up.`)
    if (isFile(real)) return fail({ kind: 'not-a-folder', path })
    const folder = writtenPath(relative(folders[at] ?? '', real))
    named.push({ at, path, folder: folder.split(sep).join('/'), isLeftOut })
  }

  const leftOut = folders.map(leftOutOf)
  const ticks: Tick[] = []
  for (const { at, folder, isLeftOut } of named) {
    const before = leftOut[at] ?? []
    leftOut[at] = afterTick(before, folder, isLeftOut)
    // Left out with the folder that it lies in, it cannot be left out once more.
    if (takeOf(folder, before) !== 'with-its-folder') ticks.push({ at, folder, isLeftOut })
  }
  for (const { at, path, folder, isLeftOut } of named) {
    const take = takeOf(folder, leftOut[at] ?? [])
    if (!isLeftOut && (take === 'none' || take === 'with-its-folder'))
      return refused(`--no-leave-out is "${path}". Expected a folder that is not left out as well.`)
  }
  return ok({ first, ticks })
}

const refused = (problem: string): Result<never, Failure> => fail({ kind: 'bad-request', problem })

/** Whether a path lies below a folder; both are real paths. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** As sources are kept; a folder that is not there now is taken at its word. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return resolve(path)
  }
}

/** A folder that cannot be looked at now can be left out all the same. */
function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory()
  } catch {
    return false
  }
}
