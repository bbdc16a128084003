// Which album's photos go next and when, as a truth table.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  companyMs,
  groupTurnOf,
  isHalfEmpty,
  type AlbumGroup,
  type GroupTurn,
} from '../../../src/main/engine/queue/album-turn.ts'

const group = (
  name: string,
  size: number,
  waitedMs = 0,
  sinceHalfMs: number | null = null,
  restMs = 0,
) => ({ name, size, waitedMs, sinceHalfMs, restMs })
const drained = { most: 50, isUpstreamDrained: true, isCrowded: false, isPatient: true }
const busy = { ...drained, isUpstreamDrained: false }
const hurried = { ...drained, isPatient: false }
const go = (name: string): GroupTurn => ({ do: 'go', name })
const wait = (forMs: number): GroupTurn => ({ do: 'wait', forMs })

describe('the next batch', () => {
  test.each<[string, AlbumGroup[], typeof drained, GroupTurn]>([
    ['is none where nothing waits', [], drained, { do: 'rest' }],
    ['is a full one, whatever else waits', [group('a', 49), group('b', 50)], busy, go('b')],
    ['is of those that go into no album after 20 s', [group('', 3, 20_000)], busy, go('')],
    [
      'is not of an album by then: company is on its way',
      [group('a', 3, 20_000)],
      busy,
      wait(580_000),
    ],
    [
      'is of an album after 20 s where nothing else is sent before',
      [group('a', 3, 20_000)],
      { ...busy, most: 4 },
      go('a'),
    ],
    ['is of an album after ten minutes', [group('a', 3, companyMs)], busy, go('a')],
    ['waits a moment once nothing is on its way', [group('a', 3)], drained, wait(300)],
    ['is then of the first that came', [group('a', 3, 300), group('b', 9, 400)], drained, go('b')],
    [
      'is of the first by name where they came together',
      [group('b', 9, 300), group('a', 3, 300), group('c', 4, 300)],
      drained,
      go('a'),
    ],
    ['waits for no less than is left', [group('a', 3, 299)], drained, wait(1)],
    ['is of none before 20 s', [group('', 3, 19_999)], busy, wait(1)],
    [
      'is of an album after 20 s beside one short of fifty',
      [group('a', 3, 20_000)],
      { ...busy, most: 49 },
      go('a'),
    ],
    [
      'waits for its time although it rests for less',
      [group('a', 3, 0, null, 100)],
      drained,
      wait(300),
    ],
    [
      'is not of those that wait longest where all that wait are looked at',
      [group('a', 3, 50), group('b', 20, 40)],
      busy,
      wait(companyMs - 50),
    ],
    [
      'is of the first of those that do not rest where more wait than anybody looks at',
      [group('a', 3, 90, null, 500), group('b', 20, 40), group('c', 20, 30)],
      { ...busy, isCrowded: true },
      go('b'),
    ],
    [
      'is a full one before the first, however many wait',
      [group('a', 3, 50), group('b', 50, 40)],
      { ...busy, isCrowded: true },
      go('b'),
    ],
    [
      'is not half empty again within ten minutes',
      [group('a', 1, 5_000, 60_000)],
      drained,
      wait(540_000),
    ],
    [
      'is half empty again where nothing else is sent before',
      [group('a', 1, 5_000, 60_000)],
      { ...drained, most: 4 },
      go('a'),
    ],
    ['is after these', [group('a', 1, 5_000, companyMs)], drained, go('a')],
    ['is full within these', [group('a', 50, 5_000, 60_000)], drained, go('a')],
    [
      'is of another album meanwhile',
      [group('a', 1, 5_000, 60_000), group('b', 1, 300)],
      drained,
      go('b'),
    ],
    ['never waits for company where it may not', [group('a', 1, 300, 60_000)], hurried, go('a')],
    [
      'is of the first where more wait than anybody looks at',
      [group('a', 3, 50), group('b', 20, 40)],
      { ...busy, isCrowded: true },
      go('a'),
    ],
    [
      'is of none whose album is in trouble, however full',
      [group('a', 50, companyMs, null, 30_000), group('b', 3, 300)],
      drained,
      go('b'),
    ],
    [
      'waits for the one in trouble where no other is there',
      [group('a', 50, companyMs, null, 30_000)],
      { ...busy, isCrowded: true },
      wait(30_000),
    ],
    ['waits out the last of its rest', [group('a', 50, 0, null, 1)], drained, wait(1)],
    [
      'is of the first where more wait than anybody looks at, as soon as it is there',
      [group('a', 3)],
      { ...busy, isCrowded: true },
      go('a'),
    ],
    [
      'is of the first of the others while that one rests, however short',
      [group('a', 3, 90, null, 1), group('b', 20, 40)],
      { ...busy, isCrowded: true },
      go('b'),
    ],
    ['goes as small as it may after trouble', [group('a', 1)], { ...busy, most: 1 }, go('a')],
  ])('%s', (_, groups, is, turn) => {
    expect(groupTurnOf(groups, is)).toEqual(turn)
  })

  it('always comes, and never later than after ten minutes', () => {
    const some = fc.record({
      name: fc.constantFrom('', 'a', 'b', 'c'),
      size: fc.integer({ min: 1, max: 60 }),
      waitedMs: fc.nat(companyMs * 2),
      sinceHalfMs: fc.option(fc.nat(companyMs * 2)),
      restMs: fc.oneof(fc.constant(0), fc.nat(60_000)),
    })
    const how = fc.record({
      most: fc.integer({ min: 1, max: 50 }),
      isUpstreamDrained: fc.boolean(),
      isCrowded: fc.boolean(),
      isPatient: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(some, { minLength: 1, selector: ({ name }) => name }),
        how,
        (groups, is) => {
          const turn = groupTurnOf(groups, is)
          if (turn.do === 'wait') {
            expect(turn.forMs).toBeGreaterThan(0)
            expect(turn.forMs).toBeLessThanOrEqual(companyMs)
            expect(groups.every(({ size, restMs }) => size < is.most || restMs > 0)).toBe(true)
            // As long as it says, and then it goes.
            const later = groups.map((one) => ({
              ...{ ...one, waitedMs: one.waitedMs + turn.forMs },
              restMs: Math.max(0, one.restMs - turn.forMs),
              sinceHalfMs: one.sinceHalfMs === null ? null : one.sinceHalfMs + turn.forMs,
            }))
            expect(groupTurnOf(later, is).do).toBe('go')
          } else expect(turn.do).toBe('go')
        },
      ),
    )
  })

  it('is half empty below fifty', () => {
    expect([1, 49, 50].map(isHalfEmpty)).toEqual([true, true, false])
  })
})
