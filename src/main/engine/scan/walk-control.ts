// What the engine and a walking thread say to each other: a message to start, messages with batches back, and a few
// shared numbers, because a thread that reads synchronously hears no messages while it works.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { CallHolder } from './call-budget.ts'
import type { PackedBatch } from './packed-batch.ts'
import type { WalkJob, WalkTotals } from './walk-tree.ts'

/** Starts a walk. */
export interface WalkOrder {
  job: WalkJob
  control: Int32Array<SharedArrayBuffer>
  /** With what it makes calls side by side; left out: it does not. */
  holder?: CallHolder
}

/** What comes back: batches, then one end. */
export type WalkReply =
  { kind: 'batch'; batch: PackedBatch } | { kind: 'end'; result: Result<WalkTotals, Failure> }

/** Batches that may be on their way at once: enough to keep both sides busy, few enough to bound memory. */
const mostAhead = 3
// Places in the shared numbers.
const aheadAt = 0
const stoppedAt = 1
const pulseAt = 2

/** The shared numbers of one walk, at rest. */
export const createControl = (): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(12))

/** Of the thread: counts a batch that was posted, and sleeps until there is room for another. */
export function waitForRoom(control: Int32Array<SharedArrayBuffer>): void {
  let ahead = Atomics.add(control, aheadAt, 1) + 1
  while (ahead >= mostAhead && !isStopped(control)) {
    Atomics.wait(control, aheadAt, ahead)
    ahead = Atomics.load(control, aheadAt)
  }
}

/** Of the engine: counts a batch that was taken. */
export function makeRoom(control: Int32Array<SharedArrayBuffer>): void {
  Atomics.sub(control, aheadAt, 1)
  Atomics.notify(control, aheadAt)
}

/** Of the engine: asks the thread to end. */
export function stop(control: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(control, stoppedAt, 1)
  // Changes the number too, so that a thread about to sleep on it does not.
  Atomics.sub(control, aheadAt, 1_000_000)
  Atomics.notify(control, aheadAt)
}

/** Whether the walk was asked to end. */
export const isStopped = (control: Int32Array<SharedArrayBuffer>): boolean =>
  Atomics.load(control, stoppedAt) === 1

/** Of the thread: a sign of life. */
export const pulse = (control: Int32Array<SharedArrayBuffer>): void => {
  Atomics.add(control, pulseAt, 1)
}

/** Of the engine: changes while the thread lives. */
export const readPulse = (control: Int32Array<SharedArrayBuffer>): number =>
  Atomics.load(control, pulseAt)

/** Of the engine: whether the thread should be reading, not waiting for room. */
export const isReading = (control: Int32Array<SharedArrayBuffer>): boolean =>
  Atomics.load(control, aheadAt) < mostAhead
