// Behaviour of the reader of a TIFF's directories: pages, smaller versions, what a camera wrote as RAW, and damage.
import { describe, expect, it } from 'vitest'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { readTiffHead } from '../../../src/main/engine/media/tiff-head.ts'
import { tiff, type Field } from './tiff-builder.ts'

const sides = (width: number, height: number): Field[] => [
  { tag: 0x0100, values: [width] },
  { tag: 0x0101, values: [height] },
]
const subfile = (value: number): Field => ({ tag: 0x00fe, type: 4, values: [value] })
const dng: Field = { tag: 0xc612, type: 1, values: [1, 4, 0, 0] }
const photometric = (value: number): Field => ({ tag: 0x0106, values: [value] })
const headOf = (...chain: Field[][]) => readTiffHead(memorySource(tiff('II', chain)))

describe('a TIFF', () => {
  it('tells sides, orientation, date and where its XMP lies', async () => {
    const xmp = '<x:xmpmeta/>'
    const fields = [
      ...sides(300, 200),
      { tag: 0x0112, values: [6] },
      { tag: 0x0132, text: '2024:05:01 10:11:12' },
      { tag: 0x02bc, type: 1, raw: Buffer.from(xmp) },
    ]
    const bytes = tiff('MM', [fields])
    expect(await readTiffHead(memorySource(bytes))).toMatchObject({
      width: 200,
      height: 300,
      orientation: 6,
      takenAt: Date.UTC(2024, 4, 1, 10, 11, 12),
      exifAt: 0,
      isRaw: false,
      isMultiPicture: false,
      xmp: { offset: bytes.indexOf(xmp), length: xmp.length },
    })
  })

  it('has no sides and no XMP where it does not say so', async () => {
    const head = await headOf([])
    expect(head).toMatchObject({ width: null, height: null, takenAt: null, xmp: null, exifAt: 0 })
  })

  it('has the sides of its first page', async () => {
    const head = await headOf(sides(30, 20), sides(3_000, 2_000))
    expect(head).toMatchObject({ width: 30, height: 20, isMultiPicture: true })
  })

  it('has foreign colours where its numbers are no plain ones', async () => {
    const isForeign = async (...values: number[]): Promise<boolean> =>
      (await headOf([...sides(3, 2), { tag: 0x0153, values }])).hasForeignColours
    expect(await isForeign(1)).toBe(false)
    expect(await isForeign(1, 1, 1)).toBe(false)
    expect((await headOf(sides(3, 2))).hasForeignColours).toBe(false)
    // Signed, floating point, undefined; in one of its channels only.
    for (const format of [2, 3, 4]) expect(await isForeign(format)).toBe(true)
    expect(await isForeign(1, 1, 1, 3)).toBe(true)
  })

  const fractions = (tag: number, ...places: number[]): Field => {
    const values = places.flatMap((place) => [place, 100_000])
    const raw = Buffer.alloc(values.length * 4)
    values.forEach((value, at) => raw.writeUInt32LE(value, at * 4))
    return { tag, type: 5, raw, count: places.length }
  }
  const white = (...places: number[]): Field => fractions(0x013e, ...places)
  const colours = (...places: number[]): Field => fractions(0x013f, ...places)
  const srgb = [64_000, 33_000, 30_000, 60_000, 15_000, 6_000]

  it('has foreign colours where its white or one of its colours lies elsewhere than sRGB’s', async () => {
    const isForeign = async (...fields: Field[]): Promise<boolean> =>
      (await headOf([...sides(3, 2), ...fields])).hasForeignColours
    expect(await isForeign(white(31_270, 32_900), colours(...srgb))).toBe(false)
    expect(await isForeign(white(31_270, 32_900))).toBe(false)
    expect(await isForeign(colours(...srgb))).toBe(false)
    // Print's white; the red of Display P3; each colour in turn.
    expect(await isForeign(white(34_570, 35_850))).toBe(true)
    expect(await isForeign(white(31_270, 34_000))).toBe(true)
    for (const at of srgb.keys()) {
      const moved = srgb.map((place, index) => (index === at ? place + 1_100 : place))
      expect(await isForeign(colours(...moved)), `${at}`).toBe(true)
    }
    // Too few, none that can be read, nothing divided by nothing.
    expect(await isForeign(white(31_270))).toBe(true)
    expect(await isForeign(colours(...srgb.slice(1)))).toBe(true)
    expect(await isForeign({ tag: 0x013e, type: 11, raw: Buffer.alloc(8), count: 2 })).toBe(true)
    expect(await isForeign({ tag: 0x013e, type: 5, raw: Buffer.alloc(16), count: 2 })).toBe(true)
    // A profile is heard before them.
    const profile: Field = { tag: 0x8773, raw: Buffer.alloc(9) }
    expect(await isForeign(white(34_570, 35_850), profile)).toBe(false)
  })

  it.each(['II', 'MM'] as const)(
    'whose offsets have eight bytes is read as well, in the byte order %s',
    async (order) => {
      const xmp = '<x:xmpmeta/>'
      const fields = [
        ...sides(300, 200),
        { tag: 0x0112, values: [6] },
        { tag: 0x02bc, type: 1, raw: Buffer.from(xmp) },
        { tag: 0x8769, to: [[{ tag: 0x9003, text: '2024:05:01 10:11:12' }]] },
      ]
      const wide = [
        { tag: 0x0100, type: 16, values: [30] },
        { tag: 0x0101, type: 4, values: [20] },
      ]
      const bytes = tiff(order, [fields, wide], { isBig: true })
      expect(await readTiffHead(memorySource(bytes))).toMatchObject({
        width: 200,
        height: 300,
        orientation: 6,
        takenAt: Date.UTC(2024, 4, 1, 10, 11, 12),
        isMultiPicture: true,
        xmp: { offset: bytes.indexOf(xmp), length: xmp.length },
      })
      expect(await readTiffHead(memorySource(tiff(order, [wide], { isBig: true })))).toMatchObject({
        width: 30,
        height: 20,
      })
    },
  )

  it('whose offsets of eight bytes lead nowhere tells nothing', async () => {
    const bytes = tiff('II', [sides(3, 2)], { isBig: true })
    bytes.fill(0xff, 8, 16)
    await expect(readTiffHead(memorySource(bytes))).rejects.toThrow(RangeError)
    const cut = tiff('II', [[...sides(3, 2)]], { isBig: true }).subarray(0, 12)
    await expect(readTiffHead(memorySource(cut))).rejects.toThrow(RangeError)
  })

  it('has several pages when more than one is neither a smaller version nor a mask', async () => {
    const isMulti = async (...values: number[]): Promise<boolean> =>
      (await headOf(sides(3, 2), ...values.map((value) => [subfile(value)]))).isMultiPicture
    expect(await isMulti()).toBe(false)
    expect(await isMulti(0)).toBe(true)
    expect(await isMulti(2)).toBe(true)
    expect(await isMulti(1)).toBe(false)
    expect(await isMulti(4)).toBe(false)
    expect(await isMulti(5)).toBe(false)
    expect(await isMulti(1, 4, 0)).toBe(true)
  })

  it('whose directories bite their own tail comes to an end', async () => {
    const bytes = tiff('II', [[...sides(3, 2), subfile(1)], []])
    bytes.writeUInt32LE(8, bytes.length - 4)
    expect(await readTiffHead(memorySource(bytes))).toMatchObject({ width: 3 })
  })

  it('keeps what was found before a damaged directory', async () => {
    const bytes = tiff('II', [sides(3, 2), [], []])
    bytes.writeUInt32LE(bytes.length + 100, bytes.length - 4)
    expect(await readTiffHead(memorySource(bytes))).toMatchObject({
      width: 3,
      isMultiPicture: true,
    })
  })

  it('keeps its sides when the date is damaged', async () => {
    const fields = [...sides(3, 2), { tag: 0x8769, type: 4, values: [1_000_000] }]
    expect(await headOf(fields)).toMatchObject({ width: 3, height: 2, takenAt: null })
  })

  it('without a header is none', async () => {
    await expect(readTiffHead(memorySource(Buffer.alloc(40)))).rejects.toThrow(UnreadableHeadError)
  })
})

describe('a RAW in a TIFF', () => {
  it.each([
    ['a DNG', dng, true],
    ['a colour filter array', photometric(32_803), true],
    ['linear RAW', photometric(34_892), true],
    ['RGB', photometric(2), false],
  ])('is known by %s', async (_, field, isRaw) => {
    expect(await headOf([...sides(3, 2), field])).toMatchObject({ isRaw, width: 3 })
  })

  it('is known in any of its directories, and has the sides of the largest', async () => {
    const small = sides(160, 120)
    const sub = { tag: 0x014a, to: [sides(20, 10), [...sides(4_000, 3_000), photometric(32_803)]] }
    expect(await headOf([...small, sub], sides(1_000, 800))).toMatchObject({
      isRaw: true,
      isMultiPicture: false,
      width: 4_000,
      height: 3_000,
    })
    expect(await headOf([...small, dng], sides(3_000, 10), sides(200, 160))).toMatchObject({
      width: 200,
      height: 160,
    })
  })

  it('takes the first of two that are equally large', async () => {
    expect(await headOf([...sides(20, 10), dng], sides(10, 20))).toMatchObject({ width: 20 })
  })

  it('is looked for in the first directory and sixteen more', async () => {
    const isRawAt = async (place: number): Promise<boolean> => {
      const chain = Array.from({ length: 20 }, (_, index) => (index === place ? [dng] : []))
      return (await headOf(...chain)).isRaw
    }
    expect(await isRawAt(16)).toBe(true)
    expect(await isRawAt(17)).toBe(false)
  })

  it('is told although one of its smaller versions is damaged', async () => {
    const bytes = tiff('II', [
      [...sides(3, 2), { tag: 0x014a, type: 4, values: [900_000, 8] }, dng],
    ])
    expect(await readTiffHead(memorySource(bytes))).toMatchObject({ isRaw: true, width: 3 })
  })
})
