// The arithmetic of a reduced copy's sides.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { targetSides } from '../../../src/main/engine/images/target-size.ts'

describe('the sides of a reduced copy', () => {
  const most = 16_000_000

  test('never exceed 16 MP nor the original, and keep the shape to within one pixel', () => {
    const side = fc.integer({ min: 1, max: 65_500 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const copy = targetSides({ width, height }, most)
        expect(copy.width * copy.height).toBeLessThanOrEqual(most)
        expect(copy.width).toBeLessThanOrEqual(width)
        expect(copy.height).toBeLessThanOrEqual(height)
        const isTall = height > width
        const [longer, shorter] = isTall ? [copy.height, copy.width] : [copy.width, copy.height]
        const ratio = isTall ? width / height : height / width
        expect(Math.abs(longer * ratio - shorter)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('lose next to nothing of the 16 MP', () => {
    const { width, height } = targetSides({ width: 6000, height: 4000 }, most)
    expect(width * height).toBeGreaterThan(most - width - height)
  })

  test.each([
    [6_000, 4_000, 4_898, 3_265],
    [4_000, 6_000, 3_265, 4_898],
    [12_000, 9_000, 4_618, 3_464],
    [100_000, 1_000, 40_000, 400],
    [65_500, 300, 59_104, 270],
  ])('of %i by %i are %i by %i', (width, height, ...sides) => {
    const copy = targetSides({ width, height }, most)
    expect([copy.width, copy.height]).toEqual(sides)
  })

  test('are at least one pixel, also of a picture that is but a line', () => {
    expect(targetSides({ width: 60_000, height: 1 }, 100)).toEqual({ width: 100, height: 1 })
    expect(targetSides({ width: 1, height: 60_000 }, 100)).toEqual({ width: 1, height: 100 })
    expect(targetSides({ width: 9, height: 9 }, 1)).toEqual({ width: 1, height: 1 })
  })

  test('are those of the original up to 16 MP', () => {
    const sides = { width: 4000, height: 4000 }
    expect(targetSides(sides, most)).toEqual(sides)
  })
})
