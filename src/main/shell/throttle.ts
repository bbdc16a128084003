// Lets the newest of many values through at a bounded rate: the first at once, then at most one for each
// interval. What the values are is the caller's business.
import type { Clock } from '../engine/ports/outside.ts'

/** A bounded flow of values. */
export interface Throttle<T> {
  push(value: T): void
  stop(): void
}

/** Delivers the newest pushed value, at most once for each interval. */
export function createThrottle<T>(
  clock: Clock,
  intervalMs: number,
  deliver: (value: T) => void,
): Throttle<T> {
  let waiting: { value: T } | null = null
  let cancel: (() => void) | null = null
  const open = (): void => {
    cancel = null
    if (waiting === null) return
    const { value } = waiting
    waiting = null
    cancel = clock.after(intervalMs, open)
    deliver(value)
  }
  return {
    push(value) {
      waiting = { value }
      if (cancel === null) open()
    },
    stop() {
      cancel?.()
      cancel = null
      waiting = null
    },
  }
}
