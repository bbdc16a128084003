// Whether a block of EXIF says when a photo was taken: such a block is never given another date. Whether a file does, in any
// of its forms, is media/dates/carried.ts.
import type { ByteSource } from '../../media/byte-source.ts'
import {
  parseExifTime,
  readDirectory,
  readNumbers,
  readText,
  readTiffHeader,
  tags,
} from '../../media/exif.ts'
import { isDate } from './capture-date.ts'

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
