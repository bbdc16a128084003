// The machine's own clock with every delay cut short, for tests in which a whole engine waits for company or quiet.
import type { Clock } from '../../src/main/engine/ports/outside.ts'

/** Delays pass `factor` times as fast as they should; the time of day is the real one. */
export function hurriedClock(factor: number): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now() * factor,
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs / factor)
      return () => {
        clearTimeout(timer)
      }
    },
  }
}
