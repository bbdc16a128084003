// Zones: from a moment to the time on a wall clock and back, with the hours that summer time leaves out or shows twice.

/** What the clocks of one place show. */
export interface TimeZone {
  /** Minutes ahead of UTC at a moment. */
  offsetAt(utcMs: number): number
}

/** A place where the clocks are never put. */
export const fixedZone = (offsetMinutes: number): TimeZone => ({ offsetAt: () => offsetMinutes })

/** This computer's. */
export const localZone: TimeZone = {
  // In whole minutes. Before zones were agreed upon they had seconds as well, which EXIF cannot say.
  offsetAt: (utcMs) => 0 - new Date(utcMs).getTimezoneOffset(),
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** The time on the wall clocks of a zone at a moment. */
export const wallOfUtc = (utcMs: number, zone: TimeZone): number =>
  utcMs + zone.offsetAt(utcMs) * minuteMs

/**
 * The moment at which the wall clocks of a zone show this time. Of two it is the first; an hour that was left out counts from
 * before the clocks were put, so that it shows an hour later (as Temporal's "compatible" has it).
 */
export function utcOfWall(wallMs: number, zone: TimeZone): number {
  // No zone is a whole day from UTC, and none puts its clocks twice in two days.
  const before = wallMs - zone.offsetAt(wallMs - dayMs) * minuteMs
  const after = wallMs - zone.offsetAt(wallMs + dayMs) * minuteMs
  if (wallOfUtc(before, zone) === wallMs) return before
  return wallOfUtc(after, zone) === wallMs ? after : before
}
