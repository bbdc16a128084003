// Times that a camera shows whose clock was never set: they date no photo. Pure.

const minute = 60_000
const hour = 60 * minute

/** Stretches of wall time, from and before: the first of their clocks, and what such a clock shows soon after. */
const resets: readonly (readonly [from: number, before: number])[] = [
  // QuickTime's nought.
  [Date.UTC(1904, 0, 1), Date.UTC(1904, 0, 1, 12)],
  // Unix's. Noon is what is written for a day that is known alone, as for those that follow.
  [Date.UTC(1970, 0, 1), Date.UTC(1970, 0, 1, 12)],
  // That of DOS and of most cameras: nobody took a digital photo in that night.
  [Date.UTC(1980, 0, 1), Date.UTC(1980, 0, 1, 12)],
  // That of GPS.
  [Date.UTC(1980, 0, 6), Date.UTC(1980, 0, 6) + minute],
  // Many photos were taken in this night, but few with a digital camera and in its first minute.
  [Date.UTC(2000, 0, 1), Date.UTC(2000, 0, 1) + minute],
]

/** Whether a wall time is that of a clock which was never set, Unix's nought in the zones behind UTC among them. */
export function isClockReset(wallMs: number): boolean {
  if (resets.some(([from, before]) => wallMs >= from && wallMs < before)) return true
  return wallMs < 0 && wallMs > -12 * hour && wallMs % (15 * minute) === 0
}
