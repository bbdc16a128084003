// Keeps every source known: scans it at start, on hints, on a timer and after wake, watches it, and notices
// when it goes away or comes back. Joins the scan, watch and catalogue rooms. A watch event is only a hint
// that a folder is dirty; a scan decides. [Note: Watch is a hint]
import { dirname, relative } from 'node:path'
import type { Failure } from '../../shared/failure.ts'
import { ok, type Result } from '../../shared/result.ts'
import type { SourceView } from '../../shared/status.ts'
import {
  isDiskFull,
  type Catalog,
  type Checkpoint,
  type Clock,
  type FolderIdentity,
  type Logger,
  type Random,
  type StoredSource,
  type Walker,
  type Watcher,
} from './ports.ts'

/** `watch` runs until stopped, `once` scans each source once, `look` only says what is there. */
export type EngineMode = 'watch' | 'once' | 'look'

/** What the coordinator needs. */
export interface SourcesOptions {
  catalog: Catalog
  walker: Walker
  watcher: Watcher
  /** The path where a folder with this identity is now, or null. */
  findMoved(identity: FolderIdentity): Promise<string | null>
  isReachable(path: string): Promise<boolean>
  /** Whether an empty mount point stands at the path in place of the folder. */
  isStandIn(path: string, identity: FolderIdentity): Promise<boolean>
  clock: Clock
  random: Random
  logger: Logger
  checkpoint: Checkpoint
  timing?: Partial<SourceTiming>
  mode: EngineMode
  /** Whether this source takes part in this run. */
  isWanted(sourceId: number): boolean
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

const defaultTiming: SourceTiming = {
  debounceMs: 2_000,
  quietMs: 3_000,
  rescanMs: 3600_000,
  unwatchedRescanMs: 5 * 60_000,
  reconnectMs: 10_000,
}

/** The coordinator. */
export interface Sources {
  start(): Promise<void>
  /** A source was added, removed or changed in the catalogue. */
  reload(): Promise<void>
  scanAll(): void
  /** There may be room again: what a full disk broke off is scanned anew. */
  tryRoomAgain(): void
  /** A file is not what the last scan saw: its folder is scanned again soon. */
  lookAgain(sourceId: number, path: string): void
  /** Whether the folder can be reached now; notes it when it went away. */
  isThere(sourceId: number): Promise<boolean>
  views(): SourceView[]
  isScanning(): boolean
  /** Whether every source has been scanned since the start. */
  isScannedOnce(): boolean
  lastCheckedAt(): number | null
  connected(): { sourceId: number; name: string; isConnected: boolean }[]
  stop(): Promise<void>
}

interface Running {
  source: StoredSource
  isWholeWanted: boolean
  isWaitingForRoom: boolean
  dirty: Set<string>
  work: Promise<void> | null
  isScanning: boolean
  connecting: Promise<boolean> | null
  isScannedOnce: boolean
  isUnreadable: boolean
  watch: { close(): Promise<void> } | null
  watchProblem: SourceView['watchProblem']
  unreadableFolders: Set<string>
  cancelTimer: () => void
  cancelDebounce: (() => void) | null
  abort: AbortController
}

/** Makes the coordinator; it rests until `start`. */
export function createSources(options: SourcesOptions): Sources {
  const { catalog, clock, logger } = options
  const timing = { ...defaultTiming, ...options.timing }
  const running = new Map<number, Running>()
  let isStopped = false
  let lastCheckedAt: number | null = null

  const scanSoon = (entry: Running): void => {
    if (entry.work !== null || isStopped) return
    entry.cancelDebounce?.()
    entry.cancelDebounce = null
    entry.work = scan(entry)
      .catch((thrown: unknown) => {
        if (isDiskFull(thrown)) {
          entry.isWaitingForRoom = true
          options.onDiskFull()
        } else logger.error('A scan ended with a bug', thrown)
        entry.isScannedOnce = true
        plan(entry)
      })
      .then(() => {
        entry.work = null
        entry.isScanning = false
        options.onChange()
        if (entry.isWholeWanted || entry.dirty.size > 0) hint(entry)
      })
  }

  const hint = (entry: Running): void => {
    entry.cancelDebounce ??= clock.after(timing.debounceMs, () => {
      entry.cancelDebounce = null
      scanSoon(entry)
    })
  }

  const wantWhole = (entry: Running): void => {
    entry.isWholeWanted = true
    scanSoon(entry)
  }

  const scan = async (entry: Running): Promise<void> => {
    const { source } = entry
    if (!(await connect(entry))) return
    const isWhole = entry.isWholeWanted || !entry.isScannedOnce
    const folders = isWhole ? [''] : [...entry.dirty]
    entry.isWholeWanted = false
    entry.dirty.clear()
    entry.isScanning = true
    options.onChange()
    if (isWhole) entry.unreadableFolders.clear()
    // Watching starts before the first walk, so that what changes during it is not missed.
    if (options.mode === 'watch' && isWhole) watch(entry)
    const walked = await options.walker.walk(
      {
        root: source.path,
        folders,
        isRecursive: isWhole,
        includeSubfolders: source.includeSubfolders,
        ignorePatterns: source.ignorePatterns,
        signal: entry.abort.signal,
      },
      (events) => {
        for (const event of events)
          if (event.kind === 'unreadable') entry.unreadableFolders.add(event.folder)
        const outcome = catalog.applyWalk(source.sourceId, events, clock.now(), timing.quietMs)
        options.checkpoint('scan-applied')
        if (outcome.added + outcome.changed + outcome.vanished + outcome.returned > 0)
          options.onFound()
      },
    )
    if (entry.abort.signal.aborted) return
    if (!walked.ok) {
      await scanFailed(entry, walked.failure)
      return
    }
    entry.isUnreadable = false
    if (isWhole) {
      entry.isScannedOnce = true
      lastCheckedAt = clock.now()
      source.lastScanAt = lastCheckedAt
      catalog.finishScan(source.sourceId, lastCheckedAt, [...entry.unreadableFolders])
      plan(entry)
    }
    options.onFound()
  }

  const isAtItsPath = async ({ path, identity }: StoredSource): Promise<boolean> =>
    (await options.isReachable(path)) && !(await options.isStandIn(path, identity))

  /** Checks that the source is there; looks for it under another mount point when it is not. */
  const connect = async (entry: Running): Promise<boolean> => {
    const { source } = entry
    let isThere = await isAtItsPath(source)
    if (!isThere) {
      const moved = await options.findMoved(source.identity)
      if (moved !== null && moved !== source.path && (await options.isReachable(moved))) {
        logger.info('A folder is back under another path')
        await entry.watch?.close()
        entry.watch = null
        source.path = moved
        catalog.updateSource(source.sourceId, { path: moved })
        isThere = true
      }
    }
    if (isThere !== source.isConnected) {
      source.isConnected = isThere
      catalog.updateSource(source.sourceId, { isConnected: isThere })
      if (isThere) entry.isWholeWanted = true
      else {
        await entry.watch?.close()
        entry.watch = null
      }
      options.onFound()
      options.onChange()
    }
    if (!isThere) {
      entry.isScannedOnce = true
      plan(entry)
    }
    return isThere
  }

  const scanFailed = async (entry: Running, failure: Failure): Promise<void> => {
    logger.info('A folder could not be scanned', failure)
    entry.isScannedOnce = true
    entry.isUnreadable = failure.kind === 'folder-unreadable'
    if (failure.kind === 'folder-missing') await connect(entry)
    plan(entry)
  }

  const watch = (entry: Running): void => {
    const { source } = entry
    if (entry.watch !== null) return
    if (source.identity.isNetwork) {
      // Network file systems tell nothing of what other machines change.
      entry.watchProblem = 'network'
      return
    }
    // A watch that ended with a problem is tried again with each whole scan: limits get raised, drives mended.
    entry.watchProblem = null
    entry.watch = options.watcher.watch({
      root: source.path,
      ignorePatterns: source.ignorePatterns,
      includeSubfolders: source.includeSubfolders,
      onDirty: (folder) => {
        entry.dirty.add(folder)
        hint(entry)
      },
      onOverflow: () => {
        entry.isWholeWanted = true
        hint(entry)
      },
      onProblem: (problem) => {
        entry.watchProblem = problem
        void entry.watch?.close()
        entry.watch = null
        plan(entry)
        options.onChange()
      },
    })
  }

  const intervalOf = (entry: Running): number => {
    if (!entry.source.isConnected) return timing.reconnectMs
    return entry.watchProblem === null ? timing.rescanMs : timing.unwatchedRescanMs
  }

  const plan = (entry: Running): void => {
    entry.cancelTimer()
    if (options.mode !== 'watch' || isStopped) return
    const jitter = entry.source.isConnected ? 0.75 + options.random() / 2 : 1
    entry.cancelTimer = clock.after(intervalOf(entry) * jitter, () => {
      wantWhole(entry)
    })
  }

  const begin = (source: StoredSource): void => {
    const entry: Running = {
      source,
      isWholeWanted: true,
      isWaitingForRoom: false,
      dirty: new Set(),
      work: null,
      isScanning: false,
      connecting: null,
      isScannedOnce: false,
      isUnreadable: false,
      watch: null,
      watchProblem: null,
      unreadableFolders: new Set(),
      cancelTimer: () => undefined,
      cancelDebounce: null,
      abort: new AbortController(),
    }
    running.set(source.sourceId, entry)
    if (options.mode === 'look') {
      // Nothing is scanned now: what the last run saw is what there is to tell.
      entry.isScannedOnce = source.lastScanAt !== null
      if (source.lastScanAt !== null)
        lastCheckedAt = Math.max(lastCheckedAt ?? 0, source.lastScanAt)
      entry.work = lookAt(entry)
    } else scanSoon(entry)
  }

  const lookAt = async (entry: Running): Promise<void> => {
    await connect(entry)
    entry.work = null
  }

  const wanted = (): StoredSource[] =>
    catalog.sources().filter((source) => options.isWanted(source.sourceId))

  const end = async (entry: Running): Promise<void> => {
    entry.abort.abort()
    entry.cancelTimer()
    entry.cancelDebounce?.()
    await entry.watch?.close()
    if (entry.work !== null) await entry.work
    entry.cancelTimer()
  }

  const stateOf = (entry: Running): SourceView['state'] => {
    if (!entry.source.isConnected) return 'not-connected'
    if (entry.isUnreadable) return 'unreadable'
    // One that was not looked at since the start is about to be.
    if (entry.isScanning || (options.mode !== 'look' && !entry.isScannedOnce)) return 'scanning'
    return entry.watchProblem === null ? 'watching' : 'timer'
  }

  return {
    async start() {
      for (const source of wanted()) begin(source)
      // Whoever only looks wants to see what is so, not what was so at the last run.
      if (options.mode === 'look')
        await Promise.all([...running.values()].map(async (entry) => entry.work))
    },
    async reload() {
      const stored = new Map(wanted().map((source) => [source.sourceId, source]))
      for (const [sourceId, entry] of [...running]) {
        const now = stored.get(sourceId)
        if (now !== undefined && isSameWalk(now, entry.source)) {
          entry.source.photoSize = now.photoSize
          continue
        }
        running.delete(sourceId)
        await end(entry)
      }
      for (const [sourceId, source] of stored) if (!running.has(sourceId)) begin(source)
      options.onChange()
    },
    scanAll() {
      for (const entry of running.values()) wantWhole(entry)
    },
    tryRoomAgain() {
      for (const entry of running.values()) {
        if (!entry.isWaitingForRoom || entry.work !== null) continue
        entry.isWaitingForRoom = false
        wantWhole(entry)
      }
    },
    lookAgain(sourceId, path) {
      const entry = running.get(sourceId)
      if (entry === undefined) return
      entry.dirty.add(relative(entry.source.path, dirname(path)).replaceAll('\\', '/'))
      hint(entry)
    },
    async isThere(sourceId) {
      const entry = running.get(sourceId)
      if (entry === undefined) return false
      // A whole folder of missing files asks once.
      entry.connecting ??= connect(entry).finally(() => {
        entry.connecting = null
      })
      return entry.connecting
    },
    views() {
      const tallies = catalog.sourceTallies()
      return [...running.values()].map((entry): SourceView => {
        const { source } = entry
        const tally = tallies.get(source.sourceId) ?? { files: 0, bytes: 0, done: 0 }
        return {
          sourceId: String(source.sourceId),
          path: source.path,
          name: nameOf(source.path),
          state: stateOf(entry),
          watchProblem: entry.watchProblem,
          scanEveryMs: intervalOf(entry),
          lastScanAt: source.lastScanAt,
          photoSize: source.photoSize,
          includeSubfolders: source.includeSubfolders,
          ignorePatterns: source.ignorePatterns,
          unreadableFolders: entry.unreadableFolders.size,
          ...tally,
        }
      })
    },
    isScanning: () => [...running.values()].some((entry) => entry.work !== null),
    isScannedOnce: () => [...running.values()].every((entry) => entry.isScannedOnce),
    lastCheckedAt: () => lastCheckedAt,
    connected: () =>
      [...running.values()].map(({ source }) => ({
        sourceId: source.sourceId,
        name: nameOf(source.path),
        isConnected: source.isConnected,
      })),
    async stop() {
      isStopped = true
      await Promise.all([...running.values()].map(end))
    },
  }
}

/** The last part of a path, or the whole of it for a drive. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}

/** Refuses a folder inside another source or around one: each file belongs to one source. */
export function checkOverlap(
  path: string,
  sources: readonly Pick<StoredSource, 'path'>[],
): Result<null, Failure> {
  const withSlash = (folder: string): string => (/[\\/]$/.test(folder) ? folder : `${folder}/`)
  const normal = (folder: string): string => withSlash(folder).replaceAll('\\', '/')
  for (const source of sources) {
    const [one, other] = [normal(path), normal(source.path)]
    if (one.startsWith(other) || other.startsWith(one))
      return { ok: false, failure: { kind: 'folder-overlaps', path, other: source.path } }
  }
  return ok(null)
}

function isSameWalk(one: StoredSource, other: StoredSource): boolean {
  return (
    one.path === other.path &&
    one.includeSubfolders === other.includeSubfolders &&
    one.ignorePatterns.join('\n') === other.ignorePatterns.join('\n')
  )
}
