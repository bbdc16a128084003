// Behaviour of dates in PNGs, WebPs and films: where the date goes, and that everything else is there, in its order.
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  animation,
  film,
  noise,
  openDateDesk,
  pngChunk,
  summer,
  summerAbroad,
  undatedForms,
  webpChunk,
  webpChunks,
  webpOf,
  withPngChunks,
  type DateDesk,
  type FilmWishes,
} from '../../builders/undated.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { readExifFacts } from '../../../src/main/engine/media/exif.ts'
import { box, fullBox, number } from '../media/box-builder.ts'
import { tiff } from '../media/tiff-builder.ts'

let desk: DateDesk
let png: Buffer
let forms: Map<string, Buffer>
beforeAll(async () => {
  desk = openDateDesk()
  png = await noise().png().toBuffer()
  forms = await undatedForms()
})
afterAll(() => desk.close())

const noDate = tiff('MM', [[{ tag: 0x0110, text: 'Camera of the tests' }]])
const emptyDate = tiff('MM', [
  [
    {
      tag: 0x8769,
      to: [
        [
          { tag: 0x9003, text: '0000:00:00 00:00:00' },
          { tag: 0x9004, text: '0000:00:00 00:00:00' },
        ],
      ],
    },
  ],
])
const takenAt = async (block: Buffer): Promise<number | null> =>
  (await readExifFacts(memorySource(block), 0)).takenAt

/** The chunks of a PNG, each whole, and what is behind. */
function chunksOf(bytes: Buffer): { name: string; whole: Buffer }[] {
  const chunks: { name: string; whole: Buffer }[] = []
  for (let at = 8; at < bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    chunks.push({ name: bytes.toString('latin1', at + 4, at + 8), whole: bytes.subarray(at, end) })
    at = end
  }
  return chunks
}

describe('a PNG', () => {
  it('has its date straight behind its header, with a right checksum, and all else after it', async () => {
    const dot = pngChunk('iDOT', Buffer.alloc(28, 7))
    const source = withPngChunks(png, pngChunk('gAMA', number(45_455, 4)), dot)
    const copy = await desk.copyOf(source)
    const [header, exif, ...others] = chunksOf(copy)
    expect([header?.name, exif?.name]).toEqual(['IHDR', 'eXIf'])
    const chunk = exif?.whole ?? Buffer.alloc(12)
    expect(chunk.readUInt32BE(chunk.length - 4)).toBe(crc32(chunk.subarray(4, -4)))
    expect(await takenAt(chunk.subarray(8, -4))).toBe(summer.takenAt)
    // What counts from itself into the picture, as iDOT, counts right.
    expect(Buffer.concat(others.map(({ whole }) => whole)).equals(source.subarray(33))).toBe(true)
  })

  it.each<[string, (exif: Buffer) => Buffer]>([
    ['before its picture', (exif) => withPngChunks(png, exif)],
    [
      'behind its picture',
      (exif) => Buffer.concat([png.subarray(0, -12), exif, png.subarray(-12)]),
    ],
  ])('keeps its EXIF where it is, %s', async (_, make) => {
    const source = make(pngChunk('eXIf', noDate))
    const copy = await desk.copyOf(source)
    const [before, after] = [chunksOf(source), chunksOf(copy)]
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
    for (const [index, { name, whole }] of after.entries()) {
      if (name === 'eXIf') expect(await takenAt(whole.subarray(8, -4))).toBe(summer.takenAt)
      else expect(whole.equals(before[index]?.whole ?? Buffer.alloc(0))).toBe(true)
    }
  })

  it('keeps what is behind its end', async () => {
    const behind = Buffer.from('something of a phone')
    const copy = await desk.copyOf(Buffer.concat([png, behind]))
    expect(copy.subarray(-behind.length).equals(behind)).toBe(true)
  })

  it('stays as it is where EXIF would grow between what counts and its picture', async () => {
    const dot = pngChunk('iDOT', Buffer.alloc(28, 7))
    expect(await desk.refusalOf(withPngChunks(png, dot, pngChunk('eXIf', noDate)))).toBe('pinned')
    const copy = await desk.copyOf(withPngChunks(png, dot, pngChunk('eXIf', emptyDate)))
    expect(copy).toHaveLength(withPngChunks(png, dot, pngChunk('eXIf', emptyDate)).length)
    expect(await desk.copyOf(withPngChunks(png, pngChunk('eXIf', noDate), dot))).not.toBeNull()
  })

  it.each<[string, () => Buffer]>([
    [
      'two blocks of EXIF',
      () => withPngChunks(png, pngChunk('eXIf', noDate), pngChunk('eXIf', noDate)),
    ],
    [
      "Apple's own kind, which begins otherwise",
      () => Buffer.concat([png.subarray(0, 8), pngChunk('CgBI', number(1, 4)), png.subarray(8)]),
    ],
    [
      'its picture in two places',
      () =>
        Buffer.concat([
          png.subarray(0, -12),
          pngChunk('tIME', Buffer.alloc(7)),
          pngChunk('IDAT', Buffer.alloc(1)),
          png.subarray(-12),
        ]),
    ],
    ['no picture', () => Buffer.concat([png.subarray(0, 33), png.subarray(-12)])],
    ['no end', () => png.subarray(0, -12)],
  ])('with %s stays as it is', async (_, make) => {
    expect(await desk.refusalOf(make())).toBe('unreadable')
  })
})

describe('a WebP', () => {
  const source = (name: string): Buffer => forms.get(name) ?? Buffer.alloc(0)

  it('without the chunk of flags gets one, with the sides of its picture', async () => {
    const copy = await desk.copyOf(source('lossy WebP'))
    const chunks = webpChunks(copy)
    expect(chunks.map(({ name }) => name)).toEqual(['VP8X', 'VP8 ', 'EXIF'])
    expect(chunks[0]?.body.toString('hex')).toBe('080000003f00002f0000')
    expect(
      chunks[1]?.body.equals(webpChunks(source('lossy WebP'))[0]?.body ?? Buffer.alloc(0)),
    ).toBe(true)
    expect(copy.readUInt32LE(4)).toBe(copy.length - 8)
  })

  it('that is lossless says in its flags whether it is transparent', async () => {
    const clear = await noise().ensureAlpha(0.5).webp({ lossless: true }).toBuffer()
    const bare = webpOf(
      ...webpChunks(clear)
        .filter(({ name }) => name === 'VP8L')
        .map(({ name, body }) => webpChunk(name, body)),
    )
    expect(webpChunks(await desk.copyOf(bare))[0]?.body[0]).toBe(0x18)
    const solid = webpOf(
      ...webpChunks(source('lossless WebP'))
        .filter(({ name }) => name === 'VP8L')
        .map(({ name, body }) => webpChunk(name, body)),
    )
    expect(webpChunks(await desk.copyOf(solid))[0]?.body[0]).toBe(0x08)
  })

  it('keeps its other flags, its profile and its order, EXIF before XMP', async () => {
    const chunks = webpChunks(source('WebP with a profile'))
    const xmp = { name: 'XMP ', body: Buffer.from('<x:xmpmeta/>') }
    const flagged = chunks.map(({ name, body }) =>
      name === 'VP8X'
        ? { name, body: Buffer.concat([Buffer.from([0x24]), body.subarray(1)]) }
        : { name, body },
    )
    const whole = webpOf(...[...flagged, xmp].map(({ name, body }) => webpChunk(name, body)))
    const copied = webpChunks(await desk.copyOf(whole))
    expect(copied.map(({ name }) => name)).toEqual(['VP8X', 'ICCP', 'VP8 ', 'EXIF', 'XMP '])
    expect(copied[0]?.body[0]).toBe(0x2c)
    expect(copied[1]?.body.equals(chunks[1]?.body ?? Buffer.alloc(0))).toBe(true)
  })

  it.each([3, 90])('of %s moving pictures has its date before them', async (frames) => {
    const moving = await animation(frames)
    const copied = webpChunks(await desk.copyOf(moving))
    expect(copied.slice(0, 4).map(({ name }) => name)).toEqual(['VP8X', 'ANIM', 'EXIF', 'ANMF'])
    const without = copied.filter(({ name }) => name !== 'EXIF' && name !== 'VP8X')
    expect(without).toEqual(webpChunks(moving).filter(({ name }) => name !== 'VP8X'))
  })

  it.each(['', 'Exif\0\0'])('keeps EXIF in its place, with "%s" in front', async (prefix) => {
    const chunks = webpChunks(source('lossy WebP')).map(({ name, body }) => webpChunk(name, body))
    const exif = webpChunk('EXIF', Buffer.concat([Buffer.from(prefix, 'latin1'), noDate]))
    const copied = webpChunks(
      await desk.copyOf(webpOf(...chunks, exif, webpChunk('note', Buffer.from('odd')))),
    )
    expect(copied.map(({ name }) => name)).toEqual(['VP8X', 'VP8 ', 'EXIF', 'note'])
    const block = copied[2]?.body ?? Buffer.alloc(0)
    expect(block.toString('latin1', 0, prefix.length)).toBe(prefix)
    expect(await takenAt(block.subarray(prefix.length))).toBe(summer.takenAt)
  })

  it('keeps what is behind its end', async () => {
    const behind = Buffer.from('something of a phone')
    const copy = await desk.copyOf(Buffer.concat([source('lossy WebP'), behind]))
    expect(copy.readUInt32LE(4)).toBe(copy.length - 8 - behind.length)
    expect(copy.subarray(-behind.length).equals(behind)).toBe(true)
  })

  it('is dated however small it is', async () => {
    const one = sharp(Buffer.alloc(3), { raw: { width: 1, height: 1, channels: 3 } })
    for (const bytes of [
      await one.clone().webp().toBuffer(),
      await one.clone().webp({ lossless: true }).toBuffer(),
    ]) {
      const [first] = webpChunks(await desk.copyOf(bytes))
      expect(first?.name).toBe('VP8X')
      // Sides are told less one.
      expect(first?.body.subarray(4).equals(Buffer.alloc(6))).toBe(true)
    }
  })

  it.each<[string, (vp8: Buffer) => Buffer]>([
    [
      'two blocks of EXIF',
      (vp8) => webpOf(webpChunk('VP8 ', vp8), webpChunk('EXIF', noDate), webpChunk('EXIF', noDate)),
    ],
    ['no picture at its beginning', () => webpOf(webpChunk('ALPH', Buffer.alloc(9)))],
    [
      'a picture of no key',
      (vp8) => webpOf(webpChunk('VP8 ', Buffer.concat([Buffer.alloc(6), vp8]))),
    ],
    ['a chunk that ends beyond it', (vp8) => webpOf(webpChunk('VP8 ', vp8)).subarray(0, -4)],
    ['nothing in it', () => webpOf()],
  ])('with %s stays as it is', async (_, make) => {
    const vp8 = webpChunks(source('lossy WebP'))[0]?.body ?? Buffer.alloc(0)
    expect(await desk.refusalOf(make(vp8))).toBe('unreadable')
  })
})

/** Seconds since 1904 of the date in UTC. */
const seconds = (summerAbroad.takenAt - Date.UTC(1904, 0, 1)) / 1000 - 2 * 3600

/** The times in the headers of a film: created and changed, by header. */
function timesOf(bytes: Buffer): [string, number, number][] {
  return ['mvhd', 'tkhd', 'mdhd'].flatMap((name) => {
    const times: [string, number, number][] = []
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
      const isLong = bytes[at + 4] === 1
      const read = (from: number): number =>
        isLong
          ? Number(bytes.readBigUInt64BE(at + 8 + from * 8))
          : bytes.readUInt32BE(at + 8 + from * 4)
      times.push([name, read(0), read(1)])
    }
    return times
  })
}

describe.each([0, 1] as const)('a film whose headers are of version %s', (version) => {
  const make = (wishes: FilmWishes): Buffer => film({ version, ...wishes })

  it.each([false, true])(
    'gets its times in place, in every track; movie last: %s',
    async (isMovieLast) => {
      const source = make({ tracks: 2, isMovieLast })
      const copy = await desk.copyOf(source, summerAbroad)
      expect(copy).toHaveLength(source.length)
      expect(timesOf(copy)).toEqual(
        ['mvhd', 'tkhd', 'tkhd', 'mdhd', 'mdhd'].map((name) => [name, seconds, seconds]),
      )
    },
  )

  it('keeps times of changes and of tracks that are there', async () => {
    const copy = await desk.copyOf(
      make({ changed: 3_000_000_000, trackCreated: 2_900_000_000 }),
      summerAbroad,
    )
    expect(timesOf(copy)).toEqual([
      ['mvhd', seconds, 3_000_000_000],
      ['tkhd', 2_900_000_000, 3_000_000_000],
      ['mdhd', 2_900_000_000, 3_000_000_000],
    ])
  })

  it.each([
    ['1970', 2_082_844_800],
    ['2000', (Date.UTC(2000, 0, 1) - Date.UTC(1904, 0, 1)) / 1000],
  ])('of a clock that began in %s has no date', async (_, created) => {
    const copy = await desk.copyOf(make({ created, trackCreated: created }), summerAbroad)
    expect(timesOf(copy).map(([, time]) => time)).toEqual([seconds, seconds, seconds])
  })

  it('in fragments gets its times, and every fragment stays', async () => {
    const fragments = Buffer.concat(
      Array.from({ length: 300 }, (_, index) =>
        Buffer.concat([
          box('moof', fullBox('mfhd', 0, 0, number(index, 4))),
          box('mdat', Buffer.alloc(40, index)),
        ]),
      ),
    )
    const source = Buffer.concat([
      make({
        media: Buffer.alloc(0),
        inMovie: [box('mvex', fullBox('trex', 0, 0, Buffer.alloc(20)))],
      }),
      fragments,
    ])
    const copy = await desk.copyOf(source, summerAbroad)
    expect(copy.subarray(-fragments.length).equals(fragments)).toBe(true)
    expect(timesOf(copy)[0]).toEqual(['mvhd', seconds, seconds])
  })
})

describe('a film', () => {
  it("with Apple's own date is dated", async () => {
    const date = '2019-07-14T18:22:33+0200'
    const keys = fullBox(
      'keys',
      0,
      0,
      number(1, 4),
      box('mdta', 'com.apple.quicktime.creationdate'),
    )
    const data = box('data', number(1, 4), number(0, 4), date)
    const item = Buffer.concat([number(data.length + 8, 4), number(1, 4), data])
    const meta = box('meta', fullBox('hdlr', 0, 0, Buffer.alloc(20)), keys, box('ilst', item))
    expect(await desk.refusalOf(film({ inMovie: [meta] }), summerAbroad)).toBe('dated')
  })

  it('of the oldest kind, which begins with no brand, gets its times', async () => {
    const whole = film()
    const copy = await desk.copyOf(whole.subarray(whole.readUInt32BE(0)), summerAbroad)
    expect(timesOf(copy)[0]).toEqual(['mvhd', seconds, seconds])
  })

  it.each<[string, () => Buffer]>([
    [
      'without a movie',
      () => Buffer.concat([box('ftyp', 'mp42', number(0, 4)), box('mdat', 'x'.repeat(99))]),
    ],
    ['with two headers', () => film({ inMovie: [fullBox('mvhd', 0, 0, Buffer.alloc(96))] })],
    [
      'with a header of a kind that is not known',
      () => {
        const bytes = film()
        bytes[bytes.indexOf('mvhd') + 4] = 2
        return bytes
      },
    ],
    [
      'with a header that is too short',
      () => film({ inMovie: [box('trak', fullBox('tkhd', 0, 0, number(0, 4)))] }),
    ],
    [
      'with a packed movie',
      () =>
        Buffer.concat([
          box('ftyp', 'qt  ', number(0, 4)),
          box('moov', box('cmov', 'x'.repeat(99))),
        ]),
    ],
  ])('%s stays as it is', async (_, make) => {
    expect(await desk.refusalOf(make(), summerAbroad)).toBe('unreadable')
  })
})
