// Each condition that keeps photos back is explained by one reason, with the time it ends where that is known, and when
// it ends the work goes on by itself.
import { mkdir, rename } from 'node:fs/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Settings } from '../../src/shared/model.ts'
import type { Condition } from '../../src/shared/status.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, type Tally } from './harness/fault-test.ts'
import { sayItIsTheirs } from './harness/whose-account.ts'
import { openWorld, plentiful, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator)
  await world.start()
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

/** Brings the condition about, expects exactly its reason, ends it, and expects everything in the library. */
async function explains(
  tally: Tally,
  expected: Partial<Condition>,
  begin: () => Promise<unknown>,
  end: () => Promise<unknown>,
): Promise<void> {
  await begin()
  await world.addPhotos(2)
  await world.engine.call('scanNow', {})
  const status = await world.engine.until(
    ({ conditions, active }) =>
      active.length === 0 && conditions.some(({ kind }) => kind === expected.kind),
    `it says ${expected.kind ?? ''}`,
  )
  expect(status.conditions).toMatchObject([expected])
  expect(status.counts.failed.files).toBe(0)
  await end()
  await world.settle()
  tally.clean(await world.judge())
}

const set = (change: Partial<Settings>): Promise<unknown> =>
  world.engine.call('changeSettings', { change })

faultTest('Reason: offline', (tally) =>
  explains(
    tally,
    { kind: 'offline', until: null },
    async () => world.engine.tell({ ...plentiful, isOnline: false }),
    async () => world.engine.tell(plentiful),
  ),
)

faultTest('Reason: Wi-Fi only on a cable-less machine', (tally) =>
  explains(
    tally,
    { kind: 'not-wifi-or-cable', until: null },
    async () => {
      await set({ network: 'wifi-and-cable' })
      world.engine.tell({ ...plentiful, network: 'cellular' })
    },
    async () => world.engine.tell({ ...plentiful, network: 'wifi' }),
  ),
)

faultTest('Reason: charging only, on battery', (tally) =>
  explains(
    tally,
    { kind: 'on-battery', until: null },
    async () => {
      await set({ power: 'charging' })
      world.engine.tell({ ...plentiful, isOnBattery: true })
    },
    async () => world.engine.tell(plentiful),
  ),
)

faultTest('Reason: paused until a time', async (tally) => {
  const until = world.engine.status.at + 3600_000
  await explains(
    tally,
    { kind: 'paused', until },
    () => world.engine.call('pause', { until }),
    // Nobody resumes: the hour passes.
    async () => undefined,
  )
})

faultTest('Reason: paused until resumed', (tally) =>
  explains(
    tally,
    { kind: 'paused', until: null },
    () => world.engine.call('pause', { until: 'resumed' }),
    () => world.engine.call('resume', {}),
  ),
)

faultTest('Reason: daily quota', (tally) =>
  explains(
    tally,
    { kind: 'daily-quota' },
    () =>
      emulator.control.addFault({ on: 'upload', action: { kind: 'error', name: 'daily-quota' } }),
    async () => undefined,
  ),
)

faultTest('Reason: storage full', (tally) =>
  explains(
    tally,
    { kind: 'storage-full' },
    () => emulator.control.changeSettings({ storageLimitBytes: 1 }),
    () => emulator.control.changeSettings({ storageLimitBytes: null }),
  ),
)

faultTest('Reason: signed out', (tally) =>
  explains(
    tally,
    { kind: 'signed-out', reason: 'user', until: null },
    () => world.engine.call('signOut', {}),
    async () => {
      await world.engine.call('signIn', {})
      await world.engine.until(({ signIn }) => signIn.kind === 'signed-in', 'somebody signed in')
      await sayItIsTheirs(world.engine)
    },
  ),
)

faultTest('Reason: source not connected', async (tally) => {
  const { engine, folder } = world
  const away = `${folder}-unplugged`
  await rename(folder, away)
  await engine.call('scanNow', {})
  const status = await engine.until(
    ({ sources }) => sources.some(({ state }) => state === 'not-connected'),
    'the folder is away',
  )
  expect(status.conditions).toMatchObject([{ kind: 'source-missing', until: null }])
  expect(status.counts.gone.files).toBe(0)
  await rename(away, folder)
  await world.addPhotos(2)
  await engine.patiently(
    ({ sources }) => sources.every(({ state }) => state !== 'not-connected'),
    'it is back',
  )
  await world.settle()
  tally.clean(await world.judge())
  await mkdir(folder, { recursive: true })
})
