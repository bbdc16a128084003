// A clock that stands still until a test moves it.
import type { Clock } from '../../src/main/engine/ports/outside.ts'

/** A clock under the test's control. */
export interface ManualClock extends Clock {
  /** Moves both clocks on and makes every call that falls due, in order. */
  advance(ms: number): void
  /** Moves the wall clock alone, as when the user or a time server sets it. */
  jump(ms: number): void
  /** How many calls are still to come. */
  pending(): number
}

/** Starts at a fixed wall time, so that no test depends on the day it runs on. */
export function manualClock(startsAt = Date.UTC(2026, 0, 15, 12)): ManualClock {
  let wall = startsAt
  let monotonic = 1_000
  let timers: { at: number; order: number; call: () => void }[] = []
  let order = 0

  const due = (until: number) =>
    timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]

  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: (delayMs, call) => {
      const timer = { at: monotonic + delayMs, order: order++, call }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance: (ms) => {
      const until = monotonic + ms
      for (let timer = due(until); timer !== undefined; timer = due(until)) {
        const fired = timer
        timers = timers.filter((other) => other !== fired)
        const step = Math.max(0, fired.at - monotonic)
        wall += step
        monotonic += step
        fired.call()
      }
      wall += until - monotonic
      monotonic = until
    },
    jump: (ms) => {
      wall += ms
    },
    pending: () => timers.length,
  }
}
