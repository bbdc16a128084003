// A folder of real files, looked through as people leave one: what is safe and what is not, what is told of everything else, that
// it stops when it should, and that nothing of it stays open or is changed. The catalogue is a real one, Google a fake.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { CheckedFile, CheckSums } from '../../../src/shared/check-schemas.ts'
import { isAllSafe } from '../../../src/shared/check-sums.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail } from '../../../src/shared/result.ts'
import { skipAtFirstSight } from '../../../src/main/engine/catalog/index.ts'
import { checkFolder, type CheckParts } from '../../../src/main/engine/check/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { WalkEvent } from '../../../src/main/engine/ports/files.ts'
import { createFileReader, createWalker } from '../../../src/main/engine/scan/index.ts'
import { linkIt, linuxIt, plainUserIt } from '../../builders/posix.ts'
import { fakePhotos, type FakePhotos } from '../../fakes/fake-photos.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { aCatalog, addSource, as } from '../catalog/catalog-builder.ts'

let root: string
let catalog: Catalog
let photos: FakePhotos
beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-check-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  catalog = await aCatalog()
  await catalog.useAccount({ sub: 'first', email: 'first@example.test', clientId: 'client' })
  photos = fakePhotos()
})

const write = (name: string, text = name): string => {
  const path = join(root, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}
const shaOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const facts = {
  mediaKind: 'photo',
  mimeType: 'image/jpeg',
  width: 40,
  height: 30,
  takenAt: null,
} as const

let source = 0
/** Lets the catalogue know these bytes as sent from elsewhere, and Google have them. */
async function sent(...texts: string[]): Promise<void> {
  const sourceId = addSource(catalog, `/elsewhere-${(source += 1)}`)
  const stamp = { sizeBytes: 1, mtimeUs: 1, ctimeUs: 1, inode: 1 }
  const entries = texts.map((_, at) => ({
    ...{ name: `${at}.jpg`, isOnlineOnly: false, isNameUnusable: false },
    ...{ ...stamp, inode: at },
  }))
  const listing = { folder: '', entries, subfolders: [] }
  await catalog.applyWalk(sourceId, [{ kind: 'listing', listing }], 1_000_000, 0)
  for (const item of catalog.next('found', 1_000, 2_000_000_000_000, new Set())) {
    const text = texts[Number.parseInt(item.name, 10)] ?? ''
    catalog.record([
      { of: 'fingerprint', fileId: item.fileId, sha256: shaOf(text), stamp: item.stamp },
    ])
  }
  for (const item of catalog.next('fingerprinted', 1_000, 2_000_000_000_000, new Set())) {
    const mediaItemId = `item-${item.sha256 ?? ''}`
    const uploadId = item.uploadId ?? 0
    catalog.record([{ of: 'upload', uploadId, next: as.ready(), facts }])
    catalog.record([{ of: 'upload', uploadId, next: as.done(mediaItemId) }])
    photos.answers.set(mediaItemId, {
      ...{ is: 'there', mimeType: 'image/jpeg', width: 40, height: 30, video: null },
    })
  }
}

interface Checked {
  sums: CheckSums
  files: CheckedFile[]
  /** The reasons by the paths inside the folder; '' is a safe file. */
  reasons: Record<string, string>
}

async function check(change: Partial<CheckParts> = {}, signal?: AbortSignal): Promise<Checked> {
  const reader = createFileReader()
  const walker = createWalker({ reader })
  const files: CheckedFile[] = []
  const sums = await checkFolder(
    root,
    {
      ...{ walker, reader, store: catalog, photos, clock: manualClock() },
      ...{ atFirstSight: skipAtFirstSight, ownFoldersIn: () => [], ...change },
    },
    (file) => void files.push(file),
    signal ?? new AbortController().signal,
  )
  await Promise.all([walker.close(), reader.close()])
  const reasonOf = ({ verdict }: CheckedFile): string =>
    verdict.is === 'safe' ? '' : verdict.reason.kind
  const inside = (path: string): string => path.slice(root.length + 1).replaceAll('\\', '/')
  return {
    ...{ sums, files },
    reasons: Object.fromEntries(files.map((file) => [inside(file.path), reasonOf(file)])),
  }
}

describe('a folder', () => {
  it('is safe when everything in it went and is there, also twice and under other names', async () => {
    await sent('one', 'two')
    for (const [name, text] of [
      ['a.jpg', 'one'],
      ['day/b.jpg', 'two'],
      ['day/copy of a.jpg', 'one'],
    ] as const)
      write(name, text)
    const { sums, reasons } = await check()
    expect(reasons).toEqual({ 'a.jpg': '', 'day/b.jpg': '', 'day/copy of a.jpg': '' })
    expect(sums).toMatchObject({ of: 3, checked: 3, safe: 3, unlookedFolders: 0, isWhole: true })
    expect(isAllSafe(sums)).toBe(true)
    // Two photos, one question.
    expect(photos.calls).toMatchObject([{ method: 'readItems', mediaItemIds: { length: 2 } }])
  })

  it('is not safe for one file that is not', async () => {
    await sent('one')
    write('a.jpg', 'one')
    write('b.jpg', 'One')
    const { sums, reasons } = await check()
    expect(reasons).toEqual({ 'a.jpg': '', 'b.jpg': 'never-sent' })
    expect(isAllSafe(sums)).toBe(false)
  })

  it('without a photo has nothing that is not safe, and nothing was looked at', async () => {
    const { sums } = await check()
    expect(sums).toMatchObject({ of: 0, checked: 0, isWhole: true })
  })

  it('is judged by the bytes alone where a camera used a name again after formatting', async () => {
    await sent('first shoot')
    write('DCIM/100CANON/IMG_0001.JPG', 'second shoot')
    expect((await check()).reasons).toEqual({ 'DCIM/100CANON/IMG_0001.JPG': 'never-sent' })
    write('DCIM/100CANON/IMG_0001.JPG', 'first shoot')
    expect((await check()).reasons).toEqual({ 'DCIM/100CANON/IMG_0001.JPG': '' })
  })

  it('is looked at in every part: what is passed by is named or counted', async () => {
    await sent('one')
    write('a.jpg', 'one')
    for (const name of ['notes.txt', 'a.xmp', 'DCIM/MISC/x.ctg', '._a.jpg', 'Thumbs.db'])
      write(name)
    for (const name of ['.hidden/b.jpg', 'deep/@eaDir/c.jpg']) write(name)
    const { sums } = await check({ ownFoldersIn: () => ['deep/own'] })
    expect(sums).toMatchObject({
      ...{ checked: 1, safe: 1, otherFiles: 3, links: 0, ownFiles: 2, morePassedBy: 0 },
      passedBy: ['deep/own', '.hidden', 'deep/@eaDir'],
    })
    expect(isAllSafe(sums)).toBe(true)
  })

  it('is not safe with a library of another app in it', async () => {
    write('Mine.photoslibrary/originals/a.heic')
    const { sums, files } = await check()
    expect(files).toEqual([
      {
        ...{ path: join(root, 'Mine.photoslibrary'), isFolder: true, sizeBytes: null },
        verdict: { is: 'not-safe', reason: { kind: 'library' } },
      },
    ])
    expect([sums.unlookedFolders, isAllSafe(sums)]).toEqual([1, false])
  })

  linkIt('counts links, and what they lead to is not in it', async () => {
    await sent('one')
    write('a.jpg', 'one')
    symlinkSync(join(root, 'a.jpg'), join(root, 'b.jpg'))
    const { sums, reasons } = await check()
    expect(reasons).toEqual({ 'a.jpg': '' })
    expect([sums.links, isAllSafe(sums)]).toEqual([1, true])
  })

  plainUserIt('is not safe where a folder of it cannot be looked into', async () => {
    write('closed/a.jpg')
    chmodSync(join(root, 'closed'), 0)
    const { sums, reasons } = await check()
    chmodSync(join(root, 'closed'), 0o700)
    expect(reasons).toEqual({ closed: 'unreadable' })
    expect(isAllSafe(sums)).toBe(false)
  })

  it('is not safe where a folder or a file of it could not be looked at', async () => {
    const events: WalkEvent[] = [
      { kind: 'unreadable', folder: 'closed', code: 'EACCES' },
      { kind: 'missing', folder: 'went' },
      {
        kind: 'listing',
        listing: {
          ...{ folder: 'odd', entries: [], subfolders: [] },
          unreadable: [{ name: 'IMG_1', code: 'EIO' }],
        },
      },
    ]
    const walker: CheckParts['walker'] = {
      walk: async (_, take) => {
        await take(events)
        return { ok: true, value: { files: 0, folders: 3 } }
      },
    }
    const { sums, reasons } = await check({ walker })
    expect(reasons).toEqual({ closed: 'unreadable', went: 'unreadable', 'odd/IMG_1': 'unreadable' })
    expect(sums).toMatchObject({ of: 1, checked: 1, safe: 0, unlookedFolders: 2, isWhole: true })
    expect(isAllSafe(sums)).toBe(false)
  })

  it.each<Failure>([
    { kind: 'folder-missing', path: '/card' },
    { kind: 'folder-unreadable', path: '/card', code: 'EIO' },
  ])('that goes away meanwhile is not safe: %j', async (failure) => {
    await sent('one')
    const path = write('a.jpg', 'one')
    const reader = createFileReader()
    const real = createWalker({ reader })
    onTestFinished(async () => void (await Promise.all([real.close(), reader.close()])))
    let walks = 0
    const walker: CheckParts['walker'] = {
      walk: async (request, take) => {
        const walked = await real.walk(request, take)
        return (walks += 1) === 2 ? fail(failure) : walked
      },
    }
    const { sums, files } = await check({ walker })
    expect(files.map((file) => [file.path, file.verdict.is])).toEqual([
      [path, 'safe'],
      [root, 'not-safe'],
    ])
    expect([sums.isWhole, isAllSafe(sums)]).toEqual([false, false])
  })
})

describe('a file', () => {
  it('that only the cloud has is not read', async () => {
    const walker: CheckParts['walker'] = {
      walk: async (_, take) => {
        const stamp = { sizeBytes: 9_000, mtimeUs: 1, ctimeUs: 1, inode: 1 }
        const entry = { name: 'a.jpg', ...stamp, isOnlineOnly: true, isNameUnusable: false }
        await take([{ kind: 'listing', listing: { folder: '', entries: [entry], subfolders: [] } }])
        return { ok: true, value: { files: 1, folders: 1 } }
      },
    }
    const reader: CheckParts['reader'] = {
      fingerprint: () => Promise.reject(new Error('Nobody may open it')),
    }
    const { files } = await check({ walker, reader })
    expect(files).toMatchObject([
      { verdict: { reason: { kind: 'skipped', skip: { kind: 'online-only' } } } },
    ])
  })

  it('that changes between the look at its folder and the reading is told so', async () => {
    await sent('one')
    const path = write('a.jpg', 'one')
    const reader = createFileReader()
    onTestFinished(() => reader.close())
    const changing: CheckParts['reader'] = {
      fingerprint: (...asked) => {
        truncateSync(path, 1)
        return reader.fingerprint(...asked)
      },
    }
    expect((await check({ reader: changing })).reasons).toEqual({ 'a.jpg': 'changing' })
  })

  it('of a source that changed since it went is told so', async () => {
    await sent('one')
    const path = write('a.jpg', 'one')
    const sourceId = addSource(catalog, root)
    const { size, mtimeMs, ctimeMs, ino } = statSync(path)
    const entry = {
      ...{
        name: 'a.jpg',
        sizeBytes: size,
        mtimeUs: mtimeMs * 1000,
        ctimeUs: ctimeMs * 1000,
        inode: ino,
      },
      ...{ isOnlineOnly: false, isNameUnusable: false },
    }
    const listing = { folder: '', entries: [entry], subfolders: [] }
    await catalog.applyWalk(sourceId, [{ kind: 'listing', listing }], 1_000_000, 0)
    const [item] = catalog.next('found', 1, 2_000_000_000_000, new Set())
    if (item === undefined) throw new Error('It was not found')
    const { fileId, stamp } = item
    catalog.record([{ of: 'fingerprint', fileId, sha256: shaOf('one'), stamp }])
    expect((await check()).reasons).toEqual({ 'a.jpg': '' })
    writeFileSync(path, 'another')
    expect((await check()).reasons).toEqual({ 'a.jpg': 'changed' })
    // Under a new name it is a file that nobody saw before.
    renameSync(path, join(root, 'b.jpg'))
    expect((await check()).reasons).toEqual({ 'b.jpg': 'never-sent' })
  })
})

describe('Google', () => {
  const many = Array.from({ length: 120 }, (_, at) => `photo ${at}`)

  it('is asked about fifty photos at once, while other files go on', async () => {
    await sent(...many)
    many.forEach((text, at) => write(`${at}.jpg`, text))
    write('never.jpg')
    const { sums } = await check()
    expect(sums).toMatchObject({ of: 121, checked: 121, safe: 120 })
    expect(photos.calls.map((call) => 'mediaItemIds' in call && call.mediaItemIds.length)).toEqual([
      ...[50, 50, 20],
    ])
  })

  it('that cannot be asked in the middle leaves what it was not asked about open', async () => {
    await sent(...many)
    many.forEach((text, at) => write(`${at}.jpg`, text))
    const resetsAt = 1
    photos.failNext('readItems', { kind: 'daily-quota', resetsAt })
    const { sums, files } = await check()
    expect(sums).toMatchObject({ checked: 120, safe: 0, isWhole: true })
    for (const { verdict } of files)
      expect(verdict).toEqual({
        ...{
          is: 'not-safe',
          reason: { kind: 'not-asked', failure: { kind: 'daily-quota', resetsAt } },
        },
      })
    expect(photos.calls).toHaveLength(1)
  })
})

describe('a check', () => {
  it('that is given up tells nothing more and is not whole', async () => {
    await sent('one')
    for (let at = 0; at < 100; at += 1) write(`${at}.jpg`, 'one')
    const stop = new AbortController()
    photos.hold('readItems')
    const checking = check({}, stop.signal)
    await expect.poll(() => photos.calls, { timeout: 60_000 }).toHaveLength(1)
    stop.abort()
    const { sums, files } = await checking
    expect([files, sums.isWhole]).toEqual([[], false])
  })

  it('reads no more files at once than it should', async () => {
    for (let at = 0; at < 60; at += 1) write(`${at}.jpg`)
    let [open, most] = [0, 0]
    const reader: CheckParts['reader'] = {
      fingerprint: async () => {
        most = Math.max(most, (open += 1))
        await new Promise((resolve) => setImmediate(resolve))
        open -= 1
        return fail({ kind: 'file-gone' })
      },
    }
    await check({ reader })
    expect(most).toBe(8)
  })

  linuxIt('changes nothing in the folder and holds nothing of it open', async () => {
    await sent('one')
    write('a.jpg', 'one')
    write('day/b.jpg', 'two')
    const seen = (): unknown =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => {
          const { mtimeMs, ctimeMs, size } = statSync(join(root, name))
          return [name, mtimeMs, ctimeMs, size]
        })
    const before = seen()
    await check()
    expect(seen()).toEqual(before)
    const open = readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)]
      } catch {
        return []
      }
    })
    expect(open.filter((path) => path.startsWith(root))).toEqual([])
  })
})
