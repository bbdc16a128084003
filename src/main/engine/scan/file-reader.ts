// Reads the user's files in a few threads and spreads the jobs over them. Every job is answered, also when its thread
// dies, hangs or is no longer wanted; a drive or share that hangs keeps nothing but its own files waiting.
// How a file is read is hash-file.ts and file-calls.ts.
import { Worker } from 'node:worker_threads'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { FileReader, OpenedFile } from '../ports/files.ts'
import {
  createFileControl,
  type FileAnswers,
  type FileResult,
  type FileTasks,
  type FileThreadData,
} from './file-control.ts'
import { countUses } from './descriptor-uses.ts'
import { leaveBehind } from './left-behind.ts'
import { createThreadWidth } from './thread-width.ts'
import { createFileThread, type FileJob, type FileThread } from './file-thread.ts'

/** How many threads, and what tests replace. */
export interface FileReaderOptions {
  /**
   * Two read a disk as fast as it goes and leave the rest of the processor to the user (measured). Of a place where opening a file
   * takes long there are more, where that helps.
   */
  threads?: number
  /** What a file hangs together with; left out: all with all. */
  placeOf?: (path: string) => string
  /** A place that a thread waits for, told once for each thread. */
  onLate?: (place: string) => void
  /** A thread that waits for the system this long keeps only its place waiting: others go to another thread. */
  lateLimitMs?: number
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
    {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
      // A file that one thread opened is read by the others too, and outlives it.
      trackUnmanagedFds: false,
    },
  )

/** The most threads for one slow place. Over a share with 2 ms a call eight were as fast, and held 50 MB more (measured). */
const mostForPlace = 4

/**
 * Threads that hang keep their memory, and a share that went away may hang all of its own at once: with so many of them nothing
 * is read until one comes back.
 */
const mostStuck = 16

const aborted = fail({ kind: 'aborted' } as const)
const timedOut = fail({ kind: 'file-unreadable', code: 'ETIMEDOUT' } as const)

/** How a place stands in which a thread is stuck. */
interface Stuck {
  threads: number
  /** One of them was given up, and did not come back yet. */
  isHopeless: boolean
}

/** Starts each thread with the first job that needs it. */
export function createFileReader(options: FileReaderOptions = {}): FileReader {
  const { threads: usualThreads = 2, lateLimitMs = 2_000, stallLimitMs = 60_000 } = options
  const { startWorker = startFileWorker, placeOf = () => '' } = options
  const { onLate = () => undefined } = options
  /** Those that take jobs. */
  const threads = new Set<FileThread>()
  /** Those that wait for the system, or did; they take no more. */
  const late = new Set<FileThread>()
  const leftBehind = new Set<Worker>()
  const stuck = new Map<string, Stuck>()
  const waiting = new Set<FileJob>()
  /** The thread that a job went to last. */
  const threadOf = new WeakMap<FileJob, FileThread>()
  const width = createThreadWidth({
    narrowest: usualThreads,
    widest: Math.max(usualThreads, mostForPlace),
  })
  /** The threads that take jobs of a place. */
  const threadsFor = (place: string): FileThread[] => [...threads].slice(0, width.of(place))
  let isClosed = false
  const mayStart = (): boolean => late.size + leftBehind.size < mostStuck
  const isStuck = (): boolean => threads.size === 0 && !mayStart()

  const stick = (place: string): void => {
    const { threads: count, isHopeless } = stuck.get(place) ?? { threads: 0, isHopeless: false }
    stuck.set(place, { threads: count + 1, isHopeless })
  }
  const unstick = (place: string): void => {
    const entry = stuck.get(place)
    if (entry && entry.threads > 1) stuck.set(place, { ...entry, threads: entry.threads - 1 })
    else stuck.delete(place)
    dispatchSoon()
  }

  const startThread = (): FileThread => {
    const control = createFileControl()
    let place: string | null = null
    const thread: FileThread = createFileThread({
      worker: startWorker({ control }),
      control,
      lateLimitMs,
      stallLimitMs,
      onRoom: dispatch,
      onOpened: ({ place }, ms) => {
        width.opened(place, ms, threadsFor(place).filter((one) => one.jobs() > 0).length)
      },
      onLate: (culprit, others) => {
        ;({ place } = culprit)
        stick(place)
        threads.delete(thread)
        late.add(thread)
        for (const job of others) waiting.add(job)
        dispatch()
        onLate(place)
      },
      onBack: () => {
        if (place !== null) unstick(place)
        place = null
      },
      onLeftBehind: (worker) => {
        leftBehind.add(worker)
        const hung = place
        place = null
        const entry = hung === null ? undefined : stuck.get(hung)
        if (entry) entry.isHopeless = true
        leaveBehind(worker, () => {
          leftBehind.delete(worker)
          if (hung !== null) unstick(hung)
        })
      },
      onEnd: () => {
        threads.delete(thread)
        late.delete(thread)
        if (place !== null) unstick(place)
        // After the answers to its jobs, so that what they ask for next finds a new thread.
        dispatchSoon()
      },
    })
    threads.add(thread)
    return thread
  }

  /** The thread with the least to do; a new one before any has two jobs. */
  const leastBusy = (place: string): FileThread => {
    let best: FileThread | null = null
    for (const thread of threadsFor(place)) if (!best || thread.jobs() < best.jobs()) best = thread
    const isNewWanted =
      (best === null || best.jobs() > 0) && threads.size < width.of(place) && mayStart()
    return best === null || isNewWanted ? startThread() : best
  }

  /** Hands the job on, to a thread or with its answer; false: it has to wait. */
  const handOn = (job: FileJob): boolean => {
    const entry = stuck.get(job.place)
    const isClosing = job.task.do === 'close'
    if (isStuck() || entry?.isHopeless === true) {
      // What stays open on a share that hangs is closed when it comes back.
      if (isClosing) return false
      job.answer(timedOut)
      return true
    }
    if (entry) return false
    const best = leastBusy(job.place)
    const thread =
      job.task.do !== 'hash' || best.hasRoomToHash()
        ? best
        : threadsFor(job.place).find((other) => other.hasRoomToHash())
    if (!thread) return false
    threadOf.set(job, thread)
    thread.take(job)
    return true
  }

  function dispatch(): void {
    if (isClosed) return
    for (const job of [...waiting]) if (handOn(job)) waiting.delete(job)
  }
  function dispatchSoon(): void {
    queueMicrotask(dispatch)
  }

  /** The answer to one task, at once when `signal` aborts. `onOver`: no thread does it any more. */
  const ask = <K extends keyof FileTasks>(
    path: string,
    task: FileTasks[K],
    signal: AbortSignal | null,
    onOver: () => void = () => undefined,
  ): Promise<FileResult<K>> => {
    if (signal?.aborted === true || isClosed) {
      onOver()
      return Promise.resolve(aborted)
    }
    return new Promise((resolve) => {
      const settle = (result: FileResult): void => {
        signal?.removeEventListener('abort', onAbort)
        resolve(result as FileResult<K>)
      }
      const onAbort = (): void => {
        if (waiting.delete(job)) onOver()
        job.isWanted = false
        threadOf.get(job)?.drop(job)
        // Answered now: a thread that hangs on the file would let the caller wait. What it opens after all is closed.
        job.answer = (late) => {
          onOver()
          if (task.do === 'open' && late.ok)
            close(path, (late.value as FileAnswers['open']).descriptor)
        }
        settle(aborted)
      }
      const job: FileJob = {
        task,
        place: placeOf(path),
        isWanted: true,
        answer: (result) => {
          onOver()
          settle(result)
        },
      }
      signal?.addEventListener('abort', onAbort)
      waiting.add(job)
      dispatch()
    })
  }
  const close = (path: string, descriptor: number): void => {
    void ask<'close'>(path, { do: 'close', descriptor }, null)
  }

  return {
    fingerprint: (path, expected, signal) =>
      ask<'hash'>(path, { do: 'hash', path, expected }, signal),
    readStart: async (path, mostBytes, signal, spareBytes = 0) => {
      const start = await ask<'start'>(path, { do: 'start', path, mostBytes, spareBytes }, signal)
      if (!start.ok) return start
      const { bytes, stamp, birthtimeMs } = start.value
      return ok({ bytes: Buffer.from(bytes.buffer, 0, bytes.length), stamp, birthtimeMs })
    },
    namesIn: (folder, endings, signal) =>
      ask<'names'>(folder, { do: 'names', path: folder, endings }, signal),
    open: async (path, signal): Promise<Result<OpenedFile, Failure>> => {
      const opened = await ask<'open'>(path, { do: 'open', path }, signal)
      if (!opened.ok) return opened
      const { descriptor, stamp } = opened.value
      const uses = countUses(() => close(path, descriptor))
      return ok<OpenedFile>({
        stamp,
        look: async () =>
          uses.begin() ? ask<'look'>(path, { do: 'look', descriptor }, signal, uses.end) : aborted,
        read: async (position, length, into) => {
          const task = { do: 'read', descriptor, position, length, ...(into && { into }) } as const
          return uses.begin() ? ask<'read'>(path, task, signal, uses.end) : aborted
        },
        close: uses.close,
      })
    },
    close: async () => {
      isClosed = true
      for (const job of waiting) job.answer(aborted)
      waiting.clear()
      await Promise.all([...threads, ...late].map((thread) => thread.close()))
    },
  }
}
