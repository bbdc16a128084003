// What is remembered of cards and drives that were put in.
import { join } from 'node:path'
import { expect, it, test } from 'vitest'
import type { RememberedVolume } from '../../../src/main/engine/ports/volumes.ts'
import { aCatalog, addSource, listing, noon, openOptions, tempFolder } from './catalog-builder.ts'

const card: Omit<RememberedVolume, 'rowId'> = {
  ...{ kind: 'card', volumeId: 'uuid:4A21-0FF3', label: 'EOS_DIGITAL', sizeBytes: 64e9 },
  ...{ cameraFolder: '100CANON', answer: 'always', holds: true, sourceId: null, lastSeenAt: 5 },
}

it('a card is remembered until the next start and after it, the one seen last first', async () => {
  const options = openOptions({ path: join(tempFolder(), 'catalogue.sqlite') })
  const catalog = await aCatalog(options)
  const first = catalog.rememberVolume(card)
  const second = catalog.rememberVolume({ ...card, volumeId: null, lastSeenAt: 9 })
  expect(catalog.rememberedVolumes().map(({ rowId }) => rowId)).toEqual([second, first])
  expect(catalog.rememberVolume({ ...card, answer: 'never', lastSeenAt: 12 }, first)).toBe(first)
  const kept = catalog.rememberedVolumes()
  expect(kept[0]).toEqual({ rowId: first, ...card, answer: 'never', lastSeenAt: 12 })
  catalog.close()
  expect((await aCatalog(options)).rememberedVolumes()).toEqual(kept)
})

test.each<[Partial<RememberedVolume>, 'wanted' | 'rests']>([
  [{ answer: 'always' }, 'wanted'],
  [{ answer: 'once' }, 'wanted'],
  [{ answer: 'once', holds: false }, 'rests'],
  [{ answer: 'never' }, 'rests'],
])('the source of a card with %j is %s', async (change, answer) => {
  const catalog = await aCatalog()
  const sourceId = addSource(catalog, '/media/EOS_DIGITAL')
  expect(catalog.volumeOf(sourceId)).toBeNull()
  catalog.rememberVolume({ ...card, sourceId, ...change })
  expect(catalog.volumeOf(sourceId)).toBe(answer)
})

it('a source belongs to one card at a time, and is forgotten with it or let go where it leaves', async () => {
  const catalog = await aCatalog()
  const sourceId = addSource(catalog, '/media/EOS_DIGITAL')
  const first = catalog.rememberVolume({ ...card, sourceId })
  const second = catalog.rememberVolume({ ...card, volumeId: 'uuid:2', sourceId, lastSeenAt: 9 })
  const sources = () => catalog.rememberedVolumes().map((volume) => [volume.rowId, volume.sourceId])
  expect(sources()).toEqual([
    [second, sourceId],
    [first, null],
  ])
  catalog.forgetVolumeOf(sourceId)
  expect(sources()).toEqual([[first, null]])
  catalog.rememberVolume({ ...card, sourceId }, first)
  await catalog.removeSource(sourceId)
  expect(catalog.verify()).toEqual([])
})

it('of very many cards those that were not seen for longest are forgotten, but none that has a source', async () => {
  const catalog = await aCatalog()
  const sourceId = addSource(catalog, '/media/EOS_DIGITAL')
  const first = catalog.rememberVolume({ ...card, sourceId, lastSeenAt: 1 })
  for (let at = 2; at <= 503; at += 1) catalog.rememberVolume({ ...card, lastSeenAt: at })
  const kept = catalog.rememberedVolumes()
  expect(kept.map(({ lastSeenAt }) => lastSeenAt).slice(-3)).toEqual([5, 4, 1])
  expect(kept.at(-1)?.rowId).toBe(first)
})

it('a source is called by its card, the second of a name by a number, every other one by its folder', async () => {
  const catalog = await aCatalog()
  const [first, second, third] = ['/media/NO NAME', '/media/NO NAME1', '/photos/Summer'].map(
    (path) => addSource(catalog, path),
  ) as [number, number, number]
  const names = () => [
    catalog.nameOf(first, '/media/NO NAME'),
    catalog.nameOf(second, '/media/NO NAME1'),
    catalog.nameOf(third, '/photos/Summer'),
  ]
  expect(names()).toEqual(['NO NAME', 'NO NAME1', 'Summer'])
  catalog.rememberVolume({ ...card, volumeId: 'uuid:2', sourceId: second, lastSeenAt: 9 })
  const rowId = catalog.rememberVolume({ ...card, sourceId: first })
  expect(names()).toEqual(['EOS card', 'EOS card 2', 'Summer'])
  // Somebody changed its name elsewhere.
  catalog.rememberVolume({ ...card, sourceId: first, kind: 'drive', label: 'Old' }, rowId)
  expect(names()).toEqual(['Drive “Old”', 'EOS card', 'Summer'])
  catalog.forgetVolumeOf(second)
  expect(names()).toEqual(['Drive “Old”', 'NO NAME1', 'Summer'])
})

it('the history, its folders and what is safe name a card that is out as it was named', async () => {
  const catalog = await aCatalog()
  const sourceId = addSource(catalog, '/media/anna/9016-4EF8')
  await catalog.applyWalk(sourceId, [listing('DCIM', ['a.jpg'])], noon, 0)
  catalog.rememberVolume({ ...card, sourceId })
  catalog.updateSource(sourceId, { isConnected: false })
  const { rows } = catalog.listHistory({ sourceId: String(sourceId) }, null, 9)
  expect(rows).toMatchObject([{ name: 'a.jpg', sourceName: 'EOS card' }])
  expect(catalog.coverage(null, '')).toMatchObject([{ name: 'EOS card' }])
  expect(catalog.historyFolders('eos dcim', 9)).toEqual([
    { sourceId: String(sourceId), folder: 'DCIM' },
  ])
})
