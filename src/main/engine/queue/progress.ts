// How fast it goes and when it will be done. The rate is smoothed over half a minute and the finishing
// time is only said when it can be meant: after a while, and with the daily request budget counted in.

import { forecastEnd, type End, type EndFacts } from '../../../shared/forecast.ts'

/** Smoothing over about 30 s, as people read a rate (faults-and-platform.md 3.2). */
const smoothingMs = 30_000
/** No finishing time before this much uploading. */
const silentMs = 20_000
const slotMs = 10_000
const slots = 60

/** Measures the rate of upload. */
export interface Rate {
  add(bytes: number, atMs: number): void
  /** Smoothed bytes per second, or null while unknown or nothing has moved for a while. Monotonic times. */
  bytesPerSecond(atMs: number): number | null
  /** Bytes per second of the last 60 ten-second slots, oldest first. */
  history(atMs: number): number[]
  /** How long bytes have been moving, in milliseconds. */
  activeMs(atMs: number): number
}

/** Makes a rate; all times are monotonic milliseconds. */
export function createRate(): Rate {
  let rate: number | null = null
  let tickStart: number | null = null
  let tickBytes = 0
  let lastByteAt: number | null = null
  let activeSince: number | null = null
  const perSlot = new Map<number, number>()
  const tickMs = 1_000

  const settle = (atMs: number): void => {
    if (tickStart === null) return
    const elapsedMs = atMs - tickStart
    if (elapsedMs < tickMs) return
    const now = (tickBytes / elapsedMs) * 1000
    const weight = 1 - Math.exp(-elapsedMs / smoothingMs)
    rate = rate === null ? now : rate + (now - rate) * weight
    tickStart = atMs
    tickBytes = 0
  }

  return {
    add(bytes, atMs) {
      if (lastByteAt === null || atMs - lastByteAt > smoothingMs) {
        rate = null
        tickStart = atMs
        tickBytes = 0
        activeSince = atMs
      }
      lastByteAt = atMs
      tickBytes += bytes
      const slot = Math.floor(atMs / slotMs)
      perSlot.set(slot, (perSlot.get(slot) ?? 0) + bytes)
      for (const old of perSlot.keys()) if (old <= slot - slots) perSlot.delete(old)
      settle(atMs)
    },
    bytesPerSecond(atMs) {
      if (lastByteAt === null || atMs - lastByteAt > smoothingMs) return null
      settle(atMs)
      return rate
    },
    history(atMs) {
      const last = Math.floor(atMs / slotMs)
      return Array.from({ length: slots }, (_, index) => {
        const slot = last - slots + 1 + index
        // The slot that is not over yet has had less time.
        const lengthMs = slot === last ? Math.max(1_000, atMs - slot * slotMs) : slotMs
        return ((perSlot.get(slot) ?? 0) / lengthMs) * 1000
      })
    },
    activeMs: (atMs) =>
      lastByteAt === null || activeSince === null || atMs - lastByteAt > smoothingMs
        ? 0
        : atMs - activeSince,
  }
}

/** What the finishing time depends on. */
export interface FinishFacts extends EndFacts {
  activeMs: number
}

/** When everything will be uploaded, or null while that cannot be said honestly. */
export function finish(facts: FinishFacts): Extract<End, { at: number }> | null {
  const { bytesPerSecond, activeMs } = facts
  const isRateKnown = bytesPerSecond !== null && bytesPerSecond >= 1 && activeMs >= silentMs
  const end = forecastEnd({ ...facts, bytesPerSecond: isRateKnown ? bytesPerSecond : null })
  return 'at' in end ? end : null
}
