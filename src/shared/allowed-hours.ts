// Allowed hours: a week of 168 local hours, Monday 00:00 first. Pure calendar arithmetic.

/** Whether uploads are allowed at this wall time. `hours`: 168 characters of 0 and 1, null for always. */
export function isAllowedAt(hours: string | null, at: Date): boolean {
  return hours === null || hours[hourOfWeek(at)] === '1'
}

/** When the next allowed hour begins (ms since 1970), or null when no hour of the week is allowed. */
export function nextAllowedAt(hours: string, from: Date): number | null {
  if (!hours.includes('1')) return null
  const start = new Date(from)
  start.setMinutes(0, 0, 0)
  for (let step = 1; step <= 169; step += 1) {
    // setHours walks through local time, so a clock change in between moves the answer with it.
    const candidate = new Date(start)
    candidate.setHours(start.getHours() + step)
    if (isAllowedAt(hours, candidate)) return candidate.getTime()
  }
  return null
}

function hourOfWeek(at: Date): number {
  const mondayFirst = (at.getDay() + 6) % 7
  return mondayFirst * 24 + at.getHours()
}
