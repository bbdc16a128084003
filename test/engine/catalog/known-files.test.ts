// The few files by which a folder is known again, the version that worked last, and what could be sent now.
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
  reach,
  tempFolder,
} from './catalog-builder.ts'

test('a folder is known by twenty files of each of its ten first and ten last folders', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  expect(catalog.knownFiles(sourceId)).toEqual([])
  const folders = Array.from({ length: 25 }, (_, index) => `f${index}`)
  const names = Array.from({ length: 21 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(
    sourceId,
    [listing('', [], folders), ...folders.map((folder) => listing(folder, names))],
    noon,
    0,
  )
  const known = catalog.knownFiles(sourceId)
  expect(known[0]).toEqual({ folder: 'f0', name: '0.jpg', sizeBytes: 1_000 })
  const byFolder = new Map<string, number>()
  for (const { folder } of known) byFolder.set(folder, (byFolder.get(folder) ?? 0) + 1)
  const ends = [...folders.slice(0, 10), ...folders.slice(15)]
  expect(Object.fromEntries(byFolder)).toEqual(Object.fromEntries(ends.map((one) => [one, 20])))
})

test('a folder is known by nothing that is gone, nor by another folder’s files', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(other, [listing('', ['other.jpg'])], noon, 0)
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  await catalog.applyWalk(sourceId, [listing('', ['b.jpg'])], noon, 0)
  expect(catalog.knownFiles(sourceId).map(({ name }) => name)).toEqual(['b.jpg'])
})

test('the version that worked last is there again after the end', async () => {
  const path = join(tempFolder(), 'a.sqlite')
  const first = await aCatalog({ path })
  expect(first.lastVersion()).toBeNull()
  first.noteVersion('1.0.0')
  first.noteVersion('1.1.0')
  first.close()
  expect((await aCatalog({ path })).lastVersion()).toBe('1.1.0')
})

test('ready is what could be sent now: not what lies on a drive that is away', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['b.jpg', 'c.jpg'])], noon, 0)
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
  }
  expect(catalog.readyCount()).toBe(3)
  catalog.updateSource(other, { isConnected: false })
  expect(catalog.readyCount()).toBe(1)
})

test('the queue is woken by what is due first, of whatever folder and step', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  expect(catalog.nextDueAt()).toBeNull()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg', 'c.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['d.jpg'])], noon, 0)
  const wait = (name: string, ms: number, as_: 'fingerprinted' | 'ready' | 'sent') => {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record(reach(uploadId, as.waiting(noon + ms, as_)))
    return catalog.nextDueAt()
  }
  expect(wait('a.jpg', 50_000, 'sent')).toBe(noon + 50_000)
  expect(wait('b.jpg', 60_000, 'ready')).toBe(noon + 50_000)
  expect(wait('c.jpg', 40_000, 'fingerprinted')).toBe(noon + 40_000)
  expect(wait('d.jpg', 30_000, 'ready')).toBe(noon + 30_000)
})

test('a file is backed up from its folder where name, size and time are as they were, and not else', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  const [done, waiting] = [entry('a.jpg'), entry('b.jpg')]
  await catalog.applyWalk(sourceId, [listing('DCIM', [done, waiting])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'a')
  catalog.record([{ of: 'upload', uploadId, next: as.done('item') }])
  const isKnown = (of = sourceId, folder = 'DCIM', file = done) =>
    catalog.isBackedUp(of, folder, file)
  expect(isKnown()).toBe(true)
  // What a card's system makes of it when it is put in is another each time.
  expect(isKnown(sourceId, 'DCIM', { ...done, ctimeUs: 1, inode: 9 })).toBe(true)
  for (const change of [{ sizeBytes: 7 }, { mtimeUs: done.mtimeUs + 1 }, { name: 'A.JPG' }])
    expect(isKnown(sourceId, 'DCIM', { ...done, ...change })).toBe(false)
  expect([isKnown(other), isKnown(sourceId, ''), isKnown(sourceId, 'DCIM', waiting)]).toEqual([
    ...[false, false, false],
  ])
  // It went from there, also where it is no longer.
  await catalog.applyWalk(sourceId, [listing('DCIM', [waiting])], noon, 0)
  expect(isKnown()).toBe(true)
})
