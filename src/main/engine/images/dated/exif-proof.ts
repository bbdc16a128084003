// The proof of an EXIF block that got a date, by the reader of media/: every byte of the block before is where it was but for
// the date and for what leads to it, and the date is read back. What the reader does not look at is what was meant to be there.
import { memorySource } from '../../media/byte-source.ts'
import {
  readDirectory,
  readNumbers,
  readText,
  readTiffHeader,
  tags,
  type TiffDirectory,
  type TiffHeader,
} from '../../media/exif.ts'
import { tagName } from '../../media/tag-names.ts'
import type { CaptureDate } from './capture-date.ts'
import { datedExif, dateTags, dateTexts, exifVersion, newExif } from './date-in-exif.ts'

/** What the tags of a date are called. */
export const dateTagNames: ReadonlySet<string> = new Set(
  Object.values(dateTags).map((tag) => `EXIF ${tagName('EXIF', tag)}`),
)

/** What the version of EXIF is called, which a directory that is made has. */
export const versionTagName = `EXIF ${tagName('EXIF', exifVersion)}`

/** Where the offset of the first directory stands. */
const firstAt = { from: 4, to: 8 }

interface Read {
  header: TiffHeader
  first: TiffDirectory
  exif: TiffDirectory | null
}

async function read(block: Buffer): Promise<Read> {
  const header = await readTiffHeader(memorySource(block), 0)
  const first = await readDirectory(header, header.first)
  const [at] = await readNumbers(header, first.entries.get(tags.exifIfd))
  return { header, first, exif: at === undefined ? null : await readDirectory(header, at) }
}

/** Whether a block is that before it, or a new one, with this date: as it was meant, and as it is read. */
export async function isDatedBlock(
  before: Buffer | null,
  after: Buffer,
  date: CaptureDate,
): Promise<boolean> {
  if (!(await isReadAsDated(before, after, date))) return false
  return after.equals(before === null ? newExif(date) : await datedExif(before, date))
}

/** Whether the reader finds the date in a block, and all else as it is in the block before it. Asks nobody what was meant. */
export async function isReadAsDated(
  before: Buffer | null,
  after: Buffer,
  date: CaptureDate,
): Promise<boolean> {
  const { header, first, exif } = await read(after)
  for (const [tag, text] of dateTexts(date)) {
    const written = await readText(header, exif?.entries.get(tag))
    if (written !== text || exif?.entries.get(tag)?.count !== text.length + 1) return false
  }
  if (before === null) return first.next === 0 && first.entries.size === 1
  const then = await read(before)
  if (first.next !== then.first.next || (exif?.next ?? 0) !== (then.exif?.next ?? 0)) return false
  const pointer = then.first.entries.get(tags.exifIfd)
  const changing = [firstAt]
  if (pointer !== undefined) changing.push({ from: pointer.at, to: pointer.at + 4 })
  for (const tag of dateTexts(date).keys()) {
    const entry = then.exif?.entries.get(tag)
    if (entry !== undefined) changing.push({ from: entry.at, to: entry.at + entry.sizeBytes })
  }
  if (after.length < before.length) return false
  return before.every(
    (byte, at) => byte === after[at] || changing.some(({ from, to }) => at >= from && at < to),
  )
}
