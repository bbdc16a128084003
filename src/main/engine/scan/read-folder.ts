// Reads one folder: its names with their types, then lstat for each that is named like a photo or video or like nothing at
// all, and for each that is said to be neither a file nor a folder. Asks for many files at once, because awaiting each costs
// twice the time (measured on 100,000 files); how they are looked at is folder-calls.ts.
// Opens no file. Which folders are read, and in what order, is walk-tree.ts; where links lead, follow-links.ts.
import { statfsSync, statSync, type Stats } from 'node:fs'
import { findLeftOutFolder, isLeftOutFile } from '../../../shared/left-out.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import { claimOf } from '../../../shared/other-files.ts'
import { diskPath, writtenBytes, writtenPath } from '../ports/disk-names.ts'
import type { IgnoreTest } from '../sources/ignore-patterns.ts'
import { codeOf, type DiskPath, type FolderCalls, type Listed, type Look } from './folder-calls.ts'
import type { LinkFollower } from './follow-links.ts'
import { joinFolder, toFilePath } from './system-path.ts'

/** The files of a folder in columns: what lstat said of names[i] is numbers[4 * i] and the three after it. */
export interface FileColumns {
  names: string[]
  /** Size, mtime and ctime in microseconds, inode; by turns. */
  numbers: number[]
  /** {@link onlineOnlyFlag}, {@link unusableNameFlag} and {@link unclearFlags}, one for each file. */
  flags: number[]
}

/** What reading a folder gave. Names are in the written form of ports/disk-names.ts. */
export type FolderReading =
  | {
      kind: 'read'
      files: FileColumns
      /** Files whose names claim nothing. */
      unnamed: FileColumns
      /** Files whose names say that they are no photos. */
      otherFiles: number
      subfolders: string[]
      /** Those among `subfolders` that are links. */
      linkedFolders: string[]
      /** Where those among the files are that are links, by name. */
      targets: [name: string, target: string][]
      /** Subfolders whose name no path of this system can hold: nothing below them can be reached. */
      unusableFolders: string[]
      /** Names of photo libraries of other apps. */
      libraries: string[]
      /** Names of other folders that are not searched, and how many files are passed by like them. */
      passedBy: string[]
      ownFiles: number
      /** Links to folders or photos that are not followed. */
      links: number
      /** What may be a photo or video and cannot be looked at. What is known of them stays. */
      unreadableFiles: { name: string; code: string }[]
    }
  | { kind: 'unreadable'; code: string }
  | { kind: 'missing' }

/** A cloud placeholder. */
export const onlineOnlyFlag = 1
/** A name that no path of this system can hold. */
export const unusableNameFlag = 2
// Of Windows: fewer blocks than bytes, and what it calls a link and is none. In OneDrive both are so, and elsewhere, too.
const sparseFlag = 4
const reparseFlag = 8
/** Only its attributes tell whether a cloud alone has it (cloud-look.ts). */
export const unclearFlags = sparseFlag | reparseFlag

// Small files can live inside the file system's own records and then own no blocks either: up to 4 KiB in btrfs
// (max_inline), in a 4 KiB record of NTFS, or in an ext4 inode. A file that small is cheap to read, placeholder or not.
const largestInlineBytes = 4096

/** What Node puts in place of bytes that are not UTF-8. A name may also hold it by right. */
const replacementCharacter = '\uFFFD'

/** What a walk takes and what it leaves. */
export interface WalkRules {
  isIgnored: IgnoreTest
  /** Where links lead; null, and left out: none is followed. */
  follower?: LinkFollower | null
}

/** A name of the folder. */
interface Named {
  /** In the written form. */
  name: string
  /** What the listing says it is; `unsaid`: nothing. */
  kind: 'folder' | 'file' | 'link' | 'other' | 'unsaid'
  /** What the file system knows it by. */
  at: DiskPath
  isUnusable: boolean
}

/** Files whose looks are held at once. */
const looksHeld = 512

/** Reads the folder at `path`, which is `folder` of its source. */
export async function readFolder(
  path: string,
  folder: string,
  rules: WalkRules,
  calls: Pick<FolderCalls, 'names' | 'nameBytes' | 'looks'>,
  platform: NodeJS.Platform = process.platform,
): Promise<FolderReading> {
  const isIgnored = (name: string): boolean => rules.isIgnored(joinFolder(folder, name))
  const files: FileColumns = { names: [], numbers: [], flags: [] }
  const unnamed: FileColumns = { names: [], numbers: [], flags: [] }
  const subfolders: string[] = []
  const linkedFolders: string[] = []
  const targets: [string, string][] = []
  const unusableFolders: string[] = []
  const libraries: string[] = []
  const passedBy: string[] = []
  const unreadableFiles: { name: string; code: string }[] = []
  let links = 0
  let otherFiles = 0
  let ownFiles = 0
  let refusals = 0
  const visitFolder = ({ name, isUnusable }: Named): boolean => {
    const leftOut = findLeftOutFolder(name)
    if (leftOut) (leftOut.kind === 'library' ? libraries : passedBy).push(name)
    if (leftOut || isIgnored(name)) return false
    ;(isUnusable ? unusableFolders : subfolders).push(name)
    return true
  }
  /** Where a file of this name belongs; null: it needs no look. */
  const columnsFor = ({ name }: Named): FileColumns | null => {
    const claim = claimOf(name)
    if (claim === 'hidden') ownFiles += 1
    if (claim === 'hidden' || isIgnored(name)) return null
    if (claim === 'other') otherFiles += 1
    return claim === 'other' ? null : claim === 'media' ? files : unnamed
  }
  const visitLink = (named: Named): void => {
    const { name, at } = named
    if (isIgnored(name) || isLeftOutFile(name)) return
    try {
      const led = rules.follower?.follow(at) ?? null
      if (led === null) links += 1
      else if (led.stats.isDirectory()) {
        if (visitFolder(named)) linkedFolders.push(name)
      } else {
        const columns = led.stats.isFile() ? columnsFor(named) : null
        if (columns === null) return
        addFile(columns, { ...named, isReparsePoint: false }, led.stats, platform)
        targets.push([name, led.target])
      }
    } catch (error) {
      unreadableFiles.push({ name, code: codeOf(error) })
    }
  }
  /** What lstat says of what the listing does not, or of a file that it does; `known`: where that belongs. */
  const visitLooked = (named: Named, look: Look, known: FileColumns | null): void => {
    const isObject = look !== null && typeof look === 'object'
    if (isObject && look.isFile()) {
      const columns = known ?? columnsFor(named)
      const isReparsePoint = named.kind === 'link'
      if (columns) addFile(columns, { ...named, isReparsePoint }, look, platform)
    } else if (isObject && look.isDirectory() && named.kind !== 'file') visitFolder(named)
    // What cannot be looked at is not followed either.
    else if (named.kind === 'link' || (isObject && look.isSymbolicLink() && named.kind !== 'file'))
      visitLink(named)
    else if (typeof look === 'string' && (known ?? columnsFor(named))) {
      // lstat asks no right of the file itself: one that it refuses for want of rights says that the folder may not be searched.
      if (look === 'EACCES') refusals += 1
      // What claims nothing may be a photo, too.
      unreadableFiles.push({ name: named.name, code: look })
    }
    // Else deleted or replaced since the names were read; the next scan sees what became of it.
  }
  try {
    const looked: { named: Named; columns: FileColumns | null }[] = []
    for (const named of await namesIn(path, calls, platform)) {
      const { kind } = named
      if (kind === 'folder') visitFolder(named)
      else if (kind === 'file') {
        const columns = columnsFor(named)
        if (columns) looked.push({ named, columns })
      } else if (kind !== 'other') looked.push({ named, columns: null })
    }
    for (let from = 0; from < looked.length; from += looksHeld) {
      const some = looked.slice(from, from + looksHeld)
      const looks = await calls.looks(some.map(({ named }) => named.at))
      some.forEach(({ named, columns }, index) => visitLooked(named, looks[index] ?? null, columns))
    }
  } catch (error) {
    return toReading(diskPath(path), error)
  }
  const isAnySeen = files.names.length + unnamed.names.length > 0
  if (refusals > 0 && !isAnySeen) return { kind: 'unreadable', code: 'EACCES' }
  return {
    ...{ kind: 'read', files, unnamed, otherFiles, subfolders, linkedFolders, targets },
    ...{ unusableFolders, libraries, passedBy, ownFiles, links, unreadableFiles },
  }
}

/** The names in a folder; as bytes, which is slower, only where one of them may not be UTF-8. */
async function namesIn(
  path: string,
  calls: Pick<FolderCalls, 'names' | 'nameBytes'>,
  platform: NodeJS.Platform,
): Promise<Named[]> {
  const folder = diskPath(path)
  if (typeof folder === 'string') {
    const listed = await calls.names(folder)
    if (!listed.some((one) => nameOf(one).includes(replacementCharacter)))
      return listed.map((one) => {
        const name = nameOf(one)
        const at = toFilePath(folder, name)
        return { name: writtenPath(name), kind: kindOf(one), at, isUnusable: false }
      })
  }
  const start = Buffer.concat([Buffer.from(folder), Buffer.from(toFilePath('', ''))])
  return (await calls.nameBytes(folder)).map((one) => {
    const bytes = nameOf(one)
    const { name, isUtf8 } = writtenBytes(bytes)
    // What Windows hands out so, it does not take back.
    const isUnusable = !isUtf8 && platform === 'win32'
    return { name, kind: kindOf(one), at: Buffer.concat([start, bytes]), isUnusable }
  })
}

const nameOf = <N extends DiskPath>(listed: Listed<N>): N =>
  typeof listed === 'string' || Buffer.isBuffer(listed) ? listed : listed.name

/** What a listing says: Windows calls every reparse point a link, such as the folders and files of OneDrive. */
function kindOf(listed: Listed<DiskPath>): Named['kind'] {
  if (typeof listed === 'string' || Buffer.isBuffer(listed)) return 'unsaid'
  if (listed.isDirectory()) return 'folder'
  if (listed.isFile()) return 'file'
  return listed.isSymbolicLink() ? 'link' : 'other'
}

function addFile(
  files: FileColumns,
  file: Pick<Named, 'name' | 'at' | 'isUnusable'> & { isReparsePoint: boolean },
  stats: Stats,
  platform: NodeJS.Platform,
): void {
  const isOnlineOnly = isPlaceholder(stats, file.at, undefined, platform)
  files.names.push(file.name)
  files.numbers.push(
    stats.size,
    toMicroseconds(stats.mtimeMs),
    toMicroseconds(stats.ctimeMs),
    stats.ino,
  )
  files.flags.push(
    (isOnlineOnly ? onlineOnlyFlag : 0) |
      (file.isUnusable ? unusableNameFlag : 0) |
      (platform === 'win32' ? doubts(stats, file.isReparsePoint) : 0),
  )
}

/** Blocks are counted by 512 bytes; a file that small is read either way. */
const doubts = ({ size, blocks }: Stats, isReparsePoint: boolean): number =>
  (size > largestInlineBytes && blocks * 512 < size ? sparseFlag : 0) |
  (isReparsePoint ? reparseFlag : 0)

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
  // On Linux no cloud keeps files so, and many a share and file system in user space tells of no blocks at all.
  return platform !== 'linux' || countingBlocks.has(fileSystemOf(path))
}

/** Of statfs(2): ext2 to ext4, XFS, Btrfs, F2FS, ZFS, bcachefs, tmpfs, overlayfs. */
const countingBlocks: ReadonlySet<number> = new Set([
  ...[0xef53, 0x58_46_53_42, 0x91_23_68_3e, 0xf2_f5_20_10, 0x2f_c1_2f_c1, 0xca_45_1a_4e],
  ...[0x01_02_19_94, 0x79_4c_76_30],
])

function toReading(path: string | Buffer, error: unknown): FolderReading {
  const code = codeOf(error)
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return { kind: 'unreadable', code }
  // Where the file system gives no types, Node looks at every name while reading, and one that just vanished fails
  // the whole folder with ENOENT. Only a folder that is itself gone is missing.
  return isFolder(path) ? { kind: 'unreadable', code: 'EBUSY' } : { kind: 'missing' }
}

function isFolder(path: string | Buffer): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}
