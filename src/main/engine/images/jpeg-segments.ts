// Carries the metadata of a JPEG over to its reduced copy, segment by segment and byte by byte; only what
// would be wrong on the copy is changed: orientation, dimensions, embedded thumbnails. Pure on buffers.
import { memorySource } from '../media/byte-source.ts'
import { readDirectory, readNumbers, readTiffHeader, tags, type TiffEntry } from '../media/exif.ts'
import { jpegSegments, segmentNames } from '../media/jpeg-head.ts'
import type { Sides } from './target-size.ts'

/** A segment's length field counts itself and holds 16 bits. */
const longestPayload = 65_533
/** Tags of the thumbnail in the second EXIF directory. */
const thumbnailOffset = 0x0201
const thumbnailLength = 0x0202

/** Blocks of metadata, each without the framing of its container. */
export interface Metadata {
  /** A TIFF structure. */
  exif: Buffer | null
  xmp: Buffer | null
  /** Photoshop image resources, where IPTC lives. */
  photoshop: Buffer | null
  icc: Buffer | null
}

/** The metadata segments of a JPEG that its copy of these sides shall carry, whole and in order. */
export async function carriedSegments(
  jpegHead: Buffer,
  copy: Sides,
  { isConverted, orientation }: { isConverted: boolean; orientation: number },
): Promise<Buffer[]> {
  const source = memorySource(jpegHead)
  const carried: Buffer[] = []
  for await (const { marker, body } of jpegSegments(source)) {
    const payload = jpegHead.subarray(body.offset, body.offset + body.length)
    const isNamed = (name: string): boolean => payload.toString('latin1', 0, name.length) === name
    if (marker === 0xe1 && isNamed(segmentNames.exif)) {
      const tiff = payload.subarray(segmentNames.exif.length)
      carried.push(segment(0xe1, segmentNames.exif, await correctedExif(tiff, copy)))
    } else if (marker === 0xe1 && isNamed(segmentNames.xmp)) {
      const packet = payload.subarray(segmentNames.xmp.length)
      carried.push(segment(0xe1, segmentNames.xmp, uprightXmp(packet, orientation)))
    } else if (marker === 0xe1 && isNamed(segmentNames.extendedXmp)) {
      carried.push(segment(0xe1, '', payload))
    } else if (marker === 0xe2 && !isConverted && isNamed(segmentNames.icc)) {
      carried.push(segment(0xe2, '', payload))
    } else if (marker === 0xed && isNamed(segmentNames.photoshop)) {
      const resources = payload.subarray(segmentNames.photoshop.length)
      carried.push(segment(0xed, segmentNames.photoshop, withoutThumbnails(resources)))
    } else if (marker === 0xfe) {
      carried.push(segment(0xfe, '', payload))
    }
  }
  return carried
}

/** Segments for blocks that come from another container; null when one does not fit. */
export function segmentsFor(metadata: Metadata): Buffer[] | null {
  const segments: Buffer[] = []
  const blocks = [
    [0xe1, segmentNames.exif, metadata.exif],
    [0xe1, segmentNames.xmp, metadata.xmp],
    [0xed, segmentNames.photoshop, metadata.photoshop],
  ] as const
  for (const [marker, name, bytes] of blocks) {
    if (bytes === null) continue
    if (name.length + bytes.length > longestPayload) return null
    segments.push(segment(marker, name, bytes))
  }
  if (metadata.icc !== null) segments.push(...iccSegments(metadata.icc))
  return segments
}

/** Puts metadata segments into a freshly encoded JPEG, in place of any that the encoder wrote. */
export async function withSegments(jpeg: Buffer, segments: readonly Buffer[]): Promise<Buffer> {
  const pieces: Buffer[] = [Buffer.from([0xff, 0xd8])]
  let picture = jpeg.length
  const own: Buffer[] = []
  for await (const { marker, at, body } of jpegSegments(memorySource(jpeg))) {
    const end = body.offset + body.length
    if (marker === 0xe0) pieces.push(jpeg.subarray(at, end))
    else if (marker === 0xda) picture = at
    else if (marker < 0xe0 || marker > 0xef) own.push(jpeg.subarray(at, end))
  }
  return Buffer.concat([...pieces, ...segments, ...own, jpeg.subarray(picture)])
}

/** An EXIF block that is right for an upright copy of these sides. Other bytes stay where they are. */
export async function correctedExif(exif: Buffer, copy: Sides): Promise<Buffer> {
  const block = Buffer.from(exif)
  const source = memorySource(block)
  const header = await readTiffHeader(source, 0)
  const write = (entry: TiffEntry | undefined, value: number): void => {
    if (entry?.count !== 1 || ![3, 4].includes(entry.type)) return
    const size = entry.type === 3 ? 2 : 4
    if (header.isLittleEndian) block.writeUIntLE(value, entry.at, size)
    else block.writeUIntBE(value, entry.at, size)
  }
  const first = await readDirectory(header, header.first)
  write(first.entries.get(tags.orientation), 1)
  write(first.entries.get(tags.imageWidth), copy.width)
  write(first.entries.get(tags.imageLength), copy.height)
  const [exifAt] = await readNumbers(header, first.entries.get(tags.exifIfd))
  if (exifAt !== undefined) {
    const { entries } = await readDirectory(header, exifAt)
    write(entries.get(tags.pixelXDimension), copy.width)
    write(entries.get(tags.pixelYDimension), copy.height)
  }
  if (first.next === 0) return block
  // The thumbnail shows the picture before it was turned; viewers make their own from the copy.
  const second = await readDirectory(header, first.next)
  const [offset = 0] = await readNumbers(header, second.entries.get(thumbnailOffset))
  const [length = 0] = await readNumbers(header, second.entries.get(thumbnailLength))
  const nextField = header.first + 2 + entryCount(block, header) * 12
  block.fill(0, nextField, nextField + 4)
  if (offset === 0 || offset + length > block.length) return block
  if (offset + length === block.length) return block.subarray(0, offset)
  return block.fill(0, offset, offset + length)
}

function entryCount(block: Buffer, header: { first: number; isLittleEndian: boolean }): number {
  return header.isLittleEndian ? block.readUInt16LE(header.first) : block.readUInt16BE(header.first)
}

/**
 * An XMP packet for a picture that was turned upright from `orientation`; of the same length, since packets
 * may be padded by count. One that was not turned keeps what its packet claims.
 */
export function uprightXmp(packet: Buffer, orientation: number): Buffer {
  if (orientation === 1) return packet
  const text = packet.toString('latin1')
  return Buffer.from(text.replace(/(tiff:Orientation(?:="|='|>))[2-8](?=["'<])/g, '$11'), 'latin1')
}

/** Image resources without the two thumbnails (Adobe Photoshop file formats: 1033, 1036). */
export function withoutThumbnails(resources: Buffer): Buffer {
  const kept: Buffer[] = []
  let at = 0
  while (at + 12 <= resources.length && resources.toString('latin1', at, at + 4) === '8BIM') {
    const id = resources.readUInt16BE(at + 4)
    const nameBytes = resources.readUInt8(at + 6) + 1
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2)
    if (sizeAt + 4 > resources.length) break
    const size = resources.readUInt32BE(sizeAt)
    const end = Math.min(sizeAt + 4 + size + (size % 2), resources.length)
    if (id !== 1033 && id !== 1036) kept.push(resources.subarray(at, end))
    at = end
  }
  kept.push(resources.subarray(at))
  return Buffer.concat(kept)
}

/** One image resource without a name. */
export function imageResource(id: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.write('8BIM', 'latin1')
  head.writeUInt16BE(id, 4)
  head.writeUInt32BE(bytes.length, 8)
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
}

function segment(marker: number, name: string, bytes: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(0xff00 | marker, 0)
  head.writeUInt16BE(2 + name.length + bytes.length, 2)
  return Buffer.concat([head, Buffer.from(name, 'latin1'), bytes])
}

function iccSegments(icc: Buffer): Buffer[] {
  const most = longestPayload - segmentNames.icc.length - 2
  const pieces = Math.ceil(icc.length / most)
  return Array.from({ length: pieces }, (_, index) => {
    const counted = Buffer.from([index + 1, pieces])
    const piece = icc.subarray(index * most, (index + 1) * most)
    return segment(0xe2, segmentNames.icc, Buffer.concat([counted, piece]))
  })
}
