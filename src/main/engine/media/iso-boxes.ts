// Boxes of the ISO base media format (ISO/IEC 14496-12), which HEIC, AVIF, MP4 and MOV share. Walks them;
// what each box means is left to heif-head.ts and video-head.ts.
import { UnreadableHeadError, type ByteSource } from './byte-source.ts'

/** One box: its four-letter type, and where its body lies. */
export interface Box {
  type: string
  start: number
  end: number
}

/** Real files have a handful of boxes on each level; a long film has one per second at most. */
const mostBoxes = 10_000

/** Yields the boxes between two offsets of a file. */
export async function* fileBoxes(
  source: ByteSource,
  from: number,
  to: number,
): AsyncGenerator<Box> {
  let at = from
  while (at + 8 <= to) {
    const box = parseBox(await source.read(at, 16), 0, at, to)
    if (box === null) return
    yield box
    at = box.end
  }
}

/** Yields the boxes between two offsets of a buffer. */
export function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  let at = from
  for (let count = 0; at + 8 <= to; count += 1) {
    if (count > mostBoxes) throw new UnreadableHeadError('too many boxes')
    const box = parseBox(bytes, at, at, to)
    if (box === null) return
    yield box
    at = box.end
  }
}

/** The first box of a type between two offsets of a buffer. */
export function findBox(bytes: Buffer, type: string, from: number, to: number): Box | null {
  for (const box of boxesIn(bytes, from, to)) if (box.type === type) return box
  return null
}

/**
 * The boxes that fill a place to its end, each as long as it says; null where they do not. A length of "to the end" is allowed
 * to the last box of a file alone (4.2), so only where the place is one.
 */
export function boxesFilling(
  bytes: Buffer,
  from: number,
  to: number,
  { isOfFile = false } = {},
): Box[] | null {
  const boxes: Box[] = []
  for (let at = from; at < to;) {
    const head = readHead(bytes.subarray(0, to), at)
    if (head === null || (head.size === null && !isOfFile)) return null
    const size = head.size ?? to - at
    if (size < head.bytes || at + size > to) return null
    boxes.push({ type: head.type, start: at + head.bytes, end: at + size })
    at += size
  }
  return boxes
}

/** What a box says of itself: its type, how long it is (null: to the end), and in how many bytes it says so. */
interface BoxHead {
  type: string
  size: number | null
  bytes: 8 | 16
}

function readHead(bytes: Buffer, at: number): BoxHead | null {
  if (bytes.length < at + 8) return null
  const type = bytes.toString('latin1', at + 4, at + 8)
  const size = bytes.readUInt32BE(at)
  if (size !== 1) return { type, size: size === 0 ? null : size, bytes: 8 }
  if (bytes.length < at + 16) return null
  return { type, size: Number(bytes.readBigUInt64BE(at + 8)), bytes: 16 }
}

function parseBox(bytes: Buffer, at: number, start: number, limit: number): Box | null {
  const head = readHead(bytes, at)
  if (head === null) return null
  // The last box may simply run to the end.
  const size = head.size ?? limit - start
  if (size < head.bytes) return null
  return { type: head.type, start: start + head.bytes, end: Math.min(start + size, limit) }
}
