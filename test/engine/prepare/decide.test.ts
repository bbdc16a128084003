// Behaviour of the decision about a file whose header is known, and of the limits: which come first, and to the byte.
import { describe, expect, it } from 'vitest'
import { unknownHead, type PictureHead } from '../../../src/main/engine/media/head.ts'
import { decide, pixelsOf, type Look } from '../../../src/main/engine/prepare/decide.ts'
import { limitsOf, overLimit } from '../../../src/main/engine/prepare/limits.ts'
import {
  formats,
  mediaTypes,
  type Format,
  type MediaType,
} from '../../../src/shared/media-types.ts'

const typeOf = (format: Format): MediaType => {
  const found = mediaTypes.find((type) => type.format === format)
  if (found === undefined) throw new Error(`no type of ${format}`)
  return found
}
const headOf = (width: number | null, height: number | null, more: Partial<PictureHead> = {}) => ({
  ...unknownHead,
  width,
  height,
  ...more,
})
const decideOn = (look: Partial<Look>) =>
  decide({
    type: typeOf('jpeg'),
    head: headOf(5_000, 4_000),
    sizeBytes: 1_000,
    photoSize: 'high',
    limits: limitsOf.small,
    maxPixels: 16_000_000,
    leaveOutSmallPictures: false,
    ...look,
  })

describe('in High quality', () => {
  it('a photo above the pixels is reduced, one of just so many is small enough', () => {
    expect(decideOn({})).toEqual({ step: 'reduce', width: 5_000, height: 4_000 })
    expect(decideOn({ head: headOf(4_000, 4_000) })).toEqual({
      step: 'send',
      keptOriginal: 'small-enough',
    })
  })

  it('a photo of few pixels is reduced when it has too many bytes', () => {
    const few = { head: headOf(4_000, 3_000) }
    expect(decideOn({ ...few, sizeBytes: 75_000_000 })).toMatchObject({ step: 'send' })
    expect(decideOn({ ...few, sizeBytes: 75_000_001 })).toMatchObject({ step: 'reduce' })
  })

  it('only six kinds are reduced', () => {
    const reduced = formats.filter((format) => decideOn({ type: typeOf(format) }).step === 'reduce')
    expect(reduced).toEqual(['jpeg', 'png', 'webp', 'tiff', 'heic', 'avif'])
  })

  it.each([
    [{ type: typeOf('iso-video') }, 'video'],
    [{ type: typeOf('raw') }, 'raw'],
    [{ type: typeOf('gif') }, 'format'],
    [{ head: headOf(5_000, 4_000, { isAnimated: true }) }, 'animation'],
    [{ head: headOf(5_000, 4_000, { hasForeignColours: true }) }, 'format'],
    [{ head: headOf(null, null) }, 'undecodable'],
    [{ head: headOf(5_000, null) }, 'undecodable'],
  ] as const)('%j is sent as it is', (look, keptOriginal) => {
    expect(decideOn(look)).toEqual({ step: 'send', keptOriginal })
  })

  it('what is not reduced is held to the limits', () => {
    const large = { type: typeOf('raw'), sizeBytes: 75_000_001 }
    expect(decideOn(large)).toMatchObject({
      step: 'skip',
      reason: { kind: 'too-large', keptOriginal: 'raw' },
    })
  })

  it('what can be reduced is left out by no limit before it is', () => {
    const large = { sizeBytes: 143_000_000, head: headOf(20_000, 10_000) }
    expect(decideOn(large)).toMatchObject({ step: 'reduce' })
    expect(decideOn({ ...large, photoSize: 'original' })).toEqual({
      step: 'skip',
      reason: { kind: 'too-large', sizeBytes: 143_000_000, limitBytes: 75_000_000 },
    })
  })
})

describe('as originals', () => {
  it('all are sent, without a reason', () => {
    for (const format of formats)
      expect(decideOn({ type: typeOf(format), photoSize: 'original' })).toEqual({
        step: 'send',
        keptOriginal: null,
      })
  })

  it('what is over a limit is left out, with both numbers', () => {
    const pixels = decideOn({ photoSize: 'original', head: headOf(10_001, 10_000) })
    expect(pixels).toEqual({
      step: 'skip',
      reason: { kind: 'too-many-pixels', pixels: 100_010_000, limitPixels: 100_000_000 },
    })
  })
})

describe('small pictures', () => {
  const small = (width: number | null, height: number | null, look: Partial<Look> = {}) =>
    decideOn({ head: headOf(width, height), leaveOutSmallPictures: true, ...look }).step

  it('are left out when the user wants it, and both sides are under 256', () => {
    expect(small(255, 255)).toBe('skip')
    expect(small(256, 255)).toBe('send')
    expect(small(255, 256)).toBe('send')
    expect(small(255, 255, { leaveOutSmallPictures: false })).toBe('send')
    expect(small(null, 10)).toBe('send')
    expect(small(10, null)).toBe('send')
  })

  it('are no films, and all icons', () => {
    expect(small(100, 100, { type: typeOf('iso-video') })).toBe('send')
    expect(small(256, 256, { type: typeOf('ico') })).toBe('skip')
    expect(decideOn({ head: headOf(9, 8), leaveOutSmallPictures: true })).toEqual({
      step: 'skip',
      reason: { kind: 'small-picture', width: 9, height: 8 },
    })
  })
})

describe('a limit', () => {
  const photo = (sizeBytes: number, pixels: number | null, choice: keyof typeof limitsOf) =>
    overLimit({ mediaKind: 'photo', sizeBytes, pixels }, limitsOf[choice])
  const video = (sizeBytes: number, choice: keyof typeof limitsOf) =>
    overLimit({ mediaKind: 'video', sizeBytes, pixels: 1e12 }, limitsOf[choice])

  it('of a photo is what Google takes, 200 MB and 200 MP, or 75 MB and 100 MP', () => {
    expect(photo(75e6, 100e6, 'small')).toBeNull()
    expect(photo(75e6 + 1, 1, 'small')).toEqual({
      kind: 'too-large',
      sizeBytes: 75e6 + 1,
      limitBytes: 75e6,
    })
    expect(photo(1, 100e6 + 1, 'small')).toMatchObject({ limitPixels: 100e6 })
    expect(photo(1, null, 'small')).toBeNull()
    // A phone of 200 megapixels makes pictures of 16,320 by 12,240.
    expect(photo(199e6, 16_320 * 12_240, 'google')).toBeNull()
    expect(photo(200e6, 200e6, 'google')).toBeNull()
    expect(photo(1, 200e6 + 1, 'google')).toMatchObject({ limitPixels: 200e6 })
    expect(photo(200e6 + 1, 1, 'google')).toMatchObject({ limitBytes: 200e6 })
  })

  it('of a film is 10 or 20 GB, whatever its pixels', () => {
    expect(video(10e9, 'small')).toBeNull()
    expect(video(10e9 + 1, 'small')).toMatchObject({ kind: 'too-large', limitBytes: 10e9 })
    expect(video(20e9, 'google')).toBeNull()
    expect(video(20e9 + 1, 'google')).toMatchObject({ limitBytes: 20e9 })
  })
})

it('pixels are known when both sides are', () => {
  expect(pixelsOf({ width: 3, height: 2 })).toBe(6)
  expect(pixelsOf({ width: null, height: 2 })).toBeNull()
  expect(pixelsOf({ width: 3, height: null })).toBeNull()
})
