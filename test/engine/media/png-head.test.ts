// Behaviour of the reader of a PNG's chunks: sides, what a decoder holds, what stands before and behind the picture.
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead } from '../../../src/main/engine/media/head.ts'
import { readPngGamma, readPngHead } from '../../../src/main/engine/media/png-head.ts'
import { exifBlock } from './tiff-builder.ts'

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** A chunk with its length and its checksum. */
function chunk(type: string, body: Buffer | string = ''): Buffer {
  const named = Buffer.concat([Buffer.from(type), Buffer.from(body as string, 'latin1')])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(named.length - 4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

function header(depth = 8, colour = 2, interlaced = 0): Buffer {
  const body = Buffer.from([0, 0, 1, 44, 0, 0, 0, 200, depth, colour, 0, 0, interlaced])
  return chunk('IHDR', body)
}

const pngOf = (...parts: Buffer[]): Buffer => Buffer.concat([signature, ...parts])
const headOf = (...parts: Buffer[]) => readPngHead(memorySource(pngOf(header(), ...parts)))
const end = chunk('IEND')
const exif = chunk('eXIf', exifBlock(6, '2024:05:01 10:11:12'))
const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)
const picture = (count: number, bytes = 1): Buffer[] =>
  Array<Buffer>(count).fill(chunk('IDAT', Buffer.alloc(bytes)))

describe('a PNG', () => {
  it('tells its sides', async () => {
    const bytes = await sharp({ create: { width: 31, height: 17, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const head = await readPngHead(memorySource(bytes))
    expect(head).toEqual({ ...unknownHead, width: 31, height: 17 })
  })

  it('without a header tells nothing', async () => {
    const bytes = pngOf(chunk('IDAT', header().subarray(8)), exif, end)
    expect(await readPngHead(memorySource(bytes))).toEqual(unknownHead)
  })

  it.each([
    [8, 0, 1],
    [8, 2, 3],
    [8, 3, 4],
    [8, 4, 2],
    [8, 6, 4],
    [8, 5, 4],
    [4, 0, 1],
    [9, 0, 2],
    [16, 2, 6],
    [16, 6, 8],
  ])('of depth %i and colours %i is held at %i bytes a pixel when interlaced', async (...row) => {
    const [depth, colour, bytes] = row
    const decodeBytes = async (interlaced: number): Promise<number> => {
      const source = memorySource(pngOf(header(depth, colour, interlaced), end))
      return (await readPngHead(source)).decodeBytes
    }
    expect(await decodeBytes(1)).toBe(300 * 200 * bytes)
    expect(await decodeBytes(0)).toBe(0)
  })

  it('may move, or have a gain map', async () => {
    expect(await headOf(chunk('acTL'), end)).toMatchObject({ isAnimated: true, hasGainMap: false })
    expect(await headOf(chunk('gmAP'), end)).toMatchObject({ isAnimated: false, hasGainMap: true })
  })

  it('has foreign colours when they are given by number and by no profile', async () => {
    expect(await headOf(chunk('cICP'), end)).toMatchObject({ hasForeignColours: true })
    expect(await headOf(chunk('iCCP'), end)).toMatchObject({ hasForeignColours: false })
    expect(await headOf(chunk('cICP'), chunk('iCCP'), end)).toMatchObject({
      hasForeignColours: false,
    })
  })

  const numbers = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length)
    values.forEach((value, at) => bytes.writeUInt32BE(value, 4 * at))
    return bytes
  }
  const gamma = (value: number): Buffer => chunk('gAMA', numbers(value))
  const srgb = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
  const places = (...values: number[]): Buffer => chunk('cHRM', numbers(...values))
  const isForeign = async (...parts: Buffer[]): Promise<boolean> =>
    (await headOf(...parts, end)).hasForeignColours

  it('has foreign colours when its gamma is another than sRGB’s', async () => {
    for (const value of [45_455, 45_454, 43_183, 47_727])
      expect(await isForeign(gamma(value)), `${value}`).toBe(false)
    // Linear; that of old Macs; just beyond what is taken for the same.
    for (const value of [100_000, 55_556, 43_182, 47_728, 0])
      expect(await isForeign(gamma(value)), `${value}`).toBe(true)
    expect(await isForeign(gamma(100_000), chunk('iCCP'))).toBe(false)
    expect(await isForeign(gamma(100_000), chunk('sRGB', '\0'))).toBe(false)
    expect(await isForeign(chunk('gAMA', numbers(100_000).subarray(1)))).toBe(false)
  })

  it('has foreign colours when its white or one of its colours lies elsewhere', async () => {
    expect(await isForeign(places(...srgb))).toBe(false)
    for (const at of srgb.keys()) {
      const moved = (by: number) => srgb.map((value, index) => (index === at ? value + by : value))
      expect(await isForeign(places(...moved(1_000))), `${at}`).toBe(false)
      expect(await isForeign(places(...moved(1_001))), `${at}`).toBe(true)
      expect(await isForeign(places(...moved(-1_001))), `${at}`).toBe(true)
    }
    expect(await isForeign(gamma(45_455), places(...srgb))).toBe(false)
  })

  it('has numbers of light by its gamma, unless something else is heard before it', async () => {
    const gammaOf = (...parts: Buffer[]) =>
      readPngGamma(memorySource(pngOf(header(), ...parts, end)))
    expect(await gammaOf(gamma(100_000))).toBe(100_000)
    expect(await gammaOf(gamma(45_455))).toBe(45_455)
    expect(await gammaOf()).toBeNull()
    expect(await gammaOf(chunk('gAMA', '12'))).toBeNull()
    expect(await gammaOf(gamma(100_000), chunk('iCCP'))).toBeNull()
    expect(await gammaOf(gamma(100_000), chunk('sRGB', '\0'))).toBeNull()
  })

  it('has XMP in whichever chunk with words', async () => {
    const packet = 'XML:com.adobe.xmp\0\0\0\0\0<x/>'
    for (const type of ['iTXt', 'tEXt', 'zTXt']) {
      const head = await headOf(chunk(type, packet), chunk('IEND'))
      expect(head.xmp, type).toEqual({ offset: 8 + 25 + 8, length: packet.length })
      expect(head.looseText).toBeNull()
    }
    const both = await headOf(chunk('zTXt', packet), chunk('iTXt', packet), chunk('tEXt', packet))
    expect(both.xmp?.offset).toBe(8 + 25 + (12 + packet.length) + 8)
  })

  it('names the first words that no copy has a place for', async () => {
    const words = [
      chunk('tEXt', 'Software\0x'),
      chunk('tEXt', 'Title\0x'),
      chunk('tEXt', 'Author\0x'),
    ]
    expect((await headOf(...words, end)).looseText).toBe('Title')
    const odd = chunk('tEXt', 'Ti\x1b[31mtle\xa0\xe4\0x')
    expect((await headOf(odd, end)).looseText).toBe('Ti?[31mtle?\xe4')
    expect((await headOf(end)).looseText).toBeNull()
  })

  it('has words in it unless they are a program’s own', async () => {
    const hasText = async (...parts: Buffer[]): Promise<boolean> =>
      (await headOf(...parts, end)).looseText !== null
    for (const keyword of ['Title', 'Author', 'Creation Time', 'Raw profile type iptc'])
      expect(await hasText(chunk('tEXt', `${keyword}\0words`)), keyword).toBe(true)
    expect(await hasText(chunk('zTXt', 'Comment\0\0packed'))).toBe(true)
    expect(await hasText(chunk('iTXt', 'Description\0\0\0\0\0words'))).toBe(true)
    expect(await hasText(...picture(70), chunk('tEXt', 'Title\0words'))).toBe(true)
    expect(
      await hasText(...picture(70), chunk('tEXt', 'Software\0x'), chunk('tEXt', 'Title\0x')),
    ).toBe(true)
    for (const keyword of ['Software', 'date:create', 'date:modify', 'signature'])
      expect(await hasText(chunk('tEXt', `${keyword}\0words`)), keyword).toBe(false)
    expect(await hasText(chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<x/>'))).toBe(false)
    expect(await hasText()).toBe(false)
  })

  it('is turned and dated by its EXIF', async () => {
    expect(await headOf(exif, end)).toMatchObject({
      width: 200,
      height: 300,
      orientation: 6,
      takenAt: shotAt,
      exifAt: 8 + header().length + 8,
    })
  })

  it('keeps its sides when the EXIF is damaged', async () => {
    const head = await headOf(chunk('eXIf', 'no TIFF'), end)
    expect(head).toMatchObject({ width: 300, orientation: 1, takenAt: null })
    expect(head.exifAt).toBe(8 + header().length + 8)
  })

  it('has XMP in that one of its texts that is called so', async () => {
    const text = chunk('iTXt', 'Comment\0\0\0\0\0hello')
    const xmp = chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<x/>')
    const at = 8 + header().length + text.length + 8
    const expected = { offset: at, length: xmp.length - 12 }
    expect((await headOf(text, xmp, text, end)).xmp).toEqual(expected)
    expect((await headOf(text, end)).xmp).toBeNull()
  })

  it('says nothing behind its end', async () => {
    expect(await headOf(end, chunk('acTL'))).toMatchObject({ isAnimated: false })
  })

  it('that is cut off tells what was found', async () => {
    expect(await headOf(chunk('acTL'), Buffer.alloc(7))).toMatchObject({ isAnimated: true })
  })
})

describe('a PNG in many pieces', () => {
  it('is walked for 64 chunks', async () => {
    expect(await headOf(...picture(62), chunk('acTL'), end)).toMatchObject({ isAnimated: true })
    expect(await headOf(...picture(63), chunk('acTL'), end)).toMatchObject({ isAnimated: false })
  })

  it('has its EXIF and its XMP found behind the picture', async () => {
    const xmp = chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<x/>')
    const head = await headOf(...picture(70), exif, xmp, end)
    const exifAt = 8 + header().length + 70 * 13 + 8
    expect(head).toMatchObject({ orientation: 6, takenAt: shotAt, exifAt })
    expect(head.xmp).toEqual({ offset: exifAt - 8 + exif.length + 8, length: xmp.length - 12 })
  })

  it('does not take picture data for a chunk of that name', async () => {
    const seeming = chunk('IDAT', `\0\0\0\x02eXIf ${'x'.repeat(40)}`)
    const far = chunk('IDAT', '\xff\xff\xff\xffeXIf')
    const head = await headOf(...picture(70), seeming, far, exif, end)
    expect(head).toMatchObject({ orientation: 6, takenAt: shotAt })
    expect((await headOf(...picture(70), seeming, far, end)).exifAt).toBeNull()
  })

  it('is searched in its last 192 kB', async () => {
    // What is behind the EXIF's own chunk, so that it begins just within the tail, or just before it.
    const behind = (distance: number): Buffer[] =>
      picture(1, distance - exif.length - 12 - end.length)
    const near = await headOf(...picture(70), exif, ...behind(192 * 1024), end)
    const far = await headOf(...picture(70), exif, ...behind(192 * 1024 + 1), end)
    expect(near.takenAt).toBe(shotAt)
    expect(far.takenAt).toBeNull()
  })

  it('may end with the chunk that is looked for', async () => {
    expect((await headOf(...picture(70), exif)).takenAt).toBe(shotAt)
    expect((await headOf(...picture(70), exif.subarray(0, -1))).takenAt).toBeNull()
  })
})
