// The figures of the size estimate to the byte: what the census counts and chooses, and what follows from measured photos,
// reckoned by hand from the formulas that size-estimate.ts names. How often the interval holds is in size-estimate.test.ts.
import { describe, expect, it } from 'vitest'
import { usualShares } from '../../../src/shared/copy-shares.ts'
import { limitsOf } from '../../../src/main/engine/prepare/limits.ts'
import {
  createCensus,
  type Candidate,
  type Census,
  type SizeClass,
  type UnsentFile,
} from '../../../src/main/engine/prepare/size-census.ts'
import {
  copyShares,
  estimateSize,
  studentQuantile,
} from '../../../src/main/engine/prepare/size-estimate.ts'

const file = (fileId: number, sizeBytes: number, change: Partial<UnsentFile> = {}): UnsentFile => ({
  ...{ fileId, sizeBytes, mtimeUs: 0, isVideo: false, photoSize: null, isOlder: false },
  ...change,
})

function censusOf(files: readonly UnsentFile[]): Census {
  const census = createCensus(limitsOf.google)
  for (const one of files) census.add(one)
  return census.result()
}

describe('the census', () => {
  const many = (from: number, count: number, sizeBytes: number): UnsentFile[] =>
    Array.from({ length: count }, (_, at) => file(from + at, sizeBytes))

  it('has a class for each power of two, and of each as many as its bytes are of all, but two', () => {
    const files = [
      ...many(1_000, 5, 1_023),
      ...many(2_000, 40, 1_024),
      ...many(3_000, 100, 2_047),
      ...many(4_000, 100, 3_000),
      ...many(5_000, 20, 9_000),
    ]
    const { largest, classes } = censusOf(files)
    expect(largest).toHaveLength(20)
    expect(classes.map(({ files: count, bytes }) => [count, bytes])).toEqual([
      [100, 300_000],
      [140, 40 * 1_024 + 100 * 2_047],
      [5, 5 * 1_023],
    ])
    // 60 of all: 300,000, 245,660 and 5,115 of 550,775 bytes.
    expect(classes.map(({ sample }) => sample.length)).toEqual([33, 27, 2])
  })

  it('chooses by a number of each photo that never changes, so that what was measured stays of use', () => {
    const ids = Array.from({ length: 100 }, (_, at) => 1 + at * at * 7_919)
    const { classes } = censusOf(ids.map((id) => file(id, 5_000_000)))
    const [{ sample, files }] = classes as [SizeClass]
    expect([files, sample.length]).toEqual([80, 60])
    // By the finalizer of MurmurHash3.
    const chosen = sample.map(({ fileId }) => fileId)
    expect(chosen.slice(0, 12)).toEqual([
      ...[22_244_472, 54_553_992, 71_468_976, 14_642_232, 34_495_165, 10_263_025, 7_610_160],
      ...[12_670_401, 61_324_737, 6_659_880, 20_597_320, 23_091_805],
    ])
    expect(chosen.slice(-3)).toEqual([3_832_797, 53_247_357, 64_143_901])
  })

  it('counts what is just as large as may be, as it is', () => {
    const { photoBytes, videoBytes } = limitsOf.google
    const count = (one: UnsentFile) => {
      const { photos, videos, originalBytes, fixedBytes, largest } = censusOf([one])
      return [photos, videos, originalBytes, fixedBytes, largest.length]
    }
    expect(count(file(1, photoBytes))).toEqual([1, 0, photoBytes, 0, 1])
    expect(count(file(1, photoBytes + 1))).toEqual([1, 0, 0, 0, 1])
    expect(count(file(1, photoBytes, { photoSize: 'high' }))).toEqual([1, 0, photoBytes, 0, 1])
    const original = { photoSize: 'original' } as const
    expect(count(file(1, photoBytes, original))).toEqual([1, 0, photoBytes, photoBytes, 0])
    expect(count(file(1, photoBytes + 1, original))).toEqual([0, 0, 0, 0, 0])
    const film = { isVideo: true }
    expect(count(file(1, videoBytes, film))).toEqual([0, 1, videoBytes, videoBytes, 0])
    expect(count(file(1, videoBytes + 1, film))).toEqual([0, 0, 0, 0, 0])
  })
})

/** A census, of which the photos are numbered on, with what each photo in it is sent as; undefined: not measured. */
function worked(
  fixedBytes: number,
  largest: readonly (readonly [sizeBytes: number, sent: number | null | undefined])[],
  classes: readonly {
    files: number
    bytes: number
    pairs: readonly (readonly [sizeBytes: number, sent: number | null | undefined])[]
  }[],
) {
  const measured = new Map<number, number | null>()
  let fileId = 0
  const candidates = (pairs: typeof largest): Candidate[] =>
    pairs.map(([sizeBytes, sent]) => {
      fileId += 1
      if (sent !== undefined) measured.set(fileId, sent)
      return { fileId, sizeBytes }
    })
  const census: Census = {
    ...{ photos: 0, videos: 0, originalBytes: 0, fixedBytes },
    largest: candidates(largest),
    classes: classes.map(({ files, bytes, pairs }) => ({
      ...{ files, bytes },
      sample: candidates(pairs),
    })),
  }
  return [census, measured] as const
}

describe('the estimate', () => {
  const some = {
    ...{ files: 100, bytes: 120_000 },
    pairs: [
      [1_000, 500],
      [1_400, 900],
      [1_200, 700],
      [1_250, 1_000],
    ] as const,
  }

  it('is the ratio of a class, with what Student and the spread of it allow', () => {
    const largest = [
      [10_000, 4_000],
      [9_000, 8_000],
    ] as const
    expect(estimateSize(...worked(5_000, largest, [some]))).toEqual({
      ...{ highBytes: 93_701, spreadBytes: 38_860, sampled: 6 },
    })
  })

  it('adds up classes, and takes half of what is unknown, either way', () => {
    const largest = [
      [10_000, 4_000],
      [9_000, 8_000],
      [7_000, null],
      [6_000, undefined],
    ] as const
    const other = {
      ...{ files: 50, bytes: 90_000 },
      pairs: [
        [2_000, 1_000],
        [1_600, 1_500],
        [1_500, 1_200],
      ] as const,
    }
    const unseen = { files: 3, bytes: 3_000, pairs: [[1_000, undefined]] as const }
    expect(estimateSize(...worked(5_000, largest, [some, other, unseen]))).toEqual({
      ...{ highBytes: 166_995, spreadBytes: 58_135, sampled: 10 },
    })
  })

  it('reaches no further than nothing or everything', () => {
    const few = {
      ...{ files: 10, bytes: 12_000 },
      pairs: [
        [1_000, 500],
        [1_400, 900],
      ] as const,
    }
    expect(estimateSize(...worked(0, [], [few]))).toEqual({
      ...{ highBytes: 7_000, spreadBytes: 7_000, sampled: 2 },
    })
    // What is measured or goes as it is for certain does not make it wider.
    expect(estimateSize(...worked(500, [[10_000, 4_000]], [few]))).toEqual({
      ...{ highBytes: 11_500, spreadBytes: 7_000, sampled: 3 },
    })
    expect(estimateSize(...worked(0, [], [{ ...few, files: 2, bytes: 2_400 }]))).toEqual({
      ...{ highBytes: 1_400, spreadBytes: 0, sampled: 2 },
    })
  })

  it.each([
    [1, 7.154734],
    [2, 3.851724],
    [3, 3.064332],
    [5, 2.547318],
    [10, 2.225416],
  ])('uses the first terms of Hill for %i degrees', (degrees, quantile) => {
    expect(studentQuantile(degrees)).toBeCloseTo(quantile, 5)
  })
})

describe('the shares by which progress is reckoned', () => {
  const mega = 1_048_576

  it('are those of the measured, the largest and the classes together', () => {
    const shares = copyShares(
      ...worked(
        0,
        [
          [80 * mega, 8 * mega],
          [70 * mega, null],
          [20 * mega, 4 * mega],
        ],
        [
          { files: 10, bytes: 160 * mega, pairs: [[16 * mega, 8 * mega]] },
          { files: 10, bytes: 90 * mega, pairs: [[9 * mega, undefined]] },
          { files: 10, bytes: 50 * mega, pairs: [[5 * mega, 6 * mega]] },
          { files: 10, bytes: 10 * mega, pairs: [[mega, mega]] },
        ],
      ),
    )
    // 4 of 20 and 80 of 160 MB; no copy counts for more than its photo.
    expect(shares).toEqual({ large: 1, larger: 84 / 180, largest: 0.1 })
  })

  it('are the usual ones where nothing of their size was measured', () => {
    expect(copyShares(...worked(0, [[mega, mega]], []))).toEqual(usualShares)
    const unseen = { files: 9, bytes: 99 * mega, pairs: [[11 * mega, null]] as const }
    expect(copyShares(...worked(0, [], [unseen]))).toEqual(usualShares)
  })
})
