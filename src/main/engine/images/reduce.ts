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
import { lostTags, type ReadPhoto } from './copy-check.ts'
import { assertSameView, encodeCopy } from './encode-copy.ts'
import type { JobAnswer, ReduceJob } from './image-jobs.ts'
import { jpegSegments } from '../media/jpeg-head.ts'
import { sniff } from '../media/media-types.ts'
import { writeWhole } from './output-file.ts'
import { openPicture, type Picture } from './picture.ts'
import { looksTheSame, pictureDifference } from './picture-proof.ts'
import { readPngGamma } from '../media/png-head.ts'
import { renderCopy, renderingSides, renderSource } from './rendering.ts'
import { readHead } from '../media/read-head.ts'
import { targetSides, type Sides } from './target-size.ts'
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
  // The header was read whole already, and holds all that is told of a JPEG.
  const told = header === null ? original : { ...original, source: memorySource(header) }
  const lost = await lostTags(told, reduced, { sides, isConverted: picture.isConverted })
  const isSame = await showsTheSame(job.path, original, picture, copy, sides)
  if (await source.hasChanged()) return changed
  if (lost.length > 0) return kept('metadata-lost', lost.slice(0, mostNamed).join(', '))
  if (!isSame) return kept('picture-differs')
  await writeWhole(job.output, copy)
  return { outcome: 'made', ...sides, sizeBytes: copy.length, mimeType: reduced.type.mimeType }
}

const changed: JobAnswer = { outcome: 'failed', failure: { kind: 'file-changed' } }
const kept = (reason: KeptOriginalReason, lost?: string): JobAnswer =>
  lost === undefined ? { outcome: 'kept', reason } : { outcome: 'kept', reason, lost }
/** As many names of lost tags as anyone reads. */
const mostNamed = 3
/** What is lost where blocks of another container do not fit into the segments of a JPEG. */
const tooLong = 'EXIF or XMP of more than 64 kB'

async function showsTheSame(
  path: string,
  { source, head, format }: ReadPhoto,
  picture: Picture,
  copy: Buffer,
  sides: Sides,
): Promise<boolean> {
  const small = renderingSides(sides)
  const gamma = format === 'png' ? await readPngGamma(source) : null
  const { orientation } = head
  const before = await renderSource(path, picture, { orientation, gamma }, small)
  if (before === null) return false
  return looksTheSame(pictureDifference(before, await renderCopy(copy, small)))
}

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
