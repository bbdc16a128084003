// Behaviour of the choice of a reader: each kind by its own, and damage that is an unknown head.
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead, upright } from '../../../src/main/engine/media/head.ts'
import { rawType, sniff } from '../../../src/main/engine/media/media-types.ts'
import { readHead, refineType } from '../../../src/main/engine/media/read-head.ts'
import { formats, mediaType, type Format } from '../../../src/shared/media-types.ts'
import { box, fullBox, number } from './box-builder.ts'
import { tiff } from './tiff-builder.ts'

const text = (bytes: string): Buffer => Buffer.from(bytes, 'latin1')
const chunk = (name: string, body: string): string =>
  `\0\0\0${String.fromCharCode(body.length)}${name}${body}\0\0\0\0`
const tiffBytes = tiff('II', [
  [
    { tag: 0x0100, values: [300] },
    { tag: 0x0101, values: [200] },
  ],
])
const heifBytes = (brand: string): Buffer =>
  Buffer.concat([
    box('ftyp', brand, number(0, 4)),
    fullBox(
      'meta',
      0,
      0,
      fullBox('pitm', 0, 0, number(1, 2)),
      box(
        'iprp',
        box('ipco', fullBox('ispe', 0, 0, number(300, 4), number(200, 4))),
        fullBox('ipma', 0, 0, number(1, 4), number(1, 2), number(1, 1), number(1, 1)),
      ),
    ),
  ])
const track = fullBox(
  'tkhd',
  0,
  7,
  Buffer.alloc(36),
  number(1, 4),
  Buffer.alloc(32),
  '\x01\x2c\0\0\0\xc8\0\0',
)

/** Of each kind a picture of 300 by 200. */
const pictures: Record<Exclude<Format, 'raw' | 'video'>, Buffer> = {
  jpeg: text('\xff\xd8\xff\xc0\0\x0b\x08\0\xc8\x01\x2c\x01\x01\x11\0'),
  png: text(`\x89PNG\r\n\x1a\n${chunk('IHDR', '\0\0\x01\x2c\0\0\0\xc8\x08\x02\0\0\0')}`),
  gif: text('GIF89a\x2c\x01\xc8\0\0\0\0'),
  webp: text('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x2b\x01\0\xc7\0\0'),
  tiff: tiffBytes,
  bmp: text(`BM${'\0'.repeat(12)}\x28\0\0\0\x2c\x01\0\0\xc8\0\0\0`),
  ico: text(`\0\0\x01\0\x01\0\0\0${'\0'.repeat(10)}\x16\0\0\0`),
  heic: heifBytes('heic'),
  avif: heifBytes('avif'),
  'iso-video': Buffer.concat([box('ftyp', 'isom', number(0, 4)), box('moov', box('trak', track))]),
}

describe('a header', () => {
  it.each(Object.entries(pictures))('of %s is read by its own reader', async (format, bytes) => {
    const type = sniff(bytes, '')
    expect(type?.format).toBe(format)
    if (type === null) return
    const sides = format === 'ico' ? { width: 256, height: 256 } : { width: 300, height: 200 }
    expect(await readHead(memorySource(bytes), type)).toMatchObject(sides)
  })

  it('of a RAW is that of its TIFF where it is known to be one', async () => {
    const source = memorySource(tiffBytes)
    expect(await readHead(source, rawType('cr2', ''))).toMatchObject({ width: 300, height: 200 })
    expect(await readHead(source, rawType('nef', ''))).toEqual(unknownHead)
  })

  it('of another video is not looked for', async () => {
    const type = sniff(text('\x1aE\xdf\xa3'), '')
    expect(type?.format).toBe('video')
    if (type !== null) expect(await readHead(memorySource(tiffBytes), type)).toEqual(unknownHead)
  })

  it('that is damaged tells nothing, whatever the kind', async () => {
    for (const format of formats) {
      const type = { ...mediaType('image/jpeg'), format, mimeType: '' }
      expect(await readHead(memorySource(Buffer.from('x')), type), format).toEqual(unknownHead)
    }
  })
})

describe('a type', () => {
  const tiffType = sniff(tiffBytes, 'tif')

  it('of a TIFF is RAW when the header or the name says so', () => {
    if (tiffType === null) throw new Error('no TIFF')
    expect(refineType(tiffType, unknownHead, 'tif')).toBe(tiffType)
    const raw = { ...unknownHead, isRaw: true }
    expect(refineType(tiffType, raw, 'tif')).toMatchObject({ format: 'raw', extensions: ['dng'] })
    expect(refineType(tiffType, raw, 'nef')).toMatchObject({ mimeType: 'image/x-nikon-nef' })
    expect(refineType(tiffType, unknownHead, 'arw')).toMatchObject({ extensions: ['arw'] })
  })

  it('of anything else stays what it is', () => {
    const jpeg = sniff(pictures.jpeg, 'dng')
    if (jpeg === null) throw new Error('no JPEG')
    expect(refineType(jpeg, { ...unknownHead, isRaw: true }, 'dng')).toBe(jpeg)
  })
})

describe('sides', () => {
  it('are turned from the fifth orientation on', () => {
    for (const orientation of [1, 2, 3, 4])
      expect(upright({ width: 3, height: 2 }, orientation)).toEqual({ width: 3, height: 2 })
    for (const orientation of [5, 6, 7, 8])
      expect(upright({ width: 3, height: 2 }, orientation)).toEqual({ width: 2, height: 3 })
  })

  it.each([
    [0, 2],
    [3, 0],
    [-1, 2],
    [3, -1],
  ])('of %i by %i are unknown', (width, height) => {
    expect(upright({ width, height }, 1)).toEqual({ width: null, height: null })
  })

  it('of one by one are known', () => {
    expect(upright({ width: 1, height: 1 }, 1)).toEqual({ width: 1, height: 1 })
  })
})
