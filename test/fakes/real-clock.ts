// The machine's own clock, for tests in which real sockets set the pace.
import type { Clock } from '../../src/main/engine/ports/outside.ts'

/** The machine's own clock. */
export function realClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs)
      return () => {
        clearTimeout(timer)
      }
    },
  }
}
