// The copies that nothing needs any more: which of them go, and how often the catalogue is asked.
import { expect, it } from 'vitest'
import { createDiscard } from '../../../src/main/engine/queue/discard.ts'
import type { SendPlan } from '../../../src/shared/model.ts'
import { aPlan } from '../../builders/items.ts'

const copy = (rendition: string): SendPlan => ({
  ...{ kind: 'reduced', mimeType: 'image/jpeg', fileName: 'photo.jpg', sizeBytes: 90_000 },
  ...{ rendition, sha256: 'ef'.repeat(32), width: 10, height: 10 },
})

function bench(inUse: string[]) {
  const gone: string[] = []
  const effects: string[] = []
  const asked: string[][] = []
  const discard = createDiscard({
    preparer: { discard: async (name) => void gone.push(name) },
    checkpoint: (effect) => effects.push(effect),
    renditionsInUse: () => {
      asked.push([...inUse])
      return new Set(inUse)
    },
  })
  return { discard, gone, effects, asked, inUse }
}

it('removes the copies that no upload needs, each at its checkpoint', async () => {
  const { discard, gone, effects } = bench(['kept'])
  await discard([copy('done'), null, aPlan(), copy('kept'), copy('left out')])
  expect(gone).toEqual(['done', 'left out'])
  expect(effects).toEqual(['rendition-removed', 'rendition-removed'])
})

it('asks once for all that come together, not at all for originals, and anew later', async () => {
  const { discard, gone, asked, inUse } = bench(['a', 'b'])
  await discard([aPlan(), null])
  expect(asked).toEqual([])
  await Promise.all([discard([copy('a')]), discard([copy('b')]), discard([copy('c'), copy('d')])])
  expect(asked).toHaveLength(1)
  inUse.pop()
  await discard([copy('b')])
  expect(gone).toEqual(['c', 'd', 'b'])
  expect(asked).toEqual([['a', 'b'], ['a']])
})
