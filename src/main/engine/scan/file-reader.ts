// Reads the user's files in a few threads and spreads the jobs over them. Every job is answered, also when its thread
// dies, hangs or is no longer wanted. How a file is read is hash-file.ts and read-start.ts.
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { fail, ok } from '../../../shared/result.ts'
import type { FileReader } from '../ports/files.ts'
import { createFileControl, type FileThreadData } from './file-control.ts'
import type { HashResult } from './hash-file.ts'
import { createFileThread, type FileThread, type HashJob } from './file-thread.ts'

/** How many threads, and what tests replace. */
export interface FileReaderOptions {
  /** Two read a disk as fast as it goes and leave the rest of the processor to the user (measured). */
  threads?: number
  /** Without a sign of life for this long a thread counts as hung, as on a share that went away. */
  stallLimitMs?: number
  startWorker?: (data: FileThreadData) => Worker
}

const startFileWorker = (data: FileThreadData): Worker =>
  new Worker(
    new URL(
      import.meta.url.endsWith('.ts') ? './file-worker.ts' : './file-worker.js',
      import.meta.url,
    ),
    { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: 2 } },
  )

/**
 * Threads that hang keep their memory, and a share that went away may hang one after another: with so many of them nothing
 * is read until one comes back.
 */
const mostLeftBehind = 8

/** Time to end for a thread that is not stuck in a system call. */
const graceMs = 2_000

const aborted = fail({ kind: 'aborted' } as const)
const timedOut = fail({ kind: 'file-unreadable', code: 'ETIMEDOUT' } as const)

/** Starts each thread with the first job that needs it. */
export function createFileReader(options: FileReaderOptions = {}): FileReader {
  const { threads: mostThreads = 2, stallLimitMs = 60_000, startWorker = startFileWorker } = options
  const threads = new Set<FileThread>()
  const waiting = new Set<HashJob & { begin(thread: FileThread): void }>()
  const leftBehind = new Set<Worker>()
  let isClosed = false
  const mayStart = (): boolean => leftBehind.size < mostLeftBehind
  const isStuck = (): boolean => threads.size === 0 && !mayStart()

  const startThread = (): FileThread => {
    const control = createFileControl()
    const thread: FileThread = createFileThread({
      worker: startWorker({ control }),
      control,
      stallLimitMs,
      onRoom: dispatch,
      onLeftBehind: (worker) => {
        leftBehind.add(worker)
        worker.once('exit', () => leftBehind.delete(worker))
      },
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
  const leastBusy = (): FileThread => {
    let best: FileThread | null = null
    for (const thread of threads) if (!best || thread.jobs() < best.jobs()) best = thread
    const isNewWanted =
      (best === null || best.jobs() > 0) && threads.size < mostThreads && mayStart()
    return best === null || isNewWanted ? startThread() : best
  }

  function dispatch(): void {
    if (isClosed) return
    for (const job of waiting) {
      if (isStuck()) {
        waiting.delete(job)
        job.answer(timedOut)
        continue
      }
      const best = leastBusy()
      const thread = best.hasRoomToHash()
        ? best
        : [...threads].find((other) => other.hasRoomToHash())
      if (!thread) return
      waiting.delete(job)
      job.begin(thread)
    }
  }

  return {
    fingerprint: (path, expected, signal) => {
      if (signal.aborted || isClosed) return Promise.resolve(aborted)
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
          answer(aborted)
        }
        const job = {
          path,
          expected,
          answer,
          begin: (thread: FileThread) => {
            dismiss = thread.hash(job)
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.add(job)
        dispatch()
      })
    },
    readStart: (path, mostBytes, signal) => {
      if (signal.aborted || isClosed) return Promise.resolve(aborted)
      if (isStuck()) return Promise.resolve(timedOut)
      return new Promise((resolve) => {
        const onAbort = (): void => {
          dismiss()
          resolve(aborted)
        }
        const dismiss = leastBusy().read({
          path,
          mostBytes,
          answer: (result) => {
            signal.removeEventListener('abort', onAbort)
            if (!result.ok) {
              resolve(result)
              return
            }
            const { bytes, stamp } = result.value
            resolve(ok({ bytes: Buffer.from(bytes.buffer), stamp }))
          },
        })
        signal.addEventListener('abort', onAbort, { once: true })
      })
    },
    close: async () => {
      isClosed = true
      for (const job of waiting) job.answer(aborted)
      waiting.clear()
      await Promise.race([
        Promise.all([...threads].map((thread) => thread.close())),
        delay(graceMs, undefined, { ref: false }),
      ])
    },
  }
}
