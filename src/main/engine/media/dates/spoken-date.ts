// A date as programs write it for people, in the words of a PNG: ISO's way, that of e-mails, or that of C's asctime.
import { parseIsoDate, parseOffset, wallTime, type WallReading } from '../wall-time.ts'

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const time = String.raw`(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d))?`
const month = String.raw`(?<month>${months.join('|')})[a-z]*`
/** "Sun, 14 Jul 2019 18:22:33 +0200" (RFC 5322, 3.3, which PNG recommends), and "Sun Jul 14 18:22:33 2019". */
const spoken = [
  new RegExp(String.raw`\b(?<day>\d{1,2}) ${month} (?<year>\d{4}),? ${time}(?: (?<zone>\S+))?`),
  new RegExp(String.raw`\b${month} +(?<day>\d{1,2}) ${time} (?<year>\d{4})\b`),
]

/** Reads a date in words; null where it is none. */
export function parseSpokenDate(text: string): WallReading | null {
  const iso = parseIsoDate(text)
  if (iso !== null) return iso
  for (const expression of spoken) {
    const groups = expression.exec(text)?.groups
    if (groups === undefined) continue
    const { year, month: name = '', day, hour, minute, second, zone = null } = groups
    const wallMs = wallTime({
      ...{ year: Number(year), month: months.indexOf(name) + 1, day: Number(day) },
      ...{ hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) },
    })
    if (wallMs === null) continue
    const offsetMinutes = zone === 'GMT' || zone === 'UTC' ? 0 : parseOffset(zone)
    return { wallMs, offsetMinutes, precision: second === undefined ? 'minute' : 'second' }
  }
  return null
}
