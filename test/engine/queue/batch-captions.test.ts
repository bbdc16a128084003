// The captions of one batch by themselves: what is stored of each, and when nobody looks for the next guilty one.
import { describe, expect, it } from 'vitest'
import type { Change, WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { createBatchCaptions } from '../../../src/main/engine/queue/batch-captions.ts'
import type { Caption } from '../../../src/shared/captions.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { aLifecycle, anItem } from '../../builders/items.ts'

const rejected: Failure = { kind: 'rejected', code: 3, message: 'no' }
const caption = (text: string, isRefused = false): Caption => ({ text, source: 'exif', isRefused })
const items = (count: number): WorkItem[] =>
  Array.from({ length: count }, (_, index) =>
    anItem({ fileId: index + 1, uploadId: index + 1, lifecycle: aLifecycle('sent') }),
  )

/** The captions of these items: each says its number unless told otherwise. */
function bench(
  those: readonly WorkItem[],
  captionOf: (uploadId: number) => Caption | null | undefined = (id) => caption(`${id}`),
) {
  const changes: Change[] = []
  const told: string[] = []
  const captions = createBatchCaptions(
    {
      recorder: {
        record: async (more) => {
          changes.push(...more)
        },
      },
      checkpoint: (effect) => told.push(effect),
      captionOf,
    },
    those,
  )
  return { captions, changes, told }
}

describe('the captions of a batch', () => {
  it('are stored before the request leaves, also that there is none; what says nothing stays so', () => {
    const those = [...items(3), anItem({ uploadId: null })]
    const { captions } = bench(those, (id) => [caption('one'), null, undefined][id - 1])
    expect(captions.chosen).toEqual([
      { of: 'caption', uploadId: 1, caption: caption('one') },
      { of: 'caption', uploadId: 2, caption: null },
    ])
    expect(those.map((item) => captions.of(item))).toEqual(['one', null, null, null])
  })

  it('that were refused before stay here', () => {
    const [item = anItem()] = items(1)
    const { captions } = bench([item], () => caption('one', true))
    expect(captions.of(item)).toBeNull()
    expect(captions.chosen).toMatchObject([{ caption: { isRefused: true } }])
  })

  it.each([
    ['item-error', 1, false],
    ['item-error', 2, true],
    ['item-error', 3, true],
    ['stalled', 5, false],
  ] as const)('after %s, %i times, stay here: %s', (kind, attempts, isRefused) => {
    const waiting = aLifecycle('waiting')
    if (waiting.state !== 'waiting') throw new Error('another state')
    const failure: Failure = kind === 'stalled' ? { kind } : { kind, code: 13 }
    const item = anItem({ lifecycle: { ...waiting, attempts, failure } })
    const { captions } = bench([item])
    expect(captions.chosen).toEqual([
      { of: 'caption', uploadId: 1, caption: caption('1', isRefused) },
    ])
  })

  it('are left off once where Google refuses, and come back where that did not help', async () => {
    const [item = anItem(), other = anItem()] = items(2)
    const { captions, changes, told } = bench([item, other])
    expect(await captions.refused([item], rejected)).toEqual([item])
    expect([captions.of(item), captions.of(other)]).toEqual([null, '2'])
    expect(await captions.refused([item], rejected)).toEqual([])
    expect(captions.of(item)).toBe('1')
    expect(changes).toEqual([
      { of: 'caption', uploadId: 1, caption: caption('1', true) },
      { of: 'caption', uploadId: 1, caption: caption('1') },
    ])
    expect(told).toEqual(['failure-stored', 'failure-stored'])
  })

  it('are no reason for any other failure, and nothing is stored for nothing', async () => {
    const [item = anItem()] = items(1)
    const { captions, changes, told } = bench([item])
    expect(await captions.refused([item], { kind: 'stalled' })).toEqual([])
    expect(await captions.refused([], rejected)).toEqual([])
    await captions.giveUpOn([item])
    expect([captions.of(item), changes, told]).toEqual(['1', [], []])
  })

  /** Of so many photos, one after another is made without its caption; after every few, one with its own. */
  const spoil = async (count: number, between: number) => {
    const those = items(30)
    const { captions } = bench(those)
    const [last = anItem(), fine = anItem(), ...guilty] = those
    for (const [index, item] of guilty.slice(0, count).entries()) {
      if (index > 0 && index % between === 0) captions.made([fine])
      await captions.refused([item], rejected)
      captions.made([item])
    }
    await captions.giveUpOn([last])
    return captions.of(last) === null
  }
  it.each([
    [2, 100, false],
    [3, 100, true],
    [7, 2, false],
    [8, 2, true],
  ])('are all left off after %i in vain, %i of them in a row: %s', async (count, row, isOff) => {
    expect(await spoil(count, row)).toBe(isOff)
  })

  it('are not left off for photos that never had one', async () => {
    const those = items(10)
    const { captions } = bench(those, (id) => (id === 1 ? caption('1') : undefined))
    for (const item of those.slice(1)) captions.made([item])
    await captions.giveUpOn(those)
    expect(captions.of(those[0] ?? anItem())).toBe('1')
  })
})
