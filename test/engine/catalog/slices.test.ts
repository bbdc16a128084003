// Work on very many rows goes on in slices: between two of them the rows are true, others have their turn, and a restart
// goes on where the last slice ended.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Clock } from '../../../src/main/engine/ports/outside.ts'
import {
  addSource,
  as,
  entry,
  fingerprint,
  foundCount,
  listing,
  noon,
  openOptions,
  sha,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const first = { sub: 'sub-1', email: 'first@example.test', clientId: 'client-1' }
const second = { sub: 'sub-2', email: 'second@example.test', clientId: 'client-1' }
const third = { sub: 'sub-3', email: 'third@example.test', clientId: 'client-1' }
const files = 120

/** A clock on which every look takes two milliseconds, so that a slice is ten steps. */
function slowClock(): Clock {
  let steady = 0
  const clock = testClock()
  return { ...clock, monotonic: () => (steady += 2) }
}

interface Place {
  path: string
  backupFolder: string
}

const aPlace = (): Place => {
  const folder = tempFolder()
  return { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
}

async function open(at: Place): Promise<Catalog> {
  const opened = await openCatalog(openOptions({ ...at, clock: slowClock() }))
  if (!opened.ok) throw new Error(opened.failure.kind)
  onTestFinished(() => opened.value.close())
  return opened.value
}

const names = Array.from({ length: files }, (_, index) => `${String(index).padStart(4, '0')}.jpg`)

/** A catalogue of many files, all with an upload for the first account: a third done, a third failed, a third prepared. */
async function filled(at: Place): Promise<{ catalog: Catalog; sourceId: number }> {
  const catalog = await open(at)
  await catalog.useAccount(first)
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  catalog.record(
    catalog.next('found', files, noon, new Set()).map(({ fileId, name, stamp }) => ({
      of: 'fingerprint',
      fileId,
      sha256: sha(name),
      stamp,
    })),
  )
  catalog.record(
    catalog.next('fingerprinted', files, noon, new Set()).map(({ uploadId }, index) => ({
      of: 'upload',
      uploadId: uploadId ?? 0,
      next: index % 3 === 0 ? as.done(`item-${index}`) : index % 3 === 1 ? as.failed() : as.ready(),
    })),
  )
  return { catalog, sourceId }
}

/** What the rows promise at this moment, whatever is still to be done. */
function check(catalog: Catalog): void {
  expect(catalog.verify()).toEqual([])
  expect(foundCount(catalog)).toBe(files)
}

/** Counts the turns of the event loop that work leaves to others; `look` is called in each. */
async function turnsOf(
  work: Promise<unknown>,
  look: () => void = () => undefined,
): Promise<number> {
  const seen = { turns: 0, isOver: false }
  void work.then(() => {
    seen.isOver = true
  })
  await nextTurn()
  while (!seen.isOver) {
    seen.turns += 1
    look()
    await nextTurn()
  }
  return seen.turns
}

test('a change of the account leaves the engine many turns, and the rows are true in each of them', async () => {
  const { catalog } = await filled(aPlace())
  const change = catalog.useAccount(second)
  expect(catalog.currentAccount()).toEqual(second)
  expect(catalog.isBusy()).toBe(true)
  const turns = await turnsOf(change, () => {
    check(catalog)
    // Half of the files still show the other account, so nothing is to be done for either.
    if (!catalog.isBusy()) return
    expect(catalog.next('ready', 9, noon, new Set())).toEqual([])
    expect(catalog.nextDueAt()).not.toBeNull()
  })
  expect(turns).toBeGreaterThan(5)
  expect(catalog.isBusy()).toBe(false)
  expect(catalog.tally().fingerprinted.files).toBe(files)
  const seq = catalog.lastHistorySeq()
  await catalog.useAccount(first)
  expect(catalog.tally()).toMatchObject({
    done: { files: 40 },
    failed: { files: 40 },
    ready: { files: 40 },
  })
  // Each upload is as it was: nothing happened to it.
  expect(catalog.lastHistorySeq()).toBe(seq)
  check(catalog)
})

test('nothing is told of albums while half of the files still show another account', async () => {
  const { catalog, sourceId } = await filled(aPlace())
  await catalog.changeAlbums(sourceId, 'source')
  catalog.record(
    catalog.next('ready', files, noon, new Set()).map(({ uploadId }) => ({
      ...{ of: 'upload', uploadId: uploadId ?? 0, next: as.sent() },
    })),
  )
  const told = () => ({
    isDue: catalog.isAlbumDue(() => false),
    due: catalog.nextForAlbum(9)?.photos.length,
    waiting: catalog.waitingForAlbums(9, noon, new Set()).length,
  })
  const all = { isDue: true, due: 9, waiting: 9 }
  const none = { isDue: false, due: undefined, waiting: 0 }
  expect(told()).toEqual(all)
  await catalog.useAccount(second)
  let looks = 0
  await turnsOf(catalog.useAccount(first), () => {
    if (!catalog.isBusy()) return
    looks += 1
    expect(told()).toEqual(none)
  })
  expect(looks).toBeGreaterThan(5)
  expect(told()).toEqual(all)
  check(catalog)
})

test('a change of the account that a crash breaks off is done at the next start', async () => {
  const at = aPlace()
  const { catalog } = await filled(at)
  void catalog.useAccount(second)
  await nextTurn()
  expect(catalog.isBusy()).toBe(true)
  catalog.close()
  const again = await open(at)
  expect(again.currentAccount()).toEqual(second)
  expect(again.isBusy()).toBe(true)
  await expect.poll(() => again.isBusy()).toBe(false)
  expect(again.tally().fingerprinted.files).toBe(files)
  check(again)
})

test('accounts may change again before the last change is through', async () => {
  const at = aPlace()
  const { catalog } = await filled(at)
  void catalog.useAccount(second)
  await nextTurn()
  const changes = [catalog.useAccount(third)]
  await nextTurn()
  check(catalog)
  changes.push(catalog.useAccount(first))
  await turnsOf(Promise.all(changes), () => check(catalog))
  expect(catalog.tally()).toMatchObject({
    done: { files: 40 },
    failed: { files: 40 },
    ready: { files: 40 },
  })
  await catalog.useAccount(third)
  expect(catalog.tally().fingerprinted.files).toBe(files)
  check(catalog)
})

test('what arrives while the account changes is for the account that its photo still shows', async () => {
  const { catalog, sourceId } = await filled(aPlace())
  const uploads = catalog.next('ready', files, noon, new Set()).map(({ uploadId }) => uploadId ?? 0)
  const change = catalog.useAccount(second)
  for (const uploadId of uploads) {
    catalog.record([{ of: 'upload', uploadId, next: as.done(`late-${uploadId}`) }])
  }
  await catalog.applyWalk(sourceId, [listing('', [...names, 'new.jpg'])], noon, 0)
  expect(catalog.verify()).toEqual([])
  await change
  expect(catalog.tally().fingerprinted.files).toBe(files)
  await catalog.useAccount(first)
  expect(catalog.tally().done.files).toBe(80)
  expect(catalog.verify()).toEqual([])
})

test('to try all again leaves the engine many turns, and counts every file', async () => {
  const { catalog } = await filled(aPlace())
  const wish = catalog.retryReason('item-error')
  const turns = await turnsOf(wish, () => check(catalog))
  expect(turns).toBeGreaterThan(2)
  expect(await wish).toBe(40)
  expect(catalog.tally().failed.files).toBe(0)
  expect(await catalog.retryReason('item-error')).toBe(0)
})

test('files with the same bytes are counted each', async () => {
  const catalog = await open(aPlace())
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg', 'c.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  fingerprint(catalog, 'b.jpg', 'A')
  fingerprint(catalog, 'c.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
  expect(await catalog.ignoreReason('item-error')).toBe(3)
  expect(catalog.tally().skipped.files).toBe(3)
})

test('a wish that a crash breaks off goes on at the next start', async () => {
  const at = aPlace()
  const { catalog } = await filled(at)
  void catalog.ignoreReason('item-error')
  await nextTurn()
  expect(catalog.tally().failed.files).toBeGreaterThan(0)
  catalog.close()
  const again = await open(at)
  await expect.poll(() => again.isBusy()).toBe(false)
  expect(again.tally()).toMatchObject({ failed: { files: 0 }, skipped: { files: 40 } })
  check(again)
})

test('a large folder is compared in slices, new, changed, gone and back', async () => {
  const { catalog, sourceId } = await filled(aPlace())
  const shifted = names.map((name) => entry(name, { mtimeUs: (noon - 90_000_000) * 1000 }))
  const scans = [
    { entries: shifted, outcome: { changed: files } },
    { entries: [], outcome: { vanished: files } },
    { entries: shifted, outcome: { returned: files } },
  ]
  for (const { entries, outcome } of scans) {
    const scan = catalog.applyWalk(sourceId, [listing('', entries)], noon, 0)
    const turns = await turnsOf(scan, () => check(catalog))
    expect(turns).toBeGreaterThan(5)
    expect(await scan).toMatchObject(outcome)
    check(catalog)
  }
})

test('a folder of many files that is gone is given up in slices', async () => {
  const { catalog, sourceId } = await filled(aPlace())
  await catalog.applyWalk(sourceId, [listing('', names, ['x']), listing('x', names)], noon, 0)
  const scan = catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  expect(await turnsOf(scan, () => expect(catalog.verify()).toEqual([]))).toBeGreaterThan(5)
  expect(await scan).toMatchObject({ vanished: files })
  expect(catalog.verify()).toEqual([])
})

test('a scan that is broken off leaves true rows, and the next one does the rest', async () => {
  const { catalog, sourceId } = await filled(aPlace())
  const abort = new AbortController()
  const scan = catalog.applyWalk(sourceId, [listing('', [])], noon, 0, abort.signal)
  abort.abort()
  const outcome = await scan
  expect(outcome.vanished).toBeGreaterThan(0)
  expect(outcome.vanished).toBeLessThan(files)
  check(catalog)
  const rest = await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
  expect(rest.vanished).toBe(files - outcome.vanished)
})

test('a scan and a change of the account may go on side by side', async () => {
  const { catalog, sourceId } = await filled(aPlace())
  const scan = catalog.applyWalk(sourceId, [listing('', names.slice(60))], noon, 0)
  await turnsOf(Promise.all([scan, catalog.useAccount(second)]), () => check(catalog))
  check(catalog)
  expect(catalog.tally()).toMatchObject({ gone: { files: 60 }, fingerprinted: { files: 60 } })
})

test('files with the same bytes and name cost the same each, however many there are', async () => {
  const cost = async (count: number): Promise<number> => {
    const opened = await openCatalog(openOptions())
    if (!opened.ok) throw new Error(opened.failure.kind)
    const catalog = opened.value
    const sourceId = addSource(catalog, '/photos')
    const folders = Array.from({ length: count }, (_, index) => `f${index}`)
    const inFolders = folders.map((folder, index) =>
      listing(folder, [entry('spacer.gif', { inode: index + 1 })]),
    )
    await catalog.applyWalk(sourceId, [listing('', [], folders), ...inFolders], noon, 0)
    const found = catalog.next('found', count, noon, new Set())
    const before = process.cpuUsage()
    catalog.record(
      found.map(({ fileId, stamp }) => ({ of: 'fingerprint', fileId, sha256: sha('same'), stamp })),
    )
    await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
    const { user, system } = process.cpuUsage(before)
    expect(catalog.tally().gone.files).toBe(count)
    expect(catalog.verify()).toEqual([])
    catalog.close()
    return user + system
  }
  await cost(300)
  const small = await cost(300)
  // Eight times as many: eight times the work, with room for noise; every file against every other were 64 times.
  expect(await cost(2_400)).toBeLessThan(24 * small)
})

test('a change of the account for which there is no room goes on when there is, and is true meanwhile', async () => {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  const clock = testClock()
  const catalog = createCatalog(db, 'good', openOptions({ clock }))
  onTestFinished(() => catalog.close())
  await catalog.useAccount(first)
  const sourceId = addSource(catalog, '/photos')
  const many = Array.from({ length: 400 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(sourceId, [listing('', many)], noon, 0)
  catalog.record(
    catalog.next('found', 400, noon, new Set()).map(({ fileId, name, stamp }) => ({
      ...({ of: 'fingerprint', fileId, sha256: sha(name), stamp } as const),
    })),
  )
  const pages = db.pragma('page_count', { simple: true }) as number
  // Room to begin with, and not to end.
  db.pragma(`max_page_count = ${pages + 2}`)
  const change = catalog.useAccount(second)
  let isOver = false
  void change.then(() => (isOver = true))
  for (let turn = 0; turn < 50; turn += 1) await nextTurn()
  expect([catalog.isBusy(), isOver]).toEqual([true, false])
  expect(catalog.verify()).toEqual([])
  db.pragma(`max_page_count = ${pages * 10}`)
  clock.pass(4_999)
  for (let turn = 0; turn < 50; turn += 1) await nextTurn()
  expect(isOver).toBe(false)
  clock.pass(1)
  await change
  expect([catalog.isBusy(), catalog.currentAccount()]).toEqual([false, second])
  expect(catalog.next('fingerprinted', 500, clock.now(), new Set())).toHaveLength(400)
  expect(catalog.verify()).toEqual([])
})

test('an account that cannot even be noted changes nothing', async () => {
  const at = aPlace()
  const { catalog } = await filled(at)
  catalog.close()
  const db = new Sqlite(at.path)
  onTestFinished(() => void db.close())
  const full = createCatalog(db, 'good', openOptions(at))
  db.pragma('query_only = ON')
  expect(() => full.useAccount(second)).toThrow('readonly')
  expect(full.currentAccount()).toEqual(first)
  expect(full.isBusy()).toBe(false)
  db.pragma('query_only = OFF')
  await full.useAccount(second)
  expect(full.currentAccount()).toEqual(second)
  check(full)
})
