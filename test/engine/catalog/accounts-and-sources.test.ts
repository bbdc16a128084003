// Whom uploads are for, which folders take part, and what the catalogue counts and notes besides.
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import { hasReadableRules } from '../../../src/main/engine/catalog/sources.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  foundCount,
  listing,
  noon,
  reducedPlan,
  statesOf,
  testClock,
  tempFolder,
  unsentKinds,
  unsentPhotos,
} from './catalog-builder.ts'

type SourceChange = Parameters<Catalog['updateSource']>[1]

const none: ReadonlySet<number> = new Set()
const first = { sub: 'sub-1', email: 'first@example.test', clientId: 'client-1' }
const second = { sub: 'sub-2', email: 'second@example.test', clientId: 'client-1' }

test('the first account takes over what was prepared before anyone signed in', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
  expect(catalog.currentAccount()).toBeNull()
  await catalog.useAccount(first)
  expect(catalog.currentAccount()).toEqual(first)
  expect(catalog.next('ready', 1, noon, none)).toMatchObject([{ uploadId }])
})

test('another account gets everything anew, and the first finds its own states again', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.useAccount(first)
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg', 'c.jpg'])], noon, 0)
  const a = fingerprint(catalog, 'a.jpg', 'A')
  const b = fingerprint(catalog, 'b.jpg', 'B')
  catalog.record([
    { of: 'upload', uploadId: a, next: as.done() },
    { of: 'upload', uploadId: b, next: as.ready() },
  ])
  await catalog.useAccount(second)
  expect(statesOf(catalog)).toEqual([
    'a.jpg: fingerprinted',
    'b.jpg: fingerprinted',
    'c.jpg: found',
  ])
  expect(catalog.verify()).toEqual([])
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'c.jpg'])], noon, 0)
  await catalog.useAccount({ ...first, email: 'renamed@example.test' })
  expect(statesOf(catalog)).toEqual(['a.jpg: done', 'b.jpg: gone', 'c.jpg: found'])
  expect(catalog.currentAccount()?.email).toBe('renamed@example.test')
  expect(catalog.verify()).toEqual([])
})

test('an answer that comes after the account was changed is stored for the account that asked', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.useAccount(first)
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
  await catalog.useAccount(second)
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
  await catalog.useAccount(first)
  expect(statesOf(catalog)).toEqual(['a.jpg: done'])
  expect(catalog.verify()).toEqual([])
})

test('a source keeps what it was given', async () => {
  const catalog = await aCatalog()
  const identity = { volumeId: 'volume', pathInVolume: 'DCIM', isNetwork: true }
  const sourceId = catalog.addSource({ path: '/card', identity, now: noon })
  expect(catalog.sources()).toEqual([
    {
      sourceId,
      path: '/card',
      identity,
      photoSize: null,
      includeSubfolders: true,
      followLinks: false,
      changedVersions: 'send',
      undated: 'leave',
      isUndatedChosen: true,
      already: 'some',
      albums: 'none',
      pairs: 'both',
      ignorePatterns: [],
      leftOut: [],
      goesFirst: false,
      addedAt: noon,
      lastScanAt: null,
      firstScanAt: null,
      isConnected: true,
    },
  ])
  catalog.updateSource(sourceId, {
    path: '/other',
    photoSize: 'original',
    ignorePatterns: ['*.tmp'],
  })
  catalog.updateSource(sourceId, { isConnected: false, includeSubfolders: false })
  const known = { ...identity, folderId: '4711' }
  catalog.updateSource(sourceId, { identity: known })
  expect(catalog.sources()[0]?.identity).toEqual(known)
  expect(catalog.sources()).toMatchObject([
    {
      path: '/other',
      photoSize: 'original',
      ignorePatterns: ['*.tmp'],
      isConnected: false,
      includeSubfolders: false,
      identity,
    },
  ])
})

test('a source that is not connected gives no work but reduced copies that are ready', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'])], noon, 0)
  const original = fingerprint(catalog, 'a.jpg', 'A')
  const reduced = fingerprint(catalog, 'b.jpg', 'B')
  const sent = fingerprint(catalog, 'c.jpg', 'C')
  catalog.record([
    { of: 'upload', uploadId: original, next: as.ready() },
    { of: 'upload', uploadId: reduced, next: as.ready(reducedPlan('r.jpg')) },
    { of: 'upload', uploadId: sent, next: as.sent() },
  ])
  catalog.updateSource(sourceId, { isConnected: false })
  expect(catalog.next('found', 10, noon, none)).toEqual([])
  expect(catalog.next('ready', 10, noon, none)).toMatchObject([{ uploadId: reduced, path: '' }])
  expect(catalog.next('sent', 10, noon, none)).toMatchObject([{ uploadId: sent, path: '' }])
  expect(catalog.fileById(1)).toMatchObject({ path: join('/photos/a.jpg'), isPresent: false })
  catalog.updateSource(sourceId, { isConnected: true, path: '/media/elsewhere' })
  expect(catalog.next('ready', 10, noon, none)).toMatchObject([
    { path: join('/media/elsewhere/a.jpg') },
    { path: join('/media/elsewhere/b.jpg') },
  ])
})

test('a run restricted to some sources works on, and counts, only those', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/card')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['b.jpg', 'c.jpg'])], noon, 0)
  catalog.restrictTo([other])
  expect(catalog.next('found', 10, noon, none).map((item) => item.name)).toEqual(['b.jpg', 'c.jpg'])
  expect(catalog.tally().found.files).toBe(2)
  expect([...catalog.sourceTallies().keys()]).toEqual([other])
  catalog.restrictTo(null)
  expect(catalog.tally().found.files).toBe(3)
})

test('a source taken out leaves no rows, and its contents are known when it is added again', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/card')
  await catalog.applyWalk(
    sourceId,
    [listing('', ['a.jpg'], ['x']), listing('x', ['b.jpg'])],
    noon,
    0,
  )
  await catalog.applyWalk(other, [listing('', [entry('copy.jpg', { inode: 5 })])], noon, 0)
  const done = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: done, next: as.done() }])
  fingerprint(catalog, 'b.jpg', 'B')
  fingerprint(catalog, 'copy.jpg', 'B')
  await catalog.removeSource(sourceId)
  expect(statesOf(catalog)).toEqual(['copy.jpg: fingerprinted'])
  expect(foundCount(catalog)).toBe(1)
  expect(catalog.verify()).toEqual([])
  const again = addSource(catalog, '/photos')
  expect(again).not.toBe(sourceId)
  await catalog.applyWalk(again, [listing('', ['a.jpg'])], noon, 0)
  expect(fingerprint(catalog, 'a.jpg', 'A')).toBe(done)
  expect(statesOf(catalog)).toEqual(['a.jpg: done', 'copy.jpg: fingerprinted'])
  expect(catalog.verify()).toEqual([])
})

test('what remains counts each content once, reduced copies at their own size and sent bytes not', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [listing('', ['a.jpg', 'a-copy.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'])],
    noon,
    0,
  )
  fingerprint(catalog, 'a.jpg', 'A')
  fingerprint(catalog, 'a-copy.jpg', 'A')
  const reduced = fingerprint(catalog, 'b.jpg', 'B')
  const sent = fingerprint(catalog, 'c.jpg', 'C')
  const done = fingerprint(catalog, 'd.jpg', 'D')
  catalog.record([
    { of: 'upload', uploadId: reduced, next: as.ready(reducedPlan('r.jpg', 400)) },
    { of: 'upload', uploadId: sent, next: as.sent() },
    { of: 'upload', uploadId: done, next: as.done() },
  ])
  expect(catalog.remaining()).toEqual({ files: 4, bytes: 1000 + 400 + 1000 })
  expect(catalog.renditionsInUse()).toEqual(new Set(['r.jpg']))
  expect(catalog.sourceTallies().get(sourceId)).toEqual({
    ...{ files: 6, bytes: 6000, done: 1, waiting: 5 },
    ...{ otherFiles: 0, links: 0 },
  })
  expect(catalog.lastDoneAt()).toBe(noon)
})

test('what would still be sent are present photos of connected sources', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  expect(unsentPhotos(catalog)).toEqual([])
  await catalog.applyWalk(sourceId, [listing('x', ['a.jpg', 'b.jpg'])], noon, 0)
  expect(unsentPhotos(catalog)).toEqual([join('/photos/x/a.jpg'), join('/photos/x/b.jpg')])
})

test('photos and videos are counted and sampled by what their names claim', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [
      listing('', [
        entry('a.jpg', { sizeBytes: 10 }),
        entry('b.HEIC', { sizeBytes: 20 }),
        entry('c.mp4', { sizeBytes: 300 }),
        entry('d.MOV', { sizeBytes: 400 }),
        entry('e.jpg', { sizeBytes: 5 }),
      ]),
    ],
    noon,
    0,
  )
  expect(unsentKinds(catalog)).toEqual({
    photos: { files: 3, bytes: 35 },
    videos: { files: 2, bytes: 700 },
  })
  expect(unsentPhotos(catalog)).not.toContain(join('/photos/c.mp4'))

  // What is no longer there is not counted, nor what lies on a drive that is away.
  await catalog.applyWalk(sourceId, [listing('', ['e.jpg'])], noon, 0)
  expect(unsentKinds(catalog)).toEqual({
    photos: { files: 1, bytes: 1000 },
    videos: { files: 0, bytes: 0 },
  })
  catalog.updateSource(sourceId, { isConnected: false })
  expect(unsentKinds(catalog).photos.files).toBe(0)
})

test('photos and videos of all folders are counted together', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  const photos = ['a.jpg', 'b.jpg'].map((name) => entry(name, { sizeBytes: 10 }))
  const videos = ['c.mp4', 'd.mov', 'e.mp4'].map((name) => entry(name, { sizeBytes: 300 }))
  await catalog.applyWalk(sourceId, [listing('', [...photos, ...videos])], noon, 0)
  await catalog.applyWalk(other, [listing('', [photos[0] ?? '', ...videos.slice(0, 2)])], noon, 0)
  expect(unsentKinds(catalog)).toEqual({
    photos: { files: 3, bytes: 30 },
    videos: { files: 5, bytes: 1_500 },
  })
})

test('once the bytes are known, they say what is a photo and what a video', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.mp4'])], noon, 0)
  const facts = { width: null, height: null, takenAt: null }
  for (const [name, mediaKind, mimeType] of [
    ['a.jpg', 'video', 'video/mp4'],
    ['b.mp4', 'photo', 'image/jpeg'],
  ] as const) {
    const uploadId = fingerprint(catalog, name, name)
    const next = as.ready()
    catalog.record([{ of: 'upload', uploadId, next, facts: { mediaKind, mimeType, ...facts } }])
  }
  expect(unsentPhotos(catalog)).toEqual([join('/photos/b.mp4')])
})

test('settings have defaults, are stored at once and refuse what they could not read back', async () => {
  const catalog = await aCatalog()
  expect(catalog.settings()).toMatchObject({ photoSize: 'high', isBackupOn: false })
  expect(catalog.changeSettings({ photoSize: 'original', speedLimit: 5000 })).toMatchObject({
    photoSize: 'original',
    speedLimit: 5000,
  })
  expect(() => catalog.changeSettings({ speedLimit: -1 })).toThrow()
  expect(catalog.settings().speedLimit).toBe(5000)
})

const hour = 3_600_000
test.each([
  ['in summer', Date.UTC(2026, 6, 1, 12), Date.UTC(2026, 6, 2, 7)],
  ['in winter', Date.UTC(2026, 0, 15, 12), Date.UTC(2026, 0, 16, 8)],
  ['a minute before midnight', Date.UTC(2026, 6, 2, 6, 59), Date.UTC(2026, 6, 2, 7)],
  ['at midnight', Date.UTC(2026, 6, 2, 7), Date.UTC(2026, 6, 3, 7)],
  ['on the day the clocks go forward', Date.UTC(2026, 2, 8, 9), Date.UTC(2026, 2, 9, 7)],
  ['on the day the clocks go back', Date.UTC(2026, 10, 1, 8), Date.UTC(2026, 10, 2, 8)],
  ['at the end of the year', Date.UTC(2026, 11, 31, 20), Date.UTC(2027, 0, 1, 8)],
])('requests are counted by Pacific day: %s', async (_, at, resetsAt) => {
  const catalog = await aCatalog()
  catalog.countRequests(2, at)
  catalog.countRequests(1, at)
  expect(catalog.requestsToday(at)).toEqual({ used: 3, resetsAt })
  expect(catalog.requestsToday(resetsAt - 1).used).toBe(3)
  expect(catalog.requestsToday(resetsAt).used).toBe(0)
  expect(catalog.requestsToday(at - 30 * hour).used).toBe(0)
})

test('each client has its own budget, and counts survive being stored', async () => {
  const clock = testClock()
  const catalog = await aCatalog({ clock })
  await catalog.useAccount(first)
  catalog.countRequests(5, noon)
  clock.pass(1000)
  expect(catalog.requestsToday(noon).used).toBe(5)
  await catalog.useAccount({ ...first, clientId: 'client-2' })
  catalog.countRequests(1, noon)
  expect(catalog.requestsToday(noon).used).toBe(1)
  await catalog.useAccount(first)
  catalog.countRequests(1, noon)
  expect(catalog.requestsToday(noon).used).toBe(6)
})

test('counts of requests are kept for a hundred days, and not for ever', async () => {
  const clock = testClock()
  const path = join(tempFolder(), 'a.sqlite')
  const catalog = await aCatalog({ path, clock })
  const day = 24 * hour
  for (const days of [0, 1, 101]) {
    clock.set(noon + days * day)
    catalog.countRequests(1, clock.now())
    clock.pass(1_000)
  }
  expect([0, 1, 101].map((days) => catalog.requestsToday(noon + days * day).used)).toEqual([
    0, 1, 1,
  ])
})

test('requests that were just counted are stored with the end', async () => {
  const path = join(tempFolder(), 'a.sqlite')
  const clock = testClock()
  const first = await aCatalog({ path, clock })
  first.countRequests(3, noon)
  clock.pass(1_000)
  first.countRequests(2, noon)
  first.close()
  expect((await aCatalog({ path })).requestsToday(noon).used).toBe(5)
})

test('what a source is set to is kept, each of it by itself', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const usual = catalog.sources()[0]
  const changes: [SourceChange, SourceChange][] = [
    [{ includeSubfolders: false }, { includeSubfolders: true }],
    [{ followLinks: true }, { followLinks: false }],
    [{ changedVersions: 'keep' }, { changedVersions: 'send' }],
    [{ isUndatedChosen: false }, { isUndatedChosen: true }],
    [{ undated: 'name' }, { undated: 'leave' }],
    [{ already: '2026-06-01' }, { already: 'some' }],
    [{ albums: 'folders' }, { albums: 'none' }],
    [{ goesFirst: true }, { goesFirst: false }],
    [{ isConnected: false }, { isConnected: true }],
  ]
  for (const [there, back] of changes) {
    expect(usual).toMatchObject(back)
    catalog.updateSource(sourceId, there)
    expect(catalog.sources()).toEqual([{ ...usual, ...there }])
    catalog.updateSource(sourceId, back)
    expect(catalog.sources()).toEqual([usual])
  }
})

test('a choice of albums that can no longer be read makes none', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  catalog.updateSource(sourceId, { albums: 'folders' })
  catalog.updateSource(sourceId, { albums: 'f' })
  expect(catalog.sources()).toMatchObject([{ albums: 'none' }])
})

test.each(['ignore_patterns', 'left_out'])(
  'rules of what a source leaves out are read only where all of %s can be',
  (column) => {
    const db = new Sqlite(':memory:')
    migrate(db, () => undefined)
    db.exec(
      `INSERT INTO source (path, is_network, added_at) VALUES ('/photos', 0, 1), ('/card', 0, 1)`,
    )
    expect(hasReadableRules(db)).toBe(true)
    // A bit that falls over asks no rule of the table.
    db.pragma('ignore_check_constraints = ON')
    db.exec(`UPDATE source SET ${column} = '["a' WHERE path = '/card'`)
    expect(hasReadableRules(db)).toBe(false)
    db.close()
  },
)
