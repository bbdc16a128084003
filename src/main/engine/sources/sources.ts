// Every source that takes part in this run, each with its keeper: begins, ends and asks them together as the catalogue's
// list of sources changes.
import { dirname, relative } from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import type { Failure } from '../../../shared/failure.ts'
import { fail, type Result } from '../../../shared/result.ts'
import type { SourceView } from '../../../shared/status.ts'
import type { StoredSource } from '../ports/catalogue.ts'
import { listFolders } from './list-folders.ts'
import { folderIn, isInside } from './own-folders.ts'
import { createSourceKeeper, type KeeperOptions, type SourceKeeper } from './source-keeper.ts'
import { looksLikeSource } from './source-place.ts'
import type { SourceTiming } from './source-state.ts'

/** What the coordinator needs. */
export interface SourcesOptions extends Omit<KeeperOptions, 'timing' | 'onChecked'> {
  timing?: Partial<SourceTiming>
  /** Whether this source takes part in this run. */
  isWanted(sourceId: number): boolean
}

const defaultTiming: SourceTiming = {
  debounceMs: 2_000,
  quietMs: 3_000,
  rescanMs: 3600_000,
  unwatchedRescanMs: 5 * 60_000,
  reconnectMs: 10_000,
  longestReconnectMs: 5 * 60_000,
}

/** The coordinator. */
export interface Sources {
  start(): Promise<void>
  /** A source was added, removed or changed in the catalogue. */
  reload(): Promise<void>
  scanAll(): void
  /** There may be room again: what a full disk broke off is scanned anew. */
  storeAgain(): void
  /** A file is not what the last scan saw: its folder is scanned again soon. */
  lookAgain(sourceId: number, path: string): void
  /** The folders inside one of a source, as they are now. */
  listFolders(sourceId: number, folder: string): Promise<Result<Output<'listFolders'>, Failure>>
  /** Whether the folder can be reached now; notes it when it went away. */
  isThere(sourceId: number): Promise<boolean>
  /** Something at this root does not answer: whether the source is there is looked at now. */
  doubt(root: string): void
  /** What hangs together with a path: the folder of the source that it lies in, else its own folder; '' for one of our own files. */
  rootOf(path: string): string
  /** Something else lies at its path; the user says that this is it all the same. */
  confirm(sourceId: number): Promise<void>
  /** The source is what lies here from now on, as a card that was formatted anew. */
  takeOver(sourceId: number, place: Pick<StoredSource, 'path' | 'identity'>): Promise<void>
  /** Whether files that the source is known to hold lie at this path. */
  looksLike(sourceId: number, path: string): Promise<boolean>
  views(): SourceView[]
  /** Whether the source is there and nothing of it waits to be looked at. */
  isSettled(sourceId: number): boolean
  isScanning(): boolean
  /** Whether every source has been scanned since the start. */
  isScannedOnce(): boolean
  lastCheckedAt(): number | null
  connected(): {
    sourceId: number
    name: string
    isConnected: boolean
    isUnfamiliar: boolean
  }[]
  stop(): Promise<void>
}

/** Makes the coordinator; it rests until `start`. */
export function createSources(options: SourcesOptions): Sources {
  const { catalog } = options
  const kept = new Map<number, SourceKeeper>()
  let lastCheckedAt: number | null = null
  const keepers = (): SourceKeeper[] => [...kept.values()]
  const onChecked = (at: number): void => {
    lastCheckedAt = at
  }
  const timing = { ...defaultTiming, ...options.timing }

  const begin = (source: StoredSource, isTakenOver = false): Promise<void> => {
    const keeper = createSourceKeeper(source, { ...options, timing, onChecked }, isTakenOver)
    kept.set(source.sourceId, keeper)
    // Where nothing is scanned, the last run's scans are what there is to tell.
    if (options.mode === 'look' && source.lastScanAt !== null)
      onChecked(Math.max(lastCheckedAt ?? 0, source.lastScanAt))
    return keeper.begin()
  }

  const wanted = (): StoredSource[] =>
    catalog.sources().filter((source) => options.isWanted(source.sourceId))

  return {
    async start() {
      // Whoever only looks wants to see what is so, not what was so at the last run.
      await Promise.all(wanted().map((source) => begin(source)))
    },
    async reload() {
      const stored = new Map(wanted().map((source) => [source.sourceId, source]))
      for (const [sourceId, keeper] of [...kept]) {
        const now = stored.get(sourceId)
        if (now !== undefined && isSameWalk(now, keeper.source)) {
          keeper.source.photoSize = now.photoSize
          keeper.source.changedVersions = now.changedVersions
          keeper.source.undated = now.undated
          keeper.source.albums = now.albums
          keeper.source.pairs = now.pairs
          keeper.source.goesFirst = now.goesFirst
          continue
        }
        kept.delete(sourceId)
        await keeper.end()
      }
      for (const [sourceId, source] of stored) if (!kept.has(sourceId)) void begin(source)
      options.onChange()
    },
    scanAll() {
      for (const keeper of keepers()) keeper.scanWhole()
    },
    storeAgain() {
      for (const keeper of keepers()) keeper.storeAgain()
    },
    lookAgain: (sourceId, path) => kept.get(sourceId)?.lookAgain(path),
    listFolders: async (sourceId, folder) => {
      const source = kept.get(sourceId)?.source
      return source === undefined
        ? fail({ kind: 'not-found' })
        : listFolders(source, folder, options)
    },
    isThere: async (sourceId) => (await kept.get(sourceId)?.isThere()) ?? false,
    doubt(root) {
      for (const keeper of keepers()) if (keeper.source.path === root) void keeper.isThere()
    },
    rootOf: (path) => {
      const keeper = keepers().find(({ source }) => folderIn(source.path, dirname(path)) !== null)
      if (keeper !== undefined) return keeper.source.path
      const isOwn = options.ownFolders.some((folder) => isInside(relative(folder, path)))
      return isOwn ? '' : dirname(path)
    },
    confirm: async (sourceId) => kept.get(sourceId)?.confirm(),
    async takeOver(sourceId, place) {
      const keeper = kept.get(sourceId)
      kept.delete(sourceId)
      await keeper?.end()
      catalog.updateSource(sourceId, place)
      const source = wanted().find((one) => one.sourceId === sourceId)
      if (source !== undefined) void begin(source, true)
      options.onChange()
    },
    looksLike: async (sourceId, path) => {
      const source = kept.get(sourceId)?.source
      return source !== undefined && looksLikeSource(source, path, options)
    },
    views() {
      const tallies = catalog.sourceTallies()
      const none = { files: 0, bytes: 0, done: 0, waiting: 0 }
      const unreadable = catalog.unreadableCounts()
      return keepers().map((keeper) => {
        const { sourceId } = keeper.source
        return keeper.view(tallies.get(sourceId) ?? none, unreadable.get(sourceId))
      })
    },
    isSettled: (sourceId) => kept.get(sourceId)?.isSettled() ?? false,
    isScanning: () => keepers().some((keeper) => keeper.isBusy()),
    isScannedOnce: () => keepers().every((keeper) => keeper.isScannedOnce()),
    lastCheckedAt: () => lastCheckedAt,
    connected: () =>
      keepers().map(({ source, isUnfamiliar }) => ({
        sourceId: source.sourceId,
        name: catalog.nameOf(source.sourceId, source.path),
        isConnected: source.isConnected,
        isUnfamiliar: isUnfamiliar(),
      })),
    async stop() {
      await Promise.all(keepers().map((keeper) => keeper.end()))
    },
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

function isSameWalk(one: StoredSource, other: StoredSource): boolean {
  return (
    one.path === other.path &&
    one.includeSubfolders === other.includeSubfolders &&
    one.followLinks === other.followLinks &&
    isSame(one.ignorePatterns, other.ignorePatterns) &&
    isSame(one.leftOut, other.leftOut)
  )
}
