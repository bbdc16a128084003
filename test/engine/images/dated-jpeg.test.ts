// Behaviour of dates in JPEGs: where the date goes, and that whatever counts on places in the file is right afterwards.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import {
  readDirectory,
  readNumbers,
  readText,
  readTiffHeader,
} from '../../../src/main/engine/media/exif.ts'
import { datedExif } from '../../../src/main/engine/images/dated/date-in-exif.ts'
import { isDatedBlock } from '../../../src/main/engine/images/dated/exif-proof.ts'
import {
  bareJpeg,
  exifSegment,
  jfif,
  jpegSegment,
  noise,
  openDateDesk,
  summer,
  summerAbroad,
  twoPictures,
  withJpegSegments,
  type DateDesk,
} from '../../builders/undated.ts'
import { carrierOf, type Maker } from '../../images/matrix/maker-notes.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

let desk: DateDesk
let bare: Buffer
beforeAll(async () => {
  desk = openDateDesk()
  bare = await bareJpeg()
})
afterAll(() => desk.close())

/** The markers of the segments before the picture, and where the picture begins. */
function segmentsOf(jpeg: Buffer): { names: string[]; scanAt: number } {
  const names: string[] = []
  let at = 2
  for (; jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const word = /^\w{0,4}/.exec(jpeg.toString('latin1', at + 4, at + 8))?.[0] ?? ''
    names.push(`${jpeg.readUInt8(at + 1).toString(16)} ${word}`.trim())
  }
  return { names, scanAt: at }
}

const scanOf = (jpeg: Buffer): Buffer => jpeg.subarray(segmentsOf(jpeg).scanAt)
const adobe = jpegSegment(0xee, 'Adobe\0\x64\0\0\0\0\x01')
const jfxx = jpegSegment(0xe0, 'JFXX\0\x13')
const xmp = jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')

/** The block of EXIF in a JPEG. */
function blockOf(jpeg: Buffer): Buffer {
  const at = jpeg.indexOf('Exif\0\0', 0, 'latin1')
  return jpeg.subarray(at + 6, at - 2 + jpeg.readUInt16BE(at - 2))
}

/** Texts of the directory of EXIF by tag. */
async function textsOf(block: Buffer, directory = 0x8769): Promise<Record<number, string | null>> {
  const header = await readTiffHeader(memorySource(block), 0)
  const first = await readDirectory(header, header.first)
  const [at = 0] = await readNumbers(header, first.entries.get(directory))
  const { entries } = directory === 0 ? first : await readDirectory(header, at)
  const texts: Record<number, string | null> = {}
  for (const entry of entries.values()) texts[entry.tag] = await readText(header, entry)
  return texts
}

const when = '1987:07:14 18:22:33'

describe('EXIF that is new', () => {
  it.each<[string, Buffer[], string[]]>([
    ['straight behind the start', [adobe], ['e1 Exif', 'ee Adob']],
    ['behind JFIF', [jfif, adobe], ['e0 JFIF', 'e1 Exif', 'ee Adob']],
    ['behind what extends JFIF', [jfif, jfxx], ['e0 JFIF', 'e0 JFXX', 'e1 Exif']],
    ['before XMP', [jfif, xmp], ['e0 JFIF', 'e1 Exif', 'e1 http']],
  ])('stands %s', async (_, segments, expected) => {
    const source = withJpegSegments(bare, ...segments)
    const copy = await desk.copyOf(source)
    expect(segmentsOf(copy).names.slice(0, expected.length)).toEqual(expected)
    expect(scanOf(copy).equals(scanOf(source))).toBe(true)
  })

  it('has the date twice, and its zone where that is known', async () => {
    expect(await textsOf(blockOf(await desk.copyOf(bare, summer)))).toEqual({
      ...{ 0x9000: null, 0x9003: when, 0x9004: when },
    })
    expect(await textsOf(blockOf(await desk.copyOf(bare, summerAbroad)))).toEqual({
      ...{ 0x9000: null, 0x9003: when, 0x9004: when, 0x9011: '+02:00', 0x9012: '+02:00' },
    })
    const west = { ...summer, offsetMinutes: -(3 * 60 + 30) }
    expect((await textsOf(blockOf(await desk.copyOf(bare, west))))[0x9011]).toBe('-03:30')
  })

  it('stands behind JFIF before which there is filling, which stays', async () => {
    const filling = Buffer.from([0xff, 0xff])
    const source = Buffer.concat([bare.subarray(0, 2), filling, jfif, filling, bare.subarray(2)])
    const copy = await desk.copyOf(source)
    const at = 4 + jfif.length
    expect(copy.subarray(0, at).equals(source.subarray(0, at))).toBe(true)
    expect(copy.toString('latin1', at, at + 8)).toMatch(/^\xff\xe1..Exif/s)
    expect(copy.subarray(at - source.length).equals(source.subarray(at))).toBe(true)
  })

  it('leaves filling between segments where it is', async () => {
    const filled = Buffer.concat([bare.subarray(0, 2), Buffer.from([0xff, 0xff]), bare.subarray(2)])
    const copy = await desk.copyOf(filled)
    expect(copy.subarray(-filled.length + 2).equals(filled.subarray(2))).toBe(true)
  })
})

const model: Field = { tag: 0x0110, text: 'Camera of the tests' }
const exposure: Field = { tag: 0x829a, type: 4, values: [1, 60] }

describe.each(['II', 'MM'] as const)('EXIF without a date, in the byte order %s', (order) => {
  const dated = async (block: Buffer, date = summer): Promise<Buffer> => {
    const source = withJpegSegments(bare, jfif, exifSegment(block))
    const copy = await desk.copyOf(source, date)
    expect(scanOf(copy).equals(scanOf(source))).toBe(true)
    expect(segmentsOf(copy).names).toEqual(segmentsOf(source).names)
    return blockOf(copy)
  }

  it.each<[string, Field[]]>([
    ['and without a directory of its own', [model]],
    ['in its directory', [model, { tag: 0x8769, to: [[exposure]] }]],
    [
      'and of an odd length',
      [model, { tag: 0x8769, to: [[{ tag: 0x9286, raw: Buffer.alloc(9, 'x') }]] }],
    ],
    ['but a broken one', [{ tag: 0x8769, to: [[{ tag: 0x9003, text: '1987' }]] }]],
    ['but one that is no text', [{ tag: 0x8769, to: [[{ tag: 0x9003, values: [1987] }]] }]],
  ])('gets one where it has none %s, and nothing moves', async (_, fields) => {
    const block = tiff(order, [fields, [{ tag: 0x0103, values: [6] }]])
    const copy = await dated(block)
    const changed = [...block].flatMap((byte, at) => (byte === copy[at] ? [] : [at]))
    // Only where the directory is led to, in the header or in the first directory.
    expect(Math.max(...changed) - Math.min(...changed)).toBeLessThan(4)
    const texts = await textsOf(copy)
    expect([texts[0x9003], texts[0x9004]]).toEqual([when, when])
    expect((await textsOf(copy, 0))[0x0110] ?? null).toBe(
      fields.includes(model) ? 'Camera of the tests' : null,
    )
    const header = await readTiffHeader(memorySource(copy), 0)
    const first = await readDirectory(header, header.first)
    const second = await readDirectory(header, first.next)
    expect(await readNumbers(header, second.entries.get(0x0103))).toEqual([6])
  })

  it('has its tags in ascending order, and leads on to where it led', async () => {
    const fields: Field[] = [
      { tag: 0x829a, values: [1] },
      { tag: 0xa430, text: 'Owner of the camera' },
    ]
    const block = tiff(order, [[model, { tag: 0x8769, to: [fields] }]])
    const before = await readTiffHeader(memorySource(block), 0)
    const led = await readDirectory(before, before.first)
    const [exifAt = 0] = await readNumbers(before, led.entries.get(0x8769))
    const { nextAt } = await readDirectory(before, exifAt)
    // Some programs hang directories of their own there.
    if (order === 'II') block.writeUInt32LE(8, nextAt)
    else block.writeUInt32BE(8, nextAt)
    const header = await readTiffHeader(memorySource(await dated(block, summerAbroad)), 0)
    const first = await readDirectory(header, header.first)
    const [at = 0] = await readNumbers(header, first.entries.get(0x8769))
    const { entries, next } = await readDirectory(header, at)
    expect([...entries.keys()]).toEqual([0x829a, 0x9003, 0x9004, 0x9011, 0x9012, 0xa430])
    expect(next).toBe(8)
  })

  it('is as long as before where the date has its place', async () => {
    const none = '0000:00:00 00:00:00'
    const block = tiff(order, [
      [
        model,
        { tag: 0x0132, text: none },
        {
          tag: 0x8769,
          to: [
            [
              { tag: 0x9003, text: none },
              { tag: 0x9004, text: none },
            ],
          ],
        },
      ],
    ])
    const copy = await dated(block)
    expect(copy).toHaveLength(block.length)
    const texts = await textsOf(copy)
    expect([texts[0x9003], texts[0x9004]]).toEqual([when, when])
    expect((await textsOf(copy, 0))[0x0132]).toBe(none)
    // With a zone, for which there is no place, all of it goes to the end.
    const abroad = await dated(block, summerAbroad)
    expect((await textsOf(abroad))[0x9012]).toBe('+02:00')
    expect((await textsOf(abroad, 0))[0x0132]).toBe(none)
  })

  it.each([
    ['behind the end', 60_000],
    ['nowhere', 0],
  ])('has its place also where the directory of the place lies %s', async (_, placeAt) => {
    const none = '0000:00:00 00:00:00'
    const times: Field[] = [0x9003, 0x9004].map((tag) => ({ tag, text: none }))
    const block = tiff(order, [
      [
        { tag: 0x8769, to: [times] },
        { tag: 0x8825, type: 4, values: [placeAt] },
      ],
    ])
    const copy = await dated(block)
    expect(copy).toHaveLength(block.length)
    expect((await textsOf(copy))[0x9003]).toBe(when)
  })

  it('is not written over what another directory has', async () => {
    const none = '0000:00:00 00:00:00'
    const times: Field[] = [0x9003, 0x9004].map((tag) => ({ tag, text: none }))
    const block = tiff(order, [
      [
        { tag: 0x8769, to: [times] },
        { tag: 0x8825, to: [[{ tag: 0x001d, text: none }]] },
      ],
      [{ tag: 0x0132, text: none }],
    ])
    // Each of them leads to the text of the date.
    const header = await readTiffHeader(memorySource(block), 0)
    const first = await readDirectory(header, header.first)
    const [exifAt = 0] = await readNumbers(header, first.entries.get(0x8769))
    const [placeAt = 0] = await readNumbers(header, first.entries.get(0x8825))
    for (const at of [placeAt, first.next]) {
      const shared = Buffer.from(block)
      block.copy(shared, at + 2 + 8, exifAt + 2 + 8, exifAt + 2 + 12)
      const copy = await dated(shared)
      expect(copy.length).toBeGreaterThan(block.length)
      expect((await textsOf(copy))[0x9003]).toBe(when)
    }
  })

  it('is not written into a place that two tags share', async () => {
    const none = '0000:00:00 00:00:00'
    const block = tiff(order, [
      [
        {
          tag: 0x8769,
          to: [
            [
              { tag: 0x9003, text: none },
              { tag: 0x9004, text: none },
              { tag: 0x9286, text: none },
            ],
          ],
        },
      ],
    ])
    // The comment lies where the date does.
    const header = await readTiffHeader(memorySource(block), 0)
    const first = await readDirectory(header, header.first)
    const [at = 0] = await readNumbers(header, first.entries.get(0x8769))
    block.copy(block, at + 2 + 2 * 12 + 8, at + 2 + 8, at + 2 + 12)
    const copy = await dated(block)
    const texts = await textsOf(copy)
    expect(texts).toEqual({ 0x9003: when, 0x9004: when, 0x9286: none })
  })
})

describe('maker notes', () => {
  it.each<Maker>(['Canon', 'Nikon', 'Apple'])(
    'of %s are where they were in the block',
    async (maker) => {
      const source = carrierOf(maker, bare)
      const [before, after] = [blockOf(source), blockOf(await desk.copyOf(source, summerAbroad))]
      const places = async (block: Buffer): Promise<[number, string]> => {
        const header = await readTiffHeader(memorySource(block), 0)
        const first = await readDirectory(header, header.first)
        const [at = 0] = await readNumbers(header, first.entries.get(0x8769))
        const note = (await readDirectory(header, at)).entries.get(0x927c)
        if (note === undefined) throw new Error('no note')
        return [note.at, block.subarray(note.at, note.at + note.sizeBytes).toString('hex')]
      }
      expect(await places(after)).toEqual(await places(before))
    },
  )

  const trailer = Buffer.from('\xff\xd8\xff\xe0 a preview that the note counts to', 'latin1')

  it('hold the file as it is where something lies behind the picture to which they may count', async () => {
    const source = Buffer.concat([carrierOf('Canon', bare), trailer])
    expect(await desk.refusalOf(source)).toBe('pinned')
    // Nothing moves where nothing is there but filling.
    expect(
      await desk.copyOf(Buffer.concat([carrierOf('Canon', bare), Buffer.alloc(512)])),
    ).not.toBeNull()
  })

  it('hold it also where the end of the picture lies in two pieces that are read', async () => {
    const pieceBytes = 1024 * 1024
    const jpeg = carrierOf('Canon', bare)
    const { scanAt } = segmentsOf(jpeg)
    const [head, scan] = [jpeg.subarray(0, scanAt), jpeg.subarray(scanAt, scanAt + 14)]
    for (const before of [pieceBytes - 2, pieceBytes - 1, pieceBytes]) {
      const data = Buffer.alloc(before - scan.length, 0x11)
      const plain = Buffer.concat([head, scan, data, Buffer.from([0xff, 0xd9, 0, 0xff])])
      expect(await desk.copyOf(plain)).not.toBeNull()
      const more = Buffer.concat([plain, Buffer.from([1])])
      expect(await desk.refusalOf(more), `${before}`).toBe('pinned')
      const muchMore = Buffer.concat([plain, Buffer.alloc(pieceBytes), Buffer.from([1])])
      expect(await desk.refusalOf(muchMore), `${before}`).toBe('pinned')
    }
  })

  it('do not, where the date has its place', async () => {
    const none = '0000:00:00 00:00:00'
    const fields: Field[] = [
      { tag: 0x9003, text: none },
      { tag: 0x9004, text: none },
      { tag: 0x927c, raw: Buffer.from('a note of a maker') },
    ]
    const block = tiff('II', [[{ tag: 0x8769, to: [fields] }]])
    const source = Buffer.concat([withJpegSegments(bare, exifSegment(block)), trailer])
    expect(await desk.copyOf(source)).toHaveLength(source.length)
  })

  it.each<[string, (jpeg: Buffer) => Buffer]>([
    [
      "Samsung's",
      (jpeg) =>
        Buffer.concat([
          jpeg,
          trailer,
          Buffer.from('SEFH\x6b\0\0\0\0\0\0\0\x0c\0\0\0SEFT', 'latin1'),
        ]),
    ],
    [
      'a film that XMP counts from the end',
      (jpeg) =>
        Buffer.concat([
          withJpegSegments(
            jpeg,
            jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<a GCamera:MotionPhoto="1"/>'),
          ),
          Buffer.from('\0\0\0\x18ftypmp42'),
        ]),
    ],
  ])('go with a trailer, as %s', async (_, make) => {
    const source = make(carrierOf('Apple', bare))
    const copy = await desk.copyOf(source)
    expect(copy.subarray(-60).equals(source.subarray(-60))).toBe(true)
    expect(scanOf(copy).equals(scanOf(source))).toBe(true)
  })
})

describe('a thumbnail that lies behind the block', () => {
  it('holds the file as it is', async () => {
    const block = tiff('II', [
      [model],
      [
        { tag: 0x0201, type: 4, values: [9_000] },
        { tag: 0x0202, type: 4, values: [300] },
      ],
    ])
    expect(await desk.refusalOf(withJpegSegments(bare, exifSegment(block)))).toBe('pinned')
  })
})

/** Where an index says that pictures lie, and how long they are. */
async function indexed(jpeg: Buffer): Promise<{ size: number; bytes: Buffer }[]> {
  const base = jpeg.indexOf('MPF\0', 0, 'latin1') + 4
  const header = await readTiffHeader(memorySource(jpeg), base)
  const list = (await readDirectory(header, header.first)).entries.get(0xb002)
  if (list === undefined) throw new Error('no index')
  const read = (at: number): number =>
    header.isLittleEndian ? jpeg.readUInt32LE(at) : jpeg.readUInt32BE(at)
  return [0, 1].map((index) => {
    const size = read(list.at + index * 16 + 4)
    const offset = read(list.at + index * 16 + 8)
    const from = offset === 0 ? 0 : base + offset
    return { size, bytes: jpeg.subarray(from, from + size) }
  })
}

describe.each(['II', 'MM'] as const)('an index of pictures in the byte order %s', (order) => {
  const noDate = exifSegment(tiff('MM', [[model]]))

  it.each<[string, Buffer[], Buffer[]]>([
    ['behind which nothing grows', [jfif], []],
    ['before EXIF that grows', [], [noDate]],
    ['behind EXIF that grows', [noDate], []],
  ])('%s names the same pictures in the copy', async (_, before, behind) => {
    const second = await noise(32, 32).jpeg().toBuffer()
    const source = twoPictures(bare, second, { order, before, behind })
    expect((await indexed(source))[1]?.bytes.equals(second)).toBe(true)
    const copy = await desk.copyOf(source, summerAbroad)
    const [own, other] = await indexed(copy)
    expect(other?.bytes.equals(second)).toBe(true)
    expect(own?.size).toBe(copy.length - second.length)
    expect(own?.bytes.toString('hex', own.size - 2)).toBe('ffd9')
  })

  it('that leads nowhere keeps the file as it is', async () => {
    const source = twoPictures(bare, bare, { order })
    const at = source.indexOf('MPF\0', 0, 'latin1')
    source.fill(0xee, at + 8, at + 12)
    expect(await desk.refusalOf(source)).toBe('unreadable')
  })
})

describe('a block that cannot take a date', () => {
  it('is one that would pass 64 kB', async () => {
    const around = (bytes: number): Buffer =>
      tiff('II', [[{ tag: 0x8769, to: [[{ tag: 0x9286, raw: Buffer.alloc(bytes) }]] }]])
    const added = (await datedExif(around(100), summer)).length - around(100).length
    // An even length needs no filling.
    const fits = 65_533 - 6 - around(0).length - added
    const even = fits - (fits % 2)
    const copy = await desk.copyOf(withJpegSegments(bare, exifSegment(around(even))))
    expect((await textsOf(blockOf(copy)))[0x9003]).toBe(when)
    const over = withJpegSegments(bare, exifSegment(around(even + 2)))
    expect(await desk.refusalOf(over)).toBe('full')
  })

  it.each<[string, Buffer[]]>([
    ['in two segments', [exifSegment(tiff('II', [[model]])), exifSegment(tiff('II', [[model]]))]],
    ['under another name', [jpegSegment(0xe1, 'Exif\0\xff', tiff('II', [[model]]))]],
    ['of no known order', [jpegSegment(0xe1, 'Exif\0\0', 'ab*\0\0\0\0\x08')]],
    ['empty', [jpegSegment(0xe1, 'Exif\0\0')]],
    [
      'with two directories of its own',
      [
        exifSegment(
          tiff('II', [
            [
              { tag: 0x8769, to: [[exposure]] },
              { tag: 0x8769, to: [[exposure]] },
            ],
          ]),
        ),
      ],
    ],
    [
      'whose directory leads out of it',
      [exifSegment(tiff('II', [[{ tag: 0x8769, type: 4, values: [60_000] }]]))],
    ],
  ])('is one %s', async (_, segments) => {
    expect(await desk.refusalOf(withJpegSegments(bare, ...segments))).toBe('unreadable')
  })

  it('is one behind the frame, where some readers look and some do not', async () => {
    const { scanAt } = segmentsOf(bare)
    const late = Buffer.concat([
      bare.subarray(0, scanAt),
      exifSegment(tiff('II', [[model]])),
      bare.subarray(scanAt),
    ])
    expect(await desk.refusalOf(late)).toBe('unreadable')
  })
})

describe('a block with a date', () => {
  const plain = tiff('II', [[{ tag: 0x010f, text: 'Acme' }]])

  it('is proved to be what was made of the block before it, and nothing more', async () => {
    const made = await datedExif(plain, summer)
    expect(await isDatedBlock(plain, made, summer)).toBe(true)
    expect(await isDatedBlock(plain, Buffer.concat([made, Buffer.alloc(2)]), summer)).toBe(false)
    expect(await isDatedBlock(null, made, summer)).toBe(false)
    expect(await isDatedBlock(plain, made, { ...summer, takenAt: summer.takenAt + 1000 })).toBe(
      false,
    )
  })

  it('is not made of one whose first directory lies in its own header', async () => {
    const inside = Buffer.from(plain)
    inside.writeUInt32LE(2, 4)
    await expect(datedExif(inside, summer)).rejects.toThrow('damaged')
  })
})

describe('the place of a date in a block', () => {
  const none = '0000:00:00 00:00:00'
  const times: Field[] = [0x9003, 0x9004].map((tag) => ({ tag, text: none }))

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 4],
    [5, 8],
    [6, 1],
    [7, 1],
    [8, 2],
    [9, 4],
    [10, 8],
    [11, 4],
    [12, 8],
    [13, 4],
  ])(
    'is nobody else’s up to the last byte of a value of type %i, each of %i bytes',
    async (type, bytes) => {
      const comment: Field = { tag: 0x9286, raw: Buffer.alloc(40) }
      const block = tiff('II', [[{ tag: 0x8769, to: [[...times, comment]] }]])
      const header = await readTiffHeader(memorySource(block), 0)
      const first = await readDirectory(header, header.first)
      const [exifAt = 0] = await readNumbers(header, first.entries.get(0x8769))
      const timeAt = block.readUInt32LE(exifAt + 2 + 8)
      const count = 5
      const ending = async (at: number): Promise<number> => {
        const changed = Buffer.from(block)
        const entry = exifAt + 2 + 2 * 12
        changed.writeUInt16LE(type, entry + 2)
        changed.writeUInt32LE(count, entry + 4)
        changed.writeUInt32LE(at - count * bytes, entry + 8)
        return (await datedExif(changed, summer)).length
      }
      expect(await ending(timeAt)).toBe(block.length)
      expect(await ending(timeAt + 1)).toBeGreaterThan(block.length)
    },
  )

  it('is looked for in directories of up to a thousand entries', async () => {
    const many = (count: number): Buffer =>
      tiff('II', [Array.from({ length: count }, (_, index) => ({ tag: index + 1, values: [1] }))])
    expect((await datedExif(many(1_000), summer)).length).toBeGreaterThan(many(1_000).length)
    await expect(datedExif(many(1_001), summer)).rejects.toThrow('too many tags')
  })

  it('is looked for in up to 8 MB', async () => {
    const long = (bytes: number): Buffer => {
      const block = tiff('II', [[model]])
      return Buffer.concat([block, Buffer.alloc(bytes - block.length)])
    }
    const most = 8 * 1024 * 1024
    expect((await datedExif(long(most), summer)).length).toBeGreaterThan(most)
    await expect(datedExif(long(most + 1), summer)).rejects.toThrow('bounds')
  })

  it('may end where the block does, without the offset of a next directory', async () => {
    const whole = tiff('II', [[{ tag: 0x0112, values: [1] }]])
    const short = whole.subarray(0, -4)
    const copy = await datedExif(short, summer)
    expect((await textsOf(copy))[0x9003]).toBe(when)
    await expect(datedExif(whole.subarray(0, -5), summer)).rejects.toThrow()
  })
})

describe('any block of EXIF', () => {
  const field = fc.oneof(
    fc.record({
      tag: fc.constantFrom(0x010e, 0x0110, 0x0131, 0x013b),
      text: fc.string({ maxLength: 40 }).map((text) => text.replace(/[^ -~]/g, '')),
    }),
    fc.record({ tag: fc.constantFrom(0x0112, 0x0128), values: fc.constant([1]) }),
  )
  const inner = fc.oneof(
    fc.record({
      tag: fc.constantFrom(0x9286, 0x927c, 0xa430),
      raw: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    }),
    fc.record({
      tag: fc.constantFrom(0x9003, 0x9004, 0x9011),
      text: fc.constantFrom('', '0000:00:00 00:00:00', '   :  '),
    }),
  )
  const distinct = { selector: (one: { tag: number }) => one.tag, maxLength: 5 }

  it('keeps its bytes but those that lead to the date, and says it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('II' as const, 'MM' as const),
        fc.uniqueArray(field, distinct),
        fc.option(fc.uniqueArray(inner, distinct)),
        fc.constantFrom(summer, summerAbroad),
        async (order, first, exif, date) => {
          const fields = exif === null ? first : [...first, { tag: 0x8769, to: [exif] }]
          const block = tiff(order, [fields])
          const copy = blockOf(await desk.copyOf(withJpegSegments(bare, exifSegment(block)), date))
          const texts = await textsOf(copy)
          expect([texts[0x9003], texts[0x9004]]).toEqual([when, when])
          if (date.offsetMinutes !== null) expect(texts[0x9011]).toBe('+02:00')
          const before = await textsOf(block, 0)
          const after = await textsOf(copy, 0)
          expect({ ...after, 0x8769: null }).toEqual({ ...before, 0x8769: null })
        },
      ),
      { numRuns: 100 },
    )
  })
})
