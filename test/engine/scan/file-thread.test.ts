// Behaviour of one file thread as the engine sees it: what it is sent, whom it keeps alive, when it is late, when it is given
// up, and that each job is answered once.
import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createFileControl,
  isAborted,
  pulse,
  type FileOrder,
  type FileReply,
  type FileTask,
} from '../../../src/main/engine/scan/file-control.ts'
import { createFileThread, type FileJob } from '../../../src/main/engine/scan/file-thread.ts'
import { fail, ok } from '../../../src/shared/result.ts'

const expected = { sizeBytes: 1, mtimeUs: 2, ctimeUs: 3, inode: 4 }
const changed = fail({ kind: 'file-changed' } as const)

/** A worker in this process that answers only what a test has it answer. */
class SilentWorker extends EventEmitter {
  readonly messages: FileOrder[][] = []
  moved: ArrayBuffer[] = []
  isReferenced = true
  terminations = 0
  postMessage(orders: FileOrder[], moved: ArrayBuffer[]): void {
    this.messages.push(orders)
    this.moved = moved
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
  /** The order with this task, which a test has given. */
  order(task: FileTask): FileOrder {
    const found = this.messages.flat().findLast((order) => order.task === task)
    if (!found) throw new Error('no such order')
    return found
  }
  reply(...replies: FileReply[]): void {
    this.emit('message', replies)
  }
}

function open() {
  const worker = new SilentWorker()
  const control = createFileControl()
  const seen = { room: 0, ends: 0, back: 0 }
  const answers: string[] = []
  const behind: unknown[] = []
  const late: { culprit: FileTask; others: FileTask[] }[] = []
  const thread = createFileThread({
    worker: worker as unknown as Worker,
    control,
    lateLimitMs: 100,
    stallLimitMs: 1_000,
    onRoom: () => (seen.room += 1),
    onLate: (culprit, others) =>
      late.push({ culprit: culprit.task, others: others.map(({ task }) => task) }),
    onBack: () => (seen.back += 1),
    onLeftBehind: (left) => behind.push(left),
    onEnd: () => (seen.ends += 1),
  })
  const give = (task: FileTask, name: string): FileJob => {
    const job: FileJob = {
      ...{ task, place: name, isWanted: true },
      answer: (result) => answers.push(`${name} ${result.ok ? 'ok' : result.failure.kind}`),
    }
    thread.take(job)
    return job
  }
  const hash = (path: string): FileJob => give({ do: 'hash', path, expected }, path)
  const start = (path: string): FileJob =>
    give({ do: 'start', path, mostBytes: 9, spareBytes: 0 }, path)
  /** The thread answers a job. */
  const answer = (job: FileJob, result: FileReply['result'] = changed): void => {
    worker.reply({ id: worker.order(job.task).id, opened: null, result })
  }
  /** The thread begins a job. */
  const begin = (job: FileJob): void => pulse(control, worker.order(job.task).id)
  return { worker, control, thread, give, hash, start, answer, begin, seen, answers, behind, late }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const turn = () => vi.advanceTimersByTimeAsync(0)
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a file thread', () => {
  it('is sent all orders of a turn in one message', async () => {
    const { worker, hash, start, thread } = open()
    const jobs = [hash('a'), start('b')]
    await turn()
    jobs.push(hash('c'))
    await turn()
    expect(worker.messages.map((orders) => orders.map(({ task }) => task))).toEqual([
      [jobs[0]?.task, jobs[1]?.task],
      [jobs[2]?.task],
    ])
    expect(worker.messages.flat().map(({ slot }) => slot)).toEqual([0, null, 1])
    expect(thread.jobs()).toBe(3)
  })

  it('is lent the buffer that a part is read into', async () => {
    const { worker, give } = open()
    const into = new ArrayBuffer(8)
    give({ do: 'read', descriptor: 3, position: 0, length: 8, into }, 'a')
    give({ do: 'read', descriptor: 3, position: 8, length: 8 }, 'a')
    await turn()
    expect(worker.moved).toEqual([into])
  })

  it('has room for eight files to fingerprint, and for any number of calls', () => {
    const { thread, hash, start } = open()
    for (const path of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) hash(path)
    for (let count = 0; count < 9; count += 1) start('start')
    expect(thread.hasRoomToHash()).toBe(true)
    hash('h')
    expect(thread.hasRoomToHash()).toBe(false)
  })

  it('answers each job once, and says that there is room', async () => {
    const { hash, start, answer, answers, thread, seen } = open()
    const [first, second] = [hash('a'), start('b')]
    await turn()
    for (let time = 0; time < 2; time += 1) {
      answer(first)
      answer(second)
    }
    expect(answers).toEqual(['a file-changed', 'b file-changed'])
    expect(thread.jobs()).toBe(0)
    expect(thread.hasRoomToHash()).toBe(true)
    expect(seen).toEqual({ room: 1, ends: 0, back: 0 })
  })

  it('keeps the process alive only while it has something to do', async () => {
    const { worker, hash, answer } = open()
    expect(worker.isReferenced).toBe(false)
    const [first, second] = [hash('a'), hash('b')]
    expect(worker.isReferenced).toBe(true)
    await turn()
    answer(first)
    expect(worker.isReferenced).toBe(true)
    answer(second)
    expect(worker.isReferenced).toBe(false)
  })

  it('lets go of a file that is no longer wanted', async () => {
    const { worker, hash, control, thread } = open()
    const job = hash('a')
    await turn()
    const { slot } = worker.order(job.task)
    expect(isAborted(control, slot ?? -1)).toBe(false)
    thread.drop(job)
    expect(isAborted(control, slot ?? -1)).toBe(true)
  })
})

describe('a file thread that waits for the system', () => {
  it('gives back what it has not begun, and tells what it waits for', async () => {
    const { hash, start, begin, late, answers, control, worker } = open()
    const [first, second, third] = [hash('a'), hash('b'), start('c')]
    await turn()
    begin(first)
    await pass(200)
    expect(late).toEqual([{ culprit: first.task, others: [second.task, third.task] }])
    // Should it come to the other file after all, nobody wants it.
    expect(isAborted(control, worker.order(second.task).slot ?? -1)).toBe(true)
    expect(answers).toEqual([])
  })

  it('keeps what it was told to close, and gives what nobody wants to no other', async () => {
    const { hash, give, start, begin, late, answer, answers } = open()
    const first = hash('a')
    const close = give({ do: 'close', descriptor: 5 }, 'close')
    start('dropped').isWanted = false
    await turn()
    begin(first)
    await pass(200)
    expect(late).toEqual([{ culprit: first.task, others: [] }])
    answer(close, ok(null))
    expect(answers).toEqual(['dropped aborted', 'close ok'])
  })

  it('gives a read back without the buffer that it was lent', async () => {
    const { hash, give, begin, late } = open()
    const first = hash('a')
    const into = new ArrayBuffer(8)
    give({ do: 'read', descriptor: 3, position: 0, length: 8, into }, 'read')
    await turn()
    begin(first)
    await pass(200)
    expect(late[0]?.others).toEqual([{ do: 'read', descriptor: 3, position: 0, length: 8 }])
  })

  it('says when it is back, and closes what it opened for nobody', async () => {
    const { hash, give, begin, answer, answers, worker, seen } = open()
    const first = hash('a')
    const opening = give({ do: 'open', path: 'b' }, 'b')
    await turn()
    begin(first)
    await pass(200)
    answer(first)
    expect(seen).toMatchObject({ back: 1, room: 0 })
    const { id } = worker.order(opening.task)
    worker.reply({ id, opened: 17, result: ok({ descriptor: 17, stamp: expected }) })
    await turn()
    expect(worker.messages.at(-1)?.map(({ task }) => task)).toEqual([
      { do: 'close', descriptor: 17 },
    ])
    expect(answers).toEqual(['a file-changed'])
    await pass(30_000)
    expect(seen.ends).toBe(1)
  })

  it('is not one that has not started yet', async () => {
    const { hash, late, answers } = open()
    hash('a')
    await pass(900)
    expect(late).toEqual([])
    expect(answers).toEqual([])
  })
})

describe('a file thread that hangs', () => {
  it('is given up after its time, and what it held has an answer', async () => {
    const { worker, hash, start, answers, seen, behind } = open()
    hash('a')
    start('b')
    await pass(999)
    expect(answers).toEqual([])
    await pass(1)
    expect([...answers].sort()).toEqual(['a file-unreadable', 'b file-unreadable'])
    expect(worker.terminations).toBe(1)
    // It lives on until the system's call comes back.
    expect(behind).toEqual([worker])
    expect(worker.isReferenced).toBe(false)
    expect(seen.ends).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not one that gives signs of life, nor one with nothing to do', async () => {
    const { hash, begin, answer, answers, seen, late } = open()
    const job = hash('a')
    await turn()
    for (let tick = 0; tick < 50; tick += 1) {
      begin(job)
      await pass(99)
    }
    expect(answers).toEqual([])
    expect(late).toEqual([])
    answer(job)
    await pass(20_000)
    expect(seen.ends).toBe(0)
  })
})

describe('an idle file thread', () => {
  it('is let go after half a minute, counted from its last job', async () => {
    const { worker, hash, answer, seen, behind } = open()
    const job = async (): Promise<void> => {
      const given = hash('a')
      await turn()
      answer(given)
    }
    await job()
    await pass(29_000)
    await job()
    await pass(29_999)
    expect(seen.ends).toBe(0)
    await pass(1)
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
    const { worker, hash, start, answers, seen } = open()
    hash('a')
    start('b')
    worker.emit(event, detail)
    expect([...answers].sort()).toEqual(['a unexpected', 'b unexpected'])
    expect(seen.ends).toBe(1)
    expect(() => worker.emit('error', new Error('late'))).not.toThrow()
    worker.emit('exit', 1)
    expect(seen.ends).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
