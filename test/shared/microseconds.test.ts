import { describe, expect, it } from 'vitest'
import { toMicroseconds } from '../../src/shared/microseconds.ts'

describe('the time of a file', () => {
  it('is kept to the microsecond', () => {
    expect(toMicroseconds(1_700_000_000_123.456)).toBe(1_700_000_000_123_456)
    expect(toMicroseconds(-1)).toBe(-1_000)
  })

  it.each([8.64e15, 9.3e15, 1e17, -1e17, Infinity, -Infinity, Number.NaN])(
    'however strange, is one that a date can show and a catalogue can hold: %d ms',
    (strange) => {
      const time = toMicroseconds(strange)
      expect(Number.isInteger(time) && Math.abs(time) < 2 ** 63).toBe(true)
      expect(new Date(time / 1_000).toISOString()).toMatch(/^\d{4}-/)
    },
  )
})
