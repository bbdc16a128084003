// Google's day: its request budget starts anew at midnight in California, summer time included (photos-api.md
// section 6). Counting against the budget is the catalogue's work.

const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

const hourMs = 3_600_000

/** The Pacific day that holds this time, as YYYY-MM-DD. `at` is in milliseconds since 1970. */
export function pacificDay(at: number): string {
  return pacificTime(at).day
}

/** The first midnight in California after `at`, both in milliseconds since 1970. */
export function nextPacificMidnight(at: number): number {
  const nextDay = Date.parse(`${pacificDay(at)}T00:00:00Z`) + 24 * hourMs
  // Midnight there is 7 (summer) or 8 hours behind UTC; the clock changes at two in the morning, so exactly one fits.
  const inSummer = nextDay + 7 * hourMs
  return pacificTime(inSummer).hour === 0 ? inSummer : nextDay + 8 * hourMs
}

/** The last midnight in California at or before `at`, both in milliseconds since 1970. */
export function lastPacificMidnight(at: number): number {
  // A day there has 23 to 25 hours.
  const before = nextPacificMidnight(at - 26 * hourMs)
  const next = nextPacificMidnight(before)
  return next <= at ? next : before
}

interface PacificTime {
  day: string
  hour: number
}

/** Every request asks, and Intl takes its time: the answers for the last few hours asked of. */
const known = new Map<number, PacificTime>()
const mostKnown = 16

function pacificTime(at: number): PacificTime {
  // California's clock changes on whole hours of Greenwich, so each such hour lies in one Pacific hour.
  const hour = Math.floor(at / hourMs)
  let time = known.get(hour)
  if (time === undefined) {
    const parts = new Map(
      wallClock.formatToParts(hour * hourMs).map(({ type, value }) => [type, value]),
    )
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
    time = {
      day: `${part('year')}-${part('month')}-${part('day')}`,
      hour: Number(part('hour')),
    }
    if (known.size >= mostKnown) known.clear()
    known.set(hour, time)
  }
  return time
}
