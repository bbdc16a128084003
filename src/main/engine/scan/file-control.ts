// What the engine and a file thread say to each other: lists of orders and of replies, because a message costs more than
// what is in it, and a few shared numbers, because a thread that reads hears no messages in the middle of a file.
import type { FileStamp } from '../ports/files.ts'
import type { HashResult } from './hash-file.ts'
import type { StartResult } from './read-start.ts'

/** Files that a thread holds at once to fingerprint, so that it starts the next without waiting for a message to cross. */
export const hashesPerThread = 4

/** What a thread gets at its start. */
export interface FileThreadData {
  control: Int32Array<SharedArrayBuffer>
}

/** One file to fingerprint; `slot` is its place among the shared numbers until it is answered. Or one to read the start of. */
export type FileOrder =
  | { do: 'hash'; slot: number; path: string; expected: FileStamp }
  | { do: 'read'; id: number; path: string; mostBytes: number }

/** The answer to an order. */
export type FileReply =
  { do: 'hash'; slot: number; result: HashResult } | { do: 'read'; id: number; result: StartResult }

// After one number for each slot comes the sign of life.
const pulseAt = hashesPerThread

/** The shared numbers of one thread, at rest. */
export const createFileControl = (): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(4 * (hashesPerThread + 1)))

/** Marks the file in a slot as wanted or not. */
export const setAborted = (
  control: Int32Array<SharedArrayBuffer>,
  slot: number,
  isAborted: boolean,
): void => {
  Atomics.store(control, slot, isAborted ? 1 : 0)
}

/** Whether the file in a slot is no longer wanted. */
export const isAborted = (control: Int32Array<SharedArrayBuffer>, slot: number): boolean =>
  Atomics.load(control, slot) === 1

/** Of the thread: a sign of life. */
export const pulse = (control: Int32Array<SharedArrayBuffer>): void => {
  Atomics.add(control, pulseAt, 1)
}

/** Of the engine: changes while the thread lives. */
export const readPulse = (control: Int32Array<SharedArrayBuffer>): number =>
  Atomics.load(control, pulseAt)
