// Shrinks a photo to a few thousand pixels in a space that every photo can be brought to: sRGB with transparency, upright,
// its profile applied. What two renderings have in common is judged in picture-proof.ts.
import { readFile } from 'node:fs/promises'
import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { pngWithMetadata } from './other-containers.ts'
import { decoding, mostPixels, type Picture } from './picture.ts'
import { withUsualScans } from './sequential-jpeg.ts'
import type { Sides } from './target-size.ts'

/** Four values a pixel, 0 to 255: red, green and blue, each as far as it is opaque, and how opaque it is. */
export interface Rendering extends Sides {
  pixels: Float32Array
}

/** What the header reader says of a source. */
export interface Told {
  /** As EXIF numbers it: how the stored pixels are to be turned. */
  orientation: number
  /** The numbers of a PNG are powers of light by this exponent, in 100,000ths; null: they are sRGB's, or a profile's. */
  gamma: number | null
}

/** Enough to see a missing strip or a turned picture, too few for noise and sharpness to matter. */
const mostSide = 96
/** A pixel is the mean of at least so many of the copy in each direction, so that no filter's taste shows in it. */
const leastPixelsEach = 4
const leastSide = 8

/** The sides of the renderings that a photo and its copy of these upright sides are compared in. */
export function renderingSides({ width, height }: Sides): Sides {
  const longer = Math.max(width, height)
  const most = Math.min(mostSide, Math.max(leastSide, Math.floor(longer / leastPixelsEach)))
  const side = (full: number): number => Math.max(1, Math.round((full * most) / longer))
  return { width: side(width), height: side(height) }
}

/** Numbers whose black and white every decoder agrees on. */
const agreedDepths: readonly string[] = ['uchar', 'ushort']
const strict: SharpOptions = {
  limitInputPixels: mostPixels,
  failOn: 'warning',
  sequentialRead: true,
}

/**
 * Renders a source at these upright sides; null where nobody can say what its numbers look like.
 *
 * It is decoded a second time, from its file, so nothing of the pipeline that made the copy is in it: neither its colours,
 * nor its turn (made here, from what our own header reader says), nor its profile, nor an end that came too early. The
 * decoder is the same library, so what that itself misreads shows in both; therefore numbers that it cannot mean, floats
 * and a PNG's gamma, are judged here. A HEIC is decoded once, since that takes seconds: its rendering comes from the decoded
 * pixels, and proves all that was done with them, but not them.
 */
export async function renderSource(
  path: string,
  { metadata, pixels, hasOddScans, isConverted }: Picture,
  { orientation, gamma }: Told,
  sides: Sides,
): Promise<Rendering | null> {
  const { icc } = metadata
  if (pixels !== null) {
    return withProfile(
      shrunk(sharp(pixels.data, { ...strict, raw: pixels.raw }), sides),
      icc,
      sides,
    )
  }
  if (!agreedDepths.includes(metadata.depth)) return null
  // A warning of odd scans must not hide one of damage, so they are put right before they are decoded as strictly as ever.
  const input = hasOddScans ? withUsualScans(await readFile(path)) : path
  const stored = orientation >= 5 ? { width: sides.height, height: sides.width } : sides
  const small = shrunk(sharp(input, { ...strict, ignoreIcc: !isConverted }), stored)
  const values = await (isConverted ? valuesOf(small, stored) : withProfile(small, icc, stored))
  return turned(gamma === null ? values : asLight(values, gamma), orientation)
}

/** Renders a finished copy, which is upright. */
export async function renderCopy(copy: Buffer, sides: Sides): Promise<Rendering> {
  const { icc } = await decoding(sharp(copy, strict).metadata())
  return withProfile(shrunk(sharp(copy, { ...strict, ignoreIcc: true }), sides), icc, sides)
}

/** Applies a profile to the few pixels that are left, which costs a tenth of applying it to all. */
async function withProfile(
  small: Sharp,
  icc: Buffer | undefined,
  sides: Sides,
): Promise<Rendering> {
  if (icc === undefined) return valuesOf(small, sides)
  const png = await decoding(small.png({ compressionLevel: 0 }).toBuffer())
  return valuesOf(sharp(pngWithMetadata(png, { ...nothing, icc })), sides)
}

const nothing = { exif: null, xmp: null, photoshop: null }
const shrunk = (picture: Sharp, { width, height }: Sides): Sharp =>
  picture.resize(width, height, { fit: 'fill' })

/** The space is asked for, so grey has three colours as well, and what has no transparency is opaque. */
async function valuesOf(small: Sharp, { width, height }: Sides): Promise<Rendering> {
  const data = await decoding(small.toColourspace('srgb').ensureAlpha().raw().toBuffer())
  const pixels = Float32Array.from(data)
  for (let at = 0; at < pixels.length; at += 4) {
    const opaque = (data[at + 3] ?? 0) / 255
    for (let colour = at; colour < at + 3; colour += 1) {
      pixels[colour] = (data[colour] ?? 0) * opaque
    }
  }
  return { width, height, pixels }
}

/** sRGB's own exponent, near enough for a small picture. */
const srgbGamma = 45_455

/** Brings numbers of another gamma to those that mean the same light in sRGB (PNG, third edition, 13.13). */
function asLight(rendering: Rendering, gamma: number): Rendering {
  const exponent = srgbGamma / Math.max(1, gamma)
  const pixels = rendering.pixels.map((value, at) =>
    at % 4 === 3 ? value : 255 * (value / 255) ** exponent,
  )
  return { ...rendering, pixels }
}

/** Where a pixel of the stored picture is seen (Exif 2.3, 4.6.4): whether x and y change places, then which run backwards. */
const turns: Record<
  number,
  readonly [isSwapped: boolean, isMirrored: boolean, isUpsideDown: boolean]
> = {
  1: [false, false, false],
  2: [false, true, false],
  3: [false, true, true],
  4: [false, false, true],
  5: [true, false, false],
  6: [true, true, false],
  7: [true, true, true],
  8: [true, false, true],
}

/** The same picture upright. */
export function turned(rendering: Rendering, orientation: number): Rendering {
  const [isSwapped, isMirrored, isUpsideDown] = turns[orientation] ?? [false, false, false]
  const width = isSwapped ? rendering.height : rendering.width
  const height = isSwapped ? rendering.width : rendering.height
  const pixels = new Float32Array(rendering.pixels.length)
  for (let y = 0; y < rendering.height; y += 1) {
    for (let x = 0; x < rendering.width; x += 1) {
      const [across, down] = isSwapped ? [y, x] : [x, y]
      const to = (isUpsideDown ? height - 1 - down : down) * width
      const at = to + (isMirrored ? width - 1 - across : across)
      const from = (y * rendering.width + x) * 4
      pixels.set(rendering.pixels.subarray(from, from + 4), at * 4)
    }
  }
  return { width, height, pixels }
}
