import { getEventListeners } from 'node:events'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import type { WalkEvent, WalkRequest } from '../../../src/main/engine/ports/files.ts'
import { createWalker } from '../../../src/main/engine/scan/index.ts'
import { filesOf, stampOf, tempFolder, withoutRights } from './temp-folder.ts'
import { isWindows, linkIt, linuxIt, posixIt } from '../../builders/posix.ts'

const walker = createWalker()
afterAll(() => walker.close())

const request = (root: string, part: Partial<WalkRequest> = {}): WalkRequest => ({
  root,
  folders: [''],
  isRecursive: true,
  includeSubfolders: true,
  ignorePatterns: [],
  signal: new AbortController().signal,
  ...part,
})

async function walk(root: string, part: Partial<WalkRequest> = {}) {
  const events: WalkEvent[] = []
  const result = await walker.walk(request(root, part), (batch) => void events.push(...batch))
  return { events, result }
}

const listingOf = (events: readonly WalkEvent[], folder: string) =>
  events.flatMap((event) =>
    event.kind === 'listing' && event.listing.folder === folder ? [event.listing] : [],
  )[0]

const manyFiles = 300
const manyFolders = (): string =>
  tempFolder(...Array.from({ length: manyFiles }, (_, file) => `${file % 30}/${file}.jpg`))

describe('a walk', () => {
  it('lists every folder with its photos and subfolders, as lstat sees them', async () => {
    const root = tempFolder('a.jpg', 'b/c.MOV', 'b/d/e.heic', 'b/notes.txt', 'noextension')
    utimesSync(join(root, 'a.jpg'), 1, 1234567.891)
    const { events, result } = await walk(root)
    expect(result).toEqual({
      ok: true,
      value: {
        files: 3,
        folders: 3,
        libraries: [],
        passedBy: { folders: [], moreFolders: 0, files: 0 },
      },
    })
    expect(filesOf(events)).toEqual(['a.jpg', 'b/c.MOV', 'b/d/e.heic'])
    expect(listingOf(events, '')).toEqual({
      folder: '',
      entries: [
        {
          name: 'a.jpg',
          ...stampOf(join(root, 'a.jpg')),
          isOnlineOnly: false,
          isNameUnusable: false,
        },
      ],
      subfolders: ['b'],
      others: { files: 1, strangers: [] },
    })
    expect(listingOf(events, '')?.entries[0]?.mtimeUs).toBe(1234567891000)
    expect(listingOf(events, 'b/d')?.subfolders).toEqual([])
  })

  it('hands small folders over together', async () => {
    const root = tempFolder('a/1.jpg', 'b/2.jpg', 'c/3.jpg')
    const sizes: number[] = []
    await walker.walk(request(root), (batch) => void sizes.push(batch.length))
    expect(sizes).toEqual([4])
  })

  it('keeps names as the disk has them', async () => {
    const names = [
      'é.jpg',
      'e\u0301.jpg',
      'a\nb.jpg',
      '📷.jpg',
      ' x .jpg',
      'שלום.jpg',
      'a\\b.jpg',
    ].filter((name) => !isWindows || !/[\n\\]/.test(name))
    const root = tempFolder(...names, '日本/動物.png')
    const { events } = await walk(root)
    expect(filesOf(events)).toEqual([...names, '日本/動物.png'].sort())
  })

  linuxIt('walks what has names that are not UTF-8, each under a name of its own', async () => {
    const root = tempFolder('good.jpg', '\\xff.jpg')
    for (const bytes of [[0xff], [0xfe]]) {
      const name = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(bytes)])
      writeFileSync(Buffer.concat([name, Buffer.from('.jpg')]), 'x')
      const folder = Buffer.concat([name, Buffer.from('dir')])
      mkdirSync(folder)
      writeFileSync(Buffer.concat([folder, Buffer.from('/inside.jpg')]), 'xy')
    }
    const { events, result } = await walk(root)
    expect(result.ok).toBe(true)
    const entries = listingOf(events, '')?.entries.map(({ name, isNameUnusable, sizeBytes }) => ({
      name,
      isNameUnusable,
      sizeBytes,
    }))
    expect(entries?.sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
      { name: '\\x5cxff.jpg', isNameUnusable: false, sizeBytes: 8 },
      { name: '\\xfe.jpg', isNameUnusable: false, sizeBytes: 1 },
      { name: '\\xff.jpg', isNameUnusable: false, sizeBytes: 1 },
      { name: 'good.jpg', isNameUnusable: false, sizeBytes: 8 },
    ])
    expect(listingOf(events, '')?.subfolders.sort()).toEqual(['\\xfedir', '\\xffdir'])
    expect(listingOf(events, '\\xfedir')?.entries).toMatchObject([
      { name: 'inside.jpg', sizeBytes: 2 },
    ])
    expect(events.filter(({ kind }) => kind !== 'listing')).toEqual([])
  })

  posixIt('follows no link and opens nothing that is not a file', async () => {
    const root = tempFolder('real/a.jpg')
    symlinkSync('.', join(root, 'real/loop'))
    symlinkSync('a.jpg', join(root, 'real/link.jpg'))
    execFileSync('mkfifo', [join(root, 'fifo.jpg')])
    mkdirSync(join(root, 'folder.jpg'))
    const server = createServer().listen(join(root, 'socket.jpg'))
    await new Promise((resolve) => server.once('listening', resolve))
    const { events } = await walk(root)
    await new Promise((resolve) => server.close(resolve))
    expect(filesOf(events)).toEqual(['real/a.jpg'])
    expect(listingOf(events, '')?.subfolders.sort()).toEqual(['folder.jpg', 'real'])
  })

  linkIt('follows the root when the user chose a link', async () => {
    const root = tempFolder('real/a.jpg')
    symlinkSync('real', join(root, 'chosen'))
    const { events } = await walk(join(root, 'chosen'))
    expect(filesOf(events)).toEqual(['a.jpg'])
  })

  it('passes by folders of other apps and of the system, and names the libraries', async () => {
    const root = tempFolder(
      'a.jpg',
      '._a.jpg',
      'x/My.photoslibrary/originals/1.heic',
      'Catalog Previews.lrdata/1.jpg',
      '@eaDir/a.jpg/SYNOFILE_THUMB_M.jpg',
      '.thumbnails/1.jpg',
      '$RECYCLE.BIN/1.jpg',
      '.Trash-1000/files/1.jpg',
    )
    const { events, result } = await walk(root)
    expect(filesOf(events)).toEqual(['a.jpg'])
    expect(listingOf(events, '')?.subfolders).toEqual(['x'])
    expect(result.ok && result.value.libraries).toEqual(['x/My.photoslibrary'])
    const { folders = [], ...rest } = (result.ok && result.value.passedBy) || {}
    expect([...folders].sort()).toEqual([
      ...['$RECYCLE.BIN', '.Trash-1000', '.thumbnails', '@eaDir', 'Catalog Previews.lrdata'],
    ])
    expect(rest).toEqual({ moreFolders: 0, files: 1 })
  })

  it('names twenty folders that it passes by, and counts the others', async () => {
    const hidden = Array.from({ length: 23 }, (_, index) => `${index}/.hidden/1.jpg`)
    const { result } = await walk(tempFolder(...hidden))
    const { folders = [], moreFolders } = (result.ok && result.value.passedBy) || {}
    expect([folders.length, moreFolders]).toEqual([20, 3])
    expect(folders[0]).toMatch(/^\d+\/\.hidden$/)
  })

  it('leaves nothing behind on a signal that outlives it', async () => {
    const { signal } = new AbortController()
    await walk(tempFolder('a.jpg'), { signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('names twenty libraries, and no more however many there are', async () => {
    const library = (folder: string, index: number) => `${folder}/${index}.photoslibrary/1.heic`
    const of = (folder: string, count: number) =>
      Array.from({ length: count }, (_, index) => library(folder, index))
    const some = await walk(tempFolder(...of('a', 12), ...of('b', 7)))
    expect(some.result.ok && some.result.value.libraries).toHaveLength(19)
    const many = await walk(tempFolder(...of('a', 12), ...of('b', 12), ...of('c', 2)))
    expect(many.result.ok && many.result.value.libraries).toHaveLength(20)
  })

  it('leaves out what the user wants left out', async () => {
    const root = tempFolder('a.jpg', 'a.png', 'Exports/b.jpg', 'x/Exports/c.jpg', 'x/d.jpg')
    const { events } = await walk(root, { ignorePatterns: ['Exports', '*.png', 'x/d.jpg'] })
    expect(filesOf(events)).toEqual(['a.jpg'])
    expect(listingOf(events, '')?.subfolders).toEqual(['x'])
    expect(listingOf(events, 'x')?.subfolders).toEqual([])
  })

  it('stays in the root when subfolders are not wanted', async () => {
    const root = tempFolder('a.jpg', 'b/c.jpg')
    const { events } = await walk(root, { includeSubfolders: false })
    expect(events).toHaveLength(1)
    expect(filesOf(events)).toEqual(['a.jpg'])
    expect(listingOf(events, '')?.subfolders).toEqual([])
  })

  posixIt('tells placeholders from files that are small enough to need no blocks', async () => {
    const root = tempFolder('cloud.jpg', 'inline.jpg', 'empty.jpg', 'here.jpg')
    truncateSync(join(root, 'here.jpg'), 0)
    writeFileSync(join(root, 'here.jpg'), Buffer.alloc(8192, 1))
    truncateSync(join(root, 'empty.jpg'), 0)
    for (const [name, size] of [
      ['cloud.jpg', 1_000_000],
      ['inline.jpg', 4096],
    ] as const) {
      truncateSync(join(root, name), 0)
      truncateSync(join(root, name), size)
      expect(lstatSync(join(root, name)).blocks).toBe(0)
    }
    const { events } = await walk(root)
    const online = listingOf(events, '')?.entries.filter((entry) => entry.isOnlineOnly)
    expect(online?.map((entry) => entry.name)).toEqual(['cloud.jpg'])
  })

  posixIt('reports a folder that may not be read and goes on with the rest', async () => {
    const root = tempFolder('open/a.jpg', 'closed/b.jpg', 'blind/c.jpg')
    chmodSync(root, 0o755)
    chmodSync(join(root, 'closed'), 0)
    // Names can be read here, but not what they stand for.
    chmodSync(join(root, 'blind'), 0o444)
    await walk(root)
    const { events, result } = await withoutRights(() => walk(root))
    expect(result).toMatchObject({ ok: true, value: { files: 1 } })
    expect(events).toContainEqual({ kind: 'unreadable', folder: 'closed', code: 'EACCES' })
    expect(events).toContainEqual({ kind: 'unreadable', folder: 'blind', code: 'EACCES' })
    expect(filesOf(events)).toEqual(['open/a.jpg'])
  })

  posixIt('reports paths longer than the system takes and goes on with the rest', async () => {
    const root = tempFolder('a.jpg')
    const name = 'n'.repeat(250)
    // Each step relative to the last, since no call takes the whole path.
    const nest = `for (let i = 0; i < 20; i++) { fs.mkdirSync('${name}'); process.chdir('${name}') }`
    execFileSync(process.execPath, ['-e', nest], { cwd: root })
    const { events, result } = await walk(root)
    expect(result).toMatchObject({ ok: true, value: { files: 1 } })
    expect(events.filter((event) => event.kind === 'unreadable')).toMatchObject([
      { code: 'ENAMETOOLONG' },
    ])
  })
})

describe('a walk of single folders', () => {
  it('reads only these', async () => {
    const root = tempFolder('a.jpg', 'b/c.jpg', 'b/d/e.jpg', 'f/g.jpg')
    const { events } = await walk(root, { folders: ['b', 'f'], isRecursive: false })
    expect(filesOf(events)).toEqual(['b/c.jpg', 'f/g.jpg'])
    expect(listingOf(events, 'b')?.subfolders).toEqual(['d'])
  })

  linkIt('says which are missing: gone, linked, left out, or not wanted any more', async () => {
    const root = tempFolder('real/a/b.jpg', '.thumbnails/c.jpg', 'Exports/d.jpg', 'file.jpg')
    symlinkSync('real', join(root, 'link'))
    const folders = ['gone', 'link', 'link/a', '.thumbnails', 'Exports', 'file.jpg', 'real/x/y']
    const { events } = await walk(root, {
      folders,
      isRecursive: false,
      ignorePatterns: ['Exports'],
    })
    expect(events).toEqual(folders.map((folder) => ({ kind: 'missing', folder })))
  })
})

describe('a root', () => {
  it('that is missing fails the walk', async () => {
    const path = join(tempFolder(), 'gone')
    expect((await walk(path)).result).toEqual({
      ok: false,
      failure: { kind: 'folder-missing', path },
    })
  })

  it('that is a file fails the walk', async () => {
    const path = join(tempFolder('a.jpg'), 'a.jpg')
    expect((await walk(path)).result).toEqual({
      ok: false,
      failure: { kind: 'not-a-folder', path },
    })
  })

  posixIt('that may not be read fails the walk', async () => {
    const path = tempFolder('a.jpg')
    chmodSync(path, 0)
    expect((await withoutRights(() => walk(path))).result).toEqual({
      ok: false,
      failure: { kind: 'folder-unreadable', path, code: 'EACCES' },
    })
  })

  it('that goes away during the walk reports nothing as missing', async () => {
    const root = manyFolders()
    const small = createWalker({ batchSize: 10 })
    const events: WalkEvent[] = []
    const result = await small.walk(request(root), (batch) => {
      if (events.length === 0) renameSync(root, `${root}-away`)
      events.push(...batch)
    })
    await small.close()
    renameSync(`${root}-away`, root)
    expect(result).toEqual({ ok: false, failure: { kind: 'folder-missing', path: root } })
    expect(events.filter((event) => event.kind !== 'listing')).toEqual([])
    expect(filesOf(events).length).toBeLessThan(manyFiles)
  })
})

describe('batches', () => {
  it('come one at a time, with the thread never more than a few ahead', async () => {
    const root = manyFolders()
    let received = 0
    let taken = 0
    let mostAhead = 0
    let isTaking = false
    const counting = createWalker({
      batchSize: 20,
      startWorker: () =>
        new Worker(new URL('../../../src/main/engine/scan/walk-worker.ts', import.meta.url)).on(
          'message',
          (reply: { kind: string }) => {
            if (reply.kind !== 'batch') return
            received += 1
            mostAhead = Math.max(mostAhead, received - taken)
          },
        ),
    })
    const result = await counting.walk(request(root), async (events) => {
      expect(isTaking).toBe(false)
      isTaking = true
      expect(filesOf(events).length).toBeLessThanOrEqual(30)
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
      isTaking = false
      taken += 1
    })
    await counting.close()
    expect(result).toMatchObject({ ok: true, value: { files: manyFiles, folders: 31 } })
    expect(received).toBeGreaterThan(7)
    expect(mostAhead).toBeLessThanOrEqual(3)
  })

  it('end with an abort: nothing is taken after it', async () => {
    const root = manyFolders()
    const small = createWalker({ batchSize: 10 })
    const abort = new AbortController()
    let taken = 0
    const result = await small.walk(request(root, { signal: abort.signal }), () => {
      taken += 1
      abort.abort()
    })
    const again = await small.walk(request(root), () => undefined)
    await small.close()
    expect(result).toEqual({ ok: false, failure: { kind: 'aborted' } })
    expect(taken).toBe(1)
    expect(again).toMatchObject({ ok: true, value: { files: manyFiles } })
  })

  it('end with the bug of whoever takes them', async () => {
    const root = manyFolders()
    const small = createWalker({ batchSize: 10 })
    const walked = small.walk(request(root), () => {
      throw new Error('no room for this')
    })
    await expect(walked).rejects.toThrow('no room for this')
    expect((await small.walk(request(root), () => undefined)).ok).toBe(true)
    await small.close()
  })

  it('of two sources come side by side', async () => {
    const roots = [tempFolder('a.jpg'), tempFolder('b.jpg')]
    const walks = await Promise.all(roots.map((root) => walk(root)))
    expect(walks.map(({ events }) => filesOf(events))).toEqual([['a.jpg'], ['b.jpg']])
  })
})

describe('a thread', () => {
  const hanging = (): Worker =>
    new Worker('require("worker_threads").parentPort.on("message", () => { for (;;) {} })', {
      eval: true,
    })
  const timeout = (path: string) => ({
    ok: false,
    failure: { kind: 'folder-unreadable', path, code: 'ETIMEDOUT' },
  })

  it('that hangs makes its source unreadable and leaves the others alone', async () => {
    const [bad, good] = [tempFolder('a.jpg'), tempFolder('b.jpg')]
    let started = 0
    const mixed = createWalker({
      // Longer than a thread takes to start on a machine with much else to do.
      stallLimitMs: 6_000,
      startWorker: () =>
        started++ === 0
          ? hanging()
          : new Worker(new URL('../../../src/main/engine/scan/walk-worker.ts', import.meta.url)),
    })
    const [first, second] = await Promise.all([
      mixed.walk(request(bad), () => undefined),
      mixed.walk(request(good), () => undefined),
    ])
    await mixed.close()
    expect(first).toEqual(timeout(bad))
    expect(second.ok).toBe(true)
  })

  it('that hangs lets an aborted walk go at once', async () => {
    const root = tempFolder('a.jpg')
    const stuck = createWalker({ graceMs: 10, startWorker: hanging })
    const abort = new AbortController()
    const walked = stuck.walk(request(root, { signal: abort.signal }), () => undefined)
    abort.abort()
    expect(await walked).toEqual({ ok: false, failure: { kind: 'aborted' } })
    await stuck.close()
  })

  it('that dies fails its walk, and the next walk has a new one', async () => {
    const root = tempFolder('a.jpg')
    let started = 0
    const mortal = createWalker({
      startWorker: () =>
        started++ === 0
          ? new Worker(
              'require("worker_threads").parentPort.on("message", () => process.exit(3))',
              {
                eval: true,
              },
            )
          : new Worker(new URL('../../../src/main/engine/scan/walk-worker.ts', import.meta.url)),
    })
    const first = await mortal.walk(request(root), () => undefined)
    const second = await mortal.walk(request(root), () => undefined)
    await mortal.close()
    expect(first).toMatchObject({ ok: false, failure: { kind: 'unexpected' } })
    expect(second.ok).toBe(true)
  })

  it('of each of two folders walks again, and none is started for it', async () => {
    const roots = [tempFolder('a.jpg'), tempFolder('b.jpg')]
    let started = 0
    const counting = createWalker({
      startWorker: () => {
        started += 1
        return new Worker(new URL('../../../src/main/engine/scan/walk-worker.ts', import.meta.url))
      },
    })
    const walkAll = (): Promise<unknown> =>
      Promise.all(roots.map((root) => counting.walk(request(root), () => undefined)))
    await walkAll()
    await walkAll()
    await counting.close()
    expect(started).toBe(2)
  })

  it('ends with the walker, and walks asked for later are aborted', async () => {
    const root = tempFolder('a.jpg')
    const short = createWalker()
    await short.walk(request(root), () => undefined)
    await short.close()
    rmSync(join(root, 'a.jpg'))
    expect(await short.walk(request(root), () => undefined)).toEqual({
      ok: false,
      failure: { kind: 'aborted' },
    })
  })
})
