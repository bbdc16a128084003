// Behaviour of moments and wall times in zones on both sides of UTC: a moment has the day of the zone, a wall time its own.
import { describe, expect, it, vi } from 'vitest'
import { startOfDay, startOfWallDay, toWallTime, wallText } from '../../src/shared/days.ts'
import { startOfKeyDay } from '../../src/shared/order-keys.ts'

const hourMs = 3_600_000

describe.each([
  ['UTC', 0, 0],
  ['Pacific/Auckland', 12, 13],
  ['America/Los_Angeles', -7, -8],
  ['Asia/Kolkata', 5.5, 5.5],
])('in %s', (zone, june, december) => {
  const inZone = <T>(look: () => T): T => {
    vi.stubEnv('TZ', zone)
    try {
      return look()
    } finally {
      vi.unstubAllEnvs()
    }
  }

  it('the day of a moment begins at midnight here, in summer and in winter', () => {
    for (const [month, east] of [
      [5, june],
      [11, december],
    ] as const) {
      const midnight = Date.UTC(2026, month, 12) - east * hourMs
      for (const hour of [0, 7.5, 23.9])
        expect(inZone(() => startOfDay(midnight + hour * hourMs))).toBe(midnight)
    }
  })

  it('the day of a wall time is the one that is written in it, also before 1970', () => {
    for (const year of [2026, 1970, 1969, 1887])
      for (const hour of [0, 7.5, 23.9]) {
        const day = Date.UTC(year, 5, 12)
        expect(inZone(() => startOfWallDay(day + hour * hourMs))).toBe(day)
      }
  })

  it('a moment is on the wall what the clock shows here', () => {
    const show = (at: number): string => inZone(() => wallText(toWallTime(at)))
    const at = (month: number, east: number): number =>
      Date.UTC(2026, month, 12, 3, 4, 5) - east * hourMs
    expect(show(at(5, june))).toBe('2026-06-12T03:04:05')
    expect(show(at(11, december))).toBe('2026-12-12T03:04:05')
  })

  it('the history is by day: changes by the days of here, photos by their own', () => {
    const late = Date.UTC(2026, 5, 12, 23, 59)
    expect(inZone(() => startOfKeyDay('taken', late))).toBe(Date.UTC(2026, 5, 12))
    expect(inZone(() => startOfKeyDay('changed', late - june * hourMs))).toBe(
      Date.UTC(2026, 5, 12) - june * hourMs,
    )
  })
})

it('a wall time is written without a zone, and one that no calendar has not at all', () => {
  expect(wallText(Date.UTC(1987, 6, 14, 12, 0, 5, 250))).toBe('1987-07-14T12:00:05')
  expect(wallText(9e15)).toBe('')
})
