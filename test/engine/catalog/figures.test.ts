// The numbers of a status where there is nothing yet, over several folders, and for a run that takes only some of them.
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  testClock,
} from './catalog-builder.ts'

const ten = Array.from({ length: 10 }, (_, at) => `${at}.jpg`)

const sampled = (catalog: Catalog, limit: number): string[] =>
  catalog.samplePhotos(limit).map(({ name }) => name)

test('a catalogue of nothing has a number for everything', async () => {
  const catalog = await aCatalog()
  expect(catalog.remaining()).toEqual({ files: 0, bytes: 0 })
  expect(catalog.mediaTally()).toEqual({
    photos: { files: 0, bytes: 0 },
    videos: { files: 0, bytes: 0 },
  })
  expect(catalog.duplicates()).toBe(0)
  expect(catalog.sourceTallies()).toEqual(new Map())
  expect(catalog.samplePhotos(5)).toEqual([])
  expect([catalog.lastFileId(), catalog.lastHistorySeq(), catalog.skippedSince(0)]).toEqual([
    0, 0, 0,
  ])
  expect(catalog.lastDoneAt()).toBeNull()
  expect(catalog.verify()).toEqual([])
})

test('the last that was done is the latest of all folders, and none while nothing is', async () => {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['c.jpg'])], noon, 0)
  expect(catalog.lastDoneAt()).toBeNull()
  for (const name of ['a.jpg', 'c.jpg']) {
    clock.pass(1_000)
    const uploadId = fingerprint(catalog, name, name, clock.now())
    catalog.record([{ of: 'upload', uploadId, next: as.done(name) }])
  }
  expect(catalog.lastDoneAt()).toBe(noon + 2_000)
  catalog.restrictTo([sourceId])
  expect(catalog.lastDoneAt()).toBe(noon + 1_000)
})

test('of many photos no more are sampled than asked for, and each at most once', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ten)], noon, 0)
  for (let time = 0; time < 20; time += 1) {
    expect(sampled(catalog, 1)).toHaveLength(1)
    const three = sampled(catalog, 3)
    expect(three.length).toBeLessThanOrEqual(3)
    expect(new Set(three).size).toBe(three.length)
  }
  // Also the last of all has its chance.
  const all = new Set(Array.from({ length: 100 }, () => sampled(catalog, 10)).flat())
  expect([...all].sort()).toEqual(ten)
  expect(sampled(catalog, 0)).toEqual([])
})

test('no sample is of a folder that does not take part, nor of what is skipped or lies in a cloud', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('', ten)], noon, 0)
  const cloud = entry('cloud.jpg', { isOnlineOnly: true })
  await catalog.applyWalk(other, [listing('', ['x.jpg', 'y.jpg', cloud])], noon, 0)
  const uploadId = fingerprint(catalog, 'y.jpg', 'Y')
  catalog.record([{ of: 'upload', uploadId, next: as.skipped() }])
  catalog.restrictTo([other])
  const seen = new Set(Array.from({ length: 30 }, () => sampled(catalog, 5)).flat())
  expect([...seen]).toEqual(['x.jpg'])
})

test('what is gone counts for no folder', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  await catalog.applyWalk(sourceId, [listing('', ['b.jpg'])], noon, 0)
  expect(catalog.sourceTallies()).toEqual(
    new Map([[sourceId, { files: 1, bytes: 1_000, done: 0, waiting: 1, otherFiles: 0, links: 0 }]]),
  )
  expect(catalog.remaining()).toEqual({ files: 1, bytes: 1_000 })
})

test('twins of a file count once towards what remains, whatever state they are in', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg', 'c.jpg'])], noon, 0)
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) fingerprint(catalog, name, 'the same')
  const { uploadId } = catalog.fileById(1) ?? { uploadId: null }
  if (uploadId === null) throw new Error('not linked')
  expect(catalog.remaining()).toEqual({ files: 1, bytes: 1_000 })
  catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
  expect(catalog.remaining()).toEqual({ files: 1, bytes: 0 })
  catalog.record([{ of: 'upload', uploadId, next: as.waiting(noon + 1_000, 'sent') }])
  expect(catalog.remaining()).toEqual({ files: 1, bytes: 0 })
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(catalog.remaining()).toEqual({ files: 0, bytes: 0 })
  expect(catalog.duplicates()).toBe(2)
})
