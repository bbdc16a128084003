// The proof that a dated copy must pass before it may be used: read again, part by part, it is its source byte for byte but
// for the date, and the readers of this program find the date and every tag. Trusts no planner.
import { crc32 } from 'node:zlib'
import type { MediaType } from '../../../../shared/media-types.ts'
import type { ByteSource } from '../../media/byte-source.ts'
import type { PictureHead } from '../../media/head.ts'
import { readMetadataTags, type MetadataTags } from '../../media/metadata-tags.ts'
import { readHead } from '../../media/read-head.ts'
import { wholeSeconds, type CaptureDate } from './capture-date.ts'
import { dateTagNames, isDatedBlock, versionTagName } from './exif-proof.ts'
import { isSameHeader, isTimed } from './film-times.ts'
import { isSameIndex } from './multi-picture.ts'
import {
  bodyOf,
  bytesOf,
  partsOf,
  riffHeaderBytes,
  type DatableFormat,
  type Part,
} from './parts.ts'
import { piecesOf } from './splice.ts'
import { extendedFields, webpFlags } from './webp-chunks.ts'

/** What is proved of what. */
export interface DateProof {
  type: MediaType
  format: DatableFormat
  source: ByteSource
  /** The copy, all of which may be read. */
  copy: ByteSource
  /** The copy again, as far as headers are read. */
  header: ByteSource
  date: CaptureDate
}

/** The flaw of a dated copy in a few words, for the log; null where it has none. */
export async function flawOfDated(proof: DateProof): Promise<string | null> {
  const { type, format, source, copy, header, date } = proof
  const [before, after] = [await partsOf(format, source), await partsOf(format, copy)]
  const part = await flawOfParts(proof, before, after)
  if (part !== null) return part
  const [then, now] = [await readHead(source, type), await readHead(header, type)]
  const wanted = wholeSeconds(date.takenAt) - zoneMsOf(proof)
  if (now.takenAt === null || wholeSeconds(now.takenAt) !== wanted)
    return 'the date is not read back'
  if (!isSameHead(then, now)) return 'the picture is described otherwise'
  const tag = await flawOfTags(proof, then, now)
  return tag === null ? null : `the tag ${tag}`
}

/** What each container may have beside what it had. */
const additions: Readonly<Record<DatableFormat, readonly string[]>> = {
  jpeg: ['EXIF'],
  png: ['eXIf'],
  webp: ['VP8X', 'EXIF'],
  'iso-video': [],
}

/** Every part of the source is in the copy, in its order and unchanged, and beside it only what was meant. */
async function flawOfParts(
  proof: DateProof,
  before: readonly Part[],
  after: readonly Part[],
): Promise<string | null> {
  const { format } = proof
  let met = 0
  for (const [index, part] of after.entries()) {
    const other = before[met]
    if (other?.name === part.name) {
      met += 1
      if (!(await isRight(proof, other, part))) return `${part.name} is changed`
    } else {
      const isMeant = additions[format].includes(part.name)
      if (!isMeant || before.some(({ name }) => name === part.name)) return `${part.name} is new`
      if (!(await isRightAddition(proof, part, after[index + 1]))) return `${part.name} is wrong`
    }
  }
  return met === before.length ? null : `${before[met]?.name ?? ''} is lost`
}

async function isAlike(
  source: ByteSource,
  before: Part,
  copy: ByteSource,
  after: Part,
): Promise<boolean> {
  if (before.end - before.at !== after.end - after.at) return false
  const others = piecesOf(copy, after.at, after.end)
  for await (const piece of piecesOf(source, before.at, before.end)) {
    const other = await others.next()
    if (other.done === true || !piece.equals(other.value)) return false
  }
  return true
}

async function isRightAddition(
  { format, copy, date }: DateProof,
  part: Part,
  next: Part | undefined,
): Promise<boolean> {
  if (part.name !== 'VP8X') return isFramed(format, copy, part, null, date)
  const picture = await copy.read(next?.body.offset ?? 0, 10)
  const fields = extendedFields(next?.name ?? '', picture)
  return part.at === riffHeaderBytes && fields.equals(await bodyOf(copy, part))
}

/** Whether a part is what it was, or what the date makes of it. */
async function isRight(proof: DateProof, before: Part, after: Part): Promise<boolean> {
  const { format, source, copy, date } = proof
  if (format === 'iso-video' && isTimed(after.name)) {
    const utcMs = wholeSeconds(date.takenAt) - zoneMsOf(proof)
    return isSameHeader([source, before], [copy, after], (utcMs - epoch1904Ms) / 1000)
  }
  switch (`${format} ${after.name}`) {
    case 'jpeg EXIF':
    case 'png eXIf':
    case 'webp EXIF':
      return isFramed(format, copy, after, await bodyOf(source, before), date)
    case 'jpeg MPF':
      return isSameIndex(source, before, copy, after)
    case 'webp RIFF':
      return isGrownRiff(proof, await bytesOf(source, before), await bytesOf(copy, after))
    case 'webp VP8X':
      return isFlagged(await bodyOf(source, before), await bodyOf(copy, after))
    default:
      return isAlike(source, before, copy, after)
  }
}

function isGrownRiff({ source, copy }: DateProof, before: Buffer, after: Buffer): boolean {
  const growth = copy.sizeBytes - source.sizeBytes
  if (after.readUInt32LE(4) !== before.readUInt32LE(4) + growth) return false
  return Buffer.from(after)
    .fill(0, 4, 8)
    .equals(Buffer.from(before).fill(0, 4, 8))
}

function isFlagged(before: Buffer, after: Buffer): boolean {
  const flags = before.readUInt8(0) | webpFlags.exif
  return after.readUInt8(0) === flags && after.subarray(1).equals(before.subarray(1))
}

/** A film's times are UTC. */
const zoneMsOf = ({ format, date }: DateProof): number =>
  format === 'iso-video' ? (date.offsetMinutes ?? 0) * 60_000 : 0

const epoch1904Ms = Date.UTC(1904, 0, 1)
const jpegName = 'Exif\0\0'

/** Whether a block of EXIF stands in the framing of its container, and is what it was with the date in it. */
async function isFramed(
  format: DatableFormat,
  copy: ByteSource,
  part: Part,
  before: Buffer | null,
  date: CaptureDate,
): Promise<boolean> {
  const [whole, body] = [await bytesOf(copy, part), await bodyOf(copy, part)]
  if (format === 'png') {
    const checksum = whole.readUInt32BE(whole.length - 4)
    if (crc32(whole.subarray(4, -4)) !== checksum) return false
  }
  if (format === 'webp' && body.length % 2 === 1 && whole.at(-1) !== 0) return false
  const nameOf = (bytes: Buffer): number =>
    bytes.toString('latin1', 0, jpegName.length) === jpegName ? jpegName.length : 0
  const nameBytes = nameOf(body)
  const wanted = before === null ? (format === 'jpeg' ? jpegName.length : 0) : nameOf(before)
  if (nameBytes !== wanted) return false
  const block = before === null ? null : before.subarray(nameBytes)
  return isDatedBlock(block, body.subarray(nameBytes), date)
}

/** What a header tells beside the date and the places in the file. */
const isSameHead = (before: PictureHead, after: PictureHead): boolean =>
  (
    [
      ...(['width', 'height', 'orientation', 'isAnimated', 'isMultiPicture', 'isRaw'] as const),
      ...(['hasGainMap', 'hasForeignColours', 'looseText', 'hasMotion', 'decodeBytes'] as const),
    ] as const
  ).every((key) => before[key] === after[key])

const isEqual = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index])

/** The tag that a copy does not have as its source has it, or has beside it; null where there is none. */
async function flawOfTags(
  { source, copy, type }: DateProof,
  then: PictureHead,
  now: PictureHead,
): Promise<string | null> {
  if (type.mediaKind === 'video') return null
  const { format } = type
  const before = await readMetadataTags({ source, head: then, format })
  const after = await readMetadataTags({ source: copy, head: now, format })
  const isMeant = (name: string): boolean => dateTagNames.has(name) || name === 'JPEG APP2 MPF'
  const unlike = (one: MetadataTags, other: MetadataTags): string | undefined =>
    [...one].find(
      ([name, values]) => !isMeant(name) && !isEqual(values, other.get(name) ?? []),
    )?.[0]
  const lost = unlike(before, after)
  if (lost !== undefined) return lost
  const added = unlike(after, before)
  // A directory of EXIF that was made has its version.
  return added === undefined || (added === versionTagName && !before.has(added)) ? null : added
}
