// Reads what a photo says about itself, independently of the app's own readers: sides as it stands upright, times,
// place and camera from EXIF, and a tiny picture of it. Compares nothing.
import sharp from 'sharp'

/** What one photo says about itself. */
export interface PhotoFacts {
  /** Upright. */
  readonly width: number
  readonly height: number
  /** Values by name, written so that equal values are equal texts. */
  readonly exif: ReadonlyMap<string, string>
  /** The upright picture in grey, 32 by 32. */
  readonly tiny: Buffer
}

const tinySide = 32

// Times, place and camera: what the photo must not lose. Sides and orientation change by right.
const kept = {
  main: new Map([
    [0x010f, 'Make'],
    [0x0110, 'Model'],
    [0x0132, 'DateTime'],
  ]),
  photo: new Map([
    [0x829a, 'ExposureTime'],
    [0x829d, 'FNumber'],
    [0x8827, 'ISOSpeedRatings'],
    [0x9003, 'DateTimeOriginal'],
    [0x9004, 'DateTimeDigitized'],
    [0x9010, 'OffsetTime'],
    [0x9011, 'OffsetTimeOriginal'],
    [0x9012, 'OffsetTimeDigitized'],
    [0x920a, 'FocalLength'],
  ]),
  gps: new Map(Array.from({ length: 0x20 }, (_, tag) => [tag, `GPS ${tag}`] as const)),
}
const photoDirectoryTag = 0x8769
const gpsDirectoryTag = 0x8825

/** Reads a photo from its path or its bytes. */
export async function readPhotoFacts(photo: string | Buffer): Promise<PhotoFacts> {
  const { autoOrient, exif } = await sharp(photo).metadata()
  const tiny = await sharp(photo)
    .autoOrient()
    .greyscale()
    .resize(tinySide, tinySide, { fit: 'fill' })
    .raw()
    .toBuffer()
  return { ...autoOrient, exif: exif === undefined ? new Map() : readExif(exif), tiny }
}

/** How far two tiny pictures are apart: the mean difference of their pixels, 0 to 255. */
export function distance(one: Buffer, other: Buffer): number {
  let sum = 0
  for (const [index, value] of one.entries()) sum += Math.abs(value - (other[index] ?? 0))
  return sum / one.length
}

/** Sizes in bytes of the value types of TIFF 6.0, section 2. */
const typeSizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  7: 1,
  9: 4,
  10: 8,
}

function readExif(segment: Buffer): Map<string, string> {
  const isPrefixed = segment.toString('latin1', 0, 4) === 'Exif'
  const tiff = isPrefixed ? segment.subarray(6) : segment
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number): number => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))

  const valueAt = (at: number, type: number, count: number): string => {
    if (type === 2) return tiff.toString('utf8', at, at + count).replace(/\0.*$/s, '')
    if (type === 3) return Array.from({ length: count }, (_, i) => u16(at + i * 2)).join(' ')
    const words = type === 5 || type === 10 ? count * 2 : count
    if (type === 1 || type === 7) return tiff.toString('hex', at, at + count)
    return Array.from({ length: words }, (_, i) => u32(at + i * 4)).join(' ')
  }
  const directory = (offset: number): Map<number, string> => {
    const values = new Map<number, string>()
    for (let entry = offset + 2, left = u16(offset); left > 0; left -= 1, entry += 12) {
      const type = u16(entry + 2)
      const count = u32(entry + 4)
      const sizeBytes = (typeSizes[type] ?? 0) * count
      const at = sizeBytes <= 4 ? entry + 8 : u32(entry + 8)
      if (sizeBytes > 0) values.set(u16(entry), valueAt(at, type, count))
    }
    return values
  }

  const found = new Map<string, string>()
  const take = (values: Map<number, string>, names: ReadonlyMap<number, string>): void => {
    for (const [tag, name] of names) {
      const value = values.get(tag)
      if (value !== undefined) found.set(name, value)
    }
  }
  const main = directory(u32(4))
  take(main, kept.main)
  const photoAt = main.get(photoDirectoryTag)
  if (photoAt !== undefined) take(directory(Number(photoAt)), kept.photo)
  const gpsAt = main.get(gpsDirectoryTag)
  if (gpsAt !== undefined) take(directory(Number(gpsAt)), kept.gps)
  return found
}
