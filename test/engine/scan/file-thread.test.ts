// Behaviour of one file thread as the engine sees it: what it is sent, whom it keeps alive, when it is given up, and that
// each job is answered once.
import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createFileControl,
  isAborted,
  pulse,
  type FileOrder,
  type FileReply,
} from '../../../src/main/engine/scan/file-control.ts'
import { createFileThread } from '../../../src/main/engine/scan/file-thread.ts'
import { fail } from '../../../src/shared/result.ts'

const stamp = { sizeBytes: 1, mtimeUs: 2, ctimeUs: 3, inode: 4 }
const changed = fail({ kind: 'file-changed' } as const)

/** A worker in this process that answers only what a test has it answer. */
class SilentWorker extends EventEmitter {
  readonly messages: FileOrder[][] = []
  isReferenced = true
  terminations = 0
  postMessage(orders: FileOrder[]): void {
    this.messages.push(orders)
  }
  ref(): void {
    this.isReferenced = true
  }
  unref(): void {
    this.isReferenced = false
  }
  terminate(): Promise<number> {
    this.terminations += 1
    return Promise.resolve(1)
  }
  reply(...replies: FileReply[]): void {
    this.emit('message', replies)
  }
}

function open() {
  const worker = new SilentWorker()
  const control = createFileControl()
  const seen = { room: 0, ends: 0 }
  const answers: string[] = []
  const behind: unknown[] = []
  const thread = createFileThread({
    worker: worker as unknown as Worker,
    control,
    stallLimitMs: 1_000,
    onRoom: () => (seen.room += 1),
    onLeftBehind: (left) => behind.push(left),
    onEnd: () => (seen.ends += 1),
  })
  const told = (name: string) => (result: { ok: boolean; failure?: { kind: string } }) =>
    answers.push(`${name} ${result.ok ? 'ok' : (result.failure?.kind ?? '')}`)
  const hash = (path: string) => thread.hash({ path, expected: stamp, answer: told(path) })
  const read = (path: string) => thread.read({ path, mostBytes: 9, answer: told(path) })
  return { worker, control, thread, hash, read, seen, answers, behind }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const turn = () => vi.advanceTimersByTimeAsync(0)

describe('a file thread', () => {
  it('is sent all orders of a turn in one message', async () => {
    const { worker, hash, read, thread } = open()
    hash('a')
    read('b')
    await turn()
    hash('c')
    await turn()
    expect(worker.messages.map((orders) => orders.map(({ path }) => path))).toEqual([
      ['a', 'b'],
      ['c'],
    ])
    expect(worker.messages[0]).toMatchObject([
      { do: 'hash', expected: stamp },
      { do: 'read', mostBytes: 9 },
    ])
    expect(thread.jobs()).toBe(3)
  })

  it('has room for four files to fingerprint, and for any number of starts', () => {
    const { thread, hash, read } = open()
    for (const path of ['a', 'b', 'c']) hash(path)
    for (let count = 0; count < 9; count += 1) read('start')
    expect(thread.hasRoomToHash()).toBe(true)
    hash('d')
    expect(thread.hasRoomToHash()).toBe(false)
  })

  it('answers each job once, and says that there is room', async () => {
    const { worker, hash, read, answers, thread, seen } = open()
    hash('a')
    read('b')
    await turn()
    const [first, second] = worker.messages[0] ?? []
    if (first?.do !== 'hash' || second?.do !== 'read') throw new Error('other orders')
    const replies: FileReply[] = [
      { do: 'hash', slot: first.slot, result: changed },
      { do: 'read', id: second.id, result: changed },
    ]
    worker.reply(...replies)
    worker.reply(...replies)
    expect(answers).toEqual(['a file-changed', 'b file-changed'])
    expect(thread.jobs()).toBe(0)
    expect(seen.room).toBeGreaterThan(0)
    expect(seen.ends).toBe(0)
  })

  it('keeps the process alive only while it has something to do', async () => {
    const { worker, hash } = open()
    expect(worker.isReferenced).toBe(false)
    hash('a')
    hash('b')
    expect(worker.isReferenced).toBe(true)
    await turn()
    const slots = (worker.messages[0] ?? []).flatMap((order) =>
      order.do === 'hash' ? order.slot : [],
    )
    worker.reply({ do: 'hash', slot: slots[0] ?? 0, result: changed })
    expect(worker.isReferenced).toBe(true)
    worker.reply({ do: 'hash', slot: slots[1] ?? 0, result: changed })
    expect(worker.isReferenced).toBe(false)
  })

  it('tells the thread what is no longer wanted, and answers that no more', async () => {
    const { worker, hash, control } = open()
    const dismiss = hash('a')
    await turn()
    const [order] = worker.messages[0] ?? []
    if (order?.do !== 'hash') throw new Error('another order')
    expect(isAborted(control, order.slot)).toBe(false)
    dismiss()
    expect(isAborted(control, order.slot)).toBe(true)
  })
})

describe('a file thread that hangs', () => {
  it('is given up after its time, and what it held has an answer', async () => {
    const { worker, hash, read, answers, seen, behind } = open()
    hash('a')
    read('b')
    await vi.advanceTimersByTimeAsync(999)
    expect(answers).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect([...answers].sort()).toEqual(['a file-unreadable', 'b file-unreadable'])
    expect(worker.terminations).toBe(1)
    // It lives on until the system's call comes back.
    expect(behind).toEqual([worker])
    expect(worker.isReferenced).toBe(false)
    expect(seen.ends).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not one that gives signs of life, nor one with nothing to do', async () => {
    const { worker, hash, control, answers, seen } = open()
    hash('a')
    for (let second = 0; second < 5; second += 1) {
      pulse(control)
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(answers).toEqual([])
    const [order] = worker.messages[0] ?? []
    if (order?.do !== 'hash') throw new Error('another order')
    worker.reply({ do: 'hash', slot: order.slot, result: changed })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(seen.ends).toBe(0)
  })
})

describe('an idle file thread', () => {
  it('is let go after half a minute, counted from its last job', async () => {
    const { worker, hash, seen, behind } = open()
    const job = async (): Promise<void> => {
      hash('a')
      await turn()
      const [order] = worker.messages.at(-1) ?? []
      if (order?.do !== 'hash') throw new Error('another order')
      worker.reply({ do: 'hash', slot: order.slot, result: changed })
    }
    await job()
    await vi.advanceTimersByTimeAsync(29_000)
    await job()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(seen.ends).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.ends).toBe(1)
    expect(worker.terminations).toBe(1)
    expect(behind).toEqual([])
  })
})

describe('a file thread that dies', () => {
  it.each([
    ['with an error', 'error', new Error('a bug')],
    ['without a word', 'exit', 1],
  ])('%s answers what it held, and no error of it ends the engine', (_, event, detail) => {
    const { worker, hash, read, answers, seen } = open()
    hash('a')
    read('b')
    worker.emit(event, detail)
    expect([...answers].sort()).toEqual(['a unexpected', 'b unexpected'])
    expect(seen.ends).toBe(1)
    expect(() => worker.emit('error', new Error('late'))).not.toThrow()
    worker.emit('exit', 1)
    expect(seen.ends).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
