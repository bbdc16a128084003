// Reads a photo from end to end once, in the image worker: proves which bytes it holds, and looks behind
// the picture for a film, further pictures or anything else, which no header announces.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { KeptOriginalReason } from '../../../shared/model.ts'
import type { Format } from '../../../shared/media-types.ts'

/** What a whole reading tells. */
export interface WholeFile {
  sha256: string
  /** Why the file is more than its picture, or null. */
  special: KeptOriginalReason | null
}

const endOfPicture = '\xff\xd9'
/** The name of the film in Samsung's trailer. */
const samsungMotion = 'MotionPhoto_Data'
/** Overlap of the pieces, longer than anything that is searched. */
const overlapBytes = 32
const pieceBytes = 1024 * 1024

/** Where to look for what. */
export interface WholeFileLook {
  format: Format
  /** Where the picture data begins; nothing is searched before. */
  pictureAt: number
  /** Pictures behind the first one are previews of it. */
  mayHavePreviews: boolean
  /** What lies from here to the end may be left out of a copy; null: there is more than may be. */
  dispensableAt: number | null
}

/** Reads a file whole. */
export async function readWholeFile(path: string, look: WholeFileLook): Promise<WholeFile> {
  const hash = createHash('sha256')
  let special: KeptOriginalReason | null = null
  let hasMore = look.dispensableAt === null
  let pictureEnd: number | null = null
  let carried = Buffer.alloc(0)
  let at = 0
  const stream = createReadStream(path, { highWaterMark: pieceBytes })
  for await (const piece of stream as AsyncIterable<Buffer>) {
    hash.update(piece)
    const window = Buffer.concat([carried, piece])
    const start = at - carried.length
    special ??= specialIn(window.subarray(Math.max(0, look.pictureAt - start)), look)
    const found = window.indexOf(endOfPicture, Math.max(0, look.pictureAt - start), 'latin1')
    if (found >= 0) pictureEnd ??= start + found + endOfPicture.length
    if (pictureEnd !== null && look.dispensableAt !== null) {
      const from = Math.max(0, pictureEnd - start)
      const behind = window.subarray(from, Math.max(from, look.dispensableAt - start))
      hasMore ||= !isEmpty(behind)
    }
    carried = window.subarray(Math.max(0, window.length - overlapBytes))
    at += piece.length
  }
  const isSearched = look.format === 'jpeg' && !look.mayHavePreviews
  if (isSearched && hasMore) special ??= 'more-inside'
  return { sha256: hash.digest('hex'), special }
}

/** Cameras fill up to whole sectors. */
const isEmpty = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0 || byte === 0xff)

function specialIn(bytes: Buffer, look: WholeFileLook): KeptOriginalReason | null {
  const { format, mayHavePreviews } = look
  if (format !== 'jpeg' && format !== 'heic') return null
  if (bytes.includes(samsungMotion, 0, 'latin1')) return 'motion-photo'
  if (format !== 'jpeg') return null
  // In picture data 0xff is always followed by a zero or a restart number, so this is the end of the picture.
  for (let end = bytes.indexOf(endOfPicture, 0, 'latin1'); end >= 0;) {
    const behind = bytes.subarray(end + 2, end + 18)
    if (behind.toString('latin1', 4, 8) === 'ftyp') return 'motion-photo'
    // A few zeros may lie between two pictures.
    const next = behind.findIndex((byte) => byte !== 0)
    const isPicture = next >= 0 && behind.toString('latin1', next, next + 3) === '\xff\xd8\xff'
    if (isPicture && !mayHavePreviews) return 'multi-picture'
    end = bytes.indexOf(endOfPicture, end + 2, 'latin1')
  }
  return null
}
