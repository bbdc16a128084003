// One file thread as the engine sees it: holds a few jobs at once, answers each, and is never waited for in vain. One that
// hangs on a file gives its other jobs back. Which job goes to which thread is file-reader.ts.
import type { Worker } from 'node:worker_threads'
import type { Failure } from '../../../shared/failure.ts'
import { fail } from '../../../shared/result.ts'
import {
  hashesPerThread,
  readInHand,
  readPulse,
  setAborted,
  type FileOrder,
  type FileReply,
  type FileResult,
  type FileTask,
} from './file-control.ts'
import { endThread } from './left-behind.ts'
import { watchForStall } from './stall.ts'

/** A task for a thread, waiting for one or in one. */
export interface FileJob {
  task: FileTask
  /** What hangs together: the drive or share that the file is on. */
  place: string
  /** False: nobody waits for the answer any more. */
  isWanted: boolean
  answer(result: FileResult): void
}

/** A thread with room for {@link hashesPerThread} files to fingerprint, and any number of shorter calls. */
export interface FileThread {
  jobs(): number
  hasRoomToHash(): boolean
  take(job: FileJob): void
  /** Its answer is no longer wanted; a file that is being fingerprinted is let go of. */
  drop(job: FileJob): void
  close(): Promise<void>
}

/** What a thread needs. */
export interface FileThreadOptions {
  worker: Worker
  control: Int32Array<SharedArrayBuffer>
  /** Without a sign of life for so long its other jobs are given back; the file may still come. */
  lateLimitMs: number
  /** Without one for so long it is given up. */
  stallLimitMs: number
  /** There is room again, or, after `onEnd`, never more. */
  onRoom(): void
  /** It opened the file of this job in so many milliseconds. Told before the answer. */
  onOpened?(job: FileJob, ms: number): void
  /** It waits for the system with this job. The others, not begun, are for another thread; it must be given no more. */
  onLate(culprit: FileJob, others: FileJob[]): void
  /** The job that it was late with is answered; with nothing more to do it ends by itself. */
  onBack(): void
  /** It hangs in a system call and lives until that comes back, if it ever does. Told before `onEnd`. */
  onLeftBehind(worker: Worker): void
  /** The thread died, hangs or had nothing to do for long; whatever it held has been answered. */
  onEnd(): void
}

/** Long enough for the next photo of a card that is being copied; then its memory goes back to the system. */
const idleLimitMs = 30_000

/** Wraps a started worker. It does not keep the process alive while it has nothing to do. */
export function createFileThread(options: FileThreadOptions): FileThread {
  const { worker, control } = options
  const slots: (FileJob | null)[] = Array.from({ length: hashesPerThread }, () => null)
  const held = new Map<number, FileJob>()
  let lastId = 0
  let isLate = false
  let orders: FileOrder[] = []
  let endWatch: () => void = () => undefined
  let idleTimer: NodeJS.Timeout | undefined

  const post = (order: FileOrder): void => {
    // All orders of one turn go in one message.
    if (orders.length === 0)
      queueMicrotask(() => {
        worker.postMessage(
          orders,
          orders.flatMap(({ task }) => buffersOf(task)),
        )
        orders = []
      })
    orders.push(order)
  }
  const hold = (job: FileJob): void => {
    lastId += 1
    held.set(lastId, job)
    const slot = job.task.do === 'hash' ? slots.indexOf(null) : null
    if (slot !== null) {
      slots[slot] = job
      setAborted(control, slot, false)
    }
    post({ id: lastId, slot, task: job.task })
    if (held.size > 1) return
    clearTimeout(idleTimer)
    worker.ref()
    const endLateWatch = watchForStall({
      limitMs: options.lateLimitMs,
      pulse: () => readPulse(control),
      isBusy: () => held.has(readInHand(control)),
      onStall: comeLate,
    })
    const endStallWatch = watchForStall({
      limitMs: options.stallLimitMs,
      pulse: () => readPulse(control),
      isBusy: () => held.size > 0,
      onStall: () => end({ kind: 'file-unreadable', code: 'ETIMEDOUT' }, true),
    })
    endWatch = () => {
      endLateWatch()
      endStallWatch()
    }
  }
  /** Takes a job out of the thread. */
  const release = (id: number): FileJob | null => {
    const job = held.get(id) ?? null
    if (!job) return null
    held.delete(id)
    const slot = slots.indexOf(job)
    if (slot !== -1) slots[slot] = null
    if (held.size > 0) return job
    endWatch()
    worker.unref()
    idleTimer = setTimeout(() => end({ kind: 'aborted' }), idleLimitMs).unref()
    return job
  }
  function comeLate(): void {
    const culprit = held.get(readInHand(control))
    if (!culprit) return
    isLate = true
    const others: FileJob[] = []
    for (const [id, job] of held) {
      // It closes what it was told to close: twice would close another file with the same descriptor.
      if (job === culprit || job.task.do === 'close') continue
      letGo(job)
      release(id)
      if (!job.isWanted) {
        job.answer(fail({ kind: 'aborted' }))
        continue
      }
      // The buffer went with the order.
      if (job.task.do === 'read') delete job.task.into
      others.push(job)
    }
    options.onLate(culprit, others)
  }
  const letGo = (job: FileJob): void => {
    const slot = slots.indexOf(job)
    if (slot !== -1) setAborted(control, slot, true)
  }
  const answerAll = (failure: Failure): void => {
    for (const id of [...held.keys()]) release(id)?.answer(fail(failure))
  }
  const stopListening = (): void => {
    endWatch()
    clearTimeout(idleTimer)
    // An error that nobody listens to would end the engine.
    worker.removeAllListeners().on('error', () => undefined)
  }
  const end = (failure: Failure, isHung = false): void => {
    stopListening()
    worker.unref()
    if (isHung) options.onLeftBehind(worker)
    // A thread inside a system call that hangs ends only when the call does; nobody waits for it.
    void worker.terminate()
    options.onEnd()
    answerAll(failure)
    clearTimeout(idleTimer)
  }
  const onBug = (error: unknown): void => {
    const message = error instanceof Error ? error.message : 'The thread that reads files ended.'
    end({ kind: 'unexpected', message: message.slice(0, 500) })
  }

  worker.on('message', (replies: FileReply[]) => {
    for (const { id, opened, openMs, result } of replies) {
      const asked = held.get(id)
      if (asked && openMs !== undefined) options.onOpened?.(asked, openMs)
      const job = release(id)
      // Nobody knows of this descriptor any more.
      if (!job && opened !== null)
        post({ id: 0, slot: null, task: { do: 'close', descriptor: opened } })
      if (!job) continue
      if (isLate) options.onBack()
      else if (job.task.do === 'hash') options.onRoom()
      job.answer(result)
    }
  })
  worker.on('error', onBug)
  worker.on('exit', onBug)
  worker.unref()

  return {
    jobs: () => held.size,
    hasRoomToHash: () => slots.includes(null),
    take: hold,
    drop: letGo,
    close: async () => {
      stopListening()
      for (const job of held.values()) letGo(job)
      answerAll({ kind: 'aborted' })
      clearTimeout(idleTimer)
      await endThread(worker)
    },
  }
}

/** The buffers that a task takes along. */
const buffersOf = (task: FileTask): ArrayBuffer[] =>
  task.do === 'read' && task.into !== undefined ? [task.into] : []
