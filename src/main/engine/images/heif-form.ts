// Tells a HEIC or AVIF whose boxes do not add up: one that is longer or shorter than it says, or that counts others than are
// there. A decoder goes on with what it makes of such a file and says nothing; the next one sees another picture, or none.
// Pure; what the boxes mean is heif-items.ts's.
import { UnreadableHeadError } from '../media/byte-source.ts'
import { boxesFilling, boxesIn } from '../media/iso-boxes.ts'

/** Whether the tables of a file fill their boxes, hold as much as they count, and name no bytes that the file does not have. */
export function addsUp(file: Buffer): boolean {
  try {
    const meta = onlyMeta(file)
    return meta !== null && areTables(meta, file.length)
  } catch (error) {
    // Buffer's own checks answer every read outside the bytes with a RangeError.
    if (error instanceof RangeError || error instanceof UnreadableHeadError) return false
    throw error
  }
}

/**
 * What the one `meta` box of the file holds (ISO/IEC 14496-12, 8.11.1). Behind it cameras write what they like; where items
 * lie is said in it.
 */
function onlyMeta(file: Buffer): Buffer | null {
  const [meta, second] = [...boxesIn(file, 0, file.length)].filter(({ type }) => type === 'meta')
  if (meta === undefined || second !== undefined) return null
  const isOfFile = meta.end === file.length
  if (boxesFilling(file, 0, meta.end, { isOfFile }) === null) return null
  return file.subarray(meta.start, meta.end)
}

/** A box inside of another one: what it is, and what it holds. */
interface Inner {
  type: string
  body: Buffer
}

/** The boxes from this place of a body to its end; null where they do not fill it. */
function innerOf(body: Buffer, from: number): Inner[] | null {
  const boxes = boxesFilling(body, from, body.length)
  return boxes?.map(({ type, start, end }) => ({ type, body: body.subarray(start, end) })) ?? null
}

/** Version and flags, with which a full box begins (4.2). */
const flagsBytes = 4
const versionOf = (body: Buffer): number => body.readUInt8(0)
/** Bytes of a number that later versions of a box have room for. */
const widthOf = (isLong: boolean): 2 | 4 => (isLong ? 4 : 2)

/** Bytes in which items may lie, by how their places are counted: from the start of the file, or of `idat` (8.11.3). */
type Room = readonly [file: number, idat: number]

/** What is looked into, and how. Of each there is one at most (8.11; ISO/IEC 23008-12, 9.3). */
const looks = new Map<string, (body: Buffer, room: Room) => boolean>([
  ['hdlr', () => true],
  ['idat', () => true],
  ['pitm', (body) => body.length === flagsBytes + widthOf(versionOf(body) > 0)],
  ['iinf', areItems],
  ['iref', areReferences],
  ['iprp', areProperties],
  ['iloc', arePlaces],
  ['dinf', areDataReferences],
  ['grpl', areGroups],
  // A length that is too long takes in what lies beside the tables.
  ['mdat', () => false],
])

function areTables(meta: Buffer, fileBytes: number): boolean {
  const boxes = innerOf(meta, flagsBytes)?.filter(({ type }) => looks.has(type))
  if (boxes === undefined || new Set(boxes.map(({ type }) => type)).size < boxes.length)
    return false
  const data = boxes.find(({ type }) => type === 'idat')
  return boxes.every(({ type, body }) =>
    looks.get(type)?.(body, [fileBytes, data?.body.length ?? 0]),
  )
}

/** A count, and as many boxes that fit. */
function areCounted(body: Buffer, width: 2 | 4, fits: (inner: Inner) => boolean): boolean {
  const boxes = innerOf(body, flagsBytes + width)
  return boxes?.length === body.readUIntBE(flagsBytes, width) && boxes.every(fits)
}

/** Bytes of an item's entry up to its name, by version (8.11.6). */
const entryBytes = [8, 8, 12, 14]

function areItems(body: Buffer): boolean {
  const isItem = ({ type, body: entry }: Inner): boolean =>
    type === 'infe' && entry.length >= (entryBytes[versionOf(entry)] ?? Infinity)
  return areCounted(body, widthOf(versionOf(body) > 0), isItem)
}

/** From one item to as many as are counted (8.11.12). */
function areReferences(body: Buffer): boolean {
  const width = widthOf(versionOf(body) > 0)
  const isWhole = ({ body: one }: Inner): boolean =>
    one.length === width + 2 + one.readUInt16BE(width) * width
  return innerOf(body, flagsBytes)?.every(isWhole) ?? false
}

/** The properties, and after them which item has which, by their numbers (ISO/IEC 23008-12, 9.3). */
function areProperties(body: Buffer): boolean {
  const [list, ...others] = innerOf(body, 0) ?? []
  const properties = list?.type === 'ipco' ? innerOf(list.body, 0) : null
  if (properties === null) return false
  return others.every(
    ({ type, body: one }) => type !== 'ipma' || areAssociated(one, properties.length),
  )
}

function areAssociated(body: Buffer, properties: number): boolean {
  const idBytes = widthOf(versionOf(body) > 0)
  const width = (body.readUInt8(3) & 1) === 1 ? 2 : 1
  let at = flagsBytes + 4
  for (let items = body.readUInt32BE(flagsBytes); items > 0; items -= 1) {
    const own = body.readUInt8(at + idBytes)
    at += idBytes + 1
    for (const end = at + own * width; at < end; at += width) {
      // The top bit says whether the property is essential.
      const number = body.readUIntBE(at, width) & (width === 2 ? 0x7fff : 0x7f)
      if (number > properties) return false
    }
  }
  return at === body.length
}

/** Where each item lies (8.11.3). */
function arePlaces(body: Buffer, room: Room): boolean {
  const version = versionOf(body)
  const idBytes = widthOf(version > 1)
  const sizes = body.readUInt16BE(flagsBytes)
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexBytes = version > 0 ? sizes & 15 : 0
  let at = flagsBytes + 2
  const take = (width: number): number => numberAt(body, (at += width) - width, width)
  for (let items = take(idBytes); items > 0; items -= 1) {
    take(idBytes)
    const method = version > 0 ? take(2) & 15 : 0
    const isElsewhere = take(2) > 0
    const [base, extents] = [take(baseBytes), take(2)]
    for (let extent = 0; extent < extents; extent += 1) {
      take(indexBytes)
      const end = base + take(offsetBytes) + take(lengthBytes)
      if (!isElsewhere && end > (room[method] ?? Infinity)) return false
    }
  }
  return at === body.length
}

function numberAt(bytes: Buffer, at: number, width: number): number {
  if (width === 0) return 0
  return width === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, width)
}

/** Where data lies that is in no box of this file (8.7.2). */
function areDataReferences(body: Buffer): boolean {
  const isWhole = ({ type, body: list }: Inner): boolean =>
    type !== 'dref' || areCounted(list, 4, () => true)
  return innerOf(body, 0)?.every(isWhole) ?? false
}

/** Items that belong together: a number, a count and as many items, behind which some kinds say more (8.18.3). */
function areGroups(body: Buffer): boolean {
  const isWhole = ({ body: group }: Inner): boolean =>
    group.length >= flagsBytes + 8 + 4 * group.readUInt32BE(flagsBytes + 4)
  return innerOf(body, 0)?.every(isWhole) ?? false
}
