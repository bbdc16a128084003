// Reduces sampled photos for the estimate and keeps only their sizes. Every copy is made and proved just as it would be for
// sending, and never comes to a disk.
import type { Failure } from '../../../shared/failure.ts'
import type { Settings } from '../../../shared/model.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { decide, pixelsOf } from './decide.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import { limitsOf, overLimit } from './limits.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import type { FileOpener } from '../ports/files.ts'
import { reading, withPhotoFile } from './photo-file.ts'
import { findSpecial } from '../media/special-pictures.ts'

/** One photo to sample. */
export interface SampledFile {
  fileId: number
  path: string
  name: string
}

/** What came of it: the bytes that would be sent, none where it would be left out; null: it cannot be read. */
export interface Sample {
  fileId: number
  sentBytes: number | null
}

/** The settings that decide on what is sent in High quality. */
export type SampleSettings = Pick<Settings, 'limits' | 'leaveOutSmallPictures'>

/** What sampling needs. */
export interface SampleParts {
  worker: ImageWorker
  reader: FileOpener
  maxPixels: number
  mostDecodeBytes: number
}

/** What would be sent of each photo. An abort ends it early, and so does `isTimeUp` before the next photo. */
export async function sampleSizes(
  parts: SampleParts,
  files: readonly SampledFile[],
  settings: SampleSettings,
  signal: AbortSignal,
  isTimeUp: () => boolean = () => false,
): Promise<Sample[]> {
  const samples: Sample[] = []
  const queue = [...files]
  // As many at a time as the worker takes; a third would only wait.
  const runners = Array.from({ length: 2 }, async () => {
    for (let file = queue.shift(); file !== undefined && !signal.aborted; file = queue.shift()) {
      const sentBytes = await sampleOne(parts, file, settings, signal)
      if (sentBytes !== 'aborted') samples.push({ fileId: file.fileId, sentBytes })
      if (isTimeUp()) return
    }
  })
  await Promise.all(runners)
  return samples
}

async function sampleOne(
  parts: SampleParts,
  file: SampledFile,
  settings: SampleSettings,
  signal: AbortSignal,
): Promise<number | null | 'aborted'> {
  const opening = beginSourceFile(parts.reader, file.path, signal)
  type Sent = Result<number | 'aborted', Failure>
  const sample = await withPhotoFile(opening, file.name, async (opened): Promise<Sent> => {
    const { source, type, head } = opened
    const { sizeBytes } = source
    if (type === null || sizeBytes === 0) return ok(0)
    const { maxPixels, worker } = parts
    const limits = limitsOf[settings.limits]
    const { leaveOutSmallPictures } = settings
    const look = { type, head, sizeBytes, limits, maxPixels, leaveOutSmallPictures }
    const next = decide({ ...look, photoSize: 'high' })
    const { mediaKind } = type
    const isTooLarge =
      next.step === 'skip' || overLimit({ mediaKind, sizeBytes, pixels: pixelsOf(head) }, limits)
    const untouched = ok(isTooLarge ? 0 : sizeBytes)
    if (next.step !== 'reduce' || head.decodeBytes > parts.mostDecodeBytes) return untouched
    const special = await reading(findSpecial(source, head))
    if (!special.ok || special.value !== null) return untouched
    const sides = { width: next.width, height: next.height }
    const { path } = file
    const { format } = type
    const result = await worker.run(
      { do: 'reduce', path, format, sha256: null, sides, maxPixels, output: null },
      { signal },
    )
    if (!result.ok) return result.problem === 'aborted' ? ok('aborted') : untouched
    if (result.answer.outcome !== 'made') return untouched
    return ok(result.answer.sizeBytes)
  })
  if (sample.ok) return sample.value
  return sample.failure.kind === 'aborted' ? 'aborted' : null
}
