// Zones by their names, as the system's formats know them: what tests give in place of this computer's, and hold it to.
import type { TimeZone } from '../../src/main/engine/media/dates/time-zone.ts'

/** A zone by its name of the IANA, such as "Asia/Tokyo". */
export function namedZone(timeZone: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  return {
    offsetAt(utcMs) {
      const name = format.formatToParts(utcMs).find(({ type }) => type === 'timeZoneName')?.value
      // "GMT+05:45"; before zones were agreed upon with seconds as well, which EXIF cannot say; "GMT" alone is none.
      const parts = /([+-])(\d\d):(\d\d)/.exec(name ?? '')
      if (parts === null) return 0
      const minutes = Number(parts[2]) * 60 + Number(parts[3])
      return parts[1] === '-' ? -minutes : minutes
    },
  }
}
