// Behaviour of the reader of a JPEG's header: real pictures, and segments put together for what encoders do not write.
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead } from '../../../src/main/engine/media/head.ts'
import {
  jpegSegments,
  readJpegHead,
  type JpegSegment,
} from '../../../src/main/engine/media/jpeg-head.ts'
import { exifBlock } from './tiff-builder.ts'

const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)
const start = Buffer.from([0xff, 0xd8])

/** A segment with its length. */
function segment(marker: number, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body as string, 'latin1')
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(bytes.length + 2, 2)
  return Buffer.concat([head, bytes])
}

/** The frame of a picture of 300 by 200 whose components have these sampling factors. */
const frame = (marker = 0xc0, factors: readonly number[] = [0x22, 0x11, 0x11]): Buffer =>
  segment(
    marker,
    Buffer.from([
      ...[8, 0, 200, 1, 44, factors.length],
      ...factors.flatMap((factor, index) => [index + 1, factor, 0]),
    ]),
  )

const scan = segment(0xda, '\0')
const exif = (orientation: number, takenAt = ''): Buffer =>
  segment(0xe1, `Exif\0\0${exifBlock(orientation, takenAt).toString('latin1')}`)

const headOf = (...parts: Buffer[]) => readJpegHead(memorySource(Buffer.concat([start, ...parts])))

describe('the frame of a JPEG', () => {
  it.each([
    ['4:2:0', 1.5],
    ['4:4:4', 3],
  ])('that loads in steps is held whole, at %s', async (chromaSubsampling, samples) => {
    const picture = sharp({ create: { width: 90, height: 70, channels: 3, background: '#468' } })
    const steps = await picture.clone().jpeg({ progressive: true, chromaSubsampling }).toBuffer()
    const head = await readJpegHead(memorySource(steps))
    expect(head).toMatchObject({ width: 90, height: 70, decodeBytes: 90 * 70 * 2 * samples })
    const rows = await picture.jpeg({ chromaSubsampling }).toBuffer()
    expect(await readJpegHead(memorySource(rows))).toMatchObject({ width: 90, decodeBytes: 0 })
  })

  it.each([
    [[0x11], 1],
    [[0x21, 0x11, 0x11], 2],
    [[0x42, 0x11, 0x21], (8 + 1 + 2) / 8],
    [[0x11, 0x11, 0x11, 0x11], 4],
    [[0x11, 0x11, 0x11, 0x22], 7 / 4],
    // Of five components four are looked at, and no factor is a nought.
    [[0x11, 0x11, 0x11, 0x11, 0x44], 4],
    [[0x00, 0x10, 0x01], 3],
  ])('with factors %j has %f samples a pixel', async (factors, samples) => {
    const { decodeBytes } = await headOf(frame(0xc2, factors))
    expect(decodeBytes).toBe(300 * 200 * 2 * samples)
  })

  it('has any of thirteen markers, of which four mean steps', async () => {
    const markers = Array.from({ length: 18 }, (_, index) => 0xbf + index)
    const heads = await Promise.all(
      markers.map(async (marker) => ({ marker, head: await headOf(frame(marker), scan) })),
    )
    const frames = heads.filter(({ head }) => head.width === 300 && head.height === 200)
    expect(frames.map(({ marker }) => marker)).toEqual([
      ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
    ])
    const inSteps = frames.filter(({ head }) => head.decodeBytes > 0)
    expect(inSteps.map(({ marker }) => marker)).toEqual([0xc2, 0xc6, 0xca, 0xce])
  })

  it('ends the header: what is said behind it is not read', async () => {
    const head = await headOf(frame(), segment(0xe2, 'urn:iso:std:iso:ts:21496:-1\0'))
    expect(head.hasGainMap).toBe(false)
  })

  it('that is cut off leaves the sides unknown', async () => {
    expect(await headOf(exif(6), segment(0xc0, '\x08\0\xc8'))).toMatchObject({
      width: null,
      height: null,
      orientation: 6,
    })
  })
})

describe('the segments of a JPEG', () => {
  const kinds = async (...parts: Buffer[]): Promise<number[]> => {
    const markers: number[] = []
    for await (const { marker } of jpegSegments(memorySource(Buffer.concat([start, ...parts]))))
      markers.push(marker)
    return markers
  }

  it('tell where they begin and where their body lies', async () => {
    const source = memorySource(Buffer.concat([start, segment(0xfe, 'abc'), scan]))
    const found: JpegSegment[] = []
    for await (const one of jpegSegments(source)) found.push(one)
    expect(found).toEqual([
      { marker: 0xfe, at: 2, body: { offset: 6, length: 3 } },
      { marker: 0xda, at: 9, body: { offset: 13, length: 1 } },
    ])
  })

  it('end with the start of the picture or the end of the file', async () => {
    expect(await kinds(segment(0xfe, ''), scan, segment(0xfe, ''))).toEqual([0xfe, 0xda])
    expect(await kinds(segment(0xfe, ''), Buffer.from([0xff, 0xd9, 0, 0]), scan)).toEqual([0xfe])
  })

  it('may have filling and markers without a length between them', async () => {
    const between = Buffer.from([0xff, 0xff, 0xff, 0x01, 0xff, 0xd0, 0xff, 0xd7, 0xff, 0xd8])
    expect(await kinds(segment(0xfe, 'a'), between, segment(0xfe, 'b'), scan)).toEqual([
      0xfe, 0xfe, 0xda,
    ])
    for (const filling of [1, 2, 3])
      expect(await kinds(Buffer.alloc(filling, 0xff), segment(0xfe, 'a'), scan)).toEqual([
        0xfe, 0xda,
      ])
  })

  it('are none where a length is too short for itself', async () => {
    for (const length of [0, 1]) {
      const source = memorySource(
        Buffer.concat([start, Buffer.from([0xff, 0xfe, 0, length]), scan]),
      )
      const found: JpegSegment[] = []
      const read = async (): Promise<void> => {
        for await (const one of jpegSegments(source)) found.push(one)
      }
      await expect(read()).rejects.toThrow(UnreadableHeadError)
      expect(found).toEqual([])
    }
  })

  it.each([
    ['no marker', Buffer.from([0, 0xfe, 0, 4, 0, 0])],
    ['the end of the bytes', Buffer.from([0xff, 0xfe, 0])],
    ['a length that is too short for itself', Buffer.from([0xff, 0xfe, 0, 1, 0, 0])],
  ])('are damaged by %s', async (_, bytes) => {
    await expect(kinds(bytes)).rejects.toThrow(UnreadableHeadError)
  })

  it('are given up when they never end', async () => {
    const many = (count: number): Buffer[] => Array<Buffer>(count).fill(segment(0xfe, ''))
    expect(await headOf(...many(1_499), frame())).toMatchObject({ width: 300 })
    expect(await headOf(...many(1_500), frame())).toMatchObject({ width: null })
  })
})

describe('what stands before the frame', () => {
  it('turns the picture and tells when it was taken', async () => {
    const head = await headOf(exif(6, '2024:05:01 10:11:12'), frame())
    expect(head).toMatchObject({
      width: 200,
      height: 300,
      orientation: 6,
      takenAt: shotAt,
      exifAt: 2 + 4 + 6,
    })
  })

  it('counts the first EXIF and the first XMP', async () => {
    const xmp = segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>')
    const head = await headOf(exif(3), exif(6), xmp, xmp, frame())
    expect(head.orientation).toBe(3)
    const at = 2 + exif(3).length * 2 + 4
    expect(head.xmp).toEqual({ offset: at + 29, length: 4 })
  })

  it('may be an index of several pictures, of which the first counts', async () => {
    const index = segment(0xe2, 'MPF\0abcdef')
    const { multiPictureIndex } = await headOf(index, index, frame())
    expect(multiPictureIndex).toEqual({ offset: 2 + 4 + 4, length: 6 })
  })

  it('may say that there is a gain map', async () => {
    const head = await headOf(segment(0xe2, 'urn:iso:std:iso:ts:21496:-1\0\0'), frame())
    expect(head).toMatchObject({ hasGainMap: true, width: 300 })
  })

  it('is read in its own segments only', async () => {
    const parts = [0xe0, 0xe3, 0xfe].flatMap((marker) => [
      segment(marker, exif(6).subarray(4)),
      segment(marker, 'urn:iso:std:iso:ts:21496:-1\0'),
    ])
    // In theirs, but under another name.
    parts.push(segment(0xe1, 'Other\0\0'), segment(0xe2, 'ICC_PROFILE\0\x01\x01'))
    expect(await headOf(...parts, frame())).toEqual({ ...unknownHead, width: 300, height: 200 })
  })

  it('does not keep the sides from being read when it is damaged', async () => {
    const head = await headOf(segment(0xe1, 'Exif\0\0no TIFF at all'), exif(6), frame())
    expect(head).toMatchObject({ width: 300, height: 200, orientation: 1, takenAt: null })
    expect(head.exifAt).toBe(2 + 4 + 6)
  })

  it('is kept when the rest is damaged', async () => {
    const head = await headOf(exif(8, '2024:05:01 10:11:12'), Buffer.from([0, 0, 0, 0]))
    expect(head).toMatchObject({ width: null, orientation: 8, takenAt: shotAt })
  })
})
