// Google refuses, limits, forgets and answers in part. What is nobody's fault is tried again at the right time; what
// concerns one photo is shown with its reason and goes through once the reason is gone.
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { giveWork, meet, operations, takeUpAgain, type MetOperation } from './harness/meet.ts'
import { openWorld, sessionBytes, type World } from './harness/world.ts'
import { lastPacificMidnight, nextPacificMidnight } from '../../src/shared/pacific-day.ts'

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

const isLeftToTheUser = (givenUp: readonly string[]): boolean =>
  givenUp.every((reason) => ['rejected', 'refused-as-too-large'].includes(reason))

for (const on of operations) {
  faultTest(`Each 5xx, and 408, 409: ${on}`, async (tally) => {
    for (const status of quickOr([408, 409, 500, 503], [408, 409, 500, 501, 502, 503, 504, 509])) {
      const { givenUp } = await meet(world, tally, on, { kind: 'status', status })
      expect(givenUp).toEqual([])
    }
  })
  faultTest(`Each 4xx: ${on}`, async (tally) => {
    for (const status of [400, 401, 403, 404, 410, 413, 416]) {
      const { givenUp } = await meet(world, tally, on, { kind: 'status', status })
      expect(givenUp.filter((reason) => reason === 'unexpected')).toEqual([])
      expect(isLeftToTheUser(givenUp), givenUp.join()).toBe(true)
    }
  })
}

describe('Google asks to wait', () => {
  for (const on of ['upload.raw', 'upload.start', 'upload.chunk', 'batchCreate'] as const)
    faultTest(`HTTP 429 / 503 + Retry-After: ${on}`, async (tally) => {
      for (const name of ['minute-quota', 'concurrent-write', 'unavailable'] as const)
        for (const retryAfterSeconds of [undefined, 95]) {
          const rest = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
          const { control } = emulator
          await control.addFault({ on, action: { kind: 'error', name, ...rest } })
          const before = world.engine.status.at
          await giveWork(world, on)
          await world.engine.call('scanNow', {})
          const leastMs = retryAfterSeconds === undefined ? 30_000 : 95_000
          if (name !== 'unavailable') {
            const waiting = await world.engine.until(
              (status) => status.conditions.some(({ kind }) => kind === 'google-asked-to-wait'),
              'it says that Google asked to wait',
            )
            const until = Number(waiting.conditions[0]?.until)
            expect(until - before).toBeGreaterThanOrEqual(leastMs)
          }
          await world.settle()
          await control.removeFaults()
          expect(await takeUpAgain(world)).toEqual([])
          tally.clean(await world.judge(), `${name} on ${on}`)
        }
    })

  faultTest(
    'Daily quota: stops until the reset by Google’s clock and names the time',
    async (tally) => {
      const minute = 60_000
      for (const on of ['upload.raw', 'batchCreate'] as const) {
        await emulator.control.addFault({ on, action: { kind: 'error', name: 'daily-quota' } })
        await world.addPhotos(3)
        await world.engine.call('scanNow', {})
        const status = await world.engine.until(
          ({ conditions }) => conditions.some(({ kind }) => kind === 'daily-quota'),
          'it stops for the day',
        )
        const until = Number(status.conditions[0]?.until)
        // The engine's clock runs ahead of Google's here; what counts is Google's midnight, and a first look soon after it.
        const { clockOffsetMs } = await emulator.control.settings()
        const googleNow = Date.now() + clockOffsetMs
        const ahead = status.at - googleNow
        const sinceMidnight = googleNow - lastPacificMidnight(googleNow)
        const reset =
          sinceMidnight < 60 * minute ? googleNow - sinceMidnight : nextPacificMidnight(googleNow)
        const probe = [1, 5, 15, 60].find((after) => reset + after * minute > googleNow) ?? Infinity
        expect((until - ahead - reset) / minute).toBeGreaterThan(probe - 0.5)
        expect((until - ahead - reset) / minute).toBeLessThan(probe * 1.25 + 0.5)
        await world.settle()
        tally.clean(await world.judge(), `daily quota on ${on}`)
      }
    },
  )
})

describe('the account', () => {
  faultTest('401 expired', async (tally) => {
    await world.addPhotos(4)
    await world.addPhotos(1, sessionBytes)
    await emulator.control.expireAccessTokens()
    const refreshes = (await emulator.control.ledger()).filter((row) => row.operation === 'token')
    await world.settle()
    const later = (await emulator.control.ledger()).filter((row) => row.operation === 'token')
    expect(later.length - refreshes.length, 'one refresh for all').toBe(1)
    tally.clean(await world.judge())
  })

  faultTest('Token expiring in mid-upload', async (tally) => {
    for (const on of operations)
      for (const thisRequest of ['refuse', 'finish'] as const) {
        const action = { kind: 'expireToken', thisRequest } as const
        const { givenUp } = await meet(world, tally, on, action)
        expect(givenUp).toEqual([])
      }
  })

  faultTest('403 revoked / invalid_grant', async (tally) => {
    const { engine } = world
    await emulator.control.changeSettings({ uploadBytesPerSecond: 500_000 })
    await world.addPhotos(6, 100_000)
    await world.addPhotos(1, sessionBytes)
    await engine.call('scanNow', {})
    await engine.until(({ active }) => active.some(({ phase }) => phase === 'sending'), 'it sends')
    await emulator.control.revoke()
    const paused = await engine.until(
      ({ conditions, active }) =>
        active.length === 0 && conditions.some(({ kind }) => kind === 'signed-out'),
      'it asks to sign in again',
    )
    expect(paused.conditions).toMatchObject([{ kind: 'signed-out', reason: 'revoked' }])
    expect(paused.counts.failed.files).toBe(0)
    await emulator.control.changeSettings({ uploadBytesPerSecond: null })
    await engine.call('signIn', {})
    await engine.until(({ signIn }) => signIn.kind === 'signed-in', 'somebody signed in again')
    await world.settle()
    tally.clean(await world.judge())
  })

  faultTest('Quota full (storage)', async (tally) => {
    const { engine } = world
    const { storageLimitBytes } = await emulator.control.settings()
    const sentAgain = async (): Promise<number> =>
      (await world.library()).filter(({ timesSent }) => timesSent > 1).length
    const before = await sentAgain()
    await emulator.control.changeSettings({ storageLimitBytes: 1 })
    await world.addPhotos(3)
    await engine.call('scanNow', {})
    const full = await engine.until(
      ({ conditions }) => conditions.some(({ kind }) => kind === 'storage-full'),
      'it says that the storage is full',
    )
    expect(full.counts.failed.files).toBe(0)
    await emulator.control.changeSettings({ storageLimitBytes })
    await world.settle()
    tally.clean(await world.judge())
    // Tokens were kept: no bytes were sent a second time for it.
    expect(await sentAgain()).toBe(before)
  })

  for (const name of [
    'api-disabled',
    'photos-disabled',
    'permission-denied',
    'insufficient-scopes',
  ] as const)
    faultTest(`Forbidden: ${name}`, async (tally) => {
      for (const on of ['upload.raw', 'batchCreate'] as const) {
        await emulator.control.addFault({ on, action: { kind: 'error', name } })
        await giveWork(world, on)
        await world.engine.call('scanNow', {})
        await world.engine.until(
          ({ conditions }) => conditions.some(({ kind }) => kind === 'forbidden'),
          'it says what Google forbids',
        )
        await world.settle()
        tally.clean(await world.judge(), `${name} on ${on}`)
      }
    })
})

describe('parts of a batch', () => {
  const inBatch = async (count = 5): Promise<void> => {
    // Held back together, so that they go in one batch.
    await world.engine.call('pause', { until: 'resumed' })
    await world.addPhotos(count)
    await world.engine.call('resume', {})
  }

  faultTest('batchCreate partial failure', async (tally) => {
    const { control } = emulator
    for (const code of [3, 6, 13, 14])
      for (const status207 of [false, true]) {
        await control.changeSettings({ status207 })
        await control.addFault({
          on: 'batchCreate',
          match: { itemIndex: 1 },
          action: { kind: 'itemCode', code },
        })
        await inBatch()
        await world.settle()
        await control.removeFaults()
        const givenUp = await takeUpAgain(world)
        expect(givenUp).toEqual(code === 3 ? ['rejected'] : [])
        tally.clean(await world.judge(), `item code ${code}`)
      }
    await control.changeSettings({ status207: false })
  })

  faultTest('fewer results than sent', async (tally) => {
    for (const itemIndex of [0, 1]) {
      const match = { itemIndex }
      await emulator.control.addFault({ on: 'batchCreate', match, action: { kind: 'dropResult' } })
      await inBatch()
      const status = await world.settle()
      expect(status.counts.failed.files).toBe(0)
      tally.clean(await world.judge())
    }
  })

  faultTest('Invalid upload token', async (tally) => {
    for (const badTokenFails of ['request', 'item'] as const) {
      await emulator.control.changeSettings({ badTokenFails })
      // A life of a moment: each token is too old when the photo is to be made of it.
      await emulator.control.changeSettings({ uploadTokenLifeSeconds: 0.001 })
      await inBatch(3)
      await world.engine.call('scanNow', {})
      await emulator.control.waitFor(
        (row) => row.operation === 'batchCreate' && row.outcome === 'answered',
        { since: (await emulator.control.ledger()).at(-1)?.seq ?? 0, timeoutMs: 60_000 },
      )
      await emulator.control.changeSettings({ uploadTokenLifeSeconds: 86_400 })
      await world.settle()
      await takeUpAgain(world)
      tally.clean(await world.judge(), `a token that is refused with its ${badTokenFails}`)
    }
    const action = { kind: 'error', name: 'invalid-upload-token' } as const
    await meet(world, tally, 'batchCreate', action, { times: 3 })
    await emulator.control.changeSettings({ badTokenFails: 'request' })
  })

  faultTest('Two batchCreate calls never overlap', async (tally) => {
    await emulator.control.changeSettings({ batchCreateDelayMs: 50 })
    await world.addPhotos(quickOr(300, 2_000))
    await world.settle()
    await emulator.control.changeSettings({ batchCreateDelayMs: 0 })
    const counters = await emulator.control.counters()
    expect(counters.concurrentWriteRefusals).toBe(0)
    tally.clean(await world.judge())
  })

  faultTest('Errors about albums, which are none of ours, leave no photo behind', async (tally) => {
    for (const name of ['album-gone', 'album-not-yours'] as const) {
      const on: MetOperation = 'batchCreate'
      await meet(world, tally, on, { kind: 'error', name })
    }
  })
})
