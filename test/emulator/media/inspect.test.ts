// Types, dimensions and dates as read from real files that sharp writes, and from made-up headers of the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { expect, it } from 'vitest'
import type { MediaFacts } from '../core/model.ts'
import { defaultSettings } from '../core/settings.ts'
import { bytesInFile, bytesInMemory } from './byte-source.ts'
import { itemDate } from './dates.ts'
import { inspectMedia } from './inspect.ts'

/** Facts with the date that counts in place of those that are stated. */
type Inspected = Omit<MediaFacts, 'dates'> & { takenAt: string | null }

/** Reads bytes in awkward pieces and from a file, which must agree. */
function inspect(bytes: Buffer): Inspected | null {
  const pieces: Buffer[] = []
  for (let start = 0; start < bytes.length; start += 37)
    pieces.push(bytes.subarray(start, start + 37))
  const inMemory = inspectMedia(bytesInMemory(pieces, bytes.length))
  const folder = mkdtempSync(join(tmpdir(), 'inspect-'))
  writeFileSync(join(folder, 'file'), bytes)
  const source = bytesInFile(join(folder, 'file'))
  expect(inspectMedia(source)).toEqual(inMemory)
  source.close()
  rmSync(folder, { recursive: true })
  if (inMemory === null) return null
  const { dates, ...facts } = inMemory
  const { atMs, datedBy } = itemDate({ ...facts, dates }, defaultSettings, Date.now())
  const takenAt = datedBy === null ? null : new Date(atMs).toISOString().replace('.000Z', 'Z')
  return { ...facts, takenAt }
}

const picture = (): Sharp =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: 'olive' } })
const exif = {
  IFD0: { Make: 'Maker', Model: 'Model 1' },
  IFD2: {
    DateTimeOriginal: '2021:07:04 10:20:30',
    OffsetTimeOriginal: '+02:00',
    ExposureTime: '1/125',
  },
}
const exifFacts = {
  width: 60,
  height: 40,
  takenAt: '2021-07-04T08:20:30Z',
  cameraMake: 'Maker',
  cameraModel: 'Model 1',
  exposureSeconds: 0.008,
}

it.each([
  ['image/jpeg', (): Promise<Buffer> => picture().withExif(exif).jpeg().toBuffer()],
  [
    'image/jpeg',
    (): Promise<Buffer> => picture().withExif(exif).jpeg({ progressive: true }).toBuffer(),
  ],
  ['image/png', (): Promise<Buffer> => picture().withExif(exif).png().toBuffer()],
  ['image/webp', (): Promise<Buffer> => picture().withExif(exif).webp().toBuffer()],
  ['image/avif', (): Promise<Buffer> => picture().withExif(exif).avif({ effort: 0 }).toBuffer()],
])('reads %s with its EXIF', async (mimeType, make) => {
  expect(inspect(await make())).toMatchObject({ kind: 'photo', mimeType, ...exifFacts })
})

it.each([
  ['image/webp', (): Promise<Buffer> => picture().webp({ lossless: true }).toBuffer()],
  ['image/webp', (): Promise<Buffer> => picture().webp().toBuffer()],
  ['image/tiff', (): Promise<Buffer> => picture().tiff().toBuffer()],
  ['image/gif', (): Promise<Buffer> => picture().gif().toBuffer()],
])('reads the size of %s without EXIF', async (mimeType, make) => {
  expect(inspect(await make())).toMatchObject({ mimeType, width: 60, height: 40, takenAt: null })
})

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="1987-07-14T18:22:33+02:00"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="de">Am See</rdf:li>
  <rdf:li xml:lang="x-default">At the lake &amp; more</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`

it.each([
  ['image/jpeg', (): Promise<Buffer> => picture().withXmp(packet).jpeg().toBuffer()],
  ['image/png', (): Promise<Buffer> => picture().withXmp(packet).png().toBuffer()],
  ['image/webp', (): Promise<Buffer> => picture().withXmp(packet).webp().toBuffer()],
])('reads date and caption of XMP in %s', async (mimeType, make) => {
  const takenAt = '1987-07-14T16:22:33Z'
  expect(inspect(await make())).toMatchObject({ mimeType, takenAt, caption: 'At the lake & more' })
})

it('shows a picture that lies on its side upright', async () => {
  const bytes = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(inspect(bytes)).toMatchObject({ width: 40, height: 60 })
})

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const padded = (head: Buffer): Buffer => Buffer.concat([head, Buffer.alloc(512)])
const brand = (name: string): Buffer =>
  padded(Buffer.concat([hex('00000018'), Buffer.from(`ftyp${name}`)]))

it.each([
  ['image/bmp', padded(Buffer.from('BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28', 'latin1'))],
  ['image/x-icon', padded(hex('00000100 0100 2020 00000100 20006810 00001600 0000'))],
  ['image/heif', brand('heic')],
  ['image/x-canon-cr3', brand('crx ')],
  ['image/x-canon-cr2', padded(Buffer.from('II*\0\x10\0\0\0CR\x02\0', 'latin1'))],
  ['image/x-fuji-raf', padded(Buffer.from('FUJIFILMCCD-RAW '))],
  ['image/x-olympus-orf', padded(Buffer.from('IIRO\x08\0\0\0', 'latin1'))],
  ['image/x-panasonic-rw2', padded(hex('49495500 18000000'))],
  ['video/mp4', brand('isom')],
  ['video/quicktime', brand('qt  ')],
  ['video/3gpp', brand('3gp5')],
  ['video/x-msvideo', padded(Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'))],
  ['video/x-matroska', padded(hex('1a45dfa3 01000000'))],
  ['video/x-ms-wmv', padded(hex('3026b2758e66cf11a6d900aa0062ce6c'))],
  ['video/mpeg', padded(hex('000001ba 44000401'))],
])('knows %s by its first bytes', (mimeType, bytes) => {
  expect(inspect(bytes)?.mimeType).toBe(mimeType)
})

it('knows transport streams, with and without time stamps', () => {
  const stream = Buffer.alloc(192 * 4)
  for (const place of [0, 188, 376, 564]) stream[place] = 0x47
  expect(inspect(stream)?.mimeType).toBe('video/mp2t')
  const stamped = Buffer.alloc(192 * 4)
  for (const place of [4, 196, 388, 580]) stamped[place] = 0x47
  expect(inspect(stamped)?.mimeType).toBe('video/mp2t')
})

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a few bytes', hex('ffd8ff')],
  ['zeros', Buffer.alloc(1000)],
  ['text', Buffer.from('Dear diary, today I took no photos at all. '.repeat(20))],
  ['a PDF', Buffer.from('%PDF-1.7 and so on and on and on')],
  ['HTML', Buffer.from('<!doctype html><title>Not a photo</title>')],
])('does not take %s for a photo', (_what, bytes) => {
  expect(inspect(bytes)).toBeNull()
})

it('reads date and size of a movie whose index is at the end', () => {
  const box = (type: string, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts)
    const head = Buffer.alloc(8)
    head.writeUInt32BE(body.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, body])
  }
  const mvhd = Buffer.alloc(100)
  mvhd.writeUInt32BE((Date.UTC(2019, 4, 6, 7, 8, 9) - Date.UTC(1904, 0, 1)) / 1000, 4)
  const tkhd = Buffer.alloc(84)
  tkhd.writeUInt32BE(1920 * 65_536, 76)
  tkhd.writeUInt32BE(1080 * 65_536, 80)
  const movieOf = (...more: Buffer[]): Buffer =>
    Buffer.concat([
      box('ftyp', Buffer.from('isom\0\0\0\0')),
      box('mdat', Buffer.alloc(200_000)),
      box('moov', box('mvhd', mvhd), box('trak', box('tkhd', tkhd)), ...more),
    ])
  const movie = movieOf()
  expect(inspect(movie)).toEqual({
    kind: 'video',
    mimeType: 'video/mp4',
    width: 1920,
    height: 1080,
    takenAt: '2019-05-06T07:08:09Z',
  })
  const value = Buffer.from('\0\0\0\x01\0\0\0\x002019-05-07T01:08:09+0900', 'latin1')
  const keys = box('mdta', Buffer.from('com.apple.quicktime.creationdate'))
  const meta = box(
    'meta',
    box('hdlr', Buffer.alloc(24)),
    box('keys', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), keys),
    box('ilst', box('\0\0\0\x01', box('data', value))),
  )
  expect(inspect(movieOf(meta))).toMatchObject({ takenAt: '2019-05-06T16:08:09Z' })
})

it('survives files that end anywhere', async () => {
  const whole = await Promise.all([
    picture().withExif(exif).jpeg().toBuffer(),
    picture().withExif(exif).png().toBuffer(),
    picture().withExif(exif).webp().toBuffer(),
  ])
  for (const bytes of whole) {
    for (let length = 0; length < Math.min(bytes.length, 700); length += 3) {
      const facts = inspectMedia(bytesInMemory([bytes.subarray(0, length)], length))
      if (length >= 12) expect(facts?.kind).toBe('photo')
    }
  }
})
