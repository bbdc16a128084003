// Disks whose times no calendar has, and numbers that fit into no column: they fail nothing around them.
import { expect, test } from 'vitest'
import { exportHistory } from '../../../src/main/engine/upkeep/export-history.ts'
import { storable, storableMs, storableUs } from '../../../src/main/engine/catalog/stamps.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  aCatalogWithSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  statesOf,
  tempFolder,
} from './catalog-builder.ts'

const strange = [
  ['far in the future', 4_102_444_800_000 * 50],
  ['the last of the calendar', 8.64e15],
  ['beyond the calendar', 9.3e15],
  ['beyond every integer', 1e17],
  ['the largest there is', Number.MAX_VALUE],
  ['without end', Infinity],
  ['the beginning of Windows', -1.16444736e13],
  ['before every calendar', -1e300],
  ['no number', Number.NaN],
] as const

test.each(strange)('a file whose times are %s is found, backed up and exported', async (_, ms) => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const odd = entry('odd.jpg', { mtimeUs: ms * 1000, ctimeUs: ms * 1000, inode: ms })
  const scan = () => catalog.applyWalk(sourceId, [listing('', ['good.jpg', odd])], noon, 0)
  expect(await scan()).toMatchObject({ added: 2 })
  expect(await scan()).toEqual({ added: 0, changed: 0, vanished: 0, returned: 0 })
  const [item] = catalog
    .next('found', 9, noon + 10_000, new Set())
    .filter(({ name }) => name === 'odd.jpg')
  expect(item).toBeDefined()
  const uploadId = fingerprint(catalog, 'odd.jpg', 'odd', noon + 10_000)
  const facts = {
    mediaKind: 'photo',
    mimeType: 'image/jpeg',
    width: 1,
    height: 1,
    takenAt: Number.isNaN(ms) ? null : ms,
  } as const
  catalog.record([{ of: 'upload', uploadId, next: as.ready(), facts }])
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(statesOf(catalog)).toEqual(['good.jpg: found', 'odd.jpg: done'])
  expect(catalog.verify()).toEqual([])
  const path = join(tempFolder(), 'history.csv')
  expect(await exportHistory(path, catalog.allHistory())).toEqual({ ok: true, value: { rows: 2 } })
  expect(readFileSync(path, 'utf8')).toContain('odd.jpg')
})

test('a time is kept as far as a calendar reaches, and no number is the beginning of all', () => {
  const furthest = 8.64e18
  expect([1.9, -1.9, 9e18, -9e18, Number.NaN].map(storableUs)).toEqual([
    ...[1, -1, furthest, -furthest, 0],
  ])
  expect([1.4, 1.6, 9e15, -9e15, Number.NaN].map(storableMs)).toEqual([
    ...[1, 2, 8.64e15, -8.64e15, 0],
  ])
  const odd = { sizeBytes: Number.NaN, mtimeUs: 1.5, ctimeUs: -1.5, inode: Infinity }
  expect(storable(odd)).toEqual({ sizeBytes: 0, mtimeUs: 1, ctimeUs: -1, inode: 0 })
  const sizes = [1.9, -5, 1e300].map((sizeBytes) => storable({ ...odd, sizeBytes }).sizeBytes)
  expect(sizes).toEqual([1, 0, Number.MAX_SAFE_INTEGER])
  expect(storable({ ...odd, inode: 7 }).inode).toBe(7)
})
