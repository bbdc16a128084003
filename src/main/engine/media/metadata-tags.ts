// Reads blocks of metadata tag by tag into one list that can be compared: a name for each, as people who look at photos
// know it, and a value written so that equal values are equal texts. Decides nothing about what must be equal.
import { orWhenUnreadable } from './byte-source.ts'
import {
  readDirectory,
  readNumbers,
  readTiffHeader,
  tags,
  type TiffEntry,
  type TiffHeader,
} from './exif.ts'
import { imageResources, iptcDataSets, iptcResource } from './iptc.ts'
import { readMetadataBlocks, type HeadedPhoto, type MetadataBlocks } from './metadata-blocks.ts'
import { tagName } from './tag-names.ts'

/** Values by group and name, such as "GPS GPSLatitude"; a name that occurs several times has several. */
export type MetadataTags = ReadonlyMap<string, readonly string[]>

/** Reads every tag of a photo. */
export async function readMetadataTags(photo: HeadedPhoto): Promise<MetadataTags> {
  return tagsOf(await readMetadataBlocks(photo))
}

/** The tags of blocks that were read. */
export async function tagsOf(blocks: MetadataBlocks): Promise<MetadataTags> {
  const list = new TagList()
  const { exif } = blocks
  if (exif !== null) await orWhenUnreadable(addExif(list, exif.source, exif.at), undefined)
  for (const packet of blocks.xmp) addXmp(list, packet.toString('utf8'))
  if (blocks.photoshop !== null) addResources(list, blocks.photoshop)
  // A TIFF says the same a second time in its image resources.
  if (blocks.iptc !== null && !list.hasGroup('IPTC')) addIptc(list, blocks.iptc)
  if (blocks.icc !== null) list.add('ICC', 'profile', blocks.icc.toString('latin1'))
  for (const comment of blocks.comments) list.add('JPEG', 'comment', comment.toString('latin1'))
  for (const { name, bytes } of blocks.others) list.add('JPEG', name, bytes.toString('latin1'))
  if (blocks.pngText !== null) list.add('PNG', blocks.pngText, '')
  if (blocks.density !== null)
    list.add('File', 'resolution', blocks.density.map(Math.round).join(' x '))
  return list.tags
}

class TagList {
  readonly tags = new Map<string, string[]>()

  add(group: string, name: string, value: string): void {
    const key = `${group} ${name}`
    const values = this.tags.get(key)
    if (values === undefined) this.tags.set(key, [value])
    else values.push(value)
  }

  hasGroup(group: string): boolean {
    return [...this.tags.keys()].some((name) => name.startsWith(`${group} `))
  }
}

type Source = NonNullable<MetadataBlocks['exif']>['source']

async function addExif(list: TagList, source: Source, at: number): Promise<void> {
  const header = await readTiffHeader(source, at)
  const first = await addDirectory(list, header, 'EXIF', header.first)
  const directories = [
    ['EXIF', first.get(tags.exifIfd)],
    ['GPS', first.get(tags.gpsIfd)],
  ] as const
  for (const [group, pointer] of directories) {
    const entries = await addBehind(list, header, group, pointer)
    if (group === 'EXIF') await addBehind(list, header, 'Interop', entries.get(tags.interopIfd))
  }
}

type Entries = ReadonlyMap<number, TiffEntry>

async function addBehind(
  list: TagList,
  header: TiffHeader,
  group: string,
  pointer: TiffEntry | undefined,
): Promise<Entries> {
  const [at] = await readNumbers(header, pointer)
  if (at === undefined) return new Map()
  return orWhenUnreadable(addDirectory(list, header, group, at), new Map())
}

const pointers: ReadonlySet<number> = new Set([tags.exifIfd, tags.gpsIfd, tags.interopIfd])

async function addDirectory(
  list: TagList,
  header: TiffHeader,
  group: string,
  at: number,
): Promise<Entries> {
  const { entries } = await readDirectory(header, at)
  for (const entry of entries.values()) {
    if (pointers.has(entry.tag)) continue
    const bytes = await header.source.read(entry.at, entry.sizeBytes)
    // A value that is not there whole cannot be lost.
    if (bytes.length < entry.sizeBytes) continue
    // Maker notes count their offsets from where they lie; one of four bytes lies in its entry and has none.
    const isPlaced = entry.tag === tags.makerNote && entry.sizeBytes > 4
    const place = isPlaced ? ` at ${entry.at - header.base}` : ''
    list.add(group, tagName(group, entry.tag), valueOf(bytes, entry, header) + place)
  }
  return entries
}

/** Bytes of one word of a type (TIFF 6.0, section 2; BigTIFF's from 16); all others are bytes. */
const wordBytes: Record<number, number> = {
  3: 2,
  4: 4,
  5: 4,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}

/** Words are written from their high end, in whatever order the block has them; a text ends where it ends. */
function valueOf(bytes: Buffer, { type }: TiffEntry, { isLittleEndian }: TiffHeader): string {
  const size = wordBytes[type] ?? 1
  if (size === 1) return bytes.toString('latin1').replace(/\0+$/, '')
  const words = Buffer.from(bytes)
  if (isLittleEndian)
    for (let at = 0; at < words.length; at += size) words.subarray(at, at + size).reverse()
  return words.toString('hex')
}

/** What stands in a packet but says nothing of the photo: namespaces, the packet's writer, whom it is about. */
const ownOfXmp = /^(?:xmlns(?::|$)|x:|xml:|rdf:(?!value$|resource$))/

/** Properties are attributes or elements (XMP part 1, 7); those inside a structure stand under their own names. */
function addXmp(list: TagList, text: string): void {
  const properties = [...propertiesIn(text)].filter(([name]) => !ownOfXmp.test(name))
  for (const [name, value] of properties) list.add('XMP', name, value)
  // Nothing that this reader understands: the very bytes are what a copy has to hold.
  if (properties.length === 0) list.add('XMP', 'packet', text)
}

function* propertiesIn(text: string): Generator<readonly [name: string, value: string]> {
  let property = 'packet'
  for (const [, name = '', attributes = '', words = ''] of text.matchAll(
    /<([\w-]+(?::[\w.-]+)?)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>([^<]*)/g,
  )) {
    if (!name.startsWith('rdf:') && !name.startsWith('x:')) property = name
    for (const [, attribute = '', quoted = ''] of attributes.matchAll(
      /([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g,
    )) {
      yield [attribute, quoted.slice(1, -1)]
    }
    // The words of an item in a list belong to the property that has the list.
    if (words.trim() !== '') yield [property, words.trim()]
  }
}

/** The two image resources with thumbnails (Adobe Photoshop file formats). */
const thumbnails = [1033, 1036]

function addResources(list: TagList, resources: Buffer): void {
  for (const { id, bytes } of imageResources(resources)) {
    if (id === iptcResource) addIptc(list, bytes)
    else if (!thumbnails.includes(id)) {
      list.add('Photoshop', tagName('Photoshop', id), bytes.toString('latin1'))
    }
  }
}

function addIptc(list: TagList, block: Buffer): void {
  for (const { record, set, bytes } of iptcDataSets(block)) {
    list.add('IPTC', tagName('IPTC', record * 1000 + set), bytes.toString('latin1'))
  }
}
