// Every container in every colour space, depth, orientation and with every block of metadata, made by tools of others,
// goes through the product; what it sends is judged by exiftool tag by tag and by libvips and ImageMagick in pixels.
// A part of it: `npm run test:images -- matrix -t 'png-16'`, or `SHOEBOX_IMAGES_EVERY=10` for every tenth picture.
import { rmSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shapeFaults, sidesOf } from '../faithful.ts'
import { countsInWords, tellAtEnd } from '../figures.ts'
import { decodeHeif, readEveryTag } from '../tools.ts'
import { openWorkshop, type Workshop } from '../workshop.ts'
import { dress } from './dress.ts'
import { distance, drawnByVips, mapByMagick, mapDistance, type Distance } from './judge-picture.ts'
import { compareTags } from './judge-tags.ts'
import { profiles } from './masters.ts'
import { outcomeOf, rightOutcomes } from './outcomes.ts'
import { makePlan, pairsOf, type Recipe } from './plan.ts'

/**
 * In steps of 255. libvips resizes by the same kernel, so what remains is compression at quality 85: it moves no mean and
 * no part by a step.
 */
const most: Distance = { mean: 1, extremes: 2, structure: 3, noise: 8 }
/** At the edge of sRGB one step of a wider space is a dozen steps of the channel that is nearly nought. */
const mostOfWide: Distance = { ...most, extremes: 12, structure: 12 }
const wide = ['p3', 'adobe', 'prophoto']
/** What is transparent is multiplied and divided by it when it is resized, in whole numbers. */
const mostOfVeiled: Distance = { ...most, mean: 2 }
/**
 * The copy's black is the screen's black, where vipsthumbnail draws the grey of printed black; ImageMagick is asked to.
 * What lies outside of sRGB, such as the green of the mark, each brings inside in its own way.
 */
const mostOfInkByVips: Distance = { mean: 12, extremes: 14, structure: 48, noise: 16 }
const mostOfInk: Distance = { mean: 3, extremes: 12, structure: 60, noise: 0 }
const ink = ['cmyk', 'cmyk untagged']
/** Converted to sRGB, because a JPEG for screens holds none of these. */
const converted = ['cmyk', 'cmyk untagged', 'lab']

const plan = makePlan()
const every = Number(process.env['SHOEBOX_IMAGES_EVERY'] ?? 1)
const chosen = plan
  .map((recipe, index) => ({ ...recipe, index }))
  .filter(({ index }) => index % every === 0)
let workshop: Workshop
const outcomes = new Map<string, number>()
const lost: string[] = []
let judged = 0
let tagsCompared = 0
const worst = new Map<string, { value: number; name: string }>()

beforeAll(() => {
  // A busy machine may take its time over a HEIC of 17 MP.
  workshop = openWorkshop({ slots: 2, jobTimeoutMs: 240_000 })
})
afterAll(async () => {
  await workshop.close()
  tellAtEnd('1 matrix', summary())
})

const note = (figure: string, value: number, name: string): void => {
  const known = worst.get(figure)
  if (known === undefined || value > known.value) worst.set(figure, { value, name })
}

function summary(): string[] {
  const pictures = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  const reduced = outcomes.get('reduced') ?? 0
  const kept = new Map([...outcomes].filter(([outcome]) => outcome !== 'reduced'))
  return [
    `pictures above 16 MP: ${pictures}; reduced ${reduced}, kept with reason ${pictures - reduced} (${countsInWords(kept)})`,
    `tags compared: ${tagsCompared} in ${judged} copies; tags lost: ${lost.length}`,
    ...[...worst].map(([figure, { value, name }]) => `${figure}: ${value.toFixed(2)} (${name})`),
  ]
}

test('every pair of container, colours, depth, orientation and metadata that can be occurs', () => {
  const pairs = new Set(
    plan.flatMap(({ base, orientation, block }) => pairsOf(base, orientation, block)),
  )
  expect(plan.length).toBeGreaterThanOrEqual(400)
  expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length)
  expect(pairs.size).toBeGreaterThan(700)
})

describe.concurrent('above 16 MP', () => {
  test.each(chosen)('$name', async (recipe) => {
    const path = workshop.path(`picture-${recipe.index}.${recipe.base.extension}`)
    try {
      await dress(recipe, path)
      const decision = await workshop.decide(path, { settings: { limits: 'google' } })
      const outcome = outcomeOf(decision)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      expect(rightOutcomes(recipe)).toContain(outcome)
      if (decision.kind === 'skip') return
      if (decision.plan.kind !== 'reduced') {
        expect(decision.plan.sizeBytes).toBe(statSync(path).size)
        return
      }
      const copy = workshop.preparer.renditionPath(decision.plan.rendition)
      const faults = await faultsOf(recipe, path, copy)
      expect(faults, faults.join('; ')).toEqual([])
      await workshop.preparer.discard(decision.plan.rendition)
    } finally {
      for (const each of [path, `${path}.args`, `${path}.jpg`]) rmSync(each, { force: true })
    }
  })
})

/** Everything that is wrong with a copy. */
async function faultsOf(recipe: Recipe, source: string, copy: string): Promise<string[]> {
  const { base, name } = recipe
  judged += 1
  const [before = {}, after = {}] = await readEveryTag([source, copy])
  const tags = compareTags(before, after, { isConverted: converted.includes(base.colours) })
  tagsCompared += tags.compared
  lost.push(...tags.lost)
  const faults = [...tags.lost, ...shapeFaults(before, after)]
  const isInk = ink.includes(base.colours)
  const opaque = wide.includes(base.colours) ? mostOfWide : most
  const may = base.hasAlpha ? mostOfVeiled : opaque
  const isUntaggedCmyk = base.colours === 'cmyk untagged'
  const [width, height] = sidesOf(after)
  const sides = { width, height }
  const theirs = await drawnByVips(source, sides, `${source}.v`, { isUntaggedCmyk })
  const ours = await drawnByVips(copy, sides, `${source}.v`)
  faults.push(
    ...tooFar(
      'difference from vipsthumbnail',
      name,
      distance(theirs, ours),
      isInk ? mostOfInkByVips : may,
    ),
  )
  // ImageMagick's way of flattening is its own.
  if (base.hasAlpha) return faults
  const far = mapDistance(await sourceByMagick(recipe, source), await mapByMagick(copy))
  return [...faults, ...tooFar('difference from ImageMagick', name, far, isInk ? mostOfInk : may)]
}

/** ImageMagick is told what it does not find out by itself. */
async function sourceByMagick({ base, orientation }: Recipe, source: string): Promise<number[]> {
  if (isHeif(base)) {
    // Debian's 6.9 hears no profile of one, and makes colours of its brightness in its own way; libheif's own tool carries
    // the profile over to a JPEG, upright. What that costs in sharpness is too fine for a map.
    await decodeHeif(source, `${source}.jpg`)
    return mapByMagick(`${source}.jpg`, { orientation: 1 })
  }
  const profile = base.colours === 'cmyk untagged' ? await profiles.cmyk() : null
  // The rows and columns of one of JPEGs come to it in the order that they are seen in, but never exchanged: libtiff's way
  // of handing out colours. So it draws what the picture was before it was told a turn. It knows no EXIF of a PNG.
  const drawn = base.id === 'tiff-jpeg' ? await base.path() : source
  return mapByMagick(drawn, { profile, orientation })
}

const isHeif = ({ container }: Recipe['base']): boolean => ['heic', 'avif'].includes(container)

function tooFar(judge: string, name: string, is: Distance, may: Distance): string[] {
  const kinds = ['mean', 'extremes', 'structure', 'noise'] as const
  return kinds.flatMap((kind) => {
    note(`worst ${judge}, ${kind}`, is[kind], name)
    return is[kind] > may[kind] ? [`${judge}: ${kind} ${is[kind].toFixed(2)}`] : []
  })
}
