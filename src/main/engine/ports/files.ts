// The user's files as the rest of the engine knows them: walked, read and watched, never written. Implemented by scan/
// and watch/.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'

/** One directory entry of interest, as lstat saw it. Times in microseconds since 1970. */
export interface Entry {
  name: string
  sizeBytes: number
  mtimeUs: number
  ctimeUs: number
  inode: number
  /** Only the cloud has it, by its blocks or, on Windows, its attributes: never opened. */
  isOnlineOnly: boolean
  /** No path of this system can hold the name; `name` is a written form (disk-names.ts) by which nothing can be opened. */
  isNameUnusable: boolean
  /** A link that is followed: the full path of the file at its end, of which all else here tells. */
  target?: string
  /** What the first bytes are, where the name claims nothing. */
  mediaKind?: 'photo' | 'video'
}

/**
 * One directory as it is on disk now. `folder` is relative to the source, '' for the source itself, '/' between parts; it and
 * all names are in the written form (disk-names.ts).
 */
export interface Listing {
  folder: string
  entries: Entry[]
  subfolders: string[]
  /** Links in it that are not followed. Left out: none. */
  links?: number
  /** What may be photos and videos and could not be looked at; what is known of them stays. Left out: none. */
  unreadable?: { name: string; code: string }[]
  /** What is neither photo nor video: how many, and those among them that only their first bytes told. Left out: none. */
  others?: { files: number; strangers: readonly Entry[] }
}

/** What is known of a file whose name claims nothing: whether it was a photo, and whether it is as it was then. */
export interface Recalled {
  isMedia: boolean
  isSame: boolean
}

/** What a walk meets: listings, and folders that could not be read (their rows stay as they are). */
export type WalkEvent =
  | { kind: 'listing'; listing: Listing }
  | { kind: 'unreadable'; folder: string; code: string }
  | { kind: 'missing'; folder: string }

/** What to walk. */
export interface WalkRequest {
  root: string
  /** Folders to read, relative; [''] with recursive true is a whole scan. */
  folders: readonly string[]
  isRecursive: boolean
  includeSubfolders: boolean
  ignorePatterns: readonly string[]
  /** Folders below the root that are no part of it, relative; '' is the root itself. */
  leftOut?: readonly string[]
  /** Links are followed to where they lead, but never to the app's own folders, given by their full paths. Left out: none is. */
  followLinks?: { ownFolders: readonly string[] }
  /** What is known of a file whose name claims nothing, so that it is read once; null, and left out: nothing. */
  recall?: (folder: string, entry: Entry) => Recalled | null
  signal: AbortSignal
}

/** What a walk passes by because it is the system's, a program's own, or hidden (shared/left-out.ts). */
export interface PassedBy {
  /** The first few, relative to the source, and how many more there are. */
  folders: string[]
  moreFolders: number
  files: number
}

/** What a whole walk came to. */
export interface Walked {
  files: number
  folders: number
  /** Photo libraries of other apps that were not searched, relative to the source; the first few. Left out: nobody looked. */
  libraries?: string[]
  passedBy?: PassedBy
}

/** Walks a source off the engine's main thread and hands over batches; waits for `take` before it goes on. */
export interface Walker {
  walk(
    request: WalkRequest,
    take: (events: WalkEvent[]) => Promise<void> | void,
  ): Promise<Result<Walked, Failure>>
  close(): Promise<void>
}

/** What a file looked like when it was taken. */
export interface FileStamp {
  sizeBytes: number
  mtimeUs: number
  ctimeUs: number
  inode: number
}

/** Reads a whole file once, off the main thread, and proves that it did not change meanwhile (lstat, hash, lstat). */
export interface Fingerprinter {
  /** `expected`: what the scan saw; a difference is `file-changed`. */
  fingerprint(
    path: string,
    expected: FileStamp,
    signal: AbortSignal,
  ): Promise<Result<{ sha256: string; stamp: FileStamp }, Failure>>
  close(): Promise<void>
}

/** The beginning of a file at one moment. */
export interface FileStart {
  bytes: Buffer
  stamp: FileStamp
  /** When the file was made where it lies, in milliseconds since 1970; null, or left out: the system does not say. */
  birthtimeMs?: number | null
}

/**
 * One of the user's files, open for reading. Its questions are answered like those of {@link FileReader}, all with `aborted`
 * once the signal that it was opened with aborts.
 */
export interface OpenedFile {
  /** As it was when it was opened. */
  readonly stamp: FileStamp
  /** As it is now. */
  look(): Promise<Result<FileStamp, Failure>>
  /** Fewer bytes than asked for only where the file ends. `into` is used up: it comes back under the bytes, or never. */
  read(
    position: number,
    length: number,
    into?: ArrayBuffer,
  ): Promise<Result<Uint8Array<ArrayBuffer>, Failure>>
  /** Questions that are open are answered before; later ones with `aborted`. */
  close(): void
}

/**
 * Reads the user's files off the main thread and off the threads that all of the process shares, so that a disk or share
 * that hangs hangs nobody else. Every question is answered, after a minute with `file-unreadable` (ETIMEDOUT).
 */
export interface FileReader extends Fingerprinter {
  /** Opens a plain file; `file-changed` where it is none, or only in the cloud. */
  open(path: string, signal: AbortSignal): Promise<Result<OpenedFile, Failure>>
  /**
   * Up to `mostBytes` from the beginning, in one piece; `file-changed` when the file did not hold still for it. So many bytes as
   * are to be spare are free behind them in the same buffer.
   */
  readStart(
    path: string,
    mostBytes: number,
    signal: AbortSignal,
    spareBytes?: number,
  ): Promise<Result<FileStart, Failure>>
  /** The names in a folder, in the written form (disk-names.ts), that end so in any case. */
  namesIn(
    folder: string,
    endings: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<string[], Failure>>
}

/** What it takes to look into a file. */
export type FileOpener = Pick<FileReader, 'readStart' | 'open'>

/** Where a folder lives, so that it is known again under another drive letter or mount point. */
export interface FolderIdentity {
  volumeId: string | null
  /** Path inside the volume; null when unknown. */
  pathInVolume: string | null
  isNetwork: boolean
  /**
   * What tells the folder itself from another at its path, where the volume has no name: kept by the same folder, but not
   * by every file system. null or left out: not known.
   */
  folderId?: string | null
  /** The user may want to take its drive out, which a handle on it forbids. Not kept; left out: no handle is in the way. */
  isRemovable?: boolean
}

/** What a folder holds. */
export interface FolderCount {
  files: number
  bytes: number
  /** Cloud placeholders among them; their bytes are counted as well. */
  onlineOnly: number
  /** Libraries of other apps that are not searched, relative to the folder. */
  libraries: string[]
  isNetwork: boolean
  /** False when counting took too long, or folders below could not be read: there is at least this much. */
  isWhole: boolean
}

/** Hints that something below a source may have changed; never truth. */
export interface Watcher {
  /** Starts to watch one source. `onDirty` gets folders relative to it; `onOverflow` asks for a whole scan. */
  watch(request: {
    root: string
    ignorePatterns: readonly string[]
    /** As in {@link WalkRequest}. */
    leftOut?: readonly string[]
    includeSubfolders: boolean
    onDirty(folder: string): void
    onOverflow(): void
    onProblem(problem: 'watch-limit' | 'watch-error'): void
  }): { close(): Promise<void> }
}
