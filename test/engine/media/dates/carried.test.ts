// Behaviour of the reader of dates that files carry: each source in each container, their order, offsets, and what counts as
// none.
import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../../src/main/engine/media/byte-source.ts'
import { carriesDate, readCarriedDate } from '../../../../src/main/engine/media/dates/carried.ts'
import { sniff } from '../../../../src/main/engine/media/media-types.ts'
import { readHead } from '../../../../src/main/engine/media/read-head.ts'
import { box, fullBox, number } from '../box-builder.ts'
import { tiff, type Field } from '../tiff-builder.ts'
import { pngChunk } from './png-chunk.ts'

const shot = '2019:07:14 18:22:33'
const shotAt = Date.UTC(2019, 6, 14, 18, 22, 33)
const nothing = { date: null, inside: null, hasClockReset: false }

async function read(bytes: Buffer, extension = '') {
  const type = sniff(bytes.subarray(0, 512), extension)
  if (type === null) throw new Error('of no known type')
  const source = memorySource(bytes)
  const head = await readHead(source, type)
  const reading = await readCarriedDate({ source, head, format: type.format })
  return { ...reading, isTold: carriesDate(head) }
}
const dated = async (bytes: Buffer) => {
  const { isTold, ...reading } = await read(bytes)
  expect(isTold).toBe(reading.date !== null && reading.date.source !== 'xmp')
  return reading
}

/** A TIFF, whose directory is that of any EXIF block. */
const withExif = (first: Field[], exif: Field[]): Buffer =>
  tiff('II', [[...first, { tag: 0x8769, to: [exif] }]])

const picture = () => sharp({ create: { width: 16, height: 12, channels: 3, background: '#864' } })
const xmp = (property: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${property}</rdf:Description></rdf:RDF></x:xmpmeta>`
const attribute = (value: string, name = 'exif:DateTimeOriginal'): string =>
  xmp(`${name}="${value}">`)
const element = (value: string): string =>
  xmp(`><exif:DateTimeOriginal>${value}</exif:DateTimeOriginal>`)

describe('EXIF', () => {
  const original = { tag: 0x9003, text: shot }
  const digitized = { tag: 0x9004, text: '2020:01:02 03:04:05' }
  const changed = { tag: 0x0132, text: '2021:01:02 03:04:05' }
  const [offset, ofOriginal, ofDigitized] = [
    { tag: 0x9010, text: '+01:00' },
    { tag: 0x9011, text: '+09:00' },
    { tag: 0x9012, text: '-05:00' },
  ]

  it('tells of the shot before the scan, and of the scan before the last change', async () => {
    const source = async (first: Field[], exif: Field[]) =>
      (await dated(withExif(first, exif))).date?.source
    expect(await source([changed], [original, digitized])).toBe('exif-original')
    expect(await source([changed], [digitized])).toBe('exif-digitized')
    expect(await source([changed], [])).toBe('exif-changed')
    expect(await source([], [])).toBeUndefined()
  })

  it('tells each offset for its own date, and the one of the last change for want of another', async () => {
    const offsetOf = async (first: Field[], exif: Field[]) =>
      (await dated(withExif(first, exif))).date?.offsetMinutes
    expect(await offsetOf([], [original, offset, ofOriginal, ofDigitized])).toBe(540)
    expect(await offsetOf([], [digitized, offset, ofOriginal, ofDigitized])).toBe(-300)
    expect(await offsetOf([changed], [offset, ofOriginal, ofDigitized])).toBe(60)
    expect(await offsetOf([], [original, offset])).toBe(60)
    expect(await offsetOf([], [original])).toBeNull()
    expect(await offsetOf([], [{ tag: 0x9003, text: `${shot}-03:30` }])).toBe(-210)
    expect(await offsetOf([], [original, { tag: 0x9011, text: '-5:00' }])).toBe(-300)
    expect(await offsetOf([], [original, { tag: 0x9011, text: '   :  ' }, offset])).toBe(60)
  })

  it.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '',
    '2019:02:29 10:00:00',
    '2019:07:14',
    '1800:01:01 00:00:00',
  ])('of "%s" is none', async (text) => {
    expect(await dated(withExif([], [{ tag: 0x9003, text }]))).toEqual(nothing)
  })

  it.each(['1970:01:01 00:00:00', '1980:01:01 00:03:00', '2000:01:01 00:00:00'])(
    'of a clock that shows %s is none, and says so',
    async (text) => {
      const bytes = withExif([], [{ tag: 0x9003, text }])
      expect(await dated(bytes)).toEqual({ ...nothing, hasClockReset: true })
    },
  )

  it('of a clock that was never set leaves the word to the next date', async () => {
    const bytes = withExif([changed], [{ tag: 0x9003, text: '2000:01:01 00:00:00' }])
    const { date } = await read(bytes)
    expect(date).toMatchObject({ source: 'exif-changed', wallMs: Date.UTC(2021, 0, 2, 3, 4, 5) })
  })
})

describe('a picture', () => {
  const exif = { IFD2: { DateTimeOriginal: shot, OffsetTimeOriginal: '+09:00' } }
  const containers = {
    jpeg: (from: Sharp) => from.jpeg().toBuffer(),
    png: (from: Sharp) => from.png().toBuffer(),
    webp: (from: Sharp) => from.webp().toBuffer(),
    avif: (from: Sharp) => from.avif({ effort: 0 }).toBuffer(),
    tiff: (from: Sharp) => from.tiff().toBuffer(),
  }
  const made = Object.entries(containers)

  it.each(made.filter(([name]) => name !== 'tiff'))('as %s carries EXIF', async (_, make) => {
    expect((await dated(await make(picture().withExif(exif)))).date).toEqual({
      ...{ source: 'exif-original', wallMs: shotAt, offsetMinutes: 540, precision: 'second' },
    })
  })

  it.each(made)('as %s carries XMP, in attributes and in elements', async (_, make) => {
    for (const packet of [attribute, element]) {
      const bytes = await make(picture().withXmp(packet('2019-07-14T18:22:33+09:00')))
      expect((await dated(bytes)).date).toEqual({
        ...{ source: 'xmp', wallMs: shotAt, offsetMinutes: 540, precision: 'second' },
      })
    }
  })

  it.each(made)('as %s carries none', async (_, make) => {
    expect(await dated(await make(picture()))).toEqual(nothing)
    const bytes = await make(picture().withXmp(attribute('0000-00-00T00:00:00')))
    expect(await dated(bytes)).toEqual(nothing)
  })

  it('believes EXIF before XMP', async () => {
    const both = picture().withExif(exif).withXmp(attribute('2001-01-01T00:00:00'))
    expect((await dated(await both.jpeg().toBuffer())).date?.source).toBe('exif-original')
    const reset = { IFD2: { DateTimeOriginal: '2000:01:01 00:00:00' } }
    const set = picture().withExif(reset).withXmp(attribute('2001-01-01T00:00:00'))
    expect((await read(await set.jpeg().toBuffer())).date?.source).toBe('xmp')
  })

  it.each([
    ['2019-07-14T18:22:33', 540],
    ['2019-07-14T18:22:33+02:00', 120],
  ])('takes the zone of %s from beside it where it says none itself', async (time, minutes) => {
    const text = xmp(
      `xmlns:exifEX="http://cipa.jp/exif/1.0/" exif:DateTimeOriginal="${time}" exifEX:OffsetTimeOriginal="+09:00">`,
    )
    expect((await dated(await picture().withXmp(text).jpeg().toBuffer())).date).toMatchObject({
      ...{ source: 'xmp', wallMs: shotAt, offsetMinutes: minutes },
    })
  })

  it('asks XMP for the shot, the picture and the scan, and not for the last change', async () => {
    const read = async (name: string) =>
      (await dated(await picture().withXmp(attribute('2019-07-14', name)).jpeg().toBuffer())).date
    for (const name of ['photoshop:DateCreated', 'exif:DateTimeDigitized', 'xmp:CreateDate'])
      expect(await read(name)).toMatchObject({ source: 'xmp', precision: 'day' })
    expect(await read('xmp:ModifyDate')).toBeNull()
  })

  it('says a year or a month without carrying a date', async () => {
    const bytes = await picture().withXmp(attribute('1987-07')).jpeg().toBuffer()
    expect(await dated(bytes)).toEqual({
      ...nothing,
      inside: { wallMs: Date.UTC(1987, 6, 1, 12), offsetMinutes: null, precision: 'month' },
    })
  })

  it('that is cut off carries what is left, and never fails', async () => {
    const bytes = await picture().withExif(exif).withXmp(element(shot)).jpeg().toBuffer()
    for (let end = 64; end < bytes.length; end += 61)
      await expect(read(bytes.subarray(0, end))).resolves.toMatchObject({ hasClockReset: false })
  })
})

describe('the words of a PNG', () => {
  const withWords = async (type: string, body: Buffer): Promise<Buffer> => {
    const bytes = await picture().png().toBuffer()
    return Buffer.concat([bytes.subarray(0, 33), pngChunk(type, body), bytes.subarray(33)])
  }
  const plain = (text: string) => withWords('tEXt', Buffer.from(`Creation Time\0${text}`))

  it.each([
    ['2019-07-14T18:22:33+02:00', 120],
    ['2019:07:14 18:22:33', null],
    ['Sun, 14 Jul 2019 18:22:33 +0200', 120],
    ['14 July 2019 18:22:33 GMT', 0],
    ['Sun Jul 14 18:22:33 2019', null],
  ])('tell of "%s", which is no date that it carries', async (text, offsetMinutes) => {
    const inside = { wallMs: shotAt, offsetMinutes, precision: 'second' }
    expect(await dated(await plain(text))).toEqual({ ...nothing, inside })
  })

  it('may be packed, or of any language', async () => {
    const packed = Buffer.concat([Buffer.from('Creation Time\0\0'), deflateSync(Buffer.from(shot))])
    const international = Buffer.from(`Creation Time\0\0\0en\0Time\0${shot}`)
    for (const bytes of [await withWords('zTXt', packed), await withWords('iTXt', international)])
      expect((await dated(bytes)).inside?.wallMs).toBe(shotAt)
  })

  it.each(['0000-00-00', 'yesterday', '14 Foo 2019 18:22:33', '1970-01-01T00:00:00Z', ''])(
    'of "%s" tell nothing',
    async (text) => {
      expect(await dated(await plain(text))).toEqual(nothing)
    },
  )

  it('of other kinds are no time of taking', async () => {
    const other = Buffer.from('date:create\x002019-07-14T18:22:33+00:00')
    expect(await dated(await withWords('tEXt', other))).toEqual(nothing)
  })
})

describe('a film', () => {
  const header = (ms: number | null, version = 0): Buffer => {
    const seconds = ms === null ? 0 : Math.floor(ms / 1_000) - Date.UTC(1904, 0, 1) / 1_000
    return fullBox('mvhd', version, 0, number(seconds, version === 1 ? 8 : 4), Buffer.alloc(96))
  }
  const key = 'com.apple.quicktime.creationdate'
  const apple = (text: string): Buffer =>
    box(
      'meta',
      fullBox('hdlr', 0, 0, Buffer.alloc(20)),
      fullBox('keys', 0, 0, number(1, 4), box('mdta', key)),
      box('ilst', box('\0\0\0\x01', box('data', number(1, 4), number(0, 4), text))),
    )
  const film = (...parts: Buffer[]): Buffer =>
    Buffer.concat([box('ftyp', 'qt  ', number(0, 4)), box('moov', ...parts)])

  it.each([0, 1])('carries the moment of its header, in version %i', async (version) => {
    expect((await dated(film(header(shotAt, version)))).date).toEqual({
      ...{ source: 'movie-header', wallMs: shotAt, offsetMinutes: 0, precision: 'second' },
    })
  })

  it("carries Apple's date before it", async () => {
    const bytes = film(header(shotAt - 32_400_000), apple('2019-07-14T18:22:33+0900'))
    expect((await dated(bytes)).date).toEqual({
      ...{ source: 'apple-creation', wallMs: shotAt, offsetMinutes: 540, precision: 'second' },
    })
    expect((await dated(film(apple('2019-07-14'), header(shotAt)))).date?.source).toBe(
      'movie-header',
    )
  })

  it('of a clock that was never set carries none', async () => {
    expect(await dated(film(header(null)))).toEqual(nothing)
    expect(await dated(film())).toEqual(nothing)
    for (const text of ['1970-01-01', '1980-01-01', '2000-01-01'])
      expect(await dated(film(header(Date.parse(text))))).toEqual({
        ...nothing,
        hasClockReset: true,
      })
  })

  it('with a header beyond all calendars carries none', async () => {
    const endless = fullBox('mvhd', 1, 0, Buffer.alloc(8, 0x7f), Buffer.alloc(96))
    expect((await read(film(endless))).date).toBeNull()
  })
})
