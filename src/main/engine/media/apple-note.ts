// What Apple's cameras write for themselves into the EXIF of a photo: a directory of tags in the maker note, of which one is
// read, the content identifier that the film of a Live Photo has as well.
import {
  readDirectory,
  readNumbers,
  readText,
  tags,
  type TiffDirectory,
  type TiffHeader,
} from './exif.ts'

/** How the note begins; its version and the byte order follow, then the directory. */
const noteBegins = 'Apple iOS\0'
const orderAt = 12
const directoryAt = 14
/** ExifTool's table of Apple's tags calls it MediaGroupUUID, and before ContentIdentifier. */
const contentIdentifier = 0x0011

/** The content identifier of a photo as it is written; null: its EXIF has none. */
export async function readAppleIdentifier(
  header: TiffHeader,
  first: TiffDirectory,
): Promise<string | null> {
  const [exifAt] = await readNumbers(header, first.entries.get(tags.exifIfd))
  if (exifAt === undefined) return null
  const note = (await readDirectory(header, exifAt)).entries.get(tags.makerNote)
  if (note === undefined || note.sizeBytes <= directoryAt) return null
  const start = (await header.source.read(note.at, directoryAt)).toString('latin1')
  const order = start.slice(orderAt)
  if (!start.startsWith(noteBegins) || (order !== 'MM' && order !== 'II')) return null
  // Offsets inside count from the beginning of the note.
  const own: TiffHeader = {
    source: header.source,
    base: note.at,
    isLittleEndian: order === 'II',
    isBig: false,
    first: directoryAt,
  }
  return readText(own, (await readDirectory(own, own.first)).entries.get(contentIdentifier))
}
