// What the first bytes of a file say it is: every kind of photos-api.md 2c by its signature, whatever
// the name claims. A TIFF that is a camera's RAW is told apart by tiff-head.ts, not here.
import { fileTypeFromBuffer } from 'file-type'
import { rawPhotoExtensions } from '../../../shared/model.ts'

/** The containers that are told apart; how each is read and treated hangs on this. */
export const formats = [
  'jpeg',
  'png',
  'gif',
  'webp',
  'tiff',
  'bmp',
  'ico',
  'heic',
  'avif',
  'raw',
  'iso-video',
  'video',
] as const
/** One of {@link formats}. */
export type Format = (typeof formats)[number]

/** What a file is by its content. */
export interface MediaType {
  mediaKind: 'photo' | 'video'
  format: Format
  mimeType: string
  /** The extensions under which the type is known, the usual one first. */
  extensions: readonly string[]
}

const photo = (format: Format, mimeType: string, ...extensions: string[]): MediaType => ({
  mediaKind: 'photo',
  format,
  mimeType,
  extensions,
})
const video = (format: Format, mimeType: string, ...extensions: string[]): MediaType => ({
  mediaKind: 'video',
  format,
  mimeType,
  extensions,
})

const jpeg = photo('jpeg', 'image/jpeg', 'jpg', 'jpeg', 'jpe', 'jfif')
const png = photo('png', 'image/png', 'png')
const gif = photo('gif', 'image/gif', 'gif')
const webp = photo('webp', 'image/webp', 'webp')
const tiff = photo('tiff', 'image/tiff', 'tif', 'tiff')
const bmp = photo('bmp', 'image/bmp', 'bmp')
const ico = photo('ico', 'image/x-icon', 'ico')
const heic = photo('heic', 'image/heic', 'heic', 'heif')
const avif = photo('avif', 'image/avif', 'avif')
// One family: cameras and phones mix its names and brands freely, and every player copes.
const isoVideo = (mimeType: string, extension: string): MediaType =>
  video(
    'iso-video',
    mimeType,
    extension,
    ...['mp4', 'm4v', 'mov', '3gp', '3g2', 'mmv'].filter((other) => other !== extension),
  )
const quicktime = isoVideo('video/quicktime', 'mov')
const avi = video('video', 'video/x-msvideo', 'avi', 'divx', 'mmv')
const asf = video('video', 'video/x-ms-wmv', 'wmv', 'asf', 'mmv')
const matroska = video('video', 'video/x-matroska', 'mkv')
// Camcorders write program streams as .mod and transport streams as .tod.
const programStream = video('video', 'video/mpeg', 'mpg', 'mpeg', 'mod', 'tod', 'mmv', 'm2t')
const transportStream = video('video', 'video/mp2t', 'mts', 'm2ts', 'm2t', 'tod', 'mod')

/** MIME types of camera RAW files by extension; others are sent as a plain stream of bytes. */
const rawMimeTypes: Readonly<Record<string, string>> = {
  arw: 'image/x-sony-arw',
  cr2: 'image/x-canon-cr2',
  cr3: 'image/x-canon-cr3',
  crw: 'image/x-canon-crw',
  dcr: 'image/x-kodak-dcr',
  dng: 'image/x-adobe-dng',
  erf: 'image/x-epson-erf',
  k25: 'image/x-kodak-k25',
  kdc: 'image/x-kodak-kdc',
  mrw: 'image/x-minolta-mrw',
  nef: 'image/x-nikon-nef',
  nrw: 'image/x-nikon-nrw',
  orf: 'image/x-olympus-orf',
  pef: 'image/x-pentax-pef',
  raf: 'image/x-fuji-raf',
  raw: 'image/x-panasonic-rw2',
  rw2: 'image/x-panasonic-rw2',
  rwl: 'image/x-panasonic-rw2',
  sr2: 'image/x-sony-sr2',
  srf: 'image/x-sony-srf',
  srw: 'image/x-samsung-srw',
  x3f: 'image/x-sigma-x3f',
}
const rawExtensions: ReadonlySet<string> = new Set(rawPhotoExtensions)

/** Whether an extension, lower case, is one of a camera's RAW files. */
export const isRawExtension = (extension: string): boolean => rawExtensions.has(extension)

/** A RAW photo; it keeps the RAW extension of its name, since TIFF-based kinds differ in little else. */
export function rawType(nameExtension: string, fallback: string): MediaType {
  const extension = isRawExtension(nameExtension) ? nameExtension : fallback
  return photo('raw', rawMimeTypes[extension] ?? 'application/octet-stream', extension)
}

/** Tells a file by its first bytes (64 kB are plenty). `nameExtension` only names the kind of RAW. */
export function sniff(head: Buffer, nameExtension: string): MediaType | null {
  const starts = (text: string, at = 0): boolean =>
    head.length >= at + text.length && head.toString('latin1', at, at + text.length) === text
  if (starts('\xff\xd8\xff')) return jpeg
  if (starts('\x89PNG\r\n\x1a\n')) return png
  if (starts('ftyp', 4)) return sniffBrand(head, nameExtension)
  if (starts('GIF87a') || starts('GIF89a')) return gif
  if (starts('RIFF') && starts('WEBP', 8)) return webp
  if (starts('RIFF') && starts('AVI ', 8)) return avi
  const raw = sniffRaw(starts)
  if (raw !== null) return rawType(nameExtension, raw)
  if (starts('II*\0') || starts('MM\0*') || starts('II+\0') || starts('MM\0+')) return tiff
  if (isBitmap(head)) return bmp
  if (isIcon(head)) return ico
  // A QuickTime file older than brands begins with any of its top-level boxes.
  if (['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].some((box) => starts(box, 4))) {
    return head.length >= 8 && head.readUInt32BE(0) !== 0 ? quicktime : null
  }
  if (starts('\x1aE\xdf\xa3')) return matroska
  if (starts('0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel')) return asf
  if (starts('\0\0\x01\xba') || starts('\0\0\x01\xb3')) return programStream
  if (isTransportStream(head)) return transportStream
  return null
}

/** A name for what is not a photo or video, for the history; null when nothing knows it. */
export async function nameStranger(head: Buffer): Promise<string | null> {
  // The library may read on in what it takes for an archive; a few kilobytes bound that.
  const known = await fileTypeFromBuffer(head.subarray(0, 4096)).catch(() => undefined)
  if (known !== undefined) return known.mime.slice(0, 100)
  return isText(head.subarray(0, 512)) ? 'text/plain' : null
}

function sniffRaw(starts: (text: string, at?: number) => boolean): string | null {
  if ((starts('II*\0') || starts('MM\0*')) && starts('CR', 8)) return 'cr2'
  if (starts('II\x1a\0\0\0HEAPCCDR')) return 'crw'
  if (starts('FUJIFILMCCD-RAW')) return 'raf'
  if (starts('IIU\0')) return 'rw2'
  if (starts('IIRO') || starts('IIRS') || starts('MMOR')) return 'orf'
  if (starts('\0MRM')) return 'mrw'
  if (starts('FOVb')) return 'x3f'
  return null
}

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']
const avifBrands = ['avif', 'avis']

function sniffBrand(head: Buffer, nameExtension: string): MediaType | null {
  const boxEnd = Math.min(head.readUInt32BE(0), head.length, 256)
  const major = head.toString('latin1', 8, 12)
  const brands = [major]
  for (let at = 16; at + 4 <= boxEnd; at += 4) brands.push(head.toString('latin1', at, at + 4))
  if (major === 'crx ') return rawType(nameExtension, 'cr3')
  // mif1 and msf1 only say "HEIF"; the compatible brands say how the picture is coded.
  if (brands.some((brand) => avifBrands.includes(brand))) return avif
  if (heicBrands.includes(major)) return heic
  if (major === 'qt  ') return quicktime
  if (major.startsWith('3g2')) return isoVideo('video/3gpp2', '3g2')
  if (major.startsWith('3g')) return isoVideo('video/3gpp', '3gp')
  if (major.startsWith('M4V')) return isoVideo('video/x-m4v', 'm4v')
  // Audio in the same container, JPEG 2000 and Canon's own are no videos.
  if (['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ', 'jp2 ', 'jpx ', 'jpm '].includes(major)) return null
  return isoVideo('video/mp4', 'mp4')
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
function isTransportStream(head: Buffer): boolean {
  const repeats = (first: number, step: number): boolean =>
    [0, 1, 2, 3].every((packet) => head[first + packet * step] === 0x47)
  return repeats(0, 188) || repeats(4, 192)
}

function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 0x20 || [9, 10, 12, 13].includes(byte))
}
