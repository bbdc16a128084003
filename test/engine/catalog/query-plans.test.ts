// That the questions asked all the time are answered from their indexes, whatever the planner likes today.
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createHistoryQueries } from '../../../src/main/engine/catalog/history-queries.ts'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import { newestIndex } from '../../../src/main/engine/catalog/turn-order.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { HistoryFilter, HistoryOrder } from '../../../src/shared/contract.ts'
import { noon, openOptions } from './catalog-builder.ts'

function migrated(): Sqlite.Database {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  // The catalogue's own functions: what they answer is no part of a plan.
  db.function('account_of', { varargs: true }, () => 1)
  db.function('album_key', { varargs: true }, () => null)
  return db
}

function plan(db: Sqlite.Database, sql: string): string {
  const values = new Proxy(
    {},
    {
      get: () => 1,
      has: () => true,
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }),
    },
  )
  const statement = db.prepare(`EXPLAIN QUERY PLAN ${sql}`)
  const rows = (
    sql.includes('@')
      ? statement.all(values)
      : statement.all(...Array<number>(sql.split('?').length - 1).fill(1))
  ) as { detail: string }[]
  return rows.map((row) => row.detail).join('\n')
}

/** Every statement that a fresh catalogue prepares, by listening at the connection's own method. */
async function preparedStatements(
  use: (catalog: Catalog) => void = () => undefined,
): Promise<string[]> {
  const seen: string[] = []
  const prototype = Sqlite.prototype as unknown as { prepare: (sql: string) => unknown }
  const original = prototype.prepare
  prototype.prepare = function (sql: string) {
    seen.push(sql)
    return original.call(this, sql)
  }
  try {
    const opened = await openCatalog(openOptions())
    if (opened.ok) {
      use(opened.value)
      opened.value.close()
    }
  } finally {
    prototype.prepare = original
  }
  return seen
}

test('the queues are read in the order of their indexes, without sorting or scanning', async () => {
  const db = migrated()
  const queues = (await preparedStatements()).filter(
    (sql) =>
      /SELECT[\s\S]*due_at/.test(sql) &&
      /due_at\s*(<=|>)/.test(sql) &&
      !sql.includes('UPDATE') &&
      // What waits for its album, and what a jump of the clock looks through, is in no turn.
      !/album_key|\bid > @after/.test(sql),
  )
  expect(queues.length).toBe(7)
  for (const sql of queues) {
    const steps = plan(db, sql)
    expect(steps).not.toMatch(/SCAN|TEMP B-TREE/)
    expect(steps).toMatch(/INDEX (file_(turn|waiting)|upload_(sent|rendition)) \(/)
  }
})

test('the newest are found by their time alone, and what waits apart from them', async () => {
  const db = migrated()
  db.exec(newestIndex)
  const statements = await preparedStatements((catalog) => {
    const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
    catalog.addSource({ path: '/photos', identity, now: 1 })
    catalog.changeSettings({ uploadOrder: 'newest' })
    catalog.next('found', 1, 1, new Set())
  })
  const planOf = (index: string): string =>
    plan(db, statements.find((sql) => sql.includes(`INDEXED BY ${index}`)) ?? '')
  expect(planOf('file_newest')).toMatch(/file USING INDEX file_newest \(source_id=\? AND turn=\?\)/)
  expect(planOf('file_waiting')).toMatch(
    /file USING INDEX file_waiting \(source_id=\? AND turn=\? AND due_at<\?\)/,
  )
})

test('what is asked for each row of a scan or a transition is found by key', async () => {
  const db = migrated()
  const byKey = (await preparedStatements()).filter(
    (sql) =>
      /^\s*(SELECT|UPDATE|DELETE)/.test(sql) &&
      /WHERE (id|content_id|folder_id|file\.id|upload\.id|sha256|parent_id|source_id) = [?@]/.test(
        sql,
      ),
  )
  expect(byKey.length).toBeGreaterThan(15)
  for (const sql of byKey)
    expect(plan(db, sql), sql).not.toMatch(/SCAN (file|upload|content|folder)\b/)
})

test('into which albums those that wait go is read in the order of their index, and their files by key', async () => {
  const line = (await preparedStatements()).find((sql) => sql.includes('json_each(@taking)'))
  const steps = plan(migrated(), line ?? '')
  expect(steps).toMatch(/^SEARCH upload USING INDEX upload_sent \(/)
  expect(steps).not.toMatch(/SCAN (file|upload|folder|source)\b/)
  // Only the few files of one upload are sorted.
  expect(steps.indexOf('TEMP B-TREE')).toBeGreaterThan(steps.indexOf('CORRELATED'))
})

test('what is due for albums is found by key, and noted by ranges of ids', async () => {
  const db = migrated()
  const due = (await preparedStatements()).filter((sql) => sql.includes('album_due'))
  expect(due.length).toBeGreaterThan(6)
  for (const sql of due) expect(plan(db, sql), sql).not.toMatch(/SCAN (file|upload|content|album)/)
  // The next of very many are read in their order, and no more of them.
  const next = due.find((sql) => sql.includes('ORDER BY taken_at, name'))
  expect(plan(db, next ?? '')).toMatch(
    /^SEARCH album_due USING (COVERING )?INDEX album_due_place \(/,
  )
  expect(plan(db, next ?? '')).not.toContain('TEMP B-TREE')
  const byRange = due.find((sql) => sql.includes('file.id <= ?'))
  expect(plan(db, byRange ?? '')).toContain('file USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)')
})

test('a title that is taken, and the album of a folder that was renamed, are found by index', async () => {
  const db = migrated()
  const statements = await preparedStatements()
  const title = statements.find((sql) => sql.includes('album_title'))
  expect(plan(db, title ?? '')).toMatch(
    /INDEX album_title \(account_id=\? AND client_id=\? AND title=\?\)/,
  )
  // None but the folders that begin with the key of the place.
  const former = statements.find((sql) => sql.includes('folder.path < @end'))
  expect(plan(db, former ?? '')).toMatch(/SEARCH folder .*\(source_id=\? AND path>\? AND path<\?\)/)
})

test('the uploads of a reduced copy are found by its hash', async () => {
  const twins = (await preparedStatements()).find((sql) => sql.includes('upload_copy'))
  const steps = plan(migrated(), twins ?? '')
  expect(steps).toContain('INDEX upload_copy (account_id=? AND <expr>=?)')
})

test('photos without a date are found by an index that holds none but these', async () => {
  const db = migrated()
  const undated = (await preparedStatements()).filter((sql) => sql.includes('file_undated'))
  expect(undated.length).toBeGreaterThan(4)
  for (const sql of undated) {
    const steps = plan(db, sql)
    expect(steps, sql).toMatch(/SEARCH file USING (COVERING )?INDEX file_undated \(folder_id[=>]/)
    expect(steps, sql).not.toMatch(/SCAN file|TEMP B-TREE/)
  }
})

test('the tally is counted from its index alone', async () => {
  const db = migrated()
  const tally = (await preparedStatements()).find((sql) =>
    sql.includes('GROUP BY source_id, state'),
  )
  expect(plan(db, tally ?? '')).toBe('SCAN file USING COVERING INDEX file_state')
})

test('what would still be sent is read by ranges of ids', async () => {
  const db = migrated()
  const unsent = (await preparedStatements()).find((sql) => sql.includes('file.id BETWEEN'))
  expect(plan(db, unsent ?? '')).toContain('file USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)')
})

test.each<[string, Partial<HistoryFilter>]>([
  ['file_changed', {}],
  ['file_state', { states: ['done', 'failed'] }],
  ['file_state', { sourceId: '1' }],
  ['file_reason', { reason: 'too-large' }],
  ['file_media', { mediaKind: 'video' }],
  ['file_date', { hasDate: true }],
  ['file_changed', { search: 'word' }],
  ['file_changed', { changedFrom: 1, changedTo: 2 }],
  ['file_changed', { album: 'not' }],
])('a page of the history comes in order from %s for %j', (index, filter) => {
  const [steps = ''] = planOfPage(filter).slice(-1)
  expect(steps).toContain(`INDEX ${index} (`)
  expect(steps).not.toMatch(/TEMP B-TREE|SCAN (file|folder)\b(?! USING)/)
})

test.each<[string, HistoryOrder, Partial<HistoryFilter>]>([
  ['file_size', 'size', {}],
  ['file_taken', 'taken', {}],
  ['file_size', 'size', { mediaKind: 'video', hasDate: true, search: 'word' }],
  ['file_taken', 'taken', { sourceId: '1', states: ['failed'], reason: 'item-error' }],
  ['file_size', 'size', { changedFrom: noon, changedTo: noon + 1e9 }],
  ['file_taken', 'taken', { sourceId: '1', folder: 'x' }],
])('a page of very many comes in order from %s, by %s for %j', (index, order, filter) => {
  const steps = planOfPage(filter, order, fillMany).at(-1)
  expect(steps).toMatch(new RegExp(`SEARCH file USING (COVERING )?INDEX ${index} \\(`))
  expect(steps).not.toMatch(/TEMP B-TREE|SCAN (file|folder)\b(?! USING)/)
})

test.each<[string, Partial<HistoryFilter>]>([
  ['file_reason', { reason: 'item-error' }],
  ['file_changed', { changedFrom: 1, changedTo: 2 }],
  ['file_coverage', { sourceId: '1', folder: 'x' }],
  ['file_content', { album: 'in' }],
])('few are found by %s and sorted by size for %j', (index, filter) => {
  const steps = planOfPage(filter, 'size').at(-1)
  expect(steps).toContain(`INDEX ${index} (`)
  expect(steps).toContain('TEMP B-TREE FOR ORDER BY')
})

/** Files by source and state, as the tally has them. */
const countsOf = (db: Sqlite.Database): Map<number, Map<string, { files: number }>> => {
  const failed = db.prepare(`SELECT count(*) FROM file WHERE state = 'failed'`).pluck()
  return new Map([[1, new Map([['failed', { files: failed.get() as number }]])]])
}

/** More than are read whole and sorted, with the same cause, in one folder and at the same time. */
function fillMany(db: Sqlite.Database): void {
  db.exec(`
    INSERT INTO source (id, path, is_network, added_at) VALUES (1, '/photos', 0, ${noon});
    INSERT INTO folder (id, source_id, path) VALUES (1, 1, '');
    INSERT INTO folder (id, source_id, parent_id, path) VALUES (2, 1, 1, 'x');
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 5001)
    INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, state, due_at, reason, found_at,
      changed_at)
    SELECT 1, 2, n, n, 1, 1, n, 'failed', ${noon}, 'item-error', ${noon}, ${noon} FROM number`)
}

test('a small folder is counted and read from the index of folders', () => {
  const [count, page] = planOfPage({ sourceId: '1', folder: 'x' })
  expect(count).toContain('SEARCH file USING COVERING INDEX file_coverage (folder_id=?)')
  expect(page).toContain('SEARCH file USING INDEX file_coverage (folder_id=?)')
  for (const steps of [count, page]) expect(steps).not.toMatch(/SCAN (file|folder)\b/)
})

/** The plans of what one page asks, in order, on an empty catalogue with one source. */
function planOfPage(
  filter: Partial<HistoryFilter>,
  order: HistoryOrder = 'changed',
  fill: (db: Sqlite.Database) => void = () => undefined,
): string[] {
  const db = migrated()
  fill(db)
  const asked: string[] = []
  const listening = new Proxy(db, {
    get: (target, key) =>
      key === 'prepare'
        ? (sql: string) => {
            asked.push(sql)
            return target.prepare(sql)
          }
        : (Reflect.get(target, key) as unknown),
  })
  const source = { sourceId: 1 }
  const room = { db: listening, book: { counts: () => countsOf(db) } }
  const queries = createHistoryQueries(room as never, { sources: () => [source] } as never, () => ({
    accountId: 1,
    clientId: 'client',
  }))
  queries.page(filter, { key: 1, id: 1 }, 10, order)
  return asked.map((sql) => plan(db, sql))
}
