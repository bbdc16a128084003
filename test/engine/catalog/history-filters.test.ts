// Every way to narrow the history down, together with every other: what is listed, counted and outlined is what a look at
// each row by itself finds.
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  historyOrders,
  type HistoryFilter,
  type HistoryOrder,
  type HistoryRow,
} from '../../../src/shared/contract.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import { unknownTakenAt, unreadKey } from '../../../src/shared/order-keys.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  originalPlan,
  ownerOf,
  testClock,
} from './catalog-builder.ts'

const dayMs = 86_400_000
type Filter = Partial<HistoryFilter>
type Place = Parameters<Catalog['listHistory']>[1]

/** In the library as it is: nobody here could look at it. */
const undecodable: Lifecycle = {
  ...as.done('odd'),
  plan: { ...originalPlan(), keptOriginal: 'undecodable' },
} as Lifecycle

/** Files of two sources and several folders, in every state, of both kinds, with a date and without. */
async function mixed(): Promise<Catalog> {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const other = addSource(catalog, '/card')
  const states: (Lifecycle | null)[] = [
    ...[
      as.done(),
      undecodable,
      as.failed(),
      as.skipped(),
      as.waiting(noon),
      as.ready(),
      as.sent(),
      null,
    ],
  ]
  const folders = ['', 'a', 'a/b', 'a!', 'ab']
  let number = 0
  for (const id of [sourceId, other])
    for (const folder of folders) {
      clock.pass(dayMs / 4)
      const names = [1, 2, 3, 4].map(() => `${(number += 1)} ${number % 3 === 0 ? 'x' : 'y'}.jpg`)
      // Some are as large as others.
      const files = names.map((name) => entry(name, { sizeBytes: (parseInt(name) * 7) % 11 }))
      await catalog.applyWalk(id, [listing(folder, files)], clock.now(), 0)
      for (const name of names) {
        const next = states[Number.parseInt(name) % states.length] ?? null
        if (next === null) continue
        clock.pass(1_000)
        const mediaKind = Number.parseInt(name) % 4 === 0 ? 'video' : 'photo'
        const place = Number.parseInt(name)
        const takenAt = place % 5 === 0 ? noon - ((place * 3) % 4) * dayMs : null
        const facts = { mediaKind, mimeType: 'any/any', width: 1, height: 1, takenAt } as const
        const uploadId = fingerprint(catalog, name, name, clock.now())
        catalog.record([{ of: 'upload', uploadId, next, facts }])
      }
    }
  clock.pass(1_000)
  await catalog.applyWalk(other, [listing('a', [])], clock.now(), 0)
  await withAlbums(catalog, sourceId)
  return catalog
}

/** Albums of one source: of some folders one that has some of its photos, of some one that takes none. */
async function withAlbums(catalog: Catalog, sourceId: number): Promise<void> {
  await catalog.useAccount({ sub: '1', email: 'first@example.test', clientId: 'client' })
  await catalog.changeAlbums(sourceId, 'folders')
  const made = { productUrl: 'https://photos.google.com/lr/album/1', isRenamed: false }
  for (const [key, state] of [
    ['a', 'made'],
    ['a/b', 'deleted'],
    ['a!', 'made'],
    ['ab', 'refused'],
  ] as const) {
    const album = { ...made, state, title: key, name: key, albumId: `google ${key}` }
    catalog.record([
      { of: 'album', owner: ownerOf(catalog), place: { sourceId, key }, part: 1, album },
    ])
  }
  const rows = [...catalog.allHistory()].filter((row) => row.sourceId === String(sourceId))
  for (const album of catalog.allAlbums())
    for (const [at, row] of rows.filter(({ folder }) => folder === album.key).entries()) {
      const uploadId = catalog.fileById(Number(row.fileId))?.uploadId ?? null
      if (uploadId === null || row.state !== 'done' || at % 4 === 3) continue
      const isIn = album.key !== 'a!'
      catalog.record([{ of: 'in-album', uploadId, rowId: album.rowId, isIn }])
    }
}

/** What a filter means, said of one row. */
function isIn(row: HistoryRow, filter: Filter): boolean {
  const { search = '', states = [], folder = null, sourceId = null } = filter
  const { reason = null, mediaKind = null, hasDate = null } = filter
  const { changedFrom = null, changedTo = null, album = null } = filter
  const path = `${row.folder} ${row.name}`.toLowerCase()
  const isDoubtful = row.state === 'done' && row.keptOriginal === 'undecodable'
  const cause = isDoubtful ? 'undecodable' : (row.skip?.kind ?? row.failure?.kind ?? null)
  return [
    search.split(' ').every((word) => path.includes(word)),
    states.length === 0 || states.includes(row.state),
    !folder || row.folder === folder || row.folder.startsWith(`${folder}/`),
    sourceId === null || row.sourceId === sourceId,
    reason === null || cause === reason,
    mediaKind === null || row.facts?.mediaKind === mediaKind,
    hasDate === null || (row.facts !== null && (row.facts.takenAt !== null) === hasDate),
    changedFrom === null || row.changedAt >= changedFrom,
    changedTo === null || row.changedAt <= changedTo,
    album === null || (album === 'in' ? row.albums.length > 0 : row.notInAlbum !== null),
  ].every(Boolean)
}

/** Every so-manieth of all the filters that these choices make together. */
function* filters(rows: readonly HistoryRow[], step: number): Generator<Filter> {
  const [at, to] = [rows[25]?.changedAt ?? 0, rows[8]?.changedAt ?? 0]
  const choices: Record<string, Filter[]> = {
    search: [{}, { search: 'x' }, { search: 'b 1' }, { search: ' ' }],
    states: [{}, { states: ['done'] }, { states: ['failed', 'gone', 'found'] }],
    place: [
      ...[{}, { sourceId: '1' }, { sourceId: '2', folder: '' }, { sourceId: '77' }],
      ...[{ folder: 'a' }, { sourceId: '1', folder: 'a' }, { sourceId: '2', folder: 'a/b' }],
    ],
    reason: [{}, { reason: 'item-error' }, { reason: 'too-large' }, { reason: 'undecodable' }],
    kind: [{}, { mediaKind: 'photo' }, { mediaKind: 'video' }],
    date: [{}, { hasDate: true }, { hasDate: false }],
    album: [{}, { album: 'in' }, { album: 'not' }],
    span: [{}, { changedFrom: at }, { changedTo: to }, { changedFrom: at, changedTo: to }],
  }
  const all = Object.values(choices)
  const count = all.reduce((product, choice) => product * choice.length, 1)
  for (let index = 0; index < count; index += step) {
    let rest = index
    let filter: Filter = {}
    for (const choice of all) {
      filter = { ...filter, ...choice[rest % choice.length] }
      rest = Math.floor(rest / choice.length)
    }
    yield filter
  }
}

/** The rows as each order has them. */
const sorted = (rows: readonly HistoryRow[], order: HistoryOrder): HistoryRow[] =>
  rows
    .map((row) => ({ ...row, orderKey: keyOf(row, order) }))
    .sort((a, b) => b.orderKey - a.orderKey || Number(b.fileId) - Number(a.fileId))
const keyOf = (row: HistoryRow, order: HistoryOrder): number =>
  order === 'changed'
    ? row.changedAt
    : order === 'size'
      ? row.facts === null
        ? unreadKey
        : row.sizeBytes
      : (row.facts?.takenAt ?? unknownTakenAt)
const headingOf = (row: HistoryRow | undefined, order: HistoryOrder): string =>
  order === 'size'
    ? `${row?.orderKey === unreadKey}`
    : `${row && new Date(row.orderKey).toDateString()}`

test.each(historyOrders)(
  'what is listed by %s, page by page, counted and outlined is what each row by itself says',
  async (order) => {
    const catalog = await mixed()
    const rows = sorted([...catalog.allHistory()], order)
    expect(rows).toHaveLength(40)
    let matched = 0
    // A prime, so that the choices meet in ever other ways.
    for (const filter of filters(sorted(rows, 'changed'), 79)) {
      const expected = rows.filter((row) => isIn(row, filter)).map(({ name }) => name)
      matched += expected.length > 0 ? 1 : 0
      const said = JSON.stringify(filter)
      const listed: string[] = []
      let after: Place = null
      do {
        const page = catalog.listHistory(filter, after, 3, order)
        listed.push(...page.rows.map(({ name }) => name))
        after = page.next
      } while (after !== null)
      expect(listed, said).toEqual(expected)
      expect(catalog.countHistory(filter, null), said).toEqual({
        files: expected.length,
        next: null,
      })
      const { next } = catalog.listHistory(filter, null, 3, order)
      if (next === null) continue
      const outlined = catalog.outlineHistory(filter, next, { rows: 2, has: 1 }, order)
      expect([outlined.files, outlined.next], said).toEqual([expected.length - 3, null])
      const rest = rows.filter((row) => isIn(row, filter)).slice(3)
      expect(outlined.marks, said).toEqual(
        rest
          .filter((_, row) => (1 + row + 1) % 2 === 0)
          .map(({ orderKey, fileId }) => ({ key: orderKey, fileId })),
      )
      expect(outlined.days, said).toEqual(
        rest.flatMap((one, row) =>
          headingOf(one, order) === headingOf(rest[row - 1], order)
            ? []
            : { row, key: one.orderKey },
        ),
      )
      if (order === 'changed' && isCountedByRows(filter))
        expect(catalog.countHistory(filter, next).files, said).toBe(expected.length - 3)
    }
    expect(matched).toBeGreaterThan(20)
  },
)

/** Whether a filter asks for what no count by source, state and folder knows, so that it is counted part by part. */
const isCountedByRows = (filter: Filter): boolean =>
  (filter.search ?? '').trim() !== '' ||
  ['mediaKind', 'hasDate', 'changedFrom', 'changedTo'].some((part) => part in filter)

test('the folder of a source that is not known holds nothing, in each way to ask', async () => {
  const catalog = await mixed()
  for (const filter of [
    { sourceId: '77', search: 'x' },
    { sourceId: '77', hasDate: true },
  ]) {
    expect(catalog.listHistory(filter, null, 9)).toEqual({ rows: [], next: null })
    expect(catalog.countHistory(filter, null)).toEqual({ files: 0, next: null })
    const after = catalog.listHistory({}, null, 1).next
    if (after === null) throw new Error('one row')
    expect(catalog.outlineHistory(filter, after, { rows: 2, has: 0 })).toEqual({
      ...{ files: 0, marks: [], days: [], next: null },
    })
  }
})

test('a history without any folder is empty, whatever is asked for', async () => {
  const catalog = await aCatalog()
  for (const filter of [{}, { states: ['done'], search: 'x' }, { hasDate: true }] as Filter[]) {
    expect(catalog.listHistory(filter, null, 9)).toEqual({ rows: [], next: null })
    expect(catalog.countHistory(filter, null)).toEqual({ files: 0, next: null })
    const outlined = catalog.outlineHistory(filter, { key: noon, fileId: '1' }, { rows: 2, has: 0 })
    expect(outlined).toEqual({ files: 0, marks: [], days: [], next: null })
  }
})

test('a count that is asked for again is that of the filter and the rows as they are now', async () => {
  const catalog = await mixed()
  const x = catalog.countHistory({ search: 'x' }, null).files
  const y = catalog.countHistory({ search: 'y' }, null).files
  expect(x + y).toBe(40)
  expect(catalog.countHistory({ search: 'x' }, null).files).toBe(x)
  await catalog.applyWalk(1, [listing('more', ['50 x.jpg', '51 y.jpg'])], noon, 0)
  expect(catalog.countHistory({ search: 'x' }, null).files).toBe(x + 1)
  expect(catalog.countHistory({ search: 'y' }, null).files).toBe(y + 1)
})
