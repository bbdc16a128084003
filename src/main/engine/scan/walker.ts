// Walks sources in threads of their own, so that a hanging share hangs neither the engine nor another source.
// Hands batches to the caller one at a time, once unnamed files in them are told (strangers.ts), and lets the thread run
// only a little ahead. The walk itself is walk-tree.ts.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Failure } from '../../../shared/failure.ts'
import { fail, type Result } from '../../../shared/result.ts'
import type { FileReader, WalkEvent, Walker, WalkRequest } from '../ports/files.ts'
import type { CloudLook } from './cloud-look.ts'
import { processCalls, type CallBudget, type CallHolder } from './call-budget.ts'
import { unpack } from './packed-batch.ts'
import { endThread, leaveBehind } from './left-behind.ts'
import { watchForStall } from './stall.ts'
import { createSettling } from './strangers.ts'
import {
  createControl,
  isReading,
  makeRoom,
  readPulse,
  stop,
  type WalkOrder,
  type WalkReply,
} from './walk-control.ts'
import type { WalkTotals } from './walk-tree.ts'

/** A {@link Walker} that also tells which photo libraries it passed by. */
export interface ScanWalker extends Walker {
  walk(
    request: WalkRequest,
    take: (events: WalkEvent[]) => Promise<void> | void,
  ): Promise<Result<WalkTotals, Failure>>
}

/** What tells files without a telling name, and what tests replace. */
export interface WalkerOptions {
  /** Left out: none of them is opened, and all count as other files. */
  reader?: Pick<FileReader, 'readStart'>
  /** What tells on Windows which files only the cloud has. Left out: their blocks alone. */
  cloudLook?: CloudLook
  platform?: NodeJS.Platform
  /** Without a sign of life for this long, a thread counts as hung: its source is unreadable and the thread is left behind. */
  stallLimitMs?: number
  /** How long a thread may take to stop when asked to; one that hangs in a system call never does. */
  graceMs?: number
  batchSize?: number
  /** With what threads make calls side by side; left out: what all of the process has. */
  calls?: CallBudget
  startWorker?: () => Worker
}

/** Linux gives up on a dead NFS server after minutes or never; a disk that spins up needs about ten seconds. */
const defaultStallLimitMs = 60_000
/** A thread looks whether it should stop before every folder. */
const defaultGraceMs = 2_000
/** Enough files to pay for a message and for the transaction that they become. */
const defaultBatchSize = 2_000
/**
 * Long enough for the next folder, or the next hint of one that photos are being copied into: a thread costs more to start
 * than most walks (measured). Then its 12 MB go back to the system.
 */
const idleLimitMs = 30_000

const startWalkWorker = (): Worker =>
  new Worker(
    new URL(
      import.meta.url.endsWith('.ts') ? './walk-worker.ts' : './walk-worker.js',
      import.meta.url,
    ),
    // The walk makes much that dies at once; a small nursery keeps the thread's resident memory low. Smaller than
    // this and the names of one batch outgrow it, which costs more (measured).
    { resourceLimits: { maxYoungGenerationSizeMb: 8 } },
  )

/** Folders are walked side by side, each on a thread of its own; so many wait for the next walk (most people have no more). */
const mostIdle = 3

/** Starts no thread until the first walk, and keeps some idle for a while after each. */
export function createWalker(options: WalkerOptions = {}): ScanWalker {
  const {
    stallLimitMs = defaultStallLimitMs,
    graceMs = defaultGraceMs,
    batchSize = defaultBatchSize,
    platform = process.platform,
    startWorker = startWalkWorker,
  } = options
  // Not before a walk: a walker may be made before the size of the process's pool is set.
  const calls = (): CallBudget => options.calls ?? processCalls()
  const closing = new AbortController()
  const busy = new Set<Worker>()
  /** Threads that hang in a system call, by the root that they hang on: it gets no second one until they come back. */
  const hung = new Map<string, Worker>()
  /** Threads at rest, with the timer that ends each. */
  const idle = new Map<Worker, NodeJS.Timeout>()

  const start = (): Worker => {
    const worker = startWorker()
    // While it walks, its death is answered below; at rest it only must not be handed out again.
    worker.on('error', () => undefined)
    worker.once('exit', () => takeFromIdle(worker))
    return worker
  }
  const takeFromIdle = (worker: Worker): void => {
    clearTimeout(idle.get(worker))
    idle.delete(worker)
  }
  const borrow = (): Worker => {
    // The one that rested shortest, so that those which are not needed come to their end.
    const worker = [...idle.keys()].at(-1) ?? start()
    takeFromIdle(worker)
    worker.ref()
    busy.add(worker)
    return worker
  }
  const giveBack = (worker: Worker): void => {
    busy.delete(worker)
    if (idle.size >= mostIdle || closing.signal.aborted) {
      void worker.terminate()
      return
    }
    worker.unref()
    const end = (): void => {
      takeFromIdle(worker)
      void worker.terminate()
    }
    idle.set(worker, setTimeout(end, idleLimitMs).unref())
  }
  const abandon = (worker: Worker, root: string, holder: CallHolder | undefined): void => {
    busy.delete(worker)
    hung.set(root, worker)
    worker.unref()
    leaveBehind(worker, () => {
      hung.delete(root)
      calls().leave(holder)
    })
    // Takes effect when the system call comes back, if it ever does; nobody waits for it.
    void worker.terminate()
  }

  return {
    walk: (request, take) => {
      const { root, folders, isRecursive, includeSubfolders, ignorePatterns } = request
      const { leftOut = [], followLinks, recall, signal } = request
      const job = {
        ...{ root, folders, isRecursive, includeSubfolders, ignorePatterns },
        ...{ leftOut, batchSize, platform, ...(followLinks === undefined ? {} : { followLinks }) },
      }
      if (signal.aborted || closing.signal.aborted)
        return Promise.resolve(fail({ kind: 'aborted' }))
      if (hung.has(job.root)) return Promise.resolve(fail(toTimeout(job.root)))
      return new Promise((resolve, reject) => {
        const worker = borrow()
        const control = createControl()
        const holder = calls().enter()
        const stopSignal = AbortSignal.any([signal, closing.signal])
        const settle = createSettling({
          request: { root, signal: stopSignal, ...(recall === undefined ? {} : { recall }) },
          reader: options.reader,
        })
        let isOver = false
        const hasEnded = (): boolean => isOver
        let taking = Promise.resolve()
        let graceTimer: NodeJS.Timeout | undefined

        /** Answers the caller; the thread may still have to end. */
        const finish = (settle: () => void): void => {
          if (isOver) return
          isOver = true
          stopSignal.removeEventListener('abort', onAbort)
          // What the caller still does with the last batch is done before it hears that the walk is over.
          void taking.then(settle)
        }
        /** Nothing more comes from the thread. */
        const detach = (): void => {
          endStallWatch()
          clearTimeout(graceTimer)
          worker.off('message', onMessage).off('error', onError).off('exit', onError)
        }
        const giveUp = (): void => {
          detach()
          abandon(worker, job.root, holder)
          finish(() => resolve(fail(toTimeout(job.root))))
        }
        const onAbort = (): void => {
          stop(control)
          graceTimer = setTimeout(giveUp, graceMs).unref()
          finish(() => resolve(fail({ kind: 'aborted' })))
        }
        const endStallWatch = watchForStall({
          limitMs: stallLimitMs,
          pulse: () => readPulse(control),
          isBusy: () => isReading(control),
          onStall: giveUp,
        })
        const takeNext = async (reply: Extract<WalkReply, { kind: 'batch' }>): Promise<void> => {
          if (isOver) return
          const walked = unpack(reply.batch)
          const clear = (await options.cloudLook?.(root, walked, stopSignal)) ?? walked
          if (hasEnded()) return
          const events = await settle(clear)
          // To unpack a folder of 100,000 files takes as long as a slice of what follows, which has a turn of its own.
          await nextTurn()
          if (hasEnded()) return
          await take(events)
          makeRoom(control)
        }
        const onMessage = (reply: WalkReply): void => {
          if (reply.kind === 'batch') {
            taking = taking
              .then(() => takeNext(reply))
              .catch((error: unknown) => {
                stop(control)
                finish(() => reject(error instanceof Error ? error : new Error(String(error))))
              })
            return
          }
          detach()
          calls().leave(holder)
          giveBack(worker)
          void taking.then(() => finish(() => resolve(reply.result)))
        }
        // A bug in the thread, or its end; either way it cannot walk again.
        const onError = (error: unknown): void => {
          detach()
          calls().leave(holder)
          busy.delete(worker)
          const message = error instanceof Error ? error.message : 'The walking thread ended.'
          finish(() => resolve(fail({ kind: 'unexpected', message: message.slice(0, 500) })))
        }
        worker.on('message', onMessage).once('error', onError).once('exit', onError)
        stopSignal.addEventListener('abort', onAbort)
        worker.postMessage({ job, control, ...(holder && { holder }) } satisfies WalkOrder)
      })
    },
    close: async () => {
      closing.abort()
      const living = [...busy, ...idle.keys()]
      for (const worker of idle.keys()) takeFromIdle(worker)
      // A thread that hangs in a system call ends only when the call does; nobody waits for it.
      await Promise.all(living.map((worker) => endThread(worker, graceMs)))
    },
  }
}

const toTimeout = (root: string): Failure => ({
  kind: 'folder-unreadable',
  path: root,
  code: 'ETIMEDOUT',
})
