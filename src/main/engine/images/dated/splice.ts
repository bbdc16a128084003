// A copy that differs from its source in a few places only: the places, and the bytes of the copy piece by piece, so that
// a film of any size takes the memory of one piece. What belongs into the places is left to the planners.
import type { ByteSource } from '../../media/byte-source.ts'

/** Other bytes in place of a stretch of the source; an empty stretch: between two bytes. */
export interface Splice {
  at: number
  removes: number
  bytes: Buffer
}

/** How many bytes longer the splices make a file. */
export const growthOf = (splices: readonly Splice[]): number =>
  splices.reduce((sum, { removes, bytes }) => sum + bytes.length - removes, 0)

/** A file that ended before its end: somebody shortens it. */
export class ShortenedError extends Error {}

const pieceBytes = 1024 * 1024

/** Yields a stretch of a file piece by piece. */
export async function* piecesOf(
  source: ByteSource,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const piece = await source.read(at, Math.min(pieceBytes, to - at))
    if (piece.length === 0) throw new ShortenedError('shorter than it was')
    yield piece
    at += piece.length
  }
}

/** Yields the copy, and shows every byte of the source on the way, left out or not. Splices lie in order, apart. */
export async function* spliced(
  source: ByteSource,
  splices: readonly Splice[],
  seen: (piece: Buffer) => void,
): AsyncGenerator<Buffer> {
  let at = 0
  const untouched = async function* (to: number): AsyncGenerator<Buffer> {
    for await (const piece of piecesOf(source, at, to)) {
      seen(piece)
      yield piece
    }
    at = to
  }
  for (const { at: from, removes, bytes } of splices) {
    if (from < at) throw new Error('Splices lie in each other.')
    yield* untouched(from)
    for await (const piece of piecesOf(source, at, from + removes)) seen(piece)
    at = from + removes
    yield bytes
  }
  yield* untouched(source.sizeBytes)
}
