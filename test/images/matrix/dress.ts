// Writes the metadata of one picture of the matrix with exiftool, into a file of its own beside the base.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { exiftool, vips } from '../tools.ts'
import { carrierOf, type Maker } from './maker-notes.ts'
import { masters, once } from './masters.ts'
import type { Block, Recipe } from './plan.ts'

const exif = [
  '-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12',
  '-ExifIFD:CreateDate=2024:05:01 10:11:12',
  '-IFD0:ModifyDate=2024:05:02 08:00:00',
  '-ExifIFD:SubSecTimeOriginal=347',
  '-ExifIFD:OffsetTimeOriginal=+09:00',
  '-IFD0:Make=Nikon Corporation',
  '-IFD0:Model=NIKON Z 7',
  '-ExifIFD:LensModel=NIKKOR Z 24-70mm f/4 S',
  '-ExifIFD:ExposureTime=0.004',
  '-ExifIFD:FNumber=5.6',
  '-ExifIFD:ISO=200',
  '-ExifIFD:FocalLength=35',
  '-ExifIFD:UserComment=Kommentar mit Umlaut: ä',
  '-ExifIFD:ImageUniqueID=0123456789abcdef0123456789abcdef',
  '-IFD0:Copyright=(c) 2024 someone',
  '-IFD0:Artist=Someone',
  '-IFD0:ImageDescription=Boats in the harbour',
  '-IFD0:XPTitle=Boats',
]
const gps = [
  '-GPS:GPSLatitude=32.7503',
  '-GPS:GPSLatitudeRef=N',
  '-GPS:GPSLongitude=129.8777',
  '-GPS:GPSLongitudeRef=E',
  '-GPS:GPSAltitude=12.5',
  '-GPS:GPSAltitudeRef=0',
  '-GPS:GPSDateStamp=2024:05:01',
  '-GPS:GPSTimeStamp=01:11:12',
  '-GPS:GPSImgDirection=271.5',
  '-GPS:GPSImgDirectionRef=T',
]
const xmp = [
  '-XMP-xmp:Rating=4',
  '-XMP-dc:Title=Boats',
  '-XMP-dc:Description=Boats in the harbour — 港',
  '-XMP-dc:Subject=harbour',
  '-XMP-dc:Subject=boats',
  '-XMP-photoshop:City=Nagasaki',
  '-XMP-lr:HierarchicalSubject=places|harbour',
]
const iptc = [
  '-IPTC:CodedCharacterSet=UTF8',
  '-IPTC:Keywords=harbour',
  '-IPTC:Keywords=boats',
  '-IPTC:Caption-Abstract=Boats in the harbour — 港',
  '-IPTC:CopyrightNotice=(c) 2024 someone',
  '-IPTC:City=Nagasaki',
]
const photoshop = ['-Photoshop:CopyrightFlag=1', '-Photoshop:URL=http://127.0.0.1/boats']
const face = [
  '{AppliedToDimensions={W=5000,H=3400,Unit=pixel},',
  'RegionList=[{Area={X=0.25,Y=0.25,W=0.1,H=0.1,Unit=normalized},Name=Somebody,Type=Face}]}',
].join('')
const regions = [`-XMP-mwg-rs:RegionInfo=${face}`]
/** More than one segment of 64 kB, in words of which no two are alike. */
const manyWords = (): string =>
  Array.from({ length: 8_000 }, (_, index) => `word ${index}`).join(' ')
const longIptc = Array.from(
  { length: 1_400 },
  (_, index) => `-IPTC:Keywords=${`keyword ${index} `.padEnd(60, 'of the harbour ').trim()}`,
)

/** Makes the picture of a recipe at this path. */
export async function dress(recipe: Recipe, path: string): Promise<void> {
  const { base, block, orientation } = recipe
  const from = await base.path()
  const args = [...(await argumentsFor(recipe)), ...turn(orientation)]
  if (args.length === 0) {
    copyFileSync(from, path)
    return
  }
  // In place, since exiftool makes no WebP under a new name; and a file of arguments, since some are longer than a line.
  copyFileSync(from, path)
  const list = `${path}.args`
  writeFileSync(list, [...args, '-q', '-q', '-m', '-n', '-overwrite_original', path].join('\n'))
  await exiftool(['-@', list])
  if (block === 'none') return
  // A block that exiftool left out without a word would make the picture prove nothing. A resolution has its place
  // already, and a TIFF may become shorter when it is written anew.
  const [written, before] = [readFileSync(path), readFileSync(from)]
  const isLonger = written.length >= before.length + 20
  const isShorterPossible = block === 'resolution' || base.container === 'tiff'
  const isWritten = isShorterPossible ? !written.equals(before) : isLonger
  if (!isWritten) throw new Error(`exiftool wrote nothing into ${recipe.name}`)
  if (written.length < before.length / 2) throw new Error(`exiftool lost ${recipe.name}`)
}

const turn = (orientation: number): string[] =>
  orientation === 1 ? [] : [`-IFD0:Orientation=${orientation}`]

async function argumentsFor({ block, base }: Recipe): Promise<readonly string[]> {
  switch (block) {
    case 'none':
      return []
    case 'exif':
      return exif
    case 'gps':
      return [...exif.slice(0, 2), ...gps]
    case 'maker notes of Canon':
      return notes('Canon')
    case 'maker notes of Nikon':
      return notes('Nikon')
    case 'maker notes of Apple':
      return notes('Apple')
    case 'xmp':
      return xmp
    case 'extended xmp':
      return [...xmp.slice(0, 2), `-XMP-dc:Description=${manyWords()}`]
    case 'regions':
      return [...xmp, ...regions]
    case 'iptc':
      return iptc
    case 'long iptc':
      return [...iptc.slice(0, 1), ...longIptc]
    case 'photoshop':
      return [...photoshop, ...iptc]
    case 'resolution':
      return resolution(base.container)
    case 'comment':
      return ['-Comment=a comment on the boats']
    case 'png text':
      return ['-PNG:Title=Boats', '-PNG:Author=Somebody', '-PNG:Comment=a comment on the boats']
    case 'thumbnail':
      return [...exif, `-ThumbnailImage<=${await thumbnail()}`]
    case 'everything':
      return everything(base.container)
  }
}

function resolution(container: Recipe['base']['container']): string[] {
  const own: Partial<Record<typeof container, string[]>> = {
    jpeg: ['-JFIF:XResolution=300', '-JFIF:YResolution=300', '-JFIF:ResolutionUnit=1'],
    png: [
      '-PNG-pHYs:PixelsPerUnitX=11811',
      '-PNG-pHYs:PixelsPerUnitY=11811',
      '-PNG-pHYs:PixelUnits=1',
    ],
  }
  const exifs = ['-IFD0:XResolution=300', '-IFD0:YResolution=300', '-IFD0:ResolutionUnit=2']
  return own[container] ?? [...exifs, '-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12']
}

function everything(container: Recipe['base']['container']): string[] {
  const all = [...exif, ...gps, ...xmp, ...resolution(container)]
  if (container === 'png') return all
  return [...all, ...iptc, ...(container === 'jpeg' ? [...photoshop, '-Comment=boats'] : [])]
}

/** Copied as one block from a picture that has them. */
async function notes(maker: Maker): Promise<string[]> {
  const carrier = await once(`carrier-${maker}.jpg`, async (path) => {
    writeFileSync(path, carrierOf(maker, readFileSync(await thumbnail())))
  })
  return [
    ...['-TagsFromFile', carrier, '-IFD0:Make', '-IFD0:Model', '-MakerNotes'],
    ...exif.slice(0, 5),
  ]
}

const thumbnail = (): Promise<string> =>
  once('thumbnail.jpg', async (path) => {
    await vips(['thumbnail', await masters.rgb(), `${path}[strip]`, '160'])
  })

/** Blocks that a person writes or a camera always adds; a plain picture with one of them is reduced. */
export const ordinaryBlocks: readonly Block[] = ['none', 'exif', 'gps', 'xmp', 'resolution']
