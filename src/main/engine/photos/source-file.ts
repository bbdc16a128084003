// One of the user's files, opened read-only for one upload. Notices when it is not, or no longer, the file that was
// fingerprinted, by its size and time before and after and by the hash of what was read. Never writes, never follows what is not a plain file.
import { createHash } from 'node:crypto'
import type { Failure } from '../../../shared/failure.ts'
import type { StoredSplice } from '../../../shared/splice.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { FileReader, FileStamp, OpenedFile } from '../ports/files.ts'
import { requestBytes, type SpeedLimit } from './speed-limit.ts'
import { fileBytes, splicedRead, type ReadPart } from './spliced-read.ts'
import { BodyProblem } from './transport.ts'

/** What the file looked like when it was fingerprinted; no time for a rendition, which is our own. */
export interface ExpectedFile {
  path: string
  /** Of what is sent of it. */
  sizeBytes: number
  mtimeUs: number | null
  /** Checked as well where some of the bytes left in an earlier run. */
  ctimeUs?: number | null
  /** Of what is sent of it, in hex; null or left out: not known. */
  sha256?: string | null
  /** What is sent otherwise than it is in it; left out: nothing. */
  splices?: readonly StoredSplice[]
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
  close(): void
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

/** Opens a file and checks it against what is expected. With `signal` all that is asked of it ends. */
export async function openSourceFile(
  reader: Pick<FileReader, 'open'>,
  expected: ExpectedFile,
  signal: AbortSignal,
): Promise<Result<SourceFile, Failure>> {
  const opened = await reader.open(expected.path, signal)
  signal.throwIfAborted()
  if (!opened.ok) return opened
  const { sizeBytes, splices = [] } = expected
  const stamp = { ...expected, sizeBytes: fileBytes(sizeBytes, splices) }
  if (isExpected(opened.value.stamp, stamp)) return ok(sourceFile(opened.value, expected, stamp))
  opened.value.close()
  return fail({ kind: 'file-changed' })
}

type ExpectedStamp = Pick<ExpectedFile, 'sizeBytes' | 'mtimeUs' | 'ctimeUs'>

const isExpected = (stamp: FileStamp, { sizeBytes, mtimeUs, ctimeUs }: ExpectedStamp): boolean =>
  stamp.sizeBytes === sizeBytes &&
  (mtimeUs === null || stamp.mtimeUs === mtimeUs) &&
  (typeof ctimeUs !== 'number' || stamp.ctimeUs === ctimeUs)

function sourceFile(
  file: OpenedFile,
  expected: ExpectedFile,
  expectedStamp: ExpectedStamp,
): SourceFile {
  const check = async (): Promise<Failure | null> => {
    const stamp = await file.look()
    if (!stamp.ok) return stamp.failure
    return isExpected(stamp.value, expectedStamp) ? null : { kind: 'file-changed' }
  }

  const readFile: ReadPart = async (position, length, into) => {
    const part = await file.read(position, length, into)
    if (!part.ok) return part
    const { buffer, byteOffset, byteLength } = part.value
    if (byteLength < length) return fail({ kind: 'file-changed' })
    return ok(Buffer.from(buffer, byteOffset, byteLength))
  }

  const read = splicedRead(readFile, expected.splices ?? [])
  const proof = createProof(expected, read)

  return {
    check,
    checkWhole: async () =>
      (await proof.add(expected.sizeBytes, Buffer.alloc(0))) ?? (await check()),
    pieces: async function* ({ from, to, speedLimit, onProgress, signal }) {
      const ring = createRing()
      let position = from
      while (position < to) {
        const length = speedLimit.pieceBytes(Math.min(pieceBytes, to - position))
        await speedLimit.take(position === from ? length + requestBytes : length, signal)
        const piece = await read(position, length, ring.take(length))
        signal.throwIfAborted()
        if (!piece.ok) throw new BodyProblem(piece.failure)
        ring.giveBack(piece.value)
        const isLast = position + length === to
        const problem = (await proof.add(position, piece.value)) ?? (isLast ? await check() : null)
        if (problem !== null) throw new BodyProblem(problem)
        yield piece.value
        position += length
        onProgress(position)
      }
    },
    close: () => file.close(),
  }
}

/**
 * Hashes the content as it is read, from its beginning and each byte once, however its parts are asked for. Answers
 * `file-changed` at the last byte when the whole is not what was fingerprinted.
 */
function createProof(
  { sizeBytes, sha256 = null }: ExpectedFile,
  read: ReadPart,
): { add(position: number, piece: Buffer): Promise<Failure | null> } {
  const hash = createHash('sha256')
  let hashedTo = 0
  let digest: string | null = null
  return {
    add: async (position, piece) => {
      if (sha256 === null) return null
      // What an earlier run has sent is read again: the library makes one photo of all of it.
      while (hashedTo < position) {
        const part = await read(hashedTo, Math.min(pieceBytes, position - hashedTo))
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

/** Buffers for one upload's pieces, one after another: each goes with the question and comes back under the answer. */
function createRing(): {
  take(length: number): ArrayBuffer | undefined
  giveBack(piece: Buffer<ArrayBuffer>): void
} {
  const ring: ArrayBuffer[] = []
  return {
    take: (length) => {
      if (length < recycledFromBytes) return undefined
      return ring.length < buffersInTurn ? new ArrayBuffer(pieceBytes) : ring.shift()
    },
    giveBack: ({ buffer }) => {
      if (buffer.byteLength === pieceBytes) ring.push(buffer)
    },
  }
}
