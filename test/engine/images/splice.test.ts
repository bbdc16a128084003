// Copies that differ in places: the copy piece by piece, at any offset, and by splices that name no more than differs.
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import {
  growthOf,
  narrowed,
  spliced,
  splicedSource,
  type Splice,
} from '../../../src/main/engine/images/dated/splice.ts'

const letters = (length: number, first = 97): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => first + (at % 26)))
const file = letters(400)

async function copyOf(splices: readonly Splice[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  const seen: Buffer[] = []
  for await (const piece of spliced(memorySource(file), splices, (part) => seen.push(part)))
    pieces.push(piece)
  expect(Buffer.concat(seen)).toEqual(file)
  return Buffer.concat(pieces)
}

/** A part of the file as it is, but for these bytes. */
function changed(at: number, removes: number, ...changes: [number, string][]): Splice {
  const bytes = Buffer.from(file.subarray(at, at + removes))
  for (const [place, text] of changes) bytes.write(text, place - at)
  return { at, removes, bytes }
}

const cases: [string, Splice[], Splice[]][] = [
  [
    'bytes between two',
    [{ at: 3, removes: 0, bytes: Buffer.from('X') }],
    [{ at: 3, removes: 0, bytes: Buffer.from('X') }],
  ],
  ['a part that is as it was', [changed(10, 200)], []],
  [
    'one byte of many',
    [changed(10, 200, [100, 'X'])],
    [{ at: 100, removes: 1, bytes: Buffer.from('X') }],
  ],
  [
    'bytes far from each other',
    [changed(0, 400, [80, 'XY'], [300, 'Z'])],
    [
      { at: 80, removes: 2, bytes: Buffer.from('XY') },
      { at: 300, removes: 1, bytes: Buffer.from('Z') },
    ],
  ],
  [
    'bytes near each other',
    [changed(70, 200, [140, 'X'], [150, 'Y'])],
    [changed(140, 11, [140, 'X'], [150, 'Y'])],
  ],
  [
    'more behind what is as it was',
    [{ at: 10, removes: 100, bytes: Buffer.concat([file.subarray(10, 110), Buffer.from('XY')]) }],
    [{ at: 110, removes: 0, bytes: Buffer.from('XY') }],
  ],
  [
    'less than there was',
    [{ at: 10, removes: 100, bytes: file.subarray(10, 90) }],
    [{ at: 90, removes: 20, bytes: Buffer.alloc(0) }],
  ],
  ['a short part', [changed(5, 20, [9, 'X'])], [changed(5, 20, [9, 'X'])]],
]

describe('a copy with other bytes: ', () => {
  it.each(cases)('%s', async (_, splices, narrow) => {
    const copy = await copyOf(splices)
    expect(copy.length).toBe(file.length + growthOf(splices))
    const source = splicedSource(memorySource(file), splices)
    expect(source.sizeBytes).toBe(copy.length)
    for (let from = 0; from < copy.length; from += 7)
      for (const length of [1, 13, 150, copy.length])
        expect(await source.read(from, length)).toEqual(copy.subarray(from, from + length))
    const found = await narrowed(memorySource(file), splices)
    expect(found).toEqual(narrow)
    expect(await copyOf(found)).toEqual(copy)
  })
})

it('is none where splices lie in each other', async () => {
  await expect(copyOf([changed(10, 5), changed(14, 2)])).rejects.toThrow('lie in each other')
})
