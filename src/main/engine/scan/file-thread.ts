// One hashing thread as the engine sees it: holds a few jobs at once, answers each, and is never waited for in vain.
// Which job goes to which thread is fingerprinter.ts.
import type { Worker } from 'node:worker_threads'
import type { Failure } from '../../../shared/failure.ts'
import { fail } from '../../../shared/result.ts'
import type { FileStamp } from '../ports.ts'
import {
  jobsPerThread,
  readPulse,
  setAborted,
  type HashOrder,
  type HashReply,
} from './hash-control.ts'
import type { HashResult } from './hash-file.ts'
import { watchForStall } from './stall.ts'

/** A job that waits for a thread, or that one works on. */
export interface HashJob {
  path: string
  expected: FileStamp
  answer(result: HashResult): void
}

/** A thread with room for {@link jobsPerThread} jobs. */
export interface HashThread {
  jobs(): number
  /** Gives it a job; the returned function says that the answer is no longer wanted. */
  start(job: HashJob): () => void
  close(): Promise<void>
}

/** What a thread needs. */
export interface HashThreadOptions {
  worker: Worker
  control: Int32Array<SharedArrayBuffer>
  stallLimitMs: number
  /** There is room again, or, after `onEnd`, never more. */
  onRoom(): void
  /** The thread died or hangs; its jobs have been answered. */
  onEnd(): void
}

/** Wraps a started worker. It does not keep the process alive while it has nothing to do. */
export function createHashThread(options: HashThreadOptions): HashThread {
  const { worker, control } = options
  const slots: (HashJob | null)[] = Array.from({ length: jobsPerThread }, () => null)
  let jobs = 0
  let endStallWatch: () => void = () => undefined

  const free = (slot: number): HashJob | null => {
    const job = slots[slot] ?? null
    if (!job) return null
    slots[slot] = null
    jobs -= 1
    if (jobs === 0) {
      endStallWatch()
      worker.unref()
    }
    return job
  }
  const stopListening = (): void => {
    endStallWatch()
    // An error that nobody listens to would end the engine.
    worker.removeAllListeners().on('error', () => undefined)
  }
  const end = (failure: Failure): void => {
    stopListening()
    worker.unref()
    // A thread inside a system call that hangs ends only when the call does; nobody waits for it.
    void worker.terminate()
    options.onEnd()
    for (const slot of slots.keys()) free(slot)?.answer(fail(failure))
  }
  const onBug = (error: unknown): void => {
    const message = error instanceof Error ? error.message : 'The hashing thread ended.'
    end({ kind: 'unexpected', message: message.slice(0, 500) })
  }

  worker.on('message', ({ slot, result }: HashReply) => {
    const job = free(slot)
    options.onRoom()
    job?.answer(result)
  })
  worker.on('error', onBug)
  worker.on('exit', onBug)
  worker.unref()

  return {
    jobs: () => jobs,
    start: (job) => {
      const slot = slots.indexOf(null)
      slots[slot] = job
      jobs += 1
      if (jobs === 1) {
        worker.ref()
        endStallWatch = watchForStall({
          limitMs: options.stallLimitMs,
          pulse: () => readPulse(control),
          isBusy: () => jobs > 0,
          onStall: () => end({ kind: 'file-unreadable', code: 'ETIMEDOUT' }),
        })
      }
      setAborted(control, slot, false)
      worker.postMessage({ slot, path: job.path, expected: job.expected } satisfies HashOrder)
      return () => {
        // Once answered, the slot may be another job's.
        if (slots[slot] === job) setAborted(control, slot, true)
      }
    },
    close: async () => {
      stopListening()
      for (const slot of slots.keys()) {
        setAborted(control, slot, true)
        free(slot)?.answer(fail({ kind: 'aborted' }))
      }
      await worker.terminate()
    },
  }
}
