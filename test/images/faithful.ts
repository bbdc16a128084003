// Whether a reduced copy is what issue 4 promises, judged by exiftool alone. Also run over what arrives in
// the emulator's library, so it knows nothing of the preparer.
import { readFileSync } from 'node:fs'
import { readTags, type Tags } from './tools.ts'

/** Groups of metadata that must be equal, tag by tag. */
const carriedGroups = /^(IFD0|ExifIFD|GPS|XMP-.*|IPTC|ICC[-_].*|InteropIFD):/
/** Tags that describe the file or the pixel grid, and so must differ or may. */
const ownTags = new Set([
  'IFD0:Orientation',
  'IFD0:ImageWidth',
  'IFD0:ImageHeight',
  'ExifIFD:ExifImageWidth',
  'ExifIFD:ExifImageHeight',
  'XMP-tiff:Orientation',
  // A container's own bookkeeping.
  'XMP-x:XMPToolkit',
])

/** The most pixels of a photo in High quality. */
const mostPixels = 16_000_000

/** What is wrong with a reduced copy; empty when nothing is. */
export function differences(original: Tags, copy: Tags): string[] {
  const faults: string[] = []
  for (const [tag, value] of Object.entries(original)) {
    if (!carriedGroups.test(tag) || ownTags.has(tag) || isStructural(tag)) continue
    if (JSON.stringify(copy[tag]) !== JSON.stringify(value)) {
      faults.push(`${tag}: ${JSON.stringify(value)} became ${JSON.stringify(copy[tag])}`)
    }
  }
  return [...faults, ...shapeFaults(original, copy)]
}

/** What is wrong with a copy's sides, turn, size and thumbnail. */
export function shapeFaults(original: Tags, copy: Tags): string[] {
  const faults: string[] = []
  const [width, height] = sidesOf(copy)
  if (width * height > mostPixels) faults.push(`${width} x ${height} is above 16 MP`)
  const orientation = copy['IFD0:Orientation']
  if (orientation !== undefined && orientation !== 1)
    faults.push(`orientation ${JSON.stringify(orientation)}`)
  const [fullWidth, fullHeight] = uprightSidesOf(original)
  const expectedHeight = (width * fullHeight) / fullWidth
  const expectedWidth = (height * fullWidth) / fullHeight
  if (Math.abs(expectedHeight - height) > 1 && Math.abs(expectedWidth - width) > 1) {
    faults.push(`${width} x ${height} is not the shape of ${fullWidth} x ${fullHeight}`)
  }
  if (Number(copy['System:FileSize']) >= Number(original['System:FileSize'])) {
    faults.push('not smaller than the original')
  }
  if (copy['IFD1:ThumbnailLength'] !== undefined) faults.push('still carries a thumbnail')
  return faults
}

/** What is wrong with what was sent: reduced copies must be faithful, everything else the very file. */
export async function judgeLibrary(
  pairs: readonly { original: string; sent: string }[],
): Promise<string[]> {
  const reduced = pairs.filter(
    ({ original, sent }) => !readFileSync(original).equals(readFileSync(sent)),
  )
  const before = await readTags(reduced.map((pair) => pair.original))
  const after = await readTags(reduced.map((pair) => pair.sent))
  return reduced.flatMap(({ original }, index) =>
    differences(before[index] ?? {}, after[index] ?? {}).map((fault) => `${original}: ${fault}`),
  )
}

/** Width and height of the stored pixels. */
export function sidesOf(tags: Tags): [number, number] {
  const width = tags['File:ImageWidth'] ?? tags['PNG:ImageWidth'] ?? tags['RIFF:ImageWidth']
  const height = tags['File:ImageHeight'] ?? tags['PNG:ImageHeight'] ?? tags['RIFF:ImageHeight']
  if (width === undefined) return sidesInOther(tags)
  return [Number(width), Number(height)]
}

function sidesInOther(tags: Tags): [number, number] {
  const extent = tags['Meta:ImageSpatialExtent'] ?? tags['QuickTime:ImageSpatialExtent']
  const sides =
    typeof extent === 'string'
      ? extent.split(' ').map(Number)
      : [Number(tags['IFD0:ImageWidth']), Number(tags['IFD0:ImageHeight'])]
  const [width = NaN, height = NaN] = sides
  if (Number.isNaN(width * height)) throw new Error('exiftool tells no sides')
  return [width, height]
}

function uprightSidesOf(tags: Tags): [number, number] {
  const [width, height] = sidesOf(tags)
  const isHeif = /^image\/(heic|avif)/.test(String(tags['File:MIMEType']))
  const rotation = tags['QuickTime:Rotation'] ?? tags['Meta:Rotation'] ?? 0
  const isTurned = isHeif
    ? Number(rotation) % 180 === 90
    : Number(tags['IFD0:Orientation'] ?? 1) >= 5
  return isTurned ? [height, width] : [width, height]
}

/** Tags of a TIFF that describe how its pixels are stored. */
function isStructural(tag: string): boolean {
  return /^IFD0:(SubfileType|BitsPerSample|Compression|PhotometricInterpretation|StripOffsets|StripByteCounts|RowsPerStrip|SamplesPerPixel|PlanarConfiguration|SampleFormat|Predictor|TileWidth|TileLength|TileOffsets|TileByteCounts|ExtraSamples|YCbCr.*|ReferenceBlackWhite|FillOrder)$/.test(
    tag,
  )
}
