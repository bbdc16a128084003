// Photos without a date, which get one in a copy: the engine is killed after every effect on their way. Each is in the library
// once, under the day of its folder, no copy is left, and the files are as they were.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { hashOf, undatedPhoto } from './harness/pictures.ts'
import { openWorld, sessionBytes, type Verdict, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator)
  await world.start()
  const { sources } = await world.engine.look()
  for (const { sourceId } of sources)
    await world.engine.call('changeSource', { sourceId, undated: '1987-07-14' })
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

/** What happens to a photo on its way, from the first look to the photo at Google. */
const effects = [
  'scan-applied',
  'fingerprint-stored',
  'failure-stored',
  'rendition-written',
  'plan-stored',
  'session-opened',
  'session-stored',
  'chunk-sent',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
  'rendition-removed',
] as const satisfies readonly SideEffect[]

const hashes = new Map<string, string>()
let seed = 900_000

async function add(sizeBytes = 0): Promise<void> {
  seed += 1
  const [name, bytes] = [`scan-${seed}.jpg`, await undatedPhoto(seed, sizeBytes)]
  await world.add(name, bytes)
  hashes.set(name, hashOf(bytes))
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
      if (!localTime.startsWith('1987-07-14T12:')) verdict.broken.push(`${name}: ${localTime}`)
    if (hashOf(await readFile(join(world.folder, name))) !== sha256)
      verdict.broken.push(`${name} was touched`)
  }
  return verdict
}

for (const effect of effects) {
  faultTest(`Photo without a date: crash right after ${effect}`, async (tally) => {
    for (let occurrence = 1; occurrence <= quickOr(1, 3); occurrence += 1) {
      const { engine } = world
      engine.killAt({ effect, occurrence })
      await add()
      await add(sessionBytes)
      await engine.try('scanNow', {}).catch(() => undefined)
      await engine.patiently(world.isAtRest, `it dies after ${effect}`).catch((error: unknown) => {
        if (!engine.hasEnded) throw error
      })
      engine.killAt(null)
      if (engine.hasEnded) {
        expect(await engine.ended).toBe('SIGKILL')
        await world.start()
      } else if (occurrence === 1) throw new Error(`It never came to ${effect}`)
      await world.settle()
      tally.clean(await judge(), `killed after ${effect}, time ${occurrence}`)
    }
  })
}
