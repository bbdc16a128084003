// Files that get other bytes after a photo of them went to the library: which photo that was is known, and where their
// source keeps to it the newer one stays out. Bytes that turn out to be the same, or moved, are no newer version.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import type { HistoryRow } from '../../../src/shared/contract.ts'
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
  testClock,
} from './catalog-builder.ts'

const leftOut: Lifecycle = { state: 'skipped', reason: { kind: 'changed-version' } }
const first = { sub: 'first', email: 'first@example.test', clientId: 'client' }
const second = { ...first, sub: 'second', email: 'second@example.test' }

let catalog: Catalog
let sourceId: number
let clock = testClock()
let place = { path: '', backupFolder: '' }
/** What lies in the folder. */
let disk: Map<string, Partial<Entry>>
let tick: number

beforeEach(async () => {
  clock = testClock()
  const folder = tempFolder()
  place = { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
  catalog = await aCatalog({ ...place, clock })
  sourceId = addSource(catalog, '/photos')
  await catalog.useAccount(first)
  disk = new Map()
  tick = 0
})

const scan = async (): Promise<void> => {
  const entries = [...disk].map(([name, change]) => entry(name, change))
  await catalog.applyWalk(sourceId, [listing('', entries)], clock.now(), 0)
  catalog.finishScan(sourceId, clock.now(), [])
}
/** Writes a file, with an inode of its own unless it has one. */
const write = (name: string, inode?: number): void => {
  tick += 1
  const stampUs = (noon - 1_000_000 + tick * 1000) * 1000
  const kept = inode ?? disk.get(name)?.inode ?? 1_000 + tick
  disk.set(name, { mtimeUs: stampUs, ctimeUs: stampUs, inode: kept })
}
const done = (uploadId: number, mediaItemId: string): void =>
  catalog.record([{ of: 'upload', uploadId, next: as.done(mediaItemId) }])
/** Writes a file whose bytes stand for the word, and lets it be read; answers its upload. */
const change = async (name: string, word: string): Promise<number> => {
  write(name)
  await scan()
  return fingerprint(catalog, name, word)
}
/** The same, and the photo goes to the library as an item of that name. */
const backUp = async (name: string, word: string): Promise<number> => {
  const uploadId = await change(name, word)
  done(uploadId, word)
  return uploadId
}
const row = (name: string): HistoryRow => {
  const found = [...catalog.allHistory()].find((one) => one.name === name && one.isPresent)
  if (found === undefined) throw new Error(`${name} is not there`)
  return found
}
const linkOf = (word: string): string => `https://photos.example.test/${word}`
const olderOf = (name: string): string | null =>
  catalog
    .olderVersionOf(Number(row(name).fileId))
    ?.productUrl?.split('/')
    .at(-1) ?? null
const isSound = (): void => expect(catalog.verify()).toEqual([])

describe('the older version', () => {
  test('of a file that was changed after it was backed up is the photo in the library', async () => {
    await backUp('a.jpg', 'A')
    expect(row('a.jpg').olderVersion).toBeNull()
    const uploadId = await change('a.jpg', 'B')
    const fileId = Number(row('a.jpg').fileId)
    expect(row('a.jpg').olderVersion).toEqual({ canOpen: true })
    expect(catalog.olderVersionOf(fileId)).toEqual({ productUrl: linkOf('A') })
    done(uploadId, 'B')
    expect(row('a.jpg')).toMatchObject({ state: 'done', olderVersion: { canOpen: true } })
    expect(catalog.fileById(fileId)?.productUrl).toBe(linkOf('B'))
    isSound()
  })

  test('is not told of before the new bytes are known, nor when they are the same', async () => {
    await backUp('a.jpg', 'A')
    write('a.jpg')
    await scan()
    expect(row('a.jpg')).toMatchObject({ state: 'found', olderVersion: null })
    fingerprint(catalog, 'a.jpg', 'A')
    expect(row('a.jpg')).toMatchObject({ state: 'done', olderVersion: null })
    isSound()
    // What was only touched leaves nothing behind.
    await change('a.jpg', 'B')
    expect(olderOf('a.jpg')).toBe('A')
    isSound()
  })

  test('is the newest one that is in the library, however many there were', async () => {
    await backUp('a.jpg', 'A')
    await backUp('a.jpg', 'B')
    await change('a.jpg', 'C')
    expect(olderOf('a.jpg')).toBe('B')
    // C never got there.
    await change('a.jpg', 'D')
    expect(olderOf('a.jpg')).toBe('B')
    // Taken back: what it is now is no older version of itself.
    await change('a.jpg', 'B')
    expect(row('a.jpg').state).toBe('done')
    expect(olderOf('a.jpg')).toBe('A')
    await change('a.jpg', 'E')
    expect(olderOf('a.jpg')).toBe('B')
    isSound()
  })

  test('is one whose bytes were on their way when the file changed, once Google made a photo of them', async () => {
    await backUp('a.jpg', 'A')
    const uploadId = await change('a.jpg', 'B')
    catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
    await change('a.jpg', 'C')
    expect(olderOf('a.jpg')).toBe('A')
    catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
    done(uploadId, 'B')
    expect(olderOf('a.jpg')).toBe('B')
    isSound()
  })

  test('may have no page to open', async () => {
    const uploadId = await change('a.jpg', 'A')
    const next: Lifecycle = { state: 'done', plan: null, mediaItemId: 'A', productUrl: null }
    catalog.record([{ of: 'upload', uploadId, next }])
    await change('a.jpg', 'B')
    expect(row('a.jpg').olderVersion).toEqual({ canOpen: false })
  })

  test('is none where both gave the same copy and so are one photo', async () => {
    await backUp('a.jpg', 'A')
    const uploadId = await change('a.jpg', 'B')
    done(uploadId, 'A')
    expect(row('a.jpg')).toMatchObject({ state: 'done', olderVersion: null })
  })

  test('is there when a finished file is renamed over the old one, seen before or not', async () => {
    await backUp('a.jpg', 'A')
    write('a.jpg', 77)
    await scan()
    fingerprint(catalog, 'a.jpg', 'B')
    expect(olderOf('a.jpg')).toBe('A')
    // The next one was seen beside it, and read, before it took its place.
    await backUp('a.tmp.jpg', 'C')
    disk.set('a.jpg', disk.get('a.tmp.jpg') ?? {})
    disk.delete('a.tmp.jpg')
    await scan()
    fingerprint(catalog, 'a.jpg', 'C')
    expect(statesOf(catalog)).toEqual(['a.jpg: done'])
    expect(olderOf('a.jpg')).toBe('A')
    isSound()
  })

  test('is none that the file is again, when another one with those bytes is renamed over it', async () => {
    await backUp('a.jpg', 'A')
    await backUp('a.jpg', 'B')
    await change('copy.jpg', 'A')
    disk.set('a.jpg', disk.get('copy.jpg') ?? {})
    disk.delete('copy.jpg')
    await scan()
    fingerprint(catalog, 'a.jpg', 'A')
    expect(olderOf('a.jpg')).toBe('B')
    isSound()
  })

  test('goes with a file that moves, and is none of the move itself or of a duplicate', async () => {
    await backUp('a.jpg', 'A')
    await backUp('a.jpg', 'B')
    disk.set('moved.jpg', disk.get('a.jpg') ?? {})
    disk.delete('a.jpg')
    await scan()
    fingerprint(catalog, 'moved.jpg', 'B')
    expect(olderOf('moved.jpg')).toBe('A')
    await change('copy.jpg', 'B')
    expect(row('copy.jpg')).toMatchObject({ isDuplicate: true, olderVersion: null })
    isSound()
  })

  test('is not what had the same name and was deleted: that is another photo', async () => {
    await backUp('IMG_0001.jpg', 'A')
    await backUp('IMG_0001.jpg', 'B')
    disk.delete('IMG_0001.jpg')
    await scan()
    catalog.updateSource(sourceId, { changedVersions: 'keep' })
    const uploadId = await change('IMG_0001.jpg', 'C')
    expect(row('IMG_0001.jpg').olderVersion).toBeNull()
    expect(catalog.isKeptVersion(uploadId)).toBe(false)
    // Nor when it is read only after it was away.
    await backUp('b.jpg', 'D')
    write('b.jpg')
    await scan()
    disk.delete('b.jpg')
    await scan()
    expect(catalog.isKeptVersion(await change('b.jpg', 'E'))).toBe(false)
    isSound()
  })

  test('is one of the account in use', async () => {
    await backUp('a.jpg', 'A')
    const uploadId = await change('a.jpg', 'B')
    await catalog.useAccount(second)
    expect(row('a.jpg').olderVersion).toBeNull()
    done(Number(catalog.fileById(Number(row('a.jpg').fileId))?.uploadId), 'B2')
    await change('a.jpg', 'C')
    expect(olderOf('a.jpg')).toBe('B2')
    await catalog.useAccount(first)
    expect(olderOf('a.jpg')).toBe('A')
    expect(catalog.fileById(Number(row('a.jpg').fileId))?.uploadId).not.toBe(uploadId)
    isSound()
  })

  test('is known after a restart and after a restore, and goes with its source', async () => {
    await backUp('a.jpg', 'A')
    write('a.jpg')
    await scan()
    catalog.close()
    catalog = await aCatalog({ ...place, clock })
    await catalog.backUp()
    fingerprint(catalog, 'a.jpg', 'B')
    expect(olderOf('a.jpg')).toBe('A')
    catalog.close()
    writeFileSync(place.path, 'no catalogue at all')
    catalog = await aCatalog({ ...place, clock })
    expect(catalog.openedAs).toBe('restored-from-backup')
    fingerprint(catalog, 'a.jpg', 'B')
    expect(olderOf('a.jpg')).toBe('A')
    await catalog.removeSource(sourceId)
    isSound()
    sourceId = addSource(catalog, '/photos')
    await scan()
    fingerprint(catalog, 'a.jpg', 'B')
    expect(row('a.jpg').olderVersion).toBeNull()
  })

  test.each([
    ['card', null],
    ['drive', 'A'],
  ] as const)('of what a %s has under a name again is %s', async (kind, older) => {
    catalog.rememberVolume({
      ...{ kind, volumeId: 'uuid:4A21-0FF3', label: 'EOS_DIGITAL', sizeBytes: 64e9 },
      ...{ cameraFolder: '100CANON', answer: 'always', holds: true, sourceId, lastSeenAt: 5 },
    })
    catalog.updateSource(sourceId, { changedVersions: 'keep' })
    await backUp('IMG_0001.jpg', 'A')
    const uploadId = await change('IMG_0001.jpg', 'B')
    expect(olderOf('IMG_0001.jpg')).toBe(older)
    expect(catalog.isKeptVersion(uploadId)).toBe(older !== null)
    isSound()
  })
})

describe('a source that keeps to the older versions', () => {
  /** A file that was backed up and changed since; answers the upload of what it is now. */
  const changed = async (name = 'a.jpg'): Promise<number> => {
    await backUp(name, `${name} before`)
    return change(name, `${name} after`)
  }
  const keep = (changedVersions: 'send' | 'keep' = 'keep'): void =>
    catalog.updateSource(sourceId, { changedVersions })
  const leaveOut = (uploadId: number): void =>
    catalog.record([{ of: 'upload', uploadId, next: leftOut }])

  test('is a choice that is kept, and none at first', async () => {
    expect(catalog.sources()[0]?.changedVersions).toBe('send')
    keep()
    catalog.close()
    catalog = await aCatalog({ ...place, clock })
    expect(catalog.sources()[0]?.changedVersions).toBe('keep')
  })

  test('leaves out what the library has an older version of, and nothing else', async () => {
    const uploadId = await changed()
    expect(catalog.isKeptVersion(uploadId)).toBe(false)
    keep()
    expect(catalog.isKeptVersion(uploadId)).toBe(true)
    expect(catalog.isKeptVersion(await change('new.jpg', 'new'))).toBe(false)
    await change('never-sent.jpg', 'early')
    expect(catalog.isKeptVersion(await change('never-sent.jpg', 'late'))).toBe(false)
    await catalog.useAccount(second)
    const other = catalog.fileById(Number(row('a.jpg').fileId))?.uploadId ?? 0
    expect(catalog.isKeptVersion(other)).toBe(false)
    isSound()
  })

  test('sends what another file has as well, which is no version of anything', async () => {
    keep()
    const uploadId = await changed()
    leaveOut(uploadId)
    expect(row('a.jpg')).toMatchObject({ state: 'skipped', skip: { kind: 'changed-version' } })
    isSound()
    await change('copy.jpg', 'a.jpg after')
    expect(row('a.jpg').state).toBe('fingerprinted')
    expect(catalog.isKeptVersion(uploadId)).toBe(false)
    // Decided before the copy was met, and stored after.
    leaveOut(uploadId)
    expect(row('a.jpg').state).toBe('fingerprinted')
    disk.delete('copy.jpg')
    await scan()
    expect(catalog.isKeptVersion(uploadId)).toBe(true)
    leaveOut(uploadId)
    isSound()
  })

  test('decides anew when another file with the same bytes is back at its path', async () => {
    keep()
    await change('other.jpg', 'a.jpg after')
    const uploadId = await changed()
    const stamp = disk.get('other.jpg') ?? {}
    disk.delete('other.jpg')
    await scan()
    leaveOut(uploadId)
    expect(row('a.jpg').state).toBe('skipped')
    disk.set('other.jpg', stamp)
    await scan()
    expect(row('a.jpg').state).toBe('fingerprinted')
    isSound()
  })

  test('takes them up again when it sends them after all, those of other sources not', async () => {
    keep()
    leaveOut(await changed())
    const other = addSource(catalog, '/other')
    catalog.updateSource(other, { changedVersions: 'keep' })
    const beside = async (at: number) => {
      const stamp = { mtimeUs: at * 1000, ctimeUs: at * 1000 }
      await catalog.applyWalk(other, [listing('', [entry('o.jpg', stamp)])], clock.now(), 0)
    }
    await beside(noon - 9_000)
    done(fingerprint(catalog, 'o.jpg', 'O'), 'O')
    await beside(noon - 8_000)
    leaveOut(fingerprint(catalog, 'o.jpg', 'P'))
    expect(statesOf(catalog)).toEqual(['a.jpg: skipped', 'o.jpg: skipped'])
    keep('send')
    expect(await catalog.retryReason('changed-version', sourceId)).toBe(1)
    expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted', 'o.jpg: skipped'])
    isSound()
  })

  test('takes them up also when the app ended right after that choice', async () => {
    keep()
    leaveOut(await changed())
    keep('send')
    catalog.close()
    catalog = await aCatalog({ ...place, clock })
    await expect.poll(() => row('a.jpg').state).toBe('fingerprinted')
    const before = catalog.lastHistorySeq()
    catalog.close()
    catalog = await aCatalog({ ...place, clock })
    expect([catalog.isBusy(), catalog.lastHistorySeq()]).toEqual([false, before])
  })

  test('is asked again when the account is used again for which something was left out', async () => {
    keep()
    leaveOut(await changed())
    await catalog.useAccount(second)
    keep('send')
    await catalog.retryReason('changed-version', sourceId)
    await catalog.useAccount(first)
    expect(row('a.jpg').state).toBe('fingerprinted')
    isSound()
  })

  test('and one that moves to a source which sends them is sent', async () => {
    const other = addSource(catalog, '/other')
    keep()
    leaveOut(await changed())
    const stamp = disk.get('a.jpg') ?? {}
    // Seen at its new place first.
    await catalog.applyWalk(other, [listing('', [entry('a.jpg', stamp)])], clock.now(), 0)
    const uploadId = fingerprint(catalog, 'a.jpg', 'a.jpg after')
    disk.delete('a.jpg')
    await scan()
    expect(row('a.jpg')).toMatchObject({ sourceId: String(other), state: 'fingerprinted' })
    expect(catalog.isKeptVersion(uploadId)).toBe(false)
    isSound()
  })

  test('and one of several alike that moves to such a source is sent, too', async () => {
    const other = addSource(catalog, '/other')
    keep()
    for (const name of ['a.jpg', 'b.jpg']) await backUp(name, 'before')
    const uploadId = await change('a.jpg', 'after')
    await change('b.jpg', 'after')
    leaveOut(uploadId)
    const stamp = disk.get('a.jpg') ?? {}
    disk.delete('a.jpg')
    await scan()
    expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: skipped'])
    await catalog.applyWalk(other, [listing('', [entry('c.jpg', stamp)])], clock.now(), 0)
    fingerprint(catalog, 'c.jpg', 'after')
    expect(statesOf(catalog)).toEqual(['b.jpg: fingerprinted', 'c.jpg: fingerprinted'])
    isSound()
  })

  test('is not held up by a source that is being taken out', async () => {
    keep()
    const uploadId = await changed()
    const other = addSource(catalog, '/other')
    await catalog.applyWalk(other, [listing('', ['b.jpg', 'c.jpg'])], clock.now(), 0)
    done(fingerprint(catalog, 'b.jpg', 'B'), 'B')
    fingerprint(catalog, 'c.jpg', 'a.jpg after')
    expect(catalog.isKeptVersion(uploadId)).toBe(false)
    // A slice is one file.
    clock.monotonic = () => (tick += 100)
    const leaving = catalog.removeSource(other)
    expect(statesOf(catalog)).toContain('c.jpg: fingerprinted')
    expect(catalog.isKeptVersion(uploadId)).toBe(true)
    leaveOut(uploadId)
    expect(row('a.jpg').state).toBe('skipped')
    isSound()
    await leaving
    isSound()
  })
})
