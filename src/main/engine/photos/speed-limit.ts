// Keeps all uploads of this client together below one rate. A virtual schedule rather than a counter: each piece is
// booked behind the one before it, so the uploads take turns in the order in which they ask.
import type { Clock } from '../ports.ts'

/**
 * How far ahead of the schedule a piece may leave, and how long a piece may be at the set rate. Together they let
 * 0.1 s more through than the rate allows, which is 2 % of the five seconds over which the limit is measured.
 */
const aheadMs = 50

/** Uploads wait here before each piece. */
export interface SpeedLimit {
  /** Bytes per second, or null for as fast as the line allows. */
  set(bytesPerSecond: number | null): void
  isOn(): boolean
  /** The largest piece to ask for, at most `wanted`. */
  pieceBytes(wanted: number): number
  /** Resolves when a piece of this size may leave; rejects with the signal's reason. */
  take(bytes: number, signal: AbortSignal): Promise<void>
}

/** Makes a limit that is off when `bytesPerSecond` is null. */
export function createSpeedLimit(clock: Clock, bytesPerSecond: number | null): SpeedLimit {
  let rate = bytesPerSecond
  let nextAt = Number.NEGATIVE_INFINITY

  return {
    set: (next) => {
      rate = next
      // What was booked at the old rate would hold up the new one.
      nextAt = Number.NEGATIVE_INFINITY
    },
    isOn: () => rate !== null,
    pieceBytes: (wanted) =>
      rate === null ? wanted : Math.max(1, Math.min(wanted, Math.floor((rate * aheadMs) / 1000))),
    take: async (bytes, signal) => {
      if (rate === null) return
      const now = clock.monotonic()
      const at = Math.max(now, nextAt)
      nextAt = at + (bytes * 1000) / rate
      const delayMs = at - now - aheadMs
      if (delayMs > 0) await pause(clock, delayMs, signal)
    },
  }
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel()
      reject(signal.reason as Error)
    }
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
