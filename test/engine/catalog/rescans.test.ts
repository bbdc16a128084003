// What scans make of files that they have seen before: what counts as a change, what waits, and how it is counted.
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  openOptions,
  statesOf,
  unsentKinds,
  unsentPhotos,
} from './catalog-builder.ts'

const none = new Set<number>()
const nothing = { added: 0, changed: 0, vanished: 0, returned: 0 }
const at = (ms: number): number => (noon - 86_400_000 + ms) * 1000

async function world() {
  const { catalog, sourceId } = await aCatalogWithSource()
  const scan = async (
    entries: (Entry | string)[],
    subfolders: string[] = [],
    quietMs = 0,
    now = noon,
  ) => catalog.applyWalk(sourceId, [listing('', entries, subfolders)], now, quietMs)
  const scanFolder = (folder: string, entries: string[], subfolders: string[] = []) =>
    catalog.applyWalk(sourceId, [listing(folder, entries, subfolders)], noon, 0)
  return { catalog, sourceId, scan, scanFolder }
}

describe('a scan', () => {
  it('counts what is new, changed, gone and back', async () => {
    const { catalog, scan } = await world()
    expect(await scan(['a.jpg', 'b.jpg'])).toEqual({ ...nothing, added: 2 })
    expect(await scan(['a.jpg', 'b.jpg'])).toEqual(nothing)
    expect(await scan([entry('a.jpg', { sizeBytes: 5 }), 'c.jpg'])).toEqual({
      ...{ added: 1, changed: 1, vanished: 1, returned: 0 },
    })
    expect(await scan([entry('a.jpg', { sizeBytes: 5 }), 'b.jpg', 'c.jpg'])).toEqual({
      ...{ ...nothing, returned: 1 },
    })
    expect(catalog.verify()).toEqual([])
  })

  it('counts what can only be left out as new, and writes into the history of nothing else', async () => {
    const { catalog, scan } = await world()
    const outcome = await scan([entry('a.jpg', { isOnlineOnly: true }), 'b.jpg'])
    expect(outcome).toEqual({ ...nothing, added: 2 })
    expect(catalog.lastHistorySeq()).toBe(1)
  })

  it('takes for a video what the walk says is one, and by its name where that says nothing', async () => {
    const { catalog, scan } = await world()
    // So large that photos of this size are counted apart.
    const sizeBytes = 5_000_000
    await scan([
      entry('named.mp4', { sizeBytes }),
      entry('told.jpg', { sizeBytes, mediaKind: 'video' }),
      entry('told.mp4', { sizeBytes, mediaKind: 'photo' }),
      entry('named.jpg', { sizeBytes }),
    ])
    expect(unsentPhotos(catalog)).toEqual(['/photos/told.mp4', '/photos/named.jpg'])
    expect(unsentKinds(catalog).videos.files).toBe(2)
    expect(catalog.verify()).toEqual([])
  })

  it.each([
    ['size', { sizeBytes: 1_001 }],
    ['time', { mtimeUs: at(1) }],
    ['ctime', { ctimeUs: at(1) }],
  ])('takes another %s for a change', async (_, change) => {
    const { catalog, scan } = await world()
    await scan(['a.jpg'])
    const upload = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
    expect(await scan([entry('a.jpg', change)])).toEqual({ ...nothing, changed: 1 })
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  })

  it('takes a move to the cloud and back for none, whatever the ctime says', async () => {
    const { catalog, scan } = await world()
    await scan(['a.jpg'])
    const upload = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
    const away = entry('a.jpg', { isOnlineOnly: true, ctimeUs: at(1) })
    expect(await scan([away])).toEqual(nothing)
    expect(await scan([entry('a.jpg', { ctimeUs: at(2) })])).toEqual(nothing)
    expect(statesOf(catalog)).toEqual(['a.jpg: done'])
    // It is here, and was before: now the ctime counts again.
    expect(await scan([entry('a.jpg', { ctimeUs: at(3) })])).toEqual({ ...nothing, changed: 1 })
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  })

  it('lets a file that is written again and again be quiet first', async () => {
    const { catalog, scan } = await world()
    const written = (ms: number): Entry =>
      entry('a.jpg', { ctimeUs: (noon + ms) * 1000, mtimeUs: (noon + ms) * 1000 })
    const isDue = (ms: number): boolean => catalog.next('found', 10, noon + ms, none).length === 1
    await scan([written(0)], [], 5_000, noon)
    expect([isDue(4_999), isDue(5_000)]).toEqual([false, true])
    await scan([written(4_000)], [], 5_000, noon + 4_000)
    expect([isDue(8_999), isDue(9_000)]).toEqual([false, true])
  })

  it('takes a file that was quiet for long enough at once', async () => {
    const { catalog, scan } = await world()
    await scan([entry('a.jpg', { ctimeUs: (noon - 5_000) * 1000 })], [], 5_000)
    expect(catalog.next('found', 10, noon, none)).toHaveLength(1)
    await scan([entry('b.jpg', { ctimeUs: (noon - 4_999) * 1000 })], [], 5_000)
    expect(catalog.next('found', 10, noon, none).map(({ name }) => name)).not.toContain('b.jpg')
  })
})

describe('a folder', () => {
  it('that is gone takes its files along, with all below it, once', async () => {
    const { catalog, scan, scanFolder, sourceId } = await world()
    await scan([], ['one'])
    await scanFolder('one', ['a.jpg'], ['two'])
    await scanFolder('one/two', ['b.jpg', 'c.jpg'])
    expect(await scan([], [])).toEqual({ ...nothing, vanished: 3 })
    expect(await scan([], [])).toEqual(nothing)
    expect(statesOf(catalog)).toEqual([
      'one/a.jpg: gone',
      'one/two/b.jpg: gone',
      'one/two/c.jpg: gone',
    ])
    expect(await scanFolder('one', ['a.jpg'], ['two'])).toEqual({ ...nothing, returned: 1 })
    const missing = [{ kind: 'missing', folder: 'one' } as const]
    expect(await catalog.applyWalk(sourceId, missing, noon, 0)).toEqual({ ...nothing, vanished: 1 })
    expect(catalog.verify()).toEqual([])
  })

  it('that comes back takes its files along when it goes once more', async () => {
    const { catalog, sourceId } = await aCatalogWithSource()
    const withIt = [listing('', [], ['a']), listing('a', ['1.jpg'])]
    const withoutIt = [listing('', [])]
    for (const [events, outcome] of [
      [withIt, { added: 1 }],
      [withoutIt, { vanished: 1 }],
      [withIt, { returned: 1 }],
      [withoutIt, { vanished: 1 }],
    ] as const)
      expect(await catalog.applyWalk(sourceId, [...events], noon, 0)).toMatchObject(outcome)
    expect(catalog.verify()).toEqual([])
  })

  it('that is gone is no longer shown below its source', async () => {
    const { catalog, sourceId } = await aCatalogWithSource()
    await catalog.applyWalk(sourceId, [listing('', [], ['a']), listing('a', ['1.jpg'])], noon, 0)
    expect(catalog.coverage(null, '')).toMatchObject([{ hasChildren: true }])
    await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
    expect(catalog.coverage(null, '')).toMatchObject([{ hasChildren: false }])
  })

  it('that was never known is no loss, and the source itself is given up never', async () => {
    const { catalog, scan, sourceId } = await world()
    await scan(['a.jpg'])
    for (const folder of ['unknown', ''])
      expect(await catalog.applyWalk(sourceId, [{ kind: 'missing', folder }], noon, 0)).toEqual(
        nothing,
      )
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  })
})

describe('a file that moved within a folder', () => {
  it.each([
    ['to a name before, and then the folder went', '1.jpg', true],
    ['to a name behind, and then the folder went', '3.jpg', true],
    ['to a name before, and then it went', '1.jpg', false],
    ['to a name behind, and then it went', '3.jpg', false],
  ])('%s, is gone under both', async (_, name, isFolderGone) => {
    const { catalog, sourceId } = await aCatalogWithSource()
    const old = entry('2.jpg', { inode: 42 })
    const moved = entry(name, { inode: 42, ctimeUs: at(7) })
    await catalog.applyWalk(sourceId, [listing('', [], ['x']), listing('x', [old])], noon, 0)
    catalog.finishScan(sourceId, noon, [])
    fingerprint(catalog, '2.jpg', 'A')
    // A hint brings the new name before a scan misses the old one, and by then neither is there.
    await catalog.applyWalk(sourceId, [listing('x', [old, moved])], noon + 1, 0)
    fingerprint(catalog, name, 'A', noon + 1)
    const last = isFolderGone ? [listing('', [])] : [listing('', [], ['x']), listing('x', [])]
    expect(await catalog.applyWalk(sourceId, last, noon + 2, 0)).toMatchObject({ vanished: 2 })
    expect([...catalog.allHistory()].filter((row) => row.isPresent)).toEqual([])
    expect(catalog.tally().fingerprinted.files).toBe(0)
    expect(await catalog.applyWalk(sourceId, last, noon + 3, 0)).toEqual(nothing)
    expect(catalog.verify()).toEqual([])
  })
})

describe('a scan that finds everything as it was', () => {
  it('writes nothing, whatever files those are', async () => {
    const db = new Sqlite(':memory:')
    migrate(db, () => undefined)
    const catalog = createCatalog(db, 'good', openOptions())
    onTestFinished(() => catalog.close())
    const sourceId = addSource(catalog, '/photos')
    const files = [entry('a.jpg'), entry('b.mp4'), entry('cloud.jpg', { isOnlineOnly: true })]
    const scan = () =>
      catalog.applyWalk(sourceId, [listing('', files, ['x']), listing('x', files)], noon, 0)
    await scan()
    const written = db.prepare('SELECT total_changes()').pluck()
    const before = written.get()
    expect(await scan()).toEqual(nothing)
    expect(written.get()).toBe(before)
  })
})
