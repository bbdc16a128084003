// Walks Photoshop's image resources and the data sets of IPTC, which are inside one of them or stand alone. What each means
// is left to whoever asks: metadata-tags.ts compares them all, captions/ reads one. Ends quietly where damage begins.

/** IPTC's own image resource (Adobe Photoshop file formats). */
export const iptcResource = 1028

/** One image resource. */
export interface ImageResource {
  id: number
  bytes: Buffer
}

/** Yields the resources of a block that begins with the first of them. */
export function* imageResources(block: Buffer): Generator<ImageResource> {
  let at = 0
  while (at + 12 <= block.length && block.toString('latin1', at, at + 4) === '8BIM') {
    const nameBytes = block.readUInt8(at + 6) + 1
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2)
    if (sizeAt + 4 > block.length) return
    const size = block.readUInt32BE(sizeAt)
    const bytes = block.subarray(sizeAt + 4, sizeAt + 4 + size)
    yield { id: block.readUInt16BE(at + 4), bytes }
    at = sizeAt + 4 + size + (size % 2)
  }
}

/** One data set: 2:120 is the caption. */
export interface IptcDataSet {
  record: number
  set: number
  bytes: Buffer
}

/** Yields data sets: a sign, the record, the set, the length (IPTC IIM 4.2, 1.5). Longer ones say how long their length is. */
export function* iptcDataSets(block: Buffer): Generator<IptcDataSet> {
  let at = 0
  while (at + 5 <= block.length && block[at] === 0x1c) {
    const [record, set] = [block.readUInt8(at + 1), block.readUInt8(at + 2)]
    const length = block.readUInt16BE(at + 3)
    const isLong = length > 0x7fff
    const lengthBytes = isLong ? length & 0x7fff : 0
    if (lengthBytes > 6 || at + 5 + lengthBytes > block.length) return
    const size = isLong && lengthBytes > 0 ? block.readUIntBE(at + 5, lengthBytes) : length
    const from = at + 5 + lengthBytes
    yield { record, set, bytes: block.subarray(from, from + size) }
    at = from + size
  }
}
