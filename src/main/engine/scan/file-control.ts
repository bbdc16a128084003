// What the engine and a file thread say to each other: lists of orders and of replies, because a message costs more than
// what is in it, and a few shared numbers, because a thread that reads hears no messages in the middle of a file.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { FileStamp } from '../ports/files.ts'

/** Files that a thread holds at once to fingerprint, so that it starts the next without waiting for a message to cross. */
export const hashesPerThread = 8

/** What a thread gets at its start. */
export interface FileThreadData {
  control: Int32Array<SharedArrayBuffer>
}

/** Bytes that are all of their buffer, or its beginning, so that it can be handed on to another thread. */
export type OwnBytes = Uint8Array<ArrayBuffer>

/** What a thread does with a file. An open file is known by its descriptor, which is good in every thread of the process. */
export interface FileTasks {
  hash: { do: 'hash'; path: string; expected: FileStamp }
  /** The beginning, in one piece, with free bytes behind it. */
  start: { do: 'start'; path: string; mostBytes: number; spareBytes: number }
  /** The names in a folder that end so. */
  names: { do: 'names'; path: string; endings: readonly string[] }
  open: { do: 'open'; path: string }
  /** What the open file looks like now. */
  look: { do: 'look'; descriptor: number }
  /** Fewer bytes than asked for only where the file ends. `into` is taken along, and comes back under the bytes. */
  read: { do: 'read'; descriptor: number; position: number; length: number; into?: ArrayBuffer }
  close: { do: 'close'; descriptor: number }
}

/** What each is answered with. */
export interface FileAnswers {
  hash: { sha256: string; stamp: FileStamp }
  start: { bytes: OwnBytes; stamp: FileStamp; birthtimeMs: number | null }
  names: string[]
  open: { descriptor: number; stamp: FileStamp }
  look: FileStamp
  read: OwnBytes
  close: null
}

/** Any of the tasks. */
export type FileTask = FileTasks[keyof FileTasks]
/** A task that is answered between two parts of a file that is fingerprinted. */
export type FileCall = Exclude<FileTask, { do: 'hash' }>

/** One answer. */
export type FileResult<K extends keyof FileTasks = keyof FileTasks> = Result<
  FileAnswers[K],
  Failure
>

/** A task on its way; `slot` is the place of a file to fingerprint among the shared numbers until it is answered. */
export interface FileOrder {
  id: number
  slot: number | null
  task: FileTask
}

/** The answer to an order. */
export interface FileReply {
  id: number
  /** A descriptor that nobody waits for any more has to be closed again. */
  opened: number | null
  /** How long the system took to open the file, in milliseconds; left out: it was not opened. */
  openMs?: number | undefined
  result: FileResult
}

// After one number for each slot come the sign of life and the order in hand.
const pulseAt = hashesPerThread
const inHandAt = hashesPerThread + 1

/** The shared numbers of one thread, at rest. */
export const createFileControl = (): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(4 * (hashesPerThread + 2)))

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

/** Of the thread: a sign of life, with the order that it goes on with; 0 for none. */
export const pulse = (control: Int32Array<SharedArrayBuffer>, inHand: number): void => {
  Atomics.store(control, inHandAt, inHand)
  Atomics.add(control, pulseAt, 1)
}

/** Of the engine: changes while the thread lives. */
export const readPulse = (control: Int32Array<SharedArrayBuffer>): number =>
  Atomics.load(control, pulseAt)

/** Of the engine: the order that the thread was last busy with, or 0. */
export const readInHand = (control: Int32Array<SharedArrayBuffer>): number =>
  Atomics.load(control, inHandAt)
