// Keeps one source known: carries out what its machine decides (look, walk, watch, plan) and tells the machine what came
// of it. A watch event is only a hint that a folder is dirty; a scan decides. [Note: Watch is a hint]
import { dirname } from 'node:path'
import type { SourceView } from '../../../shared/status.ts'
import { storeTrouble, type StoreTrouble } from '../ports/catalogue-trouble.ts'
import type { Catalog, StoredSource } from '../ports/catalogue.ts'
import type { FolderIdentity, Watcher } from '../ports/files.ts'
import type { Checkpoint, Clock, Logger, Random } from '../ports/outside.ts'
import { folderIn, ownFoldersIn } from './own-folders.ts'
import {
  advance,
  intervalMs,
  isBusy,
  isSettled,
  restingSource,
  shownState,
  watchProblem,
} from './source-machine.ts'
import { tryUnreadable, walkSource, type WalkPorts, type WalkWish } from './source-walk.ts'
import { placeOf, type Place, type RecognisePorts } from './source-place.ts'
import type {
  EngineMode,
  SourceEffect,
  SourceEvent,
  SourceRules,
  SourceTiming,
} from './source-state.ts'

/** What keeping a source needs. */
export interface KeeperOptions extends RecognisePorts, WalkPorts {
  catalog: Catalog
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
  /** The folder went away, or was away from the start. */
  onAway(sourceId: number): void
  /** What a scan found could not be stored; `storeAgain` scans anew. */
  onStoreTrouble(trouble: StoreTrouble): void
  onChange(): void
}

/** One source that is kept. */
export interface SourceKeeper {
  readonly source: StoredSource
  /** Scans it; where nothing is scanned, resolves once it is known whether the source is there. */
  begin(): Promise<void>
  scanWhole(): void
  /** There may be room again: what a full disk broke off is scanned anew. */
  storeAgain(): void
  /** A file is not what the last scan saw: its folder is scanned again soon. */
  lookAgain(path: string): void
  /** Whether the folder can be reached now; notes it when it went away. */
  isThere(): Promise<boolean>
  /** Something else lies at its path; the user says that this is it all the same. */
  confirm(): Promise<void>
  isUnfamiliar(): boolean
  view(
    tally: Pick<SourceView, 'files' | 'bytes' | 'done' | 'otherFiles' | 'links'>,
    unreadable?: { folders: number; files: number },
  ): SourceView
  isBusy(): boolean
  isSettled(): boolean
  /** Whether it has been scanned since the start. */
  isScannedOnce(): boolean
  /** Ends scans and watch; resolves once both have ended. */
  end(): Promise<void>
}

/** Makes the keeper of a source; it rests until `begin`. `isTakenOver`: what lies at its path is it, whatever was there before. */
export function createSourceKeeper(
  source: StoredSource,
  options: KeeperOptions,
  isTakenOver = false,
): SourceKeeper {
  const { catalog, clock, logger, timing, mode } = options
  const { followLinks } = source
  const { isNetwork } = source.identity
  const rules: SourceRules = { mode, timing, isNetwork, isRemovable: false, followLinks }
  let state = restingSource(source.isConnected)
  const events: SourceEvent[] = []
  let foundAt = source.path
  /** Until a whole scan has made the files of the confirmed folder the known ones. */
  let isConfirmed = isTakenOver
  let looking: Promise<void> = Promise.resolve()
  let walk = new AbortController()
  let watching: { close(): Promise<void> } | null = null
  let cancelTimer = (): void => undefined
  let cancelGathering = (): void => undefined
  /** What still runs, so that the end can wait for it. */
  const running = new Set<Promise<unknown>>()

  /** In turn: what an effect brings about at once comes after the effects beside it. */
  const tell = (event: SourceEvent): void => {
    events.push(event)
    if (events.length > 1) return
    for (let now = events[0]; now !== undefined; events.shift(), now = events[0]) {
      const [next, effects] = advance(state, now, rules)
      state = next
      for (const effect of effects) carryOut(effect)
    }
  }

  const run = (work: Promise<void>): Promise<void> => {
    const kept = work.finally(() => running.delete(kept))
    running.add(kept)
    return kept
  }

  const store = (
    change: Partial<Pick<StoredSource, 'path' | 'identity' | 'isConnected'>>,
  ): void => {
    try {
      catalog.updateSource(source.sourceId, change)
      Object.assign(source, change)
    } catch (thrown) {
      const trouble = storeTrouble(thrown)
      if (trouble === null) throw thrown
      tell({ kind: 'not-stored', trouble })
    }
  }

  const carryOut = (effect: SourceEffect): void => {
    switch (effect.do) {
      case 'look':
        looking = run(lookFor())
        break
      case 'move':
        logger.info('A folder is back under another path')
        store({ path: foundAt })
        break
      case 'set-connected':
        if (source.isConnected !== effect.isConnected) store({ isConnected: effect.isConnected })
        if (!effect.isConnected) options.onAway(source.sourceId)
        break
      case 'walk':
        walk = new AbortController()
        void run(walkFolders({ ...effect, signal: walk.signal }))
        break
      case 'stop-walk':
        walk.abort()
        break
      case 'watch':
        watching = watch()
        break
      case 'unwatch':
        if (watching !== null) void run(watching.close())
        watching = null
        break
      case 'gather':
        cancelGathering = clock.after(timing.debounceMs, () => tell({ kind: 'gathered' }))
        break
      case 'stop-gathering':
        cancelGathering()
        break
      case 'plan': {
        cancelTimer()
        if (effect.afterMs === null) break
        const stretch = effect.isStretched ? 0.75 + options.random() / 2 : 1
        cancelTimer = clock.after(effect.afterMs * stretch, scanWhole)
        break
      }
      case 'tell-files':
        options.onFound()
        break
      case 'tell-store-trouble':
        options.onStoreTrouble(effect.trouble)
        break
      case 'tell-change':
        options.onChange()
        break
    }
  }

  /** What is known of where it is grows, and is never given up for an answer that says less. */
  const learn = (now: FolderIdentity): void => {
    const { volumeId, pathInVolume, folderId = null } = source.identity
    // Where volumes have names, the folder's own is only a help for a day without.
    const isFolderNews = now.volumeId === null || folderId === null
    const identity = {
      ...source.identity,
      volumeId: volumeId ?? now.volumeId,
      pathInVolume: now.volumeId === null ? pathInVolume : now.pathInVolume,
      folderId: (isFolderNews ? now.folderId : null) ?? folderId,
    }
    const isNews =
      identity.volumeId !== volumeId ||
      identity.pathInVolume !== pathInVolume ||
      identity.folderId !== folderId
    if (isNews) store({ identity })
  }

  const lookFor = async (): Promise<void> => {
    const place = await placeOf(source, options, isConfirmed).catch((thrown: unknown): Place => {
      logger.error('Looking for a folder ended with a bug', thrown)
      return { kind: 'away' }
    })
    if (place.kind !== 'here') {
      tell({ kind: 'lost', isUnfamiliar: place.kind === 'unfamiliar' })
      return
    }
    foundAt = place.path
    learn(place.identity)
    rules.isRemovable = place.identity.isRemovable === true
    tell({ kind: 'found', isElsewhere: place.path !== source.path })
  }

  const walkFolders = async (wish: WalkWish): Promise<void> => {
    const ended = await walkSource(source, wish, options, (at) => {
      source.lastScanAt = at
      isConfirmed = false
      options.onChecked(at)
      void run(tryUnreadable(source, wish.signal, options))
    })
    if (ended !== null) tell(ended)
  }

  const watch = (): { close(): Promise<void> } =>
    options.watcher.watch({
      root: source.path,
      ignorePatterns: source.ignorePatterns,
      leftOut: [...ownFoldersIn(source.path, options.ownFolders), ...source.leftOut],
      includeSubfolders: source.includeSubfolders,
      onDirty: (folder) => hint(folder),
      onOverflow: () => tell({ kind: 'hinted', folder: null }),
      onProblem: (problem) => tell({ kind: 'watch-ended', problem }),
    })

  /** Only a whole scan tells what links lead to twice. */
  const hint = (folder: string | null): void =>
    tell({ kind: 'hinted', folder: source.followLinks ? null : folder })

  const scanWhole = (): void => tell({ kind: 'scan-asked' })

  return {
    source,
    async begin() {
      tell({ kind: 'begun' })
      // Where nothing is scanned, what the last run saw is what there is to tell.
      if (mode === 'look') await looking
    },
    scanWhole,
    storeAgain: () => tell({ kind: 'store-again' }),
    lookAgain: (path) => hint(folderIn(source.path, dirname(path))),
    async isThere() {
      // A look that was under way may have seen what was so before the doubt; the next one serves all who doubt.
      await looking
      tell({ kind: 'doubted' })
      await looking
      return state.phase !== 'away' && state.phase !== 'ended'
    },
    async confirm() {
      await this.isThere()
      if (!state.isUnfamiliar) return
      const identity = await options.identifyFolder(source.path)
      store({ identity })
      rules.isNetwork = identity.isNetwork
      isConfirmed = true
      scanWhole()
    },
    isUnfamiliar: () => state.isUnfamiliar,
    view: (tally, unreadable) => ({
      sourceId: String(source.sourceId),
      path: source.path,
      name: catalog.nameOf(source.sourceId, source.path),
      state: shownState(state, mode),
      watchProblem: watchProblem(state),
      scanEveryMs: intervalMs(state, rules),
      lastScanAt: source.lastScanAt,
      photoSize: source.photoSize,
      includeSubfolders: source.includeSubfolders,
      followLinks: source.followLinks,
      changedVersions: source.changedVersions,
      undated: source.undated,
      albums: source.albums,
      pairs: source.pairs,
      ignorePatterns: source.ignorePatterns,
      leftOut: source.leftOut,
      goesFirst: source.goesFirst,
      unreadableFolders: unreadable?.folders ?? 0,
      unreadableFiles: unreadable?.files ?? 0,
      ...tally,
    }),
    isBusy: () => isBusy(state),
    isSettled: () => isSettled(state),
    isScannedOnce: () => state.isKnown,
    async end() {
      tell({ kind: 'ended' })
      while (running.size > 0) await Promise.all(running)
    },
  }
}
