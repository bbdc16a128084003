// Group commit: what shares a transaction, who need not wait for company, and what a full disk delays.
import { beforeEach, describe, expect, it } from 'vitest'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Change, WorkStore } from '../../../src/main/engine/ports/catalogue.ts'
import { createRecorder, type Recorder } from '../../../src/main/engine/queue/recorder.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'

const change = (fileId: number): Change => ({ of: 'file', fileId, next: { state: 'found' } })

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
}

/** The ids of each transaction. */
let stored: number[][]
let isFull: boolean
let clock: ManualClock
let recorder: Recorder
let fullDisks: number
let commits: number
let commitMs: number
let onStore: (ids: readonly number[]) => void

beforeEach(() => {
  stored = []
  isFull = false
  fullDisks = 0
  commits = 0
  commitMs = 10
  onStore = () => undefined
  clock = manualClock(0)
  const store = {
    record(changes: readonly Change[]) {
      const ids = changes.map((one) => ('fileId' in one ? one.fileId : 0))
      if (isFull) throw new DiskFullError('full')
      onStore(ids)
      stored.push(ids)
      // A slow disk, so that the next transaction waits for company.
      clock.advance(commitMs)
    },
  } satisfies Pick<WorkStore, 'record'> as unknown as WorkStore
  recorder = createRecorder({
    store,
    clock,
    onTrouble: () => (fullDisks += 1),
    onStored: () => (commits += 1),
  })
})

describe('the recorder', () => {
  it('stores what comes together in one transaction', async () => {
    await Promise.all([1, 2, 3].map((id) => recorder.record([change(id)])))
    expect(stored).toEqual([[1, 2, 3]])
  })

  it('lets a transaction wait for company the longer, the longer the one before it took', async () => {
    await recorder.record([change(1)])
    const second = recorder.record([change(2)])
    clock.advance(79)
    expect(stored).toHaveLength(1)
    clock.advance(1)
    await second
    expect(stored).toEqual([[1], [2]])
  })

  it('waits for company twelve times as long as a quick commit took', async () => {
    commitMs = 3
    await recorder.record([change(1)])
    const second = recorder.record([change(2)])
    clock.advance(35)
    expect(stored).toHaveLength(1)
    clock.advance(1)
    await second
    expect(stored).toEqual([[1], [2]])
  })

  it('keeps what finds no room beside a change that is a bug', async () => {
    onStore = ([first]) => {
      if (first === 2) isFull = true
      if (stored.length === 0 && first !== 3) throw new TypeError('a bug')
    }
    const all = [1, 2, 3].map((id) => recorder.record([change(id)]))
    await expect(all[0]).rejects.toThrow('a bug')
    await expect(all[1]).rejects.toThrow('a bug')
    expect(stored).toEqual([])
    isFull = false
    onStore = () => undefined
    clock.advance(5_000)
    await all[2]
    expect(stored).toEqual([[3]])
  })

  it('stores at once what others wait for, with everything that waits for company', async () => {
    await recorder.record([change(1)])
    const waiting = recorder.record([change(2)])
    await recorder.recordSoon([change(3), change(4)])
    await waiting
    expect(stored).toEqual([[1], [2, 3, 4]])
    clock.advance(1_000)
    expect(stored).toHaveLength(2)
  })

  it('lets what comes after what was hurried wait for company again', async () => {
    const waiting = recorder.record([change(1)])
    await recorder.recordSoon([change(2)])
    await waiting
    const later = recorder.record([change(3)])
    await turns(100)
    expect(stored).toEqual([[1, 2]])
    clock.advance(80)
    await later
    expect(stored).toEqual([[1, 2], [3]])
  })

  it('keeps what finds no room, in its order, and tries again in its own time', async () => {
    isFull = true
    const first = recorder.recordSoon([change(1)])
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect(fullDisks).toBe(1)
    const second = recorder.recordSoon([change(2)])
    isFull = false
    clock.advance(4_999)
    expect(stored).toEqual([])
    clock.advance(1)
    await Promise.all([first, second])
    expect(stored).toEqual([[1, 2]])
  })

  it('tries what found no room again in time although nothing else comes', async () => {
    isFull = true
    const alone = recorder.record([change(1)])
    await turns(64)
    expect(fullDisks).toBe(1)
    isFull = false
    await turns(100)
    clock.advance(4_999)
    expect(stored).toEqual([])
    clock.advance(1)
    await alone
    expect([stored, fullDisks]).toEqual([[[1]], 1])
  })

  it.each<[string, 'record' | 'recordSoon', number]>([
    ['for 64 turns of the event loop', 'record', 64],
    ['for the end of this one where others wait for it', 'recordSoon', 1],
  ])('waits for company %s', async (_, how, count) => {
    const storing = recorder[how]([change(1)])
    await turns(count - 1)
    expect(stored).toEqual([])
    await turns(1)
    expect(stored).toEqual([[1]])
    await storing
  })

  it.each([
    [1, 64],
    [2, 0],
  ])('waits by the clock only for what is over a millisecond (%i)', async (leftMs, count) => {
    await recorder.record([change(1)])
    clock.advance(80 - leftMs)
    const second = recorder.record([change(2)])
    await turns(64)
    expect([stored.length === 2, clock.pending()]).toEqual([count === 64, count === 64 ? 0 : 1])
    clock.advance(leftMs)
    await second
  })

  it('is settled once nothing waits to be stored, and at once where nothing does', async () => {
    await recorder.settled()
    const both = [recorder.record([change(1)]), recorder.record([change(2)])]
    let isSettled = false
    const settled = recorder.settled().then(() => (isSettled = true))
    await turns(1)
    expect(isSettled).toBe(false)
    await settled
    expect(stored).toEqual([[1, 2]])
    await Promise.all(both)
  })

  it('tells of each commit, and of none that found no room', async () => {
    await recorder.record([change(1)])
    expect(commits).toBe(1)
    isFull = true
    void recorder.recordSoon([change(2)])
    await turns(1)
    expect(commits).toBe(1)
    isFull = false
    clock.advance(5_000)
    expect(commits).toBe(2)
  })

  it('refuses what finds no room once the app ends', async () => {
    isFull = true
    const refused = expect(recorder.record([change(1)])).rejects.toThrow(DiskFullError)
    recorder.waitNoMore()
    await refused
    expect([stored, fullDisks, clock.pending()]).toEqual([[], 0, 0])
  })

  it('stores what waits for company when it is stopped', async () => {
    await recorder.record([change(1)])
    const waiting = recorder.record([change(2)])
    recorder.stop()
    await waiting
    expect(stored).toEqual([[1], [2]])
  })

  it('stores nothing where nothing waits, nor anything once it is stopped', async () => {
    recorder.waitNoMore()
    recorder.stop()
    expect(stored).toEqual([])
    void recorder.record([change(1)])
    await turns(100)
    clock.advance(1_000)
    expect(stored).toEqual([])
  })
})
