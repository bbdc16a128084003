// The rate and the finishing time: what is said, and when nothing is said.
import { describe, expect, it } from 'vitest'
import { createParallelism, narrowest, widest } from '../../../src/main/engine/queue/parallelism.ts'
import { createRate, finishAt, type FinishFacts } from '../../../src/main/engine/queue/progress.ts'

describe('the rate', () => {
  it('settles on a steady stream', () => {
    const rate = createRate()
    for (let atMs = 0; atMs <= 60_000; atMs += 500) rate.add(500_000, atMs)
    expect(rate.bytesPerSecond(60_000)).toBeGreaterThan(900_000)
    expect(rate.bytesPerSecond(60_000)).toBeLessThan(1_100_000)
  })

  it('is unknown before anything moved and after a long rest', () => {
    const rate = createRate()
    expect(rate.bytesPerSecond(0)).toBeNull()
    rate.add(1, 0)
    rate.add(1_000_000, 2_000)
    expect(rate.bytesPerSecond(2_000)).not.toBeNull()
    expect(rate.bytesPerSecond(40_000)).toBeNull()
  })

  it('keeps ten minutes of history in 60 slots', () => {
    const rate = createRate()
    rate.add(100_000, 5_000)
    rate.add(200_000, 595_000)
    expect(rate.history(595_000)).toHaveLength(60)
    expect(rate.history(595_000)[0]).toBe(10_000)
    expect(rate.history(600_000).at(-2)).toBe(20_000)
    expect(rate.history(595_000).at(-1)).toBe(40_000)
  })
})

describe('the finishing time', () => {
  const facts = (change: Partial<FinishFacts> = {}): FinishFacts => ({
    remainingFiles: 100,
    remainingBytes: 100e6,
    bytesPerSecond: 1e6,
    activeMs: 60_000,
    requestsLeftToday: 9_000,
    requestsPerDay: 10_000,
    resetsAtMs: 50_000_000,
    nowMs: 0,
    ...change,
  })

  it('follows from the rate', () => {
    expect(finishAt(facts())).toBe(100_000)
  })

  it('is not said while it would be a guess', () => {
    expect(finishAt(facts({ activeMs: 5_000 }))).toBeNull()
    expect(finishAt(facts({ bytesPerSecond: null }))).toBeNull()
    expect(finishAt(facts({ remainingFiles: 0 }))).toBeNull()
  })

  it('is known without a rate where the budget is the longer wait', () => {
    const waiting = { bytesPerSecond: null, activeMs: 0, requestsLeftToday: 0 }
    expect(finishAt(facts(waiting))).toBe(50_000_000)
    expect(finishAt(facts({ ...waiting, remainingFiles: 25_000 }))).toBe(
      50_000_000 + 2 * 24 * 3600_000,
    )
    expect(finishAt(facts({ ...waiting, remainingFiles: 0 }))).toBeNull()
  })

  it('counts the days that the request budget takes', () => {
    expect(finishAt(facts({ requestsLeftToday: 10 }))).toBe(50_000_000)
    expect(finishAt(facts({ remainingFiles: 25_000, requestsLeftToday: 0 }))).toBe(
      50_000_000 + 2 * 24 * 3600_000,
    )
  })
})

describe('the number of uploads side by side', () => {
  /** Plays a line whose rate depends on the width, and returns the widths over time. */
  const play = (rateOf: (width: number) => number): number[] => {
    const parallelism = createParallelism()
    const widths: number[] = []
    for (let atMs = 0; atMs < 120_000; atMs += 500) {
      parallelism.sent(rateOf(parallelism.width()) / 2, atMs)
      widths.push(parallelism.width())
    }
    return widths.slice(-60)
  }

  it('grows while each connection brings more', () => {
    expect(Math.max(...play((width) => width * 1e6))).toBe(widest)
  })

  it('stays small where more connections bring nothing', () => {
    const widths = play(() => 1e6)
    expect(Math.max(...widths)).toBeLessThanOrEqual(5)
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(narrowest)
  })

  it('halves at once when asked for less', () => {
    const parallelism = createParallelism()
    const before = parallelism.width()
    parallelism.backOff()
    expect(parallelism.width()).toBe(before / 2)
  })
})
