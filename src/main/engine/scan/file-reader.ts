// Fingerprints files in a few threads and spreads the jobs over them. Every job is answered, also when its thread
// dies, hangs or is no longer wanted. How a file is read is hash-file.ts.
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { fail } from '../../../shared/result.ts'
import type { Fingerprinter } from '../ports.ts'
import { createHashControl, jobsPerThread, type HashThreadData } from './hash-control.ts'
import type { HashResult } from './hash-file.ts'
import { createHashThread, type HashJob, type HashThread } from './hash-thread.ts'

/** How many threads, and what tests replace. */
export interface FingerprinterOptions {
  /** Two read a disk as fast as it goes and leave the rest of the processor to the user (measured). */
  threads?: number
  /** Without a sign of life for this long a thread counts as hung, as on a share that went away. */
  stallLimitMs?: number
  startWorker?: (data: HashThreadData) => Worker
}

const startHashWorker = (data: HashThreadData): Worker =>
  new Worker(
    new URL(
      import.meta.url.endsWith('.ts') ? './hash-worker.ts' : './hash-worker.js',
      import.meta.url,
    ),
    { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: 2 } },
  )

/** Time to end for a thread that is not stuck in a system call. */
const graceMs = 2_000

/** Starts each thread with the first job that needs it. */
export function createFingerprinter(options: FingerprinterOptions = {}): Fingerprinter {
  const { threads: mostThreads = 2, stallLimitMs = 60_000, startWorker = startHashWorker } = options
  const threads = new Set<HashThread>()
  const waiting = new Set<HashJob & { begin(thread: HashThread): void }>()
  let isClosed = false

  const startThread = (): HashThread => {
    const control = createHashControl()
    const thread: HashThread = createHashThread({
      worker: startWorker({ control }),
      control,
      stallLimitMs,
      onRoom: dispatch,
      onEnd: () => {
        threads.delete(thread)
        // After the answers to its jobs, so that what they ask for next finds a new thread.
        queueMicrotask(dispatch)
      },
    })
    threads.add(thread)
    return thread
  }

  /** The thread with the least to do; a new one before any has two jobs. */
  const findRoom = (): HashThread | null => {
    let best: HashThread | null = null
    for (const thread of threads) if (!best || thread.jobs() < best.jobs()) best = thread
    if ((best === null || best.jobs() > 0) && threads.size < mostThreads) return startThread()
    return best !== null && best.jobs() < jobsPerThread ? best : null
  }

  function dispatch(): void {
    if (isClosed) return
    for (const job of waiting) {
      const thread = findRoom()
      if (!thread) return
      waiting.delete(job)
      job.begin(thread)
    }
  }

  return {
    fingerprint: (path, expected, signal) => {
      if (signal.aborted || isClosed) return Promise.resolve(fail({ kind: 'aborted' }))
      return new Promise((resolve) => {
        let dismiss = (): void => undefined
        const answer = (result: HashResult): void => {
          signal.removeEventListener('abort', onAbort)
          resolve(result)
        }
        const onAbort = (): void => {
          waiting.delete(job)
          dismiss()
          // Answered now: a thread that hangs on the file would let the caller wait.
          answer(fail({ kind: 'aborted' }))
        }
        const job = {
          path,
          expected,
          answer,
          begin: (thread: HashThread) => {
            dismiss = thread.start(job)
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.add(job)
        dispatch()
      })
    },
    close: async () => {
      isClosed = true
      for (const job of waiting) job.answer(fail({ kind: 'aborted' }))
      waiting.clear()
      await Promise.race([
        Promise.all([...threads].map((thread) => thread.close())),
        delay(graceMs, undefined, { ref: false }),
      ])
    },
  }
}
