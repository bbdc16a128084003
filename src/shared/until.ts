// Points in time as the tray, the window and the command say them: one clock, and one end for each pause. Pure, without
// words but those of the language's own calendar.

/** How long somebody can pause. */
export type PauseLength = 'hour' | 'tomorrow' | 'resumed'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A time of day, with the weekday when it is not today, or with the date where a weekday would not tell which. */
export function clockTime(at: number, now: number, locale: string): string {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at)
  if (new Date(at).toDateString() === new Date(now).toDateString()) return time
  const isThisWeek = Math.abs(at - now) < 6 * dayMs
  const day = new Intl.DateTimeFormat(
    locale,
    isThisWeek ? { weekday: 'long' } : { day: 'numeric', month: 'long' },
  ).format(at)
  return `${day} ${time}`
}

/** When a pause ends: in an hour, at six on the next morning, or when the user resumes. */
export function pauseEnd(length: PauseLength, now: number): number | 'resumed' {
  if (length === 'resumed') return 'resumed'
  if (length === 'hour') return now + hourMs
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  // Six in the morning: late enough to be tomorrow for those who are up past midnight.
  morning.setHours(6, 0, 0, 0)
  return morning.getTime()
}
