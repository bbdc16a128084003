// Files that are one picture in the history: one row for them where all of them fit, each by itself where only one does, with
// what became of the others; counts, pages and outlines agree.
import { beforeEach, expect, test } from 'vitest'
import type { HistoryFilter, HistoryOrder } from '../../../src/shared/contract.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
} from './catalog-builder.ts'

let catalog: Catalog
let sourceId: number
beforeEach(async () => {
  ;({ catalog, sourceId } = await aCatalogWithSource())
  await catalog.applyWalk(
    sourceId,
    [
      listing(
        '',
        ['A.JPG', 'A.CR2', 'A.MOV', 'B.JPG', 'B.CR2'].map((name, at) =>
          entry(name, { sizeBytes: 1_000 + at }),
        ),
        ['in'],
      ),
      listing('in', ['C.JPG', 'C.MOV', 'D.JPG']),
    ],
    noon,
    0,
  )
  for (const [name, still, role] of [
    ['A.CR2', 'A.JPG', 'raw'],
    ['A.MOV', 'A.JPG', 'film'],
    ['C.MOV', 'C.JPG', 'film'],
  ] as const)
    catalog.record([{ of: 'pair', fileId: idOf(name), stillId: idOf(still), role }])
})

const rowOf = (name: string) => {
  const row = catalog.listHistory({}, null, 99).rows.find((one) => one.name === name)
  if (row === undefined) throw new Error(`There is no ${name}`)
  return row
}
const idOf = (name: string): number => Number(rowOf(name).fileId)
const names = (filter: Partial<HistoryFilter>, limit = 99, order: HistoryOrder = 'changed') => {
  const found: string[] = []
  let after: Parameters<Catalog['listHistory']>[1] = null
  do {
    const page = catalog.listHistory({ ...filter, isFolded: true }, after, limit, order)
    found.push(...page.rows.map(({ name }) => name))
    after = page.next
  } while (after !== null)
  return found.toSorted()
}
const count = (filter: Partial<HistoryFilter>): number => {
  let files = 0
  let after: Parameters<Catalog['countHistory']>[1] = null
  do {
    const part = catalog.countHistory({ ...filter, isFolded: true }, after)
    files += part.files
    after = part.next
  } while (after !== null)
  return files
}
const fail = (name: string): void =>
  catalog.record([{ of: 'file', fileId: idOf(name), next: as.failed() }])

test('each file tells its partners and what became of them', () => {
  fail('A.CR2')
  const of = (name: string, is: string, more = {}) => ({
    ...{ fileId: String(idOf(name)), name, is, state: 'found', reason: null },
    ...more,
  })
  const failed = { state: 'failed', reason: 'item-error' }
  expect(rowOf('A.JPG').partners).toEqual([of('A.CR2', 'raw', failed), of('A.MOV', 'film')])
  expect(rowOf('A.CR2').partners).toEqual([of('A.JPG', 'still')])
  expect(rowOf('C.JPG').partners).toEqual([of('C.MOV', 'film')])
  expect(rowOf('B.CR2').partners).toEqual([])
})

test('one row stands for them, and each is by itself for whoever does not ask for that', () => {
  const rows = ['A.JPG', 'B.CR2', 'B.JPG', 'C.JPG', 'D.JPG']
  expect(names({})).toEqual(rows)
  expect(catalog.listHistory({}, null, 99).rows).toHaveLength(8)
  expect([...catalog.allHistory()]).toHaveLength(8)
})

test.each<[string, Partial<HistoryFilter>, string[]]>([
  ['nothing', {}, ['A.JPG', 'B.CR2', 'B.JPG', 'C.JPG', 'D.JPG']],
  ['problems', { states: ['failed'] }, ['A.CR2', 'C.JPG']],
  ['what is found', { states: ['found'] }, ['A.JPG', 'B.CR2', 'B.JPG', 'D.JPG']],
  ['both', { states: ['failed', 'found'] }, ['A.JPG', 'B.CR2', 'B.JPG', 'C.JPG', 'D.JPG']],
  ['a reason', { reason: 'item-error' }, ['A.CR2', 'C.JPG']],
  ['a folder', { folder: 'in' }, ['C.JPG', 'D.JPG']],
  ['words of one of them', { search: 'cr2' }, ['A.CR2', 'B.CR2']],
  ['words of both', { search: 'a' }, ['A.JPG']],
  ['words of their folder', { search: 'in' }, ['C.JPG', 'D.JPG']],
  ['videos', { mediaKind: 'video' }, []],
  ['a time', { changedFrom: noon }, ['A.JPG', 'B.CR2', 'B.JPG', 'C.JPG', 'D.JPG']],
  ['later', { changedFrom: noon + 1 }, []],
])('asked for %s: rows, counts and pages agree', (_, filter, expected) => {
  fail('A.CR2')
  fail('C.JPG')
  fail('C.MOV')
  expect(names(filter)).toEqual(expected)
  for (const sourced of [filter, { ...filter, sourceId: String(sourceId) }]) {
    expect(count(sourced)).toBe(expected.length)
    for (const order of ['changed', 'size', 'taken'] as const)
      for (const limit of [1, 2, 3]) expect(names(sourced, limit, order)).toEqual(expected)
  }
  const [first] = catalog.listHistory({ ...filter, isFolded: true }, null, 1).rows
  if (first === undefined) return
  const place = { key: first.orderKey, fileId: first.fileId }
  const outlined = catalog.outlineHistory({ ...filter, isFolded: true }, place, { rows: 2, has: 1 })
  expect(outlined.files).toBe(expected.length - 1)
})

test('another source counts for itself', () => {
  const other = addSource(catalog, '/other')
  expect(count({ sourceId: String(other) })).toBe(0)
  expect(count({ sourceId: String(sourceId) })).toBe(5)
})

test('what is chosen of the rows is done with all that they stand for, and with nothing of those left out', async () => {
  for (const name of ['A.JPG', 'A.CR2', 'C.JPG', 'C.MOV', 'D.JPG']) fail(name)
  const filter = { states: ['failed' as const], isFolded: true }
  const chosen = { filter, except: [String(idOf('C.JPG'))] }
  expect([...catalog.rowsChosen(chosen)].map(({ name }) => name).toSorted()).toEqual([
    'A.CR2',
    'A.JPG',
    'D.JPG',
  ])
  expect(await catalog.retryChosen({ fileIds: [String(idOf('A.JPG'))] })).toBe(2)
  expect([rowOf('A.JPG').state, rowOf('A.CR2').state]).toEqual(['found', 'found'])
  // Chosen by itself it is nobody else.
  expect(await catalog.retryChosen({ fileIds: [String(idOf('C.MOV'))] })).toBe(1)
  expect(rowOf('C.JPG').state).toBe('failed')
})

test('a pair that parts is two rows again', async () => {
  fingerprint(catalog, 'C.JPG', 'C')
  await catalog.applyWalk(sourceId, [listing('', [entry('C.JPG')], ['in'])], noon, 0)
  await catalog.applyWalk(sourceId, [listing('in', ['C.MOV', 'D.JPG'])], noon, 0)
  fingerprint(catalog, 'C.JPG', 'C')
  expect(names({ search: 'C.' })).toEqual(['C.JPG', 'C.MOV'])
  expect(catalog.verify()).toEqual([])
})
