// Behaviour of neighbours: photos between two dated ones of a series, files of one shot, and the zone of a folder's clocks.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Neighbours, type DatedName } from '../../../../src/main/engine/media/dates/neighbours.ts'

const at = (day: number, hour = 0, minute = 0): number => Date.UTC(2019, 6, day, hour, minute)
const dated = (name: string, wallMs: number, offsetMinutes: number | null = null): DatedName => ({
  ...{ name, source: 'exif-original', wallMs, offsetMinutes },
})

describe('a name between two dated ones', () => {
  const neighbours = new Neighbours([
    dated('IMG_0110.jpg', at(14, 11), 120),
    dated('IMG_0100.jpg', at(14, 10), 120),
    dated('IMG_0130.jpg', at(17, 10), 540),
    dated('DSC_0105.jpg', at(1)),
  ])

  it('was taken between them, in the order of the names', () => {
    expect(neighbours.between('IMG_0105.jpg')).toEqual({
      ...{ wallMs: at(14, 10, 30), offsetMinutes: 120, precision: 'second', certainty: 'likely' },
    })
    const times = [101, 102, 108, 109].map(
      (number) => neighbours.between(`IMG_0${number}.png`)?.wallMs ?? 0,
    )
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(at(14, 10))
    expect(times.at(-1)).toBeLessThan(at(14, 11))
  })

  it('is a guess where they are days apart, and of no zone where theirs differ', () => {
    expect(neighbours.between('IMG_0120.jpg')).toMatchObject({
      ...{ certainty: 'guess', offsetMinutes: null, wallMs: at(15, 22, 30) },
    })
  })

  it('is the same shot where the number is the same', () => {
    for (const name of [
      'IMG_0110.MOV',
      'img_0110.HEIC',
      'IMG_0110-edited.jpg',
      'IMG_0110 (1).jpg',
      'IMG_0110 - Copy (2).jpg',
    ])
      expect(neighbours.between(name)).toMatchObject({ wallMs: at(14, 11), offsetMinutes: 120 })
  })

  it.each([
    ['before the first', 'IMG_0099.jpg'],
    ['behind the last', 'IMG_0131.jpg'],
    ['of another series', 'PIC_0105.jpg'],
    ['with one of its series alone', 'DSC_0104.jpg'],
    ['without a number', 'holiday.jpg'],
  ])('is told nothing: %s', (_, name) => {
    expect(neighbours.between(name)).toBeNull()
  })

  it('is told nothing where the counter began anew, or they are weeks apart', () => {
    const anew = new Neighbours([dated('A_1.jpg', at(14)), dated('A_9.jpg', at(13))])
    expect(anew.between('A_5.jpg')).toBeNull()
    const far = new Neighbours([dated('A_1.jpg', at(1)), dated('A_9.jpg', at(9))])
    expect(far.between('A_5.jpg')).toBeNull()
    const near = new Neighbours([dated('A_1.jpg', at(1)), dated('A_9.jpg', at(8))])
    expect(near.between('A_5.jpg')?.wallMs).toBe(at(4, 12))
  })

  it('is likely within a day, and a guess beyond', () => {
    const apart = (ms: number) =>
      new Neighbours([dated('A_1.jpg', at(1)), dated('A_3.jpg', at(1) + ms)]).between('A_2.jpg')
    expect(apart(86_400_000)?.certainty).toBe('likely')
    expect(apart(86_400_001)?.certainty).toBe('guess')
    expect(apart(7 * 86_400_000)).not.toBeNull()
    expect(apart(7 * 86_400_000 + 1)).toBeNull()
    // Two of one moment leave none between them.
    expect(apart(0)?.wallMs).toBe(at(1))
  })

  it('counts with and without noughts', () => {
    const plain = new Neighbours([dated('Scan 9.jpg', at(14)), dated('Scan 100.jpg', at(15))])
    expect(plain.between('Scan 10.jpg')?.wallMs).toBeGreaterThan(at(14))
    expect(plain.between('Scan 101.jpg')).toBeNull()
  })

  it('believes no header of a film, which is UTC', () => {
    const films = new Neighbours([
      { ...dated('A_1.mp4', at(14), 0), source: 'movie-header' },
      { ...dated('A_9.mp4', at(15), 0), source: 'movie-header' },
    ])
    expect(films.between('A_5.mp4')).toBeNull()
    expect(films.offsetNear(at(14))).toBeNull()
  })

  it('is always between them', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 9_999 }), {
      minLength: 3,
      maxLength: 3,
    })
    const spans = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 7 * 86_400_000 }))
    fc.assert(
      fc.property(numbers, spans, (unsorted, [start, apart]) => {
        const [low = 0, middle = 0, high = 0] = unsorted.toSorted((a, b) => a - b)
        const name = (number: number): string => `IMG_${String(number).padStart(4, '0')}.jpg`
        const two = new Neighbours([dated(name(high), start + apart), dated(name(low), start)])
        const between = two.between(name(middle))?.wallMs ?? Number.NaN
        expect(between).toBeGreaterThanOrEqual(start)
        expect(between).toBeLessThanOrEqual(start + apart)
        expect(two.between(name(low))?.wallMs).toBe(start)
      }),
    )
  })
})

describe('the clocks of a folder', () => {
  const neighbours = new Neighbours([
    dated('a.jpg', at(1), 120),
    dated('b.jpg', at(10), 540),
    dated('c.jpg', at(5)),
  ])

  it('show what the nearest dated file says', () => {
    expect(neighbours.offsetNear(at(2))).toBe(120)
    expect(neighbours.offsetNear(at(9))).toBe(540)
    expect(neighbours.offsetNear(at(10))).toBe(540)
  })

  it('speak for thirty days', () => {
    const month = 30 * 86_400_000
    expect(neighbours.offsetNear(at(10) + month)).toBe(540)
    expect(neighbours.offsetNear(at(10) + month + 1)).toBeNull()
    expect(neighbours.offsetNear(at(1) - month)).toBe(120)
    expect(neighbours.offsetNear(at(1) - month - 1)).toBeNull()
  })

  it('say nothing of other months, nor where nobody says', () => {
    expect(neighbours.offsetNear(Date.UTC(2019, 8, 1))).toBeNull()
    expect(neighbours.offsetNear(Date.UTC(2018, 8, 1))).toBeNull()
    expect(new Neighbours([]).offsetNear(at(1))).toBeNull()
  })
})
