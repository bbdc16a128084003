// The date that a photo or film lacks: whether one is wanted, and what a copy that has it is made of. How it is written is
// images/dated; which date it is, is told by whoever asks.
import type { Failure } from '../../../shared/failure.ts'
import type { MediaType } from '../../../shared/media-types.ts'
import type { UnwrittenReason } from '../../../shared/photo-dates.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { CaptureDate, UndatableReason } from '../images/dated/capture-date.ts'
import type { CarriedReading } from '../media/dates/carried.ts'
import type { DateAnswer } from '../images/image-jobs.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import type { Undated, WantedDate } from '../ports/prepare.ts'
import { afterProblem } from './worker-problem.ts'

/** What becomes of the date of one file. */
export type DateStep =
  /** It has one, or none is wanted. */
  | { step: 'none' }
  /** It has none: its turn comes later. */
  | { step: 'later' }
  /** This one is to be written. */
  | { step: 'write'; date: WantedDate }
  | { step: 'cannot'; reason: UnwrittenReason }

/** Decides from what the file carries and what its folder wants. */
export function dateStep(
  undated: Undated,
  carried: Pick<CarriedReading, 'date' | 'inside'>,
  type: Pick<MediaType, 'isDateWritable'>,
): DateStep {
  if (undated === 'leave' || carried.date !== null) return { step: 'none' }
  if (undated === 'left') return { step: 'cannot', reason: 'left' }
  if (!type.isDateWritable) return { step: 'cannot', reason: 'format' }
  if (undated === 'later') return { step: 'later' }
  const date = undated(carried.inside)
  return date === null ? { step: 'cannot', reason: 'unknown' } : { step: 'write', date }
}

/** What a copy with a date is made of. */
export interface DatedFrom {
  path: string
  sizeBytes: number
  /** The bytes that it must be made from; null: whatever the file holds. */
  sha256: string | null
  mediaKind: MediaType['mediaKind']
  date: WantedDate
}

/** A copy that is proved: what is sent otherwise than it is in the file, and what comes of it. */
export type DatedCopy = Omit<Extract<DateAnswer, { outcome: 'dated' }>, 'outcome'>

/** Has the copy planned, and answers with what it is; or with why there is none. */
export async function planDated(
  worker: ImageWorker,
  { path, sizeBytes, sha256, mediaKind, date }: DatedFrom,
  signal: AbortSignal,
): Promise<Result<DatedCopy | { reason: UnwrittenReason | null }, Failure>> {
  const written = captureDate(date, mediaKind)
  const result = await worker.run(
    { do: 'date', path, sizeBytes, sha256, date: written, isEstimate: false },
    { signal },
  )
  if (!result.ok) return afterProblem(result.problem, { reason: 'not-proved' })
  const { answer } = result
  if (answer.outcome === 'undatable') return ok({ reason: unwritten(answer.reason) })
  if (answer.outcome === 'failed') return fail(answer.failure)
  if (answer.outcome !== 'dated')
    throw new Error('A date was asked for, and something else was made.')
  const { sizeBytes: copyBytes, sha256: copySha256, mimeType, splices } = answer
  return ok({ sizeBytes: copyBytes, sha256: copySha256, mimeType, splices })
}

/** The date as it is written. */
export function captureDate(
  { added, filmOffsetMinutes }: WantedDate,
  mediaKind: MediaType['mediaKind'],
): CaptureDate {
  const offsetMinutes = mediaKind === 'video' ? filmOffsetMinutes : added.offsetMinutes
  return { takenAt: added.at, offsetMinutes }
}

/** Why no date is written; null: there is nothing to write after all. */
export function unwritten(reason: UndatableReason): UnwrittenReason | null {
  if (reason === 'dated') return null
  return reason === 'format' ? reason : 'not-proved'
}
