// Behaviour of zones: moments and wall times in zones of all kinds, summer time, and the zones of long ago.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fixedZone,
  utcOfWall,
  wallOfUtc,
} from '../../../../src/main/engine/media/dates/time-zone.ts'
import { namedZone } from '../../../builders/named-zone.ts'

const wall = (text: string): number => Date.parse(`${text}Z`)

describe('a zone', () => {
  it.each([
    ['UTC', '2019-07-14T18:22:33', '2019-07-14T18:22:33'],
    ['Europe/Berlin', '2019-07-14T18:22:33', '2019-07-14T16:22:33'],
    ['Europe/Berlin', '2019-01-14T18:22:33', '2019-01-14T17:22:33'],
    ['America/New_York', '2019-07-14T18:22:33', '2019-07-14T22:22:33'],
    ['Asia/Kathmandu', '2019-07-14T18:22:33', '2019-07-14T12:37:33'],
    ['Australia/Lord_Howe', '2019-01-14T18:22:33', '2019-01-14T07:22:33'],
    ['Pacific/Kiritimati', '2019-07-14T18:22:33', '2019-07-14T04:22:33'],
    ['Pacific/Niue', '2019-07-14T18:22:33', '2019-07-15T05:22:33'],
    ['Asia/Kolkata', '2024-02-29T23:59:59', '2024-02-29T18:29:59'],
    // The hour that is left out counts from before, the hour that comes twice is the first.
    ['Europe/Berlin', '2019-03-31T02:30:00', '2019-03-31T01:30:00'],
    ['Europe/Berlin', '2019-03-31T03:00:00', '2019-03-31T01:00:00'],
    ['Europe/Berlin', '2019-10-27T02:30:00', '2019-10-27T00:30:00'],
    ['Europe/Berlin', '2019-10-27T03:00:00', '2019-10-27T02:00:00'],
    ['America/New_York', '2019-03-10T02:30:00', '2019-03-10T07:30:00'],
    ['America/New_York', '2019-11-03T01:30:00', '2019-11-03T05:30:00'],
    ['Australia/Lord_Howe', '2019-10-06T02:15:00', '2019-10-05T15:45:00'],
    // A day that Samoa never had.
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T22:00:00'],
    ['Europe/Berlin', '1987-07-14T12:00:00', '1987-07-14T10:00:00'],
  ])('%s shows %s at %s', (name, shown, moment) => {
    expect(new Date(utcOfWall(wall(shown), namedZone(name))).toISOString().slice(0, 19)).toBe(
      moment,
    )
  })

  const zones = Intl.supportedValuesOf('timeZone')
  // Until 1972 there were zones with seconds, which no offset of EXIF can tell.
  const moment = fc.integer({ min: Date.UTC(1973, 0, 1), max: Date.UTC(2030, 0, 1) })

  it('of every name shows each moment at a time that leads back to it, or to an hour that came before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (name, utcMs) => {
        const zone = namedZone(name)
        const shown = wallOfUtc(utcMs, zone)
        const back = utcOfWall(shown, zone)
        expect(wallOfUtc(back, zone)).toBe(shown)
        expect(back).toBeLessThanOrEqual(utcMs)
        expect(utcMs - back).toBeLessThanOrEqual(3 * 3_600_000)
      }),
    )
  })

  it('shows what the system shows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (timeZone, utcMs) => {
        const shown = new Date(wallOfUtc(utcMs, namedZone(timeZone))).toISOString()
        const parts = { dateStyle: 'short', timeStyle: 'medium', timeZone } as const
        const system = new Intl.DateTimeFormat('sv-SE', parts).format(utcMs)
        expect(shown.slice(0, 19).replace('T', ' ')).toBe(system)
      }),
    )
  })

  it.each(['Europe/Amsterdam', 'America/New_York', 'Asia/Kathmandu', 'Africa/Monrovia', 'UTC'])(
    'of this computer, where that is %s, is the same as by its name',
    (name) => {
      // With seconds, with summer time, and as they are now.
      const moments = [
        -4e12,
        -1e12,
        Date.UTC(1987, 6, 14),
        Date.UTC(2019, 0, 1),
        Date.UTC(2019, 6, 1),
      ]
      const file = new URL('../../../../src/main/engine/media/dates/time-zone.ts', import.meta.url)
        .href
      const program = `import { localZone } from '${file}'
        console.log(JSON.stringify(${JSON.stringify(moments)}.map(localZone.offsetAt)))`
      const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, TZ: name },
        encoding: 'utf8',
      })
      expect(JSON.parse(said)).toEqual(moments.map((at) => namedZone(name).offsetAt(at)))
    },
  )

  it('that is fixed is never put', () => {
    expect(utcOfWall(wall('2019-03-31T02:30:00'), fixedZone(-210))).toBe(
      wall('2019-03-31T06:00:00'),
    )
    expect(wallOfUtc(0, fixedZone(345))).toBe(345 * 60_000)
  })
})
