// The captions inside one file, the surest first: XMP, IPTC, EXIF, the words of a PNG or a film; and that of a sidecar. Tells what is written there;
// whether that is a caption at all is left to junk.ts, which of several counts to captions.ts.
import type { CaptionSource } from '../../../../shared/captions.ts'
import { orWhenUnreadable, type ByteSource } from '../byte-source.ts'
import { sidecarProperties, type Sidecar } from '../dates/sidecars.ts'
import type { Span } from '../head.ts'
import { jpegSegments, segmentNames } from '../jpeg-head.ts'
import { pngWords, readMetadataBlocks, type HeadedPhoto } from '../metadata-blocks.ts'
import { pngChunks } from '../png-head.ts'
import { mostPacketBytes, readXmp, type XmpProperties } from '../xmp.ts'
import { noExifWords, readExifWords } from './exif-captions.ts'
import { captionInIptc, captionInResources } from './iptc-caption.ts'
import { readMovieWords } from './movie-captions.ts'
import { decodeText } from './text-bytes.ts'

/** Words and where they were found. */
export interface FoundCaption {
  text: string
  source: CaptionSource
}

/** What is found in one file. */
export interface EmbeddedCaptions {
  /** The surest first. */
  captions: FoundCaption[]
  /** The camera, whose own words repeated.ts tells; null: not told. */
  camera: string | null
}

/** Reads the captions inside a photo or video. Errors of the disk are thrown, damage is no caption. */
export async function readEmbeddedCaptions(photo: HeadedPhoto): Promise<EmbeddedCaptions> {
  const { packets, resources, iptc } = await readBlocks(photo)
  const { source, head } = photo
  const exif =
    head.exifAt === null
      ? noExifWords
      : await orWhenUnreadable(readExifWords(source, head.exifAt), noExifWords)
  const movie = await movieWords(photo)
  const found: [CaptionSource, (string | null)[]][] = [
    ['xmp', [...packets, ...movie.xmp].map(xmpCaption)],
    ['iptc', [...resources.map(captionInResources), ...iptc.map(captionInIptc)]],
    ['exif', [exif.description]],
    ['windows-comment', [exif.windowsComment]],
    ['png', [await orWhenUnreadable(pngDescription(photo), null)]],
    ['movie', movie.descriptions],
  ]
  const captions = found.flatMap(([from, texts]) =>
    texts.flatMap((text) => (text === null || text === '' ? [] : [{ text, source: from }])),
  )
  return { captions, camera: exif.camera }
}

const description = Buffer.from('description')

/** The description in a packet, for everybody before any language. Most packets have none and need no parser. */
function xmpCaption(packet: Buffer): string | null {
  // A packet in UTF-16 hides its words from a search.
  const mayHave = packet.includes(description) || packet.includes(0)
  return mayHave ? describedIn(readXmp(packet)) : null
}

/** The description among properties. */
export function describedIn(properties: XmpProperties): string | null {
  const values = properties.get('dc:description') ?? []
  const [first] = values
  const own = values.find(({ language }) => language?.toLowerCase() === 'x-default')
  return (own ?? values.find(({ language }) => language === null) ?? first)?.text ?? null
}

/** The caption in a sidecar for a photo; null where it has none, or belongs to another one. */
export function sidecarCaption(bytes: Buffer, sidecar: Sidecar, photoName: string): string | null {
  const properties = sidecarProperties(bytes, sidecar, photoName)
  return properties === null ? null : describedIn(properties)
}

interface Blocks {
  packets: Buffer[]
  resources: Buffer[]
  iptc: Buffer[]
}

async function readBlocks(photo: HeadedPhoto): Promise<Blocks> {
  const blocks: Blocks = { packets: [], resources: [], iptc: [] }
  if (photo.format === 'jpeg') {
    await orWhenUnreadable(collectSegments(photo.source, blocks), undefined)
    // A long block of resources is spread over segments.
    return { ...blocks, resources: [Buffer.concat(blocks.resources)] }
  }
  if (photo.format === 'iso-video') return blocks
  if (photo.format !== 'tiff') {
    const packets = await orWhenUnreadable(packetsOf(photo), [])
    return { ...blocks, packets }
  }
  const read = await orWhenUnreadable(readMetadataBlocks(photo), null)
  if (read === null) return blocks
  const { xmp, photoshop, iptc } = read
  return {
    packets: xmp,
    resources: photoshop === null ? [] : [photoshop],
    iptc: iptc === null ? [] : [iptc],
  }
}

/** The packets alone: a profile is large, and tells no words. */
async function packetsOf({ source, head, format }: HeadedPhoto): Promise<Buffer[]> {
  const bytesOf = async ({ offset, length }: Span): Promise<Buffer> =>
    Buffer.from(await source.read(offset, Math.min(length, mostPacketBytes)))
  if (format !== 'png') return head.xmp === null ? [] : [await bytesOf(head.xmp)]
  const { spans } = await pngChunks(source)
  const packets: Buffer[] = []
  for (const type of ['iTXt', 'tEXt', 'zTXt']) {
    const span = spans.get(type)
    if (span !== undefined) packets.push(pngWords(type, await bytesOf(span)))
  }
  return packets
}

/** Words stand before profiles and maps; looking further would use up what may be read of a header. */
const furthestWords = 512 * 1024

/** Only the segments that may hold words: a phone's map of depth lies in others and is many times larger. */
async function collectSegments(source: ByteSource, blocks: Blocks): Promise<void> {
  for await (const { marker, body } of jpegSegments(source)) {
    if (body.offset > furthestWords) break
    const name = marker === 0xe1 ? segmentNames.xmp : segmentNames.photoshop
    if (marker !== 0xe1 && marker !== 0xed) continue
    if ((await source.read(body.offset, name.length)).toString('latin1') !== name) continue
    const length = Math.min(body.length, mostPacketBytes) - name.length
    const bytes = Buffer.from(await source.read(body.offset + name.length, length))
    if (marker === 0xe1) blocks.packets.push(bytes)
    else blocks.resources.push(bytes)
  }
}

async function movieWords({ source, format }: HeadedPhoto): ReturnType<typeof readMovieWords> {
  const nothing = { xmp: [], descriptions: [] }
  return format === 'iso-video' ? orWhenUnreadable(readMovieWords(source), nothing) : nothing
}

/** "Description": of the image, possibly long (PNG, third edition, 11.3.3.2). Plain and packed words are Latin-1 by the letter. */
async function pngDescription({ source, format }: HeadedPhoto): Promise<string | null> {
  if (format !== 'png') return null
  const { description: words } = await pngChunks(source)
  if (words === null) return null
  const { type, span } = words
  const bytes = await source.read(span.offset, Math.min(span.length, mostPacketBytes))
  return decodeText(pngWords(type, bytes))
}
