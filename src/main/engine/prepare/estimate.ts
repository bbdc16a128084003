// "Original 87 GB, High quality about 61 GB": from a random sample of the user's own photos, really
// reduced. Joins the catalogue's figures and prepare's statistics.
import type { Output } from '../../../shared/contract.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { Settings } from '../../../shared/model.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { PhotoPreparer } from './photo-preparer.ts'

/** Enough that the spread is small beside the difference (peers.md names 30), few enough for ten seconds. */
const sampleSize = 30

/** What the chosen folders take in both sizes. */
export async function estimateSizes(
  catalog: Pick<Catalog, 'mediaTally' | 'samplePhotos'>,
  preparer: Pick<PhotoPreparer, 'estimate'>,
  settings: Pick<Settings, 'limits'>,
  isWhole: boolean,
  signal: AbortSignal,
): Promise<Result<Output<'estimateSizes'>, Failure>> {
  const { photos, videos } = catalog.mediaTally()
  const estimate = await preparer.estimate(
    {
      files: catalog.samplePhotos(sampleSize),
      population: { photos: photos.files, bytes: photos.bytes },
      settings,
    },
    signal,
  )
  return ok({
    files: photos.files + videos.files,
    photos: photos.files,
    videos: videos.files,
    originalBytes: photos.bytes + videos.bytes,
    highBytes: estimate.highBytes + videos.bytes,
    spreadBytes: estimate.spreadBytes,
    sampled: estimate.sampled,
    isWhole,
  })
}
