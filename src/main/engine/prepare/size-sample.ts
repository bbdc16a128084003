// Reduces sampled photos for the estimate and keeps only their sizes. Every copy is made just as it would
// be for sending, and thrown away.
import { rm } from 'node:fs/promises'
import type { Settings } from '../../../shared/model.ts'
import { ok } from '../../../shared/result.ts'
import { decide } from './decide.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import { limitsOf } from './limits.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import type { FileOpener } from '../ports/files.ts'
import { reading, withPhotoFile } from './photo-file.ts'
import type { Sample } from './size-estimate.ts'
import { findSpecial } from '../media/special-pictures.ts'

/** One photo to sample. */
export interface SampledFile {
  path: string
  name: string
  sizeBytes: number
}

/** What sampling needs. */
export interface SampleParts {
  temporaryPath(): Promise<string>
  worker: ImageWorker
  reader: FileOpener
  maxPixels: number
  mostDecodeBytes: number
}

/** Sizes of the sampled photos before and after. Photos that cannot be read are left out; an abort ends it early. */
export async function sampleSizes(
  parts: SampleParts,
  files: readonly SampledFile[],
  settings: Pick<Settings, 'limits'>,
  signal: AbortSignal,
): Promise<Sample[]> {
  const samples: Sample[] = []
  const queue = [...files]
  // As many at a time as the worker takes; a third would only wait.
  const runners = Array.from({ length: 2 }, async () => {
    for (let file = queue.shift(); file !== undefined && !signal.aborted; file = queue.shift()) {
      const sample = await sampleOne(parts, file, settings, signal)
      if (sample !== null) samples.push(sample)
    }
  })
  await Promise.all(runners)
  return samples
}

async function sampleOne(
  parts: SampleParts,
  file: SampledFile,
  settings: Pick<Settings, 'limits'>,
  signal: AbortSignal,
): Promise<Sample | null> {
  const opening = beginSourceFile(parts.reader, file.path, signal)
  const sample = await withPhotoFile(opening, file.name, async ({ source, type, head }) => {
    const { sizeBytes } = source
    if (type === null || sizeBytes === 0) return ok(null)
    const untouched = ok({ originalBytes: sizeBytes, sentBytes: sizeBytes })
    const { maxPixels, worker } = parts
    const limits = limitsOf[settings.limits]
    const look = { type, head, sizeBytes, limits, maxPixels, leaveOutSmallPictures: false }
    const next = decide({ ...look, photoSize: 'high' })
    if (next.step !== 'reduce' || head.decodeBytes > parts.mostDecodeBytes) return untouched
    const special = await reading(findSpecial(source, head))
    if (!special.ok || special.value !== null) return untouched
    const output = await parts.temporaryPath()
    const clearUp = (): Promise<void> => rm(output, { force: true })
    const sides = { width: next.width, height: next.height }
    const { path } = file
    const { format } = type
    const result = await worker.run(
      { do: 'reduce', path, format, sha256: null, sides, maxPixels, output },
      { signal, onLate: () => void clearUp() },
    )
    await clearUp()
    if (!result.ok) return result.problem === 'aborted' ? ok(null) : untouched
    if (result.answer.outcome !== 'made') return untouched
    return ok({ originalBytes: sizeBytes, sentBytes: result.answer.sizeBytes })
  })
  return sample.ok ? sample.value : null
}
