// Writes a date into an EXIF block, or a block with a date alone. Nothing that was in a block moves, so that maker notes,
// which count from its start, stay right: a date that has its place is written there, others go into directories at the
// block's end. Pure on buffers.
import { memorySource } from '../../media/byte-source.ts'
import { tags } from '../../media/exif.ts'
import { exifOffset, exifTime, UndatableError, type CaptureDate } from './capture-date.ts'
import { hasExifDate } from './exif-date.ts'

/** The tags of a date and of its zone (Exif 2.32, 4.6.5). */
export const dateTags = {
  original: tags.dateTimeOriginal,
  digitized: tags.dateTimeDigitized,
  offsetOriginal: 0x9011,
  offsetDigitized: 0x9012,
} as const

/** The version of EXIF that a directory follows. */
export const exifVersion = 0x9000
const [ascii, long, undefinedType] = [2, 4, 7]
const entryBytes = 12
/** No camera's block is larger outside of a JPEG, whose segments hold 64 kB. */
const mostBlockBytes = 8 * 1024 * 1024

/** The texts of a date by their tags, in ascending order. */
export function dateTexts(date: CaptureDate): ReadonlyMap<number, string> {
  const [time, offset] = [exifTime(date), exifOffset(date)]
  const texts = new Map<number, string>([
    [dateTags.original, time],
    [dateTags.digitized, time],
  ])
  if (offset === null) return texts
  return texts.set(dateTags.offsetOriginal, offset).set(dateTags.offsetDigitized, offset)
}

/** An EXIF block that says when a photo was taken and nothing else. */
export function newExif(date: CaptureDate): Buffer {
  const writer = new BlockWriter(Buffer.from('MM\0*\0\0\0\0', 'latin1'))
  writer.first = writer.end
  const version = writer.entry(exifVersion, undefinedType, Buffer.from('0232', 'latin1'))
  const exifAt = writer.end + directoryBytes(1)
  writer.append({ entries: [writer.pointer(exifAt)], next: 0 })
  writer.append({ entries: [version], next: 0 }, dateTexts(date))
  return writer.bytes()
}

/** The block with the date in it; as long as it was, or longer. */
export async function datedExif(block: Buffer, date: CaptureDate): Promise<Buffer> {
  if (block.length > mostBlockBytes) throw new UndatableError('full', 'a block beyond all bounds')
  if (await hasExifDate(memorySource(block), 0)) throw new UndatableError('dated', 'EXIF')
  const reader = new BlockReader(block)
  const first = reader.directory(reader.first)
  const exifPointer = reader.only(first, tags.exifIfd)
  const exif = exifPointer === null ? null : reader.directory(reader.pointerOf(exifPointer))
  const texts = dateTexts(date)
  const inPlace = exif === null ? null : reader.placesOf(texts, first, exif)
  if (inPlace !== null) {
    const copy = Buffer.from(block)
    for (const [tag, text] of texts) copy.write(`${text}\0`, inPlace.get(tag) ?? 0, 'latin1')
    return copy
  }
  const writer = new BlockWriter(block)
  const withoutDates = (exif?.entries ?? []).filter((entry) => !texts.has(reader.tagOf(entry)))
  if (exifPointer !== null) {
    writer.repoint(exifPointer.valueAt)
    writer.append({ entries: withoutDates, next: exif?.next ?? 0 }, texts)
    return writer.bytes()
  }
  writer.first = writer.end
  const exifAt = writer.end + directoryBytes(first.entries.length + 1)
  const entries = [...first.entries, writer.pointer(exifAt)]
  writer.append({ entries, next: first.next })
  const version = writer.entry(exifVersion, undefinedType, Buffer.from('0232', 'latin1'))
  writer.append({ entries: [version], next: 0 }, texts)
  return writer.bytes()
}

const directoryBytes = (entries: number): number => 2 + entries * entryBytes + 4

/** A directory as it lies in a block: each entry is its twelve bytes. */
interface RawDirectory {
  entries: Buffer[]
  next: number
}

interface PlacedDirectory extends RawDirectory {
  at: number
}

/** Bytes of a value, by type (TIFF 6.0, section 2). */
const sizeOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]

/** Numbers of a block in its byte order. */
class Order {
  readonly isLittle: boolean
  constructor(block: Buffer) {
    const order = block.toString('latin1', 0, 4)
    if (order !== 'II*\0' && order !== 'MM\0*')
      throw new UndatableError('unreadable', 'no EXIF that is understood')
    this.isLittle = order === 'II*\0'
  }
  read(from: Buffer, at: number, bytes: 2 | 4): number {
    return this.isLittle ? from.readUIntLE(at, bytes) : from.readUIntBE(at, bytes)
  }
  write(to: Buffer, value: number, at: number, bytes: 2 | 4): void {
    if (this.isLittle) to.writeUIntLE(value, at, bytes)
    else to.writeUIntBE(value, at, bytes)
  }
  tagOf(entry: Buffer): number {
    return this.read(entry, 0, 2)
  }
}

class BlockReader extends Order {
  readonly #block: Buffer
  readonly first: number
  constructor(block: Buffer) {
    super(block)
    this.#block = block
    this.first = this.read(block, 4, 4)
  }

  directory(at: number): PlacedDirectory {
    const isOutside = at < 8 || at + 2 > this.#block.length
    const count = isOutside ? 0 : this.read(this.#block, at, 2)
    const end = at + directoryBytes(count)
    // Some writers leave the offset of the next directory out where the block ends.
    const isShort = end - 4 === this.#block.length
    if (isOutside || (end > this.#block.length && !isShort))
      throw new UndatableError('unreadable', 'a directory of EXIF that is damaged')
    const entries = Array.from({ length: count }, (_, index) => {
      const from = at + 2 + index * entryBytes
      return this.#block.subarray(from, from + entryBytes)
    })
    return { at, entries, next: isShort ? 0 : this.read(this.#block, end - 4, 4) }
  }

  /** The one entry of a tag and where its value lies, or null; two of a kind are understood by no two readers alike. */
  only(directory: PlacedDirectory, tag: number): { entry: Buffer; valueAt: number } | null {
    const found = [...directory.entries.entries()].filter(([, entry]) => this.tagOf(entry) === tag)
    if (found.length > 1) throw new UndatableError('unreadable', 'a tag of EXIF twice')
    const [first] = found
    if (first === undefined) return null
    const [index, entry] = first
    const { length } = this.#valueOf(entry)
    const inside = directory.at + 2 + index * entryBytes + 8
    return { entry, valueAt: length <= 4 ? inside : this.read(entry, 8, 4) }
  }

  pointerOf({ entry }: { entry: Buffer }): number {
    const isPointer = [long, 13].includes(this.read(entry, 2, 2)) && this.read(entry, 4, 4) === 1
    if (!isPointer) throw new UndatableError('unreadable', 'EXIF that leads nowhere')
    return this.read(entry, 8, 4)
  }

  /** Where each text can be written over one of the same length that nobody else has; null: not all can. */
  placesOf(
    texts: ReadonlyMap<number, string>,
    first: PlacedDirectory,
    exif: PlacedDirectory,
  ): ReadonlyMap<number, number> | null {
    const places = new Map<number, number>()
    const taken = [...this.#directories(first), exif].flatMap((one) => this.#stretchesOf(one))
    for (const [tag, text] of texts) {
      const found = this.only(exif, tag)
      if (found === null || this.read(found.entry, 2, 2) !== ascii) return null
      const bytes = text.length + 1
      const [from, to] = [found.valueAt, found.valueAt + bytes]
      if (this.#valueOf(found.entry).length !== bytes || from < 8 || to > this.#block.length)
        return null
      // The stretch itself is one of those that are taken, once.
      if (taken.filter((other) => other.from < to && from < other.to).length !== 1) return null
      places.set(tag, found.valueAt)
    }
    return places
  }

  /** The directories beside that of EXIF: the first, those after it, and that of the place. No reader misses a damaged one. */
  #directories(first: PlacedDirectory): PlacedDirectory[] {
    const found = new Map([[first.at, first]])
    const follow = (at: number): void => {
      if (at === 0 || found.has(at)) return
      const directory = this.directory(at)
      found.set(at, directory)
      follow(directory.next)
    }
    try {
      follow(first.next)
      const gps = this.only(first, tags.gpsIfd)
      if (gps !== null) follow(this.pointerOf(gps))
    } catch (error) {
      if (!(error instanceof UndatableError)) throw error
    }
    return [...found.values()]
  }

  #stretchesOf({ at, entries }: PlacedDirectory): { from: number; to: number }[] {
    const values = entries
      .map((entry) => ({ from: this.read(entry, 8, 4), ...this.#valueOf(entry) }))
      .filter(({ length }) => length > 4)
      .map(({ from, length }) => ({ from, to: from + length }))
    return [{ from: at, to: at + directoryBytes(entries.length) }, ...values]
  }

  #valueOf(entry: Buffer): { length: number } {
    const size = sizeOfType[this.read(entry, 2, 2)] ?? 0
    return { length: size * this.read(entry, 4, 4) }
  }
}

/** Appends directories to a block, each on an even offset with its longer values behind it. */
class BlockWriter extends Order {
  readonly #pieces: Buffer[]
  end: number
  constructor(block: Buffer) {
    super(block)
    const start = Buffer.from(block)
    this.#pieces = [start, Buffer.alloc(start.length % 2)]
    this.end = start.length + (start.length % 2)
  }

  /** The first directory lies here. */
  set first(at: number) {
    this.#writeAt(4, at)
  }

  /** The next directory that is appended is the one that is led to from there. */
  repoint(pointerAt: number): void {
    this.#writeAt(pointerAt, this.end)
  }

  pointer(to: number): Buffer {
    const value = Buffer.alloc(4)
    this.write(value, to, 0, 4)
    return this.entry(tags.exifIfd, long, value, 1)
  }

  /** An entry whose value has four bytes. */
  entry(tag: number, type: number, value: Buffer, count = value.length): Buffer {
    const entry = Buffer.alloc(entryBytes)
    this.write(entry, tag, 0, 2)
    this.write(entry, type, 2, 2)
    this.write(entry, count, 4, 4)
    value.copy(entry, 8, 0, 4)
    return entry
  }

  /** A directory with these texts beside its entries. */
  append(directory: RawDirectory, texts: ReadonlyMap<number, string> = new Map()): void {
    const values: Buffer[] = []
    let valueAt = this.end + directoryBytes(directory.entries.length + texts.size)
    const added = [...texts].map(([tag, text]) => {
      const value = Buffer.from(`${text}\0`, 'latin1')
      const place = Buffer.alloc(4)
      this.write(place, valueAt, 0, 4)
      values.push(value, Buffer.alloc(value.length % 2))
      valueAt += value.length + (value.length % 2)
      return this.entry(tag, ascii, place, value.length)
    })
    // Readers may rely on ascending tags (TIFF 6.0, section 2).
    const entries = [...directory.entries, ...added].sort((a, b) => this.tagOf(a) - this.tagOf(b))
    const [count, next] = [Buffer.alloc(2), Buffer.alloc(4)]
    this.write(count, entries.length, 0, 2)
    this.write(next, directory.next, 0, 4)
    this.#pieces.push(count, ...entries, next, ...values)
    this.end = valueAt
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces)
  }

  #writeAt(at: number, value: number): void {
    const [start] = this.#pieces
    if (start !== undefined) this.write(start, value, at, 4)
  }
}
