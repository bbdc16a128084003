// Compares a finished copy with its original, by reading both again: its sides, and what is written in it, tag by tag.
// Trusts no encoder, and knows none; whether it shows the same is picture-proof.ts's to judge.
import { tags } from '../media/exif.ts'
import type { HeadedPhoto } from '../media/metadata-blocks.ts'
import { readMetadataTags, type MetadataTags } from '../media/metadata-tags.ts'
import { regions } from '../media/special-pictures.ts'
import { tagName } from '../media/tag-names.ts'
import type { Sides } from './target-size.ts'

/** A photo's bytes with what its header told. */
export type ReadPhoto = HeadedPhoto

/** What a copy is for. */
export interface CopyOf {
  sides: Sides
  /** The copy's numbers are sRGB's, whatever those of the original are. */
  isConverted: boolean
}

/** The names of the tags that a copy would lose; empty when it is faithful. */
export async function lostTags(
  original: ReadPhoto,
  copy: ReadPhoto,
  { sides, isConverted }: CopyOf,
): Promise<string[]> {
  const { width, height, orientation } = copy.head
  const isUpright = width === sides.width && height === sides.height && orientation === 1
  if (!isUpright) return ['EXIF Orientation']
  const [before, after] = [await readMetadataTags(original), await readMetadataTags(copy)]
  const lost: string[] = []
  for (const [name, values] of before) {
    const left = after.get(name) ?? []
    // A second telling of the turn must not turn the copy again.
    const isKept =
      name === secondTurn && original.head.orientation !== 1
        ? left.every((value) => value === '1')
        : values.every((value, at) => left[at] === value)
    const change = { before: values, after: left, original, isConverted }
    if (!isKept && !isRightlyChanged(name, change)) lost.push(name)
  }
  if (copy.head.takenAt !== original.head.takenAt) lost.unshift('EXIF DateTimeOriginal')
  // Faces are marked where they lie in the picture as it is stored; the copy is turned upright.
  const isTurned = original.head.orientation !== 1 || exifTurns(before)
  if (isTurned) lost.push(...[...before.keys()].filter((name) => regions.test(name)))
  return [...new Set(lost)]
}

/** EXIF's turn stands in a HEIC too, which a property of its own turns. */
const exifTurns = (tags: MetadataTags): boolean =>
  Number.parseInt(tags.get('EXIF Orientation')?.[0] ?? '1', 16) > 1

const secondTurn = 'XMP tiff:Orientation'

interface Change {
  before: readonly string[]
  after: readonly string[]
  original: ReadPhoto
  isConverted: boolean
}

/** Tags that a copy changes because they would be wrong on it, or does not have because they tell of the file alone. */
function isRightlyChanged(name: string, { before, after, original, isConverted }: Change): boolean {
  if (ofTheFile.test(name) || (original.format === 'tiff' && ofTiff.has(name))) return true
  switch (name) {
    // The copy is upright, which its header was asked for.
    case 'EXIF Orientation':
      return true
    // Its own sides, which its header was asked for; what is counted in pixels moves with them. But all are there.
    case 'EXIF ImageWidth':
    case 'EXIF ImageLength':
    case 'EXIF PixelXDimension':
    case 'EXIF PixelYDimension':
    case 'EXIF SubjectArea':
    case 'EXIF SubjectLocation':
      return after.length === before.length
    // Colours that a copy cannot hold, such as inks, are brought to sRGB by it.
    case 'ICC profile':
      return isConverted
    default:
      return false
  }
}

/**
 * How the original's numbers are coded (JFIF, Adobe, SPIFF), where its previews lie in the file (MPF), and a maker's word
 * for its very bytes (C2PA, in boxes of JUMBF), which no other bytes can have.
 */
const ofTheFile = /^JPEG APP(?:0 .*|14 .*|2 MPF|8 SPIFF|11 JP.*)$/

/** How a TIFF lays out its pixels, on which page of what they lay, and blocks that are compared under their own names. */
const ofTiff: ReadonlySet<string> = new Set(
  [
    ...[0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x010a, 0x0111, 0x0115],
    ...[0x0116, 0x0117, 0x0118, 0x0119, 0x011c, 0x0120, 0x0121, 0x013d, 0x0140, 0x0142, 0x0143],
    ...[0x0144, 0x0145, 0x014a, 0x0152, 0x0153, 0x0154, 0x0155, 0x015b, 0x0200, 0x0201, 0x0202],
    ...[0x0203, 0x0205, 0x0206, 0x0207, 0x0208, 0x0209, 0x0211, 0x0212, 0x0213, 0x0214],
    ...[0x011e, 0x011f, 0x0129],
    // Inks, of which a copy in sRGB has none.
    ...[0x014c, 0x014d, 0x014e, 0x0150],
    ...[tags.xmp, tags.iptc, tags.photoshop, tags.icc],
  ].map((tag) => `EXIF ${tagName('EXIF', tag)}`),
)
