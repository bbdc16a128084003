// Each migration on real rows of the version before it: everything is kept, and every promise holds afterwards.
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrations } from '../../../src/main/engine/catalog/migrate.ts'
import {
  aCatalog,
  entry,
  foundCount,
  listing,
  noon,
  sha,
  statesOf,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const before = (version: number) => migrations.filter((step) => step.version < version)

/** A catalogue file of an older version, with the rows that `fill` writes. */
function older(version: number, fill: (db: Sqlite.Database) => void): string {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const db = new Sqlite(path)
  for (const step of before(version)) step.up(db)
  db.pragma(`user_version = ${version - 1}`)
  fill(db)
  db.close()
  return path
}

const plan = JSON.stringify({
  kind: 'original',
  mimeType: 'image/jpeg',
  fileName: 'IMG.jpg',
  sizeBytes: 1000,
  keptOriginal: null,
})

function fillFirst(db: Sqlite.Database): void {
  db.exec(`
    INSERT INTO source (id, path, is_network, added_at) VALUES (1, '/photos', 0, ${noon});
    INSERT INTO folder (id, source_id, path) VALUES (1, 1, '');
    UPDATE account SET sub = 'one', email = 'one@example.test', client_id = 'client';
    INSERT INTO account (id, sub, email, client_id, is_current) VALUES (2, 'two', 'two@example.test', 'client', 0);
  `)
  const content = db.prepare('INSERT INTO content (id, sha256, size_bytes) VALUES (?, ?, 1000)')
  const upload = db.prepare(
    `INSERT INTO upload (id, account_id, content_id, state, turn, due_at, plan, sent_size_bytes, token, token_at,
       media_item_id, changed_at)
     VALUES (@id, @accountId, @contentId, @state, @turn, ${noon}, @plan, iif(@plan IS NULL, NULL, 1000), @token,
       iif(@token IS NULL, NULL, ${noon}), @item, ${noon})`,
  )
  const file = db.prepare(
    `INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, is_present, content_id, state,
       turn, due_at, found_at, changed_at)
     VALUES (1, 1, ?, 1000, 1, 1, ?, ?, ?, ?, ?, ${noon}, ${noon}, ${noon})`,
  )
  const none = { accountId: 1, plan: null, token: null, item: null }
  const rows = [
    { ...none, id: 1, contentId: 1, state: 'done', turn: null, plan, item: 'item-1' },
    { ...none, id: 2, contentId: 2, state: 'sent', turn: 'sent', plan, token: 'token' },
    { ...none, id: 3, contentId: 3, state: 'fingerprinted', turn: 'fingerprinted' },
    // Its file was overwritten while the other account was used.
    {
      ...none,
      id: 4,
      contentId: 4,
      state: 'sent',
      turn: 'sent',
      plan,
      token: 'token',
      accountId: 2,
    },
  ]
  for (const { contentId } of rows) content.run(contentId, Buffer.from(sha(`${contentId}`), 'hex'))
  for (const row of rows) upload.run(row)
  file.run('done.jpg', 1, 1, 1, 'done', null)
  file.run('sent.jpg', 2, 0, 2, 'sent', 'sent')
  file.run('next.jpg', 3, 1, 3, 'fingerprinted', 'fingerprinted')
  file.run('new.jpg', 4, 1, null, 'found', 'found')
  file.run('gone.jpg', 5, 0, null, 'gone', null)
}

test('version 3: every file keeps its state, and what nobody brought is no longer on its way', async () => {
  const catalog = await aCatalog({ path: older(3, fillFirst), backupFolder: tempFolder() })
  expect(statesOf(catalog)).toEqual([
    'done.jpg: done',
    'gone.jpg: gone',
    'new.jpg: found',
    'next.jpg: fingerprinted',
    'sent.jpg: sent',
  ])
  expect(foundCount(catalog)).toBe(5)
  expect(catalog.verify()).toEqual([])
  expect(catalog.next('sent', 9, noon, new Set())).toMatchObject([{ uploadId: 2 }])
})

test('version 5: what the older limits left out is taken up again, and the new ones hold', async () => {
  const path = older(5, (db) => {
    fillFirst(db)
    const skip = db.prepare(
      `INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, state, due_at, reason, detail,
         found_at, changed_at)
       VALUES (1, 1, @name, 1000, 1, 1, 9, 'skipped', ${noon}, @reason, @detail, ${noon}, ${noon})`,
    )
    for (const [name, reason] of [
      ['film.mp4', { kind: 'too-large', sizeBytes: 11e9, limitBytes: 10e9 }],
      ['wide.jpg', { kind: 'too-many-pixels', pixels: 108e6, limitPixels: 100e6 }],
      ['tiny.jpg', { kind: 'empty' }],
    ] as const)
      skip.run({ name, reason: reason.kind, detail: JSON.stringify({ state: 'skipped', reason }) })
    db.exec(`
      DELETE FROM upload WHERE id = 4;
      INSERT INTO setting (key, value) VALUES ('limits', '"default"'), ('photoSize', '"original"')`)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  await expect.poll(() => catalog.isBusy()).toBe(false)
  expect(statesOf(catalog)).toMatchObject(
    expect.arrayContaining(['film.mp4: found', 'wide.jpg: found', 'tiny.jpg: skipped']),
  )
  expect(catalog.settings()).toMatchObject({ limits: 'google', photoSize: 'original' })
})

test('version 5: what was asked for and is not carried out yet is not forgotten over it', async () => {
  const wish = {
    ...{ does: 'ignore', reason: 'empty', files: 1 },
    ...{ after: [0, 0], upTo: [noon, 1_000] },
  }
  const path = older(5, (db) => {
    fillFirst(db)
    db.exec('DELETE FROM upload WHERE id = 4')
    const skip = db.prepare(
      `INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, state, due_at, reason, detail,
         found_at, changed_at)
       VALUES (1, 1, ?, 1000, 1, 1, 9, 'skipped', ${noon}, ?, ?, ${noon}, ${noon})`,
    )
    for (const [name, kind] of [
      ['film.mp4', 'too-large'],
      ['tiny.jpg', 'empty'],
    ] as const) {
      const reason = { kind, sizeBytes: 11e9, limitBytes: 10e9 }
      skip.run(name, kind, JSON.stringify({ state: 'skipped', reason }))
    }
    const add = db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
    add.run('catalog.wishes', JSON.stringify([wish]))
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  await expect.poll(() => catalog.isBusy()).toBe(false)
  expect(statesOf(catalog)).toEqual(
    expect.arrayContaining(['film.mp4: found', 'tiny.jpg: skipped']),
  )
  const ignored = catalog.listHistory({ reason: 'ignored-by-user' }, null, 9).rows
  expect(ignored.map(({ name }) => name)).toEqual(['tiny.jpg'])
})

test('version 8: what was left out for its name is taken up by the next scan, as it is on the disk', async () => {
  const path = older(8, (db) => {
    fillFirst(db)
    const reason = JSON.stringify({ state: 'skipped', reason: { kind: 'unusable-name' } })
    db.exec(`
      DELETE FROM upload WHERE id = 4;
      INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, state, due_at, reason,
        detail, found_at, changed_at)
      VALUES (1, 1, '\\xe9.jpg', 1000, 1, 1, 9, 'skipped', ${noon}, 'unusable-name', '${reason}', ${noon}, ${noon})`)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.sources()).toMatchObject([{ followLinks: false }])
  expect(statesOf(catalog)).toContain('\\xe9.jpg: skipped')
  const stamp = { sizeBytes: 1000, mtimeUs: 1, ctimeUs: 1, inode: 9 }
  await catalog.applyWalk(1, [listing('', [entry('\\xe9.jpg', stamp)])], noon, 0)
  expect(statesOf(catalog)).toContain('\\xe9.jpg: found')
  const work = catalog.next('found', 9, noon, new Set())
  expect(work.find(({ name }) => name === '\\xe9.jpg')?.stamp).toEqual(stamp)
  expect(catalog.verify()).toEqual([])
})

test('version 4: the rows of the history are kept, each met once', async () => {
  const path = older(4, (db) => {
    fillFirst(db)
    db.exec(`INSERT INTO history (at, upload_id, state) VALUES (${noon}, 1, 'sent'), (${noon}, 1, 'done');
      UPDATE upload SET history_seq = 2 WHERE id = 1;
      DELETE FROM upload WHERE id = 4`)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.verify()).toEqual([])
  expect(catalog.lastHistorySeq()).toBe(2)
  expect(await catalog.pruneHistory(1)).toBe(1)
  expect(catalog.verify()).toEqual([])
})

test('version 10: what is there is found without its accents, and ordered by the day it was taken', async () => {
  const path = older(10, (db) => {
    fillFirst(db)
    db.exec(`DELETE FROM upload WHERE id = 4;
      UPDATE content SET media_kind = 'photo', mime_type = 'image/jpeg', taken_at = iif(id = 3, 5000, NULL) WHERE id IN (2, 3);
      UPDATE file SET media_kind = 'photo', has_date = content_id = 3 WHERE content_id IN (2, 3);
      INSERT INTO folder (id, source_id, parent_id, path, folded_path) VALUES (9, 1, 1, 'Ölüdeniz', 'ölüdeniz');
      UPDATE file SET name = 'Straße.jpg', folded_name = 'straße.jpg' WHERE name = 'done.jpg';
      UPDATE file SET folder_id = 9 WHERE name = 'next.jpg'`)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  const found = (search: string): string[] =>
    catalog.listHistory({ search }, null, 9).rows.map(({ name }) => name)
  await expect.poll(() => found('strasse')).toEqual(['Straße.jpg'])
  expect(found('oludeniz')).toEqual(['next.jpg'])
  expect(catalog.listHistory({}, null, 1, 'taken').rows).toMatchObject([
    { name: 'next.jpg', orderKey: 5000 },
  ])
  expect(catalog.verify()).toEqual([])
})

test('version 10: filling in goes on after a restart where it stopped', async () => {
  const many = 3_000
  const path = older(10, (db) => {
    fillFirst(db)
    db.exec(`DELETE FROM upload WHERE id = 4;
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${many})
      INSERT INTO file (source_id, folder_id, name, folded_name, size_bytes, mtime_us, ctime_us, inode, state, turn, due_at,
        found_at, changed_at)
      SELECT 1, 1, 'é' || n, 'é' || n, n, 1, 1, n, 'found', 'found', ${noon}, ${noon}, ${noon} FROM number`)
  })
  // Each slice is over after one step.
  let ticks = 0
  const ticking = { ...testClock(), monotonic: () => (ticks += 1_000) }
  const first = await aCatalog({ path, backupFolder: tempFolder(), clock: ticking })
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  first.close()
  const db = new Sqlite(path)
  const stored = db.prepare(`SELECT value ->> 'after' FROM setting WHERE key = ?`).pluck()
  const at = stored.get('catalog.fill-in') as number
  db.close()
  expect([at > 0, at < many]).toEqual([true, true])
  const second = await aCatalog({ path, backupFolder: tempFolder() })
  // 'done', 'new', 'next', 'gone' and 'sent' have one, too.
  const found = (): number => second.countHistory({ search: 'e' }, null).files
  await expect.poll(found).toBe(many + 5)
  expect(second.verify()).toEqual([])
})

test('version 13: whoever has Shoebox already keeps the start with the computer as it is', async () => {
  const startOf = async (rows: [string, string][]): Promise<boolean> => {
    const path = older(13, (db) => {
      const add = db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
      for (const row of rows) add.run(...row)
    })
    const catalog = await aCatalog({ path, backupFolder: tempFolder() })
    return catalog.settings().startAtLogin
  }
  const done: [string, string] = ['firstRunStep', '"done"']
  expect(await startOf([done])).toBe(false)
  expect(await startOf([done, ['startAtLogin', 'true']])).toBe(true)
  expect(await startOf([done, ['startAtLogin', 'false']])).toBe(false)
  // Nobody was asked yet.
  expect(await startOf([])).toBe(true)
  expect(await startOf([['firstRunStep', '"review"']])).toBe(true)
})

test('version 14: folders that are there already go on as before', async () => {
  const path = older(14, (db) => {
    db.exec(`INSERT INTO source (id, path, is_network, added_at) VALUES (77, '/scans', 0, 0)`)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  const source = catalog.sources().find(({ sourceId }) => sourceId === 77)
  expect(source?.undated).toBe('leave')
})

test('version 15: what may have been created by then keeps its bytes, and nothing is decided', async () => {
  const path = older(15, fillFirst)
  const before = new Sqlite(path)
  const mayBeThere = before
    .prepare(`SELECT id FROM upload WHERE state = 'creating' OR turn = 'sent' ORDER BY id`)
    .pluck()
    .all()
  before.close()
  expect(mayBeThere.length).toBeGreaterThan(0)
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.undatedGroups(0)).toEqual({ groups: [], next: null })
  expect(catalog.undatedFigures()).toEqual({ files: 0, undecided: 0 })
  catalog.close()
  const after = new Sqlite(path)
  expect(after.prepare('SELECT id FROM upload WHERE begun = 1 ORDER BY id').pluck().all()).toEqual(
    mayBeThere,
  )
  after.close()
})

test('version 16: folders go on as before, and the one day for all of them is that of each', async () => {
  const day = new Date(2026, 7, 10).getTime()
  const open = async (since: string | null) => {
    const path = older(16, (db) => {
      db.exec(`
        INSERT INTO source (id, path, is_network, added_at, last_scan_at, undated) VALUES (1, '/a', 0, 0, 7, 'leave');
        INSERT INTO source (id, path, is_network, added_at, undated) VALUES (2, '/b', 0, 0, 'name');`)
      if (since !== null)
        db.prepare(`INSERT INTO setting (key, value) VALUES ('backUpSince', ?)`).run(since)
    })
    const catalog = await aCatalog({ path, backupFolder: tempFolder() })
    const { already } = catalog.settings()
    return [already, ...catalog.sources().map((one) => [one.already, one.undated, one.firstScanAt])]
  }
  const kept = ['nothing', ['some', 'leave', 7], ['nothing', 'name', null]]
  expect(await open(null)).toEqual(kept)
  expect(await open('null')).toEqual(kept)
  // A value that no clock has leaves nothing out.
  expect(await open('1e300')).toEqual(kept)
  expect(await open('"2026"')).toEqual(kept)
  expect(await open(String(day))).toEqual([
    ...['2026-08-10', ['2026-08-10', 'leave', 7], ['2026-08-10', 'name', null]],
  ])
})

test('version 17: photos that are on their way go without a caption, as they were prepared', async () => {
  const path = older(17, (db) => {
    for (const statement of [
      `INSERT INTO content (id, sha256, size_bytes) VALUES (7, zeroblob(32), 1)`,
      `INSERT INTO upload (id, account_id, content_id, state, turn, due_at, changed_at, plan, sent_size_bytes, token, token_at)
       VALUES (9, 1, 7, 'sent', 'sent', 0, 0, '{}', 1, 'token', 0)`,
    ])
      db.exec(statement)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.captionChoice(9)).toEqual({ words: null })
  expect(catalog.settings().sendCaptions).toBe(true)
})

test('version 18: nobody gets albums, and everything in the library can go into one', async () => {
  const path = older(18, fillFirst)
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.sources().map(({ albums }) => albums)).toEqual(['none'])
  expect(catalog.wantsAlbums()).toBe(false)
  expect(catalog.nextForAlbum(50)).toBeNull()
  const broken = () => catalog.verify().filter(({ invariant }) => invariant.includes('album'))
  expect(broken()).toEqual([])
  await catalog.changeAlbums(1, 'source')
  expect(catalog.nextForAlbum(50)).toMatchObject({
    place: { sourceId: 1, key: '' },
    photos: [{ name: 'done.jpg', mediaItemId: 'item-1' }],
  })
  expect(broken()).toEqual([])
})

test('version 19: albums stay as they are, and nobody has answered what is asked of them', async () => {
  const path = older(19, (db) => {
    fillFirst(db)
    db.exec(`
      UPDATE account SET client_id = 'client' WHERE is_current = 1;
      UPDATE source SET albums = 'source' WHERE id = 1;
      INSERT INTO album (account_id, client_id, source_id, key, part, state, album_id, title, name, intended_at)
        SELECT id, 'client', 1, '', 1, 'deleted', 'google-1', 'A', 'A', 0 FROM account WHERE is_current = 1;`)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.allAlbums()).toMatchObject([{ state: 'deleted', title: 'A' }])
  expect([...catalog.albumQuestions().values()]).toEqual(['deleted'])
})

test('version 20: what is due for albums keeps being so, in the order of its dates', async () => {
  const path = older(20, (db) => {
    fillFirst(db)
    db.exec(`
      UPDATE source SET albums = 'source';
      UPDATE file SET state = 'done', content_id = 1, turn = NULL, taken_at = iif(name = 'next.jpg', 5, taken_at)
        WHERE name IN ('next.jpg', 'new.jpg');
      INSERT INTO album_due (file_id, source_id, key) SELECT id, 1, '' FROM file WHERE state = 'done';
    `)
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  expect(catalog.nextForAlbum(50)).toMatchObject({
    place: { sourceId: 1, key: '' },
    photos: [{ name: 'next.jpg', takenAt: 5 }],
  })
  catalog.close()
  const db = new Sqlite(path)
  const order = db
    .prepare(
      'SELECT file.name FROM album_due JOIN file ON file.id = file_id ORDER BY album_due.taken_at, album_due.name',
    )
    .pluck()
  expect(order.all()).toEqual(['next.jpg', 'done.jpg', 'new.jpg'])
  db.close()
})

test('version 21: nobody was asked about any card', async () => {
  const catalog = await aCatalog({ path: older(21, fillFirst), backupFolder: tempFolder() })
  expect(catalog.rememberedVolumes()).toEqual([])
  expect(catalog.volumeOf(1)).toBeNull()
  expect(catalog.sources()).toHaveLength(1)
})

test('version 22: what is backed up and no longer there is counted', async () => {
  const path = older(22, (db) => {
    fillFirst(db)
    db.exec("UPDATE file SET is_present = 0 WHERE name = 'done.jpg'")
  })
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  const { done = 0 } = catalog.sourceTallies().get(1) ?? {}
  expect(done).toBeGreaterThan(0)
  expect(catalog.presentTally(1).done).toBe(done - 1)
})
