// The rule of what is one picture, as a truth table: names, what the bytes are, identifiers, times, cameras, lengths.
import { describe, expect, it } from 'vitest'
import { pairOf, type PairFile } from '../../../src/main/engine/media/pairs.ts'
import type { PairFacts } from '../../../src/main/engine/media/pairs/pair-facts.ts'

const none: PairFacts = {
  role: 'still',
  taken: null,
  camera: null,
  identifier: null,
  durationMs: null,
}
const wall = (wallMs: number) => ({ wallMs, utcMs: null })
const utc = (utcMs: number) => ({ wallMs: null, utcMs })
const both = (wallMs: number, utcMs: number) => ({ wallMs, utcMs })

const file = (name: string, facts: Partial<PairFacts>): PairFile => ({
  name,
  facts: { ...none, ...facts },
})
const jpeg = (facts: Partial<PairFacts> = {}, name = 'IMG_1.JPG') =>
  file(name, { taken: wall(10_000), camera: 'CAM', ...facts })
const raw = (facts: Partial<PairFacts> = {}, name = 'IMG_1.CR2') =>
  file(name, { role: 'raw', taken: wall(10_000), camera: 'CAM', ...facts })
const film = (facts: Partial<PairFacts> = {}, name = 'IMG_1.MOV') =>
  file(name, { role: 'film', taken: wall(10_000), durationMs: 3_000, ...facts })

describe('a RAW and its JPEG', () => {
  it.each<[why: string, still: PairFile, second: PairFile, is: 'raw' | 'film' | null]>([
    ['name, time and camera', jpeg(), raw(), 'raw'],
    ['a HEIC', jpeg({}, 'IMG_1.HEIC'), raw({}, 'IMG_1.DNG'), 'raw'],
    ['names in other letters', jpeg({}, 'img_1.jpg'), raw({}, 'Img_1.cr2'), 'raw'],
    ['two seconds apart', jpeg(), raw({ taken: wall(12_000) }), 'raw'],
    ['two seconds before', jpeg(), raw({ taken: wall(8_000) }), 'raw'],
    ['more than that', jpeg(), raw({ taken: wall(12_001) }), null],
    [
      'in UTC where both tell it',
      jpeg({ taken: both(0, 10_000) }),
      raw({ taken: both(9_000_000, 10_000) }),
      'raw',
    ],
    [
      'apart in UTC',
      jpeg({ taken: both(10_000, 0) }),
      raw({ taken: both(10_000, 3_600_000) }),
      null,
    ],
    ['one tells its zone', jpeg({ taken: both(10_000, 0) }), raw(), 'raw'],
    ['no clock in common', jpeg(), raw({ taken: utc(10_000) }), null],
    ['no time', jpeg({ taken: null }), raw({ taken: null }), null],
    ['no time of the JPEG', jpeg({ taken: null }), raw(), null],
    ['no time of the RAW', jpeg(), raw({ taken: null }), null],
    ['another camera', jpeg(), raw({ camera: 'CAM 2' }), null],
    ['no camera', jpeg({ camera: null }), raw({ camera: null }), null],
    ['no camera of the RAW', jpeg(), raw({ camera: null }), null],
    ['another number', jpeg(), raw({}, 'IMG_10.CR2'), null],
    ['an edited one', jpeg({}, 'IMG_1-edited.jpg'), raw(), null],
    ['IMG_E', jpeg({}, 'IMG_E1.JPG'), raw(), null],
    ['a copy', jpeg({}, 'IMG_1 (1).JPG'), raw(), null],
    ['a longer stem', jpeg({}, 'IMG_1.edit.JPG'), raw(), null],
    ['iCloud’s ending is of films', jpeg(), raw({}, 'IMG_1_HEVC.CR2'), null],
    ['a name of a RAW, and bytes of a JPEG', jpeg(), jpeg({}, 'IMG_1.CR2'), null],
    ['two RAWs', raw(), raw({}, 'IMG_1.DNG'), null],
    ['the other way round', raw(), jpeg(), null],
    ['nothing read of the JPEG', { name: 'IMG_1.JPG', facts: null }, raw(), null],
    ['nothing read of the RAW', jpeg(), { name: 'IMG_1.CR2', facts: null }, null],
  ])('%s', (_, still, second, is) => {
    expect(pairOf(still, second)).toBe(is)
  })
})

describe('a still and its film', () => {
  const id = { identifier: 'A' }
  it.each<[why: string, still: PairFile, second: PairFile, is: 'raw' | 'film' | null]>([
    ['name, time and length', jpeg(), film(), 'film'],
    ['three seconds apart', jpeg(), film({ taken: wall(13_000) }), 'film'],
    ['more than that', jpeg(), film({ taken: wall(13_001) }), null],
    ['five seconds long', jpeg(), film({ durationMs: 5_000 }), 'film'],
    ['longer', jpeg(), film({ durationMs: 5_001 }), null],
    ['of no length', jpeg(), film({ durationMs: 0 }), null],
    ['of unknown length', jpeg(), film({ durationMs: null }), null],
    ['no time', jpeg(), film({ taken: null }), null],
    ['a film that tells UTC alone', jpeg(), film({ taken: utc(10_000) }), null],
    [
      'and a still that tells its zone',
      jpeg({ taken: both(0, 10_000) }),
      film({ taken: utc(10_000) }),
      'film',
    ],
    ['a still without a camera', jpeg({ camera: null }), film(), 'film'],
    ['one identifier', jpeg(id), film({ ...id, taken: null, durationMs: 60_000 }), 'film'],
    ['one identifier, as iCloud names it', jpeg(id), film(id, 'img_1_hevc.mov'), 'film'],
    ['that name without one', jpeg(), film({}, 'IMG_1_HEVC.MOV'), null],
    ['that name and one of them', jpeg(id), film({}, 'IMG_1_HEVC.MOV'), null],
    ['two identifiers', jpeg(id), film({ identifier: 'B' }), null],
    ['one of the still alone', jpeg(id), film(), 'film'],
    ['one of the film alone', jpeg(), film(id), 'film'],
    ['one of the film alone, and another time', jpeg(), film({ ...id, taken: wall(99_000) }), null],
    ['one identifier and another name', jpeg(id), film(id, 'IMG_2.MOV'), null],
    ['two films', film(), film(), null],
  ])('%s', (_, still, second, is) => {
    expect(pairOf(still, second)).toBe(is)
  })
})
