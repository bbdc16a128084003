// Disks whose times no calendar has, and numbers that fit into no column: they fail nothing around them.
import { expect, test } from 'vitest'
import { exportHistory } from '../../../src/main/engine/upkeep/export-history.ts'
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
