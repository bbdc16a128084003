// The item tables of a HEIC or AVIF (ISO/IEC 23008-12), from the bytes of its `meta` box: which items there are, what they
// are made of, which properties they have, and where their bytes lie. Reads no file; what is done with it is heif-head.ts's,
// and that of whoever asks for the coded parts.
import { UnreadableHeadError } from './byte-source.ts'
import type { Span } from './head.ts'
import { boxesIn, findBox, type Box } from './iso-boxes.ts'

/** Items that are made of others (6.6). */
const derivedItems = ['grid', 'iovl', 'iden', 'tmap']
const pictureItems = ['hvc1', 'hev1', 'av01', 'grid', 'iovl', 'iden', 'jpeg', 'avc1', 'vvc1']
const alphaUrns = ['urn:mpeg:hevc:2015:auxid:1', 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha']
/** Properties that decoders of HEVC and AV1 are set up with. */
const configs = ['hvcC', 'av1C']

interface Item {
  type: string
  flagsAt: number
  isHidden: boolean
  contentType: string
}

const spanOf = (box: Box | undefined): Span | null =>
  box === undefined ? null : { offset: box.start, length: box.end - box.start }

/** Primaries that are sRGB's or so near that nobody sees it, and transfer curves of HDR (ITU-T H.273). */
const plainPrimaries = [1, 2, 5, 6, 7]
const hdrTransfers = [16, 18]

/** Whether colours given by number need more than sRGB. */
function isForeignColour(bytes: Buffer, at: number): boolean {
  const [primaries, transfer] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]
  return !plainPrimaries.includes(primaries) || hdrTransfers.includes(transfer)
}

/** One coded picture. Places are those of the tables. */
export interface CodedPart {
  id: number
  type: string
  /** Where the byte is of which the lowest bit hides it. */
  flagsAt: number
  /** What its decoder is set up with. */
  config: Span | null
  /** Where its bytes lie in the file; null where they lie elsewhere. */
  extents: Span[] | null
}

/** The tables inside the `meta` box. */
export class ItemTables {
  readonly #meta: Buffer
  readonly #items: Map<number, Item>
  readonly #references: { type: string; from: number; to: number[] }[]

  constructor(meta: Buffer) {
    this.#meta = meta
    this.#items = this.#readItems()
    this.#references = this.#readReferences()
  }

  /** The number of the picture that is shown, where it is written, and in how many bytes. */
  primaryId(): { value: number; at: number; size: 2 | 4 } {
    const pitm = this.#box('pitm')
    if (pitm === null) throw new UnreadableHeadError('no primary item')
    const at = pitm.start + 4
    const { value, next } = this.#id(at, this.#version(pitm) > 0)
    return { value, at, size: next - at === 4 ? 4 : 2 }
  }

  /** The coded pictures that the shown one is made of: itself or its tiles, and what is transparent of them. */
  codedParts(): CodedPart[] {
    const shown = new Set([this.primaryId().value])
    // A set that grows is walked to its new end.
    for (const whole of shown) {
      for (const { type, from, to } of this.#references) {
        if (type === 'dimg' && from === whole) for (const part of to) shown.add(part)
        if (type === 'auxl' && to.includes(whole) && this.#isAlpha(from)) shown.add(from)
      }
    }
    return [...this.#items]
      .filter(([id, { type }]) => shown.has(id) && !derivedItems.includes(type))
      .map(([id, { type, flagsAt }]) => {
        const config = this.#propertiesOf(id).find((property) => configs.includes(property.type))
        return { id, type, flagsAt, config: spanOf(config), extents: this.#extents(id) }
      })
  }

  /** The colour profile is told by its place in the tables. */
  primary(): {
    width: number
    height: number
    isTurned: boolean
    hasForeignColours: boolean
    icc: Span | null
  } {
    const primary = this.primaryId().value
    let sides = { width: 0, height: 0 }
    let isTurned = false
    let icc: Span | null = null
    let isForeign = false
    for (const property of this.#propertiesOf(primary)) {
      if (property.type === 'ispe') {
        const width = this.#meta.readUInt32BE(property.start + 4)
        sides = { width, height: this.#meta.readUInt32BE(property.start + 8) }
      } else if (property.type === 'irot') {
        isTurned = (this.#meta.readUInt8(property.start) & 1) === 1
      } else if (property.type === 'colr') {
        const kind = this.#meta.toString('latin1', property.start, property.start + 4)
        if (kind === 'nclx') isForeign = isForeignColour(this.#meta, property.start + 4)
        else icc = { offset: property.start + 4, length: property.end - property.start - 4 }
      }
    }
    return { ...sides, isTurned, hasForeignColours: isForeign && icc === null, icc }
  }

  extras(): { isMultiPicture: boolean; hasGainMap: boolean } {
    const of = (type: string) => this.#references.filter((reference) => reference.type === type)
    const parts = new Set(of('dimg').flatMap((reference) => reference.to))
    const auxiliary = new Set(of('auxl').map((reference) => reference.from))
    const thumbnails = new Set(of('thmb').map((reference) => reference.from))
    let pictures = 0
    let hasGainMap = false
    let hasOtherAuxiliary = false
    for (const [id, item] of this.#items) {
      if (item.type === 'tmap') hasGainMap = true
      if (!pictureItems.includes(item.type) || thumbnails.has(id)) continue
      if (auxiliary.has(id)) {
        if (this.#auxiliaryType(id).includes('gainmap')) hasGainMap = true
        else if (!this.#isAlpha(id)) hasOtherAuxiliary = true
      } else if (!parts.has(id) && !item.isHidden) pictures += 1
    }
    return { isMultiPicture: pictures > 1 || hasOtherAuxiliary, hasGainMap }
  }

  /** Where the bytes of the first item that fits lie, when they lie in one piece in the file. */
  spanOf(fits: (item: Item) => boolean): Span | null {
    for (const [id, item] of this.#items) if (fits(item)) return this.#locate(id)
    return null
  }

  #box(type: string): Box | null {
    return findBox(this.#meta, type, 4, this.#meta.length)
  }

  #version(box: Box): number {
    return this.#meta.readUInt8(box.start)
  }

  #id(at: number, isLong: boolean): { value: number; next: number } {
    return isLong
      ? { value: this.#meta.readUInt32BE(at), next: at + 4 }
      : { value: this.#meta.readUInt16BE(at), next: at + 2 }
  }

  #readItems(): Map<number, Item> {
    const items = new Map<number, Item>()
    const iinf = this.#box('iinf')
    if (iinf === null) return items
    const from = iinf.start + 4 + (this.#version(iinf) === 0 ? 2 : 4)
    for (const infe of boxesIn(this.#meta, from, iinf.end)) {
      if (infe.type !== 'infe' || this.#version(infe) < 2) continue
      const id = this.#id(infe.start + 4, this.#version(infe) === 3)
      const typeAt = id.next + 2
      const texts = this.#meta.toString('latin1', typeAt + 4, infe.end).split('\0')
      items.set(id.value, {
        type: this.#meta.toString('latin1', typeAt, typeAt + 4),
        flagsAt: infe.start + 3,
        isHidden: (this.#meta.readUInt8(infe.start + 3) & 1) === 1,
        contentType: texts[1] ?? '',
      })
    }
    return items
  }

  #readReferences(): { type: string; from: number; to: number[] }[] {
    const iref = this.#box('iref')
    if (iref === null) return []
    const isLong = this.#version(iref) > 0
    const references = []
    for (const box of boxesIn(this.#meta, iref.start + 4, iref.end)) {
      const from = this.#id(box.start, isLong)
      const count = this.#meta.readUInt16BE(from.next)
      const to: number[] = []
      let at = from.next + 2
      for (let index = 0; index < count && at < box.end; index += 1) {
        const id = this.#id(at, isLong)
        to.push(id.value)
        at = id.next
      }
      references.push({ type: box.type, from: from.value, to })
    }
    return references
  }

  #propertiesOf(itemId: number): Box[] {
    const iprp = this.#box('iprp')
    if (iprp === null) return []
    const ipco = findBox(this.#meta, 'ipco', iprp.start, iprp.end)
    const properties = ipco === null ? [] : [...boxesIn(this.#meta, ipco.start, ipco.end)]
    const found: Box[] = []
    for (const ipma of boxesIn(this.#meta, iprp.start, iprp.end)) {
      if (ipma.type !== 'ipma') continue
      const hasLongIndexes = (this.#meta.readUInt8(ipma.start + 3) & 1) === 1
      const entries = this.#meta.readUInt32BE(ipma.start + 4)
      let at = ipma.start + 8
      for (let entry = 0; entry < entries && at < ipma.end; entry += 1) {
        const id = this.#id(at, this.#version(ipma) > 0)
        const count = this.#meta.readUInt8(id.next)
        at = id.next + 1
        for (let index = 0; index < count; index += 1) {
          // The top bit says whether the property is essential, which changes nothing here.
          const number = hasLongIndexes
            ? this.#meta.readUInt16BE(at) & 0x7fff
            : this.#meta.readUInt8(at) & 0x7f
          at += hasLongIndexes ? 2 : 1
          const property = properties[number - 1]
          if (id.value === itemId && property !== undefined) found.push(property)
        }
      }
    }
    return found
  }

  #auxiliaryType(itemId: number): string {
    const auxC = this.#propertiesOf(itemId).find((property) => property.type === 'auxC')
    if (auxC === undefined) return ''
    return this.#meta.toString('latin1', auxC.start + 4, auxC.end).split('\0', 1)[0] ?? ''
  }

  #isAlpha(itemId: number): boolean {
    return alphaUrns.includes(this.#auxiliaryType(itemId))
  }

  #locate(itemId: number): Span | null {
    const extents = this.#extents(itemId)
    return extents?.length === 1 ? (extents[0] ?? null) : null
  }

  /** The pieces of an item in the file; null where it has none, or lies elsewhere. */
  #extents(itemId: number): Span[] | null {
    const iloc = this.#box('iloc')
    if (iloc === null) return null
    const version = this.#version(iloc)
    const sizes = this.#meta.readUInt16BE(iloc.start + 4)
    const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
    const indexSize = version > 0 ? sizes & 15 : 0
    const items = this.#id(iloc.start + 6, version === 2)
    let at = items.next
    for (let count = 0; count < items.value && at < iloc.end; count += 1) {
      const id = this.#id(at, version === 2)
      at = id.next
      // Method 0 counts from the start of the file; the others are not used for EXIF, XMP and coded pictures.
      const method = version > 0 ? this.#meta.readUInt16BE(at) & 15 : 0
      at += (version > 0 ? 2 : 0) + 2
      const base = this.#number(at, baseSize)
      const extents = this.#meta.readUInt16BE(at + baseSize)
      at += baseSize + 2
      const pieceSize = indexSize + offsetSize + lengthSize
      if (id.value === itemId) {
        if (method !== 0) return null
        return Array.from({ length: extents }, (_, piece) => {
          const offsetAt = at + piece * pieceSize + indexSize
          const length = this.#number(offsetAt + offsetSize, lengthSize)
          return { offset: base + this.#number(offsetAt, offsetSize), length }
        })
      }
      at += extents * pieceSize
    }
    return null
  }

  #number(at: number, size: number): number {
    if (size === 0) return 0
    return size === 8 ? Number(this.#meta.readBigUInt64BE(at)) : this.#meta.readUIntBE(at, size)
  }
}
