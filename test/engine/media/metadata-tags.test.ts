// Behaviour of the reader of all metadata: which blocks each container has, and which tags stand in them, by name and value.
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead, type PictureHead } from '../../../src/main/engine/media/head.ts'
import { readMetadataBlocks } from '../../../src/main/engine/media/metadata-blocks.ts'
import { readMetadataTags } from '../../../src/main/engine/media/metadata-tags.ts'
import type { Format } from '../../../src/shared/media-types.ts'
import { tiff, type Field } from './tiff-builder.ts'

async function tagsOf(
  format: Format,
  bytes: Buffer,
  head: Partial<PictureHead> = {},
): Promise<Record<string, readonly string[]>> {
  const photo = { source: memorySource(bytes), head: { ...unknownHead, ...head }, format }
  return Object.fromEntries(await readMetadataTags(photo))
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
function segment(marker: number, ...parts: (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')))
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(bytes.length + 2, 2)
  return Buffer.concat([head, bytes])
}
const jpeg = (...parts: Buffer[]) =>
  tagsOf('jpeg', Buffer.concat([latin1('\xff\xd8'), ...parts, segment(0xda, '\0')]))
const xmp = (text: string) => jpeg(segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', text))
function resource(id: number, body: Buffer | string, name = ''): Buffer {
  const head = Buffer.from('8BIM\0\0')
  head.writeUInt16BE(id, 4)
  const named = latin1(String.fromCharCode(name.length) + name)
  const bytes = Buffer.from(body as string, 'latin1')
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bytes.length)
  const pad = (part: Buffer) => Buffer.concat([part, Buffer.alloc(part.length % 2)])
  return Buffer.concat([head, pad(named), size, pad(bytes)])
}
/** Three things in each of their six orders. */
const orders = <T>([a, b, c]: readonly [T, T, T]): T[][] => [
  [a, b, c],
  [a, c, b],
  [b, a, c],
  [b, c, a],
  [c, a, b],
  [c, b, a],
]
const photoshop = (...parts: Buffer[]) =>
  jpeg(...parts.map((part) => segment(0xed, 'Photoshop 3.0\0', part)))

describe('EXIF', () => {
  const exif = (order: 'II' | 'MM', main: Field[], rest: Record<number, Field[]> = {}) => {
    const pointers = Object.entries(rest).map(([tag, fields]) => ({
      tag: Number(tag),
      to: [fields],
    }))
    return tagsOf('bmp', Buffer.concat([latin1('12'), tiff(order, [[...main, ...pointers]])]), {
      exifAt: 2,
    })
  }
  const values: Field[] = [
    { tag: 0x010f, text: 'Maker' },
    { tag: 0x0128, values: [2] },
    { tag: 0x4749, type: 4, values: [70_000] },
    { tag: 0x9c9b, type: 1, values: [65, 0, 66, 0, 0, 0] },
  ]

  it('has the same tags and values in either byte order', async () => {
    const wanted = {
      'EXIF Make': ['Maker'],
      'EXIF 0x0128': ['0002'],
      'EXIF 0x4749': ['00011170'],
      'EXIF XPTitle': ['A\0B'],
    }
    expect(await exif('II', values)).toEqual(wanted)
    expect(await exif('MM', values)).toEqual(wanted)
  })

  it.each([
    [8, 2],
    [9, 4],
    [5, 4],
    [10, 4],
    [11, 4],
    [12, 8],
    [3, 2],
    [4, 4],
    [13, 4],
    // BigTIFF's own.
    [16, 8],
    [17, 8],
    [18, 8],
  ])('writes words of type %i from their high end', async (type, bytes) => {
    const raw = Buffer.from(Array.from({ length: 16 }, (_, at) => at + 1))
    const swapped = Buffer.concat(
      Array.from({ length: 16 / bytes }, (_, at) =>
        Buffer.from(raw.subarray(at * bytes, (at + 1) * bytes)).reverse(),
      ),
    )
    // A fraction is two words.
    const counted = type === 5 || type === 10 ? 2 : 16 / bytes
    const at = (field: Buffer): Field => ({ tag: 0x9999, type, raw: field, count: counted })
    const wanted = { 'EXIF 0x9999': ['0102030405060708090a0b0c0d0e0f10'] }
    expect(await exif('MM', [at(raw)])).toEqual(wanted)
    expect(await exif('II', [at(swapped)])).toEqual(wanted)
  })

  it('has the tags of its inner directories, under their groups', async () => {
    const interop = { tag: 0xa005, to: [[{ tag: 1, text: 'R03' }]] }
    const found = await exif('II', [], {
      0x8769: [{ tag: 0x9003, text: '2024:05:01 10:11:12' }, interop],
      0x8825: [{ tag: 1, text: 'N' }],
    })
    expect(found).toEqual({
      'EXIF DateTimeOriginal': ['2024:05:01 10:11:12'],
      'Interop 0x0001': ['R03'],
      'GPS GPSLatitudeRef': ['N'],
    })
  })

  it('says of maker’s notes where they lie, counted from its own begin', async () => {
    const found = await exif('II', [], { 0x8769: [{ tag: 0x927c, raw: Buffer.from('the notes') }] })
    // Header, a directory of one tag, and another of one tag.
    expect(found).toEqual({ 'EXIF MakerNote': [`the notes at ${8 + 18 + 18}`] })
  })

  it('has what can be read where it is damaged', async () => {
    const beyond: Field = { tag: 0x010e, raw: Buffer.alloc(9), count: 5_000 }
    const found = await exif('II', [
      ...values.slice(0, 1),
      beyond,
      { tag: 0x8769, values: [60_000] },
    ])
    expect(found).toEqual({ 'EXIF Make': ['Maker'] })
    expect(await tagsOf('bmp', latin1('no TIFF at all'), { exifAt: 0 })).toEqual({})
    expect(await tagsOf('bmp', latin1('II*\0'), { exifAt: null })).toEqual({})
  })
})

describe('XMP', () => {
  it('has attributes and elements by their names, and lists in their order', async () => {
    const found = await xmp(
      [
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="a writer"><rdf:RDF xmlns:rdf="w3">',
        `<rdf:Description rdf:about="" xmlns:dc="dc" xmp:Rating="4" exif:Note='it"s'>`,
        '<dc:subject><rdf:Bag><rdf:li>boats</rdf:li><rdf:li> harbour </rdf:li></rdf:Bag></dc:subject>',
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Schöne Boote</rdf:li></rdf:Alt></dc:title>',
        '<mwg-rs:Area stArea:x="0.5" stArea:y="0.25"/><xmp:Label>red</xmp:Label>',
        '<dc:relation rdf:resource="a place"/>',
        '</rdf:Description></rdf:RDF></x:xmpmeta>',
      ]
        .map((line) => Buffer.from(line).toString('latin1'))
        .join('\n'),
    )
    expect(found).toEqual({
      'XMP xmp:Rating': ['4'],
      'XMP exif:Note': ['it"s'],
      'XMP dc:subject': ['boats', 'harbour'],
      'XMP dc:title': ['Schöne Boote'],
      'XMP stArea:x': ['0.5'],
      'XMP stArea:y': ['0.25'],
      'XMP xmp:Label': ['red'],
      'XMP rdf:resource': ['a place'],
    })
  })

  it('that says nothing that is understood is compared as it is', async () => {
    expect(await xmp('<x:xmpmeta xmlns:x="y"/>')).toEqual({
      'XMP packet': ['<x:xmpmeta xmlns:x="y"/>'],
    })
  })

  it('may be extended over segments, in whatever order', async () => {
    const name = 'http://ns.adobe.com/xmp/extension/\0'
    const piece = (at: number, text: string): Buffer => {
      const place = Buffer.alloc(8)
      place.writeUInt32BE(at, 4)
      return segment(0xe1, name, 'd'.repeat(32), place, text)
    }
    const main = segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', '<a xmp:Rating="4"/>')
    const found = await jpeg(
      main,
      piece(10, 'ng="words"/>'),
      piece(0, '<b dc:lo'),
      segment(0xe1, name, 'cut'),
    )
    expect(found).toEqual({ 'XMP xmp:Rating': ['4'], 'XMP dc:long': ['words'] })
    const [first, second, third] = [
      piece(0, '<b dc:lo'),
      piece(300, 'ng="wor'),
      piece(70_000, 'ds"/>'),
    ]
    for (const pieces of orders([first, second, third]))
      expect(await jpeg(main, ...pieces)).toMatchObject({ 'XMP dc:long': ['words'] })
  })

  it.each(['webp', 'tiff', 'heic', 'avif'] as const)(
    'of a %s lies where its header says',
    async (format) => {
      const bytes = Buffer.concat([tiff('II', [[]]), latin1('<a xmp:Rating="4"/> and more')])
      const offset = bytes.indexOf('<a')
      const found = await tagsOf(format, bytes, { xmp: { offset, length: 19 } })
      expect(found).toEqual({ 'XMP xmp:Rating': ['4'] })
    },
  )
})

describe('image resources and IPTC', () => {
  const set = (record: number, number: number, words: string): Buffer =>
    Buffer.concat([Buffer.from([0x1c, record, number, 0, words.length]), latin1(words)])

  it('are told by number or name, but thumbnails are not', async () => {
    const iptc = Buffer.concat([
      ...[set(1, 90, '\x1b%G'), set(2, 25, 'boats'), set(2, 25, 'harbour'), set(3, 7, 'x')],
    ])
    const found = await photoshop(
      Buffer.concat([
        ...[resource(1058, 'EXIF'), resource(1033, 'old'), resource(1036, 'new')],
        ...[resource(1028, iptc), resource(1060, 'odd', 'ab'), resource(1061, 'end', 'abc')],
      ]),
    )
    expect(found).toEqual({
      'Photoshop 1058': ['EXIF'],
      'IPTC CodedCharacterSet': ['\x1b%G'],
      'IPTC Keywords': ['boats', 'harbour'],
      'IPTC 3:7': ['x'],
      'Photoshop 1060': ['odd'],
      'Photoshop 1061': ['end'],
    })
  })

  it('may be spread over segments', async () => {
    const all = Buffer.concat([resource(1036, 'thumbnail'), resource(1028, set(2, 25, 'boats'))])
    for (const cut of [3, 15, 24, 30, 40]) {
      const found = await photoshop(all.subarray(0, cut), all.subarray(cut))
      expect(found, `cut at ${cut}`).toEqual({ 'IPTC Keywords': ['boats'] })
    }
  })

  it('may be long, by a length of the length', async () => {
    const long = Buffer.concat([Buffer.from([0x1c, 2, 120, 0x80, 4, 0, 0, 0, 3]), latin1('abc')])
    const found = await photoshop(resource(1028, Buffer.concat([long, set(2, 25, 'boats')])))
    expect(found).toEqual({ 'IPTC Caption-Abstract': ['abc'], 'IPTC Keywords': ['boats'] })
    for (const head of [
      [0x1c, 2, 120, 0x80, 7, 0, 0, 0, 0, 0, 0, 0, 1, 65],
      [0x1c, 2, 120, 0x80, 4, 0],
    ]) {
      const damaged = Buffer.concat([set(2, 25, 'boats'), Buffer.from(head)])
      expect(await photoshop(resource(1028, damaged))).toEqual({ 'IPTC Keywords': ['boats'] })
    }
  })

  it('end where they make no sense', async () => {
    for (const tail of [
      '8BIX\x04\x22\0\0\0\0\0\x01x\0',
      '8BIM',
      '8BIM\x04',
      '8BIM\x04\x04',
      '8BIM\x04\x04\0\0\0\0\0',
    ]) {
      expect(await photoshop(Buffer.concat([resource(1057, 'v'), latin1(tail)]))).toEqual({
        'Photoshop 1057': ['v'],
      })
    }
    const cut = resource(1058, 'EXIF', 'a long name indeed').subarray(0, 14)
    expect(await photoshop(Buffer.concat([resource(1057, 'v'), cut]))).toEqual({
      'Photoshop 1057': ['v'],
    })
    expect(
      await photoshop(Buffer.concat([resource(1057, 'v'), latin1('8BIX, which is none')])),
    ).toEqual({
      'Photoshop 1057': ['v'],
    })
  })

  it('of a TIFF lie in its tags, and what it says twice counts once', async () => {
    const bytes = (fields: Field[]) => tagsOf('tiff', tiff('II', [fields]))
    const iptc = { tag: 0x83bb, raw: set(2, 25, 'boats') }
    const icc = { tag: 0x8773, raw: latin1('a profile') }
    expect(await bytes([iptc, icc])).toEqual({
      'IPTC Keywords': ['boats'],
      'ICC profile': ['a profile'],
    })
    const both = await bytes([iptc, { tag: 0x8649, raw: resource(1028, set(2, 25, 'boats')) }])
    expect(both).toEqual({ 'IPTC Keywords': ['boats'] })
    const resources = await bytes([{ tag: 0x8649, raw: resource(1057, 'v') }])
    expect(resources).toEqual({ 'Photoshop 1057': ['v'] })
  })
})

describe('a profile', () => {
  it('of a JPEG is put together from its pieces, in whatever order', async () => {
    const piece = (number: number, text: string) =>
      segment(0xe2, 'ICC_PROFILE\0', Buffer.from([number, 2]), text)
    for (const pieces of orders([piece(1, 'a p'), piece(2, 'rof'), piece(3, 'ile')]))
      expect(await jpeg(...pieces)).toEqual({ 'ICC profile': ['a profile'] })
  })

  it.each(['webp', 'heic'] as const)('of a %s lies where its header says', async (format) => {
    const icc = { offset: 3, length: 9 }
    expect(await tagsOf(format, latin1('12 a profile and more'), { icc })).toEqual({
      'ICC profile': ['a profile'],
    })
  })
})

describe('other things in a JPEG', () => {
  it('are comments, a resolution, and what makers put there, by what it is called', async () => {
    const jfif = (unit: number) =>
      segment(0xe0, 'JFIF\0', Buffer.from([1, 2, unit, 0, 100, 0, 50, 0, 0]))
    expect(
      await jpeg(
        ...[
          jfif(1),
          segment(0xfe, 'words'),
          segment(0xe6, 'GoPro\0telemetry'),
          segment(0xef, '\0'),
        ],
        segment(0xdb, 'a table'),
      ),
    ).toEqual({
      'JPEG comment': ['words'],
      'JPEG APP6 GoPro': ['GoPro\0telemetry'],
      'JPEG APP15': ['\0'],
      'File resolution': ['100 x 50'],
    })
    expect(await jpeg(jfif(2))).toEqual({ 'File resolution': ['254 x 127'] })
    // The shape of a pixel only, or none that is known.
    for (const unit of [0, 3]) expect(await jpeg(jfif(unit))).toEqual({})
    expect(await jpeg(segment(0xe0, 'JFIF\0\x01'))).toEqual({})
    // Without the sides of a thumbnail, and one byte shorter: what comes behind it is read as well.
    const words = segment(0xfe, 'words')
    const whole = Buffer.from([1, 2, 1, 0, 100, 0, 50])
    expect(await jpeg(segment(0xe0, 'JFIF\0', whole), words)).toEqual({
      'File resolution': ['100 x 50'],
      'JPEG comment': ['words'],
    })
    expect(await jpeg(segment(0xe0, 'JFIF\0', whole.subarray(0, -1)), words)).toEqual({
      'JPEG comment': ['words'],
    })
    expect(await jpeg(segment(0xe0, 'JFXX\0', Buffer.alloc(20, 1)))).toEqual({})
  })

  it('are not the blocks that are read under their own names', async () => {
    expect(await jpeg(segment(0xe1, 'Exif\0\0II*\0'))).toEqual({})
    // But a name means something in its own kind of segment only.
    const elsewhere = [
      segment(0xe2, 'Exif\0\0'),
      segment(0xe2, 'http://ns.adobe.com/xap/1.0/\0'),
      segment(0xe3, 'http://ns.adobe.com/xmp/extension/\0'),
      segment(0xe1, 'ICC_PROFILE\0'),
      segment(0xec, 'Photoshop 3.0\0'),
    ]
    expect(Object.keys(await jpeg(...elsewhere))).toEqual([
      ...['JPEG APP2 Exif', 'JPEG APP2 http://ns.adobe.com/xap/1.0/'],
      ...['JPEG APP3 http://ns.adobe.com/xmp/extens', 'JPEG APP1 ICC_PROFILE'],
      'JPEG APP12 Photoshop 3.0',
    ])
  })

  it('are found up to where it is damaged', async () => {
    const bytes = Buffer.concat([latin1('\xff\xd8'), segment(0xfe, 'words'), latin1('no marker')])
    expect(await tagsOf('jpeg', bytes)).toEqual({ 'JPEG comment': ['words'] })
  })
})

describe('the chunks of a PNG', () => {
  const chunk = (type: string, body: Buffer | string = ''): Buffer => {
    const named = Buffer.concat([Buffer.from(type), Buffer.from(body as string, 'latin1')])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(named.length - 4)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const png = (...chunks: Buffer[]) =>
    tagsOf(
      'png',
      Buffer.concat([latin1('\x89PNG\r\n\x1a\n'), chunk('IHDR', '\0'.repeat(13)), ...chunks]),
    )
  const packet = '<a xmp:Rating="4"/>'
  const rating = { 'XMP xmp:Rating': ['4'] }

  it.each([
    ['iTXt', `XML:com.adobe.xmp\0\0\0en\0name\0${packet}`],
    ['iTXt', `XML:com.adobe.xmp\0\x01\0\0\0${deflateSync(packet).toString('latin1')}`],
    ['tEXt', `XML:com.adobe.xmp\0${packet}`],
    ['zTXt', `XML:com.adobe.xmp\0\0${deflateSync(packet).toString('latin1')}`],
  ])('hold XMP in %s', async (type, body) => {
    expect(await png(chunk(type, body))).toEqual(rating)
  })

  it('hold a profile, packed', async () => {
    const packed = deflateSync('a profile').toString('latin1')
    expect(await png(chunk('iCCP', `name\0\0${packed}`))).toEqual({ 'ICC profile': ['a profile'] })
    expect(await png(chunk('iCCP', 'name\0\0no zlib'))).toEqual({ 'ICC profile': ['no zlib'] })
  })

  it('hold a resolution, where they mean a length', async () => {
    const perMetre = (unit: number): Buffer => {
      const body = Buffer.alloc(9)
      body.writeUInt32BE(11_811, 0)
      body.writeUInt32BE(2_835, 4)
      body.writeUInt8(unit, 8)
      return chunk('pHYs', body)
    }
    expect(await png(perMetre(1))).toEqual({ 'File resolution': ['300 x 72'] })
    expect(await png(perMetre(0))).toEqual({})
    expect(await png(chunk('pHYs', 'cut'))).toEqual({})
  })

  it('hold words that no copy has a place for', async () => {
    expect(await tagsOf('png', latin1('none'), { looseText: 'Author' })).toEqual({
      'PNG Author': [''],
    })
  })
})

describe('the blocks of a photo', () => {
  it('are none where a JPEG has nothing but its picture', async () => {
    const source = memorySource(Buffer.concat([latin1('\xff\xd8'), segment(0xda, '\0')]))
    expect(await readMetadataBlocks({ source, head: unknownHead, format: 'jpeg' })).toEqual({
      ...{ exif: null, xmp: [], photoshop: null, iptc: null, icc: null, comments: [], others: [] },
      ...{ density: null, pngText: null },
    })
  })

  it('are read as far as eight megabytes', async () => {
    const asked: number[] = []
    const read = async (_: number, length: number): Promise<Buffer> => {
      asked.push(length)
      return Buffer.alloc(0)
    }
    const source = { sizeBytes: 20 * 2 ** 20, read }
    for (const length of [8 * 2 ** 20, 8 * 2 ** 20 + 1]) {
      const head = { ...unknownHead, xmp: { offset: 9, length } }
      await readMetadataBlocks({ source, head, format: 'webp' })
    }
    expect(asked).toEqual([8 * 2 ** 20, 8 * 2 ** 20])
  })
})
