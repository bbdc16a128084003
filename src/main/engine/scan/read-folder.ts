// Reads one folder: its names with their types, then lstat for each that is named like a photo or video or like nothing at
// all, and for each that is said to be neither a file nor a folder. Synchronous,
// because the walk has a thread of its own and awaiting each file costs twice the time (measured on 100,000 files).
// Opens no file. Which folders are read, and in what order, is walk-tree.ts.
import { lstatSync, readdirSync, statfsSync, statSync, type Dirent } from 'node:fs'
import { findLeftOutFolder, isLeftOutFile } from '../../../shared/left-out.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import { claimOf } from '../../../shared/other-files.ts'
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
      /** Files whose names claim nothing. */
      unnamed: FileColumns
      /** Files whose names say that they are no photos. */
      otherFiles: number
      subfolders: string[]
      /** Subfolders whose name is not UTF-8, escaped: nothing below them can be reached. */
      unusableFolders: string[]
      /** Names of photo libraries of other apps. */
      libraries: string[]
      /** Links to folders or photos, which are not followed. */
      links: number
      /** Photos and videos that lstat refuses. What is known of them stays. */
      unreadableFiles: { name: string; code: string }[]
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
  const unnamed: FileColumns = { names: [], numbers: [], flags: [] }
  const subfolders: string[] = []
  const unusableFolders: string[] = []
  const libraries: string[] = []
  const unreadableFiles: { name: string; code: string }[] = []
  let links = 0
  let otherFiles = 0
  const visit = (name: string, dirent: Dirent | Dirent<Buffer>, rawPath: Buffer | null): void => {
    const kind = kindOf(dirent, rawPath ?? toFilePath(path, name))
    if (kind === 'folder') {
      const leftOut = findLeftOutFolder(name)
      if (leftOut?.kind === 'library') libraries.push(name)
      if (leftOut || isIgnored(name)) return
      ;(rawPath ? unusableFolders : subfolders).push(name)
    } else if (kind === 'link') {
      if (!isIgnored(name) && !isLeftOutFile(name)) links += 1
    } else if (kind === 'file') {
      const claim = claimOf(name)
      if (claim === 'hidden' || isIgnored(name)) return
      if (claim === 'other') {
        otherFiles += 1
        return
      }
      pulse()
      const columns = claim === 'media' ? files : unnamed
      try {
        addFile(columns, name, rawPath ?? toFilePath(path, name), rawPath !== null)
      } catch (error) {
        if (claim === 'media') unreadableFiles.push({ name, code: codeOf(error) })
        else otherFiles += 1
      }
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
    return { kind: 'unreadable', code: codeOf(error) }
  }
  // lstat asks no right of the file itself: one that it refuses for want of rights says that the folder may not be searched.
  const isClosed = unreadableFiles.some(({ code }) => code === 'EACCES')
  if (isClosed && files.names.length === 0) return { kind: 'unreadable', code: 'EACCES' }
  return {
    ...{ kind: 'read', files, unnamed, otherFiles, subfolders },
    ...{ unusableFolders, libraries, links, unreadableFiles },
  }
}

/**
 * What the name stands for. A file system without types gives none, and Windows calls every reparse point a link, such as
 * the folders and files of OneDrive: there lstat decides.
 */
function kindOf(
  dirent: Dirent | Dirent<Buffer>,
  path: string | Buffer,
): 'folder' | 'file' | 'link' | 'other' {
  if (dirent.isDirectory()) return 'folder'
  if (dirent.isFile()) return 'file'
  if (!dirent.isSymbolicLink()) return 'other'
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory() === true) return 'folder'
    if (stats?.isFile() === true) return 'file'
  } catch {
    // What cannot be looked at is not followed either.
  }
  return 'link'
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
  const isOnlineOnly = isPlaceholder(stats, path)
  files.flags.push((isOnlineOnly ? onlineOnlyFlag : 0) | (isNameUnusable ? unusableNameFlag : 0))
}

/**
 * Whether these are the numbers of a file that a cloud keeps: it has a size and no blocks on disk. Node shows neither
 * Windows' recall attribute nor macOS' SF_DATALESS; a file of nothing but holes looks the same, and is no photo.
 */
export function isPlaceholder(
  stats: { size: number; blocks: number },
  path: string | Buffer,
  fileSystemOf: (path: string | Buffer) => number = (at) => statfsSync(at).type,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (stats.blocks > 0 || stats.size <= largestInlineBytes) return false
  // On Linux no cloud keeps files so, and many a file system in user space tells of no blocks at all.
  return platform !== 'linux' || fileSystemOf(path) !== fuse
}

/** FUSE_SUPER_MAGIC of statfs(2). */
const fuse = 0x65_73_55_46

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
