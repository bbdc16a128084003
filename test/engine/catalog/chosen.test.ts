// Several files of the history at once: those chosen one by one, all that fit a filter, and what becomes of a wish over a
// restart.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  statesOf,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const refused: Lifecycle = { state: 'skipped', reason: { kind: 'empty' } }
const ignored: Lifecycle = { state: 'skipped', reason: { kind: 'ignored-by-user' } }
const outcomes: Record<string, Lifecycle | null> = {
  'done.jpg': as.done(),
  'failed.jpg': as.failed(),
  'empty.jpg': refused,
  'ignored.jpg': ignored,
  'waiting.jpg': as.waiting(noon + 1e9, 'sent'),
  'ready.jpg': as.ready(),
  'found.jpg': null,
}

/** One file in each outcome, and a copy of the failed one. */
async function every(): Promise<{ catalog: Catalog; ids: Record<string, string> }> {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = Object.keys(outcomes)
  await catalog.applyWalk(sourceId, [listing('', [...names, 'twin.jpg'])], noon, 0)
  for (const name of names) {
    const next = outcomes[name] ?? null
    if (next === null) continue
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next }])
  }
  fingerprint(catalog, 'twin.jpg', 'failed.jpg')
  const rows = [...catalog.allHistory()].map(({ name, fileId }) => [name, fileId] as const)
  return { catalog, ids: Object.fromEntries(rows) }
}

test('of the files that are chosen, those that can are tried again', async () => {
  const { catalog, ids } = await every()
  const fileIds = Object.values(ids)
  expect(await catalog.retryChosen({ fileIds: [...fileIds, '99'] })).toBe(5)
  expect(statesOf(catalog)).toEqual([
    'done.jpg: done',
    'empty.jpg: fingerprinted',
    'failed.jpg: fingerprinted',
    'found.jpg: found',
    'ignored.jpg: fingerprinted',
    'ready.jpg: ready',
    'twin.jpg: fingerprinted',
    'waiting.jpg: sent',
  ])
  expect(catalog.verify()).toEqual([])
})

test('what is under way or backed up is not ignored with the rest', async () => {
  const { catalog, ids } = await every()
  expect(await catalog.ignoreChosen({ fileIds: Object.values(ids) })).toBe(4)
  expect(statesOf(catalog)).toEqual([
    'done.jpg: done',
    'empty.jpg: skipped',
    'failed.jpg: skipped',
    'found.jpg: found',
    'ignored.jpg: skipped',
    'ready.jpg: ready',
    'twin.jpg: skipped',
    'waiting.jpg: skipped',
  ])
  expect(catalog.countHistory({ reason: 'ignored-by-user' }, null).files).toBe(5)
  expect(catalog.verify()).toEqual([])
})

test('only what was chosen is touched, and a copy of the same bytes', async () => {
  const { catalog, ids } = await every()
  expect(await catalog.retryChosen({ fileIds: [ids['failed.jpg'] ?? ''] })).toBe(1)
  const states = statesOf(catalog)
  expect(states).toContain('failed.jpg: fingerprinted')
  expect(states).toContain('twin.jpg: fingerprinted')
  expect(states).toContain('empty.jpg: skipped')
})

test('all that fit a filter are taken but those left out, and given row by row', async () => {
  const { catalog, ids } = await every()
  const of = { filter: { states: ['failed' as const, 'skipped' as const] }, except: [] }
  const names = [...catalog.rowsChosen(of)].map(({ name }) => name).sort()
  expect(names).toEqual(['empty.jpg', 'failed.jpg', 'ignored.jpg', 'twin.jpg'])
  const except = [ids['empty.jpg'] ?? '']
  expect(await catalog.retryChosen({ ...of, except })).toBe(3)
  expect(catalog.listHistory({ states: ['skipped'] }, null, 9).rows).toMatchObject([
    { name: 'empty.jpg' },
  ])
})

test('a wish for very many lets everything else have its turn, and goes on after a restart', async () => {
  const folder = tempFolder()
  const at = { path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') }
  let ticks = 0
  const clock = { ...testClock(), monotonic: () => (ticks += 1_000) }
  const catalog = await aCatalog({ ...at, clock })
  const names = Array.from({ length: 400 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(addSource(catalog, '/photos'), [listing('', names)], noon, 0)
  const failure = { kind: 'file-unreadable', code: 'EIO' } as const
  catalog.record(
    names.map((_, index) => ({
      ...{ of: 'file', fileId: index + 1 },
      next: { state: 'failed', failure, attempts: 3 },
    })),
  )
  void catalog.ignoreChosen({ filter: { states: ['failed'] }, except: ['7'] })
  expect(catalog.isBusy()).toBe(true)
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  const ignoredSoFar = catalog.countHistory({ reason: 'ignored-by-user' }, null).files
  expect([ignoredSoFar > 0, ignoredSoFar < 399]).toEqual([true, true])
  catalog.close()
  const again = await aCatalog(at)
  await expect.poll(() => again.isBusy()).toBe(false)
  expect(again.countHistory({ reason: 'ignored-by-user' }, null).files).toBe(399)
  expect(again.listHistory({ states: ['failed'] }, null, 9).rows).toMatchObject([{ fileId: '7' }])
  expect(again.verify()).toEqual([])
  again.close()
  expect((await aCatalog(at)).isBusy()).toBe(false)
})
