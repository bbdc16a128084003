// What the engine and a hashing thread say to each other: a message for each job, one back for each, and a few shared
// numbers, because a thread that reads hears no messages in the middle of a file.
import type { FileStamp } from '../ports.ts'
import type { HashResult } from './hash-file.ts'

/** Jobs that a thread holds at once, so that it starts the next without waiting for a message to cross. */
export const jobsPerThread = 4

/** What a thread gets at its start. */
export interface HashThreadData {
  control: Int32Array<SharedArrayBuffer>
}

/** One file to fingerprint. `slot` is the job's place among the shared numbers until it is answered. */
export interface HashOrder {
  slot: number
  path: string
  expected: FileStamp
}

/** The answer to the job in `slot`. */
export interface HashReply {
  slot: number
  result: HashResult
}

// After one number for each slot comes the sign of life.
const pulseAt = jobsPerThread

/** The shared numbers of one thread, at rest. */
export const createHashControl = (): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(4 * (jobsPerThread + 1)))

/** Marks the job in a slot as wanted or not. */
export const setAborted = (
  control: Int32Array<SharedArrayBuffer>,
  slot: number,
  isAborted: boolean,
): void => {
  Atomics.store(control, slot, isAborted ? 1 : 0)
}

/** Whether the job in a slot is no longer wanted. */
export const isAborted = (control: Int32Array<SharedArrayBuffer>, slot: number): boolean =>
  Atomics.load(control, slot) === 1

/** Of the thread: a sign of life. */
export const pulse = (control: Int32Array<SharedArrayBuffer>): void => {
  Atomics.add(control, pulseAt, 1)
}

/** Of the engine: changes while the thread lives. */
export const readPulse = (control: Int32Array<SharedArrayBuffer>): number =>
  Atomics.load(control, pulseAt)
