// Two and a half thousand damaged files, on top of those of malformed.test.ts: none may end or stop the worker, none may be lost, and
// of none may a copy be sent that shows something else than what tolerant decoders of others see.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countsInWords, tellAtEnd } from '../figures.ts'
import { drawnByVips, mapByMagick, mapDistance, mapOf } from '../matrix/judge-picture.ts'
import { masters } from '../matrix/masters.ts'
import { outcomeOf } from '../matrix/outcomes.ts'
import { openWorkshop, type Workshop } from '../workshop.ts'
import { mutate, randomFrom, ways, type Way } from './mutations.ts'
import { makeSeeds, type Seed } from './seeds.ts'

const kinds = [
  ...['jpg', 'progressive.jpg', 'png', 'webp', 'tif', 'gif', 'heic', 'avif'],
  ...['tiles.heic', 'tiles.avif'],
]
/** Ten kinds, five ways: two and a half thousand, or every so manyth of them (`SHOEBOX_IMAGES_EVERY=10`). */
const rounds = Math.ceil(50 / Number(process.env['SHOEBOX_IMAGES_EVERY'] ?? 1))
const mega = 1_000_000
/** In steps of 255, of any of 400 parts of 9 by 6 pixels each, in which colours bleed over an edge; what is missing is 100 and more. */
const mostDifference = 24

let workshop: Workshop
let seeds: Seed[]
const troubles: string[] = []
const outcomes = new Map<string, number>()
let worst = { value: 0, name: 'none' }
let calmBytes = 0
let slowestMs = 0
let compared = 0

beforeAll(async () => {
  // Small pictures count as large, so that every damaged one goes through the decoder.
  workshop = openWorkshop({
    ...{ maxPixels: 20_000, jobTimeoutMs: 30_000, slots: 2 },
    logger: { info: () => undefined, error: (text) => troubles.push(text) },
  })
  seeds = await makeSeeds(workshop.folder, await masters.srgb())
  calmBytes = process.memoryUsage.rss()
})
afterAll(async () => {
  await workshop.close()
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  tellAtEnd('2 mutated', [
    `mutated files: ${total}; ${countsInWords(outcomes)}`,
    `copies of mutated files compared with other decoders: ${compared}; worst difference: ${worst.value.toFixed(2)} (${worst.name})`,
    `slowest mutated file: ${Math.round(slowestMs)} ms; worker at most ${Math.round(workshop.preparer.peakWorkerBytes() / mega)} MB`,
  ])
})

describe.each(kinds)('a %s', (kind) => {
  test.each(ways)('that is %s', async (way) => {
    const faults: string[] = []
    const queue = Array.from({ length: rounds }, (_, round) => round)
    const lane = async (): Promise<void> => {
      for (let round = queue.shift(); round !== undefined; round = queue.shift()) {
        faults.push(...(await faultsOf(kind, way, round)))
      }
    }
    await Promise.all([lane(), lane()])
    expect(faults, faults.join('; ')).toEqual([])
    // A worker that ends takes the time and the pictures of others with it.
    expect(troubles).toEqual([])
  })
})

test('after all this the worker is the same, small, and as good as ever', async () => {
  const jpeg = seeds.find((seed) => seed.kind === 'jpg')
  const path = workshop.write('good.jpg', Buffer.concat([jpeg?.bytes ?? Buffer.alloc(0)]))
  expect(outcomeOf(await workshop.decide(path))).toBe('reduced')
  expect(troubles).toEqual([])
  expect(workshop.preparer.peakWorkerBytes()).toBeLessThan(400 * mega)
  expect(process.memoryUsage.rss() - calmBytes).toBeLessThan(150 * mega)
})

/** One damaged file, by number: the same every time. */
function damaged(kind: string, way: Way, round: number): Buffer {
  const seed = seeds[kinds.indexOf(kind)]
  const other = seeds[(kinds.indexOf(kind) + 1) % kinds.length]
  if (seed === undefined || other === undefined) throw new Error(`No seed of ${kind}.`)
  const number = kinds.indexOf(kind) * 100_000 + ways.indexOf(way) * 1_000 + round
  const random = randomFrom(number * 7_919 + 1)
  // Half of what is put in comes from a file of the same container.
  const lender = other.framing === seed.framing && round % 2 === 0 ? other : seed
  return mutate(way, seed.bytes, lender.bytes, { framing: seed.framing, random })
}

async function faultsOf(kind: string, way: Way, round: number): Promise<string[]> {
  const name = `${way.replace(' ', '-')}-${round}.${kind}`
  const bytes = damaged(kind, way, round)
  const path = workshop.write(name, bytes)
  const started = performance.now()
  const decision = await workshop.decide(path)
  slowestMs = Math.max(slowestMs, performance.now() - started)
  const outcome = outcomeOf(decision)
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  if (outcome === 'worker-failed') return [`${name}: the worker failed`]
  if (decision.kind === 'skip') return []
  if (decision.plan.kind === 'original') {
    return decision.plan.sizeBytes === bytes.length ? [] : [`${name}: not the whole file`]
  }
  if (decision.plan.kind === 'dated') throw new Error('No date was asked for.')
  const copy = workshop.preparer.renditionPath(decision.plan.rendition)
  const far = await distanceByOthers(path, copy, decision.plan)
  rmSync(path)
  // The copy stays: another damaged file may have the same one, which is then looked at beside this.
  if (far === null) return [`${name}: reduced, and no other decoder sees anything in it`]
  compared += 1
  if (far > worst.value) worst = { value: far, name }
  return far > mostDifference ? [`${name}: a copy that differs by ${far.toFixed(1)}`] : []
}

/**
 * How far the copy is from its source in the eyes of libvips or of ImageMagick, whichever is nearer: each fills up damage
 * in its own way, so what the copy shows must be what one of them sees. Null when neither sees the source.
 */
async function distanceByOthers(
  source: string,
  copy: string,
  sides: { width: number; height: number },
): Promise<number | null> {
  const byVips = async (path: string): Promise<number[]> =>
    mapOf(await drawnByVips(path, sides, `${source}.v`))
  const byMagick = (path: string): Promise<number[]> => mapByMagick(path, { sides })
  const distances: number[] = []
  for (const draw of [byVips, byMagick]) {
    // What a decoder of others refuses, another one may still show.
    const before = await draw(source).catch(() => null)
    if (before === null || before.length === 0) continue
    distances.push(mapDistance(before, await draw(copy)).structure)
  }
  return distances.length === 0 ? null : Math.min(...distances)
}
