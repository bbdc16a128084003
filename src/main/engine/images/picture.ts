// Opens a photo for decoding, in the image worker: which library decodes it, within which bounds, and with
// which metadata. What is made of the pixels is left to reduce.ts and thumbnail.ts.
import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import sharp, { type Metadata as SharpMetadata, type Sharp, type SharpOptions } from 'sharp'
import { addsUp } from './heif-form.ts'
import { partsAlone } from './heif-parts.ts'
import type { HeifPixels } from './heif-thread.ts'
import type { Format } from '../../../shared/media-types.ts'
import { hasOddScans } from './sequential-jpeg.ts'
import type { Sides } from './target-size.ts'

/** sharp's own default: enough for the 200 MP of today's phones. */
export const mostPixels = 268_402_689

/** A photo that is ready to be decoded. */
export interface Picture {
  /** A fresh pipeline; its pixels are upright after `autoOrient`. */
  pipeline(): Sharp
  metadata: SharpMetadata
  /** Upright sides, as the decoder sees them. */
  sides: Sides
  /** The turn that `autoOrient` makes, as EXIF numbers it. */
  orientation: number
  isGrey: boolean
  /** True when the pixels were converted to sRGB, so that the original's profile no longer fits. */
  isConverted: boolean
  /** The pixels themselves, where decoding them once more would take seconds. */
  pixels: { data: Uint8Array; raw: NonNullable<SharpOptions['raw']> } | null
  /** A sequential JPEG that does not say so: what its decoder warns of may be that, or damage. */
  hasOddScans: boolean
}

/** The picture cannot be decoded, for whatever reason its decoder has. */
export class UndecodableError extends Error {}

sharp.cache(false)
// One thread a picture, two pictures at a time: more pictures per second and less memory than the reverse.
sharp.concurrency(1)
// An allow-list: what is not named cannot be loaded, whatever the bytes claim to be.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadTiff',
    'VipsForeignLoadHeif',
  ],
})

/**
 * Opens a photo. `isDamageAllowed` accepts what a lenient viewer would still show; `isForScreen` asks for
 * pixels in sRGB instead of the photo's own colour space.
 */
export async function openPicture(
  path: string,
  format: Format,
  { isDamageAllowed = false, isForScreen = false } = {},
): Promise<Picture> {
  const isOdd = format === 'jpeg' && !isDamageAllowed && (await hasOddScans(path))
  const options: SharpOptions = {
    limitInputPixels: mostPixels,
    failOn: isDamageAllowed ? 'none' : isOdd ? 'error' : 'warning',
    sequentialRead: true,
  }
  const metadata = await decoding(sharp(path, options).metadata())
  if (metadata.format === 'heif' && metadata.compression === 'hevc') {
    const pixels = await decodeHeif(path)
    const raw = { width: pixels.width, height: pixels.height, channels: pixels.channels }
    // A view, not a copy: the picture may be a hundred megabytes.
    const data = new Uint8Array(pixels.data)
    return {
      metadata,
      sides: { width: pixels.width, height: pixels.height },
      orientation: 1,
      isGrey: false,
      isConverted: false,
      pixels: { data, raw },
      hasOddScans: false,
      pipeline: () => sharp(data, { ...options, raw }),
    }
  }
  if (format === 'heic') throw new UndecodableError('a HEIC that is not HEVC')
  if (format === 'avif' && !isDamageAllowed) await decodeParts(await readFile(path), options)
  // Pixel values are kept and their profile is carried over as it is. Only what a JPEG for screens cannot
  // hold, CMYK and Lab, is converted to sRGB with it.
  const isConverted = isForScreen || ['cmyk', 'lab'].includes(metadata.space)
  return {
    metadata,
    sides: metadata.autoOrient,
    orientation: metadata.orientation ?? 1,
    isGrey: metadata.channels < 3 && !isConverted,
    isConverted,
    pixels: null,
    hasOddScans: isOdd,
    pipeline: () => sharp(path, { ...options, ignoreIcc: !isConverted }),
  }
}

/** Awaits a decoder; what it throws means that the picture cannot be decoded. */
export async function decoding<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new UndecodableError('not decodable', { cause: error })
  }
}

/** Decodes every part of an AVIF by itself, and throws when one cannot be or when its boxes do not add up. */
async function decodeParts(file: Buffer, options: SharpOptions): Promise<void> {
  if (!addsUp(file)) throw new UndecodableError('boxes that do not add up')
  const corner = { left: 0, top: 0, width: 1, height: 1 }
  for (const alone of partsAlone(file))
    await decoding(sharp(alone, options).extract(corner).raw().toBuffer())
}

const heifThread = new URL(
  import.meta.url.endsWith('.ts') ? './heif-thread.ts' : './heif-thread.js',
  import.meta.url,
)

/** Pictures decoded by libheif wait for one another: each needs several hundred megabytes. */
let heifQueue: Promise<unknown> = Promise.resolve()

function decodeHeif(path: string): Promise<NonNullable<HeifPixels>> {
  const result = heifQueue.then(() => decodeInThread(path))
  heifQueue = result.catch(() => undefined)
  return result
}

function decodeInThread(path: string): Promise<NonNullable<HeifPixels>> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(heifThread, { workerData: path, stdout: true, stderr: true })
    // libheif writes its findings to the console.
    thread.stdout.resume()
    thread.stderr.resume()
    let pixels: HeifPixels = null
    thread.on('message', (message: HeifPixels) => (pixels = message))
    thread.on('error', (error) => reject(new UndecodableError('libheif failed', { cause: error })))
    thread.on('exit', () => {
      if (pixels === null) reject(new UndecodableError('libheif has no picture'))
      else resolve(pixels)
    })
  })
}
