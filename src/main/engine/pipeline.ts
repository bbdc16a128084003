// Joins the four that do the backing up: the sources find files, the queue sends them, the conditions rest and wake both,
// and the read-back after a loss goes first. Each knows ports; who tells whom is here.
import type { Settings } from '../../shared/model.ts'
import { ok } from '../../shared/result.ts'
import { createAlbumKeeper } from './albums/index.ts'
import {
  createConditionKeeper,
  type ConditionKeeper,
  type StorageFigure,
} from './conditions/index.ts'
import { createDates, type Dates } from './dates.ts'
import type { EngineConfig } from './engine.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { FileReader, Walker } from './ports/files.ts'
import type { Ports } from './ports/outside.ts'
import type { Photos } from './ports/photos.ts'
import type { Preparer } from './ports/prepare.ts'
import { holdRules } from './ports/resting.ts'
import { createCaptions, createCompanions, createDating, createPartners } from './prepare/index.ts'
import { createQueue, type Queue } from './queue/index.ts'
import { createFileReader, identifyFolder, isEmpty, isReachable, placesOf } from './scan/index.ts'
import type { SignIn } from './sign-in/index.ts'
import { createSources, type Sources } from './sources/index.ts'
import type { Telling } from './telling.ts'
import { createReadBack } from './upkeep/index.ts'
import { createWatcher } from './watch/index.ts'

/** What backing up needs. */
export interface PipelineOptions {
  ports: Ports
  config: Pick<
    EngineConfig,
    'mode' | 'onDamaged' | 'timing' | 'watcher' | 'dataFolder' | 'cacheFolder' | 'albumHolds'
  >
  catalog: Catalog
  walker: Walker
  reader: FileReader
  preparer: Preparer
  photos: Photos
  signIn: Pick<SignIn, 'state' | 'refused'>
  storage: Pick<StorageFigure, 'refresh'>
  telling: Telling
  settings(): Settings
  changeSettings(change: Partial<Settings>): void
  /** Whether this source takes part in this run. */
  isWanted(sourceId: number): boolean
  /** Bytes that left this computer. */
  onBytes(bytes: number): void
}

/** The parts that back up, joined. */
export interface Pipeline {
  sources: Sources
  queue: Queue
  conditions: ConditionKeeper
  dates: Dates
  stop(): Promise<void>
}

/** Reads the files of all sources: one drive or share that hangs keeps no other waiting, and is looked at at once. */
export const createSourceReader = (sources: () => Sources): FileReader =>
  createFileReader({
    placeOf: (path) => sources().rootOf(path),
    onLate: (place) => sources().doubt(place),
  })

/** Makes them; nothing runs until sources and queue are started. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { ports, config, catalog, walker, reader, preparer, photos, signIn, storage, telling } =
    options
  const { clock, random, logger, checkpoint, surroundings } = ports
  const readBack = createReadBack({
    catalog,
    photos,
    clock,
    logger,
    checkpoint,
    mayGoOn: () => config.mode !== 'look' && conditions.mayAsk(),
    restAfter: (failure) => queue.restAfter(failure),
    onDone: () => conditions.update(),
  })
  const sources = createSources({
    catalog,
    walker,
    reader,
    ownFolders: [config.dataFolder, config.cacheFolder],
    watcher: config.watcher ?? createWatcher({ clock }),
    placesOf,
    isReachable,
    isEmpty,
    identifyFolder,
    clock,
    random,
    logger,
    checkpoint,
    mode: config.mode,
    isWanted: options.isWanted,
    ...(config.timing === undefined ? {} : { timing: config.timing }),
    onFound: () => {
      queue.wake()
      conditions.update()
      telling.historyChanged()
    },
    onAway: (sourceId) => queue.letGo(sourceId),
    onStoreTrouble: (trouble) => queue.restAfter(trouble),
    onChange: () => {
      conditions.update()
      // What waits for its album goes when nothing more is being found.
      if (catalog.wantsAlbums() && !sources.isScanning()) queue.wake()
    },
  })
  const companions = createCompanions({ store: catalog, reader, clock })
  const queue: Queue = createQueue({
    store: catalog,
    photos,
    fingerprinter: reader,
    preparer,
    clock,
    random,
    logger,
    checkpoint,
    settings: options.settings,
    permission: () => conditions.permission(),
    onFileChanged: (item) => sources.lookAgain(item.sourceId, item.path),
    renditionsInUse: () => catalog.renditionsInUse(),
    isSourceThere: (sourceId) => sources.isThere(sourceId),
    isFileThere: async ({ fileId }, signal) => {
      const path = catalog.fileById(fileId)?.path
      if (path === undefined) return false
      const start = await reader.readStart(path, 0, signal)
      if (start.ok) return true
      return start.failure.kind === 'file-gone' ? false : null
    },
    isScanning: () => sources.isScanning(),
    isPatient: () => config.mode === 'watch',
    albumsOver: (recorder) =>
      createAlbumKeeper({
        ...{ store: catalog, photos, recorder, checkpoint, clock },
        ...(config.albumHolds === undefined ? {} : { holds: config.albumHolds }),
        sources: () => catalog.sources(),
      }),
    dateOf: createDating({ store: catalog, reader, companions, clock }),
    partnersOf: createPartners({ store: catalog, reader }),
    ...createCaptions({ store: catalog, companions, settings: options.settings }),
    bornAt: async (path, signal) => {
      const start = await reader.readStart(path, 0, signal)
      return start.ok ? ok(start.value.birthtimeMs ?? null) : start
    },
    onSignedOut: (failure, afterMs) => signIn.refused(failure, afterMs),
    onChange: telling.rowsChanged,
    onHoldsChange: () => {
      conditions.update()
      const holds = queue.holds().map((hold) => hold.kind)
      if (holds.includes('storage-full')) storage.refresh(true)
      if (!holds.some((kind) => holdRules[kind].endsWith.includes('stored'))) sources.storeAgain()
    },
    onBytes: (bytes) => {
      options.onBytes(bytes)
      storage.refresh(false)
    },
    onDamaged: () => config.onDamaged?.(),
  })
  const conditions = createConditionKeeper({
    clock,
    surroundings,
    settings: options.settings,
    changeSettings: options.changeSettings,
    signIn: () => signIn.state(),
    sources: () => sources.connected(),
    queue: () => queue,
    readBack: () => readBack,
    onReturn: () => sources.scanAll(),
    onStoreTrouble: (trouble) => queue.restAfter(trouble),
    onChange: telling.statusChanged,
  })

  return {
    sources,
    queue,
    conditions,
    dates: createDates({ catalog, queue, preparer, reader, companions, clock, checkpoint }),
    async stop() {
      conditions.stop()
      readBack.stop()
      await Promise.all([sources.stop(), queue.stop()])
    },
  }
}
