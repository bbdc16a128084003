// What a file's bytes say of its partner: Apple's identifier in stills and films, times, cameras, how long a film runs; in the
// forms of RAW that are no TIFF as well, and in damaged files.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { sniff } from '../../../src/main/engine/media/media-types.ts'
import { readPairFacts, type PairFacts } from '../../../src/main/engine/media/pairs/pair-facts.ts'
import { readHead, refineType } from '../../../src/main/engine/media/read-head.ts'
import { extensionOf } from '../../../src/shared/media-types.ts'
import { appleNote, cr3, exifOf, film, jpegWith, raf, raw } from '../../builders/pair-files.ts'

async function factsOf(bytes: Buffer, name: string): Promise<PairFacts | null> {
  const extension = extensionOf(name)
  const sniffed = sniff(bytes.subarray(0, 4096), extension)
  if (sniffed === null) return null
  const source = memorySource(bytes)
  const head = await readHead(source, sniffed)
  return readPairFacts(source, refineType(sniffed, head, extension), head)
}

const id = 'C0FFEE00-0000-4000-8000-000000000002'
const at = '2024:05:01 10:11:12'
const wallMs = Date.UTC(2024, 4, 1, 10, 11, 12)
const nothing = { taken: null, camera: null, identifier: null, durationMs: null }

describe('stills', () => {
  it.each(['MM', 'II'] as const)(
    'have Apple’s identifier in their maker note (%s)',
    async (order) => {
      const still = jpegWith(
        exifOf({ at, model: ' Phone 1 ', note: appleNote(id.toLowerCase(), order) }),
      )
      expect(await factsOf(still, 'a.jpg')).toEqual({
        ...nothing,
        role: 'still',
        taken: { wallMs, utcMs: null },
        camera: 'PHONE 1',
        identifier: id,
      })
    },
  )

  it('have none in the note of another maker, or a note that is cut off', async () => {
    const note = appleNote(id)
    const others = [
      Buffer.from(note.toString('latin1').replace('Apple iOS', 'Other iOS'), 'latin1'),
      Buffer.from(note.toString('latin1').replace('MM', 'XX'), 'latin1'),
      note.subarray(0, 14),
      note.subarray(0, 20),
      Buffer.from('note'),
    ]
    for (const other of others)
      expect(
        await factsOf(jpegWith(exifOf({ at, model: 'M', note: other })), 'a.jpg'),
      ).toMatchObject({ identifier: null, camera: 'M' })
  })

  it('have their time in UTC where they tell their zone, and none of a program', async () => {
    expect(await factsOf(jpegWith(exifOf({ at, offset: '+02:00' })), 'a.jpg')).toMatchObject({
      taken: { wallMs, utcMs: wallMs - 7_200_000 },
    })
    expect(await factsOf(jpegWith(exifOf({ changed: at })), 'a.jpg')).toEqual({
      ...nothing,
      role: 'still',
    })
    expect(await factsOf(jpegWith(Buffer.alloc(0)), 'a.jpg')).toEqual({ ...nothing, role: 'still' })
  })
})

describe('RAW photos', () => {
  const told = { ...nothing, role: 'raw', taken: { wallMs, utcMs: null }, camera: 'EOS R5' }
  const words = exifOf({ at, model: 'EOS R5' })
  it.each([
    ['a.dng', raw(words)],
    ['a.nef', raw(words)],
    ['a.rw2', raw(words, 'IIU\0')],
    ['a.orf', raw(words, 'IIRO')],
    ['a.cr3', cr3({ at, model: 'EOS R5' })],
    ['a.raf', raf(jpegWith(words))],
  ])('tell time and camera in %s', async (name, bytes) => {
    expect(await factsOf(bytes, name)).toEqual(told)
  })

  it('tell nothing in forms that are not read, and where they are damaged', async () => {
    const silent = { ...nothing, role: 'raw' }
    expect(await factsOf(Buffer.from('FOVb and the rest of it'), 'a.x3f')).toEqual(silent)
    const damaged = [cr3({ at, model: 'M' }).subarray(0, 60), raf(Buffer.from('no JPEG at all'))]
    for (const bytes of damaged) expect(await factsOf(bytes, 'a.raf')).toEqual(silent)
    const foreign = cr3({ at, model: 'M' }).toString('latin1').replace('\x85\xc0', '\x86\xc0')
    expect(await factsOf(Buffer.from(foreign, 'latin1'), 'a.cr3')).toEqual(silent)
  })
})

describe('films', () => {
  it('have Apple’s identifier among their keys, their time and their length', async () => {
    for (const version of [0, 1])
      expect(
        await factsOf(film({ id, at: '2024-05-01T10:11:12+0200', ms: 2_900, version }), 'a.mov'),
      ).toEqual({
        role: 'film',
        taken: { wallMs, utcMs: wallMs - 7_200_000 },
        camera: null,
        identifier: id,
        durationMs: 2_900,
      })
  })

  it('have the time of their header in UTC alone', async () => {
    expect(await factsOf(film({ headerMs: wallMs, ms: 1_000 }), 'a.mp4')).toMatchObject({
      taken: { wallMs: null, utcMs: wallMs },
      identifier: null,
    })
  })

  it('have no length where it is not known', async () => {
    for (const version of [0, 1])
      expect(await factsOf(film({ ms: 'unknown', version }), 'a.mov')).toEqual({
        ...nothing,
        role: 'film',
      })
    expect(await factsOf(film({ ms: 'no scale' }), 'a.mov')).toMatchObject({ durationMs: null })
    const short = film({ ms: 1_000 }).toString('latin1').indexOf('mvhd')
    const cut = film({ ms: 1_000 }).subarray(0, short + 14)
    expect(await factsOf(cut, 'a.mov')).toMatchObject({ role: 'film', durationMs: null })
  })
})

it('says of other files that they are in no pair', async () => {
  expect(await factsOf(Buffer.from('GIF89a and more of it'), 'a.gif')).toBeNull()
})

it('never throws over damaged bytes', async () => {
  const whole = [
    jpegWith(exifOf({ at, model: 'M', note: appleNote(id) })),
    cr3({ at, model: 'M' }),
    film({ id, at: '2024-05-01T10:11:12+0200', ms: 2_900 }),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 20 }),
      async (bytes, damages) => {
        const damaged = Buffer.from(bytes)
        for (const [place, value] of damages) damaged[12 + (place % (damaged.length - 12))] = value
        await factsOf(damaged, 'a.cr3')
      },
    ),
  )
})
