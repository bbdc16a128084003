// Behaviour of the judge of files' own times: each reason for doubt, on its edge, and folders that were unpacked or synced.
import { describe, expect, it } from 'vitest'
import { FolderTimes, type FolderFile } from '../../../../src/main/engine/media/dates/file-times.ts'

const now = Date.UTC(2026, 10, 27, 12)
const written = Date.UTC(2009, 6, 14, 18, 22)
const minute = 60_000
const hour = 60 * minute
const file = (mtimeMs: number, datedMs: number | null = null): FolderFile => ({ mtimeMs, datedMs })
const alone = new FolderTimes([file(written)])
const doubt = (mtimeMs: number, birthtimeMs: number | null = null, folder = alone) =>
  folder.doubt({ mtimeMs, birthtimeMs }, now)

describe('the time of a file', () => {
  it.each([
    ['is believed', written, null, null],
    ['of a copy is believed', written, now - 1_000, null],
    ['of a file that was made where it lies is believed', written, written, null],
    ['may lie two seconds behind, as FAT has it', written, written - 2_000, null],
    ['that was changed since is not', written, written - 2_001, 'changed-since'],
    ['from before digital photos is not', Date.UTC(1989, 11, 31, 23), null, 'before-digital'],
    ['of the first of them is', Date.UTC(1990, 0, 1), null, null],
    ['of nought is not', 0, null, 'before-digital'],
    ['of DOS is not', Date.UTC(1980, 0, 1), null, 'before-digital'],
    ['still to come is not', now + 1, null, 'in-the-future'],
    ['of now is', now, now, null],
  ] as const)('%s', (_, mtimeMs, birthtimeMs, expected) => {
    expect(doubt(mtimeMs, birthtimeMs)).toBe(expected)
  })

  it('is not believed where twenty files have the same minute', () => {
    const files = (count: number) =>
      new FolderTimes(Array.from({ length: count }, (_, at) => file(written + at * 1_000)))
    expect(doubt(written, null, files(19))).toBeNull()
    expect(doubt(written, null, files(20))).toBe('many-in-a-minute')
    expect(doubt(written + minute, null, files(20))).toBeNull()
  })

  it('is not believed in the hour in which most were written and dates say another day', () => {
    const other = Date.UTC(2007, 3, 1)
    const unpacked = new FolderTimes([
      ...[0, 10, 20].map((at) => file(written + at * minute, other)),
      file(written + 30 * minute),
      file(written - 48 * hour),
    ])
    expect(doubt(written + 30 * minute, null, unpacked)).toBe('copied-together')
    expect(doubt(written - 48 * hour, null, unpacked)).toBeNull()
  })

  it('is believed in such an hour where the dates say the same day, or there are none', () => {
    const party = new FolderTimes(
      [0, 10, 20, 30].map((at) => file(written + at * minute, at < 20 ? written + 2 * hour : null)),
    )
    expect(doubt(written + 30 * minute, null, party)).toBeNull()
    const undated = new FolderTimes([0, 10, 20].map((at) => file(written + at * minute)))
    expect(doubt(written, null, undated)).toBeNull()
  })

  it('is believed where no hour has most of the files, or most dates agree', () => {
    const spread = new FolderTimes([0, 2, 4, 6].map((at) => file(written + at * hour, 0)))
    expect(doubt(written, null, spread)).toBeNull()
    const one = [file(written, 0), file(written, written), file(written, written)]
    expect(doubt(written, null, new FolderTimes(one))).toBeNull()
  })

  it('is judged by whole hours, and by days that no zone explains', () => {
    const other = Date.UTC(2007, 3, 1)
    const within = (apartMs: number) =>
      new FolderTimes([
        ...[file(written, other), file(written + apartMs, other)],
        file(written + 48 * hour),
      ])
    expect(doubt(written, null, within(hour))).toBe('copied-together')
    expect(doubt(written + hour, null, within(hour))).toBe('copied-together')
    expect(doubt(written, null, within(hour + 1))).toBeNull()
    const dated = (byMs: number) => new FolderTimes([file(written, written - byMs)])
    expect(doubt(written, null, dated(26 * hour))).toBeNull()
    expect(doubt(written, null, dated(26 * hour + 1))).toBe('copied-together')
    expect(doubt(written, null, dated(-26 * hour - 1))).toBe('copied-together')
    // Three of five are most of them, wherever they stand.
    for (const others of [
      [-48, -96],
      [48, 96],
      [-48, 48],
    ]) {
      const three = [0, 10, 20].map((at) => file(written + at * minute, other))
      const folder = new FolderTimes([...three, ...others.map((at) => file(written + at * hour))])
      for (const at of [0, 10, 20])
        expect(doubt(written + at * minute, null, folder)).toBe('copied-together')
    }
    // Half of them is not most of them, neither of the files nor of the dates.
    const half = [file(written, other), file(written + 48 * hour)]
    expect(doubt(written, null, new FolderTimes(half))).toBeNull()
    const halfDated = [file(written, other), file(written, written)]
    expect(doubt(written, null, new FolderTimes(halfDated))).toBeNull()
  })

  it('in a folder of very many files is judged at once', () => {
    const many = new FolderTimes(
      Array.from({ length: 100_000 }, (_, at) => file(written + at * minute)),
    )
    expect(doubt(written, null, many)).toBeNull()
    expect(new FolderTimes([]).doubt({ mtimeMs: written, birthtimeMs: null }, now)).toBeNull()
  })
})
