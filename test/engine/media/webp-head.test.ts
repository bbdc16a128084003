// Behaviour of the reader of a WebP's chunks: real pictures, and chunks put together for what encoders do not write.
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead } from '../../../src/main/engine/media/head.ts'
import { readWebpHead } from '../../../src/main/engine/media/webp-head.ts'
import { exifBlock } from './tiff-builder.ts'

const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)

function chunk(type: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body as string, 'latin1')
  const head = Buffer.from(`${type}\0\0\0\0`)
  head.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
}

/** The extended header of a canvas. */
function canvas(flags: number, width = 70_000, height = 66_000): Buffer {
  const body = Buffer.alloc(10)
  body.writeUInt8(flags)
  body.writeUIntLE(width - 1, 4, 3)
  body.writeUIntLE(height - 1, 7, 3)
  return chunk('VP8X', body)
}

const riff = Buffer.from('RIFF\0\0\0\0WEBP')
const headOf = (...parts: Buffer[]) => readWebpHead(memorySource(Buffer.concat([riff, ...parts])))
const exif = (prefix = ''): Buffer =>
  chunk('EXIF', prefix + exifBlock(6, '2024:05:01 10:11:12').toString('latin1'))

describe('a WebP', () => {
  it.each([
    ['lossy', { lossless: false }],
    ['lossless', { lossless: true }],
  ])('that is %s tells its sides and what a decoder holds', async (_, how) => {
    const bytes = await sharp({
      create: { width: 331, height: 170, channels: 3, background: '#5a2' },
    })
      .webp(how)
      .toBuffer()
    expect(await readWebpHead(memorySource(bytes))).toEqual({
      ...unknownHead,
      width: 331,
      height: 170,
      decodeBytes: 331 * 170 * 4,
    })
  })

  it('has the sides of its canvas, whatever its pictures have', async () => {
    const lossy = chunk('VP8 ', Buffer.from([0, 0, 0, 0x9d, 1, 0x2a, 5, 0, 6, 0]))
    const lossless = chunk('VP8L', Buffer.from([0x2f, 4, 0x40, 1, 0]))
    const sides = { width: 70_000, height: 66_000 }
    expect(await headOf(canvas(0), lossy)).toMatchObject(sides)
    expect(await headOf(canvas(0), lossless)).toMatchObject(sides)
    expect(await headOf(lossy, lossless)).toMatchObject({ width: 5, height: 6 })
    expect(await headOf(lossless, lossy)).toMatchObject({ width: 5, height: 6 })
  })

  it('takes 14 bits for a side, the others scale it', async () => {
    const lossy = chunk('VP8 ', Buffer.from([0, 0, 0, 0x9d, 1, 0x2a, 0xff, 0xff, 0x01, 0xc1]))
    expect(await headOf(lossy)).toMatchObject({ width: 16_383, height: 257 })
    const lossless = chunk('VP8L', Buffer.from([0x2f, 0xff, 0xff, 0xff, 0xff]))
    expect(await headOf(lossless)).toMatchObject({ width: 16_384, height: 16_384 })
  })

  it('moves when its canvas says so', async () => {
    expect(await headOf(canvas(0x02))).toMatchObject({ isAnimated: true })
    expect(await headOf(canvas(0x3d))).toMatchObject({ isAnimated: false })
  })

  it.each([
    ['', 0],
    ['Exif\0\0', 6],
  ])('is turned and dated by its EXIF, also behind the prefix %j', async (prefix, skipped) => {
    expect(await headOf(canvas(8, 300, 200), chunk('ICCP', 'odd'), exif(prefix))).toMatchObject({
      width: 200,
      height: 300,
      orientation: 6,
      takenAt: shotAt,
      exifAt: 12 + 18 + 12 + 8 + skipped,
    })
  })

  it('keeps its sides when the EXIF is damaged', async () => {
    const head = await headOf(canvas(8, 300, 200), chunk('EXIF', 'no TIFF'))
    expect(head).toMatchObject({ width: 300, orientation: 1, takenAt: null, exifAt: 12 + 18 + 8 })
  })

  it('tells where its XMP lies', async () => {
    const { xmp } = await headOf(canvas(4), chunk('XMP ', '<x/>'))
    expect(xmp).toEqual({ offset: 12 + 18 + 8, length: 4 })
  })

  it('is walked for 64 chunks, and to where it is cut off', async () => {
    const many = (count: number): Buffer[] => Array<Buffer>(count).fill(chunk('ANMF', ''))
    expect((await headOf(...many(63), exif())).takenAt).toBe(shotAt)
    expect((await headOf(...many(64), exif())).takenAt).toBeNull()
    expect(await headOf(canvas(2), Buffer.from('EXIF\0\0\0'))).toMatchObject({
      isAnimated: true,
      exifAt: null,
    })
    expect(await headOf(canvas(2), Buffer.from('EXIF\0\0\0\0'))).toMatchObject({
      exifAt: 12 + 18 + 8,
    })
  })

  it('has no sides where its first chunk is too short to hold them', async () => {
    expect(await headOf(chunk('VP8X', '\x02'.repeat(9)).subarray(0, 17))).toEqual(unknownHead)
    expect(await headOf(chunk('VP8 ', '\x02'.repeat(9)).subarray(0, 17))).toEqual(unknownHead)
    expect(await headOf(chunk('VP8L', '\x02'.repeat(4)).subarray(0, 12))).toEqual(unknownHead)
  })

  it('tells where its profile lies', async () => {
    const head = await headOf(canvas(0x20), chunk('ICCP', 'odd'), chunk('XMP ', '<x/>'))
    expect(head.icc).toEqual({ offset: 12 + 18 + 8, length: 3 })
    expect((await headOf(canvas(0))).icc).toBeNull()
  })
})
