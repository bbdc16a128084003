// What the table of media types says of dates is so: where it says that one can be read, it is, and nowhere else.
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { sniff } from '../../../src/main/engine/media/media-types.ts'
import { readHead, refineType } from '../../../src/main/engine/media/read-head.ts'
import { mediaTypes } from '../../../src/shared/media-types.ts'
import { box, fullBox, number } from './box-builder.ts'
import { tiff as tiffOf } from './tiff-builder.ts'

const takenAt = Date.UTC(2019, 7, 7, 6, 5, 4)
const dated = () =>
  sharp({ create: { width: 32, height: 24, channels: 3, background: '#864' } }).withExif({
    IFD2: { DateTimeOriginal: '2019:08:07 06:05:04' },
  })
const [jpg, png, webp, avif, gif] = await Promise.all([
  dated().jpeg().toBuffer(),
  dated().png().toBuffer(),
  dated().webp().toBuffer(),
  dated().avif({ effort: 0 }).toBuffer(),
  dated().gif().toBuffer(),
])
const dateTag = { tag: 0x9003, text: '2019:08:07 06:05:04' }
const tiff = tiffOf('II', [
  [
    { tag: 0x0100, values: [32] },
    { tag: 0x0101, values: [24] },
    { tag: 0x8769, to: [[dateTag]] },
  ],
])
const film = (brand: string): Buffer => {
  const seconds = takenAt / 1_000 - Date.UTC(1904, 0, 1) / 1_000
  const header = fullBox('mvhd', 0, 0, number(seconds, 4), Buffer.alloc(96))
  return Buffer.concat([box('ftyp', brand, number(0, 4)), box('moov', header)])
}
const raw = (start: string): Buffer => Buffer.concat([Buffer.from(start, 'latin1'), tiff])

describe('the date of taking', () => {
  it.each<[extension: string, bytes: Buffer]>([
    ['jpg', jpg],
    ['png', png],
    ['webp', webp],
    ['avif', avif],
    ['gif', gif],
    ['tif', tiff],
    ['dng', tiff],
    ['nef', tiff],
    ['pef', tiff],
    ['3fr', tiff],
    ['crw', raw('II\x1a\0\0\0HEAPCCDR')],
    ['raf', raw('FUJIFILMCCD-RAW')],
    ['orf', raw('IIRO')],
    ['x3f', raw('FOVb')],
    ['mp4', film('isom')],
    ['mov', film('qt  ')],
    ['3gp', film('3gp5')],
    ['avi', raw('RIFF\0\0\0\0AVI ')],
  ])('of a .%s is read where its type says so, and nowhere else', async (extension, bytes) => {
    const first = sniff(bytes.subarray(0, 512), extension)
    if (first === null) throw new Error('of no known type')
    const head = await readHead(memorySource(bytes), first)
    const type = refineType(first, head, extension)
    expect(mediaTypes.filter(({ extensions }) => extensions.includes(extension))).toContain(type)
    expect(head.takenAt).toBe(type.isDated ? takenAt : null)
  })
})
