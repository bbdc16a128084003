// The bytes that are expected to go: in High quality what the copies will be, for done and left alike.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { usualShares } from '../../../src/shared/copy-shares.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  tempFolder,
} from './catalog-builder.ts'

const mega = 1_048_576

test('are all bytes in Original, and those of the copies in High quality, but for videos and small photos', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const files = [
    entry('small.jpg', { sizeBytes: mega }),
    entry('large.jpg', { sizeBytes: 8 * mega }),
    entry('larger.jpg', { sizeBytes: 20 * mega }),
    entry('largest.png', { sizeBytes: 100 * mega }),
    entry('film.mp4', { sizeBytes: 300 * mega }),
  ]
  await catalog.applyWalk(sourceId, [listing('', files)], noon, 0)
  expect(catalog.expectedBytes('original').found).toBe(429 * mega)
  const { large, larger, largest } = usualShares
  const usual = (1 + 300 + 8 * large + 20 * larger + 100 * largest) * mega
  expect(catalog.expectedBytes('high').found).toBeCloseTo(usual, 0)
  catalog.noteCopyShares({ large: 0.5, larger: 0.2, largest: 0.03 })
  expect(catalog.expectedBytes('high').found).toBeCloseTo((301 + 4 + 4 + 3) * mega, 0)
  // A folder with a size of its own keeps to it.
  catalog.updateSource(sourceId, { photoSize: 'original' })
  expect(catalog.expectedBytes('high').found).toBe(429 * mega)
  expect(catalog.verify()).toEqual([])
})

test('follow each file from state to state, and only of folders that take part', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  const photo = entry('a.jpg', { sizeBytes: 8 * mega })
  await catalog.applyWalk(sourceId, [listing('', [photo])], noon, 0)
  await catalog.applyWalk(other, [listing('', [entry('b.jpg', { sizeBytes: 4 * mega })])], noon, 0)
  catalog.noteCopyShares({ large: 0.5, larger: 0.2, largest: 0.1 })
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done('item') }])
  expect(catalog.expectedBytes('high')).toMatchObject({ done: 4 * mega, found: 2 * mega })
  catalog.restrictTo([other])
  expect(catalog.expectedBytes('high')).toMatchObject({ done: 0, found: 2 * mega })
  catalog.restrictTo(null)
  await catalog.applyWalk(sourceId, [listing('', [entry('a.jpg', { sizeBytes: 9 })])], noon, 0)
  expect(catalog.expectedBytes('high')).toMatchObject({ done: 0, found: 2 * mega + 9 })
  await catalog.removeSource(other)
  expect(catalog.expectedBytes('high')).toMatchObject({ found: 9 })
  expect(catalog.verify()).toEqual([])
})

test('are reckoned with the shares that were measured last, also after a restart', async () => {
  const where = { path: join(tempFolder(), 'catalogue.sqlite'), backupFolder: tempFolder() }
  const first = await aCatalog(where)
  const sourceId = addSource(first, '/photos')
  const photo = entry('a.jpg', { sizeBytes: 8 * mega })
  await first.applyWalk(sourceId, [listing('', [photo])], noon, 0)
  first.noteCopyShares({ large: 0.25, larger: 0.2, largest: 0.1 })
  first.close()
  const second = await aCatalog(where)
  expect(second.expectedBytes('high').found).toBe(2 * mega)
})

test('are the same after a restart, where a photo is just as large as a size begins', async () => {
  const where = { path: join(tempFolder(), 'catalogue.sqlite'), backupFolder: tempFolder() }
  const first = await aCatalog(where)
  const sourceId = addSource(first, '/photos')
  const files = [4, 16, 64].flatMap((megas) => [
    entry(`${megas}.jpg`, { sizeBytes: megas * mega }),
    entry(`${megas} less one.jpg`, { sizeBytes: megas * mega - 1 }),
  ])
  const film = entry('film.mp4', { sizeBytes: 80 * mega })
  await first.applyWalk(sourceId, [listing('', [...files, film])], noon, 0)
  const { found } = first.expectedBytes('high')
  first.close()
  expect((await aCatalog(where)).expectedBytes('high').found).toBe(found)
})

test('do not stand at a few percent while half of the files are done', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const small = Array.from({ length: 47 }, (_, at) => entry(`p${at}.jpg`, { sizeBytes: 3 * mega }))
  const scans = Array.from({ length: 53 }, (_, at) => entry(`s${at}.tif`, { sizeBytes: 70 * mega }))
  await catalog.applyWalk(sourceId, [listing('', [...small, ...scans])], noon, 0)
  catalog.noteCopyShares({ large: 0.6, larger: 0.3, largest: 0.06 })
  for (const { name } of small) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.done(name) }])
  }
  const { done, found } = catalog.expectedBytes('high')
  const whole = catalog.tally()
  expect(whole.done.bytes / (whole.done.bytes + whole.found.bytes)).toBeLessThan(0.04)
  expect(done / (done + found)).toBeGreaterThan(0.35)
})
