// Which of the photos without a date are taken up when nothing else is to be read.
import { expect, test } from 'vitest'
import type { Lifecycle } from '../../../src/shared/model.ts'
import { aCatalogWithSource, entry, listing, noon } from './catalog-builder.ts'

const day = 24 * 60 * 60 * 1000
const waitingFor = (kind: 'undated' | 'stalled'): Lifecycle => ({
  ...{ state: 'waiting', until: noon + day, failure: { kind }, attempts: 0 },
  ...{ resumesAs: 'fingerprinted', plan: null, token: null, tokenAt: null },
})
const sha = (index: number): string => index.toString(16).padStart(64, '0')

/** A catalogue whose files wait, each for this. */
async function waiting(kinds: readonly ('undated' | 'stalled')[], sameContent = false) {
  const world = await aCatalogWithSource()
  const { catalog, sourceId } = world
  const entries = kinds.map((_, index) => entry(`${index}.jpg`, { inode: index + 1 }))
  await catalog.applyWalk(sourceId, [listing('', entries)], noon, 0)
  for (const { fileId, stamp } of catalog.next('found', 999, noon, new Set()))
    catalog.record([{ of: 'fingerprint', fileId, sha256: sha(sameContent ? 0 : fileId), stamp }])
  for (const { uploadId, fileId } of catalog.next('fingerprinted', 999, noon, new Set())) {
    const next = waitingFor(kinds[fileId - 1] ?? 'undated')
    catalog.record([{ of: 'upload', uploadId: uploadId ?? 0, next }])
  }
  const due = (): string[] =>
    catalog.next('fingerprinted', 999, noon, new Set()).map(({ name }) => name)
  return { ...world, due }
}

test('those without a date are due at once, and nothing else that waits', async () => {
  const { catalog, due } = await waiting(['undated', 'stalled', 'undated'])
  expect(due()).toEqual([])
  expect(catalog.takeUpUndated(noon)).toBe(true)
  expect(due()).toEqual(['0.jpg', '2.jpg'])
  expect(catalog.takeUpUndated(noon)).toBe(false)
  expect(catalog.verify()).toEqual([])
})

test('all files of one content come together', async () => {
  const { catalog, due } = await waiting(['undated', 'undated'], true)
  expect(catalog.takeUpUndated(noon)).toBe(true)
  expect(due()).toHaveLength(1)
  expect(catalog.takeUpUndated(noon)).toBe(false)
  expect(catalog.verify()).toEqual([])
})

test('two hundred come at a time', async () => {
  const { catalog, due } = await waiting(Array.from({ length: 250 }, () => 'undated'))
  expect(catalog.takeUpUndated(noon)).toBe(true)
  expect(due()).toHaveLength(200)
  expect(catalog.takeUpUndated(noon)).toBe(true)
  expect(due()).toHaveLength(250)
  expect(catalog.takeUpUndated(noon)).toBe(false)
})

test('those of a drive that is away stay where they are', async () => {
  const { catalog, sourceId, due } = await waiting(['undated'])
  catalog.updateSource(sourceId, { isConnected: false })
  expect(catalog.takeUpUndated(noon)).toBe(false)
  catalog.updateSource(sourceId, { isConnected: true })
  expect(catalog.takeUpUndated(noon)).toBe(true)
  expect(due()).toEqual(['0.jpg'])
})

test('what a folder says of them is kept', async () => {
  const { catalog, sourceId, due } = await waiting(['undated'])
  expect(catalog.sources()[0]?.undated).toBe('leave')
  catalog.updateSource(sourceId, { undated: '1987-07' })
  expect(catalog.sources()[0]?.undated).toBe('1987-07')
  catalog.takeUpUndated(noon)
  expect(due()).toEqual(['0.jpg'])
  expect(catalog.next('fingerprinted', 9, noon, new Set())[0]?.undated).toBe('1987-07')
})
