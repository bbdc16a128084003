// What another photo size does to uploads that are prepared and not sent, and where large photos are found.
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { SendPlan } from '../../../src/shared/model.ts'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  reach,
  reducedPlan,
  statesOf,
} from './catalog-builder.ts'

const quietMs = 5_000
const none = new Set<number>()

/** A file of this name with content of its own, its upload brought into a state. */
function anUpload(catalog: Catalog, name: string, next: Parameters<typeof record>[2]): number {
  const uploadId = fingerprint(catalog, name, name)
  catalog.record(reach(uploadId, next))
  return uploadId
}

function record(catalog: Catalog, uploadId: number, next: ReturnType<typeof as.ready>): void {
  catalog.record([{ of: 'upload', uploadId, next }])
}

const fileIdOf = (catalog: Catalog, name: string): number =>
  Number(catalog.listHistory({}, null, 100).rows.find((row) => row.name === name)?.fileId)

test('what is prepared loses its plan, and what is sent, created or done stays as it is', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = ['ready.jpg', 'sent.jpg', 'creating.jpg', 'done.jpg', 'skipped.jpg', 'new.jpg']
  await catalog.applyWalk(sourceId, [listing('', names)], noon, quietMs)
  anUpload(catalog, 'ready.jpg', as.ready(reducedPlan('r1')))
  anUpload(catalog, 'sent.jpg', as.sent(reducedPlan('r2')))
  anUpload(catalog, 'creating.jpg', as.creating(reducedPlan('r3')))
  anUpload(catalog, 'done.jpg', as.done())
  anUpload(catalog, 'skipped.jpg', as.skipped())
  const before = catalog.lastHistorySeq()
  expect(catalog.planAnew(null, none)).toEqual({ uploads: 1, renditions: ['r1'] })
  expect(statesOf(catalog)).toEqual([
    'creating.jpg: creating',
    'done.jpg: done',
    'new.jpg: found',
    'ready.jpg: fingerprinted',
    'sent.jpg: sent',
    'skipped.jpg: skipped',
  ])
  expect(catalog.lastHistorySeq()).toBe(before + 1)
  expect(catalog.renditionsInUse()).toEqual(new Set(['r2', 'r3']))
  expect(catalog.next('fingerprinted', 10, noon, none)).toMatchObject([{ name: 'ready.jpg' }])
  expect(catalog.verify()).toEqual([])
})

test('what waits for its next try keeps waiting as long, and is then prepared anew', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  anUpload(catalog, 'a.jpg', as.waiting(noon + 60_000, 'ready'))
  anUpload(catalog, 'b.jpg', as.waiting(noon + 60_000, 'fingerprinted'))
  expect(catalog.planAnew(null, none)).toEqual({ uploads: 1, renditions: [] })
  expect(catalog.next('fingerprinted', 10, noon, none)).toEqual([])
  expect(catalog.next('ready', 10, noon + 60_000, none)).toEqual([])
  expect(catalog.next('fingerprinted', 10, noon + 60_000, none)).toMatchObject([
    { name: 'a.jpg', lifecycle: { state: 'waiting', attempts: 1, plan: null } },
    { name: 'b.jpg' },
  ])
  expect(catalog.verify()).toEqual([])
})

test('what is being sent right now keeps its plan and its copy', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  anUpload(catalog, 'a.jpg', as.ready(reducedPlan('ra')))
  anUpload(catalog, 'b.jpg', as.ready(reducedPlan('rb')))
  const sending = new Set([fileIdOf(catalog, 'a.jpg')])
  expect(catalog.planAnew(null, sending)).toEqual({ uploads: 1, renditions: ['rb'] })
  expect(statesOf(catalog)).toEqual(['a.jpg: ready', 'b.jpg: fingerprinted'])
  expect(catalog.renditionsInUse()).toEqual(new Set(['ra']))
})

test('one folder is prepared anew alone, and all together leave out folders with a size of their own', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const own = addSource(catalog, '/own')
  catalog.updateSource(own, { photoSize: 'original' })
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  await catalog.applyWalk(own, [listing('', ['b.jpg'])], noon, quietMs)
  const uploadOfA = anUpload(catalog, 'a.jpg', as.ready())
  anUpload(catalog, 'b.jpg', as.ready())
  expect(catalog.planAnew(null, none).uploads).toBe(1)
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted', 'b.jpg: ready'])
  record(catalog, uploadOfA, as.ready())
  expect(catalog.planAnew(own, none).uploads).toBe(1)
  expect(statesOf(catalog)).toEqual(['a.jpg: ready', 'b.jpg: fingerprinted'])
})

test('under smaller limits only what is above them is prepared anew, wherever it is', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const own = addSource(catalog, '/own')
  catalog.updateSource(own, { photoSize: 'original' })
  const names = ['few.jpg', 'heavy.jpg', 'wide.jpg', 'copy.jpg', 'long.mp4', 'short.mp4']
  await catalog.applyWalk(own, [listing('', names)], noon, quietMs)
  await catalog.applyWalk(sourceId, [listing('', ['other.jpg'])], noon, quietMs)
  const facts = { mimeType: 'any/any', height: 1, takenAt: null }
  const ready = (name: string, plan: SendPlan, width: number): void => {
    const mediaKind = name.endsWith('mp4') ? 'video' : 'photo'
    const uploadId = fingerprint(catalog, name, name)
    const next = as.ready(plan)
    catalog.record([{ of: 'upload', uploadId, next, facts: { ...facts, mediaKind, width } }])
  }
  const original = (sizeBytes: number): SendPlan => ({
    ...{ kind: 'original', mimeType: 'any/any', fileName: 'any', keptOriginal: null },
    sizeBytes,
  })
  ready('few.jpg', original(100), 50)
  ready('heavy.jpg', original(101), 50)
  ready('wide.jpg', original(100), 51)
  // The copy is what counts, not the photo.
  const copy = { kind: 'reduced', mimeType: 'image/jpeg', fileName: 'copy.jpg' } as const
  ready('copy.jpg', { ...copy, rendition: 'r', sizeBytes: 100, width: 50, height: 1 }, 1_000)
  ready('long.mp4', original(1_001), 1_000)
  ready('short.mp4', original(1_000), 1_000)
  ready('other.jpg', original(200), 50)
  const limits = { photoBytes: 100, photoPixels: 50, videoBytes: 1_000 }
  expect(catalog.planAnew(null, none, limits)).toEqual({ uploads: 4, renditions: [] })
  expect(statesOf(catalog)).toEqual([
    'copy.jpg: ready',
    'few.jpg: ready',
    'heavy.jpg: fingerprinted',
    'long.mp4: fingerprinted',
    'other.jpg: fingerprinted',
    'short.mp4: ready',
    'wide.jpg: fingerprinted',
  ])
  expect(catalog.verify()).toEqual([])
})

test('a session for the old bytes is forgotten with the plan', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const uploadId = anUpload(catalog, 'a.jpg', as.ready())
  const session = { url: 'https://upload.example.test/1', offset: 262_144, openedAt: noon }
  catalog.record([{ of: 'session', uploadId, session }])
  catalog.planAnew(null, none)
  record(catalog, uploadId, as.ready())
  expect(catalog.next('ready', 1, noon, none)).toMatchObject([{ session: null }])
})

test('large photos are those known to be, then those not looked at, the largest files first', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const files = [
    entry('small.jpg', { sizeBytes: 900 }),
    entry('large.jpg', { sizeBytes: 500 }),
    entry('unknown.jpg', { sizeBytes: 600 }),
    entry('larger unknown.jpg', { sizeBytes: 700 }),
    entry('clip.mp4', { sizeBytes: 999 }),
    entry('cloud.jpg', { sizeBytes: 999, isOnlineOnly: true }),
  ]
  await catalog.applyWalk(sourceId, [listing('', files)], noon, quietMs)
  const facts = (width: number) => ({
    ...{ mediaKind: 'photo' as const, mimeType: 'image/jpeg', takenAt: null },
    ...{ width, height: 4_000 },
  })
  for (const [name, width] of [
    ['small.jpg', 3_000],
    ['large.jpg', 6_000],
  ] as const) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.ready(), facts: facts(width) }])
  }
  const namesIn = (from: number, to: number, limit = 10): string[] =>
    catalog.largePhotos({ from, to }, 16_000_000, limit).map(({ name }) => name)
  const last = catalog.lastFileId()
  expect(namesIn(1, last)).toEqual(['large.jpg', 'larger unknown.jpg', 'unknown.jpg'])
  expect(namesIn(1, last, 1)).toEqual(['large.jpg'])
  expect(namesIn(last + 1, last + 100)).toEqual([])
})

test('pixels are those of all rows, of a copy or of a photo, and one whose sides nobody knows has none', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = ['copy.jpg', 'low copy.jpg', 'photo.jpg', 'low photo.jpg', 'unknown.jpg']
  await catalog.applyWalk(sourceId, [listing('', names)], noon, quietMs)
  const photo = { mediaKind: 'photo', mimeType: 'image/jpeg', takenAt: null } as const
  for (const name of names) {
    const sides = name.startsWith('low') ? { width: 10, height: 4 } : { width: 10, height: 6 }
    const next = as.ready(
      name.endsWith('copy.jpg') ? { ...reducedPlan(name, 9), ...sides } : undefined,
    )
    const known = name === 'unknown.jpg' ? { width: null, height: null } : sides
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next, facts: { ...photo, ...known } }])
  }
  const limits = { photoBytes: 1_000, photoPixels: 50, videoBytes: 0 }
  expect(catalog.planAnew(null, none, limits)).toEqual({ uploads: 2, renditions: ['copy.jpg'] })
  expect(statesOf(catalog)).toEqual([
    'copy.jpg: fingerprinted',
    'low copy.jpg: ready',
    'low photo.jpg: ready',
    'photo.jpg: fingerprinted',
    'unknown.jpg: ready',
  ])
})

test('what is prepared for another account keeps its copy, which is then not thrown away', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.useAccount({ sub: 'one', email: 'one', clientId: 'c' })
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  anUpload(catalog, 'a.jpg', as.ready(reducedPlan('shared')))
  await catalog.useAccount({ sub: 'two', email: 'two', clientId: 'c' })
  const uploadId = catalog.fileById(1)?.uploadId ?? 0
  record(catalog, uploadId, as.ready(reducedPlan('shared')))
  expect(catalog.planAnew(null, none)).toEqual({ uploads: 1, renditions: [] })
  expect(catalog.renditionsInUse()).toEqual(new Set(['shared']))
})
