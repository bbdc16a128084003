// Reads a packet of XMP (ISO 16684-1), from inside a file or from a sidecar: the properties of the photo itself, written as
// attributes or as elements, under the names that people know. What a property means is left to whoever asks for it.
import { SaxesParser, type SaxesAttributeNS } from 'saxes'

/** One value of a property; of a text in several languages each has its own. */
export interface XmpValue {
  text: string
  /** "x-default" or "en-US"; null: not told. */
  language: string | null
}

/** Properties by name, such as "exif:DateTimeOriginal", whatever prefix the packet itself gives to the namespace. */
export type XmpProperties = ReadonlyMap<string, readonly XmpValue[]>

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
/** Namespaces that are asked for, with their usual prefixes (XMP part 2). */
const prefixes: Readonly<Record<string, string>> = {
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://ns.adobe.com/xap/1.0/': 'xmp',
  'http://ns.adobe.com/photoshop/1.0/': 'photoshop',
  'http://ns.adobe.com/exif/1.0/': 'exif',
  'http://cipa.jp/exif/1.0/': 'exifEX',
  'http://ns.adobe.com/tiff/1.0/': 'tiff',
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/': 'Iptc4xmpCore',
}

/** Longer packets hold pictures and maps of depth; what people write stands before them. */
export const mostPacketBytes = 1024 * 1024
/** What says more is no caption and no date. */
const mostValueLength = 64 * 1024
const mostValues = 10_000
/** XMP's own structures are a dozen deep; the parser looks through all open elements at each name. */
const mostOpen = 64

/** A packet has a stray byte or two; one that is none has nothing else. */
const mostFaults = 1_000

/** Ends the reading of a packet that keeps a reader busy. */
class EndlessPacketError extends Error {}

/**
 * The properties of a packet. What lies behind damage is read as far as it makes sense. The parser knows the five entities
 * of XML and characters by number; entities that the text itself declares stay unread, so that nothing grows.
 */
export function readXmp(packet: Buffer): XmpProperties {
  const properties = new Map<string, XmpValue[]>()
  let count = 0
  const add = (name: string | null, text: string, language: string | null): void => {
    const trimmed = text.trim()
    if (name === null || trimmed === '' || trimmed.length > mostValueLength) return
    if ((count += 1) > mostValues) return
    const values = properties.get(name)
    if (values === undefined) properties.set(name, [{ text: trimmed, language }])
    else values.push({ text: trimmed, language })
  }
  const walk = new PacketWalk(add)
  const parser = new SaxesParser({ xmlns: true, position: false })
  // Many packets have a stray byte somewhere; the parser goes on behind it, and so does this.
  let faults = 0
  parser.on('error', () => {
    if ((faults += 1) > mostFaults) throw new EndlessPacketError()
  })
  parser.on('opentagstart', () => {
    if (walk.depth >= mostOpen) throw new EndlessPacketError()
  })
  parser.on('opentag', ({ uri, local, attributes }) => {
    walk.open(uri, local, Object.values(attributes))
  })
  parser.on('text', (text) => {
    walk.text(text)
  })
  parser.on('cdata', (text) => {
    walk.text(text)
  })
  parser.on('closetag', () => {
    walk.close()
  })
  try {
    parser.write(textOf(packet.subarray(0, mostPacketBytes))).close()
  } catch (error) {
    if (!(error instanceof EndlessPacketError)) throw error
  }
  return properties
}

/** Packets are UTF-8 nearly always; UTF-16 tells by the nought of its first bracket or by its mark (XMP part 1, 7.1). */
function textOf(packet: Buffer): string {
  const start = packet.subarray(0, 2).toString('hex')
  if (start === 'fffe' || start === '3c00') return packet.toString('utf16le').replace(/^\uFEFF/, '')
  if (start === 'feff' || start === '003c') {
    const swapped = Buffer.from(packet.subarray(0, packet.length & ~1)).swap16()
    return swapped.toString('utf16le').replace(/^\uFEFF/, '')
  }
  return packet.toString('utf8').replace(/^\uFEFF/, '')
}

/**
 * What an element is, seen from its parent: the RDF around all, a description of the photo, a property of it, a list in that,
 * an item of the list (or the value of a property with qualifiers). Everything else is a structure, of which nothing is told.
 */
type Role = 'around' | 'rdf' | 'description' | 'property' | 'list' | 'item' | 'structure'

interface OpenElement {
  role: Role
  property: string | null
  language: string | null
  text: string
}

class PacketWalk {
  readonly #open: OpenElement[] = []
  readonly #add: (name: string | null, text: string, language: string | null) => void

  constructor(add: (name: string | null, text: string, language: string | null) => void) {
    this.#add = add
  }

  get depth(): number {
    return this.#open.length
  }

  open(uri: string, local: string, attributes: readonly SaxesAttributeNS[]): void {
    const parent = this.#open.at(-1)
    const role = roleOf(parent?.role ?? 'around', uri === rdf ? local : null)
    const language = attributes.find(({ name }) => name === 'xml:lang')?.value ?? null
    const property = role === 'property' ? nameOf(uri, local) : (parent?.property ?? null)
    this.#open.push({ role, property, language: language ?? parent?.language ?? null, text: '' })
    if (role !== 'description') return
    for (const attribute of attributes)
      this.#add(nameOf(attribute.uri, attribute.local), attribute.value, null)
  }

  text(text: string): void {
    const element = this.#open.at(-1)
    if (element !== undefined && element.text.length <= mostValueLength) element.text += text
  }

  close(): void {
    const element = this.#open.pop()
    if (element?.role !== 'property' && element?.role !== 'item') return
    this.#add(element.property, element.text, element.language)
  }
}

const nameOf = (uri: string, local: string): string | null => {
  const prefix = prefixes[uri]
  return prefix === undefined ? null : `${prefix}:${local}`
}

const lists = ['Seq', 'Bag', 'Alt']

/** `local` is the name of an element of RDF, null for any other. */
function roleOf(parent: Role, local: string | null): Role {
  switch (parent) {
    case 'around':
      return local === 'RDF' ? 'rdf' : 'around'
    case 'rdf':
      return local === 'Description' ? 'description' : 'structure'
    case 'description':
      return local === null ? 'property' : 'structure'
    case 'property':
      // A property with qualifiers keeps its value in a description of its own (XMP part 1, 7.8).
      return local !== null && [...lists, 'Description'].includes(local) ? 'list' : valueRole(local)
    case 'list':
      return local === 'li' ? 'item' : valueRole(local)
    case 'item':
    case 'structure':
      return 'structure'
  }
}

const valueRole = (local: string | null): Role => (local === 'value' ? 'item' : 'structure')
