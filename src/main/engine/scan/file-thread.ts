// One file thread as the engine sees it: holds a few jobs at once, answers each, and is never waited for in vain.
// Which job goes to which thread is file-reader.ts.
import type { Worker } from 'node:worker_threads'
import type { Failure } from '../../../shared/failure.ts'
import { fail } from '../../../shared/result.ts'
import type { FileStamp } from '../ports/files.ts'
import {
  hashesPerThread,
  readPulse,
  setAborted,
  type FileOrder,
  type FileReply,
} from './file-control.ts'
import type { HashResult } from './hash-file.ts'
import type { StartResult } from './read-start.ts'
import { watchForStall } from './stall.ts'

/** A file to fingerprint, waiting for a thread or in one. */
export interface HashJob {
  path: string
  expected: FileStamp
  answer(result: HashResult): void
}

/** A file whose start is wanted. */
export interface ReadJob {
  path: string
  mostBytes: number
  answer(result: StartResult): void
}

/** A thread with room for {@link hashesPerThread} files to fingerprint, and any number of starts to read. */
export interface FileThread {
  jobs(): number
  hasRoomToHash(): boolean
  /** Gives it a job; the returned function says that the answer is no longer wanted. */
  hash(job: HashJob): () => void
  read(job: ReadJob): () => void
  close(): Promise<void>
}

/** What a thread needs. */
export interface FileThreadOptions {
  worker: Worker
  control: Int32Array<SharedArrayBuffer>
  stallLimitMs: number
  /** There is room again, or, after `onEnd`, never more. */
  onRoom(): void
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
  const slots: (HashJob | null)[] = Array.from({ length: hashesPerThread }, () => null)
  const reads = new Map<number, ReadJob>()
  let readCount = 0
  let jobs = 0
  let orders: FileOrder[] = []
  let endStallWatch: () => void = () => undefined
  let idleTimer: NodeJS.Timeout | undefined

  const post = (order: FileOrder): void => {
    // All orders of one turn go in one message.
    if (orders.length === 0)
      queueMicrotask(() => {
        worker.postMessage(orders)
        orders = []
      })
    orders.push(order)
    jobs += 1
    if (jobs > 1) return
    clearTimeout(idleTimer)
    worker.ref()
    endStallWatch = watchForStall({
      limitMs: options.stallLimitMs,
      pulse: () => readPulse(control),
      isBusy: () => jobs > 0,
      onStall: () => end({ kind: 'file-unreadable', code: 'ETIMEDOUT' }, true),
    })
  }
  const ended = (): void => {
    jobs -= 1
    if (jobs > 0) return
    endStallWatch()
    worker.unref()
    idleTimer = setTimeout(() => end({ kind: 'aborted' }), idleLimitMs).unref()
  }
  const takeHash = (slot: number): HashJob | null => {
    const job = slots[slot] ?? null
    if (!job) return null
    slots[slot] = null
    ended()
    return job
  }
  const takeRead = (id: number): ReadJob | null => {
    const job = reads.get(id) ?? null
    if (reads.delete(id)) ended()
    return job
  }
  const answerAll = (failure: Failure): void => {
    for (const id of [...reads.keys()]) takeRead(id)?.answer(fail(failure))
    for (const slot of slots.keys()) takeHash(slot)?.answer(fail(failure))
  }
  const stopListening = (): void => {
    endStallWatch()
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
    for (const reply of replies) {
      if (reply.do === 'read') {
        takeRead(reply.id)?.answer(reply.result)
        continue
      }
      const job = takeHash(reply.slot)
      options.onRoom()
      job?.answer(reply.result)
    }
  })
  worker.on('error', onBug)
  worker.on('exit', onBug)
  worker.unref()

  return {
    jobs: () => jobs,
    hasRoomToHash: () => slots.includes(null),
    hash: (job) => {
      const slot = slots.indexOf(null)
      slots[slot] = job
      setAborted(control, slot, false)
      post({ do: 'hash', slot, path: job.path, expected: job.expected })
      return () => {
        // Once answered, the slot may be another job's.
        if (slots[slot] === job) setAborted(control, slot, true)
      }
    },
    read: (job) => {
      readCount += 1
      const id = readCount
      reads.set(id, job)
      post({ do: 'read', id, path: job.path, mostBytes: job.mostBytes })
      return () => {
        takeRead(id)
      }
    },
    close: async () => {
      stopListening()
      for (const slot of slots.keys()) setAborted(control, slot, true)
      answerAll({ kind: 'aborted' })
      clearTimeout(idleTimer)
      await worker.terminate()
    },
  }
}
