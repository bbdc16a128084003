import { describe, expect, it } from 'vitest'
import { clockTime, pauseEnd } from '../../src/shared/until.ts'

const hourMs = 3_600_000
const at = (day: number, hour: number): number => new Date(2026, 5, day, hour).getTime()

describe('the end of a pause', () => {
  it('is in an hour, at six on the next morning, or when the user says so', () => {
    const late = new Date(2026, 0, 31, 23, 59).getTime()
    expect(pauseEnd('hour', late)).toBe(late + hourMs)
    expect(pauseEnd('tomorrow', late)).toBe(new Date(2026, 1, 1, 6).getTime())
    expect(pauseEnd('resumed', late)).toBe('resumed')
  })

  it('is tomorrow also for those who are up past midnight, and never in the past', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const now = at(12, hour)
      expect(pauseEnd('tomorrow', now)).toBe(at(13, 6))
    }
  })
})

describe('a point in time', () => {
  const now = at(12, 15)

  it('is a time of day today, has its weekday this week, and its date later', () => {
    expect(clockTime(at(12, 22), now, 'en-GB')).toBe('22:00')
    expect(clockTime(at(13, 6), now, 'en-GB')).toBe('Saturday 06:00')
    expect(clockTime(at(17, 6), now, 'en-GB')).toBe('Wednesday 06:00')
    expect(clockTime(at(19, 6), now, 'en-GB')).toBe('19 June 06:00')
  })

  it('is written as the system writes it', () => {
    expect(clockTime(at(12, 22), now, 'en-US')).toMatch(/^10:00\sPM$/)
  })
})
