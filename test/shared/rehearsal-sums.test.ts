// What the files of a rehearsal come to.
import { describe, expect, it } from 'vitest'
import type { RehearsedFile } from '../../src/shared/rehearsal-schemas.ts'
import {
  countCopies,
  countFile,
  countUnlooked,
  daysFor,
  isSomethingLeft,
  noRehearsal,
  type RequestRules,
} from '../../src/shared/rehearsal-sums.ts'

const rules: RequestRules = {
  uploadsOf: (bytes) => (bytes < 1_000 ? 1 : 3),
  batchSize: 50,
  usedToday: 0,
  perDay: 100,
}
const file = (change: Partial<RehearsedFile> = {}): RehearsedFile => ({
  outcome: 'goes',
  root: '/photos',
  path: 'a.jpg',
  sizeBytes: 100,
  sentBytes: 100,
  isReduced: false,
  keptOriginal: null,
  date: null,
  undated: 'left',
  caption: null,
  skip: null,
  failure: null,
  ...change,
})
const sumsOf = (...files: RehearsedFile[]) => {
  const sums = noRehearsal()
  for (const one of files) countFile(sums, one, rules)
  return sums
}

describe('days', () => {
  it.each([
    ['none for nothing', 0, 0, 0],
    ['today for what is left of it', 100, 0, 1],
    ['today and another for one more', 101, 0, 2],
    ['today for the rest of today', 10, 90, 1],
    ['today and another', 11, 90, 2],
    ['whole days alone where nothing of today is left', 100, 100, 1],
    ['the same where more than all was used', 101, 130, 2],
    ['many', 1_050, 50, 11],
  ])('%s', (_, requests, usedToday, days) => {
    expect(daysFor(requests, { usedToday, perDay: 100 })).toBe(days)
  })
})

describe('the sums', () => {
  it('are of all files by what becomes of them, and of what is sent by its bytes', () => {
    const added = { at: 0, offsetMinutes: null, source: 'name-date', isAdded: true } as const
    const sums = sumsOf(
      file({ date: added, undated: null, sentBytes: 120, caption: 'Lunch' }),
      file({ sizeBytes: 5_000, sentBytes: 5_000 }),
      file({ outcome: 'copy', sentBytes: null }),
      file({ outcome: 'done', sentBytes: null, undated: null }),
      file({ outcome: 'skipped', sentBytes: null, skip: { kind: 'empty' } }),
      file({ outcome: 'failed', sentBytes: null, failure: { kind: 'file-gone' } }),
    )
    expect(sums).toMatchObject({
      found: 6,
      outcomes: {
        goes: { files: 2, bytes: 5_100 },
        copy: { files: 1, bytes: 100 },
        done: { files: 1, bytes: 100 },
        skipped: { files: 1, bytes: 100 },
        failed: { files: 1, bytes: 100 },
      },
      reasons: { empty: 1, 'file-gone': 1 },
      ...{ datesAdded: 1, undated: 1, captions: 1, bytes: 5_120 },
      ...{ uploads: 4, creates: 1, days: 1 },
    })
  })

  it('take a smaller copy for the photo until it is estimated', () => {
    const sums = sumsOf(file(), file({ isReduced: true, sizeBytes: 4_000, sentBytes: null }))
    expect(sums).toMatchObject({ bytes: 4_100, uploads: 2, reduced: { files: 1, bytes: 4_000 } })
    countCopies(sums, { bytes: 900, spreadBytes: 70 })
    expect(sums).toMatchObject({ bytes: 1_000, spreadBytes: 70 })
  })

  it('make photos fifty at a time', () => {
    expect(sumsOf(...Array.from({ length: 50 }, () => file())).creates).toBe(1)
    expect(sumsOf(...Array.from({ length: 51 }, () => file()))).toMatchObject({
      ...{ creates: 2, days: 1 },
    })
  })

  it('name the first places that could not be looked into, and count all', () => {
    const sums = noRehearsal()
    for (let at = 0; at < 130; at += 1)
      countUnlooked(sums, { path: `/photos/${at}`, code: 'EACCES' }, at < 10)
    expect([sums.unreadable, sums.unreadableFolders, sums.unlooked.length]).toEqual([130, 10, 100])
  })
})

describe('something is left', () => {
  const whole = { ...noRehearsal(), isWhole: true }
  const one = { files: 1, bytes: 1 }
  it.each([
    ['not where all would go', { ...whole, outcomes: { ...whole.outcomes, goes: one } }, false],
    ['not where all is done', { ...whole, outcomes: { ...whole.outcomes, done: one } }, false],
    ['not for copies', { ...whole, outcomes: { ...whole.outcomes, copy: one } }, false],
    ['where one is left out', { ...whole, outcomes: { ...whole.outcomes, skipped: one } }, true],
    ['where one failed', { ...whole, outcomes: { ...whole.outcomes, failed: one } }, true],
    ['where a place cannot be read', { ...whole, unreadable: 1 }, true],
    ['where a folder is away', { ...whole, away: ['/card'] }, true],
    ['where it was stopped', { ...whole, isWhole: false }, true],
  ])('%s', (_, sums, isLeft) => {
    expect(isSomethingLeft(sums)).toBe(isLeft)
  })
})
