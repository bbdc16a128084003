// Carries the metadata of a JPEG over to its reduced copy, segment by segment and byte by byte; only what
// would be wrong on the copy is changed: orientation, dimensions, embedded thumbnails. Pure on buffers.
import { memorySource } from '../media/byte-source.ts'
import { readDirectory, readNumbers, readTiffHeader, tags, type TiffEntry } from '../media/exif.ts'
import { jpegSegments, segmentNames } from '../media/jpeg-head.ts'
import type { Sides } from './target-size.ts'

/** A segment's length field counts itself and holds 16 bits. */
export const longestPayload = 65_533
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
  /** Pixels an inch, across and down. */
  density?: readonly [number, number] | null
}

/** What of the opened original decides what its copy carries. */
export interface CarriedFrom {
  isConverted: boolean
  orientation: number
  /** Upright. */
  sides: Sides
}

/** The metadata segments of a JPEG that its copy of these sides shall carry, whole and in order. */
export async function carriedSegments(
  jpegHead: Buffer,
  copy: Sides,
  { isConverted, orientation, sides }: CarriedFrom,
): Promise<Buffer[]> {
  const source = memorySource(jpegHead)
  const carried: Buffer[] = []
  const resources: Buffer[] = []
  let resourcesAt = 0
  for await (const { marker, body } of jpegSegments(source)) {
    const payload = jpegHead.subarray(body.offset, body.offset + body.length)
    const isNamed = (name: string): boolean => payload.toString('latin1', 0, name.length) === name
    if (marker === 0xe0 && isNamed(jfif)) {
      // Without its thumbnail.
      const fields = Buffer.from(payload.subarray(0, jfifBytes))
      if (fields.length === jfifBytes) carried.push(segment(0xe0, '', fields.fill(0, 12)))
    } else if (marker === 0xe1 && isNamed(segmentNames.exif)) {
      const tiff = payload.subarray(segmentNames.exif.length)
      carried.push(segment(0xe1, segmentNames.exif, await correctedExif(tiff, copy, sides)))
    } else if (marker === 0xe1 && isNamed(segmentNames.xmp)) {
      const packet = payload.subarray(segmentNames.xmp.length)
      carried.push(segment(0xe1, segmentNames.xmp, uprightXmp(packet, orientation)))
    } else if (marker === 0xe2 && isNamed(segmentNames.icc)) {
      if (!isConverted) carried.push(segment(0xe2, '', payload))
    } else if (marker === 0xed && isNamed(segmentNames.photoshop)) {
      if (resources.length === 0) resourcesAt = carried.length
      resources.push(payload.subarray(segmentNames.photoshop.length))
    } else if (marker === 0xfe || isOthers(marker, payload)) {
      carried.push(segment(marker, '', payload))
    }
  }
  // A resource may begin in one segment and end in the next, so they are looked at as one.
  const joined = withoutThumbnails(Buffer.concat(resources))
  return carried.toSpliced(resourcesAt, 0, ...resourceSegments(joined))
}

/** Segments that tell of the places in this very file, of a second picture in it, or of how it is coded. */
const bound = ['MPF\0', 'urn:iso:std:iso:ts:21496', 'SPIFF\0']

/** Whether a segment is some maker's or program's own, which is carried as it is. */
function isOthers(marker: number, payload: Buffer): boolean {
  const isApplication = marker > 0xe0 && marker <= 0xef
  // Adobe's says how the numbers are coded; boxes vouch for the very bytes, or refine the very pixels.
  if (!isApplication || marker === 0xee || marker === 0xeb) return false
  return !bound.some((name) => payload.toString('latin1', 0, name.length) === name)
}

/** Segments for blocks that come from another container; null when one does not fit. */
export function segmentsFor(metadata: Metadata): Buffer[] | null {
  const { density = null } = metadata
  const segments = density === null ? [] : [jfifSegment(density)]
  const blocks = [
    [segmentNames.exif, metadata.exif],
    [segmentNames.xmp, metadata.xmp],
  ] as const
  for (const [name, bytes] of blocks) {
    if (bytes === null) continue
    if (name.length + bytes.length > longestPayload) return null
    segments.push(segment(0xe1, name, bytes))
  }
  if (metadata.photoshop !== null) segments.push(...resourceSegments(metadata.photoshop))
  if (metadata.icc !== null) segments.push(...iccSegments(metadata.icc))
  return segments
}

const jfif = 'JFIF\0'
/** Name, version, unit, density across and down, sides of a thumbnail (ITU-T T.871, 10.1). */
const jfifBytes = 14

function jfifSegment([across, down]: readonly [number, number]): Buffer {
  const fields = Buffer.alloc(jfifBytes)
  fields.write(jfif, 'latin1')
  fields.set([1, 2, 1], jfif.length)
  fields.writeUInt16BE(Math.min(0xffff, Math.round(across)), 8)
  fields.writeUInt16BE(Math.min(0xffff, Math.round(down)), 10)
  return segment(0xe0, '', fields)
}

/** Image resources in as many segments as they need; readers join them. */
function resourceSegments(resources: Buffer): Buffer[] {
  const most = longestPayload - segmentNames.photoshop.length
  return Array.from({ length: Math.ceil(resources.length / most) }, (_, index) =>
    segment(0xed, segmentNames.photoshop, resources.subarray(index * most, (index + 1) * most)),
  )
}

/** Puts metadata segments into a freshly encoded JPEG, in place of any that the encoder wrote. */
export async function withSegments(jpeg: Buffer, segments: readonly Buffer[]): Promise<Buffer> {
  const pieces: Buffer[] = [Buffer.from([0xff, 0xd8])]
  let picture = jpeg.length
  // Once is enough.
  const hasOwn = segments.some((each) => each[1] === 0xe0)
  const own: Buffer[] = []
  for await (const { marker, at, body } of jpegSegments(memorySource(jpeg))) {
    const end = body.offset + body.length
    if (marker === 0xe0 && !hasOwn) pieces.push(jpeg.subarray(at, end))
    else if (marker === 0xda) picture = at
    else if (marker < 0xe0 || marker > 0xef) own.push(jpeg.subarray(at, end))
  }
  return Buffer.concat([...pieces, ...segments, ...own, jpeg.subarray(picture)])
}

/**
 * An EXIF block that is right for an upright copy, `original` being the upright sides of what it is a copy of. Other bytes
 * stay where they are.
 */
export async function correctedExif(exif: Buffer, copy: Sides, original: Sides): Promise<Buffer> {
  const block = Buffer.from(exif)
  const source = memorySource(block)
  const header = await readTiffHeader(source, 0)
  const write = (entry: TiffEntry | undefined, ...values: number[]): void => {
    if (entry?.count !== values.length || ![3, 4].includes(entry.type)) return
    const size = entry.type === 3 ? 2 : 4
    for (const [index, value] of values.entries()) {
      if (header.isLittleEndian) block.writeUIntLE(value, entry.at + index * size, size)
      else block.writeUIntBE(value, entry.at + index * size, size)
    }
  }
  const first = await readDirectory(header, header.first)
  const [orientation = 1] = await readNumbers(header, first.entries.get(tags.orientation))
  write(first.entries.get(tags.orientation), 1)
  write(first.entries.get(tags.imageWidth), copy.width)
  write(first.entries.get(tags.imageLength), copy.height)
  const [exifAt] = await readNumbers(header, first.entries.get(tags.exifIfd))
  if (exifAt !== undefined) {
    const { entries } = await readDirectory(header, exifAt)
    write(entries.get(tags.pixelXDimension), copy.width)
    write(entries.get(tags.pixelYDimension), copy.height)
    for (const tag of [tags.subjectArea, tags.subjectLocation]) {
      const place = await readNumbers(header, entries.get(tag))
      write(entries.get(tag), ...placeOnCopy(place, orientation, original, copy))
    }
  }
  if (first.next === 0) return block
  // The thumbnail shows the picture before it was turned; viewers make their own from the copy.
  const second = await readDirectory(header, first.next)
  const [offset = 0] = await readNumbers(header, second.entries.get(thumbnailOffset))
  const [length = 0] = await readNumbers(header, second.entries.get(thumbnailLength))
  block.fill(0, first.nextAt, first.nextAt + 4)
  if (offset === 0 || offset + length > block.length) return block
  if (offset + length === block.length) return block.subarray(0, offset)
  return block.fill(0, offset, offset + length)
}

/**
 * A point, a circle by its diameter or a rectangle by its sides, about its middle (Exif 2.3, SubjectArea), in pixels of the
 * stored picture; answers with the same in pixels of the upright copy.
 */
function placeOnCopy(
  [x = 0, y = 0, ...extent]: number[],
  orientation: number,
  original: Sides,
  copy: Sides,
): number[] {
  const isSwapped = orientation >= 5
  const [across, down] = isSwapped ? [y, x] : [x, y]
  const scale = copy.width / original.width
  const place = [
    [2, 3, 6, 7].includes(orientation) ? original.width - across : across,
    [3, 4, 7, 8].includes(orientation) ? original.height - down : down,
    ...(isSwapped ? extent.toReversed() : extent),
  ]
  return place.map((value) => Math.max(0, Math.round(value * scale)))
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

interface ImageResource {
  id: number
  start: number
  end: number
}

/** The resources of a block, up to where they make no sense. */
function* resourcesIn(bytes: Buffer): Generator<ImageResource> {
  let at = 0
  while (at + 12 <= bytes.length && bytes.toString('latin1', at, at + 4) === '8BIM') {
    const id = bytes.readUInt16BE(at + 4)
    const nameBytes = bytes.readUInt8(at + 6) + 1
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2)
    if (sizeAt + 4 > bytes.length) return
    const size = bytes.readUInt32BE(sizeAt)
    const end = Math.min(sizeAt + 4 + size + (size % 2), bytes.length)
    yield { id, start: at, end }
    at = end
  }
}

/** Image resources without the two thumbnails (Adobe Photoshop file formats: 1033, 1036). */
export function withoutThumbnails(resources: Buffer): Buffer {
  const kept: Buffer[] = []
  let at = 0
  for (const { id, start, end } of resourcesIn(resources)) {
    if (id !== 1033 && id !== 1036) kept.push(resources.subarray(start, end))
    at = end
  }
  kept.push(resources.subarray(at))
  return Buffer.concat(kept)
}

/** Image resources with this one, unless they have one of its number. */
export function withResource(resources: Buffer, id: number, bytes: Buffer): Buffer {
  const has = [...resourcesIn(resources)].some((resource) => resource.id === id)
  return has ? resources : Buffer.concat([imageResource(id, bytes), resources])
}

/** One image resource without a name. */
export function imageResource(id: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.write('8BIM', 'latin1')
  head.writeUInt16BE(id, 4)
  head.writeUInt32BE(bytes.length, 8)
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
}

/** One segment with a name before its bytes. */
export function segment(marker: number, name: string, bytes: Buffer): Buffer {
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
