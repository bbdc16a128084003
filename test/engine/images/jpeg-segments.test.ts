// Behaviour of the metadata of a JPEG on its way to the reduced copy: carried byte by byte, corrected where it would be
// wrong there.
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import {
  carriedSegments,
  correctedExif,
  imageResource,
  segmentsFor,
  uprightXmp,
  withoutThumbnails,
  withResource,
  withSegments,
} from '../../../src/main/engine/images/jpeg-segments.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { readDirectory, readNumbers, readTiffHeader } from '../../../src/main/engine/media/exif.ts'
import { jpegSegments } from '../../../src/main/engine/media/jpeg-head.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

const copy = { width: 40, height: 30 }
/** Upright sides of what it is a copy of. */
const large = { width: 4_000, height: 3_000 }
const none = { exif: null, xmp: null, photoshop: null, icc: null }

function segment(marker: number, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body as string, 'latin1')
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(bytes.length + 2, 2)
  return Buffer.concat([head, bytes])
}
const startOfImage = Buffer.from([0xff, 0xd8])
const scan = segment(0xda, '\0')
const icc = segment(0xe2, 'ICC_PROFILE\0\x01\x01a profile')

const exif = (order: 'II' | 'MM' = 'II'): Buffer =>
  tiff(order, [
    [
      { tag: 0x0100, values: [4_000] },
      { tag: 0x0101, type: 4, values: [3_000] },
      { tag: 0x0112, values: [6] },
      {
        tag: 0x8769,
        to: [
          [
            { tag: 0xa002, type: 4, values: [4_000] },
            { tag: 0xa003, values: [3_000] },
          ],
        ],
      },
    ],
  ])

/** The numbers of a block that a copy must not keep. */
async function numbersOf(block: Buffer): Promise<(number | undefined)[]> {
  const header = await readTiffHeader(memorySource(block), 0)
  const first = await readDirectory(header, header.first)
  const of = async (entries: typeof first.entries, tag: number): Promise<number | undefined> =>
    (await readNumbers(header, entries.get(tag)))[0]
  const inner = await readDirectory(header, (await of(first.entries, 0x8769)) ?? 0)
  return Promise.all([
    ...[0x0112, 0x0100, 0x0101].map((tag) => of(first.entries, tag)),
    ...[0xa002, 0xa003].map((tag) => of(inner.entries, tag)),
  ])
}

describe('the segments that a copy carries', () => {
  const carried = (parts: Buffer[], isConverted = false, orientation = 1) =>
    carriedSegments(Buffer.concat([startOfImage, ...parts, scan]), copy, {
      isConverted,
      orientation,
      sides: large,
    })

  it('are all that describe the photo, in their order and byte by byte', async () => {
    const parts = [
      segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0more'),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>'),
      icc,
      segment(0xed, 'Photoshop 3.0\0resources'),
      segment(0xfe, 'a comment'),
    ]
    expect(await carried(parts)).toEqual(parts)
  })

  it('are no others', async () => {
    const others = [
      segment(0xe0, 'JFIF\0'),
      segment(0xe0, 'JFXX\0\x10 a small picture of its own'),
      segment(0xe2, 'MPF\0'),
      segment(0xe2, 'urn:iso:std:iso:ts:21496:-1\0'),
      segment(0xe8, 'SPIFF\0'),
      segment(0xeb, 'JP c2pa'),
      segment(0xee, 'Adobe'),
      segment(0xdb, 'a table'),
      segment(0xf0, 'no application'),
    ]
    expect(await carried(others)).toEqual([])
  })

  it('are those that makers and programs invented, too', async () => {
    const others = [
      segment(0xe1, 'something else'),
      segment(0xe2, 'FPXR\0sound'),
      segment(0xe3, 'Exif\0\0'),
      segment(0xe6, 'GoPro\0telemetry'),
      segment(0xec, 'Ducky'),
      segment(0xed, 'Adobe_CM'),
      segment(0xef, ''),
    ]
    expect(await carried(others)).toEqual(others)
    expect(await carried(others, true)).toEqual(others)
  })

  it('have the profile only while the colours are its own', async () => {
    expect(await carried([icc], false)).toEqual([icc])
    expect(await carried([icc], true)).toEqual([])
  })

  it('have the resolution whole, without the thumbnail that lies behind it', async () => {
    const resolution = 'JFIF\0\x01\x02\x01\x01\x2c\x00\x48'
    const bare = segment(0xe0, `${resolution}\0\0`)
    expect(await carried([segment(0xe0, `${resolution}\x02\x01RGBRGB`)])).toEqual([bare])
    expect(await carried([bare])).toEqual([bare])
    expect(await carried([segment(0xe0, `${resolution}\0`)])).toEqual([])
    // Under another number it is somebody else's.
    const other = segment(0xe5, `${resolution}\x02\x01RGBRGB`)
    expect(await carried([other])).toEqual([other])
  })

  it('have image resources where the first of them were', async () => {
    const resources = segment(0xed, 'Photoshop 3.0\0resources')
    const more = segment(0xed, 'Photoshop 3.0\0 and more')
    const comment = segment(0xfe, 'a comment')
    expect(await carried([resources, comment, more])).toEqual([
      segment(0xed, 'Photoshop 3.0\0resources and more'),
      comment,
    ])
    expect(await carried([comment, resources, icc, more, comment])).toEqual([
      ...[comment, segment(0xed, 'Photoshop 3.0\0resources and more'), icc, comment],
    ])
  })

  it('have the EXIF of an upright picture of the new sides', async () => {
    const [kept] = await carried([segment(0xe1, `Exif\0\0${exif().toString('latin1')}`)])
    expect(kept?.subarray(0, 10)).toEqual(
      segment(0xe1, `Exif\0\0${exif().toString('latin1')}`).subarray(0, 10),
    )
    expect(await numbersOf(kept?.subarray(10) ?? Buffer.alloc(0))).toEqual([1, 40, 30, 40, 30])
  })

  it('have the XMP of an upright picture', async () => {
    const xmp = (value: number): Buffer =>
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0tiff:Orientation="${value}"`)
    expect(await carried([xmp(6)], false, 6)).toEqual([xmp(1)])
    expect(await carried([xmp(6)], false, 1)).toEqual([xmp(6)])
  })

  it('have image resources without thumbnails', async () => {
    const text = imageResource(1028, Buffer.from('IPTC'))
    const thumbnail = imageResource(1036, Buffer.from('a small picture'))
    const name = Buffer.from('Photoshop 3.0\0')
    expect(await carried([segment(0xed, Buffer.concat([name, thumbnail, text]))])).toEqual([
      segment(0xed, Buffer.concat([name, text])),
    ])
  })
})

describe('image resources', () => {
  const name = 'Photoshop 3.0\0'
  const most = 65_533 - name.length
  const carried = async (resources: Buffer, cutAt: number): Promise<Buffer[]> => {
    const pieces = [resources.subarray(0, cutAt), resources.subarray(cutAt)].map((piece) =>
      segment(0xed, Buffer.concat([Buffer.from(name), piece])),
    )
    const parts = [startOfImage, icc, ...pieces, segment(0xfe, 'a comment'), scan]
    const from = { isConverted: false, orientation: 1, sides: large }
    return carriedSegments(Buffer.concat(parts), copy, from)
  }

  it('may lie across segments, also the thumbnail that goes', async () => {
    const text = imageResource(1028, Buffer.from('IPTC'))
    const thumbnail = imageResource(1036, Buffer.alloc(500, 't'))
    const resources = Buffer.concat([thumbnail, text])
    for (const cutAt of [0, 5, 300, thumbnail.length, thumbnail.length + 7]) {
      const expected = segment(0xed, Buffer.concat([Buffer.from(name), text]))
      expect(await carried(resources, cutAt), `cut at ${cutAt}`).toEqual([
        icc,
        expected,
        segment(0xfe, 'a comment'),
      ])
    }
  })

  it('are spread over as many segments as they need', async () => {
    const long = imageResource(1058, Buffer.alloc(most, 'x'))
    const [first, second, third, fourth] = await carried(long, 60_000)
    expect(first).toEqual(icc)
    expect(second).toHaveLength(65_533 + 4)
    expect(Buffer.concat([second ?? icc, third ?? icc].map((part) => part.subarray(18)))).toEqual(
      long,
    )
    expect(fourth).toEqual(segment(0xfe, 'a comment'))
    const exact = long.subarray(0, most)
    expect(segmentsFor({ ...none, photoshop: exact })).toHaveLength(1)
  })

  it('have IPTC once', () => {
    const other = imageResource(1058, Buffer.from('more'))
    const iptc = imageResource(1028, Buffer.from('IPTC'))
    expect(withResource(other, 1028, Buffer.from('IPTC'))).toEqual(Buffer.concat([iptc, other]))
    const both = Buffer.concat([other, iptc])
    expect(withResource(both, 1028, Buffer.from('another'))).toEqual(both)
  })
})

describe('blocks from another container', () => {
  it('become segments with their names, in their order', () => {
    const metadata = {
      exif: Buffer.from('TIFF'),
      xmp: Buffer.from('<x/>'),
      photoshop: Buffer.from('8BIM'),
      icc: Buffer.from('profile'),
    }
    expect(segmentsFor(metadata)).toEqual([
      segment(0xe1, 'Exif\0\0TIFF'),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>'),
      segment(0xed, 'Photoshop 3.0\x008BIM'),
      segment(0xe2, 'ICC_PROFILE\0\x01\x01profile'),
    ])
    expect(segmentsFor(none)).toEqual([])
  })

  it.each([
    [[300, 72], '\x01\x2c\x00\x48'],
    [[299.6, 72.4], '\x01\x2c\x00\x48'],
    [[65_535, 65_536], '\xff\xff\xff\xff'],
    [[1_000_000, 65_535], '\xff\xff\xff\xff'],
  ] as const)('begin with a resolution of %j', (density, words) => {
    const jfif = segment(0xe0, `JFIF\0\x01\x02\x01${words}\0\0`)
    expect(segmentsFor({ ...none, density })).toEqual([jfif])
    const [first, second] = segmentsFor({ ...none, density, xmp: Buffer.from('<x/>') }) ?? []
    expect(first).toEqual(jfif)
    expect(second).toEqual(segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>'))
  })

  it('do not fit where one is longer than a segment', () => {
    const most = 65_533 - 'Exif\0\0'.length
    const [fits] = segmentsFor({ ...none, exif: Buffer.alloc(most) }) ?? []
    expect(fits).toHaveLength(65_533 + 4)
    expect(fits?.readUInt16BE(2)).toBe(65_535)
    expect(segmentsFor({ ...none, exif: Buffer.alloc(most + 1) })).toBeNull()
  })

  it('have a long profile cut in counted pieces', () => {
    const most = 65_533 - 'ICC_PROFILE\0'.length - 2
    const profile = Buffer.alloc(most * 2 + 1)
    profile.forEach((_, at) => (profile[at] = at % 251))
    const pieces = segmentsFor({ ...none, icc: profile }) ?? []
    expect(pieces.map((piece) => [...piece.subarray(16, 18)])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(pieces.map((piece) => piece.length)).toEqual([65_537, 65_537, 19])
    expect(Buffer.concat(pieces.map((piece) => piece.subarray(18)))).toEqual(profile)
    expect(segmentsFor({ ...none, icc: profile.subarray(0, most * 2) })).toHaveLength(2)
  })
})

describe('a freshly encoded JPEG', () => {
  it('gets the segments behind its own first one, in place of any that the encoder wrote', async () => {
    const bytes = await sharp({ create: { width: 9, height: 7, channels: 3, background: '#468' } })
      .withMetadata()
      .jpeg()
      .toBuffer()
    const given = [segment(0xe1, 'Exif\0\0TIFF'), segment(0xfe, 'a comment')]
    const whole = await withSegments(bytes, given)
    const markers: number[] = []
    for await (const { marker } of jpegSegments(memorySource(whole))) markers.push(marker)
    const before = bytes.includes('JFIF') ? [0xe0] : []
    expect(markers.slice(0, before.length + 2)).toEqual([...before, 0xe1, 0xfe])
    expect(markers.filter((marker) => marker >= 0xe1 && marker <= 0xef)).toEqual([0xe1])
    // The tables, the frame and the picture are the encoder's.
    expect(markers.at(-1)).toBe(0xda)
    const pixels = (of: Buffer) => sharp(of).raw().toBuffer()
    expect(await pixels(whole)).toEqual(await pixels(bytes))
  })

  it('keeps every table of its own', async () => {
    const own = [
      segment(0xe0, 'JFIF\0'),
      segment(0xdb, 'a'),
      segment(0xc0, 'b'),
      segment(0xf0, 'c'),
    ]
    const picture = Buffer.concat([scan, Buffer.from('picture\xff\xd9', 'latin1')])
    const encoded = Buffer.concat([
      ...[startOfImage, ...own, segment(0xe1, 'x'), segment(0xef, 'y'), picture],
    ])
    const given = segment(0xfe, 'given')
    expect(await withSegments(encoded, [given])).toEqual(
      Buffer.concat([startOfImage, segment(0xe0, 'JFIF\0'), given, ...own.slice(1), picture]),
    )
    // One resolution is enough, be it the first that is given or not.
    const resolution = segment(0xe0, 'JFIF\0given')
    expect(await withSegments(encoded, [given, resolution])).toEqual(
      Buffer.concat([startOfImage, given, resolution, ...own.slice(1), picture]),
    )
  })
})

describe('the EXIF of a copy', () => {
  it.each(['II', 'MM'] as const)(
    'tells its own sides upright, in the byte order %s',
    async (order) => {
      const block = exif(order)
      const corrected = await correctedExif(block, copy, large)
      expect(await numbersOf(corrected)).toEqual([1, 40, 30, 40, 30])
      expect(corrected).toHaveLength(block.length)
      expect(await numbersOf(block)).toEqual([6, 4_000, 3_000, 4_000, 3_000])
    },
  )

  it('gets nothing that it did not have, and keeps what is no plain number', async () => {
    const odd: Field[][] = [
      [
        { tag: 0x0112, values: [6, 7] },
        { tag: 0x0100, type: 1, values: [4] },
      ],
    ]
    expect(await correctedExif(tiff('II', odd), copy, large)).toEqual(tiff('II', odd))
    expect(await correctedExif(tiff('II', [[]]), copy, large)).toEqual(tiff('II', [[]]))
  })

  it.each([
    // The stored picture is 4,000 x 3,000, or 3,000 x 4,000 where it lies on its side; the copy has a hundredth of it.
    [1, [1_000, 500, 400, 200], [10, 5, 4, 2]],
    [2, [1_000, 500, 400, 200], [30, 5, 4, 2]],
    [3, [1_000, 500, 400, 200], [30, 25, 4, 2]],
    [4, [1_000, 500, 400, 200], [10, 25, 4, 2]],
    [5, [500, 1_000, 200, 400], [10, 5, 4, 2]],
    [6, [500, 1_000, 200, 400], [30, 5, 4, 2]],
    [7, [500, 1_000, 200, 400], [30, 25, 4, 2]],
    [8, [500, 1_000, 200, 400], [10, 25, 4, 2]],
    [1, [1_000, 500, 400], [10, 5, 4]],
    [6, [500, 1_000], [30, 5]],
    [1, [1_000], [1_000]],
    [3, [4_010, 3_010], [0, 0]],
  ])('marks its subject, of orientation %i at %j, at %j', async (orientation, stored, seen) => {
    for (const tag of [0x9214, 0xa214]) {
      const inner = [{ tag, values: stored }]
      const block = tiff('MM', [
        [
          { tag: 0x0112, values: [orientation] },
          { tag: 0x8769, to: [inner] },
        ],
      ])
      const corrected = await correctedExif(block, copy, large)
      const header = await readTiffHeader(memorySource(corrected), 0)
      const first = await readDirectory(header, header.first)
      const [at = 0] = await readNumbers(header, first.entries.get(0x8769))
      const { entries } = await readDirectory(header, at)
      expect(await readNumbers(header, entries.get(tag))).toEqual(seen)
    }
  })

  it('marks its subject where it was when nothing tells of a turn', async () => {
    const block = tiff('II', [[{ tag: 0x8769, to: [[{ tag: 0x9214, values: [1_000, 500] }]] }]])
    const corrected = await correctedExif(block, copy, large)
    const header = await readTiffHeader(memorySource(corrected), 0)
    const [at = 0] = await readNumbers(
      header,
      (await readDirectory(header, header.first)).entries.get(0x8769),
    )
    const { entries } = await readDirectory(header, at)
    expect(await readNumbers(header, entries.get(0x9214))).toEqual([10, 5])
  })

  const thumbnailed = (thumbnail: Field[]): Buffer =>
    tiff('MM', [
      [
        { tag: 0x0112, values: [6] },
        { tag: 0x010f, text: 'Shoebox' },
      ],
      thumbnail,
    ])
  const small = Buffer.from('a small picture')
  /** A block whose second directory leads to a thumbnail, with this behind it. */
  const withThumbnail = (behind: string, claim = small.length): Buffer => {
    const length = thumbnailed([
      { tag: 0x0201, type: 4, values: [0] },
      { tag: 0x0202, type: 4, values: [0] },
    ]).length
    const fields: Field[] = [
      { tag: 0x0201, type: 4, values: [length] },
      { tag: 0x0202, type: 4, values: [claim] },
    ]
    return Buffer.concat([thumbnailed(fields), small, Buffer.from(behind)])
  }
  const firstOf = async (block: Buffer) => {
    const header = await readTiffHeader(memorySource(block), 0)
    return readDirectory(header, header.first)
  }
  const nextOf = async (block: Buffer): Promise<number> => (await firstOf(block)).next

  it('loses its thumbnail, which may be the end of it', async () => {
    const block = withThumbnail('')
    const corrected = await correctedExif(block, copy, large)
    expect(corrected).toHaveLength(block.length - small.length)
    expect(await nextOf(block)).toBeGreaterThan(0)
    expect(await nextOf(corrected)).toBe(0)
  })

  it('loses its thumbnail, which may have something behind it that stays where it is', async () => {
    const block = withThumbnail('maker notes')
    const corrected = await correctedExif(block, copy, large)
    expect(corrected).toHaveLength(block.length)
    const at = block.indexOf(small)
    expect(corrected.subarray(at)).toEqual(
      Buffer.concat([Buffer.alloc(small.length), Buffer.from('maker notes')]),
    )
    expect(await nextOf(corrected)).toBe(0)
    const header = await readTiffHeader(memorySource(corrected), 0)
    const { entries } = await readDirectory(header, header.first)
    expect(entries.size).toBe(2)
  })

  it('leaves bytes alone that a damaged thumbnail claims', async () => {
    for (const block of [withThumbnail('', small.length + 1), thumbnailed([])]) {
      const corrected = await correctedExif(block, copy, large)
      expect(corrected).toHaveLength(block.length)
      expect(corrected.includes('small')).toBe(block.includes('small'))
      expect(await nextOf(corrected)).toBe(0)
    }
    // One that has a length and no place, or a place and no length.
    for (const [tag, value] of [
      [0x0202, 5],
      [0x0201, 22],
    ] as const) {
      const block = thumbnailed([{ tag, type: 4, values: [value] }])
      const corrected = await correctedExif(block, copy, large)
      const { nextAt } = await firstOf(block)
      const expected = Buffer.from(block).fill(0, nextAt, nextAt + 4)
      expected.writeUInt16BE(1, 8 + 2 + 8)
      expect(corrected).toEqual(expected)
    }
  })
})

describe('the XMP of a copy that was turned', () => {
  const turned = (text: string, orientation = 6): string =>
    uprightXmp(Buffer.from(text, 'latin1'), orientation).toString('latin1')

  it.each([
    ['<a tiff:Orientation="6" b>', '<a tiff:Orientation="1" b>'],
    ["<a tiff:Orientation='2' b>", "<a tiff:Orientation='1' b>"],
    ['<tiff:Orientation>8</tiff:Orientation>', '<tiff:Orientation>1</tiff:Orientation>'],
    ['tiff:Orientation="9"', 'tiff:Orientation="9"'],
    ['tiff:Orientation="61"', 'tiff:Orientation="61"'],
    ['exif:Orientation="6" \xff', 'exif:Orientation="6" \xff'],
  ])('%s is %s', (before, after) => {
    expect(turned(before)).toBe(after)
    expect(turned(before, 1)).toBe(before)
  })

  it('is corrected everywhere', () => {
    const text = 'tiff:Orientation="6" tiff:Orientation="3"'
    expect(turned(text)).toBe('tiff:Orientation="1" tiff:Orientation="1"')
  })
})

describe('image resources', () => {
  it('tell their number and their size, on even places', () => {
    expect(imageResource(0x0404, Buffer.from('odd')).toString('latin1')).toBe(
      '8BIM\x04\x04\0\0\0\0\0\x03odd\0',
    )
    expect(imageResource(0x0404, Buffer.from('even'))).toHaveLength(16)
  })

  it('lose both kinds of thumbnails and nothing else', () => {
    const text = imageResource(1028, Buffer.from('IPTC!'))
    const old = imageResource(1033, Buffer.from('old'))
    const small = imageResource(1036, Buffer.from('even'))
    // A name of two letters, which with its length is padded to four bytes.
    const named = Buffer.from('8BIM\x04\x08\x02ab\0\0\0\0\x04data', 'latin1')
    const namedOdd = Buffer.from('8BIM\x04\x0c\x01a\0\0\0\x04data', 'latin1')
    expect(withoutThumbnails(Buffer.concat([old, text, namedOdd, small, named]))).toEqual(
      Buffer.concat([text, named]),
    )
    expect(withoutThumbnails(Buffer.alloc(0))).toEqual(Buffer.alloc(0))
  })

  it('are kept from where they make no sense', () => {
    const text = imageResource(1028, Buffer.from('IPTC'))
    const small = imageResource(1036, Buffer.from('even'))
    const strange = Buffer.concat([text, Buffer.from('8BIX'), small])
    expect(withoutThumbnails(strange)).toEqual(strange)
    const cut = Buffer.concat([text, small.subarray(0, 11)])
    expect(withoutThumbnails(cut)).toEqual(cut)
    for (const length of [4, 5, 6]) {
      const begun = Buffer.concat([text, small.subarray(0, length)])
      expect(withoutThumbnails(begun)).toEqual(begun)
    }
    const name = Buffer.from('8BIM\x04\x0c\x09abcdefghi', 'latin1')
    expect(withoutThumbnails(name)).toEqual(name)
    expect(withoutThumbnails(small.subarray(0, 14))).toEqual(Buffer.alloc(0))
    expect(withoutThumbnails(imageResource(1036, Buffer.alloc(0)))).toEqual(Buffer.alloc(0))
  })
})
