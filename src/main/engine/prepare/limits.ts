// What is too large to send, before a byte is sent. Pure.
import type { KeptOriginalReason, LimitChoice, SkipReason } from '../../../shared/model.ts'
import type { Limits } from '../ports/prepare.ts'

const mega = 1_000_000
const giga = 1_000_000_000

/** Bytes by the Library API's documentation, pixels by Google Photos' help; `small` is that help as it was in 2017. */
export const limitsOf: Readonly<Record<LimitChoice, Limits>> = {
  google: { photoBytes: 200 * mega, photoPixels: 200 * mega, videoBytes: 20 * giga },
  small: { photoBytes: 75 * mega, photoPixels: 100 * mega, videoBytes: 10 * giga },
}

type OverLimit = Extract<SkipReason, { kind: 'too-large' | 'too-many-pixels' }>

/** The reason with why High quality did not make it smaller, where that was asked for. */
export const withWhy = (reason: OverLimit, keptOriginal: KeptOriginalReason | null): OverLimit =>
  keptOriginal === null ? reason : { ...reason, keptOriginal }

/** Why something of this size is not sent, or null. Unknown pixels are left to Google to judge. */
export function overLimit(
  media: { mediaKind: 'photo' | 'video'; sizeBytes: number; pixels: number | null },
  limits: Limits,
): OverLimit | null {
  const { mediaKind, sizeBytes, pixels } = media
  const limitBytes = mediaKind === 'photo' ? limits.photoBytes : limits.videoBytes
  if (sizeBytes > limitBytes) return { kind: 'too-large', sizeBytes, limitBytes }
  if (mediaKind === 'photo' && pixels !== null && pixels > limits.photoPixels) {
    return { kind: 'too-many-pixels', pixels, limitPixels: limits.photoPixels }
  }
  return null
}
