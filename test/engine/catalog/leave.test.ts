// A source that is taken out: at once it takes part in nothing, and its rows go in slices, over restarts and trouble.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  openOptions,
  sha,
  statesOf,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const names = Array.from({ length: 40 }, (_, index) => `${String(index).padStart(2, '0')}.jpg`)
const none: ReadonlySet<number> = new Set()

/** Whether a text is anywhere in the files of a folder. */
const isAnywhere = (folder: string, text: string): boolean =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .some((path) => readFileSync(path).includes(text))

/** Two sources with one content in both; with four milliseconds a look, a slice is five steps. */
async function twoSources() {
  const path = join(tempFolder(), 'catalogue.sqlite')
  let steady = 0
  const clock = { ...testClock(), monotonic: () => (steady += 4) }
  const open = () => {
    const db = new Sqlite(path)
    migrate(db, () => undefined)
    const catalog = createCatalog(db, 'good', openOptions({ clock }))
    onTestFinished(() => catalog.close())
    return { db, catalog }
  }
  const { db, catalog } = open()
  const sourceId = addSource(catalog, '/photos')
  const other = addSource(catalog, '/card')
  const listings = [
    listing('', names, ['x']),
    listing('x', ['in x.jpg'], ['y']),
    listing('x/y', []),
  ]
  await catalog.applyWalk(sourceId, listings, noon, 0)
  await catalog.applyWalk(other, [listing('', [entry('copy.jpg', { inode: 5 })])], noon, 0)
  fingerprint(catalog, '07.jpg', 'A')
  fingerprint(catalog, 'copy.jpg', 'A')
  const count = (table: string): number =>
    Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  return { db, catalog, sourceId, open, count }
}

test('takes part in nothing from the first moment, and leaves in slices', async () => {
  const { catalog, sourceId, count } = await twoSources()
  const leaving = catalog.removeSource(sourceId)
  expect(catalog.sources().map(({ path }) => path)).toEqual(['/card'])
  expect(catalog.next('found', 99, noon, none)).toEqual([])
  expect(catalog.next('fingerprinted', 99, noon, none)).toMatchObject([{ name: 'copy.jpg' }])
  expect(catalog.tally().found.files).toBe(0)
  expect([...catalog.sourceTallies().keys()]).toHaveLength(1)
  expect(catalog.isBusy()).toBe(true)
  const left: number[] = []
  while (catalog.isBusy()) {
    left.push(count('file'))
    expect(catalog.verify()).toEqual([])
    await nextTurn()
  }
  await leaving
  // Ten slices and more, none of more than a few files.
  expect(left.length).toBeGreaterThan(5)
  expect(left.every((files, at) => at === 0 || (left[at - 1] ?? 0) - files <= 5)).toBe(true)
  expect(statesOf(catalog)).toEqual(['copy.jpg: fingerprinted'])
  expect(catalog.listHistory({}, null, 9).rows).toMatchObject([{ isDuplicate: false }])
  expect([count('file'), count('folder'), count('source')]).toEqual([1, 1, 1])
})

test('leaves folder by folder, however many there are', async () => {
  const { catalog, count } = await twoSources()
  const deep = addSource(catalog, '/deep')
  const folders = names.map((name) => `in ${name}`)
  const listings = [listing('', [], folders), ...folders.map((name) => listing(name, []))]
  await catalog.applyWalk(deep, listings, noon, 0)
  const before = count('folder')
  const leaving = catalog.removeSource(deep)
  const left = [before]
  while (catalog.isBusy()) {
    await nextTurn()
    left.push(count('folder'))
  }
  await leaving
  expect(left.every((many, at) => at === 0 || (left[at - 1] ?? 0) - many <= 5)).toBe(true)
  expect([count('folder'), count('source')]).toEqual([before - 41, 2])
})

test('takes along what Google holds the bytes of, for whichever account', async () => {
  const { catalog, sourceId } = await twoSources()
  const account = { sub: '1', email: 'first@example.test', clientId: 'client' }
  await catalog.useAccount(account)
  const uploadId = fingerprint(catalog, '08.jpg', 'B')
  for (const next of [as.ready(), as.sent()]) catalog.record([{ of: 'upload', uploadId, next }])
  expect(catalog.next('sent', 9, noon, none)).toHaveLength(1)
  await catalog.useAccount({ ...account, sub: '2' })
  await catalog.removeSource(sourceId)
  expect(catalog.verify()).toEqual([])
  await catalog.useAccount(account)
  expect(catalog.next('sent', 9, noon, none)).toEqual([])
  expect(catalog.verify()).toEqual([])
})

test('that is half gone when the app ends goes on at the next start', async () => {
  const { catalog, sourceId, open, count } = await twoSources()
  void catalog.removeSource(sourceId)
  await nextTurn()
  expect(count('file')).toBeGreaterThan(10)
  catalog.close()
  const { catalog: again } = open()
  expect(again.sources().map(({ path }) => path)).toEqual(['/card'])
  expect(again.next('found', 99, noon, none)).toEqual([])
  await expect.poll(() => again.isBusy()).toBe(false)
  expect(statesOf(again)).toEqual(['copy.jpg: fingerprinted'])
  expect(again.verify()).toEqual([])
})

test('may be added again while it still leaves, and sends nothing twice', async () => {
  const { catalog, sourceId } = await twoSources()
  const uploadId = fingerprint(catalog, '08.jpg', 'B')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  const leaving = catalog.removeSource(sourceId)
  const anew = addSource(catalog, '/photos')
  expect(anew).not.toBe(sourceId)
  await catalog.applyWalk(anew, [listing('', ['08.jpg'])], noon, 0)
  await leaving
  const [found] = catalog.next('found', 9, noon, none)
  if (found === undefined) throw new Error('it was not found again')
  const { fileId, stamp } = found
  catalog.record([{ of: 'fingerprint', fileId, sha256: sha('B'), stamp }])
  expect(statesOf(catalog)).toContain('08.jpg: done')
  expect(catalog.verify()).toEqual([])
})

test('that an error breaks off is out all the same, and goes at the next start', async () => {
  const { db, catalog, sourceId, open } = await twoSources()
  db.exec(`CREATE TRIGGER refused BEFORE DELETE ON file WHEN old.name = '20.jpg' BEGIN
    SELECT RAISE(ABORT, 'refused'); END`)
  await expect(catalog.removeSource(sourceId)).rejects.toThrow('refused')
  expect(catalog.isBusy()).toBe(false)
  expect(catalog.sources()).toHaveLength(1)
  expect(catalog.verify()).toEqual([])
  db.exec('DROP TRIGGER refused')
  catalog.close()
  const { catalog: again } = open()
  await expect.poll(() => again.isBusy()).toBe(false)
  expect(statesOf(again)).toEqual(['copy.jpg: fingerprinted'])
})

test('leaves no name of its folders and files in the catalogue', async () => {
  const folder = tempFolder()
  const catalog = await aCatalog({ path: join(folder, 'catalogue.sqlite') })
  const sourceId = addSource(catalog, '/srv/Divorce 2026')
  addSource(catalog, '/card')
  const many = Array.from({ length: 300 }, (_, index) => `Lawyer letter ${index}.jpg`)
  await catalog.applyWalk(
    sourceId,
    [listing('', many, ['Evidence']), listing('Evidence', ['House.jpg'])],
    noon,
    0,
  )
  const words = ['Divorce', 'Lawyer', 'Evidence', 'House.jpg']
  // A receipt of before keeps its sum.
  const total = { safe: 7, safeBytes: 9, needYou: 0, waiting: 0, leftOut: 0, noPhotos: 0 }
  const folders = catalog.figuresByFolder()
  expect(folders.map((row) => row.folder)).toContain('Evidence')
  catalog.keepStatement({
    ...{ at: noon, why: 'first', account: null, total, unread: 0 },
    ...{ away: ['Divorce 2026', 'other'], folders },
  })
  await catalog.removeSource(sourceId)
  expect(catalog.statement('1')).toMatchObject({ total, away: ['other'] })
  expect(catalog.statement('1')?.folders.map(({ source }) => source)).toEqual(['card'])
  catalog.close()
  expect(words.filter((word) => isAnywhere(folder, word))).toEqual([])
  expect(isAnywhere(folder, '/card')).toBe(true)
})
