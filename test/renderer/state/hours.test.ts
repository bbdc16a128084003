import { expect, it } from 'vitest'
import {
  allHours,
  allowedCount,
  isAllowed,
  nights,
  outsideWork,
  weekends,
  withDaySwitched,
  withHour,
} from '../../../src/renderer/state/hours.ts'

const monday = 0
const saturday = 5

it('switches one hour and no other', () => {
  const changed = withHour(allHours, 2, 13, false)
  expect(changed).toHaveLength(168)
  expect(isAllowed(changed, 2, 13)).toBe(false)
  expect(allowedCount(changed)).toBe(167)
})

it('switches a day on unless all of it is on, then off', () => {
  const half = withHour(allHours, monday, 3, false)
  expect(allowedCount(withDaySwitched(half, monday))).toBe(168)
  expect(allowedCount(withDaySwitched(allHours, monday))).toBe(144)
})

it('offers weeks that mean what they say', () => {
  expect(isAllowed(nights, monday, 22)).toBe(true)
  expect(isAllowed(nights, monday, 6)).toBe(true)
  expect(isAllowed(nights, monday, 7)).toBe(false)
  expect(isAllowed(outsideWork, monday, 9)).toBe(false)
  expect(isAllowed(outsideWork, saturday, 9)).toBe(true)
  expect(allowedCount(weekends)).toBe(48)
  for (const week of [nights, outsideWork, weekends]) expect(week).toMatch(/^[01]{168}$/)
})
