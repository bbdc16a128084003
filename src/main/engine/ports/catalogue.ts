// What is remembered of every file, content and upload. Implemented by catalog/, the only room with SQL.
import type { Output, UnreadablePlace } from '../../../shared/contract.ts'
import type { CopyShares } from '../../../shared/copy-shares.ts'
import type { FileState, Lifecycle, PhotoSize, Settings } from '../../../shared/model.ts'
import type { SourceView, Tally } from '../../../shared/status.ts'
import type { AlbumAnswers, AlbumSpot, AlbumStore } from './albums.ts'
import type { CaptionChoice, CameraCaptions } from './captions.ts'
import type { Change } from './changes.ts'
import type { CheckStore } from './check.ts'
import type { Entry, FileStamp, FolderIdentity, Recalled, WalkEvent } from './files.ts'
import type { DateStore, FolderPage } from './dates.ts'
import type { HistoryStore } from './history.ts'
import type { ListedItem, UploadSession } from './photos.ts'
import type { PairChoices, PairStore } from './pairs.ts'
import type { Limits } from './prepare.ts'
import type { SourceStart, StoredSource } from './stored-source.ts'
import type { VolumeStore } from './volumes.ts'

export type { Change } from './changes.ts'
export type { StoredSource } from './stored-source.ts'

/** A file whose turn has come. */
export interface WorkItem {
  fileId: number
  sourceId: number
  path: string
  name: string
  stamp: FileStamp
  lifecycle: Lifecycle
  /** Set once the bytes are known. */
  contentId: number | null
  uploadId: number | null
  sha256: string | null
  photoSize: PhotoSize | null
  /** What its folder wants for photos without a date, or somebody decided, as shared/photo-dates.ts writes it. */
  undated: string
  /** The album that it goes into; left out: its folder wants none. */
  album?: AlbumSpot
  session: UploadSession | null
}

/** Another upload of the same bytes. */
export type Twin =
  { is: 'done'; mediaItemId: string; productUrl: string | null } | { is: 'on-its-way' }

/** The part of the catalogue that the queue works with. Synchronous: SQLite is local. */
export interface WorkStore extends AlbumStore, PairStore {
  /**
   * Files in this state (or waiting to resume as it, when due), of connected sources, in the order that the settings say.
   * One row per upload: of several files with the same content, one that is present.
   * `sent` also returns items whose file is gone, with path ''. Skips those in `busy` (upload ids, or file ids for 'found').
   */
  next(
    state: 'found' | 'fingerprinted' | 'ready' | 'sent',
    limit: number,
    now: number,
    busy: ReadonlySet<number>,
  ): WorkItem[]
  /** Uploads as `next` has them of `sent`, with the name of the album that each goes into, '' for none. */
  waitingForAlbums(
    limit: number,
    now: number,
    busy: ReadonlySet<number>,
  ): { uploadId: number; name: string }[]
  /** These uploads as `next` answers with them. */
  sentItems(uploadIds: readonly number[]): WorkItem[]
  /** Photos without a date that wait behind the others are due now, some at a time; false: none of a connected source waits. */
  takeUpUndated(now: number): boolean
  /** The folder of a file and a page of what lies in it, by name. */
  besides(fileId: number, after: string, limit: number): FolderPage | null
  /** When the next waiting or not yet quiet item is due (ms since 1970), or null. */
  nextDueAt(): number | null
  /** How many files are `ready` and could be sent now: those of connected sources. Bounds how far preparation runs ahead. */
  readyCount(): number
  /**
   * What became of another upload of these bytes, a reduced copy, for the same account: the photo that it made, or that it
   * is on its way and goes on. null: there is none, or it failed.
   */
  twinOf(uploadId: number, copySha256: string): Twin | null
  /** Whether an upload is of newer versions alone, of photos that the library has and whose sources keep to the older ones. */
  isKeptVersion(uploadId: number): boolean
  /**
   * Where all files behind an item, by what is known of them here, were there before the days since which their folders want
   * what is new (shared/already.ts): that day, and the paths of these files, which tell more. null: it goes.
   */
  olderFiles(item: Pick<WorkItem, 'fileId' | 'uploadId'>): { since: number; paths: string[] } | null
  record(changes: readonly Change[]): void
  /** Turns every `creating` back to `sent`: at start, after a crash, before anything runs. Returns how many. */
  resumeCreating(): number
  /** Whom uploads are for, and by which client; null before the first sign-in. */
  currentAccount(): { sub: string; email: string; clientId: string } | null
  /** Takes a failed, skipped or waiting file back to work. */
  retryFile(fileId: number): boolean
  /** Counts requests against the daily budget of this client. */
  countRequests(count: number, now: number): void
  requestsToday(now: number): { used: number; resetsAt: number }
}

/** What applying walk events changed. */
export interface ScanOutcome {
  added: number
  changed: number
  vanished: number
  returned: number
}

/** How far the library was read back, and what that took of a day's requests. */
export interface ReadBackPlace {
  /** The page to ask for next; null: the first, or none after the last. */
  next: string | null
  /** The Pacific day that `requests` were made on. */
  day: string
  requests: number
}

/** A broken promise of the catalogue, found by verify. */
export type BrokenInvariant = Output<'verify'>['broken'][number]

/** The whole catalogue: the only SQL. */
export interface Catalog
  extends WorkStore, HistoryStore, DateStore, CheckStore, AlbumAnswers, VolumeStore, PairChoices {
  // sources
  sources(): StoredSource[]
  /** Without a `start` some of it may be in Google Photos already. */
  addSource(source: {
    path: string
    identity: FolderIdentity
    now: number
    start?: SourceStart
  }): number
  /**
   * Takes a source out: at once it takes part in nothing. Resolves when no row of it is left. Goes on in slices, and after a
   * restart.
   */
  removeSource(sourceId: number): Promise<void>
  updateSource(sourceId: number, change: Partial<Omit<StoredSource, 'sourceId' | 'addedAt'>>): void
  /**
   * Changes what of a source is in Google Photos already, and takes what was left out for it back to work, where it is
   * decided about anew. Resolves when the last is; goes on in slices, and after a restart.
   */
  changeAlready(
    sourceId: number,
    change: Pick<StoredSource, 'already'> & Partial<SourceStart>,
  ): Promise<void>
  /**
   * Changes which albums the photos of a source go into (shared/albums.ts). Resolves when what is in the library already is
   * noted for them; goes on in slices, and after a restart.
   */
  changeAlbums(sourceId: number, albums: string): Promise<void>
  /** An album that was deleted, or never made, is made again with what belongs there; null: it is not one of these. */
  remakeAlbum(rowId: number): Promise<void> | null
  /** A few files that the source is known to hold, relative to it: whether they are there tells whether it is. */
  knownFiles(sourceId: number): { folder: string; name: string; sizeBytes: number }[]
  /** Files of the source that are there and were given up because they could not be read. */
  unreadableFiles(sourceId: number): { fileId: number; path: string }[]
  /** Restricts `next`, tallies and `vanished` to these sources for this run; null: all. */
  restrictTo(sourceIds: readonly number[] | null): void

  // scanning
  /**
   * Compares listings with the rows of those folders: adds new files as `found`, returns changed ones to `found`, marks
   * files missing from a listing as vanished (and all below folders missing from it). In slices, each a transaction that
   * leaves the rows true; what was not done when it was broken off, by `signal` or a crash, the next scan does.
   * New and changed files get quietAt: now when ctime is older than quietMs, else now + quietMs.
   */
  applyWalk(
    sourceId: number,
    events: readonly WalkEvent[],
    now: number,
    quietMs: number,
    signal?: AbortSignal,
  ): Promise<ScanOutcome>
  /** What an earlier scan found out about a file whose name claims nothing; null: it was never looked at. */
  recall(sourceId: number, folder: string, entry: Entry): Recalled | null
  /** A whole scan ended: nothing else to do than note it and drop folder rows that no longer exist. */
  finishScan(sourceId: number, now: number, unreadable: readonly string[]): void
  /** Folders and files of each source that the last scans could not look into; sources without any are left out. */
  unreadableCounts(): Map<number, { folders: number; files: number }>
  /** The same places one by one, at most so many. */
  unreadablePlaces(limit: number): UnreadablePlace[]

  // accounts
  /**
   * Makes this Google account the one uploads are for, at once; the first ever adopts what was prepared before. Resolves
   * when every file follows it; until then no work is given out. Goes on in slices, and after a restart.
   */
  useAccount(account: { sub: string; email: string; clientId: string }): Promise<void>

  // settings
  settings(): Settings
  changeSettings(change: Partial<Settings>): Settings
  /** Which version of the app worked with this catalogue last; null: none that said so. */
  lastVersion(): string | null
  noteVersion(version: string): void

  // reading
  tally(): Record<FileState, Tally>
  duplicates(): number
  sourceTallies(): Map<
    number,
    Pick<SourceView, 'files' | 'bytes' | 'done' | 'waiting' | 'otherFiles' | 'links'>
  >
  /** Bytes that are expected to go, or to have gone, of the files in each state, where this size is the one chosen. */
  expectedBytes(photoSize: PhotoSize): Record<FileState, number>
  /** What an estimate measured of the copies of High quality. */
  noteCopyShares(shares: CopyShares): void
  /** Files and bytes still to be sent, renditions at their own size. */
  remaining(): Tally
  /** Folders with files in or below them, in their order, at most so many; '' is the source itself. */
  historyFolders(search: string, limit: number): Output<'historyFolders'>['folders']
  coverage(sourceId: number | null, folder: string): Output<'coverage'>['rows']
  problems(): Output<'problems'>['groups']
  fileById(fileId: number): (WorkItem & { productUrl: string | null; isPresent: boolean }) | null
  /** The photo that the library has of what a file was before it got other bytes, the newest of them; null: none is known. */
  olderVersionOf(fileId: number): { productUrl: string | null } | null
  renditionsInUse(): Set<string>
  captionChoice(uploadId: number): CaptionChoice
  /** null: no photo of it was counted. */
  cameraCaptions(camera: string): CameraCaptions | null
  /** Files of a range of ids, so that the work is bounded, that would still be sent and are there, one for the same bytes. */
  unsentFiles(range: { from: number; to: number }): {
    fileId: number
    sizeBytes: number
    mtimeUs: number
    isVideo: boolean
    photoSize: PhotoSize | null
    /** As {@link WorkStore.olderFiles}, of this file alone. */
    isOlder: boolean
  }[]
  /**
   * Photos that may be above so many pixels among the rows of a range of ids, so that the work is bounded: those known to
   * be, then those not looked at yet, the largest files first.
   */
  largePhotos(
    range: { from: number; to: number },
    pixels: number,
    limit: number,
  ): { fileId: number; path: string; name: string }[]
  /** The highest id of a file; 0 when there is none. */
  lastFileId(): number
  lastDoneAt(): number | null
  skippedSince(historySeq: number): number
  lastHistorySeq(): number

  // user wishes
  /**
   * Takes failed, skipped and waiting files with this reason or failure kind back to work; resolves with how many when
   * the last is; with a source, those of it alone. Goes on in slices, and after a restart.
   */
  retryReason(reason: string, sourceId?: number): Promise<number>
  ignoreReason(reason: string): Promise<number>
  /** Something that was asked for goes on in slices: more work may come of it. */
  isBusy(): boolean
  /**
   * Lets what is prepared and not sent be prepared anew: the photos of one source, or with null those of all sources
   * without a photo size of their own; with `above` all that would be sent larger than that, wherever it is. Uploads of the
   * files in `sending` keep their plan. Returns how many did not, and the reduced copies that no upload needs any more.
   */
  planAnew(
    sourceId: number | null,
    sending: ReadonlySet<number>,
    above?: Limits,
  ): { uploads: number; renditions: string[] }

  /**
   * Whether a file of a type that Google is not known to take is sent: one content of each type is tried, the others wait
   * for what becomes of it, and are not sent where Google refused it.
   */
  tryType(extension: string, sha256: string): 'send' | 'wait' | 'refused'
  /** The next file of a type that was refused is tried again. */
  forgetRefusedTypes(): void

  // after the catalogue was lost
  /** True after a restore or rebuild, until the library was read back: nothing should be sent before. */
  isReadBackNeeded(): boolean
  setReadBackNeeded(isNeeded: boolean): void
  /** Where the reading back of the current account goes on. */
  readBackPlace(): ReadBackPlace
  /**
   * Takes a page of what the library lists as this app's own, and notes where the reading goes on; without a next page it
   * is over. Contents whose bytes Google answered with one of these items become `done`, now or when they are prepared.
   * Returns how many did now.
   */
  adoptFromLibrary(items: readonly ListedItem[], place: ReadBackPlace): number

  // looking after itself
  verify(): BrokenInvariant[]
  /** Drops, in slices, rows of the history older than a year, or beyond a million, but the last of each file and upload. */
  pruneHistory(most?: number): Promise<number>
  backUp(): Promise<void>
  /** Gives back the memory in which pages of the file are kept. */
  shrink(): void
  /** When the newest backup was written, in milliseconds since 1970; null: there is none. */
  lastBackUpAt(): number | null
  /** What open() had to do. */
  openedAs: 'good' | 'restored-from-backup' | 'rebuilt'
  close(): void
}
