// Behaviour of a date in the forms that containers want: to the second and the minute, and refused just beyond what each holds.
import { describe, expect, it } from 'vitest'
import {
  exifOffset,
  exifTime,
  filmTime,
  isDate,
  UndatableError,
  wholeSeconds,
} from '../../../src/main/engine/images/dated/capture-date.ts'

const at = (takenAt: number, offsetMinutes: number | null = null) => ({ takenAt, offsetMinutes })
const reasonOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof UndatableError) return error.reason
    throw error
  }
  return 'none'
}

describe('a date', () => {
  it('has whole seconds, before 1970 as well', () => {
    expect([0, 999, 1_000, 1_999, -1, -1_000, -1_001].map(wholeSeconds)).toEqual([
      ...[0, 0, 1_000, 1_000, -1_000, -1_000, -2_000],
    ])
  })

  it('is none where there is none, or the clock was never set', () => {
    expect(isDate(null)).toBe(false)
    expect(isDate(Date.UTC(1987, 6, 14, 18, 22, 33))).toBe(true)
    expect(isDate(0)).toBe(false)
  })

  it('is written as EXIF has it', () => {
    expect(exifTime(at(Date.UTC(1987, 6, 14, 18, 22, 33, 999)))).toBe('1987:07:14 18:22:33')
    expect(exifTime(at(Date.UTC(1826, 0, 1)))).toBe('1826:01:01 00:00:00')
    expect(reasonOf(() => exifTime(at(Date.UTC(1825, 11, 31, 23, 59, 59))))).toBe('out-of-range')
    expect(reasonOf(() => exifTime(at(Number.NaN)))).toBe('out-of-range')
    expect(reasonOf(() => exifTime(at(Date.UTC(10_000, 0, 1))))).toBe('out-of-range')
  })
})

describe('a zone', () => {
  it.each([
    [null, null],
    [0, '+00:00'],
    [1, '+00:01'],
    [-1, '-00:01'],
    [59, '+00:59'],
    [-61, '-01:01'],
    [345, '+05:45'],
    [-210, '-03:30'],
    [14 * 60, '+14:00'],
    [-12 * 60, '-12:00'],
  ])('of %j minutes is written as %j', (minutes, text) => {
    expect(exifOffset(at(0, minutes))).toBe(text)
  })

  it.each([14 * 60 + 1, -12 * 60 - 1, 0.5, Number.NaN, Infinity])('of %f is none', (minutes) => {
    expect(reasonOf(() => exifOffset(at(0, minutes)))).toBe('out-of-range')
  })
})

describe('the time of a film', () => {
  const from1904 = 2_082_844_800

  it('is in UTC, in seconds since 1904', () => {
    const noon = Date.UTC(1987, 6, 14, 12)
    expect(filmTime(at(noon, 0))).toBe(noon / 1_000 + from1904)
    expect(filmTime(at(noon + 999, 120))).toBe(noon / 1_000 - 7_200 + from1904)
    expect(filmTime(at(noon, -90))).toBe(noon / 1_000 + 5_400 + from1904)
  })

  it('is told only where its zone is known', () => {
    expect(reasonOf(() => filmTime(at(Date.UTC(1987, 6, 14))))).toBe('no-zone')
    expect(reasonOf(() => filmTime(at(Date.UTC(1987, 6, 14), 900)))).toBe('out-of-range')
    expect(reasonOf(() => filmTime(at(Number.NaN, 0)))).toBe('out-of-range')
  })

  it('lies between the second day of 1970 and the last second that 32 bits hold', () => {
    const first = Date.UTC(1970, 0, 2)
    const last = Date.UTC(2040, 1, 6, 6, 28, 15)
    expect(filmTime(at(first, 0))).toBe(from1904 + 86_400)
    expect(filmTime(at(last, 0))).toBe(0xffffffff)
    expect(reasonOf(() => filmTime(at(first - 1_000, 0)))).toBe('out-of-range')
    expect(reasonOf(() => filmTime(at(last + 1_000, 0)))).toBe('out-of-range')
    // The zone counts.
    expect(reasonOf(() => filmTime(at(first, 1)))).toBe('out-of-range')
    expect(filmTime(at(last + 60_000, 1))).toBe(0xffffffff)
  })
})
