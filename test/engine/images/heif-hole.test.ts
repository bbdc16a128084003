// A part of a HEIC that its decoder never wrote, and pictures that only look a little like it.
import { describe, expect, it } from 'vitest'
import { hasHole, type Pixels } from '../../../src/main/engine/images/heif-hole.ts'

/** A grey picture with one square of a colour. */
function withSquare(
  colour: readonly number[],
  { side = 16, left = 16, top = 24, width = 61, height = 45 } = {},
): Pixels {
  const channels = colour.length === 4 ? 4 : 3
  const data = new Uint8Array(width * height * channels).fill(128)
  for (let y = top; y < top + side; y += 1)
    for (let x = left; x < left + side; x += 1) data.set(colour, (y * width + x) * channels)
  return { width, height, channels, data }
}
const unwritten = [0, 136, 0]

describe('a picture', () => {
  it.each<[string, Pixels]>([
    ['in the middle', withSquare(unwritten)],
    ['that is shifted, as by a crop', withSquare(unwritten, { left: 21, top: 19 })],
    ['at its end', withSquare(unwritten, { left: 45, top: 29 })],
    [
      'in its last square',
      withSquare(unwritten, { side: 8, left: 56, top: 40, width: 64, height: 48 }),
    ],
    ['beside transparency', withSquare([...unwritten, 255])],
    ['in the colours of BT.709', withSquare([0, 84, 0])],
    ['of the darkest green that it may be', withSquare([0, 60, 0])],
    ['of the brightest green that it may be', withSquare([0, 160, 0])],
  ])('has a hole %s', (_, pixels) => {
    expect(hasHole(pixels)).toBe(true)
  })

  it.each<[string, Pixels]>([
    ['grey all over', withSquare([128, 128, 128])],
    ['with a few such pixels', withSquare(unwritten, { side: 7 })],
    ['with a green that is brighter', withSquare([0, 200, 0])],
    ['with a green that is darker', withSquare([0, 40, 0])],
    ['with a green that is a little darker', withSquare([0, 59, 0])],
    ['with a green that is a little brighter', withSquare([0, 161, 0])],
    ['with a little red in it', withSquare([1, 136, 0])],
    ['with a little blue in it', withSquare([0, 136, 1])],
    [
      'smaller than a square',
      withSquare(unwritten, { width: 7, height: 7, left: 0, top: 0, side: 7 }),
    ],
  ])('%s has none', (_, pixels) => {
    expect(hasHole(pixels)).toBe(false)
  })

  it('of such a green that is not even has none', () => {
    const pixels = withSquare(unwritten, { width: 16, height: 16, left: 0, top: 0 })
    for (let at = 1; at < pixels.data.length; at += 3 * 5) pixels.data[at] = 137
    expect(hasHole(pixels)).toBe(false)
  })

  it('of which one pixel was written has none, wherever that is', () => {
    for (let pixel = 0; pixel < 64; pixel += 1) {
      const square = withSquare(unwritten, { width: 8, height: 8, left: 0, top: 0, side: 8 })
      square.data[pixel * 3 + 1] = 137
      expect(hasHole(square), `pixel ${pixel}`).toBe(false)
    }
  })

  it('has none that begins at its right edge and goes on at its left one', () => {
    const pixels = withSquare(unwritten, { width: 61, height: 45, side: 0 })
    for (let y = 8; y < 18; y += 1) {
      for (const x of [0, 1, 2, 56, 57, 58, 59, 60]) {
        pixels.data.set(unwritten, (y * pixels.width + x) * pixels.channels)
      }
    }
    expect(hasHole(pixels)).toBe(false)
  })
})
