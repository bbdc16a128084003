// The preparer: what is sent of a file, its reduced copy, its thumbnail, a preview, and how large a library would be.
// Joins the folders and the image worker; each part has a file of its own.
import { randomUUID } from 'node:crypto'
import { availableParallelism, totalmem } from 'node:os'
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { FileOpener } from '../ports/files.ts'
import type { Checkpoint, Logger } from '../ports/outside.ts'
import type { Foreseer } from '../ports/foresight.ts'
import type { ImageWorkerHost, Preparer } from '../ports/prepare.ts'
import { createImageWorker } from '../images/image-worker-pool.ts'
import { prepare } from './preparer.ts'
import { createForeseer } from './foresee.ts'
import { previewPhoto, type Preview, type PreviewRequest } from './preview.ts'
import { createRenditionStore } from './rendition-store.ts'
import { sampleSizes, type Sample, type SampledFile, type SampleSettings } from './size-sample.ts'
import { highQualityPixels } from '../images/target-size.ts'
import { createThumbnailCache } from './thumbnail-cache.ts'
import { drawThumbnail } from './thumbnail-request.ts'
import { decodeRoom, workerMemory, workerSlots } from './worker-share.ts'

/** How the preparer runs; what is left out has a sensible value for this machine. */
export interface PreparerOptions {
  /** Reduced copies that wait for their upload. */
  renditionFolder: string
  /** May be emptied at any time. */
  thumbnailFolder: string
  /** Where photos are, now; left out: only where the next one is. */
  photoFolders?: () => readonly string[]
  workerHost: ImageWorkerHost
  reader: FileOpener
  logger: Logger
  checkpoint: Checkpoint
  /** Whether a type that Google is not known to take is sent; left out: it is. */
  tryType?: Catalog['tryType']
  /** Photos above this are reduced to it in High quality. */
  maxPixels?: number
  mostRenditionBytes?: number
  mostThumbnailBytes?: number
  jobTimeoutMs?: number
  mostWorkerMemoryBytes?: number
  slots?: number
}

/** The preparer with what only the window asks for. */
export interface PhotoPreparer extends Preparer, Foreseer {
  /** A photo before and after its reduction, at 100 %; null when it would not be reduced. */
  preview(request: PreviewRequest, signal: AbortSignal): Promise<Result<Preview | null, Failure>>
  /** What each of these photos would take in High quality, from its real reduction; fewer once `isTimeUp`. */
  measure(
    request: { files: readonly SampledFile[]; settings: SampleSettings; isTimeUp(): boolean },
    signal: AbortSignal,
  ): Promise<Sample[]>
  /** Deletes every small picture: whose photos have left cannot be told by their names. */
  forgetThumbnails(): Promise<void>
  /** The most memory that any image worker has held so far. */
  peakWorkerBytes(): number
}

const mega = 1_000_000

/** Opens the preparer. Nothing is started or made before the first need. */
export function createPreparer(options: PreparerOptions): PhotoPreparer {
  const { checkpoint, logger, reader, workerHost } = options
  const { maxPixels = highQualityPixels, tryType = () => 'send' } = options
  const mostMemoryBytes = options.mostWorkerMemoryBytes ?? workerMemory(totalmem())
  const slots = options.slots ?? workerSlots(availableParallelism(), totalmem())
  const worker = createImageWorker({
    host: workerHost,
    logger,
    photoFolders: options.photoFolders ?? (() => []),
    outputFolders: [options.renditionFolder, options.thumbnailFolder],
    slots,
    mostMemoryBytes,
    jobTimeoutMs: options.jobTimeoutMs ?? 60_000,
    jobsPerWorker: 300,
    idleMs: 30_000,
  })
  const renditions = createRenditionStore(
    options.renditionFolder,
    options.mostRenditionBytes ?? 4_000 * mega,
  )
  const thumbnails = createThumbnailCache(
    options.thumbnailFolder,
    options.mostThumbnailBytes ?? 500 * mega,
  )
  const mostDecodeBytes = decodeRoom(mostMemoryBytes)
  const parts = { worker, reader, renditions, checkpoint, tryType, maxPixels, mostDecodeBytes }
  return {
    ...createForeseer(parts),
    prepare: (request, signal) => prepare(parts, request, signal),
    renditionPath: (name) => renditions.pathOf(name),
    discard: (name) => renditions.discard(name),
    keepOnly: (names) => renditions.keepOnly(names),
    thumbnail: ({ path, key, side }, signal) =>
      thumbnails.get(
        key,
        side,
        path === null ? null : (output) => drawThumbnail(parts, { path, side, output }, signal),
      ),
    preview(request, signal) {
      const id = randomUUID()
      const before = thumbnails.pathFor(`preview-${id}-before.png`)
      const after = thumbnails.pathFor(`preview-${id}-after.png`)
      return previewPhoto({ ...parts, before, after }, request, signal)
    },
    measure: ({ files, settings, isTimeUp }, signal) =>
      sampleSizes(parts, files, settings, signal, isTimeUp),
    forgetThumbnails: () => thumbnails.clear(),
    peakWorkerBytes: () => worker.peakBytes(),
    close: () => worker.close(),
  }
}
