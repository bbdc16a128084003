// One little world for a test: a folder of photos, an emulator, an engine on it that can be killed and started again,
// and the judgement in the end: what is lost, what is there twice, and which promise is broken.
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createFileVault } from '../../../src/main/engine/file-vault.ts'
import type { SideEffect, SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import type { Status } from '../../../src/shared/status.ts'
import type { LibraryItem } from '../../emulator/index.ts'
import type { EmulatorProcess } from './emulator-process.ts'
import {
  foundIn,
  isSettled,
  startEngine,
  type EngineUnderTest,
  type ProcessWishes,
} from './engine.ts'
import { hashOf, largePhoto, photo } from './pictures.ts'
import type { EngineWishes } from './words.ts'

/** What a judgement found. All empty is what every test wants. */
export interface Verdict {
  lost: string[]
  twice: string[]
  broken: string[]
}

/** A content that should be in the library. */
interface Expected {
  name: string
  isReduced: boolean
}

/** A file's content; of a large photo it is the reduced copy that should be in the library. */
export interface Content {
  name: string
  bytes: Buffer
  isReduced?: boolean
}

/** A test's world. */
export interface World {
  readonly emulator: EmulatorProcess
  /** The watched folder. */
  readonly folder: string
  readonly dataFolder: string
  readonly engine: EngineUnderTest
  /** Side effects that any engine of this world came past. */
  readonly effects: Set<SideEffect>
  /** Writes a file below the watched folder, complete from its first moment there; it is expected in the library. */
  add(name: string, bytes: Buffer): Promise<string>
  /** Adds photos that no test had before, named after their number; returns their paths. */
  addPhotos(count: number, sizeBytes?: number): Promise<string[]>
  /** Adds a photo whose reduced copy is sent. */
  addLargePhoto(): Promise<string>
  /** Expects bytes that a test put there in its own way. */
  expect(bytes: Buffer, name: string, isReduced?: boolean): void
  /** Expects these contents and no others; what was ever written may still be in the library. */
  expectOnly(contents: readonly Content[]): void
  /** No longer expects the bytes of a name. */
  forget(name: string): void
  start(change?: Partial<EngineWishes>, options?: ProcessWishes): Promise<EngineUnderTest>
  /** Starts an engine that is expected not to run; resolves with its reason. */
  startRefused(change?: Partial<EngineWishes>): Promise<Failure>
  /** Whether every file that was added is found, and nothing is left to do. */
  isAtRest(status: Status): boolean
  /** Scans, waits until everything written so far is found and has come to rest; time is sent ahead where needed. */
  settle(): Promise<Status>
  library(): Promise<LibraryItem[]>
  /** Judges the library; with several accounts, that of one user. */
  judge(user?: string): Promise<Verdict>
  /** Moves the engine's and Google's time ahead together. */
  advance(ms: number): Promise<void>
  close(): Promise<void>
}

/** Delays as the app has them, but for the rescans: a test says itself when it wants one. */
const timing = { rescanMs: 10 * 24 * 3600_000, unwatchedRescanMs: 5 * 60_000 }

/** Online by cable, on mains, awake. */
export const plentiful: SystemFacts = {
  isOnline: true,
  network: 'cable',
  isMetered: false,
  isOnBattery: false,
  isAsleep: false,
}

/** Small enough that a few hundred kilobytes make several chunks of the emulator's granularity. */
export const smallUploads = { resumableFromBytes: 600_000, chunkBytes: 262_144 }
/** A photo of so many bytes goes up in four chunks. */
export const sessionBytes = 900_000

let photoCount = 0

/** Opens a world on an emulator, which is emptied first. */
export async function openWorld(
  emulator: EmulatorProcess,
  given: Partial<EngineWishes> & {
    photoSize?: 'original' | 'high'
    /** How each engine's process is started, unless a start says it itself. */
    process?: ProcessWishes
  } = {},
): Promise<World> {
  const { photoSize = 'high', process: usualProcess, ...change } = given
  await emulator.control.reset()
  const base = await mkdtemp(join(tmpdir(), 'shoebox-faults-'))
  const folder = join(base, 'Pictures')
  const workshop = join(base, 'workshop')
  const dataFolder = change.dataFolder ?? join(base, 'data')
  await mkdir(folder)
  await mkdir(workshop)
  await mkdir(dataFolder, { recursive: true })
  await keepSignIn(emulator, dataFolder)
  const expected = new Map<string, Expected>()
  /** Every content that a file ever had as a whole. */
  const everWritten = new Set<string>()
  const effects = new Set<SideEffect>()
  let engine: EngineUnderTest | null = null
  let isPrepared = false
  let lastWallTime = Date.now()
  let clockOffsetMs = 0
  let files = 0
  let seed = 1

  const current = (): EngineUnderTest => {
    if (engine === null) throw new Error('The engine was not started')
    return engine
  }
  const remember = (): void => {
    if (engine === null || !engine.hasStatus) return
    for (const effect of engine.effects) effects.add(effect)
    lastWallTime = Math.max(lastWallTime, engine.status.at)
  }
  const wishesFor = (more: Partial<EngineWishes>): EngineWishes => {
    remember()
    seed += 1
    return {
      dataFolder,
      origin: emulator.origin,
      speed: 50,
      // A clock that runs ahead must not seem set back after each restart.
      startsAt: Math.max(Date.now(), lastWallTime),
      seed,
      facts: plentiful,
      timing,
      upload: smallUploads,
      killAt: null,
      eventsLost: null,
      ...change,
      ...more,
    }
  }

  /** What a user has set before the backup runs. */
  const prepare = async (started: EngineUnderTest): Promise<void> => {
    isPrepared = true
    await started.call('changeSettings', { change: { photoSize, isBackupOn: true } })
    await started.call('addSource', { path: folder })
  }

  const world: World = {
    emulator,
    folder,
    dataFolder,
    effects,
    get engine() {
      return current()
    },
    async add(name, bytes) {
      const path = join(folder, name)
      await mkdir(dirname(path), { recursive: true })
      const draft = join(workshop, 'draft')
      await writeFile(draft, bytes)
      await rename(draft, path)
      files += 1
      world.expect(bytes, name)
      return path
    },
    async addPhotos(count, sizeBytes) {
      const paths: string[] = []
      for (let left = count; left > 0; left -= 1) {
        photoCount += 1
        paths.push(await world.add(`photo-${photoCount}.jpg`, await photo(photoCount, sizeBytes)))
      }
      return paths
    },
    async addLargePhoto() {
      photoCount += 1
      const bytes = await largePhoto(photoCount)
      const name = `large-${photoCount}.jpg`
      const path = await world.add(name, bytes)
      expected.set(hashOf(bytes), { name, isReduced: photoSize === 'high' })
      return path
    },
    expect(bytes, name, isReduced = false) {
      const sha256 = hashOf(bytes)
      everWritten.add(sha256)
      if (!expected.has(sha256)) expected.set(sha256, { name, isReduced })
    },
    expectOnly(contents) {
      expected.clear()
      for (const { name, bytes, isReduced } of contents) world.expect(bytes, name, isReduced)
    },
    forget(name) {
      for (const [sha256, content] of expected) if (content.name === name) expected.delete(sha256)
    },
    async start(more = {}, options = usualProcess) {
      const started = await startEngine(wishesFor(more), options)
      if (!started.ok) throw new Error(`The engine cannot run: ${JSON.stringify(started.failure)}`)
      engine = started.value
      if (!isPrepared) await prepare(engine)
      return engine
    },
    async startRefused(more = {}) {
      const started = await startEngine(wishesFor(more))
      if (!started.ok) return started.failure
      await started.value.kill()
      throw new Error('The engine runs although it should not')
    },
    isAtRest: (status) => isSettled(status) && foundIn(status) >= files,
    async settle() {
      const now = current()
      const { lastCheckedAt } = await now.look()
      await now.call('scanNow', {})
      return now.patiently(
        (status) => world.isAtRest(status) && status.lastCheckedAt !== lastCheckedAt,
        `everything in ${files} files has come to rest`,
      )
    },
    library: () => emulator.control.library(),
    async judge(user) {
      remember()
      const { broken } = await current().call('verify', {})
      const all = await emulator.control.library()
      const items = user === undefined ? all : all.filter((item) => item.user === user)
      return {
        ...compare(expected, items),
        broken: [
          ...strangers(all, everWritten, expected),
          ...broken.map((one) => `${one.invariant}: ${one.examples.join(', ')}`),
          ...(await leftRenditions(dataFolder)),
        ],
      }
    },
    async advance(ms) {
      clockOffsetMs += ms
      await emulator.control.changeSettings({ clockOffsetMs })
      current().advance(ms)
    },
    async close() {
      remember()
      if (engine !== null && !engine.hasEnded) await engine.stop()
      await rm(base, { recursive: true, force: true })
    },
  }
  return world
}

async function keepSignIn(emulator: EmulatorProcess, dataFolder: string): Promise<void> {
  const { refreshToken } = await emulator.control.signIn({ clientId: emulator.client.clientId })
  const vault = createFileVault(dataFolder, emulator.origin)
  await vault.saveClient(emulator.client)
  await vault.save({
    refreshToken,
    clientId: emulator.client.clientId,
    scopes: ['appendonly', 'readonly.appcreateddata', 'edit.appcreateddata'].map(
      (name) => `https://www.googleapis.com/auth/photoslibrary.${name}`,
    ),
    account: {
      sub: '100000000000000000211',
      email: 'first@example.test',
      name: 'First Tester',
      pictureUrl: null,
    },
  })
}

function compare(
  expected: ReadonlyMap<string, Expected>,
  library: readonly LibraryItem[],
): Pick<Verdict, 'lost' | 'twice'> {
  const lost: string[] = []
  const twice: string[] = []
  for (const [sha256, { name, isReduced }] of expected) {
    const items = library.filter((item) =>
      isReduced
        ? item.filename === name && item.width * item.height <= 16_000_000
        : item.sha256 === sha256,
    )
    if (items.length === 0) lost.push(name)
    if (items.length > 1) twice.push(name)
  }
  return { lost, twice }
}

/** Photos in the library that no file ever was: torn, half-written, made up. */
function strangers(
  library: readonly LibraryItem[],
  everWritten: ReadonlySet<string>,
  expected: ReadonlyMap<string, Expected>,
): string[] {
  const reduced = new Set(
    [...expected.values()].filter(({ isReduced }) => isReduced).map(({ name }) => name),
  )
  return library
    .filter(({ sha256, filename }) => !everWritten.has(sha256) && !reduced.has(filename))
    .map(({ filename }) => `never was a file: ${filename}`)
}

/** A reduced copy outlives its upload by nothing. */
async function leftRenditions(dataFolder: string): Promise<string[]> {
  const entries = await readdir(join(dataFolder, 'renditions'), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => `left over: ${entry.name}`)
}
