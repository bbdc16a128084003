// What becomes of files and uploads as walks and the queue tell of them.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  foundCount,
  listing,
  noon,
  originalPlan,
  reach,
  sha,
  statesOf,
  testClock,
} from './catalog-builder.ts'

const quietMs = 5_000
const none: ReadonlySet<number> = new Set()

test('a new file is found, and its turn comes at once when it is old enough', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const outcome = await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  expect(outcome).toEqual({ added: 1, changed: 0, vanished: 0, returned: 0 })
  expect(catalog.next('found', 10, noon, none)).toMatchObject([
    { path: join('/photos/a.jpg'), name: 'a.jpg', lifecycle: { state: 'found' }, contentId: null },
  ])
})

test.each([
  ['its modification time', { mtimeUs: (noon - 1_000) * 1_000 }, false],
  ['its change time', { ctimeUs: (noon - 1_000) * 1_000 }, false],
  ['our first sight of it where it has no change time', { ctimeUs: 0 }, false],
  ['our first sight of it on a share, whose clock may lag', {}, true],
])('a file is taken when it was quiet by %s', async (_, change, isNetwork) => {
  const { catalog } = await aCatalogWithSource()
  const identity = { volumeId: null, pathInVolume: null, isNetwork }
  const sourceId = catalog.addSource({ path: '/other', identity, now: noon })
  const walk = (sizeBytes: number, now: number) =>
    catalog.applyWalk(
      sourceId,
      [listing('', [entry('a.jpg', { sizeBytes, ...change })])],
      now,
      quietMs,
    )
  await walk(100, noon)
  expect(catalog.nextDueAt()).toBe(noon + quietMs)
  await walk(200, noon + 4_000)
  expect(catalog.next('found', 10, noon + quietMs, none)).toEqual([])
  expect(catalog.next('found', 10, noon + 4_000 + quietMs, none)).toHaveLength(1)
})

test('a file that could not be looked at stays what it was, and its neighbours are taken', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['refused.jpg'])], noon, quietMs)
  const met = listing('', ['new.jpg'])
  if (met.kind === 'listing') met.listing.unreadable = [{ name: 'refused.jpg', code: 'EIO' }]
  const outcome = await catalog.applyWalk(sourceId, [met], noon, quietMs)
  expect(outcome).toEqual({ added: 1, changed: 0, vanished: 0, returned: 0 })
})

test('a file that was just written waits until it has been quiet', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const fresh = entry('a.jpg', { ctimeUs: (noon - 1) * 1000 })
  await catalog.applyWalk(sourceId, [listing('', [fresh])], noon, quietMs)
  expect(catalog.next('found', 10, noon, none)).toEqual([])
  expect(catalog.nextDueAt()).toBe(noon + quietMs)
  expect(catalog.next('found', 10, noon + quietMs, none)).toHaveLength(1)
})

test('a clock that was set back does not keep a file waiting for as long', async () => {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const fresh = entry('a.jpg', { ctimeUs: noon * 1000 })
  await catalog.applyWalk(sourceId, [listing('', [fresh])], noon, quietMs)
  expect(catalog.next('found', 10, noon, none)).toEqual([])
  expect(catalog.next('found', 10, noon - 86_400_000, none)).toHaveLength(1)
})

test('an unchanged file is left as it is by the next scan', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
  const outcome = await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  expect(outcome).toEqual({ added: 0, changed: 0, vanished: 0, returned: 0 })
  expect(statesOf(catalog)).toEqual(['a.jpg: done'])
})

test('a new inode number alone is no change, as exFAT gives new ones at every mount', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'A')
  const remounted = entry('a.jpg', { inode: 1.8e19 })
  const outcome = await catalog.applyWalk(sourceId, [listing('', [remounted])], noon, quietMs)
  expect(outcome.changed).toBe(0)
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
})

test('a changed file is found again and its old content no longer goes up', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.ready() }])
  const changed = entry('a.jpg', { sizeBytes: 2000 })
  const outcome = await catalog.applyWalk(sourceId, [listing('', [changed])], noon, quietMs)
  expect(outcome).toMatchObject({ changed: 1 })
  expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  expect(catalog.next('ready', 10, noon, none)).toEqual([])
  expect(catalog.verify()).toEqual([])
})

test('the same size and time with another ctime is a change', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'A')
  const rewritten = entry('a.jpg', { ctimeUs: noon * 1000 - 9e9 })
  await catalog.applyWalk(sourceId, [listing('', [rewritten])], noon, quietMs)
  expect(statesOf(catalog)).toEqual(['a.jpg: found'])
})

test('a fingerprint of bytes that a scan has since seen change is not taken', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const [item] = catalog.next('found', 1, noon, none)
  if (item === undefined) throw new Error('nothing found')
  await catalog.applyWalk(
    sourceId,
    [listing('', [entry('a.jpg', { sizeBytes: 5 })])],
    noon,
    quietMs,
  )
  catalog.record([{ of: 'fingerprint', fileId: item.fileId, sha256: sha('A'), stamp: item.stamp }])
  expect(statesOf(catalog)).toEqual(['a.jpg: found'])
})

test('a file that vanished before its turn is gone, and comes back as what it was', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'A')
  expect((await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)).vanished).toBe(2)
  expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: gone'])
  expect(catalog.verify()).toEqual([])
  const back = await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  expect(back).toMatchObject({ returned: 2, added: 0 })
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted', 'b.jpg: found'])
  expect(catalog.verify()).toEqual([])
})

test('a file that vanished after its bytes were sent keeps its way and needs no path', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.sent() }])
  await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)
  expect(statesOf(catalog)).toEqual(['a.jpg: sent'])
  expect(catalog.next('sent', 10, noon, none)).toMatchObject([{ path: '', uploadId: upload }])
})

test('what the queue decides for a file that has vanished meanwhile does not bring it back', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)
  catalog.record([{ of: 'upload', uploadId: upload, next: as.ready() }])
  expect(statesOf(catalog)).toEqual(['a.jpg: gone'])
  expect(catalog.verify()).toEqual([])
})

test('a folder missing from its listing takes all below it along', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [listing('', [], ['x']), listing('x', ['a.jpg'], ['y']), listing('x/y', ['b.jpg'])],
    noon,
    quietMs,
  )
  expect((await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)).vanished).toBe(2)
  expect(statesOf(catalog)).toEqual(['x/a.jpg: gone', 'x/y/b.jpg: gone'])
  expect(catalog.verify()).toEqual([])
})

test('a folder that cannot be read, and a source that is not there, give nothing up', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [listing('', [], ['x']), listing('x', ['a.jpg'])],
    noon,
    quietMs,
  )
  const outcome = await catalog.applyWalk(
    sourceId,
    [
      { kind: 'unreadable', folder: 'x', code: 'EACCES' },
      { kind: 'missing', folder: '' },
    ],
    noon,
    quietMs,
  )
  expect(outcome.vanished).toBe(0)
  expect(statesOf(catalog)).toEqual(['x/a.jpg: found'])
})

test('a finished scan drops the rows of folders that hold nothing', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [listing('', [], ['x']), listing('x', [], ['y']), listing('x/y', [])],
    noon,
    quietMs,
  )
  await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)
  catalog.finishScan(sourceId, noon + 7, [])
  expect(catalog.sources()[0]?.lastScanAt).toBe(noon + 7)
  await catalog.applyWalk(sourceId, [listing('', [], ['x'])], noon, quietMs)
  expect(catalog.verify()).toEqual([])
})

test('the same bytes in two files are one upload and one duplicate', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  const first = fingerprint(catalog, 'a.jpg', 'same')
  // Both are on the disk, so neither is the other under a new name.
  const { catalog: other, sourceId: otherSource } = await aCatalogWithSource()
  await other.applyWalk(otherSource, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  const one = fingerprint(other, 'a.jpg', 'same')
  const two = fingerprint(other, 'b.jpg', 'same')
  expect(first).toBe(1)
  expect(two).toBe(one)
  expect(other.next('fingerprinted', 10, noon, none)).toHaveLength(1)
  other.record([{ of: 'upload', uploadId: one, next: as.done() }])
  expect(other.tally().done).toEqual({ files: 2, bytes: 2000 })
  expect(other.duplicates()).toBe(1)
  expect(other.verify()).toEqual([])
})

test('when the file that brought the bytes is changed, its copy takes its place', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'same')
  fingerprint(catalog, 'b.jpg', 'same')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
  await catalog.applyWalk(
    sourceId,
    [listing('', [entry('a.jpg', { sizeBytes: 9 }), 'b.jpg'])],
    noon,
    quietMs,
  )
  expect(catalog.duplicates()).toBe(0)
  expect(statesOf(catalog)).toEqual(['a.jpg: found', 'b.jpg: done'])
  expect(catalog.verify()).toEqual([])
})

test('a copy goes up from where it is when the first file is gone', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'same')
  fingerprint(catalog, 'b.jpg', 'same')
  await catalog.applyWalk(sourceId, [listing('', ['b.jpg'])], noon, quietMs)
  expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: fingerprinted'])
  expect(catalog.next('fingerprinted', 10, noon, none)).toMatchObject([
    { path: join('/photos/b.jpg') },
  ])
  expect(catalog.verify()).toEqual([])
})

test('a renamed file keeps its row, its history and its place in the library', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', [entry('old.jpg', { inode: 42 })])], noon, quietMs)
  catalog.finishScan(sourceId, noon, [])
  const upload = fingerprint(catalog, 'old.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
  const [before] = catalog.listHistory({}, null, 10).rows
  const renamed = entry('new.jpg', { inode: 42, ctimeUs: (noon - 60_000) * 1000 })
  // A hint brings the new name before a scan misses the old one.
  await catalog.applyWalk(
    sourceId,
    [listing('', [entry('old.jpg', { inode: 42 }), renamed])],
    noon + 1,
    quietMs,
  )
  expect(foundCount(catalog)).toBe(2)
  fingerprint(catalog, 'new.jpg', 'A', noon + 1)
  expect(catalog.duplicates()).toBe(1)
  await catalog.applyWalk(sourceId, [listing('', [renamed])], noon, quietMs)
  const { rows } = catalog.listHistory({}, null, 10)
  expect(rows).toMatchObject([
    { fileId: before?.fileId, name: 'new.jpg', state: 'done', isDuplicate: false },
  ])
  expect(foundCount(catalog)).toBe(1)
  expect(catalog.verify()).toEqual([])
})

test('a file that is renamed before it is missed under its old name keeps its row as well', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', [entry('old.jpg', { inode: 42 })])], noon, quietMs)
  const upload = fingerprint(catalog, 'old.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
  const [before] = catalog.listHistory({}, null, 10).rows
  await catalog.applyWalk(sourceId, [listing('', [entry('new.jpg', { inode: 42 })])], noon, quietMs)
  fingerprint(catalog, 'new.jpg', 'A')
  expect(catalog.listHistory({}, null, 10).rows).toMatchObject([
    { fileId: before?.fileId, name: 'new.jpg', state: 'done' },
  ])
  expect(catalog.verify()).toEqual([])
})

test('a copy that a whole scan has seen beside its original stays when that is deleted', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const both = [entry('a.jpg', { inode: 42 }), entry('b.jpg', { inode: 42 })]
  await catalog.applyWalk(sourceId, [listing('', both)], noon, quietMs)
  catalog.finishScan(sourceId, noon, [])
  fingerprint(catalog, 'a.jpg', 'A')
  fingerprint(catalog, 'b.jpg', 'A')
  await catalog.applyWalk(sourceId, [listing('', both.slice(1))], noon, quietMs)
  expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: fingerprinted'])
  expect(catalog.verify()).toEqual([])
})

test('a file moved to another source is the same file there', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const elsewhere = addSource(catalog, '/card')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)
  expect(statesOf(catalog)).toEqual(['a.jpg: gone'])
  await catalog.applyWalk(elsewhere, [listing('', [entry('a.jpg', { inode: 77 })])], noon, quietMs)
  expect(fingerprint(catalog, 'a.jpg', 'A')).toBe(upload)
  expect(catalog.next('fingerprinted', 10, noon, none)).toMatchObject([
    { path: join('/card/a.jpg'), sourceId: elsewhere },
  ])
  expect(foundCount(catalog)).toBe(1)
  expect(catalog.verify()).toEqual([])
})

test('a copy under another name takes the place of its original, once that is deleted', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const old = entry('old.jpg', { inode: 1 })
  const copy = entry('copy.jpg', { inode: 2 })
  await catalog.applyWalk(sourceId, [listing('', [old])], noon, quietMs)
  const uploadId = fingerprint(catalog, 'old.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  const [before] = catalog.listHistory({}, null, 10).rows

  await catalog.applyWalk(sourceId, [listing('', [copy])], noon, quietMs)
  fingerprint(catalog, 'copy.jpg', 'A')
  expect(catalog.listHistory({}, null, 10).rows).toMatchObject([
    {
      fileId: before?.fileId,
      name: 'copy.jpg',
      state: 'done',
      isDuplicate: false,
      isPresent: true,
    },
  ])
  expect(catalog.verify()).toEqual([])
})

test('of two copies the one that is renamed keeps its row, by what the disk says of it', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const at = (name: string, inode: number) => entry(name, { inode })
  await catalog.applyWalk(sourceId, [listing('', [at('a.jpg', 1), at('b.jpg', 2)])], noon, quietMs)
  for (const name of ['a.jpg', 'b.jpg']) fingerprint(catalog, name, 'A')
  await catalog.applyWalk(sourceId, [listing('', [at('b.jpg', 2), at('c.jpg', 1)])], noon, quietMs)
  fingerprint(catalog, 'c.jpg', 'A')
  expect(catalog.fileById(1)).toMatchObject({ name: 'c.jpg' })
  expect(statesOf(catalog)).toEqual(['b.jpg: fingerprinted', 'c.jpg: fingerprinted'])
  expect(catalog.verify()).toEqual([])
})

test('a copy is a duplicate as long as any file with its bytes is there', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'A')
  fingerprint(catalog, 'b.jpg', 'A')
  await catalog.applyWalk(sourceId, [listing('', ['b.jpg', 'c.jpg'])], noon, quietMs)
  fingerprint(catalog, 'c.jpg', 'A')
  expect(foundCount(catalog)).toBe(3)
  expect(catalog.verify()).toEqual([])
})

test('a file of an unplugged drive is not taken for moved', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const drive = addSource(catalog, '/drive')
  await catalog.applyWalk(drive, [listing('', ['a.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'A')
  catalog.updateSource(drive, { isConnected: false })
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  fingerprint(catalog, 'a.jpg', 'A')
  expect(foundCount(catalog)).toBe(2)
  expect(catalog.next('fingerprinted', 10, noon, none)).toMatchObject([
    { path: join('/photos/a.jpg') },
  ])
})

test('a file only in the cloud is told of and never offered, until its bytes are here', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [listing('', [entry('a.jpg', { isOnlineOnly: true })])],
    noon,
    quietMs,
  )
  expect(statesOf(catalog)).toEqual(['a.jpg: skipped'])
  expect(catalog.problems()).toMatchObject([
    { reason: 'online-only', files: 1, skip: { kind: 'online-only' } },
  ])
  expect(catalog.skippedSince(0)).toBe(1)
  expect(catalog.retryFile(1)).toBe(false)
  const here = entry('a.jpg', { ctimeUs: (noon - 60_000) * 1000 })
  await catalog.applyWalk(sourceId, [listing('', [here])], noon, quietMs)
  expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: as.done() }])
  await catalog.applyWalk(
    sourceId,
    [listing('', [entry('a.jpg', { isOnlineOnly: true })])],
    noon,
    quietMs,
  )
  expect(statesOf(catalog)).toEqual(['a.jpg: done'])
  expect(catalog.verify()).toEqual([])
})

test('a file whose bytes go to the cloud before they are sent is told of, whatever was to be done with it', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const scan = (isOnlineOnly: boolean) =>
    catalog.applyWalk(sourceId, [listing('', [entry('a.jpg', { isOnlineOnly })])], noon, quietMs)
  await scan(false)
  await scan(true)
  expect(catalog.problems()).toMatchObject([{ reason: 'online-only', files: 1 }])
  await scan(false)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
  await scan(true)
  expect(statesOf(catalog)).toEqual(['a.jpg: skipped'])
  const seq = catalog.lastHistorySeq()
  await scan(true)
  expect(catalog.lastHistorySeq()).toBe(seq)
  expect(catalog.verify()).toEqual([])
})

test('a name that is not text is told of and never offered', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const strange = [
    entry('\ud800.jpg'),
    entry('\udbff.jpg'),
    entry('x.jpg', { isNameUnusable: true }),
  ]
  await catalog.applyWalk(sourceId, [listing('', strange)], noon, quietMs)
  await catalog.applyWalk(sourceId, [listing('', strange)], noon, quietMs)
  expect(catalog.next('found', 10, noon, none)).toEqual([])
  expect(new Set(statesOf(catalog).map((line) => line.split(': ')[1]))).toEqual(
    new Set(['skipped']),
  )
})

test.each([
  'a\nb.jpg',
  `it's "quoted".jpg`,
  '100%_\\.jpg',
  '\u{1f4f7}.jpg',
  'e\u0301.jpg',
  '\u00e9.jpg',
  ' .jpg',
  'a\u0000b.jpg',
])('a file named %j is stored and found under that very name', async (name) => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const folder = `in ${name}`
  await catalog.applyWalk(
    sourceId,
    [listing('', [], [folder]), listing(folder, [name])],
    noon,
    quietMs,
  )
  expect(catalog.next('found', 10, noon, none)).toMatchObject([{ name }])
  expect((await catalog.applyWalk(sourceId, [listing(folder, [name])], noon, quietMs)).added).toBe(
    0,
  )
  expect(catalog.listHistory({ search: name.trim() }, null, 10).rows).toMatchObject([
    { name, folder },
  ])
})

test('composed and decomposed names are two files, and search finds both by either', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['\u00c91.jpg', 'E\u03012.jpg'])], noon, quietMs)
  expect(catalog.listHistory({ search: '\u00e9' }, null, 10).rows).toHaveLength(2)
  expect(catalog.listHistory({ search: 'e\u0301' }, null, 10).rows).toHaveLength(2)
})

test('a file that the queue finds changed is looked at again by a scan before it is read', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId: upload, next: { state: 'found' } }])
  expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  expect(catalog.next('found', 10, noon, none)).toEqual([])
  expect(catalog.next('found', 10, noon + 5_000, none)).toHaveLength(1)
  expect(catalog.verify()).toEqual([])
})

test('a file that the queue does not find is gone, and its copy elsewhere goes up instead', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(
    sourceId,
    [listing('', [entry('b.jpg'), entry('a.jpg', { sizeBytes: 1000 })])],
    noon,
    quietMs,
  )
  fingerprint(catalog, 'b.jpg', 'same')
  fingerprint(catalog, 'a.jpg', 'same')
  const fileId = catalog.next('fingerprinted', 1, noon, none)[0]?.fileId ?? 0
  expect(catalog.fileById(fileId)?.name).toBe('b.jpg')
  catalog.record([{ of: 'file', fileId, next: { state: 'gone' } }])
  expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted', 'b.jpg: gone'])
  expect(catalog.verify()).toEqual([])
})

test('a waiting upload has its turn when its time has come, in the queue that it resumes in', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const upload = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record(reach(upload, as.waiting(noon + 60_000, 'ready')))
  expect(catalog.nextDueAt()).toBe(noon + 60_000)
  expect(catalog.next('ready', 10, noon, none)).toEqual([])
  expect(catalog.next('ready', 10, noon + 60_000, none)).toMatchObject([
    { lifecycle: { state: 'waiting', until: noon + 60_000, resumesAs: 'ready', attempts: 1 } },
  ])
  expect(catalog.next('ready', 10, noon + 60_000, new Set([upload]))).toEqual([])
  expect(catalog.verify()).toEqual([])
})

test('an open session is kept while its bytes are sent and forgotten when the plan changes', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  const session = { url: 'https://upload.example.test/1', offset: 262_144, openedAt: noon }
  catalog.record([
    { of: 'upload', uploadId, next: as.ready() },
    { of: 'session', uploadId, session },
  ])
  catalog.record([{ of: 'upload', uploadId, next: as.waiting(noon, 'ready') }])
  expect(catalog.next('ready', 1, noon, none)).toMatchObject([{ session }])
  catalog.record([{ of: 'upload', uploadId, next: as.ready(originalPlan('other.jpg')) }])
  expect(catalog.next('ready', 1, noon, none)).toMatchObject([{ session: null }])
})

test('what is in creation at a crash is sent again while its token lives, else its bytes are', async () => {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  const young = fingerprint(catalog, 'a.jpg', 'A')
  const old = fingerprint(catalog, 'b.jpg', 'B')
  const hour = 3_600_000
  catalog.record([
    { of: 'upload', uploadId: young, next: as.creating(originalPlan(), noon - 23 * hour + 1) },
    { of: 'upload', uploadId: old, next: as.creating(originalPlan(), noon - 23 * hour) },
  ])
  expect(catalog.resumeCreating()).toBe(2)
  expect(statesOf(catalog)).toEqual(['a.jpg: sent', 'b.jpg: ready'])
  expect(catalog.resumeCreating()).toBe(0)
  expect(catalog.verify()).toEqual([])
})

test('a token from a time that this clock has not reached is as good as too old', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  const hour = 3_600_000
  for (const [name, ahead] of [
    ['a.jpg', 22 * hour],
    ['b.jpg', 24 * hour],
  ] as const) {
    const next = as.creating(originalPlan(), noon + ahead)
    catalog.record([{ of: 'upload', uploadId: fingerprint(catalog, name, name), next }])
  }
  expect(catalog.resumeCreating()).toBe(2)
  expect(statesOf(catalog)).toEqual(['a.jpg: sent', 'b.jpg: ready'])
})

test('a file that is found again by the queue has its turn five seconds later', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  catalog.record([{ of: 'file', fileId: 1, next: { state: 'found' } }])
  expect(catalog.nextDueAt()).toBe(noon + 5_000)
  expect(catalog.next('found', 1, noon + 4_999, none)).toEqual([])
  expect(catalog.next('found', 1, noon + 5_000, none)).toHaveLength(1)
})

test('what is learned of a file that is gone leaves it gone', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, quietMs)
  await catalog.applyWalk(sourceId, [listing('', [])], noon, quietMs)
  const failure = { kind: 'file-unreadable', code: 'EIO' } as const
  catalog.record([{ of: 'file', fileId: 1, next: { state: 'failed', failure, attempts: 1 } }])
  catalog.record([{ of: 'file', fileId: 99, next: { state: 'found' } }])
  expect(statesOf(catalog)).toEqual(['a.jpg: gone'])
  const upload = { of: 'file', fileId: 1, next: as.done() } as const
  expect(() => catalog.record([upload])).toThrow('cannot be done')
})

test('an error in one change stores none of them', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, quietMs)
  const [a, b] = catalog.next('found', 2, noon, none)
  if (a === undefined || b === undefined) throw new Error('nothing found')
  expect(() =>
    catalog.record([
      { of: 'file', fileId: a.fileId, next: as.skipped() },
      { of: 'file', fileId: b.fileId, next: as.done() },
    ]),
  ).toThrow('cannot be done')
  expect(statesOf(catalog)).toEqual(['a.jpg: found', 'b.jpg: found'])
  expect(catalog.verify()).toEqual([])
})
