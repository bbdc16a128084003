/**
 * Tells photos and videos by their first bytes, as the table of media types has them. Names and declared types are never
 * asked, so a RAW in a TIFF is a TIFF here. Sizes and dates are left to inspect.ts.
 */
import { sniff as typeOf } from '../../../src/main/engine/media/media-types.ts'
import type { Format } from '../../../src/shared/media-types.ts'
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

const layoutOf: Readonly<Record<Format, Layout>> = {
  jpeg: 'jpeg',
  png: 'png',
  gif: 'gif',
  webp: 'webp',
  bmp: 'bmp',
  ico: 'ico',
  tiff: 'tiff',
  heic: 'heif',
  avif: 'heif',
  'iso-video': 'mp4',
  raw: 'other',
  video: 'other',
}

/** The type of some bytes, or null when they are neither a photo nor a video. */
export function sniff(source: ByteSource): Sniffed | null {
  const head = source.read(0, 4096)
  const type = head.length < 12 ? null : typeOf(head, '')
  if (type === null) return null
  const { mediaKind: kind, format } = type
  // Google calls every HEIF with HEVC so.
  const mimeType = format === 'heic' ? 'image/heif' : type.mimeType
  const isTiff = mimeType === 'image/x-canon-cr2'
  return { kind, mimeType, layout: isTiff ? 'tiff' : layoutOf[format] }
}
