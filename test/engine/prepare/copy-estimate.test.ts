// How large reduced copies of files would be that no catalogue knows: which are measured, in which pieces, and what is told.
import { describe, expect, it } from 'vitest'
import { createCopyEstimate } from '../../../src/main/engine/prepare/copy-estimate.ts'
import type { PhotoPreparer } from '../../../src/main/engine/prepare/photo-preparer.ts'

const mega = 1_000_000
const settings = { limits: 'google', leaveOutSmallPictures: false } as const

/** A preparer by which each copy is of so many bytes; null: it cannot be read. */
function bench(sentOf: (name: string) => number | null) {
  const asked: string[][] = []
  const preparer: Pick<PhotoPreparer, 'measure'> = {
    measure: ({ files, settings: by, isTimeUp }) => {
      asked.push(files.map(({ path, name }) => `${path} ${name}`))
      expect([by, isTimeUp()]).toEqual([settings, false])
      return Promise.resolve(files.map(({ fileId, name }) => ({ fileId, sentBytes: sentOf(name) })))
    },
  }
  const told: string[] = []
  const ending = new AbortController()
  const estimate = createCopyEstimate(preparer, settings)
  return {
    ...{ asked, told, ending },
    add: (name: string, sizeBytes: number) =>
      estimate.add({ path: `/photos/${name}`, name, sizeBytes }),
    result: () => estimate.result(ending.signal, (done, of) => told.push(`${done} of ${of}`)),
  }
}

describe('the estimate of copies', () => {
  it('is what was measured where all were, in pieces of four, the largest first', async () => {
    const { add, result, asked, told } = bench((name) => Number(name.slice(1)) * 100_000)
    for (const size of [3, 1, 6, 5, 2, 4]) add(`p${size}`, size * mega)
    expect(await result()).toEqual({ bytes: 21 * 100_000, spreadBytes: 0, sampled: 6 })
    expect(asked).toEqual([
      ['/photos/p6 p6', '/photos/p5 p5', '/photos/p4 p4', '/photos/p3 p3'],
      ['/photos/p2 p2', '/photos/p1 p1'],
    ])
    expect(told).toEqual(['0 of 6', '4 of 6'])
  })

  it('is between nothing and everything for what cannot be read', async () => {
    const { add, result } = bench((name) => (name === 'broken' ? null : mega))
    add('fine', 4 * mega)
    add('broken', 2 * mega)
    expect(await result()).toEqual({ bytes: 2 * mega, spreadBytes: mega, sampled: 2 })
  })

  it('is of others than the twenty largest, too', async () => {
    const { add, result, asked } = bench(() => mega)
    for (let index = 0; index < 25; index += 1) add(`p${index}`, 4 * mega)
    expect(await result()).toEqual({ bytes: 25 * mega, spreadBytes: 0, sampled: 25 })
    expect(new Set(asked.flat()).size).toBe(25)
  })

  it('is nothing of nothing', async () => {
    const { result, asked } = bench(() => 0)
    expect(await result()).toEqual({ bytes: 0, spreadBytes: 0, sampled: 0 })
    expect(asked).toEqual([])
  })

  it('measures no further when nobody waits any more', async () => {
    const { add, result, asked, ending } = bench(() => {
      ending.abort()
      return mega
    })
    for (let index = 0; index < 9; index += 1) add(`p${index}`, 4 * mega)
    expect((await result()).sampled).toBe(4)
    expect(asked).toHaveLength(1)
  })
})
