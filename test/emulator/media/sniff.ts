/**
 * Tells photos and videos by their first bytes, for the types of photos-api.md 2c. Names and declared types are
 * never asked. Sizes and dates are left to inspect.ts.
 */
import type { ByteSource } from './byte-source.ts'

/** How the bytes are laid out, which decides who reads their dimensions and dates. */
export type Layout =
  'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'ico' | 'tiff' | 'heif' | 'mp4' | 'other'

/** What the first bytes say. */
export type Sniffed = {
  readonly kind: 'photo' | 'video'
  readonly mimeType: string
  readonly layout: Layout
}

const photo = (mimeType: string, layout: Layout): Sniffed => ({ kind: 'photo', mimeType, layout })
const video = (mimeType: string, layout: Layout = 'other'): Sniffed => ({
  kind: 'video',
  mimeType,
  layout,
})

const asfGuid = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex')

/** The type of some bytes, or null when they are neither a photo nor a video. */
export function sniff(source: ByteSource): Sniffed | null {
  const head = source.read(0, 400)
  if (head.length < 12) return null
  const ascii = (start: number, end: number): string => head.toString('latin1', start, end)
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return photo('image/jpeg', 'jpeg')
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return photo('image/png', 'png')
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return photo('image/gif', 'gif')
  if (ascii(0, 4) === 'RIFF') return sniffRiff(ascii(8, 12))
  if (ascii(4, 8) === 'ftyp') return sniffBrand(ascii(8, Math.min(head.readUInt32BE(0), 64)))
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(ascii(4, 8))) {
    return video('video/quicktime', 'mp4')
  }
  const raw = sniffRaw(head, ascii)
  if (raw !== null) return raw
  if (ascii(0, 2) === 'BM' && head.readUInt32LE(6) === 0) return photo('image/bmp', 'bmp')
  if (head.readUInt32LE(0) === 0x0001_0000 && head.readUInt16LE(4) > 0) {
    return photo('image/x-icon', 'ico')
  }
  if (head.readUInt32BE(0) === 0x1a45_dfa3) return video('video/x-matroska')
  if (head.subarray(0, 16).equals(asfGuid)) return video('video/x-ms-wmv')
  if (['000001ba', '000001b3'].includes(head.toString('hex', 0, 4))) return video('video/mpeg')
  if (isTransportStream(head)) return video('video/mp2t')
  return null
}

function sniffRiff(form: string): Sniffed | null {
  if (form === 'WEBP') return photo('image/webp', 'webp')
  return form === 'AVI ' ? video('video/x-msvideo') : null
}

function sniffBrand(brands: string): Sniffed | null {
  if (/avif|avis/.test(brands)) return photo('image/avif', 'heif')
  if (/heic|heix|hevc|heim|heis|mif1|msf1/.test(brands)) return photo('image/heif', 'heif')
  if (brands.startsWith('crx ')) return photo('image/x-canon-cr3', 'other')
  if (brands.startsWith('qt  ')) return video('video/quicktime', 'mp4')
  if (brands.startsWith('3g2')) return video('video/3gpp2', 'mp4')
  if (brands.startsWith('3g')) return video('video/3gpp', 'mp4')
  return video('video/mp4', 'mp4')
}

function sniffRaw(head: Buffer, ascii: (start: number, end: number) => string): Sniffed | null {
  const start = head.toString('hex', 0, 4)
  if (start === '49492a00' || start === '4d4d002a') {
    return ascii(8, 10) === 'CR' ? photo('image/x-canon-cr2', 'tiff') : photo('image/tiff', 'tiff')
  }
  if (['IIRO', 'IIRS', 'MMOR'].includes(ascii(0, 4))) return photo('image/x-olympus-orf', 'other')
  if (start === '49495500') return photo('image/x-panasonic-rw2', 'other')
  return ascii(0, 8) === 'FUJIFILM' ? photo('image/x-fuji-raf', 'other') : null
}

function isTransportStream(head: Buffer): boolean {
  const plain = head[0] === 0x47 && head[188] === 0x47
  // Camcorders put a four-byte time stamp before each packet.
  const stamped = head[4] === 0x47 && head[196] === 0x47
  return plain || stamped
}
