// Pages that the disk damages while the catalogue is in use: one error tells so, wherever it is met, and the next start
// looks at every page and index and restores the backup.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { CatalogueDamagedError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { overwrite, pageOf } from '../../builders/damaged-pages.ts'
import {
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  openOptions,
  statesOf,
  tempFolder,
} from './catalog-builder.ts'

function place(): { path: string; backupFolder: string } {
  const folder = tempFolder()
  return { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
}

async function open(
  at: { path: string; backupFolder: string },
  onDamaged = (): void => undefined,
): Promise<Catalog> {
  const opened = await openCatalog(openOptions({ ...at, onDamaged }))
  if (!opened.ok) throw new Error(opened.failure.kind)
  onTestFinished(() => opened.value.close())
  return opened.value
}

async function lived(at: { path: string; backupFolder: string }): Promise<void> {
  const catalog = await open(at)
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  await catalog.backUp()
  catalog.close()
}

test.each<[string, (catalog: Catalog) => unknown]>([
  ['history', (catalog) => fingerprint(catalog, 'b.jpg', 'B')],
  ['request_day', (catalog) => catalog.requestsToday(noon)],
  ['file_changed', (catalog) => [...catalog.allHistory()]],
  ['file', (catalog) => catalog.applyWalk(1, [listing('', [entry('c.jpg')])], noon, 0)],
  ['upload', (catalog) => catalog.backUp()],
])('damage of %s is told as such, and the next start restores the backup', async (name, ask) => {
  const at = place()
  await lived(at)
  const page = pageOf(at.path, name)
  let damaged = 0
  const catalog = await open(at, () => (damaged += 1))
  // So that nothing is answered from memory.
  catalog.verify()
  overwrite(at.path, page)
  await expect(async () => await ask(catalog)).rejects.toThrow(CatalogueDamagedError)
  expect(damaged).toBe(1)
  catalog.close()
  const restored = await open(at)
  expect(restored.openedAs).toBe('restored-from-backup')
  expect(statesOf(restored)).toEqual(['a.jpg: done', 'b.jpg: found'])
  expect(existsSync(`${at.path}.damaged`)).toBe(false)
  restored.close()
  expect((await open(at)).openedAs).toBe('good')
})

test('a file that has met damage and is whole throughout after all stays in use', async () => {
  const at = place()
  await lived(at)
  writeFileSync(`${at.path}.damaged`, '')
  const catalog = await open(at)
  expect(catalog.openedAs).toBe('good')
  expect(existsSync(`${at.path}.damaged`)).toBe(false)
})

test('what hides in an index is found by the start after it was met', async () => {
  const at = place()
  await lived(at)
  const db = new Sqlite(at.path)
  // The rows and the index are each sound, and do not fit together: a quick check does not look at that.
  db.unsafeMode(true)
  db.pragma('writable_schema = ON')
  db.exec(`DELETE FROM sqlite_schema WHERE name = 'file_media'`)
  db.close()
  const half = new Sqlite(at.path)
  half.exec(`UPDATE file SET media_kind = 'photo' WHERE name = 'b.jpg'`)
  half.unsafeMode(true)
  half.pragma('writable_schema = ON')
  half.close()
  writeFileSync(`${at.path}.damaged`, '')
  expect((await open(at)).openedAs).toBe('restored-from-backup')
})
