// A catalogue in memory, as tests and trials have it: it takes nothing from a disk and leaves nothing there.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createTell } from '../../../src/main/engine/catalog/damage.ts'
import { CatalogueDamagedError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import {
  aCatalog,
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  tempFolder,
} from './catalog-builder.ts'

const damage = new Sqlite.SqliteError('broken', 'SQLITE_CORRUPT')

test('is new whatever backups there are, and can be backed up', async () => {
  const backupFolder = tempFolder()
  const before = await aCatalog({ backupFolder })
  await before.useAccount({ sub: 'one', email: 'one', clientId: 'c' })
  const sourceId = addSource(before, '/photos')
  await before.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(before, 'a.jpg', 'A')
  before.record([{ of: 'upload', uploadId, next: as.done() }])
  await before.backUp()
  expect(readdirSync(backupFolder)).toHaveLength(1)
  expect(before.lastBackUpAt()).toBe(noon)
  const after = await aCatalog({ backupFolder })
  expect(after.openedAs).toBe('good')
  expect(after.sources()).toEqual([])
  expect(existsSync(join(backupFolder, '..', 'receipts'))).toBe(false)
})

test('tells of damage without a mark beside it, and a catalogue in a file leaves one', () => {
  const folder = tempFolder()
  for (const [path, left] of [
    [':memory:', false],
    [join(folder, 'a.sqlite'), true],
  ] as const) {
    let told = 0
    const tell = createTell({ path, onDamaged: () => (told += 1) })
    expect(() => tell(damage)).toThrow(CatalogueDamagedError)
    expect(() => tell(new Error('other'))).toThrow('other')
    expect(told).toBe(1)
    expect(existsSync(`${path}.damaged`)).toBe(left)
  }
})

test('without anybody to tell, damage is still the error that it is', () => {
  expect(() => createTell({ path: ':memory:' })(damage)).toThrow(CatalogueDamagedError)
  expect(existsSync(':memory:.damaged')).toBe(false)
})

test('refuses what no row may hold, once it is open', async () => {
  const catalog = await aCatalog()
  const sourceId = addSource(catalog, '/photos')
  expect(() => catalog.updateSource(sourceId, { photoSize: 'tiny' as 'high' })).toThrow('CHECK')
  expect(catalog.sources()).toMatchObject([{ photoSize: null }])
})
