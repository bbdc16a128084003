// What the scans could not look into is kept, and forgotten when it could be.
import { expect, test } from 'vitest'
import type { WalkEvent } from '../../../src/main/engine/ports/files.ts'
import { aCatalogWithSource, listing, noon } from './catalog-builder.ts'

const refused = (folder: string, code = 'EACCES'): WalkEvent => ({
  kind: 'unreadable',
  folder,
  code,
})
const withRefused = (folder: string, name: string): WalkEvent => ({
  kind: 'listing',
  listing: { folder, entries: [], subfolders: [], unreadable: [{ name, code: 'EIO' }] },
})

test('folders and files that could not be looked into are kept with their reason and since when', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [refused('a'), withRefused('', 'x.jpg'), withRefused('b', 'y.jpg')],
    noon,
    0,
  )
  await catalog.applyWalk(sourceId, [refused('a', 'EPERM')], noon + 1_000, 0)
  const id = String(sourceId)
  expect(catalog.unreadablePlaces(10)).toEqual([
    { sourceId: id, path: 'a', isFolder: true, code: 'EPERM', since: noon },
    { sourceId: id, path: 'b/y.jpg', isFolder: false, code: 'EIO', since: noon },
    { sourceId: id, path: 'x.jpg', isFolder: false, code: 'EIO', since: noon },
  ])
  expect(catalog.unreadableCounts()).toEqual(new Map([[sourceId, { folders: 1, files: 2 }]]))
})

test('what a part of a scan can look into is forgotten, and nothing else', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [refused('a'), withRefused('b', 'y.jpg'), refused('c')],
    noon,
    0,
  )
  await catalog.applyWalk(sourceId, [listing('a', []), listing('b', [])], noon, 0)
  expect(catalog.unreadablePlaces(10).map(({ path }) => path)).toEqual(['c'])
})

test('what a whole scan does not meet again is forgotten, and a source takes its own along', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [refused('a'), refused('b')], noon, 0)
  catalog.finishScan(sourceId, noon, ['b'])
  expect(catalog.unreadablePlaces(10).map(({ path }) => path)).toEqual(['b'])
  await catalog.removeSource(sourceId)
  expect(catalog.unreadablePlaces(10)).toEqual([])
})

test('looking into one folder says nothing of those below it or beside it, nor when it began', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const both = (at: number): WalkEvent[] => [
    withRefused('a', 'x.jpg'),
    withRefused('a/b', 'y.jpg'),
    withRefused('a!', 'z.jpg'),
    withRefused('a0', 'z.jpg'),
    withRefused('', `${at}.jpg`),
  ]
  await catalog.applyWalk(sourceId, both(1), noon, 0)
  await catalog.applyWalk(sourceId, [withRefused('a', 'x.jpg')], noon + 1_000, 0)
  const places = () => catalog.unreadablePlaces(10).map(({ path, since }) => [path, since])
  const before = ['1.jpg', 'a!/z.jpg', 'a/b/y.jpg', 'a/x.jpg', 'a0/z.jpg']
  expect(places()).toEqual(before.map((path) => [path, noon]))
  await catalog.applyWalk(sourceId, [listing('a', [])], noon + 2_000, 0)
  await catalog.applyWalk(sourceId, [listing('', [])], noon + 2_000, 0)
  expect(places().map(([path]) => path)).toEqual(['a!/z.jpg', 'a/b/y.jpg', 'a0/z.jpg'])
})
