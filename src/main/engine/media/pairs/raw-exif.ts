// Where the camera's own words lie in a RAW photo whose header is not read for anything else: beside the TIFFs, Canon's CR3 and
// Fuji's RAF. Other forms tell nothing.
import type { MediaType } from '../../../../shared/media-types.ts'
import type { ByteSource } from '../byte-source.ts'
import { fileBoxes } from '../iso-boxes.ts'

/** Offsets of the TIFF headers of a RAW's words: the one with the camera, and that with the dates, which may be the same. */
export interface RawExif {
  cameraAt: number
  datesAt: number
}

/** Canon's box of metadata in a CR3 (lclevy/canon_cr3), and the two of its parts that are TIFFs of their own. */
const canonUuid = '85c0b687820f11e08111f4ce462b6a48'
const [canonCamera, canonDates] = ['CMT1', 'CMT2']
/** Where a RAF says where its JPEG lies (libopenraw, Fuji RAF), and how EXIF begins in that, right behind its first segment's length. */
const rafJpegAt = 84
const exifBegins = 'Exif\0\0'

/** Finds them; null: not in this form. */
export async function findRawExif(
  source: ByteSource,
  { mimeType }: MediaType,
): Promise<RawExif | null> {
  switch (mimeType) {
    case 'image/x-canon-cr3':
      return findInCr3(source)
    case 'image/x-fuji-raf':
      return findInRaf(source)
    // Their TIFFs say in place of 42 whose they are.
    case 'image/x-panasonic-rw2':
    case 'image/x-olympus-orf':
      return { cameraAt: 0, datesAt: 0 }
    default:
      return null
  }
}

async function findInCr3(source: ByteSource): Promise<RawExif | null> {
  for await (const movie of fileBoxes(source, 0, source.sizeBytes)) {
    if (movie.type !== 'moov') continue
    for await (const box of fileBoxes(source, movie.start, movie.end)) {
      if (box.type !== 'uuid') continue
      if ((await source.read(box.start, 16)).toString('hex') !== canonUuid) continue
      const at = new Map<string, number>()
      for await (const part of fileBoxes(source, box.start + 16, box.end))
        at.set(part.type, part.start)
      const [cameraAt, datesAt] = [at.get(canonCamera), at.get(canonDates)]
      return cameraAt === undefined || datesAt === undefined ? null : { cameraAt, datesAt }
    }
  }
  return null
}

async function findInRaf(source: ByteSource): Promise<RawExif | null> {
  const jpegAt = (await source.read(rafJpegAt, 4)).readUInt32BE(0)
  const start = await source.read(jpegAt, 12)
  const isExif = start.readUInt32BE(0) === 0xffd8_ffe1 && start.toString('latin1', 6) === exifBegins
  return isExif ? { cameraAt: jpegAt + 12, datesAt: jpegAt + 12 } : null
}
