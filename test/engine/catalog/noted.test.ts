// What is noted of files and uploads while they move, come back, and are given up, beside what they show.
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import {
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  openOptions,
  originalPlan,
  reducedPlan,
  statesOf,
} from './catalog-builder.ts'

const first = { sub: 'sub-1', email: 'first@example.test', clientId: 'client-1' }
const second = { ...first, sub: 'sub-2', email: 'second@example.test' }

/** A catalogue of one source, and what it noted of the file of a name, in its order. */
function aBook() {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  const catalog = createCatalog(db, 'good', openOptions())
  onTestFinished(() => catalog.close())
  const sourceId = addSource(catalog, '/photos')
  const ofFile = db
    .prepare<[string], string>(
      `SELECT history.state FROM history JOIN file ON file.id = file_id WHERE name = ? ORDER BY seq`,
    )
    .pluck()
  return { catalog, sourceId, noted: (name: string) => ofFile.all(name) }
}

test('what was noted of a file that moved, under its old name and its new one, stays with it', async () => {
  const { catalog, sourceId, noted } = aBook()
  await catalog.applyWalk(sourceId, [listing('', [entry('a.jpg', { inode: 7 })])], noon, 0)
  fingerprint(catalog, 'a.jpg', 'A')
  await catalog.applyWalk(sourceId, [listing('', [entry('b.jpg', { inode: 7 })])], noon, 0)
  catalog.record([{ of: 'file', fileId: catalog.lastFileId(), next: { state: 'found' } }])
  fingerprint(catalog, 'b.jpg', 'A', noon + 5_000)
  expect(statesOf(catalog)).toEqual(['b.jpg: fingerprinted'])
  expect(noted('b.jpg')).toEqual(['fingerprinted', 'found'])
})

test('a file whose bytes were here before is never gone on its way', async () => {
  const { catalog, sourceId, noted } = aBook()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  fingerprint(catalog, 'a.jpg', 'A')
  const changed = entry('a.jpg', { sizeBytes: 5 })
  await catalog.applyWalk(sourceId, [listing('', [changed, 'b.jpg'])], noon, 0)
  fingerprint(catalog, 'b.jpg', 'A')
  expect(noted('b.jpg')).toEqual(['fingerprinted'])
})

test('a version that nobody keeps to any more is decided about anew, whatever was decided', async () => {
  const { catalog, sourceId } = aBook()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  const left = { state: 'skipped', reason: { kind: 'changed-version' } } as const
  catalog.record([
    { of: 'upload', uploadId, next: as.ready() },
    { of: 'upload', uploadId, next: left },
  ])
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
})

test('what another account was making of a folder that was taken out is given up at the next start', async () => {
  const { catalog, sourceId } = aBook()
  await catalog.useAccount(first)
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  for (const [name, plan] of [
    ['a.jpg', reducedPlan('a copy')],
    ['b.jpg', originalPlan()],
  ] as const) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.creating(plan) }])
  }
  await catalog.useAccount(second)
  await catalog.removeSource(sourceId)
  expect([...catalog.renditionsInUse()]).toEqual(['a copy'])
  expect(catalog.resumeCreating()).toBe(2)
  expect([...catalog.renditionsInUse()]).toEqual([])
  expect(catalog.verify()).toEqual([])
})
