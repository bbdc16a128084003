// Behaviour of the opening of a photo for decoding: what each decoder is told, what is refused, and what a HEIC needs.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSameView } from '../../../src/main/engine/images/encode-copy.ts'
import { openPicture, UndecodableError } from '../../../src/main/engine/images/picture.ts'
import { heifGrid } from '../../builders/heif-grid.ts'
import { withClaimedSides } from '../../builders/jpegs.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const write = async (name: string, bytes: Buffer | string): Promise<string> => {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}
const picture = (channels: 3 | 4 = 3): Sharp =>
  sharp({
    create: { width: 60, height: 40, channels, background: { r: 200, g: 90, b: 30, alpha: 0.5 } },
  })
const noisy = (): Sharp =>
  sharp({
    create: {
      ...{ width: 200, height: 150, channels: 3, background: '#808080' },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })

describe('a photo that is opened', () => {
  it('tells its sides as they are seen, and the turn that makes them so', async () => {
    const lying = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const opened = await openPicture(await write('lying.jpg', lying), 'jpeg')
    expect(opened).toMatchObject({ sides: { width: 40, height: 60 }, orientation: 6 })
    const plain = await openPicture(
      await write('plain.jpg', await picture().jpeg().toBuffer()),
      'jpeg',
    )
    expect(plain).toMatchObject({
      sides: { width: 60, height: 40 },
      orientation: 1,
      isGrey: false,
      isConverted: false,
    })
  })

  it('is grey while it keeps its own colours', async () => {
    const grey = await write('grey.jpg', await picture().toColourspace('b-w').jpeg().toBuffer())
    expect(await openPicture(grey, 'jpeg')).toMatchObject({ isGrey: true, isConverted: false })
    expect(await openPicture(grey, 'jpeg', { isForScreen: true })).toMatchObject({
      isGrey: false,
      isConverted: true,
    })
    const alpha = picture(4).toColourspace('b-w')
    const seeThrough = await write('grey.png', await alpha.png().toBuffer())
    expect(await openPicture(seeThrough, 'png')).toMatchObject({ isGrey: true })
  })

  it('in inks is converted with its profile', async () => {
    const inks = await write('inks.jpg', await picture().toColourspace('cmyk').jpeg().toBuffer())
    const opened = await openPicture(inks, 'jpeg')
    expect(opened).toMatchObject({ isConverted: true, isGrey: false })
    expect((await opened.pipeline().jpeg().toBuffer()).length).toBeGreaterThan(0)
  })

  it('keeps its pixel values, or has them converted for the screen', async () => {
    const wide = await write('p3.jpg', await picture().withIccProfile('p3').jpeg().toBuffer())
    const first = async (isForScreen: boolean): Promise<number[]> => {
      const { pipeline } = await openPicture(wide, 'jpeg', { isForScreen })
      return [...(await pipeline().raw().toBuffer()).subarray(0, 3)]
    }
    const coded = [...(await sharp(wide, { ignoreIcc: true }).raw().toBuffer()).subarray(0, 3)]
    expect(await first(false)).toEqual(coded)
    expect(await first(true)).not.toEqual(coded)
  })

  it('is decoded afresh each time', async () => {
    const { pipeline } = await openPicture(
      await write('twice.jpg', await picture().jpeg().toBuffer()),
      'jpeg',
    )
    const once = await pipeline().resize(10).toBuffer()
    expect(await pipeline().resize(10).toBuffer()).toEqual(once)
  })

  it('is refused when it is damaged, unless what is left of it will do', async () => {
    const whole = await noisy().jpeg().toBuffer()
    const path = await write('cut.jpg', whole.subarray(0, whole.length / 2))
    const strict = await openPicture(path, 'jpeg')
    await expect(strict.pipeline().raw().toBuffer()).rejects.toThrow()
    const lenient = await openPicture(path, 'jpeg', { isDamageAllowed: true })
    expect(await lenient.pipeline().raw().toBuffer()).toHaveLength(200 * 150 * 3)
  })

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['a text', 'no picture at all'],
    ['a Netpbm picture', 'P1 1 1 1'],
  ])('is refused as %s, whatever its name', async (_, bytes) => {
    await expect(openPicture(await write('photo.jpg', bytes), 'jpeg')).rejects.toBeInstanceOf(
      UndecodableError,
    )
  })

  it('is refused above 268 megapixels', async () => {
    const jpeg = await picture().jpeg().toBuffer()
    const claimed = async (width: number, height: number) =>
      openPicture(await write('claimed.jpg', withClaimedSides(jpeg, width, height)), 'jpeg')
    const refusal: unknown = await claimed(16_384, 16_383).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(UndecodableError)
    expect(String((refusal as Error).cause)).toContain('pixel limit')
    expect((await claimed(16_383, 16_383)).sides).toEqual({ width: 16_383, height: 16_383 })
  })

  it('is refused as a HEIC when it is coded otherwise', async () => {
    const path = await write('avif.heic', await picture().avif({ effort: 0 }).toBuffer())
    await expect(openPicture(path, 'heic')).rejects.toThrow('a HEIC that is not HEVC')
    expect(await openPicture(path, 'avif')).toMatchObject({ sides: { width: 60, height: 40 } })
  })
})

/** Whether there is an encoder for HEVC, which no library here brings. */
function hasEncoder(): boolean {
  try {
    execFileSync('heif-enc', ['--version'], { stdio: 'ignore' })
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

describe.skipIf(!hasEncoder())('a HEIC', () => {
  const encode = async (name: string, source: Sharp, ...args: string[]): Promise<string> => {
    const png = await write(`${name}.png`, await source.png().toBuffer())
    const heic = join(folder, `${name}.heic`)
    execFileSync('heif-enc', [...args, '-q', '100', png, '-o', heic], { stdio: 'ignore' })
    return heic
  }
  /** The same noise every time, so that what comes of damage to it is the same. */
  const sameNoise = (): Sharp => {
    let seed = 1
    const data = Buffer.alloc(200 * 150 * 3)
    for (let at = 0; at < data.length; at += 1) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      data[at] = seed >>> 24
    }
    return sharp(data, { raw: { width: 200, height: 150, channels: 3 } })
  }
  /** Red to the right and green to the bottom, of odd sides, whose rows are padded in memory. */
  const gradient = (width: number, height: number): Sharp => {
    const data = Buffer.alloc(width * height * 3)
    for (let at = 0; at < width * height; at += 1) {
      data[at * 3] = Math.round(((at % width) / width) * 255)
      data[at * 3 + 1] = Math.round((Math.floor(at / width) / height) * 255)
    }
    return sharp(data, { raw: { width, height, channels: 3 } })
  }

  it('has every pixel where it was, without any padding', async () => {
    const source = gradient(130, 70)
    const opened = await openPicture(await encode('gradient', source), 'heic')
    expect(opened).toMatchObject({
      sides: { width: 130, height: 70 },
      orientation: 1,
      isGrey: false,
      isConverted: false,
      hasOddScans: false,
      metadata: { format: 'heif' },
    })
    const { data, info } = await opened.pipeline().raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 130, height: 70, channels: 3 })
    const wanted = await source.raw().toBuffer()
    const worst = data.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? 0))),
      0,
    )
    expect(worst).toBeLessThan(30)
  })

  it('may be seen through', async () => {
    const opened = await openPicture(await encode('alpha', picture(4)), 'heic')
    const { data, info } = await opened.pipeline().raw().toBuffer({ resolveWithObject: true })
    expect(info.channels).toBe(4)
    expect(data[3]).toBeGreaterThan(100)
    expect(data[3]).toBeLessThan(160)
  })

  it('is decoded beside another, one after the other', async () => {
    const paths = [await encode('one', gradient(64, 64)), await encode('two', gradient(80, 64))]
    const opened = await Promise.all(paths.map((path) => openPicture(path, 'heic')))
    expect(opened.map(({ sides }) => sides.width)).toEqual([64, 80])
  })

  it('that is damaged is refused, and the next is decoded', async () => {
    const path = await encode('damaged', gradient(64, 64))
    const bytes = await readFile(path)
    const cut = await write('cut.heic', bytes.subarray(0, bytes.indexOf('mdat') + 8))
    await expect(openPicture(cut, 'heic')).rejects.toBeInstanceOf(UndecodableError)
    expect((await openPicture(path, 'heic')).sides).toEqual({ width: 64, height: 64 })
  })

  it('of more bytes than its decoder takes is refused, and the next is decoded', async () => {
    const path = await encode('long', gradient(64, 64))
    const long = await write('long.heic', await readFile(path))
    // Nothing behind the picture, which takes no place on disk.
    await truncate(long, 3 * 1024 ** 3)
    await expect(openPicture(long, 'heic')).rejects.toThrow('libheif failed')
    await rm(long)
    expect(
      (await openPicture(await encode('next', gradient(64, 64)), 'heic')).pixels,
    ).not.toBeNull()
  })

  /** Of how many of these changes it is refused: a bit each, all over what is between two places. */
  async function refusedOf(whole: Buffer, tries: number, from: number): Promise<number> {
    let refused = 0
    for (let index = 0; index < tries; index += 1) {
      const at = from + Math.floor(((whole.length - from) * index) / tries)
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0x10
      await openPicture(await write('torn.heic', bytes), 'heic').catch((error: unknown) => {
        expect(error).toBeInstanceOf(UndecodableError)
        refused += 1
      })
    }
    return refused
  }

  it('of which one bit is wrong is refused, but for a few bits that change little', async () => {
    const path = await encode('whole', sameNoise())
    await openPicture(path, 'heic')
    const whole = await readFile(path)
    const tries = 40
    expect(await refusedOf(whole, tries, whole.indexOf('mdat') + 100)).toBeGreaterThan(tries * 0.85)
  })

  it('with a square as its decoder leaves one that it never wrote is refused, whoever drew it', async () => {
    const side = 96
    const data = Buffer.alloc(side * side * 3)
    for (let at = 0; at < side * side; at += 1) {
      const [x, y] = [at % side, Math.floor(at / side)]
      const isInSquare = x >= 32 && x < 64 && y >= 32 && y < 64
      data.set(isInSquare ? [0, 136, 0] : [2 * x, 2 * y, 40], at * 3)
    }
    const source = sharp(data, { raw: { width: side, height: side, channels: 3 } })
    const path = await encode('hole', source)
    await expect(openPicture(path, 'heic')).rejects.toBeInstanceOf(UndecodableError)
  })

  it('that brings a hash of its picture is held to it', async () => {
    const path = await encode('hashed', sameNoise(), '-p', 'x265:hash=1')
    expect((await openPicture(path, 'heic')).sides).toEqual({ width: 200, height: 150 })
    const whole = await readFile(path)
    expect(await refusedOf(whole, 12, whole.indexOf('mdat') + 100)).toBe(12)
  })

  it.each([
    ['in colours', sameNoise],
    ['in grey, where a missing tile is black', () => sameNoise().toColourspace('b-w')],
  ])('of tiles is refused when one is damaged or missing, %s', async (_, tile) => {
    const bytes = await readFile(await encode('tile', tile()))
    const tiles = { columns: 2, tileWidth: 200, tileHeight: 150 }
    const grid = heifGrid([bytes, bytes, bytes, bytes], tiles)
    const open = async (file: Buffer) => openPicture(await write('grid.heic', file), 'heic')
    expect((await open(grid.bytes)).sides).toEqual({ width: 400, height: 300 })
    for (const [index, at] of grid.tileAt.entries()) {
      const end = grid.tileAt[index + 1] ?? grid.bytes.length
      const damaged = Buffer.from(grid.bytes)
      damaged.fill(0x55, at + 300, end - 300)
      await expect(open(damaged), `${index}`).rejects.toBeInstanceOf(UndecodableError)
      const missing = Buffer.from(grid.bytes).fill(0, at, end)
      await expect(open(missing), `${index}`).rejects.toBeInstanceOf(UndecodableError)
    }
    const cut = grid.bytes.subarray(0, grid.tileAt.at(-1))
    await expect(open(cut)).rejects.toBeInstanceOf(UndecodableError)
  })
})

describe('decoder and header', () => {
  it('mean the same picture, or it is none', async () => {
    const lying = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const opened = await openPicture(await write('view.jpg', lying), 'jpeg')
    const judge = (width: number, height: number, orientation: number) => () =>
      assertSameView(opened, { width, height }, orientation)
    expect(judge(40, 60, 6)).not.toThrow()
    expect(judge(41, 60, 6)).toThrow(UndecodableError)
    expect(judge(40, 61, 6)).toThrow(UndecodableError)
    expect(judge(40, 60, 8)).toThrow(UndecodableError)
  })
})
