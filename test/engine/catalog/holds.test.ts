// For how long the catalogue holds the engine's thread: one turn of the event loop has one piece of work, as long as its
// storing leaves it, and the log flows back in turns of its own. Times are those of a clock that the work itself moves.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { createWrite, setUp } from '../../../src/main/engine/catalog/database.ts'
import { createLogFlow, pagesAtOnce } from '../../../src/main/engine/catalog/log-flow.ts'
import { migrate } from '../../../src/main/engine/catalog/migrate.ts'
import { createSlices } from '../../../src/main/engine/catalog/slices.ts'
import { createTallyBook } from '../../../src/main/engine/catalog/tally.ts'
import { createTurns } from '../../../src/main/engine/catalog/turns.ts'
import type { WalkEvent } from '../../../src/main/engine/ports/files.ts'
import type { Clock } from '../../../src/main/engine/ports/outside.ts'
import {
  aCatalog,
  addSource,
  entry,
  listing,
  noon,
  openOptions,
  sha,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

/** Slices over a clock that only work and storing move: a step takes a millisecond. */
function world() {
  let at = 0
  const stored: number[] = []
  const disk = { commitMs: 0 }
  const elapsed = (): number => at
  const turns = createTurns(elapsed)
  const write = <T>(work: () => T): T => {
    const beganAt = at
    const value = work()
    stored.push(at - beganAt)
    at += disk.commitMs
    return value
  }
  const slices = createSlices({ write, elapsed }, turns)
  /** So many milliseconds of work. */
  const work = (ms: number): Promise<void> => {
    let left = ms
    return slices.run(() => {
      at += 1
      left -= 1
      return left === 0
    })
  }
  return { ...{ turns, slices, work, stored, disk, elapsed }, pass: (ms: number) => (at += ms) }
}

/** The longest time between two turns of the event loop until the work is through. */
async function longestHold(elapsed: () => number, work: () => Promise<unknown>): Promise<number> {
  const seen = { longest: 0, isOver: false, at: elapsed() }
  const look = (): void => {
    seen.longest = Math.max(seen.longest, elapsed() - seen.at)
    seen.at = elapsed()
  }
  const turn = (): void => {
    look()
    if (!seen.isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  look()
  seen.isOver = true
  return seen.longest
}

describe('a slice', () => {
  it('works for 20 ms where storing takes no time', async () => {
    const { work, stored } = world()
    await work(100)
    expect(stored).toEqual([20, 20, 20, 20, 20])
  })

  it('works for as much less as storing took the last time, so that both hold the thread 40 ms', async () => {
    const { work, stored, disk, elapsed } = world()
    disk.commitMs = 26
    expect(await longestHold(elapsed, () => work(100))).toBeLessThanOrEqual(46)
    expect(stored.slice(1)).toEqual([14, 14, 14, 14, 14, 10])
  })

  it('works for 10 ms however long storing takes: the whole is stored twice as often at the most', async () => {
    const { work, stored, disk } = world()
    disk.commitMs = 500
    await work(400)
    expect(stored[0]).toBe(20)
    expect(Math.min(...stored.slice(1))).toBe(10)
    expect(stored.length).toBeLessThanOrEqual((2 * 400) / 20)
  })

  it('works for 20 ms again as soon as storing is quick again', async () => {
    const { work, stored, disk } = world()
    disk.commitMs = 30
    await work(20)
    disk.commitMs = 0
    await work(50)
    expect(stored).toEqual([20, 10, 20, 20])
  })
})

describe('one turn of the event loop', () => {
  it('has one slice, however much work goes on side by side', async () => {
    const { work, elapsed } = world()
    const all = () => Promise.all([work(200), work(200), work(200), work(200)])
    expect(await longestHold(elapsed, all)).toBeLessThanOrEqual(40)
  })

  it('has no more than it can take of many small works, one after the other', async () => {
    const { work, elapsed, disk } = world()
    disk.commitMs = 2
    const all = async (): Promise<void> => {
      // Each goes on in the turn in which the one before it ends.
      for (let count = 0; count < 100; count += 1) await work(3)
    }
    expect(await longestHold(elapsed, all)).toBeLessThanOrEqual(40)
  })

  it('has what is small at once where nothing else goes on', () => {
    const { work, stored } = world()
    void work(3)
    expect(stored).toEqual([3])
  })

  it('lets all that go on have their turns, one after the other', async () => {
    const { work, slices } = world()
    const ended: string[] = []
    const long = work(2_000).then(() => ended.push('long'))
    const short = work(60).then(() => ended.push('short'))
    await Promise.all([long, short])
    expect(ended).toEqual(['short', 'long'])
    slices.stop()
  })

  it('is followed by one in which others are answered before the next slice', async () => {
    const { work, stored } = world()
    const done = work(100)
    const seen: number[] = []
    while (stored.length < 4) {
      seen.push(stored.length)
      await nextTurn()
    }
    expect(seen.filter((count) => count === 2).length).toBeGreaterThanOrEqual(2)
    await done
  })

  it('has the others that go on after one that fails', async () => {
    const { work, slices, stored } = world()
    const others = work(100)
    let steps = 0
    const failing = slices.run(() => {
      steps += 1
      if (steps > 30) throw new Error('a bug')
      return false
    })
    await expect(failing).rejects.toThrow('a bug')
    await others
    expect(stored.reduce((sum, ms) => sum + ms, 0)).toBe(100)
  })
})

describe('a folder', () => {
  const many = 2_000
  const names = Array.from({ length: many }, (_, index) => `${index}`)
  const photos = listing(
    '',
    names.map((name) => `${name}.jpg`),
  )
  const nothing = listing('', [])
  const inFolders = listing('', [], names)
  const beside = (
    more: Partial<Extract<WalkEvent, { kind: 'listing' }>['listing']>,
  ): WalkEvent => ({
    kind: 'listing',
    listing: { folder: '', entries: [], subfolders: [], ...more },
  })
  const strangers = beside({ others: { files: many, strangers: names.map((name) => entry(name)) } })
  const unreadable = beside({ unreadable: names.map((name) => ({ name, code: 'EACCES' })) })

  /** A clock on which every look takes as long as a slice, so that a slice is one step. */
  const oneStep = (): Clock => {
    let steady = 0
    return { ...testClock(), monotonic: () => (steady += 20) }
  }

  // Looked at in pieces of 256, written in pieces of 32, and folders in pieces of one.
  it.each<[what: string, before: WalkEvent[][], scan: WalkEvent, pieces: number]>([
    ['of very many new photos', [], photos, 7 + 62],
    ['of very many photos that are as they were', [[photos]], photos, 7 + 7],
    ['of very many photos that were gone before', [[photos], [nothing]], nothing, 7],
    [
      'of very many folders that are as they were',
      [[inFolders, ...names.map((name) => listing(name, []))]],
      inFolders,
      7,
    ],
    [
      'of very many folders that are gone',
      [[inFolders, ...names.map((name) => listing(name, []))]],
      nothing,
      many,
    ],
    ['of very many other files that are as they were', [[strangers]], strangers, 7 + 62],
    ['of very many files that cannot be read', [], unreadable, 62],
  ])('%s is looked at in pieces', async (_, before, scan, pieces) => {
    const catalog = await aCatalog({ clock: oneStep() })
    const sourceId = addSource(catalog, '/photos')
    for (const events of [[nothing], ...before]) await catalog.applyWalk(sourceId, events, noon, 0)
    const seen = { turns: 0, isOver: false }
    const walk = catalog.applyWalk(sourceId, [scan], noon, 0).then(() => (seen.isOver = true))
    while (!seen.isOver) {
      seen.turns += 1
      await nextTurn()
    }
    await walk
    // Between two pieces there is a turn for everything else.
    expect(seen.turns).toBeGreaterThanOrEqual(2 * pieces)
    expect(catalog.verify()).toEqual([])
  })
})

describe('a clock that is set back', () => {
  it('makes very many due in pieces, true in each of them, and has the others looked at again soon', async () => {
    const clock = testClock()
    let steady = 0
    const catalog = await aCatalog({ clock: { ...clock, monotonic: () => (steady += 20) } })
    const sourceId = addSource(catalog, '/photos')
    const names = Array.from({ length: 1_000 }, (_, index) => `${index}.jpg`)
    await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
    const none: ReadonlySet<number> = new Set()
    catalog.record(
      catalog.next('found', 500, noon, none).map(({ fileId, name, stamp }) => ({
        ...({ of: 'fingerprint', fileId, sha256: sha(name), stamp } as const),
      })),
    )
    const before = noon - 3_600_000
    clock.set(before)
    catalog.next('found', 9, before, none)
    const seen = { turns: 0, atOnce: catalog.next('found', 1_000, before, none).length }
    while (catalog.isBusy()) {
      expect(catalog.nextDueAt()).toBe(before + 200)
      expect(catalog.verify()).toEqual([])
      seen.turns += 1
      await nextTurn()
    }
    expect(seen.turns).toBeGreaterThanOrEqual(10)
    expect(seen.atOnce).toBeLessThan(500)
    for (const turn of ['found', 'fingerprinted'] as const)
      expect(catalog.next(turn, 1_000, before, none)).toHaveLength(500)
    expect(catalog.verify()).toEqual([])
  })

  it('is seen again where there was no room for what follows from it', async () => {
    const db = new Sqlite(':memory:')
    migrate(db, () => undefined)
    const clock = testClock()
    const catalog = createCatalog(db, 'good', openOptions({ clock }))
    onTestFinished(() => catalog.close())
    const sourceId = addSource(catalog, '/photos')
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
    const due = () => catalog.next('found', 9, clock.now(), new Set()).length
    expect(due()).toBe(1)
    clock.set(noon - 3_600_000)
    db.pragma('query_only = ON')
    expect(due()).toBe(0)
    await nextTurn()
    db.pragma('query_only = OFF')
    expect(due()).toBe(1)
  })
})

describe('the log', () => {
  function aLog() {
    const db = new Sqlite(join(tempFolder(), 'log.sqlite'))
    onTestFinished(() => void db.close())
    setUp(db)
    migrate(db, () => undefined)
    db.exec('CREATE TABLE bulk (bytes BLOB)')
    db.pragma('wal_checkpoint(TRUNCATE)')
    const clock = testClock()
    const turns = createTurns(() => clock.monotonic())
    const flow = createLogFlow(db, {
      turns,
      clock,
      tell: (error) => {
        throw error
      },
    })
    onTestFinished(flow.stop)
    const write = createWrite(db, createTallyBook(db), flow.committed)
    const fill = db.prepare('INSERT INTO bulk (bytes) VALUES (zeroblob(4000))')
    const store = (pages: number): void =>
      write(() => {
        for (let page = 0; page < pages; page += 1) fill.run()
      })
    const look = (): { log: number; checkpointed: number } | undefined =>
      (db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[])[0]
    return { db, turns, clock, flow, store, look }
  }

  it('flows back once it is long, and not in the turn that made it so', async () => {
    const { store, look } = aLog()
    store(pagesAtOnce / 2)
    await nextTurn()
    expect(look()?.checkpointed).toBe(0)
    store(pagesAtOnce)
    expect(look()?.checkpointed).toBe(0)
    await nextTurn()
    expect(look()?.log).toBeGreaterThan(pagesAtOnce)
    expect(look()?.checkpointed).toBe(look()?.log)
  })

  it('flows back before the work that waits for its turn, so that it never grows with that', async () => {
    const { turns, store, look } = aLog()
    const seen: (number | undefined)[] = []
    turns.take(() => seen.push(look()?.checkpointed))
    store(pagesAtOnce * 2)
    await nextTurn()
    await nextTurn()
    expect(seen).toEqual([look()?.log])
  })

  it('flows back again as soon as it is as long again', async () => {
    const { store, look } = aLog()
    for (let time = 0; time < 3; time += 1) {
      store(pagesAtOnce)
      await nextTurn()
      expect(look()?.checkpointed).toBe(look()?.log)
    }
  })

  it('that cannot flow beside rows that are just read does so with as many more', async () => {
    const { db, store, look } = aLog()
    store(pagesAtOnce * 2)
    const rows = db.prepare('SELECT rowid FROM bulk').iterate()
    rows.next()
    await nextTurn()
    rows.return?.()
    expect(look()?.checkpointed).toBe(0)
    store(1)
    await nextTurn()
    expect(look()?.checkpointed).toBe(0)
    store(pagesAtOnce)
    await nextTurn()
    expect(look()?.checkpointed).toBe(look()?.log)
  })

  it('that has not ended is left to the end when the catalogue is closed', async () => {
    const { store, flow, look } = aLog()
    store(pagesAtOnce * 2)
    flow.stop()
    await nextTurn()
    expect(look()?.checkpointed).toBe(0)
  })

  it('never flows in the turn of a slice, while an account changes for very many photos', async () => {
    const path = join(tempFolder(), 'catalogue.sqlite')
    const db = new Sqlite(path)
    setUp(db)
    migrate(db, () => undefined)
    let steady = 0
    const clock: Clock = { ...testClock(), monotonic: () => (steady += 2) }
    const catalog = createCatalog(db, 'good', openOptions({ clock, path }))
    onTestFinished(() => catalog.close())
    const account = (sub: string) => ({ sub, email: `${sub}@example.test`, clientId: 'c' })
    await catalog.useAccount(account('one'))
    const sourceId = addSource(catalog, '/photos')
    const names = Array.from({ length: 2_000 }, (_, index) => `${index}.jpg`)
    await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
    catalog.record(
      catalog.next('found', names.length, noon, new Set()).map(({ fileId, name, stamp }) => ({
        ...({ of: 'fingerprint', fileId, sha256: sha(name), stamp } as const),
      })),
    )
    const seen = { flows: 0, withRows: 0, isOver: false }
    const changes = db.prepare<[], number>('SELECT total_changes()').pluck()
    const look = () => {
      const [log] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
      return { rows: changes.get() ?? 0, pages: log?.checkpointed ?? 0 }
    }
    const change = catalog.useAccount(account('two')).then(() => (seen.isOver = true))
    for (let before = look(); !seen.isOver;) {
      await nextTurn()
      const now = look()
      if (now.pages > before.pages) {
        seen.flows += 1
        if (now.rows > before.rows) seen.withRows += 1
      }
      before = now
    }
    await change
    expect(seen.flows).toBeGreaterThan(2)
    expect(seen.withRows).toBe(0)
  })
})
