// The history: filters, pages, search, counts, coverage and problems.
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { HistoryFilter, HistoryPlace } from '../../../src/shared/contract.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  openOptions,
  originalPlan,
  reach,
  reducedPlan,
  testClock,
} from './catalog-builder.ts'

/** Six files in every kind of state, found in this order. */
async function mixed(): Promise<{ catalog: Catalog; sourceId: number; otherId: number }> {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const otherId = addSource(catalog, '/card')
  const step = (): number => {
    clock.pass(1000)
    return clock.now()
  }
  await catalog.applyWalk(
    sourceId,
    [
      listing('', ['plain.jpg'], ['2019', '2019b']),
      listing('2019', ['Beach.jpg', 'small.png'], ['May']),
      listing('2019/May', ['clip.mp4']),
      listing('2019b', ['Sunset 100%.jpg']),
    ],
    step(),
    0,
  )
  await catalog.applyWalk(otherId, [listing('DCIM', ['IMG_1.jpg'])], step(), 0)
  const photo = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 4000, height: 3000 } as const
  const move = (
    name: string,
    next: Parameters<Catalog['record']>[0][number] & { of: 'upload' },
  ): void => {
    step()
    catalog.record([{ ...next, uploadId: fingerprint(catalog, name, name, clock.now()) }])
  }
  move('Beach.jpg', {
    of: 'upload',
    uploadId: 0,
    next: as.done('beach'),
    facts: { ...photo, takenAt: noon },
  })
  move('small.png', {
    of: 'upload',
    uploadId: 0,
    next: as.skipped(),
    facts: { ...photo, takenAt: null },
  })
  move('clip.mp4', {
    of: 'upload',
    uploadId: 0,
    next: as.failed(),
    facts: { mediaKind: 'video', mimeType: 'video/mp4', width: null, height: null, takenAt: noon },
  })
  move('IMG_1.jpg', { of: 'upload', uploadId: 0, next: as.ready(reducedPlan('r.jpg')) })
  return { catalog, sourceId, otherId }
}

function names(catalog: Catalog, filter: Partial<HistoryFilter>): string[] {
  return catalog.listHistory(filter, null, 100).rows.map((row) => row.name)
}

/** Every page to the end, and how many there were. */
function allNames(
  catalog: Catalog,
  filter: Partial<HistoryFilter>,
  limit: number,
): { names: string[]; pages: number } {
  const seen: string[] = []
  let pages = 0
  let after: Parameters<Catalog['listHistory']>[1] = null
  do {
    const page = catalog.listHistory(filter, after, limit)
    seen.push(...page.rows.map((row) => row.name))
    after = page.next
    pages += 1
  } while (after !== null)
  return { names: seen, pages }
}

/** Every part of the count together, and how many there were. */
function countAll(
  catalog: Catalog,
  filter: Partial<HistoryFilter>,
): { files: number; parts: number } {
  let files = 0
  let parts = 0
  let after: Parameters<Catalog['countHistory']>[1] = null
  do {
    const part = catalog.countHistory(filter, after)
    files += part.files
    after = part.next
    parts += 1
  } while (after !== null)
  return { files, parts }
}

test('the last change comes first', async () => {
  const { catalog } = await mixed()
  expect(names(catalog, {})).toEqual([
    'IMG_1.jpg',
    'clip.mp4',
    'small.png',
    'Beach.jpg',
    'Sunset 100%.jpg',
    'plain.jpg',
  ])
})

const cases: [string, Partial<HistoryFilter>, string[]][] = [
  ['a state', { states: ['done'] }, ['Beach.jpg']],
  ['several states', { states: ['done', 'failed'] }, ['clip.mp4', 'Beach.jpg']],
  ['a kind', { mediaKind: 'video' }, ['clip.mp4']],
  ['a missing date', { hasDate: false }, ['small.png']],
  ['a reason of a skip', { reason: 'too-large' }, ['small.png']],
  ['a reason of a failure', { reason: 'item-error' }, ['clip.mp4']],
  [
    'a folder and all below it',
    { sourceId: '1', folder: '2019' },
    ['clip.mp4', 'small.png', 'Beach.jpg'],
  ],
  ['a deeper folder', { sourceId: '1', folder: '2019/May' }, ['clip.mp4']],
  ['a source', { sourceId: '2' }, ['IMG_1.jpg']],
  ['a source and its own folder', { sourceId: '2', folder: '' }, ['IMG_1.jpg']],
  ['a part of a name in any case', { search: 'BEACH' }, ['Beach.jpg']],
  ['a folder by its name', { search: 'may' }, ['clip.mp4']],
  ['words in name and folder', { search: '2019 beach' }, ['Beach.jpg']],
  ['a percent sign that means itself', { search: '100%' }, ['Sunset 100%.jpg']],
  ['an underscore that means itself', { search: 'g_1' }, ['IMG_1.jpg']],
  ['no such word', { search: 'zebra' }, []],
  [
    'several things at once',
    { search: 'jpg', states: ['done'], mediaKind: 'photo', hasDate: true },
    ['Beach.jpg'],
  ],
  ['an unknown source', { sourceId: '77' }, []],
]

test.each(cases)('narrows down to %s, and counts the same', async (_, filter, expected) => {
  const { catalog } = await mixed()
  expect(names(catalog, filter)).toEqual(expected)
  expect(countAll(catalog, filter)).toEqual({ files: expected.length, parts: 1 })
})

test('a span of time takes both ends', async () => {
  const { catalog } = await mixed()
  const [, clip, small] = catalog.listHistory({}, null, 10).rows
  const span = { changedFrom: small?.changedAt ?? 0, changedTo: clip?.changedAt ?? 0 }
  expect(names(catalog, span)).toEqual(['clip.mp4', 'small.png'])
})

test.each([
  {},
  { sourceId: '1' },
  { states: ['found' as const] },
  { search: 'jpg' },
  { folder: 'x', sourceId: '1' },
])('pages of %j join without a gap or a repeat, equal times included', async (filter) => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const files = Array.from({ length: 25 }, (_, index) => entry(`${index}.jpg`))
  await catalog.applyWalk(sourceId, [listing('x', files)], noon, 0)
  expect(allNames(catalog, filter, 4).names).toEqual(files.map((file) => file.name).reverse())
})

test('all of it is read to the end, however many pages that takes', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = Array.from({ length: 1_001 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  const read = [...catalog.allHistory()].map(({ name }) => name)
  expect(read.toSorted()).toEqual(names.toSorted())
})

test.each([
  ['changed', noon + 3],
  ['size', 700],
  ['taken', noon - 9],
] as const)('each row says where it stands in the order %s', async (order, orderKey) => {
  const clock = testClock(noon + 3)
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const file = entry('a.jpg', { sizeBytes: 700 })
  await catalog.applyWalk(sourceId, [listing('', [file])], noon, 0)
  const facts = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1 } as const
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([
    { of: 'upload', uploadId, next: as.ready(), facts: { ...facts, takenAt: noon - 9 } },
  ])
  expect(catalog.listHistory({}, null, 9, order).rows).toMatchObject([{ orderKey }])
})

test('why a copy of a file failed is not said of one that is gone', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'the same')
  fingerprint(catalog, 'b.jpg', 'the same')
  catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const causes = catalog.listHistory({}, null, 9).rows.map(({ name, failure }) => [name, failure])
  expect(Object.fromEntries(causes)).toEqual({
    'a.jpg': { kind: 'item-error', code: 3 },
    'b.jpg': null,
  })
})

test('the rows are counted once for all who ask, until they change', async () => {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  const catalog = createCatalog(db, 'good', openOptions())
  onTestFinished(() => catalog.close())
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  const asked = (search: string) => catalog.countHistory({ search }, null).files
  expect([asked('b'), asked('a'), asked('jpg')]).toEqual([1, 1, 2])
  // Behind its back, so that it shows who looks.
  db.pragma('ignore_check_constraints = ON')
  db.exec(`UPDATE file SET name = 'renamed.png', state = 'failed' WHERE name = 'b.jpg'`)
  expect(asked('jpg')).toBe(2)
  // By state and source alone they are known without a look.
  for (const folder of [null, ''])
    expect(catalog.countHistory({ states: ['found'], mediaKind: null, folder }, null).files).toBe(2)
  await catalog.applyWalk(sourceId, [listing('x', ['c.jpg'])], noon, 0)
  expect(asked('jpg')).toBe(2)
  expect(asked('png')).toBe(1)
})

test('a rare match among very many is reached and counted in bounded parts', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', [entry('needle.jpg')])], noon, 0)
  const hay = Array.from({ length: 31_000 }, (_, index) => entry(`${index}.mp4`))
  await catalog.applyWalk(sourceId, [listing('x', hay)], noon + 1, 0)
  expect(allNames(catalog, { search: 'ne edle' }, 100)).toEqual({ names: ['needle.jpg'], pages: 2 })
  expect(countAll(catalog, { search: 'ne edle' })).toEqual({ files: 1, parts: 2 })
  expect(countAll(catalog, { search: 'mp4' })).toEqual({ files: 31_000, parts: 2 })
  // A change of the rows is counted, also behind the first part.
  await catalog.applyWalk(
    sourceId,
    [listing('x', hay, ['y']), listing('x/y', ['new.mp4'])],
    noon,
    0,
  )
  expect(countAll(catalog, { search: 'mp4' })).toEqual({ files: 31_001, parts: 2 })
})

test.each<[string, Partial<HistoryFilter>]>([
  ['everything', {}],
  ['a filter that tests each row', { search: '7' }],
])('the outline of %s tells where each page begins and each day', async (_, filter) => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const dayMs = 86_400_000
  // 31,000 rows of two days, and one of a third: more than one part.
  for (const [day, count] of [1, 12_000, 19_000].entries()) {
    const entries = Array.from({ length: count }, (_, index) => entry(`${day}-${index}.jpg`))
    await catalog.applyWalk(sourceId, [listing(`day ${day}`, entries)], noon + day * dayMs, 0)
  }
  const pageRows = 100
  const expected = allNames(catalog, filter, 500).names
  const first = catalog.listHistory(filter, null, 40)
  const seen = first.rows.map(({ changedAt }) => changedAt)
  const marks: HistoryPlace[] = []
  const days = new Map<number, string>([[0, new Date(seen[0] ?? 0).toDateString()]])
  let known = first.rows.length
  let parts = 0
  for (let after = first.next; after !== null; parts += 1) {
    const part = catalog.outlineHistory(filter, after, { rows: pageRows, has: known % pageRows })
    for (const { row, key } of part.days) days.set(known + row, new Date(key).toDateString())
    marks.push(...part.marks)
    known += part.files
    after = part.next
  }
  expect(parts).toBeGreaterThan(1)
  expect(known).toBe(expected.length)
  expect(marks).toHaveLength(Math.floor(expected.length / pageRows))
  for (const at of [0, Math.floor(marks.length / 2), marks.length - 1]) {
    const after = marks[at] ?? null
    const [next] = catalog.listHistory(filter, after, 1).rows
    expect(next?.name).toBe(expected[(at + 1) * pageRows])
  }
  const dayOf = (row: number): string => expected[row]?.split('-')[0] ?? ''
  for (const [row, day] of days) {
    const before = [...days.keys()].filter((other) => other < row).at(-1)
    if (before !== undefined && days.get(before) !== day)
      expect(dayOf(row)).not.toBe(dayOf(row - 1))
  }
  expect(new Set(days.values()).size).toBe(new Set(expected.map((_, row) => dayOf(row))).size)
})

test('a small folder is found at once however old its files are', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const old = Array.from({ length: 25 }, (_, index) => entry(`${index}.jpg`))
  await catalog.applyWalk(
    sourceId,
    [listing('album', old, ['inside']), listing('album/inside', ['deep.jpg'])],
    noon,
    0,
  )
  const hay = Array.from({ length: 31_000 }, (_, index) => entry(`${index}.mp4`))
  await catalog.applyWalk(sourceId, [listing('x', hay)], noon + 1, 0)
  const filter = { sourceId: String(sourceId), folder: 'album' }
  const expected = ['deep.jpg', ...old.map((file) => file.name).reverse()]
  expect(names(catalog, filter)).toEqual(expected)
  expect(allNames(catalog, filter, 4).names).toEqual(expected)
  expect(names(catalog, { ...filter, states: ['done'] })).toEqual([])
  expect(names(catalog, { ...filter, search: 'deep' })).toEqual(['deep.jpg'])
  expect(names(catalog, { ...filter, reason: 'too-large' })).toEqual([])
  expect(names(catalog, { ...filter, changedFrom: noon + 1 })).toEqual([])
  expect(countAll(catalog, filter)).toEqual({ files: 26, parts: 1 })
})

test('a row tells what was or will be sent, and why it was not', async () => {
  const { catalog } = await mixed()
  const [image, clip, small, beach] = catalog.listHistory({}, null, 10).rows
  expect(image).toMatchObject({
    state: 'ready',
    isReduced: true,
    sentSizeBytes: 400,
    canOpen: false,
  })
  expect(clip).toMatchObject({ failure: { kind: 'item-error', code: 3 }, skip: null })
  expect(small).toMatchObject({
    skip: { kind: 'too-large', sizeBytes: 2, limitBytes: 1 },
    failure: null,
  })
  expect(beach).toMatchObject({
    canOpen: true,
    folder: '2019',
    sourceName: 'photos',
    facts: { mediaKind: 'photo', width: 4000, takenAt: noon },
  })
})

test('coverage counts everything below each folder, with the reasons for the rest', async () => {
  const { catalog, sourceId } = await mixed()
  expect(catalog.coverage(null, '')).toMatchObject([
    { folder: '', name: 'photos', files: 5, done: 1, hasChildren: true },
    { folder: '', name: 'card', files: 1, done: 0 },
  ])
  expect(catalog.coverage(sourceId, '')).toMatchObject([
    {
      folder: '2019',
      name: '2019',
      files: 3,
      done: 1,
      hasChildren: true,
      reasons: [
        { reason: 'too-large', files: 1 },
        { reason: 'item-error', files: 1 },
      ],
    },
    { folder: '2019b', name: '2019b', files: 1, done: 0, hasChildren: false },
  ])
  expect(catalog.coverage(sourceId, '2019')).toMatchObject([
    { folder: '2019/May', name: 'May', files: 1, hasChildren: false },
  ])
})

test.each<[string, string, string[]]>([
  ['everything', '', ['1 ', '1 2019', '1 2019/May', '1 2019b', '2 ', '2 DCIM']],
  ['a part of a name in any case', 'MAY', ['1 2019/May']],
  ['words of several parts', '2019 may', ['1 2019/May']],
  ['a word of the source and one of the folder', 'card dci', ['2 DCIM']],
  ['the name of a source', 'card', ['2 ', '2 DCIM']],
  ['nothing', 'zebra', []],
])('the folders of the history are found by %s', async (_, search, expected) => {
  const { catalog } = await mixed()
  const found = catalog.historyFolders(search, 100)
  expect(found.map(({ sourceId, folder }) => `${sourceId} ${folder}`)).toEqual(expected)
})

test('a folder that holds files only further down is found, one without any is not', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [
      listing('', [], ['year', 'texts']),
      listing('year', [], ['month']),
      listing('year/month', ['a.jpg']),
      listing('texts', []),
    ],
    noon,
    0,
  )
  const folders = catalog.historyFolders('', 100).map(({ folder }) => folder)
  expect(folders).toEqual(['', 'year', 'year/month'])
  expect(catalog.historyFolders('', 2)).toHaveLength(2)
})

test('problems are grouped by cause with one example, and retried or ignored as a group', async () => {
  const { catalog } = await mixed()
  expect(catalog.problems()).toMatchObject([
    { state: 'failed', reason: 'item-error', files: 1, bytes: 1000, failure: { code: 3 } },
    { state: 'skipped', reason: 'too-large', files: 1, skip: { limitBytes: 1 } },
  ])
  expect(await catalog.retryReason('item-error')).toBe(1)
  expect(await catalog.ignoreReason('too-large')).toBe(1)
  expect(names(catalog, { states: ['fingerprinted'] })).toEqual(['clip.mp4'])
  expect(names(catalog, { reason: 'ignored-by-user' })).toEqual(['small.png'])
  expect(catalog.skippedSince(0)).toBe(0)
  expect(catalog.verify()).toEqual([])
})

test('a single file is tried again, unless it is well', async () => {
  const { catalog } = await mixed()
  const [clip] = catalog.listHistory({ states: ['failed'] }, null, 1).rows
  const [beach] = catalog.listHistory({ states: ['done'] }, null, 1).rows
  expect(catalog.retryFile(Number(clip?.fileId))).toBe(true)
  expect(catalog.retryFile(Number(beach?.fileId))).toBe(false)
  expect(catalog.retryFile(999)).toBe(false)
})

test('what the user never wants stays so through vanishing and coming back', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.skipped() }])
  await catalog.ignoreReason('too-large')
  await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
  expect(names(catalog, { states: ['gone'] })).toEqual(['a.jpg'])
  await catalog.applyWalk(sourceId, [listing('', [], ['new']), listing('new', ['a.jpg'])], noon, 0)
  fingerprint(catalog, 'a.jpg', 'A')
  expect(catalog.listHistory({}, null, 10).rows).toMatchObject([
    { folder: 'new', state: 'skipped', skip: { kind: 'ignored-by-user' } },
  ])
  expect(catalog.verify()).toEqual([])
})

test('states are filtered over more sources than one statement can merge', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  for (let index = 0; index < 120; index += 1) addSource(catalog, `/source ${index}`)
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  expect(names(catalog, { states: ['found', 'done', 'failed', 'gone', 'sent'] })).toEqual([
    'b.jpg',
    'a.jpg',
  ])
  expect(names(catalog, { states: ['done', 'failed', 'gone', 'sent', 'ready'] })).toEqual([])
})

test('coverage adds up what lies deeper by its reason, and lists folders by their names', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [
      listing('', [], ['c', 'a', 'b']),
      listing('c', ['1.jpg'], ['x', 'y']),
      listing('c/x', ['2.jpg', '3.jpg']),
      listing('c/y', ['4.jpg']),
      listing('a', ['5.jpg']),
      listing('b', ['6.jpg']),
    ],
    noon,
    0,
  )
  for (const name of ['1.jpg', '2.jpg', '4.jpg']) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
  }
  const rows = catalog.coverage(sourceId, '')
  expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  expect(rows[2]).toMatchObject({ files: 4, bytes: 4_000, done: 0, hasChildren: true })
  expect(rows[2]?.reasons).toEqual(
    expect.arrayContaining([
      { reason: 'item-error', files: 3 },
      { reason: 'found', files: 1 },
    ]),
  )
})

test('one cause in several folders is one problem, the largest first', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['c.jpg', 'd.jpg'])], noon, 0)
  for (const name of ['a.jpg', 'c.jpg', 'd.jpg', 'b.jpg']) {
    const next = name === 'b.jpg' ? as.skipped() : as.failed()
    catalog.record([{ of: 'upload', uploadId: fingerprint(catalog, name, name), next }])
  }
  expect(catalog.problems()).toMatchObject([
    { state: 'failed', reason: 'item-error', files: 3, bytes: 3_000 },
    { state: 'skipped', reason: 'too-large', files: 1, bytes: 1_000 },
  ])
  catalog.restrictTo([other])
  expect(catalog.problems()).toMatchObject([{ reason: 'item-error', files: 2, bytes: 2_000 }])
})

test('photos, states and a folder narrow a history down together, and count the same', async () => {
  const { catalog, sourceId } = await mixed()
  const folder = { sourceId: String(sourceId), folder: '2019' }
  for (const [filter, expected] of [
    [{ mediaKind: 'photo', states: ['done'] }, ['Beach.jpg']],
    [{ ...folder, mediaKind: 'photo' }, ['small.png', 'Beach.jpg']],
    [{ ...folder, states: ['done', 'failed'] }, ['clip.mp4', 'Beach.jpg']],
    [{ ...folder, states: ['failed'], reason: 'item-error' }, ['clip.mp4']],
    [{ ...folder, states: ['done'], reason: 'item-error' }, []],
  ] as const satisfies [Partial<HistoryFilter>, string[]][]) {
    expect(names(catalog, filter as unknown as Partial<HistoryFilter>)).toEqual(expected)
    expect(countAll(catalog, filter as unknown as Partial<HistoryFilter>).files).toBe(
      expected.length,
    )
  }
})

test('a row tells for which tags its original went', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('2019', ['a.jpg', 'b.jpg'])], noon, 0)
  const plan = { ...originalPlan(), keptOriginal: 'metadata-lost' } as const
  for (const [name, lost] of [
    ['a.jpg', 'IPTC Keywords'],
    ['b.jpg', undefined],
  ] as const) {
    const next = { ...as.done(name), plan: lost === undefined ? plan : { ...plan, lost } }
    catalog.record([
      { of: 'upload', uploadId: fingerprint(catalog, name, name), next, facts: null },
    ])
  }
  const { rows } = catalog.listHistory({}, null, 9)
  const told = rows.map(({ name, keptOriginal, lost }) => [name, keptOriginal, lost])
  expect(told.toSorted()).toEqual([
    ['a.jpg', 'metadata-lost', 'IPTC Keywords'],
    ['b.jpg', 'metadata-lost', null],
  ])
})

test('a row tells all of its file, its cause only while that matters, and a time only while it waits', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']
  await catalog.applyWalk(sourceId, [listing('2019', names)], noon, 0)
  const photo = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 4, height: 3 } as const
  const facts = { ...photo, takenAt: noon }
  const failure = { kind: 'item-error', code: 3 } as const
  for (const [name, next] of [
    ['a.jpg', as.done('a')],
    ['b.jpg', as.waiting(noon + 5_000, 'ready')],
    ['c.jpg', as.failed()],
    ['d.jpg', as.ready(reducedPlan('copy', 400))],
  ] as const)
    catalog.record(
      reach(fingerprint(catalog, name, name), next).map((change) => ({ ...change, facts })),
    )
  fingerprint(catalog, 'e.jpg', 'a.jpg')
  const rows = Object.fromEntries(
    catalog.listHistory({}, null, 9).rows.map((row) => [row.name, row]),
  )
  expect(rows['a.jpg']).toEqual({
    ...{ fileId: '1', name: 'a.jpg', folder: '2019', sourceId: String(sourceId) },
    ...{ sourceName: 'photos', state: 'done', skip: null, failure: null, until: null },
    ...{ changedAt: noon, modifiedAt: noon - 86_400_000, sizeBytes: 1_000, sentSizeBytes: 1_000 },
    orderKey: noon,
    ...{
      isReduced: false,
      keptOriginal: null,
      lost: null,
      addedDate: null,
      undated: null,
      caption: null,
      albums: [],
      notInAlbum: null,
      olderVersion: null,
      partners: [],
      isDuplicate: false,
      isPresent: true,
      facts,
    },
    canOpen: true,
  })
  expect(rows['b.jpg']).toMatchObject({
    ...{ state: 'waiting', until: noon + 5_000, skip: null, canOpen: false },
    failure: { kind: 'server-error', status: 500 },
  })
  expect(rows['c.jpg']).toMatchObject({ state: 'failed', failure, until: null })
  expect(rows['d.jpg']).toMatchObject({ state: 'ready', isReduced: true, sentSizeBytes: 400 })
  expect(rows['e.jpg']).toMatchObject({ state: 'done', isDuplicate: true, facts, canOpen: true })
})

test('what has no address in Google Photos cannot be opened there', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const next: Lifecycle = { state: 'done', plan: null, mediaItemId: 'a', productUrl: null }
  catalog.record([{ of: 'upload', uploadId: fingerprint(catalog, 'a.jpg', 'a'), next }])
  expect(catalog.listHistory({}, null, 9).rows).toMatchObject([{ state: 'done', canOpen: false }])
})
