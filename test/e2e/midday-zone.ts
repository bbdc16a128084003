// Where on earth it is about noon: days, "until tomorrow" and the hours of a week are tested there, so that no test of the
// window depends on when it runs. Within eleven hours of UTC, where noon UTC is the same day.

const farthest = 11

/** The name of a time zone in which it is noon, or within an hour of it, at a time (ms since 1970). */
export function middayZone(at = Date.now()): string {
  const ahead = Math.max(-farthest, Math.min(farthest, 12 - new Date(at).getUTCHours()))
  // POSIX counts the other way: Etc/GMT-5 is five hours ahead of UTC.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
