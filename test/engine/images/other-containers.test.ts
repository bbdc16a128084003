// Behaviour of metadata on its way into a PNG or a WebP: readers find it, and the picture stays the encoder's.
import { crc32, inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import {
  pngWithMetadata,
  webpWithMetadata,
} from '../../../src/main/engine/images/other-containers.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { readPngHead } from '../../../src/main/engine/media/png-head.ts'
import { readWebpHead } from '../../../src/main/engine/media/webp-head.ts'
import { exifBlock } from '../media/tiff-builder.ts'

const exif = exifBlock(1, '2024:05:01 10:11:12')
const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)
const xmp = Buffer.from('<x:xmpmeta/>')
const profile = Buffer.from('an ICC profile of odd size!')
const none = { exif: null, xmp: null, photoshop: null, icc: null }
const sides = { width: 300, height: 70_000 }

const picture = (alpha: number) =>
  sharp({
    create: { width: 31, height: 17, channels: 4, background: { r: 9, g: 99, b: 9, alpha } },
  })
const pixels = (of: Buffer) => sharp(of).ensureAlpha().raw().toBuffer()

describe('a PNG', () => {
  const chunksOf = (png: Buffer): Map<string, Buffer> => {
    const chunks = new Map<string, Buffer>()
    for (let at = 8; at < png.length;) {
      const length = png.readUInt32BE(at)
      const named = png.subarray(at + 4, at + 8 + length)
      expect(crc32(named)).toBe(png.readUInt32BE(at + 8 + length))
      chunks.set(named.toString('latin1', 0, 4), named.subarray(4))
      at += 12 + length
    }
    return chunks
  }

  it('has all blocks behind its header, and its own picture', async () => {
    const png = await picture(0.5).png().toBuffer()
    const whole = pngWithMetadata(png, { ...none, exif, xmp, icc: profile })
    const chunks = chunksOf(whole)
    expect([...chunks.keys()].slice(0, 4)).toEqual(['IHDR', 'iCCP', 'eXIf', 'iTXt'])
    expect([...chunks.keys()].slice(4)).toEqual([...chunksOf(png).keys()].slice(1))
    expect(chunks.get('eXIf')).toEqual(exif)
    const coded = chunks.get('iCCP') ?? Buffer.alloc(0)
    expect(coded.toString('latin1', 0, 13)).toBe('ICC profile\0\0')
    expect(inflateSync(coded.subarray(13))).toEqual(profile)
    const head = await readPngHead(memorySource(whole))
    expect(head).toMatchObject({ width: 31, height: 17, takenAt: shotAt })
    expect(whole.includes(Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), xmp]))).toBe(
      true,
    )
    expect(head.xmp).not.toBeNull()
    const plain = pngWithMetadata(png, { ...none, exif, xmp })
    expect(await pixels(plain)).toEqual(await pixels(png))
  })

  it('stays as it is without any', async () => {
    const png = await picture(0.5).png().toBuffer()
    expect(pngWithMetadata(png, { ...none, photoshop: Buffer.from('8BIM') })).toEqual(png)
  })
})

describe('a WebP', () => {
  const chunksOf = (webp: Buffer): [string, Buffer][] => {
    expect(webp.toString('latin1', 0, 4)).toBe('RIFF')
    expect(webp.toString('latin1', 8, 12)).toBe('WEBP')
    expect(webp.readUInt32LE(4)).toBe(webp.length - 8)
    const chunks: [string, Buffer][] = []
    for (let at = 12; at < webp.length;) {
      const length = webp.readUInt32LE(at + 4)
      chunks.push([webp.toString('latin1', at, at + 4), webp.subarray(at + 8, at + 8 + length)])
      at += 8 + length + (length % 2)
    }
    return chunks
  }
  const flagsOf = (webp: Buffer): number => chunksOf(webp)[0]?.[1].readUInt8(0) ?? 0

  it.each([
    ['lossy and see-through', 0.5, false, 0x10],
    ['lossy', 1, false, 0],
    ['lossless and see-through', 0.5, true, 0x10],
  ])('that is %s has all blocks around its own picture', async (_, alpha, lossless, flag) => {
    const webp = await picture(alpha).webp({ lossless }).toBuffer()
    const whole = webpWithMetadata(
      webp,
      { ...none, exif, xmp, icc: profile },
      { width: 31, height: 17 },
    )
    const own = chunksOf(webp).filter(([type]) => type !== 'VP8X')
    expect(chunksOf(whole).slice(1)).toEqual([
      ['ICCP', profile],
      ...own,
      ['EXIF', exif],
      ['XMP ', xmp],
    ])
    expect(flagsOf(whole)).toBe(0x20 | 0x08 | 0x04 | flag)
    expect(await readWebpHead(memorySource(whole))).toMatchObject({
      width: 31,
      height: 17,
      takenAt: shotAt,
    })
    const plain = webpWithMetadata(webp, none, { width: 31, height: 17 })
    expect(await pixels(plain)).toEqual(await pixels(webp))
  })

  it('says which blocks it has, and its sides', () => {
    const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8 \x02\0\0\0ab')
    const flags = (metadata: Partial<typeof none> | object): number =>
      flagsOf(webpWithMetadata(webp, { ...none, ...metadata }, sides))
    expect(flags({})).toBe(0)
    expect(flags({ icc: profile })).toBe(0x20)
    expect(flags({ exif })).toBe(0x08)
    expect(flags({ xmp })).toBe(0x04)
    const [canvas] = chunksOf(webpWithMetadata(webp, none, sides))
    expect(canvas?.[0]).toBe('VP8X')
    expect(canvas?.[1]).toHaveLength(10)
    expect(canvas?.[1].readUIntLE(4, 3)).toBe(299)
    expect(canvas?.[1].readUIntLE(7, 3)).toBe(69_999)
  })

  it('is see-through when its lossless picture says so', () => {
    const lossless = (bits: number): Buffer =>
      Buffer.from(
        `RIFF\0\0\0\0WEBPVP8L\x05\0\0\0\x2f\0\0\0${String.fromCharCode(bits)}\0`,
        'latin1',
      )
    expect(flagsOf(webpWithMetadata(lossless(0x10), none, sides))).toBe(0x10)
    expect(flagsOf(webpWithMetadata(lossless(0xef), none, sides))).toBe(0)
  })

  it('is see-through when it has a plane for it, and keeps nothing but its picture', () => {
    const webp = Buffer.from(
      'RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\xff\0\0\0\0\0\0\0\0\0JUNK\x01\0\0\0j\0ALPH\x01\0\0\0a\0VP8 \x02\0\0\0ab',
      'latin1',
    )
    const whole = webpWithMetadata(webp, none, sides)
    expect(chunksOf(whole).map(([type]) => type)).toEqual(['VP8X', 'ALPH', 'VP8 '])
    expect(flagsOf(whole)).toBe(0x10)
  })

  it('has all its chunks, also an empty one at its end, and none that is not whole', () => {
    const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8 \x02\0\0\0ab', 'latin1')
    const withMore = (more: string): string[] =>
      chunksOf(
        webpWithMetadata(Buffer.concat([webp, Buffer.from(more, 'latin1')]), none, sides),
      ).map(([type]) => type)
    expect(withMore('ALPH\0\0\0\0')).toEqual(['VP8X', 'VP8 ', 'ALPH'])
    expect(withMore('ALPH\0\0\0')).toEqual(['VP8X', 'VP8 '])
  })
})
