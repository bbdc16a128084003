// Photos and films without a date, in every form that one can be written into, and a desk at which it is: a folder of its
// own, real files, no tools of others.
import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import type { CaptureDate } from '../../src/main/engine/images/dated/capture-date.ts'
import { planDatedCopy } from '../../src/main/engine/images/dated/dated-copy.ts'
import type { DateAnswer, DateJob } from '../../src/main/engine/images/image-jobs.ts'
import type { CopyPlan } from '../../src/shared/copy-plan.ts'
import { box, fullBox, number } from '../engine/media/box-builder.ts'
import { tiff } from '../engine/media/tiff-builder.ts'

/** The evening of a summer's day, nobody knows where. */
export const summer: CaptureDate = {
  takenAt: Date.UTC(1987, 6, 14, 18, 22, 33),
  offsetMinutes: null,
}
/** The same where clocks are two hours ahead. */
export const summerAbroad: CaptureDate = { ...summer, offsetMinutes: 120 }

/** What came of bytes: the answer, and the copy where there is one. */
export interface Dated {
  answer: DateAnswer
  copy: Buffer | null
}

/** A folder in which copies are made. */
export interface DateDesk {
  folder: string
  /** Makes a copy of these bytes; the source is as it was. */
  date(bytes: Buffer, date?: CaptureDate, job?: Partial<DateJob>): Promise<Dated>
  /** The copy; anything else fails the test. */
  copyOf(bytes: Buffer, date?: CaptureDate): Promise<Buffer>
  /** Why there is no copy; one fails the test. */
  refusalOf(bytes: Buffer, date?: CaptureDate): Promise<string>
  close(): void
}

/** The copy that splices make of bytes; one of another size or hash than was told fails the test. */
export function copyFrom(
  bytes: Buffer,
  { splices = [], sizeBytes, sha256 }: Pick<CopyPlan, 'splices' | 'sizeBytes' | 'sha256'>,
): Buffer {
  // From the end, so that what comes before stays where it is.
  const copy = splices.reduceRight<Buffer>(
    (whole, { at, removes, bytes: other }) =>
      Buffer.concat([
        whole.subarray(0, at),
        Buffer.from(other, 'base64'),
        whole.subarray(at + removes),
      ]),
    bytes,
  )
  if (copy.length !== sizeBytes || hash('sha256', copy, 'hex') !== sha256)
    throw new Error('The copy is not what was told.')
  return copy
}

/** Opens a desk. */
export function openDateDesk(): DateDesk {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-dates-'))
  const desk: DateDesk = {
    folder,
    async date(bytes, date = summer, job = {}) {
      const path = join(folder, 'source')
      writeFileSync(path, bytes)
      const { mtimeNs } = statSync(path, { bigint: true })
      const { length: sizeBytes } = bytes
      const sha256 = hash('sha256', bytes, 'hex')
      const answer = await planDatedCopy({
        ...{ do: 'date', path, sizeBytes, sha256, date, isEstimate: false },
        ...job,
      })
      if (!readFileSync(path).equals(bytes)) throw new Error('The source was written to.')
      if (statSync(path, { bigint: true }).mtimeNs !== mtimeNs) throw new Error('It was touched.')
      rmSync(path)
      return { answer, copy: answer.outcome === 'dated' ? copyFrom(bytes, answer) : null }
    },
    async copyOf(bytes, date) {
      const { answer, copy } = await desk.date(bytes, date)
      if (copy === null) throw new Error(`No copy: ${JSON.stringify(answer)}`)
      return copy
    },
    async refusalOf(bytes, date) {
      const { answer } = await desk.date(bytes, date)
      if (answer.outcome !== 'undatable') throw new Error(`Not refused: ${answer.outcome}`)
      return answer.reason
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
  return desk
}

/** A picture with noise in it, so that coders have real work. */
export const noise = (width = 64, height = 48): Sharp =>
  sharp({
    create: {
      ...{ width, height, channels: 3, background: '#468' },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })

/** A segment of a JPEG. */
export function jpegSegment(marker: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')))
  return Buffer.concat([Buffer.from([0xff, marker]), number(body.length + 2, 2), body])
}

/** A JPEG with these segments straight behind its start. */
export const withJpegSegments = (jpeg: Buffer, ...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])

/** A JPEG as sharp writes it, without the segment of JFIF. */
export async function bareJpeg(options = {}): Promise<Buffer> {
  const jpeg = await noise().jpeg(options).toBuffer()
  const end = jpeg[3] === 0xe0 ? 4 + jpeg.readUInt16BE(4) : 2
  return Buffer.concat([jpeg.subarray(0, 2), jpeg.subarray(end)])
}

/** JFIF of 300 dots an inch. */
export const jfif = jpegSegment(0xe0, 'JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0')

/** A segment of EXIF around a block. */
export const exifSegment = (block: Buffer): Buffer => jpegSegment(0xe1, 'Exif\0\0', block)

/** A chunk of a PNG. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  return Buffer.concat([number(body.length, 4), named, number(crc32(named), 4)])
}

/** A PNG with these chunks straight behind its header. */
export const withPngChunks = (png: Buffer, ...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)])

/** A chunk of a WebP. */
export function webpChunk(name: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from(name, 'latin1'), length, body, Buffer.alloc(body.length % 2)])
}

/** A WebP of these chunks. */
export function webpOf(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), length, body])
}

/** The names and bodies of the chunks of a WebP. */
export function webpChunks(webp: Buffer): { name: string; body: Buffer }[] {
  const chunks: { name: string; body: Buffer }[] = []
  for (let at = 12; at + 8 <= 8 + webp.readUInt32LE(4);) {
    const length = webp.readUInt32LE(at + 4)
    const body = webp.subarray(at + 8, at + 8 + length)
    chunks.push({ name: webp.toString('latin1', at, at + 4), body })
    at += 8 + length + (length % 2)
  }
  return chunks
}

/** An animation of three pictures. */
export async function animation(frames = 3): Promise<Buffer> {
  const pictures = await Promise.all(
    Array.from({ length: frames }, () => noise(16, 16).png().toBuffer()),
  )
  return sharp(pictures, { join: { animated: true } })
    .webp({ quality: 50 })
    .toBuffer()
}

/** How a film is put together. */
export interface FilmWishes {
  brand?: string
  version?: 0 | 1
  /** Seconds since 1904 of the film and of its tracks. */
  created?: number
  changed?: number
  trackCreated?: number
  tracks?: number
  /** Boxes beside the header in the movie. */
  inMovie?: readonly Buffer[]
  media?: Buffer
  isMovieLast?: boolean
}

/** The boxes of a film, with a track or several. */
export function film(wishes: FilmWishes = {}): Buffer {
  const { brand = 'mp42', version = 0, created = 0, changed = 0, trackCreated = 0 } = wishes
  const { tracks = 1, inMovie = [], media = Buffer.from('coded pictures'), isMovieLast } = wishes
  const width = version === 1 ? 8 : 4
  const times = (first: number): Buffer =>
    Buffer.concat([number(first, width), number(changed, width)])
  const length = number(600, width)
  const header = fullBox(
    'mvhd',
    version,
    0,
    times(created),
    number(600, 4),
    length,
    Buffer.alloc(80),
  )
  const track = box(
    'trak',
    fullBox(
      'tkhd',
      version,
      7,
      times(trackCreated),
      number(1, 4),
      number(0, 4),
      length,
      Buffer.alloc(60),
    ),
    box(
      'mdia',
      fullBox('mdhd', version, 0, times(trackCreated), number(600, 4), length, number(0, 4)),
    ),
  )
  const movie = box('moov', header, ...Array<Buffer>(tracks).fill(track), ...inMovie)
  const parts = [movie, box('mdat', media)]
  return Buffer.concat([
    box('ftyp', brand, number(0, 4), brand),
    ...(isMovieLast === true ? parts.toReversed() : parts),
  ])
}

/** Every form without a date, by name. */
export async function undatedForms(): Promise<Map<string, Buffer>> {
  const [jpeg, png] = [await noise().jpeg().toBuffer(), await noise().png().toBuffer()]
  const still = webpChunks(await noise().webp().toBuffer())
  const vp8 = still.find(({ name }) => name === 'VP8 ')?.body ?? Buffer.alloc(0)
  return new Map([
    ['JPEG', jpeg],
    ['bare JPEG', await bareJpeg()],
    ['progressive JPEG', await noise().jpeg({ progressive: true }).toBuffer()],
    ['PNG', png],
    ['lossy WebP', webpOf(webpChunk('VP8 ', vp8))],
    ['lossless WebP', await noise().webp({ lossless: true }).toBuffer()],
    ['transparent WebP', await noise().ensureAlpha(0.5).webp({ lossless: true }).toBuffer()],
    ['WebP with a profile', await noise().withIccProfile('p3').webp().toBuffer()],
    ['animated WebP', await animation()],
    ['MP4', film()],
    ['MOV', film({ brand: 'qt  ', isMovieLast: true })],
    ['3GP of the longer form', film({ brand: '3gp5', version: 1, tracks: 2 })],
  ])
}

/** Where an index of pictures stands, and its byte order. */
export interface IndexWishes {
  order?: 'II' | 'MM'
  before?: readonly Buffer[]
  behind?: readonly Buffer[]
}

/** Two pictures, and the index of them in the first (CIPA DC-007), with these segments before and behind the index. */
export function twoPictures(
  first: Buffer,
  second: Buffer,
  { order = 'MM', before = [], behind = [] }: IndexWishes = {},
): Buffer {
  const make = (size: number, offset: number): Buffer => {
    const list = Buffer.alloc(32)
    const numbers = [0x20030000, size, 0, 0, 0x00020002, second.length, offset, 0]
    for (const [index, value] of numbers.entries()) {
      if (order === 'II') list.writeUInt32LE(value, index * 4)
      else list.writeUInt32BE(value, index * 4)
    }
    const fields = [
      { tag: 0xb000, raw: Buffer.from('0100') },
      { tag: 0xb001, type: 4, values: [2] },
      { tag: 0xb002, raw: list },
    ]
    const index = jpegSegment(0xe2, 'MPF\0', tiff(order, [fields]))
    return withJpegSegments(first, ...before, index, ...behind)
  }
  const draft = make(0, 0)
  const base = draft.indexOf('MPF\0', 0, 'latin1') + 4
  return Buffer.concat([make(draft.length, draft.length - base), second])
}
