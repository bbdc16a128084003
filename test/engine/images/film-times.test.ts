// Behaviour of the reading of a film's times, and of the proof that a header of a copy has no other ones: of both versions, to
// the byte.
import { describe, expect, it } from 'vitest'
import {
  filmTimes,
  isNoTime,
  isSameHeader,
  isTimed,
} from '../../../src/main/engine/images/dated/film-times.ts'
import type { Part } from '../../../src/main/engine/images/dated/parts.ts'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { fullBox, number } from '../media/box-builder.ts'

const wanted = 2_638_000_000
const dated = 2_700_000_000

/** A header behind some other bytes, as a source and the part of it. */
function header(version: number, created: number, changed: number, rest = 'the rest of it') {
  const width = version === 1 ? 8 : 4
  const bytes = fullBox('mvhd', version, 0, number(created, width), number(changed, width), rest)
  const at = 5
  const part: Part = {
    ...{ name: 'moov/mvhd', at, end: at + bytes.length },
    body: { offset: at + 8, length: bytes.length - 8 },
  }
  return [memorySource(Buffer.concat([Buffer.alloc(at), bytes])), part] as const
}

describe('the times of a film', () => {
  it('stand in three kinds of headers', () => {
    expect(['moov/mvhd', 'moov/trak/tkhd', 'moov/trak/mdia/mdhd'].map(isTimed)).toEqual([
      ...[true, true, true],
    ])
    expect(['moov', 'mvhd', 'moov/trak', 'moov/trak/mdia', 'moov/udta'].some(isTimed)).toBe(false)
  })

  it.each([
    [0, 4],
    [1, 8],
  ] as const)('of version %i have %i bytes each', async (version, width) => {
    const at = 5 + 8 + 4
    expect(await filmTimes(...header(version, dated, wanted))).toEqual({
      created: { at, width, seconds: dated },
      changed: { at: at + width, width, seconds: wanted },
    })
  })

  it('are read of a header that has more than both, and is of a known version', async () => {
    // 20 bytes and 32, with the version and the flags.
    for (const [version, rest] of [
      [0, 8],
      [1, 12],
    ] as const) {
      const enough = header(version, 1, 2, 'x'.repeat(rest))
      expect(await filmTimes(...enough)).toMatchObject({ created: { seconds: 1 } })
      const short = header(version, 1, 2, 'x'.repeat(rest - 1))
      await expect(filmTimes(...short)).rejects.toThrow(UnreadableHeadError)
    }
    await expect(filmTimes(...header(2, 1, 2))).rejects.toThrow(UnreadableHeadError)
  })

  it('are none where they are nought, or of a clock that was never set', () => {
    expect(isNoTime(0)).toBe(true)
    // 1904 and 1970, counted from either.
    expect(isNoTime(1)).toBe(true)
    expect(isNoTime(2_082_844_800)).toBe(true)
    expect(isNoTime(dated)).toBe(false)
    // The summer of 1987, by a program that counts from 1970.
    expect(isNoTime(553_285_353)).toBe(false)
    // 1980, where many clocks begin, by such a program, and by another one.
    expect(isNoTime(315_532_800)).toBe(true)
    expect(isNoTime(315_532_800 + 2_082_844_800)).toBe(true)
    expect(isNoTime(315_532_800 + 43_200)).toBe(false)
  })
})

describe.each([0, 1])('a header of version %i in a copy', (version) => {
  const isSame = (before: readonly [number, number, string?], after: typeof before) =>
    isSameHeader(header(version, ...before), header(version, ...after), wanted)

  it('has the date where there was none, and all else as it was', async () => {
    expect(await isSame([0, 0], [wanted, wanted])).toBe(true)
    expect(await isSame([dated, dated], [dated, dated])).toBe(true)
    expect(await isSame([0, dated], [wanted, dated])).toBe(true)
    // The moment of a change is one also where that of the shot is none.
    expect(await isSame([1, 1], [wanted, 1])).toBe(true)
  })

  it.each<[string, [number, number, string?], [number, number, string?]]>([
    ['no date', [0, 0], [0, 0]],
    ['half of it', [0, 0], [wanted, 0]],
    ['the other half of it', [0, 0], [0, wanted]],
    ['another date', [0, 0], [wanted + 1, wanted]],
    ['another date of the change', [0, 0], [wanted, wanted + 1]],
    ['a date in place of its own', [dated, 0], [wanted, wanted]],
    ['a change in place of its own', [0, dated], [wanted, wanted]],
    ['something else in it', [0, 0, 'the rest of it'], [wanted, wanted, 'the rest of iT']],
    ['something more in it', [0, 0, 'the rest of it'], [wanted, wanted, 'the rest of it.']],
  ])('is not right with %s', async (_, before, after) => {
    expect(await isSame(before, after)).toBe(false)
  })

  it('is not right in the other version', async () => {
    const other = header(1 - version, wanted, wanted)
    expect(await isSameHeader(header(version, 0, 0), other, wanted)).toBe(false)
  })
})
