// Values of the catalogue that can no longer be read, as when a bit of one fell over, which SQLite does not notice, or when
// another version wrote it otherwise: none keeps the catalogue from opening, and none lets anything out that was left out.
import Sqlite from 'better-sqlite3'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listBackups } from '../../../src/main/engine/catalog/backup.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { aStatement } from '../../renderer/fake-data.ts'
import { aCatalog, addSource, listing, noon, tempFolder } from './catalog-builder.ts'

const aPlace = () => {
  const folder = tempFolder()
  return { path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'backups') }
}
/** Writes what SQLite itself would refuse. */
const damage = (path: string, sql: string, ...values: string[]): void => {
  const db = new Sqlite(path)
  db.pragma('ignore_check_constraints = ON')
  db.prepare(sql).run(...values)
  db.close()
}

const ownKeys = [
  ...[
    'app-version',
    'catalog.chosen',
    'catalog.copy-shares',
    'catalog.fill-in',
    'catalog.followed',
  ],
  ...['catalog.needsReadBack', 'catalog.readBackPlace', 'catalog.wishes'],
]

test.each(['{"torn', '{"of":"another shape"}'])(
  'what is kept as %s stops no start',
  async (value) => {
    const at = aPlace()
    const first = await aCatalog(at)
    await first.applyWalk(addSource(first, '/photos'), [listing('', ['a.jpg'])], noon, 0)
    first.keepStatement(aStatement({ why: 'first' }))
    first.close()
    for (const key of [...ownKeys, ...Object.keys(defaultSettings)])
      damage(at.path, 'INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)', key, value)
    const again = await aCatalog(at)
    await expect.poll(() => again.isBusy()).toBe(false)
    expect(again.openedAs).toBe('good')
    expect(again.settings()).toEqual(defaultSettings)
    expect(again.lastVersion()).toBeNull()
    // Reading the library back once too often sends nothing twice.
    expect(again.isReadBackNeeded()).toBe(true)
    expect(again.tally().found.files).toBe(1)
    again.close()
  },
)

test.each(['{"torn', '{"of":"another shape"}', '3'])(
  'a receipt that is %s is none, and the others are',
  async (body) => {
    const at = aPlace()
    const first = await aCatalog(at)
    const sourceId = addSource(first, '/photos/mine')
    for (const account of ['a@example.test', 'b@example.test'])
      first.keepStatement(aStatement({ why: 'monthly', account }))
    first.close()
    damage(at.path, 'UPDATE statement SET body = ? WHERE id = 2', body)
    const again = await aCatalog(at)
    expect(again.statements()).toMatchObject([{ statementId: '1', account: 'a@example.test' }])
    expect(again.statement('2')).toBeNull()
    // What cannot be read may hold the name of a folder that is taken out.
    await again.removeSource(sourceId)
    again.close()
    const db = new Sqlite(at.path)
    expect(db.prepare('SELECT id FROM statement').pluck().all()).toEqual([1])
    db.close()
  },
)

test.each(['ignore_patterns', 'left_out'])(
  'where %s of a folder cannot be read, a backup takes the place',
  async (column) => {
    const at = aPlace()
    const first = await aCatalog(at)
    const sourceId = addSource(first, '/photos')
    first.updateSource(sourceId, { leftOut: ['private'], ignorePatterns: ['*.tmp'] })
    await first.backUp()
    first.close()
    const [backup = ''] = listBackups(at.backupFolder)
    const spoil = `UPDATE source SET ${column} = ?`
    damage(at.path, spoil, '["priv')
    const restored = await aCatalog(at)
    expect(restored.openedAs).toBe('restored-from-backup')
    expect(restored.sources()).toMatchObject([{ leftOut: ['private'], ignorePatterns: ['*.tmp'] }])
    restored.close()

    // A newer backup that has the same damage is passed over; without any, the folder is to be added anew.
    const newer = join(at.backupFolder, 'catalogue-20991231T000000000Z.sqlite')
    copyFileSync(backup, newer)
    damage(newer, spoil, '["priv')
    damage(at.path, spoil, '["priv')
    const older = await aCatalog(at)
    expect(older.sources()).toMatchObject([{ leftOut: ['private'] }])
    older.close()
    damage(backup, spoil, '["priv')
    damage(at.path, spoil, '["priv')
    const rebuilt = await aCatalog(at)
    expect([rebuilt.openedAs, rebuilt.sources()]).toEqual(['rebuilt', []])
    rebuilt.close()
  },
)
