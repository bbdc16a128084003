// Behaviour of the small renderings that a photo and its copy are compared by: upright, in sRGB, of the file itself.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPicture, UndecodableError } from '../../../src/main/engine/images/picture.ts'
import {
  renderCopy,
  renderingSides,
  renderSource,
  turned,
  type Rendering,
  type Told,
} from '../../../src/main/engine/images/rendering.ts'
import type { Format } from '../../../src/shared/media-types.ts'
import { tiff } from '../media/tiff-builder.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const write = async (name: string, bytes: Buffer): Promise<string> => {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}
const plain: Told = { orientation: 1, gamma: null }
const small = { width: 4, height: 2 }

async function rendered(
  bytes: Buffer,
  format: Format,
  told: Told = plain,
  sides = small,
): Promise<Rendering | null> {
  const path = await write(`photo.${format}`, bytes)
  return renderSource(path, await openPicture(path, format), told, sides)
}

const flat = (background: string | object, channels: 3 | 4 = 3): Sharp =>
  sharp({ create: { width: 80, height: 40, channels, background } })
const isNear = (values: number[], wanted: readonly number[], most: number): void => {
  expect(values).toHaveLength(wanted.length)
  for (const [at, value] of values.entries()) {
    expect(Math.abs(value - (wanted[at] ?? 0)), `value ${at}`).toBeLessThanOrEqual(most)
  }
}
const firstOf = (rendering: Rendering | null): number[] => [
  ...(rendering?.pixels.subarray(0, 4) ?? []),
]

describe('the sides of a rendering', () => {
  it.each([
    [
      { width: 4_898, height: 3_265 },
      { width: 96, height: 64 },
    ],
    [
      { width: 3_265, height: 4_898 },
      { width: 64, height: 96 },
    ],
    [
      { width: 384, height: 384 },
      { width: 96, height: 96 },
    ],
    // No pixel stands for fewer than four by four of a small copy.
    [
      { width: 383, height: 192 },
      { width: 95, height: 48 },
    ],
    [
      { width: 115, height: 86 },
      { width: 28, height: 21 },
    ],
    [
      { width: 20, height: 10 },
      { width: 8, height: 4 },
    ],
    [
      { width: 40_000, height: 50 },
      { width: 96, height: 1 },
    ],
  ])('of a copy of %j are %j', (copy, sides) => {
    expect(renderingSides(copy)).toEqual(sides)
  })
})

describe('a rendering', () => {
  it('has the colours of what it renders, and is opaque where nothing is said', async () => {
    for (const [format, bytes] of [
      ['png', await flat('#20c040').png().toBuffer()],
      ['webp', await flat('#20c040').webp({ lossless: true }).toBuffer()],
      ['tiff', await flat('#20c040').toColourspace('rgb16').tiff().toBuffer()],
    ] as const) {
      const rendering = await rendered(bytes, format)
      expect(rendering?.pixels).toHaveLength(4 * 2 * 4)
      isNear(firstOf(rendering), [0x20, 0xc0, 0x40, 255], 1)
    }
    expect(firstOf(await renderCopy(await flat('#20c040').png().toBuffer(), small))).toEqual([
      ...[0x20, 0xc0, 0x40, 255],
    ])
  })

  it('has each colour only as far as it is opaque', async () => {
    const half = flat({ r: 200, g: 100, b: 50, alpha: 0.5 }, 4)
    const values = firstOf(await rendered(await half.png().toBuffer(), 'png'))
    isNear(values, [100, 50, 25, 128], 1.5)
  })

  it('of a grey picture has three equal colours', async () => {
    const grey = flat('#777777').toColourspace('b-w')
    expect(firstOf(await rendered(await grey.png().toBuffer(), 'png'))).toEqual([
      ...[0x77, 0x77, 0x77, 255],
    ])
    const seeThrough = flat({ r: 119, g: 119, b: 119, alpha: 1 }, 4).toColourspace('b-w')
    expect(firstOf(await rendered(await seeThrough.png().toBuffer(), 'png'))).toEqual([
      ...[0x77, 0x77, 0x77, 255],
    ])
  })

  it('is in sRGB, whatever the profile', async () => {
    const wide = await flat('#c86432').withIccProfile('p3').jpeg({ quality: 100 }).toBuffer()
    const numbers = [...(await sharp(wide, { ignoreIcc: true }).raw().toBuffer()).subarray(0, 3)]
    const seen = firstOf(await rendered(wide, 'jpeg')).slice(0, 3)
    expect(Math.abs((seen[0] ?? 0) - 0xc8)).toBeLessThan(3)
    expect(Math.abs((seen[0] ?? 0) - (numbers[0] ?? 0))).toBeGreaterThan(6)
    expect(firstOf(await renderCopy(wide, small)).slice(0, 3)).toEqual(seen)
  })

  it('of inks is in sRGB', async () => {
    const inks = flat('#c86432').toColourspace('cmyk').withIccProfile('cmyk')
    const bytes = await inks.jpeg({ quality: 100 }).toBuffer()
    isNear(firstOf(await rendered(bytes, 'jpeg')), [0xc8, 0x64, 0x32, 255], 30)
  })

  it('of a PNG of another gamma has the same light', async () => {
    const png = await flat({ r: 64, g: 0, b: 255, alpha: 0.5 }, 4).ensureAlpha(1).png().toBuffer()
    const opaque = await sharp(png).removeAlpha().png().toBuffer()
    const bright = firstOf(await rendered(opaque, 'png', { ...plain, gamma: 100_000 }))
    expect(bright[0]).toBeCloseTo(255 * (64 / 255) ** 0.45455, 1)
    expect(bright.slice(1)).toEqual([0, 255, 255])
    const same = firstOf(await rendered(opaque, 'png', { ...plain, gamma: 45_455 }))
    expect(same[0]).toBeCloseTo(64, 3)
    // How opaque it is has no gamma.
    const alpha = firstOf(
      await rendered(await flat({ r: 0, g: 0, b: 0, alpha: 0.5 }, 4).png().toBuffer(), 'png', {
        ...plain,
        gamma: 100_000,
      }),
    )
    expect(alpha[3]).toBe(128)
    expect(
      firstOf(await rendered(opaque, 'png', { ...plain, gamma: 0 })).every(Number.isFinite),
    ).toBe(true)
  })

  it('is none of numbers that nobody can say the look of', async () => {
    const pixels = Buffer.alloc(8 * 4 * 4)
    for (let at = 0; at < 32; at += 1) pixels.writeFloatLE(at / 32, at * 4)
    const withPixelsAt = (at: number): Buffer =>
      tiff('II', [
        [
          { tag: 0x0100, values: [8] },
          { tag: 0x0101, values: [4] },
          { tag: 0x0102, values: [32] },
          { tag: 0x0103, values: [1] },
          { tag: 0x0106, values: [1] },
          { tag: 0x0111, type: 4, values: [at] },
          { tag: 0x0115, values: [1] },
          { tag: 0x0116, values: [4] },
          { tag: 0x0117, type: 4, values: [pixels.length] },
          { tag: 0x0153, values: [3] },
        ],
      ])
    const floats = Buffer.concat([withPixelsAt(withPixelsAt(0).length), pixels])
    expect((await sharp(floats).metadata()).depth).toBe('float')
    expect(await rendered(floats, 'tiff')).toBeNull()
  })

  it('is made of the file, and not of a damaged one', async () => {
    const noisy = await sharp({
      create: {
        ...{ width: 200, height: 150, channels: 3, background: '#808080' },
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    })
      .jpeg()
      .toBuffer()
    const cut = noisy.subarray(0, noisy.length / 2)
    await expect(rendered(cut, 'jpeg')).rejects.toBeInstanceOf(UndecodableError)
    await expect(renderCopy(cut, small)).rejects.toBeInstanceOf(UndecodableError)
  })
})

describe('a rendering of a picture that lies', () => {
  /** Six pixels in two rows, each by its own number. */
  const numbered: Rendering = {
    ...{ width: 3, height: 2 },
    pixels: Float32Array.from({ length: 24 }, (_, at) => Math.floor(at / 4)),
  }
  it.each([
    [1, 3, [0, 1, 2, 3, 4, 5]],
    [2, 3, [2, 1, 0, 5, 4, 3]],
    [3, 3, [5, 4, 3, 2, 1, 0]],
    [4, 3, [3, 4, 5, 0, 1, 2]],
    [5, 2, [0, 3, 1, 4, 2, 5]],
    [6, 2, [3, 0, 4, 1, 5, 2]],
    [7, 2, [5, 2, 4, 1, 3, 0]],
    [8, 2, [2, 5, 1, 4, 0, 3]],
    // No orientation at all.
    [9, 3, [0, 1, 2, 3, 4, 5]],
  ])('with orientation %i is %i wide and shows %j', (orientation, width, pixels) => {
    const upright = turned(numbered, orientation)
    expect(upright).toMatchObject({ width, height: 6 / width })
    expect([...upright.pixels].filter((_, at) => at % 4 === 0)).toEqual(pixels)
    expect([...upright.pixels].filter((_, at) => at % 4 === 3)).toEqual(pixels)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is what sharp makes of it, with orientation %i',
    async (orientation) => {
      const halves = await flat('#ff0000')
        .composite([
          {
            input: { create: { width: 40, height: 20, channels: 3, background: '#0000ff' } },
            ...{ left: 0, top: 0 },
          },
        ])
        .removeAlpha()
        .withMetadata({ orientation })
        .png()
        .toBuffer()
      const sides = orientation >= 5 ? { width: 2, height: 4 } : small
      const ours = await rendered(halves, 'png', { ...plain, orientation }, sides)
      const theirs = await renderCopy(await sharp(halves).autoOrient().png().toBuffer(), sides)
      expect(ours).toMatchObject(sides)
      // A picture that is turned first is shrunk the other way round.
      isNear([...(ours?.pixels ?? [])], [...theirs.pixels], 6)
    },
  )
})

function hasEncoder(): boolean {
  try {
    execFileSync('heif-enc', ['--version'], { stdio: 'ignore' })
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

describe.skipIf(!hasEncoder())('a rendering of a HEIC', () => {
  it('has its colours, brought to sRGB by its profile', async () => {
    const wide = flat('#c86432').withIccProfile('p3').png()
    const png = await write('wide.png', await wide.toBuffer())
    const path = join(folder, 'wide.heic')
    execFileSync('heif-enc', ['-q', '100', png, '-o', path], { stdio: 'ignore' })
    const opened = await openPicture(path, 'heic')
    expect(opened.metadata.icc).toBeDefined()
    const [red = 0, , blue = 0, opaque] = firstOf(await renderSource(path, opened, plain, small))
    expect(Math.abs(red - 0xc8)).toBeLessThan(6)
    expect(Math.abs(blue - 0x32)).toBeLessThan(8)
    expect(opaque).toBe(255)
  })
})
