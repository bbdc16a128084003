// Whether a photo or film says itself when it was taken: by its header, or in XMP. Such a one is never given another date.
import { parseExifTime } from '../../media/exif.ts'
import type { HeadedPhoto } from '../../media/metadata-blocks.ts'
import { readMetadataBlocks } from '../../media/metadata-blocks.ts'
import { isDate } from './capture-date.ts'

/** The properties of XMP that tell when a photo was taken (XMP part 2, 2.1 to 2.8), as attributes or elements. */
const dateInXmp =
  /(?:exif:DateTimeOriginal|exif:DateTimeDigitized|xmp:CreateDate|xap:CreateDate|photoshop:DateCreated)(?:\s*=\s*["']|>)\s*(\d{4}[^"'<]*)/g

/** Whether it carries a date. */
export async function carriesDate(photo: HeadedPhoto): Promise<boolean> {
  if (isDate(photo.head.takenAt)) return true
  const { xmp } = await readMetadataBlocks(photo)
  return xmp.some((packet) => hasDateInXmp(packet.toString('utf8')))
}

/** A day, a month or a year alone is a date as well; zeros are none. */
function hasDateInXmp(packet: string): boolean {
  return [...packet.matchAll(dateInXmp)].some(([, text = '']) => {
    const time = parseExifTime(text)
    return time === null ? /^[12]\d{3}/.test(text) : isDate(time)
  })
}
