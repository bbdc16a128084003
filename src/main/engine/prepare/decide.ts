// What is done with a photo or video whose header is known: left out, sent as it is, or reduced. Pure; the
// reduction itself, and what it finds, come later.
import type { MediaType } from '../../../shared/media-types.ts'
import type { KeptOriginalReason, PhotoSize, SkipReason } from '../../../shared/model.ts'
import type { PictureHead } from '../media/head.ts'
import type { Limits } from '../ports/prepare.ts'
import { overLimit, withWhy } from './limits.ts'

/** What the decision rests on. */
export interface Look {
  type: MediaType
  head: PictureHead
  sizeBytes: number
  photoSize: PhotoSize
  limits: Limits
  maxPixels: number
  leaveOutSmallPictures: boolean
}

/** What to do next. */
export type NextStep =
  | { step: 'skip'; reason: SkipReason }
  | { step: 'send'; keptOriginal: KeptOriginalReason | null }
  /** Look closer, and reduce it when nothing speaks against it. */
  | { step: 'reduce'; width: number; height: number }

/** Google Photos' own apps leave out what is not larger than this (photos-api.md 9). */
const smallSide = 256

/** Decides from the header alone. */
export function decide(look: Look): NextStep {
  const { type, head, limits } = look
  const { width, height } = head
  if (look.leaveOutSmallPictures && type.mediaKind === 'photo') {
    const small = smallPicture(type, head)
    if (small !== null) return { step: 'skip', reason: small }
  }
  const keptOriginal = reasonToKeep(look)
  if (keptOriginal === 'none' && width !== null && height !== null) {
    return { step: 'reduce', width, height }
  }
  const reason = overLimit({ ...type, ...look, pixels: pixelsOf(head) }, limits)
  const kept = look.photoSize === 'high' && keptOriginal !== 'none' ? keptOriginal : null
  if (reason !== null) return { step: 'skip', reason: withWhy(reason, kept) }
  return { step: 'send', keptOriginal: kept }
}

/** Width times height, or null. */
export function pixelsOf({ width, height }: Pick<PictureHead, 'width' | 'height'>): number | null {
  return width === null || height === null ? null : width * height
}

function reasonToKeep(look: Look): KeptOriginalReason | 'none' | null {
  const { type, head, limits, sizeBytes } = look
  if (look.photoSize === 'original') return null
  if (type.mediaKind === 'video') return 'video'
  if (type.format === 'raw') return 'raw'
  const pixels = pixelsOf(head)
  // A photo that is too large in bytes only is made smaller too, at its own dimensions.
  if (pixels !== null && pixels <= look.maxPixels && sizeBytes <= limits.photoBytes) {
    return 'small-enough'
  }
  if (head.isAnimated) return 'animation'
  if (!type.isReducible || head.hasForeignColours) return 'format'
  return pixels === null ? 'undecodable' : 'none'
}

function smallPicture(type: MediaType, { width, height }: PictureHead): SkipReason | null {
  if (width === null || height === null) return null
  const isSmall = width < smallSide && height < smallSide
  return isSmall || type.format === 'ico' ? { kind: 'small-picture', width, height } : null
}
