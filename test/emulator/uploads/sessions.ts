/**
 * The bytes of resumable uploads: a file per session that holds whole granules only, and a running hash of it.
 * A new request to a session takes it over from one that hangs. The protocol around it is left to resumable.ts.
 *
 * [Note: Whole granules] Bytes past the last multiple of the granularity stay in memory until their granule is full
 * or the upload is finalized. A dropped connection thus loses them, and file and hash never need to go back.
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, createReadStream, openSync } from 'node:fs'
import { rm, truncate } from 'node:fs/promises'
import { Refusal } from '../core/answer.ts'
import { lengthOf, writeAll, writeBytes, type Contents } from '../core/contents.ts'
import type { Content, Session } from '../core/model.ts'
import { uploadError } from '../core/google-errors.ts'

/** Chunks start at multiples of this and are multiples of it, but for the last. */
export const granularityBytes = 262_144

/** The bytes of one session, as far as they came. */
export type SessionBytes = {
  receivedBytes(): number
  /** Takes the session over: whoever wrote before can write no more. Resolves when their last write is done. */
  takeOver(): Promise<Writer>
}

/** The right to add bytes to a session, until someone takes it over. */
export type Writer = {
  add(chunk: Buffer): Promise<void>
  /** Writes the granules that are full and drops the rest. */
  settle(): Promise<void>
  /** Writes everything and keeps it as a content. */
  finish(): Promise<Content>
  /** How many bytes there would be with those still in memory. */
  totalBytes(): number
}

/** The sessions of one emulator. */
export type Sessions = {
  bytesOf(session: Session): Promise<SessionBytes>
  forget(session: Session): Promise<void>
}

type State = {
  readonly path: string
  receivedBytes: number
  hash: Hash
  hashedBytes: number
  generation: number
  writing: Promise<void>
}

/** Makes the keeper of session files. */
export function createSessions(contents: Contents): Sessions {
  const states = new Map<string, Promise<State>>()
  return {
    bytesOf: async (session) => {
      let opening = states.get(session.id)
      if (opening === undefined) {
        opening = openState(contents.sessionPath(session.id))
        states.set(session.id, opening)
      }
      const state = await opening
      return {
        receivedBytes: () => state.receivedBytes,
        takeOver: async () => {
          state.generation += 1
          await state.writing
          return createWriter(state, contents)
        },
      }
    },
    forget: async (session) => {
      states.delete(session.id)
      await rm(contents.sessionPath(session.id), { force: true })
    },
  }
}

async function openState(path: string): Promise<State> {
  const onDisk = lengthOf(path)
  const receivedBytes = onDisk - (onDisk % granularityBytes)
  // A kill in the middle of a write may leave part of a granule.
  if (receivedBytes !== onDisk) await truncate(path, receivedBytes)
  return {
    path,
    receivedBytes,
    hash: createHash('sha256'),
    hashedBytes: 0,
    generation: 0,
    writing: Promise.resolve(),
  }
}

function createWriter(state: State, contents: Contents): Writer {
  const { generation } = state
  let pending: Buffer[] = []
  let pendingBytes = 0

  const write = async (chunks: readonly Buffer[]): Promise<void> => {
    if (state.generation !== generation) {
      throw new Refusal(uploadError(409, 'Another request took this upload over.', 'active'))
    }
    const writing = rehash(state).then(() => {
      const file = openSync(state.path, 'a')
      try {
        writeAll(file, chunks)
      } finally {
        closeSync(file)
      }
      for (const chunk of chunks) {
        state.hash.update(chunk)
        state.hashedBytes += chunk.length
        state.receivedBytes += chunk.length
      }
    })
    state.writing = writing.catch(() => undefined)
    await writing
  }
  const writeGranules = async (): Promise<void> => {
    const restBytes = pendingBytes % granularityBytes
    const last = pending.at(-1)
    if (last === undefined || pendingBytes === restBytes) return
    // Most often the last chunk alone reaches into the next granule.
    const chunks = restBytes <= last.length ? pending : [Buffer.concat(pending)]
    const end = chunks.at(-1) ?? last
    const rest = end.subarray(end.length - restBytes)
    const whole = [...chunks.slice(0, -1), end.subarray(0, end.length - restBytes)]
    pending = restBytes === 0 ? [] : [rest]
    pendingBytes = restBytes
    await write(whole)
  }

  return {
    add: async (chunk) => {
      pending.push(chunk)
      pendingBytes += chunk.length
      if (pendingBytes >= writeBytes) await writeGranules()
    },
    settle: writeGranules,
    totalBytes: () => state.receivedBytes + pendingBytes,
    finish: async () => {
      // Writing nothing still makes the file, so that an upload without bytes is a content too.
      await write(pending)
      return contents.keepFile(state.path, state.hash.copy().digest('hex'))
    },
  }
}

/** After a restart the hash starts from nothing while the file does not. */
async function rehash(state: State): Promise<void> {
  if (state.hashedBytes === state.receivedBytes) return
  const end = state.receivedBytes - 1
  const bytes = createReadStream(state.path, {
    start: state.hashedBytes,
    end,
    highWaterMark: 1 << 20,
  })
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    state.hash.update(chunk)
    state.hashedBytes += chunk.length
  }
}
