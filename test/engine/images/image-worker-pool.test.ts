// How the image worker is kept: started, shared, recycled, replaced; and who pays when it dies.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImageWorkerHost } from '../../../src/main/engine/ports/prepare.ts'
import type {
  EngineMessage,
  ImageJob,
  WorkerMessage,
} from '../../../src/main/engine/images/image-jobs.ts'
import {
  createImageWorker,
  type ImageWorkerOptions,
} from '../../../src/main/engine/images/image-worker-pool.ts'

/** A worker in this process: it is ready at once and does nothing until the test says so. */
interface FakeWorker {
  jobs: { id: number; path: string }[]
  answer(path: string): void
  die(): void
  outgrow(): void
  isKilled: boolean
}

const workers: FakeWorker[] = []
let isHostBroken = false

const host: ImageWorkerHost = {
  start() {
    let onMessage: (message: WorkerMessage) => void = () => undefined
    let onExit: (detail: string) => void = () => undefined
    const worker: FakeWorker = {
      jobs: [],
      isKilled: false,
      answer(path) {
        const job = worker.jobs.find((each) => each.path === path)
        if (job === undefined) throw new Error(`${path} is not with this worker`)
        worker.jobs.splice(worker.jobs.indexOf(job), 1)
        const answer = { outcome: 'kept', reason: 'not-smaller' } as const
        onMessage({ kind: 'answer', id: job.id, answer, peakBytes: 7 })
      },
      die: () => onExit('SIGSEGV'),
      outgrow: () => onMessage({ kind: 'too-much-memory', bytes: 9 }),
    }
    workers.push(worker)
    queueMicrotask(() => (isHostBroken ? onExit('code 1') : onMessage({ kind: 'ready' })))
    return {
      post(message) {
        const said = message as EngineMessage
        if (said.kind === 'job') worker.jobs.push({ id: said.id, path: said.job.path })
      },
      onMessage: (listener) => (onMessage = listener),
      onExit: (listener) => (onExit = listener),
      kill() {
        worker.isKilled = true
        queueMicrotask(() => onExit('SIGKILL'))
      },
    }
  },
}

const job = (path: string): ImageJob => ({
  do: 'thumbnail',
  path,
  format: 'jpeg',
  side: 64,
  output: `${path}.out`,
})
const never = new AbortController().signal
const open = (options: Partial<ImageWorkerOptions> = {}) =>
  createImageWorker({
    host,
    logger: { info: () => undefined, error: () => undefined },
    slots: 2,
    jobTimeoutMs: 60_000,
    mostMemoryBytes: 1e9,
    jobsPerWorker: 300,
    idleMs: 30_000,
    ...options,
  })
const settle = () => vi.advanceTimersByTimeAsync(0)
const paths = (index: number): string[] => workers[index]?.jobs.map((each) => each.path) ?? []
const worker = (index: number): FakeWorker => {
  const found = workers[index]
  if (found === undefined) throw new Error(`There is no worker ${index}`)
  return found
}

beforeEach(() => {
  vi.useFakeTimers()
  workers.length = 0
  isHostBroken = false
})
afterEach(() => vi.useRealTimers())

test('starts nothing before the first job, and ends the worker after some idle time', async () => {
  const pool = open()
  expect(workers).toHaveLength(0)
  const result = pool.run(job('a'), { signal: never })
  await settle()
  worker(0).answer('a')
  expect(await result).toMatchObject({ ok: true })
  await vi.advanceTimersByTimeAsync(29_000)
  expect(worker(0).isKilled).toBe(false)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(worker(0).isKilled).toBe(true)
  expect(pool.peakBytes()).toBe(7)
})

test('gives a worker as many jobs at a time as there are slots, urgent ones first', async () => {
  const pool = open()
  for (const path of ['a', 'b', 'c']) void pool.run(job(path), { signal: never })
  void pool.run(job('thumbnail'), { signal: never, isUrgent: true })
  await settle()
  expect(paths(0)).toEqual(['thumbnail', 'a'])
  worker(0).answer('a')
  expect(paths(0)).toEqual(['thumbnail', 'b'])
})

test('takes a new worker after so many jobs, when the old one has nothing left to do', async () => {
  const pool = open({ jobsPerWorker: 2 })
  for (const path of ['a', 'b', 'c']) void pool.run(job(path), { signal: never })
  await settle()
  worker(0).answer('a')
  await settle()
  expect(workers).toHaveLength(1)
  worker(0).answer('b')
  await settle()
  expect(worker(0).isKilled).toBe(true)
  expect(paths(1)).toEqual(['c'])
})

describe('a worker that dies', () => {
  test('makes the pictures in it suspects, and only the one that kills it alone pays', async () => {
    const pool = open()
    const bad = pool.run(job('bad'), { signal: never })
    const good = pool.run(job('good'), { signal: never })
    const other = pool.run(job('other'), { signal: never })
    await settle()
    worker(0).die()
    await settle()
    expect(paths(1)).toEqual(['bad'])
    worker(1).die()
    expect(await bad).toEqual({ ok: false, problem: 'crashed' })
    await settle()
    expect(paths(2)).toEqual(['good'])
    worker(2).answer('good')
    expect(await good).toMatchObject({ ok: true })
    worker(2).answer('other')
    expect(await other).toMatchObject({ ok: true })
  })

  test('is forgiven once when something outside killed it', async () => {
    const pool = open()
    const result = pool.run(job('a'), { signal: never })
    await settle()
    worker(0).die()
    await settle()
    worker(1).answer('a')
    expect(await result).toMatchObject({ ok: true })
  })
})

test('a picture that hangs is given up after its time; its neighbour goes on', async () => {
  const pool = open({ jobTimeoutMs: 1_000 })
  const slow = pool.run(job('slow'), { signal: never })
  await settle()
  await vi.advanceTimersByTimeAsync(500)
  const neighbour = pool.run(job('neighbour'), { signal: never })
  await vi.advanceTimersByTimeAsync(600)
  expect(await slow).toEqual({ ok: false, problem: 'timeout' })
  expect(paths(1)).toEqual(['neighbour'])
  worker(1).answer('neighbour')
  expect(await neighbour).toMatchObject({ ok: true })
})

test('a picture that takes too much memory is given up once it did so alone', async () => {
  const pool = open()
  const big = pool.run(job('big'), { signal: never })
  const small = pool.run(job('small'), { signal: never })
  await settle()
  worker(0).outgrow()
  await settle()
  expect(paths(1)).toEqual(['big'])
  worker(1).outgrow()
  expect(await big).toEqual({ ok: false, problem: 'memory' })
  await settle()
  worker(2).answer('small')
  expect(await small).toMatchObject({ ok: true })
})

test('a worker that does not start fails what waits, and is tried again with the next job', async () => {
  isHostBroken = true
  const pool = open()
  expect(await pool.run(job('a'), { signal: never })).toEqual({ ok: false, problem: 'not-started' })
  isHostBroken = false
  const result = pool.run(job('b'), { signal: never })
  await settle()
  worker(1).answer('b')
  expect(await result).toMatchObject({ ok: true })
})

test('an aborted job is answered at once, and what it leaves behind is announced', async () => {
  const pool = open()
  const abort = new AbortController()
  const onLate = vi.fn()
  const running = pool.run(job('a'), { signal: abort.signal, onLate })
  await settle()
  abort.abort()
  expect(await running).toEqual({ ok: false, problem: 'aborted' })
  expect(onLate).not.toHaveBeenCalled()
  worker(0).answer('a')
  expect(onLate).toHaveBeenCalledOnce()
})

test('closing ends the worker and answers everything', async () => {
  const pool = open()
  const running = pool.run(job('a'), { signal: never })
  await settle()
  await pool.close()
  expect(await running).toEqual({ ok: false, problem: 'aborted' })
  expect(worker(0).isKilled).toBe(true)
  expect(await pool.run(job('b'), { signal: never })).toEqual({ ok: false, problem: 'aborted' })
})
