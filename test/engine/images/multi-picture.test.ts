// Behaviour of the proof of an index of pictures: whether that of a copy names the same pictures as that of its source, where
// they lie now. How an index is changed is in dated-jpeg.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSameIndex } from '../../../src/main/engine/images/dated/multi-picture.ts'
import { onlyPart, partsOf, type Part } from '../../../src/main/engine/images/dated/parts.ts'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import {
  bareJpeg,
  noise,
  openDateDesk,
  summer,
  twoPictures,
  type DateDesk,
} from '../../builders/undated.ts'

let desk: DateDesk
let source: Buffer
let copy: Buffer
let second: Buffer
beforeAll(async () => {
  desk = openDateDesk()
  second = await noise(32, 32).jpeg().toBuffer()
  source = twoPictures(await bareJpeg(), second, { order: 'MM' })
  copy = await desk.copyOf(source, summer)
})
afterAll(() => desk.close())

const indexOf = async (jpeg: Buffer): Promise<Part> => {
  const part = onlyPart(await partsOf('jpeg', memorySource(jpeg)), 'MPF')
  if (part === null) throw new Error('no index')
  return part
}
const isSame = async (other: Buffer): Promise<boolean> =>
  isSameIndex(
    ...([memorySource(source), await indexOf(source)] as const),
    ...([memorySource(other), await indexOf(other)] as const),
  )
/** The copy with one byte changed. */
const changedAt = (at: number): Buffer => {
  const changed = Buffer.from(copy)
  changed[at] = (changed[at] ?? 0) ^ 0x10
  return changed
}

describe('the index of a copy', () => {
  it('names the same pictures where they lie now', async () => {
    expect(copy.length).toBeGreaterThan(source.length)
    expect(await isSame(copy)).toBe(true)
  })

  it('does not where no picture begins at a place at which one did', async () => {
    const at = copy.length - second.length
    expect(copy.subarray(at).equals(second)).toBe(true)
    for (const behind of [0, 1]) expect(await isSame(changedAt(at + behind))).toBe(false)
    expect(await isSame(changedAt(at + 2))).toBe(true)
  })

  it('does not where any byte of it is another', async () => {
    const { body, end } = await indexOf(copy)
    // Behind the name and the head of its directories, to which the first byte of a damaged one leads.
    for (let at = body.offset + 4 + 8; at < end; at += 1)
      expect(await isSame(changedAt(at)).catch(() => false), `${at - body.offset}`).toBe(false)
  })
})
