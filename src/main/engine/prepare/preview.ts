// One photo before and after its reduction, at 100 %, so that the size is chosen with open eyes. Two
// pictures of the same part, of the same size, to be laid over each other.
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import type { FileOpener } from '../ports/files.ts'
import { decide } from './decide.ts'
import type { PreviewJob } from '../images/image-jobs.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import { limitsOf } from './limits.ts'
import { reading, withPhotoFile } from './photo-file.ts'
import { findSpecial } from '../media/special-pictures.ts'
import type { Sides } from '../images/target-size.ts'

/** The pair, and the figures that belong under it. */
export interface Preview {
  /** Paths of two PNG files of the same sides. */
  before: string
  after: string
  original: Sides & { sizeBytes: number }
  reduced: Sides & { sizeBytes: number }
}

/** What is previewed. */
export interface PreviewRequest {
  path: string
  name: string
  /** Sides of the part that is shown, in pixels of the original. */
  part: Sides
}

/** What previewing needs. */
export interface PreviewParts {
  worker: ImageWorker
  reader: FileOpener
  maxPixels: number
  mostDecodeBytes: number
  /** Where the pair is put; a later preview replaces it. */
  before: string
  after: string
}

/** Makes the pair; null when High quality would leave the photo as it is, or it cannot be shown. */
export async function previewPhoto(
  parts: PreviewParts,
  request: PreviewRequest,
  signal: AbortSignal,
): Promise<Result<Preview | null, Failure>> {
  const opening = beginSourceFile(parts.reader, request.path, signal)
  return withPhotoFile(opening, request.name, async ({ source, type, head }) => {
    const { width, height, decodeBytes } = head
    const { before, after, maxPixels, worker } = parts
    if (type === null || width === null || height === null) return ok(null)
    if (width * height <= maxPixels || decodeBytes > parts.mostDecodeBytes) return ok(null)
    const { sizeBytes } = source
    const look = { type, head, sizeBytes, limits: limitsOf.google, maxPixels }
    const next = decide({ ...look, photoSize: 'high', leaveOutSmallPictures: false })
    if (next.step !== 'reduce') return ok(null)
    const special = await reading(findSpecial(source, head))
    if (!special.ok) return special
    if (special.value !== null) return ok(null)
    await mkdir(dirname(before), { recursive: true, mode: 0o700 })
    const { path, part } = request
    const sides = { width, height }
    const { format } = type
    const job: PreviewJob = { do: 'preview', path, format, sides, maxPixels, part, before, after }
    const clearUp = async (): Promise<void> => {
      await Promise.all([rm(before, { force: true }), rm(after, { force: true })])
    }
    const result = await worker.run(job, { signal, isUrgent: true, onLate: () => void clearUp() })
    if (!result.ok) {
      return result.problem === 'aborted' ? fail({ kind: 'aborted' }) : ok(null)
    }
    const { answer } = result
    if (answer.outcome === 'failed') return fail(answer.failure)
    if (answer.outcome !== 'made') return ok(null)
    const reduced = { width: answer.width, height: answer.height, sizeBytes: answer.sizeBytes }
    return ok({ before, after, original: { ...sides, sizeBytes }, reduced })
  })
}
