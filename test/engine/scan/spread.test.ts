// How the reader spreads jobs over its threads, with threads that do only what the test has them do: who gets which job,
// what a place that hangs keeps waiting and for how long, and what becomes of what nobody wants any more.
import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  pulse,
  type FileOrder,
  type FileReply,
  type FileTask,
} from '../../../src/main/engine/scan/file-control.ts'
import {
  createFileReader,
  type FileReaderOptions,
} from '../../../src/main/engine/scan/file-reader.ts'
import { ok } from '../../../src/shared/result.ts'

const never = new AbortController().signal
const stamp = { sizeBytes: 1, mtimeUs: 2, ctimeUs: 3, inode: 4 }
const timedOut = { ok: false, failure: { kind: 'file-unreadable', code: 'ETIMEDOUT' } }

/** A thread that holds what it gets until the test has it answer. */
class PatientWorker extends EventEmitter {
  readonly control: Int32Array<SharedArrayBuffer>
  readonly orders: FileOrder[] = []
  isEnded = false
  /** Inside a call of the system: it does not end before that is over. */
  isStuck = false
  constructor(control: Int32Array<SharedArrayBuffer>) {
    super()
    this.control = control
  }
  ref = (): void => undefined
  unref = (): void => undefined
  postMessage = (orders: FileOrder[]): void => void this.orders.push(...orders)
  terminate = async (): Promise<number> => {
    if (!this.isStuck) this.emit('exit', 1)
    this.isEnded = true
    return 1
  }
  tasks = (): string[] => this.orders.map(({ task }) => nameOf(task))
  /** Begins the first order that it has of this file. */
  begin(name: string): void {
    pulse(this.control, this.#order(name).id)
  }
  answer(name: string, openMs?: number): void {
    const order = this.#order(name)
    this.orders.splice(this.orders.indexOf(order), 1)
    pulse(this.control, 0)
    const descriptor = order.task.do === 'open' ? 17 : null
    const reply: FileReply = {
      id: order.id,
      opened: descriptor,
      openMs,
      result: answerTo(order.task),
    }
    this.emit('message', [reply])
  }
  #order(name: string): FileOrder {
    const found = this.orders.find(({ task }) => nameOf(task) === name)
    if (!found) throw new Error(`${name} is not with this thread`)
    return found
  }
}

const nameOf = (task: FileTask): string => ('path' in task ? task.path : `${task.do} 17`)
const answerTo = (task: FileTask): FileReply['result'] => {
  if (task.do === 'hash') return ok({ sha256: task.path, stamp })
  if (task.do === 'start') return ok({ bytes: new Uint8Array(1), stamp, birthtimeMs: null })
  if (task.do === 'open') return ok({ descriptor: 17, stamp })
  return ok(null)
}

/** A reader whose files hang together by their folders. */
function open(options: Partial<FileReaderOptions> = {}) {
  const workers: PatientWorker[] = []
  const late: string[] = []
  const answers: string[] = []
  const reader = createFileReader({
    ...{ lateLimitMs: 100, stallLimitMs: 1_000 },
    placeOf: (path) => path.slice(0, path.indexOf('/')),
    onLate: (place) => late.push(place),
    startWorker: ({ control }) => {
      const worker = new PatientWorker(control)
      workers.push(worker)
      return worker as unknown as Worker
    },
    ...options,
  })
  const note = (path: string) => (result: { ok: boolean }) =>
    void answers.push(`${path} ${result.ok ? 'ok' : 'failed'}`)
  const hash = (...paths: string[]): void => {
    for (const path of paths) void reader.fingerprint(path, stamp, never).then(note(path))
  }
  const start = (path: string, signal = never): void =>
    void reader.readStart(path, 1, signal).then(note(path))
  const worker = (index: number): PatientWorker => {
    const found = workers[index]
    if (!found) throw new Error(`There is no thread ${index}`)
    return found
  }
  return { reader, workers, worker, late, answers, hash, start }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const turn = () => vi.advanceTimersByTimeAsync(0)
const files = (count: number) => Array.from({ length: count }, (_, at) => `a/${at + 1}`)
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('the jobs of a reader', () => {
  it('go to the thread with the least to do, eight files to fingerprint to each, the rest as room comes', async () => {
    const { worker, workers, hash, start, answers } = open()
    hash(...files(17))
    await turn()
    expect(workers.map((one) => one.tasks())).toEqual([
      files(16).filter((_, at) => at % 2 === 0),
      files(16).filter((_, at) => at % 2 === 1),
    ])
    // A call needs no such room.
    start('a/18')
    await turn()
    expect(worker(0).tasks()).toContain('a/18')
    worker(1).answer('a/2')
    await turn()
    expect(answers).toEqual(['a/2 ok'])
    expect(worker(1).tasks()).toEqual([
      ...['a/4', 'a/6', 'a/8', 'a/10', 'a/12', 'a/14', 'a/16', 'a/17'],
    ])
  })

  it('to be fingerprinted go to the busier thread where only that has room', async () => {
    const { worker, hash, start } = open()
    hash(...files(16))
    await turn()
    for (let call = 0; call < 3; call += 1) start('a/call')
    await turn()
    // The second thread has eight to fingerprint and less to do.
    expect(worker(0).orders.length).toBeGreaterThan(worker(1).orders.length)
    worker(0).answer('a/1')
    hash('a/17')
    await turn()
    expect(worker(0).tasks()).toContain('a/17')
  })

  it('of a place where opening takes long go to more threads, those of others to two as ever', async () => {
    const { workers, start } = open()
    for (let round = 0; round < 30; round += 1) {
      for (let at = 0; at < 8; at += 1) start(`far/${round}-${at}`)
      await turn()
      for (const one of [...workers])
        while (one.orders.length > 0) one.answer(one.tasks()[0] ?? '', 20)
      await turn()
    }
    expect(workers).toHaveLength(4)
    for (let at = 0; at < 8; at += 1) start(`near/${at}`)
    await turn()
    expect(workers.map((one) => one.orders.length)).toEqual([4, 4, 0, 0])
  })

  it('that nobody wants any more are answered at once, and what is opened for nobody is closed', async () => {
    const { reader, worker, answers, start } = open({ threads: 1 })
    const abort = new AbortController()
    const opened = reader.open('a/1', abort.signal)
    start('a/2', abort.signal)
    await turn()
    abort.abort()
    expect(await opened).toEqual({ ok: false, failure: { kind: 'aborted' } })
    await turn()
    expect(answers).toEqual(['a/2 failed'])
    worker(0).answer('a/1')
    worker(0).answer('a/2')
    await turn()
    expect(worker(0).tasks()).toEqual(['close 17'])
  })
})

describe('a place that a thread waits for', () => {
  it('keeps its own files waiting, and those of other places go to another thread', async () => {
    const { worker, workers, hash, late, answers } = open({ threads: 1 })
    hash('bad/1', 'bad/2', 'good/1')
    await turn()
    worker(0).begin('bad/1')
    await pass(200)
    expect(late).toEqual(['bad'])
    expect(workers.map((one) => one.tasks())).toEqual([['bad/1', 'bad/2', 'good/1'], ['good/1']])
    hash('bad/3', 'good/2')
    await turn()
    expect(worker(1).tasks()).toEqual(['good/1', 'good/2'])
    worker(0).answer('bad/1')
    await turn()
    // It is back: what waited for it goes on, in a thread that was not late.
    expect(worker(1).tasks()).toEqual(['good/1', 'good/2', 'bad/2', 'bad/3'])
    expect(answers).toEqual(['bad/1 ok'])
  })

  it('is answered for once its thread is given up, until that comes back after all', async () => {
    const { reader, worker, workers, hash, answers } = open({ threads: 1 })
    hash('bad/1', 'bad/2')
    await turn()
    worker(0).isStuck = true
    worker(0).begin('bad/1')
    await pass(2_000)
    expect(answers.sort()).toEqual(['bad/1 failed', 'bad/2 failed'])
    expect(await reader.readStart('bad/3', 1, never)).toEqual(timedOut)
    expect(workers).toHaveLength(1)
    worker(0).emit('exit', 1)
    await turn()
    const again = reader.readStart('bad/3', 1, never)
    await turn()
    worker(1).answer('bad/3')
    expect(await again).toMatchObject({ ok: true })
  })

  it('goes on waiting while the second of two threads is still stuck there', async () => {
    const { worker, hash, late, answers } = open()
    hash('bad/1', 'bad/2')
    await turn()
    worker(0).begin('bad/1')
    worker(1).begin('bad/2')
    await pass(200)
    expect(late).toEqual(['bad', 'bad'])
    hash('bad/3')
    await turn()
    worker(0).answer('bad/1')
    await turn()
    hash('good/1')
    await turn()
    expect(worker(2).tasks()).toEqual(['good/1'])
    worker(1).answer('bad/2')
    await turn()
    expect(worker(2).tasks().concat(worker(3).tasks()).sort()).toEqual(['bad/3', 'good/1'])
    expect(answers).toEqual(['bad/1 ok', 'bad/2 ok'])
  })

  it('closes what lies open there only when it is back', async () => {
    const { reader, worker, workers, hash } = open({ threads: 1 })
    const opening = reader.open('bad/file', never)
    await turn()
    worker(0).answer('bad/file')
    const opened = await opening
    hash('bad/1')
    await turn()
    worker(0).isStuck = true
    worker(0).begin('bad/1')
    await pass(2_000)
    if (opened.ok) opened.value.close()
    await turn()
    expect(workers).toHaveLength(1)
    worker(0).emit('exit', 1)
    await turn()
    expect(worker(1).tasks()).toEqual(['close 17'])
  })

  it('that died while it was waited for is a place like any other', async () => {
    const { worker, hash, answers } = open({ threads: 1 })
    hash('bad/1')
    await turn()
    worker(0).begin('bad/1')
    await pass(200)
    worker(0).emit('error', new Error('a bug'))
    await turn()
    expect(answers).toEqual(['bad/1 failed'])
    hash('bad/2')
    await turn()
    expect(worker(1).tasks()).toEqual(['bad/2'])
  })
})

describe('sixteen threads that hang', () => {
  it('are the most: whoever asks then has an answer, until one is back', async () => {
    const { worker, workers, hash, answers } = open({ threads: 1, stallLimitMs: 60_000 })
    for (let place = 0; place < 16; place += 1) {
      hash(`bad${place}/1`)
      await turn()
      worker(place).begin(`bad${place}/1`)
      await pass(200)
    }
    hash('good/1')
    await turn()
    expect([workers.length, answers]).toEqual([16, ['good/1 failed']])
    worker(3).answer('bad3/1')
    await pass(30_000)
    expect(worker(3).isEnded).toBe(true)
    hash('good/2')
    await turn()
    expect(worker(16).tasks()).toEqual(['good/2'])
  })
})

describe('the end of a reader', () => {
  it('answers what waits and what runs, and takes nothing more', async () => {
    const { reader, hash, answers, workers } = open({ threads: 1 })
    hash('a/1', 'a/2', 'a/3', 'a/4', 'a/5')
    await turn()
    await reader.close()
    expect(answers.sort()).toEqual(['1', '2', '3', '4', '5'].map((name) => `a/${name} failed`))
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true])
    hash('a/6')
    await turn()
    expect([workers.length, answers.at(-1)]).toEqual([1, 'a/6 failed'])
  })
})
