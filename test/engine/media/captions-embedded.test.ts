// Captions inside files, as sharp and hands write them; test/images has every form as exiftool writes it.
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { readEmbeddedCaptions } from '../../../src/main/engine/media/captions/embedded.ts'
import { sniff } from '../../../src/main/engine/media/media-types.ts'
import { readHead } from '../../../src/main/engine/media/read-head.ts'
import { box, fullBox, number } from './box-builder.ts'
import { pngChunk } from './dates/png-chunk.ts'

async function captionsIn(bytes: Buffer): Promise<string[]> {
  const type = sniff(bytes.subarray(0, 4096), '')
  if (type === null) return []
  const source = memorySource(bytes)
  const photo = { source, head: await readHead(source, type), format: type.format }
  const { captions, camera } = await readEmbeddedCaptions(photo)
  const of = camera === null ? [] : [`by ${camera}`]
  return [...of, ...captions.map(({ source: from, text }) => `${from} ${text}`)]
}

const said = 'Ölüdeniz & „Größe“ – 長崎の港 <3 😀'
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}"><rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">${said
    .replace('&', '&amp;')
    .replace(
      '<',
      '&lt;',
    )}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`
const picture = (): Sharp =>
  sharp({ create: { width: 16, height: 12, channels: 3, background: 'teal' } })
const dressed = (): Sharp =>
  picture()
    .withExif({ IFD0: { ImageDescription: 'At the lake', Make: 'Maker', Model: 'Model 1' } })
    .withXmp(packet)

describe('pictures', () => {
  it.each([
    ['a JPEG', (): Promise<Buffer> => dressed().jpeg().toBuffer()],
    ['a PNG', (): Promise<Buffer> => dressed().png().toBuffer()],
    ['a WebP', (): Promise<Buffer> => dressed().webp().toBuffer()],
    ['an AVIF', (): Promise<Buffer> => dressed().avif({ effort: 0 }).toBuffer()],
  ])('of %s tell XMP, EXIF and the camera', async (_what, make) => {
    expect(await captionsIn(await make())).toEqual([
      'by Maker Model 1',
      `xmp ${said}`,
      'exif At the lake',
    ])
  })

  it('of a TIFF tell XMP', async () => {
    expect(await captionsIn(await dressed().tiff().toBuffer())).toEqual([`xmp ${said}`])
  })

  it.each([
    ['plain', pngChunk('tEXt', Buffer.from('Description\0Am See in Z\xfcrich', 'latin1'))],
    [
      'packed',
      pngChunk(
        'zTXt',
        Buffer.concat([
          Buffer.from('Description\0\0'),
          deflateSync(Buffer.from('Am See in Z\xfcrich', 'latin1')),
        ]),
      ),
    ],
    ['of any language', pngChunk('iTXt', Buffer.from('Description\0\0\0de\0\0Am See in Zürich'))],
  ])('of a PNG tell its description in words that are %s, and no other words', async (_, chunk) => {
    const plain = await picture().png().toBuffer()
    const behindHeader = 8 + 25
    const title = pngChunk('tEXt', Buffer.from('Title\0A lake'))
    const bytes = [plain.subarray(0, behindHeader), title, chunk, plain.subarray(behindHeader)]
    expect(await captionsIn(Buffer.concat(bytes))).toEqual(['png Am See in Zürich'])
  })

  it('without words tell none', async () => {
    expect(await captionsIn(await picture().jpeg().toBuffer())).toEqual([])
    expect(await captionsIn(await picture().gif().toBuffer())).toEqual([])
  })

  it('tell IPTC that is spread over two segments, and what stands before damage', async () => {
    const words = Buffer.from(said)
    const sets = Buffer.concat([
      Buffer.from('\x1c\x01\x5a\0\x03\x1b%G\x1c\x02\x78', 'latin1'),
      number(words.length, 2),
      words,
    ])
    const resource = Buffer.concat([
      Buffer.from('8BIM\x04\x04\0\0', 'latin1'),
      number(sets.length, 4),
      sets,
    ])
    const segment = (part: Buffer): Buffer =>
      Buffer.concat([
        Buffer.from([0xff, 0xed]),
        number(part.length + 16, 2),
        Buffer.from('Photoshop 3.0\0'),
        part,
      ])
    const [start, rest] = [resource.subarray(0, 30), resource.subarray(30)]
    const jpeg = await picture().jpeg().toBuffer()
    const head = Buffer.concat([jpeg.subarray(0, 2), segment(start), segment(rest)])
    expect(await captionsIn(Buffer.concat([head, jpeg.subarray(2)]))).toEqual([`iptc ${said}`])
    expect(await captionsIn(Buffer.concat([head, Buffer.alloc(40)]))).toEqual([`iptc ${said}`])
  })

  it('are looked into at their beginning alone', async () => {
    const jpeg = await picture().withXmp(packet).jpeg().toBuffer()
    const filler = Buffer.concat([
      Buffer.from([0xff, 0xe2]),
      number(60_002, 2),
      Buffer.alloc(60_000),
    ])
    const behind = (segments: number): Buffer =>
      Buffer.concat([
        jpeg.subarray(0, 2),
        ...Array.from({ length: segments }, () => filler),
        jpeg.subarray(2),
      ])
    expect(await captionsIn(behind(8))).toEqual([`xmp ${said}`])
    expect(await captionsIn(behind(10))).toEqual([])
  })
})

describe('films', () => {
  const film = (...parts: Buffer[]): Buffer =>
    Buffer.concat([box('ftyp', 'qt  \0\0\0\0qt  '), box('mdat', Buffer.alloc(5000)), ...parts])
  const data = (kind: number, words: Buffer): Buffer =>
    box('data', number(kind, 4), number(0, 4), words)
  const handler = box('hdlr', Buffer.alloc(24))
  const key = (name: string): Buffer => box('mdta', name)
  const apple = [
    ...[
      handler,
      fullBox(
        'keys',
        0,
        0,
        number(2, 4),
        key('com.apple.quicktime.make'),
        key('com.apple.quicktime.description'),
      ),
    ],
    box(
      'ilst',
      box('\0\0\0\x01', data(1, Buffer.from('Maker'))),
      box('\0\0\0\x02', data(1, Buffer.from(said))),
    ),
  ]
  const utf16 = Buffer.from(said, 'utf16le').swap16()
  const uuid = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex')

  it.each([
    ['Apple’s key in a MOV', box('moov', box('meta', ...apple)), [`movie ${said}`]],
    ['Apple’s key in an MP4', box('moov', fullBox('meta', 0, 0, ...apple)), [`movie ${said}`]],
    [
      'the list of iTunes before QuickTime’s own words',
      box(
        'moov',
        box(
          'udta',
          box('\xa9des', number(5, 2), number(0, 2), 'Z\x9frich'.slice(0, 5)),
          fullBox('meta', 0, 0, handler, box('ilst', box('desc', data(2, utf16)))),
        ),
      ),
      [`movie ${said}`, 'movie Züric'],
    ],
    [
      '3GP',
      box('moov', box('udta', fullBox('dscp', 0, 0, number(0, 2), Buffer.from(`${said}\0`)))),
      [`movie ${said}`],
    ],
    [
      '3GP in UTF-16',
      box('moov', box('udta', fullBox('dscp', 0, 0, number(0, 2), number(0xfeff, 2), utf16))),
      [`movie ${said}`],
    ],
    ['XMP beside the movie', box('uuid', uuid, Buffer.from(packet)), [`xmp ${said}`]],
    ['XMP inside it', box('moov', box('udta', box('XMP_', Buffer.from(packet)))), [`xmp ${said}`]],
    [
      'QuickTime’s own words in Unicode, whose languages have letters',
      box(
        'moov',
        box('udta', box('\xa9des', number(7, 2), number(0x55c4, 2), Buffer.from('Zürich'))),
      ),
      ['movie Zürich'],
    ],
    [
      'QuickTime’s own words of Windows, whose languages have letters',
      box('moov', box('udta', box('\xa9des', number(6, 2), number(0x400, 2), 'Z\xfcrich'))),
      ['movie Zürich'],
    ],
    [
      '3GP beside QuickTime’s own words that are cut',
      box(
        'moov',
        box(
          'udta',
          box('\xa9des', '\0\x05\0'),
          fullBox('dscp', 0, 0, number(0, 2), Buffer.from(said)),
        ),
      ),
      [`movie ${said}`],
    ],
    [
      'QuickTime’s own words up to their length, in the last language of a Macintosh',
      box('moov', box('udta', box('\xa9des', number(2, 2), number(0x3ff, 2), 'Z\x9frich'))),
      ['movie Zü'],
    ],
    [
      'QuickTime’s own words in the first language of others',
      box(
        'moov',
        box('udta', box('\xa9des', number(7, 2), number(0x400, 2), Buffer.from('Zürich'))),
      ),
      ['movie Zürich'],
    ],
    [
      'no comment',
      box('moov', box('udta', box('\xa9cmt', number(5, 2), number(0, 2), 'words'))),
      [],
    ],
  ])('tell %s', async (_what, part, expected) => {
    expect(await captionsIn(film(part))).toEqual(expected)
  })

  it('are asked for words in boxes of up to a megabyte', async () => {
    const described = (bytes: number): Buffer => {
      const list = box('ilst', box('desc', data(1, Buffer.from(said))))
      const inside = Buffer.concat([number(0, 4), handler, list])
      return box('moov', box('meta', inside, box('free', Buffer.alloc(bytes - inside.length - 8))))
    }
    expect(await captionsIn(film(described(1024 * 1024)))).toEqual([`movie ${said}`])
    expect(await captionsIn(film(described(1024 * 1024 + 1)))).toEqual([])
  })

  it('tell the words behind a list that ends within its first', async () => {
    const cut = box('ilst', box('desc', box('data', 'ab')))
    const words = box('udta', fullBox('dscp', 0, 0, number(0, 2), number(0xfeff, 2), utf16))
    const moov = box('moov', box('meta', number(0, 4), handler, cut), words)
    expect(await captionsIn(film(moov))).toEqual([`movie ${said}`])
  })

  it('tell none where a box ends before its name does', async () => {
    expect(await captionsIn(film(box('uuid', uuid.subarray(0, 15)), box('uuid', uuid)))).toEqual([])
  })

  it('and pictures never fail over damage', async () => {
    const files = [
      film(
        box('moov', box('meta', ...apple), box('udta', fullBox('dscp', 0, 0, number(0, 2), utf16))),
      ),
      await dressed().jpeg().toBuffer(),
      await dressed().png().toBuffer(),
      await dressed().webp().toBuffer(),
      await dressed().tiff().toBuffer(),
    ]
    const change = fc.tuple(fc.nat(6000), fc.nat(255))
    const changes = fc.array(change, { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        changes,
        fc.nat(7000),
        async (file, changed, cut) => {
          const bytes = Buffer.from(file.subarray(0, Math.max(64, file.length - cut)))
          for (const [at, value] of changed) bytes[16 + (at % (bytes.length - 16))] = value
          expect((await captionsIn(bytes)).length).toBeLessThan(20)
        },
      ),
      { numRuns: 500 },
    )
  })
})
