// Whether the EXIF block of a JPEG may grow: what lies behind it in the file moves, and some makers count to there.
import { memorySource, type ByteSource } from '../../media/byte-source.ts'
import { readDirectory, readNumbers, readTiffHeader, tags } from '../../media/exif.ts'
import { readJpegHead } from '../../media/jpeg-head.ts'
import { specialInXmp } from '../../media/special-pictures.ts'
import { onlyPart, type Part } from './parts.ts'
import { piecesOf } from './splice.ts'

/**
 * Whether a block that grows would part from what it counts to: values beyond its end, or a preview that some makers keep
 * behind the picture and count to from their note. What stands there and is counted from the end, or from the index, is not.
 */
export async function isPinned(
  source: ByteSource,
  parts: readonly Part[],
  block: Buffer,
): Promise<boolean> {
  if (await reachesBeyond(block)) return true
  if (!(await hasMakerNote(block)) || parts.some(({ name }) => name === 'MPF')) return false
  const end = await source.read(Math.max(0, source.sizeBytes - 4), 4)
  if (end.toString('latin1') === 'SEFT') return false
  const { xmp } = await readJpegHead(source)
  const packet = xmp === null ? null : await source.read(xmp.offset, xmp.length)
  if (packet !== null && specialInXmp(packet.toString('utf8')) !== null) return false
  return hasMoreBehind(source, onlyPart(parts, 'picture'))
}

const endOfPicture = Buffer.from([0xff, 0xd9])

/** Whether anything but filling lies behind a picture. */
async function hasMoreBehind(source: ByteSource, picture: Part | null): Promise<boolean> {
  if (picture === null) return false
  let isOver = false
  let last: Buffer = Buffer.alloc(0)
  for await (const piece of piecesOf(source, picture.at, picture.end)) {
    const window = isOver ? piece : Buffer.concat([last, piece])
    const found = isOver ? -2 : window.indexOf(endOfPicture)
    if (isOver || found >= 0) {
      isOver = true
      if (window.subarray(found + 2).some((byte) => byte !== 0 && byte !== 0xff)) return true
    }
    last = window.subarray(-1)
  }
  return false
}

/** Whether a block has a maker note, which may count to anything. */
async function hasMakerNote(block: Buffer): Promise<boolean> {
  const header = await readTiffHeader(memorySource(block), 0)
  const first = await readDirectory(header, header.first)
  const [at] = await readNumbers(header, first.entries.get(tags.exifIfd))
  return at !== undefined && (await readDirectory(header, at)).entries.has(tags.makerNote)
}

/** Where the picture of a directory lies: strips, or a thumbnail. */
const pictureOffsets = [0x0111, 0x0201]

/** Whether the first directories of a block count to places behind it. */
async function reachesBeyond(block: Buffer): Promise<boolean> {
  const header = await readTiffHeader(memorySource(block), 0)
  const visited = new Set<number>()
  for (let at = header.first; at !== 0 && at < block.length && !visited.has(at);) {
    visited.add(at)
    const { entries, next } = await readDirectory(header, at)
    for (const tag of pictureOffsets) {
      const places = await readNumbers(header, entries.get(tag))
      if (places.some((place) => place >= block.length)) return true
    }
    at = next
  }
  return false
}
