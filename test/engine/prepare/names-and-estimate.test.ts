// The words and the arithmetic of preparing: names and the estimate.
import { describe, expect, test } from 'vitest'
import { estimateSizes } from '../../../src/main/engine/prepare/index.ts'
import { sentName } from '../../../src/main/engine/prepare/sent-name.ts'
import { estimateHighBytes } from '../../../src/main/engine/prepare/size-estimate.ts'
import { extensionOf } from '../../../src/shared/media-types.ts'

describe('the name that is sent', () => {
  test.each([
    ['a.jpg', ['jpg', 'jpeg'], 'a.jpg'],
    ['A.JPEG', ['jpg', 'jpeg'], 'A.JPEG'],
    ['a.jpg', ['png'], 'a.png'],
    ['summer.2019', ['jpg'], 'summer.2019.jpg'],
    ['no extension', ['jpg'], 'no extension.jpg'],
    ['P1000001.MPO', ['jpg', 'jpeg'], 'P1000001.jpg'],
    ['clip.MP', ['mp4', 'mov'], 'clip.mp4'],
    ['a.jpg.', ['jpg'], 'a.jpg'],
    ['A.JPG . ', ['jpg'], 'A.JPG'],
    ['a.jpg (1)', ['jpg'], 'a.jpg (1).jpg'],
    ['. .', ['jpg'], '. ..jpg'],
    ['é — 港.heic', ['heic', 'heif'], 'é — 港.heic'],
  ])('of %s as %j is %s', (name, extensions, sent) => {
    expect(sentName(name, extensions)).toBe(sent)
  })

  // Windows has no such names, and their written form is no other there.
  test.skipIf(process.platform === 'win32')(
    'is what the person reads, where the disk has no UTF-8',
    () => {
      expect(sentName('No\\xebl \\x96 \\xe9t\\xe9.jpg', ['jpg'])).toBe('Noël – été.jpg')
      // A name that only looks like that of such a disk is sent as it is.
      expect(sentName('a\\x5cxe9.jpg', ['jpg'])).toBe('a\\xe9.jpg')
    },
  )

  test('is at most 255 characters, ends with its extension and splits no character', () => {
    const name = sentName(`${'🦊'.repeat(200)}.jpg`, ['png'])
    expect(name.length).toBeLessThanOrEqual(255)
    expect(name.endsWith('🦊.png')).toBe(true)
  })

  test('is as long as it may be, with the extension it came with or the right one', () => {
    const stem = (length: number): string => 'a'.repeat(length)
    expect(sentName(`${stem(251)}.jpg`, ['jpg'])).toBe(`${stem(251)}.jpg`)
    expect(sentName(`${stem(252)}.jpg`, ['jpg'])).toBe(`${stem(251)}.jpg`)
    expect(sentName(`${stem(300)}.JPEG`, ['jpg', 'jpeg'])).toBe(`${stem(250)}.JPEG`)
    expect(sentName(stem(300), ['jpg'])).toBe(`${stem(251)}.jpg`)
    expect(sentName('no type', [])).toBe('no type.bin')
  })

  test.each([
    ['a.JPG', 'jpg'],
    ['a.b.png', 'png'],
    ['.jpg', 'jpg'],
    ['jpg', ''],
    ['a.', ''],
    ['a.JPG.', 'jpg'],
    ['a.jpg \u00a0.', 'jpg'],
  ])('%s has the extension %j', (name, extension) => {
    expect(extensionOf(name)).toBe(extension)
  })
})

describe('the estimate', () => {
  /** A small generator of numbers, so that the test is the same every time. */
  const randomFrom = (seed: number) => (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }

  test('holds the truth within its spread nearly always', () => {
    const random = randomFrom(7)
    const photos = Array.from({ length: 5_000 }, () => {
      const originalBytes = 1e6 + random() * 14e6
      const isLarge = random() < 0.6
      return {
        originalBytes,
        sentBytes: isLarge ? originalBytes * (0.2 + random() * 0.5) : originalBytes,
      }
    })
    const total = (key: 'originalBytes' | 'sentBytes'): number =>
      photos.reduce((sum, photo) => sum + photo[key], 0)
    const population = { photos: photos.length, bytes: total('originalBytes') }
    let hits = 0
    const rounds = 300
    for (let round = 0; round < rounds; round += 1) {
      const samples = Array.from(
        { length: 30 },
        () => photos[Math.floor(random() * photos.length)],
      ).filter((sample) => sample !== undefined)
      const { highBytes, spreadBytes } = estimateHighBytes(samples, population)
      if (Math.abs(highBytes - total('sentBytes')) <= spreadBytes) hits += 1
    }
    expect(hits / rounds).toBeGreaterThan(0.9)
    expect(hits / rounds).toBeLessThan(0.99)
  })

  test('of a whole library has no spread', () => {
    const samples = [
      { originalBytes: 10, sentBytes: 5 },
      { originalBytes: 30, sentBytes: 30 },
    ]
    const estimate = estimateHighBytes(samples, { photos: 2, bytes: 40 })
    expect(estimate).toEqual({ highBytes: 35, spreadBytes: 0, sampled: 2 })
    const one = estimateHighBytes(samples.slice(0, 1), { photos: 1, bytes: 10 })
    expect(one).toEqual({ highBytes: 5, spreadBytes: 0, sampled: 1 })
  })

  test('admits that unseen photos may shrink when none in the sample did', () => {
    const samples = Array.from({ length: 30 }, () => ({ originalBytes: 100, sentBytes: 100 }))
    const { spreadBytes } = estimateHighBytes(samples, { photos: 100_000, bytes: 10_000_000 })
    expect(spreadBytes).toBeGreaterThan(900_000)
  })

  test('is the ratio of the sample, with the spread of survey statistics', () => {
    const samples = [
      { originalBytes: 100, sentBytes: 50 },
      { originalBytes: 200, sentBytes: 120 },
      { originalBytes: 300, sentBytes: 130 },
    ]
    // By hand: ratio 0.5, deviation 20 of the mean 200, Student's t for two degrees, 97 of 100 photos not seen.
    const deviation = Math.sqrt((0 ** 2 + 20 ** 2 + 20 ** 2) / 2)
    const error = 20_000 * (deviation / (200 * Math.sqrt(3))) * Math.sqrt(0.97)
    const estimate = estimateHighBytes(samples, { photos: 100, bytes: 20_000 })
    expect(estimate).toMatchObject({ highBytes: 10_000, sampled: 3 })
    expect(estimate.spreadBytes / error).toBeGreaterThan(4.303 * 0.89)
    expect(estimate.spreadBytes / error).toBeLessThan(4.303 * 0.9)
  })

  test('has the quantiles of Student for samples of more than five', () => {
    for (const [count, quantile] of [
      [6, 2.571],
      [11, 2.228],
      [31, 2.042],
    ] as const) {
      // Each other photo is sent by ten more or less than half.
      const samples = Array.from({ length: count * 2 }, (_, index) => ({
        originalBytes: 1_000,
        sentBytes: index % 2 === 0 ? 510 : 490,
      })).slice(0, count)
      const ratio = samples.reduce((sum, { sentBytes }) => sum + sentBytes, 0) / (1_000 * count)
      const squares = samples.map(({ sentBytes }) => (sentBytes - ratio * 1_000) ** 2)
      const deviation = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (count - 1))
      const error = (1e12 * deviation) / (1_000 * Math.sqrt(count))
      const { spreadBytes } = estimateHighBytes(samples, { photos: 1e9, bytes: 1e12 })
      expect(spreadBytes / error / quantile).toBeGreaterThan(0.99)
      expect(spreadBytes / error / quantile).toBeLessThan(1.01)
    }
  })

  test('of one photo is anything, and never less than nothing or more than everything', () => {
    const one = [{ originalBytes: 100, sentBytes: 20 }]
    expect(estimateHighBytes(one, { photos: 1_000_000, bytes: 1_000 })).toEqual({
      highBytes: 200,
      spreadBytes: 800,
      sampled: 1,
    })
    const little = [{ originalBytes: 100, sentBytes: 90 }]
    expect(estimateHighBytes(little, { photos: 1_000_000, bytes: 1_000 }).spreadBytes).toBe(900)
  })

  test('holds that three in so many may shrink when none in the sample did', () => {
    const unchanged = (count: number) =>
      estimateHighBytes(Array(count).fill({ originalBytes: 10, sentBytes: 10 }), {
        photos: 1e12,
        bytes: 1_000_000,
      })
    expect(unchanged(30)).toEqual({ highBytes: 1_000_000, spreadBytes: 100_000, sampled: 30 })
    expect(unchanged(2).spreadBytes).toBe(1_000_000)
  })

  test('without a sample is anything between nothing and everything', () => {
    const estimate = estimateHighBytes([], { photos: 10, bytes: 100 })
    expect(estimate).toEqual({ highBytes: 50, spreadBytes: 50, sampled: 0 })
  })
})

test('what is chosen is counted with its films, which stay as they are', async () => {
  const asked: number[] = []
  const estimate = await estimateSizes(
    {
      mediaTally: () => ({ photos: { files: 10, bytes: 1_000 }, videos: { files: 2, bytes: 300 } }),
      samplePhotos: (count) => {
        asked.push(count)
        return [{ path: '/a.jpg', name: 'a.jpg', sizeBytes: 100 }]
      },
    },
    {
      estimate: ({ files, population }) => {
        expect(files).toHaveLength(1)
        expect(population).toEqual({ photos: 10, bytes: 1_000 })
        return Promise.resolve({ highBytes: 600, spreadBytes: 50, sampled: 1 })
      },
    },
    { limits: 'small' },
    true,
    new AbortController().signal,
  )
  expect(asked).toEqual([30])
  expect(estimate).toEqual({
    ok: true,
    value: {
      files: 12,
      photos: 10,
      videos: 2,
      originalBytes: 1_300,
      highBytes: 900,
      spreadBytes: 50,
      sampled: 1,
      isWhole: true,
    },
  })
})
