// The width of the line as it is found by trying: what a trial is, what pays, and what follows when less is asked for.
import { describe, expect, it } from 'vitest'
import { createParallelism, narrowest, widest } from '../../../src/main/engine/queue/parallelism.ts'

/** A finder that is told of trials of three seconds, each with so many bytes in all. */
function bench() {
  const finder = createParallelism()
  let at = 0
  const trial = (bytes: number): number => {
    finder.sent(0, at)
    at += 3_000
    finder.sent(bytes, at)
    return finder.width()
  }
  return { finder, trial, rest: (ms: number) => (at += ms) }
}

describe('the width of the line', () => {
  it('is four at first, and one more after each trial that brings a twenty-fifth more', () => {
    const { finder, trial } = bench()
    expect(finder.width()).toBe(4)
    expect([trial(3_000), trial(3_120), trial(3_300)]).toEqual([5, 6, 7])
  })

  it('is one less again where the last connection was not worth it, and goes on from there', () => {
    const { trial } = bench()
    expect([trial(3_000), trial(3_119), trial(3_119), trial(3_119)]).toEqual([5, 4, 3, 2])
  })

  it('is one more again where one connection less cost a twenty-fifth', () => {
    const { trial } = bench()
    trial(3_000)
    expect(trial(3_000)).toBe(4)
    expect(trial(2_800)).toBe(5)
  })

  it('is never less than one or more than eight', () => {
    const growing = bench()
    let bytes = 1_000
    for (let trials = 0; trials < 20; trials += 1) growing.trial((bytes *= 2))
    expect(growing.finder.width()).toBe(widest)
    const shrinking = bench()
    for (let trials = 0; trials < 4; trials += 1) shrinking.finder.backOff()
    expect(shrinking.finder.width()).toBe(narrowest)
    expect([narrowest, widest]).toEqual([1, 8])
  })

  it('is half when less is asked for, and grows from there, whatever was found before', () => {
    const { finder, trial } = bench()
    trial(3_000)
    expect(trial(3_000)).toBe(4)
    finder.backOff()
    expect(finder.width()).toBe(2)
    expect([trial(100), trial(200)]).toEqual([3, 4])
  })

  it('is not judged by less than three seconds', () => {
    const finder = createParallelism()
    finder.sent(1_000, 0)
    finder.sent(1_000, 2_999)
    expect(finder.width()).toBe(4)
    finder.sent(1_000, 3_000)
    expect(finder.width()).toBe(5)
  })

  it('is not judged by a pause', () => {
    const finder = createParallelism()
    finder.sent(1_000, 0)
    finder.sent(1_000, 12_001)
    expect(finder.width()).toBe(4)
    finder.sent(1_000, 15_000)
    expect(finder.width()).toBe(4)
    finder.sent(1_000, 15_001)
    expect(finder.width()).toBe(5)
  })
})
