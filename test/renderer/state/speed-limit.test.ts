import { expect, it } from 'vitest'
import { parseSpeed, speedText } from '../../../src/renderer/state/speed-limit.ts'

it('reads a speed with a point or a comma', () => {
  expect(parseSpeed('2.5')).toBe(2_500_000)
  expect(parseSpeed(' 2,5 ')).toBe(2_500_000)
})

it('takes nothing that is not above 0', () => {
  for (const text of ['', ' ', '0', '-1', 'fast', '1e999']) expect(parseSpeed(text)).toBeNull()
})

it('writes what it reads', () => {
  expect(speedText(2_500_000)).toBe('2.5')
  expect(parseSpeed(speedText(340_000))).toBe(340_000)
})
