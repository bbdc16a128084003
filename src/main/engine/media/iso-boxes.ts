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

function parseBox(bytes: Buffer, at: number, start: number, limit: number): Box | null {
  if (bytes.length < at + 8) return null
  const type = bytes.toString('latin1', at + 4, at + 8)
  let size = bytes.readUInt32BE(at)
  let headerBytes = 8
  if (size === 1) {
    size = Number(bytes.readBigUInt64BE(at + 8))
    headerBytes = 16
  } else if (size === 0) {
    // The last box may simply run to the end.
    size = limit - start
  }
  if (size < headerBytes) return null
  return { type, start: start + headerBytes, end: Math.min(start + size, limit) }
}
