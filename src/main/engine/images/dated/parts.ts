// A JPEG, PNG, WebP or film as the row of parts that it consists of, from its first byte to its last, each with a name:
// segments, chunks, boxes. The planners look up here where a date goes, the proof what became of every part.
import { UnreadableHeadError, type ByteSource } from '../../media/byte-source.ts'
import type { Span } from '../../media/head.ts'
import { fileBoxes } from '../../media/iso-boxes.ts'
import { isFrame, jpegSegments, segmentNames } from '../../media/jpeg-head.ts'
import { UndatableError } from './capture-date.ts'

/** One part: names are those of its container; what has no name of its own is called by words. */
export interface Part {
  name: string
  at: number
  end: number
  /** What it holds, without its framing. */
  body: Span
}

/** The containers that a date can be written into. */
export const datableFormats = ['jpeg', 'png', 'webp', 'iso-video'] as const
/** One of {@link datableFormats}. */
export type DatableFormat = (typeof datableFormats)[number]

/** A photo of 200 MB has 25,000 chunks where libpng wrote it; more is built to keep a reader busy. */
const mostParts = 100_000

/** The parts of a file, which follow each other without a gap. Throws where the container is damaged. */
export async function partsOf(format: DatableFormat, source: ByteSource): Promise<Part[]> {
  const parts: Part[] = []
  for await (const part of walkers[format](source)) {
    if (part.end > source.sizeBytes) throw new UnreadableHeadError('a part beyond the end')
    if (part.end > part.at) parts.push(part)
    if (parts.length > mostParts) throw new UnreadableHeadError('too many parts')
  }
  return parts
}

/** The only part of this name, or null. */
export function onlyPart(parts: readonly Part[], name: string): Part | null {
  const found = parts.filter((one) => one.name === name)
  if (found.length > 1) throw new UndatableError('unreadable', `${name} twice`)
  return found[0] ?? null
}

/** All bytes of a part. For those only whose length is bounded. */
export const bytesOf = async (source: ByteSource, { at, end }: Part): Promise<Buffer> =>
  source.read(at, end - at)

/** What a part holds. */
export const bodyOf = async (source: ByteSource, { body }: Part): Promise<Buffer> =>
  source.read(body.offset, body.length)

const walkers: Readonly<
  Record<DatableFormat, (source: ByteSource) => AsyncGenerator<Part> | Generator<Part>>
> = { jpeg: jpegParts, png: pngParts, webp: webpParts, 'iso-video': filmParts }

const part = (name: string, at: number, end: number, headerBytes = 0): Part => ({
  ...{ name, at, end },
  body: { offset: at + headerBytes, length: end - at - headerBytes },
})

/** The picture data of a JPEG and all behind it, further pictures and films, are one part. */
async function* jpegParts(source: ByteSource): AsyncGenerator<Part> {
  let at = 2
  yield part('start', 0, at)
  for await (const { marker, at: from, body } of jpegSegments(source)) {
    // Filling, and markers without a length.
    yield part('between', at, from)
    const end = body.offset + body.length
    if (marker === 0xda) {
      yield part('picture', from, source.sizeBytes)
      return
    }
    yield { name: await segmentName(source, marker, body), at: from, end, body }
    at = end
  }
  throw new UnreadableHeadError('a JPEG without a picture')
}

async function segmentName(source: ByteSource, marker: number, body: Span): Promise<string> {
  if (isFrame(marker)) return 'frame'
  const start = (await source.read(body.offset, Math.min(body.length, 8))).toString('latin1')
  // As ExifTool reads it, whatever stands in place of the second zero.
  if (marker === 0xe1 && start.startsWith(segmentNames.exif.slice(0, 5))) return 'EXIF'
  if (marker === 0xe2 && start.startsWith(segmentNames.multiPicture)) return 'MPF'
  // Both must come before anything else (ITU-T T.871, 10.1).
  if (marker === 0xe0 && /^JF(?:IF|XX)\0/.test(start)) return 'JFIF'
  return `segment ${marker}`
}

/** The checksum behind what a chunk holds. */
const crcBytes = 4

async function* pngParts(source: ByteSource): AsyncGenerator<Part> {
  let at = 8
  yield part('signature', 0, at)
  for (;;) {
    const head = await source.read(at, 8)
    const length = head.readUInt32BE(0)
    const name = head.toString('latin1', 4, 8)
    const end = at + 8 + length + crcBytes
    yield { name, at, end, body: { offset: at + 8, length } }
    at = end
    if (name === 'IEND') break
  }
  yield part('behind', at, source.sizeBytes)
}

/** Bytes of "RIFF", the length and "WEBP". */
export const riffHeaderBytes = 12

async function* webpParts(source: ByteSource): AsyncGenerator<Part> {
  const header = await source.read(0, riffHeaderBytes)
  const riffEnd = 8 + header.readUInt32LE(4)
  yield part('RIFF', 0, riffHeaderBytes)
  let at = riffHeaderBytes
  while (at < riffEnd) {
    const head = await source.read(at, 8)
    const length = head.readUInt32LE(4)
    // A part has an even length in the file (WebP container specification, RIFF file format).
    const end = at + 8 + length + (length % 2)
    if (end > riffEnd) throw new UnreadableHeadError('a chunk beyond its file')
    yield { name: head.toString('latin1', 0, 4), at, end, body: { offset: at + 8, length } }
    at = end
  }
  yield part('behind', at, source.sizeBytes)
}

/** Boxes on the way to the times of a film and of its tracks; they are parts of their own without what they hold. */
const opened: ReadonlySet<string> = new Set(['moov', 'moov/trak', 'moov/trak/mdia'])

async function* filmParts(
  source: ByteSource,
  from = 0,
  to = source.sizeBytes,
  path = '',
): AsyncGenerator<Part> {
  let at = from
  for await (const box of fileBoxes(source, from, to)) {
    const name = path + box.type
    if (opened.has(name)) {
      yield part(name, at, box.start)
      yield* filmParts(source, box.start, box.end, `${name}/`)
    } else {
      yield part(name, at, box.end, box.start - at)
    }
    at = box.end
  }
  yield part(`${path}behind`, at, to)
}
