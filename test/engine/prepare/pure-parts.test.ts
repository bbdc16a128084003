// The arithmetic and the words of preparing: sides, names, the estimate, and types by signature.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sniff } from '../../../src/main/engine/prepare/media-types.ts'
import { sentName } from '../../../src/main/engine/prepare/sent-name.ts'
import { estimateHighBytes } from '../../../src/main/engine/prepare/size-estimate.ts'
import { targetSides } from '../../../src/main/engine/prepare/target-size.ts'

describe('the sides of a reduced copy', () => {
  const most = 16_000_000

  test('never exceed 16 MP nor the original, and keep the shape to within one pixel', () => {
    const side = fc.integer({ min: 1, max: 65_500 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const copy = targetSides({ width, height }, most)
        expect(copy.width * copy.height).toBeLessThanOrEqual(most)
        expect(copy.width).toBeLessThanOrEqual(width)
        expect(copy.height).toBeLessThanOrEqual(height)
        const isTall = height > width
        const [longer, shorter] = isTall ? [copy.height, copy.width] : [copy.width, copy.height]
        const ratio = isTall ? width / height : height / width
        expect(Math.abs(longer * ratio - shorter)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('lose next to nothing of the 16 MP', () => {
    const { width, height } = targetSides({ width: 6000, height: 4000 }, most)
    expect(width * height).toBeGreaterThan(most - width - height)
  })

  test('are those of the original up to 16 MP', () => {
    const sides = { width: 4000, height: 4000 }
    expect(targetSides(sides, most)).toEqual(sides)
  })
})

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

describe('types by signature', () => {
  const head = (text: string): Buffer =>
    Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(600)])
  const packets = (first: number, step: number): Buffer => {
    const bytes = Buffer.alloc(step * 5)
    for (let at = first; at < bytes.length; at += step) bytes[at] = 0x47
    return bytes
  }
  test.each([
    ['a Canon CR2', head('II*\0\x10\0\0\0CR\x02\0'), 'jpg', 'image/x-canon-cr2'],
    ['a Canon CR3', head('\0\0\0\x18ftypcrx \0\0\0\x01'), 'cr3', 'image/x-canon-cr3'],
    ['a Canon CRW', head('II\x1a\0\0\0HEAPCCDR'), 'crw', 'image/x-canon-crw'],
    ['a Fuji RAF', head('FUJIFILMCCD-RAW 0201'), 'raf', 'image/x-fuji-raf'],
    ['a Panasonic RW2', head('IIU\0\x18\0\0\0'), 'rw2', 'image/x-panasonic-rw2'],
    ['a Leica RWL', head('IIU\0\x18\0\0\0'), 'rwl', 'image/x-panasonic-rw2'],
    ['an Olympus ORF', head('IIRO\x08\0\0\0'), 'orf', 'image/x-olympus-orf'],
    ['a Minolta MRW', head('\0MRM\0\0\0\0'), 'mrw', 'image/x-minolta-mrw'],
    ['a Sigma X3F', head('FOVb\0\0\0\0'), 'x3f', 'image/x-sigma-x3f'],
    ['an MTS of a camcorder', packets(4, 192), 'mts', 'video/mp2t'],
    ['a TOD', packets(0, 188), 'tod', 'video/mp2t'],
    ['a MOD', head('\0\0\x01\xba\x44\0'), 'mod', 'video/mpeg'],
    ['a QuickTime film without brands', head('\0\0\x10\0moov'), 'mov', 'video/quicktime'],
  ])('%s', (_, bytes, extension, mimeType) => {
    expect(sniff(bytes, extension)?.mimeType).toBe(mimeType)
  })

  test.each([
    ['music in MP4', head('\0\0\0\x18ftypM4A \0\0\0\0')],
    ['a text that begins with BM', head('BMW is a car, and this is a text about it.')],
    ['zeros', Buffer.alloc(5_000)],
    ['a single byte', Buffer.from('\xff', 'latin1')],
    ['an SVG', head('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('%s is none of ours', (_, bytes) => {
    expect(sniff(bytes, 'jpg')).toBeNull()
  })
})
