// Reads what the head of a HEIC or AVIF tells: dimensions of the primary picture, EXIF and XMP, and whether other pictures,
// a gain map or a film hang on it. The tables that it is read from are heif-items.ts's.
import { orWhenUnreadable, UnreadableHeadError, type ByteSource } from './byte-source.ts'
import { noExif, readExifFacts } from './exif.ts'
import { unknownHead, upright, type PictureHead, type Span } from './head.ts'
import { ItemTables } from './heif-items.ts'
import { fileBoxes } from './iso-boxes.ts'

/** The item tables of a 200 MP picture in tiles are under 100 kB. */
const mostMetaBytes = 4 * 1024 * 1024
/** Brands of sequences: films, bursts, animations. */
const sequenceBrands = ['hevc', 'hevx', 'hevm', 'hevs', 'msf1', 'avis']
/** libheif and libaom hold planes, converted planes and interleaved pixels at once (measured). */
const decodeBytesPerPixel = 17

/** Reads what the item tables of a HEIC or AVIF tell. */
export async function readHeifHead(source: ByteSource): Promise<PictureHead> {
  const brand = (await source.read(8, 4)).toString('latin1')
  let meta: Buffer | null = null
  let metaAt = 0
  let hasMotion = false
  for await (const box of fileBoxes(source, 0, source.sizeBytes)) {
    if (box.type === 'meta' && meta === null) {
      if (box.end - box.start > mostMetaBytes) throw new UnreadableHeadError('huge item tables')
      meta = Buffer.from(await source.read(box.start, box.end - box.start))
      metaAt = box.start
    }
    // Google's motion photos in HEIC keep their film in this box.
    if (box.type === 'mpvd') hasMotion = true
  }
  if (meta === null) throw new UnreadableHeadError('no item tables')
  const tables = new ItemTables(meta)
  const sides = tables.primary()
  const exifItem = tables.spanOf((item) => item.type === 'Exif')
  const exifAt = exifItem === null ? null : await skipPrefix(source, exifItem)
  const exif =
    exifAt === null ? noExif : await orWhenUnreadable(readExifFacts(source, exifAt), noExif)
  const extras = tables.extras()
  return {
    ...unknownHead,
    // The rotation of a HEIF is its own property; the EXIF orientation is there for information only.
    ...upright(sides, sides.isTurned ? 6 : 1),
    takenAt: exif.takenAt,
    exifAt,
    isAnimated: sequenceBrands.includes(brand),
    isMultiPicture: extras.isMultiPicture,
    hasGainMap: extras.hasGainMap,
    hasMotion,
    hasForeignColours: sides.hasForeignColours,
    icc: sides.icc === null ? null : { ...sides.icc, offset: metaAt + sides.icc.offset },
    xmp: tables.spanOf((item) => item.contentType === 'application/rdf+xml'),
    decodeBytes: sides.width * sides.height * decodeBytesPerPixel,
  }
}

/** An EXIF item begins with the distance to its TIFF header (ISO/IEC 23008-12, A.2.1). */
async function skipPrefix(source: ByteSource, item: Span): Promise<number | null> {
  const prefix = await source.read(item.offset, 4)
  return prefix.length < 4 ? null : item.offset + 4 + prefix.readUInt32BE(0)
}
