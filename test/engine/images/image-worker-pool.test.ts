// How the image worker is kept: started, shared, recycled, replaced; and who pays when it dies.
import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImageWorkerHost, WorkerSettings } from '../../../src/main/engine/ports/prepare.ts'
import type {
  EngineMessage,
  ImageJob,
  WorkerMessage,
} from '../../../src/main/engine/images/image-jobs.ts'
import {
  createImageWorker,
  type ImageWorkerOptions,
} from '../../../src/main/engine/images/image-worker-pool.ts'
import { posixIt } from '../../builders/posix.ts'

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
let isHostSilent = false
/** A worker that is killed takes its time. */
let isExitHeld = false
const settingsSeen: WorkerSettings[] = []
const begun: number[] = []
const logged: string[] = []

const host: ImageWorkerHost = {
  start(settings) {
    settingsSeen.push(settings)
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
    if (!isHostSilent)
      queueMicrotask(() => (isHostBroken ? onExit('code 1') : onMessage({ kind: 'ready' })))
    return {
      post(message) {
        const said = message as EngineMessage
        if (said.kind === 'job') worker.jobs.push({ id: said.id, path: said.job.path })
        else begun.push(said.mostMemoryBytes)
      },
      onMessage: (listener) => (onMessage = listener),
      onExit: (listener) => (onExit = listener),
      kill() {
        worker.isKilled = true
        if (!isExitHeld) queueMicrotask(() => onExit('SIGKILL'))
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
    logger: { info: () => undefined, error: (text) => logged.push(text) },
    slots: 2,
    photoFolders: () => ['/photos'],
    outputFolders: ['/made'],
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
  for (const seen of [workers, settingsSeen, begun, logged]) seen.length = 0
  isHostBroken = false
  isHostSilent = false
  isExitHeld = false
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

test('gives it twice as many dates, but no picture beyond its slots', async () => {
  const pool = open()
  const dated = (path: string): ImageJob => ({
    ...{ do: 'date', path, sizeBytes: 1, sha256: null, isEstimate: false },
    date: { takenAt: 0, offsetMinutes: null },
  })
  for (const path of ['a', 'b', 'c', 'd', 'e']) void pool.run(dated(path), { signal: never })
  void pool.run(job('picture'), { signal: never })
  await settle()
  expect(paths(0)).toEqual(['a', 'b', 'c', 'd'])
  for (const path of ['a', 'b', 'c']) worker(0).answer(path)
  expect(paths(0)).toEqual(['d', 'e'])
  worker(0).answer('d')
  expect(paths(0)).toEqual(['e', 'picture'])
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

test('takes no new worker for dates, which decode nothing', async () => {
  const pool = open({ jobsPerWorker: 2, slots: 1 })
  const date = { takenAt: 0, offsetMinutes: null }
  for (const path of ['a', 'b', 'c', 'd'])
    void pool.run(
      { do: 'date', path, sizeBytes: 1, sha256: null, date, isEstimate: false },
      { signal: never },
    )
  await settle()
  for (const path of ['a', 'b', 'c']) {
    worker(0).answer(path)
    await settle()
  }
  expect(workers).toHaveLength(1)
  expect(paths(0)).toEqual(['d'])
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

test('a worker is told its bounds and given the threads that its slots need', async () => {
  const pool = open({ slots: 3, mostMemoryBytes: 5e8 })
  void pool.run(job('a'), { signal: never })
  await settle()
  expect(begun).toEqual([5e8])
  expect(settingsSeen[0]?.env).toMatchObject({ UV_THREADPOOL_SIZE: '5', MALLOC_ARENA_MAX: '2' })
  expect(settingsSeen[0]?.execArgv).toEqual(['--max-old-space-size=512'])
})

test('a worker that never says it is ready is ended after 20 seconds', async () => {
  isHostSilent = true
  const pool = open()
  const result = pool.run(job('a'), { signal: never })
  await vi.advanceTimersByTimeAsync(19_900)
  expect(worker(0).isKilled).toBe(false)
  expect(paths(0)).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(worker(0).isKilled).toBe(true)
  expect(await result).toEqual({ ok: false, problem: 'not-started' })
  expect(logged).toEqual(['The image worker does not start'])
})

test('a worker that was ready in time is not ended for its start, nor for its jobs that were done', async () => {
  const pool = open({ idleMs: 1e9, jobTimeoutMs: 30_000 })
  const result = pool.run(job('a'), { signal: never })
  await settle()
  worker(0).answer('a')
  await result
  await vi.advanceTimersByTimeAsync(100_000)
  expect(worker(0).isKilled).toBe(false)
  expect(logged).toEqual([])
})

test('idle time counts from the last job', async () => {
  const pool = open({ idleMs: 10_000 })
  for (const path of ['a', 'b']) {
    const result = pool.run(job(path), { signal: never })
    await settle()
    worker(0).answer(path)
    await result
    await vi.advanceTimersByTimeAsync(9_000)
  }
  expect(worker(0).isKilled).toBe(false)
  void pool.run(job('c'), { signal: never })
  await vi.advanceTimersByTimeAsync(50_000)
  expect(worker(0).isKilled).toBe(false)
  worker(0).answer('c')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(worker(0).isKilled).toBe(true)
  expect(logged).toEqual([])
})

test('a worker that works on one picture is not idle, although its neighbour is done', async () => {
  const pool = open({ idleMs: 10_000 })
  const [done, long] = ['a', 'b'].map((path) => pool.run(job(path), { signal: never }))
  await settle()
  worker(0).answer('a')
  await done
  await vi.advanceTimersByTimeAsync(50_000)
  expect(worker(0).isKilled).toBe(false)
  worker(0).answer('b')
  expect(await long).toMatchObject({ ok: true })
})

test('whoever may abort many jobs is not listened to once they are done', async () => {
  const pool = open({ slots: 1 })
  const abort = new AbortController()
  const results = ['a', 'b'].map((path) => pool.run(job(path), { signal: abort.signal }))
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(2)
  await settle()
  for (const [at, path] of ['a', 'b'].entries()) {
    worker(0).answer(path)
    await results[at]
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1 - at)
  }
})

test('the most memory is that of any worker, also of one that outgrew its bounds', async () => {
  const pool = open()
  expect(pool.peakBytes()).toBe(0)
  const result = pool.run(job('a'), { signal: never })
  await settle()
  worker(0).outgrow()
  expect(pool.peakBytes()).toBe(9)
  expect(await result).toEqual({ ok: false, problem: 'memory' })
  const next = pool.run(job('b'), { signal: never })
  await settle()
  worker(1).answer('b')
  await next
  expect(pool.peakBytes()).toBe(9)
})

test('a job that was given up before it began is not begun', async () => {
  const pool = open({ slots: 1 })
  const abort = new AbortController()
  const first = pool.run(job('a'), { signal: never })
  const given = pool.run(job('b'), { signal: abort.signal })
  const third = pool.run(job('c'), { signal: never })
  await settle()
  abort.abort()
  expect(await given).toEqual({ ok: false, problem: 'aborted' })
  worker(0).answer('a')
  await settle()
  expect(paths(0)).toEqual(['c'])
  worker(0).answer('c')
  expect([await first, await third]).toMatchObject([{ ok: true }, { ok: true }])
  expect(await pool.run(job('d'), { signal: abort.signal })).toMatchObject({ problem: 'aborted' })
  await settle()
  expect(paths(0)).toEqual([])
})

test('a job that was given up does not begin again when its worker dies', async () => {
  const pool = open()
  const abort = new AbortController()
  const given = pool.run(job('a'), { signal: abort.signal })
  const other = pool.run(job('b'), { signal: never })
  await settle()
  abort.abort()
  expect(await given).toMatchObject({ problem: 'aborted' })
  worker(0).die()
  await settle()
  expect(paths(1)).toEqual(['b'])
  worker(1).answer('b')
  expect(await other).toMatchObject({ ok: true })
})

test('what was done is not announced as late', async () => {
  const pool = open()
  const onLate = vi.fn()
  const result = pool.run(job('a'), { signal: never, onLate })
  await settle()
  worker(0).answer('a')
  await result
  expect(onLate).not.toHaveBeenCalled()
})

test('a suspect runs alone: nobody begins before it or beside it', async () => {
  const pool = open()
  for (const path of ['a', 'b', 'c']) void pool.run(job(path), { signal: never })
  await settle()
  worker(0).die()
  await settle()
  expect(paths(1)).toEqual(['a'])
  void pool.run(job('urgent'), { signal: never, isUrgent: true })
  await settle()
  expect(paths(1)).toEqual(['a'])
  worker(1).answer('a')
  await settle()
  // The urgent one is no suspect; the next suspect waits until nobody else is in the worker.
  expect(paths(1)).toEqual(['urgent'])
  worker(1).answer('urgent')
  await settle()
  expect(paths(1)).toEqual(['b'])
  worker(1).answer('b')
  await settle()
  expect(paths(1)).toEqual(['c'])
})

test('a picture that died beside another and alone has crashed; one that outgrew alone is judged by memory', async () => {
  const pool = open({ slots: 1 })
  const twice = pool.run(job('twice'), { signal: never })
  await settle()
  worker(0).die()
  await settle()
  worker(1).die()
  expect(await twice).toEqual({ ok: false, problem: 'crashed' })
  expect(logged).toEqual(['The image worker died', 'The image worker died'])
  const big = pool.run(job('big'), { signal: never })
  await settle()
  worker(2).outgrow()
  expect(await big).toEqual({ ok: false, problem: 'memory' })
  expect(logged).toHaveLength(2)
})

test('a worker that dies after one that was ended on purpose is not taken for ended, too', async () => {
  const pool = open()
  const big = pool.run(job('big'), { signal: never })
  await settle()
  worker(0).outgrow()
  expect(await big).toMatchObject({ problem: 'memory' })
  const twice = pool.run(job('twice'), { signal: never })
  await settle()
  worker(1).die()
  await settle()
  worker(2).die()
  expect(await twice).toEqual({ ok: false, problem: 'crashed' })
  expect(logged).toHaveLength(2)
})

test('every worker does as many jobs as the first', async () => {
  const pool = open({ jobsPerWorker: 2, slots: 1 })
  for (const path of ['a', 'b', 'c', 'd', 'e']) void pool.run(job(path), { signal: never })
  await settle()
  for (const [index, path] of [
    [0, 'a'],
    [0, 'b'],
    [1, 'c'],
    [1, 'd'],
  ] as const) {
    worker(index).answer(path)
    await settle()
  }
  expect(paths(2)).toEqual(['e'])
})

test('the neighbours of one that hangs are no suspects', async () => {
  const pool = open({ jobTimeoutMs: 1_000, slots: 3 })
  void pool.run(job('slow'), { signal: never })
  await settle()
  await vi.advanceTimersByTimeAsync(500)
  for (const path of ['b', 'c']) void pool.run(job(path), { signal: never })
  await settle()
  await vi.advanceTimersByTimeAsync(600)
  await settle()
  expect(paths(1)).toEqual(['b', 'c'])
  expect(logged).toEqual([])
})

test('closing waits until every worker has ended, and answers what waits', async () => {
  const pool = open({ slots: 1 })
  const running = pool.run(job('a'), { signal: never })
  const waiting = pool.run(job('b'), { signal: never })
  await settle()
  let isClosed = false
  const closed = pool.close().then(() => (isClosed = true))
  expect(worker(0).isKilled).toBe(true)
  expect(isClosed).toBe(false)
  await closed
  expect([await running, await waiting]).toEqual([
    { ok: false, problem: 'aborted' },
    { ok: false, problem: 'aborted' },
  ])
  // The timers of its jobs are gone too.
  expect(vi.getTimerCount()).toBe(0)
})

// On Windows a worker has no rights that folders could bound.
posixIt(
  'gives a worker the folders of photos and of what it makes, and a new one to a photo that lies elsewhere',
  async () => {
    let photoFolders = ['/photos']
    const pool = open({ photoFolders: () => photoFolders })
    const first = pool.run(job('/photos/2024/a'), { signal: never })
    await settle()
    worker(0).answer('/photos/2024/a')
    await first
    void pool.run(job('/photos/b'), { signal: never })
    const elsewhere = pool.run(job('/new/c'), { signal: never })
    await settle()
    expect(paths(0)).toEqual(['/photos/b'])
    photoFolders = ['/photos', '/new']
    worker(0).answer('/photos/b')
    await settle()
    expect(worker(0).isKilled).toBe(true)
    expect(paths(1)).toEqual(['/new/c'])
    worker(1).answer('/new/c')
    expect(await elsewhere).toMatchObject({ ok: true })
    expect(settingsSeen.map(({ folders }) => folders)).toEqual([
      { read: ['/photos'], write: ['/made'] },
      { read: ['/photos', '/new'], write: ['/made'] },
    ])
  },
)

test('closing waits for a worker that takes its time to end', async () => {
  isExitHeld = true
  const pool = open()
  const running = pool.run(job('a'), { signal: never })
  await settle()
  let isClosed = false
  const closed = pool.close().then(() => (isClosed = true))
  expect(await running).toEqual({ ok: false, problem: 'aborted' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(isClosed).toBe(false)
  worker(0).die()
  await closed
})

test('closing with nothing started has nothing to wait for', async () => {
  const pool = open()
  await pool.close()
  expect(workers).toHaveLength(0)
})
