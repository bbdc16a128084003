// "Original 87 GB, High quality about 61 GB": of what would still go up, from real reductions of some of the user's own
// photos. Joins the catalogue's rows, the census, the measuring and the statistics, and keeps what was measured, so that
// another look at the same photos is at once there and never less sure.
import { setImmediate } from 'node:timers/promises'
import type { Output } from '../../../shared/contract.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { Settings } from '../../../shared/model.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'
import { limitsOf } from './limits.ts'
import type { PhotoPreparer } from './photo-preparer.ts'
import { createCensus, type Candidate, type Census } from './size-census.ts'
import { copyShares, estimateSize, type SizeEstimate } from './size-estimate.ts'

/** The settings that decide on what goes. */
export type EstimateSettings = Pick<Settings, 'limits' | 'leaveOutSmallPictures'>

/** The estimates of one engine. */
export interface SizeEstimates {
  /** `isWhole`: every folder has been looked through. Looks that come while another is under way wait for it. */
  look(
    settings: EstimateSettings,
    isWhole: boolean,
  ): Promise<Result<Output<'estimateSizes'>, Failure>>
}

/** A few milliseconds of SQLite at a time, so that a million rows stop nothing. */
const rowsAtOnce = 5_000
/** A first answer comes after this long, and each later look goes on measuring for as long. */
const lookMs = 4_000

/** Makes the estimates. */
export function createSizeEstimates(parts: {
  catalog: Pick<Catalog, 'lastFileId' | 'unsentFiles' | 'fileById' | 'noteCopyShares'>
  preparer: Pick<PhotoPreparer, 'measure'>
  clock: Pick<Clock, 'monotonic'>
  signal: AbortSignal
}): SizeEstimates {
  const { catalog, preparer, clock, signal } = parts
  // By the file and its size: one that changed is another photo.
  const measured = new Map<string, number | null>()
  let measuredUnder = ''
  let best: { of: string; estimate: SizeEstimate } | null = null
  let last: Promise<unknown> = Promise.resolve()

  const count = async (settings: EstimateSettings): Promise<Census> => {
    const census = createCensus(limitsOf[settings.limits])
    const top = catalog.lastFileId()
    for (let from = 1; from <= top && !signal.aborted; from += rowsAtOnce) {
      for (const file of catalog.unsentFiles({ from, to: from + rowsAtOnce - 1 })) census.add(file)
      await setImmediate()
    }
    return census.result()
  }

  const measure = async (
    chosen: readonly Candidate[],
    settings: EstimateSettings,
  ): Promise<void> => {
    const files = chosen
      .filter((photo) => !measured.has(keyOf(photo)))
      .flatMap(({ fileId }) => {
        const file = catalog.fileById(fileId)
        return file?.isPresent === true ? [{ fileId, path: file.path, name: file.name }] : []
      })
    const endsAt = clock.monotonic() + lookMs
    const isTimeUp = (): boolean => clock.monotonic() >= endsAt
    const samples = await preparer.measure({ files, settings, isTimeUp }, signal)
    const sizes = new Map(chosen.map(({ fileId, sizeBytes }) => [fileId, sizeBytes]))
    for (const { fileId, sentBytes } of samples)
      measured.set(keyOf({ fileId, sizeBytes: sizes.get(fileId) ?? 0 }), sentBytes)
  }

  const look = async (
    settings: EstimateSettings,
    isWhole: boolean,
  ): ReturnType<SizeEstimates['look']> => {
    const { limits, leaveOutSmallPictures } = settings
    const under = JSON.stringify([limits, leaveOutSmallPictures])
    if (under !== measuredUnder) measured.clear()
    measuredUnder = under
    const census = await count(settings)
    const chosen = inTurns(census)
    await measure(chosen, settings)
    if (signal.aborted) return fail({ kind: 'aborted' })
    const known = new Map(
      chosen.flatMap((photo) => {
        const sentBytes = measured.get(keyOf(photo))
        return sentBytes === undefined ? [] : [[photo.fileId, sentBytes]]
      }),
    )
    if (known.size > 0) catalog.noteCopyShares(copyShares(census, known))
    const of = JSON.stringify([under, census])
    const estimate = estimateSize(census, known)
    // More that is measured makes nearly always surer; where by chance it does not, the surer answer stays.
    if (best?.of !== of || estimate.spreadBytes <= best.estimate.spreadBytes)
      best = { of, estimate }
    return ok({
      files: census.photos + census.videos,
      photos: census.photos,
      videos: census.videos,
      originalBytes: census.originalBytes,
      ...best.estimate,
      isWhole: isWhole && chosen.every((photo) => measured.has(keyOf(photo))),
    })
  }

  return {
    look: (settings, isWhole) => {
      const next = last.then(() => look(settings, isWhole))
      last = next.catch(() => undefined)
      return next
    },
  }
}

const keyOf = ({ fileId, sizeBytes }: Candidate): string => `${fileId} ${sizeBytes}`

/** The largest first, then one of each class after the other, so that whoever stops early knows something of each. */
export function inTurns({ largest, classes }: Census): Candidate[] {
  const most = Math.max(0, ...classes.map(({ sample }) => sample.length))
  const turns = Array.from({ length: most }, (_, turn) =>
    classes.flatMap(({ sample }) => sample.slice(turn, turn + 1)),
  )
  return [...largest, ...turns.flat()]
}
