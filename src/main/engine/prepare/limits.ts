// What is too large to send, before a byte is sent. Pure; the numbers are those of design.md 5.
import type { LimitChoice, SkipReason } from '../../../shared/model.ts'

/** The most that is sent of one photo or video. */
export interface Limits {
  photoBytes: number
  photoPixels: number
  videoBytes: number
}

const mega = 1_000_000
const giga = 1_000_000_000

/** `default` is Google Photos' own guide; the Library API states no limit of pixels. */
export const limitsOf: Readonly<Record<LimitChoice, Limits>> = {
  default: { photoBytes: 75 * mega, photoPixels: 100 * mega, videoBytes: 10 * giga },
  'library-api': { photoBytes: 200 * mega, photoPixels: Infinity, videoBytes: 20 * giga },
}

/** Why something of this size is not sent, or null. Unknown pixels are left to Google to judge. */
export function overLimit(
  media: { mediaKind: 'photo' | 'video'; sizeBytes: number; pixels: number | null },
  limits: Limits,
): Extract<SkipReason, { kind: 'too-large' | 'too-many-pixels' }> | null {
  const { mediaKind, sizeBytes, pixels } = media
  const limitBytes = mediaKind === 'photo' ? limits.photoBytes : limits.videoBytes
  if (sizeBytes > limitBytes) return { kind: 'too-large', sizeBytes, limitBytes }
  if (mediaKind === 'photo' && pixels !== null && pixels > limits.photoPixels) {
    return { kind: 'too-many-pixels', pixels, limitPixels: limits.photoPixels }
  }
  return null
}
