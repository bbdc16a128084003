// What Samsung's cameras write behind a picture: a directory at the very end of the file that names each block. Sound, films
// and depth maps lie there; so do notes that nobody misses. Layout as ExifTool documents it (Samsung trailer tags).
import { UnreadableHeadError, type ByteSource } from './byte-source.ts'

/** Notes about the moment and the mode of taking, which the EXIF says as well. */
const dispensable: ReadonlySet<string> = new Set([
  'Image_UTC_Data',
  'MCC_Data',
  'Camera_Capture_Mode_Info',
  'Camera_Scene_Info',
  'Color_Display_P3',
])
/** No camera writes more; a directory is twelve bytes for each and twelve before them. */
const mostBlocks = 100

/**
 * Where a trailer begins that may be left out of a copy: the size of the file where there is none, null where one holds more
 * than notes, or cannot be read.
 */
export async function dispensableTrailer(source: ByteSource): Promise<number | null> {
  const { sizeBytes } = source
  const end = await source.read(Math.max(0, sizeBytes - 8), 8)
  if (end.toString('latin1', 4, 8) !== 'SEFT') return sizeBytes
  try {
    const directoryBytes = end.readUInt32LE(0)
    const directoryAt = sizeBytes - 8 - directoryBytes
    const directory = await source.read(directoryAt, Math.min(directoryBytes, 12 + 12 * mostBlocks))
    const count = directory.readUInt32LE(8)
    if (directory.toString('latin1', 0, 4) !== 'SEFH' || count > mostBlocks) return null
    let from = directoryAt
    for (let block = 0; block < count; block += 1) {
      const at = directoryAt - directory.readUInt32LE(12 + 12 * block + 4)
      const head = await source.read(at, 8)
      const name = await source.read(at + 8, Math.min(head.readUInt32LE(4), 64))
      if (!dispensable.has(name.toString('latin1'))) return null
      from = Math.min(from, at)
    }
    return from
  } catch (error) {
    if (error instanceof UnreadableHeadError || error instanceof RangeError) return null
    throw error
  }
}
