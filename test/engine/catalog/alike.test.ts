// Very many files with the same bytes, as the empty pictures that come with saved pages: what one of them costs does not
// grow with the others, wherever their one upload stands. Costs are processor time beside that of linking the same files.
import { expect, test } from 'vitest'
import type { Lifecycle } from '../../../src/shared/model.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { aCatalogWithSource, as, entry, listing, noon, sha } from './catalog-builder.ts'

const none: ReadonlySet<number> = new Set()
const many = 3_000

/** Milliseconds of processor. */
async function cost(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Each in a folder of its own. */
async function aCatalogOf(count: number) {
  const { catalog, sourceId } = await aCatalogWithSource()
  const folders = Array.from({ length: count }, (_, index) => `f${index}`)
  const inFolders = folders.map((folder, index) =>
    listing(folder, [entry('spacer.gif', { inode: index + 1 })]),
  )
  await catalog.applyWalk(sourceId, [listing('', [], folders), ...inFolders], noon, 0)
  return { catalog, sourceId }
}

function link(catalog: Catalog, count: number): void {
  const found = catalog.next('found', count, noon, none)
  catalog.record(
    found.map(({ fileId, stamp }) => ({
      ...({ of: 'fingerprint', fileId, sha256: sha('same'), stamp } as const),
    })),
  )
}

function bring(catalog: Catalog, next: Lifecycle): void {
  const uploadId = catalog.next('fingerprinted', 1, noon, none)[0]?.uploadId ?? 0
  catalog.record([{ of: 'upload', uploadId, next }])
}

const undated: Lifecycle = {
  ...({ state: 'waiting', failure: { kind: 'undated' }, resumesAs: 'fingerprinted' } as const),
  ...{ until: noon, attempts: 0, plan: null, token: null, tokenAt: null },
}

test('what was sent of very many alike is found as quickly as what was sent of one', async () => {
  const { catalog } = await aCatalogOf(many)
  const linked = await cost(() => link(catalog, many))
  bring(catalog, as.sent())
  const asked = await cost(() => {
    for (let time = 0; time < 20; time += 1) {
      expect(catalog.next('sent', 9, noon, none)).toMatchObject([{ fileId: 1 }])
      expect(catalog.nextDueAt()).toBeNull()
    }
  })
  expect(asked).toBeLessThan(linked)
})

test('the next time to come is found as quickly, too', async () => {
  const { catalog } = await aCatalogOf(many)
  const linked = await cost(() => link(catalog, many))
  bring(catalog, as.waiting(noon + 60_000, 'sent'))
  const asked = await cost(() => {
    for (let time = 0; time < 20; time += 1) expect(catalog.nextDueAt()).toBe(noon + 60_000)
  })
  expect(asked).toBeLessThan(linked)
})

/** What is without a date rests in this folder. */
async function leaveForLater(catalog: Catalog, folder: string): Promise<void> {
  bring(catalog, undated)
  const group = catalog.undatedGroups(0).groups.find((known) => known.folder === folder)
  const folderId = group?.folderId ?? 0
  catalog.decideDates(folderId, 'later')
  await catalog.followDates(folderId)
}

test('one of very many alike that wait for a decision costs what one costs that does not', async () => {
  const { catalog, sourceId } = await aCatalogOf(2 * many)
  const linked = await cost(() => link(catalog, many))
  await leaveForLater(catalog, 'f0')
  expect(await cost(() => link(catalog, many))).toBeLessThan(4 * linked)
  expect(catalog.undatedFigures()).toEqual({ files: 2 * many, undecided: 2 * many })
  const left = listing('f0', [entry('spacer.gif', { inode: 1 })])
  const missed = await cost(() =>
    catalog.applyWalk(sourceId, [listing('', [], ['f0']), left], noon, 0),
  )
  // Each of them changes three rows, and there are twice as many.
  expect(missed).toBeLessThan(20 * linked)
  expect(catalog.tally().gone.files).toBe(2 * many - 1)
  expect(catalog.undatedFigures()).toEqual({ files: 1, undecided: 1 })
  expect(catalog.verify()).toEqual([])
})

test('so does one in the folder that was left for later', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const alike = (count: number) =>
    Array.from({ length: count }, (_, index) => entry(`${index}.gif`, { inode: index + 1 }))
  await catalog.applyWalk(sourceId, [listing('', alike(2 * many))], noon, 0)
  const linked = await cost(() => link(catalog, many))
  await leaveForLater(catalog, '')
  expect(await cost(() => link(catalog, many))).toBeLessThan(4 * linked)
  const missed = await cost(() => catalog.applyWalk(sourceId, [listing('', alike(1))], noon, 0))
  expect(missed).toBeLessThan(20 * linked)
  expect(catalog.undatedFigures()).toEqual({ files: 1, undecided: 1 })
  expect(catalog.verify()).toEqual([])
})

test('a decision for a folder of very many alike costs no more than to link them', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const alike = Array.from({ length: many }, (_, index) =>
    entry(`${index}.gif`, { inode: index + 1 }),
  )
  await catalog.applyWalk(sourceId, [listing('', alike)], noon, 0)
  const linked = await cost(() => link(catalog, many))
  bring(catalog, undated)
  const folderId = catalog.undatedGroups(0).groups[0]?.folderId ?? 0
  catalog.decideDates(folderId, 'write')
  expect(await cost(() => catalog.followDates(folderId))).toBeLessThan(2 * linked)
  expect(catalog.undatedFigures().undecided).toBe(0)
  expect(catalog.verify()).toEqual([])
})
