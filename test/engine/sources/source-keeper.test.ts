// A keeper with a real catalogue, a clock that stands still and a disk that says what the test wants: what it asks of the
// system, what it tells, and what it stores.
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { FolderIdentity, WalkEvent } from '../../../src/main/engine/ports/files.ts'
import {
  createSourceKeeper,
  type KeeperOptions,
  type SourceKeeper,
} from '../../../src/main/engine/sources/source-keeper.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'
import { storeTroubles } from '../../fakes/store-troubles.ts'
import { tempFolder } from '../scan/temp-folder.ts'

const timing = {
  debounceMs: 2_000,
  quietMs: 3_000,
  rescanMs: 3600_000,
  unwatchedRescanMs: 300_000,
  reconnectMs: 10_000,
  longestReconnectMs: 300_000,
}

/** A keeper on a drive that the test plugs in and pulls out. */
interface Bench {
  keeper: SourceKeeper
  catalog: Catalog
  clock: ManualClock
  drive: { isThere: boolean; identity: FolderIdentity; listing: WalkEvent[] }
  /** How often the system was searched, and the folder walked; what the window and the queue were told. */
  counts: { looks: number; walks: number; changes: number; found: number; away: number }
  /** Moves the clock on by a second at a time, and lets everything happen that follows. */
  pass(seconds: number): Promise<void>
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function openBench(change: Partial<KeeperOptions> = {}): Promise<Bench> {
  const clock = manualClock()
  const folder = tempFolder()
  const opened = await openCatalog({
    path: `${folder}/catalogue.sqlite`,
    backupFolder: `${folder}/backups`,
    clock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error('no catalogue')
  const catalog = opened.value
  const identity = { volumeId: 'uuid:card', pathInVolume: '/', isNetwork: false }
  catalog.addSource({ path: '/media/card', identity, now: clock.now() })
  const [source] = catalog.sources()
  if (source === undefined) throw new Error('no source')
  const drive: Bench['drive'] = { isThere: true, identity, listing: [] }
  const counts = { looks: 0, walks: 0, changes: 0, found: 0, away: 0 }
  const keeper = createSourceKeeper(source, {
    catalog,
    walker: {
      walk: async (_, take) => {
        counts.walks += 1
        await take(drive.listing)
        return ok({ files: 0, folders: 1 })
      },
      close: () => Promise.resolve(),
    },
    reader: { readStart: () => Promise.resolve(fail({ kind: 'file-gone' })) },
    ownFolders: [],
    watcher: { watch: () => ({ close: () => Promise.resolve() }) },
    clock,
    random: () => 0.5,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
    timing,
    mode: 'watch',
    isReachable: () => Promise.resolve(drive.isThere),
    isEmpty: () => Promise.resolve(false),
    identifyFolder: () => Promise.resolve(drive.identity),
    placesOf: () => {
      counts.looks += 1
      return Promise.resolve([])
    },
    onChecked: () => undefined,
    onFound: () => {
      counts.found += 1
    },
    onAway: (sourceId) => {
      if (sourceId === source.sourceId) counts.away += 1
    },
    onStoreTrouble: () => undefined,
    onChange: () => {
      counts.changes += 1
    },
    ...change,
  })
  onTestFinished(async () => {
    await keeper.end()
    catalog.close()
  })
  return {
    keeper,
    catalog,
    clock,
    drive,
    counts,
    async pass(seconds) {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1_000)
        await settle()
      }
    },
  }
}

const aListing = (...names: string[]): WalkEvent => ({
  kind: 'listing',
  listing: {
    folder: '',
    subfolders: [],
    entries: names.map((name) => ({
      name,
      sizeBytes: 1_000,
      mtimeUs: 1,
      ctimeUs: 1,
      inode: name.length,
      isOnlineOnly: false,
      isNameUnusable: false,
    })),
  },
})

const view = ({ keeper }: Bench) => keeper.view({ files: 0, bytes: 0, done: 0 })

describe('a source on a drive that is away', () => {
  it.each([
    ['from the start', false],
    ['since it was pulled out', true],
  ])('%s is looked for every 10 seconds, and nobody is told each time', async (_, startsThere) => {
    const bench = await openBench()
    bench.drive.isThere = startsThere
    await bench.keeper.begin()
    await settle()
    bench.drive.isThere = false
    bench.keeper.scanWhole()
    await settle()
    expect(view(bench).state).toBe('not-connected')
    expect(bench.catalog.sources()[0]?.isConnected).toBe(false)
    Object.assign(bench.counts, { looks: 0, changes: 0, found: 0 })
    await bench.pass(60)
    expect(bench.counts).toMatchObject({ looks: 6, changes: 0, found: 0 })
  })

  it('is scanned as a whole as soon as it is found again', async () => {
    const bench = await openBench()
    bench.drive.isThere = false
    await bench.keeper.begin()
    await bench.pass(30)
    expect(bench.counts.walks).toBe(0)
    bench.drive.isThere = true
    await bench.pass(10)
    expect([bench.counts.walks, view(bench).state]).toEqual([1, 'watching'])
    expect(bench.catalog.sources()[0]?.isConnected).toBe(true)
  })

  it('is let go of when it goes, so that nothing in hand waits for it', async () => {
    const bench = await openBench()
    await bench.keeper.begin()
    await settle()
    expect(bench.counts.away).toBe(0)
    bench.drive.isThere = false
    expect(await bench.keeper.isThere()).toBe(false)
    expect(bench.counts.away).toBe(1)
    bench.drive.isThere = true
    await bench.pass(10)
    expect([bench.counts.away, view(bench).state]).toEqual([1, 'watching'])
  })

  it('is asked about anew by a doubt that comes while it is being looked for', async () => {
    let answer: (isThere: boolean) => void = () => undefined
    const asked: boolean[] = []
    const bench = await openBench({
      isReachable: () => {
        asked.push(bench.drive.isThere)
        return asked.length === 2
          ? new Promise((resolve) => (answer = resolve))
          : Promise.resolve(bench.drive.isThere)
      },
    })
    await bench.keeper.begin()
    await settle()
    // Seen as there, told late: it went away in between.
    bench.keeper.scanWhole()
    bench.drive.isThere = false
    const isThere = bench.keeper.isThere()
    await settle()
    answer(true)
    expect(await isThere).toBe(false)
    expect(asked).toEqual([true, true, false])
  })

  it('is asked about once, however many miss their files', async () => {
    const bench = await openBench()
    await bench.keeper.begin()
    await settle()
    bench.drive.isThere = false
    bench.counts.looks = 0
    const answers = await Promise.all(Array.from({ length: 20 }, () => bench.keeper.isThere()))
    expect([new Set(answers), bench.counts.looks]).toEqual([new Set([false]), 1])
  })
})

describe('a source at rest', () => {
  it('is stored anew only when a look tells something new of it', async () => {
    const bench = await openBench()
    const stored: unknown[] = []
    const { updateSource } = bench.catalog
    bench.catalog.updateSource = (sourceId, change) => {
      stored.push(change)
      updateSource(sourceId, change)
    }
    await bench.keeper.begin()
    await settle()
    expect(await bench.keeper.isThere()).toBe(true)
    expect(stored).toEqual([])
    const identity = { ...bench.drive.identity, folderId: 'a folder' }
    bench.drive.identity = identity
    expect(await bench.keeper.isThere()).toBe(true)
    expect(stored).toEqual([{ identity }])
  })

  it('is scanned when its time has come, and not before', async () => {
    const bench = await openBench()
    await bench.keeper.begin()
    await settle()
    await bench.pass(3_599)
    expect(bench.counts.walks).toBe(1)
    await bench.pass(1)
    expect(bench.counts.walks).toBe(2)
  })

  it('learns where on its volume it lies, when only that was not known', async () => {
    const bench = await openBench()
    const { volumeId } = bench.drive.identity
    Object.assign(bench.keeper.source.identity, { pathInVolume: null })
    await bench.keeper.begin()
    await settle()
    expect(bench.catalog.sources()).toMatchObject([{ identity: { volumeId, pathInVolume: '/' } }])
    expect(bench.keeper.source.identity).toMatchObject({ volumeId, pathInVolume: '/' })
  })

  it('is scanned once where a scan is wanted before a hint was gathered', async () => {
    const bench = await openBench()
    await bench.keeper.begin()
    await settle()
    bench.keeper.lookAgain(join('/media/card', 'x', 'one.jpg'))
    await bench.pass(1)
    bench.keeper.scanWhole()
    await settle()
    expect(bench.counts.walks).toBe(2)
    await bench.pass(10)
    expect(bench.counts.walks).toBe(2)
  })

  it('tells a crash only after what was found is stored', async () => {
    const stored: [string, number][] = []
    const bench: Bench = await openBench({
      checkpoint: (effect) => stored.push([effect, bench.catalog.tally().found.files]),
    })
    bench.drive.listing = [aListing('one.jpg')]
    await bench.keeper.begin()
    await settle()
    expect(stored).toEqual([['scan-applied', 1]])
  })

  it('does nothing more once it has ended', async () => {
    const bench = await openBench()
    const pending = bench.clock.pending()
    await bench.keeper.begin()
    await settle()
    await bench.keeper.end()
    expect(bench.clock.pending()).toBe(pending)
    bench.keeper.scanWhole()
    await bench.pass(4_000)
    expect(bench.counts.walks).toBe(1)
    expect(await bench.keeper.isThere()).toBe(false)
  })
})

describe('another drive at the place of a source', () => {
  const stranger = { volumeId: 'uuid:stranger', pathInVolume: '/', isNetwork: false }

  it('is never walked, and nothing of the source counts as gone', async () => {
    const bench = await openBench()
    bench.drive.listing = [aListing('mine.jpg')]
    await bench.keeper.begin()
    await settle()
    bench.drive.identity = stranger
    bench.drive.listing = [aListing('theirs.jpg')]
    await bench.pass(4_000)
    expect([bench.counts.walks, view(bench).state]).toEqual([1, 'unfamiliar'])
    expect(bench.catalog.tally()).toMatchObject({ found: { files: 1 }, gone: { files: 0 } })
  })

  it('is backed up once the user says that it is the folder', async () => {
    const bench = await openBench()
    bench.drive.listing = [aListing('mine.jpg')]
    await bench.keeper.begin()
    await settle()
    bench.drive.identity = stranger
    bench.drive.listing = [aListing('moved.jpg')]
    await bench.keeper.confirm()
    await settle()
    expect(view(bench).state).toBe('watching')
    expect(bench.catalog.tally()).toMatchObject({ found: { files: 1 }, gone: { files: 1 } })
    expect(bench.catalog.sources()[0]?.identity).toMatchObject(stranger)
    await bench.pass(4_000)
    expect(view(bench).state).toBe('watching')
  })

  it('is asked about again after the one that was said to be the folder', async () => {
    const nameless = { volumeId: null, pathInVolume: null, isNetwork: false }
    const bench = await openBench()
    bench.drive.listing = [aListing('mine.jpg')]
    await bench.keeper.begin()
    await settle()
    bench.drive.identity = stranger
    bench.drive.listing = [aListing('moved.jpg')]
    await bench.keeper.confirm()
    await settle()
    bench.drive.identity = nameless
    bench.drive.listing = [aListing('theirs.jpg')]
    expect(await bench.keeper.isThere()).toBe(false)
    expect([bench.counts.walks, view(bench).state]).toEqual([3, 'unfamiliar'])
  })

  it('is not taken for the folder where that is back by the time the user says so', async () => {
    const stored: unknown[] = []
    const bench = await openBench()
    const { identity } = bench.drive
    await bench.keeper.begin()
    await settle()
    const { updateSource } = bench.catalog
    bench.catalog.updateSource = (sourceId, change) => {
      stored.push(change)
      updateSource(sourceId, change)
    }
    bench.drive.identity = stranger
    expect(await bench.keeper.isThere()).toBe(false)
    bench.drive.identity = identity
    await bench.keeper.confirm()
    await settle()
    await bench.keeper.confirm()
    await settle()
    expect(stored).toEqual([{ isConnected: false }, { isConnected: true }])
    expect([bench.counts.walks, view(bench).state]).toEqual([2, 'watching'])
  })

  it('without a name is known by its files, and asked about where none of them is there', async () => {
    const nameless = { volumeId: null, pathInVolume: null, isNetwork: false }
    const bench = await openBench()
    bench.drive.listing = [aListing('mine.jpg')]
    await bench.keeper.begin()
    await settle()
    bench.drive.identity = nameless
    await bench.pass(4_000)
    expect(view(bench).state).toBe('watching')
    bench.drive.listing = [aListing('theirs.jpg')]
    await bench.pass(4_000)
    expect(view(bench).state).toBe('unfamiliar')
    expect(bench.catalog.tally().gone.files).toBe(0)
    await bench.keeper.confirm()
    await settle()
    expect(view(bench).state).toBe('watching')
    expect(bench.catalog.tally()).toMatchObject({ found: { files: 1 }, gone: { files: 1 } })
  })
})

const waitingWith = (code: string) =>
  ({
    state: 'waiting',
    failure: { kind: 'file-unreadable', code },
    attempts: 5,
    until: 8.64e15,
    resumesAs: 'found',
    plan: null,
    token: null,
    tokenAt: null,
  }) as const

describe('a file that could not be read', () => {
  // Windows says EBUSY of a file that another program holds, and EPERM of passing states as well as of lasting ones.
  const resting = [
    { state: 'failed', failure: { kind: 'file-unreadable', code: 'EPERM' }, attempts: 1 },
    waitingWith('EBUSY'),
  ] as const
  it.each(resting)(
    'and is $state ($failure.code) is tried again by each whole scan, and goes back to work by the one that can read it',
    async (next) => {
      let mayRead = false
      const asked: string[] = []
      /** What there is to do each time that somebody is told to look for it. */
      const told: number[] = []
      const bench: Bench = await openBench({
        onFound: () => told.push(bench.catalog.tally().found.files),
        reader: {
          readStart: (path) => {
            asked.push(path)
            const stamp = { sizeBytes: 1_000, mtimeUs: 1, ctimeUs: 1, inode: 1 }
            return Promise.resolve(
              mayRead
                ? ok({ bytes: Buffer.alloc(1), stamp })
                : fail({ kind: 'file-unreadable', code: 'EPERM' }),
            )
          },
        },
      })
      bench.drive.listing = [aListing('refused.jpg')]
      await bench.keeper.begin()
      await settle()
      const [item] = bench.catalog.next('found', 1, bench.clock.now() + 10_000, new Set())
      bench.catalog.record([{ of: 'file', fileId: item?.fileId ?? 0, next }])
      bench.keeper.scanWhole()
      await settle()
      expect(asked).toEqual([join('/media/card/refused.jpg')])
      expect(bench.catalog.tally()).toMatchObject({
        [next.state]: { files: 1 },
        found: { files: 0 },
      })
      mayRead = true
      bench.keeper.scanWhole()
      await settle()
      expect(bench.catalog.tally()).toMatchObject({
        [next.state]: { files: 0 },
        found: { files: 1 },
      })
      expect(told.at(-1)).toBe(1)
    },
  )
})

describe('files that could not be read', () => {
  it('are tried no more, nor go back to work, once nobody wants to know', async () => {
    const asked: [string, number][] = []
    const bench: Bench = await openBench({
      reader: {
        readStart: (path, length) => {
          asked.push([path, length])
          void bench.keeper.end()
          const stamp = { sizeBytes: 1_000, mtimeUs: 1, ctimeUs: 1, inode: 1 }
          return Promise.resolve(ok({ bytes: Buffer.alloc(1), stamp }))
        },
      },
    })
    bench.drive.listing = [aListing('a.jpg', 'two.jpg')]
    await bench.keeper.begin()
    await settle()
    const failure = { kind: 'file-unreadable', code: 'EPERM' } as const
    const items = bench.catalog.next('found', 2, bench.clock.now() + 10_000, new Set())
    bench.catalog.record(
      items.map(({ fileId }) => ({
        ...{ of: 'file', fileId, next: { state: 'failed', failure, attempts: 1 } },
      })),
    )
    bench.keeper.scanWhole()
    await settle()
    // One byte of the first, and none of the second.
    expect(asked).toEqual([[join('/media/card/a.jpg'), 1]])
    expect(bench.catalog.tally()).toMatchObject({ failed: { files: 2 }, found: { files: 0 } })
  })
})

describe('a file that waits for its next try', () => {
  it('with trouble that may lie farther in keeps its time and its count through a whole scan', async () => {
    const asked: string[] = []
    const bench: Bench = await openBench({
      reader: {
        readStart: (path) => {
          asked.push(path)
          return Promise.resolve(fail({ kind: 'file-unreadable', code: 'EIO' }))
        },
      },
    })
    bench.drive.listing = [aListing('damaged.jpg')]
    await bench.keeper.begin()
    await settle()
    const [item] = bench.catalog.next('found', 1, bench.clock.now() + 10_000, new Set())
    const next = waitingWith('EIO')
    bench.catalog.record([{ of: 'file', fileId: item?.fileId ?? 0, next }])
    bench.keeper.scanWhole()
    await settle()
    expect(asked).toEqual([])
    expect(bench.catalog.tally()).toMatchObject({ waiting: { files: 1 } })
  })
})

describe('a walk whose findings the catalogue does not take', () => {
  it.each(storeTroubles)(
    'for "%s" tells so, is no bug, and is made again',
    async (kind, thrown) => {
      const told: string[] = []
      const bugs: unknown[] = []
      const bench = await openBench({
        onStoreTrouble: (trouble) => told.push(trouble.kind),
        logger: { info: () => undefined, error: (_, bug) => bugs.push(bug) },
      })
      const { applyWalk } = bench.catalog
      bench.catalog.applyWalk = () => Promise.reject(thrown)
      bench.drive.listing = [aListing('one.jpg')]
      void bench.keeper.begin()
      await bench.pass(1)
      expect([told, bugs]).toEqual([[kind], []])
      bench.catalog.applyWalk = applyWalk
      bench.keeper.storeAgain()
      await bench.pass(1)
      expect(bench.catalog.tally().found.files).toBe(1)
    },
  )

  it('for a reason of its own is a bug', async () => {
    const told: unknown[] = []
    const bugs: unknown[] = []
    const bench = await openBench({
      onStoreTrouble: (trouble) => told.push(trouble),
      logger: { info: () => undefined, error: (_, bug) => bugs.push(bug) },
    })
    const bug = new Error('a bug')
    bench.catalog.applyWalk = () => Promise.reject(bug)
    void bench.keeper.begin()
    await bench.pass(1)
    expect([told, bugs]).toEqual([[], [bug]])
  })
})

describe('files that are tried again after a walk', () => {
  it.each(storeTroubles)('tell "%s" as what it is', async (kind, thrown) => {
    const told: string[] = []
    const bench = await openBench({ onStoreTrouble: (trouble) => told.push(trouble.kind) })
    bench.catalog.unreadableFiles = () => {
      throw thrown
    }
    void bench.keeper.begin()
    await bench.pass(1)
    expect(told).toEqual([kind])
  })
})

describe('where a source lies', () => {
  it.each(storeTroubles)(
    'that cannot be stored for "%s" is told and stored later',
    async (kind, thrown) => {
      const told: string[] = []
      const bench = await openBench({ onStoreTrouble: (trouble) => told.push(trouble.kind) })
      void bench.keeper.begin()
      await bench.pass(1)
      const { updateSource } = bench.catalog
      bench.catalog.updateSource = () => {
        throw thrown
      }
      bench.drive.isThere = false
      await bench.pass(3_700)
      expect(told).toContain(kind)
      bench.catalog.updateSource = updateSource
      bench.keeper.storeAgain()
      await bench.pass(1)
      expect(bench.catalog.sources()).toMatchObject([{ isConnected: false }])
    },
  )
})
