// Every container in every colour space and depth that it has, encoded by tools of others from the masters. What is
// told about them (metadata, orientation) comes later: wrapping is cheap, encoding is not.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { encodeHeif, encoder, imageMagick, vips, writeTags } from '../tools.ts'
import { masters, once } from './masters.ts'
import { turnedHeic } from './turned-heic.ts'

/** What a picture is kept in. */
export type Container = 'jpeg' | 'png' | 'tiff' | 'webp' | 'heic' | 'avif' | 'gif' | 'bmp' | 'jxl'

/** One encoding of the scene. */
export interface Base {
  id: string
  container: Container
  extension: string
  colours:
    | 'untagged'
    | 'srgb'
    | 'p3'
    | 'adobe'
    | 'prophoto'
    | 'grey'
    | 'cmyk'
    | 'cmyk untagged'
    | 'lab'
    | 'by number'
    | 'foreign by number'
  depth: '8' | '10' | '16' | 'float' | '1-bit' | 'palette'
  hasAlpha: boolean
  /** Metadata can be written into it by the tools of others. */
  isTellable: boolean
  path(): Promise<string>
}

type Master = keyof typeof masters
type Facts = Partial<Pick<Base, 'depth' | 'hasAlpha' | 'isTellable'>>

const base = (
  id: string,
  extension: string,
  container: Container,
  colours: Base['colours'],
  make: (output: string) => Promise<unknown>,
  { depth = '8', hasAlpha = false, isTellable = true }: Facts = {},
): Base => {
  const path = (): Promise<string> => once(`${id}.${extension}`, make)
  return { id, container, extension, colours, depth, hasAlpha, isTellable, path }
}

/** Encoded by one of libvips' savers. */
const saved = (saver: string, master: Master, ...options: string[]) =>
  async function save(output: string): Promise<void> {
    await vips([saver, await masters[master](), output, ...options])
  }

const bySaver =
  (extension: string, container: Container, saver: string) =>
  (
    id: string,
    colours: Base['colours'],
    master: Master,
    options: readonly string[],
    facts: Facts = {},
  ): Base =>
    base(id, extension, container, colours, saved(saver, master, ...options), facts)

const bare = '--strip'
const jpeg = bySaver('jpg', 'jpeg', 'jpegsave')
const png = bySaver('png', 'png', 'pngsave')
const tiff = bySaver('tif', 'tiff', 'tiffsave')
const webp = bySaver('webp', 'webp', 'webpsave')
const quality = ['--Q', '95', '--subsample-mode', 'on']
const quick = ['--compression', '1']
const lzw = ['--compression', 'lzw', '--predictor', 'horizontal']

const byMagick = (
  id: string,
  extension: string,
  container: Container,
  colours: Base['colours'],
  options: readonly string[],
  { master = 'rgb', ...facts }: Facts & { master?: Master } = {},
): Base =>
  base(
    id,
    extension,
    container,
    colours,
    async (output) => imageMagick([await masters[master](), '-strip', ...options, output]),
    facts,
  )

/** A PNG with a chunk behind its header, which no tool of Debian writes by itself. */
const withChunk = (id: string, colours: Base['colours'], type: string, words: number[]): Base =>
  base(id, 'png', 'png', colours, async (output) => {
    const bytes = readFileSync(await find('png-untagged').path())
    const body = Buffer.alloc(4 + 4 * words.length)
    body.write(type, 'latin1')
    words.forEach((word, index) => body.writeUInt32BE(word, 4 + 4 * index))
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(4 * words.length)
    check.writeUInt32BE(crc32(body))
    const behindHeader = 33
    const parts = [bytes.subarray(0, behindHeader), length, body, check]
    writeFileSync(output, Buffer.concat([...parts, bytes.subarray(behindHeader)]))
  })

const jpegs: Base[] = [
  jpeg('jpeg-untagged', 'untagged', 'rgb', [...quality, bare]),
  jpeg('jpeg-srgb', 'srgb', 'srgb', quality),
  jpeg('jpeg-p3', 'p3', 'p3', quality),
  jpeg('jpeg-p3-444', 'p3', 'p3', ['--Q', '95', '--subsample-mode', 'off']),
  jpeg('jpeg-adobe', 'adobe', 'adobe', quality),
  jpeg('jpeg-prophoto', 'prophoto', 'prophoto', quality),
  jpeg('jpeg-grey', 'grey', 'grey', [...quality, bare]),
  jpeg('jpeg-cmyk', 'cmyk', 'cmyk', quality),
  jpeg('jpeg-cmyk-bare', 'cmyk untagged', 'cmyk', [...quality, bare]),
  jpeg('jpeg-progressive', 'srgb', 'srgb', [...quality, '--interlace']),
  base('jpeg-progressive-p3', 'jpg', 'jpeg', 'p3', async (output) =>
    encoder('jpegtran', [
      ...['-progressive', '-copy', 'all', '-outfile', output],
      await find('jpeg-p3').path(),
    ]),
  ),
  base('jpeg-restarts', 'jpg', 'jpeg', 'untagged', async (output) =>
    encoder('jpegtran', [
      ...['-restart', '4', '-copy', 'all', '-outfile', output],
      await find('jpeg-untagged').path(),
    ]),
  ),
  byMagick('jpeg-magick', 'jpg', 'jpeg', 'untagged', ['-quality', '96']),
]

const pngs: Base[] = [
  png('png-untagged', 'untagged', 'rgb', [...quick, bare]),
  png('png-srgb', 'srgb', 'srgb', quick),
  png('png-p3', 'p3', 'p3', quick),
  png('png-adobe', 'adobe', 'adobe', quick),
  png('png-16', 'untagged', 'rgb16', [...quick, bare], { depth: '16' }),
  png('png-16-p3', 'p3', 'p316', quick, { depth: '16' }),
  png('png-16-prophoto', 'prophoto', 'prophoto16', quick, { depth: '16' }),
  png('png-grey', 'grey', 'grey', [...quick, bare]),
  png('png-grey-16', 'grey', 'grey16', [...quick, bare], { depth: '16' }),
  png('png-interlaced', 'untagged', 'rgb', [...quick, bare, '--interlace']),
  png('png-alpha', 'untagged', 'alpha', [...quick, bare], { hasAlpha: true }),
  png('png-alpha-16', 'untagged', 'alpha16', [...quick, bare], { depth: '16', hasAlpha: true }),
  png('png-grey-alpha', 'grey', 'greyAlpha', [...quick, bare], { hasAlpha: true }),
  byMagick('png-1-bit', 'png', 'png', 'grey', [...exclude(), '-monochrome'], { depth: '1-bit' }),
  base(
    'png-palette',
    'png',
    'png',
    'untagged',
    async (output) =>
      imageMagick([
        ...[await masters.rgb(), '-strip', ...exclude(), '-colors', '200', `PNG8:${output}`],
      ]),
    { depth: 'palette' },
  ),
  // ImageMagick says by gAMA and cHRM that the colours are those of sRGB.
  byMagick('png-numbers', 'png', 'png', 'by number', [
    ...['-define', 'png:exclude-chunks=date,tIME', '-quality', '15'],
  ]),
  withChunk('png-linear', 'foreign by number', 'gAMA', [100_000]),
  withChunk(
    'png-wide',
    'foreign by number',
    'cHRM',
    [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000],
  ),
]

function exclude(): string[] {
  return ['-define', 'png:exclude-chunks=date,tIME,gAMA,cHRM']
}

const tiffs: Base[] = [
  tiff('tiff-untagged', 'untagged', 'rgb', [...lzw, bare]),
  tiff('tiff-srgb', 'srgb', 'srgb', ['--compression', 'none']),
  tiff('tiff-p3', 'p3', 'p3', lzw),
  tiff('tiff-16', 'untagged', 'rgb16', [...lzw, bare], { depth: '16' }),
  tiff('tiff-16-adobe', 'adobe', 'adobe16', lzw, { depth: '16' }),
  tiff('tiff-16-prophoto', 'prophoto', 'prophoto16', lzw, { depth: '16' }),
  tiff('tiff-jpeg', 'untagged', 'rgb', ['--compression', 'jpeg', '--Q', '95', bare]),
  tiff('tiff-tiles', 'untagged', 'rgb', [...lzw, '--tile', bare]),
  // exiftool writes no BigTIFF.
  tiff('tiff-big', 'untagged', 'rgb', [...lzw, '--bigtiff', bare], { isTellable: false }),
  tiff('tiff-grey', 'grey', 'grey', [...lzw, bare]),
  tiff('tiff-grey-16', 'grey', 'grey16', [...lzw, bare], { depth: '16' }),
  tiff('tiff-cmyk', 'cmyk', 'cmyk', lzw),
  tiff('tiff-cmyk-bare', 'cmyk untagged', 'cmyk', [...lzw, bare]),
  tiff('tiff-lab', 'lab', 'lab8', ['--compression', 'lzw']),
  tiff('tiff-lab-16', 'lab', 'lab16', ['--compression', 'lzw'], { depth: '16' }),
  tiff('tiff-float', 'untagged', 'float', ['--compression', 'lzw'], { depth: 'float' }),
  tiff('tiff-float-grey', 'grey', 'floatGrey', ['--compression', 'lzw'], { depth: 'float' }),
  tiff('tiff-alpha', 'untagged', 'alpha', [...lzw, bare], { hasAlpha: true }),
  byMagick('tiff-1-bit', 'tif', 'tiff', 'grey', ['-monochrome', '-compress', 'Group4'], {
    depth: '1-bit',
  }),
  byMagick(
    'tiff-palette',
    'tif',
    'tiff',
    'untagged',
    ['-colors', '200', '-type', 'Palette', '-compress', 'LZW'],
    { depth: 'palette' },
  ),
  byMagick('tiff-motorola', 'tif', 'tiff', 'untagged', [
    ...['-define', 'tiff:endian=msb', '-compress', 'Zip'],
  ]),
]

const webps: Base[] = [
  webp('webp-untagged', 'untagged', 'rgb', ['--Q', '95', '--effort', '0', bare]),
  webp('webp-p3', 'p3', 'p3', ['--Q', '95', '--effort', '0']),
  webp('webp-lossless', 'untagged', 'rgb', ['--lossless', '--effort', '0', bare]),
  webp('webp-alpha', 'untagged', 'alpha', ['--Q', '95', '--effort', '0', bare], { hasAlpha: true }),
  base('webp-cwebp', 'webp', 'webp', 'srgb', async (output) =>
    encoder('cwebp', [
      ...['-quiet', '-q', '95', '-m', '0', '-metadata', 'all'],
      ...[await find('jpeg-srgb').path(), '-o', output],
    ]),
  ),
]

/** What the encoders of HEIF read: JPEG or PNG, found by the id of another base. */
const heif = (
  id: string,
  container: 'heic' | 'avif',
  from: string,
  options: readonly string[],
  facts: Facts = {},
): Base => {
  const { colours } = find(from)
  const make = async (output: string): Promise<void> => {
    const speed = container === 'heic' ? 'preset=ultrafast' : 'speed=9'
    await encodeHeif(await find(from).path(), output, [
      ...(container === 'avif' ? ['-A'] : []),
      ...['-q', '95', '-p', speed, ...options],
    ])
  }
  return base(id, container, container, colours, make, facts)
}

const avif = (id: string, from: string, options: readonly string[], facts: Facts = {}): Base => {
  const { colours } = find(from)
  const best = ['-s', '10', '--min', '0', '--max', '6']
  const make = async (output: string): Promise<unknown> =>
    encoder('avifenc', [...best, ...options, await find(from).path(), output])
  return base(id, 'avif', 'avif', colours, make, facts)
}

const others: Base[] = [
  byMagick('gif', 'gif', 'gif', 'untagged', ['-colors', '64'], { depth: 'palette' }),
  byMagick('bmp', 'bmp', 'bmp', 'untagged', [], { isTellable: false }),
  base(
    'jxl',
    'jxl',
    'jxl',
    'untagged',
    async (output) =>
      encoder('cjxl', [await find('jpeg-untagged').path(), output, '-e', '1', '--quiet']),
    { isTellable: false },
  ),
]

const plain: readonly Base[] = [...jpegs, ...pngs, ...tiffs, ...webps, ...others]

function find(id: string): Base {
  const found = plain.find((one) => one.id === id)
  if (found === undefined) throw new Error(`No base is called ${id}.`)
  return found
}

/** The turn that every phone writes. */
function turned(id: string, quarters: 1 | 2 | 3): Base {
  return base(id, 'heic', 'heic', 'untagged', async (output) => {
    const upright = bases.find((one) => one.id === 'heic-untagged')
    if (upright === undefined) throw new Error('There is no HEIC to turn.')
    writeFileSync(output, turnedHeic(readFileSync(await upright.path()), quarters))
  })
}

/** All of them. */
export const bases: readonly Base[] = [
  ...plain,
  heif('heic-untagged', 'heic', 'jpeg-untagged', []),
  heif('heic-p3', 'heic', 'jpeg-p3', []),
  heif('heic-10', 'heic', 'png-16', ['-b', '10'], { depth: '10' }),
  heif('heic-grey', 'heic', 'png-grey', []),
  heif('avif-untagged', 'avif', 'jpeg-untagged', []),
  avif('avif-10', 'png-16', ['-d', '10'], { depth: '10' }),
  avif('avif-p3', 'png-p3', []),
  avif('avif-turned-90', 'jpeg-untagged', ['--irot', '1']),
  avif('avif-turned-180', 'jpeg-untagged', ['--irot', '2']),
  avif('avif-turned-270', 'jpeg-untagged', ['--irot', '3']),
  avif('avif-mirrored-0', 'jpeg-untagged', ['--imir', '0']),
  avif('avif-mirrored-1', 'jpeg-untagged', ['--imir', '1', '--irot', '1']),
  avif('avif-alpha', 'png-alpha', [], { hasAlpha: true }),
  heif('heic-adobe', 'heic', 'jpeg-adobe', []),
  turned('heic-turned-90', 1),
  turned('heic-turned-180', 2),
  turned('heic-turned-270', 3),
  // The places of Display P3's colours, as other programs write them beside the numbers.
  base('tiff-wide', 'tif', 'tiff', 'foreign by number', async (output) => {
    copyFileSync(await find('tiff-untagged').path(), output)
    await writeTags(output, ['-IFD0:PrimaryChromaticities=0.68 0.32 0.265 0.69 0.15 0.06'])
  }),
]
