// Whether a photo or film says itself when it was taken: by EXIF, by the header of a film, or in XMP. Such a one is never
// given another date.
import { orWhenUnreadable, type ByteSource } from '../../media/byte-source.ts'
import {
  parseExifTime,
  readDirectory,
  readNumbers,
  readText,
  readTiffHeader,
  tags,
} from '../../media/exif.ts'
import { readMetadataBlocks, type HeadedPhoto } from '../../media/metadata-blocks.ts'
import { isDate } from './capture-date.ts'

/** Whether it carries a date. */
export async function carriesDate(photo: HeadedPhoto): Promise<boolean> {
  const { head, source } = photo
  if (isDate(head.takenAt)) return true
  // The first date of EXIF may be that of a clock that was never set, and another a real one.
  const { exifAt } = head
  const isInExif = exifAt !== null && (await orWhenUnreadable(hasExifDate(source, exifAt), false))
  if (isInExif) return true
  const { xmp } = await readMetadataBlocks(photo)
  return xmp.some((packet) => hasXmpDate(packet.toString('utf8')))
}

/** Whether any date of an EXIF block is one: of the shot, of the scan, of the last change. */
export async function hasExifDate(source: ByteSource, base: number): Promise<boolean> {
  const header = await readTiffHeader(source, base)
  const first = await readDirectory(header, header.first)
  const [at] = await readNumbers(header, first.entries.get(tags.exifIfd))
  const exif = at === undefined ? null : await readDirectory(header, at)
  const entries = [
    exif?.entries.get(tags.dateTimeOriginal),
    exif?.entries.get(tags.dateTimeDigitized),
    first.entries.get(tags.dateTime),
  ]
  for (const entry of entries) if (isDate(parseExifTime(await readText(header, entry)))) return true
  return false
}

/** The properties of XMP that tell when a photo was taken (MWG guidelines 2.0, 5.4), as attributes or elements. */
const dateInXmp =
  /(?:exif:DateTimeOriginal|exif:DateTimeDigitized|xmp:CreateDate|xap:CreateDate|photoshop:DateCreated)(?:\s*=\s*["']|>)\s*(\d{4}-\d\d-\d\d)([^"'<]*)/g

/** A year or a month alone is nothing that Google could take for a date. */
const hasXmpDate = (packet: string): boolean =>
  [...packet.matchAll(dateInXmp)].some(([, day = '', time = '']) => {
    const [, clock] = /^T(\d\d:\d\d(?::\d\d)?)/.exec(time) ?? []
    const second = clock === undefined ? '12:00:00' : `${clock}:00`.slice(0, 8)
    return isDate(parseExifTime(`${day} ${second}`))
  })
