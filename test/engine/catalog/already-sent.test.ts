// What Google has the bytes of is made a photo, whatever becomes of the file meanwhile.
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
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
  statesOf,
} from './catalog-builder.ts'

const none: ReadonlySet<number> = new Set()
const minute = 60_000
const again = as.waiting(noon + minute, 'sent')
const overwritten = entry('a.jpg', { sizeBytes: 2000, ctimeUs: (noon - minute) * 1000 })

async function sentAs(
  next: Lifecycle,
): Promise<{ catalog: Catalog; sourceId: number; uploadId: number }> {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
  catalog.record([{ of: 'upload', uploadId, next }])
  return { catalog, sourceId, uploadId }
}

test.each([
  ['sent', as.sent()],
  ['waiting to be created again', again],
] as const)('a file that is deleted while it is %s is created', async (_, next) => {
  const { catalog, sourceId, uploadId } = await sentAs(next)
  await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
  expect(statesOf(catalog)).toEqual([`a.jpg: ${next.state}`])
  const due = catalog.next('sent', 9, noon + minute, none)
  expect(due).toMatchObject([{ uploadId, path: '', lifecycle: { token: 'token' } }])
  catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(statesOf(catalog)).toEqual(['a.jpg: done'])
  expect(catalog.verify()).toEqual([])
})

test.each([
  ['sent', as.sent()],
  ['waiting to be created again', again],
] as const)(
  'a file that is overwritten while it is %s is created, and so is what it is now',
  async (_, next) => {
    const { catalog, sourceId, uploadId } = await sentAs(next)
    await catalog.applyWalk(sourceId, [listing('', [overwritten])], noon, 0)
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
    expect(catalog.verify()).toEqual([])
    const due = catalog.next('sent', 9, noon + minute, none)
    expect(due).toMatchObject([
      { uploadId, path: '', name: 'a.jpg', lifecycle: { token: 'token' } },
    ])
    catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
    catalog.record([{ of: 'upload', uploadId, next: again }])
    expect(catalog.next('sent', 9, noon + minute, none)).toHaveLength(1)
    catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
    catalog.record([{ of: 'upload', uploadId, next: as.done('first') }])
    const second = fingerprint(catalog, 'a.jpg', 'B')
    expect(second).not.toBe(uploadId)
    catalog.record([{ of: 'upload', uploadId: second, next: as.done('second') }])
    expect(statesOf(catalog)).toEqual(['a.jpg: done'])
    expect(catalog.verify()).toEqual([])
  },
)

test('a creation that a crash broke off is taken up again without the file', async () => {
  const { catalog, sourceId, uploadId } = await sentAs(as.creating())
  await catalog.applyWalk(sourceId, [listing('', [overwritten])], noon, 0)
  expect(catalog.resumeCreating()).toBe(1)
  expect(catalog.next('sent', 9, noon, none)).toMatchObject([{ uploadId }])
  expect(catalog.verify()).toEqual([])
})

test('a creation that a crash broke off a day ago ends with its file', async () => {
  const { catalog, sourceId } = await sentAs(as.creating(originalPlan(), noon - 24 * 60 * minute))
  await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
  expect(catalog.resumeCreating()).toBe(1)
  expect(statesOf(catalog)).toEqual(['a.jpg: gone'])
  expect(catalog.verify()).toEqual([])
})

test('a file that is overwritten and moved away before it is read still lets its old bytes be created', async () => {
  const { catalog, sourceId, uploadId } = await sentAs(as.sent())
  await catalog.applyWalk(sourceId, [listing('', ['b.jpg'])], noon, 0)
  fingerprint(catalog, 'b.jpg', 'B')
  // What is at a.jpg now is b.jpg under another name, so that the row of a.jpg goes on as the one of b.jpg.
  const moved = entry('a.jpg', { sizeBytes: 1000, inode: entry('b.jpg').inode, mtimeUs: 7 })
  await catalog.applyWalk(sourceId, [listing('', [moved])], noon, 0)
  fingerprint(catalog, 'a.jpg', 'B')
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
  expect(catalog.next('sent', 9, noon, none)).toMatchObject([{ uploadId }])
  expect(catalog.verify()).toEqual([])
})

test('bytes that Google forgot cannot be sent again without their file', async () => {
  const { catalog, sourceId, uploadId } = await sentAs(as.sent())
  await catalog.applyWalk(sourceId, [listing('', [overwritten])], noon, 0)
  catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
  expect(catalog.next('ready', 9, noon, none)).toEqual([])
  expect(catalog.next('sent', 9, noon, none)).toEqual([])
  expect(catalog.verify()).toEqual([])
})

test('what was overwritten for one account waits for it while another is used', async () => {
  const { catalog, sourceId, uploadId } = await sentAs(as.sent())
  const [first, second] = ['first', 'second'].map((sub) => ({ sub, email: sub, clientId: 'c' }))
  if (first === undefined || second === undefined) throw new Error('two accounts')
  await catalog.useAccount(first)
  await catalog.useAccount(second)
  await catalog.applyWalk(sourceId, [listing('', [overwritten])], noon, 0)
  expect(catalog.next('sent', 9, noon, none)).toEqual([])
  await catalog.useAccount(first)
  expect(catalog.next('sent', 9, noon, none)).toMatchObject([{ uploadId }])
  expect(catalog.verify()).toEqual([])
})

test('a folder that is taken out takes along what is sent of it and no photo yet', async () => {
  for (const entries of [['a.jpg'], [], [overwritten]]) {
    const { catalog, sourceId } = await sentAs(as.sent())
    await catalog.applyWalk(sourceId, [listing('', entries)], noon, 0)
    await catalog.removeSource(sourceId)
    expect(catalog.next('sent', 9, noon, none)).toEqual([])
    expect(catalog.verify()).toEqual([])
  }
})

test('a folder that is taken out takes along what is on its way to any account, with its reduced copy', async () => {
  const { catalog, sourceId, uploadId } = await sentAs(as.sent(reducedPlan('copy')))
  const [first, second] = ['first', 'second'].map((sub) => ({ sub, email: sub, clientId: 'c' }))
  if (first === undefined || second === undefined) throw new Error('two accounts')
  await catalog.useAccount(first)
  await catalog.useAccount(second)
  expect(catalog.renditionsInUse()).toEqual(new Set(['copy']))
  await catalog.removeSource(sourceId)
  expect(catalog.renditionsInUse()).toEqual(new Set())
  // What was under way for it meanwhile ends the same way.
  catalog.record([{ of: 'upload', uploadId, next: as.sent(reducedPlan('copy')) }])
  expect(catalog.renditionsInUse()).toEqual(new Set())
  await catalog.useAccount(first)
  expect(catalog.next('sent', 9, noon, none)).toEqual([])
  expect(catalog.verify()).toEqual([])
})

test('what waits to be created has its time, also while its drive is away, unless a run leaves it out', async () => {
  const { catalog, sourceId } = await sentAs(again)
  const other = addSource(catalog, '/other')
  catalog.updateSource(sourceId, { isConnected: false })
  expect(catalog.nextDueAt()).toBe(noon + minute)
  catalog.restrictTo([other])
  expect(catalog.nextDueAt()).toBeNull()
})
