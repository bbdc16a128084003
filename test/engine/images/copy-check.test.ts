// Behaviour of the last look at a finished copy: it has its sides, stands upright, and tells the time and the place of
// its original, in whatever byte order.
import { describe, expect, it } from 'vitest'
import { lostTags, type ReadPhoto } from '../../../src/main/engine/images/copy-check.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead, type PictureHead } from '../../../src/main/engine/media/head.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

const sides = { width: 40, height: 30 }
const shotAt = Date.UTC(2024, 4, 1)

/** Three rationals: degrees, minutes and seconds. */
function degrees(order: 'II' | 'MM', ...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8)
  values.forEach((value, index) => {
    const write = order === 'II' ? bytes.writeUInt32LE.bind(bytes) : bytes.writeUInt32BE.bind(bytes)
    write(value, index * 8)
    write(1, index * 8 + 4)
  })
  return bytes
}

/** The place of a photo: north, and how far. */
const place = (order: 'II' | 'MM', north = 47, reference = 'N'): Field[] => [
  { tag: 1, text: reference },
  { tag: 2, type: 5, count: 3, raw: degrees(order, north, 30, 1) },
]

function photo(gps: Field[] | null, head: Partial<PictureHead> = {}, order: 'II' | 'MM' = 'II') {
  const block = tiff(order, [gps === null ? [] : [{ tag: 0x8825, to: [gps] }]])
  return {
    source: memorySource(Buffer.concat([Buffer.alloc(6), block])),
    head: { ...unknownHead, ...sides, takenAt: shotAt, exifAt: 6, ...head },
    // A container without metadata of its own.
    format: 'bmp' as const,
  }
}

const lost = (original: ReadPhoto, copy: ReadPhoto, isConverted = false): Promise<string[]> =>
  lostTags(original, copy, { sides, isConverted })
const judge = async (original: ReadPhoto, copy: ReadPhoto): Promise<boolean> =>
  (await lost(original, copy)).length === 0

describe('a copy', () => {
  it('that tells all that its original told is faithful', async () => {
    expect(await judge(photo(place('II')), photo(place('II')))).toBe(true)
    expect(await judge(photo(null), photo(null))).toBe(true)
  })

  it('may be written in the other byte order', async () => {
    expect(await judge(photo(place('II')), photo(place('MM'), {}, 'MM'))).toBe(true)
    expect(await judge(photo(place('MM'), {}, 'MM'), photo(place('II')))).toBe(true)
  })

  it('may tell more than its original', async () => {
    expect(await judge(photo(null), photo(place('II')))).toBe(true)
  })

  it.each([
    [{ width: 41 }],
    [{ height: 31 }],
    [{ width: 30, height: 40 }],
    [{ width: null }],
    [{ orientation: 6 }],
    [{ takenAt: shotAt + 1 }],
    [{ takenAt: null }],
  ])('with %j is not', async (head) => {
    expect(await judge(photo(place('II')), photo(place('II'), head))).toBe(false)
  })

  it.each([
    ['lies elsewhere', place('II', 48)],
    ['lies on the other half of the world', place('II', 47, 'S')],
    ['lost a part of its place', place('II').slice(0, 1)],
    ['lost its place', null],
  ])('that %s is not', async (_, gps) => {
    expect(await judge(photo(place('II')), photo(gps))).toBe(false)
  })

  it('without any EXIF has lost the place', async () => {
    expect(await judge(photo(place('II')), photo(null, { exifAt: null }))).toBe(false)
    expect(await judge(photo(null, { exifAt: null }), photo(null, { exifAt: null }))).toBe(true)
  })

  it('may have a shorter end of a text, and signed words', async () => {
    const text = (value: string): Field[] => [{ tag: 29, text: value }]
    expect(await judge(photo(text('2024:05:01\0\0\0\0')), photo(text('2024:05:01')))).toBe(true)
    expect(await judge(photo(text('2024:05:01')), photo(text('2024:05:02')))).toBe(false)
    const signed = (order: 'II' | 'MM', value: number): Field[] => [
      { tag: 2, type: 10, count: 1, raw: degrees(order, value) },
    ]
    expect(await judge(photo(signed('II', 5)), photo(signed('MM', 5), {}, 'MM'))).toBe(true)
    expect(await judge(photo(signed('II', 5)), photo(signed('II', 6)))).toBe(false)
  })

  it('is held to what can be read of a damaged place', async () => {
    const damaged = { ...photo(place('II')), source: memorySource(Buffer.from('no TIFF at all')) }
    expect(await judge(damaged, photo(place('II')))).toBe(true)
    expect(await judge(photo(place('II')), damaged)).toBe(false)
  })

  it('on a disk that fails is not judged', async () => {
    const source = { sizeBytes: 9, read: () => Promise.reject(new Error('the disk is gone')) }
    const copy = { ...photo(place('II')), source }
    await expect(judge(photo(place('II')), copy)).rejects.toThrow('the disk is gone')
  })
})
