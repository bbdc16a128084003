// A whole engine in this process, with fakes for its ports, on an emulator of its own: what the tests of the engine's
// public door share. Everything ends with the test.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  createChildProcessHost,
  createEngine,
  type Engine,
  type EngineConfig,
} from '../../src/main/engine/index.ts'
import type { HistoryRow, Input, Output } from '../../src/shared/contract.ts'
import { fileStates, type FileState } from '../../src/shared/model.ts'
import type { EngineCommandName } from '../../src/shared/names.ts'
import type { Status } from '../../src/shared/status.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { startEmulator, type Emulator, type LedgerRow } from '../emulator/index.ts'
import { memoryVault, type MemoryVault } from '../fakes/memory-vault.ts'
import { hurriedClock } from '../fakes/hurried-clock.ts'
import { recordingBrowser } from '../fakes/recording-browser.ts'
import {
  switchableSurroundings,
  type SwitchableSurroundings,
} from '../fakes/switchable-surroundings.ts'

/** The engine, the world around it, and the few things that every test does with them. */
export interface EngineWorld {
  readonly emulator: Emulator
  readonly vault: MemoryVault
  readonly surroundings: SwitchableSurroundings
  readonly dataFolder: string
  readonly cacheFolder: string
  readonly folder: string
  readonly logged: string[]
  /** The engine that runs now. */
  readonly engine: Engine
  makeFolder(name: string): string
  /** Writes a file below the folder, with the bytes of a small photo unless others are given. */
  write(name: string, bytes?: Buffer | string): string
  /** Calls a command that must succeed. */
  call<K extends EngineCommandName>(name: K, input: Input<K>): Promise<Output<K>>
  /** Resolves with the first status, now or later, that satisfies the test. */
  until(test: (status: Status) => boolean, what: string): Promise<Status>
  /** Scans, and resolves once that is over and these are the numbers of files in these states. */
  untilCounts(counts: Partial<Record<FileState, number>>): Promise<Status>
  /** Goes through the browser's sign-in as this account; unless told otherwise, the user says that it is theirs. */
  signIn(email?: string, isConfirmed?: boolean): Promise<void>
  /** Signs in, adds the folder and turns backup on. */
  begin(): Promise<{ sourceId: string }>
  /** Requests that send bytes or make photos, since a ledger number. */
  uploads(since?: number): Promise<LedgerRow[]>
  lastSeq(): Promise<number>
  /** Ends the engine and starts another on what it left. */
  restart(): Promise<Engine>
}

/** Quick enough for a test; the delays of the app are timing of the same kind. */
const timing = { debounceMs: 50, quietMs: 50, reconnectMs: 100 }
const longestWaitMs = 15_000

/** Opens a world, its engine started and nobody signed in. */
export async function openEngineWorld(change: Partial<EngineConfig> = {}): Promise<EngineWorld> {
  const emulator = await startEmulator({ settings: { autoConsent: true } })
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-engine-')))
  const makeFolder = (name: string): string => {
    mkdirSync(join(base, name), { recursive: true })
    return join(base, name)
  }
  const dataFolder = makeFolder('data')
  const cacheFolder = makeFolder('cache')
  const folder = makeFolder('photos')
  const vault = memoryVault({ client: emulator.client })
  const surroundings = switchableSurroundings()
  const logged: string[] = []
  const log = (message: string, detail?: unknown): void => {
    logged.push(
      `${message} ${detail instanceof Error ? (detail.stack ?? '') : JSON.stringify(detail)}`,
    )
  }
  let written = 0

  const start = async (): Promise<Engine> => {
    const created = await createEngine(
      {
        clock: hurriedClock(5),
        random: () => 0.5,
        vault,
        surroundings,
        browser: recordingBrowser(fetch),
        logger: { info: log, error: log },
        checkpoint: () => undefined,
      },
      {
        dataFolder,
        cacheFolder,
        googleOrigin: emulator.origin,
        builtInClient: null,
        imageWorkerHost: createChildProcessHost(),
        mode: 'watch',
        startsWith: 'all',
        timing,
        ...change,
      },
    )
    if (!created.ok) throw new Error(`The engine cannot run: ${JSON.stringify(created.failure)}`)
    return created.value
  }
  let engine = await start()
  onTestFinished(async () => {
    await engine.stop()
    await emulator.stop()
    rmSync(base, { recursive: true, force: true })
  })

  const world: EngineWorld = {
    emulator,
    vault,
    surroundings,
    dataFolder,
    cacheFolder,
    folder,
    logged,
    get engine() {
      return engine
    },
    makeFolder,
    write(name, bytes) {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes ?? photos[written++ % photos.length] ?? '')
      return path
    },
    async call(name, input) {
      const result = await engine.call(name, input)
      if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`)
      return result.value
    },
    async until(test, what) {
      const { promise, resolve, reject } = Promise.withResolvers<Status>()
      let last = await world.call('getStatus', {})
      const look = (status: Status): void => {
        last = status
        if (test(status)) resolve(status)
      }
      const unsubscribe = engine.subscribe((name, payload) => {
        if (name === 'statusChanged') look(payload as Status)
      })
      const timer = setTimeout(() => {
        const { counts, conditions, active, sources } = last
        reject(
          new Error(
            `Not so in time: ${what}\n${JSON.stringify({ counts, conditions, active, sources })}\n${logged.slice(-10).join('\n')}`,
          ),
        )
      }, longestWaitMs)
      look(last)
      return promise.finally(() => {
        clearTimeout(timer)
        unsubscribe()
      })
    },
    async untilCounts(counts) {
      const { at: since } = await world.call('getStatus', {})
      await world.call('scanNow', {})
      const wanted = Object.entries(counts) as [FileState, number][]
      const isSo = (status: Status): boolean =>
        status.active.length === 0 &&
        (status.lastCheckedAt ?? 0) >= since &&
        status.sources.every(({ state }) => state !== 'scanning') &&
        wanted.every(([state, files]) => status.counts[state].files === files)
      return world.until(isSo, JSON.stringify(counts))
    },
    async signIn(email = 'first@example.test', isConfirmed = true) {
      await emulator.control.changeSettings({ consentAccount: email })
      await world.call('signIn', {})
      const finished = await engine.signInFinished()
      if (!finished.ok) throw new Error(`Not signed in: ${JSON.stringify(finished.failure)}`)
      if (isConfirmed) await world.call('confirmAccount', { email })
    },
    async begin() {
      await world.signIn()
      const change = { isBackupOn: true, photoSize: 'original' } as const
      await world.call('changeSettings', { change })
      return world.call('addSource', { path: folder })
    },
    async uploads(since = 0) {
      const rows = await emulator.control.ledger(since)
      return rows.filter(({ operation }) => /^(upload|batchCreate)/.test(operation))
    },
    lastSeq: async () => (await emulator.control.ledger()).at(-1)?.seq ?? 0,
    async restart() {
      await engine.stop()
      engine = await start()
      return engine
    },
  }
  return world
}

/** The names of the conditions that do not hold. */
export const conditionsOf = (status: Status): string[] => status.conditions.map(({ kind }) => kind)

/** How many files were ever found. */
export const foundIn = (status: Status): number =>
  fileStates.reduce((sum, state) => sum + status.counts[state].files, 0)

/** The row of a file in the history, which must be there. */
export async function rowNamed(world: EngineWorld, name: string): Promise<HistoryRow> {
  const { rows } = await world.call('listHistory', { filter: {}, after: null, limit: 100 })
  const row = rows.find((one) => one.name === name)
  if (row === undefined) throw new Error(`${name} is not in the history`)
  return row
}

/** Whether every promise of the catalogue is kept. */
export async function isSound(world: EngineWorld): Promise<boolean> {
  return (await world.call('verify', {})).broken.length === 0
}

/** More than any test writes. */
const photos = await Promise.all(Array.from({ length: 40 }, (_, number) => smallJpeg(number)))
