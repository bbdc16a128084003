// Changes files as bad disks, broken programs and hostile people do: flipped bits, cuts, pieces put in, pieces swapped,
// lengths that lie. Knows where the pieces of each container begin, so that the damage lies behind a good signature.
// Pure; the same changes every time.
import { crc32 } from 'node:zlib'

/** The ways in which a file is changed. */
export const ways = ['flipped', 'cut', 'spliced', 'swapped', 'lying length'] as const
/** One of {@link ways}. */
export type Way = (typeof ways)[number]

/** How the pieces of a file are found. */
export type Framing = 'jpeg' | 'png' | 'riff' | 'boxes' | 'tiff' | 'none'

/** A piece of a file and the number in it that tells its length. */
interface Piece {
  start: number
  end: number
  length: { at: number; bytes: 2 | 4; isLittleEndian: boolean } | null
}

/** Numbers from a seed, 0 to 1. */
export function randomFrom(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
}

/** A changed copy of these bytes. `other` lends what is put in. */
export function mutate(
  way: Way,
  whole: Buffer,
  other: Buffer,
  { framing, random }: { framing: Framing; random: () => number },
): Buffer {
  const below = (count: number): number => Math.floor(random() * count)
  const pieces = piecesOf(whole, framing)
  const pick = (): Piece => pieces[below(pieces.length)] ?? { start: 0, end: 0, length: null }
  switch (way) {
    case 'flipped': {
      const bytes = Buffer.from(whole)
      const range = random() < 0.5 ? Math.min(4_096, bytes.length) : bytes.length
      for (let count = 1 + below(12); count > 0; count -= 1) {
        const at = below(range)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
      }
      // Damage behind a good checksum gets further.
      return framing === 'png' && random() < 0.5 ? withChecksums(bytes, pieces) : bytes
    }
    case 'cut': {
      const start = below(whole.length)
      const isTail = random() < 0.5
      const end = isTail ? whole.length : start + 1 + below((whole.length - start) / 4)
      return Buffer.concat([whole.subarray(0, start), whole.subarray(end)])
    }
    case 'spliced': {
      const lent = piecesOf(other, framing)
      const { start, end } = lent[below(lent.length)] ?? { start: 0, end: 0 }
      const at = pick().start
      return Buffer.concat([whole.subarray(0, at), other.subarray(start, end), whole.subarray(at)])
    }
    case 'swapped': {
      const [one, two] = [pick(), pick()].sort((left, right) => left.start - right.start)
      if (one === undefined || two === undefined || one.end > two.start) {
        return mutate('spliced', whole, whole, { framing, random })
      }
      return Buffer.concat([
        whole.subarray(0, one.start),
        whole.subarray(two.start, two.end),
        whole.subarray(one.end, two.start),
        whole.subarray(one.start, one.end),
        whole.subarray(two.end),
      ])
    }
    case 'lying length': {
      const measured = pieces.filter(({ length }) => length !== null)
      const { length } = measured[below(measured.length)] ?? pick()
      if (length === null) return mutate('cut', whole, other, { framing, random })
      return withLength(whole, length, random)
    }
  }
}

function withLength(
  whole: Buffer,
  { at, bytes: size, isLittleEndian }: NonNullable<Piece['length']>,
  random: () => number,
): Buffer {
  const bytes = Buffer.from(whole)
  const most = 2 ** (8 * size) - 1
  const told = isLittleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
  const lies = [0, 1, told + 1, told - 1, told >>> 1, told * 2, most, most >>> 1]
  lies.push(Math.floor(random() * most))
  const lie = Math.min(most, Math.max(0, lies[Math.floor(random() * lies.length)] ?? 0))
  if (isLittleEndian) bytes.writeUIntLE(lie, at, size)
  else bytes.writeUIntBE(lie, at, size)
  return bytes
}

function piecesOf(bytes: Buffer, framing: Framing): Piece[] {
  switch (framing) {
    case 'jpeg':
      return jpegPieces(bytes)
    case 'png':
      return chunkPieces(bytes, { from: 8, isRiff: false })
    case 'riff':
      return chunkPieces(bytes, { from: 12, isRiff: true })
    case 'boxes':
      return boxPieces(bytes, 0, bytes.length)
    case 'tiff':
      return tiffPieces(bytes)
    case 'none':
      return slices(bytes)
  }
}

/** Segments up to the picture data, which is one piece. */
function jpegPieces(bytes: Buffer): Piece[] {
  const pieces: Piece[] = []
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const isScan = bytes[at + 1] === 0xda
    const end = isScan ? bytes.length : at + 2 + bytes.readUInt16BE(at + 2)
    const length = { at: at + 2, bytes: 2 as const, isLittleEndian: false }
    pieces.push({ start: at, end: Math.min(end, bytes.length), length })
    at = end
  }
  return pieces
}

function chunkPieces(bytes: Buffer, { from, isRiff }: { from: number; isRiff: boolean }): Piece[] {
  const pieces: Piece[] = []
  for (let at = from; at + 8 <= bytes.length;) {
    const field = isRiff ? at + 4 : at
    const size = isRiff ? bytes.readUInt32LE(field) : bytes.readUInt32BE(field)
    const end = isRiff ? at + 8 + size + (size % 2) : at + 12 + size
    const length = { at: field, bytes: 4 as const, isLittleEndian: isRiff }
    pieces.push({ start: at, end: Math.min(end, bytes.length), length })
    at = end
  }
  return pieces
}

/** Boxes that hold boxes, and how far behind the head of each the first one begins. */
const holders: Readonly<Record<string, number>> = { meta: 4, iprp: 0, ipco: 0, iinf: 6, iref: 4 }

/** Every box, those inside of others too. */
function boxPieces(bytes: Buffer, from: number, to: number): Piece[] {
  const pieces: Piece[] = []
  for (let at = from; at + 8 <= to;) {
    const end = at + Math.max(8, bytes.readUInt32BE(at))
    const length = { at, bytes: 4 as const, isLittleEndian: false }
    pieces.push({ start: at, end: Math.min(end, to), length })
    const inner = holders[bytes.toString('latin1', at + 4, at + 8)]
    if (inner !== undefined) pieces.push(...boxPieces(bytes, at + 8 + inner, Math.min(end, to)))
    at = end
  }
  return pieces
}

/** The entries of the first directory, each with its count, and the rest in slices. */
function tiffPieces(bytes: Buffer): Piece[] {
  const isLittleEndian = bytes.toString('latin1', 0, 2) === 'II'
  const at = isLittleEndian ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4)
  const count = isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)
  const entries = Array.from({ length: count }, (_, index): Piece => {
    const start = at + 2 + index * 12
    return { start, end: start + 12, length: { at: start + 4, bytes: 4, isLittleEndian } }
  })
  return [...entries, ...slices(bytes)]
}

function slices(bytes: Buffer): Piece[] {
  const size = Math.max(64, Math.ceil(bytes.length / 40))
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => ({
    start: index * size,
    end: Math.min((index + 1) * size, bytes.length),
    length: null,
  }))
}

function withChecksums(bytes: Buffer, pieces: readonly Piece[]): Buffer {
  for (const { start, end } of pieces) {
    if (end - start >= 12) bytes.writeUInt32BE(crc32(bytes.subarray(start + 4, end - 4)), end - 4)
  }
  return bytes
}
