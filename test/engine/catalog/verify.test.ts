// Behaviour of verify: each broken promise is named, with how many rows break it and up to five of them.
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { connect, setUp } from '../../../src/main/engine/catalog/database.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import {
  aCatalog,
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  openOptions,
  ownerOf,
  reducedPlan,
  tempFolder,
} from './catalog-builder.ts'

/** A catalogue of a few files, broken by this statement and opened again. */
async function broken(...statements: readonly string[]) {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const catalog = await aCatalog({ path })
  const sourceId = addSource(catalog, '/photos')
  addSource(catalog, '/other')
  const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg', 'g.jpg', 'h.jpg']
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  const done = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: done, next: as.done() }])
  fingerprint(catalog, 'b.jpg', 'A')
  const reduced = fingerprint(catalog, 'c.jpg', 'C')
  catalog.record([{ of: 'upload', uploadId: reduced, next: as.ready(reducedPlan('copy of C')) }])
  const other = fingerprint(catalog, 'd.jpg', 'D')
  catalog.record([{ of: 'upload', uploadId: other, next: as.ready(reducedPlan('copy of D')) }])
  await catalog.useAccount({ sub: '1', email: 'first@example.test', clientId: 'client' })
  await catalog.changeAlbums(sourceId, 'source')
  const inAlbum = fingerprint(catalog, 'e.jpg', 'E')
  const facts = { productUrl: null, title: 'photos', name: 'photos', isRenamed: false }
  catalog.record([
    {
      ...{ of: 'album', owner: ownerOf(catalog), place: { sourceId, key: '' }, part: 1 },
      album: { ...facts, state: 'made', albumId: 'google' },
    },
  ])
  const rowId = catalog.allAlbums()[0]?.rowId ?? 0
  catalog.record([
    { of: 'in-album', uploadId: inAlbum, rowId, isIn: true },
    { of: 'upload', uploadId: inAlbum, next: as.done('item e') },
  ])
  expect(catalog.verify()).toEqual([])
  catalog.close()
  const db = new Sqlite(path)
  db.pragma('ignore_check_constraints = ON')
  db.pragma('foreign_keys = OFF')
  for (const statement of statements) expect(db.prepare(statement).run().changes).toBeGreaterThan(0)
  db.close()
  const again = await aCatalog({ path })
  return again.verify()
}

describe('verify', () => {
  it.each([
    [
      'a file without content is in a state of its own',
      `UPDATE file SET state = 'gone' WHERE name = 'h.jpg'`,
    ],
    [
      'a linked file shows the state of its upload for the current account',
      `UPDATE file SET state = 'ready' WHERE name = 'a.jpg'`,
    ],
    [
      'an upload is gone exactly when no present file needs it and its bytes were not on their way',
      `UPDATE file SET is_present = 0 WHERE name = 'c.jpg'`,
    ],
    [
      'a done upload has a media item id',
      `UPDATE upload SET media_item_id = '' WHERE media_item_id = 'item'`,
    ],
    [
      'of the files with the same content exactly one brought it',
      `UPDATE file SET is_duplicate = 0 WHERE name = 'b.jpg'`,
    ],
    [
      'a linked file is as large as its content',
      `UPDATE file SET size_bytes = 7 WHERE name = 'c.jpg'`,
    ],
    [
      'a linked file repeats what is known of its content',
      `UPDATE file SET media_kind = 'video' WHERE name = 'c.jpg'`,
    ],
    [
      'a reduced copy belongs to one upload',
      `UPDATE upload SET plan = (SELECT plan FROM upload WHERE plan ->> 'rendition' = 'copy of C')
        WHERE plan ->> 'rendition' = 'copy of D'`,
    ],
    [
      'the history ends with the state that is stored',
      `UPDATE history SET state = 'ready' WHERE seq = (SELECT history_seq FROM file WHERE name = 'a.jpg')`,
    ],
    ['a file is in a folder of its source', `UPDATE file SET source_id = 2 WHERE name = 'h.jpg'`],
    [
      'a photo that should be in an album is in it, waits for it, or has one that takes none',
      `DELETE FROM album_due WHERE file_id = (SELECT id FROM file WHERE name = 'a.jpg')`,
    ],
    ['an album counts the photos in it', `UPDATE album SET item_count = 7`],
    ['the parts of an album are counted from one', `UPDATE album SET part = 2`],
    [
      'an album of Google is that of one folder',
      `INSERT INTO album (account_id, client_id, source_id, key, part, state, album_id, title, name, intended_at)
        SELECT account_id, client_id, source_id, 'other', 1, state, album_id, title, name, 0 FROM album`,
    ],
    ['every reference has its row', `UPDATE file SET folder_id = 99 WHERE name = 'h.jpg'`],
  ])('finds that not %s', async (invariant, statement) => {
    const found = await broken(statement)
    expect(found.map((one) => one.invariant)).toContain(invariant)
    expect(found.find((one) => one.invariant === invariant)).toMatchObject({ count: 1 })
  })

  it('finds a state that no row may have', async () => {
    const found = await broken(`UPDATE source SET is_network = 2 WHERE id = 1`)
    expect(found.map((one) => one.invariant)).toEqual(['the database is sound'])
  })

  it('counts all that break a promise, and names five of them', async () => {
    const found = await broken(`UPDATE file SET source_id = 2`)
    const [one] = found.filter(
      ({ invariant }) => invariant === 'a file is in a folder of its source',
    )
    expect(one).toEqual({
      invariant: 'a file is in a folder of its source',
      count: 8,
      examples: ['file 1', 'file 2', 'file 3', 'file 4', 'file 5'],
    })
  })

  it('leaves the connection with the cache that it had', () => {
    const db = connect(join(tempFolder(), 'catalogue.sqlite'))
    setUp(db)
    migrate(db, () => undefined)
    const catalog = createCatalog(db, 'good', openOptions())
    onTestFinished(() => catalog.close())
    const cache = db.pragma('cache_size', { simple: true })
    expect(catalog.verify()).toEqual([])
    expect(db.pragma('cache_size', { simple: true })).toBe(cache)
  })

  it('finds a tally that is not what the rows say', async () => {
    const db = new Sqlite(':memory:')
    migrate(db, () => undefined)
    const catalog = createCatalog(db, 'good', openOptions())
    onTestFinished(() => catalog.close())
    const first = addSource(catalog, '/photos')
    const second = addSource(catalog, '/other')
    await catalog.applyWalk(first, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
    await catalog.applyWalk(second, [listing('', ['c.jpg'])], noon, 0)
    expect(catalog.verify()).toEqual([])
    db.exec(`UPDATE file SET size_bytes = 7 WHERE name = 'a.jpg'`)
    expect(catalog.verify()).toEqual([
      {
        invariant: 'the tally is what the rows say',
        count: 1,
        examples: [`source ${first} found`],
      },
    ])
    db.exec(`DELETE FROM file WHERE name = 'c.jpg'`)
    expect(catalog.verify()).toMatchObject([
      {
        invariant: 'the states sum up to the files found',
        examples: ['3 in states, 2 files'],
      },
      { count: 2, examples: [`source ${first} found`, `source ${second} found`] },
    ])
  })

  it('finds each part of a tally that is not what the rows say, also of states and sources that it does not know', async () => {
    const db = new Sqlite(':memory:')
    migrate(db, () => undefined)
    const catalog = createCatalog(db, 'good', openOptions())
    onTestFinished(() => catalog.close())
    const first = addSource(catalog, '/photos')
    const second = addSource(catalog, '/other')
    await catalog.applyWalk(first, [listing('', ['a.jpg', 'b.jpg', 'c.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'a.jpg', 'same')
    fingerprint(catalog, 'b.jpg', 'same')
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    const differences = (statement: string): readonly string[] => {
      db.exec('SAVEPOINT before')
      db.exec(statement)
      const found = catalog.verify()
      db.exec('ROLLBACK TO before; RELEASE before')
      return found.find(({ invariant }) => invariant.startsWith('the tally'))?.examples ?? []
    }
    expect(differences(`UPDATE file SET size_bytes = 7 WHERE name = 'c.jpg'`)).toEqual([
      `source ${first} found`,
    ])
    expect(differences(`UPDATE file SET is_duplicate = 0 WHERE name = 'b.jpg'`)).toEqual([
      `source ${first} done`,
    ])
    expect(differences(`UPDATE file SET state = 'gone', turn = NULL WHERE name = 'c.jpg'`)).toEqual(
      [`source ${first} found`, `source ${first} gone`],
    )
    expect(differences(`UPDATE file SET source_id = ${second} WHERE name = 'c.jpg'`)).toEqual([
      `source ${first} found`,
      `source ${second} found`,
    ])
    expect(catalog.verify()).toEqual([])
  })
})
