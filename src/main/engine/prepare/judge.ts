// What is to be done with a file, before anything is made of it: by its bytes, the limits and the chosen size. Preparing goes
// on from here and makes the copy; foreseeing (foresee.ts) only tells.
import type { Failure } from '../../../shared/failure.ts'
import type { MediaType } from '../../../shared/media-types.ts'
import type { ContentFacts, KeptOriginalReason, SkipReason } from '../../../shared/model.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { readCarriedDate, type CarriedReading } from '../media/dates/carried.ts'
import { findSpecial, lostFor } from '../media/special-pictures.ts'
import type { Limits, Preparer } from '../ports/prepare.ts'
import { decide, type NextStep } from './decide.ts'
import { limitsOf } from './limits.ts'
import { reading, type PhotoFile } from './photo-file.ts'

/** Why the original goes, if for a reason, and for which tags. */
export interface Kept {
  reason: KeptOriginalReason | null
  lost?: string
}

/** A photo or video. */
export type KnownFile = PhotoFile & { type: MediaType }

/** What the bytes, the limits and the chosen size come to. */
export type Judgement =
  | { step: 'skip'; reason: SkipReason; facts: ContentFacts | null }
  | {
      step: 'go'
      file: KnownFile
      facts: ContentFacts
      limits: Limits
      next: Exclude<NextStep, { step: 'skip' }>
    }

/** What is asked of it. */
export type JudgeRequest = Pick<
  Parameters<Preparer['prepare']>[0],
  'sizeBytes' | 'photoSize' | 'settings'
>

/** Judges a file whose header is read. */
export function judge(
  file: PhotoFile,
  { sizeBytes, photoSize, settings }: JudgeRequest,
  maxPixels: number,
): Result<Judgement, Failure> {
  const { source, type, head } = file
  if (source.sizeBytes !== sizeBytes) return fail({ kind: 'file-changed' })
  if (sizeBytes === 0) return ok({ step: 'skip', reason: { kind: 'empty' }, facts: null })
  if (type === null) {
    const reason = { kind: 'not-a-photo', detected: file.detected } as const
    return ok({ step: 'skip', reason, facts: null })
  }
  const limits = limitsOf[settings.limits]
  const { leaveOutSmallPictures } = settings
  const { mediaKind, mimeType } = type
  const { width, height, takenAt } = head
  const facts = { mediaKind, mimeType, width, height, takenAt }
  const look = { type, head, sizeBytes, photoSize, limits, maxPixels, leaveOutSmallPictures }
  const next = decide(look)
  if (next.step === 'skip') return ok({ step: 'skip', reason: next.reason, facts })
  return ok({ step: 'go', file: { ...file, type }, facts, limits, next })
}

/** Why a photo that is to be reduced is left as it is; null: nothing speaks against it. */
export async function whyLeft(
  { source, head }: KnownFile,
  mostDecodeBytes: number,
): Promise<Result<Kept | null, Failure>> {
  const special = await reading(findSpecial(source, head))
  if (!special.ok) return special
  if (special.value !== null) return ok({ reason: special.value, ...lostFor(special.value, head) })
  return ok(head.decodeBytes > mostDecodeBytes ? { reason: 'worker-failed' } : null)
}

/** What a photo or video says of its date. */
export const carriedBy = ({
  source,
  head,
  type,
}: KnownFile): Promise<Result<CarriedReading, Failure>> =>
  reading(readCarriedDate({ source, head, format: type.format }))
