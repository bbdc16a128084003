// What the history keeps of what happened: one row with a count for what is met again and again, and not for ever.
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  openOptions,
  testClock,
  type TestClock,
} from './catalog-builder.ts'

interface Row {
  state: string
  times: number
  at: number
}

/** A catalogue whose rows can be read once it is closed. */
async function aHistory(): Promise<{
  catalog: Catalog
  clock: TestClock
  close(): Row[]
}> {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  const clock = testClock()
  const catalog = createCatalog(db, 'good', openOptions({ clock }))
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  return {
    catalog,
    clock,
    close() {
      expect(catalog.verify()).toEqual([])
      const rows = db.prepare<[], Row>('SELECT state, times, at FROM history ORDER BY seq').all()
      catalog.close()
      return rows
    },
  }
}

test('a photo that is tried again and again has one row for each kind of its failures', async () => {
  const { catalog, clock, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
  for (let tries = 0; tries < 50; tries += 1) {
    clock.pass(1_000)
    catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
    catalog.record([{ of: 'upload', uploadId, next: as.waiting(noon, 'sent') }])
  }
  catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(close()).toMatchObject([
    { state: 'fingerprinted', times: 1 },
    { state: 'sent', times: 1 },
    { state: 'creating', times: 50 },
    { state: 'waiting', times: 50, at: noon + 50_000 },
    { state: 'failed', times: 1 },
    { state: 'done', times: 1 },
  ])
})

test('a line that is dead while photos wait for their creation adds no rows', async () => {
  const { catalog, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  for (let tries = 0; tries < 30; tries += 1) {
    catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
    catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
  }
  expect(close()).toHaveLength(3)
})

test('a file that changes whenever it is read adds no rows', async () => {
  const { catalog, close } = await aHistory()
  const [item] = catalog.next('found', 1, noon, new Set())
  const fileId = item?.fileId ?? 0
  for (let tries = 0; tries < 30; tries += 1) {
    catalog.record([{ of: 'file', fileId, next: { state: 'found' } }])
    const uploadId = fingerprint(catalog, 'a.jpg', 'A', noon + 10_000)
    catalog.record([{ of: 'upload', uploadId, next: { state: 'found' } }])
  }
  expect(close().length).toBeLessThan(8)
})

test('what happens after a photo was done is a row of its own', async () => {
  const { catalog, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  for (let rounds = 0; rounds < 3; rounds += 1) {
    catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
    catalog.record([{ of: 'upload', uploadId, next: as.done(`item-${rounds}`) }])
  }
  expect(close().filter(({ state }) => state === 'failed')).toHaveLength(3)
})

test('rows older than a year go, but never the last of a file or an upload', async () => {
  const { catalog, clock, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  for (const next of [as.ready(), as.sent(), as.creating(), as.done()]) {
    catalog.record([{ of: 'upload', uploadId, next }])
  }
  // A leap year's days, so that a year has passed in any case.
  clock.pass(366 * 86_400_000)
  expect(await catalog.pruneHistory()).toBe(0)
  clock.pass(1)
  expect(await catalog.pruneHistory()).toBe(4)
  expect(close()).toMatchObject([{ state: 'done' }])
})

test('the oldest rows beyond the most go first, and no more than that', async () => {
  const { catalog, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  for (const next of [as.ready(), as.sent(), as.creating(), as.done()]) {
    catalog.record([{ of: 'upload', uploadId, next }])
  }
  expect(await catalog.pruneHistory(3)).toBe(2)
  expect(await catalog.pruneHistory(3)).toBe(0)
  expect(close().map(({ state }) => state)).toEqual(['sent', 'creating', 'done'])
})

test('a round of six different states that goes on and on has six rows', async () => {
  const { catalog, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  const waits = (failure: Failure): Lifecycle => {
    const waiting = as.waiting(noon, 'ready') as Extract<Lifecycle, { state: 'waiting' }>
    return { ...waiting, failure }
  }
  const round: Lifecycle[] = [
    ...[{ state: 'fingerprinted' } as const, as.ready(), as.sent(), as.creating()],
    ...[waits({ kind: 'server-error', status: 500 }), waits({ kind: 'item-error', code: 3 })],
  ]
  for (let rounds = 0; rounds < 5; rounds += 1)
    for (const next of round) catalog.record([{ of: 'upload', uploadId, next }])
  const rows = close().filter(({ times }) => times > 1)
  expect(rows.map(({ times }) => times)).toEqual([5, 5, 5, 5, 5, 5])
})

test('one kind of failure is one row, whatever else it says, and another kind is another', async () => {
  const { catalog, close } = await aHistory()
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  const failures: Failure[] = [
    { kind: 'server-error', status: 500 },
    { kind: 'server-error', status: 503 },
    { kind: 'item-error', code: 3 },
    { kind: 'server-error', status: 500 },
  ]
  for (const failure of failures)
    catalog.record([{ of: 'upload', uploadId, next: { state: 'failed', failure, attempts: 1 } }])
  const failed = close().filter(({ state }) => state === 'failed')
  expect(failed.map(({ times }) => times)).toEqual([3, 1])
})

test('each of many files and uploads keeps its last row, and a look at all of them drops the rest', async () => {
  const { catalog, clock, close } = await aHistory()
  const names = Array.from({ length: 40 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(1, [listing('x', names)], noon, 0)
  for (const name of names) {
    const uploadId = fingerprint(catalog, name, name)
    for (const next of [as.ready(), as.sent(), as.done(name)])
      catalog.record([{ of: 'upload', uploadId, next }])
  }
  // The row of the fingerprint is of a file, the last of which is that of its upload.
  expect(await catalog.pruneHistory()).toBe(0)
  clock.pass(367 * 86_400_000)
  await catalog.applyWalk(1, [listing('y', ['young.jpg'])], clock.now(), 0)
  fingerprint(catalog, 'young.jpg', 'young', clock.now())
  expect(await catalog.pruneHistory()).toBe(3 * names.length)
  const rows = close()
  expect(rows).toHaveLength(names.length + 1)
  expect(rows.filter(({ state }) => state === 'done')).toHaveLength(names.length)
})
