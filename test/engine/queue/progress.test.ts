// The rate and the finishing time: what is said, and when nothing is said.
import { describe, expect, it } from 'vitest'
import { createParallelism, narrowest, widest } from '../../../src/main/engine/queue/parallelism.ts'
import { createRate, finish, type FinishFacts } from '../../../src/main/engine/queue/progress.ts'

const finishAt = (facts: FinishFacts): number | null => finish(facts)?.at ?? null

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

  it('is that of each second, smoothed over half a minute', () => {
    const rate = createRate()
    rate.add(0, 0)
    rate.add(500, 999)
    expect(rate.bytesPerSecond(999)).toBeNull()
    rate.add(500, 1_000)
    expect(rate.bytesPerSecond(1_000)).toBe(1_000)
    rate.add(6_000, 3_000)
    const weight = 1 - Math.exp(-2_000 / 30_000)
    expect(rate.bytesPerSecond(3_000)).toBeCloseTo(1_000 + (3_000 - 1_000) * weight, 6)
  })

  it('falls while nothing moves, also when nobody adds anything', () => {
    const rate = createRate()
    rate.add(0, 0)
    rate.add(10_000, 1_000)
    expect(rate.bytesPerSecond(1_000)).toBe(10_000)
    expect(rate.bytesPerSecond(11_000)).toBeCloseTo(10_000 * Math.exp(-10_000 / 30_000), 6)
    expect(rate.bytesPerSecond(31_000)).not.toBeNull()
    expect(rate.bytesPerSecond(31_001)).toBeNull()
  })

  it('starts anew after a rest of more than half a minute', () => {
    const rate = createRate()
    rate.add(0, 0)
    rate.add(10_000, 1_000)
    rate.add(0, 31_001)
    expect(rate.bytesPerSecond(31_001)).toBeNull()
    rate.add(2_000, 32_001)
    expect(rate.bytesPerSecond(32_001)).toBe(2_000)
    const other = createRate()
    other.add(0, 0)
    other.add(10_000, 1_000)
    other.add(0, 31_000)
    expect(other.bytesPerSecond(31_000)).toBeGreaterThan(3_000)
  })

  it('has been active since bytes began to move', () => {
    const rate = createRate()
    expect(rate.activeMs(5_000)).toBe(0)
    rate.add(1, 5_000)
    expect(rate.activeMs(9_000)).toBe(4_000)
    rate.add(1, 10_000)
    expect(rate.activeMs(40_000)).toBe(35_000)
    expect(rate.activeMs(40_001)).toBe(0)
    rate.add(1, 50_000)
    expect(rate.activeMs(51_000)).toBe(1_000)
  })

  it('has a history of slots in which bytes add up, the last by the time it had', () => {
    const rate = createRate()
    rate.add(4_000, 1_000)
    rate.add(6_000, 9_999)
    rate.add(3_000, 10_000)
    expect(rate.history(10_000).slice(-2)).toEqual([1_000, 3_000])
    expect(rate.history(12_000).slice(-2)).toEqual([1_000, 1_500])
    expect(rate.history(599_999)[0]).toBe(1_000)
    expect(rate.history(600_000)[0]).toBe(300)
    rate.add(1, 600_000)
    expect(rate.history(599_999)[0]).toBe(0)
    expect(rate.history(600_000)[0]).toBe(300)
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
    allowedHours: null,
    pausedUntil: null,
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

  it('is not said before twenty seconds, nor for a line that hardly moves', () => {
    expect(finishAt(facts({ activeMs: 19_999 }))).toBeNull()
    expect(finishAt(facts({ activeMs: 20_000 }))).toBe(100_000)
    expect(finishAt(facts({ bytesPerSecond: 0.9 }))).toBeNull()
    expect(finishAt(facts({ bytesPerSecond: 1 }))).toBe(100e9)
    expect(finishAt(facts({ nowMs: 7_000 }))).toBe(107_000)
  })

  it('is that of the line while the requests of today just suffice', () => {
    // A hundred photos take 102 requests.
    expect(finishAt(facts({ requestsLeftToday: 102 }))).toBe(100_000)
    expect(finishAt(facts({ requestsLeftToday: 102, bytesPerSecond: null }))).toBeNull()
    expect(finishAt(facts({ requestsLeftToday: 101 }))).toBe(50_000_000)
    expect(finishAt(facts({ requestsLeftToday: 101, remainingBytes: 90_000e6 }))).toBe(90_000_000)
    const days = { requestsPerDay: 51, requestsLeftToday: 0 }
    expect(finishAt(facts(days))).toBe(50_000_000 + 24 * 3600_000)
    expect(finishAt(facts({ ...days, requestsPerDay: 50 }))).toBe(50_000_000 + 2 * 24 * 3600_000)
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
