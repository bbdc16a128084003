// Puts metadata into freshly encoded PNG and WebP files, byte by byte as the original had it; the encoder's
// own way through libexif rewrites what it does not like. Pure on buffers.
import { crc32, deflateSync } from 'node:zlib'
import type { Metadata } from './jpeg-segments.ts'
import type { Sides } from './target-size.ts'

const pngSignatureBytes = 8
/** Length, type, 13 bytes of header, checksum. */
const pngHeaderBytes = 25

/** A PNG with these blocks behind its header. IPTC has no place in a PNG. */
export function pngWithMetadata(png: Buffer, metadata: Metadata): Buffer {
  const behindHeader = pngSignatureBytes + pngHeaderBytes
  const chunks: Buffer[] = []
  if (metadata.icc !== null) {
    // A name, and 0 for the only method of compression (PNG, 11.3.2.3).
    const name = Buffer.from('ICC profile\0\0', 'latin1')
    chunks.push(pngChunk('iCCP', Buffer.concat([name, deflateSync(metadata.icc)])))
  }
  if (metadata.exif !== null) chunks.push(pngChunk('eXIf', metadata.exif))
  if (metadata.xmp !== null) {
    // Not compressed, no language, no translated keyword (XMP part 3, 1.1.5).
    const head = Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1')
    chunks.push(pngChunk('iTXt', Buffer.concat([head, metadata.xmp])))
  }
  return Buffer.concat([png.subarray(0, behindHeader), ...chunks, png.subarray(behindHeader)])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}

/** Flags of the extended header (WebP container specification). */
const webpFlags = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 }
const riffHeaderBytes = 12

/** A WebP with these blocks, in the extended form that they need. */
export function webpWithMetadata(webp: Buffer, metadata: Metadata, sides: Sides): Buffer {
  const pictureChunks: Buffer[] = []
  let hasAlpha = false
  for (let at = riffHeaderBytes; at + 8 <= webp.length;) {
    const type = webp.toString('latin1', at, at + 4)
    const length = webp.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    // A lossless picture says in its own header whether it uses alpha.
    if (type === 'VP8L') hasAlpha = (webp.readUInt32LE(at + 9) & (1 << 28)) !== 0
    if (type === 'ALPH') hasAlpha = true
    if (['VP8 ', 'VP8L', 'ALPH'].includes(type)) pictureChunks.push(webp.subarray(at, end))
    at = end
  }
  const extended = Buffer.alloc(10)
  const { icc, exif, xmp } = metadata
  extended.writeUInt8(
    (icc === null ? 0 : webpFlags.icc) |
      (hasAlpha ? webpFlags.alpha : 0) |
      (exif === null ? 0 : webpFlags.exif) |
      (xmp === null ? 0 : webpFlags.xmp),
  )
  extended.writeUIntLE(sides.width - 1, 4, 3)
  extended.writeUIntLE(sides.height - 1, 7, 3)
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    riffChunk('VP8X', extended),
    ...(icc === null ? [] : [riffChunk('ICCP', icc)]),
    ...pictureChunks,
    ...(exif === null ? [] : [riffChunk('EXIF', exif)]),
    ...(xmp === null ? [] : [riffChunk('XMP ', xmp)]),
  ])
  return riffChunk('RIFF', body)
}

function riffChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}
