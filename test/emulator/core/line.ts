/** The line that all uploads share when a speed is set; without one it costs nothing. */
import type { Clock } from './clock.ts'

/** A line of limited speed. */
export type Line = { carry(bytes: number): Promise<void> | undefined }

/** Makes a line whose speed is read anew for each piece. */
export function createLine(bytesPerSecond: () => number | null, clock: Clock): Line {
  let freeAtMs = 0
  return {
    carry: (bytes) => {
      const speed = bytesPerSecond()
      if (speed === null) return undefined
      const nowMs = performance.now()
      freeAtMs = Math.max(freeAtMs, nowMs) + (bytes / speed) * 1000
      return clock.wait(freeAtMs - nowMs)
    },
  }
}
