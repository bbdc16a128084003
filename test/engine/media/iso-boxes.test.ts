// Behaviour of the walk over boxes: sizes of all three kinds, ends that lie, and files built to keep a reader busy.
import { describe, expect, it } from 'vitest'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { boxesIn, fileBoxes, findBox, type Box } from '../../../src/main/engine/media/iso-boxes.ts'
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
