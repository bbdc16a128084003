// Behaviour of the last look at a finished copy: it has its sides, stands upright, and tells the time and the place of
// its original, in whatever byte order.
import { describe, expect, it } from 'vitest'
import { lostTags, type ReadPhoto } from '../../../src/main/engine/images/copy-check.ts'
import { imageResource } from '../../../src/main/engine/images/jpeg-segments.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead, type PictureHead } from '../../../src/main/engine/media/head.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

const sides = { width: 40, height: 30 }
const shotAt = Date.UTC(2024, 4, 1)

/** Three rationals: degrees, minutes and seconds. */
function degrees(order: 'II' | 'MM', ...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8)
  values.forEach((value, index) => {
    const write = order === 'II' ? bytes.writeUInt32LE.bind(bytes) : bytes.writeUInt32BE.bind(bytes)
    write(value, index * 8)
    write(1, index * 8 + 4)
  })
  return bytes
}

/** The place of a photo: north, and how far. */
const place = (order: 'II' | 'MM', north = 47, reference = 'N'): Field[] => [
  { tag: 1, text: reference },
  { tag: 2, type: 5, count: 3, raw: degrees(order, north, 30, 1) },
]

function photo(gps: Field[] | null, head: Partial<PictureHead> = {}, order: 'II' | 'MM' = 'II') {
  const block = tiff(order, [gps === null ? [] : [{ tag: 0x8825, to: [gps] }]])
  return {
    source: memorySource(Buffer.concat([Buffer.alloc(6), block])),
    head: { ...unknownHead, ...sides, takenAt: shotAt, exifAt: 6, ...head },
    // A container without metadata of its own.
    format: 'bmp' as const,
  }
}

const lost = (original: ReadPhoto, copy: ReadPhoto, isConverted = false): Promise<string[]> =>
  lostTags(original, copy, { sides, isConverted })
const judge = async (original: ReadPhoto, copy: ReadPhoto): Promise<boolean> =>
  (await lost(original, copy)).length === 0

describe('a copy', () => {
  it('that tells all that its original told is faithful', async () => {
    expect(await judge(photo(place('II')), photo(place('II')))).toBe(true)
    expect(await judge(photo(null), photo(null))).toBe(true)
  })

  it('may be written in the other byte order', async () => {
    expect(await judge(photo(place('II')), photo(place('MM'), {}, 'MM'))).toBe(true)
    expect(await judge(photo(place('MM'), {}, 'MM'), photo(place('II')))).toBe(true)
  })

  it('may tell more than its original', async () => {
    expect(await judge(photo(null), photo(place('II')))).toBe(true)
  })

  it.each([
    [{ width: 41 }],
    [{ height: 31 }],
    [{ width: 30, height: 40 }],
    [{ width: null }],
    [{ orientation: 6 }],
    [{ takenAt: shotAt + 1 }],
    [{ takenAt: null }],
  ])('with %j is not', async (head) => {
    expect(await judge(photo(place('II')), photo(place('II'), head))).toBe(false)
  })

  it.each([
    ['lies elsewhere', place('II', 48)],
    ['lies on the other half of the world', place('II', 47, 'S')],
    ['lost a part of its place', place('II').slice(0, 1)],
    ['lost its place', null],
  ])('that %s is not', async (_, gps) => {
    expect(await judge(photo(place('II')), photo(gps))).toBe(false)
  })

  it('without any EXIF has lost the place', async () => {
    expect(await judge(photo(place('II')), photo(null, { exifAt: null }))).toBe(false)
    expect(await judge(photo(null, { exifAt: null }), photo(null, { exifAt: null }))).toBe(true)
  })

  it('may have a shorter end of a text, and signed words', async () => {
    const text = (value: string): Field[] => [{ tag: 29, text: value }]
    expect(await judge(photo(text('2024:05:01\0\0\0\0')), photo(text('2024:05:01')))).toBe(true)
    expect(await judge(photo(text('2024:05:01')), photo(text('2024:05:02')))).toBe(false)
    const signed = (order: 'II' | 'MM', value: number): Field[] => [
      { tag: 2, type: 10, count: 1, raw: degrees(order, value) },
    ]
    expect(await judge(photo(signed('II', 5)), photo(signed('MM', 5), {}, 'MM'))).toBe(true)
    expect(await judge(photo(signed('II', 5)), photo(signed('II', 6)))).toBe(false)
  })

  it('is held to what can be read of a damaged place', async () => {
    const damaged = { ...photo(place('II')), source: memorySource(Buffer.from('no TIFF at all')) }
    expect(await judge(damaged, photo(place('II')))).toBe(true)
    expect(await judge(photo(place('II')), damaged)).toBe(false)
  })

  it('on a disk that fails is not judged', async () => {
    const source = { sizeBytes: 9, read: () => Promise.reject(new Error('the disk is gone')) }
    const copy = { ...photo(place('II')), source }
    await expect(judge(photo(place('II')), copy)).rejects.toThrow('the disk is gone')
  })
})

describe('the tags that a copy would lose', () => {
  /** A photo with these directories; XMP and more come in segments. */
  const withExif = (main: Field[], inner: Field[] = [], head: Partial<PictureHead> = {}) => {
    const block = tiff('II', [[...main, { tag: 0x8769, to: [inner] }]])
    return {
      source: memorySource(block),
      head: { ...unknownHead, ...sides, takenAt: shotAt, exifAt: 0, ...head },
      format: 'bmp' as ReadPhoto['format'],
    }
  }
  const segment = (marker: number, body: Buffer | string): Buffer => {
    const bytes = Buffer.from(body as string, 'latin1')
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(bytes.length + 2, 2)
    return Buffer.concat([head, bytes])
  }
  const jpeg = (parts: Buffer[], head: Partial<PictureHead> = {}) => ({
    source: memorySource(Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, segment(0xda, '\0')])),
    head: { ...unknownHead, ...sides, takenAt: shotAt, ...head },
    format: 'jpeg' as ReadPhoto['format'],
  })
  const xmp = (properties: string): Buffer =>
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<rdf:Description ${properties}/>`)

  it('are called by their names', async () => {
    const full = withExif([{ tag: 0x010e, text: 'boats' }], [{ tag: 0x9286, text: 'a comment' }])
    expect(await lost(full, withExif([]))).toEqual(['EXIF ImageDescription', 'EXIF UserComment'])
    expect(await lost(full, full)).toEqual([])
    const changed = withExif([{ tag: 0x010e, text: 'ships' }], [{ tag: 0x9286, text: 'a comment' }])
    expect(await lost(full, changed)).toEqual(['EXIF ImageDescription'])
    expect(await lost(photo(place('II')), photo(null))).toEqual([
      'GPS GPSLatitudeRef',
      'GPS GPSLatitude',
    ])
  })

  it('begin with the time, and name a copy that is not upright by what turns it', async () => {
    const full = withExif([{ tag: 0x010e, text: 'boats' }])
    expect(await lost(full, withExif([], [], { takenAt: null }))).toEqual([
      'EXIF DateTimeOriginal',
      'EXIF ImageDescription',
    ])
    const lying = withExif([], [], { orientation: 3 })
    expect(await lost(full, lying)).toEqual(['EXIF Orientation'])
  })

  it('are not those that would be wrong on it', async () => {
    const numbers = (...values: number[]): ReadPhoto =>
      withExif(
        [0x0100, 0x0101, 0x0112].map((tag, at) => ({ tag, values: [values[at] ?? 0] })),
        [0xa002, 0xa003, 0x9214, 0xa214].map((tag, at) => ({ tag, values: [values[at] ?? 0] })),
      )
    expect(await lost(numbers(80, 60, 1, 80), numbers(40, 30, 1, 40))).toEqual([])
    // But they are there.
    expect(await lost(numbers(80, 60, 1, 80), withExif([]))).toEqual([
      ...['EXIF ImageWidth', 'EXIF ImageLength', 'EXIF PixelXDimension', 'EXIF PixelYDimension'],
      ...['EXIF SubjectArea', 'EXIF SubjectLocation'],
    ])
  })

  it('are maker’s notes also where they lie elsewhere, since they count from there', async () => {
    const notes: Field = { tag: 0x927c, raw: Buffer.from('the notes of a maker') }
    const before = withExif([], [notes])
    expect(await lost(before, withExif([], [notes]))).toEqual([])
    expect(await lost(before, withExif([{ tag: 0x010f, text: 'Maker' }], [notes]))).toEqual([
      'EXIF MakerNote',
    ])
  })

  it('are a TIFF’s only where they tell more than how its pixels lie', async () => {
    const numbers = [
      ...[0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x010a, 0x0111, 0x0115],
      ...[0x0116, 0x0117, 0x0118, 0x0119, 0x011c, 0x011e, 0x011f, 0x0120, 0x0121, 0x0129, 0x013d],
      ...[0x0140, 0x0142, 0x0143, 0x0144, 0x0145, 0x014a, 0x0152, 0x0153, 0x0154, 0x0155, 0x015b],
      ...[0x0200, 0x0201, 0x0202, 0x0203, 0x0205, 0x0206, 0x0207, 0x0208, 0x0209, 0x0211, 0x0212],
      ...[0x0213, 0x0214, 0x014c, 0x014d, 0x014e, 0x0150],
    ]
    const structure = numbers.map((tag) => ({ tag, values: [1] }))
    const layers: Field = { tag: 0x935c, raw: Buffer.from('layers of an image program') }
    const before = { ...withExif([...structure, layers]), format: 'tiff' as const }
    expect(await lost(before, withExif([]))).toEqual(['EXIF ImageSourceData'])
    // Their neighbours say something of the photo.
    const about = [0x0108, 0x010d, 0x011d, 0x012d, 0x013e, 0x013f, 0x0141, 0x0151, 0x0156, 0x0204]
    const telling = withExif(about.map((tag) => ({ tag, values: [1] })))
    expect(await lost({ ...telling, format: 'tiff' }, withExif([]))).toHaveLength(about.length)
    // In the EXIF of another container they are carried like all others.
    expect(await lost(withExif(structure.slice(0, 2)), withExif([]))).toEqual([
      'EXIF 0x00fe',
      'EXIF 0x00ff',
    ])
  })

  it('are a profile while the colours are its own', async () => {
    const before = jpeg([segment(0xe2, 'ICC_PROFILE\0\x01\x01a profile')])
    const other = jpeg([segment(0xe2, 'ICC_PROFILE\0\x01\x01another')])
    expect(await lost(before, before)).toEqual([])
    expect(await lost(before, jpeg([]))).toEqual(['ICC profile'])
    expect(await lost(before, other)).toEqual(['ICC profile'])
    expect(await lost(before, jpeg([]), true)).toEqual([])
  })

  it('are of XMP those that change, but not a second telling of the turn', async () => {
    const full = jpeg([xmp('dc:title="boats" xmp:Rating="4"')])
    expect(await lost(full, jpeg([xmp('xmp:Rating="4"')]))).toEqual(['XMP dc:title'])
    expect(await lost(full, jpeg([xmp('dc:title="boats" xmp:Rating="3"')]))).toEqual([
      'XMP xmp:Rating',
    ])
    const turn = (value: number) => xmp(`tiff:Orientation="${value}"`)
    const name = ['XMP tiff:Orientation']
    expect(await lost(jpeg([turn(6)], { orientation: 6 }), jpeg([turn(1)]))).toEqual([])
    expect(await lost(jpeg([turn(6)], { orientation: 6 }), jpeg([]))).toEqual([])
    expect(await lost(jpeg([turn(6)], { orientation: 6 }), jpeg([turn(6)]))).toEqual(name)
    expect(await lost(jpeg([turn(6)]), jpeg([turn(1)]))).toEqual(name)
    expect(await lost(jpeg([turn(6)]), jpeg([turn(6)]))).toEqual([])
  })

  it('are faces where the picture was turned, by whatever says so', async () => {
    const regions = ['mwg-rs:Name="Ann"', 'MPReg:Rectangle="0,0,1,1"', 'Iptc4xmpExt:rbX="0.5"']
    for (const region of regions) {
      const faces = jpeg([xmp(region)])
      const name = [`XMP ${region.split('=')[0] ?? ''}`]
      expect(await lost(faces, faces)).toEqual([])
      expect(await lost(jpeg([xmp(region)], { orientation: 6 }), faces)).toEqual(name)
      // A HEIC is turned by a property of its own and tells it again in its EXIF.
      const exif = tiff('II', [[{ tag: 0x0112, values: [6] }]]).toString('latin1')
      const turned = jpeg([segment(0xe1, `Exif\0\0${exif}`), xmp(region)], { exifAt: 2 + 4 + 6 })
      expect(await lost(turned, faces)).toContain(name[0])
    }
  })

  it('are keywords, image resources and comments, however many segments they are in', async () => {
    const set = (number: number, words: string) =>
      Buffer.concat([Buffer.from([0x1c, 2, number, 0, words.length]), Buffer.from(words, 'latin1')])
    const iptc = Buffer.concat([set(25, 'boats'), set(25, 'harbour'), set(120, 'In Nagasaki')])
    const resources = Buffer.concat([
      imageResource(1058, Buffer.from('EXIF')),
      imageResource(1036, Buffer.from('a small picture')),
      imageResource(1028, iptc),
    ])
    const name = Buffer.from('Photoshop 3.0\0')
    const whole = jpeg([segment(0xed, Buffer.concat([name, resources])), segment(0xfe, 'words')])
    const spread = jpeg([
      segment(0xed, Buffer.concat([name, resources.subarray(0, 31)])),
      segment(0xed, Buffer.concat([name, resources.subarray(31)])),
      segment(0xfe, 'words'),
    ])
    expect(await lost(whole, spread)).toEqual([])
    expect(await lost(spread, whole)).toEqual([])
    expect(await lost(spread, jpeg([]))).toEqual([
      ...['Photoshop 1058', 'IPTC Keywords', 'IPTC Caption-Abstract', 'JPEG comment'],
    ])
    const one = imageResource(1028, Buffer.concat([set(25, 'boats'), set(120, 'In Nagasaki')]))
    expect(await lost(whole, jpeg([segment(0xed, Buffer.concat([name, one]))]))).toEqual([
      ...['Photoshop 1058', 'IPTC Keywords', 'JPEG comment'],
    ])
  })

  it('are what makers put into segments, but not what tells of this file alone', async () => {
    const makers = [segment(0xe6, 'GoPro\0telemetry'), segment(0xe1, 'FLIR\0heat')]
    expect(await lost(jpeg(makers), jpeg(makers))).toEqual([])
    expect(await lost(jpeg(makers), jpeg([]))).toEqual(['JPEG APP6 GoPro', 'JPEG APP1 FLIR'])
    const own = [
      ...[segment(0xe0, 'JFXX\0thumbnail'), segment(0xe2, 'MPF\0previews')],
      ...[segment(0xe8, 'SPIFF\0'), segment(0xeb, 'JP\0\0c2pa'), segment(0xee, 'Adobe\0')],
    ]
    expect(await lost(jpeg(own), jpeg([]))).toEqual([])
    expect(await lost(jpeg([segment(0xeb, 'HDR_RI ver=11')]), jpeg([]))).toEqual([
      'JPEG APP11 HDR_RI ver=11',
    ])
  })

  it('are a resolution and the words of a PNG', async () => {
    const density = (across: number): Buffer => {
      const body = Buffer.from('JFIF\0\x01\x02\x01\0\0\0\0\0\0', 'latin1')
      body.writeUInt16BE(across, 8)
      body.writeUInt16BE(300, 10)
      return segment(0xe0, body)
    }
    expect(await lost(jpeg([density(300)]), jpeg([density(300)]))).toEqual([])
    expect(await lost(jpeg([density(300)]), jpeg([density(72)]))).toEqual(['File resolution'])
    expect(await lost(jpeg([density(300)]), jpeg([]))).toEqual(['File resolution'])
    expect(await lost(jpeg([], { looseText: 'Author' }), jpeg([]))).toEqual(['PNG Author'])
  })
})
