// Compares what exiftool reads of a source and of its reduced copy, tag by tag. Everything that the source tells must be
// told by the copy in the same words, but for what `rightlyOther` names with its reason. Knows nothing of the product.
import type { Tags } from '../tools.ts'

/** What a copy rightly tells otherwise, or not at all, and why. */
const rightlyOther: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^(SourceFile|ExifTool:|System:|Composite:)/, 'worked out by exiftool, or of the file system'],
  [/^File:(?!Comment)/, 'type, sides, byte order: what exiftool says of the container'],
  [/^JFIF:/, 'the frame of a JPEG; its resolution is compared as such'],
  [/^(Adobe|APP14):/, 'how the numbers of a JPEG are coded'],
  [/^(QuickTime|Meta|Track\d*|ItemList|Keys|AV1|HEVC):/, 'the boxes of a HEIF'],
  [/^(RIFF|VP8X?):/, 'the chunks of a WebP'],
  [/^GIF:/, 'the blocks of a GIF'],
  [
    /^PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency|BackgroundColor|SignificantBits|ProfileName)$/,
    'how the pixels of a PNG are kept',
  ],
  [
    /^PNG:(Gamma|SRGBRendering|WhitePoint[XY]|(Red|Green|Blue)[XY])$/,
    'says "sRGB" by number; the pixels are judged, and other colours are not reduced',
  ],
  [/^PNG-pHYs:/, 'the resolution of a PNG, which is compared as such'],
  [/^(PNG:)?(Software|Datecreate|Datemodify|Datetimestamp)$/, 'what a program notes of itself'],
  [/^IFD0:Orientation$|^XMP-tiff:Orientation$/, 'a copy is upright'],
  [/^(IFD0|ExifIFD|SubIFD\d*):(Exif)?Image(Width|Height)$/, 'a copy is smaller'],
  [
    /^(IFD0|IFD1|SubIFD\d*):Thumbnail|^IFD1:|^Photoshop:PhotoshopThumbnail$/,
    'a stale small picture',
  ],
  [/^IFD0:(SubfileType|OldSubfileType)$/, 'which page of a TIFF this is'],
  [
    /^IFD0:(BitsPerSample|Compression|PhotometricInterpretation|StripOffsets|StripByteCounts|RowsPerStrip|SamplesPerPixel|PlanarConfiguration|SampleFormat|SMinSampleValue|SMaxSampleValue|Predictor|TileWidth|TileLength|TileOffsets|TileByteCounts|ExtraSamples|YCbCr.*|ReferenceBlackWhite|FillOrder|JPEGTables|T4Options|T6Options|InkSet|NumberofInks|ColorMap|PageNumber|WhitePoint|PrimaryChromaticities|CodingMethods|Opto-ElectricConvFactor)$/,
    'how the pixels of a TIFF are kept',
  ],
  [
    /^ExifIFD:(ExifVersion|FlashpixVersion|ComponentsConfiguration)$/,
    'the version of the block itself',
  ],
  [/^XMP-x:XMPToolkit$/, 'what a program notes of itself'],
]

/** The same for one kind of source only, by what exiftool says of it. */
const rightlyOtherOf: readonly (readonly [of: Tags, pattern: RegExp, why: string])[] = [
  [
    { 'File:FileType': 'TIFF', 'IFD0:Compression': 7 },
    /^IFD0:PreviewImage(Start|Length)?$/,
    'the strips of a TIFF that are coded as JPEG: exiftool takes them for a preview',
  ],
]

/** Why a tag need not be carried, or null. */
function whyOther(tag: string, source: Tags): string | null {
  const isOf = (of: Tags): boolean => Object.entries(of).every(([key, is]) => source[key] === is)
  return (
    rightlyOther.find(([pattern]) => pattern.test(tag))?.[1] ??
    rightlyOtherOf.find(([of, pattern]) => pattern.test(tag) && isOf(of))?.[2] ??
    null
  )
}

/** Of the profile, which goes when the pixels were converted to sRGB. */
const isOfProfile = (tag: string): boolean => /^ICC[-_]/.test(tag)

/** What came of a comparison. */
export interface TagVerdict {
  compared: number
  lost: string[]
}

/** Compares every tag; `isConverted` says that the copy has other colours than its source by design. */
export function compareTags(
  source: Tags,
  copy: Tags,
  { isConverted }: { isConverted: boolean },
): TagVerdict {
  const lost: string[] = []
  let compared = 0
  const values = valuesByName(copy)
  for (const [called, value] of Object.entries(source)) {
    const tag = withoutCopy(called)
    if (whyOther(tag, source) !== null || (isConverted && isOfProfile(tag))) continue
    compared += 1
    const words = JSON.stringify(value)
    const told = values.get(tag) ?? new Set()
    if (told.has(words)) continue
    lost.push(`${tag}: ${short(words)} became ${short([...told].join(' and '))}`)
  }
  const before = resolutionOf(source)
  if (before !== null) {
    compared += 1
    const after = resolutionOf(copy)
    if (before !== after) lost.push(`resolution: ${before} dpi became ${String(after)}`)
  }
  return { compared, lost }
}

/** Which of two tags of one name is told first, in whatever group, is nobody's matter. */
const withoutCopy = (tag: string): string => tag.replace(/:Copy\d+:/, ':')

function valuesByName(tags: Tags): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>()
  for (const [tag, value] of Object.entries(tags)) {
    const name = withoutCopy(tag)
    values.set(name, (values.get(name) ?? new Set()).add(JSON.stringify(value)))
  }
  return values
}

/** What nobody chose: encoders write them when they know nothing; 25 is libvips' one pixel a millimetre. */
const defaultDpi = [72, 25]
const perInch = 2.54

/** Dots per inch, wherever they are told; null where nothing but the encoders' default is. */
function resolutionOf(tags: Tags): number | null {
  const named = new Map(Object.entries(tags).map(([tag, value]) => [withoutCopy(tag), value]))
  const told = [
    inInches(named.get('IFD0:XResolution'), named.get('IFD0:ResolutionUnit') ?? 2, [2, 3]),
    inInches(named.get('JFIF:XResolution'), named.get('JFIF:ResolutionUnit'), [1, 2]),
    inInches(
      perCentimetre(named.get('PNG-pHYs:PixelsPerUnitX')),
      named.get('PNG-pHYs:PixelUnits'),
      [-1, 1],
    ),
  ].filter((dpi) => dpi !== null && !defaultDpi.includes(dpi))
  return told[0] ?? null
}

const perCentimetre = (perMetre: unknown): number | undefined =>
  typeof perMetre === 'number' ? perMetre / 100 : undefined

/** By a unit's number for inches and for centimetres. */
function inInches(value: unknown, unit: unknown, [inch, centimetre]: number[]): number | null {
  const number = Number(value)
  if (value === undefined || Number.isNaN(number)) return null
  if (unit === inch) return Math.round(number)
  return unit === centimetre ? Math.round(number * perInch) : null
}

const short = (text: string | undefined): string =>
  text === undefined || text.length < 120 ? String(text) : `${text.slice(0, 120)}...`
