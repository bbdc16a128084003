// The threads that walk, as the engine keeps them, with threads that do only what the test has them do: which is kept for the
// next walk and for how long, and what becomes of one that hangs.
import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCallBudget, takeCall } from '../../../src/main/engine/scan/call-budget.ts'
import { createWalker } from '../../../src/main/engine/scan/index.ts'
import { createPacker } from '../../../src/main/engine/scan/packed-batch.ts'
import {
  createControl,
  isStopped,
  type WalkOrder,
} from '../../../src/main/engine/scan/walk-control.ts'
import type { WalkRequest } from '../../../src/main/engine/ports/files.ts'
import { ok } from '../../../src/shared/result.ts'

/** A thread that walks until the test says that it is done. */
class PatientWalk extends EventEmitter {
  jobs: { root: string }[] = []
  /** Of its last walk: what it is asked to heed while it works. */
  control = createControl()
  holder: WalkOrder['holder']
  isEnded = false
  /** Inside a call of the system: it does not end before that is over. */
  isStuck = false
  isReferenced = true
  ref = (): void => void (this.isReferenced = true)
  unref = (): void => void (this.isReferenced = false)
  postMessage = ({ job, control, holder }: WalkOrder): void => {
    this.jobs.push(job)
    this.control = control
    this.holder = holder
  }
  terminate = async (): Promise<number> => {
    this.isEnded = true
    if (!this.isStuck) this.emit('exit', 1)
    return 1
  }
  done = (): void => {
    this.emit('message', { kind: 'end', result: ok({ files: 0, folders: 1 }) })
  }
}

function open() {
  const workers: PatientWalk[] = []
  const calls = createCallBudget(32)
  const walker = createWalker({
    ...{ stallLimitMs: 1_000, graceMs: 100, calls },
    startWorker: () => {
      const worker = new PatientWalk()
      workers.push(worker)
      return worker as unknown as Worker
    },
  })
  const walk = (
    root: string,
    part: Partial<WalkRequest> = {},
    take: () => Promise<void> | void = () => undefined,
  ) =>
    walker.walk(
      {
        ...{ root, folders: ['a'], isRecursive: false, includeSubfolders: true },
        ...{ ignorePatterns: [], signal: new AbortController().signal, ...part },
      },
      take,
    )
  const worker = (index: number): PatientWalk => {
    const found = workers[index]
    if (!found) throw new Error(`There is no thread ${index}`)
    return found
  }
  return { walker, workers, worker, walk, calls }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const turn = () => vi.advanceTimersByTimeAsync(0)
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const timedOut = {
  ...{ ok: false, failure: { kind: 'folder-unreadable', path: '/a', code: 'ETIMEDOUT' } },
}

describe('a thread that has walked', () => {
  it('is kept half a minute for the next folder or hint, and keeps no process alive for that', async () => {
    const { workers, worker, walk } = open()
    for (const isRecursive of [true, true, false]) {
      const walked = walk('/a', { isRecursive })
      expect(worker(0).isReferenced).toBe(true)
      worker(0).done()
      expect(await walked).toMatchObject({ ok: true })
      expect(worker(0).isReferenced).toBe(false)
      await pass(29_999)
    }
    expect([workers.length, worker(0).isEnded]).toEqual([1, false])
    await pass(1)
    expect(worker(0).isEnded).toBe(true)
    void walk('/a')
    expect(workers).toHaveLength(2)
  })

  it('is let go where three others are kept already', async () => {
    const { workers, worker, walk } = open()
    const all = ['/a', '/b', '/c', '/d'].map((root) => walk(root))
    for (const at of all.keys()) worker(at).done()
    await Promise.all(all)
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([false, false, false, true])
  })

  it('and died at rest is not given another walk', async () => {
    const { workers, worker, walk } = open()
    const walked = walk('/a')
    worker(0).done()
    await walked
    worker(0).emit('exit', 1)
    void walk('/a')
    expect([workers.length, worker(0).jobs.length]).toEqual([2, 1])
  })
})

describe('a thread that hangs', () => {
  it('is given up after its time, and its folder gets no other until it is back', async () => {
    const { workers, worker, walk } = open()
    const hanging = walk('/a')
    worker(0).isStuck = true
    await pass(999)
    expect(worker(0).isEnded).toBe(false)
    await pass(1)
    expect(await hanging).toEqual(timedOut)
    expect([worker(0).isEnded, worker(0).isReferenced]).toEqual([true, false])
    expect(await walk('/a')).toEqual(timedOut)
    expect(workers).toHaveLength(1)
    const other = walk('/b')
    worker(1).done()
    expect(await other).toMatchObject({ ok: true })
    worker(0).emit('exit', 1)
    void walk('/a')
    await turn()
    expect(worker(1).jobs.map(({ root }) => root)).toEqual(['/b', '/a'])
  })

  it('after a stop is given up sooner, and whoever stopped does not wait for it', async () => {
    const { worker, walk } = open()
    const stop = new AbortController()
    const stopped = walk('/a', { signal: stop.signal })
    worker(0).isStuck = true
    stop.abort()
    expect(await stopped).toEqual({ ok: false, failure: { kind: 'aborted' } })
    await pass(99)
    expect(worker(0).isEnded).toBe(false)
    await pass(1)
    expect(worker(0).isEnded).toBe(true)
    expect(await walk('/a')).toEqual(timedOut)
    worker(0).emit('exit', 1)
  })

  it('after a stop and ends in time is kept like any other', async () => {
    const { workers, worker, walk } = open()
    const stop = new AbortController()
    const stopped = walk('/a', { signal: stop.signal })
    stop.abort()
    await stopped
    worker(0).done()
    await pass(5_000)
    expect(worker(0).isEnded).toBe(false)
    void walk('/a')
    expect(workers).toHaveLength(1)
  })
})

describe('a walk that breaks off', () => {
  it('because nobody takes what it met asks its thread to end', async () => {
    const { worker, walk } = open()
    const broken = walk('/a', {}, () => Promise.reject(new Error('the catalogue takes nothing')))
    const refused = expect(broken).rejects.toThrow('takes nothing')
    expect(isStopped(worker(0).control)).toBe(false)
    worker(0).emit('message', { kind: 'batch', batch: createPacker().takeBatch() })
    await refused
    expect(isStopped(worker(0).control)).toBe(true)
  })

  it('because its thread died says why in a few words, and leaves the folder to another', async () => {
    const { workers, worker, walk } = open()
    const died = walk('/a')
    worker(0).emit('error', new Error('x'.repeat(600)))
    expect(await died).toEqual({
      ok: false,
      failure: { kind: 'unexpected', message: 'x'.repeat(500) },
    })
    // Nothing is left that would take it for one that hangs.
    await pass(2_000)
    const again = walk('/a')
    expect(workers).toHaveLength(2)
    worker(1).done()
    expect(await again).toMatchObject({ ok: true })
  })

  it('because its thread ended without a word says so', async () => {
    const { worker, walk } = open()
    const ended = walk('/a')
    worker(0).emit('exit', 1)
    expect(await ended).toMatchObject({
      ...{ ok: false, failure: { message: 'The walking thread ended.' } },
    })
  })
})

describe('the calls that a walk has on their way', () => {
  /** A walk that has taken three. */
  const begin = () => {
    const opened = open()
    const walked = opened.walk('/a')
    const thread = opened.worker(0)
    for (let call = 0; call < 3; call += 1) if (thread.holder) takeCall(thread.holder)
    expect(opened.calls.free()).toBe(29)
    return { ...opened, walked, thread }
  }

  it('are for others again once it is over, or its thread is dead', async () => {
    const over = begin()
    over.thread.done()
    await over.walked
    expect(over.calls.free()).toBe(32)
    const dead = begin()
    dead.thread.emit('error', new Error('a bug'))
    await dead.walked
    expect(dead.calls.free()).toBe(32)
  })

  it('are missing for as long as its thread hangs', async () => {
    const { thread, walked, calls } = begin()
    thread.isStuck = true
    await pass(1_000)
    expect(await walked).toEqual(timedOut)
    expect(calls.free()).toBe(29)
    thread.emit('exit', 1)
    expect(calls.free()).toBe(32)
  })

  it('are missing after a stop until its thread says that none is left', async () => {
    const { walk, thread, calls, worker } = begin()
    thread.done()
    const stop = new AbortController()
    const stopped = walk('/a', { signal: stop.signal })
    if (thread.holder) takeCall(thread.holder)
    stop.abort()
    await stopped
    expect(calls.free()).toBe(31)
    worker(0).done()
    expect(calls.free()).toBe(32)
  })
})
