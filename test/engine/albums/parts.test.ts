// How albums fill up and in which order, over any counts and dates.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  fullAt,
  inAlbumOrder,
  partFor,
  type AlbumPart,
} from '../../../src/main/engine/albums/index.ts'
import type { InAlbum } from '../../../src/main/engine/ports/albums.ts'

describe('the part that photos go into', () => {
  test.each<[AlbumPart[], number, number]>([
    [[], 50, 1],
    [[{ part: 1, count: 0 }], 50, 1],
    [[{ part: 1, count: fullAt - 50 }], 50, 1],
    [[{ part: 1, count: fullAt - 49 }], 50, 2],
    [
      [
        { part: 2, count: 10 },
        { part: 1, count: fullAt },
      ],
      50,
      2,
    ],
    // Room in an earlier one is left: the order of the photos goes on in the last.
    [
      [
        { part: 1, count: 3 },
        { part: 2, count: fullAt },
      ],
      1,
      3,
    ],
  ])('of %j, %j more, is %j', (parts, more, part) => {
    expect(partFor(parts, more)).toBe(part)
  })

  it('never holds more than fits, and comes after the ones before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 900 }), (batches) => {
        const counts = new Map<number, number>()
        for (const more of batches) {
          const parts = [...counts].map(([part, count]) => ({ part, count }))
          const part = partFor(parts, more)
          expect(part).toBeGreaterThanOrEqual(counts.size)
          counts.set(part, (counts.get(part) ?? 0) + more)
        }
        for (const count of counts.values()) expect(count).toBeLessThanOrEqual(fullAt)
        const sum = batches.reduce((all, one) => all + one, 0)
        expect(counts.size).toBeLessThanOrEqual(Math.ceil(sum / (fullAt - 49)))
      }),
    )
  })
})

describe('the order in an album', () => {
  it('is by the date taken, then by name as people count, and without a date last', () => {
    const photos: InAlbum[] = [
      { id: 1, takenAt: null, name: 'a.jpg' },
      { id: 2, takenAt: 20, name: 'IMG_10.jpg' },
      { id: 3, takenAt: 20, name: 'IMG_2.jpg' },
      { id: 4, takenAt: 10, name: 'z.jpg' },
      { id: 5, takenAt: -5, name: 'z.jpg' },
      { id: 6, takenAt: 20, name: 'IMG_2.jpg' },
    ]
    expect([...photos].sort(inAlbumOrder).map(({ id }) => id)).toEqual([5, 4, 3, 6, 2, 1])
  })

  it('is the same whatever order the photos come in', () => {
    const placed = fc.record({
      id: fc.integer(),
      takenAt: fc.option(fc.integer()),
      name: fc.string(),
    })
    const photos = fc.uniqueArray(placed, { selector: ({ id }) => id })
    fc.assert(
      fc.property(photos, (some) => {
        const sorted = [...some].sort(inAlbumOrder)
        expect([...some].reverse().sort(inAlbumOrder)).toEqual(sorted)
      }),
    )
  })
})
