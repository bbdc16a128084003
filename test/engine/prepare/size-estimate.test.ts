// How large a library would be in High quality: how often the interval holds the truth, what is measured, and what counts.
import { describe, expect, onTestFinished, test } from 'vitest'
import { usualShares, type CopyShares } from '../../../src/shared/copy-shares.ts'
import { createSizeEstimates } from '../../../src/main/engine/prepare/index.ts'
import { limitsOf } from '../../../src/main/engine/prepare/limits.ts'
import {
  createCensus,
  largestMeasured,
  type Census,
  type UnsentFile,
} from '../../../src/main/engine/prepare/size-census.ts'
import {
  estimateSize,
  studentQuantile,
  type SizeEstimate,
} from '../../../src/main/engine/prepare/size-estimate.ts'
import { kinds, madeFolder, type MadeFile } from './made-folders.ts'
import { largeJpeg, noise, openWorkshop } from './workshop.ts'

const censusOf = (files: readonly UnsentFile[]): Census => {
  const census = createCensus(limitsOf.google)
  for (const file of files) census.add(file)
  return census.result()
}

const chosenIn = ({ largest, classes }: Census): number[] =>
  [...largest, ...classes.flatMap(({ sample }) => sample)].map(({ fileId }) => fileId)

/** The estimate where every chosen photo is measured as it would be sent. */
const estimateOf = (files: readonly MadeFile[]): SizeEstimate => {
  const census = censusOf(files)
  const sent = new Map(files.map(({ fileId, sentBytes }) => [fileId, sentBytes]))
  return estimateSize(census, new Map(chosenIn(census).map((id) => [id, sent.get(id) ?? null])))
}

const sumOf = (files: readonly MadeFile[]): number =>
  files.reduce((sum, { sentBytes }) => sum + sentBytes, 0)

const photo = (
  fileId: number,
  sizeBytes: number,
  change: Partial<UnsentFile> = {},
): UnsentFile => ({
  ...{ fileId, sizeBytes, mtimeUs: 0, isVideo: false, photoSize: null, isOlder: false },
  ...change,
})

describe('the interval', () => {
  test('is nothing where every photo is measured, and something where one is not', () => {
    const files = Array.from({ length: 25 }, (_, index) => photo(index + 1, 4_000_000 + index))
    const census = censusOf(files)
    const sent = new Map(chosenIn(census).map((id) => [id, 1_000_000 + 1_000 * id]))
    const all = files.reduce((sum, { fileId }) => sum + 1_000_000 + 1_000 * fileId, 0)
    const whole = estimateSize(census, sent)
    expect(whole.sampled).toBe(25)
    expect(Math.abs(whole.highBytes - all)).toBeLessThanOrEqual(1)
    expect(whole.spreadBytes).toBe(0)
    const [class0] = census.classes
    sent.delete(class0?.sample[0]?.fileId ?? 0)
    expect(estimateSize(census, sent).spreadBytes).toBeGreaterThan(0)
  })

  test('holds the truth in at least 95 of 100 folders of every kind, and is of use', () => {
    const seen = new Set<string>()
    const missed: string[] = []
    let widths = 0
    for (let seed = 0; seed < 100; seed += 1) {
      const { name, files } = madeFolder(seed)
      seen.add(name)
      const { highBytes, spreadBytes } = estimateOf(files)
      const truth = sumOf(files)
      widths += spreadBytes / truth
      if (Math.abs(highBytes - truth) > spreadBytes) missed.push(`${seed}: ${name}`)
    }
    expect([...seen].sort()).toEqual(Object.keys(kinds).sort())
    expect(missed.length, missed.join('; ')).toBeLessThanOrEqual(5)
    // Who says "between nothing and everything" is always right.
    expect(widths / 100).toBeLessThan(0.08)
  })

  test.each([
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
  ])('has the quantile of Student for %i degrees', (degrees, quantile) => {
    expect(Math.abs(studentQuantile(degrees) / quantile - 1)).toBeLessThan(0.01)
  })

  test('is a point where everything was measured', () => {
    const files = madeFolder(1).files.slice(0, 20)
    expect(estimateOf(files)).toEqual({ highBytes: sumOf(files), spreadBytes: 0, sampled: 20 })
  })

  test('admits that unseen photos may shrink when none that was measured did', () => {
    const files = Array.from({ length: 10_000 }, (_, at) => ({
      ...photo(at + 1, 1_000_000),
      sentBytes: 1_000_000,
    }))
    const { highBytes, spreadBytes } = estimateOf(files)
    expect(highBytes).toBe(10_000 * 1_000_000)
    // Three in sixty are, with 95 % confidence, the most that may be otherwise (the rule of three).
    expect(spreadBytes / highBytes).toBeGreaterThan(0.01)
    expect(spreadBytes / highBytes).toBeLessThan(0.05)
  })

  test('is between nothing and everything where nothing is measured', () => {
    const files = Array.from({ length: 40 }, (_, at) => photo(at + 1, 1_000))
    const { highBytes, spreadBytes } = estimateSize(censusOf(files), new Map())
    expect([highBytes - spreadBytes, highBytes + spreadBytes]).toEqual([0, 40_000])
    // What goes as it is in either size is known all the same.
    const film = photo(41, 100_000, { isVideo: true })
    const beside = estimateSize(censusOf([...files, film]), new Map())
    expect([beside.highBytes, beside.spreadBytes]).toEqual([highBytes + 100_000, spreadBytes])
    expect(estimateSize(censusOf([]), new Map())).toEqual({
      ...{ highBytes: 0, spreadBytes: 0, sampled: 0 },
    })
  })

  test('takes for unknown what could not be read', () => {
    const files = [photo(1, 1_000), photo(2, 3_000)]
    const measured = new Map([
      [1, 500],
      [2, null],
    ])
    const estimate = estimateSize(censusOf(files), measured)
    expect(estimate).toEqual({ highBytes: 2_000, spreadBytes: 1_500, sampled: 2 })
  })
})

describe('the census', () => {
  test('has the largest measured without exception, and others of every size', () => {
    const { files } = madeFolder(4)
    const census = censusOf(files)
    const bySize = [...files].sort((one, other) => other.sizeBytes - one.sizeBytes)
    const largest = bySize.slice(0, largestMeasured).map(({ sizeBytes }) => sizeBytes)
    expect(census.largest.map(({ sizeBytes }) => sizeBytes)).toEqual(largest)
    for (const { files: count, sample } of census.classes)
      expect(sample.length).toBeGreaterThanOrEqual(Math.min(2, count))
    expect(new Set(chosenIn(census)).size).toBe(chosenIn(census).length)
    expect(chosenIn(census).length).toBeLessThan(120)
  })

  test('chooses the same at every look, whatever the order in which files are met', () => {
    const { files } = madeFolder(2)
    expect(censusOf([...files].reverse())).toEqual(censusOf(files))
    // Bursts and scans are of one size: the first of them are measured without exception.
    const alike = Array.from({ length: 30 }, (_, index) => photo(index + 1, 5_000_000))
    const { largest } = censusOf(alike)
    expect(largest.map(({ fileId }) => fileId)).toEqual(
      Array.from({ length: largestMeasured }, (_, index) => index + 1),
    )
    expect(censusOf([...alike].reverse())).toEqual(censusOf(alike))
  })

  test('counts what would go: not what is empty, old or too large', () => {
    const mega = 1_000_000
    const files = [
      photo(1, 100),
      photo(2, 0),
      photo(3, 200, { mtimeUs: 1 }),
      photo(4, 201 * mega, { mtimeUs: 5_000 }),
      photo(5, 21_000 * mega, { isVideo: true, mtimeUs: 5_000 }),
      photo(6, 700 * mega, { isVideo: true, mtimeUs: 5_000 }),
      photo(7, 300, { photoSize: 'original', mtimeUs: 5_000 }),
    ]
    expect(censusOf(files)).toMatchObject({
      ...{ photos: 4, videos: 1 },
      ...{ originalBytes: 300 + 700 * mega + 300, fixedBytes: 700 * mega + 300 },
      // A photo that is too large to go as it is may go as a smaller copy.
      largest: [{ fileId: 4 }, { fileId: 3 }, { fileId: 1 }],
    })
    const older = files.map((one) => ({ ...one, isOlder: one.mtimeUs < 5_000 }))
    expect(censusOf(older)).toMatchObject({
      ...{ photos: 2, videos: 1, originalBytes: 700 * mega + 300 },
      largest: [{ fileId: 4 }],
    })
  })
})

describe('a look', () => {
  const settings = { limits: 'google', leaveOutSmallPictures: false } as const
  const { signal } = new AbortController()

  /** A catalogue of these files, and a preparer that takes a second for each photo it measures. */
  const world = (files: readonly MadeFile[]) => {
    let seconds = 0
    const asked: number[][] = []
    const shares: CopyShares[] = []
    const sent = new Map(files.map(({ fileId, sentBytes }) => [fileId, sentBytes]))
    const estimates = createSizeEstimates({
      catalog: {
        lastFileId: () => files.length,
        unsentFiles: ({ from, to }) => files.filter(({ fileId }) => fileId >= from && fileId <= to),
        fileById: (fileId) =>
          ({ path: `/p/${fileId}.jpg`, name: `${fileId}.jpg`, isPresent: true }) as never,
        noteCopyShares: (measured) => void shares.push(measured),
      },
      preparer: {
        measure: async ({ files: wanted, isTimeUp }) => {
          const done: number[] = []
          for (const { fileId } of wanted) {
            if (isTimeUp()) break
            done.push(fileId)
            seconds += 1
          }
          asked.push(done)
          return done.map((fileId) => ({ fileId, sentBytes: sent.get(fileId) ?? null }))
        },
      },
      clock: { monotonic: () => seconds * 1_000 },
      signal,
    })
    const look = async (change: Partial<typeof settings> = {}, isWhole = true) => {
      const answer = await estimates.look({ ...settings, ...change }, isWhole)
      if (!answer.ok) throw new Error(answer.failure.kind)
      return answer.value
    }
    return { look, asked, shares }
  }

  test('counts every file once, in pieces of five thousand', async () => {
    const files = Array.from({ length: 10_001 }, (_, index) => ({
      ...photo(index + 1, 1_000),
      sentBytes: 500,
    }))
    expect(await world(files).look()).toMatchObject({ photos: 10_001, originalBytes: 10_001_000 })
  })

  test('after a look says the same or something narrower, until all is measured', async () => {
    for (const seed of [1, 3, 4, 10, 15, 21]) {
      const { look } = world(madeFolder(seed).files)
      let before = await look()
      for (let turn = 0; !before.isWhole; turn += 1) {
        expect(turn).toBeLessThan(60)
        const next = await look()
        expect(next.spreadBytes).toBeLessThanOrEqual(before.spreadBytes)
        before = next
      }
      expect(await look()).toEqual(before)
    }
  })

  test('measures no photo twice, the largest first and then some of each class', async () => {
    const { files } = madeFolder(3)
    const { look, asked } = world(files)
    while (!(await look()).isWhole);
    const all = asked.flat()
    expect(new Set(all).size).toBe(all.length)
    const largest = Math.max(...files.map(({ sizeBytes }) => sizeBytes))
    expect(files.find(({ fileId }) => fileId === all[0])?.sizeBytes).toBe(largest)
  })

  test('notes what share of large photos is sent, by which progress is reckoned', async () => {
    const sized = (fileId: number, sizeBytes: number, share: number): MadeFile => ({
      ...photo(fileId, sizeBytes),
      sentBytes: sizeBytes * share,
    })
    const mega = 1_048_576
    const files = [
      ...Array.from({ length: 30 }, (_, at) => sized(at + 1, 8 * mega, 0.5)),
      ...Array.from({ length: 10 }, (_, at) => sized(at + 31, 20 * mega, 0.25)),
      ...Array.from({ length: 10 }, (_, at) => sized(at + 41, mega, 1)),
    ]
    const { look, shares } = world(files)
    while (!(await look()).isWhole);
    expect(shares.at(-1)).toEqual({ large: 0.5, larger: 0.25, largest: usualShares.largest })
  })

  test('is not whole while folders are looked through', async () => {
    const { look } = world(madeFolder(0).files.slice(0, 2))
    expect(await look({}, false)).toMatchObject({ isWhole: false })
    expect(await look()).toMatchObject({ isWhole: true })
  })

  test('under other limits measures anew', async () => {
    const { look, asked } = world(madeFolder(0).files.slice(0, 3))
    await look()
    await look()
    await look({ limits: 'small' as never })
    expect(asked.map((ids) => ids.length)).toEqual([3, 0, 3])
  })
})

test('of real photographs holds the truth, and two looks agree', async () => {
  const workshop = openWorkshop()
  onTestFinished(() => workshop.close())
  const large = await largeJpeg()
  const small = await noise(60, 50).jpeg().toBuffer()
  const files = Array.from({ length: 60 }, (_, at) => {
    const data = at % 2 === 0 ? large : small
    const name = `${at + 1}.jpg`
    const path = workshop.write(name, data)
    return { ...photo(at + 1, data.length), path, name, isPresent: true }
  })
  const settings = { limits: 'google', leaveOutSmallPictures: false } as const
  const { signal } = new AbortController()
  const estimates = createSizeEstimates({
    catalog: {
      lastFileId: () => files.length,
      unsentFiles: ({ from, to }) => files.filter(({ fileId }) => fileId >= from && fileId <= to),
      fileById: (fileId) => (files[fileId - 1] ?? null) as never,
      noteCopyShares: () => undefined,
    },
    preparer: workshop.preparer,
    clock: { monotonic: () => 0 },
    signal,
  })
  const first = await estimates.look(settings, true)
  expect(await estimates.look(settings, true)).toEqual(first)
  const all = files.map(({ fileId, path, name }) => ({ fileId, path, name }))
  const measured = await workshop.preparer.measure(
    { files: all, settings, isTimeUp: () => false },
    signal,
  )
  const truth = measured.reduce((sum, { sentBytes }) => sum + (sentBytes ?? 0), 0)
  if (!first.ok) throw new Error(first.failure.kind)
  expect(first.value.originalBytes).toBe(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
  expect(truth).toBeLessThan(first.value.originalBytes)
  expect(Math.abs(first.value.highBytes - truth)).toBeLessThanOrEqual(first.value.spreadBytes)
})
