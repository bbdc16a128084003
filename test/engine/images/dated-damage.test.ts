// Behaviour towards damaged and hostile files of every form: a dated copy is right, or it is not made; nothing is left
// behind, nothing is thrown. What is right is judged by sharp and by counting bytes, not by the program's own proof.
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  exifSegment,
  jpegSegment,
  openDateDesk,
  pngChunk,
  summerAbroad,
  undatedForms,
  webpChunk,
  webpChunks,
  webpOf,
  withJpegSegments,
  withPngChunks,
  type DateDesk,
} from '../../builders/undated.ts'
import { mutate, randomFrom, ways, type Framing } from '../../images/mutated/mutations.ts'
import { tiff } from '../media/tiff-builder.ts'

let desk: DateDesk
const forms = new Map<string, [framing: Framing, bytes: Buffer]>()

beforeAll(async () => {
  desk = openDateDesk()
  const bare = await undatedForms()
  const form = (name: string): Buffer => bare.get(name) ?? Buffer.alloc(0)
  const block = tiff('MM', [
    [
      { tag: 0x0110, text: 'Camera of the tests' },
      {
        tag: 0x8769,
        to: [
          [
            { tag: 0x9003, text: '0000:00:00 00:00:00' },
            { tag: 0x927c, raw: Buffer.alloc(90, 3) },
          ],
        ],
      },
      { tag: 0x8825, to: [[{ tag: 1, text: 'N' }]] },
    ],
    [{ tag: 0x0103, values: [6] }],
  ])
  const list = Buffer.alloc(32)
  const index = tiff('II', [[{ tag: 0xb002, raw: list }]])
  const still = webpChunks(form('lossy WebP')).map(({ name, body }) => webpChunk(name, body))
  forms.set('JPEG', ['jpeg', form('JPEG')])
  forms.set('JPEG with EXIF and an index', [
    'jpeg',
    withJpegSegments(form('JPEG'), exifSegment(block), jpegSegment(0xe2, 'MPF\0', index)),
  ])
  forms.set('progressive JPEG', ['jpeg', form('progressive JPEG')])
  forms.set('PNG', ['png', form('PNG')])
  forms.set('PNG with EXIF', ['png', withPngChunks(form('PNG'), pngChunk('eXIf', block))])
  forms.set('WebP', ['riff', form('lossy WebP')])
  forms.set('WebP with EXIF', ['riff', webpOf(...still, webpChunk('EXIF', block))])
  forms.set('animated WebP', ['riff', form('animated WebP')])
  forms.set('MP4', ['boxes', form('MP4')])
  forms.set('3GP of the longer form', ['boxes', form('3GP of the longer form')])
})
afterAll(() => desk.close())

const names = [
  ...['JPEG', 'JPEG with EXIF and an index', 'progressive JPEG', 'PNG', 'PNG with EXIF', 'WebP'],
  ...['WebP with EXIF', 'animated WebP', 'MP4', '3GP of the longer form'],
]

/** The pixels of a picture, as far as they can be decoded. */
const pixels = (bytes: Buffer): Promise<string> =>
  sharp(bytes, { failOn: 'none', animated: true, limitInputPixels: 4_000_000 })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info }) => `${info.width} x ${info.height}: ${data.toString('base64')}`)
    .catch(() => 'none')

const stretch = 32
/** As many stretches of a source as hold a number that a date changes, and the text of one that is written over. */
const mostChanged = 14

/** What is wrong with a copy; null: nothing. */
async function fault(source: Buffer, copy: Buffer, isFilm: boolean): Promise<string | null> {
  if (isFilm && copy.length !== source.length) return 'another length'
  const growth = copy.length - source.length
  if (growth < 0 || growth > 700) return `${growth} bytes more`
  let changed = 0
  for (let at = 0; at < source.length; at += stretch) {
    const from = source.subarray(at, at + stretch)
    // Where it was, or as far behind as the copy has grown there.
    if (!copy.subarray(at, at + stretch + growth).includes(from)) changed += 1
  }
  if (changed > mostChanged) return `${changed} stretches are not there`
  if (!copy.includes(isFilm ? 'mvhd' : '1987:07:14 18:22:33')) return 'no date'
  if (!isFilm && (await pixels(copy)) !== (await pixels(source))) return 'other pixels'
  return null
}

let made = 0
async function judge(source: Buffer, isFilm: boolean): Promise<void> {
  const { answer, copy } = await desk.date(source, summerAbroad)
  if (copy === null) {
    expect(answer.outcome).toBe('undatable')
    return
  }
  made += 1
  expect(await fault(source, copy, isFilm)).toBeNull()
}

describe.each(names)('a damaged %s', (name) => {
  const isFilm = /MP4|3GP/.test(name)
  const form = (): [framing: Framing, bytes: Buffer] => forms.get(name) ?? ['none', Buffer.alloc(0)]

  it('cut anywhere is dated rightly or not at all', async () => {
    const [, bytes] = form()
    const near = fc.nat(Math.min(600, bytes.length))
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.nat(bytes.length)), (length) =>
        judge(bytes.subarray(0, length), isFilm),
      ),
      { numRuns: 30 },
    )
  })

  it('with flipped bits is dated rightly or not at all', async () => {
    const [, bytes] = form()
    const place = fc.oneof(fc.nat(Math.min(600, bytes.length - 1)), fc.nat(bytes.length - 1))
    const flips = fc.array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(flips, async (all) => {
        const other = Buffer.from(bytes)
        for (const [at, bit] of all) other[at] = (other[at] ?? 0) ^ (1 << bit)
        await judge(other, isFilm)
      }),
      { numRuns: 30 },
    )
  })

  it('with pieces lost, doubled, swapped or of a lying length is dated rightly or not at all', async () => {
    const [framing, bytes] = form()
    const random = randomFrom(name.length * 1_000 + 18)
    made = 0
    for (const way of ways)
      for (let round = 0; round < 8; round += 1)
        await judge(mutate(way, bytes, bytes, { framing, random }), isFilm)
    await judge(bytes, isFilm)
    // Not all is refused: what is whole is dated.
    expect(made).toBeGreaterThan(0)
  })
})

describe('a hostile file', () => {
  const form = (name: string): Buffer => forms.get(name)?.[1] ?? Buffer.alloc(0)
  const circle = Buffer.from('II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1')
  const self = tiff('II', [
    [
      { tag: 0x0110, text: 'Camera' },
      { tag: 0x8769, type: 4, values: [8] },
    ],
  ])
  const everywhere = tiff('II', [
    Array.from({ length: 1_001 }, (_, tag) => ({ tag: 0x8000 + tag, values: [1] })),
  ])

  it.each<[string, string, Buffer]>([
    ['directories in a circle', 'JPEG', circle],
    ['a directory that is its own', 'JPEG', self],
    ['a directory without end', 'JPEG', everywhere],
    ['directories in a circle', 'PNG', circle],
    ['a directory that is its own', 'PNG', self],
    ['directories in a circle', 'WebP', circle],
    ['a directory that is its own', 'WebP', self],
  ])('with %s in a %s is dated rightly or not at all', async (_, name, block) => {
    const bytes = form(name)
    const chunks = (): Buffer[] =>
      webpChunks(bytes).map(({ name: kind, body }) => webpChunk(kind, body))
    const hostile = {
      JPEG: () => withJpegSegments(bytes, exifSegment(block)),
      PNG: () => withPngChunks(bytes, pngChunk('eXIf', block)),
      WebP: () => webpOf(...chunks(), webpChunk('EXIF', block)),
    }[name]
    await judge(hostile?.() ?? bytes, false)
  })

  it('of segments or chunks without end is not read without end', async () => {
    const endless: [string, Buffer, number][] = [
      ['JPEG', Buffer.from('\xff\xe5\0\x02', 'latin1'), 2],
      ['PNG', pngChunk('teXt', Buffer.alloc(0)), 33],
      ['WebP', webpChunk('junk', Buffer.alloc(0)), 12],
    ]
    for (const [name, piece, at] of endless) {
      const bytes = form(name)
      const filling = Buffer.concat(Array<Buffer>(101_000).fill(piece))
      const hostile = Buffer.concat([bytes.subarray(0, at), filling, bytes.subarray(at)])
      if (name === 'WebP') hostile.writeUInt32LE(hostile.length - 8, 4)
      expect(await desk.refusalOf(hostile, summerAbroad), name).toBe('unreadable')
    }
  })
})
