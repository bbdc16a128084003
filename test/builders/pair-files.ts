// Files that belong together, put together byte by byte: a JPEG, RAW photos of several makers, the film of a Live Photo. As
// small as they can be, and read by exiftool as well (test/images/pairs.test.ts).
import { box, fullBox, number } from '../engine/media/box-builder.ts'
import { tiff, type Field } from '../engine/media/tiff-builder.ts'

/** The words of a photo, as EXIF writes them. */
export interface PhotoWords {
  at?: string
  offset?: string
  changed?: string
  model?: string
  note?: Buffer
  /** Makes the bytes differ from those of another. */
  text?: string
}

const ascii = (tag: number, text: string | undefined): Field[] =>
  text === undefined ? [] : [{ tag, text }]

const exifFields = ({ at, offset, note }: PhotoWords): Field[] => [
  ...ascii(0x9003, at),
  ...ascii(0x9011, offset),
  ...(note === undefined ? [] : [{ tag: 0x927c, raw: note }]),
]
const mainFields = ({ changed, model, text }: PhotoWords): Field[] => [
  ...ascii(0x010e, text),
  ...ascii(0x010f, model === undefined ? undefined : 'Maker'),
  ...ascii(0x0110, model),
  ...ascii(0x0132, changed),
]

/** A TIFF header with these words. */
export const exifOf = (words: PhotoWords): Buffer =>
  tiff('II', [[...mainFields(words), { tag: 0x8769, to: [exifFields(words)] }]])

/** Apple's maker note with a content identifier. */
export function appleNote(identifier: string, order: 'MM' | 'II' = 'MM'): Buffer {
  const text = Buffer.from(`${identifier}\0`, 'latin1')
  const note = Buffer.alloc(14 + 2 + 12 + 4)
  note.write('Apple iOS\0\0\x01', 0, 'latin1')
  note.write(order, 12, 'latin1')
  const put = (value: number, at: number, bytes: number): void => {
    if (order === 'II') note.writeUIntLE(value, at, bytes)
    else note.writeUIntBE(value, at, bytes)
  }
  put(1, 14, 2)
  put(0x0011, 16, 2)
  put(2, 18, 2)
  put(text.length, 20, 4)
  put(note.length, 24, 4)
  return Buffer.concat([note, text])
}

/** The start of a grey JPEG of 8 by 8 behind this EXIF, whose one block is black. */
export function jpegWith(exif: Buffer): Buffer {
  const segment = (marker: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([0xff, marker]), number(body.length + 2, 2), body])
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(exif.length === 0 ? [] : [segment(0xe1, Buffer.from('Exif\0\0', 'latin1'), exif)]),
    segment(0xdb, Buffer.from([0]), Buffer.alloc(64, 1)),
    segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
    // One code of one bit, "nought", for both tables.
    ...[0x00, 0x10].map((table) =>
      segment(0xc4, Buffer.from([table, 1]), Buffer.alloc(15), Buffer.from([0])),
    ),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x3f, 0xff, 0xd9]),
  ])
}

/** A RAW in a TIFF; some makers begin it with bytes of their own. */
export function raw(words: Buffer, begin?: string): Buffer {
  const bytes = Buffer.from(words)
  if (begin !== undefined) bytes.write(begin, 0, 'latin1')
  return bytes
}

/** As little of Canon's CR3 as its words take. */
export function cr3(words: PhotoWords): Buffer {
  const own = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex')
  const alone = (fields: Field[]): Buffer => tiff('II', [fields])
  return Buffer.concat([
    box('ftyp', 'crx ', number(1, 4), 'crx isom'),
    box(
      'moov',
      box('free'),
      box(
        'uuid',
        own,
        box('CMT1', alone(mainFields(words))),
        box('CMT2', alone(exifFields(words))),
      ),
    ),
  ])
}

/** As little of Fuji's RAF as leads to the JPEG in it. */
export function raf(jpeg: Buffer): Buffer {
  const head = Buffer.alloc(160)
  head.write('FUJIFILMCCD-RAW 0201FF393101Camera', 0, 'latin1')
  head.writeUInt32BE(head.length, 84)
  head.writeUInt32BE(jpeg.length, 88)
  return Buffer.concat([head, jpeg])
}

/** What a film says. */
export interface FilmWords {
  id?: string
  /** Apple's time, with its offset. */
  at?: string
  headerMs?: number
  ms: number | 'unknown' | 'no scale'
  version?: number
  /** Makes the bytes differ from those of another. */
  text?: string
}

/** A film without a track. */
export function film({ id, at, headerMs, ms, version = 0, text = '' }: FilmWords): Buffer {
  const width = version === 1 ? 8 : 4
  const time = headerMs === undefined ? 0 : headerMs / 1_000 - Date.UTC(1904, 0, 1) / 1_000
  const length =
    ms === 'unknown' ? Buffer.alloc(width, 0xff) : number(ms === 'no scale' ? 9 : ms, width)
  const header = fullBox(
    'mvhd',
    version,
    0,
    ...[number(time, width), number(time, width)],
    ...[number(ms === 'no scale' ? 0 : 1_000, 4), length],
    Buffer.alloc(80),
  )
  const said = [
    ['com.apple.quicktime.make', 'Apple'],
    ['com.apple.quicktime.creationdate', at],
    ['com.apple.quicktime.content.identifier', id],
  ].filter((pair): pair is [string, string] => pair[1] !== undefined)
  const handler = Buffer.concat([number(0, 4), Buffer.from('mdta', 'latin1'), Buffer.alloc(13)])
  const meta = box(
    'meta',
    fullBox('hdlr', 0, 0, handler),
    fullBox('keys', 0, 0, number(said.length, 4), ...said.map(([key]) => box('mdta', key))),
    box(
      'ilst',
      ...said.map(([, value], index) =>
        box(
          number(index + 1, 4).toString('latin1'),
          box('data', number(1, 4), number(0, 4), value),
        ),
      ),
    ),
  )
  return Buffer.concat([
    box('ftyp', 'qt  ', number(0, 4), 'qt  '),
    box('moov', header, meta),
    box('mdat', text),
  ])
}
