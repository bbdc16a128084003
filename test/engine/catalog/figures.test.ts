// The numbers of a status where there is nothing yet, over several folders, and for a run that takes only some of them.
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
  unsentKinds,
  unsentPhotos,
} from './catalog-builder.ts'

const ten = Array.from({ length: 10 }, (_, at) => `${at}.jpg`)

test('a catalogue of nothing has a number for everything', async () => {
  const catalog = await aCatalog()
  expect(catalog.remaining()).toEqual({ files: 0, bytes: 0 })
  expect(unsentKinds(catalog)).toEqual({
    photos: { files: 0, bytes: 0 },
    videos: { files: 0, bytes: 0 },
  })
  expect(catalog.duplicates()).toBe(0)
  expect(catalog.sourceTallies()).toEqual(new Map())
  expect(catalog.unsentFiles({ from: 0, to: 9 })).toEqual([])
  expect([catalog.lastFileId(), catalog.lastHistorySeq(), catalog.skippedSince(0)]).toEqual([
    0, 0, 0,
  ])
  expect(catalog.lastDoneAt()).toBeNull()
  expect(catalog.verify()).toEqual([])
})

test('the figures by folder have each file once, and the bytes of what is safe', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const inTrip = listing('trip', ['b.jpg', 'c.jpg'])
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'], ['trip']), inTrip], noon, 0)
  for (const name of ['a.jpg', 'b.jpg']) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.done(name) }])
  }
  expect(catalog.figuresByFolder()).toMatchObject([
    { folder: '', safe: 2, safeBytes: 2_000, waiting: 1, needYou: 0, leftOut: 0 },
    { folder: 'trip', safe: 1, safeBytes: 1_000, waiting: 1, needYou: 0, leftOut: 0 },
  ])
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

test('what would still be sent is met once, however the ids are divided', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ten)], noon, 0)
  for (const width of [1, 3, 100]) {
    const met: number[] = []
    for (let from = 1; from <= catalog.lastFileId(); from += width)
      met.push(...catalog.unsentFiles({ from, to: from + width - 1 }).map(({ fileId }) => fileId))
    expect(met.map((fileId) => catalog.fileById(fileId)?.name).sort()).toEqual(ten)
  }
})

test('nothing would be sent of a folder that does not take part, nor what is skipped, done, twice there or in a cloud', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('', ten)], noon, 0)
  const cloud = entry('cloud.jpg', { isOnlineOnly: true })
  await catalog.applyWalk(
    other,
    [listing('', ['v.jpg', 'w.jpg', 'x.jpg', 'y.jpg', cloud])],
    noon,
    0,
  )
  for (const [name, next] of [
    ['y.jpg', as.skipped()],
    ['v.jpg', as.done('item')],
  ] as const)
    catalog.record([{ of: 'upload', uploadId: fingerprint(catalog, name, name), next }])
  catalog.restrictTo([other])
  expect(unsentPhotos(catalog)).toEqual([join('/other/w.jpg'), join('/other/x.jpg')])
  for (const name of ['w.jpg', 'x.jpg']) fingerprint(catalog, name, 'the same bytes')
  expect(unsentPhotos(catalog)).toEqual([join('/other/w.jpg')])
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

test('what a source holds now leaves out what went and is no longer there, until it is back', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const scan = (...names: string[]) => catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  const none = { files: 0, done: 0, waiting: 0, undecided: 0, skipped: 0, failed: 0 }
  expect(catalog.presentTally(sourceId)).toEqual(none)
  await scan('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg')
  for (const [name, next] of [
    ['a.jpg', as.done('a')],
    ['b.jpg', as.done('b')],
    ['c.jpg', as.skipped()],
  ] as const)
    catalog.record([{ of: 'upload', uploadId: fingerprint(catalog, name, name), next }])
  const whole = { ...none, files: 4, done: 2, waiting: 1, skipped: 1 }
  expect(catalog.presentTally(sourceId)).toEqual(whole)
  // A card that was formatted: what is on it by now is new.
  await scan('b.jpg', 'e.jpg')
  expect(catalog.presentTally(sourceId)).toEqual({ ...none, files: 2, done: 1, waiting: 1 })
  expect(catalog.sourceTallies().get(sourceId)).toMatchObject({ done: 2 })
  expect(catalog.verify()).toEqual([])
  // What was left out may be another by now, and is looked at once more.
  await scan('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg')
  expect(catalog.presentTally(sourceId)).toEqual({
    ...whole,
    ...{ files: 5, waiting: 3, skipped: 0 },
  })
  expect(catalog.verify()).toEqual([])
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
