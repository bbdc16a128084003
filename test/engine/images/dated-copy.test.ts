// Behaviour of the making of a dated copy: which files get one, which never do, and that it is the same at every try.
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mediaType } from '../../../src/shared/media-types.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { sniff } from '../../../src/main/engine/media/media-types.ts'
import { readHead } from '../../../src/main/engine/media/read-head.ts'
import type { CaptureDate } from '../../../src/main/engine/images/dated/capture-date.ts'
import { planDatedCopy } from '../../../src/main/engine/images/dated/dated-copy.ts'
import { partsOf, type DatableFormat } from '../../../src/main/engine/images/dated/parts.ts'
import { flawOfDated } from '../../../src/main/engine/images/dated/proof.ts'
import { piecesOf, spliced } from '../../../src/main/engine/images/dated/splice.ts'
import {
  exifSegment,
  film,
  jpegSegment,
  noise,
  openDateDesk,
  pngChunk,
  summer,
  summerAbroad,
  undatedForms,
  webpChunk,
  webpChunks,
  webpOf,
  withJpegSegments,
  withPngChunks,
  type DateDesk,
} from '../../builders/undated.ts'
import { box } from '../media/box-builder.ts'
import { exifBlock, tiff } from '../media/tiff-builder.ts'

let desk: DateDesk
let forms: Map<string, Buffer>
beforeAll(async () => {
  desk = openDateDesk()
  forms = await undatedForms()
})
afterAll(() => desk.close())

const names = [
  ...['JPEG', 'bare JPEG', 'progressive JPEG', 'PNG', 'lossy WebP', 'lossless WebP'],
  'transparent WebP',
  ...['WebP with a profile', 'animated WebP', 'MP4', 'MOV', '3GP of the longer form'],
]
const form = (name: string): Buffer => forms.get(name) ?? Buffer.alloc(0)

async function takenAt(bytes: Buffer): Promise<number | null> {
  const type = sniff(bytes.subarray(0, 4096), '')
  if (type === null) throw new Error('of no known type')
  return (await readHead(memorySource(bytes), type)).takenAt
}

describe.each(names)('a dated copy of a %s', (name) => {
  const isFilm = /MP4|MOV|3GP/.test(name)

  it('says when it was taken, and has a size and a hash that are told', async () => {
    const { answer, copy } = await desk.date(form(name), summerAbroad)
    if (answer.outcome !== 'dated' || copy === null) throw new Error(JSON.stringify(answer))
    const hourMs = 60 * 60_000
    expect(await takenAt(copy)).toBe(summer.takenAt - (isFilm ? 2 * hourMs : 0))
    expect(await takenAt(form(name))).toBeNull()
    expect(answer.sizeBytes).toBe(copy.length)
    expect(answer.sha256).toBe(createHash('sha256').update(copy).digest('hex'))
  })

  it('has the same bytes at every try', async () => {
    const copies = [await desk.copyOf(form(name), summerAbroad)]
    copies.push(await desk.copyOf(form(name), summerAbroad))
    expect(copies[0]?.equals(copies[1] ?? Buffer.alloc(0))).toBe(true)
  })

  it('is not dated again', async () => {
    const copy = await desk.copyOf(form(name), summerAbroad)
    expect(await desk.refusalOf(copy, { takenAt: 0, offsetMinutes: 0 })).toBe('dated')
  })

  it.skipIf(isFilm)('shows the very same pixels', async () => {
    const pixels = (bytes: Buffer) => sharp(bytes, { animated: true }).raw().toBuffer()
    const copy = await desk.copyOf(form(name))
    expect((await pixels(copy)).equals(await pixels(form(name)))).toBe(true)
  })

  it('is refused by its proof as soon as one bit of it is another', async () => {
    const source = form(name)
    const copy = await desk.copyOf(source, summerAbroad)
    const type = sniff(copy.subarray(0, 4096), '')
    if (type === null) throw new Error('of no known type')
    const prove = (bytes: Buffer): Promise<string | null> => {
      const it = memorySource(bytes)
      const format = type.format as DatableFormat
      const of = { type, format, source: memorySource(source), date: summerAbroad }
      // What cannot even be read is no copy either.
      return flawOfDated({ ...of, copy: it, header: it }).catch((error: unknown) => String(error))
    }
    expect(await prove(copy)).toBeNull()
    // Every bit of what comes first, and some of all.
    for (let bit = 0; bit < 40 * 8; bit += 1) {
      const other = Buffer.from(copy)
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await prove(other), `bit ${bit & 7} of byte ${bit >> 3}`).not.toBeNull()
    }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(Math.min(700, copy.length - 1)), fc.nat(copy.length - 1)),
        fc.nat(7),
        async (at, bit) => {
          const other = Buffer.from(copy)
          other[at] = (other[at] ?? 0) ^ (1 << bit)
          expect(await prove(other), `bit ${bit} of byte ${at}`).not.toBeNull()
        },
      ),
      { numRuns: 60 },
    )
    expect(await prove(copy.subarray(0, -1))).not.toBeNull()
    expect(await prove(Buffer.concat([copy, Buffer.from([0])]))).not.toBeNull()
    expect(await prove(source)).not.toBeNull()
  })
})

describe('no dated copy', () => {
  const start = (text: string): Buffer =>
    Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(600)])

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['GIF', () => noise().gif().toBuffer()],
    ['TIFF', () => noise().tiff().toBuffer()],
    ['AVIF', () => noise(16, 16).avif({ effort: 0 }).toBuffer()],
    ['HEIC', () => start('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['RAW photo', () => start('\0\0\0\x18ftypcrx \0\0\0\x01crx isom')],
    ['BMP', () => start('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0')],
    ['AVI', () => start('RIFF\x20\0\0\0AVI LIST')],
    ['MKV', () => start('\x1aE\xdf\xa3')],
    [
      'MTS',
      () =>
        Buffer.concat(
          Array<Buffer>(8).fill(Buffer.concat([Buffer.from([0x47]), Buffer.alloc(187)])),
        ),
    ],
    ['sound of an M4A', () => start('\0\0\0\x18ftypM4A \0\0\0\0M4A isom')],
    ['text', () => start('Dear diary')],
    ['empty file', () => Buffer.alloc(0)],
  ])('is made of a %s', async (_, make) => {
    expect(await desk.refusalOf(await make(), summerAbroad)).toBe('format')
  })

  const xmp = (property: string): Buffer =>
    Buffer.from(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
       <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
         xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${property}/></rdf:RDF></x:xmpmeta>`,
    )
  const packet = (property: string): Buffer =>
    jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp(property))

  it.each<[string, () => Buffer]>([
    [
      'EXIF',
      () => withJpegSegments(form('JPEG'), exifSegment(exifBlock(1, '1999:12:31 23:59:59'))),
    ],
    ['XMP', () => withJpegSegments(form('JPEG'), packet('xmp:CreateDate="1987-07-14T18:22:33"'))],
    [
      'XMP with a day alone',
      () => withJpegSegments(form('JPEG'), packet('photoshop:DateCreated="1987-07-14"')),
    ],
    [
      'eXIf',
      () => withPngChunks(form('PNG'), pngChunk('eXIf', exifBlock(1, '1999:12:31 23:59:59'))),
    ],
    ['the header of a film', () => film({ created: 3_000_000_000 })],
  ])('is made of what has a date in %s', async (_, make) => {
    expect(await desk.refusalOf(make(), summerAbroad)).toBe('dated')
  })

  it.each(['tEXt', 'zTXt'])(
    'is made of a PNG with a date in EXIF in words, in %s',
    async (type) => {
      const words = (block: Buffer): Buffer => {
        const hex = Buffer.concat([Buffer.from('Exif\0\0'), block]).toString('hex')
        return Buffer.from(`\nexif\n    ${block.length + 6}\n${hex.replace(/.{72}/g, '$&\n')}\n`)
      }
      const chunk = (block: Buffer): Buffer => {
        const name = Buffer.from('Raw profile type exif\0', 'latin1')
        const packed = [Buffer.from([0]), deflateSync(words(block))]
        return pngChunk(type, Buffer.concat([name, ...(type === 'zTXt' ? packed : [words(block)])]))
      }
      const dated = withPngChunks(form('PNG'), chunk(exifBlock(1, '1999:12:31 23:59:59')))
      expect(await desk.refusalOf(dated)).toBe('dated')
      const undated = withPngChunks(form('PNG'), chunk(exifBlock(1, '0000:00:00 00:00:00')))
      expect(await takenAt(await desk.copyOf(undated))).toBe(summer.takenAt)
    },
  )

  it('is made of what has a real date beside that of a clock that was never set', async () => {
    const fields = [{ tag: 0x8769, to: [[{ tag: 0x9003, text: '1980:01:01 00:00:00' }]] }]
    const block = tiff('II', [[{ tag: 0x0132, text: '1999:12:31 23:59:59' }, ...fields]])
    expect(await desk.refusalOf(withJpegSegments(form('JPEG'), exifSegment(block)))).toBe('dated')
  })

  it.each<[string, () => Buffer]>([
    ['a year alone', () => packet('photoshop:DateCreated="1987"')],
    ['the day of a change', () => packet('xmp:ModifyDate="2019-07-14T18:22:33"')],
    ['the date of a clock that was never set', () => packet('xmp:CreateDate="1980-01-01T00:00"')],
  ])('is refused for XMP with %s', async (_, make) => {
    const copy = await desk.copyOf(withJpegSegments(form('JPEG'), make()))
    expect(await takenAt(copy)).toBe(summer.takenAt)
  })

  const credentials = Buffer.from('\0\0\0\x40jumb\0\0\0\x1ejumdc2pa', 'latin1')
  const c2paBox = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex')

  it.each<[string, (isSigned: boolean) => Buffer]>([
    [
      'JPEG',
      (is) =>
        withJpegSegments(
          form('JPEG'),
          jpegSegment(0xeb, 'JP\0\x01', is ? credentials : 'other boxes'),
        ),
    ],
    ['PNG', (is) => withPngChunks(form('PNG'), pngChunk(is ? 'caBX' : 'caBy', credentials))],
    [
      'WebP',
      (is) =>
        webpOf(
          ...webpChunks(form('lossy WebP')).map(({ name, body }) => webpChunk(name, body)),
          webpChunk(is ? 'C2PA' : 'C2PB', credentials),
        ),
    ],
    [
      'film',
      (is) =>
        Buffer.concat([form('MP4'), box('uuid', is ? c2paBox : Buffer.alloc(16), credentials)]),
    ],
  ])('is made of a %s that is signed, since it would not be any more', async (_, make) => {
    expect(await desk.refusalOf(make(true), summerAbroad)).toBe('signed')
    expect(await desk.copyOf(make(false), summerAbroad)).not.toBeNull()
  })

  it.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '1970:01:01 00:00:00',
    '1980:01:01 00:00:09',
    '2000:01:01 00:00:00',
  ])('is refused for the %s of a clock that was never set', async (text) => {
    const copy = await desk.copyOf(withJpegSegments(form('JPEG'), exifSegment(exifBlock(1, text))))
    expect(await takenAt(copy)).toBe(summer.takenAt)
  })

  it.each<[string, string, CaptureDate]>([
    ['before the first photograph', 'JPEG', { takenAt: Date.UTC(1800, 0, 1), offsetMinutes: null }],
    ['that is no number', 'JPEG', { takenAt: Number.NaN, offsetMinutes: null }],
    ['of a film that is no number', 'MP4', { takenAt: Number.NaN, offsetMinutes: 0 }],
    ['beyond all calendars', 'PNG', { takenAt: 1e18, offsetMinutes: null }],
    ['in no zone', 'JPEG', { takenAt: 0, offsetMinutes: 15 * 60 }],
    [
      'of a film before films of this kind',
      'MP4',
      { takenAt: Date.UTC(1965, 4, 1), offsetMinutes: 0 },
    ],
    ['of a film beyond 32 bits', 'MOV', { takenAt: Date.UTC(2041, 0, 1), offsetMinutes: 0 }],
  ])('is made for a date %s', async (_, name, date) => {
    expect(await desk.refusalOf(form(name), date)).toBe('out-of-range')
  })

  it('is made of a film without a zone, since its times are UTC', async () => {
    expect(await desk.refusalOf(form('MP4'), summer)).toBe('no-zone')
  })

  it('is made of other bytes than those that were hashed', async () => {
    const changed = { outcome: 'failed', failure: { kind: 'file-changed' } }
    const sha256 = createHash('sha256').update('other bytes').digest('hex')
    expect((await desk.date(form('JPEG'), summer, { sha256 })).answer).toEqual(changed)
    expect((await desk.date(form('JPEG'), summer, { sizeBytes: 12 })).answer).toEqual(changed)
  })

  it('is made of a file that is gone', async () => {
    const path = `${desk.folder}/nowhere.jpg`
    const { answer } = await desk.date(form('JPEG'), summer, { path })
    expect(answer).toEqual({ outcome: 'failed', failure: { kind: 'file-gone' } })
  })

  it.each<[string, (path: string) => void]>([
    ['touched', (path) => utimesSync(path, 1, 1)],
    ['written to', (path) => appendFileSync(path, 'more')],
    ['shortened', (path) => truncateSync(path, 400)],
  ])('is made of a file that is %s meanwhile', async (_, change) => {
    const path = `${desk.folder}/meanwhile.jpg`
    const bytes = Buffer.concat([form('JPEG'), Buffer.alloc(200_000)])
    writeFileSync(path, bytes)
    const { length: sizeBytes } = bytes
    // The date is asked for when the file is open and its parts are known.
    const date = {
      offsetMinutes: null,
      get takenAt() {
        change(path)
        return summer.takenAt
      },
    }
    const job = { do: 'date', path, sizeBytes, sha256: null, date, isEstimate: false } as const
    const changed = { outcome: 'failed', failure: { kind: 'file-changed' } }
    expect(await planDatedCopy(job)).toEqual(changed)
    rmSync(path)
    expect(readdirSync(desk.folder)).toEqual([])
  })
})

describe('the proof of a copy', () => {
  const type = mediaType('image/png')
  const of = { type, format: 'png', date: summer } as const

  it('misses what is gone from the end', async () => {
    const source = Buffer.concat([form('PNG'), Buffer.from('something of a phone')])
    const copy = memorySource(await desk.copyOf(form('PNG')))
    const proof = { ...of, source: memorySource(source), copy, header: copy }
    expect(await flawOfDated(proof)).toBe('behind is lost')
  })

  it('hears what readers of headers are told', async () => {
    const source = memorySource(form('PNG'))
    const copy = memorySource(await desk.copyOf(form('PNG')))
    const other = memorySource(await desk.copyOf(await noise(65, 48).png().toBuffer()))
    const proof = { ...of, source, copy }
    expect(await flawOfDated({ ...proof, header: copy })).toBeNull()
    expect(await flawOfDated({ ...proof, header: other })).toBe(
      'the picture is described otherwise',
    )
    expect(await flawOfDated({ ...proof, header: source })).toBe('the date is not read back')
  })
})

describe('a photo that is scanned before 1970', () => {
  it('gets its date all the same', async () => {
    const date = { takenAt: Date.UTC(1907, 5, 1, 12), offsetMinutes: null }
    expect(await takenAt(await desk.copyOf(form('JPEG'), date))).toBe(date.takenAt)
  })
})

describe('a date with fractions of a second', () => {
  it('is written in whole seconds', async () => {
    const copy = await desk.copyOf(form('JPEG'), { ...summer, takenAt: summer.takenAt + 733 })
    expect(copy.equals(await desk.copyOf(form('JPEG')))).toBe(true)
  })
})

describe('any date', () => {
  const photos = fc.record({
    takenAt: fc.integer({ min: Date.UTC(1826, 0, 2) / 1000, max: Date.UTC(9999, 11, 31) / 1000 }),
    offsetMinutes: fc.option(fc.integer({ min: -12 * 60, max: 14 * 60 })),
  })

  it('is read back from a photo', async () => {
    await fc.assert(
      fc.asyncProperty(photos, fc.constantFrom('JPEG', 'PNG', 'lossy WebP'), async (date, name) => {
        const ms = date.takenAt * 1000
        expect(await takenAt(await desk.copyOf(form(name), { ...date, takenAt: ms }))).toBe(ms)
      }),
      { numRuns: 40 },
    )
  })

  it('of 1970 to 2039 is read back from a film, as UTC', async () => {
    const date = fc.record({
      takenAt: fc.integer({ min: Date.UTC(1970, 0, 4) / 1000, max: Date.UTC(2039, 11, 31) / 1000 }),
      offsetMinutes: fc.integer({ min: -12 * 60, max: 14 * 60 }),
    })
    await fc.assert(
      fc.asyncProperty(
        date,
        fc.constantFrom('MP4', 'MOV', '3GP of the longer form'),
        async (when, name) => {
          const copy = await desk.copyOf(form(name), { ...when, takenAt: when.takenAt * 1000 })
          expect(await takenAt(copy)).toBe((when.takenAt - when.offsetMinutes * 60) * 1000)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('a large file', () => {
  it('is never held: no more than a megabyte is asked for at a time', async () => {
    const asked: number[] = []
    const sizeBytes = 5_000_000_000
    const piece = Buffer.alloc(1024 * 1024)
    const source = {
      sizeBytes,
      read: (_: number, length: number) => {
        asked.push(length)
        return Promise.resolve(piece.subarray(0, length))
      },
    }
    let bytes = 0
    const bounds = { at: 77, removes: 3, bytes: Buffer.from('splice') }
    for await (const each of spliced(source, [bounds], () => undefined)) bytes += each.length
    expect(bytes).toBe(sizeBytes + 3)
    expect(Math.max(...asked)).toBe(1024 * 1024)
    for await (const each of piecesOf(source, 5, 9)) expect(each).toHaveLength(4)
  })

  it('may be read to its end, beyond what headers may ask for', async () => {
    const bytes = Buffer.concat([form('MP4'), Buffer.alloc(18 * 1024 * 1024)])
    expect(await desk.copyOf(bytes, summerAbroad)).toHaveLength(bytes.length)
  })
})

describe('the parts of a file', () => {
  it.each(names)('are all of a %s, without a gap', async (name) => {
    const bytes = form(name)
    const format = sniff(bytes.subarray(0, 4096), '')?.format as DatableFormat
    const parts = await partsOf(format, memorySource(bytes))
    expect(parts[0]?.at).toBe(0)
    expect(parts.at(-1)?.end).toBe(bytes.length)
    for (const [index, part] of parts.slice(1).entries()) expect(part.at).toBe(parts[index]?.end)
  })

  it('are not read without end', async () => {
    const boxes = Buffer.alloc(8 * 100_010)
    for (let at = 0; at < boxes.length; at += 8) boxes.write('\0\0\0\x08free', at, 'latin1')
    expect(await desk.refusalOf(Buffer.concat([form('MP4'), boxes]), summerAbroad)).toBe(
      'unreadable',
    )
  })
})
