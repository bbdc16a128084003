// How wide calls go, by what they took: a table of single trials, and what comes of many at places of every kind.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterTrial,
  startWidth,
  trialCalls,
  callBounds,
  type Width,
} from '../../../src/main/engine/scan/width.ts'

const { widest } = callBounds
const width = (part: Partial<Width>): Width => ({ ...startWidth(), rest: 0, ...part })

describe('the width after a trial', () => {
  // A width of 8 at 4 ms makes 2 calls a millisecond.
  it.each<[string, Partial<Width>, number, Partial<Width>]>([
    ['stays one where a call is quick', {}, 0.1, { now: 1, trying: 'hold' }],
    [
      'stays one where one trial takes long',
      { rest: 2 },
      2,
      { now: 1, trying: 'hold', rest: 1, rate: 0.5 },
    ],
    [
      'is doubled where the third does, too',
      { rest: 0, rate: 0.4 },
      2,
      { now: 2, trying: 'wider', rate: 0.5 },
    ],
    [
      'grows on where that paid',
      { now: 8, trying: 'wider', rate: 1.5 },
      4,
      { now: 16, trying: 'wider', rate: 2 },
    ],
    [
      'goes back where it did not',
      { now: 8, trying: 'wider', rate: 1.7 },
      4,
      { now: 4, trying: 'hold', rate: 1.7, next: 'narrower' },
    ],
    [
      'rests at the widest',
      { now: widest, trying: 'wider', rate: 1 },
      4,
      { now: widest, trying: 'hold', rate: 8, next: 'narrower' },
    ],
    [
      'shrinks on where nothing is lost',
      { now: 8, trying: 'narrower', rate: 2.1 },
      4,
      { now: 4, trying: 'narrower', rate: 2 },
    ],
    [
      'goes back where it is',
      { now: 8, trying: 'narrower', rate: 2.2 },
      4,
      { now: 16, trying: 'hold', rate: 2.2, next: 'wider' },
    ],
    [
      'rests at one',
      { now: 1, trying: 'narrower', rate: 0.5 },
      2,
      { now: 1, trying: 'hold', rate: 0.5, next: 'wider' },
    ],
    [
      'is held while it rests',
      { now: 8, rest: 3, rate: 2 },
      4,
      { now: 8, trying: 'hold', rest: 2, rate: 2 },
    ],
    [
      'shrinks at once where all has become slow',
      { now: 8, rest: 3, rate: 4 },
      4,
      { now: 4, trying: 'narrower', rate: 2 },
    ],
    [
      'is tried wider after its rest',
      { now: 8, rate: 2 },
      4,
      { now: 16, trying: 'wider', rate: 2 },
    ],
    [
      'and narrower the next time',
      { now: 8, rate: 2, next: 'narrower' },
      4,
      { now: 4, trying: 'narrower', rate: 2 },
    ],
  ])('%s', (_, before, msPerCall, after) => {
    expect(afterTrial(width(before), msPerCall)).toMatchObject(after)
  })

  it('keeps to other bounds where they are', () => {
    const bounds = { narrowest: 2, widest: 8 }
    expect(startWidth(bounds).now).toBe(2)
    expect(afterTrial(startWidth(bounds), 0.1, bounds).now).toBe(2)
    expect(afterTrial({ ...startWidth(bounds), rest: 0 }, 2, bounds).now).toBe(4)
    const wide = width({ now: 8, trying: 'wider', rate: 1 })
    expect(afterTrial(wide, 1, bounds)).toMatchObject({ now: 8, trying: 'hold', next: 'narrower' })
    const narrow = width({ now: 2, trying: 'narrower', rate: 1 })
    expect(afterTrial(narrow, 1, bounds)).toMatchObject({ now: 2, trying: 'hold' })
  })

  it('rests longer after each try that did not pay, up to sixty-four trials, and shortly again after one that did', () => {
    const rests: number[] = []
    let state = startWidth()
    for (let times = 0; times < 2_000; times += 1) {
      const before = state
      state = afterTrial(state, 5 * state.now)
      if (before.trying !== 'hold') rests.push(state.rest)
    }
    expect(rests.slice(0, 8)).toEqual([2, 4, 8, 16, 32, 64, 64, 64])
    expect(afterTrial({ ...state, rest: 0 }, 5).now).toBe(2)
    const paid = afterTrial({ ...state, now: 2, trying: 'wider' }, 5)
    expect([paid.now, afterTrial(paid, 50).rest]).toEqual([4, 2])
  })

  it('has a trial that is long enough for all that are on their way', () => {
    expect([1, 2, 8, 32].map(trialCalls)).toEqual([4, 4, 16, 64])
  })
})

/** The widths of so many trials at a place where a call takes so long, by how many are on their way. */
function trials(count: number, msOf: (width: number) => number, from = startWidth()): Width[] {
  const all: Width[] = []
  for (let state = from; all.length < count; all.push(state))
    state = afterTrial(state, msOf(state.now))
  return all
}
const share = (ms: number, mostAtOnce: number) => (now: number) =>
  ms * Math.max(1, now / mostAtOnce)
const meanOf = (widths: readonly Width[]): number =>
  widths.reduce((sum, { now }) => sum + now, 0) / widths.length

describe('the widths of many trials', () => {
  const ms = fc.double({ min: 0.5, max: 200, noNaN: true })

  it('are powers of two from one to the widest, whatever the times are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 300 }),
        (times) => {
          let state = startWidth()
          for (const time of times) {
            state = afterTrial(state, time)
            expect([1, 2, 4, 8, 16, 32]).toContain(state.now)
          }
        },
      ),
    )
  })

  it('come within nine trials to what a share answers at once, and stay near it', () => {
    fc.assert(
      fc.property(ms, fc.constantFrom(1, 2, 4, 8, 16, 32, 64), (time, mostAtOnce) => {
        const best = Math.min(mostAtOnce, widest)
        const found = trials(1_000, share(time, mostAtOnce)).slice(9)
        const held = found.filter(({ trying }) => trying === 'hold').map(({ now }) => now)
        expect(new Set(held)).toEqual(new Set([best]))
        // A try costs a trial now and then.
        expect(held.length / found.length).toBeGreaterThan(0.9)
      }),
    )
  })

  it('stay about one on a disk that seeks, also where two at once gain a little', () => {
    fc.assert(
      fc.property(ms, fc.double({ min: 0.8, max: 1.2, noNaN: true }), (time, gain) => {
        const found = trials(1_000, (now) => (now === 1 ? time : (time * now) / gain))
        expect(meanOf(found)).toBeLessThan(1.1)
      }),
    )
  })

  it('are one on a quick disk, always', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.19, noNaN: true }), { maxLength: 50 }),
        (times) => {
          let state = startWidth()
          for (const time of times) expect((state = afterTrial(state, time)).now).toBe(1)
        },
      ),
    )
  })

  it('follow a share that others make busy, and come back', () => {
    const wide = trials(20, share(2, 32)).at(-1) ?? startWidth()
    expect(wide.now).toBe(32)
    const busy = trials(40, share(2, 4), wide)
    expect(busy.at(-1)?.now).toBe(4)
    expect(trials(80, share(2, 32), busy.at(-1)).at(-1)?.now).toBe(32)
  })
})
