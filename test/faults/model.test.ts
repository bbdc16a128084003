// Random sequences of everything that can happen, against a model that only knows files. However a sequence went: once
// the folder is connected, the line is back and the user has resumed, the library holds what exists, once each, and
// nothing that never was a file.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { isSettled } from './harness/engine.ts'
import { faultTest, quickOr, type Tally } from './harness/fault-test.ts'
import { takeUpAgain } from './harness/meet.ts'
import { plugIn, sequences } from './harness/model-commands.ts'
import { giveRights, signInAgain } from './harness/model-troubles.ts'
import type { Model, Real } from './harness/model-words.ts'
import { giveAway, isRoot, nobody } from './harness/other-user.ts'
import { photo } from './harness/pictures.ts'
import { openWorld, plentiful, smallUploads, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator, {
    upload: { ...smallUploads, noProgressMs: 1_000 },
    ...(isRoot ? { process: { uid: nobody } } : {}),
  })
  if (isRoot) await giveAway(dirname(world.folder), nobody)
  await world.start()
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

let sequence = 0

/**
 * A source of its own for each sequence; the engine, its catalogue and the library live on. One photo of it is known: a
 * folder of which nothing is known yet, and which no volume names, is whatever lies at its path.
 */
async function begin(): Promise<{ model: Model; real: Real }> {
  sequence += 1
  const { sources } = await world.engine.look()
  for (const { sourceId } of sources) await world.engine.call('removeSource', { sourceId })
  const folder = join(dirname(world.folder), `sequence-${sequence}`)
  await mkdir(folder)
  const firstSeed = 1_000_000 + sequence * 100
  const known = await photo(firstSeed + 91)
  await writeFile(join(folder, 'known.jpg'), known)
  world.expect(known, 'known.jpg')
  await world.engine.call('addSource', { path: folder })
  await world.engine.look()
  await world.engine.patiently(
    ({ sources }) => sources.every(({ files, state }) => files > 0 && state !== 'scanning'),
    'one photo of the source is known',
  )
  return {
    model: {
      files: new Map([['known.jpg', known]]),
      isPlugged: true,
      isStrangerThere: false,
      locked: null,
    },
    real: { world, folder, firstSeed },
  }
}

/** Everything that kept the work back ends, and it runs to its end. */
async function end(model: Model, real: Real): Promise<void> {
  await emulator.control.removeFaults()
  await giveRights(model, real)
  await plugIn(model, real)
  world.engine.tell(plentiful)
  await world.engine.call('resume', {})
  const { signIn } = await world.engine.look()
  // A token that Google refused twice over signs out; the user signs in again.
  if (signIn.kind !== 'signed-in') await signInAgain(world)
  await world.engine.patiently(
    ({ sources }) => sources.every(({ state }) => state !== 'not-connected'),
    'the source is connected',
  )
  // The second scan surely began after the last change.
  for (let scan = 0; scan < 2; scan += 1) {
    const { lastCheckedAt } = await world.engine.look()
    await world.engine.call('scanNow', {})
    await world.engine.patiently(
      (status) =>
        isSettled(status) &&
        status.activity !== 'scanning' &&
        status.lastCheckedAt !== lastCheckedAt,
      'all has come to rest',
    )
  }
  await takeUpAgain(world)
}

async function judge(tally: Tally, model: Model, during: string): Promise<void> {
  world.expectOnly([...model.files].map(([name, bytes]) => ({ name, bytes })))
  const { signIn } = await world.engine.look()
  tally.clean(
    await world.judge(signIn.kind === 'signed-in' ? signIn.email : undefined),
    `${during}, signed in: ${JSON.stringify(signIn)}`,
  )
}

const runs = quickOr(40, 1_000)
const seed = Number(process.env['SHOEBOX_FAULTS_SEED'] ?? 20_260_101)

faultTest(`Model: ${runs} random sequences`, async (tally) => {
  console.log(`Model: seed ${seed}; the same again with --seed ${seed}`)
  await fc.assert(
    fc.asyncProperty(sequences, async (commands) => {
      const { model, real } = await begin()
      await fc.asyncModelRun(() => ({ model, real }), commands)
      await end(model, real)
      await judge(tally, model, fc.stringify(commands))
    }),
    // Each run lives in the world that the ones before left, so a failure is replayed by its seed, not made smaller.
    { seed, numRuns: runs, endOnFailure: true },
  )
})
