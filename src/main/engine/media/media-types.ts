// What the first bytes of a file say it is, by the table of shared/media-types.ts, whatever the name claims. A TIFF that
// is a camera's RAW is told apart by tiff-head.ts, and what is neither photo nor video is named by name-stranger.ts.
import { mediaType, mediaTypes, rawTypeOf, type MediaType } from '../../../shared/media-types.ts'

const avif = mediaType('image/avif')
const bmp = mediaType('image/bmp')
const heic = mediaType('image/heic')
const ico = mediaType('image/x-icon')
const matroska = mediaType('video/x-matroska')
const mp4 = mediaType('video/mp4')
const mpegStream = mediaType('video/mpeg')
const quicktime = mediaType('video/quicktime')
const transportStream = mediaType('video/mp2t')
const webm = mediaType('video/webm')

/** Whether an extension, lower case, is one of a camera's RAW files. */
export const isRawExtension = (extension: string): boolean => rawTypeOf(extension) !== null

/** A RAW photo; it keeps the RAW extension of its name, since TIFF-based kinds differ in little else. */
export function rawType(nameExtension: string, fallback: string): MediaType {
  const raw = rawTypeOf(nameExtension) ?? rawTypeOf(fallback)
  if (raw === null) throw new Error(`No RAW photo is called ${fallback}.`)
  return raw
}

/** Tells a file by its first bytes (4 kB are plenty). `nameExtension` only names the kind of RAW. */
export function sniff(head: Buffer, nameExtension: string): MediaType | null {
  const starts = (text: string, at: number): boolean =>
    head.length >= at + text.length && head.toString('latin1', at, at + text.length) === text
  if (starts('ftyp', 4)) return sniffBrand(head, nameExtension)
  const found = mediaTypes.find(({ begins }) =>
    begins.some((beginning) => beginning.every(([at, text]) => starts(text, at))),
  )
  if (found?.format === 'raw') return rawType(nameExtension, found.extensions[0] ?? '')
  if (found === matroska && isWebm(head)) return webm
  if (found !== undefined) return found
  if (isBitmap(head)) return bmp
  if (isIcon(head)) return ico
  // A QuickTime file older than brands begins with any of its top-level boxes.
  if (oldBoxes.some((box) => starts(box, 4))) return head.readUInt32BE(0) === 0 ? null : quicktime
  return isTransportStream(head, fewestPackets) ? transportStream : null
}

/**
 * Tells a file whose name claims nothing, so that a text that happens to begin like a photo is left alone: what
 * {@link sniff} takes on trust is looked at more closely.
 */
export function sniffStranger(head: Buffer, sizeBytes: number): MediaType | null {
  const type = sniff(head, '')
  if (type === null) return null
  const isPlausible = ((): boolean => {
    switch (type) {
      case mpegStream:
        // After the start code of a pack comes the mark of MPEG-1 or MPEG-2.
        return (
          head[3] !== 0xba || ((head[4] ?? 0) & 0xc0) === 0x40 || ((head[4] ?? 0) & 0xf0) === 0x20
        )
      case transportStream:
        return isTransportStream(
          head,
          Math.max(fewestPackets, Math.min(16, Math.floor(sizeBytes / 192))),
        )
      case bmp:
        return head.readUInt32LE(6) === 0
      default:
        return type.format !== 'iso-video' || isFirstBox(head, sizeBytes)
    }
  })()
  return isPlausible ? type : null
}

/** One byte alone stands anywhere by chance. */
const fewestPackets = 4
const oldBoxes = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']
const notFilms = ['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ', 'jp2 ', 'jpx ', 'jpm ']

function sniffBrand(head: Buffer, nameExtension: string): MediaType | null {
  const boxEnd = Math.min(head.readUInt32BE(0), head.length, 256)
  const major = head.toString('latin1', 8, 12)
  const brands = [major]
  for (let at = 16; at + 4 <= boxEnd; at += 4) brands.push(head.toString('latin1', at, at + 4))
  // Audio in the same container and JPEG 2000 are no videos.
  if (notFilms.includes(major)) return null
  if (major !== 'crx ' && brands.some((brand) => avif.brands.includes(brand))) return avif
  if (heic.brands.includes(major)) return heic
  const found = mediaTypes.find((one) => one.brands.some((brand) => isBrand(major, brand)))
  return found?.format === 'raw' ? rawType(nameExtension, 'cr3') : (found ?? mp4)
}

const isBrand = (major: string, brand: string): boolean =>
  brand.endsWith('*') ? major.startsWith(brand.slice(0, -1)) : major === brand

/** The first element of EBML (RFC 8794, 11.2) holds its document type, 0x4282, of some length. */
const isWebm = (head: Buffer): boolean =>
  /\x42\x82.{1,8}?webm/s.test(head.toString('latin1', 0, 64))

/** Whether a first box of this length fits into the file; 1 announces a length of eight bytes. */
function isFirstBox(head: Buffer, sizeBytes: number): boolean {
  const length = head.readUInt32BE(0)
  return length === 1 || (length >= 8 && length <= sizeBytes)
}

function isBitmap(head: Buffer): boolean {
  if (head.length < 26 || head.toString('latin1', 0, 2) !== 'BM') return false
  // "BM" begins many texts; the size of the second header takes one of few values.
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(head.readUInt32LE(14))
}

function isIcon(head: Buffer): boolean {
  if (head.length < 22 || head.readUInt32BE(0) !== 0x00000100) return false
  const count = head.readUInt16LE(4)
  // The reserved byte of the first entry is 0, and its picture lies behind the directory.
  return count > 0 && head.readUInt8(9) === 0 && head.readUInt32LE(18) >= 6 + 16 * count
}

/** Transport packets have 188 bytes; camcorders put a 4-byte time before each. */
function isTransportStream(head: Buffer, packets: number): boolean {
  const repeats = (first: number, step: number): boolean =>
    Array.from({ length: packets }).every((_, packet) => head[first + packet * step] === 0x47)
  return repeats(0, 188) || repeats(4, 192)
}
