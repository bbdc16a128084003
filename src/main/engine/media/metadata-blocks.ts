// Collects the blocks of metadata that a photo holds, from whichever container: EXIF, XMP, image resources, IPTC, profile,
// comments, and what is in none of these. What stands in each block is read by metadata-tags.ts.
import { inflateSync } from 'node:zlib'
import type { Format } from '../../../shared/media-types.ts'
import { orWhenUnreadable, type ByteSource } from './byte-source.ts'
import { readDirectory, readTiffHeader, tags } from './exif.ts'
import type { PictureHead, Span } from './head.ts'
import { jpegSegments, segmentNames } from './jpeg-head.ts'
import { pngChunks, readPngDensity } from './png-head.ts'

/** The blocks of one photo. */
export interface MetadataBlocks {
  /** Where the TIFF header of the EXIF lies. */
  exif: { source: ByteSource; at: number } | null
  /** Packets, the extended one after the main one. */
  xmp: Buffer[]
  /** Photoshop's image resources, joined from however many segments. */
  photoshop: Buffer | null
  /** IPTC outside of image resources. */
  iptc: Buffer | null
  icc: Buffer | null
  comments: Buffer[]
  /** Anything else that belongs to the photo, by a name. */
  others: { name: string; bytes: Buffer }[]
  /** Pixels an inch, across and down, where the container itself tells them. */
  density: readonly [number, number] | null
  /** The keyword of a text in a PNG. */
  pngText: string | null
}

/** A photo's bytes with what its header told. */
export interface HeadedPhoto {
  source: ByteSource
  head: PictureHead
  format: Format
}

/** No photo's block is larger; a longer one is read as far as this. */
const mostBlockBytes = 8 * 1024 * 1024

/** Reads all blocks. What lies behind damage is not found. */
export async function readMetadataBlocks(photo: HeadedPhoto): Promise<MetadataBlocks> {
  const { source, head, format } = photo
  const blocks: MetadataBlocks = {
    ...{ xmp: [], photoshop: null, iptc: null, icc: null, comments: [], others: [], density: null },
    exif: head.exifAt === null ? null : { source, at: head.exifAt },
    pngText: head.looseText,
  }
  if (format === 'jpeg') await orWhenUnreadable(collectSegments(source, blocks), undefined)
  else if (format === 'png') await orWhenUnreadable(collectPng(source, blocks), undefined)
  else if (format === 'tiff') await orWhenUnreadable(collectTiff(source, blocks), undefined)
  else if (head.icc !== null) blocks.icc = await spanBytes(source, head.icc)
  if (format !== 'jpeg' && format !== 'png' && head.xmp !== null) {
    blocks.xmp.push(await spanBytes(source, head.xmp))
  }
  return blocks
}

const spanBytes = async (source: ByteSource, { offset, length }: Span): Promise<Buffer> =>
  Buffer.from(await source.read(offset, Math.min(length, mostBlockBytes)))

async function collectSegments(source: ByteSource, blocks: MetadataBlocks): Promise<void> {
  const extended: Buffer[] = []
  const profile: Buffer[] = []
  const resources: Buffer[] = []
  for await (const { marker, body } of jpegSegments(source)) {
    if (marker !== 0xfe && (marker < 0xe0 || marker > 0xef)) continue
    const bytes = await spanBytes(source, body)
    const behind = (name: string): Buffer | null =>
      bytes.toString('latin1', 0, name.length) === name ? bytes.subarray(name.length) : null
    const [xmp, more] = [behind(segmentNames.xmp), behind(segmentNames.extendedXmp)]
    const [icc, photoshop] = [behind(segmentNames.icc), behind(segmentNames.photoshop)]
    if (marker === 0xfe) blocks.comments.push(bytes)
    else if (marker === 0xe0) blocks.density ??= jfifDensity(bytes)
    else if (marker === 0xe1 && behind(segmentNames.exif) !== null) continue
    else if (marker === 0xe1 && xmp !== null) blocks.xmp.push(xmp)
    else if (marker === 0xe1 && more !== null) extended.push(more)
    else if (marker === 0xe2 && icc !== null) profile.push(icc)
    else if (marker === 0xed && photoshop !== null) resources.push(photoshop)
    else blocks.others.push({ name: segmentName(marker, bytes), bytes })
  }
  if (extended.length > 0) blocks.xmp.push(joinExtended(extended))
  // The first byte of each piece is its number, the second how many there are (ICC.1, B.4).
  const ordered = profile.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
  if (ordered.length > 0) blocks.icc = Buffer.concat(ordered.map((piece) => piece.subarray(2)))
  if (resources.length > 0) blocks.photoshop = Buffer.concat(resources)
}

/** What a segment calls itself, as "APP6 GoPro". */
function segmentName(marker: number, bytes: Buffer): string {
  const name = /^[\x20-\x7e]{2,30}/.exec(bytes.toString('latin1', 0, 30))?.[0] ?? ''
  return `APP${marker - 0xe0} ${name}`.trim()
}

/** A JFIF segment's resolution (ITU-T T.871, 10.1): a unit of 0 tells the shape of a pixel only. */
function jfifDensity(bytes: Buffer): readonly [number, number] | null {
  if (bytes.toString('latin1', 0, 5) !== 'JFIF\0' || bytes.length < 12) return null
  const unit = bytes.readUInt8(7)
  if (unit !== 1 && unit !== 2) return null
  const each = unit === 1 ? 1 : 2.54
  return [bytes.readUInt16BE(8) * each, bytes.readUInt16BE(10) * each]
}

/** Pieces of an extended packet, each behind its digest, the whole length and its place (XMP part 3, 1.1.3.1). */
function joinExtended(pieces: readonly Buffer[]): Buffer {
  const ordered = pieces
    .filter((piece) => piece.length >= 40)
    .toSorted((a, b) => a.readUInt32BE(36) - b.readUInt32BE(36))
  return Buffer.concat(ordered.map((piece) => piece.subarray(40)))
}

async function collectPng(source: ByteSource, blocks: MetadataBlocks): Promise<void> {
  const { spans } = await pngChunks(source)
  const bytesOf = async (type: string): Promise<Buffer | null> => {
    const span = spans.get(type)
    return span === undefined ? null : spanBytes(source, span)
  }
  const profile = await bytesOf('iCCP')
  // A name, its end, the method, and then the packed profile (PNG, third edition, 11.3.2.3).
  if (profile !== null) blocks.icc = unpacked(profile.subarray(profile.indexOf(0) + 2))
  for (const type of ['iTXt', 'tEXt', 'zTXt']) {
    const bytes = await bytesOf(type)
    if (bytes !== null) blocks.xmp.push(pngWords(type, bytes))
  }
  blocks.density = await readPngDensity(source)
}

const unpacked = (bytes: Buffer): Buffer => {
  try {
    return inflateSync(bytes, { maxOutputLength: mostBlockBytes })
  } catch {
    // Damaged: the very bytes are what a copy would have to hold.
    return bytes
  }
}

/** The words of a chunk with text, as bytes: of a plain one behind its keyword, of a packed one behind the method as well. */
export function pngWords(type: string, bytes: Buffer): Buffer {
  if (type === 'iTXt') return internationalText(bytes)
  const keyword = bytes.indexOf(0)
  return type === 'tEXt' ? bytes.subarray(keyword + 1) : unpacked(bytes.subarray(keyword + 2))
}

/** The words of an iTXt chunk: behind keyword, two flags, language and translated keyword (PNG, third edition, 11.3.3.4). */
function internationalText(bytes: Buffer): Buffer {
  const keyword = bytes.indexOf(0)
  const language = bytes.indexOf(0, keyword + 3)
  const words = bytes.subarray(bytes.indexOf(0, language + 1) + 1)
  return bytes[keyword + 1] === 1 ? unpacked(words) : words
}

async function collectTiff(source: ByteSource, blocks: MetadataBlocks): Promise<void> {
  const header = await readTiffHeader(source, 0)
  const { entries } = await readDirectory(header, header.first)
  const bytesOf = async (tag: number): Promise<Buffer | null> => {
    const entry = entries.get(tag)
    if (entry === undefined) return null
    return spanBytes(source, { offset: entry.at, length: entry.sizeBytes })
  }
  blocks.photoshop = await bytesOf(tags.photoshop)
  blocks.iptc = await bytesOf(tags.iptc)
  blocks.icc = await bytesOf(tags.icc)
}
