// After the catalogue was lost: only what Google answered for these very bytes and this account, and still lists, counts
// as being in the library. Everything else is sent again.
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import {
  createReceipts,
  hasReceipts,
  readReceipts,
  receiptFolder,
} from '../../../src/main/engine/catalog/receipts.ts'
import type { Catalog, ReadBackPlace } from '../../../src/main/engine/ports/catalogue.ts'
import type { ListedItem } from '../../../src/main/engine/ports/photos.ts'
import {
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  openOptions,
  originalPlan,
  sha,
  statesOf,
  tempFolder,
  testClock,
  type TestClock,
} from './catalog-builder.ts'

const first = { sub: 'sub-1', email: 'first@example.test', clientId: 'client-1' }
const second = { sub: 'sub-2', email: 'second@example.test', clientId: 'client-1' }
const end: ReadBackPlace = { next: null, day: '2026-07-01', requests: 1 }
const facts = {
  mediaKind: 'photo',
  mimeType: 'image/jpeg',
  width: 4000,
  height: 3000,
  takenAt: noon,
} as const

interface Place {
  path: string
  backupFolder: string
  clock: TestClock
}

function aPlace(): Place {
  const folder = tempFolder()
  return {
    path: join(folder, 'catalogue.sqlite'),
    backupFolder: join(folder, 'backups'),
    clock: testClock(),
  }
}

async function open(at: Place): Promise<Catalog> {
  const opened = await openCatalog(openOptions({ ...at }))
  if (!opened.ok) throw new Error(opened.failure.kind)
  onTestFinished(() => opened.value.close())
  return opened.value
}

const listed = (mediaItemId: string): ListedItem => ({
  mediaItemId,
  productUrl: null,
  fileName: 'IMG.jpg',
  mimeType: 'image/jpeg',
  createdAt: noon,
  width: 4000,
  height: 3000,
})

/** Finds these files and does what has to be done before they are sent. */
async function prepare(
  catalog: Catalog,
  files: Record<string, string>,
): Promise<Map<string, number>> {
  const sourceId = catalog.sources()[0]?.sourceId ?? addSource(catalog, '/photos')
  const entries = Object.entries(files).map(([name, word]) =>
    entry(name, { ctimeUs: (noon - 60_000 - word.length) * 1000 }),
  )
  await catalog.applyWalk(sourceId, [listing('', entries)], noon, 0)
  const found = catalog.next('found', 99, noon, new Set()).map(({ name }) => name)
  return new Map(
    found.map((name) => {
      const uploadId = fingerprint(catalog, name, files[name] ?? '')
      const next = as.ready(originalPlan('IMG.jpg'))
      catalog.record([{ of: 'upload', uploadId, next, facts }])
      return [name, uploadId]
    }),
  )
}

/** A catalogue whose files are in the library, each as the item of its word. */
async function lived(at: Place, files: Record<string, string>, account = first): Promise<Catalog> {
  const catalog = await open(at)
  await catalog.useAccount(account)
  for (const [name, uploadId] of await prepare(catalog, files)) {
    catalog.record([{ of: 'upload', uploadId, next: as.done(`item-${files[name] ?? ''}`) }])
  }
  return catalog
}

async function lose(at: Place, catalog: Catalog): Promise<Catalog> {
  catalog.close()
  writeFileSync(at.path, 'this is no database'.repeat(500))
  return open(at)
}

test('what the library still lists of what Google took is done and not sent', async () => {
  const at = aPlace()
  const again = await lose(at, await lived(at, { 'a.jpg': 'A', 'b.jpg': 'B' }))
  expect(again.openedAs).toBe('rebuilt')
  await again.useAccount(first)
  expect(again.isReadBackNeeded()).toBe(true)
  // One is prepared before the library is read, the other after it.
  await prepare(again, { 'a.jpg': 'A' })
  expect(again.adoptFromLibrary([listed('item-A'), listed('item-B')], end)).toBe(1)
  await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B' })
  expect(statesOf(again)).toEqual(['a.jpg: done', 'b.jpg: done'])
  expect(again.isReadBackNeeded()).toBe(false)
  expect(again.verify()).toEqual([])
})

test('an edited photo of the same name, sides and times is sent, for the library has the version before', async () => {
  const at = aPlace()
  const again = await lose(at, await lived(at, { 'a.jpg': 'A' }))
  await again.useAccount(first)
  again.adoptFromLibrary([listed('item-A')], end)
  await prepare(again, { 'a.jpg': 'edited' })
  expect(statesOf(again)).toEqual(['a.jpg: ready'])
})

test('what the library does not list any more, or never took from here, is sent', async () => {
  const at = aPlace()
  const again = await lose(at, await lived(at, { 'a.jpg': 'A' }))
  await again.useAccount(first)
  again.adoptFromLibrary([listed('item-C')], end)
  await prepare(again, { 'a.jpg': 'A', 'c.jpg': 'C' })
  expect(statesOf(again)).toEqual(['a.jpg: ready', 'c.jpg: ready'])
})

test('the items of one account or client never make the photos of another done', async () => {
  for (const other of [second, { ...first, clientId: 'client-2' }]) {
    const at = aPlace()
    const again = await lose(at, await lived(at, { 'a.jpg': 'A', 'b.jpg': 'B' }))
    await again.useAccount(first)
    again.adoptFromLibrary([listed('item-A')], { ...end, next: 'page-2' })
    await again.useAccount(other)
    expect(again.isReadBackNeeded()).toBe(false)
    expect(again.readBackPlace().next).toBeNull()
    again.adoptFromLibrary([listed('item-A'), listed('item-B')], end)
    await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B' })
    expect(statesOf(again)).toEqual(['a.jpg: ready', 'b.jpg: ready'])
    await again.useAccount(first)
    expect(again.isReadBackNeeded()).toBe(true)
    expect(again.verify()).toEqual([])
  }
})

test('a catalogue that nobody answered has nothing to read back', async () => {
  const at = aPlace()
  const catalog = await open(at)
  await catalog.useAccount(first)
  const again = await lose(at, catalog)
  await again.useAccount(first)
  expect(again.isReadBackNeeded()).toBe(false)
})

test('the place in the library is kept over a restart', async () => {
  const at = aPlace()
  let catalog = await lose(at, await lived(at, { 'a.jpg': 'A', 'b.jpg': 'B' }))
  await catalog.useAccount(first)
  expect(catalog.readBackPlace()).toEqual({ next: null, day: '', requests: 0 })
  const place = { next: 'page-2', day: '2026-07-01', requests: 1 }
  catalog.adoptFromLibrary([listed('item-A')], place)
  catalog.close()
  catalog = await open(at)
  expect(catalog.readBackPlace()).toEqual(place)
  catalog.adoptFromLibrary([listed('item-B')], { ...end, requests: 2 })
  await prepare(catalog, { 'a.jpg': 'A', 'b.jpg': 'B' })
  expect(statesOf(catalog)).toEqual(['a.jpg: done', 'b.jpg: done'])
})

test('receipts outlive the backups before them and end with the oldest one', async () => {
  const at = aPlace()
  const catalog = await lived(at, { 'a.jpg': 'A' })
  const folder = join(at.path, '..', 'receipts')
  const words = ['B', 'CC', 'DDD', 'EEEE', 'FFFFF']
  for (const word of words) {
    at.clock.pass(86_400_000)
    await catalog.backUp()
    const [uploadId] = (await prepare(catalog, { [`${word}.jpg`]: word })).values()
    if (uploadId === undefined) throw new Error('nothing was prepared')
    catalog.record([{ of: 'upload', uploadId, next: as.done(`item-${word}`) }])
    await catalog.applyWalk(1, [listing('', [])], noon, 0)
  }
  expect(readdirSync(folder).length).toBe(4)
  // The newest backup knows the first four days, the receipts since it the rest.
  const restored = await lose(at, catalog)
  expect(restored.openedAs).toBe('restored-from-backup')
  restored.adoptFromLibrary(
    words.map((word) => listed(`item-${word}`)),
    end,
  )
  await prepare(restored, Object.fromEntries(words.map((word) => [`${word}.jpg`, word])))
  expect(statesOf(restored)).toEqual(
    ['A.jpg: done', ...words.map((word) => `${word}.jpg: done`)]
      .map((line) => line.replace(/^A/, 'a'))
      .sort(),
  )
})

test('a receipt that is cut off or damaged proves nothing, and harms no other', async () => {
  const at = aPlace()
  const catalog = await lived(at, { 'a.jpg': 'A', 'b.jpg': 'B' })
  const folder = join(at.path, '..', 'receipts')
  const [name = ''] = readdirSync(folder)
  const path = join(folder, name)
  const text = readFileSync(path, 'utf8').replace('item-A', 'item-X')
  writeFileSync(path, text)
  appendFileSync(path, text.slice(0, 40))
  const again = await lose(at, catalog)
  await again.useAccount(first)
  again.adoptFromLibrary([listed('item-X'), listed('item-B')], end)
  await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B' })
  expect(statesOf(again)).toEqual(['a.jpg: ready', 'b.jpg: done'])
})

test('a missing catalogue beside receipts was lost, not new; and so was an empty one', async () => {
  const at = aPlace()
  const catalog = await lived(at, { 'a.jpg': 'A' })
  catalog.close()
  rmSync(at.path)
  const again = await open(at)
  expect(again.openedAs).toBe('rebuilt')
  again.close()
  writeFileSync(at.path, '')
  expect((await open(at)).openedAs).toBe('rebuilt')
})

/** A new catalogue in memory that knows what was answered for these words before the loss. */
function proved(...words: string[]) {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  const catalog = createCatalog(db, 'rebuilt', openOptions())
  onTestFinished(() => catalog.close())
  catalog.setReadBackNeeded(true)
  catalog.keepReceipts(
    words.map((word) => ({
      ...{ sub: first.sub, clientId: first.clientId, sha256: sha(word) },
      ...{ mediaItemId: `item-${word}`, productUrl: `https://photos.example.test/item-${word}` },
    })),
  )
  return { db, catalog }
}

test('the catalogue keeps apart what Google answered and what it only lists', async () => {
  const { catalog: again, db } = proved('A', 'B')
  await again.useAccount(first)
  await prepare(again, { 'a.jpg': 'A' })
  // One becomes done when the page comes, one when it is prepared after that, one by an answer of Google.
  again.adoptFromLibrary([listed('item-A'), listed('item-B')], end)
  const [, uploadId] = (await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' })).values()
  again.record([{ of: 'upload', uploadId: uploadId ?? 0, next: as.done('item-C') }])
  const rows = db
    .prepare('SELECT media_item_id, is_read_back FROM upload ORDER BY media_item_id')
    .raw()
    .all()
  expect(rows).toEqual([
    ['item-A', 1],
    ['item-B', 1],
    ['item-C', 0],
  ])
})

test('before anyone has signed in a page of a library is nobody’s', async () => {
  const { catalog: again } = proved('A')
  await prepare(again, { 'a.jpg': 'A' })
  expect(again.isReadBackNeeded()).toBe(true)
  expect(again.adoptFromLibrary([listed('item-A')], { ...end, next: 'page-2' })).toBe(0)
  expect(again.readBackPlace()).toEqual({ next: null, day: '', requests: 0 })
  expect(statesOf(again)).toEqual(['a.jpg: ready'])
  await again.useAccount(first)
  expect(again.readBackPlace()).toEqual({ next: null, day: '', requests: 0 })
  expect(again.adoptFromLibrary([listed('item-A')], end)).toBe(1)
})

test('what the whole library did not list is waited for no more, and not before its last page', async () => {
  const { catalog: again } = proved('A', 'B')
  await again.useAccount(first)
  again.adoptFromLibrary([listed('item-A')], { ...end, next: 'page-2' })
  expect(again.isReadBackNeeded()).toBe(true)
  again.adoptFromLibrary([], end)
  expect(again.isReadBackNeeded()).toBe(false)
  again.adoptFromLibrary([listed('item-B')], end)
  await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B' })
  expect(statesOf(again)).toEqual(['a.jpg: done', 'b.jpg: ready'])
})

test('nothing is read back once that is called off', async () => {
  const { catalog: again } = proved('A')
  await again.useAccount(first)
  expect(again.isReadBackNeeded()).toBe(true)
  again.setReadBackNeeded(false)
  expect(again.isReadBackNeeded()).toBe(false)
})

test('another account of the same client shares its budget of requests, and not its page', async () => {
  const { catalog: again } = proved('A', 'B')
  await again.useAccount(first)
  again.adoptFromLibrary([], { next: 'page-2', day: '2026-07-01', requests: 7 })
  await again.useAccount(second)
  expect(again.readBackPlace()).toEqual({ next: null, day: '2026-07-01', requests: 7 })
  await again.useAccount({ ...second, clientId: 'client-2' })
  expect(again.readBackPlace()).toEqual({ next: null, day: '', requests: 0 })
  await again.useAccount(first)
  expect(again.readBackPlace()).toEqual({ next: 'page-2', day: '2026-07-01', requests: 7 })
})

test('what is listed is done with the address that the library has for it', async () => {
  const { catalog: again } = proved('A', 'B')
  await again.useAccount(first)
  await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B' })
  const moved = { ...listed('item-B'), productUrl: 'https://photos.example.test/moved' }
  expect(again.adoptFromLibrary([listed('item-A'), moved, listed('other')], end)).toBe(2)
  expect([1, 2].map((fileId) => again.fileById(fileId)?.productUrl)).toEqual([
    'https://photos.example.test/item-A',
    'https://photos.example.test/moved',
  ])
  expect(again.adoptFromLibrary([listed('item-A')], end)).toBe(0)
})

test('what waits to be sent is done when it is listed, what waits to be prepared is prepared first', async () => {
  const { catalog: again } = proved('A', 'B')
  await again.useAccount(first)
  const uploads = await prepare(again, { 'a.jpg': 'A', 'b.jpg': 'B' })
  const wait = (name: string, resumesAs: 'ready' | 'fingerprinted') =>
    again.record([
      { of: 'upload', uploadId: uploads.get(name) ?? 0, next: as.waiting(noon + 9_000, resumesAs) },
    ])
  wait('a.jpg', 'ready')
  wait('b.jpg', 'fingerprinted')
  expect(again.adoptFromLibrary([listed('item-A'), listed('item-B')], end)).toBe(1)
  expect(statesOf(again)).toEqual(['a.jpg: done', 'b.jpg: waiting'])
  wait('b.jpg', 'ready')
  expect(statesOf(again)).toEqual(['a.jpg: done', 'b.jpg: waiting'])
  again.record([{ of: 'upload', uploadId: uploads.get('b.jpg') ?? 0, next: as.ready() }])
  expect(statesOf(again)).toEqual(['a.jpg: done', 'b.jpg: done'])
})

test('the receipts between two backups are one file, however often the app is started, and there is none without an answer', async () => {
  const folder = receiptFolder(join(tempFolder(), 'a.sqlite')) ?? ''
  const receipt = (word: string) => ({
    ...{ sub: 'one', clientId: 'c', sha256: sha(word), mediaItemId: word, productUrl: null },
  })
  createReceipts(folder).note([], noon)
  expect(hasReceipts(folder)).toBe(false)
  createReceipts(folder).note([receipt('A')], noon)
  createReceipts(folder).note([receipt('B'), receipt('C')], noon + 1)
  expect(readdirSync(folder)).toHaveLength(1)
  const receipts = createReceipts(folder)
  receipts.begin(noon + 2)
  receipts.note([receipt('D')], noon + 3)
  receipts.note([receipt('E')], noon + 4)
  expect(readdirSync(folder)).toHaveLength(2)
  expect(readReceipts(folder)).toEqual(['A', 'B', 'C', 'D', 'E'].map(receipt))
  expect([hasReceipts(folder), hasReceipts(null)]).toEqual([true, false])
  expect(readReceipts(null)).toEqual([])
  expect(receiptFolder(':memory:')).toBeNull()
})
