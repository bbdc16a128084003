// How large the reduced copies of photos would be that are known to be made smaller: the census and the statistics of the size
// estimate, over files that no catalogue knows. Measures each chosen photo once, to the end.
import type { Settings } from '../../../shared/model.ts'
import type { CopyEstimate } from '../ports/foresight.ts'
import { inTurns } from './estimate.ts'
import { limitsOf } from './limits.ts'
import type { PhotoPreparer } from './photo-preparer.ts'
import { createCensus } from './size-census.ts'
import { estimateSize } from './size-estimate.ts'
import type { SampledFile, SampleSettings } from './size-sample.ts'

/** As many as are measured at the same time, and once more: progress is told between such pieces. */
const atOnce = 4

/** Begins an estimate. */
export function createCopyEstimate(
  preparer: Pick<PhotoPreparer, 'measure'>,
  settings: SampleSettings & Pick<Settings, 'limits'>,
): CopyEstimate {
  const census = createCensus(limitsOf[settings.limits])
  const files: SampledFile[] = []
  return {
    add: ({ path, name, sizeBytes }) => {
      const fileId = files.length
      files.push({ fileId, path, name })
      census.add({ fileId, sizeBytes, mtimeUs: 0, isVideo: false, photoSize: null, isOlder: false })
    },
    async result(signal, onProgress) {
      const taken = census.result()
      const chosen = inTurns(taken).flatMap(({ fileId }) => files[fileId] ?? [])
      const measured = new Map<number, number | null>()
      for (let at = 0; at < chosen.length && !signal.aborted; at += atOnce) {
        onProgress(at, chosen.length)
        const request = { files: chosen.slice(at, at + atOnce), settings, isTimeUp: () => false }
        for (const { fileId, sentBytes } of await preparer.measure(request, signal))
          measured.set(fileId, sentBytes)
      }
      const { highBytes, spreadBytes, sampled } = estimateSize(taken, measured)
      return { bytes: highBytes, spreadBytes, sampled }
    },
  }
}
