// The 7 x 24 allowed hours as the string of 168 characters that settings keep; pure.
// Monday 00:00 is first, '1' may upload.

/** Hours in a week. */
export const hoursInWeek = 168
/** Every hour allowed. */
export const allHours = '1'.repeat(hoursInWeek)

/** Whether an hour is allowed. */
export const isAllowed = (hours: string, day: number, hour: number): boolean =>
  hours[day * 24 + hour] === '1'

/** The same week with one hour switched to a value. */
export function withHour(hours: string, day: number, hour: number, isOn: boolean): string {
  const at = day * 24 + hour
  return hours.slice(0, at) + (isOn ? '1' : '0') + hours.slice(at + 1)
}

/** The same week with one whole day on, or off when all of it was on. */
export function withDaySwitched(hours: string, day: number): string {
  const own = hours.slice(day * 24, day * 24 + 24)
  return (
    hours.slice(0, day * 24) +
    (own.includes('0') ? '1' : '0').repeat(24) +
    hours.slice(day * 24 + 24)
  )
}

/** Makes a week from a rule. */
export function weekOf(isOn: (day: number, hour: number) => boolean): string {
  return Array.from({ length: hoursInWeek }, (_, at) =>
    isOn(Math.floor(at / 24), at % 24) ? '1' : '0',
  ).join('')
}

/** 22 to 7 on every day. */
export const nights = weekOf((_, hour) => hour >= 22 || hour < 7)
/** Monday to Friday outside 8 to 18, and the whole weekend. */
export const outsideWork = weekOf((day, hour) => day >= 5 || hour < 8 || hour >= 18)
/** Saturday and Sunday. */
export const weekends = weekOf((day) => day >= 5)

/** How many hours are allowed. */
export const allowedCount = (hours: string): number => hours.replaceAll('0', '').length

/** Where a moment is in the week, local time, with the quarter of its hour. */
export function placeInWeek(at: number): { day: number; hour: number; quarter: number } {
  const date = new Date(at)
  return {
    // Sunday is the first day of JavaScript, and the last of ours.
    day: (date.getDay() + 6) % 7,
    hour: date.getHours(),
    quarter: Math.floor(date.getMinutes() / 15),
  }
}
