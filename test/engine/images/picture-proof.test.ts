// Behaviour of the comparison of two renderings: what is measured, and how far apart still is the same picture.
import { describe, expect, it } from 'vitest'
import {
  looksTheSame,
  pictureDifference,
  type PictureDifference,
} from '../../../src/main/engine/images/picture-proof.ts'
import { turned, type Rendering } from '../../../src/main/engine/images/rendering.ts'

type Colour = readonly [red: number, green: number, blue: number, opaque?: number]

/** A rendering of 24 by 16 pixels, six windows, from a colour for each place. */
function drawn(colourAt: (x: number, y: number) => Colour, width = 24, height = 16): Rendering {
  const pixels = new Float32Array(width * height * 4)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue, opaque = 255] = colourAt(x, y)
      pixels.set([red, green, blue, opaque], (y * width + x) * 4)
    }
  }
  return { width, height, pixels }
}

const hills = (x: number, y: number): Colour => [40 + 5 * x, 60 + 8 * y, 100 + x * y * 0.2]
const of = (change: (colour: Colour, x: number, y: number) => Colour): Rendering =>
  drawn((x, y) => change(hills(x, y), x, y))
const against = (copy: Rendering): PictureDifference => pictureDifference(drawn(hills), copy)
const same: PictureDifference = { mean: 0, extreme: 0, window: 0, structure: 1 }

describe('two renderings', () => {
  it('that are the same are not apart', () => {
    const { structure, ...apart } = against(drawn(hills))
    expect(apart).toEqual({ mean: 0, extreme: 0, window: 0 })
    expect(structure).toBeCloseTo(1, 10)
  })

  it.each([0, 1, 2, 3])('are apart by the mean of value %i alone', (channel) => {
    const lighter = of(([red, green, blue]) => {
      const values: [number, number, number, number] = [red, green, blue, 255]
      values[channel] = (values[channel] ?? 0) - 6
      return values
    })
    const { mean, extreme, window } = against(lighter)
    expect(mean).toBeCloseTo(6, 5)
    expect(extreme).toBeCloseTo(6, 5)
    expect(window).toBeCloseTo(6, 5)
  })

  it('are apart by their darkest and by their brightest values', () => {
    const spot = (value: number) => of((colour, x, y) => (x + y === 0 ? [value, ...rest] : colour))
    const rest = [60, 100] as const
    expect(against(spot(10)).extreme).toBeCloseTo(30, 5)
    expect(against(spot(200)).extreme).toBeCloseTo(45, 5)
    expect(against(spot(100)).extreme).toBe(0)
  })

  it('are apart by the window that differs most', () => {
    // One pixel of 64 by 128, and one of a narrower window of the same height.
    const inside = of(([red, ...rest], x, y) => [x === 9 && y === 9 ? red + 128 : red, ...rest])
    expect(against(inside).window).toBeCloseTo(2, 5)
    const narrow = (change: number) =>
      drawn((x, y) => (x === 9 && y === 0 ? [change, 0, 0] : [0, 0, 0]), 10, 8)
    expect(pictureDifference(narrow(0), narrow(64)).window).toBeCloseTo(4, 5)
    const low = (change: number) =>
      drawn((x, y) => (x === 0 && y === 9 ? [change, 0, 0] : [0, 0, 0]), 8, 10)
    expect(pictureDifference(low(0), low(64)).window).toBeCloseTo(4, 5)
  })

  it.each([
    ['first', 0, 0],
    ['last', 23, 15],
  ])('are compared to their %s pixel', (_which, column, row) => {
    // One pixel of 64.
    const copy = of(([red, ...rest], x, y) => [x === column && y === row ? red + 64 : red, ...rest])
    expect(against(copy).window).toBeCloseTo(1, 5)
  })

  it('are alike as the index of Wang and others has it', () => {
    // One window each; brightness 0 and 255 in halves, against their middle and against their opposite.
    const halves = (left: number, right: number) =>
      drawn((x) => (x < 4 ? [left, left, left] : [right, right, right]), 8, 8)
    const [c1, c2] = [6.5025, 58.5225]
    const spread = 127.5 ** 2
    const structure = (copy: Rendering) => pictureDifference(halves(0, 255), copy).structure
    expect(structure(halves(127.5, 127.5))).toBeCloseTo(c2 / (spread + c2), 5)
    expect(structure(halves(255, 0))).toBeCloseTo((c2 - 2 * spread) / (c2 + 2 * spread), 5)
    const dark = pictureDifference(halves(0, 0), halves(100, 100)).structure
    expect(dark).toBeCloseTo(c1 / (10_000 + c1), 5)
  })

  it('are as alike as their windows are on average, in what is seen as bright', () => {
    const light = drawn(() => [200, 200, 200], 16, 8)
    const half = drawn((x) => (x < 8 ? [200, 200, 200] : [0, 0, 0]), 16, 8)
    expect(pictureDifference(light, half).structure).toBeCloseTo(0.5, 3)
    const only = (red: number, green: number, blue: number) =>
      pictureDifference(
        drawn(() => [100, 100, 100]),
        drawn(() => [100 + red, 100 + green, 100 + blue]),
      ).structure
    const [red, green, blue] = [only(100, 0, 0), only(0, 100, 0), only(0, 0, 100)]
    const alike = (light2: number) =>
      (2 * 100 * light2 + 6.5025) / (100 ** 2 + light2 ** 2 + 6.5025)
    expect(red).toBeCloseTo(alike(121.26), 4)
    expect(green).toBeCloseTo(alike(171.52), 4)
    expect(blue).toBeCloseTo(alike(107.22), 4)
  })
})

describe('a copy', () => {
  it('still looks the same up to each limit', () => {
    expect(looksTheSame(same)).toBe(true)
    expect(looksTheSame({ mean: 8, extreme: 40, window: 16, structure: 0.85 })).toBe(true)
  })

  it.each([[{ mean: 8.01 }], [{ extreme: 40.01 }], [{ window: 16.01 }], [{ structure: 0.849 }]])(
    'looks different at %j',
    (beyond) => {
      expect(looksTheSame({ ...same, ...beyond })).toBe(false)
    },
  )

  it.each<[string, (colour: Colour, x: number, y: number) => Colour]>([
    ['black', () => [0, 0, 0]],
    ['inverted', ([red, green, blue]) => [255 - red, 255 - green, 255 - blue]],
    ['with red and blue exchanged', ([red, green, blue]) => [blue, green, red]],
    ['grey', ([red, green, blue]) => [green, green, green, red + blue > 0 ? 255 : 255]],
    ['without its lower half', (colour, _, y) => (y < 8 ? colour : [128, 128, 128])],
    ['seen through', ([red, green, blue]) => [red / 2, green / 2, blue / 2, 128]],
    ['as if its numbers were light', (colour) => gamma(colour)],
  ])('that is %s looks different', (_, change) => {
    expect(looksTheSame(against(of(change)))).toBe(false)
  })

  it.each([2, 3, 4])('that is turned as by orientation %i looks different', (orientation) => {
    expect(looksTheSame(against(turned(drawn(hills), orientation)))).toBe(false)
  })

  it('with a little noise looks the same', () => {
    const noisy = of(([red, green, blue], x, y) => {
      const noise = ((x * 7 + y * 13) % 5) - 2
      return [red + noise, green - noise, blue + noise]
    })
    expect(looksTheSame(against(noisy))).toBe(true)
  })
})

const gamma = (colour: Colour): Colour => {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => 255 * ((value ?? 0) / 255) ** 2.2)
  return [red, green, blue]
}
