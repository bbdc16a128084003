// Walks the segments of a JPEG up to its frame header: dimensions, EXIF, and where XMP and the
// multi-picture index lie. Never looks at the picture itself.
import { orWhenUnreadable, UnreadableHeadError, type ByteSource } from './byte-source.ts'
import { noExif, readExifFacts, type ExifFacts } from './exif.ts'
import { unknownHead, upright, type PictureHead, type Span } from './head.ts'

/** How segments of interest begin (Exif 2.3 4.7.2, XMP part 3, CIPA DC-007, ISO 21496-1). */
export const segmentNames = {
  exif: 'Exif\0\0',
  xmp: 'http://ns.adobe.com/xap/1.0/\0',
  extendedXmp: 'http://ns.adobe.com/xmp/extension/\0',
  icc: 'ICC_PROFILE\0',
  multiPicture: 'MPF\0',
  isoGainMap: 'urn:iso:std:iso:ts:21496:-1\0',
  photoshop: 'Photoshop 3.0\0',
} as const

/** Even with 255 pieces each of ICC and extended XMP a JPEG has fewer. */
const mostSegments = 1_500

/** One segment of a JPEG before its picture data. */
export interface JpegSegment {
  marker: number
  /** Offset of the 0xff of its marker. */
  at: number
  /** The payload, behind the two length bytes. */
  body: Span
}

/** Yields the segments before the picture data, ending with the first start of scan. */
export async function* jpegSegments(source: ByteSource): AsyncGenerator<JpegSegment> {
  let at = 2
  for (let count = 0; count < mostSegments; count += 1) {
    const bytes = await source.read(at, 4)
    if (bytes.length < 4 || bytes[0] !== 0xff) throw new UnreadableHeadError('no JPEG marker')
    const marker = bytes.readUInt8(1)
    // Any number of 0xff may stand before a marker; some markers have no length.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (marker === 0xd9) return
    else {
      const length = bytes.readUInt16BE(2)
      if (length < 2) throw new UnreadableHeadError('JPEG segment without length')
      yield { marker, at, body: { offset: at + 4, length: length - 2 } }
      if (marker === 0xda) return
      at += 2 + length
    }
  }
  throw new UnreadableHeadError('too many JPEG segments')
}

/** Whether a marker is that of a frame header (SOF0 to SOF15 but DHT, JPG and DAC). */
export const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Reads what a JPEG's header tells. What was found before damage is kept. */
export async function readJpegHead(source: ByteSource): Promise<PictureHead> {
  const found: PictureHead = { ...unknownHead }
  await orWhenUnreadable(collect(source, found), undefined)
  return found
}

async function collect(source: ByteSource, found: PictureHead): Promise<void> {
  let exif: ExifFacts | null = null
  for await (const { marker, body } of jpegSegments(source)) {
    if (isFrame(marker)) {
      Object.assign(found, await readFrame(source, marker, body, exif ?? noExif))
      return
    }
    if (marker !== 0xe1 && marker !== 0xe2) continue
    const name = (await source.read(body.offset, Math.min(body.length, 40))).toString('latin1')
    if (name.startsWith(segmentNames.exif) && exif === null) {
      const base = body.offset + segmentNames.exif.length
      exif = await orWhenUnreadable(readExifFacts(source, base), noExif)
      found.exifAt = base
      found.orientation = exif.orientation
      found.takenAt = exif.takenAt
    } else if (name.startsWith(segmentNames.xmp)) {
      found.xmp ??= spanBehind(body, segmentNames.xmp)
    } else if (name.startsWith(segmentNames.multiPicture)) {
      found.multiPictureIndex ??= spanBehind(body, segmentNames.multiPicture)
    } else if (name.startsWith(segmentNames.isoGainMap)) {
      found.hasGainMap = true
    }
  }
}

/** What lies behind the name in a segment that begins with it. */
const spanBehind = (body: Span, name: string): Span => ({
  offset: body.offset + name.length,
  length: body.length - name.length,
})

async function readFrame(
  source: ByteSource,
  marker: number,
  body: Span,
  exif: ExifFacts,
): Promise<Pick<PictureHead, 'width' | 'height' | 'decodeBytes'>> {
  const frame = await source.read(body.offset, Math.min(body.length, 18))
  const height = frame.readUInt16BE(1)
  const width = frame.readUInt16BE(3)
  // Progressive frames (SOF2, 6, 10, 14) are kept whole as 16-bit coefficients until the last scan.
  const isProgressive = (marker & 3) === 2
  return {
    ...upright({ width, height }, exif.orientation),
    decodeBytes: isProgressive ? width * height * 2 * samplesPerPixel(frame) : 0,
  }
}

/** Samples per pixel after chroma subsampling: 3 for 4:4:4, 1.5 for 4:2:0, 1 for grey. */
function samplesPerPixel(frame: Buffer): number {
  const components = Math.min(frame.readUInt8(5), 4)
  let most = 1
  let sum = 0
  for (let index = 0; index < components; index += 1) {
    const factors = frame.readUInt8(7 + index * 3)
    const area = Math.max(1, factors >> 4) * Math.max(1, factors & 15)
    most = Math.max(most, area)
    sum += area
  }
  return sum / most
}
