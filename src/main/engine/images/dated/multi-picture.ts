// The multi-picture index of a JPEG (CIPA DC-007, 5.2.3) in a copy that has grown before or behind it: the first picture
// is longer, and the others are counted from the index itself. Changes numbers in place, and proves those of a copy.
import { UnreadableHeadError, type ByteSource } from '../../media/byte-source.ts'
import { readDirectory, readTiffHeader } from '../../media/exif.ts'
import { segmentNames } from '../../media/jpeg-head.ts'
import type { Part } from './parts.ts'
import type { Splice } from './splice.ts'

/** One picture of an index; places and sizes in the file. */
interface IndexedPicture {
  size: number
  /** Where the size is written, and behind it the offset. */
  sizeAt: number
  /** 0: the first picture, which is the file's own. */
  offset: number
  /** Where the picture lies. */
  at: number
}

interface Index {
  isLittleEndian: boolean
  pictures: IndexedPicture[]
}

const listTag = 0xb002
const entryBytes = 16
/** No camera writes nearly as many. */
const mostPictures = 1_000

async function readIndex(source: ByteSource, part: Part): Promise<Index> {
  const base = part.body.offset + segmentNames.multiPicture.length
  const header = await readTiffHeader(source, base)
  const { isLittleEndian } = header
  const list = (await readDirectory(header, header.first)).entries.get(listTag)
  const { at = 0, sizeBytes = 0 } = list ?? {}
  const isInside = at >= base && at + sizeBytes <= part.end
  const count = Math.floor(sizeBytes / entryBytes)
  if (!isInside || count === 0 || count > mostPictures)
    throw new UnreadableHeadError('a multi-picture index that is damaged')
  const bytes = await source.read(at, count * entryBytes)
  const number = (from: number): number =>
    isLittleEndian ? bytes.readUInt32LE(from) : bytes.readUInt32BE(from)
  const pictures = Array.from({ length: count }, (_, index) => {
    const entry = index * entryBytes
    const [size, offset] = [number(entry + 4), number(entry + 8)]
    const place = offset === 0 ? 0 : base + offset
    return { size, offset, sizeAt: at + entry + 4, at: place }
  })
  return { isLittleEndian, pictures }
}

/** What is to be changed in an index when the file grows by so many bytes before or behind it. */
export async function indexSplices(
  source: ByteSource,
  part: Part,
  growth: { bytes: number; isBehind: boolean },
): Promise<Splice[]> {
  const { isLittleEndian, pictures } = await readIndex(source, part)
  const splices: Splice[] = []
  const rewrite = (at: number, value: number): void => {
    const bytes = Buffer.alloc(4)
    if (isLittleEndian) bytes.writeUInt32LE(value)
    else bytes.writeUInt32BE(value)
    splices.push({ at, removes: 4, bytes })
  }
  for (const { size, sizeAt, offset } of pictures) {
    if (offset === 0) {
      if (size !== 0) rewrite(sizeAt, size + growth.bytes)
    } else if (growth.isBehind) rewrite(sizeAt + 4, offset + growth.bytes)
  }
  return splices
}

const startOfPicture = '\xff\xd8'

/** Whether an index of a copy names the same pictures as that of its source, where they lie now. */
export async function isSameIndex(
  source: ByteSource,
  before: Part,
  copy: ByteSource,
  after: Part,
): Promise<boolean> {
  const growth = copy.sizeBytes - source.sizeBytes
  const [then, now] = [await readIndex(source, before), await readIndex(copy, after)]
  const isBegun = async (from: ByteSource, at: number): Promise<boolean> =>
    (await from.read(at, 2)).toString('latin1') === startOfPicture
  if (then.pictures.length !== now.pictures.length) return false
  for (const [index, picture] of then.pictures.entries()) {
    const other = now.pictures[index]
    const isOwn = picture.offset === 0
    const size = isOwn && picture.size !== 0 ? picture.size + growth : picture.size
    const at = isOwn ? 0 : picture.at + growth
    if (other?.size !== size || other.at !== at) return false
    if ((await isBegun(source, picture.at)) !== (await isBegun(copy, at))) return false
  }
  return isAlikeBut(source, before, copy, after, [...then.pictures.map(({ sizeAt }) => sizeAt)])
}

/** Whether two segments are alike but for the eight bytes at each of these places of the first. */
async function isAlikeBut(
  source: ByteSource,
  before: Part,
  copy: ByteSource,
  after: Part,
  places: readonly number[],
): Promise<boolean> {
  const without = async (from: ByteSource, { at, end }: Part): Promise<Buffer> => {
    const bytes = Buffer.from(await from.read(at, end - at))
    for (const place of places) bytes.fill(0, place - before.at, place - before.at + 8)
    return bytes
  }
  return (await without(source, before)).equals(await without(copy, after))
}
