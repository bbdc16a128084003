// A file that is sent with other bytes in a few places: where each part of what is sent comes from. Which bytes go where was
// decided, and proved, when the upload was prepared; that it still comes to the same is told by the hash of what is sent.
import type { Failure } from '../../../shared/failure.ts'
import type { StoredSplice } from '../../../shared/splice.ts'
import { ok, type Result } from '../../../shared/result.ts'

/** Asks for all of a part. */
export type ReadPart = (
  position: number,
  length: number,
  into?: ArrayBuffer,
) => Promise<Result<Buffer<ArrayBuffer>, Failure>>

/** How many bytes of the file are needed for so many bytes of what is sent. */
export const fileBytes = (sizeBytes: number, splices: readonly StoredSplice[]): number =>
  splices.reduce((sum, { removes, bytes }) => sum + removes - bytesOf(bytes).length, sizeBytes)

/** How many bytes must be free behind those of the file for {@link spliceBytes}. */
export const spareBytes = (splices: readonly StoredSplice[]): number =>
  splices.reduce((sum, { bytes }) => sum + bytesOf(bytes).length, 0)

/**
 * Makes of all bytes of a file those that are sent, where they lie: another buffer of that size would cost more than all else
 * that is done with a small photo here. Throws a RangeError where too few bytes are free behind them.
 */
export function spliceBytes(file: Buffer, splices: readonly StoredSplice[]): Buffer {
  const room = Buffer.from(file.buffer, file.byteOffset)
  let end = file.length
  if (end + spareBytes(splices) > room.length) throw new RangeError('No room for what is sent.')
  for (const { at, removes, bytes } of splices.toReversed()) {
    const own = bytesOf(bytes)
    room.copyWithin(at + own.length, at + removes, end)
    own.copy(room, at)
    end += own.length - removes
  }
  return room.subarray(0, end)
}

/** Reads parts of what is sent, by what reads parts of the file. */
export function splicedRead(read: ReadPart, splices: readonly StoredSplice[]): ReadPart {
  if (splices.length === 0) return read
  const stretches = stretchesOf(splices)
  return async (position, length, into) => {
    const end = position + length
    const found = stretches.filter((one) => one.at < end && one.at + one.length > position)
    const [only] = found
    // All but a few pieces of a film are those of the file.
    if (found.length === 1 && typeof only?.from === 'number')
      return read(only.from + position - only.at, length, into)
    const part = Buffer.from(into ?? new ArrayBuffer(length), 0, length)
    for (const { at, length: longest, from } of found) {
      const first = Math.max(position, at)
      if (typeof from === 'number') {
        const piece = await read(from + first - at, Math.min(end, at + longest) - first)
        if (!piece.ok) return piece
        piece.value.copy(part, first - position)
      } else from.copy(part, first - position, first - at)
    }
    return ok(part)
  }
}

/** A stretch of what is sent: where it lies there, and where in the file it comes from, or its own bytes. */
interface Stretch {
  at: number
  length: number
  from: number | Buffer
}

/** The last of them is the rest of the file, however long that is. */
function stretchesOf(splices: readonly StoredSplice[]): Stretch[] {
  const stretches: Stretch[] = []
  let [at, position] = [0, 0]
  const add = (length: number, from: number | Buffer): void => {
    stretches.push({ at: position, length, from })
    position += length
  }
  for (const splice of splices) {
    add(splice.at - at, at)
    const bytes = bytesOf(splice.bytes)
    add(bytes.length, bytes)
    at = splice.at + splice.removes
  }
  add(Infinity, at)
  return stretches
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64')
