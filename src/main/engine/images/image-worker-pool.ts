// Keeps one image worker at hand: starts it when there is work, ends it when there is none, when it has done
// enough, when it hangs or grows, and starts it again. A picture that ends the worker costs itself only.
import type { Logger } from '../ports/outside.ts'
import type { ImageWorkerHost, WorkerLink } from '../ports/prepare.ts'
import type { EngineMessage, ImageJob, WorkerMessage } from './image-jobs.ts'
import {
  foldersFor,
  isInside,
  timeoutOf,
  type JobOptions,
  type JobResult,
  type Task,
} from './image-worker-task.ts'

export type { JobOptions, JobResult, WorkerProblem } from './image-worker-task.ts'

/** The image worker, as the rest of the room sees it. */
export interface ImageWorker {
  run(job: ImageJob, options: JobOptions): Promise<JobResult>
  /** The most memory any worker has held, in bytes. */
  peakBytes(): number
  close(): Promise<void>
}

/** How the worker is run. */
export interface ImageWorkerOptions {
  host: ImageWorkerHost
  logger: Logger
  /** The folders in which photos are, now: a worker reads no others. */
  photoFolders: () => readonly string[]
  /** Where what it makes goes. */
  outputFolders: readonly string[]
  /** Pictures at a time. */
  slots: number
  jobTimeoutMs: number
  mostMemoryBytes: number
  /** libvips and the allocator keep some memory of every picture. */
  jobsPerWorker: number
  idleMs: number
}

/** A worker that does not say it is ready within this time never will. */
const startTimeoutMs = 20_000
/** Copies with a date that are made in the place of one picture; each holds at most what is read at once (8 MB). */
const datesInSlot = 2

/** Makes the pool; nothing is started before the first job. */
export function createImageWorker(options: ImageWorkerOptions): ImageWorker {
  return new Pool(options)
}

class Pool implements ImageWorker {
  readonly #options: ImageWorkerOptions
  readonly #waiting: Task[] = []
  readonly #running = new Map<number, Task>()
  #link: WorkerLink | null = null
  #isReady = false
  #isClosed = false
  #jobsStarted = 0
  #readable: readonly string[] = []
  #nextId = 1
  #peakBytes = 0
  /** Set just before this side ends the worker, so that its exit is not taken for a crash. */
  #endedFor: 'timeout' | 'memory' | null = null
  #stopStartTimer = (): void => undefined
  #stopIdleTimer = (): void => undefined
  readonly #exits = new Set<Promise<void>>()

  constructor(options: ImageWorkerOptions) {
    this.#options = options
  }

  run(job: ImageJob, options: JobOptions): Promise<JobResult> {
    if (options.signal.aborted || this.#isClosed) {
      return Promise.resolve({ ok: false, problem: 'aborted' })
    }
    return new Promise((resolve) => {
      const id = this.#nextId++
      const onAbort = (): void => this.#giveUp(task)
      const task: Task = {
        id,
        job,
        options,
        isSuspect: false,
        hasCrashed: false,
        isDone: false,
        stopTimer: () => undefined,
        finish: (result) => {
          if (task.isDone) return
          task.isDone = true
          options.signal.removeEventListener('abort', onAbort)
          resolve(result)
        },
      }
      options.signal.addEventListener('abort', onAbort)
      if (options.isUrgent === true) this.#waiting.unshift(task)
      else this.#waiting.push(task)
      this.#dispatch()
    })
  }

  peakBytes(): number {
    return this.#peakBytes
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const open = [...this.#waiting.splice(0), ...this.#running.values()]
    this.#endLink()
    for (const task of open) {
      task.stopTimer()
      task.finish({ ok: false, problem: 'aborted' })
    }
    await Promise.all(this.#exits)
  }

  #giveUp(task: Task): void {
    const at = this.#waiting.indexOf(task)
    if (at >= 0) this.#waiting.splice(at, 1)
    // A running job goes on: ending the worker would cost its neighbour more than it saves.
    task.finish({ ok: false, problem: 'aborted' })
  }

  #dispatch(): void {
    this.#stopIdleTimer()
    if (this.#waiting.length === 0) {
      if (this.#running.size === 0) this.#rest()
      return
    }
    if (this.#running.size === 0 && !this.#isGoodForNext()) this.#endLink()
    if (this.#link === null) this.#start()
    if (!this.#isReady) return
    while (this.#mayStartNext()) {
      const task = this.#waiting.shift()
      if (task === undefined) return
      this.#startTask(task)
    }
  }

  /** The worker has not done enough yet, and may read the photo that waits. */
  #isGoodForNext(): boolean {
    const next = this.#waiting[0]
    const isSpent = this.#jobsStarted >= this.#options.jobsPerWorker
    return !isSpent && (next === undefined || isInside(next.job.path, this.#readable))
  }

  #mayStartNext(): boolean {
    const next = this.#waiting[0]
    if (next === undefined || !this.#isGoodForNext()) return false
    const isAnySuspect = [...this.#running.values()].some((task) => task.isSuspect)
    if (next.isSuspect || isAnySuspect) return this.#running.size === 0
    // A date decodes nothing, and waits for the disk most of the time.
    const room = next.job.do === 'date' ? this.#options.slots * datesInSlot : this.#options.slots
    return this.#running.size < room
  }

  #startTask(task: Task): void {
    // A date moves bytes and decodes nothing, so it leaves nothing behind that a new worker would be rid of.
    if (task.job.do !== 'date') this.#jobsStarted += 1
    this.#running.set(task.id, task)
    const timeoutMs = timeoutOf(task.job, this.#options.jobTimeoutMs)
    const timer = setTimeout(() => this.#endFor('timeout', task), timeoutMs)
    task.stopTimer = () => clearTimeout(timer)
    this.#post({ kind: 'job', id: task.id, job: task.job })
  }

  /** Ends the worker because of one picture, or because it has grown. */
  #endFor(reason: 'timeout' | 'memory', culprit: Task | null): void {
    this.#endedFor = reason
    if (culprit !== null) {
      culprit.stopTimer()
      this.#running.delete(culprit.id)
      culprit.finish({ ok: false, problem: reason })
    }
    this.#link?.kill()
  }

  #start(): void {
    const { host, mostMemoryBytes, slots, photoFolders, outputFolders } = this.#options
    this.#readable = foldersFor(this.#waiting[0], photoFolders())
    const link = host.start({
      folders: { read: this.#readable, write: outputFolders },
      // sharp's jobs and the reading of files share libuv's threads. The two for glibc keep it from holding
      // on to freed pixels: measured over 48 photos of 24 MP, two at a time, 365 MB instead of 550.
      env: {
        UV_THREADPOOL_SIZE: String(slots + 2),
        MALLOC_ARENA_MAX: '2',
        MALLOC_TRIM_THRESHOLD_: '33554432',
        VIPS_BLOCK_UNTRUSTED: '1',
      },
      // Pixels live outside JavaScript's heap, which needs little.
      execArgv: ['--max-old-space-size=512'],
    })
    this.#link = link
    const timer = setTimeout(() => link.kill(), startTimeoutMs)
    this.#stopStartTimer = () => clearTimeout(timer)
    const exit = new Promise<void>((resolve) => {
      link.onExit((detail) => {
        resolve()
        this.#exits.delete(exit)
        if (this.#link === link) this.#onExit(detail)
      })
    })
    this.#exits.add(exit)
    link.onMessage((message) => {
      if (this.#link === link) this.#onMessage(message as WorkerMessage)
    })
    this.#post({ kind: 'begin', mostMemoryBytes })
  }

  #post(message: EngineMessage): void {
    this.#link?.post(message)
  }

  #onMessage(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#stopStartTimer()
        this.#isReady = true
        this.#dispatch()
        return
      case 'too-much-memory':
        this.#peakBytes = Math.max(this.#peakBytes, message.bytes)
        this.#endFor('memory', null)
        return
      case 'answer': {
        this.#peakBytes = Math.max(this.#peakBytes, message.peakBytes)
        const task = this.#running.get(message.id)
        if (task === undefined) return
        this.#running.delete(message.id)
        task.stopTimer()
        if (task.isDone) task.options.onLate?.()
        task.finish({ ok: true, answer: message.answer })
        this.#dispatch()
      }
    }
  }

  #onExit(detail: string): void {
    const reason = this.#endedFor
    const wasReady = this.#isReady
    const lost = [...this.#running.values()]
    this.#forgetLink()
    for (const task of lost) task.stopTimer()
    if (!wasReady) {
      // Not the fault of any picture: everything that waits hears of it and may try again later.
      this.#options.logger.error('The image worker does not start', detail)
      for (const task of this.#waiting.splice(0)) task.finish({ ok: false, problem: 'not-started' })
      return
    }
    if (reason === null) this.#options.logger.error('The image worker died', detail)
    const again = lost.filter((task) => !this.#isJudged(task, reason, lost.length))
    this.#waiting.unshift(...again.filter((task) => !task.isDone))
    this.#dispatch()
  }

  /** Decides what the end of the worker means for a picture that was in it; true when that is the end of it. */
  #isJudged(task: Task, reason: 'timeout' | 'memory' | null, neighbours: number): boolean {
    // The one that hung is already out; this one only lost its worker.
    if (reason === 'timeout') return false
    const isAlone = neighbours === 1
    if (reason === 'memory' && isAlone) {
      task.finish({ ok: false, problem: 'memory' })
      return true
    }
    // Whatever kills a process from outside may hit an innocent picture once, hardly twice.
    if (reason === null && isAlone && task.hasCrashed) {
      task.finish({ ok: false, problem: 'crashed' })
      return true
    }
    task.isSuspect = true
    task.hasCrashed ||= reason === null
    return false
  }

  #rest(): void {
    const timer = setTimeout(() => this.#endLink(), this.#options.idleMs)
    timer.unref()
    this.#stopIdleTimer = () => clearTimeout(timer)
  }

  #endLink(): void {
    const link = this.#link
    this.#forgetLink()
    link?.kill()
  }

  #forgetLink(): void {
    this.#stopStartTimer()
    this.#stopIdleTimer()
    this.#link = null
    this.#isReady = false
    this.#running.clear()
    this.#jobsStarted = 0
    this.#endedFor = null
  }
}
