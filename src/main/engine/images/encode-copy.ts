// Encodes the reduced copy of a decoded photo and gives it the metadata of the original, byte by byte.
// A photograph becomes a JPEG; a picture with transparency stays a PNG or a WebP.
import type { Sharp } from 'sharp'
import type { ByteSource } from '../media/byte-source.ts'
import { tags } from '../media/exif.ts'
import { readPngDensity } from '../media/png-head.ts'
import { blockOfTiff, exifOfTiff } from './exif-builder.ts'
import {
  carriedSegments,
  correctedExif,
  segmentsFor,
  uprightXmp,
  withoutThumbnails,
  withResource,
  withSegments,
  type Metadata,
} from './jpeg-segments.ts'
import { pngWithMetadata, webpWithMetadata } from './other-containers.ts'
import { decoding, UndecodableError, type Picture } from './picture.ts'
import type { Sides } from './target-size.ts'

/** Design.md 5. WebP's scale is its own; the same figure looks alike. */
const quality = 85
/** Some containers hand EXIF out with the prefix that it has in JPEG. */
const exifPrefix = 'Exif\0\0'
/** The image resource that holds IPTC (Adobe Photoshop file formats). */
const iptcResource = 0x0404
const nothing = Buffer.alloc(0)

/** The finished copy, or null when the metadata does not fit into it. */
export async function encodeCopy(
  picture: Picture,
  sides: Sides,
  original: { source: ByteSource; header: Buffer | null },
): Promise<Buffer | null> {
  const resized = picture
    .pipeline()
    .autoOrient()
    .resize(sides.width, sides.height, { fit: 'fill' })
    // A grey photo stays grey, as its profile, which is carried over, says.
    .toColourspace(picture.isGrey ? 'b-w' : 'srgb')
  if (picture.metadata.hasAlpha) {
    const metadata = await metadataOf(picture, sides, original.source)
    if (picture.metadata.format === 'webp') {
      const webp = await decoding(resized.webp({ quality }).toBuffer())
      return webpWithMetadata(webp, metadata, sides)
    }
    return pngWithMetadata(await decoding(resized.png().toBuffer()), metadata)
  }
  const segments =
    original.header === null
      ? segmentsFor(await metadataOf(picture, sides, original.source))
      : await carriedSegments(original.header, sides, picture)
  return segments === null ? null : withSegments(await encodeJpeg(resized), segments)
}

/**
 * The picture data of every reduced photograph; also what the preview shows. Huffman tables of its own would make it 1
 * to 4 % smaller and hold the whole picture in memory a second time, at a third more time for each photo (measured).
 */
export function encodeJpeg(pixels: Sharp): Promise<Buffer> {
  return decoding(pixels.jpeg({ quality, optimiseCoding: false }).toBuffer())
}

/** Checks that decoder and header reader mean the same picture, so that nothing is stretched or turned twice. */
export function assertSameView(picture: Picture, sides: Sides, orientation: number): void {
  const { width, height } = picture.sides
  if (width !== sides.width || height !== sides.height || picture.orientation !== orientation) {
    throw new UndecodableError('decoder and header disagree about the picture')
  }
}

async function metadataOf(
  { metadata, isConverted, orientation, sides: original }: Picture,
  sides: Sides,
  source: ByteSource,
): Promise<Metadata> {
  const isTiff = metadata.format === 'tiff'
  const exif = isTiff ? await exifOfTiff(source) : withoutPrefix(metadata.exif)
  const resources = isTiff ? await blockOfTiff(source, tags.photoshop) : nothing
  const iptc = isTiff ? await blockOfTiff(source, tags.iptc) : (metadata.iptc ?? nothing)
  const others = withoutThumbnails(resources)
  const photoshop = iptc.length === 0 ? others : withResource(others, iptcResource, iptc)
  return {
    exif: exif === null ? null : await correctedExif(exif, sides, original),
    xmp: metadata.xmp === undefined ? null : uprightXmp(metadata.xmp, orientation),
    photoshop: photoshop.length === 0 ? null : photoshop,
    icc: isConverted ? null : (metadata.icc ?? null),
    density: metadata.format === 'png' ? await readPngDensity(source) : null,
  }
}

function withoutPrefix(exif: Buffer | undefined): Buffer | null {
  if (exif === undefined) return null
  const hasPrefix = exif.toString('latin1', 0, exifPrefix.length) === exifPrefix
  return hasPrefix ? exif.subarray(exifPrefix.length) : exif
}
