// The promise of High quality for a whole folder: what was reduced is faithful, everything else is untouched.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeLibrary } from './faithful.ts'
import { makeMixedFolder } from './mixed-folder.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop
beforeAll(() => {
  workshop = openWorkshop()
})
afterAll(() => workshop.close())

test('of 200 mixed photos every reduced one is faithful and every other one is its file', async () => {
  const paths = await makeMixedFolder(workshop.path('mixed'))
  expect(paths).toHaveLength(200)
  const outcomes: Record<string, number> = {}
  const queue = [...paths]
  const pairs: { original: string; sent: string }[] = []
  const lane = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const decision = await workshop.decide(path)
      if (decision.kind === 'skip') throw new Error(`${path}: ${JSON.stringify(decision.reason)}`)
      const { plan } = decision
      const isReduced = plan.kind === 'reduced'
      const word = isReduced ? 'reduced' : String(plan.keptOriginal)
      outcomes[word] = (outcomes[word] ?? 0) + 1
      pairs.push({
        original: path,
        sent: isReduced ? workshop.preparer.renditionPath(plan.rendition) : path,
      })
    }
  }
  await Promise.all([lane(), lane()])
  console.log(outcomes)
  expect(await judgeLibrary(pairs)).toEqual([])
  expect(outcomes).toEqual({
    reduced: 65,
    'small-enough': 113,
    raw: 4,
    video: 6,
    panorama: 6,
    'motion-photo': 6,
  })
})
