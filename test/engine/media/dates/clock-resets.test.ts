// Behaviour of the judge of clocks that were never set.
import { describe, expect, it } from 'vitest'
import { isClockReset } from '../../../../src/main/engine/media/dates/clock-resets.ts'
import { parseExifTime } from '../../../../src/main/engine/media/exif.ts'

const judge = (text: string): boolean => {
  const wallMs = parseExifTime(text)
  if (wallMs === null) throw new Error('no time')
  return isClockReset(wallMs)
}

describe('a time of a clock that was never set', () => {
  it.each([
    '1970-01-01 00:00:00',
    // Unix's nought in Berlin, Tokyo, New York, and with quarters of an hour.
    '1970-01-01 01:00:00',
    '1970-01-01 09:00:00',
    '1969-12-31 19:00:00',
    '1970-01-01 05:45:00',
    '1980-01-01 00:00:00',
    '1980-01-01 00:12:44',
    '1980-01-06 00:00:00',
    '2000-01-01 00:00:00',
    '2000-01-01 00:00:59',
    '1904-01-01 00:00:00',
  ])('is %s', (text) => {
    expect(judge(text)).toBe(true)
  })

  it.each([
    // What is written for a day, a month or a year that is known alone, and for the next of a folder.
    '1970-01-01 12:00:00',
    '1980-01-01 12:00:00',
    '1980-01-01 12:00:07',
    '2000-01-01 12:00:00',
    '1969-12-31 12:00:00',
    '1969-12-31 18:22:33',
    '1970-07-14 00:00:00',
    '1980-07-14 00:00:00',
    '2000-01-01 00:01:00',
    '2000-01-02 00:00:00',
    '2010-01-01 00:00:00',
    '1987-01-01 00:00:00',
  ])('is not %s', (text) => {
    expect(judge(text)).toBe(false)
  })

  it.each([
    ['1904-01-01', 12 * 3_600_000],
    ['1970-01-01', 12 * 3_600_000],
    ['1980-01-01', 12 * 3_600_000],
    ['1980-01-06', 60_000],
    ['2000-01-01', 60_000],
  ])('begins with %s and ends %i ms later', (day, lastsMs) => {
    const from = Date.parse(`${day}T00:00:00Z`)
    const asked = [from - 1, from, from + lastsMs - 1, from + lastsMs]
    expect(asked.map(isClockReset)).toEqual([false, true, true, false])
  })

  it('lies less than half a day behind Unix’s nought, at a quarter of an hour', () => {
    const quarter = 15 * 60_000
    const asked = [-quarter, -quarter - 1, -1, -47 * quarter, -48 * quarter, -49 * quarter]
    expect(asked.map(isClockReset)).toEqual([true, false, false, true, false, false])
  })
})
