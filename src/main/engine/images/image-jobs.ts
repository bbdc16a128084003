// The words between the engine and the image worker: jobs, answers, messages. Pure, and free of sharp, so
// that both sides can import it. Every field survives a structured clone and JSON.
import type { Failure } from '../../../shared/failure.ts'
import type { StoredSplice } from '../../../shared/splice.ts'
import type { KeptOriginalReason } from '../../../shared/model.ts'
import type { Format } from '../../../shared/media-types.ts'
import type { CaptureDate, UndatableReason } from './dated/capture-date.ts'
import type { Sides } from './target-size.ts'

/** Makes the reduced copy of a photo. */
export interface ReduceJob {
  do: 'reduce'
  path: string
  format: Format
  /** The bytes the copy must be made from; null: whatever the file holds now (an estimate, a preview). */
  sha256: string | null
  /** Upright sides of the original, as its header tells them. */
  sides: Sides
  maxPixels: number
  /** Written whole and flushed before the answer; null: nothing is written, and the answer tells what it would be. */
  output: string | null
}

/** Makes a small upright JPEG. */
export interface ThumbnailJob {
  do: 'thumbnail'
  path: string
  format: Format
  side: number
  output: string
}

/** Makes two pictures of the same part of a photo: as it is, and as its reduced copy shows it. */
export interface PreviewJob {
  do: 'preview'
  path: string
  format: Format
  sides: Sides
  maxPixels: number
  /** Sides of the part, in pixels of the original. */
  part: Sides
  before: string
  after: string
}

/** Plans and proves a copy of a photo or film that says when it was taken. Nothing is written. */
export interface DateJob {
  do: 'date'
  path: string
  /** As it was when it was hashed. */
  sizeBytes: number
  /** The bytes the copy must be made from; null: whatever the file holds now. */
  sha256: string | null
  date: CaptureDate
  /** Only how large the copy would be, which takes no reading of the whole. */
  isEstimate: boolean
}

/** One piece of work for the image worker. */
export type ImageJob = ReduceJob | ThumbnailJob | PreviewJob | DateJob

/** What came of a copy with a date. */
export type DateAnswer =
  /** What differs from the file, proved; size and SHA-256 of the copy that this makes. */
  | {
      outcome: 'dated'
      sizeBytes: number
      sha256: string
      mimeType: string
      splices: StoredSplice[]
    }
  /** How large the copy would be. That it would be proved is not known. */
  | { outcome: 'datable'; sizeBytes: number }
  /** The file is fine and goes as it is. The detail is for the log, and names parts and tags of the file, no values. */
  | { outcome: 'undatable'; reason: UndatableReason; detail: string }
  /** The file is not what it was, or cannot be read. */
  | { outcome: 'failed'; failure: Failure }

/** What came of a job. */
export type JobAnswer = PictureAnswer | DateAnswer

/** What came of a picture that was made of another one. */
export type PictureAnswer =
  /** Everything asked for is made, and on disk where it was to be. Sizes of the reduced copy; of the picture itself for the others. */
  | { outcome: 'made'; width: number; height: number; sizeBytes: number; mimeType: string }
  /** The photo is fine, and its original is the better thing to send; where tags would be lost, these. */
  | { outcome: 'kept'; reason: KeptOriginalReason; lost?: string }
  /** The file is not what it was, or cannot be read. */
  | { outcome: 'failed'; failure: Failure }

/** What the engine posts. */
export type EngineMessage =
  /** Comes once, first. */
  { kind: 'begin'; mostMemoryBytes: number } | { kind: 'job'; id: number; job: ImageJob }

/** What the image worker posts. */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'answer'; id: number; answer: JobAnswer; peakBytes: number }
  /** The worker holds more than it may and waits to be ended. */
  | { kind: 'too-much-memory'; bytes: number }
