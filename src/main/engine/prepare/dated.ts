// The date that a photo or film lacks: whether one is wanted, and a copy that has it. How it is written is images/dated; which
// date it is, is told by whoever asks.
import { rm } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import type { MediaType } from '../../../shared/media-types.ts'
import type { UnwrittenReason } from '../../../shared/photo-dates.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { CaptureDate, UndatableReason } from '../images/dated/capture-date.ts'
import type { CarriedReading } from '../media/dates/carried.ts'
import type { DateAnswer } from '../images/image-jobs.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import type { Undated, WantedDate } from '../ports/prepare.ts'
import type { RenditionStore } from './rendition-store.ts'
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

/** A copy that was made and proved: where it is, and what is in it. */
export type MadeDated = { output: string } & Pick<
  Extract<DateAnswer, { outcome: 'dated' }>,
  'sizeBytes' | 'sha256' | 'mimeType'
>

/** Makes the copy and answers with what it is; or with why there is none, and nothing is left of it. */
export async function makeDated(
  parts: { renditions: RenditionStore; worker: ImageWorker },
  from: DatedFrom,
  signal: AbortSignal,
): Promise<Result<MadeDated | { reason: UnwrittenReason | null }, Failure>> {
  const { renditions, worker } = parts
  if (!renditions.hasRoom()) return ok({ reason: 'no-room' })
  const { path, sizeBytes, sha256, mediaKind } = from
  const date = captureDate(from.date, mediaKind)
  const output = await renditions.temporaryPath()
  const clearUp = (): Promise<void> => rm(output, { force: true })
  const result = await worker.run(
    { do: 'date', path, sizeBytes, sha256, date, output },
    { signal, onLate: () => void clearUp() },
  )
  if (result.ok && result.answer.outcome === 'dated') {
    const { sizeBytes: ownBytes, sha256: ownSha256, mimeType } = result.answer
    return ok({ output, sizeBytes: ownBytes, sha256: ownSha256, mimeType })
  }
  await clearUp()
  if (!result.ok) return afterProblem(result.problem, { reason: 'not-proved' })
  const { answer } = result
  if (answer.outcome === 'undatable') return ok({ reason: unwritten(answer.reason) })
  if (answer.outcome === 'failed') return fail(answer.failure)
  throw new Error('A date was asked for, and something else was made.')
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
  return reason === 'format' || reason === 'no-room' ? reason : 'not-proved'
}
