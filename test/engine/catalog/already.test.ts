// Which files were here before the day since which their folder wants what is new, as the rows tell it, and what another day
// takes back to work.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import { dayHere, sinceOf } from '../../../src/shared/already.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  statesOf,
  tempFolder,
  unsentPhotos,
} from './catalog-builder.ts'

const dayMs = 86_400_000
const today = dayHere(noon)
const since = sinceOf(today) ?? 0
const out: Lifecycle = { state: 'skipped', reason: { kind: 'older-than-start', since } }

let catalog: Catalog
let sourceId: number
let place = { path: '', backupFolder: '' }

beforeEach(async () => {
  const folder = tempFolder()
  place = { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
  catalog = await aCatalog(place)
  sourceId = addSource(catalog, '/photos')
})

/** A whole scan of a source that meets just these. */
const scan = async (entries: (Entry | string)[], at = noon, id = sourceId): Promise<void> => {
  await catalog.applyWalk(id, [listing('', entries)], at, 0)
  catalog.finishScan(id, at, [])
}
const found = (name: string) => {
  const item = catalog.next('found', 99, noon + dayMs, new Set()).find((one) => one.name === name)
  if (item === undefined) throw new Error(`${name} is not found`)
  return item
}
const pathsOf = (name: string): readonly string[] | null =>
  catalog.olderFiles(found(name))?.paths ?? null
/** Leaves out what is found and older, as the queue does. */
const leaveOut = (): void => {
  for (const { fileId } of catalog.next('found', 99, noon, new Set()))
    if (catalog.olderFiles({ fileId, uploadId: null }) !== null)
      catalog.record([{ of: 'file', fileId, next: out }])
}
const start = (already: string, id = sourceId) => catalog.changeAlready(id, { already })
/** Written or copied now; `entry` makes what is a day old. */
const now = { mtimeUs: noon * 1000, ctimeUs: noon * 1000 }

describe('of a file that is found', () => {
  test('all goes where no folder begins at a day', async () => {
    await scan(['old.jpg'])
    expect(pathsOf('old.jpg')).toBeNull()
    await start('nothing')
    expect(pathsOf('old.jpg')).toBeNull()
  })

  test('it is older where both of its times and the first scan say so', async () => {
    await start(today)
    await scan(['old.jpg', entry('new.jpg', now), entry('copied.jpg', { ctimeUs: now.ctimeUs })])
    expect(catalog.olderFiles(found('old.jpg'))).toEqual({
      since,
      paths: [join('/photos/old.jpg')],
    })
    expect([pathsOf('new.jpg'), pathsOf('copied.jpg')]).toEqual([null, null])
  })

  test('one of a folder that is moved here later goes, however old its times are', async () => {
    await start(today)
    await scan(['old.jpg'])
    await scan(['old.jpg', 'moved.jpg'], noon + 1)
    expect([pathsOf('old.jpg'), pathsOf('moved.jpg')]).toEqual([[join('/photos/old.jpg')], null])
    // As does what is found with the same times before the first scan came to its end, nothing of which is known.
    expect(catalog.sources()[0]?.firstScanAt).toBe(noon)
  })

  test('it is not counted among what would go', async () => {
    await scan(['old.jpg', entry('new.jpg', now)])
    expect(unsentPhotos(catalog)).toEqual([join('/photos/old.jpg'), join('/photos/new.jpg')])
    await start(today)
    const ids = { from: 1, to: catalog.lastFileId() }
    expect(catalog.unsentFiles(ids).map(({ isOlder }) => isOlder)).toEqual([true, false])
  })
})

describe('of an upload', () => {
  test('all its files must be older, in whatever folder they lie', async () => {
    const other = addSource(catalog, '/copies')
    await scan(['a.jpg'])
    await scan(['b.jpg'], noon, other)
    await start(today)
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    const item = { fileId: 1, uploadId }
    expect(catalog.olderFiles(item)?.paths).toEqual([join('/photos/a.jpg')])
    fingerprint(catalog, 'b.jpg', 'A')
    // Its other folder wants everything.
    expect(catalog.olderFiles(item)).toBeNull()
    await start(today, other)
    expect(catalog.olderFiles(item)?.paths).toEqual([join('/photos/a.jpg'), join('/copies/b.jpg')])
    await scan([], noon, other)
    expect(catalog.olderFiles(item)?.paths).toEqual([join('/photos/a.jpg')])
    await scan([])
    expect(catalog.olderFiles(item)).toBeNull()
  })

  test('what was left out is decided about anew when a file with its bytes comes', async () => {
    await start(today)
    await scan(['old.jpg'])
    const uploadId = fingerprint(catalog, 'old.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: out }])
    await scan(['old.jpg', entry('new.jpg', now)])
    fingerprint(catalog, 'new.jpg', 'A')
    expect(statesOf(catalog)).toEqual(['new.jpg: fingerprinted', 'old.jpg: fingerprinted'])
    expect(catalog.olderFiles({ fileId: 1, uploadId })).toBeNull()
    expect(catalog.verify()).toEqual([])
  })
})

describe('another day', () => {
  test('takes what was left out back to work, and nothing else', async () => {
    await scan(['a.jpg', 'b.jpg', 'ignored.jpg'])
    await start(today)
    const ignored = { state: 'skipped', reason: { kind: 'ignored-by-user' } } as const
    catalog.record([{ of: 'file', fileId: found('ignored.jpg').fileId, next: ignored }])
    leaveOut()
    expect(statesOf(catalog).filter((line) => line.endsWith('skipped'))).toHaveLength(3)
    await start(dayHere(noon - 30 * dayMs))
    expect(statesOf(catalog)).toEqual(['a.jpg: found', 'b.jpg: found', 'ignored.jpg: skipped'])
    expect([pathsOf('a.jpg'), pathsOf('b.jpg')]).toEqual([null, null])
    expect(catalog.verify()).toEqual([])
  })

  test('of one folder leaves the others as they are', async () => {
    const other = addSource(catalog, '/other')
    await scan(['a.jpg'])
    await scan(['b.jpg'], noon, other)
    await start(today)
    await start(today, other)
    leaveOut()
    await start('some', other)
    expect(statesOf(catalog)).toEqual(['a.jpg: skipped', 'b.jpg: found'])
  })

  test('gives up nothing that is sent already', async () => {
    await scan(['a.jpg'])
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    await start(today)
    await start('nothing')
    expect(statesOf(catalog)).toEqual(['a.jpg: done'])
  })

  test('that was chosen right before the app ended is carried out at the next start', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `${index}.jpg`)
    await scan(names)
    await start(today)
    for (let left = 4; left > 0; left -= 1) leaveOut()
    expect(catalog.tally().skipped.files).toBe(300)
    // Not waited for: the first slice is stored at most.
    void start('nothing')
    catalog.close()
    catalog = await aCatalog(place)
    await expect.poll(() => catalog.tally().found.files).toBe(300)
    expect(catalog.sources()[0]?.already).toBe('nothing')
    expect(catalog.verify()).toEqual([])
  })

  test('is carried out once, and not again at each start', async () => {
    await scan(['a.jpg'])
    await start(today)
    leaveOut()
    catalog.close()
    catalog = await aCatalog(place)
    await expect.poll(() => catalog.isBusy()).toBe(false)
    expect(statesOf(catalog)).toEqual(['a.jpg: skipped'])
  })

  test('is carried out as well where only that it was begun is known', async () => {
    await scan(['a.jpg'])
    await start(today)
    leaveOut()
    catalog.updateSource(sourceId, { already: 'nothing' })
    catalog.close()
    const db = new Sqlite(place.path)
    db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)').run(
      'catalog.already',
      JSON.stringify([sourceId]),
    )
    db.close()
    catalog = await aCatalog(place)
    await expect.poll(() => statesOf(catalog)).toEqual(['a.jpg: found'])
  })
})

describe('another account', () => {
  const first = { sub: 'first', email: 'first@example.test', clientId: 'client' }
  const second = { ...first, sub: 'second', email: 'second@example.test' }
  const alreadyNow = () => catalog.sources().map(({ already }) => already)

  test('has nothing of what is said to be in the library of one', async () => {
    // Said before anybody signed in: of the first who does.
    await start(today)
    await catalog.useAccount(first)
    await scan(['a.jpg', 'read.jpg'])
    const uploadId = fingerprint(catalog, 'read.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: out }])
    leaveOut()
    expect(statesOf(catalog)).toEqual(['a.jpg: skipped', 'read.jpg: skipped'])

    await catalog.useAccount(second)
    expect(alreadyNow()).toEqual(['some'])
    expect(statesOf(catalog)).toEqual(['a.jpg: found', 'read.jpg: fingerprinted'])
    expect(pathsOf('a.jpg')).toBeNull()
    expect(catalog.verify()).toEqual([])

    await catalog.useAccount({ ...first, clientId: 'other client' })
    expect(alreadyNow()).toEqual([today])
    expect(pathsOf('a.jpg')).toEqual([join('/photos/a.jpg')])
    // Anew for this one.
    await catalog.useAccount(second)
    await start(today)
    expect(pathsOf('a.jpg')).toEqual([join('/photos/a.jpg')])
  })

  test('that is changed to right before the app ends is as good', async () => {
    await catalog.useAccount(first)
    await start(today)
    await scan(['a.jpg'])
    leaveOut()
    void catalog.useAccount(second)
    catalog.close()
    catalog = await aCatalog(place)
    await expect.poll(() => statesOf(catalog)).toEqual(['a.jpg: found'])
    expect(alreadyNow()).toEqual(['some'])
  })
})

test('after all records were lost, some of it is taken to be there, which the first run asks anew', async () => {
  expect(catalog.settings().already).toBe('nothing')
  catalog.close()
  writeFileSync(place.path, 'no catalogue any more'.repeat(1_000))
  catalog = await aCatalog(place)
  expect(catalog.openedAs).toBe('rebuilt')
  expect(catalog.settings().already).toBe('some')
  catalog.changeSettings({ already: 'nothing' })
  catalog.close()
  catalog = await aCatalog(place)
  expect(catalog.settings().already).toBe('nothing')
})

test('a choice that can no longer be read leaves nothing out', async () => {
  await scan(['old.jpg'])
  await start(today)
  catalog.close()
  const db = new Sqlite(place.path)
  db.exec(`UPDATE source SET already = '2026-0x-10'`)
  db.close()
  catalog = await aCatalog(place)
  expect(catalog.sources()[0]?.already).toBe('some')
  expect(pathsOf('old.jpg')).toBeNull()
})
