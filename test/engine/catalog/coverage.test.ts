// What is told of folders, causes and what remains: that each number is of what it says, and of nothing that is gone.
import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import type { Lifecycle, SendPlan } from '../../../src/shared/model.ts'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  originalPlan,
  reducedPlan,
} from './catalog-builder.ts'

const sized = (name: string, sizeBytes: number): Entry => entry(name, { sizeBytes })

async function world() {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/card')
  const scan = (id: number, folder: string, entries: (Entry | string)[], subfolders?: string[]) =>
    catalog.applyWalk(id, [listing(folder, entries, subfolders)], noon, 0)
  return { catalog, sourceId, other, scan }
}

function bring(catalog: Catalog, name: string, next: Lifecycle, word = name): number {
  const uploadId = fingerprint(catalog, name, word)
  catalog.record([{ of: 'upload', uploadId, next }])
  return uploadId
}

describe('a source', () => {
  it('tells of every state that a file of it is in, and of none that files were in', async () => {
    const { catalog, sourceId, other, scan } = await world()
    const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg', 'g.jpg']
    await scan(
      sourceId,
      '',
      names.map((name, index) => sized(name, 10 ** index)),
    )
    await scan(other, '', [sized('x.jpg', 7)])
    bring(catalog, 'a.jpg', as.done())
    bring(catalog, 'b.jpg', as.failed())
    bring(catalog, 'c.jpg', as.skipped())
    bring(catalog, 'd.jpg', as.waiting(noon))
    bring(catalog, 'e.jpg', as.ready())
    await scan(
      sourceId,
      '',
      names.slice(0, 6).map((name, index) => sized(name, 10 ** index)),
    )
    const [photos, card] = catalog.coverage(null, '')
    expect({ ...photos, reasons: [] }).toEqual({
      ...{
        sourceId: String(sourceId),
        folder: '',
        name: 'photos',
        hasChildren: false,
        reasons: [],
      },
      ...{ files: 6, done: 1, bytes: 111_111 },
    })
    const reasons = new Map(photos?.reasons.map(({ reason, files }) => [reason, files]))
    expect(reasons).toEqual(
      new Map(['item-error', 'too-large', 'server-error', 'ready', 'found'].map((one) => [one, 1])),
    )
    expect(photos?.reasons).toHaveLength(5)
    expect(card).toMatchObject({ files: 1, bytes: 7, reasons: [{ reason: 'found', files: 1 }] })
  })
})

describe('what may be damaged', () => {
  it('is counted beside what is done, in the whole and in each folder', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, '', ['own.jpg'], ['b'])
    await scan(sourceId, 'b', ['1.jpg', '2.jpg'], ['deep'])
    await scan(sourceId, 'b/deep', ['3.jpg'])
    await scan(other, '', ['4.jpg'])
    const doubtful = (name: string): Lifecycle => ({
      state: 'done',
      plan: { ...originalPlan(), keptOriginal: 'undecodable' } as SendPlan,
      mediaItemId: name,
      productUrl: null,
    })
    for (const name of ['own.jpg', '1.jpg', '3.jpg']) bring(catalog, name, doubtful(name))
    bring(catalog, '2.jpg', as.done())
    bring(catalog, '4.jpg', as.done('other'))
    const figures = (sourceOf: number | null, folder: string) =>
      catalog
        .coverage(sourceOf, folder)
        .map(({ name, done, doubtful = 0 }) => [name, done, doubtful])
    expect(figures(null, '')).toEqual([
      ['photos', 4, 3],
      ['card', 1, 0],
    ])
    expect(figures(sourceId, '')).toEqual([['b', 3, 2]])
    expect(figures(sourceId, 'b')).toEqual([['deep', 1, 1]])
    // One that is no longer there is in the library all the same, and one that changed is not the same any more.
    await scan(sourceId, 'b/deep', [])
    expect(figures(null, '')[0]).toEqual(['photos', 4, 3])
    expect(catalog.verify()).toEqual([])
  })
})

describe('what waits in a source', () => {
  it('is what is still to be backed up, and nothing that rests', async () => {
    const { catalog, sourceId, scan } = await world()
    await scan(sourceId, '', ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg'])
    bring(catalog, 'a.jpg', as.done())
    bring(catalog, 'b.jpg', as.failed())
    bring(catalog, 'c.jpg', as.skipped())
    bring(catalog, 'd.jpg', as.waiting(noon))
    bring(catalog, 'e.jpg', as.ready())
    expect(catalog.sourceTallies().get(sourceId)).toMatchObject({ files: 6, done: 1, waiting: 3 })
  })
})

describe('the folders of a folder', () => {
  it('are told by name with all below them, and not without a file that is there', async () => {
    const { catalog, sourceId, scan } = await world()
    await scan(sourceId, '', ['own.jpg'], ['b', 'a', 'empty', 'gone'])
    await scan(sourceId, 'b', [sized('1.jpg', 1)], ['deep', 'was'])
    await scan(sourceId, 'b/deep', [sized('2.jpg', 20), sized('3.jpg', 300)])
    await scan(sourceId, 'b/was', ['4.jpg'])
    await scan(sourceId, 'a', ['5.jpg'], ['was'])
    await scan(sourceId, 'a/was', ['6.jpg'])
    await scan(sourceId, 'empty', [])
    await scan(sourceId, 'gone', ['7.jpg'])
    await scan(sourceId, 'gone', [])
    await scan(sourceId, 'a/was', [])
    await scan(sourceId, 'b/was', [])
    bring(catalog, '2.jpg', as.done())
    bring(catalog, '3.jpg', as.failed())
    const empty = { done: 0, hasChildren: false }
    const found = (files: number) => ({ reason: 'found', files })
    const id = String(sourceId)
    expect(catalog.coverage(sourceId, '')).toEqual([
      {
        ...{ ...empty, sourceId: id, folder: 'a', name: 'a' },
        ...{ files: 1, bytes: 1_000, reasons: [found(1)] },
      },
      {
        ...{ sourceId: id, folder: 'b', name: 'b', files: 3, done: 1, bytes: 321 },
        ...{ hasChildren: true, reasons: [{ reason: 'found', files: 1 }, failedOnce] },
      },
    ])
    expect(catalog.coverage(sourceId, 'b').map(({ name, files }) => [name, files])).toEqual([
      ['deep', 2],
    ])
    expect(catalog.coverage(sourceId, 'b/deep')).toEqual([])
  })

  it('are added up over all of their folders, cause by cause', async () => {
    const { catalog, sourceId, scan } = await world()
    await scan(sourceId, '', [], ['a'])
    for (const folder of ['a', 'a/x', 'a/y']) await scan(sourceId, folder, ['1.jpg', '2.jpg'])
    expect(catalog.coverage(sourceId, '')).toMatchObject([
      { name: 'a', files: 6, reasons: [{ reason: 'found', files: 6 }] },
    ])
  })
})

const failedOnce = { reason: 'item-error', files: 1 }

describe('problems', () => {
  it('of all folders that take part are added up, the commonest first', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, '', [sized('a.jpg', 1), sized('b.jpg', 20), sized('s.jpg', 300)])
    await scan(other, '', [sized('c.jpg', 4_000)])
    bring(catalog, 's.jpg', as.skipped())
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) bring(catalog, name, as.failed())
    const problems = () =>
      catalog.problems().map(({ reason, files, bytes }) => [reason, files, bytes])
    expect(problems()).toEqual([
      ['item-error', 3, 4_021],
      ['too-large', 1, 300],
    ])
    catalog.restrictTo([other])
    expect(problems()).toEqual([['item-error', 1, 4_000]])
    expect(catalog.problems()[0]).toMatchObject({ skip: null, failure: { kind: 'item-error' } })
  })

  it('with one cause are two where the file waits and where it was given up', async () => {
    const { catalog, sourceId, scan } = await world()
    await scan(sourceId, '', ['a.jpg', 'b.jpg', 'c.jpg'])
    const { failure } = as.waiting(noon) as Extract<Lifecycle, { state: 'waiting' }>
    bring(catalog, 'a.jpg', as.waiting(noon))
    for (const name of ['b.jpg', 'c.jpg'])
      bring(catalog, name, { state: 'failed', failure, attempts: 9 })
    expect(catalog.problems()).toMatchObject([
      { state: 'failed', reason: 'server-error', files: 2 },
      { state: 'waiting', reason: 'server-error', files: 1 },
    ])
  })
})

describe('the folders of the history', () => {
  it('are no more than asked for, over all sources', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, '', ['a.jpg'])
    await scan(other, '', ['b.jpg'], ['x'])
    await scan(other, 'x', ['c.jpg'])
    const found = (limit: number) =>
      catalog.historyFolders('', limit).map(({ sourceId: id, folder }) => `${id} ${folder}`)
    expect([1, 2, 3, 4].map((limit) => found(limit).length)).toEqual([1, 2, 3, 3])
    expect(found(2)).toEqual([`${sourceId} `, `${other} `])
    expect(found(0)).toEqual([])
  })

  it('and its files are found by eight words, and a ninth is not looked at', async () => {
    const { catalog, sourceId, scan } = await world()
    const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
    await scan(sourceId, words.join(' '), ['a.jpg'])
    const search = (...all: string[]) => [
      catalog.historyFolders(all.join(' '), 9).length,
      catalog.listHistory({ search: all.join(' ') }, null, 9).rows.length,
    ]
    expect(search(...words)).toEqual([1, 1])
    expect(search(...words, 'nine')).toEqual([1, 1])
    expect(search(...words.slice(1), 'nine')).toEqual([0, 0])
  })
})

describe('what remains', () => {
  it('is in files what no account has, and in bytes what is still to be sent', async () => {
    const { catalog, sourceId, scan } = await world()
    const sizes = { 'a.jpg': 1, 'b.jpg': 20, 'c.jpg': 300, 'd.jpg': 4_000, 'e.jpg': 50_000 }
    await scan(
      sourceId,
      '',
      Object.entries(sizes).map(([name, sizeBytes]) => sized(name, sizeBytes)),
    )
    expect(catalog.remaining()).toEqual({ files: 5, bytes: 54_321 })
    bring(catalog, 'a.jpg', as.creating())
    bring(catalog, 'b.jpg', as.waiting(noon, 'sent'))
    bring(catalog, 'c.jpg', as.ready(reducedPlan('c', 100)))
    expect(catalog.remaining()).toEqual({ files: 5, bytes: 54_100 })
    const uploadId = bring(catalog, 'd.jpg', as.skipped())
    bring(catalog, 'e.jpg', as.failed())
    expect(catalog.remaining()).toEqual({ files: 3, bytes: 100 })
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    expect(catalog.remaining()).toEqual({ files: 3, bytes: 100 })
  })

  it('counts what lies twice once, before and after its bytes are sent', async () => {
    const { catalog, sourceId, scan } = await world()
    await scan(sourceId, '', ['a.jpg', 'b.jpg', 'c.jpg'])
    const uploadId = fingerprint(catalog, 'a.jpg', 'same')
    for (const name of ['b.jpg', 'c.jpg']) fingerprint(catalog, name, 'same')
    expect(catalog.remaining()).toEqual({ files: 1, bytes: 1_000 })
    expect(catalog.duplicates()).toBe(0)
    catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
    expect(catalog.remaining()).toEqual({ files: 1, bytes: 0 })
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    expect(catalog.remaining()).toEqual({ files: 0, bytes: 0 })
    expect(catalog.duplicates()).toBe(2)
  })

  it('is never less than nothing, as when a drive with reduced copies is left out', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, '', ['a.jpg'])
    await scan(other, '', [sized('b.jpg', 10)])
    bring(catalog, 'a.jpg', as.ready(reducedPlan('a', 400)))
    catalog.restrictTo([other])
    expect(catalog.remaining()).toEqual({ files: 1, bytes: 0 })
  })
})

describe('each source', () => {
  it('has its own number of files, of their bytes, and of those that are done', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, '', [sized('a.jpg', 1), sized('b.jpg', 20), sized('c.jpg', 300)])
    await scan(other, '', [sized('d.jpg', 4_000)])
    bring(catalog, 'a.jpg', as.done('a'))
    bring(catalog, 'b.jpg', as.done('b'))
    bring(catalog, 'c.jpg', as.ready())
    bring(catalog, 'd.jpg', as.done('d'))
    await scan(sourceId, '', [sized('a.jpg', 1), sized('b.jpg', 20)])
    const tallies = catalog.sourceTallies()
    expect(tallies.get(sourceId)).toEqual({
      files: 2,
      bytes: 21,
      done: 2,
      waiting: 0,
      otherFiles: 0,
      links: 0,
    })
    expect(tallies.get(other)).toEqual({
      files: 1,
      bytes: 4_000,
      done: 1,
      waiting: 0,
      otherFiles: 0,
      links: 0,
    })
  })
})
