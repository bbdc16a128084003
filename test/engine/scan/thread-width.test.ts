// How many threads read the files of a place, by how long it takes to open one there.
import { describe, expect, it } from 'vitest'
import { createThreadWidth } from '../../../src/main/engine/scan/thread-width.ts'

const bounds = { narrowest: 2, widest: 8 }

/** Opens so many files, each in so long, with all threads of the place busy. */
function open(ms: (threads: number) => number, files: number, widths = createThreadWidth(bounds)) {
  const seen = new Set<number>()
  for (let file = 0; file < files; file += 1) {
    const threads = widths.of('share')
    seen.add(threads)
    widths.opened('share', ms(threads), threads)
  }
  return { widths, seen: [...seen] }
}

describe('the threads for a place', () => {
  it('are the usual two on a local disk, and more on a share that answers side by side', () => {
    expect(open(() => 0.1, 500).seen).toEqual([2])
    const { seen, widths } = open(() => 2, 100)
    expect(seen).toEqual([2, 4, 8])
    expect(widths.of('share')).toBe(8)
    expect(widths.of('disk')).toBe(2)
  })

  it('stay two where files wait for one another', () => {
    const { widths, seen } = open((threads) => 2 * threads, 40)
    expect(seen).toEqual([2, 4])
    expect(widths.of('share')).toBe(2)
  })

  it('are two again once all is quick', () => {
    const { widths } = open(() => 2, 100)
    open((threads) => 0.01 * threads, 3_000, widths)
    expect(widths.of('share')).toBe(2)
  })

  it('tell nothing where some of them have nothing to do', () => {
    const widths = createThreadWidth(bounds)
    for (let file = 0; file < 100; file += 1) widths.opened('share', 20, 1)
    expect(widths.of('share')).toBe(2)
  })
})
