/**
 * Reads from photos and videos what the library shows of them: kind, dimensions as seen upright, capture time, camera.
 * Only headers are read, never pixels, so that uploads stay fast. Thumbnails are left to the gallery.
 */
import { inflateSync } from 'node:zlib'
import type { MediaFacts } from '../core/model.ts'
import type { ByteSource } from './byte-source.ts'
import { readExif, type ExifFacts } from './exif.ts'
import { readHeif, readMovie } from './boxes.ts'
import { sniff, type Layout } from './sniff.ts'
import { readXmp } from './xmp.ts'

/** What the bytes say about themselves, or null when they are neither a photo nor a video. */
export function inspectMedia(source: ByteSource): MediaFacts | null {
  const sniffed = sniff(source)
  if (sniffed === null) return null
  const found = readable(() => factsOf(source, sniffed.layout))
  // Orientations 5 to 8 lie on their side; the library shows the picture upright.
  const isSideways = (found.orientation ?? 1) >= 5
  const width = found.width ?? 0
  const height = found.height ?? 0
  return {
    kind: sniffed.kind,
    mimeType: sniffed.mimeType,
    width: isSideways ? height : width,
    height: isSideways ? width : height,
    dates: found.dates ?? [],
    ...(found.caption === undefined ? {} : { caption: found.caption }),
    ...(found.hasMotion === undefined ? {} : { hasMotion: found.hasMotion }),
    ...(found.cameraMake === undefined ? {} : { cameraMake: found.cameraMake }),
    ...(found.cameraModel === undefined ? {} : { cameraModel: found.cameraModel }),
    ...(found.focalLength === undefined ? {} : { focalLength: found.focalLength }),
    ...(found.apertureFNumber === undefined ? {} : { apertureFNumber: found.apertureFNumber }),
    ...(found.isoEquivalent === undefined ? {} : { isoEquivalent: found.isoEquivalent }),
    ...(found.exposureSeconds === undefined ? {} : { exposureSeconds: found.exposureSeconds }),
  }
}

/** A file that ends in the middle of a header still is a photo; it just says less about itself. */
function readable(read: () => ExifFacts): ExifFacts {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return {}
    throw error
  }
}

function factsOf(source: ByteSource, layout: Layout): ExifFacts {
  switch (layout) {
    case 'jpeg':
      return readJpeg(source)
    case 'png':
      return readPng(source)
    case 'webp':
      return readWebp(source)
    case 'tiff':
      return readExif(source, 0)
    case 'gif': {
      const head = source.read(6, 4)
      const size = { width: head.readUInt16LE(0), height: head.readUInt16LE(2) }
      return withXmp(size, xmpOfGif(source))
    }
    case 'bmp': {
      const head = source.read(18, 8)
      if (head.length < 8) return {}
      return { width: head.readInt32LE(0), height: Math.abs(head.readInt32LE(4)) }
    }
    case 'ico': {
      const head = source.read(6, 2)
      return {
        width: head[0] === 0 ? 256 : (head[0] ?? 0),
        height: head[1] === 0 ? 256 : (head[1] ?? 0),
      }
    }
    case 'heif':
      return readHeif(source)
    case 'mp4':
      return readMovie(source)
    case 'other':
      return {}
  }
}

/** Adds what EXIF says to what is known. */
function withExif(facts: ExifFacts, exif: ExifFacts): ExifFacts {
  return { ...exif, ...facts, dates: [...(facts.dates ?? []), ...(exif.dates ?? [])] }
}

/** Adds what a packet says to what is known. */
function withXmp(facts: ExifFacts, packet: string): ExifFacts {
  const { dates, ...others } = readXmp(packet)
  return { ...facts, ...others, dates: [...(facts.dates ?? []), ...dates] }
}

/** The caption of IPTC, which Google's own model of a photo names. */
function withIptc(facts: ExifFacts, resources: Buffer): ExifFacts {
  const at = resources.indexOf(Buffer.from([0x1c, 2, 120]))
  if (at === -1 || at + 5 > resources.length || facts.caption !== undefined) return facts
  const caption = resources.toString('utf8', at + 5, at + 5 + resources.readUInt16BE(at + 3)).trim()
  return caption === '' ? facts : { ...facts, caption }
}

/** The packet in a chunk with text under XMP's keyword, plain or packed; otherwise nothing. */
function xmpOfPng(type: string, chunk: Buffer): string {
  const keyword = 'XML:com.adobe.xmp\0'
  if (chunk.toString('latin1', 0, keyword.length) !== keyword) return ''
  const rest = chunk.subarray(keyword.length)
  if (type === 'tEXt') return rest.toString('utf8')
  if (type === 'zTXt') return unpacked(rest.subarray(1))
  // Two flags, a language and a translated keyword stand before the words.
  const words = rest.subarray(rest.indexOf(0, rest.indexOf(0, 2) + 1) + 1)
  return rest[0] === 1 ? unpacked(words) : words.toString('utf8')
}

const maxPacket = 1 << 20

function unpacked(bytes: Buffer): string {
  try {
    return inflateSync(bytes, { maxOutputLength: maxPacket }).toString('utf8')
  } catch {
    return ''
  }
}

function xmpOfGif(source: ByteSource): string {
  const start = source.read(0, maxPacket)
  const at = start.indexOf('XMP DataXMP')
  return at === -1 ? '' : start.toString('utf8', at + 11)
}

/** Walks the segments up to the frame header; EXIF comes before it. */
function readJpeg(source: ByteSource): ExifFacts {
  let facts: ExifFacts = {}
  let offset = 2
  while (offset < source.sizeBytes) {
    const head = source.read(offset, 10)
    if (head.length < 10 || head[0] !== 0xff) return facts
    const marker = head[1] ?? 0
    if (marker === 0xff) {
      offset += 1
      continue
    }
    const length = head.readUInt16BE(2)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { ...facts, height: head.readUInt16BE(5), width: head.readUInt16BE(7) }
    if (marker === 0xe1 && head.toString('latin1', 4, 10) === 'Exif\0\0') {
      facts = withExif(facts, readExif(source, offset + 10))
    } else if (marker === 0xe1 && head.toString('latin1', 4, 10) === 'http:/') {
      facts = withXmp(facts, source.read(offset + 4, length - 2).toString('utf8'))
    } else if (marker === 0xed) {
      facts = withIptc(facts, source.read(offset + 4, length - 2))
    }
    if (marker === 0xda || length < 2) return facts
    offset += 2 + length
  }
  return facts
}

function readPng(source: ByteSource): ExifFacts {
  let facts: ExifFacts = {}
  let size: ExifFacts = {}
  for (let offset = 8; offset < source.sizeBytes;) {
    const head = source.read(offset, 16)
    if (head.length < 8) break
    const name = head.toString('latin1', 4, 8)
    if (name === 'IHDR' && head.length === 16) {
      size = { width: head.readUInt32BE(8), height: source.read(offset + 12, 4).readUInt32BE() }
    }
    if (name === 'eXIf') facts = withExif(facts, readExif(source, offset + 8))
    if (['iTXt', 'tEXt', 'zTXt'].includes(name)) {
      facts = withXmp(facts, xmpOfPng(name, source.read(offset + 8, head.readUInt32BE(0))))
    }
    if (name === 'IEND') break
    offset += 12 + head.readUInt32BE(0)
  }
  return { ...facts, ...size }
}

function readWebp(source: ByteSource): ExifFacts {
  let facts: ExifFacts = {}
  let size: ExifFacts = {}
  for (let offset = 12; offset < source.sizeBytes;) {
    const head = source.read(offset, 18)
    if (head.length < 8) break
    const name = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    if (name === 'VP8X')
      size = { width: head.readUIntLE(12, 3) + 1, height: head.readUIntLE(15, 3) + 1 }
    if (name === 'VP8 ' && size.width === undefined) {
      const frame = source.read(offset + 14, 4)
      size = { width: frame.readUInt16LE(0) & 0x3fff, height: frame.readUInt16LE(2) & 0x3fff }
    }
    if (name === 'VP8L' && size.width === undefined) {
      const bits = source.read(offset + 9, 4).readUInt32LE()
      size = { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    if (name === 'EXIF') {
      // Some writers keep the prefix that JPEG wants.
      const hasPrefix = source.read(offset + 8, 4).toString('latin1') === 'Exif'
      facts = withExif(facts, readExif(source, offset + 8 + (hasPrefix ? 6 : 0)))
    }
    if (name === 'XMP ') facts = withXmp(facts, source.read(offset + 8, length).toString('utf8'))
    offset += 8 + length + (length % 2)
  }
  return { ...facts, ...size }
}
