// What a photo tells about itself survives its reduction, as exiftool sees it.
import { readFileSync, rmSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences } from './faithful.ts'
import { adobeRgbProfile } from './icc-profile.ts'
import { encodeHeif, exiftool, readTags, writeTags } from './tools.ts'
import { openWorkshop, photo, type Workshop } from './workshop.ts'

/** Everything that issue 4 names, in the groups where cameras and photo programs write it. */
const everything = [
  '-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12',
  '-ExifIFD:CreateDate=2024:05:01 10:11:12',
  '-IFD0:ModifyDate=2024:05:02 08:00:00',
  '-ExifIFD:SubSecTimeOriginal=347',
  '-ExifIFD:OffsetTimeOriginal=+09:00',
  '-GPS:GPSLatitude=32.7503',
  '-GPS:GPSLatitudeRef=N',
  '-GPS:GPSLongitude=129.8777',
  '-GPS:GPSLongitudeRef=E',
  '-GPS:GPSAltitude=12.5',
  '-GPS:GPSAltitudeRef=0',
  '-IFD0:Make=Nikon Corporation',
  '-IFD0:Model=NIKON Z 7',
  '-ExifIFD:LensModel=NIKKOR Z 24-70mm f/4 S',
  '-ExifIFD:ExposureTime=0.004',
  '-ExifIFD:FNumber=5.6',
  '-ExifIFD:ISO=200',
  '-ExifIFD:FocalLength=35',
  '-ExifIFD:UserComment=Kommentar mit Umlaut: ä',
  '-ExifIFD:ExifImageWidth=6000',
  '-ExifIFD:ExifImageHeight=4000',
  '-IFD0:Copyright=(c) 2024 someone',
  '-IFD0:Artist=Someone',
  '-XMP-xmp:Rating=4',
  '-XMP-dc:Description=Boats in the harbour — 港',
  '-XMP-dc:Subject=harbour',
  '-XMP-dc:Subject=boats',
  '-IPTC:CodedCharacterSet=UTF8',
  '-IPTC:Keywords=harbour',
  '-IPTC:Keywords=boats',
  '-IPTC:Caption-Abstract=Boats in the harbour — 港',
  '-IPTC:CopyrightNotice=(c) 2024 someone',
]
const exifAndXmp = everything.filter((tag) => !tag.startsWith('-IPTC:'))

let workshop: Workshop
beforeAll(() => {
  workshop = openWorkshop()
})
afterAll(() => workshop.close())

const faults = async (original: string, copy: string): Promise<string[]> => {
  const [before, after] = await readTags([original, copy])
  return differences(before ?? {}, after ?? {})
}

describe('a JPEG above 16 MP', () => {
  test('keeps every named tag', async () => {
    const path = workshop.path('all.jpg')
    await photo(6000, 4000).jpeg({ quality: 92 }).toFile(path)
    await writeTags(path, everything)
    const copy = await workshop.reduce(path)
    expect(await faults(path, copy)).toEqual([])
    const [tags = {}] = await readTags([copy])
    expect(tags).toMatchObject({
      'ExifIFD:DateTimeOriginal': '2024:05:01 10:11:12',
      'ExifIFD:SubSecTimeOriginal': 347,
      'ExifIFD:OffsetTimeOriginal': '+09:00',
      'GPS:GPSAltitude': 12.5,
      'ExifIFD:LensModel': 'NIKKOR Z 24-70mm f/4 S',
      'XMP-xmp:Rating': 4,
      'XMP-dc:Description': 'Boats in the harbour — 港',
      'IPTC:Keywords': ['harbour', 'boats'],
      'IPTC:Caption-Abstract': 'Boats in the harbour — 港',
      'ExifIFD:ExifImageWidth': 4898,
      'ExifIFD:ExifImageHeight': 3265,
    })
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'with orientation %i comes out upright',
    async (orientation) => {
      const path = workshop.path(`orientation-${orientation}.jpg`)
      await writeLying(path, orientation)
      await writeTags(path, [
        `-IFD0:Orientation=${orientation}`,
        `-XMP-tiff:Orientation=${orientation}`,
      ])
      const copy = await workshop.reduce(path)
      expect(await faults(path, copy)).toEqual([])
      const [tags = {}] = await readTags([copy])
      expect(tags).toMatchObject({ 'IFD0:Orientation': 1, 'XMP-tiff:Orientation': 1 })
      const { data, info } = await sharp(copy).raw().toBuffer({ resolveWithObject: true })
      expect(info.width).toBeGreaterThan(info.height)
      expect(cornersOf(data, info.width, info.height)).toEqual(['red', 'green', 'blue', 'white'])
    },
  )

  test('carries no stale thumbnail, neither in EXIF nor in Photoshop resources', async () => {
    const path = workshop.path('thumbnail.jpg')
    await photo(6000, 4000).jpeg({ quality: 92 }).toFile(path)
    const thumbnail = workshop.path('thumbnail-small.jpg')
    await photo(160, 120).jpeg().toFile(thumbnail)
    await writeTags(path, [...everything, `-ThumbnailImage<=${thumbnail}`])
    await writeTags(path, [`-Photoshop:PhotoshopThumbnail<=${thumbnail}`])
    const [before = {}] = await readTags([path])
    expect(before).toHaveProperty(['IFD1:ThumbnailLength'])
    expect(before).toHaveProperty(['Photoshop:PhotoshopThumbnail'])
    const copy = await workshop.reduce(path)
    const [after = {}] = await readTags([copy])
    expect(after).not.toHaveProperty(['IFD1:ThumbnailLength'])
    expect(after).not.toHaveProperty(['Photoshop:PhotoshopThumbnail'])
    expect(await faults(path, copy)).toEqual([])
  })

  test.each([
    ['Display P3', 'p3'],
    ['Adobe RGB', 'adobe'],
  ])('keeps its profile and its pixel values: %s', async (_, profile) => {
    const path = workshop.path(`profile-${profile}.jpg`)
    const plain = sharp({
      create: { width: 6000, height: 4000, channels: 3, background: '#ff8000' },
    })
    const source = workshop.path('plain.jpg')
    await plain.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toFile(source)
    const icc = workshop.path('profile.icc')
    if (profile === 'adobe') workshop.write('profile.icc', adobeRgbProfile())
    else {
      const p3 = sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      const { icc: bytes } = await sharp(await p3.withIccProfile('p3').jpeg().toBuffer()).metadata()
      workshop.write('profile.icc', bytes ?? Buffer.alloc(0))
    }
    await exiftool(['-q', '-o', path, `-ICC_Profile<=${icc}`, source])
    const copy = await workshop.reduce(path)
    expect(await faults(path, copy)).toEqual([])
    const [original, reduced] = [path, copy].map((file) => sharp(file, { ignoreIcc: true }))
    expect((await reduced?.metadata())?.icc).toEqual((await original?.metadata())?.icc)
    const [red, green, blue] = (await reduced?.raw().toBuffer()) ?? []
    expect(Math.abs((red ?? 0) - 255)).toBeLessThanOrEqual(2)
    expect(Math.abs((green ?? 0) - 128)).toBeLessThanOrEqual(2)
    expect(blue).toBeLessThanOrEqual(2)
  })

  test('gives the same bytes every time, whatever the number of workers did before', async () => {
    const path = workshop.path('twice.jpg')
    await photo(6000, 4000).jpeg({ quality: 92 }).toFile(path)
    await writeTags(path, everything)
    const first = readFileSync(await workshop.reduce(path))
    const other = openWorkshop({ slots: 1 })
    try {
      expect(readFileSync(await other.reduce(path)).equals(first)).toBe(true)
    } finally {
      await other.close()
    }
    rmSync(path)
  })

  test('keeps comments and XMP that spans several segments', async () => {
    const path = workshop.path('long.jpg')
    await photo(6000, 4000).jpeg({ quality: 92 }).toFile(path)
    // More than 64 kB of XMP, which exiftool splits into a main and an extended packet.
    const text = Array.from({ length: 10_000 }, (_, i) => `word ${i}`).join(' ')
    workshop.write('long.txt', Buffer.from(text))
    await writeTags(path, [
      `-XMP-dc:Description<=${workshop.path('long.txt')}`,
      '-Comment=a comment',
    ])
    const copy = await workshop.reduce(path)
    expect(await faults(path, copy)).toEqual([])
    const [tags = {}] = await readTags([copy])
    expect(tags['File:Comment']).toBe('a comment')
    expect(tags['XMP-dc:Description']).toBe(text)
  })
})

describe('other formats above 16 MP', () => {
  const expectKept = async (path: string, mimeType: string): Promise<void> => {
    const copy = await workshop.reduce(path)
    expect(await faults(path, copy)).toEqual([])
    const [tags = {}] = await readTags([copy])
    expect(tags['File:MIMEType']).toBe(mimeType)
    expect(tags['ExifIFD:DateTimeOriginal']).toBe('2024:05:01 10:11:12')
    expect(tags['GPS:GPSAltitude']).toBe(12.5)
    expect(tags['XMP-xmp:Rating']).toBe(4)
  }

  test('a PNG without transparency becomes a JPEG', async () => {
    const path = workshop.path('opaque.png')
    await photo(5000, 4000).png({ compressionLevel: 1 }).toFile(path)
    await writeTags(path, exifAndXmp)
    await expectKept(path, 'image/jpeg')
  })

  test('a PNG with transparency stays a PNG', async () => {
    const path = workshop.path('clear.png')
    await photo(5000, 4000).ensureAlpha(0.5).png({ compressionLevel: 1 }).toFile(path)
    await writeTags(path, exifAndXmp)
    await expectKept(path, 'image/png')
    const { channels, hasAlpha } = await sharp(await workshop.reduce(path)).metadata()
    expect({ channels, hasAlpha }).toEqual({ channels: 4, hasAlpha: true })
  })

  test('a WebP without transparency becomes a JPEG', async () => {
    const path = workshop.path('opaque.webp')
    await photo(5000, 4000).webp({ quality: 98, effort: 0 }).toFile(path)
    await writeTags(path, exifAndXmp)
    await expectKept(path, 'image/jpeg')
  })

  test('a WebP with transparency stays a WebP', async () => {
    const path = workshop.path('clear.webp')
    await photo(5000, 4000).ensureAlpha(0.5).webp({ quality: 98, effort: 0 }).toFile(path)
    await writeTags(path, exifAndXmp)
    await expectKept(path, 'image/webp')
  })

  test.each([
    ['with 8 bits', 8],
    ['with 16 bits', 16],
  ])('a TIFF %s becomes a JPEG', async (_, bits) => {
    const path = workshop.path(`scan-${bits}.tif`)
    const picture = bits === 16 ? photo(5000, 4000).toColourspace('rgb16') : photo(5000, 4000)
    await picture.tiff({ compression: 'lzw' }).toFile(path)
    await writeTags(path, everything)
    await expectKept(path, 'image/jpeg')
    const [tags = {}] = await readTags([await workshop.reduce(path)])
    expect(tags['IPTC:Keywords']).toEqual(['harbour', 'boats'])
  })

  test('an AVIF becomes a JPEG', async () => {
    const path = workshop.path('photo.avif')
    await photo(5000, 4000).avif({ quality: 95, effort: 0 }).toFile(path)
    await writeTags(path, exifAndXmp)
    await expectKept(path, 'image/jpeg')
  })

  test('a HEIC becomes a JPEG', async () => {
    const source = workshop.path('for-heic.jpg')
    await photo(5000, 4000).jpeg({ quality: 95 }).toFile(source)
    const path = workshop.path('photo.heic')
    await encodeHeif(source, path, ['-q', '92', '-p', 'preset=ultrafast'])
    await writeTags(path, exifAndXmp)
    await expectKept(path, 'image/jpeg')
  })

  test('a grey JPEG stays grey, as its profile says', async () => {
    const path = workshop.path('grey.jpg')
    await photo(6000, 4000).toColourspace('b-w').jpeg({ quality: 92 }).toFile(path)
    expect((await sharp(path).metadata()).channels).toBe(1)
    expect((await sharp(await workshop.reduce(path)).metadata()).channels).toBe(1)
  })

  test('a CMYK JPEG becomes sRGB and loses the profile that no longer fits', async () => {
    const path = workshop.path('cmyk.jpg')
    await photo(5000, 4000)
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg({ quality: 95 })
      .toFile(path)
    await writeTags(path, everything)
    const copy = await workshop.reduce(path)
    const { space, icc } = await sharp(copy).metadata()
    expect({ space, icc }).toEqual({ space: 'srgb', icc: undefined })
    const [before, after] = await Promise.all([meanColour(path), meanColour(copy)])
    for (const channel of [0, 1, 2]) {
      expect(Math.abs((before[channel] ?? 0) - (after[channel] ?? 0))).toBeLessThan(4)
    }
  })
})

/** Writes four coloured quarters so that only this orientation shows them in order. */
async function writeLying(path: string, orientation: number): Promise<void> {
  const quarter = (background: string) => ({
    create: { width: 2600, height: 1800, channels: 3 as const, background },
  })
  const at = (background: string, left: number, top: number) => ({
    input: quarter(background),
    left,
    top,
  })
  const upright = await sharp({
    create: { width: 5200, height: 3600, channels: 3, background: '#f00' },
  })
    .composite([at('#0f0', 2600, 0), at('#00f', 0, 1800), at('#fff', 2600, 1800)])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: 5200, height: 3600, channels: 3 as const }
  // What undoes the turn that a viewer makes for this orientation (Exif 2.3, 4.6.4).
  const turns = [0, 0, 0, 180, 180, 90, 270, 270, 90]
  const mirrored = [2, 4, 5, 7]
  const turned = await sharp(upright.data, { raw })
    .rotate(turns[orientation] ?? 0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = turned.info
  await sharp(turned.data, { raw: { width, height, channels: 3 } })
    .flop(mirrored.includes(orientation))
    .jpeg({ quality: 90, optimiseCoding: false })
    .toFile(path)
}

function cornersOf(rgb: Buffer, width: number, height: number): string[] {
  const colour = (x: number, y: number): string => {
    const at = (y * width + x) * 3
    const [red, green, blue] = [0, 1, 2].map((channel) => (rgb[at + channel] ?? 0) > 128)
    if (red && green && blue) return 'white'
    return red ? 'red' : green ? 'green' : blue ? 'blue' : 'black'
  }
  const [right, bottom] = [width - 50, height - 50]
  return [colour(50, 50), colour(right, 50), colour(50, bottom), colour(right, bottom)]
}

async function meanColour(path: string): Promise<number[]> {
  const small = await sharp(path)
    .resize(64, 64, { fit: 'fill' })
    .toColourspace('srgb')
    .png()
    .toBuffer()
  return (await sharp(small).stats()).channels.map((channel) => channel.mean)
}
