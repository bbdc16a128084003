// Behaviour of the reader of dates in names: every name of the table gives back the date that it was made from, whichever
// that is, and what only looks like a date gives none.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isClockReset } from '../../../../src/main/engine/media/dates/clock-resets.ts'
import {
  dayInName,
  hasPassed,
  timeInName,
} from '../../../../src/main/engine/media/dates/name-dates.ts'
import {
  dayPatterns,
  timePatterns,
  type NamePattern,
} from '../../../../src/main/engine/media/dates/name-patterns.ts'

const now = Date.UTC(2026, 10, 27, 12)
/** What every example of the table was made from. */
const reference = Date.UTC(2019, 6, 14, 18, 22, 33, 123)
const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** Words for the half of a day, after noon and before it. */
const halves = [
  ['PM', 'AM'],
  ['下午', '上午'],
  ['오후', '오전'],
] as const

/** An example of the table, made from another moment. */
function nameFor(example: string, ms: number): string {
  const date = new Date(ms)
  const half = halves.find(([after]) => example.includes(after))
  const hour = date.getUTCHours()
  const tokens: [from: string, to: string][] = example.includes('1563128553')
    ? [
        ['1563128553123', String(ms)],
        ['1563128553', String(Math.floor(ms / 1000))],
      ]
    : [
        ['2019', String(date.getUTCFullYear())],
        ['07', pad(date.getUTCMonth() + 1)],
        ['14', pad(date.getUTCDate())],
        half === undefined ? ['18', pad(hour)] : ['6', String(hour % 12 === 0 ? 12 : hour % 12)],
        ['22', pad(date.getUTCMinutes())],
        ['33', pad(date.getUTCSeconds())],
        ['123', pad(date.getUTCMilliseconds(), 3)],
        ...(half === undefined
          ? []
          : [[half[0], hour < 12 ? half[1] : half[0]] as [string, string]]),
      ]
  if (/^19-/.test(example)) tokens[0] = ['19', pad(date.getUTCFullYear() % 100)]
  let [name, at] = ['', 0]
  const places = tokens
    .map(([from, to]) => ({ from, to, index: example.indexOf(from) }))
    .filter(({ index }) => index >= 0)
    .toSorted((a, b) => a.index - b.index || b.from.length - a.from.length)
  for (const { from, to, index } of places) {
    if (index < at) continue
    name += example.slice(at, index) + to
    at = index + from.length
  }
  return name + example.slice(at)
}

/** The moment as far as an example tells it. */
function toldBy(example: string, ms: number): number {
  const unit = example.includes('123') && !/1234|123Z?\.jpeg$/.test(example) ? 1 : 1000
  if (example.includes('_123Z')) return ms
  if (!example.includes('33') && !example.includes('1563128553'))
    return Math.floor(ms / 60_000) * 60_000
  return Math.floor(ms / unit) * unit
}

const momentOf = ({ fromYear }: NamePattern): fc.Arbitrary<number> =>
  fc
    .integer({ min: Math.max(Date.UTC(fromYear, 0, 1), -2_208_988_800_000), max: now })
    .filter((ms) => !isClockReset(ms) && !isClockReset(Math.floor(ms / 60_000) * 60_000))

const rows = (patterns: readonly NamePattern[]): [string, NamePattern][] =>
  patterns.flatMap((one) => one.examples.map((example): [string, NamePattern] => [example, one]))

describe('a name with a time', () => {
  it.each(rows(timePatterns))('%s gives back the date that it was made from', (example, one) => {
    expect(nameFor(example, reference)).toBe(example)
    const moment = example.includes('1563128553')
      ? fc.integer({ min: 1_000_000_000_000, max: now })
      : momentOf(one)
    fc.assert(
      fc.property(moment, (ms) => {
        const name = nameFor(example, ms)
        expect({ name, wallMs: timeInName(name, now)?.wallMs }).toEqual({
          name,
          wallMs: toldBy(example, ms),
        })
      }),
    )
  })

  it.each(rows(timePatterns))('%s on a leap day is that day', (example) => {
    const ms = Date.UTC(2024, 1, 29, 23, 59, 59, 999)
    const name = nameFor(example, ms)
    expect(timeInName(name, now)?.wallMs).toBe(toldBy(example, ms))
    if (example.includes('1563128553')) return
    const none = nameFor(example, Date.UTC(2023, 1, 28, 23, 59, 59, 999)).replace(/28/, '29')
    expect(timeInName(none, now)).toBeNull()
  })

  it.each<[name: string, isUtc: boolean, offset: number | null]>([
    ['PXL_20231129_043736033.jpg', true, null],
    ['PXL_20231129_043736033.MP.jpg', true, null],
    ['PXL_20231129_043736033~2.jpg', true, null],
    ['20230427_145116000_iOS.heic', true, null],
    ['20230427_145116000_iOS (2).heic', true, null],
    ['FB_IMG_1424441459711.jpg', true, null],
    ['Skype_Picture_2019_07_14T18_22_33_123Z.jpeg', true, null],
    ['20190714T182233-0500.jpg', false, -300],
    ['20190714T182233+0545.jpg', false, 345],
    ['IMG_20190714_182233.jpg', false, null],
    ['20230427_145116000.heic', false, null],
  ])('%s knows of zones what it can know', (name, isUtc, offsetMinutes) => {
    expect(timeInName(name, now)).toMatchObject({ isUtc, offsetMinutes })
  })

  it.each<[name: string, hour: number, minute: number]>([
    ['Screenshot 2019-07-14 at 12.05.33 AM.png', 0, 5],
    ['Screenshot 2019-07-14 at 12.05.33 PM.png', 12, 5],
    ['Screenshot 2019-07-14 at 1.05.33 p.m..png', 13, 5],
    ['Screenshot 2019-07-14 at 6.22.33\u00a0PM.png', 18, 22],
    ['WhatsApp Image 2019-07-14 at 6.22.33 AM (1).jpeg', 6, 22],
    ['截屏2019-07-14 上午12.05.33.png', 0, 5],
    ['スクリーンショット 2019-07-14 午後6.22.33.png', 18, 22],
    ['لقطة شاشة 2019-07-14 في 6.22.33 م.png', 18, 22],
    ['Στιγμιότυπο 2019-07-14, 6.22.33 μ.μ..png', 18, 22],
    ['Captura de pantalla 2019-07-14 a la(s) 6.22.33 p. m..png', 18, 22],
  ])('%s is read by the half of its day', (name, hour, minute) => {
    expect(timeInName(name, now)?.wallMs).toBe(Date.UTC(2019, 6, 14, hour, minute, 33))
  })

  it('without separators is of digital photos alone, with them of scans too', () => {
    for (const name of ['19891231_182233.jpg', '19870714.jpg'])
      expect([timeInName(name, now), dayInName(name, now)]).toEqual([null, null])
    expect(timeInName('19900101_182233.jpg', now)?.wallMs).toBe(Date.UTC(1990, 0, 1, 18, 22, 33))
    expect(dayInName('1987-07-14 Grandma.jpg', now)?.wallMs).toBe(Date.UTC(1987, 6, 14, 12))
  })

  it('says how sure it is', () => {
    expect(timeInName('IMG_20190714_182233.jpg', now)).toMatchObject({ certainty: 'likely' })
    expect(timeInName('FB_IMG_1424441459711.jpg', now)).toMatchObject({ certainty: 'guess' })
    expect(timeInName('2019-07-14_18-22.png', now)).toMatchObject({ precision: 'minute' })
  })
})

describe('a name with a day', () => {
  it.each(rows(dayPatterns))(
    '%s gives back noon of the day that it was made from',
    (example, one) => {
      expect(nameFor(example, reference)).toBe(example)
      fc.assert(
        fc.property(momentOf(one), (ms) => {
          const name = nameFor(example, ms)
          const noon = Math.floor(ms / 86_400_000) * 86_400_000 + 43_200_000
          expect({ name, day: dayInName(name, now)?.wallMs }).toEqual({ name, day: noon })
          expect(timeInName(name, now)).toBeNull()
        }),
      )
    },
  )

  it.each([
    'IMG_20190714_1234.jpg',
    'IMG_20190714_996633.jpg',
    'IMG_20190714_240000.jpg',
    '20190714_001.jpg',
    '2019-07-14 Party 12.jpg',
    '2019-07-14-1.jpg',
    '2019-07-14 - 2019-07-20.jpg',
  ])('%s has a count behind it, and no time', (name) => {
    expect(timeInName(name, now)).toBeNull()
    expect(dayInName(name, now)).toMatchObject({
      wallMs: Date.UTC(2019, 6, 14, 12),
      precision: 'day',
    })
  })

  it('of a message is but the day when it came', () => {
    expect(dayInName('IMG-20190714-WA0001.jpg', now)).toMatchObject({ certainty: 'guess' })
    expect(dayInName('20190714.jpg', now)).toMatchObject({ certainty: 'likely' })
  })
})

const none = { time: null, day: null }
const read = (name: string) => ({ time: timeInName(name, now), day: dayInName(name, now) })

describe('a name without a date', () => {
  it.each([
    ...[
      'IMG_1234.jpg',
      'DSC_0001.NEF',
      'DSCF2019.JPG',
      'DSCN0714.jpg',
      'P1010023.JPG',
      '_MG_2019.CR2',
    ],
    ...[
      'GOPR0714.MP4',
      'MOV_2019.mp4',
      'Scan 3.jpg',
      'IMG_E1234.HEIC',
      'GX010714.MP4',
      'DJI_0714.JPG',
    ],
    // Phones, prices, serials, sizes, versions, articles.
    ...['+4917612345678.jpg', '0049 176 1234567.jpg', '(201) 907-1418.png', '555-2019-07-14.jpg'],
    ...['19.99.jpg', '$2019.07.jpg', 'EUR 2019,07.jpg', 'SN2019071.png', 'A5F20190714.jpg'],
    ...[
      '1920x1080.png',
      '20190714x1080.png',
      'v2019.7.14.png',
      '4006381333931.jpg',
      '9783161484100.jpg',
    ],
    ...['received_10155123456789012.jpeg', 'Snapchat-1234567890.jpg', '1563128553.jpg'],
    // Hashes and numbers by chance.
    ...['5f3e20190714ab.jpg', '20190714-1234-4abc-8def-123456789abc.jpg', 'a20190714182233b.jpg'],
    ...['20190714aa55cc33dd11.png', '120190714.jpg', '201907140.jpg', '2019071418.jpg'],
    // Days that no calendar has, and days to come.
    ...[
      '20190732.jpg',
      '20191399_182233.jpg',
      '2019-02-29.jpg',
      '2019-00-14.jpg',
      '00000000_000000.jpg',
    ],
    ...['20990714_182233.jpg', '2026-11-29.jpg', 'PXL_20270714_182233123.jpg', '9999999999999.jpg'],
    // Clocks that were never set.
    ...['IMG_20000101_000012.jpg', '1980-01-01 00.00.00.jpg', 'IMG_19700101_010000.jpg'],
    // Which is the day, and which the month?
    ...[
      '14.07.2019.jpg',
      '07-14-2019 18.22.33.jpg',
      '14-07-19.jpg',
      'Photo on 7-14-19 at 6.22 PM.jpg',
    ],
    ...['1987.jpg', '1987-07.jpg', '', '.jpg', 'jpg'],
  ])('%s has none', (name) => {
    expect({ name, ...read(name) }).toEqual({ name, ...none })
  })

  it('is every name of a camera', () => {
    const camera = fc.constantFrom(
      'IMG_',
      'DSC_',
      'DSC',
      'DSCF',
      'P101',
      '_MG_',
      'GOPR',
      'MVI_',
      'Scan ',
    )
    fc.assert(
      fc.property(camera, fc.integer({ min: 0, max: 9_999 }), (prefix, count) => {
        expect(read(`${prefix}${pad(count, 4)}.jpg`)).toEqual(none)
      }),
    )
  })

  it('is every number that has not the length of a date', () => {
    const length = fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 18, 20)
    const digits = length.chain((count) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }),
    )
    const around = fc.constantFrom('', 'IMG_', 'Nr. ', 'SN', '+', '$')
    fc.assert(
      fc.property(around, digits, (before, number) => {
        expect(read(`${before}${number.join('')}.jpg`)).toEqual(none)
      }),
    )
  })

  it('is every identifier by chance', () => {
    const hex = fc.string({
      unit: fc.constantFrom(...'0123456789abcdef'.split('')),
      minLength: 32,
      maxLength: 32,
    })
    fc.assert(
      fc.property(fc.uuid(), hex, (uuid, hash) => {
        expect(read(`${uuid}.jpg`)).toEqual(none)
        expect(read(`IMG_${uuid}.jpg`)).toEqual(none)
        fc.pre(/[a-f]/.test(hash) && /\d/.test(hash))
        expect(read(`${hash}.jpg`)).toEqual(none)
      }),
    )
  })

  it('is every name by chance, and none is too long to be read at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        fc.pre(!/\d{4}/.test(name.normalize('NFKC')))
        expect(read(name)).toEqual(none)
      }),
    )
    for (const part of ['2019-', 'a', '1 ', '2019-07-14 at ', '20190714_', '9a'])
      expect(() => read(part.repeat(4_000 / part.length))).not.toThrow()
  })
})

describe('a time in a name', () => {
  it('has come to pass when it is a day ahead at most', () => {
    const dayMs = 86_400_000
    expect([now, now + dayMs, now + dayMs + 1].map((ms) => hasPassed(ms, now))).toEqual([
      ...[true, true, false],
    ])
  })

  it('has no minute of 61 seconds', () => {
    const at = Date.UTC(2018, 0, 2, 10, 11, 59)
    expect(timeInName('IMG_20180102_101159.jpg', now)?.wallMs).toBe(at)
    expect(timeInName('IMG_20180102_101160.jpg', now)).toBeNull()
  })
})
