// Behaviour of dates as people write them: which times a wall clock shows, offsets, ISO dates of any length.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noonOf, parseIsoDate, parseOffset } from '../../../src/main/engine/media/wall-time.ts'

const shotAt = Date.UTC(2019, 6, 14, 18, 22, 33)

describe('an offset', () => {
  it.each([
    ['+09:00', 540],
    ['-05:00', -300],
    ['-5:00', -300],
    ['+0545', 345],
    ['-03:30', -210],
    ['+14:00', 840],
    ['+14:30', 870],
    ['-00:01', -1],
    ['+00:01', 1],
    [' +01:00 ', 60],
    ['Z', 0],
    ['+00:00', 0],
    ['-00:00', 0],
  ])('%s is %i minutes ahead of UTC', (text, minutes) => {
    expect(parseOffset(text)).toBe(minutes)
  })

  it.each(['+15:00', '+14:31', '+09:60', '09:00', '+9', 'GMT', '   :  ', '', null])(
    '%s is none',
    (text) => {
      expect(parseOffset(text)).toBeNull()
    },
  )
})

describe('an ISO date', () => {
  it.each([
    ['2019-07-14T18:22:33+09:00', shotAt, 540, 'second'],
    ['2019-07-14T18:22:33+0900', shotAt, 540, 'second'],
    ['2019-07-14T18:22:33.5Z', shotAt + 500, 0, 'second'],
    ['2019-07-14T18:22:33', shotAt, null, 'second'],
    ['2019:07:14 18:22:33', shotAt, null, 'second'],
    ['2019-07-14T18:22', shotAt - 33_000, null, 'minute'],
    ['2019-07-14T18:22-03:30', shotAt - 33_000, -210, 'minute'],
    ['2019-07-14', Date.UTC(2019, 6, 14, 12), null, 'day'],
    ['2019-07', Date.UTC(2019, 6, 1, 12), null, 'month'],
    ['2019', Date.UTC(2019, 0, 1, 12), null, 'year'],
    ['1826', Date.UTC(1826, 0, 1, 12), null, 'year'],
  ] as const)('%s is read', (text, wallMs, offsetMinutes, precision) => {
    expect(parseIsoDate(text)).toEqual({ wallMs, offsetMinutes, precision })
  })

  it.each([
    '0000-00-00T00:00:00',
    '0000:00:00 00:00:00',
    '1825',
    '2019-13',
    '2019-02-29',
    '2019-07-14T24:00:00',
    '2019-07-14T18',
    '2019-7-14',
    'on 2019-07-14',
    '    :  :     :  :  ',
    '',
  ])('%s is none', (text) => {
    expect(parseIsoDate(text)).toBeNull()
  })

  it('is read back from every moment', () => {
    const moment = fc.integer({ min: Date.UTC(1826, 0, 1), max: Date.UTC(2999, 11, 31) })
    fc.assert(
      fc.property(moment, (ms) => {
        expect(parseIsoDate(new Date(ms).toISOString())?.wallMs).toBe(ms)
      }),
    )
  })
})

describe('noon', () => {
  it('stands for what a date leaves open', () => {
    expect(noonOf(1987)).toMatchObject({ wallMs: Date.UTC(1987, 0, 1, 12), precision: 'year' })
    expect(noonOf(1987, 7)).toMatchObject({ wallMs: Date.UTC(1987, 6, 1, 12), precision: 'month' })
    expect(noonOf(2024, 2, 29)).toMatchObject({ wallMs: Date.UTC(2024, 1, 29, 12) })
    expect(noonOf(2023, 2, 29)).toBeNull()
  })
})
