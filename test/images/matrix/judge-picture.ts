// Compares the pixels of a source and of its reduced copy in sRGB, as others draw them: libvips' vipsthumbnail at the
// size of the copy, and ImageMagick as a rough map. All arithmetic is done here; nothing of the product is used.
import { readFileSync, rmSync } from 'node:fs'
import { imageMagick, vipsthumbnail } from '../tools.ts'
import { profiles } from './masters.ts'

/** A drawn picture: eight bits a sample, upright, in sRGB. */
export interface Drawing {
  width: number
  height: number
  channels: number
  samples: Uint8Array
}

/** How far two drawings are from one another, in steps of 255. */
export interface Distance {
  /** Of the mean of any channel. */
  mean: number
  /** Of the darkest and the brightest of some 400 parts. */
  extremes: number
  /** Of any of these parts: what is turned, shifted, cut or of another colour shows here. */
  structure: number
  /** Root of the mean square over all samples: sharpness and compression. */
  noise: number
}

const parts = 20
/** Of the rows every so manyth is looked at: parts are some 160 rows high. */
const rowStep = 3

/** What libvips makes of a picture at this size, by itself. */
export async function drawnByVips(
  path: string,
  { width, height }: { width: number; height: number },
  output: string,
  { isUntaggedCmyk = false } = {},
): Promise<Drawing> {
  await vipsthumbnail([
    ...[path, '--size', `${width}x${height}!`, '--export-profile', 'srgb', '--output', output],
    ...(isUntaggedCmyk ? ['--import-profile', 'cmyk'] : []),
  ])
  try {
    return readVips(readFileSync(output))
  } finally {
    // What was never written would hide why.
    rmSync(output, { force: true })
  }
}

/** The header of libvips' own format: sides, channels and the kind of number at fixed places. */
function readVips(bytes: Buffer): Drawing {
  const [width, height, channels] = [4, 8, 12].map((at) => bytes.readInt32LE(at))
  const kind = bytes.readInt32LE(20)
  if (width === undefined || height === undefined || channels === undefined) throw new RangeError()
  const count = width * height * channels
  if (kind === 0) return { width, height, channels, samples: bytes.subarray(64, 64 + count) }
  if (kind !== 2) throw new Error(`libvips drew numbers of kind ${kind}`)
  const samples = new Uint8Array(count)
  // The upper byte of a 16-bit sample.
  for (let index = 0; index < count; index += 1) samples[index] = bytes[65 + index * 2] ?? 0
  return { width, height, channels, samples }
}

/** The names of EXIF's orientations, from 1. */
const turns = [
  ...['TopLeft', 'TopRight', 'BottomRight', 'BottomLeft'],
  ...['LeftTop', 'RightTop', 'RightBottom', 'LeftBottom'],
]

/** How a picture is to be drawn by ImageMagick. */
export interface MagickWishes {
  /** The path of the profile of a picture that carries none. */
  profile?: string | null
  orientation?: number
  /** Where parts are a few pixels only, both pictures must be cut into them at the same size. */
  sides?: { width: number; height: number } | null
}

/** What ImageMagick makes of a picture: the mean colour of each of its parts. An orientation overrides what it reads. */
export async function mapByMagick(
  path: string,
  { profile = null, orientation = 0, sides = null }: MagickWishes = {},
): Promise<number[]> {
  const turn = turns[orientation - 1]
  const bytes = await imageMagick([
    ...[`${path}[0]`, ...(turn === undefined ? [] : ['-orient', turn]), '-auto-orient'],
    ...(sides === null ? [] : ['-resize', `${sides.width}x${sides.height}!`]),
    ...['-scale', `${parts}x${parts}!`],
    ...(profile === null ? [] : ['-profile', profile]),
    ...['-black-point-compensation', '-profile', await profiles.srgb()],
    ...['-colorspace', 'sRGB', '-type', 'TrueColor'],
    ...['-depth', '8', 'rgb:-'],
  ])
  return [...bytes]
}

/** The mean of each part and channel; grey counts as three equal channels. */
export function mapOf({ width, height, channels, samples }: Drawing): number[] {
  const colours = channels < 3 ? 1 : 3
  const sums = new Float64Array(parts * parts * 3)
  const counts = new Float64Array(parts * parts)
  for (let y = 0; y < height; y += height > 1_000 ? rowStep : 1) {
    const row = Math.floor((y * parts) / height) * parts
    for (let x = 0; x < width; x += 1) {
      const part = row + Math.floor((x * parts) / width)
      const at = (y * width + x) * channels
      for (let channel = 0; channel < 3; channel += 1) {
        const place = part * 3 + channel
        sums[place] = (sums[place] ?? 0) + (samples[at + (colours === 1 ? 0 : channel)] ?? 0)
      }
      counts[part] = (counts[part] ?? 0) + 1
    }
  }
  return [...sums].map((sum, index) => sum / (counts[Math.floor(index / 3)] ?? 1))
}

/** Compares two maps. */
export function mapDistance(one: readonly number[], other: readonly number[]): Distance {
  const far = (index: number): number => Math.abs((one[index] ?? 0) - (other[index] ?? 0))
  const structure = one.reduce((most, _, index) => Math.max(most, far(index)), 0)
  const ends = (map: readonly number[]): number[] => [Math.min(...map), Math.max(...map)]
  const [endsOfOne, endsOfOther] = [ends(one), ends(other)]
  const extremes = Math.max(...endsOfOne.map((end, at) => Math.abs(end - (endsOfOther[at] ?? 0))))
  const means = [0, 1, 2].map((channel) => {
    const sum = one.reduce((total, value, index) => {
      return index % 3 === channel ? total + value - (other[index] ?? 0) : total
    }, 0)
    return Math.abs(sum / (one.length / 3))
  })
  if (one.length !== other.length) throw new Error('Two maps of different kinds.')
  return { mean: Math.max(...means), extremes, structure, noise: 0 }
}

/** Compares two drawings of the same size, transparency included. */
export function distance(one: Drawing, other: Drawing): Distance {
  if (one.width !== other.width || one.height !== other.height) {
    throw new Error(`${one.width} x ${one.height} against ${other.width} x ${other.height}`)
  }
  const maps = mapDistance(mapOf(one), mapOf(other))
  const veils = mapDistance(veilOf(one), veilOf(other))
  const greyOne = one.channels < 3
  const greyOther = other.channels < 3
  let squares = 0
  let counted = 0
  for (let row = 0; row < one.height; row += rowStep) {
    for (let pixel = row * one.width; pixel < (row + 1) * one.width; pixel += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const left = one.samples[pixel * one.channels + (greyOne ? 0 : channel)] ?? 0
        const right = other.samples[pixel * other.channels + (greyOther ? 0 : channel)] ?? 0
        squares += (left - right) * (left - right)
      }
      counted += 3
    }
  }
  return {
    mean: Math.max(maps.mean, veils.mean),
    extremes: Math.max(maps.extremes, veils.extremes),
    structure: Math.max(maps.structure, veils.structure),
    noise: Math.sqrt(squares / counted),
  }
}

/** The map of a drawing's transparency; of one that has none, opaque everywhere. */
function veilOf({ width, height, channels, samples }: Drawing): number[] {
  const hasVeil = channels === 2 || channels === 4
  if (!hasVeil) return new Array<number>(parts * parts * 3).fill(255)
  const veil = new Uint8Array(width * height)
  for (let pixel = 0; pixel < veil.length; pixel += 1) {
    veil[pixel] = samples[pixel * channels + channels - 1] ?? 0
  }
  return mapOf({ width, height, channels: 1, samples: veil })
}
