// Makes small pictures for the window, in the image worker: a thumbnail, and the pair that shows a photo
// before and after its reduction. Nothing here is ever sent.
import { encodeJpeg, assertSameView } from './encode-copy.ts'
import type { JobAnswer, PreviewJob, ThumbnailJob } from './image-jobs.ts'
import { writeWhole } from './output-file.ts'
import { decoding, openPicture } from './picture.ts'
import sharp from 'sharp'
import { targetSides } from './target-size.ts'

const thumbnailQuality = 80

/** Makes an upright JPEG in sRGB that fits a square; a damaged photo shows what is left of it. */
export async function makeThumbnail(job: ThumbnailJob): Promise<JobAnswer> {
  const picture = await openPicture(job.path, job.format, {
    isDamageAllowed: true,
    isForScreen: true,
  })
  const { data, info } = await decoding(
    picture
      .pipeline()
      .autoOrient()
      .resize(job.side, job.side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#808080' })
      .jpeg({ quality: thumbnailQuality })
      .toBuffer({ resolveWithObject: true }),
  )
  return write([[job.output, data]], { width: info.width, height: info.height })
}

/** Makes two lossless pictures of the middle of a photo: its own pixels, and those of its reduced copy. */
export async function makePreview(job: PreviewJob): Promise<JobAnswer> {
  const picture = await openPicture(job.path, job.format, { isForScreen: true })
  assertSameView(picture, job.sides, picture.orientation)
  const { width, height } = job.sides
  const part = {
    left: Math.floor((width - Math.min(job.part.width, width)) / 2),
    top: Math.floor((height - Math.min(job.part.height, height)) / 2),
    width: Math.min(job.part.width, width),
    height: Math.min(job.part.height, height),
  }
  const before = await decoding(picture.pipeline().autoOrient().extract(part).png().toBuffer())
  const copy = targetSides(job.sides, job.maxPixels)
  const reduced = await encodeJpeg(
    picture.pipeline().autoOrient().resize(copy.width, copy.height, { fit: 'fill' }),
  )
  const scale = copy.width / width
  const samePart = {
    left: Math.round(part.left * scale),
    top: Math.round(part.top * scale),
    width: Math.min(Math.max(1, Math.round(part.width * scale)), copy.width),
    height: Math.min(Math.max(1, Math.round(part.height * scale)), copy.height),
  }
  // Enlarged again to the size of the first, so that both can lie over each other.
  const after = await decoding(
    sharp(reduced)
      .extract(samePart)
      .resize(part.width, part.height, { fit: 'fill' })
      .png()
      .toBuffer(),
  )
  return write(
    [
      [job.before, before],
      [job.after, after],
    ],
    { ...copy, sizeBytes: reduced.length },
  )
}

async function write(
  files: readonly (readonly [path: string, bytes: Buffer])[],
  made: { width: number; height: number; sizeBytes?: number },
): Promise<JobAnswer> {
  let written = 0
  for (const [path, bytes] of files) {
    await writeWhole(path, bytes)
    written += bytes.length
  }
  return { outcome: 'made', mimeType: 'image/jpeg', ...made, sizeBytes: made.sizeBytes ?? written }
}
