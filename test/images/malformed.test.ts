// Damaged, hostile and absurd files: none may harm the engine, none may be lost. Each ends as an original
// that is sent or as a skip with a reason, and the preparer works on as if nothing had happened.
import { deflateSync, crc32 } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Decision } from '../../src/main/engine/ports/prepare.ts'
import { encodeHeif, ffmpeg, writeTags } from './tools.ts'
import { openWorkshop, photo, type Workshop } from './workshop.ts'

let workshop: Workshop
const seeds = new Map<string, Buffer>()
let inputs = 0

beforeAll(async () => {
  // Small photos count as large, so that every damaged one goes through the decoder.
  workshop = openWorkshop({ maxPixels: 20_000, jobTimeoutMs: 20_000 })
  const tags = [
    '-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12',
    '-GPS:GPSLatitude=32.75',
    '-GPS:GPSLatitudeRef=N',
    '-IFD0:Make=Maker',
    '-XMP-xmp:Rating=4',
  ]
  const small = () => photo(640, 480)
  const make = {
    jpg: () => small().jpeg({ quality: 80 }),
    'progressive.jpg': () => small().jpeg({ progressive: true, quality: 80 }),
    png: () => photo(320, 240).png(),
    webp: () => small().webp({ quality: 80 }),
    gif: () => photo(320, 240).gif(),
    tif: () => photo(320, 240).tiff({ compression: 'lzw' }),
    avif: () => small().avif({ quality: 60, effort: 0 }),
  }
  for (const [kind, encode] of Object.entries(make)) {
    const path = workshop.path(`seed.${kind}`)
    await encode().toFile(path)
    await writeTags(path, kind === 'gif' ? ['-Comment=seed'] : tags)
    seeds.set(kind, readFileSync(path))
  }
  const heic = workshop.path('seed.heic')
  await encodeHeif(workshop.path('seed.jpg'), heic)
  seeds.set('heic', readFileSync(heic))
  const mov = workshop.path('seed.mov')
  await ffmpeg([
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=320x240:rate=25:duration=1',
    '-c:v',
    'mpeg4',
    mov,
  ])
  seeds.set('mov', readFileSync(mov))
})
afterAll(async () => {
  console.log(`${inputs} malformed inputs, none lost`)
  await workshop.close()
})

/** Prepares bytes that may be anything, and answers with what became of them in a word. */
async function judge(name: string, bytes: Buffer): Promise<string> {
  inputs += 1
  const decision = await workshop.decide(workshop.write(name, bytes))
  return wordFor(decision, bytes)
}

function wordFor(decision: Decision, bytes: Buffer): string {
  if (decision.kind === 'skip') return `skipped: ${decision.reason.kind}`
  const { plan } = decision
  if (plan.kind === 'reduced') {
    if (plan.sizeBytes >= bytes.length) throw new Error('a copy that is not smaller')
    return 'reduced'
  }
  if (plan.sizeBytes !== bytes.length) throw new Error('not the whole file')
  return `original: ${String(plan.keptOriginal)}`
}

/** Counts what became of many inputs, a few at a time. */
async function judgeAll(kind: string, all: readonly Buffer[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  const queue = [...all.entries()]
  await Promise.all(
    Array.from({ length: 4 }, async (_, lane) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const word = await judge(`lane-${lane}.${kind}`, next[1])
        outcomes[word] = (outcomes[word] ?? 0) + 1
      }
    }),
  )
  console.log(kind, outcomes)
  return outcomes
}

const kinds = ['jpg', 'progressive.jpg', 'png', 'webp', 'gif', 'tif', 'avif', 'heic', 'mov']
const sumOf = (outcomes: Record<string, number>): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0)

test.each(kinds)('a whole %s is as good as any', async (kind) => {
  const word = await judge(`whole.${kind}`, seeds.get(kind) ?? Buffer.alloc(0))
  expect(word).not.toMatch(/skipped|undecodable|worker-failed/)
})

test.each(kinds)('a %s cut at every kilobyte', async (kind) => {
  const whole = seeds.get(kind) ?? Buffer.alloc(0)
  const cuts: Buffer[] = []
  for (let length = 0; length < whole.length; length += 1024) cuts.push(whole.subarray(0, length))
  // The first hundred bytes hold every signature.
  for (let length = 1; length < 100; length += 9) cuts.push(whole.subarray(0, length))
  expect(sumOf(await judgeAll(kind, cuts))).toBe(cuts.length)
})

test.each(kinds)('a %s with flipped bits', async (kind) => {
  const whole = seeds.get(kind) ?? Buffer.alloc(0)
  const random = randomFrom(kind.length * 1_000 + 17)
  const flipped = Array.from({ length: 110 }, (_, round) => {
    const bytes = Buffer.from(whole)
    // Half of the rounds hit the header, where a bit does most harm.
    const range = round % 2 === 0 ? Math.min(2_000, bytes.length) : bytes.length
    for (let count = 0; count < 1 + (round % 16); count += 1) {
      const at = Math.floor(random() * range)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    }
    return bytes
  })
  expect(sumOf(await judgeAll(kind, flipped))).toBe(flipped.length)
})

describe('bombs', () => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  /** A black PNG, one bit a pixel: a hundred million pixels in a few kilobytes. */
  const bomb = (side: number): Buffer => {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(side, 0)
    header.writeUInt32BE(side, 4)
    header[8] = 1
    const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * side)
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows, { level: 9 })),
      chunk('IEND', Buffer.alloc(0)),
    ])
  }

  test('256 MP in some 31 kB', async () => {
    const bytes = bomb(16_000)
    expect(bytes.length).toBeLessThan(40_000)
    expect(await judge('bomb.png', bytes)).toMatch(/reduced|skipped: too-many-pixels/)
  })

  test('900 MP, beyond what any decoder is asked for', async () => {
    expect(await judge('giant.png', bomb(30_000))).toBe('skipped: too-many-pixels')
  })

  test('four billion pixels by header alone', async () => {
    const bytes = bomb(100)
    bytes.writeUInt32BE(0x7fffffff, 16)
    bytes.writeUInt32BE(0x7fffffff, 20)
    expect(await judge('claim.png', bytes)).toBe('skipped: too-many-pixels')
  })

  test('directories and boxes that run in circles', async () => {
    const tiff = Buffer.from('II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1')
    expect(await judge('circle.tif', tiff)).toMatch(/original/)
    const self = Buffer.from(
      'II*\0\x08\0\0\0\x01\0\x4a\x01\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0',
      'latin1',
    )
    expect(await judge('self.tif', self)).toMatch(/original/)
    const boxes = Buffer.concat([
      Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom', 'latin1'),
      ...Array.from({ length: 200_000 }, () => Buffer.from('\0\0\0\x08free', 'latin1')),
    ])
    expect(await judge('boxes.mp4', boxes)).toBe('original: video')
    const segments = Buffer.concat([
      Buffer.from('\xff\xd8', 'latin1'),
      ...Array.from({ length: 100_000 }, () => Buffer.from('\xff\xe5\0\x02', 'latin1')),
    ])
    expect(await judge('segments.jpg', segments)).toBe('original: undecodable')
  })
})

test('after all this a good photo is reduced as ever', async () => {
  expect(await judge('good.jpg', seeds.get('jpg') ?? Buffer.alloc(0))).toBe('reduced')
  expect(inputs).toBeGreaterThan(1_000)
})

/** The same numbers every time, from a seed. */
function randomFrom(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
}
