// "Try again" and "ignore": from where each state takes up its work, and what becomes of a wish for which there is no room.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  originalPlan,
  reach,
  statesOf,
  tempFolder,
} from './catalog-builder.ts'

const waits = (resumesAs: 'fingerprinted' | 'ready' | 'sent') => as.waiting(noon + 1e9, resumesAs)

test.each<[string, Lifecycle, Partial<Lifecycle>]>([
  ['failed', as.failed(), { state: 'fingerprinted' }],
  ['skipped', as.skipped(), { state: 'fingerprinted' }],
  ['waits with its bytes sent', waits('sent'), { state: 'sent', token: 'token', tokenAt: noon }],
  ['waits to be sent', waits('ready'), { state: 'ready', plan: originalPlan() }],
  ['waits to be prepared', waits('fingerprinted'), { state: 'fingerprinted' }],
])('what is tried again when it %s goes on from there at once', async (_, next, expected) => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record(reach(uploadId, next))
  expect(catalog.retryFile(1)).toBe(true)
  expect(catalog.fileById(1)?.lifecycle).toEqual(expect.objectContaining(expected))
  expect(catalog.verify()).toEqual([])
})

test('what needs no try has none', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const unusable = entry('b.jpg', { isNameUnusable: true })
  const cloud = entry('c.jpg', { isOnlineOnly: true })
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', unusable, cloud])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  const before = statesOf(catalog)
  expect([1, 2, 3, 99].map((fileId) => catalog.retryFile(fileId))).toEqual(Array(4).fill(false))
  expect(statesOf(catalog)).toEqual(before)
})

test('a file that failed before its bytes were known is found again', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const failure = { kind: 'file-unreadable', code: 'EIO' } as const
  catalog.record([{ of: 'file', fileId: 1, next: { state: 'failed', failure, attempts: 3 } }])
  expect(catalog.unreadableFiles(sourceId)).toEqual([{ fileId: 1, path: join('/photos/a.jpg') }])
  expect(catalog.retryFile(1)).toBe(true)
  expect(catalog.next('found', 9, noon, new Set())).toMatchObject([{ fileId: 1 }])
  expect(catalog.unreadableFiles(sourceId)).toEqual([])
})

test('a wish for which there is no room is told of and not kept, and others are', async () => {
  const folder = tempFolder()
  const at = { path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') }
  const catalog = await aCatalog(at)
  const names = Array.from({ length: 300 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(addSource(catalog, '/photos'), [listing('', names)], noon, 0)
  const failure = { kind: 'file-unreadable', code: 'EIO' } as const
  catalog.record(
    names.map((_, index) => ({
      ...{ of: 'file', fileId: index + 1 },
      next: { state: 'failed', failure, attempts: 3 },
    })),
  )
  catalog.close()
  // Just as large as it is: no page can be added.
  const full = await aCatalog({ ...at, limitPages: 1 })
  await expect(full.ignoreReason('file-unreadable')).rejects.toThrow(DiskFullError)
  expect(full.isBusy()).toBe(false)
  expect(full.verify()).toEqual([])
  full.close()
  const again = await aCatalog(at)
  expect(again.isBusy()).toBe(false)
  expect(again.tally()).toMatchObject({ failed: { files: 300 }, skipped: { files: 0 } })
  expect(await again.ignoreReason('file-unreadable')).toBe(300)
  expect(again.tally()).toMatchObject({ failed: { files: 0 }, skipped: { files: 300 } })
})
