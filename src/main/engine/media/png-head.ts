// Walks the chunks of a PNG: dimensions, animation, EXIF and XMP. Picture data is hopped over; of a file
// in thousands of small pieces only both ends are looked at.
import { crc32 } from 'node:zlib'
import { orWhenUnreadable, type ByteSource } from './byte-source.ts'
import { areSrgbPlaces } from './colours-by-number.ts'
import { noExif, readExifFacts } from './exif.ts'
import { unknownHead, upright, type PictureHead, type Span } from './head.ts'

const signatureBytes = 8
/** Chunks that are walked one by one before the walk jumps to the end of the file. */
const chunksWalked = 64
/** libpng writes picture data in 8 kB pieces, so EXIF behind it is searched in the tail. */
const tailBytes = 192 * 1024

/** Reads what a PNG's chunks tell. */
export async function readPngHead(source: ByteSource): Promise<PictureHead> {
  const header = await source.read(signatureBytes, 25)
  if (header.toString('latin1', 4, 8) !== 'IHDR') return unknownHead
  const width = header.readUInt32BE(8)
  const height = header.readUInt32BE(12)
  const isInterlaced = header.readUInt8(20) === 1
  const { spans: chunks, looseText } = await pngChunks(source)
  const exifChunk = chunks.get('eXIf')
  const exif =
    exifChunk === undefined
      ? noExif
      : await orWhenUnreadable(readExifFacts(source, exifChunk.offset), noExif)
  return {
    ...unknownHead,
    ...upright({ width, height }, exif.orientation),
    orientation: exif.orientation,
    takenAt: exif.takenAt,
    exifAt: exifChunk?.offset ?? null,
    isAnimated: chunks.has('acTL'),
    // The gain map chunk of PNG, third edition.
    hasGainMap: chunks.has('gmAP'),
    // Colours by number instead of by profile, which is how HDR screenshots say so.
    hasForeignColours:
      !chunks.has('iCCP') && (chunks.has('cICP') || (await isUnlikeSrgb(source, chunks))),
    looseText,
    xmp: chunks.get('iTXt') ?? chunks.get('tEXt') ?? chunks.get('zTXt') ?? null,
    decodeBytes: isInterlaced ? width * height * bytesPerPixel(header) : 0,
  }
}

const srgbGamma = 45_455
/** As far as libpng takes one for the other. */
const gammaTolerance = srgbGamma * 0.05
/** White and the three colours, each as x and y. */
const placesOfChrm = 8

/** Whether gAMA or cHRM say that the numbers mean other colours than sRGB's. A chunk sRGB is heard before them. */
async function isUnlikeSrgb(
  source: ByteSource,
  chunks: ReadonlyMap<string, Span>,
): Promise<boolean> {
  if (chunks.has('sRGB')) return false
  const [gamma = srgbGamma] = await numbersIn(source, chunks.get('gAMA'), 1)
  if (Math.abs(gamma - srgbGamma) > gammaTolerance) return true
  return !areSrgbPlaces(await numbersIn(source, chunks.get('cHRM'), placesOfChrm))
}

async function numbersIn(
  source: ByteSource,
  span: Span | undefined,
  count: number,
): Promise<number[]> {
  if (span?.length !== 4 * count) return []
  const bytes = await source.read(span.offset, span.length)
  return Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readUInt32BE(4 * at))
}

/**
 * The exponent, in 100,000ths, that makes a PNG's numbers of light (PNG, third edition, 11.3.2.2); null where a profile or
 * the chunk sRGB is heard before it, or there is none.
 */
export async function readPngGamma(source: ByteSource): Promise<number | null> {
  const { spans } = await pngChunks(source)
  if (spans.has('sRGB') || spans.has('iCCP')) return null
  const [gamma = null] = await numbersIn(source, spans.get('gAMA'), 1)
  return gamma
}

/** Pixels an inch, across and down, where a PNG tells them by a length (PNG, third edition, 11.3.4.3). */
export async function readPngDensity(
  source: ByteSource,
): Promise<readonly [number, number] | null> {
  const span = (await pngChunks(source)).spans.get('pHYs')
  const bytes = await source.read(span?.offset ?? 0, span?.length ?? 0)
  if (bytes.length !== 9 || bytes.readUInt8(8) !== 1) return null
  return [bytes.readUInt32BE(0) * inchesInMetre, bytes.readUInt32BE(4) * inchesInMetre]
}

const inchesInMetre = 0.0254

function bytesPerPixel(header: Buffer): number {
  const channels = { 0: 1, 2: 3, 3: 4, 4: 2, 6: 4 }[header.readUInt8(17)] ?? 4
  return channels * (header.readUInt8(16) > 8 ? 2 : 1)
}

/** The chunks of a PNG. */
export interface PngChunks {
  /** Where the last chunk of each type lies; of those with words only the one with XMP. */
  spans: Map<string, Span>
  /** The keyword of words that no copy has a place for. */
  looseText: string | null
  /** Where the words are that tell when the picture was made, and in which kind of chunk. */
  creationTime: { type: string; span: Span } | null
  /** Where a description of the picture is, likewise. */
  description: { type: string; span: Span } | null
}

/** Walks that were made. Many ask for chunks, and a source lets itself be looked at only so often. */
const walks = new WeakMap<ByteSource, Promise<PngChunks>>()

/** Finds the chunks, and those that may lie behind the picture data in the file's tail. */
export function pngChunks(source: ByteSource): Promise<Readonly<PngChunks>> {
  const walk = walks.get(source) ?? walkChunks(source)
  walks.set(source, walk)
  return walk
}

async function walkChunks(source: ByteSource): Promise<PngChunks> {
  const chunks: PngChunks = {
    spans: new Map(),
    looseText: null,
    creationTime: null,
    description: null,
  }
  let at = signatureBytes
  for (let count = 0; count < chunksWalked; count += 1) {
    const head = await source.read(at, 8)
    if (head.length < 8) return chunks
    const type = head.toString('latin1', 4, 8)
    const span = { offset: at + 8, length: head.readUInt32BE(0) }
    if (!textTypes.includes(type)) chunks.spans.set(type, span)
    else await noteText(source, type, span, chunks)
    if (type === 'IEND') return chunks
    at = span.offset + span.length + 4
  }
  const start = Math.max(at, source.sizeBytes - tailBytes)
  const tail = await source.read(start, source.sizeBytes - start)
  for (const type of ['eXIf', ...textTypes])
    for (const found of findChunks(tail, type)) {
      const span = { offset: start + found.offset, length: found.length }
      if (type === 'eXIf') chunks.spans.set(type, span)
      else await noteText(source, type, span, chunks)
    }
  return chunks
}

/** Words under a keyword, plain, packed or in any language. */
const textTypes = ['tEXt', 'zTXt', 'iTXt']
/** A keyword has up to 79 bytes (PNG, third edition, 11.3.3). */
const keywordBytes = 80
/** What programs note of themselves and of the file. */
const dispensableKeywords = /^(?:Software|date:\w+|signature)$/

/** A keyword is shown to people, who must not take it for more. */
const printable = (keyword: string): string => keyword.replace(/[^\x20-\x7e\xa1-\xff]/g, '?')

async function noteText(
  source: ByteSource,
  type: string,
  span: Span,
  chunks: PngChunks,
): Promise<void> {
  const start = await source.read(span.offset, Math.min(span.length, keywordBytes))
  const [keyword = ''] = start.toString('latin1').split('\0')
  if (keyword === 'Description') chunks.description ??= { type, span }
  if (keyword === 'Creation Time') chunks.creationTime ??= { type, span }
  // Its place is in iTXt (XMP part 3, 1.1.5); some programs write it as any other words.
  if (keyword === 'XML:com.adobe.xmp') chunks.spans.set(type, span)
  else if (!dispensableKeywords.test(keyword)) chunks.looseText ??= printable(keyword)
}

/** Chunks found by their name and proved by their checksum, since the name may also occur in picture data. */
function* findChunks(tail: Buffer, type: string): Generator<Span> {
  for (let name = tail.indexOf(type); name >= 4; name = tail.indexOf(type, name + 1)) {
    const length = tail.readUInt32BE(name - 4)
    const end = name + 4 + length
    if (end + 4 <= tail.length && crc32(tail.subarray(name, end)) === tail.readUInt32BE(end)) {
      yield { offset: name + 4, length }
    }
  }
}
