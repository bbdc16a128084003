// Behaviour of the walk over boxes: sizes of all three kinds, ends that lie, and files built to keep a reader busy.
import { describe, expect, it } from 'vitest'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import {
  boxesFilling,
  boxesIn,
  fileBoxes,
  findBox,
  type Box,
} from '../../../src/main/engine/media/iso-boxes.ts'
import { box, number } from './box-builder.ts'

/** The boxes as both walks find them, which must agree. */
async function boxesOf(bytes: Buffer, from = 0, to = bytes.length): Promise<Box[]> {
  const inFile: Box[] = []
  for await (const one of fileBoxes(memorySource(bytes), from, to)) inFile.push(one)
  expect([...boxesIn(bytes, from, to)]).toEqual(inFile)
  return inFile
}

describe('boxes', () => {
  it('tell their type and where their body lies', async () => {
    const bytes = Buffer.concat([box('ftyp', 'abcd'), box('free'), box('meta', 'x')])
    expect(await boxesOf(bytes)).toEqual([
      { type: 'ftyp', start: 8, end: 12 },
      { type: 'free', start: 20, end: 20 },
      { type: 'meta', start: 28, end: 29 },
    ])
    expect(await boxesOf(bytes, 12, 20)).toEqual([{ type: 'free', start: 20, end: 20 }])
  })

  it('may have a size of eight bytes', async () => {
    const large = Buffer.concat([number(1, 4), Buffer.from('mdat'), number(19, 8), Buffer.alloc(3)])
    const bytes = Buffer.concat([large, box('meta')])
    expect(await boxesOf(bytes)).toEqual([
      { type: 'mdat', start: 16, end: 19 },
      { type: 'meta', start: 27, end: 27 },
    ])
  })

  it('may run to the end', async () => {
    const last = Buffer.concat([number(0, 4), Buffer.from('mdat'), Buffer.alloc(5)])
    expect(await boxesOf(Buffer.concat([box('free'), last]))).toEqual([
      { type: 'free', start: 8, end: 8 },
      { type: 'mdat', start: 16, end: 21 },
    ])
  })

  it('end where what is around them ends', async () => {
    const bytes = Buffer.concat([number(1_000, 4), Buffer.from('mdat'), Buffer.alloc(5)])
    expect(await boxesOf(bytes)).toEqual([{ type: 'mdat', start: 8, end: 13 }])
  })

  it.each([
    ['a size under its own header', Buffer.concat([number(7, 4), Buffer.from('mdat')])],
    [
      'a large size under its own header',
      Buffer.concat([number(1, 4), Buffer.from('mdat'), number(15, 8)]),
    ],
    ['seven bytes', Buffer.concat([number(8, 4), Buffer.from('mda')])],
    [
      'a large size that is cut',
      Buffer.concat([number(1, 4), Buffer.from('mdat'), Buffer.alloc(7)]),
    ],
  ])('end before %s', async (_, bytes) => {
    expect(await boxesOf(Buffer.concat([box('free'), bytes]))).toHaveLength(1)
  })

  it('are found by their type, the first one', () => {
    const bytes = Buffer.concat([box('free'), box('meta', 'a'), box('meta', 'bc')])
    expect(findBox(bytes, 'meta', 0, bytes.length)).toEqual({ type: 'meta', start: 16, end: 17 })
    expect(findBox(bytes, 'moov', 0, bytes.length)).toBeNull()
  })

  it('are given up after ten thousand in one place', () => {
    const many = (count: number): Buffer => Buffer.concat(Array<Buffer>(count).fill(box('free')))
    const walk = (count: number): Box[] => [...boxesIn(many(count), 0, count * 8)]
    expect(walk(10_001)).toHaveLength(10_001)
    expect(() => walk(10_002)).toThrow(UnreadableHeadError)
  })
})

describe('boxes that fill a place', () => {
  const endless = Buffer.concat([number(0, 4), Buffer.from('mdat'), Buffer.alloc(5)])
  const large = Buffer.concat([number(1, 4), Buffer.from('mdat'), number(19, 8), Buffer.alloc(3)])
  const filling = (bytes: Buffer, isOfFile = false): Box[] | null =>
    boxesFilling(bytes, 0, bytes.length, { isOfFile })

  it('are as long as they say, to its very end', () => {
    const bytes = Buffer.concat([box('ftyp', 'abcd'), large, box('free')])
    expect(filling(bytes)).toEqual([
      { type: 'ftyp', start: 8, end: 12 },
      { type: 'mdat', start: 28, end: 31 },
      { type: 'free', start: 39, end: 39 },
    ])
    expect(filling(Buffer.alloc(0))).toEqual([])
    // What lies outside of the place is none of it.
    expect(boxesFilling(bytes, 12, 31)).toEqual([{ type: 'mdat', start: 28, end: 31 }])
    expect(boxesFilling(bytes, 12, 30)).toBeNull()
  })

  it('may have one that runs to the end, as the last of a file', () => {
    const bytes = Buffer.concat([box('free'), endless])
    expect(filling(bytes, true)).toEqual([
      { type: 'free', start: 8, end: 8 },
      { type: 'mdat', start: 16, end: 21 },
    ])
    expect(filling(bytes)).toBeNull()
  })

  it.each([
    ['one byte less than a head', Buffer.concat([number(7, 4), Buffer.from('fre')])],
    ['a length under a head', Buffer.concat([number(7, 4), Buffer.from('free')])],
    ['a length of eight bytes under a head', Buffer.concat([large.subarray(0, 8), number(15, 8)])],
    ['a length of eight bytes that is cut', large.subarray(0, 12)],
    ['one byte less than is said', box('free', 'ab').subarray(0, 9)],
  ])('are none of %s', (_, bytes) => {
    expect(filling(Buffer.concat([box('free'), bytes]))).toBeNull()
    expect(filling(Buffer.concat([box('free'), bytes]), true)).toBeNull()
  })
})
