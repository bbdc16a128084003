// The line breaks, stalls, drips and lies, on every kind of request. After each fault everything is in the library once,
// and nothing was given up: a broken line is nobody's photo's fault.
import { afterAll, beforeAll, expect } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, isFull, type Tally } from './harness/fault-test.ts'
import { meet, operations, type MetOperation } from './harness/meet.ts'
import { openWorld, plentiful, smallUploads, type World } from './harness/world.ts'
import type { FaultAction } from '../emulator/index.ts'

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator, { upload: { ...smallUploads, noProgressMs: 1_000 } })
  await world.start()
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

const points = [0, 1, 'half', 'last', 'all'] as const

async function meetUnharmed(tally: Tally, on: MetOperation, action: FaultAction): Promise<void> {
  const { givenUp } = await meet(world, tally, on, action)
  expect(givenUp).toEqual([])
}

const withBodies = ['upload.raw', 'upload.chunk', 'upload.finalize', 'batchCreate'] as const

for (const on of withBodies) {
  faultTest(`ECONNRESET or EPIPE mid-body: ${on} cut after n bytes`, async (tally) => {
    for (const afterRequestBytes of points)
      for (const reset of isFull ? [false, true] : [afterRequestBytes === 'half'])
        await meetUnharmed(tally, on, { kind: 'cut', afterRequestBytes, reset })
  })
  faultTest(`Answer of ${on} cut after n bytes`, async (tally) => {
    for (const afterResponseBytes of points)
      await meetUnharmed(tally, on, { kind: 'cut', afterResponseBytes })
  })
}

for (const on of operations) {
  faultTest(`Hang after the body, half-open, lost answer: ${on}`, async (tally) => {
    await meetUnharmed(tally, on, { kind: 'halfOpen', afterRequestBytes: 'all' })
    await meetUnharmed(tally, on, { kind: 'loseAnswer' })
    await meetUnharmed(tally, on, { kind: 'loseAnswer', reset: true })
  })
  faultTest(`Garbage, HTML and wrong length with status 200: ${on}`, async (tally) => {
    await meetUnharmed(tally, on, { kind: 'garbage', body: '{"newMedia' })
    await meetUnharmed(tally, on, { kind: 'garbage', body: '' })
    await meetUnharmed(tally, on, { kind: 'garbage', body: '[]', contentType: 'application/json' })
    await meetUnharmed(tally, on, {
      kind: 'garbage',
      body: '<!DOCTYPE html><html>Please log in</html>',
      contentType: 'text/html',
    })
    await meetUnharmed(tally, on, { kind: 'wrongContentLength', extraBytes: 10 })
  })
}

faultTest('slowloris: a slow drip is waited for', async (tally) => {
  await meetUnharmed(tally, 'upload.raw', { kind: 'slow', bytesPerSecond: 40_000 })
  await meetUnharmed(tally, 'upload.chunk', { kind: 'slow', bytesPerSecond: 400_000 })
  await meetUnharmed(tally, 'batchCreate', { kind: 'slow', bytesPerSecond: 2_000 })
})

faultTest('half-open: a line on which nothing moves is given up', async (tally) => {
  for (const on of withBodies)
    for (const afterRequestBytes of ['half', 0] as const)
      await meetUnharmed(tally, on, { kind: 'stall', afterRequestBytes })
})

faultTest('Captive portal / TLS interception', async (tally) => {
  const { control } = emulator
  await control.addFault({
    on: 'any',
    times: 'always',
    action: { kind: 'garbage', body: '<html>Hotel Wi-Fi</html>', contentType: 'text/html' },
  })
  await world.addPhotos(6)
  await world.engine.call('scanNow', {})
  await world.engine.until(
    (status) => status.conditions.some((condition) => condition.kind === 'offline'),
    'it is taken for offline',
  )
  // Some rounds of trying later still no photo has used up its tries.
  for (let round = 0; round < 15; round += 1) {
    const { engine } = world
    const { at } = engine.status
    engine.advance(120_000)
    const later = await engine.until(
      (status) =>
        status.at > at + 100_000 && status.conditions.some(({ kind }) => kind === 'offline'),
      'it has tried again',
    )
    expect(later.counts.failed.files).toBe(0)
  }
  await control.removeFaults()
  const status = await world.settle()
  expect(status.counts.failed.files).toBe(0)
  tally.clean(await world.judge())
})

faultTest('Offline -> online', async (tally) => {
  const { engine } = world
  await emulator.control.changeSettings({ uploadBytesPerSecond: 400_000 })
  await world.addPhotos(8, 200_000)
  await engine.call('scanNow', {})
  await engine.until((status) => status.active.some(({ phase }) => phase === 'sending'), 'it sends')
  engine.tell({ ...plentiful, isOnline: false })
  const resting = await engine.until(
    (status) => status.active.every(({ phase }) => phase !== 'sending'),
    'it rests',
  )
  expect(resting.conditions.map(({ kind }) => kind)).toEqual(['offline'])
  expect(resting.counts.failed.files + resting.counts.waiting.files).toBe(0)
  engine.tell(plentiful)
  await emulator.control.changeSettings({ uploadBytesPerSecond: null })
  const status = await world.settle()
  expect(status.counts.failed.files).toBe(0)
  tally.clean(await world.judge())
})

faultTest('Sleep and wake', async (tally) => {
  const { engine } = world
  for (const wakesOffline of [false, true]) {
    await emulator.control.changeSettings({ uploadBytesPerSecond: 400_000 })
    await world.addPhotos(6, 200_000)
    await engine.call('scanNow', {})
    await engine.until(
      (status) => status.active.some(({ phase }) => phase === 'sending'),
      'it sends',
    )
    engine.tell({ ...plentiful, isAsleep: true })
    await engine.until((status) => status.active.length === 0, 'it sleeps')
    // The wall clock knows of the hours asleep, the monotonic one may not.
    engine.jump(7 * 3600_000)
    if (wakesOffline) engine.tell({ ...plentiful, isOnline: false })
    engine.tell(plentiful)
    await emulator.control.changeSettings({ uploadBytesPerSecond: null })
    const status = await world.settle()
    expect(status.counts.failed.files).toBe(0)
    tally.clean(await world.judge())
  }
})

faultTest('Clock jumps a day either way', async (tally) => {
  const dayMs = 24 * 3600_000
  for (const jumpMs of [dayMs, -dayMs, -dayMs, dayMs]) {
    const { engine } = world
    const id = await emulator.control.addFault({
      on: ['upload.raw', 'batchCreate'],
      times: 3,
      action: { kind: 'status', status: 503 },
    })
    await emulator.control.changeSettings({ uploadBytesPerSecond: 400_000 })
    await world.addPhotos(4, 100_000)
    await engine.call('scanNow', {})
    await engine.until((status) => status.active.length > 0, 'it is at work')
    engine.jump(jumpMs)
    await emulator.control.changeSettings({ uploadBytesPerSecond: null })
    const status = await world.settle()
    await emulator.control.removeFaults(id)
    expect(status.counts.failed.files).toBe(0)
    tally.clean(await world.judge(), `jump of ${jumpMs} ms`)
  }
})
