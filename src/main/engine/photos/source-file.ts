// One of the user's files, opened read-only for one upload. Notices when it is not, or no longer, the file that was
// fingerprinted, by its size and time before and after and by the hash of what was read. Never writes, never follows what is not a plain file.
import { createHash } from 'node:crypto'
import { constants, open, type FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Failure } from '../../../shared/failure.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { requestBytes, type SpeedLimit } from './speed-limit.ts'
import { BodyProblem } from './transport.ts'

/** What the file looked like when it was fingerprinted; no time for a rendition, which is our own. */
export interface ExpectedFile {
  path: string
  sizeBytes: number
  mtimeUs: number | null
  /** Checked as well where some of the bytes left in an earlier run. */
  ctimeUs?: number | null
  /** In hex; null or left out: not known. */
  sha256?: string | null
}

/** An open file. */
export interface SourceFile {
  /** `file-changed` unless size and time are still as expected. */
  check(): Promise<Failure | null>
  /** The same for all of the content, where none of it is left to be given out. */
  checkWhole(): Promise<Failure | null>
  /**
   * A part of the content, in pieces. Before the last piece is given out the file is checked again, so that the bytes
   * of a file that changes under way never become a photo. Throws BodyProblem.
   */
  pieces(part: PiecesRequest): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** Which bytes to give out, and who is told how far it is. */
export interface PiecesRequest {
  from: number
  to: number
  speedLimit: SpeedLimit
  onProgress: (sentBytes: number) => void
  signal: AbortSignal
}

/** Large enough that reading is cheap, small enough that eight uploads hold only a few megabytes. */
const pieceBytes = 256 * 1024
/**
 * Pieces of this size and above take turns in a few buffers; one for each would leave 60 MB of garbage between two
 * collections (measured). They fill the socket by themselves, so the next one is asked for only when the one before has
 * left; smaller ones, as a speed limit makes them, may lie in it side by side.
 */
const recycledFromBytes = 128 * 1024
/** One that leaves, one that is read, and one to spare. */
const buffersInTurn = 3

// A named pipe under a photo's name would block for ever on opening. Windows has neither the pipe nor the flag.
const openFlags = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0)

/** Opens a file and checks it against what is expected. */
export async function openSourceFile(expected: ExpectedFile): Promise<Result<SourceFile, Failure>> {
  const opened = await reading(() => open(expected.path, openFlags))
  if (!opened.ok) return opened
  const handle = opened.value
  const file = sourceFile(handle, expected)
  const problem = await file.check()
  if (problem === null) return ok(file)
  await handle.close()
  return fail(problem)
}

function sourceFile(handle: FileHandle, expected: ExpectedFile): SourceFile {
  const check = async (): Promise<Failure | null> => {
    const stat = await reading(() => handle.stat())
    if (!stat.ok) return stat.failure
    const { size, mtimeMs, ctimeMs } = stat.value
    const isSame =
      stat.value.isFile() &&
      size === expected.sizeBytes &&
      (expected.mtimeUs === null || toMicroseconds(mtimeMs) === expected.mtimeUs) &&
      (typeof expected.ctimeUs !== 'number' || toMicroseconds(ctimeMs) === expected.ctimeUs)
    return isSame ? null : { kind: 'file-changed' }
  }

  const read = async (position: number, buffer: Buffer): Promise<Result<Buffer, Failure>> => {
    const { length } = buffer
    let filled = 0
    while (filled < length) {
      const at = filled
      const part = await reading(() => handle.read(buffer, at, length - at, position + at))
      if (!part.ok) return part
      if (part.value.bytesRead === 0) return fail({ kind: 'file-changed' })
      filled += part.value.bytesRead
    }
    return ok(buffer)
  }

  const proof = createProof(expected, read)

  return {
    check,
    checkWhole: async () =>
      (await proof.add(expected.sizeBytes, Buffer.alloc(0))) ?? (await check()),
    pieces: async function* ({ from, to, speedLimit, onProgress, signal }) {
      const nextBuffer = createRing()
      let position = from
      while (position < to) {
        const length = speedLimit.pieceBytes(Math.min(pieceBytes, to - position))
        await speedLimit.take(position === from ? length + requestBytes : length, signal)
        const piece = await read(position, nextBuffer(length))
        signal.throwIfAborted()
        if (!piece.ok) throw new BodyProblem(piece.failure)
        const isLast = position + length === to
        const problem = (await proof.add(position, piece.value)) ?? (isLast ? await check() : null)
        if (problem !== null) throw new BodyProblem(problem)
        yield piece.value
        position += length
        onProgress(position)
      }
    },
    close: async () => {
      await reading(() => handle.close())
    },
  }
}

/**
 * Hashes the content as it is read, from its beginning and each byte once, however its parts are asked for. Answers
 * `file-changed` at the last byte when the whole is not what was fingerprinted.
 */
function createProof(
  { sizeBytes, sha256 = null }: ExpectedFile,
  read: (position: number, buffer: Buffer) => Promise<Result<Buffer, Failure>>,
): { add(position: number, piece: Buffer): Promise<Failure | null> } {
  const hash = createHash('sha256')
  let hashedTo = 0
  let digest: string | null = null
  return {
    add: async (position, piece) => {
      if (sha256 === null) return null
      // What an earlier run has sent is read again: the library makes one photo of all of it.
      while (hashedTo < position) {
        const part = await read(
          hashedTo,
          Buffer.allocUnsafe(Math.min(pieceBytes, position - hashedTo)),
        )
        if (!part.ok) return part.failure
        hash.update(part.value)
        hashedTo += part.value.length
      }
      const end = position + piece.length
      if (end > hashedTo) hash.update(piece.subarray(hashedTo - position))
      hashedTo = Math.max(hashedTo, end)
      if (end < sizeBytes) return null
      digest ??= hash.digest('hex')
      return digest === sha256 ? null : { kind: 'file-changed' }
    },
  }
}

/** Buffers for one upload's pieces, one after another. */
function createRing(): (length: number) => Buffer {
  const ring: Buffer[] = []
  let turn = 0
  return (length) => {
    if (length < recycledFromBytes) return Buffer.allocUnsafeSlow(length)
    turn = (turn + 1) % buffersInTurn
    const buffer = (ring[turn] ??= Buffer.allocUnsafeSlow(pieceBytes))
    return buffer.subarray(0, length)
  }
}

/** A share that hangs never answers; a disk that spins up needs about ten seconds. */
const longestMs = 60_000

/** Answers within a bound, though the call itself may never come back. */
async function reading<T>(action: () => Promise<T>): Promise<Result<T, Failure>> {
  const end = new AbortController()
  const limit = delay(longestMs, null, { ref: false, signal: end.signal }).then(
    () => fail<Failure>({ kind: 'file-unreadable', code: 'ETIMEDOUT' }),
    () => fail<Failure>({ kind: 'aborted' }),
  )
  try {
    return await Promise.race([action().then(ok), limit])
  } catch (error) {
    // Every error of a system call is the file's, also what Windows calls UNKNOWN: a bug of ours has no system call.
    const isOfSystem = error instanceof Error && 'code' in error && 'syscall' in error
    if (!isOfSystem) throw error
    const code = String(error.code)
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ kind: 'file-gone' })
    return fail({ kind: 'file-unreadable', code: code.slice(0, 40) })
  } finally {
    end.abort()
  }
}
