// The words and the arithmetic of preparing: names and the estimate.
import { describe, expect, test } from 'vitest'
import { sentName } from '../../../src/main/engine/prepare/sent-name.ts'
import { estimateHighBytes } from '../../../src/main/engine/prepare/size-estimate.ts'

describe('the name that is sent', () => {
  test.each([
    ['a.jpg', ['jpg', 'jpeg'], 'a.jpg'],
    ['A.JPEG', ['jpg', 'jpeg'], 'A.JPEG'],
    ['a.jpg', ['png'], 'a.png'],
    ['summer.2019', ['jpg'], 'summer.2019.jpg'],
    ['no extension', ['jpg'], 'no extension.jpg'],
    ['é — 港.heic', ['heic', 'heif'], 'é — 港.heic'],
  ])('of %s as %j is %s', (name, extensions, sent) => {
    expect(sentName(name, extensions)).toBe(sent)
  })

  test('is at most 255 characters, ends with its extension and splits no character', () => {
    const name = sentName(`${'🦊'.repeat(200)}.jpg`, ['png'])
    expect(name.length).toBeLessThanOrEqual(255)
    expect(name.endsWith('🦊.png')).toBe(true)
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
  })

  test('admits that unseen photos may shrink when none in the sample did', () => {
    const samples = Array.from({ length: 30 }, () => ({ originalBytes: 100, sentBytes: 100 }))
    const { spreadBytes } = estimateHighBytes(samples, { photos: 100_000, bytes: 10_000_000 })
    expect(spreadBytes).toBeGreaterThan(900_000)
  })

  test('without a sample is anything between nothing and everything', () => {
    const estimate = estimateHighBytes([], { photos: 10, bytes: 100 })
    expect(estimate).toEqual({ highBytes: 50, spreadBytes: 50, sampled: 0 })
  })
})
