// When Google's daily request budget starts anew: at midnight in California, summer time included.
// Counting against the budget is the catalogue's work.

const wallClock = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  hourCycle: 'h23',
})

const hourMs = 3_600_000

/** The first midnight in California after `now`, both in milliseconds since 1970. */
export function nextPacificMidnight(now: number): number {
  const today = pacificTime(now)
  const midnightAsUtc = Date.UTC(today.year, today.month - 1, today.day + 1)
  // Midnight there is 7 (summer) or 8 hours behind UTC; the clock changes at two in the morning, so exactly one fits.
  const inSummer = midnightAsUtc + 7 * hourMs
  return pacificTime(inSummer).hour === 0 ? inSummer : midnightAsUtc + 8 * hourMs
}

function pacificTime(at: number): { year: number; month: number; day: number; hour: number } {
  const parts = new Map(wallClock.formatToParts(at).map((part) => [part.type, Number(part.value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour') }
}
