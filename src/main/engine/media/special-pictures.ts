// Finds what re-encoding would destroy: the film of a motion photo, a gain map, a panorama's projection,
// further pictures. Looks at the header only; what lies behind the picture is for the image worker.
import type { KeptOriginalReason } from '../../../shared/model.ts'
import { UnreadableHeadError, type ByteSource } from './byte-source.ts'
import { readDirectory, readTiffHeader } from './exif.ts'
import type { PictureHead, Span } from './head.ts'

/** XMP packets of cameras are a few kilobytes; a JPEG segment holds 64. */
const mostXmpBytes = 1024 * 1024

/** Why a photo is left alone although it is large, or null. */
export async function findSpecial(
  source: ByteSource,
  head: PictureHead,
): Promise<KeptOriginalReason | null> {
  if (head.isAnimated) return 'animation'
  if (head.hasMotion) return 'motion-photo'
  if (head.hasGainMap) return 'gain-map'
  if (head.looseText !== null) return 'metadata-lost'
  if (head.xmp !== null) {
    const length = Math.min(head.xmp.length, mostXmpBytes)
    const packet = await source.read(head.xmp.offset, length)
    const text = packet.toString('utf8')
    const reason = specialInXmp(text)
    if (reason !== null) return reason
    // Faces are marked where they lie in the picture as it is stored; a copy is turned upright.
    if (head.orientation !== 1 && regions.test(text)) return 'metadata-lost'
  }
  if (head.isMultiPicture) return 'multi-picture'
  if (head.multiPictureIndex !== null && (await hasRealPictures(source, head.multiPictureIndex))) {
    return 'multi-picture'
  }
  return null
}

/** What a copy would lose of a photo that is special for something written in it. */
export function lostFor(reason: KeptOriginalReason, head: PictureHead): { lost?: string } {
  if (reason !== 'metadata-lost') return {}
  return { lost: head.looseText === null ? 'XMP Regions' : `PNG ${head.looseText}` }
}

/** Places in the picture: of the Metadata Working Group (Lightroom, Picasa, digiKam), of Microsoft, of IPTC. */
export const regions = /mwg-rs:|MPReg:|Iptc4xmpExt:(?:ImageRegion|rb[A-Z])/

/** Reads what an XMP packet says of the picture (Google's camera, photo sphere and Ultra HDR schemas). */
export function specialInXmp(xmp: string): KeptOriginalReason | null {
  // Attributes and elements are both legal; only a value other than 0 switches it on.
  if (/(?:MotionPhoto|MicroVideo)(?:="|>)\s*[1-9]/.test(xmp)) return 'motion-photo'
  if (/Semantic(?:="|>)\s*MotionPhoto/.test(xmp)) return 'motion-photo'
  if (/Semantic(?:="|>)\s*GainMap/.test(xmp)) return 'gain-map'
  if (xmp.includes('http://ns.adobe.com/hdr-gain-map/1.0/')) return 'gain-map'
  if (
    /ProjectionType(?:="|>)/.test(xmp) &&
    xmp.includes('http://ns.google.com/photos/1.0/panorama/')
  ) {
    return 'panorama'
  }
  // Depth maps and other extras of Google's container directory and of GDepth.
  if (/Semantic(?:="|>)\s*(?!Primary)\w/.test(xmp)) return 'multi-picture'
  if (xmp.includes('http://ns.google.com/photos/1.0/depthmap/')) return 'multi-picture'
  return null
}

/** Tag of the entries of a multi-picture index, 16 bytes each (CIPA DC-007, 5.2.3). */
const entriesTag = 0xb002
/** Type codes whose first byte is 1 are large thumbnails of the same picture, which many cameras add. */
const thumbnailClass = 0x01

/** Whether a multi-picture index names more than the picture and its previews. */
async function hasRealPictures(source: ByteSource, index: Span): Promise<boolean> {
  try {
    const header = await readTiffHeader(source, index.offset)
    const { entries } = await readDirectory(header, header.first)
    const list = entries.get(entriesTag)
    if (list === undefined) return true
    const bytes = await source.read(list.at, Math.min(list.sizeBytes, 16 * 100))
    // The first entry is the picture itself.
    for (let at = 16; at + 16 <= bytes.length; at += 16) {
      const attribute = header.isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
      const kind = (attribute >>> 16) & 0xff
      if (kind !== thumbnailClass) return true
    }
    return false
  } catch (error) {
    // An index that cannot be read may name anything: the photo is left alone.
    if (error instanceof UnreadableHeadError || error instanceof RangeError) return true
    throw error
  }
}
