// All sources of a run together, with a real catalogue, a clock that stands still, and disks that say what the test wants.
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { StoredSource } from '../../../src/main/engine/ports/catalogue.ts'
import type { WalkEvent } from '../../../src/main/engine/ports/files.ts'
import { ok } from '../../../src/shared/result.ts'
import { aFile, aListing, bench, roots, settle } from './sources-bench.ts'

it('a walk is told what is known of files whose names claim nothing, so that each is read once', async () => {
  const { disks, walks, start } = await bench(['/a'])
  const stranger = { ...aFile('IMG'), mediaKind: 'photo' as const }
  disks.set('/a', [
    {
      kind: 'listing',
      listing: {
        ...{ folder: 'b', subfolders: [], entries: [stranger] },
        others: { files: 2, strangers: [aFile('letter')] },
      },
    },
  ])
  await start()
  const recall = walks.at(-1)?.recall
  const changed = { ...stranger, mtimeUs: 5 }
  const known = [stranger, changed, aFile('letter'), aFile('new')].map((entry) =>
    recall?.('b', entry),
  )
  expect(known).toEqual([
    { isMedia: true, isSame: true },
    { isMedia: true, isSame: false },
    { isMedia: false, isSame: true },
    null,
  ])
  expect(recall?.('', stranger)).toBeNull()
})

describe('a path', () => {
  it('belongs to the source that it lies in', async () => {
    const { sources, start } = await bench(['/photos', '/media/card'], { ownFolders: ['/own'] })
    await start()
    expect(
      ['/photos/a.jpg', '/photos/2026/a.jpg', '/media/card/a.jpg'].map((path) =>
        sources.rootOf(path),
      ),
    ).toEqual(['/photos', '/photos', '/media/card'])
    expect(sources.rootOf('/own/renditions/1')).toBe('')
  })

  it('where a link leads out of every source hangs together with its own folder, never with our files', async () => {
    const { sources, start } = await bench(['/photos', '/media/card'], { ownFolders: ['/own'] })
    await start()
    expect(
      ['/photos-old/a.jpg', '/media/a.jpg', '/owned/1.jpg'].map((path) => sources.rootOf(path)),
    ).toEqual(['/photos-old', '/media', '/owned'])
  })

  it('that does not answer has its own source looked at, and no other', async () => {
    const { sources, catalog, ids, away, told, start } = await bench(['/photos', '/media/card'])
    await start()
    for (const path of ['/photos', '/media/card']) away.add(path)
    sources.doubt('/media/card')
    sources.doubt('')
    await settle()
    expect(catalog.sources().map(({ path, isConnected }) => [path, isConnected])).toEqual([
      ['/photos', true],
      ['/media/card', false],
    ])
    expect(told.away).toEqual([ids[1]])
  })
})

describe('the sources of a run', () => {
  it('are scanned and watched when it starts, as the user wants each', async () => {
    const { sources, catalog, walks, watches, ids, start } = await bench(['/a', '/b'])
    catalog.updateSource(ids[0] ?? 0, { includeSubfolders: false, ignorePatterns: ['*.png'] })
    await start()
    const wishes = { includeSubfolders: false, ignorePatterns: ['*.png'] }
    expect(walks).toMatchObject([
      { root: '/a', folders: [''], isRecursive: true, ...wishes },
      { root: '/b', folders: [''], isRecursive: true, includeSubfolders: true, ignorePatterns: [] },
    ])
    expect(watches).toMatchObject([{ root: '/a', ...wishes }, { root: '/b' }])
    expect(sources.views().map(({ path, name, state }) => [path, name, state])).toEqual([
      ['/a', 'a', 'watching'],
      ['/b', 'b', 'watching'],
    ])
  })

  it('are only those that take part', async () => {
    const { sources, ids, walks, start } = await bench(['/a', '/b'], {
      isWanted: (sourceId) => sourceId === 2,
    })
    expect(ids).toEqual([1, 2])
    await start()
    expect(roots(walks)).toEqual(['/b'])
    expect(sources.views().map(({ sourceId }) => sourceId)).toEqual(['2'])
    expect(await sources.isThere(1)).toBe(false)
    expect(await sources.isThere(2)).toBe(true)
  })

  it('leave out the folders of the app, in scans and in the watch', async () => {
    const { walks, watches, start } = await bench(['/a'], { ownFolders: ['/a/data', '/b'] })
    await start()
    expect(walks[0]?.leftOut).toEqual(['data'])
    expect(watches[0]?.leftOut).toEqual(['data'])
  })

  it('tell what each holds, and what of it could not be looked into', async () => {
    const { sources, catalog, disks, told, start } = await bench(['/a', '/b'])
    const missed = { subfolders: [], unreadable: [{ name: 'y.jpg', code: 'EIO' }] }
    disks.set('/a', [
      { kind: 'unreadable', folder: 'locked', code: 'EACCES' },
      {
        kind: 'listing',
        listing: {
          ...missed,
          folder: '',
          entries: [aFile('one.jpg'), aFile('three.jpg')],
          links: 2,
        },
      },
      { kind: 'listing', listing: { ...missed, folder: 'x', entries: [], links: 1 } },
      { kind: 'missing', folder: 'gone' },
    ])
    expect(sources.views()).toEqual([])
    await start()
    const [a, b] = sources.views()
    expect(a).toMatchObject({ files: 2, bytes: 2_000, done: 0, links: 3 })
    expect(a).toMatchObject({ unreadableFolders: 1, unreadableFiles: 2 })
    expect(b).toMatchObject({ files: 0, bytes: 0, done: 0 })
    expect(b).toMatchObject({ unreadableFolders: 0, unreadableFiles: 0 })
    // What the scan could not look into is kept at its end as well.
    expect(catalog.unreadablePlaces(10).map(({ path }) => path)).toEqual([
      'locked',
      'x/y.jpg',
      'y.jpg',
    ])
    expect(told.found).toBeGreaterThan(0)
  })

  it('that change nothing wake nobody', async () => {
    const { sources, disks, told, start } = await bench(['/a'])
    disks.set('/a', [aListing('', 'one.jpg')])
    await start()
    // Of what was found, and of the end of the scan, for which something may have rested.
    expect(told.found).toBe(2)
    sources.scanAll()
    await settle()
    expect(told.found).toBe(3)
  })

  it('that change in any way wake whoever waits for files', async () => {
    const { sources, disks, told, start } = await bench(['/a'])
    const scan = async (...events: WalkEvent[]): Promise<number> => {
      const before = told.found
      disks.set('/a', events)
      sources.scanAll()
      await settle()
      // The end of the scan is told in any case.
      return told.found - before - 1
    }
    await start()
    const changed = { ...aFile('one.jpg'), sizeBytes: 2_000 }
    const listing = { folder: '', subfolders: [], entries: [changed] }
    expect(await scan(aListing('', 'one.jpg'))).toBe(1)
    expect(await scan(aListing('', 'one.jpg'))).toBe(0)
    expect(await scan({ kind: 'listing', listing })).toBe(1)
    expect(await scan(aListing(''))).toBe(1)
    expect(await scan({ kind: 'listing', listing })).toBe(1)
  })

  it('are scanned by the hour, give or take a quarter, and those without a watch every five minutes', async () => {
    for (const [random, ms] of [
      [0, 45 * 60_000],
      [0.5, 60 * 60_000],
      [0.999_999, 75 * 60_000],
    ] as const) {
      const { walks, start, pass } = await bench(['/a'], { random: () => random })
      await start()
      await pass(ms - 1_000)
      expect(walks).toHaveLength(1)
      await pass(2_000)
      expect(walks).toHaveLength(2)
    }
    const { sources, walks, watches, start, pass } = await bench(['/a'])
    await start()
    watches[0]?.onProblem('watch-limit')
    expect(sources.views()).toMatchObject([{ state: 'timer', watchProblem: 'watch-limit' }])
    expect(watches[0]?.isClosed).toBe(true)
    await pass(299_999)
    expect(walks).toHaveLength(1)
    await pass(1)
    expect(walks).toHaveLength(2)
  })

  it('gather hints for two seconds, and scan the folders that they name', async () => {
    const { walks, watches, start, pass } = await bench(['/a'])
    await start()
    watches[0]?.onDirty('x')
    watches[0]?.onDirty('y')
    await pass(1_999)
    expect(walks).toHaveLength(1)
    await pass(1)
    expect(walks[1]).toMatchObject({ folders: ['x', 'y'], isRecursive: false })
    watches[0]?.onOverflow()
    await pass(2_000)
    expect(walks[2]).toMatchObject({ folders: [''], isRecursive: true })
  })

  it('let a file rest for three seconds before it is taken', async () => {
    const { catalog, clock, disks, start } = await bench(['/a'])
    const nowUs = clock.now() * 1_000
    const entries = [{ ...aFile('new.jpg'), mtimeUs: nowUs, ctimeUs: nowUs }]
    disks.set('/a', [{ kind: 'listing', listing: { folder: '', subfolders: [], entries } }])
    await start()
    const taken = (afterMs: number) => catalog.next('found', 1, clock.now() + afterMs, new Set())
    expect(taken(2_999)).toEqual([])
    expect(taken(3_000)).toMatchObject([{ name: 'new.jpg' }])
  })

  it('are not looked at as a whole where only the folder of a hint was', async () => {
    const { sources, catalog, clock, disks, watches, start, pass } = await bench(['/a'])
    disks.set('/a', [{ kind: 'unreadable', folder: 'locked', code: 'EACCES' }])
    await start()
    const at = clock.now()
    disks.set('/a', [aListing('x', 'one.jpg')])
    watches[0]?.onDirty('x')
    await pass(2_000)
    expect(sources.views()).toMatchObject([{ files: 1, lastScanAt: at, unreadableFolders: 1 }])
    expect(sources.lastCheckedAt()).toBe(at)
    expect(catalog.sources()).toMatchObject([{ lastScanAt: at }])
  })

  it('look again at the folder of a file that is not what it was', async () => {
    const { sources, ids, walks, start, pass } = await bench(['/a'])
    await start()
    sources.lookAgain(ids[0] ?? 0, join('/a', '2019', 'May', 'photo.jpg'))
    sources.lookAgain(99, '/b/photo.jpg')
    await pass(2_000)
    expect(walks.slice(1)).toMatchObject([{ folders: ['2019/May'], isRecursive: false }])
  })

  it('know when all of them were looked at, and when last', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const { sources, catalog, clock, world, start, pass } = await bench(['/a', '/b'])
    world.hold = promise
    await start()
    expect(sources.isScanning()).toBe(true)
    expect(sources.isScannedOnce()).toBe(false)
    expect(sources.lastCheckedAt()).toBeNull()
    expect(sources.views().map(({ state }) => state)).toEqual(['scanning', 'scanning'])
    await pass(5_000)
    resolve(undefined)
    await settle()
    expect([sources.isScanning(), sources.isScannedOnce()]).toEqual([false, true])
    expect(sources.lastCheckedAt()).toBe(clock.now())
    expect(sources.views().map(({ lastScanAt }) => lastScanAt)).toEqual([clock.now(), clock.now()])
    expect(catalog.sources().map(({ lastScanAt }) => lastScanAt)).toEqual([
      clock.now(),
      clock.now(),
    ])
  })

  it('that are only looked at tell of the last scan there was, and scan nothing', async () => {
    const { sources, catalog, away, ids, walks, watches, start } = await bench(['/a', '/b', '/c'], {
      mode: 'look',
    })
    catalog.finishScan(ids[1] ?? 0, 9_000, [])
    catalog.finishScan(ids[2] ?? 0, 7_000, [])
    away.add('/c')
    await sources.start()
    expect(sources.lastCheckedAt()).toBe(9_000)
    expect(sources.connected()).toMatchObject([
      { sourceId: 1, name: 'a', isConnected: true, isUnfamiliar: false },
      { sourceId: 2, name: 'b', isConnected: true, isUnfamiliar: false },
      { sourceId: 3, name: 'c', isConnected: false, isUnfamiliar: false },
    ])
    await start()
    expect([walks, watches]).toEqual([[], []])
  })

  it('that run do not take the last run’s scan for one of theirs', async () => {
    const { sources, catalog, ids, away, start } = await bench(['/a'])
    catalog.finishScan(ids[0] ?? 0, 9_000, [])
    away.add('/a')
    await start()
    expect(sources.lastCheckedAt()).toBeNull()
  })

  it('whose disk has no room for what was found say so, and are scanned when there is', async () => {
    const { sources, told, walks, world, start } = await bench(['/a', '/b'])
    world.isFull = true
    await start()
    expect(told.troubles).toEqual(['disk-full', 'disk-full'])
    expect(told.errors).toEqual([])
    world.isFull = false
    sources.storeAgain()
    await settle()
    expect(roots(walks)).toEqual(['/a', '/b', '/a', '/b'])
    sources.storeAgain()
    await settle()
    expect(walks).toHaveLength(4)
  })

  it('whose scan fails by a bug log it and go on', async () => {
    const { sources, told, walks, world, start } = await bench(['/a'])
    const bug = new TypeError('a bug')
    world.hold = Promise.reject(bug)
    world.hold.catch(() => undefined)
    await start()
    expect(told.errors).toEqual([bug])
    expect(told.troubles).toEqual([])
    world.hold = null
    sources.scanAll()
    await settle()
    expect(walks).toHaveLength(2)
    expect(sources.views()).toMatchObject([{ state: 'watching' }])
  })

  it('say so when there is no room even to note that one went away', async () => {
    const { sources, catalog, away, told, start } = await bench(['/a'])
    await start()
    vi.spyOn(catalog, 'updateSource').mockImplementation(() => {
      throw new DiskFullError()
    })
    away.add('/a')
    expect(await sources.isThere(1)).toBe(false)
    expect(told.troubles).toEqual(['disk-full'])
    expect(told.away).toEqual([1])
    vi.restoreAllMocks()
    away.clear()
    sources.storeAgain()
    await settle()
    expect(sources.views()).toMatchObject([{ state: 'watching' }])
  })

  it('that cannot even be looked for are away, and the log says why', async () => {
    const bug = new TypeError('a bug')
    const { sources, told, start } = await bench(['/a'], {
      isReachable: () => Promise.reject(bug),
    })
    await start()
    expect(told.errors).toEqual([bug])
    expect(sources.views()).toMatchObject([{ state: 'not-connected' }])
  })

  it.each<[string, Error, { troubles: string[]; errors: number }]>([
    ['no room', new DiskFullError(), { troubles: ['disk-full'], errors: 0 }],
    ['a bug', new TypeError('a bug'), { troubles: [], errors: 1 }],
  ])('tell of %s that keeps an unreadable file from its next try', async (_, thrown, expected) => {
    const { catalog, clock, disks, told, sources, start } = await bench(['/a'], {
      reader: {
        readStart: () => {
          const stamp = { sizeBytes: 1_000, mtimeUs: 1, ctimeUs: 1, inode: 1 }
          return Promise.resolve(ok({ bytes: Buffer.alloc(1), stamp }))
        },
      },
    })
    disks.set('/a', [aListing('', 'refused.jpg')])
    await start()
    const [item] = catalog.next('found', 1, clock.now() + 10_000, new Set())
    const failure = { kind: 'file-unreadable', code: 'EPERM' } as const
    catalog.record([
      { of: 'file', fileId: item?.fileId ?? 0, next: { state: 'failed', failure, attempts: 1 } },
    ])
    vi.spyOn(catalog, 'retryFile').mockImplementation(() => {
      throw thrown
    })
    sources.scanAll()
    await settle()
    vi.restoreAllMocks()
    expect({ troubles: told.troubles, errors: told.errors.length }).toEqual(expected)
    sources.scanAll()
    await settle()
    expect(catalog.tally()).toMatchObject({ failed: { files: 0 }, found: { files: 1 } })
  })

  it('that cannot be read say so until they can', async () => {
    const { sources, told, world, start } = await bench(['/a'])
    world.failure = 'folder-unreadable'
    await start()
    expect(sources.views()).toMatchObject([{ state: 'unreadable' }])
    expect(told.lines).toEqual(['A folder could not be scanned'])
    world.failure = null
    sources.scanAll()
    await settle()
    expect(sources.views()).toMatchObject([{ state: 'watching' }])
  })

  it('end together, and wait for the scan that runs', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const { sources, clock, walks, watches, told, world, start, pass } = await bench(['/a', '/b'])
    const pending = clock.pending()
    world.hold = promise
    await start()
    let hasStopped = false
    const stopped = sources.stop().then(() => (hasStopped = true))
    await settle()
    expect([hasStopped, walks.map(({ signal }) => signal.aborted)]).toEqual([false, [true, true]])
    resolve(undefined)
    await stopped
    expect(watches.map(({ isClosed }) => isClosed)).toEqual([true, true])
    expect(clock.pending()).toBe(pending)
    expect(told.errors).toEqual([])
    // What nobody waited for was no whole scan.
    expect(sources.lastCheckedAt()).toBeNull()
    await pass(4_000_000)
    expect(walks).toHaveLength(2)
  })

  it('take a scan that breaks off because nobody wants it any more for no bug', async () => {
    const { promise, reject } = Promise.withResolvers<undefined>()
    const { sources, told, world, start } = await bench(['/a'])
    world.hold = promise
    await start()
    const stopped = sources.stop()
    reject(new Error('no more'))
    await stopped
    expect([told.errors, told.troubles]).toEqual([[], []])
  })
})

describe('a change of the sources', () => {
  it('begins the new, ends the removed and leaves the others alone', async () => {
    const { sources, catalog, ids, add, walks, watches, told, start } = await bench(['/a', '/b'])
    await start()
    await catalog.removeSource(ids[0] ?? 0)
    add('/c')
    told.changes = 0
    await sources.reload()
    await settle()
    expect(roots(walks)).toEqual(['/a', '/b', '/c'])
    expect(sources.views().map(({ path }) => path)).toEqual(['/b', '/c'])
    expect(watches.map(({ root, isClosed }) => [root, isClosed])).toEqual([
      ['/a', true],
      ['/b', false],
      ['/c', false],
    ])
    expect(told.changes).toBeGreaterThan(0)
  })

  it.each<[string, Partial<StoredSource>]>([
    ['what is ignored in it', { ignorePatterns: ['a', 'b'] }],
    ['whether what lies deeper counts', { includeSubfolders: false }],
    ['where it is', { path: '/elsewhere' }],
    ['which of its folders are left out', { leftOut: ['x'] }],
  ])('in %s has it scanned anew', async (_, change) => {
    const { sources, catalog, ids, walks, watches, start } = await bench(['/a'], {
      identifyFolder: () =>
        Promise.resolve({ volumeId: 'uuid:/a', pathInVolume: '/', isNetwork: false }),
    })
    await start()
    catalog.updateSource(ids[0] ?? 0, change)
    await sources.reload()
    await settle()
    expect(walks).toHaveLength(2)
    expect(walks[1]).toMatchObject({
      root: change.path ?? '/a',
      includeSubfolders: change.includeSubfolders ?? true,
      ignorePatterns: change.ignorePatterns ?? [],
      leftOut: change.leftOut ?? [],
    })
    expect(watches.map(({ isClosed }) => isClosed)).toEqual([true, false])
  })

  it('is told also where it brings nothing to do', async () => {
    const { sources, told, start } = await bench(['/a'])
    await start()
    told.changes = 0
    await sources.reload()
    expect(told.changes).toBe(1)
  })

  it('in its photo size is taken over without a scan', async () => {
    const { sources, catalog, ids, walks, start } = await bench(['/a'])
    await start()
    catalog.updateSource(ids[0] ?? 0, { photoSize: 'original' })
    await sources.reload()
    await settle()
    expect(sources.views()).toMatchObject([{ photoSize: 'original' }])
    expect(walks).toHaveLength(1)
  })
})

describe('a source that is away', () => {
  it('is looked for every ten seconds, and every five minutes once it is away for long', async () => {
    let looks = 0
    const { sources, away, start, pass } = await bench(['/a'], {
      placesOf: () => {
        looks += 1
        return Promise.resolve([])
      },
    })
    away.add('/a')
    await start()
    looks = 0
    await pass(9_999)
    expect(looks).toBe(0)
    await pass(1)
    expect(looks).toBe(1)
    expect(sources.views()).toMatchObject([{ state: 'not-connected', scanEveryMs: 10_000 }])
    for (let minute = 0; minute < 24 * 60; minute += 1) await pass(60_000)
    expect(sources.views()).toMatchObject([{ scanEveryMs: 5 * 60_000 }])
  })

  it('and has something else at its path is backed up once the user says that this is it', async () => {
    const stranger = { volumeId: 'uuid:stranger', pathInVolume: '/', isNetwork: true }
    const { sources, catalog, walks, start } = await bench(['/a'], {
      identifyFolder: () => Promise.resolve(stranger),
    })
    await start()
    expect(sources.connected()).toMatchObject([{ isConnected: false, isUnfamiliar: true }])
    expect([sources.views()[0]?.state, walks]).toEqual(['unfamiliar', []])
    await sources.confirm(1)
    await sources.confirm(99)
    await settle()
    expect(sources.connected()).toMatchObject([{ isConnected: true, isUnfamiliar: false }])
    expect(roots(walks)).toEqual(['/a'])
    expect(catalog.sources()[0]?.identity).toMatchObject(stranger)
    // Of a share nobody tells what other machines change.
    expect(sources.views()).toMatchObject([{ state: 'timer', watchProblem: 'network' }])
  })

  it('that can be taken out is looked at by time, and no handle is held on it', async () => {
    const identity = { volumeId: 'uuid:/a', pathInVolume: '/', isNetwork: false }
    const { sources, catalog, watches, start } = await bench(['/a'], {
      identifyFolder: () => Promise.resolve({ ...identity, isRemovable: true }),
    })
    await start()
    expect(watches).toEqual([])
    expect(sources.views()).toMatchObject([{ state: 'timer', watchProblem: 'removable' }])
    expect(catalog.sources()[0]?.identity).not.toHaveProperty('isRemovable')
  })

  it('is followed to the path where it is found', async () => {
    const { sources, catalog, away, walks, watches, told, start } = await bench(['/a'], {
      placesOf: () => Promise.resolve(['/media/a']),
      identifyFolder: () =>
        Promise.resolve({ volumeId: 'uuid:/a', pathInVolume: '/', isNetwork: false }),
    })
    await start()
    away.add('/a')
    expect(await sources.isThere(1)).toBe(true)
    await settle()
    expect(catalog.sources()).toMatchObject([{ path: '/media/a', isConnected: true }])
    expect(roots(walks)).toEqual(['/a', '/media/a'])
    expect(watches.map(({ root, isClosed }) => [root, isClosed])).toEqual([
      ['/a', true],
      ['/media/a', false],
    ])
    expect(sources.connected()).toMatchObject([{ name: 'a', isConnected: true }])
    expect(told.lines).toEqual(['A folder is back under another path'])
  })

  it('keeps what is known of its volume when a day cannot tell', async () => {
    const known = { volumeId: 'uuid:/a', pathInVolume: '/', isNetwork: false, folderId: '1:2' }
    let now:
      typeof known | { volumeId: null; pathInVolume: null; isNetwork: false; folderId: null } =
      known
    const { sources, catalog, start } = await bench(['/a'], {
      identifyFolder: () => Promise.resolve(now),
    })
    await start()
    expect(catalog.sources()[0]?.identity).toEqual(known)
    now = { volumeId: null, pathInVolume: null, isNetwork: false, folderId: null }
    sources.scanAll()
    await settle()
    expect(catalog.sources()[0]?.identity).toEqual(known)
    now = { ...known, folderId: '3:4' }
    sources.scanAll()
    await settle()
    // Its volume has a name: the folder's own is only a help for a day without.
    expect(catalog.sources()[0]?.identity).toEqual(known)
  })
})

describe('a source that is what lies elsewhere from now on', () => {
  const nameless = { volumeId: null, pathInVolume: null, isNetwork: false }

  it('is scanned there and left where it was, although none of its files is there', async () => {
    const { sources, catalog, ids, disks, walks, watches, start } = await bench(['/b', '/a'], {
      identifyFolder: () => Promise.resolve(nameless),
    })
    disks.set('/a', [aListing('', 'before.jpg')])
    disks.set('/new', [aListing('', 'after.jpg')])
    await start()
    await sources.takeOver(ids[1] ?? 0, { path: '/new', identity: nameless })
    await settle()
    expect(roots(walks)).toEqual(['/b', '/a', '/new'])
    expect(watches.map(({ root, isClosed }) => [root, isClosed])).toEqual([
      ['/b', false],
      ['/a', true],
      ['/new', false],
    ])
    expect(sources.views()).toMatchObject([{ path: '/b' }, { path: '/new', state: 'watching' }])
    expect(catalog.sources()).toMatchObject([
      { path: '/b' },
      { path: '/new', identity: { volumeId: null } },
    ])
    expect(catalog.tally()).toMatchObject({ found: { files: 1 }, gone: { files: 1 } })
  })

  it('and takes no part in this run is only noted', async () => {
    const wanted = new Set([1])
    const { sources, catalog, walks, told, start } = await bench(['/a'], {
      isWanted: (sourceId) => wanted.has(sourceId),
    })
    await start()
    wanted.clear()
    told.changes = 0
    await sources.takeOver(1, { path: '/new', identity: nameless })
    expect(told.changes).toBe(1)
    await settle()
    expect([sources.views(), roots(walks)]).toEqual([[], ['/a']])
    expect(catalog.sources()).toMatchObject([{ path: '/new' }])
  })
})

it('a folder is like a source by the files that it is known to hold', async () => {
  const { sources, ids, disks, start } = await bench(['/a'])
  disks.set('/a', [aListing('', 'one.jpg')])
  disks.set('/copy', [aListing('', 'one.jpg')])
  disks.set('/other', [aListing('', 'three.jpg')])
  await start()
  expect(await sources.looksLike(ids[0] ?? 0, '/copy')).toBe(true)
  expect(await sources.looksLike(ids[0] ?? 0, '/other')).toBe(false)
  expect(await sources.looksLike(99, '/copy')).toBe(false)
})
