import { describe, expect, it } from 'vitest'
import { createSpeedLimit, type SpeedLimit } from '../../../src/main/engine/photos/speed-limit.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'

/** Sends pieces one after the other for ever and notes when each left. */
async function sendOn(
  limit: SpeedLimit,
  clock: ManualClock,
  sent: { at: number; bytes: number }[],
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const bytes = limit.pieceBytes(256 * 1024)
    await limit.take(bytes, signal)
    sent.push({ at: clock.monotonic(), bytes })
  }
}

/** Moves the clock in small steps and lets everything that woke up run. */
async function pass(clock: ManualClock, ms: number, stepMs: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(stepMs)
    await new Promise(setImmediate)
  }
}

describe('the speed limit', () => {
  it.each([
    [1_000_000, 1, 1],
    [1_000_000, 8, 1],
    [30_000, 8, 1],
    // Timers on Windows come up to 16 ms late.
    [5_000_000, 4, 16],
  ])('keeps %i bytes/s over %i uploads within 5 %% in any 5 s', async (rate, uploads, stepMs) => {
    const clock = manualClock()
    const limit = createSpeedLimit(clock, rate)
    const sent: { at: number; bytes: number }[] = []
    const stop = new AbortController()
    const senders = Array.from({ length: uploads }, () => sendOn(limit, clock, sent, stop.signal))
    await pass(clock, 12_000, stepMs)
    stop.abort()
    await Promise.allSettled(senders)

    const started = sent[0]?.at ?? 0
    for (let from = started; from <= started + 6_000; from += 500) {
      const bytes = sent
        .filter(({ at }) => at >= from && at < from + 5_000)
        .reduce((sum, piece) => sum + piece.bytes, 0)
      expect(bytes).toBeLessThanOrEqual(rate * 5 * 1.05)
      expect(bytes).toBeGreaterThanOrEqual(rate * 5 * 0.95)
    }
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
