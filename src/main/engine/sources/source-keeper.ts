// Keeps one source known: scans it when it is new, on hints, on a timer and when asked, watches it, and notices when it
// goes away or comes back. A watch event is only a hint that a folder is dirty; a scan decides. [Note: Watch is a hint]
import { dirname, relative } from 'node:path'
import type { Failure } from '../../../shared/failure.ts'
import type { SourceView } from '../../../shared/status.ts'
import { sourceName } from '../../../shared/source-name.ts'
import { isDiskFull, type Catalog, type StoredSource } from '../ports/catalogue.ts'
import type { Walker, Watcher } from '../ports/files.ts'
import type { Checkpoint, Clock, Logger, Random } from '../ports/outside.ts'
import { placeOf, type PlacePorts } from './source-place.ts'

/** `watch` runs until stopped, `once` scans each source once, `look` only says what is there. */
export type EngineMode = 'watch' | 'once' | 'look'

/** What keeping a source needs. */
export interface KeeperOptions extends PlacePorts {
  catalog: Catalog
  walker: Walker
  watcher: Watcher
  clock: Clock
  random: Random
  logger: Logger
  checkpoint: Checkpoint
  timing: SourceTiming
  mode: EngineMode
  /** A whole scan ended, at this time (ms since 1970). */
  onChecked(at: number): void
  /** Files were found, vanished or came back. */
  onFound(): void
  /** What a scan found could not be stored for want of room; `tryRoomAgain` scans anew. */
  onDiskFull(): void
  onChange(): void
}

/** Delays in milliseconds. */
export interface SourceTiming {
  /** A burst of hints is gathered for this long. */
  debounceMs: number
  /** A file is taken when nothing has changed it for this long. */
  quietMs: number
  /** Time between whole scans, stretched or shortened by up to a quarter (as Syncthing does). */
  rescanMs: number
  /** The same for folders that cannot be watched. */
  unwatchedRescanMs: number
  /** How often a folder that is away is looked for. */
  reconnectMs: number
}

/** One source that is kept. */
export interface SourceKeeper {
  readonly source: StoredSource
  /** Scans it; where nothing is scanned, resolves once it is known whether the source is there. */
  begin(): Promise<void>
  scanWhole(): void
  /** There may be room again: what a full disk broke off is scanned anew. */
  tryRoomAgain(): void
  /** A file is not what the last scan saw: its folder is scanned again soon. */
  lookAgain(path: string): void
  /** Whether the folder can be reached now; notes it when it went away. */
  isThere(): Promise<boolean>
  view(tally: Pick<SourceView, 'files' | 'bytes' | 'done'>): SourceView
  isBusy(): boolean
  /** Whether it has been scanned since the start. */
  isScannedOnce(): boolean
  /** Ends scans and watch; resolves once both have ended. */
  end(): Promise<void>
}

/** Makes the keeper of a source; it rests until `begin`. */
export function createSourceKeeper(source: StoredSource, options: KeeperOptions): SourceKeeper {
  const { catalog, clock, logger, timing } = options
  const abort = new AbortController()
  const isEnded = (): boolean => abort.signal.aborted
  const dirty = new Set<string>()
  const unreadableFolders = new Set<string>()
  let isWholeWanted = true
  let isWaitingForRoom = false
  let work: Promise<void> | null = null
  let isScanning = false
  let connecting: Promise<boolean> | null = null
  let isScannedOnce = false
  let isUnreadable = false
  let watching: { close(): Promise<void> } | null = null
  let watchProblem: SourceView['watchProblem'] = null
  let cancelTimer = (): void => undefined
  let cancelDebounce: (() => void) | null = null

  const scanSoon = (): void => {
    if (work !== null || isEnded()) return
    cancelDebounce?.()
    cancelDebounce = null
    work = scan()
      .catch((thrown: unknown) => {
        if (isDiskFull(thrown)) {
          isWaitingForRoom = true
          options.onDiskFull()
        } else logger.error('A scan ended with a bug', thrown)
        isScannedOnce = true
        plan()
      })
      .then(() => {
        work = null
        isScanning = false
        options.onChange()
        if (isWholeWanted || dirty.size > 0) hint()
      })
  }

  const hint = (): void => {
    if (isEnded()) return
    cancelDebounce ??= clock.after(timing.debounceMs, () => {
      cancelDebounce = null
      scanSoon()
    })
  }

  const scanWhole = (): void => {
    isWholeWanted = true
    scanSoon()
  }

  const scan = async (): Promise<void> => {
    if (!(await connect()) || isEnded()) return
    const isWhole = isWholeWanted || !isScannedOnce
    const folders = isWhole ? [''] : [...dirty]
    isWholeWanted = false
    dirty.clear()
    isScanning = true
    options.onChange()
    if (isWhole) unreadableFolders.clear()
    // Watching starts before the first walk, so that what changes during it is not missed.
    if (options.mode === 'watch' && isWhole) watch()
    const walked = await options.walker.walk(
      {
        root: source.path,
        folders,
        isRecursive: isWhole,
        includeSubfolders: source.includeSubfolders,
        ignorePatterns: source.ignorePatterns,
        signal: abort.signal,
      },
      (events) => {
        for (const event of events)
          if (event.kind === 'unreadable') unreadableFolders.add(event.folder)
        const outcome = catalog.applyWalk(source.sourceId, events, clock.now(), timing.quietMs)
        options.checkpoint('scan-applied')
        if (outcome.added + outcome.changed + outcome.vanished + outcome.returned > 0)
          options.onFound()
      },
    )
    if (isEnded()) return
    if (!walked.ok) {
      await scanFailed(walked.failure)
      return
    }
    isUnreadable = false
    if (isWhole) {
      isScannedOnce = true
      source.lastScanAt = clock.now()
      options.onChecked(source.lastScanAt)
      catalog.finishScan(source.sourceId, source.lastScanAt, [...unreadableFolders])
      plan()
    }
    options.onFound()
  }

  const scanFailed = async (failure: Failure): Promise<void> => {
    logger.info('A folder could not be scanned', failure)
    isScannedOnce = true
    isUnreadable = failure.kind === 'folder-unreadable'
    if (failure.kind === 'folder-missing') await connect()
    plan()
  }

  /** Checks that the source is there, and follows it to another mount point. */
  const connect = async (): Promise<boolean> => {
    const path = await placeOf(source, options)
    const isThere = path !== null
    if (isThere && path !== source.path) {
      logger.info('A folder is back under another path')
      await stopWatching()
      source.path = path
      catalog.updateSource(source.sourceId, { path })
    }
    if (isThere !== source.isConnected) {
      source.isConnected = isThere
      catalog.updateSource(source.sourceId, { isConnected: isThere })
      if (isThere) isWholeWanted = true
      else await stopWatching()
      options.onFound()
      options.onChange()
    }
    if (!isThere) {
      isScannedOnce = true
      plan()
    }
    return isThere
  }

  const stopWatching = async (): Promise<void> => {
    const watched = watching
    watching = null
    await watched?.close()
  }

  const watch = (): void => {
    if (watching !== null) return
    if (source.identity.isNetwork) {
      // Network file systems tell nothing of what other machines change.
      watchProblem = 'network'
      return
    }
    // A watch that ended with a problem is tried again with each whole scan: limits get raised, drives mended.
    watchProblem = null
    watching = options.watcher.watch({
      root: source.path,
      ignorePatterns: source.ignorePatterns,
      includeSubfolders: source.includeSubfolders,
      onDirty: (folder) => {
        dirty.add(folder)
        hint()
      },
      onOverflow: () => {
        isWholeWanted = true
        hint()
      },
      onProblem: (problem) => {
        watchProblem = problem
        void stopWatching()
        plan()
        options.onChange()
      },
    })
  }

  const intervalMs = (): number => {
    if (!source.isConnected) return timing.reconnectMs
    return watchProblem === null ? timing.rescanMs : timing.unwatchedRescanMs
  }

  const plan = (): void => {
    cancelTimer()
    if (options.mode !== 'watch' || isEnded()) return
    const jitter = source.isConnected ? 0.75 + options.random() / 2 : 1
    cancelTimer = clock.after(intervalMs() * jitter, scanWhole)
  }

  const state = (): SourceView['state'] => {
    if (!source.isConnected) return 'not-connected'
    if (isUnreadable) return 'unreadable'
    // One that was not looked at since the start is about to be.
    if (isScanning || (options.mode !== 'look' && !isScannedOnce)) return 'scanning'
    return watchProblem === null ? 'watching' : 'timer'
  }

  return {
    source,
    async begin() {
      if (options.mode !== 'look') {
        scanSoon()
        return
      }
      // Nothing is scanned now: what the last run saw is what there is to tell.
      isScannedOnce = source.lastScanAt !== null
      work = connect().then(() => {
        work = null
      })
      await work
    },
    scanWhole,
    tryRoomAgain() {
      if (!isWaitingForRoom || work !== null) return
      isWaitingForRoom = false
      scanWhole()
    },
    lookAgain(path) {
      dirty.add(relative(source.path, dirname(path)).replaceAll('\\', '/'))
      hint()
    },
    async isThere() {
      // A whole folder of missing files asks once.
      connecting ??= connect().finally(() => {
        connecting = null
      })
      return connecting
    },
    view: (tally) => ({
      sourceId: String(source.sourceId),
      path: source.path,
      name: sourceName(source.path),
      state: state(),
      watchProblem,
      scanEveryMs: intervalMs(),
      lastScanAt: source.lastScanAt,
      photoSize: source.photoSize,
      includeSubfolders: source.includeSubfolders,
      ignorePatterns: source.ignorePatterns,
      unreadableFolders: unreadableFolders.size,
      ...tally,
    }),
    isBusy: () => work !== null,
    isScannedOnce: () => isScannedOnce,
    async end() {
      abort.abort()
      cancelTimer()
      cancelDebounce?.()
      await stopWatching()
      await work
    },
  }
}
