// Behaviour of the making of a reduced copy: smaller, upright, with the metadata of its original, or not made at all.
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { imageResource } from '../../../src/main/engine/images/jpeg-segments.ts'
import type { ReduceJob } from '../../../src/main/engine/images/image-jobs.ts'
import { UndecodableError } from '../../../src/main/engine/images/picture.ts'
import { reduce } from '../../../src/main/engine/images/reduce.ts'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { sniff } from '../../../src/main/engine/media/media-types.ts'
import { readHead } from '../../../src/main/engine/media/read-head.ts'
import { withOddScans } from '../../builders/jpegs.ts'
import { tiff, type Field } from '../media/tiff-builder.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const noise = (width = 400, height = 300): Sharp =>
  sharp({
    create: {
      ...{ width, height, channels: 3, background: '#808080' },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
const facts = {
  IFD0: { Make: 'Shoebox' },
  IFD2: { DateTimeOriginal: '2019:08:07 06:05:04' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 30/1 0/1' },
}
const shotAt = Date.UTC(2019, 7, 7, 6, 5, 4)

/** Reduces these bytes to 10,000 pixels. */
async function reduceBytes(bytes: Buffer, job: Partial<ReduceJob> = {}) {
  const path = join(folder, 'photo')
  const output = join(folder, 'copy')
  await writeFile(path, bytes)
  const type = sniff(bytes, '')
  if (type === null) throw new Error('no photo')
  const { width, height } = await readHead(memorySource(bytes), type)
  const answer = await reduce({
    do: 'reduce',
    path,
    output,
    format: type.format,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sides: { width: width ?? 0, height: height ?? 0 },
    maxPixels: 10_000,
    ...job,
  })
  const names = await readdir(folder)
  return { answer, output, isWritten: names.includes('copy') }
}

describe('a reduced copy', () => {
  it('is upright, has the metadata of its original, and is what the answer says', async () => {
    const bytes = await noise()
      .withExif(facts)
      .withMetadata({ orientation: 6 })
      .withIccProfile('p3')
      .jpeg({ quality: 95 })
      .toBuffer()
    const { answer, output } = await reduceBytes(bytes)
    expect(answer).toMatchObject({
      outcome: 'made',
      width: 86,
      height: 115,
      mimeType: 'image/jpeg',
    })
    const copy = await readFile(output)
    expect(answer).toMatchObject({ sizeBytes: copy.length })
    const head = await readHead(memorySource(copy), jpegType)
    expect(head).toMatchObject({ width: 86, height: 115, orientation: 1, takenAt: shotAt })
    const before = await sharp(bytes).metadata()
    const after = await sharp(copy).metadata()
    expect(after.icc).toEqual(before.icc)
    expect(after.exif?.includes('Shoebox')).toBe(true)
  })

  it('carries a header of up to 8 MB', async () => {
    const comment = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0xff, 0xff]),
      Buffer.alloc(65_533, 'c'),
    ])
    const withComments = async (count: number) => {
      const jpeg = await noise().jpeg({ quality: 95 }).toBuffer()
      const comments = Array<Buffer>(count).fill(comment)
      return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)])
    }
    const most = Math.floor((8 * 1024 * 1024) / comment.length)
    const { answer, output } = await reduceBytes(await withComments(most - 1))
    expect(answer).toMatchObject({ outcome: 'made', width: 115 })
    expect((await stat(output)).size).toBeGreaterThan((most - 1) * comment.length)
    await expect(reduceBytes(await withComments(most + 1))).rejects.toThrow(UnreadableHeadError)
  })

  it('of a grey photo stays grey', async () => {
    const { answer, output } = await reduceBytes(
      await noise().toColourspace('b-w').jpeg().toBuffer(),
    )
    expect(answer.outcome).toBe('made')
    expect((await sharp(output).metadata()).channels).toBe(1)
  })

  it.each([
    ['png', (alpha: Sharp) => alpha.png(), 'image/png', 'png'],
    ['webp', (alpha: Sharp) => alpha.webp({ lossless: true }), 'image/webp', 'webp'],
  ] as const)('of a see-through %s stays one', async (_, encode, mimeType, format) => {
    const alpha = noise().ensureAlpha(0.5).withExif(facts)
    const { answer, output } = await reduceBytes(await encode(alpha).toBuffer())
    expect(answer).toMatchObject({ outcome: 'made', width: 115, height: 86, mimeType })
    const after = await sharp(output).metadata()
    expect(after).toMatchObject({ format, hasAlpha: true, width: 115, height: 86 })
    expect(after.exif?.includes('Shoebox')).toBe(true)
  })

  it('of an opaque PNG is a JPEG with its metadata', async () => {
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    const { answer, output } = await reduceBytes(
      await noise().withExif(facts).withXmp(xmp).png().toBuffer(),
    )
    expect(answer).toMatchObject({ outcome: 'made', mimeType: 'image/jpeg' })
    const copy = await readFile(output)
    const after = await sharp(copy).metadata()
    expect(after.exif?.includes('Shoebox')).toBe(true)
    expect(after.exif?.toString('latin1', 0, 8)).toMatch(/^Exif\0\0(II|MM)$/)
    expect(after.xmp?.toString()).toContain('x:xmpmeta')
    expect(await readHead(memorySource(copy), jpegType)).toMatchObject({ takenAt: shotAt })
  })

  it('of a PNG in large pieces costs no more looks than a header may', async () => {
    const png = await noise(900, 700).png({ compressionLevel: 0 }).toBuffer()
    const data: Buffer[] = []
    let at = 8
    while (png.toString('latin1', at + 4, at + 8) !== 'IEND') {
      const length = png.readUInt32BE(at)
      if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
        data.push(png.subarray(at + 8, at + 8 + length))
      at += 12 + length
    }
    const all = Buffer.concat(data)
    const pieces = Array.from({ length: Math.ceil(all.length / 20_000) }, (_, index) => {
      const body = Buffer.concat([
        Buffer.from('IDAT'),
        all.subarray(index * 20_000, (index + 1) * 20_000),
      ])
      const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
      length.writeUInt32BE(body.length - 4)
      sum.writeUInt32BE(crc32(body))
      return Buffer.concat([length, body, sum])
    })
    expect(pieces.length).toBeGreaterThan(64)
    const end = png.subarray(png.length - 12)
    const { answer } = await reduceBytes(Buffer.concat([png.subarray(0, 33), ...pieces, end]))
    expect(answer).toMatchObject({ outcome: 'made' })
  })

  const tiffOf = async (order: 'II' | 'MM', more: Field[] = [], isBig = false): Promise<Buffer> => {
    const pixels = await noise().raw().toBuffer()
    const withPixelsAt = (at: number): Buffer => {
      const fields: Field[] = [
        { tag: 0x0100, values: [400] },
        { tag: 0x0101, values: [300] },
        { tag: 0x0102, values: [8, 8, 8] },
        { tag: 0x0103, values: [1] },
        { tag: 0x0106, values: [2] },
        { tag: 0x010f, text: 'Shoebox' },
        { tag: 0x0111, type: 4, values: [at] },
        { tag: 0x0115, values: [3] },
        { tag: 0x0116, values: [300] },
        { tag: 0x0117, type: 4, values: [pixels.length] },
        { tag: 0x0132, text: '2019:08:07 06:05:04' },
        ...more,
      ]
      return tiff(order, [fields], { isBig })
    }
    return Buffer.concat([withPixelsAt(withPixelsAt(0).length), pixels])
  }

  it.each([
    ['II', false],
    ['MM', false],
    ['II', true],
    ['MM', true],
  ] as const)(
    'of a TIFF is a JPEG with what the TIFF tells of the photo: %s, big: %s',
    async (...shape) => {
      const [order, isBig] = shape
      const { answer, output } = await reduceBytes(await tiffOf(order, [], isBig))
      expect(answer).toMatchObject({
        outcome: 'made',
        width: 115,
        height: 86,
        mimeType: 'image/jpeg',
      })
      const copy = await readFile(output)
      expect(await readHead(memorySource(copy), jpegType)).toMatchObject({ takenAt: shotAt })
      expect(copy.includes('Shoebox')).toBe(true)
    },
  )

  it.each([
    ['II', 4],
    ['MM', 4],
    ['MM', 7],
    ['MM', 1],
  ] as const)('of a TIFF has its keywords: %s, written as type %i', async (order, type) => {
    const set = Buffer.from('\x1c\x02\x19\0\x05boats', 'latin1')
    const raw = Buffer.concat([set, Buffer.from('\x1c\x02\x19\0\x05ships', 'latin1')])
    const keywords: Field = {
      tag: 0x83bb,
      type,
      raw,
      count: type === 4 ? raw.length / 4 : raw.length,
    }
    const { answer, output } = await reduceBytes(await tiffOf(order, [keywords]))
    expect(answer).toMatchObject({ outcome: 'made' })
    const { iptc } = await sharp(output).metadata()
    expect(iptc?.includes(raw)).toBe(true)
  })

  it('of a TIFF has its colours by number, which are those of sRGB', async () => {
    const white = Buffer.alloc(16)
    const halves = [3_127, 10_000, 3_290, 10_000]
    halves.forEach((value, at) => white.writeUInt32LE(value, 4 * at))
    const { answer, output } = await reduceBytes(
      await tiffOf('II', [{ tag: 0x013e, type: 5, raw: white, count: 2 }]),
    )
    expect(answer).toMatchObject({ outcome: 'made' })
    expect((await readFile(output)).includes(white)).toBe(true)
  })

  it('in inks is in sRGB, without the profile of the inks', async () => {
    const bytes = await noise().toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer()
    const { answer, output } = await reduceBytes(bytes)
    expect(answer.outcome).toBe('made')
    const after = await sharp(output).metadata()
    expect(after).toMatchObject({ space: 'srgb', channels: 3 })
    expect(after.icc).toBeUndefined()
  })
})

describe('a reduced copy of a JPEG', () => {
  const plain = () => noise().jpeg({ quality: 95 }).toBuffer()
  const segment = (marker: number, body: Buffer | string): Buffer => {
    const bytes = Buffer.from(body as string, 'latin1')
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(bytes.length + 2, 2)
    return Buffer.concat([head, bytes])
  }
  const withSegments = (jpeg: Buffer, ...parts: Buffer[]): Buffer =>
    Buffer.concat([jpeg.subarray(0, 2), ...parts, jpeg.subarray(2)])
  const copyOf = async (bytes: Buffer): Promise<Buffer> => {
    const { answer, output } = await reduceBytes(bytes)
    expect(answer).toMatchObject({ outcome: 'made' })
    return readFile(output)
  }

  it('has what its maker put into segments of its own', async () => {
    const telemetry = segment(0xe6, 'GoPro\0where it flew')
    const copy = await copyOf(withSegments(await plain(), telemetry))
    expect(copy.includes(telemetry)).toBe(true)
  })

  it('has its resolution once, and first', async () => {
    const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0', 'latin1'))
    const bytes = await plain()
    const bare = bytes.includes('JFIF')
      ? withSegments(bytes.subarray(18), jfif)
      : withSegments(bytes, jfif)
    const copy = await copyOf(Buffer.concat([Buffer.from([0xff, 0xd8]), bare.subarray(2)]))
    expect(copy.subarray(2, 2 + jfif.length)).toEqual(jfif)
    expect(copy.indexOf('JFIF')).toBe(copy.lastIndexOf('JFIF'))
    expect((await sharp(copy).metadata()).density).toBe(300)
  })

  it('has keywords that begin in one segment and end in the next, behind a thumbnail', async () => {
    const set = Buffer.from('\x1c\x02\x19\0\x05boats', 'latin1')
    const resources = Buffer.concat([
      imageResource(1036, Buffer.alloc(99, 't')),
      imageResource(1028, set),
    ])
    const name = Buffer.from('Photoshop 3.0\0')
    const parts = [resources.subarray(0, 60), resources.subarray(60)].map((part) =>
      segment(0xed, Buffer.concat([name, part])),
    )
    const { iptc } = await sharp(await copyOf(withSegments(await plain(), ...parts))).metadata()
    expect(iptc?.includes('boats')).toBe(true)
  })

  it('is made although its scans say the wrong thing, when it is whole', async () => {
    const odd = withOddScans(await plain())
    await expect(sharp(odd, { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow('Invalid SOS')
    const copy = await copyOf(odd)
    expect(await readHead(memorySource(copy), jpegType)).toMatchObject({ width: 115, height: 86 })
    const half = Buffer.concat([odd.subarray(0, odd.length / 2), Buffer.from([0xff, 0xd9])])
    await expect(reduceBytes(half)).rejects.toBeInstanceOf(UndecodableError)
  })
})

describe('an original goes, and is said to for', () => {
  /** An opaque or see-through TIFF of noise with these tags beside those of its pixels. */
  const tiffOf = async (channels: 3 | 4, more: Field[]): Promise<Buffer> => {
    const pixels = await (channels === 4 ? noise().ensureAlpha(0.5) : noise()).raw().toBuffer()
    const at = (place: number): Buffer =>
      tiff('II', [
        (
          [
            { tag: 0x0100, values: [400] },
            { tag: 0x0101, values: [300] },
            { tag: 0x0102, values: Array<number>(channels).fill(8) },
            { tag: 0x0103, values: [1] },
            { tag: 0x0106, values: [2] },
            { tag: 0x0111, type: 4, values: [place] },
            { tag: 0x0115, values: [channels] },
            { tag: 0x0116, values: [300] },
            { tag: 0x0117, type: 4, values: [pixels.length] },
            ...(channels === 4 ? [{ tag: 0x0152, values: [2] }] : []),
            ...more,
          ] satisfies Field[]
        ).toSorted((a, b) => a.tag - b.tag),
      ])
    return Buffer.concat([at(at(0).length), pixels])
  }
  const iptc: Field = { tag: 0x83bb, raw: Buffer.from('\x1c\x02\x19\0\x05boats', 'latin1') }

  it('layers of an image program', async () => {
    const layers: Field = { tag: 0x935c, raw: Buffer.from('Adobe Photoshop Document Data Block') }
    const { answer, isWritten } = await reduceBytes(await tiffOf(3, [layers]))
    const lost = 'EXIF ImageSourceData'
    expect(answer).toEqual({ outcome: 'kept', reason: 'metadata-lost', lost })
    expect(isWritten).toBe(false)
  })

  it('keywords, where its copy is a PNG, but not where it is a JPEG', async () => {
    const { answer } = await reduceBytes(await tiffOf(4, [iptc]))
    const lost = 'IPTC Keywords'
    expect(answer).toEqual({ outcome: 'kept', reason: 'metadata-lost', lost })
    const made = await reduceBytes(await tiffOf(3, [iptc]))
    expect(made.answer.outcome).toBe('made')
    expect((await sharp(made.output).metadata()).iptc?.includes('boats')).toBe(true)
  })

  it('no image resources of a TIFF, which a JPEG has a place for', async () => {
    const resources = Buffer.concat([
      imageResource(1036, Buffer.alloc(9)),
      imageResource(1058, Buffer.from('more')),
    ])
    const made = await reduceBytes(await tiffOf(3, [{ tag: 0x8649, raw: resources }, iptc]))
    expect(made.answer.outcome).toBe('made')
    const copy = await readFile(made.output)
    expect(copy.includes(imageResource(1058, Buffer.from('more')))).toBe(true)
    expect(copy.includes(imageResource(1036, Buffer.alloc(9)))).toBe(false)
    expect(copy.includes('boats')).toBe(true)
  })

  it('three names at most', async () => {
    const long = 'a'.repeat(17 * 1024)
    const words = [
      { tag: 0x010e, text: long },
      { tag: 0x011d, text: 'page' },
      { tag: 0x013b, text: long },
      { tag: 0x0151, text: 'printer' },
    ]
    const { answer } = await reduceBytes(await tiffOf(3, words))
    const lost = 'EXIF ImageDescription, EXIF PageName, EXIF Artist'
    expect(answer).toEqual({ outcome: 'kept', reason: 'metadata-lost', lost })
  })

  it('the look of numbers that are floats', async () => {
    const pixels = Buffer.alloc(400 * 300 * 4)
    for (let at = 0; at < 120_000; at += 1) pixels.writeFloatLE((at % 400) / 400, at * 4)
    const at = (place: number): Buffer =>
      tiff('II', [
        [
          { tag: 0x0100, values: [400] },
          { tag: 0x0101, values: [300] },
          { tag: 0x0102, values: [32] },
          { tag: 0x0103, values: [1] },
          { tag: 0x0106, values: [1] },
          { tag: 0x0111, type: 4, values: [place] },
          { tag: 0x0115, values: [1] },
          { tag: 0x0116, values: [300] },
          { tag: 0x0117, type: 4, values: [pixels.length] },
          { tag: 0x0153, values: [3] },
        ],
      ])
    const { answer, isWritten } = await reduceBytes(Buffer.concat([at(at(0).length), pixels]))
    expect(answer).toEqual({ outcome: 'kept', reason: 'picture-differs' })
    expect(isWritten).toBe(false)
  })
})

const jpegType = sniff(Buffer.from('\xff\xd8\xff', 'latin1'), '') ?? failing()
function failing(): never {
  throw new Error('no JPEG')
}

/** A JPEG with a segment put behind its frame. */
function withBehindFrame(jpeg: Buffer, segment: Buffer): Buffer {
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
  return Buffer.concat([jpeg.subarray(0, scan), segment, jpeg.subarray(scan)])
}

describe('no copy is made', () => {
  const plain = () => noise().jpeg({ quality: 95 }).toBuffer()

  it('of other bytes than were asked for', async () => {
    const { answer, isWritten } = await reduceBytes(await plain(), { sha256: '00' })
    expect(answer).toEqual({ outcome: 'failed', failure: { kind: 'file-changed' } })
    expect(isWritten).toBe(false)
    expect((await reduceBytes(await plain(), { sha256: null })).answer.outcome).toBe('made')
  })

  it('of a file that is touched while its copy is made', async () => {
    const state = { isAnswered: false }
    const reducing = reduceBytes(await plain()).finally(() => (state.isAnswered = true))
    for (let times = 1; !state.isAnswered; times += 1)
      await utimes(join(folder, 'photo'), times, times).catch(() => undefined)
    const { answer, isWritten } = await reducing
    expect(answer).toEqual({ outcome: 'failed', failure: { kind: 'file-changed' } })
    expect(isWritten).toBe(false)
  })

  it('of a file that is gone', async () => {
    const { answer } = await reduceBytes(await plain(), { path: join(folder, 'gone.jpg') })
    expect(answer).toEqual({ outcome: 'failed', failure: { kind: 'file-gone' } })
  })

  it('where a film hangs on the picture', async () => {
    const film = Buffer.concat([await plain(), Buffer.from('\0\0\0\x18ftypmp42')])
    const { answer, isWritten } = await reduceBytes(film)
    expect(answer).toEqual({ outcome: 'kept', reason: 'motion-photo' })
    expect(isWritten).toBe(false)
  })

  it('where another picture follows, unless an index calls it a preview', async () => {
    const one = await plain()
    const two = Buffer.concat([one, one])
    expect((await reduceBytes(two)).answer).toEqual({ outcome: 'kept', reason: 'multi-picture' })
    const index = Buffer.from('\xff\xe2\0\x08MPF\0ab', 'latin1')
    const indexed = Buffer.concat([one.subarray(0, 2), index, one.subarray(2), one])
    expect((await reduceBytes(indexed)).answer.outcome).toBe('made')
  })

  it('where it would not be smaller', async () => {
    const bytes = await noise().jpeg({ quality: 5 }).toBuffer()
    const { answer, isWritten } = await reduceBytes(bytes, { maxPixels: 110_000 })
    expect(answer).toEqual({ outcome: 'kept', reason: 'not-smaller' })
    expect(isWritten).toBe(false)
  })

  it('where the metadata does not fit', async () => {
    const long = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${'a'.repeat(70_000)}</x:xmpmeta>`
    const { answer } = await reduceBytes(await noise().withXmp(long).png().toBuffer())
    const lost = 'EXIF or XMP of more than 64 kB'
    expect(answer).toEqual({ outcome: 'kept', reason: 'metadata-lost', lost })
  })

  it('where it would tell another time than its original', async () => {
    const told = await noise(64, 48).withExif({ IFD2: facts.IFD2 }).jpeg().toBuffer()
    const at = told.indexOf(Buffer.from([0xff, 0xe1]))
    const exif = told.subarray(at, at + 2 + told.readUInt16BE(at + 2))
    // Behind the frame no reader of headers looks, but the copy would have it in front.
    const { answer, isWritten } = await reduceBytes(withBehindFrame(await plain(), exif))
    const lost = 'EXIF DateTimeOriginal'
    expect(answer).toEqual({ outcome: 'kept', reason: 'metadata-lost', lost })
    expect(isWritten).toBe(false)
  })

  it('where decoder and header disagree', async () => {
    const sides = { width: 300, height: 400 }
    await expect(reduceBytes(await plain(), { sides })).rejects.toBeInstanceOf(UndecodableError)
  })

  it('where nothing needs to be smaller in sides, and it still is smaller in bytes', async () => {
    const bytes = await noise().jpeg({ quality: 100 }).toBuffer()
    const { answer, output } = await reduceBytes(bytes, { maxPixels: 120_000 })
    expect(answer).toMatchObject({ outcome: 'made', width: 400, height: 300 })
    expect((await stat(output)).size).toBeLessThan(bytes.length)
  })
})
