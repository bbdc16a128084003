// Which index leads to a page of the history, by how many files there are of what is asked for, and how often a statement is
// prepared.
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createHistoryQueries } from '../../../src/main/engine/catalog/history-queries.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import type { HistoryFilter, HistoryOrder } from '../../../src/shared/contract.ts'
import type { FileState } from '../../../src/shared/model.ts'
import { noon } from './catalog-builder.ts'

type Counts = Partial<Record<FileState, number>>

/** Queries over a catalogue whose tally is what the test says, with the statements that they prepare. */
function listened(counts: readonly Counts[]) {
  const db = new Sqlite(':memory:')
  onTestFinished(() => void db.close())
  migrate(db, () => undefined)
  // The catalogue's own functions: no row is there for which they are asked.
  db.function('account_of', { varargs: true }, () => 1)
  db.function('album_key', { varargs: true }, () => null)
  const prepared: string[] = []
  const asked: { bound?: number; offset?: number }[] = []
  const listening = new Proxy(db, {
    get: (target, key) =>
      key === 'prepare'
        ? (sql: string) => {
            prepared.push(sql)
            const statement = target.prepare<{ bound?: number; offset?: number }>(sql).raw()
            const heard =
              (how: 'all' | 'get') =>
              (values: { bound?: number; offset?: number }): unknown => {
                asked.push(values)
                return statement[how](values)
              }
            return { raw: () => ({ all: heard('all'), get: heard('get') }) }
          }
        : (Reflect.get(target, key) as unknown),
  })
  const tally = counts.map((states, at) => {
    const files = Object.entries(states).map(([state, files]) => [state, { files }] as const)
    return [at + 1, new Map(files)] as const
  })
  const room = { db: listening, book: { counts: () => new Map(tally) } }
  const sources = { sources: () => counts.map((_, at) => ({ sourceId: at + 1 })) }
  return {
    db,
    prepared,
    asked,
    queries: createHistoryQueries(room as never, sources as never, () => null),
  }
}

/** The index that a page is read by, and whether the rows that it gives are tested. */
function leadOf(
  filter: Partial<HistoryFilter>,
  {
    order = 'changed',
    counts = [{}],
    fill,
  }: {
    order?: HistoryOrder
    counts?: readonly Counts[]
    fill?: (db: Sqlite.Database) => unknown
  } = {},
): { index: string | undefined; isTested: boolean } {
  const { db, prepared, queries } = listened(counts)
  fill?.(db)
  queries.page(filter, null, 1, order)
  const sql = prepared.at(-1) ?? ''
  const isTested = prepared.some((one) => one.includes('CROSS JOIN file ON'))
  return { index: /INDEXED BY (\w+)/.exec(sql)?.[1], isTested }
}

/** So many files with the same cause, in one folder and at the same time. */
const filled =
  (files: number) =>
  (db: Sqlite.Database): unknown =>
    db.exec(`
      INSERT INTO source (id, path, is_network, added_at) VALUES (1, '/photos', 0, ${noon});
      INSERT INTO folder (id, source_id, path) VALUES (2, 1, '');
      INSERT INTO folder (id, source_id, parent_id, path) VALUES (1, 1, 2, 'x');
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${files})
      INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, state, due_at, reason, found_at,
        changed_at)
      SELECT 1, 1, n, n, 1, 1, n, 'failed', ${noon}, 'item-error', ${noon}, ${noon} FROM number`)

test.each<[string, Counts[], Partial<HistoryFilter>]>([
  ['file_state', [{ failed: 4, skipped: 6, done: 90 }], { states: ['failed', 'skipped'] }],
  ['file_date', [{ failed: 5, skipped: 6, done: 89 }], { states: ['failed', 'skipped'] }],
  ['file_state', [{ failed: 10, done: 90 }], { states: ['failed'] }],
  ['file_date', [{ failed: 11, done: 89 }], { states: ['failed'] }],
  ['file_state', [{ done: 10 }, { done: 90 }], { sourceId: '1' }],
  ['file_date', [{ done: 11 }, { done: 89 }], { sourceId: '1' }],
  [
    'file_state',
    [
      { failed: 5, done: 45 },
      { failed: 5, done: 45 },
    ],
    { states: ['failed'] },
  ],
  [
    'file_date',
    [
      { failed: 5, done: 45 },
      { failed: 6, done: 44 },
    ],
    { states: ['failed'] },
  ],
  // Nothing is asked for that could be rare.
  ['file_date', [{}], {}],
])('%s leads by change where the tally says %j, for %j', (index, counts, filter) => {
  expect(leadOf({ ...filter, hasDate: true }, { counts }).index).toBe(index)
})

test.each<[string, HistoryOrder, number]>([
  ['file_state', 'size', 5_000],
  ['file_size', 'size', 5_001],
  ['file_state', 'taken', 5_000],
  ['file_taken', 'taken', 5_001],
])('%s leads by %s where %i files of all are asked for', (index, order, failed) => {
  const counts = [{ failed, done: 5_000 }]
  expect(leadOf({ states: ['failed'] }, { order, counts }).index).toBe(index)
})

test('what asks for nothing has its order from the index of that order, also where there is little', () => {
  expect(leadOf({}, { order: 'size' })).toEqual({ index: 'file_size', isTested: false })
  expect(leadOf({}, { order: 'taken' })).toEqual({ index: 'file_taken', isTested: false })
  expect(leadOf({})).toEqual({ index: 'file_changed', isTested: false })
})

test.each<[string, boolean, number, HistoryOrder, Partial<HistoryFilter>]>([
  ['file_coverage', false, 5_000, 'changed', { folder: 'x' }],
  ['file_changed', true, 5_001, 'changed', { folder: 'x' }],
  ['file_coverage', false, 5_000, 'size', { folder: 'x' }],
  ['file_size', true, 5_001, 'size', { folder: 'x' }],
  ['file_reason', false, 5_000, 'size', { reason: 'item-error' }],
  ['file_size', true, 5_001, 'size', { reason: 'item-error' }],
  ['file_changed', false, 5_000, 'size', { changedFrom: noon }],
  ['file_size', true, 5_001, 'size', { changedFrom: noon }],
])('%s leads, tested: %s, to %i files by %s for %j', (index, isTested, files, order, filter) => {
  const counts = [{ failed: files }]
  const lead = leadOf(filter, { order, counts, fill: filled(files) })
  expect(lead).toEqual({ index, isTested })
})

test('what is common by source or state is read from their index where nothing else leads', () => {
  const counts = [{ done: 100 }]
  const lead = { index: 'file_state', isTested: false }
  expect(leadOf({ states: ['done'] }, { counts })).toEqual(lead)
  expect(leadOf({ sourceId: '1' }, { counts })).toEqual(lead)
})

test('no more rows are tested or counted at once than take some ten milliseconds', () => {
  const { asked, queries } = listened([{}])
  const after = { key: noon, id: 1 }
  const bounds = (ask: () => unknown): (number | undefined)[] => {
    asked.length = 0
    ask()
    return asked.map(({ bound, offset }) => bound ?? offset)
  }
  const word = { search: 'word' }
  expect(bounds(() => queries.page(word, null, 9, 'changed'))).toEqual([30_000, 29_999])
  expect(bounds(() => queries.places(word, after, 'changed'))).toEqual([30_000, 29_999])
  expect(bounds(() => queries.count(word, null))).toEqual([30_000, 29_999])
  expect(bounds(() => queries.count({}, null))).toEqual([100_000, 99_999])
  const inNone = { album: 'not' } as const
  expect(bounds(() => queries.page(inNone, null, 9, 'changed'))).toEqual([6_000, 5_999])
})

test.each<[string, number, Partial<HistoryFilter>]>([
  ['file_state', 100, { states: ['failed'] }],
  ['file_changed', 101, { states: ['failed'] }],
  ['file_state', 10, { states: Array<FileState>(10).fill('failed') }],
])('%s leads where so many sources are asked for so much: %i, %j', (index, sources, filter) => {
  const counts = Array.from({ length: sources }, () => ({ failed: 1, done: 99 }))
  expect(leadOf(filter, { counts }).index).toBe(index)
})

test.each<[string, Partial<HistoryFilter>, boolean]>([
  ['file_content', { reason: 'undecodable' }, false],
  ['file_reason', { reason: 'item-error' }, false],
  ['file_reason', { reason: 'item-error', mediaKind: 'photo' }, true],
  ['file_state', { states: ['failed'] }, false],
  ['file_media', { mediaKind: 'photo' }, false],
  ['file_media', { mediaKind: 'photo', hasDate: true }, true],
  ['file_date', { hasDate: true }, false],
  ['file_changed', { changedFrom: noon }, false],
])('what %s leads to for %j is tested where more is asked for: %s', (index, filter, isTested) => {
  expect(leadOf(filter)).toEqual({ index, isTested })
})

test('a hundred statements are kept, and then all are prepared anew', () => {
  const { prepared, queries } = listened([{}])
  const ask = (filter: Partial<HistoryFilter>) => queries.page(filter, null, 1, 'changed')
  const failed = (arms: number) => ({ states: Array<FileState>(arms).fill('failed') })
  for (let arms = 1; arms <= 100; arms += 1) ask(failed(arms))
  ask(failed(1))
  expect(prepared).toHaveLength(100)
  ask({})
  expect(prepared).toHaveLength(101)
  ask(failed(2))
  expect(prepared).toHaveLength(102)
})
