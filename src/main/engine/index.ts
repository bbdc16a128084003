// The engine's only public door: joins the rooms and the ports into one running whole. It owns no
// Electron and no window; it runs the same under the app, the command line and the tests.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  parseInput,
  type EngineHandlers,
  type Output,
  type ParsedInput,
  type Payload,
} from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Settings } from '../../shared/model.ts'
import type { EngineCommandName, EventName } from '../../shared/names.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { SignInState, Status } from '../../shared/status.ts'
import { openCatalogInTurn } from './catalog/index.ts'
import { createCommands } from './commands.ts'
import { createConditionKeeper } from './conditions/condition-keeper.ts'
import { eraseFolders } from './upkeep/erase.ts'
import { estimateSizes } from './prepare/estimate.ts'
import { createFolderCounts } from './sources/folder-counts.ts'
import { googleOrigin } from './google-origin.ts'
import { createPhotosClient, photosEndpoints, type UploadSizes } from './photos/index.ts'
import { isDiskFull, type Catalog } from './ports/catalogue.ts'
import type { Watcher } from './ports/files.ts'
import type { OAuthClient, Ports } from './ports/outside.ts'
import type { ImageWorkerHost } from './ports/prepare.ts'
import { createPreparer } from './prepare/index.ts'
import { createQueue, createRate, type Queue } from './queue/index.ts'
import {
  countFolder,
  createFileReader,
  createWalker,
  findMoved,
  identifyFolder,
  isReachable,
  isStandIn,
} from './scan/index.ts'
import { createSignIn } from './sign-in/index.ts'
import { createSizePreviews } from './prepare/size-previews.ts'
import { createThrottle, takeSnapshot } from './snapshot.ts'
import type { EngineMode, SourceTiming } from './sources/source-keeper.ts'
import { createSources } from './sources/sources.ts'
import { createReadBack } from './upkeep/read-back.ts'
import { createStorageFigure } from './conditions/storage-figure.ts'
import { createUpkeep, type Upkeep } from './upkeep/upkeep.ts'
import { createWatcher } from './watch/index.ts'

export { createChildProcessHost } from './prepare/index.ts'

/** Where the engine keeps its things and how it runs. */
export interface EngineConfig {
  /** Holds the catalogue, its backups and the reduced copies that wait for their upload. */
  dataFolder: string
  /** Holds thumbnails; may be emptied at any time. */
  cacheFolder: string
  /** A loopback origin that stands in for Google, or null for Google itself. */
  googleOrigin: string | null
  builtInClient: OAuthClient | null
  imageWorkerHost: ImageWorkerHost
  mode: EngineMode
  /** `none`: no source takes part until restrictTo says which. */
  startsWith: 'all' | 'none'
  timing?: Partial<SourceTiming>
  /** When a file goes up in a session, in what chunks, and when a silent line is given up; left out: as photos has it. */
  upload?: UploadSizes
  /** What hints at changes in the sources; left out: the system's own watcher. */
  watcher?: Watcher
}

/** A running engine. */
export interface Engine {
  /** Answers a command of the contract; input of a strange shape is a `bad-request`. */
  call<K extends EngineCommandName>(name: K, input: unknown): Promise<Result<Output<K>, Failure>>
  /** Snapshots and hints, at most four a second each. Returns what ends the subscription. */
  subscribe(listener: EngineListener): () => void
  /** Restricts scanning and uploading to these sources for this run; null: all. */
  restrictTo(sourceIds: readonly string[] | null): Promise<void>
  /** Every source in the catalogue, whether it takes part in this run or not. */
  sourceIds(): string[]
  /** Nothing runs, and nothing is due before the status' `nextTryAt`. */
  isIdle(): boolean
  /** What this run has sent so far. */
  totals(): { bytesSent: number; requests: number }
  /** Resolves with the account once the browser has been through the sign-in, or with what went wrong. */
  signInFinished(): Promise<Result<{ email: string }, Failure>>
  /** Ends cleanly: after it resolves nothing is written to the network or the catalogue. */
  stop(): Promise<void>
}

/** Receives the engine's events. */
export type EngineListener = <K extends EventName>(name: K, payload: Payload<K>) => void

/** Opens the catalogue, restores the sign-in and starts. Fails only where nothing can run at all. */
export async function createEngine(
  ports: Ports,
  config: EngineConfig,
): Promise<Result<Engine, Failure>> {
  const { clock, logger, checkpoint } = ports
  const origin = googleOrigin({ SHOEBOX_GOOGLE_ORIGIN: config.googleOrigin ?? undefined })
  if (!origin.ok) return origin
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  const opened = await openCatalogInTurn({
    path: join(config.dataFolder, 'catalogue.sqlite'),
    backupFolder: join(config.dataFolder, 'backups'),
    clock,
    logger,
    checkpoint,
  })
  if (!opened.ok) return opened
  const engine = assemble(opened.value, origin.value, ports, config)
  await engine.begin()
  return ok(engine)
}

function assemble(
  catalog: Catalog,
  origin: string | null,
  ports: Ports,
  config: EngineConfig,
): Engine & { begin(): Promise<void> } {
  const { clock, random, logger, checkpoint, surroundings } = ports
  const listeners = new Set<EngineListener>()
  const emit: EngineListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  const abort = new AbortController()
  const rate = createRate()
  let revision = 0
  let settings = catalog.settings()
  let upkeep: Upkeep | null = null
  let wanted: ReadonlySet<number> | null = config.startsWith === 'all' ? null : new Set()
  const totals = { bytesSent: 0, requests: 0 }

  const reader = createFileReader()
  const signIn = createSignIn({
    origin,
    vault: ports.vault,
    browser: ports.browser,
    clock,
    builtInClient: config.builtInClient,
    logger,
    probeLibrary: async () => {
      const page = await photos.list(null, abort.signal)
      return page.ok ? null : page.failure
    },
  })
  const photos = createPhotosClient({
    origins: photosEndpoints(origin),
    tokens: signIn.tokens,
    reader,
    clock,
    checkpoint,
    speedLimit: settings.speedLimit,
    ...config.upload,
    onRequest: (operation) => {
      // Drive's storage figure is not part of the photo library's budget.
      if (operation === 'storage') return
      totals.requests += 1
      catalog.countRequests(1, clock.now())
    },
  })
  const preparer = createPreparer({
    renditionFolder: join(config.dataFolder, 'renditions'),
    thumbnailFolder: join(config.cacheFolder, 'thumbnails'),
    workerHost: config.imageWorkerHost,
    reader,
    logger,
    checkpoint,
  })
  const walker = createWalker()
  const storage = createStorageFigure(photos, clock, () => status.touch())

  const readBack = createReadBack({
    catalog,
    photos,
    logger,
    checkpoint,
    mayGoOn: () => config.mode !== 'look' && conditions.mayAsk(),
    restAfter: (failure) => queue.restAfter(failure),
    onDone: () => conditions.update(),
  })

  const status = createThrottle(clock, () => {
    revision += 1
    emit('statusChanged', snapshot())
  })
  const history = createThrottle(clock, () => emit('historyChanged', { revision }))
  const snapshot = (): Status =>
    takeSnapshot(
      {
        catalog,
        clock,
        sources,
        settings: () => settings,
        signIn: () => signIn.state(),
        hasClient: () => signIn.hasClient(),
        conditions: () => conditions.current(),
        active: () => queue.active(),
        rate,
        storage: () => storage.current(),
      },
      revision,
    )
  const changed = (): void => {
    status.touch()
    history.touch()
  }

  const sources = createSources({
    catalog,
    walker,
    watcher: config.watcher ?? createWatcher({ clock }),
    findMoved,
    isReachable,
    isStandIn,
    clock,
    random,
    logger,
    checkpoint,
    mode: config.mode,
    isWanted: (sourceId) => wanted?.has(sourceId) ?? true,
    ...(config.timing === undefined ? {} : { timing: config.timing }),
    onFound: () => {
      queue.wake()
      conditions.update()
      history.touch()
    },
    onDiskFull: () => queue.restAfter({ kind: 'disk-full' }),
    onChange: () => conditions.update(),
  })
  const queue: Queue = createQueue({
    store: catalog,
    readyCount: () => catalog.tally().ready.files,
    photos,
    fingerprinter: reader,
    preparer,
    clock,
    random,
    logger,
    checkpoint,
    settings: () => settings,
    permission: () => conditions.permission(),
    onFileChanged: (item) => sources.lookAgain(item.sourceId, item.path),
    renditionsInUse: () => catalog.renditionsInUse(),
    isSourceThere: (sourceId) => sources.isThere(sourceId),
    onSignedOut: (failure, afterMs) => signIn.refused(failure, afterMs),
    onChange: changed,
    onHoldsChange: () => {
      conditions.update()
      const holds = queue.holds().map((hold) => hold.kind)
      if (holds.includes('storage-full')) storage.refresh(true)
      if (!holds.includes('disk-full')) sources.tryRoomAgain()
    },
    onBytes: (bytes) => {
      totals.bytesSent += bytes
      rate.add(bytes, clock.monotonic())
      storage.refresh(false)
    },
  })
  const changeSettings = (change: Partial<Settings>): Settings => {
    settings = catalog.changeSettings(change)
    photos.setSpeedLimit(settings.speedLimit)
    conditions.update()
    return settings
  }
  const conditions = createConditionKeeper({
    clock,
    surroundings,
    settings: () => settings,
    changeSettings,
    signIn: () => signIn.state(),
    sources: () => sources.connected(),
    queue: () => queue,
    readBack: () => readBack,
    onReturn: () => sources.scanAll(),
    onChange: () => status.touch(),
  })
  const signInChanged = (state: SignInState): void => {
    const account = signIn.account()
    if (state.kind === 'signed-in' && account !== null) {
      catalog.useAccount(account)
      storage.refresh(true)
      queue.wake()
    } else storage.forget()
    conditions.update()
    emit('signInChanged', state)
  }
  signIn.subscribe(signInChanged)

  const stop = async (): Promise<void> => {
    abort.abort()
    conditions.stop()
    status.stop()
    history.stop()
    storage.stop()
    readBack.stop()
    await Promise.all([sources.stop(), queue.stop(), upkeep?.stop()])
    await Promise.all([
      signIn.close(),
      walker.close(),
      reader.close(),
      preparer.close(),
      photos.close(),
    ])
    catalog.close()
  }

  const handlers = createCommands({
    catalog,
    sources,
    signIn,
    preparer,
    vault: ports.vault,
    builtInClient: config.builtInClient,
    status: snapshot,
    conditions: () => conditions.current(),
    settings: () => settings,
    facts: () => surroundings.facts(),
    changeSettings,
    planAnew: async (sourceId) => {
      await queue.restartPreparing()
      const sending = queue.active().filter(({ phase }) => phase === 'sending')
      const { renditions } = catalog.planAnew(
        sourceId,
        new Set(sending.map(({ fileId }) => Number(fileId))),
      )
      // Before anything is awaited: what the queue fetched ahead still has the old plans.
      queue.wake()
      for (const name of renditions) {
        await preparer.discard(name)
        checkpoint('rendition-removed')
      }
    },
    previews: createSizePreviews({ catalog, preparer, random, signal: abort.signal }),
    now: () => clock.now(),
    identifyFolder,
    countFolder: createFolderCounts(clock, (path, onProgress) =>
      countFolder(path, abort.signal, onProgress),
    ),
    estimate: () =>
      estimateSizes(catalog, preparer, settings, sources.isScannedOnce(), abort.signal),
    rowsChanged: () => {
      queue.wake()
      changed()
    },
    tryAgainNow: () =>
      queue.tryNow('offline', 'google-unavailable', 'storage-full', 'forbidden', 'disk-full'),
    erase: async () => {
      await signIn.signOut()
      await ports.vault.saveClient(null)
      await stop()
      await eraseFolders(config.dataFolder, config.cacheFolder)
    },
  })

  return {
    async begin() {
      if (wanted !== null) catalog.restrictTo([...wanted])
      await signIn.restore()
      if (config.mode !== 'look') {
        upkeep = await createUpkeep({ catalog, preparer, clock, logger, checkpoint })
        queue.start()
      }
      await sources.start()
      conditions.update()
    },
    call: async (name, input) => {
      const parsed = parseInput(name, input)
      if (!parsed.ok) return parsed
      try {
        return await callHandler(handlers, name, parsed.value)
      } catch (thrown) {
        if (!isDiskFull(thrown)) throw thrown
        queue.restAfter({ kind: 'disk-full' })
        return fail({ kind: 'disk-full' })
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async restrictTo(sourceIds) {
      wanted = sourceIds === null ? null : new Set(sourceIds.map(Number))
      catalog.restrictTo(wanted === null ? null : [...wanted])
      await sources.reload()
    },
    sourceIds: () => catalog.sources().map((source) => String(source.sourceId)),
    isIdle: () => queue.isIdle() && !sources.isScanning(),
    totals: () => ({ ...totals }),
    signInFinished: () => signIn.finished(),
    stop,
  }
}

/** The contract pairs each name with its input; the compiler cannot follow that through a lookup by name. */
function callHandler<K extends EngineCommandName>(
  handlers: EngineHandlers,
  name: K,
  input: ParsedInput<K>,
): Promise<Result<Output<K>, Failure>> {
  const handler = handlers[name] as (input: ParsedInput<K>) => Promise<Result<Output<K>, Failure>>
  return handler(input)
}
