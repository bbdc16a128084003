// A copy that differs from its source in a few places only: the places, and the bytes of the copy, so that a film of any size
// takes the memory of one piece. Nothing is ever written. What belongs into the places is left to the planners.
import type { StoredSplice } from '../../../../shared/splice.ts'
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

/** The splices as rows and messages hold them. */
export const stored = (splices: readonly Splice[]): StoredSplice[] =>
  splices.map((splice) => ({ ...splice, bytes: splice.bytes.toString('base64') }))

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

/** The copy to be read at any offset, which holds none of it. */
export function splicedSource(source: ByteSource, splices: readonly Splice[]): ByteSource {
  /** What the copy consists of, in its order: bytes of a splice, or a stretch of the source. */
  const stretches: { length: number; from: number | Buffer }[] = []
  let at = 0
  for (const { at: from, removes, bytes } of splices) {
    stretches.push({ length: from - at, from: at }, { length: bytes.length, from: bytes })
    at = from + removes
  }
  stretches.push({ length: source.sizeBytes - at, from: at })
  return {
    sizeBytes: source.sizeBytes + growthOf(splices),
    async read(offset, length) {
      const found: Buffer[] = []
      let start = 0
      for (const stretch of stretches) {
        const [first, end] = [Math.max(0, offset - start), offset + length - start]
        const last = Math.min(end, stretch.length)
        start += stretch.length
        if (first >= last) continue
        const { from } = stretch
        found.push(
          typeof from === 'number'
            ? await source.read(from + first, last - first)
            : from.subarray(first, last),
        )
      }
      return found.length === 1 ? (found[0] ?? Buffer.alloc(0)) : Buffer.concat(found)
    },
  }
}

/** Fewer equal bytes than this between two others are not worth a splice of their own. */
const leastEqualBytes = 64

/** The same copy by splices of what differs: planners replace parts that stay nearly as they are. */
export async function narrowed(source: ByteSource, splices: readonly Splice[]): Promise<Splice[]> {
  const found: Splice[] = []
  for (const { at, removes, bytes } of splices) {
    const before = await source.read(at, removes)
    const common = Math.min(before.length, bytes.length)
    let [from, equal] = [0, 0]
    const add = (end: number, behind: number): void => {
      const splice = { at: at + from, removes: end - from, bytes: bytes.subarray(from, behind) }
      if (splice.removes > 0 || splice.bytes.length > 0) found.push(splice)
    }
    for (let index = 0; index <= common; index += 1) {
      if (index < common && before[index] === bytes[index]) {
        equal += 1
        continue
      }
      if (equal >= leastEqualBytes) {
        add(index - equal, index - equal)
        from = index
      }
      equal = 0
    }
    add(removes, bytes.length)
  }
  return found
}
