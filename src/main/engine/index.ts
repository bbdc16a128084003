// The engine's only public door: joins the doors of its rooms and the ports into one running whole. It owns no Electron and no
// window; it runs the same under the app, the command line and the tests. What joins two rooms has a file beside this one.
import { join } from 'node:path'
import type { Failure } from '../../shared/failure.ts'
import type { Settings } from '../../shared/model.ts'
import { ok, type Result } from '../../shared/result.ts'
import { followAccount } from './account-change.ts'
import { takeUpAfterUpdate } from './after-update.ts'
import { createAnswer } from './answer.ts'
import { createPipeline, createSourceReader } from './pipeline.ts'
import { openCatalogInTurn } from './catalog/index.ts'
import { cardRun } from './card-runs.ts'
import { createCards } from './cards.ts'
import { startOf } from './commands-already.ts'
import { createCommands } from './commands.ts'
import { createStorageFigure } from './conditions/index.ts'
import type { Engine, EngineConfig } from './engine.ts'
import { createFolderCounting } from './folder-counting.ts'
import { forgetEverything } from './forget-everything.ts'
import { collectGarbage, createGivingBack } from './giving-back.ts'
import { googleOrigin } from './google-origin.ts'
import { createGoogle } from './google.ts'
import { createLooksAhead } from './looks-ahead.ts'
import { createPlanAnew } from './plan-anew.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Ports } from './ports/outside.ts'
import { createPreparer } from './prepare/index.ts'
import { createRate } from './queue/index.ts'
import * as scan from './scan/index.ts'
import { shelteredClock } from './sheltered-clock.ts'
import { takeSnapshot } from './snapshot.ts'
import { createStatements } from './statements.ts'
import { createTelling } from './telling.ts'
import { createUpkeep, takePrivateFolder, type Upkeep } from './upkeep/index.ts'

export type { Engine, EngineConfig, EngineListener } from './engine.ts'
export { createChildProcessHost } from './prepare/index.ts'
export { foreseePrivateFolder } from './upkeep/index.ts'

/** Opens the catalogue, restores the sign-in and starts. Fails only where nothing can run at all. */
export async function createEngine(
  outside: Ports,
  config: EngineConfig,
): Promise<Result<Engine, Failure>> {
  const ports = { ...outside, clock: shelteredClock(outside.clock, outside.logger) }
  const origin = googleOrigin({ SHOEBOX_GOOGLE_ORIGIN: config.googleOrigin ?? undefined })
  if (!origin.ok) return origin
  // Whatever is made from now on is for its user alone; what is there already is looked at.
  process.umask(0o077)
  const taken = await takePrivateFolder(config.dataFolder)
  if (!taken.ok) return taken
  const opened = await openCatalogInTurn({
    ...ports,
    path: join(config.dataFolder, 'catalogue.sqlite'),
    backupFolder: join(config.dataFolder, 'backups'),
    isGlance: config.isGlance ?? false,
    // Some of those who meet damage only look, and whoever sends learns of it from what it asks itself.
    onDamaged: () => config.onDamaged?.(),
  })
  if (!opened.ok) return opened
  const engine = joinRooms(opened.value, origin.value, ports, config)
  await engine.begin()
  return ok(engine)
}

function joinRooms(
  catalog: Catalog,
  origin: string | null,
  ports: Ports,
  config: EngineConfig,
): Engine & { begin(): Promise<void> } {
  const { clock, logger, checkpoint, surroundings, vault } = ports
  const abort = new AbortController()
  const { signal } = abort
  const rate = createRate()
  let settings = catalog.settings()
  let upkeep: Upkeep | null = null
  let wanted: ReadonlySet<number> | null = config.startsWith === 'all' ? null : new Set()
  let bytesSent = 0

  const reader = createSourceReader(() => pipeline.sources)
  const walker = scan.createWalker({ reader, cloudLook: scan.cloudLook })
  const google = createGoogle({ ports, config, origin, catalog, reader, settings, signal })
  const { signIn, photos } = google
  const preparer = createPreparer({
    renditionFolder: join(config.dataFolder, 'renditions'),
    thumbnailFolder: join(config.cacheFolder, 'thumbnails'),
    photoFolders: () => catalog.sources().map(({ path }) => path),
    workerHost: config.imageWorkerHost,
    reader,
    logger,
    checkpoint,
    tryType: (extension, sha256) => catalog.tryType(extension, sha256),
  })
  const telling = createTelling(clock, catalog.isBusy, (revision) =>
    takeSnapshot(
      {
        catalog,
        clock,
        sources,
        rate,
        settings: () => settings,
        signIn: signIn.state,
        hasClient: signIn.hasClient,
        conditions: conditions.current,
        active: queue.active,
        isIdle: queue.isIdle,
        storage: storage.current,
        statement: statements.latest,
        cards: cards.questions,
        checks: () => looksAhead.sourceChecks.ends(),
        cardOf: (view) =>
          cardRun(view, {
            ...{ catalog, sources, isLookedAfter: config.mode !== 'look' },
            isChecking: looksAhead.isChecking,
          }),
      },
      revision,
    ),
  )
  const statements = createStatements({ catalog, clock, ...telling })
  const storage = createStorageFigure(photos, clock, telling.statusChanged)
  const changeSettings = (change: Partial<Settings>): Settings => {
    settings = catalog.changeSettings(change)
    photos.setSpeedLimit(settings.speedLimit)
    conditions.update()
    return settings
  }
  const pipeline = createPipeline({
    ports,
    config,
    catalog,
    walker,
    reader,
    preparer,
    photos,
    signIn,
    storage,
    telling,
    settings: () => settings,
    changeSettings,
    isWanted: (sourceId) => wanted?.has(sourceId) ?? true,
    onBytes: (bytes) => {
      bytesSent += bytes
      rate.add(bytes, clock.monotonic())
    },
  })
  const { sources, queue, conditions } = pipeline
  const cards = createCards({
    ...ports,
    catalog,
    sources,
    walker,
    looks: config.volumes ?? scan.systemLooks(config.mountsFolder),
    identifyFolder: scan.identifyFolder,
    startOf: () => startOf('as-answered', settings),
    signal,
    onChange: telling.statusChanged,
  })
  followAccount({ signIn, catalog, storage, queue, conditions, telling, logger })

  const looksAhead = createLooksAhead({
    ...{ ...ports, catalog, preparer, photos, signal, walker, reader, config },
    ...{ signIn: signIn.state, conditions: conditions.current, isThere: sources.isThere },
    onChange: telling.statusChanged,
  })
  const givingBack = createGivingBack({
    clock,
    giveBack() {
      catalog.shrink()
      collectGarbage()
    },
  })
  telling.subscribe(givingBack.worked)
  const stop = async (): Promise<void> => {
    abort.abort()
    for (const part of [telling, storage, statements, cards, givingBack]) part.stop()
    await Promise.all([pipeline.stop(), upkeep?.stop(), looksAhead.sourceChecks.end()])
    await Promise.all([walker, reader, preparer, google].map((part) => part.close()))
    catalog.close()
  }
  const handlers = createCommands({
    catalog,
    sources,
    signIn,
    preparer,
    vault,
    builtInClient: config.builtInClient,
    status: telling.status,
    conditions: conditions.current,
    settings: () => settings,
    facts: () => surroundings.facts(),
    changeSettings,
    planAnew: createPlanAnew({ queue, catalog, preparer, checkpoint }),
    statements,
    dates: pipeline.dates,
    cards,
    now: () => clock.now(),
    identifyFolder: scan.identifyFolder,
    countFolder: createFolderCounting(clock, signal, config),
    ...looksAhead,
    rowsChanged: () => {
      queue.wake()
      telling.rowsChanged()
    },
    tryAgainNow: () => queue.tryNow('person'),
    doubtLine: conditions.doubtLine,
    erase: forgetEverything({ signIn, vault, logger, stop, config }),
  })

  const answer = createAnswer(handlers, queue.restAfter)

  return {
    async begin() {
      if (wanted !== null) catalog.restrictTo([...wanted])
      await signIn.restore()
      if (config.mode !== 'look') {
        await takeUpAfterUpdate(catalog, config.appVersion)
        upkeep = await createUpkeep({ catalog, preparer, clock, logger, checkpoint })
        queue.start()
        statements.start()
      }
      await sources.start()
      conditions.update()
      // Who runs it for named folders alone asked for no other.
      if (config.mode === 'watch' && config.startsWith === 'all') cards.start()
    },
    call: (name, input) => {
      givingBack.worked()
      return answer(name, input)
    },
    subscribe: telling.subscribe,
    async restrictTo(sourceIds) {
      wanted = sourceIds === null ? null : new Set(sourceIds.map(Number))
      catalog.restrictTo(wanted === null ? null : [...wanted])
      await sources.reload()
    },
    sourceIds: () => catalog.sources().map((source) => String(source.sourceId)),
    isIdle: () => queue.isIdle() && !sources.isScanning() && !catalog.isBusy(),
    totals: () => ({ bytesSent, requests: google.requests() }),
    signInFinished: () => signIn.finished(),
    stop,
  }
}
