// Behaviour of the proof of a block of EXIF that got a date, by what its reader finds in it: a block that differs from the one
// before it anywhere but in its date is none, whatever byte it is.
import { describe, expect, it } from 'vitest'
import type { CaptureDate } from '../../../src/main/engine/images/dated/capture-date.ts'
import { datedExif, newExif } from '../../../src/main/engine/images/dated/date-in-exif.ts'
import { isReadAsDated } from '../../../src/main/engine/images/dated/exif-proof.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { readDirectory, readNumbers, readTiffHeader } from '../../../src/main/engine/media/exif.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

const summer: CaptureDate = { takenAt: Date.UTC(1987, 6, 14, 12), offsetMinutes: 120 }
const [time, zone] = ['1987:07:14 12:00:00', '+02:00']
const make: Field = { tag: 0x010f, text: 'Camera of the tests' }
const thumbnail: Field[] = [{ tag: 0x0103, values: [6] }]
const notes: Field = { tag: 0x927c, raw: Buffer.from('the notes of a maker') }
const exifOf = (...fields: Field[]): Field => ({ tag: 0x8769, to: [fields] })
const dates = (written = time, zoned = zone): Field[] => [
  ...[0x9003, 0x9004].map((tag) => ({ tag, text: written })),
  ...[0x9011, 0x9012].map((tag) => ({ tag, text: zoned })),
]

/** The places where a block says what its first directory and that of EXIF lead to next. */
async function nextOf(block: Buffer): Promise<{ first: number; exif: number }> {
  const header = await readTiffHeader(memorySource(block), 0)
  const first = await readDirectory(header, header.first)
  const [at = 0] = await readNumbers(header, first.entries.get(0x8769))
  return { first: first.nextAt, exif: (await readDirectory(header, at)).nextAt }
}

/** Where the reader finds no block, there is none that is right. */
const isRight = (before: Buffer | null, after: Buffer, date = summer): Promise<boolean> =>
  isReadAsDated(before, after, date).catch(() => false)

describe.each(['II', 'MM'] as const)('a block in the byte order %s', (order) => {
  describe.each<[string, Field[]]>([
    ['with room for a date', [make, exifOf(...dates('    :  :     :  :  ', '   :  '), notes)]],
    ['without room for a date', [make, exifOf({ tag: 0x9000, raw: Buffer.from('0232') }, notes)]],
    ['without a directory of EXIF', [make]],
  ])('%s', (_, fields) => {
    const before = tiff(order, [fields, thumbnail])

    it('is right with the date', async () => {
      const after = await datedExif(before, summer)
      expect(await isRight(before, after)).toBe(true)
      for (const other of [
        { ...summer, takenAt: summer.takenAt + 1_000 },
        { ...summer, offsetMinutes: 60 },
      ])
        expect(await isRight(before, after, other)).toBe(false)
      expect(await isRight(before, before)).toBe(false)
    })

    it('is wrong when any byte of what was there is another one', async () => {
      const after = await datedExif(before, summer)
      for (let at = 0; at < before.length; at += 1) {
        const tampered = Buffer.from(after)
        tampered[at] = (tampered[at] ?? 0) ^ 1
        expect(await isRight(before, tampered), `byte ${at}`).toBe(false)
      }
    })

    it('is wrong when it leads to other directories, or is shorter', async () => {
      const after = await datedExif(before, summer)
      const { first, exif } = await nextOf(after)
      for (const at of [first, exif]) {
        const tampered = Buffer.from(after)
        tampered[at + 1] = (tampered[at + 1] ?? 0) ^ 1
        expect(await isRight(before, tampered), `behind ${at}`).toBe(false)
      }
      expect(await isRight(before, after.subarray(0, before.length - 1))).toBe(false)
    })
  })

  it('that is new is right with its date alone', async () => {
    const alone = tiff(order, [[exifOf(...dates())]])
    expect(await isRight(null, alone)).toBe(true)
    expect(await isRight(null, tiff(order, [[make, exifOf(...dates())]]))).toBe(false)
    expect(await isRight(null, tiff(order, [[exifOf(...dates())], thumbnail]))).toBe(false)
    expect(await isRight(null, tiff(order, [[make]]))).toBe(false)
  })

  it('is wrong when its date goes on behind its end', async () => {
    expect(await isRight(null, tiff(order, [[exifOf(...dates(`${time}\0x`))]]))).toBe(false)
    expect(await isRight(null, tiff(order, [[exifOf(...dates(time, `${zone}\0x`))]]))).toBe(false)
  })

  it('is wrong when any text of its date is missing', async () => {
    for (const { tag } of dates()) {
      const others = dates().filter((one) => one.tag !== tag)
      expect(await isRight(null, tiff(order, [[exifOf(...others)]])), `${tag}`).toBe(false)
    }
  })
})

it('the block that this program makes is right', async () => {
  expect(await isReadAsDated(null, newExif(summer), summer)).toBe(true)
})
