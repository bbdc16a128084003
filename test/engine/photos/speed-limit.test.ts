import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createSpeedLimit, type SpeedLimit } from '../../../src/main/engine/photos/speed-limit.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'

/** A piece that has left. */
interface Sent {
  at: number
  bytes: number
}

/** A limit on a clock of its own, and everything that leaves through it. */
function bench(bytesPerSecond: number) {
  const clock = manualClock()
  const limit = createSpeedLimit(clock, bytesPerSecond)
  const sent: Sent[] = []
  return { clock, limit, sent }
}

/** Sends files of a size one after the other until it is stopped. */
async function sendFiles(
  { clock, limit, sent }: { clock: ManualClock; limit: SpeedLimit; sent: Sent[] },
  fileBytes: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    for (let left = fileBytes; left > 0;) {
      const bytes = limit.pieceBytes(Math.min(left, 256 * 1024))
      await limit.take(bytes, signal)
      sent.push({ at: clock.monotonic(), bytes })
      left -= bytes
    }
  }
}

/** Uploads side by side until they are stopped. */
function startUploads(on: ReturnType<typeof bench>, uploads: number, fileBytes = 1e9) {
  const stop = new AbortController()
  const senders = Array.from({ length: uploads }, () => sendFiles(on, fileBytes, stop.signal))
  return async (): Promise<void> => {
    stop.abort()
    await Promise.allSettled(senders)
  }
}

/** Moves the clock in small steps and lets everything that woke up run. */
async function pass(clock: ManualClock, ms: number, stepMs = 1): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(stepMs)
    await new Promise(setImmediate)
  }
}

const windowMs = 5_000

const bytesWithin = (sent: readonly Sent[], from: number): number =>
  sent
    .filter(({ at }) => at >= from && at < from + windowMs)
    .reduce((sum, { bytes }) => sum + bytes, 0)

/** The fullest window of them all: it begins with a piece. */
const fullest = (sent: readonly Sent[]): number =>
  Math.max(...sent.map(({ at }) => bytesWithin(sent, at)))

describe('the speed limit', () => {
  it.each([
    [1_000_000, 1, 1e9, 1],
    [1_000_000, 8, 1e9, 1],
    [30_000, 8, 1e9, 1],
    // Many small files, whose last pieces are short.
    [1_000_000, 8, 70_000, 1],
    [100_000, 8, 7_000, 1],
    // Timers on Windows come up to 16 ms late.
    [5_000_000, 4, 1e9, 16],
    [5_000_000, 1, 1e9, 16],
  ])(
    'keeps %i bytes/s over %i uploads of %i bytes within 5 %% in any 5 s',
    async (rate, uploads, fileBytes, stepMs) => {
      const on = bench(rate)
      const stop = startUploads(on, uploads, fileBytes)
      await pass(on.clock, 12_000, stepMs)
      await stop()

      expect(fullest(on.sent)).toBeLessThanOrEqual((rate * windowMs * 1.05) / 1_000)
      const started = on.sent[0]?.at ?? 0
      for (let from = started; from <= started + 6_000; from += 100)
        expect(bytesWithin(on.sent, from)).toBeGreaterThanOrEqual((rate * windowMs * 0.95) / 1_000)
    },
  )

  it('makes up for nothing after a pause', async () => {
    const on = bench(1_000_000)
    const pause = startUploads(on, 8)
    await pass(on.clock, 3_000)
    await pause()
    expect(on.clock.pending()).toBe(0)
    await pass(on.clock, 10_000, 100)
    const stop = startUploads(on, 8)
    await pass(on.clock, 6_000)
    await stop()
    expect(fullest(on.sent)).toBeLessThanOrEqual(1_000_000 * 5 * 1.05)
  })

  it('goes on at the set rate at once after a short pause', async () => {
    const on = bench(1_000_000)
    const pause = startUploads(on, 8)
    await pass(on.clock, 3_000)
    await pause()
    const resumedAt = on.clock.monotonic()
    const stop = startUploads(on, 8)
    await pass(on.clock, 6_000)
    await stop()
    expect(fullest(on.sent)).toBeLessThanOrEqual(1_000_000 * 5 * 1.05)
    expect(bytesWithin(on.sent, resumedAt)).toBeGreaterThanOrEqual(1_000_000 * 5 * 0.95)
  })

  it('makes up for nothing when the processor was busy with something else', async () => {
    const on = bench(1_000_000)
    const stop = startUploads(on, 8)
    for (let round = 0; round < 10; round += 1) {
      await pass(on.clock, 600)
      // Nothing runs meanwhile: every timer that fell due is late.
      on.clock.advance(600)
    }
    await stop()
    expect(fullest(on.sent)).toBeLessThanOrEqual(1_000_000 * 5 * 1.05)
  })

  it('keeps the rate when it is set to what it was while uploads wait', async () => {
    const on = bench(1_000_000)
    const stop = startUploads(on, 8)
    for (let round = 0; round < 20; round += 1) {
      await pass(on.clock, 300)
      on.limit.set(1_000_000)
    }
    await stop()
    expect(fullest(on.sent)).toBeLessThanOrEqual(1_000_000 * 5 * 1.05)
  })

  it.each([
    [2_000_000, 500_000],
    [500_000, 2_000_000],
  ])('goes from %i to %i bytes/s at once, whoever waits', async (before, after) => {
    const on = bench(before)
    const stop = startUploads(on, 8)
    await pass(on.clock, 3_000)
    on.limit.set(after)
    const changedAt = on.clock.monotonic()
    await pass(on.clock, 7_000)
    await stop()
    const later = on.sent.filter(({ at }) => at >= changedAt)
    // One piece may be of the size that the old rate allowed.
    expect(fullest(later)).toBeLessThanOrEqual(after * 5 * 1.05 + before * 0.05)
    // Within a second, what left ahead of its turn at the old rate has had its time at the new one.
    expect(bytesWithin(later, changedAt + 1_000)).toBeGreaterThanOrEqual(after * 5 * 0.95)
  })

  it('lets everything pass at once when it is off', async () => {
    const limit = createSpeedLimit(manualClock(), null)
    await limit.take(10 ** 12, new AbortController().signal)
    expect(limit.pieceBytes(1234)).toBe(1234)
    expect(limit.isOn()).toBe(false)
  })

  it('takes a new rate at once', async () => {
    const clock = manualClock()
    const limit = createSpeedLimit(clock, 1)
    const { signal } = new AbortController()
    await limit.take(1000, signal)
    limit.set(1_000_000)
    await limit.take(1000, signal)
    limit.set(null)
    await limit.take(1000, signal)
    expect(clock.pending()).toBe(0)
  })

  it('lets what has left take as long at a new rate as is left of it in bytes', async () => {
    const clock = manualClock()
    const limit = createSpeedLimit(clock, 1_000)
    const { signal } = new AbortController()
    await limit.take(1_000, signal)
    clock.advance(500)
    // Half of it is on the line: a whole second at half the rate.
    limit.set(500)
    let hasLeft = false
    const next = limit.take(1, signal).then(() => (hasLeft = true))
    clock.advance(899)
    await new Promise(setImmediate)
    expect(hasLeft).toBe(false)
    clock.advance(1)
    await next
  })

  it('that is turned on owes nothing to what left before', async () => {
    const limit = createSpeedLimit(manualClock(), null)
    const { signal } = new AbortController()
    await limit.take(10 ** 12, signal)
    limit.set(1)
    await limit.take(1, signal)
  })

  it('leaves nothing behind on the signal of an upload that goes on', async () => {
    const limit = createSpeedLimit(manualClock(), 1_000)
    const { signal } = new AbortController()
    await limit.take(10, signal)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('lets nobody pass whose upload was stopped before', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'))
    for (const rate of [null, 1_000])
      await expect(createSpeedLimit(manualClock(), rate).take(10, stopped)).rejects.toThrow(
        'stopped',
      )
  })

  it.each([
    [1_000_000, 262_144, 50_000],
    [1_000_000, 1_000, 1_000],
    [1, 262_144, 1],
  ])(
    'of %i bytes/s cuts %i bytes into pieces of %i, a twentieth of a second each',
    (rate, wanted, piece) => {
      expect(createSpeedLimit(manualClock(), rate).pieceBytes(wanted)).toBe(piece)
    },
  )

  it('lets a piece leave a tenth of a second ahead of its turn, and no sooner', async () => {
    const clock = manualClock()
    const limit = createSpeedLimit(clock, 1_000)
    const { signal } = new AbortController()
    await limit.take(1_000, signal)
    let hasLeft = false
    const waiting = limit.take(1, signal).then(() => (hasLeft = true))
    clock.advance(899)
    await new Promise(setImmediate)
    expect(hasLeft).toBe(false)
    clock.advance(1)
    await waiting
  })

  it('lets go of those who wait when it is turned off', async () => {
    const clock = manualClock()
    const limit = createSpeedLimit(clock, 1)
    const { signal } = new AbortController()
    await limit.take(1000, signal)
    const waiting = limit.take(1000, signal)
    limit.set(null)
    await waiting
    expect(clock.pending()).toBe(0)
  })

  it('stops waiting when the upload is stopped', async () => {
    const clock = manualClock()
    const limit = createSpeedLimit(clock, 1)
    const stop = new AbortController()
    await limit.take(10, stop.signal)
    const waiting = limit.take(10, stop.signal)
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    expect(clock.pending()).toBe(0)
  })
})
