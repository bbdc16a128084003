// Whose turn it is and when the next one is: in order, within limits, over all folders that take part, whatever the clock does.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
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
  openOptions,
  reach,
  reducedPlan,
  sha,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const none: ReadonlySet<number> = new Set()
const minute = 60_000
type Turn = Parameters<Catalog['next']>[0]

async function world() {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const other = addSource(catalog, '/other')
  const scan = (id: number, names: string[], quietMs = 0) =>
    catalog.applyWalk(id, [listing('', names)], clock.now(), quietMs)
  const names = (turn: Turn, limit: number, busy = none): string[] =>
    catalog.next(turn, limit, clock.now(), busy).map(({ name }) => name)
  return { catalog, clock, sourceId, other, scan, names }
}

/** Brings an upload of this file and these bytes into a state. */
function bring(catalog: Catalog, name: string, next: ReturnType<typeof as.ready>, word = name) {
  const uploadId = fingerprint(catalog, name, word)
  catalog.record(reach(uploadId, next))
  return uploadId
}

describe('the order', () => {
  /** A photo taken so many days before noon. */
  const aged = (name: string, days: number) =>
    entry(name, { mtimeUs: (noon - days * 86_400_000) * 1000 })
  const settled = async () => {
    const { catalog, sourceId, other, clock, names } = await world()
    const all = [aged('new.jpg', 1), aged('older.jpg', 30), aged('oldest.jpg', 900)]
    await catalog.applyWalk(sourceId, [listing('', all.toReversed())], noon, 0)
    const others = [aged('x-newest.jpg', 0), aged('x-old.jpg', 400)]
    await catalog.applyWalk(other, [listing('', others)], noon, 0)
    return { catalog, sourceId, other, clock, names }
  }

  it('is as they were found, or the newest first, at once after the choice', async () => {
    const { catalog, names } = await settled()
    const found = ['oldest.jpg', 'older.jpg', 'new.jpg', 'x-newest.jpg', 'x-old.jpg']
    expect(names('found', 9)).toEqual(found)
    catalog.changeSettings({ uploadOrder: 'newest' })
    const newest = ['x-newest.jpg', 'new.jpg', 'older.jpg', 'x-old.jpg', 'oldest.jpg']
    expect(names('found', 9)).toEqual(newest)
    expect(names('found', 2)).toEqual(newest.slice(0, 2))
    for (const name of newest) fingerprint(catalog, name, name)
    expect(names('fingerprinted', 9)).toEqual(newest)
    catalog.changeSettings({ uploadOrder: 'found' })
    expect(names('fingerprinted', 1)).not.toEqual(newest.slice(0, 1))
  })

  it('passes over what waits for a later try, and has it in its place once it is due', async () => {
    const { catalog, clock, names } = await settled()
    catalog.changeSettings({ uploadOrder: 'newest' })
    bring(catalog, 'x-newest.jpg', as.waiting(noon + minute, 'ready'))
    bring(catalog, 'new.jpg', as.ready())
    bring(catalog, 'oldest.jpg', as.ready())
    expect(names('ready', 9)).toEqual(['new.jpg', 'oldest.jpg'])
    clock.pass(2 * minute)
    expect(names('ready', 9)).toEqual(['x-newest.jpg', 'new.jpg', 'oldest.jpg'])
    expect(names('ready', 1)).toEqual(['x-newest.jpg'])
  })

  it('has the folder that goes first before all others, of which there is one', async () => {
    const { catalog, sourceId, other, names } = await settled()
    catalog.updateSource(other, { goesFirst: true })
    expect(names('found', 3)).toEqual(['x-newest.jpg', 'x-old.jpg', 'oldest.jpg'])
    catalog.changeSettings({ uploadOrder: 'newest' })
    expect(names('found', 3)).toEqual(['x-newest.jpg', 'x-old.jpg', 'new.jpg'])
    catalog.updateSource(sourceId, { goesFirst: true })
    expect(names('found', 4)).toEqual(['new.jpg', 'older.jpg', 'oldest.jpg', 'x-newest.jpg'])
    expect(catalog.sources().map(({ goesFirst }) => goesFirst)).toEqual([true, false])
    catalog.updateSource(sourceId, { goesFirst: false })
    expect(names('found', 1)).toEqual(['x-newest.jpg'])
  })

  it('is the same after a restart in it, and without its index once it is not wanted', async () => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    const indexes = (): unknown[] => {
      const db = new Sqlite(path, { readonly: true })
      const names = db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'file_newest'`).all()
      db.close()
      return names
    }
    const first = await aCatalog({ path, backupFolder: tempFolder() })
    const sourceId = addSource(first, '/photos')
    const photos = [aged('old.jpg', 9), aged('new.jpg', 1)]
    await first.applyWalk(sourceId, [listing('', photos)], noon, 0)
    first.changeSettings({ uploadOrder: 'newest' })
    const names = (catalog: Catalog): string[] =>
      catalog.next('found', 9, noon, none).map(({ name }) => name)
    expect(names(first)).toEqual(['new.jpg', 'old.jpg'])
    first.close()
    expect(indexes()).toHaveLength(1)
    const second = await aCatalog({ path, backupFolder: tempFolder() })
    expect(names(second)).toEqual(['new.jpg', 'old.jpg'])
    second.changeSettings({ uploadOrder: 'found' })
    expect(names(second)).toEqual(['old.jpg', 'new.jpg'])
    expect(second.verify()).toEqual([])
    second.close()
    expect(indexes()).toEqual([])
    const third = await aCatalog({ path, backupFolder: tempFolder() })
    expect(names(third)).toEqual(['old.jpg', 'new.jpg'])
  })

  it('takes one of several files with the same bytes, the newest', async () => {
    const { catalog, names } = await settled()
    catalog.changeSettings({ uploadOrder: 'newest' })
    for (const name of ['new.jpg', 'oldest.jpg', 'x-old.jpg']) fingerprint(catalog, name, 'same')
    expect(names('fingerprinted', 9)).toEqual(['new.jpg'])
  })
})

describe('the next of all folders', () => {
  it('are those that were due first, and no more than asked for', async () => {
    const { clock, sourceId, other, scan, names } = await world()
    await scan(sourceId, ['a.jpg', 'b.jpg'])
    clock.pass(1)
    await scan(other, ['c.jpg', 'd.jpg'])
    clock.pass(1)
    await scan(sourceId, ['a.jpg', 'b.jpg', 'e.jpg'])
    expect(names('found', 9)).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'])
    expect(names('found', 3)).toEqual(['a.jpg', 'b.jpg', 'c.jpg'])
    expect(names('found', 1)).toEqual(['a.jpg'])
    expect(names('found', 0)).toEqual([])
    expect(names('found', 2, new Set([1, 3]))).toEqual(['b.jpg', 'd.jpg'])
  })

  it('are one of several files with the same bytes, in one folder or in two', async () => {
    const { catalog, sourceId, other, scan, names } = await world()
    await scan(sourceId, ['a.jpg', 'b.jpg', 'x.jpg'])
    await scan(other, ['c.jpg'])
    const uploadId = fingerprint(catalog, 'a.jpg', 'same')
    for (const name of ['b.jpg', 'c.jpg']) fingerprint(catalog, name, 'same')
    fingerprint(catalog, 'x.jpg', 'X')
    expect(names('fingerprinted', 9)).toEqual(['a.jpg', 'x.jpg'])
    expect(names('fingerprinted', 2)).toEqual(['a.jpg', 'x.jpg'])
    expect(names('fingerprinted', 9, new Set([uploadId]))).toEqual(['x.jpg'])
  })

  it('are, of what is ready on a drive that is away, the reduced copies up to the limit', async () => {
    const { catalog, sourceId, other, scan, names } = await world()
    await scan(sourceId, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'])
    await scan(other, ['here.jpg', 'copy.jpg'])
    bring(catalog, 'a.jpg', as.ready())
    const uploadId = bring(catalog, 'b.jpg', as.ready(reducedPlan('b')))
    bring(catalog, 'c.jpg', as.ready(reducedPlan('c')))
    bring(catalog, 'd.jpg', as.waiting(noon + minute, 'ready'))
    bring(catalog, 'here.jpg', as.ready())
    bring(catalog, 'copy.jpg', as.ready(reducedPlan('copy')))
    catalog.updateSource(sourceId, { isConnected: false })
    expect(names('ready', 9)).toEqual(['here.jpg', 'copy.jpg', 'b.jpg', 'c.jpg'])
    expect(names('ready', 3)).toEqual(['here.jpg', 'copy.jpg', 'b.jpg'])
    expect(names('ready', 2)).toEqual(['here.jpg', 'copy.jpg'])
    expect(names('fingerprinted', 9)).toEqual([])
    expect(names('ready', 9, new Set([uploadId]))).toEqual(['here.jpg', 'copy.jpg', 'c.jpg'])
    catalog.restrictTo([other])
    expect(names('ready', 9)).toEqual(['here.jpg', 'copy.jpg'])
    expect(names('fingerprinted', 9)).toEqual([])
  })

  it('are, of what is sent, those that are due and nobody has in hand', async () => {
    const { catalog, clock, sourceId, other, scan, names } = await world()
    await scan(sourceId, ['a.jpg', 'b.jpg'])
    await scan(other, ['c.jpg', 'd.jpg'])
    const uploadId = bring(catalog, 'a.jpg', as.sent())
    bring(catalog, 'b.jpg', as.waiting(noon + minute, 'sent'))
    bring(catalog, 'c.jpg', as.sent())
    expect(names('sent', 9)).toEqual(['a.jpg', 'c.jpg'])
    expect(names('sent', 1)).toEqual(['a.jpg'])
    expect(names('sent', 9, new Set([uploadId]))).toEqual(['c.jpg'])
    clock.pass(minute)
    expect(names('sent', 9)).toEqual(['a.jpg', 'c.jpg', 'b.jpg'])
    catalog.restrictTo([other])
    expect(names('sent', 9)).toEqual(['c.jpg'])
  })

  it('come from a file that is there, also when the first with these bytes is not', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, ['a.jpg'])
    await scan(other, ['b.jpg'])
    bring(catalog, 'a.jpg', as.sent(), 'same')
    fingerprint(catalog, 'b.jpg', 'same')
    const path = () => catalog.next('sent', 1, noon, none)[0]?.path
    expect(path()).toBe(join('/photos/a.jpg'))
    catalog.updateSource(sourceId, { isConnected: false })
    expect(path()).toBe(join('/other/b.jpg'))
    catalog.updateSource(other, { isConnected: false })
    expect(path()).toBe('')
    // Nor does it matter that both are gone from there as well.
    await scan(sourceId, [])
    await scan(other, [])
    expect(path()).toBe('')
  })
})

describe('the time of the next turn', () => {
  it('is the earliest of all folders and kinds of work that is still to come', async () => {
    const { catalog, clock, sourceId, other, scan } = await world()
    expect(catalog.nextDueAt()).toBeNull()
    await scan(sourceId, ['a.jpg', 'b.jpg'])
    await scan(other, ['c.jpg'])
    // What is due already needs no time.
    expect(catalog.nextDueAt()).toBeNull()
    bring(catalog, 'a.jpg', as.waiting(noon + 3 * minute, 'sent'))
    expect(catalog.nextDueAt()).toBe(noon + 3 * minute)
    bring(catalog, 'b.jpg', as.waiting(noon + 2 * minute, 'ready'))
    bring(catalog, 'c.jpg', as.waiting(noon + minute))
    expect(catalog.nextDueAt()).toBe(noon + minute)
    catalog.updateSource(other, { isConnected: false })
    expect(catalog.nextDueAt()).toBe(noon + 2 * minute)
    clock.pass(2 * minute)
    expect(catalog.nextDueAt()).toBe(noon + 3 * minute)
    clock.pass(minute)
    expect(catalog.nextDueAt()).toBeNull()
  })

  it('is that of what was sent and whose file has other bytes by now, while its folder takes part', async () => {
    const { catalog, clock, sourceId, other, scan, names } = await world()
    await scan(sourceId, ['a.jpg'])
    const uploadId = bring(catalog, 'a.jpg', as.waiting(noon + minute, 'sent'))
    const contentId = catalog.fileById(1)?.contentId
    const changed = entry('a.jpg', { sizeBytes: 7 })
    await catalog.applyWalk(sourceId, [listing('', [changed])], noon, 0)
    expect(catalog.fileById(1)).toMatchObject({ contentId: null, uploadId: null })
    expect(catalog.nextDueAt()).toBe(noon + minute)
    catalog.restrictTo([other])
    expect(catalog.nextDueAt()).toBeNull()
    clock.pass(minute)
    expect(names('sent', 9)).toEqual([])
    catalog.restrictTo(null)
    expect(catalog.next('sent', 9, clock.now(), none)).toMatchObject([
      { uploadId, contentId, sha256: sha('a.jpg'), name: 'a.jpg', path: '' },
    ])
  })

  it('is soon while the account changes, as nothing else wakes whoever waits', async () => {
    const clock = testClock()
    let steady = 0
    const catalog = await aCatalog({ clock: { ...clock, monotonic: () => (steady += 20) } })
    const sourceId = addSource(catalog, '/photos')
    const account = (sub: string) => ({ sub, email: sub, clientId: 'c' })
    await catalog.useAccount(account('one'))
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg', 'c.jpg'])], noon, 0)
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) fingerprint(catalog, name, name)
    const change = catalog.useAccount(account('two'))
    await nextTurn()
    expect(catalog.isBusy()).toBe(true)
    expect(catalog.nextDueAt()).toBe(noon + 200)
    expect(catalog.next('fingerprinted', 9, noon, none)).toEqual([])
    await change
    expect(catalog.next('fingerprinted', 9, noon, none)).toHaveLength(3)
  })
})

describe('a clock', () => {
  it('that is corrected by a minute at most changes nothing', async () => {
    const { catalog, clock, sourceId, scan } = await world()
    await scan(sourceId, ['a.jpg'])
    bring(catalog, 'a.jpg', as.waiting(noon + 5 * minute))
    clock.pass(2 * minute)
    expect(catalog.nextDueAt()).toBe(noon + 5 * minute)
    clock.set(noon + minute)
    expect(catalog.nextDueAt()).toBe(noon + 5 * minute)
    clock.set(noon)
    expect(catalog.nextDueAt()).toBe(noon + 5 * minute)
  })

  it('that is set back by more makes what waits due at once, with its bytes sent or not', async () => {
    for (const turn of ['fingerprinted', 'sent'] as const) {
      const { catalog, clock, sourceId, scan } = await world()
      await scan(sourceId, ['a.jpg', 'b.jpg'])
      bring(catalog, 'a.jpg', as.waiting(noon + 5 * minute, turn))
      bring(catalog, 'b.jpg', as.waiting(noon - 9 * minute, turn))
      clock.pass(2 * minute)
      expect(catalog.nextDueAt()).toBe(noon + 5 * minute)
      clock.set(noon + minute - 1)
      const due = catalog.next(turn, 9, clock.now(), none)
      expect(due.map(({ name }) => name)).toEqual(['b.jpg', 'a.jpg'])
      // What was due stays so for as long as it was.
      expect(due.map(({ lifecycle }) => 'until' in lifecycle && lifecycle.until)).toEqual([
        noon - 9 * minute,
        noon + minute - 1,
      ])
      expect(catalog.nextDueAt()).toBeNull()
      expect(catalog.verify()).toEqual([])
    }
  })
})

describe('a clock that was set back while the app was not running', () => {
  it.each([
    ['by an hour', -60, noon - 60 * minute],
    ['not at all', 0, noon + 5 * minute],
  ])('%s', async (_, minutes, dueAt) => {
    const db = new Sqlite(':memory:')
    migrate(db, () => undefined)
    const clock = testClock()
    const first = createCatalog(db, 'good', openOptions({ clock }))
    const sourceId = addSource(first, '/photos')
    await first.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
    bring(first, 'a.jpg', as.waiting(noon + 5 * minute))
    clock.set(noon + minutes * minute)
    const second = createCatalog(db, 'good', openOptions({ clock }))
    onTestFinished(() => second.close())
    second.nextDueAt()
    expect(second.fileById(1)).toMatchObject({ lifecycle: { state: 'waiting', until: dueAt } })
    expect(second.verify()).toEqual([])
  })
})

describe('one file', () => {
  it('is told of with all that is known of it, wherever it is', async () => {
    const { catalog, sourceId, scan } = await world()
    const { sizeBytes, mtimeUs, ctimeUs, inode } = entry('a.jpg')
    await catalog.applyWalk(sourceId, [listing('x', ['a.jpg'])], noon, 0)
    catalog.updateSource(sourceId, { photoSize: 'original' })
    expect(catalog.fileById(1)).toEqual({
      ...{ fileId: 1, sourceId, path: join('/photos/x/a.jpg'), name: 'a.jpg' },
      stamp: { sizeBytes, mtimeUs, ctimeUs, inode },
      lifecycle: { state: 'found' },
      ...{ contentId: null, uploadId: null, sha256: null, photoSize: 'original', session: null },
      undated: 'leave',
      ...{ productUrl: null, isPresent: true },
    })
    const uploadId = bring(catalog, 'a.jpg', as.done('item'))
    const productUrl = 'https://photos.example.test/item'
    expect(catalog.fileById(1)).toMatchObject({
      ...{ uploadId, sha256: sha('a.jpg'), productUrl, isPresent: true },
    })
    await scan(sourceId, [])
    expect(catalog.fileById(1)).toMatchObject({ path: join('/photos/x/a.jpg'), isPresent: false })
    expect(catalog.fileById(2)).toBeNull()
  })
})

describe('what is ready', () => {
  it('is counted where it can be sent from', async () => {
    const { catalog, sourceId, other, scan } = await world()
    await scan(sourceId, ['a.jpg', 'b.jpg'])
    await scan(other, ['c.jpg', 'd.jpg'])
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) bring(catalog, name, as.ready())
    expect(catalog.readyCount()).toBe(3)
    catalog.updateSource(sourceId, { isConnected: false })
    expect(catalog.readyCount()).toBe(1)
    catalog.restrictTo([sourceId])
    expect(catalog.readyCount()).toBe(0)
  })
})
