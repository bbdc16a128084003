// Reads one folder: its names with their types, then lstat for each that ends like a photo or video. Synchronous,
// because the walk has a thread of its own and awaiting each file costs twice the time (measured on 100,000 files).
// Opens no file. Which folders are read, and in what order, is walk-tree.ts.
import { lstatSync, readdirSync, statSync, type Dirent } from 'node:fs'
import { findLeftOutFolder, isLeftOutFile } from '../../../shared/left-out.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import type { IgnoreTest } from '../sources/ignore-patterns.ts'
import { joinFolder, toFilePath } from './system-path.ts'
import { replacementCharacter, toUsableName } from './usable-name.ts'

/** The files of a folder in columns: what lstat said of names[i] is numbers[4 * i] and the three after it. */
export interface FileColumns {
  names: string[]
  /** Size, mtime and ctime in microseconds, inode; by turns. */
  numbers: number[]
  /** {@link onlineOnlyFlag} and {@link unusableNameFlag}, one for each file. */
  flags: number[]
}

/** What reading a folder gave. */
export type FolderReading =
  | {
      kind: 'read'
      files: FileColumns
      subfolders: string[]
      /** Subfolders whose name is not UTF-8, escaped: nothing below them can be reached. */
      unusableFolders: string[]
      /** Names of photo libraries of other apps. */
      libraries: string[]
    }
  | { kind: 'unreadable'; code: string }
  | { kind: 'missing' }

/** A cloud placeholder. */
export const onlineOnlyFlag = 1
/** A name that is not UTF-8. */
export const unusableNameFlag = 2

// Small files can live inside the file system's own records and then own no blocks either: up to 4 KiB in btrfs
// (max_inline), in a 4 KiB record of NTFS, or in an ext4 inode. A file that small is cheap to read, placeholder or not.
const largestInlineBytes = 4096

/** What a walk takes and what it leaves. */
export interface WalkRules {
  /** Extensions of photos and videos, lower case. */
  mediaExtensions: ReadonlySet<string>
  isIgnored: IgnoreTest
}

/** Reads the folder at `path`, which is `folder` of its source. `pulse` is called for every file, as a sign of life. */
export function readFolder(
  path: string,
  folder: string,
  rules: WalkRules,
  pulse: () => void,
): FolderReading {
  const isIgnored = (name: string): boolean => rules.isIgnored(joinFolder(folder, name))
  const files: FileColumns = { names: [], numbers: [], flags: [] }
  const subfolders: string[] = []
  const unusableFolders: string[] = []
  const libraries: string[] = []
  const visit = (name: string, dirent: Dirent | Dirent<Buffer>, rawPath: Buffer | null): void => {
    if (dirent.isDirectory()) {
      const leftOut = findLeftOutFolder(name)
      if (leftOut?.kind === 'library') libraries.push(name)
      if (leftOut || isIgnored(name)) return
      ;(rawPath ? unusableFolders : subfolders).push(name)
    } else if (dirent.isFile() && isMediaName(name, rules.mediaExtensions) && !isIgnored(name)) {
      pulse()
      addFile(files, name, rawPath ?? toFilePath(path, name), rawPath !== null)
    }
  }
  let dirents: Dirent[]
  try {
    dirents = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    return toReading(path, error)
  }
  try {
    if (dirents.some((dirent) => dirent.name.includes(replacementCharacter))) {
      visitRawNames(path, visit)
    } else {
      for (const dirent of dirents) visit(dirent.name, dirent, null)
    }
  } catch (error) {
    // One file that lstat refuses (a folder without search permission, a path that became too long) makes the whole
    // listing unsafe: a file left out of it would count as deleted. The rows of the folder stay as they are.
    return { kind: 'unreadable', code: codeOf(error) }
  }
  return { kind: 'read', files, subfolders, unusableFolders, libraries }
}

function isMediaName(name: string, mediaExtensions: ReadonlySet<string>): boolean {
  const dot = name.lastIndexOf('.')
  return dot > 0 && mediaExtensions.has(name.slice(dot + 1).toLowerCase()) && !isLeftOutFile(name)
}

function addFile(
  files: FileColumns,
  name: string,
  path: string | Buffer,
  isNameUnusable: boolean,
): void {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  // Deleted or replaced since the names were read; the next scan sees what became of it.
  if (!stats?.isFile()) return
  files.names.push(name)
  files.numbers.push(
    stats.size,
    toMicroseconds(stats.mtimeMs),
    toMicroseconds(stats.ctimeMs),
    stats.ino,
  )
  const isOnlineOnly = isPlaceholder(stats)
  files.flags.push((isOnlineOnly ? onlineOnlyFlag : 0) | (isNameUnusable ? unusableNameFlag : 0))
}

/**
 * Whether these are the numbers of a file that a cloud keeps: it has a size and no blocks on disk. Node shows neither
 * Windows' recall attribute nor macOS' SF_DATALESS; a file of nothing but holes looks the same, and is no photo.
 */
export function isPlaceholder(stats: { size: number; blocks: number }): boolean {
  return stats.blocks === 0 && stats.size > largestInlineBytes
}

function visitRawNames(
  path: string,
  visit: (name: string, dirent: Dirent<Buffer>, rawPath: Buffer | null) => void,
): void {
  const found = readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).map((dirent) => ({
    dirent,
    ...toUsableName(dirent.name),
  }))
  const taken = new Set(found.filter(({ isUsable }) => isUsable).map(({ name }) => name))
  for (const { dirent, name, isUsable } of found) {
    // Somebody may have a file that is really called \xff.jpg. Both stay apart.
    let distinctName = name
    while (!isUsable && taken.has(distinctName)) distinctName = `~${distinctName}`
    taken.add(distinctName)
    const rawPath = isUsable
      ? null
      : Buffer.concat([Buffer.from(toFilePath(path, '')), dirent.name])
    visit(distinctName, dirent, rawPath)
  }
}

function toReading(path: string, error: unknown): FolderReading {
  const code = codeOf(error)
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return { kind: 'unreadable', code }
  // Where the file system gives no types, Node looks at every name while reading, and one that just vanished fails
  // the whole folder with ENOENT. Only a folder that is itself gone is missing.
  return isFolder(path) ? { kind: 'unreadable', code: 'EBUSY' } : { kind: 'missing' }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}

/** The code of an error of the file system; anything else is a bug and goes on up. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
