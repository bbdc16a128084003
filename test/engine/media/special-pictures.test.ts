// Behaviour of the search for what re-encoding would destroy: what the header says, what XMP says in its two spellings,
// and the index of several pictures.
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead, type PictureHead } from '../../../src/main/engine/media/head.ts'
import {
  findSpecial,
  lostFor,
  specialInXmp,
} from '../../../src/main/engine/media/special-pictures.ts'
import { tiff } from './tiff-builder.ts'

const special = (head: Partial<PictureHead>, bytes: Buffer = Buffer.alloc(0)) =>
  findSpecial(memorySource(bytes), { ...unknownHead, ...head })

describe('a header', () => {
  it.each([
    [{}, null],
    [{ isAnimated: true }, 'animation'],
    [{ hasMotion: true }, 'motion-photo'],
    [{ hasGainMap: true }, 'gain-map'],
    [{ isMultiPicture: true }, 'multi-picture'],
    [{ looseText: 'Title' }, 'metadata-lost'],
    [{ orientation: 6 }, null],
    [{ isMultiPicture: true, hasGainMap: true, hasMotion: true }, 'motion-photo'],
  ] as const)('of %j means %s', async (head, reason) => {
    expect(await special(head)).toBe(reason)
  })

  it('leads to its XMP, of which the packet alone counts', async () => {
    const packet = 'Camera:MotionPhoto="1"'
    const bytes = Buffer.from(`before ${packet} behind Semantic="GainMap"`)
    expect(await special({ xmp: { offset: 7, length: packet.length } }, bytes)).toBe('motion-photo')
    expect(await special({ xmp: { offset: 7, length: packet.length - 2 } }, bytes)).toBeNull()
    expect(await special({ xmp: { offset: 30, length: 100 } }, bytes)).toBe('gain-map')
  })

  it.each(['<mwg-rs:Regions>', 'MPReg:Rectangle="0.1"', '<Iptc4xmpExt:ImageRegion>'])(
    'that turns its picture keeps it with the places marked in it: %s',
    async (packet) => {
      const xmp = { offset: 0, length: packet.length }
      const bytes = Buffer.from(packet)
      expect(await special({ xmp, orientation: 6 }, bytes)).toBe('metadata-lost')
      expect(await special({ xmp, orientation: 2 }, bytes)).toBe('metadata-lost')
      expect(await special({ xmp, orientation: 1 }, bytes)).toBeNull()
    },
  )

  it('says what a copy would lose of it', () => {
    const head = { ...unknownHead, looseText: 'Title' }
    expect(lostFor('metadata-lost', head)).toEqual({ lost: 'PNG Title' })
    expect(lostFor('metadata-lost', unknownHead)).toEqual({ lost: 'XMP Regions' })
    expect(lostFor('motion-photo', head)).toEqual({})
  })

  it('has its XMP read for 1 MB', async () => {
    const padded = (bytes: number): Buffer =>
      Buffer.concat([Buffer.alloc(bytes, ' '), Buffer.from('MicroVideo="1"')])
    const read = (bytes: number) =>
      special({ xmp: { offset: 0, length: bytes + 14 } }, padded(bytes))
    expect(await read(1024 * 1024 - 13)).toBe('motion-photo')
    expect(await read(1024 * 1024 - 12)).toBeNull()
  })

  it('may name several pictures behind an XMP that says nothing', async () => {
    const xmp = { offset: 0, length: 3 }
    expect(await special({ xmp, isMultiPicture: true }, Buffer.from('<x>'))).toBe('multi-picture')
  })
})

describe('an XMP packet', () => {
  const panorama = 'xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" '
  it.each([
    ['GCamera:MotionPhoto="1"', 'motion-photo'],
    ['<GCamera:MotionPhoto>1</GCamera:MotionPhoto>', 'motion-photo'],
    ['<Camera:MicroVideo> 2', 'motion-photo'],
    ['GCamera:MotionPhoto="0"', null],
    ['<GCamera:MicroVideo>0', null],
    ['Item:Semantic="MotionPhoto"', 'motion-photo'],
    ['<Item:Semantic>MotionPhoto', 'motion-photo'],
    ['Item:Semantic="GainMap"', 'gain-map'],
    ['<Item:Semantic> GainMap', 'gain-map'],
    ['xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"', 'gain-map'],
    [`${panorama}GPano:ProjectionType="equirectangular"`, 'panorama'],
    [`${panorama}<GPano:ProjectionType>equirectangular`, 'panorama'],
    ['GPano:ProjectionType="equirectangular"', null],
    [panorama, null],
    ['Item:Semantic="Primary"', null],
    ['Item:Semantic="Depth"', 'multi-picture'],
    ['xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/"', 'multi-picture'],
    ['<x:xmpmeta/>', null],
  ])('of %j means %s', (xmp, reason) => {
    expect(specialInXmp(xmp)).toBe(reason)
  })
})

describe('an index of several pictures', () => {
  const entry = (order: 'II' | 'MM', kind: number): Buffer => {
    const bytes = Buffer.alloc(16)
    const attribute = kind * 0x10000 + 0x0203
    if (order === 'II') bytes.writeUInt32LE(attribute)
    else bytes.writeUInt32BE(attribute)
    return bytes
  }
  /** The index lies a little into the file, as in a JPEG. */
  const judge = (index: Buffer) =>
    special(
      { multiPictureIndex: { offset: 5, length: index.length } },
      Buffer.concat([Buffer.alloc(5), index]),
    )
  const indexOf = (order: 'II' | 'MM', ...kinds: number[]): Buffer =>
    tiff(order, [[{ tag: 0xb002, raw: Buffer.concat(kinds.map((kind) => entry(order, kind))) }]])

  it.each(['II', 'MM'] as const)('names none but previews, in the byte order %s', async (order) => {
    expect(await judge(indexOf(order, 3))).toBeNull()
    expect(await judge(indexOf(order, 3, 1, 1))).toBeNull()
  })

  it.each(['II', 'MM'] as const)('names another picture, in the byte order %s', async (order) => {
    expect(await judge(indexOf(order, 3, 2))).toBe('multi-picture')
    expect(await judge(indexOf(order, 3, 1, 0))).toBe('multi-picture')
  })

  it('is read for a hundred pictures', async () => {
    const previews = (count: number): number[] => Array<number>(count).fill(1)
    expect(await judge(indexOf('II', ...previews(99), 2))).toBe('multi-picture')
    expect(await judge(indexOf('II', ...previews(100), 2))).toBeNull()
  })

  it('that cannot be read may name anything', async () => {
    expect(await judge(tiff('II', [[]]))).toBe('multi-picture')
    expect(await judge(Buffer.from('no TIFF at all'))).toBe('multi-picture')
    expect(await judge(indexOf('II', 3).subarray(0, 9))).toBe('multi-picture')
  })

  it('on a disk that fails is no matter of the header', async () => {
    const source = { sizeBytes: 9, read: () => Promise.reject(new Error('the disk is gone')) }
    const head = { ...unknownHead, multiPictureIndex: { offset: 0, length: 9 } }
    await expect(findSpecial(source, head)).rejects.toThrow('the disk is gone')
  })
})
