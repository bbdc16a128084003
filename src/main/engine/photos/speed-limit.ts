// Keeps all uploads of this client together below one rate. Pieces stand in one line and leave in the order in which
// they came, each once the ones before it have had their time at the rate. Time that nobody used is gone: after a
// pause, a silent line or a busy processor nothing is made up for, because that would be a burst.
import type { Clock } from '../ports/outside.ts'

/**
 * How far ahead of its turn a piece may leave, so that a late timer costs no time on the line, and how long a piece may
 * be at the set rate. Together they let 0.15 s more through than the rate allows, which is 3 % of the five seconds over
 * which the limit is measured.
 */
const aheadMs = 100
const pieceMs = 50

/**
 * What a photo costs on the line beside its own bytes: the head of its request with the access token, and its line in
 * batchCreate. It leaves with the first piece, because of photos of 20 kB it is 3 %.
 */
export const requestBytes = 600

/** Uploads wait here before each piece. */
export interface SpeedLimit {
  /** Bytes per second, or null for as fast as the line allows. Those who wait go on at the new rate. */
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
  /** When everything that has left has had its time. */
  let freeAt = Number.NEGATIVE_INFINITY
  const waiting = new Set<{ bytes: number; leave(): void }>()
  let cancelTimer: (() => void) | null = null

  const letGo = (): void => {
    cancelTimer?.()
    cancelTimer = null
    for (const piece of waiting) {
      if (rate !== null) {
        const now = clock.monotonic()
        const delayMs = freeAt - aheadMs - now
        if (delayMs > 0) {
          cancelTimer = clock.after(delayMs, letGo)
          return
        }
        freeAt = Math.max(now, freeAt) + (piece.bytes * 1000) / rate
      }
      waiting.delete(piece)
      piece.leave()
    }
  }

  return {
    set: (next) => {
      if (next === rate) return
      // What left at the old rate takes as long at the new one as is left of it, in bytes.
      const now = clock.monotonic()
      const bytesAhead = (Math.max(0, freeAt - now) * (rate ?? 0)) / 1000
      rate = next
      freeAt = next === null ? Number.NEGATIVE_INFINITY : now + (bytesAhead * 1000) / next
      letGo()
    },
    isOn: () => rate !== null,
    pieceBytes: (wanted) =>
      rate === null ? wanted : Math.max(1, Math.min(wanted, Math.floor((rate * pieceMs) / 1000))),
    take: async (bytes, signal) => {
      signal.throwIfAborted()
      if (rate === null) return
      await new Promise<void>((resolve, reject) => {
        const piece = {
          bytes,
          leave: () => {
            signal.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        const onAbort = (): void => {
          waiting.delete(piece)
          letGo()
          reject(signal.reason as Error)
        }
        signal.addEventListener('abort', onAbort)
        waiting.add(piece)
        letGo()
      })
    },
  }
}
