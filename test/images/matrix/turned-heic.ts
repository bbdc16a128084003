// Gives a HEIC the turn that every phone writes (`irot`, ISO/IEC 23008-12, 6.5.10), which no encoder of Debian can: one
// property more, one association more, and all places in the file moved by as much. Pure on bytes.

interface Box {
  start: number
  end: number
}

/** The same picture, shown turned by so many quarters against the clock. */
export function turnedHeic(bytes: Buffer, quarters: 1 | 2 | 3): Buffer {
  const meta = find(bytes, 'meta', { start: 0, end: bytes.length }, 0)
  const iprp = find(bytes, 'iprp', meta, 4)
  const ipco = find(bytes, 'ipco', iprp, 0)
  const ipma = find(bytes, 'ipma', iprp, 0)
  const iloc = find(bytes, 'iloc', meta, 4)
  const pitm = find(bytes, 'pitm', meta, 4)
  const number = [...boxes(bytes, { start: ipco.start + 8, end: ipco.end })].length + 1
  const association = associationEnd(bytes, ipma, bytes.readUInt16BE(pitm.start + 12))
  const property = Buffer.from([0, 0, 0, 9, ...Buffer.from('irot', 'latin1'), quarters])
  // The top bit: whoever cannot turn must not show it.
  const entry = association.isLong ? Buffer.from([0x80, number]) : Buffer.from([0x80 | number])
  const added = property.length + entry.length
  const changed = Buffer.from(bytes)
  changed.writeUInt8(bytes.readUInt8(association.countAt) + 1, association.countAt)
  grow(changed, ipco, property.length)
  grow(changed, ipma, entry.length)
  for (const box of [iprp, meta]) grow(changed, box, added)
  moveItems(changed, iloc, added)
  return Buffer.concat([
    changed.subarray(0, ipco.end),
    property,
    changed.subarray(ipco.end, association.end),
    entry,
    changed.subarray(association.end),
  ])
}

function* boxes(bytes: Buffer, { start, end }: Box): Generator<Box & { type: string }> {
  for (let at = start; at + 8 <= end;) {
    const next = at + bytes.readUInt32BE(at)
    yield { type: bytes.toString('latin1', at + 4, at + 8), start: at, end: next }
    if (next <= at) return
    at = next
  }
}

/** A box inside of another, whose own head is followed by so many bytes. */
function find(bytes: Buffer, type: string, within: Box, headBytes: number): Box {
  const start = within.end === bytes.length ? within.start : within.start + 8 + headBytes
  for (const box of boxes(bytes, { start, end: within.end })) if (box.type === type) return box
  throw new Error(`The HEIC has no ${type}.`)
}

const grow = (bytes: Buffer, { start }: Box, by: number): number =>
  bytes.writeUInt32BE(bytes.readUInt32BE(start) + by, start)

/** Where the associations of an item end, and where they are counted. */
function associationEnd(
  bytes: Buffer,
  ipma: Box,
  item: number,
): { countAt: number; end: number; isLong: boolean } {
  const isLong = (bytes.readUInt8(ipma.start + 11) & 1) === 1
  let at = ipma.start + 16
  while (at < ipma.end) {
    const id = bytes.readUInt16BE(at)
    const end = at + 3 + bytes.readUInt8(at + 2) * (isLong ? 2 : 1)
    if (id === item) return { countAt: at + 2, end, isLong }
    at = end
  }
  throw new Error('The HEIC tells nothing of its picture.')
}

/** Moves what every item's place says, as heif-enc writes places: 4 bytes each, counted from the start of the file. */
function moveItems(bytes: Buffer, iloc: Box, by: number): void {
  const version = bytes.readUInt8(iloc.start + 8)
  const sizes = bytes.readUInt16BE(iloc.start + 12)
  const [offset, length, base] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  if (version > 1 || offset !== 4 || length !== 4) throw new Error('The HEIC has other places.')
  let at = iloc.start + 16
  for (let items = bytes.readUInt16BE(iloc.start + 14); items > 0; items -= 1) {
    const method = version === 1 ? bytes.readUInt16BE(at + 2) & 15 : 0
    at += (version === 1 ? 6 : 4) + base
    for (let extents = bytes.readUInt16BE(at); extents > 0; extents -= 1) {
      if (method === 0) bytes.writeUInt32BE(bytes.readUInt32BE(at + 2) + by, at + 2)
      at += offset + length
    }
    at += 2
  }
}
