// Somebody decides otherwise for photos without a date, and the engine is killed after each effect on their way, before or after
// the decision. Each is in the library once, under one of the two days, no copy is left, and the files are as they were.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest } from './harness/fault-test.ts'
import { hashOf, undatedPhoto } from './harness/pictures.ts'
import { openWorld, sessionBytes, type Verdict, type World } from './harness/world.ts'

const days = ['1987-07-14', '1986-05-01'] as const

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator)
  await world.start()
  const { sources } = await world.engine.look()
  for (const { sourceId } of sources)
    await world.engine.call('changeSource', { sourceId, undated: days[0] })
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

/** From the first copy to the photo at Google: what a decision may come before or after. */
const effects = [
  'failure-stored',
  'rendition-written',
  'plan-stored',
  'session-stored',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
  'rendition-removed',
] as const satisfies readonly SideEffect[]

const hashes = new Map<string, string>()
let seed = 700_000

async function add(sizeBytes = 0): Promise<void> {
  seed += 1
  const [name, bytes] = [`scan-${seed}.jpg`, await undatedPhoto(seed, sizeBytes)]
  await world.add(name, bytes)
  hashes.set(name, hashOf(bytes))
}

/** Decides for every folder that holds photos without a date. */
async function decide(choice: string): Promise<void> {
  const { groups } = await world.engine.call('undatedGroups', { after: null })
  for (const { folderId } of groups) await world.engine.try('decideDates', { folderId, choice })
}

async function judge(): Promise<Verdict> {
  const library = await world.library()
  const { broken } = await world.engine.call('verify', {})
  const left = (await readdir(join(world.dataFolder, 'renditions')).catch(() => [])).map(
    (name) => `a copy is left: ${name}`,
  )
  const verdict: Verdict = {
    lost: [],
    twice: [],
    broken: [...broken.map(({ invariant }) => invariant), ...left],
  }
  for (const [name, sha256] of hashes) {
    const items = library.filter(({ filename }) => filename === name)
    if (items.length === 0) verdict.lost.push(name)
    if (items.length > 1) verdict.twice.push(name)
    for (const { localTime } of items)
      if (!days.some((day) => localTime.startsWith(day)))
        verdict.broken.push(`${name}: ${localTime}`)
    if (hashOf(await readFile(join(world.folder, name))) !== sha256)
      verdict.broken.push(`${name} was touched`)
  }
  return verdict
}

for (const [at, effect] of effects.entries()) {
  faultTest(`Photo decided for otherwise: crash right after ${effect}`, async (tally) => {
    const { engine } = world
    engine.killAt({ effect, occurrence: 1 })
    await add()
    await add(sessionBytes)
    await engine.try('scanNow', {}).catch(() => undefined)
    await engine.patiently(world.isAtRest, `it dies after ${effect}`).catch((error: unknown) => {
      if (!engine.hasEnded) throw error
    })
    engine.killAt(null)
    if (!engine.hasEnded) throw new Error(`It never came to ${effect}`)
    expect(await engine.ended).toBe('SIGKILL')
    await world.start()
    // What became of the photos before the end is not known to whoever decides now.
    await decide(days[(at + 1) % 2] ?? days[0])
    await world.settle()
    tally.clean(await judge(), `killed after ${effect}, then decided otherwise`)
  })
}

faultTest('Photo decided for otherwise: crash while the decision is followed', async (tally) => {
  for (const effect of ['rendition-removed', 'rendition-written', 'plan-stored'] as const) {
    const { engine } = world
    await add()
    await engine.try('scanNow', {}).catch(() => undefined)
    engine.killAt({ effect, occurrence: 1 })
    await decide(days[0]).catch(() => undefined)
    await decide(days[1]).catch(() => undefined)
    await engine.patiently(world.isAtRest, 'it rests or dies').catch((error: unknown) => {
      if (!engine.hasEnded) throw error
    })
    engine.killAt(null)
    if (engine.hasEnded) await world.start()
    await world.settle()
    tally.clean(await judge(), `killed after ${effect} of a decision`)
  }
})
