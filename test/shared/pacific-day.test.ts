import { describe, expect, it } from 'vitest'
import { lastPacificMidnight, nextPacificMidnight } from '../../src/shared/pacific-day.ts'

describe('the next midnight in California', () => {
  it.each([
    ['in winter', '2026-01-15T12:00:00Z', '2026-01-16T08:00:00Z'],
    ['in summer', '2026-07-15T12:00:00Z', '2026-07-16T07:00:00Z'],
    ['late in the evening there', '2026-01-16T07:59:59.999Z', '2026-01-16T08:00:00Z'],
    ['exactly at midnight', '2026-01-16T08:00:00Z', '2026-01-17T08:00:00Z'],
    ['before the clocks go forward', '2026-03-08T09:00:00Z', '2026-03-09T07:00:00Z'],
    ['after the clocks went forward', '2026-03-08T12:00:00Z', '2026-03-09T07:00:00Z'],
    ['the day before they go forward', '2026-03-07T20:00:00Z', '2026-03-08T08:00:00Z'],
    ['before the clocks go back', '2026-11-01T08:00:00Z', '2026-11-02T08:00:00Z'],
    ['after the clocks went back', '2026-11-01T20:00:00Z', '2026-11-02T08:00:00Z'],
    ['the day before they go back', '2026-10-31T20:00:00Z', '2026-11-01T07:00:00Z'],
    ['at the end of the year', '2026-12-31T20:00:00Z', '2027-01-01T08:00:00Z'],
  ])('is right %s', (_, now, expected) => {
    expect(new Date(nextPacificMidnight(Date.parse(now))).toISOString()).toBe(
      new Date(expected).toISOString(),
    )
  })
})

describe('the last midnight in California', () => {
  it.each([
    ['in summer', '2026-07-15T12:00:00Z', '2026-07-15T07:00:00Z'],
    ['late in the evening there', '2026-01-16T07:59:59.999Z', '2026-01-15T08:00:00Z'],
    ['exactly at midnight', '2026-01-16T08:00:00Z', '2026-01-16T08:00:00Z'],
    ['after a day of 23 hours', '2026-03-09T06:59:59Z', '2026-03-08T08:00:00Z'],
    ['after a day of 25 hours', '2026-11-02T07:59:59Z', '2026-11-01T07:00:00Z'],
  ])('is right %s', (_, now, expected) => {
    expect(new Date(lastPacificMidnight(Date.parse(now))).toISOString()).toBe(
      new Date(expected).toISOString(),
    )
  })
})
