// Reads the directories of a TIFF: dimensions, dates, pages, and whether a camera wrote it as RAW.
import { orWhenUnreadable, type ByteSource } from './byte-source.ts'
import { areSrgbPlaces, coloursFrom } from './colours-by-number.ts'
import {
  exifFactsOf,
  noExif,
  readDirectory,
  readFractions,
  readNumbers,
  readTiffHeader,
  tags,
  type TiffDirectory,
  type TiffHeader,
} from './exif.ts'
import { unknownHead, upright, type PictureHead } from './head.ts'

/** Colour filter array and linear RAW (TIFF/EP, DNG 1.7): values of a sensor, not of a picture. */
const sensorPhotometrics = [32803, 34892]
const mostDirectories = 16
/** SampleFormat: unsigned whole numbers (TIFF 6.0, section 19). */
const unsigned = 1
/** White, and the three colours behind it, each as x and y. */
const placesByNumber = [
  { tag: tags.whitePoint, count: 2, from: 0 },
  { tag: tags.primaryChromaticities, count: 6, from: coloursFrom },
]
/** Bits of NewSubfileType: a smaller version of another picture, a mask. */
const notAPage = 0x1 | 0x4

/** Reads what a TIFF's directories tell. */
export async function readTiffHead(source: ByteSource): Promise<PictureHead> {
  const header = await readTiffHeader(source, 0)
  const first = await readDirectory(header, header.first)
  const exif = await orWhenUnreadable(exifFactsOf(header, first), noExif)
  const directories = [first]
  let pages = 1
  let next = first.next
  // A chain that bites its own tail ends with the count.
  for (let count = 0; next !== 0 && count < mostDirectories; count += 1) {
    const directory = await orWhenUnreadable(readDirectory(header, next), null)
    if (directory === null) break
    directories.push(directory)
    const [subfile = 0] = await readNumbers(header, directory.entries.get(tags.newSubfileType))
    if ((subfile & notAPage) === 0) pages += 1
    next = directory.next
  }
  for (const at of await readNumbers(header, first.entries.get(tags.subIfds))) {
    const directory = await orWhenUnreadable(readDirectory(header, at), null)
    if (directory !== null) directories.push(directory)
  }
  const isRaw = await isSensorData(header, directories)
  const sides = isRaw ? await largestSides(header, directories) : await sidesOf(header, first)
  const xmp = first.entries.get(tags.xmp)
  const sampleFormats = await readNumbers(header, first.entries.get(tags.sampleFormat))
  const hasForeignNumbers = sampleFormats.some((format) => format !== unsigned)
  return {
    ...unknownHead,
    ...upright(sides, exif.orientation),
    orientation: exif.orientation,
    takenAt: exif.takenAt,
    exifAt: 0,
    isRaw,
    isMultiPicture: !isRaw && pages > 1,
    // Numbers below nought, or beyond white, mean what no photograph can say: a copy would be black or burnt out.
    hasForeignColours: hasForeignNumbers || (await isUnlikeSrgb(header, first)),
    xmp: xmp === undefined ? null : { offset: xmp.at, length: xmp.sizeBytes },
  }
}

/** Whether white or one of the colours lies elsewhere than sRGB's (TIFF 6.0, section 20). A profile is heard before that. */
async function isUnlikeSrgb(header: TiffHeader, { entries }: TiffDirectory): Promise<boolean> {
  if (entries.has(tags.icc)) return false
  for (const { tag, count, from } of placesByNumber) {
    const entry = entries.get(tag)
    if (entry === undefined) continue
    const places = (await readFractions(header, entry)).map((place) => place * 100_000)
    if (places.length !== count || !areSrgbPlaces(places, from)) return true
  }
  return false
}

async function sidesOf(
  header: TiffHeader,
  { entries }: TiffDirectory,
): Promise<{ width: number; height: number }> {
  const [width = 0] = await readNumbers(header, entries.get(tags.imageWidth))
  const [height = 0] = await readNumbers(header, entries.get(tags.imageLength))
  return { width, height }
}

async function largestSides(
  header: TiffHeader,
  directories: readonly TiffDirectory[],
): Promise<{ width: number; height: number }> {
  let largest = { width: 0, height: 0 }
  for (const directory of directories) {
    const sides = await sidesOf(header, directory)
    if (sides.width * sides.height > largest.width * largest.height) largest = sides
  }
  return largest
}

async function isSensorData(
  header: TiffHeader,
  directories: readonly TiffDirectory[],
): Promise<boolean> {
  for (const { entries } of directories) {
    if (entries.has(tags.dngVersion)) return true
    const [photometric] = await readNumbers(header, entries.get(tags.photometric))
    if (photometric !== undefined && sensorPhotometrics.includes(photometric)) return true
  }
  return false
}
