// Files with the same bytes: which of them goes on as which, who of them brought the bytes, and what none of it touches.
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalogWithSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  originalPlan,
  sha,
  statesOf,
  testClock,
} from './catalog-builder.ts'

const none: ReadonlySet<number> = new Set()
const photo = {
  mediaKind: 'photo',
  mimeType: 'image/jpeg',
  width: 4,
  height: 3,
  takenAt: noon,
} as const

const idOf = (catalog: Catalog, name: string): string | undefined =>
  catalog.listHistory({}, null, 100).rows.find((row) => row.name === name)?.fileId

/** Files that lie side by side with the same bytes, in the order in which their bytes became known. */
async function twins(...names: string[]) {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const scan = (entries: Parameters<typeof listing>[1]) =>
    catalog.applyWalk(sourceId, [listing('', entries)], clock.now(), 0)
  await scan([...names].sort())
  const uploads = names.map((name) => fingerprint(catalog, name, 'same'))
  return { catalog, sourceId, clock, scan, uploadId: uploads[0] ?? 0 }
}

test('of several deleted files with the same bytes the moved one is told by its inode, else by its name', async () => {
  const inodes = { 'one.jpg': 901, 'two.jpg': 902, 'three.jpg': 903 }
  const all = Object.entries(inodes).map(([name, inode]) => entry(name, { inode }))
  for (const [now, was] of [
    [entry('new.jpg', { inode: 902 }), 'two.jpg'],
    [entry('new.jpg', { inode: 903 }), 'three.jpg'],
    [entry('new.jpg', { inode: 901 }), 'one.jpg'],
  ] as const) {
    const { catalog, sourceId } = await aCatalogWithSource()
    await catalog.applyWalk(sourceId, [listing('', all)], noon, 0)
    for (const name of Object.keys(inodes)) fingerprint(catalog, name, 'same')
    const before = idOf(catalog, was)
    await catalog.applyWalk(sourceId, [listing('', [])], noon, 0)
    await catalog.applyWalk(sourceId, [listing('', [now])], noon, 0)
    fingerprint(catalog, 'new.jpg', 'same')
    expect(idOf(catalog, 'new.jpg')).toBe(before)
    expect(idOf(catalog, was)).toBeUndefined()
    expect(catalog.verify()).toEqual([])
  }
  for (const name of Object.keys(inodes)) {
    const { catalog, sourceId } = await aCatalogWithSource()
    await catalog.applyWalk(sourceId, [listing('', all)], noon, 0)
    for (const each of Object.keys(inodes)) fingerprint(catalog, each, 'same')
    const before = idOf(catalog, name)
    await catalog.applyWalk(sourceId, [listing('', [], ['x'])], noon, 0)
    const moved = listing('x', [entry(name, { inode: 7 })])
    await catalog.applyWalk(sourceId, [moved], noon, 0)
    fingerprint(catalog, name, 'same')
    const rows = catalog.listHistory({ folder: 'x' }, null, 9).rows
    expect(rows.map(({ fileId }) => fileId)).toEqual([before])
  }
})

test('the file that brought the bytes stays it when a copy of it becomes another photo', async () => {
  // b.jpg was read first, so that a.jpg is its duplicate.
  const { catalog, scan, uploadId } = await twins('b.jpg', 'a.jpg', 'c.jpg')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  await scan(['a.jpg', 'b.jpg', entry('c.jpg', { sizeBytes: 5 })])
  const duplicates = catalog
    .listHistory({}, null, 9)
    .rows.filter((row) => row.isDuplicate)
    .map((row) => row.name)
  expect(duplicates).toEqual(['a.jpg'])
  expect(catalog.verify()).toEqual([])
})

test('a second file with bytes that are known is known by kind and date at once', async () => {
  for (const takenAt of [noon, null]) {
    const { catalog, sourceId } = await aCatalogWithSource()
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'a.jpg', 'same')
    const facts = { ...photo, takenAt }
    catalog.record([{ of: 'upload', uploadId, next: as.ready(), facts }])
    fingerprint(catalog, 'b.jpg', 'same')
    const filter = { mediaKind: 'photo', hasDate: takenAt !== null } as const
    expect(
      catalog
        .listHistory(filter, null, 9)
        .rows.map(({ name }) => name)
        .sort(),
    ).toEqual(['a.jpg', 'b.jpg'])
    expect(catalog.verify()).toEqual([])
  }
})

test('the bytes of a file that is linked already are not taken for others', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const [item] = catalog.next('found', 1, noon, none)
  if (item === undefined) throw new Error('nothing found')
  const { fileId, stamp } = item
  catalog.record([{ of: 'fingerprint', fileId, sha256: sha('A'), stamp }])
  const seq = catalog.lastHistorySeq()
  catalog.record([{ of: 'fingerprint', fileId, sha256: sha('B'), stamp }])
  catalog.record([{ of: 'fingerprint', fileId: 99, sha256: sha('B'), stamp }])
  expect(catalog.fileById(fileId)?.sha256).toBe(sha('A'))
  expect(catalog.lastHistorySeq()).toBe(seq)
})

test.each(['sizeBytes', 'mtimeUs', 'ctimeUs'] as const)(
  'bytes that were read when a file had another %s are not its own',
  async (part) => {
    const { catalog, sourceId } = await aCatalogWithSource()
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
    const [item] = catalog.next('found', 1, noon, none)
    if (item === undefined) throw new Error('nothing found')
    const { fileId } = item
    const stamp = { ...item.stamp, [part]: item.stamp[part] + 1 }
    catalog.record([{ of: 'fingerprint', fileId, sha256: sha('A'), stamp }])
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
    expect(catalog.verify()).toEqual([])
  },
)

test('a photo that is in the library has no news when its file goes or comes back', async () => {
  const { catalog, clock, scan, uploadId } = await twins('a.jpg', 'b.jpg')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  const seq = catalog.lastHistorySeq()
  const times = catalog.listHistory({}, null, 9).rows.map(({ changedAt }) => changedAt)
  for (const entries of [['b.jpg'], [], ['a.jpg'], ['a.jpg', 'b.jpg']]) {
    clock.pass(1_000)
    await scan(entries)
    expect(catalog.lastHistorySeq()).toBe(seq)
    expect(catalog.listHistory({}, null, 9).rows.map(({ changedAt }) => changedAt)).toEqual(times)
  }
  expect(catalog.verify()).toEqual([])
})

test('a file that is gone has no news when it is missed again, or its copy moves on', async () => {
  const { catalog, clock, scan, uploadId } = await twins('a.jpg', 'b.jpg')
  const other = entry('c.jpg')
  await scan(['a.jpg', 'b.jpg', other])
  clock.pass(1_000)
  await scan(['b.jpg'])
  const goneAt = clock.now()
  clock.pass(1_000)
  for (const fileId of [1, 3]) catalog.record([{ of: 'file', fileId, next: { state: 'gone' } }])
  catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
  const rows = catalog.listHistory({ states: ['gone'] }, null, 9).rows
  expect(rows.map(({ name, changedAt }) => [name, changedAt])).toEqual([
    ['c.jpg', goneAt],
    ['a.jpg', goneAt],
  ])
  expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: ready', 'c.jpg: gone'])
  expect(catalog.verify()).toEqual([])
})

test('a file that nobody found is none, and one that the queue misses is missed by the next scan as well', async () => {
  const { catalog, scan } = await twins('a.jpg')
  catalog.record([{ of: 'file', fileId: 1, next: { state: 'gone' } }])
  expect(statesOf(catalog)).toEqual(['a.jpg: gone'])
  expect(await scan([])).toMatchObject({ vanished: 0 })
  expect(await scan(['a.jpg'])).toMatchObject({ returned: 1 })
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
})

test('bytes that no file has any more get no upload for another account', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.useAccount({ sub: 'one', email: 'one', clientId: 'c' })
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  catalog.removeSource(sourceId)
  const seq = catalog.lastHistorySeq()
  await catalog.useAccount({ sub: 'two', email: 'two', clientId: 'c' })
  expect(catalog.lastHistorySeq()).toBe(seq)
})

test('what waits, was left out or failed says why beside each of its files', async () => {
  const { catalog, clock, scan, uploadId } = await twins('a.jpg')
  for (const [next, cause] of [
    [as.failed(), { failure: { kind: 'item-error' }, skip: null }],
    [as.skipped(), { failure: null, skip: { kind: 'too-large' } }],
    [as.waiting(noon + 9_000), { failure: { kind: 'server-error' }, skip: null }],
  ] as const) {
    catalog.record([{ of: 'upload', uploadId, next }])
    clock.pass(1)
    await scan([])
    await scan(['a.jpg'])
    expect(catalog.listHistory({}, null, 9).rows[0]).toMatchObject({ state: 'fingerprinted' })
    catalog.record([{ of: 'upload', uploadId, next }])
    expect(catalog.listHistory({}, null, 9).rows[0]).toMatchObject({ state: next.state, ...cause })
  }
})

test('what the user ignored shows no reason while its file is gone', async () => {
  const { catalog, scan, uploadId } = await twins('a.jpg')
  catalog.record([{ of: 'upload', uploadId, next: as.skipped() }])
  await catalog.ignoreReason('too-large')
  await scan([])
  expect(catalog.listHistory({}, null, 9).rows).toMatchObject([
    { state: 'gone', skip: null, failure: null, until: null },
  ])
})

test('a session is for its bytes: another plan, or the bytes sent, end it', async () => {
  const { catalog, uploadId } = await twins('a.jpg')
  const session = { url: 'https://upload.example.test/1', offset: 7, openedAt: noon + 0.4 }
  const open = (): void => {
    catalog.record([
      { of: 'upload', uploadId, next: as.ready() },
      { of: 'session', uploadId, session },
    ])
  }
  const kept = () => catalog.fileById(1)?.session
  open()
  expect(kept()).toEqual({ ...session, openedAt: noon })
  catalog.record([{ of: 'upload', uploadId, next: as.waiting(noon, 'ready') }])
  catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
  expect(kept()).toEqual({ ...session, openedAt: noon })
  for (const next of [as.ready(originalPlan('other.jpg')), as.sent(), as.waiting(noon, 'sent')]) {
    open()
    catalog.record([{ of: 'upload', uploadId, next }])
    expect(kept()).toBeNull()
  }
  open()
  catalog.record([{ of: 'session', uploadId, session: null }])
  expect(kept()).toBeNull()
})

test('a file is told by the inode that it had last, as a drive may give new ones whenever it is mounted', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const scan = (...entries: Parameters<typeof entry>[]) =>
    catalog.applyWalk(
      sourceId,
      [
        listing(
          '',
          entries.map((one) => entry(...one)),
        ),
      ],
      noon,
      0,
    )
  await scan(['a.jpg', { inode: 1 }], ['b.jpg', { inode: 2 }])
  for (const name of ['a.jpg', 'b.jpg']) fingerprint(catalog, name, 'same')
  const before = idOf(catalog, 'a.jpg')
  await scan(['a.jpg', { inode: 2 }], ['b.jpg', { inode: 1 }])
  await scan()
  await scan(['new.jpg', { inode: 2 }])
  fingerprint(catalog, 'new.jpg', 'same')
  expect(idOf(catalog, 'new.jpg')).toBe(before)
  expect(catalog.verify()).toEqual([])
})
