// Behaviour of the building of an EXIF block from a TIFF: what is taken, what is left, and that readers find it again.
import { describe, expect, it } from 'vitest'
import { blockOfTiff, exifOfTiff } from '../../../src/main/engine/images/exif-builder.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import {
  readDirectory,
  readExifFacts,
  readNumbers,
  readText,
  readTiffHeader,
} from '../../../src/main/engine/media/exif.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

const make: Field = { tag: 0x010f, text: 'Shoebox' }
const sides: Field[] = [
  { tag: 0x0100, values: [30] },
  { tag: 0x0101, values: [20] },
]

async function blockOf(order: 'II' | 'MM', fields: Field[]): Promise<Buffer | null> {
  return exifOfTiff(memorySource(tiff(order, [fields])))
}

/** The directories of a block, each as its tags with the bytes of their values. */
async function read(block: Buffer | null) {
  if (block === null) throw new Error('there is no block')
  const header = await readTiffHeader(memorySource(block), 0)
  const valuesAt = async (at: number) => {
    const { entries, next } = await readDirectory(header, at)
    expect(next).toBe(0)
    return [...entries.values()].map(({ tag, type, count, at: from, sizeBytes }) => {
      expect(from % 2, `the place of tag ${tag}`).toBe(0)
      const bytes = block.subarray(from, from + sizeBytes)
      return { tag, type, count, hex: bytes.toString('hex') }
    })
  }
  const { entries } = await readDirectory(header, header.first)
  const behind = async (tag: number) => {
    const [at] = await readNumbers(header, entries.get(tag))
    return at === undefined ? null : await valuesAt(at)
  }
  return {
    main: await valuesAt(header.first),
    exif: await behind(0x8769),
    gps: await behind(0x8825),
  }
}

describe.each(['II', 'MM'] as const)('the EXIF block of a TIFF in the byte order %s', (order) => {
  it('holds what describes the photo, where readers find it', async () => {
    const block = await blockOf(order, [
      ...sides,
      make,
      { tag: 0x0112, values: [6] },
      { tag: 0x0132, text: '2024:05:02 00:00:00' },
      {
        tag: 0x8769,
        to: [
          [
            { tag: 0x9003, text: '2024:05:01 10:11:12' },
            { tag: 0xa001, values: [1] },
            { tag: 0x9000, raw: Buffer.from('0231') },
          ],
        ],
      },
      {
        tag: 0x8825,
        to: [
          [
            { tag: 1, text: 'N' },
            { tag: 29, text: '2024:05:01' },
          ],
        ],
      },
    ])
    const { main, exif, gps } = await read(block)
    // The orientation and the sides are the copy's own; readers may rely on ascending tags.
    expect(main.map(({ tag }) => tag)).toEqual([0x010f, 0x0132, 0x8769, 0x8825])
    expect(exif?.map(({ tag }) => tag)).toEqual([0x9000, 0x9003, 0xa001])
    expect(gps?.map(({ tag }) => tag)).toEqual([1, 29])
    if (block === null) return
    const header = await readTiffHeader(memorySource(block), 0)
    expect(header.isLittleEndian).toBe(order === 'II')
    const first = await readDirectory(header, header.first)
    expect(await readText(header, first.entries.get(0x010f))).toBe('Shoebox')
    const facts = await readExifFacts(memorySource(block), 0)
    expect(facts).toEqual({ orientation: 1, takenAt: Date.UTC(2024, 4, 1, 10, 11, 12) })
    const number = order === 'II' ? '0100' : '0001'
    expect(exif).toContainEqual({ tag: 0xa001, type: 3, count: 1, hex: number })
    expect(exif).toContainEqual({ tag: 0x9000, type: 7, count: 4, hex: '30323331' })
    expect(gps?.[1]).toMatchObject({ count: 11, hex: Buffer.from('2024:05:01\0').toString('hex') })
    // Nothing but the directories and their values.
    const longer = [8, 20, 20, 12].reduce((sum, bytes) => sum + bytes, 0)
    expect(block).toHaveLength(8 + (2 + 4 * 12 + 4) + (2 + 3 * 12 + 4) + (2 + 2 * 12 + 4) + longer)
  })

  it('has no directories for what is not there', async () => {
    const onlyMain = await read(await blockOf(order, [...sides, make]))
    expect(onlyMain).toMatchObject({ main: [{ tag: 0x010f }], exif: null, gps: null })
    const onlyGps = await blockOf(order, [{ tag: 0x8825, to: [[{ tag: 1, text: 'N' }]] }])
    expect(onlyGps).toHaveLength(8 + 18 + 18)
    expect(await read(onlyGps)).toMatchObject({
      main: [{ tag: 0x8825 }],
      exif: null,
      gps: [{ tag: 1, hex: '4e00' }],
    })
    const onlyExif = await blockOf(order, [{ tag: 0x8769, to: [[{ tag: 0x9000, text: 'x' }]] }])
    expect(onlyExif).toHaveLength(8 + 18 + 18)
    expect(await read(onlyExif)).toMatchObject({ exif: [{ tag: 0x9000, hex: '7800' }], gps: null })
    // As many of one kind as of the other.
    const both = await blockOf(order, [make, { tag: 0x8769, to: [[{ tag: 0x9000, text: 'x' }]] }])
    expect(await read(both)).toMatchObject({
      main: [{ tag: 0x010f }, { tag: 0x8769 }],
      exif: [{ tag: 0x9000 }],
    })
  })
})

it('the EXIF block of a TIFF with offsets of eight bytes has those of four, and no value that needs more', async () => {
  const exif = [
    { tag: 0x9003, text: '2024:05:01 10:11:12' },
    { tag: 0x9286, type: 16, values: [1] },
  ]
  const fields = [...sides, make, { tag: 0x8769, to: [exif] }]
  const big = await exifOfTiff(memorySource(tiff('II', [fields], { isBig: true })))
  expect(big).toEqual(
    await blockOf('II', [...sides, make, { tag: 0x8769, to: [exif.slice(0, 1)] }]),
  )
})

describe('what is taken from a TIFF', () => {
  it.each([
    ...[0x010d, 0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x013c],
    ...[0x013e, 0x013f, 0x4746, 0x4749, 0x8298, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f],
  ])('is the tag %i', async (tag) => {
    expect((await read(await blockOf('II', [{ tag, text: 'x' }]))).main).toHaveLength(1)
  })

  it('is nothing where nothing describes the photo', async () => {
    expect(await blockOf('II', [])).toBeNull()
    expect(await blockOf('II', [...sides, { tag: 0x0106, values: [2] }])).toBeNull()
  })

  it('is a value of any type that an EXIF block may have', async () => {
    const types = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    const values = types.map((type) => ({
      tag: 0x9000 + type,
      type,
      raw: Buffer.alloc(8),
      count: 1,
    }))
    const { exif } = await read(await blockOf('II', [{ tag: 0x8769, to: [values] }]))
    expect(exif?.map(({ type }) => type)).toEqual(types)
  })

  it('is neither the maker’s notes nor what counts their places', async () => {
    const exif = [
      { tag: 0x9286, text: 'a comment' },
      { tag: 0x927c, text: 'notes' },
      { tag: 0xa005, values: [9] },
    ]
    const { exif: kept } = await read(await blockOf('II', [{ tag: 0x8769, to: [exif] }]))
    expect(kept?.map(({ tag }) => tag)).toEqual([0x9286])
  })

  it('is no value above 16 kB, none that is empty, and none that is cut off', async () => {
    const long = (bytes: number): Field => ({ tag: 0x010e, raw: Buffer.alloc(bytes, 'a') })
    const most = 16 * 1024
    expect((await read(await blockOf('II', [make, long(most)]))).main).toHaveLength(2)
    expect((await read(await blockOf('II', [make, long(most + 1)]))).main).toHaveLength(1)
    expect(
      (await read(await blockOf('II', [make, { tag: 0x010e, raw: Buffer.alloc(0) }]))).main,
    ).toHaveLength(1)
    const beyond: Field = { tag: 0x010e, raw: Buffer.alloc(9), count: 5_000 }
    expect((await read(await blockOf('II', [make, beyond]))).main).toHaveLength(1)
  })

  it('keeps values of odd length on even places', async () => {
    const odd = [
      { tag: 0x010d, text: '1234' },
      { tag: 0x010e, text: '123456' },
      { tag: 0x010f, text: '12345' },
    ]
    const { main } = await read(await blockOf('II', odd))
    expect(main.map(({ hex }) => hex)).toEqual(['3132333400', '31323334353600', '313233343500'])
  })
})

it('image resources and IPTC of a TIFF are its very bytes, whatever type they have', async () => {
  const bytes = Buffer.from('12345678')
  for (const order of ['II', 'MM'] as const) {
    for (const [type, count] of [
      [7, 8],
      [1, 8],
      [4, 2],
    ] as const) {
      const fields = [make, { tag: 0x83bb, type, count, raw: bytes }]
      const source = memorySource(tiff(order, [fields]))
      expect(await blockOfTiff(source, 0x83bb)).toEqual(bytes)
      expect(await blockOfTiff(source, 0x8649)).toEqual(Buffer.alloc(0))
    }
  }
})
