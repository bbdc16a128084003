// What is said to be in Google Photos already: how people write it, what it means for a new folder, and which files were
// here before a day. A photo that is left out wrongly is lost, so every doubt lets it go.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  alreadyOfNew,
  dayHere,
  googleStoppedOn,
  isTooLate,
  parseAlready,
  sinceOf,
  undatedWhere,
  wasHereBefore,
  type FileComing,
} from '../../src/shared/already.ts'

test.each([
  ['nothing', 'nothing'],
  [' some ', 'some'],
  ['2026-08-10', '2026-08-10'],
  ['2026-02-29', null],
  ['2026-08', null],
  ['2026', null],
  ['10.8.2026', null],
  ['all', null],
  ['', null],
])('“%s” is read as %s', (text, expected) => {
  expect(parseAlready(text)).toBe(expected)
})

test('a day begins at its midnight here, and words begin at none', () => {
  expect(sinceOf(googleStoppedOn)).toBe(new Date(2026, 7, 10).getTime())
  expect(['nothing', 'some', '2026-08'].map(sinceOf)).toEqual([null, null, null])
  const late = new Date(2026, 7, 10, 23, 59, 59).getTime()
  expect(dayHere(late)).toBe('2026-08-10')
  expect(sinceOf(dayHere(late))).toBe(new Date(2026, 7, 10).getTime())
})

test('tomorrow is the latest day that can be chosen', () => {
  const now = new Date(2026, 10, 27, 15).getTime()
  expect(
    ['2026-11-27', '2026-11-28', '2026-11-29', '2062-08-10', 'some'].map((day) =>
      isTooLate(day, now),
    ),
  ).toEqual([...[false, false, true, true, false]])
})

test.each([
  ['nothing', true, 'nothing', 'file'],
  ['some', true, 'some', 'leave'],
  ['2026-08-10', true, '2026-08-10', 'leave'],
  ['nothing', false, 'nothing', 'file'],
  ['some', false, 'some', 'leave'],
  // Nobody was asked about this folder: nothing of it is left out.
  ['2026-08-10', false, 'some', 'leave'],
])(
  'answered “%s” (first run: %s), a new folder begins with “%s” and “%s”',
  (answer, isFirstRun, already, undated) => {
    expect(alreadyOfNew(answer, isFirstRun)).toBe(already)
    expect(undatedWhere(alreadyOfNew(answer, isFirstRun))).toBe(undated)
  },
)

describe('a file was here before a day', () => {
  const since = Date.UTC(2026, 7, 10)
  const [before, after] = [since - 1, since]
  const file: FileComing = {
    ...{ modifiedAt: before, changedAt: before, bornAt: before },
    ...{ foundAt: after, firstScanAt: after },
  }

  it.each<[string, Partial<FileComing>, boolean]>([
    ['all its times are from before, and the first scan of its folder met it', {}, true],
    ['nobody says when it was made', { bornAt: null }, true],
    ['its folder was never looked through to the end', { firstScanAt: null }, true],
    ['it was written since: a scan made, a photo edited', { modifiedAt: after }, false],
    ['it was copied here since, with the time of the photo', { changedAt: after }, false],
    [
      'it was made where it lies since, on a drive that has no time of change',
      { bornAt: after },
      false,
    ],
    ['it came with its whole folder after the first scan', { foundAt: after + 1 }, false],
    [
      'it came after the first scan, and before the day',
      { firstScanAt: before - 2, foundAt: before },
      true,
    ],
    ['one time alone is none, as 1980 on FAT', { modifiedAt: Date.UTC(1980, 0, 1) }, true],
    ['no time tells anything', { modifiedAt: 0, changedAt: 0, bornAt: null }, false],
    [
      'no time tells anything but the zero of FAT',
      { modifiedAt: Date.UTC(1980, 0, 1), changedAt: 0, bornAt: 0 },
      false,
    ],
    ['a time is no number', { changedAt: NaN }, false],
  ])('where %s', (_, change, expected) => {
    expect(wasHereBefore(since, { ...file, ...change })).toBe(expected)
  })

  it('never where any of its times is later', () => {
    const time = fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2030, 0, 1) })
    const coming = fc.record({
      ...{ modifiedAt: time, changedAt: time, bornAt: fc.option(time), foundAt: time },
      firstScanAt: fc.option(time),
    })
    fc.assert(
      fc.property(coming, time, (one, day) => {
        const times = [one.modifiedAt, one.changedAt, one.bornAt ?? -Infinity]
        if (wasHereBefore(day, one)) expect(Math.max(...times)).toBeLessThan(day)
      }),
    )
  })

  it('of a later day, too, once it was before an earlier one', () => {
    const time = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2030, 0, 1) })
    fc.assert(
      fc.property(
        time,
        time,
        time,
        time,
        fc.nat(),
        (...[modifiedAt, changedAt, foundAt, day, more]) => {
          const one = { modifiedAt, changedAt, foundAt, bornAt: null, firstScanAt: null }
          if (wasHereBefore(day, one)) expect(wasHereBefore(day + more, one)).toBe(true)
        },
      ),
    )
  })
})
