// Makes the reduced copy of one photo, in the image worker: at most so many pixels, upright, with its
// metadata, and only when it is smaller than the original and faithful to it. Decides no limits.
import type { MediaType } from '../../../shared/media-types.ts'
import type { KeptOriginalReason } from '../../../shared/model.ts'
import {
  memorySource,
  openSourceFile,
  type ByteSource,
  type SourceFile,
} from '../media/byte-source.ts'
import type { ReadPhoto } from './copy-check.ts'
import { flawOf } from './copy-proof.ts'
import { assertSameView, encodeCopy } from './encode-copy.ts'
import type { JobAnswer, ReduceJob } from './image-jobs.ts'
import { jpegSegments } from '../media/jpeg-head.ts'
import { sniff } from '../media/media-types.ts'
import { writeWhole } from './output-file.ts'
import { openPicture } from './picture.ts'
import { readHead } from '../media/read-head.ts'
import { targetSides } from './target-size.ts'
import { readWholeFile } from './whole-file.ts'
import { dispensableTrailer } from '../media/samsung-trailer.ts'

/** EXIF, ICC and XMP of a JPEG lie before its picture; more than this is no header. */
const mostHeaderBytes = 8 * 1024 * 1024

/** Makes the copy and answers with what came of it. */
export async function reduce(job: ReduceJob): Promise<JobAnswer> {
  const opened = await openSourceFile(job.path)
  if (!opened.ok) return { outcome: 'failed', failure: opened.failure }
  try {
    return await reduceOpen(job, opened.value)
  } finally {
    await opened.value.close()
  }
}

async function reduceOpen(job: ReduceJob, source: SourceFile): Promise<JobAnswer> {
  const original = await readPhoto(source)
  const header = job.format === 'jpeg' ? await readJpegHeader(source) : null
  const whole = await readWholeFile(job.path, {
    format: job.format,
    pictureAt: header?.length ?? 0,
    // The index of such a JPEG was looked at before: what follows are previews of the same picture.
    mayHavePreviews: original.head.multiPictureIndex !== null,
    dispensableAt: await dispensableTrailer(source),
  })
  if (job.sha256 !== null && whole.sha256 !== job.sha256) return changed
  if (whole.special !== null) return kept(whole.special)
  const picture = await openPicture(job.path, job.format)
  assertSameView(picture, job.sides, original.head.orientation)
  const sides = targetSides(job.sides, job.maxPixels)
  const copy = await encodeCopy(picture, sides, { source, header })
  // sharp opened the file by its name; it must still be the one that was hashed.
  if (await source.hasChanged()) return changed
  if (copy === null) return kept('metadata-lost', tooLong)
  if (copy.length >= source.sizeBytes) return kept('not-smaller')
  const reduced = await readPhoto(memorySource(copy))
  const proof = { path: job.path, original, header, picture, sides }
  const flaw = await flawOf({ ...proof, copy: { ...reduced, bytes: copy } })
  if (await source.hasChanged()) return changed
  if (flaw !== null) return kept(flaw.reason, flaw.lost)
  if (job.output !== null) await writeWhole(job.output, copy)
  return { outcome: 'made', ...sides, sizeBytes: copy.length, mimeType: reduced.type.mimeType }
}

const changed: JobAnswer = { outcome: 'failed', failure: { kind: 'file-changed' } }
const kept = (reason: KeptOriginalReason, lost?: string): JobAnswer =>
  lost === undefined ? { outcome: 'kept', reason } : { outcome: 'kept', reason, lost }
/** What is lost where blocks of another container do not fit into the segments of a JPEG. */
const tooLong = 'EXIF or XMP of more than 64 kB'

/** The bytes of a JPEG before its picture data. */
async function readJpegHeader(source: SourceFile): Promise<Buffer> {
  let end = 0
  for await (const { marker, at } of jpegSegments(source)) if (marker === 0xda) end = at + 4
  return Buffer.from(await source.read(0, Math.min(end, mostHeaderBytes)))
}

async function readPhoto(source: ByteSource): Promise<ReadPhoto & { type: MediaType }> {
  const type = sniff(await source.read(0, 512), '')
  if (type === null) throw new Error('A photo that was just decoded is of no known type.')
  const { format } = type
  return { source, type, format, head: await readHead(source, type) }
}
