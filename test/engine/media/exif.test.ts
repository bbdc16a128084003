// Behaviour of the readers of TIFF directories and EXIF: both byte orders, what a number or a text is, dates that make
// sense, and damage.
import { describe, expect, it } from 'vitest'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import {
  parseExifTime,
  readDirectory,
  readExifFacts,
  readNumbers,
  readText,
  readTiffHeader,
  tags,
} from '../../../src/main/engine/media/exif.ts'
import { tagName } from '../../../src/main/engine/media/tag-names.ts'
import { exifBlock, tiff, type Field } from './tiff-builder.ts'

const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)

/** The facts of one block. */
const factsOf = (bytes: Buffer) => readExifFacts(memorySource(bytes), 0)

/** The first directory of a block that holds these fields. */
const directoryOf = async (fields: readonly Field[], order: 'II' | 'MM' = 'II') => {
  const header = await readTiffHeader(memorySource(tiff(order, [fields])), 0)
  return { header, ...(await readDirectory(header, header.first)) }
}

describe('the facts of an EXIF block', () => {
  it.each(['II', 'MM'] as const)('are read in the byte order %s', async (order) => {
    const facts = await factsOf(exifBlock(6, '2024:05:01 10:11:12', order))
    expect(facts).toEqual({ orientation: 6, takenAt: shotAt })
  })

  it('are found wherever the block lies in the file', async () => {
    const block = exifBlock(3, '2024:05:01 10:11:12')
    const source = memorySource(Buffer.concat([Buffer.alloc(1234, 0xaa), block]))
    expect(await readExifFacts(source, 1234)).toEqual({ orientation: 3, takenAt: shotAt })
  })

  it('take the shot before the scan, and the scan before the last change', async () => {
    const change = { tag: 0x0132, text: '2024:05:03 00:00:00' }
    const scan = { tag: 0x9004, text: '2024:05:02 00:00:00' }
    const shot = { tag: 0x9003, text: '2024:05:01 00:00:00' }
    const takenAt = async (exif: Field[] | null): Promise<number | null> => {
      const fields = exif === null ? [change] : [change, { tag: 0x8769, to: [exif] }]
      return (await factsOf(tiff('II', [fields]))).takenAt
    }
    expect(await takenAt([shot, scan])).toBe(Date.UTC(2024, 4, 1))
    expect(await takenAt([scan])).toBe(Date.UTC(2024, 4, 2))
    expect(await takenAt([])).toBe(Date.UTC(2024, 4, 3))
    expect(await takenAt(null)).toBe(Date.UTC(2024, 4, 3))
    expect(await takenAt([{ ...shot, text: '0000:00:00 00:00:00' }, scan])).toBe(
      Date.UTC(2024, 4, 2),
    )
  })

  it('hold the parts of a second of the shot', async () => {
    const exif = [
      { tag: 0x9003, text: '2024:05:01 10:11:12' },
      { tag: 0x9291, text: '25' },
    ]
    const facts = await factsOf(tiff('II', [[{ tag: 0x8769, to: [exif] }]]))
    expect(facts.takenAt).toBe(shotAt + 250)
  })

  it.each([
    [0, 1],
    [1, 1],
    [8, 8],
    [9, 1],
  ])('name orientation %i as %i', async (written, read) => {
    expect((await factsOf(exifBlock(written, ''))).orientation).toBe(read)
  })

  it('are an upright picture of no date where nothing is told', async () => {
    expect(await factsOf(tiff('II', [[]]))).toEqual({ orientation: 1, takenAt: null })
  })
})

describe('the tags that are read by name', () => {
  it('are those that the table of names calls so', () => {
    const told = Object.entries(tags).map(([name, tag]) => [name, tagName('EXIF', tag)] as const)
    const named = told.filter(([, called]) => !called.startsWith('0x'))
    expect(named.map(([name]) => name)).toEqual([
      ...[
        'imageWidth',
        'imageLength',
        'model',
        'orientation',
        'whitePoint',
        'primaryChromaticities',
      ],
      ...['dateTime', 'dateTimeOriginal', 'dateTimeDigitized', 'offsetTime', 'offsetTimeOriginal'],
      ...['subSecTimeOriginal', 'subjectArea', 'makerNote', 'pixelXDimension', 'pixelYDimension'],
      'subjectLocation',
    ])
    for (const [name, called] of named) expect(called.toLowerCase()).toBe(name.toLowerCase())
  })
})

describe('a time', () => {
  it.each([
    ['2024:05:01 10:11:12', shotAt],
    ['2024-05-01T10:11:12+02:00', shotAt],
    ['1826:01:01 00:00:00', Date.UTC(1826, 0, 1)],
    ['2024:12:31 23:59:60', Date.UTC(2025, 0, 1)],
    ['2024:02:29 00:00:00', Date.UTC(2024, 1, 29)],
    ['2024:01:31 00:00:00', Date.UTC(2024, 0, 31)],
  ])('%s makes sense', (text, ms) => {
    expect(parseExifTime(text)).toBe(ms)
  })

  it.each([
    '1825:12:31 23:59:59',
    '2024:00:01 00:00:00',
    '2024:13:01 00:00:00',
    '2024:01:00 00:00:00',
    '2024:01:32 00:00:00',
    '2023:02:29 00:00:00',
    '2024:04:31 00:00:00',
    '2024:01:01 24:00:00',
    '2024:01:01 00:60:00',
    '2024:01:01 00:00:61',
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    'on 2024:05:01 10:11:12',
    '',
    null,
  ])('%s does not', (text) => {
    expect(parseExifTime(text)).toBeNull()
  })

  it.each([
    ['5', 500],
    ['05', 50],
    ['123456789', 123],
    ['999999', 999],
    ['12 ', 120],
    ['x1', 0],
    ['', 0],
    [null, 0],
  ])('with the parts of a second %s has %i ms more', (parts, ms) => {
    expect(parseExifTime('2024:05:01 10:11:12', parts)).toBe(shotAt + ms)
  })
})

describe('a header', () => {
  it.each([
    ['another byte order', Buffer.from('IM*\0\x08\0\0\0')],
    ['seven bytes', Buffer.from('II*\0\x08\0\0')],
    ['nothing', Buffer.alloc(0)],
  ])('of %s is none', async (_, bytes) => {
    await expect(readTiffHeader(memorySource(bytes), 0)).rejects.toThrow(UnreadableHeadError)
  })

  it('tells where the first directory lies, counted from itself', async () => {
    const bytes = Buffer.concat([Buffer.alloc(7), tiff('MM', [[]])])
    const header = await readTiffHeader(memorySource(bytes), 7)
    expect(header).toMatchObject({ base: 7, first: 8, isLittleEndian: false })
  })
})

describe('a directory', () => {
  it.each(['II', 'MM'] as const)('leads to the next in the byte order %s', async (order) => {
    const header = await readTiffHeader(memorySource(tiff(order, [[], [{ tag: 7 }]])), 0)
    const first = await readDirectory(header, header.first)
    const second = await readDirectory(header, first.next)
    expect([...second.entries.keys()]).toEqual([7])
    expect(second.next).toBe(0)
  })

  it('keeps four bytes in itself and more than four elsewhere', async () => {
    const { entries } = await directoryOf([
      { tag: 1, type: 1, values: [1, 2, 3, 4] },
      { tag: 2, type: 1, values: [1, 2, 3, 4, 5] },
    ])
    expect(entries.get(1)).toMatchObject({ at: 8 + 2 + 8, sizeBytes: 4, count: 4 })
    expect(entries.get(2)).toMatchObject({ at: 8 + 2 + 24 + 4, sizeBytes: 5, count: 5 })
  })

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
    [0, 0],
    [14, 0],
  ])('counts values of type %i as %i bytes', async (type, size) => {
    const { entries } = await directoryOf([{ tag: 1, type, count: 3, raw: Buffer.alloc(4) }])
    expect(entries.get(1)?.sizeBytes).toBe(3 * size)
  })

  it('means its first entry where a tag comes twice', async () => {
    const { header, entries } = await directoryOf([
      { tag: 1, values: [10] },
      { tag: 1, values: [20] },
    ])
    expect(await readNumbers(header, entries.get(1))).toEqual([10])
  })

  it('of a thousand entries is read, of more it is a trap', async () => {
    const many = (count: number): Field[] =>
      Array.from({ length: count }, (_, tag) => ({ tag, values: [tag] }))
    expect((await directoryOf(many(1_000))).entries.size).toBe(1_000)
    await expect(directoryOf(many(1_001))).rejects.toThrow(UnreadableHeadError)
  })

  it('that is cut off has the entries that are whole, and leads nowhere', async () => {
    const whole = tiff('II', [
      [
        { tag: 1, values: [1] },
        { tag: 2, values: [2] },
      ],
      [],
    ])
    const read = async (length: number) => {
      const header = await readTiffHeader(memorySource(whole.subarray(0, length)), 0)
      const { entries, next } = await readDirectory(header, header.first)
      return { tags: [...entries.keys()], next }
    }
    expect(await read(8 + 2 + 24 + 4)).toEqual({ tags: [1, 2], next: 8 + 2 + 24 + 4 })
    expect(await read(8 + 2 + 24 + 3)).toEqual({ tags: [1, 2], next: 0 })
    expect(await read(8 + 2 + 23)).toEqual({ tags: [1], next: 0 })
  })
})

describe('the values of an entry', () => {
  it.each([
    [1, [7, 255]],
    [3, [7, 65_535, 3]],
    [4, [7, 4_000_000_000]],
    [13, [7, 4_000_000_000]],
  ])('of type %i are whole numbers, in both byte orders', async (type, values) => {
    for (const order of ['II', 'MM'] as const) {
      const { header, entries } = await directoryOf([{ tag: 1, type, values }], order)
      expect(await readNumbers(header, entries.get(1))).toEqual(values)
    }
  })

  it.each([0, 2, 5, 7, 9, 12, 99])('of type %i are no whole numbers', async (type) => {
    const { header, entries } = await directoryOf([{ tag: 1, type, raw: Buffer.alloc(8) }])
    expect(await readNumbers(header, entries.get(1))).toEqual([])
  })

  it('are sixteen at most, or as many as are asked for', async () => {
    const values = Array.from({ length: 20 }, (_, index) => index)
    const { header, entries } = await directoryOf([{ tag: 1, values }])
    expect(await readNumbers(header, entries.get(1))).toEqual(values.slice(0, 16))
    expect(await readNumbers(header, entries.get(1), 2)).toEqual([0, 1])
    expect(await readNumbers(header, undefined)).toEqual([])
  })

  it('are as many as there are where the count lies', async () => {
    const bytes = tiff('II', [[{ tag: 1, values: [1, 2, 3] }]])
    const header = await readTiffHeader(memorySource(bytes.subarray(0, bytes.length - 1)), 0)
    const { entries } = await readDirectory(header, header.first)
    expect(await readNumbers(header, entries.get(1))).toEqual([1, 2])
  })

  it('are a text up to its end, of 64 bytes at most', async () => {
    const { header, entries } = await directoryOf([
      { tag: 1, text: 'Anna\0Bob' },
      { tag: 2, text: 'x'.repeat(100) },
      { tag: 3, text: 'no ASCII', type: 7 },
    ])
    expect(await readText(header, entries.get(1))).toBe('Anna')
    expect(await readText(header, entries.get(2))).toBe('x'.repeat(64))
    expect(await readText(header, entries.get(3))).toBeNull()
    expect(await readText(header, undefined)).toBeNull()
  })
})
