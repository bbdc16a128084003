// What the engine needs from outside, and what its rooms promise one another. Only types and
// trivial defaults: a room implements one of these, index.ts joins them, tests replace the outer ones.
import type { HistoryFilter, HistoryRow, Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type {
  ContentFacts,
  FileState,
  Lifecycle,
  PhotoSize,
  SendPlan,
  Settings,
  SkipReason,
} from '../../shared/model.ts'
import type { Result } from '../../shared/result.ts'
import type { SourceView, Tally } from '../../shared/status.ts'

// ---- Ports to the outside ---------------------------------------------------------------------

/** Wall time for what people read, monotonic time for every delay. */
export interface Clock {
  /** Milliseconds since 1970. May jump. */
  now(): number
  /** Milliseconds since some start. Never jumps back. */
  monotonic(): number
  /** Calls once after a delay; returns what cancels it. */
  after(delayMs: number, call: () => void): () => void
}

/** Randomness for jitter, between 0 and 1. */
export type Random = () => number

/** What is kept so that the user stays signed in. Never leaves the vault but to the sign-in room. */
export interface KeptSignIn {
  refreshToken: string
  clientId: string
  scopes: string[]
  account: { sub: string; email: string; name: string; pictureUrl: string | null }
  /** When Google ends this sign-in by itself (ms since 1970): consent in testing lasts 7 days. null: no end was told. */
  endsAt?: number | null
}

/** Keeps the sign-in and the user's own client. */
export interface TokenVault {
  load(): Promise<KeptSignIn | null>
  save(kept: KeptSignIn): Promise<void>
  clear(): Promise<void>
  loadClient(): Promise<OAuthClient | null>
  saveClient(client: OAuthClient | null): Promise<void>
  /** False where the system has no safe store, so that nothing outlives the process. */
  isLasting(): Promise<boolean>
}

/** An OAuth client of the desktop kind. Google's desktop secrets are not confidential, yet are never logged. */
export interface OAuthClient {
  clientId: string
  clientSecret: string
}

/** What is known of the machine; null means unknown, never a guess. */
export interface SystemFacts {
  isOnline: boolean | null
  network: 'wifi' | 'cable' | 'cellular' | null
  isMetered: boolean | null
  isOnBattery: boolean | null
  isAsleep: boolean
}

/** Tells the facts of network and power, and when they change. */
export interface Surroundings {
  facts(): SystemFacts
  subscribe(listener: (facts: SystemFacts) => void): () => void
}

/** Opens a page in the user's own browser. */
export interface BrowserOpener {
  open(url: string): Promise<void>
}

/** Writes a line for people who look for a fault. Values go through toLogLine: no tokens, no home paths. */
export interface Logger {
  info(message: string, detail?: unknown): void
  error(message: string, detail?: unknown): void
}

/** Every side effect after which a crash must be harmless; the crash suite stops at each. */
export const sideEffects = [
  'scan-applied',
  'fingerprint-stored',
  'rendition-written',
  'plan-stored',
  'session-opened',
  'session-stored',
  'chunk-sent',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
  'rendition-removed',
  'failure-stored',
  'backup-written',
  'catalogue-set-aside',
  'catalogue-replaced',
  'items-adopted',
] as const
/** One of {@link sideEffects}. */
export type SideEffect = (typeof sideEffects)[number]

/** Called right after a side effect happened. The crash suite kills the process here; otherwise it does nothing. */
export type Checkpoint = (effect: SideEffect) => void

/** Everything from outside, given to createEngine. */
export interface Ports {
  clock: Clock
  random: Random
  vault: TokenVault
  surroundings: Surroundings
  browser: BrowserOpener
  logger: Logger
  checkpoint: Checkpoint
}

// ---- Photos: the library, as the queue knows it -------------------------------------------------

/** Hands out access tokens; refreshes are single-flight. Implemented by sign-in, used by photos. */
export interface AccessTokens {
  /** A token that is good for a while, refreshed when needed. */
  get(): Promise<Result<string, Failure>>
  /** Google refused this one with 401: get another. A second refusal is the caller's `signed-out`. */
  renew(refused: string): Promise<Result<string, Failure>>
}

/** An open resumable upload, as stored between runs. */
export interface UploadSession {
  url: string
  /** Bytes that the server has confirmed. */
  offset: number
  openedAt: number
}

/** The bytes to send: an open file descriptor's worth of one file, read only. */
export interface SendBytes {
  path: string
  sizeBytes: number
  mimeType: string
  /** Modification time in microseconds at fingerprinting; the adapter answers `file-changed` when fstat differs. null: do not check (renditions). */
  mtimeUs: number | null
  session: UploadSession | null
  /** The session changed and should be stored before more is sent; null: it is dead or finished. */
  onSession(session: UploadSession | null): Promise<void>
  onProgress(sentBytes: number): void
  signal: AbortSignal
}

/** One photo to be made from sent bytes. */
export interface CreateItem {
  token: string
  fileName: string
}

/** What became of one photo of a batch. */
export type CreateOutcome = Result<{ mediaItemId: string; productUrl: string | null }, Failure>

/** A media item of this app as the library lists it. */
export interface ListedItem {
  mediaItemId: string
  productUrl: string | null
  fileName: string
  mimeType: string
  createdAt: number | null
  width: number | null
  height: number | null
}

/** The library port. After `signal` aborts, nothing more is written to the network. */
export interface Photos {
  sendBytes(request: SendBytes): Promise<Result<{ token: string }, Failure>>
  /** At most 50 items. The outer failure is the whole request's; outcomes are in the order of the items. */
  create(
    items: readonly CreateItem[],
    signal: AbortSignal,
  ): Promise<Result<CreateOutcome[], Failure>>
  list(
    pageToken: string | null,
    signal: AbortSignal,
  ): Promise<Result<{ items: ListedItem[]; next: string | null }, Failure>>
  storage(
    signal: AbortSignal,
  ): Promise<Result<{ limitBytes: number | null; usedBytes: number }, Failure>>
}

// ---- Scan and watch -----------------------------------------------------------------------------

/** One directory entry of interest, as lstat saw it. Times in microseconds since 1970. */
export interface Entry {
  name: string
  sizeBytes: number
  mtimeUs: number
  ctimeUs: number
  inode: number
  /** Size above zero and no blocks on disk: a cloud placeholder, never opened. */
  isOnlineOnly: boolean
  /** The name is not valid UTF-8; `name` is an escaped form and the file cannot be opened by it. */
  isNameUnusable: boolean
}

/** One directory as it is on disk now. `folder` is relative to the source, '' for the source itself, '/' between parts. */
export interface Listing {
  folder: string
  entries: Entry[]
  subfolders: string[]
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
  signal: AbortSignal
}

/** Walks a source off the engine's main thread and hands over batches; waits for `take` before it goes on. */
export interface Walker {
  walk(
    request: WalkRequest,
    take: (events: WalkEvent[]) => Promise<void> | void,
  ): Promise<Result<{ files: number; folders: number }, Failure>>
  close(): Promise<void>
}

/** What a file looked like when it was taken. */
export interface FileStamp {
  sizeBytes: number
  mtimeUs: number
  ctimeUs: number
  inode: number
}

/** Reads a whole file once, off the main thread, and proves that it did not change meanwhile (stat, hash, fstat on one descriptor). */
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
}

/** Reads the user's files off the main thread, so that a disk or share that hangs does not hang the engine. */
export interface FileReader extends Fingerprinter {
  /** Up to `mostBytes` from the beginning, in one piece; `file-changed` when the file did not hold still for it. */
  readStart(
    path: string,
    mostBytes: number,
    signal: AbortSignal,
  ): Promise<Result<FileStart, Failure>>
}

/** Where a folder lives, so that it is known again under another drive letter or mount point. */
export interface FolderIdentity {
  volumeId: string | null
  /** Path inside the volume; null when unknown. */
  pathInVolume: string | null
  isNetwork: boolean
}

/** Hints that something below a source may have changed; never truth. */
export interface Watcher {
  /** Starts to watch one source. `onDirty` gets folders relative to it; `onOverflow` asks for a whole scan. */
  watch(request: {
    root: string
    ignorePatterns: readonly string[]
    includeSubfolders: boolean
    onDirty(folder: string): void
    onOverflow(): void
    onProblem(problem: 'watch-limit' | 'watch-error'): void
  }): { close(): Promise<void> }
}

// ---- Prepare ------------------------------------------------------------------------------------

/** What was decided for one content: send it so, or leave it out. */
export type Decision =
  | { kind: 'send'; plan: SendPlan; facts: ContentFacts }
  | { kind: 'skip'; reason: SkipReason; facts: ContentFacts | null }

/** Looks at the bytes and decides what is sent; the reduced copy is on disk when it answers. */
export interface Preparer {
  prepare(
    request: {
      path: string
      name: string
      sizeBytes: number
      sha256: string
      photoSize: PhotoSize
      settings: Pick<Settings, 'limits' | 'leaveOutSmallPictures'>
    },
    signal: AbortSignal,
  ): Promise<Result<Decision, Failure>>
  /** Full path of a rendition by its name. */
  renditionPath(name: string): string
  /** Removes a rendition whose upload is done or given up. */
  discard(name: string): Promise<void>
  /** Removes every rendition not named; at start. */
  keepOnly(names: ReadonlySet<string>): Promise<void>
  /** A small upright JPEG of the file in the thumbnail cache, or null where none can be made. */
  thumbnail(
    request: { path: string; key: string; side: number },
    signal: AbortSignal,
  ): Promise<string | null>
  close(): Promise<void>
}

/** A running image worker, as the engine holds it. The words on the line are prepare's own (image-jobs.ts). */
export interface WorkerLink {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, after the process has ended. `detail`: code, signal, last words; for the log. */
  onExit(listener: (detail: string) => void): void
  /** Ends it at once, whatever it is doing. */
  kill(): void
}

/** What a worker's process should know before it starts. */
export interface WorkerSettings {
  env: Readonly<Record<string, string>>
  execArgv: readonly string[]
}

/**
 * Starts image workers. prepare/index.ts exports the usual host, `createChildProcessHost()`; where a process cannot
 * fork Node (Electron's own binary, fused), the shell starts them and engine-host.ts bridges the messages.
 */
export interface ImageWorkerHost {
  start(settings: WorkerSettings): WorkerLink
}

// ---- Catalogue ----------------------------------------------------------------------------------

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
  session: UploadSession | null
}

/** One stored transition. All of one `record` call are one transaction, each with its history row. */
export type Change =
  | { of: 'file'; fileId: number; next: Lifecycle }
  /** Links a file to its content, makes the upload when there is none, and adopts a moved file's row. */
  | { of: 'fingerprint'; fileId: number; sha256: string; stamp: FileStamp }
  | { of: 'upload'; uploadId: number; next: Lifecycle; facts?: ContentFacts | null }
  | { of: 'session'; uploadId: number; session: UploadSession | null }

/** The part of the catalogue that the queue works with. Synchronous: SQLite is local. */
export interface WorkStore {
  /**
   * Files in this state (or waiting to resume as it, when due), oldest first, of connected sources.
   * One row per upload: of several files with the same content, one that is present.
   * `sent` also returns items whose file is gone, with path ''. Skips those in `busy` (upload ids, or file ids for 'found').
   */
  next(
    state: 'found' | 'fingerprinted' | 'ready' | 'sent',
    limit: number,
    now: number,
    busy: ReadonlySet<number>,
  ): WorkItem[]
  /** When the next waiting or not yet quiet item is due (ms since 1970), or null. */
  nextDueAt(): number | null
  record(changes: readonly Change[]): void
  /** Turns every `creating` back to `sent`: at start, after a crash, before anything runs. Returns how many. */
  resumeCreating(): number
  /** Counts requests against the daily budget of this client. */
  countRequests(count: number, now: number): void
  requestsToday(now: number): { used: number; resetsAt: number }
}

/** A source as stored. */
export interface StoredSource {
  sourceId: number
  path: string
  identity: FolderIdentity
  photoSize: PhotoSize | null
  includeSubfolders: boolean
  ignorePatterns: string[]
  addedAt: number
  lastScanAt: number | null
  isConnected: boolean
}

/** What applying walk events changed. */
export interface ScanOutcome {
  added: number
  changed: number
  vanished: number
  returned: number
}

/** A broken promise of the catalogue, found by verify. */
export type BrokenInvariant = Output<'verify'>['broken'][number]

/** The whole catalogue: the only SQL. */
export interface Catalog extends WorkStore {
  // sources
  sources(): StoredSource[]
  addSource(source: { path: string; identity: FolderIdentity; now: number }): number
  removeSource(sourceId: number): void
  updateSource(
    sourceId: number,
    change: Partial<
      Pick<
        StoredSource,
        | 'path'
        | 'identity'
        | 'photoSize'
        | 'includeSubfolders'
        | 'ignorePatterns'
        | 'lastScanAt'
        | 'isConnected'
      >
    >,
  ): void
  /** Restricts `next`, tallies and `vanished` to these sources for this run; null: all. */
  restrictTo(sourceIds: readonly number[] | null): void

  // scanning
  /**
   * Compares listings with the rows of those folders, in one transaction: adds new files as `found`, returns changed ones
   * to `found`, marks files missing from a listing as vanished (and all below folders missing from it).
   * New and changed files get quietAt: now when ctime is older than quietMs, else now + quietMs.
   */
  applyWalk(
    sourceId: number,
    events: readonly WalkEvent[],
    now: number,
    quietMs: number,
  ): ScanOutcome
  /** A whole scan ended: nothing else to do than note it and drop folder rows that no longer exist. */
  finishScan(sourceId: number, now: number, unreadableFolders: readonly string[]): void

  // accounts
  /** Makes this Google account the one uploads are for; the first ever adopts what was prepared before. */
  useAccount(account: { sub: string; email: string; clientId: string }): void
  currentAccount(): { sub: string; email: string; clientId: string } | null

  // settings
  settings(): Settings
  changeSettings(change: Partial<Settings>): Settings

  // reading
  tally(): Record<FileState, Tally>
  duplicates(): number
  sourceTallies(): Map<number, Pick<SourceView, 'files' | 'bytes' | 'done'>>
  /** Files and bytes still to be sent, renditions at their own size. */
  remaining(): Tally
  /**
   * Newest change first. A page costs a bounded amount of work: where a filter is rarely met it may hold fewer rows than
   * asked, even none, while `next` still says where to go on.
   */
  listHistory(
    filter: Partial<HistoryFilter>,
    after: { changedAt: number; fileId: string } | null,
    limit: number,
  ): { rows: HistoryRow[]; next: { changedAt: number; fileId: string } | null }
  /** As bounded as a page: `next` says where to go on counting. All parts together are exact. */
  countHistory(
    filter: Partial<HistoryFilter>,
    after: { changedAt: number; fileId: string } | null,
  ): { files: number; next: { changedAt: number; fileId: string } | null }
  /** As bounded as a page, but of far more rows: how many, where their pages end, and which days they are of. */
  outlineHistory(
    filter: Partial<HistoryFilter>,
    after: { changedAt: number; fileId: string },
    page: { rows: number; has: number },
  ): Output<'outlineHistory'>
  /** Folders with files in or below them, in their order, at most so many; '' is the source itself. */
  historyFolders(search: string, limit: number): Output<'historyFolders'>['folders']
  coverage(sourceId: number | null, folder: string): Output<'coverage'>['rows']
  problems(): Output<'problems'>['groups']
  fileById(fileId: number): (WorkItem & { productUrl: string | null; isPresent: boolean }) | null
  /** Every row as it is exported, streamed. */
  allHistory(): Iterable<HistoryRow>
  renditionsInUse(): Set<string>
  /** Random photos that are there and not skipped, for the size estimate. */
  samplePhotos(limit: number): { path: string; name: string; sizeBytes: number }[]
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
  /** Files of connected sources by kind: what their bytes are where that is known, else what their names claim. */
  mediaTally(): { photos: Tally; videos: Tally }
  lastDoneAt(): number | null
  skippedSince(historySeq: number): number
  lastHistorySeq(): number

  // user wishes
  retryFile(fileId: number): boolean
  /** Takes failed, skipped and waiting files with this reason or failure kind back to work; returns how many. */
  retryReason(reason: string): number
  ignoreReason(reason: string): number
  /**
   * Lets what is prepared and not sent be prepared anew: the photos of one source, or with null those of all sources
   * without a photo size of their own. Uploads of the files in `sending` keep their plan. Returns how many did not, and
   * the reduced copies that no upload needs any more.
   */
  planAnew(
    sourceId: number | null,
    sending: ReadonlySet<number>,
  ): { uploads: number; renditions: string[] }

  // after the catalogue was lost
  /** True after a restore or rebuild, until someone has read back the library: nothing should be sent before. */
  isReadBackNeeded(): boolean
  setReadBackNeeded(isNeeded: boolean): void
  /**
   * Takes in what the library lists as this app's own: contents that surely are one of these items (sent name, sides,
   * capture time) become `done`, now or when they are prepared. Returns how many did now.
   */
  adoptFromLibrary(items: readonly ListedItem[]): number

  // looking after itself
  verify(): BrokenInvariant[]
  backUp(): Promise<void>
  /** When the newest backup was written, in milliseconds since 1970; null: there is none. */
  lastBackUpAt(): number | null
  /** What open() had to do. */
  openedAs: 'good' | 'restored-from-backup' | 'rebuilt'
  close(): void
}

/** Thrown by the catalogue when the disk is full, the one foreseen way in which a write can fail. */
export class DiskFullError extends Error {
  override name = 'DiskFullError'
}

/** Whether a write failed for want of room. */
export function isDiskFull(thrown: unknown): boolean {
  return thrown instanceof DiskFullError
}
