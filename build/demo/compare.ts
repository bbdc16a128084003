// Compares a folder of photos with the library after a backup in High quality: what is at most 16 megapixels must be
// there byte for byte, or with nothing but the date that it lacked; what is larger as a reduced copy with the same times,
// place and picture.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { distance, readPhotoFacts, type PhotoFacts } from './photo-facts.ts'
import type { Library, LibraryItem } from './library.ts'

/** What became of the photos of a folder. */
export interface Comparison {
  readonly found: number
  readonly inLibrary: number
  /** Items beyond the first of the same photo. */
  readonly twice: number
  readonly missing: number
  readonly reduced: number
  /** Among the smaller ones: those that carried no date and got one, in a copy. */
  readonly dated: number
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[]
}

/** High quality promises at most so many pixels; much fewer would be a waste. */
const mostPixels = 16_000_000
const fewestReducedPixels = 15_900_000
// A copy with quality 85 differs by less than 2 from its original; mirrored or turned pictures by 20 and more.
const mostDistance = 6

/** Compares every photo of a folder with the library. File names must be unique in the folder. */
export async function compare(folder: string, library: Library): Promise<Comparison> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = names.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name))
  const items = await library.items()
  const claimed = new Set<LibraryItem>()
  const problems: string[] = []
  let inLibrary = 0
  let twice = 0
  let reduced = 0
  let dated = 0
  for (const path of paths.sort()) {
    const bytes = await readFile(path)
    const name = nameOf(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const facts = await readPhotoFacts(bytes)
    const isLarge = facts.width * facts.height > mostPixels
    // The names are unique, so an item of that name can only be this photo, whole or reduced.
    const own = items.filter((item) => item.sha256 === sha256 || isNamed(item, name))
    for (const item of own) claimed.add(item)
    twice += Math.max(0, own.length - 1)
    const [item] = own
    if (item === undefined) {
      problems.push(`${name}: not in the library`)
      continue
    }
    inLibrary += 1
    if (own.length > 1) problems.push(`${name}: ${own.length} times in the library`)
    if (item.timesSent !== 1) problems.push(`${name}: its bytes were sent ${item.timesSent} times`)
    if (!isNamed(item, name)) problems.push(`${name}: is called ${item.filename} there`)
    if (!isLarge) {
      if (item.sha256 === sha256) continue
      const isDated =
        !facts.exif.has('DateTimeOriginal') &&
        (await isOnlyDated(bytes, facts, await library.bytesOf(item.id)))
      if (isDated) dated += 1
      else problems.push(`${name}: the bytes are not those of the file`)
      continue
    }
    reduced += 1
    const copy = await library.bytesOf(item.id)
    if (copy.length >= bytes.length) problems.push(`${name}: the reduced copy is not smaller`)
    problems.push(...differences(facts, await readPhotoFacts(copy)).map((d) => `${name}: ${d}`))
  }
  for (const item of items.filter((one) => !claimed.has(one)))
    problems.push(`${item.filename}: in the library, but in no folder`)
  const found = paths.length
  return { found, inLibrary, twice, missing: found - inLibrary, reduced, dated, problems }
}

const datesOnly: ReadonlySet<string> = new Set([
  ...['DateTimeOriginal', 'DateTimeDigitized', 'DateTime'],
  ...['OffsetTime', 'OffsetTimeOriginal', 'OffsetTimeDigitized'],
])

/** Whether a copy is the same picture to the pixel, with all it said before and a date. */
async function isOnlyDated(bytes: Buffer, facts: PhotoFacts, copy: Buffer): Promise<boolean> {
  const pixelsOf = (photo: Buffer): Promise<Buffer> => sharp(photo).raw().toBuffer()
  try {
    const { exif } = await readPhotoFacts(copy)
    return (
      exif.has('DateTimeOriginal') &&
      [...facts.exif].every(([tag, value]) => exif.get(tag) === value) &&
      [...exif.keys()].every((tag) => facts.exif.has(tag) || datesOnly.has(tag)) &&
      (await pixelsOf(bytes)).equals(await pixelsOf(copy))
    )
  } catch {
    return false
  }
}

/** What a reduced copy lost or changed that it should not have. */
function differences(original: PhotoFacts, copy: PhotoFacts): string[] {
  const said: string[] = []
  const pixels = copy.width * copy.height
  if (pixels > mostPixels) said.push(`${copy.width} x ${copy.height} is above 16 megapixels`)
  if (pixels < fewestReducedPixels) said.push(`${copy.width} x ${copy.height} is too small`)
  const apart = distance(original.tiny, copy.tiny)
  if (apart > mostDistance) said.push(`not the same picture upright (${apart.toFixed(1)} apart)`)
  for (const [name, value] of original.exif)
    if (copy.exif.get(name) !== value)
      said.push(`${name} is ${copy.exif.get(name) ?? 'gone'} instead of ${value}`)
  for (const name of copy.exif.keys())
    if (!original.exif.has(name)) said.push(`${name} was not in the original`)
  return said
}

// File systems differ in how they compose accents (APFS keeps either form, HFS+ took them apart).
const nameOf = (path: string): string => (path.split(/[\\/]/).at(-1) ?? path).normalize('NFC')

const isNamed = (item: LibraryItem, name: string): boolean =>
  item.filename.normalize('NFC') === name

/** The last line of the check. */
export const verdict = ({ found, inLibrary, twice, missing }: Comparison): string =>
  `demo: ${found} found, ${inLibrary} in the library, ${twice} twice, ${missing} missing`
