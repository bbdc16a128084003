// A walk by itself, without its thread: what it hands over and when, whom it asks before it goes on, and what it says of
// folders that go away under it.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCallBudget, type CallBudget } from '../../../src/main/engine/scan/call-budget.ts'
import { unpack, type PackedBatch } from '../../../src/main/engine/scan/packed-batch.ts'
import { walkTree, type WalkJob } from '../../../src/main/engine/scan/walk-tree.ts'
import { tempFolder } from './temp-folder.ts'

interface Hooks {
  /** Called before each folder and its parts. */
  onPulse?: (times: number) => void
  stopAfter?: number
  /** With what calls go side by side. */
  budget?: CallBudget
}

/** A walk, the batches that it handed over and the folders in each. */
async function walk(
  root: string,
  part: Partial<WalkJob> = {},
  { onPulse, stopAfter, budget }: Hooks = {},
) {
  const batches: PackedBatch[] = []
  const seen = { pulses: 0, asked: 0 }
  const job: WalkJob = {
    ...{ root, folders: [''], isRecursive: true, includeSubfolders: true, ignorePatterns: [] },
    ...{ batchSize: 1_000, ...part },
  }
  const holder = budget?.enter()
  const result = await walkTree(job, {
    ...(holder && { holder }),
    post: (batch) => void batches.push(batch),
    isStopped: () => {
      seen.asked += 1
      return stopAfter !== undefined && seen.asked > stopAfter
    },
    pulse: () => {
      seen.pulses += 1
      onPulse?.(seen.pulses)
    },
  })
  const events = batches.map(unpack)
  const told = events.map((some) =>
    some.map((event) =>
      event.kind === 'listing' ? event.listing.folder : `${event.kind} ${event.folder}`,
    ),
  )
  return { result, events: events.flat(), told, seen }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what a walk meets', () => {
  it('comes in the order of the names, each folder before what lies in it', async () => {
    const root = tempFolder('b/2/x.jpg', 'a/x.jpg', 'b/1/x.jpg', 'x.jpg')
    const { result, told, seen } = await walk(root)
    expect(told).toEqual([['', 'a', 'b', 'b/1', 'b/2']])
    expect(result).toEqual({
      ok: true,
      value: {
        files: 4,
        folders: 5,
        libraries: [],
        passedBy: { folders: [], moreFolders: 0, files: 0 },
      },
    })
    expect([seen.asked, seen.pulses >= 5]).toEqual([5, true])
  })

  it('is handed over as soon as it is a batch, or 0.2 s have passed', async () => {
    const root = tempFolder('a/1.jpg', 'b/1.jpg', 'c/1.jpg')
    // A folder and a photo are two things.
    expect((await walk(root, { batchSize: 4 })).told).toEqual([['', 'a', 'b'], ['c']])
    expect((await walk(root, { batchSize: 5 })).told).toEqual([['', 'a', 'b'], ['c']])
    expect((await walk(root, { batchSize: 3 })).told).toEqual([
      ['', 'a'],
      ['b', 'c'],
    ])
    const slowly = (ms: number) =>
      walk(root, {}, { onPulse: () => void vi.advanceTimersByTime(ms) })
    expect((await slowly(0)).told).toEqual([['', 'a', 'b', 'c']])
    // Folders and photos are a sign of life each.
    expect((await slowly(199)).told).toEqual([['', 'a'], ['b'], ['c']])
    expect((await slowly(200)).told).toEqual([[''], ['a'], ['b'], ['c']])
    writeFileSync(join(root, 'c/2.jpg'), '')
    expect((await slowly(66)).told).toEqual([['', 'a', 'b'], ['c']])
    mkdirSync(join(root, 'd'))
    // Counted from what was handed over last.
    expect((await slowly(50)).told).toEqual([
      ['', 'a', 'b'],
      ['c', 'd'],
    ])
  })

  it('names twenty libraries of other apps, wherever they lie', async () => {
    const root = tempFolder('a/1.jpg', 'b/1.jpg')
    for (const folder of ['a', 'b'])
      for (let library = 10; library < 25; library += 1)
        mkdirSync(join(root, folder, `${library}.photoslibrary`))
    const { result } = await walk(root)
    const libraries = result.ok ? result.value.libraries : []
    expect(libraries).toHaveLength(20)
    expect([libraries[0], libraries[14], libraries[15]].map((path) => path?.slice(0, 4))).toEqual([
      ...['a/10', 'a/24', 'b/10'],
    ])
  })

  it('is not handed over where there is nothing', async () => {
    const root = tempFolder('a/1.jpg')
    expect((await walk(root, { folders: [] })).told).toEqual([])
  })

  it('ends when it is stopped, with what was handed over before', async () => {
    const root = tempFolder('a/1.jpg', 'b/1.jpg')
    const { result, told } = await walk(root, { batchSize: 1 }, { stopAfter: 2 })
    expect(told).toEqual([[''], ['a']])
    expect(result).toEqual({ ok: false, failure: { kind: 'aborted' } })
  })

  it('is one folder where its subfolders are not wanted, or only they are not asked for', async () => {
    const root = tempFolder('a/1.jpg', '1.jpg')
    expect((await walk(root, { includeSubfolders: false })).told).toEqual([['']])
    expect((await walk(root, { includeSubfolders: false, folders: ['a'] })).told).toEqual([
      ['missing a'],
    ])
    expect((await walk(root, { isRecursive: false })).told).toEqual([['']])
  })
})

describe('a folder that goes away under a walk', () => {
  it('is missing, and the walk goes on with the others', async () => {
    const root = tempFolder('a/1.jpg', 'b/1.jpg', 'c/1.jpg')
    // Not before the walk has met it.
    const onPulse = (times: number): void => {
      if (times === 3) rmSync(join(root, 'b'), { recursive: true })
    }
    const { result, told } = await walk(root, {}, { onPulse })
    expect(told).toEqual([['', 'a', 'missing b', 'c']])
    expect(result).toMatchObject({ ok: true, value: { files: 2, folders: 3 } })
  })

  it('ends the walk where it is the root, and nothing is handed over that looks like a loss', async () => {
    const root = join(tempFolder('root/a/1.jpg', 'root/b/1.jpg'), 'root')
    const onPulse = (times: number): void => {
      if (times === 2) renameSync(root, `${root}-away`)
    }
    const { result, told } = await walk(root, { batchSize: 1 }, { onPulse })
    expect(told).toEqual([['']])
    expect(result).toEqual({ ok: false, failure: { kind: 'folder-missing', path: root } })
  })
})

describe('a walk where each call takes long', () => {
  const deepFolder = (): string =>
    tempFolder(
      ...Array.from({ length: 400 }, (_, at) => `${at % 7}/${at % 5}/${at % 3}/IMG_${at}.jpg`),
      ...Array.from({ length: 50 }, (_, at) => `x/many/${at}.jpg`),
      ...['x/IMG_0001', 'x/notes.txt', 'y/only/folders/here/1.jpg'],
    )
  /** A walk with calls to spare, at which each file takes so long while it is looked at alone; how many calls were on their way at most. */
  const slowly = async (
    root: string,
    ms: number,
    part: Partial<WalkJob> = {},
    hooks: Hooks = {},
  ) => {
    const budget = createCallBudget(32)
    let most = 0
    const onPulse = (times: number): void => {
      vi.advanceTimersByTime(ms)
      most = Math.max(most, 32 - budget.free())
      hooks.onPulse?.(times)
    }
    const walked = await walk(root, { batchSize: 100_000, ...part }, { ...hooks, onPulse, budget })
    return { ...walked, most, free: budget.free() }
  }

  it('makes calls side by side and meets the same, in the same order', async () => {
    const root = deepFolder()
    mkdirSync(join(root, 'z', 'lib.photoslibrary'), { recursive: true })
    const alone = await slowly(root, 0)
    expect(alone.most).toBe(0)
    const wide = await slowly(root, 1)
    expect(wide.most).toBeGreaterThan(1)
    expect(wide.events).toEqual(alone.events)
    expect(wide.result).toEqual(alone.result)
    expect(wide.free).toBe(32)
  })

  it('reads folders before their turn where one alone has too little to look at', async () => {
    const root = tempFolder(...Array.from({ length: 60 }, (_, at) => `${at}/a.jpg`))
    const wide = await slowly(root, 1)
    expect(wide.most).toBeGreaterThan(1)
    expect(wide.events).toEqual((await slowly(root, 0)).events)
  })

  it('leaves nothing on its way when it is stopped', async () => {
    const { result, most, free } = await slowly(deepFolder(), 1, {}, { stopAfter: 20 })
    expect(result).toEqual({ ok: false, failure: { kind: 'aborted' } })
    expect(most).toBeGreaterThan(1)
    expect(free).toBe(32)
  })

  it('tells of folders that are gone when their turn comes', async () => {
    const root = deepFolder()
    const onPulse = (times: number): void => {
      if (times === 12) rmSync(join(root, 'x'), { recursive: true })
    }
    const { told, result } = await slowly(root, 1, {}, { onPulse })
    expect(told.flat()).toContain('missing x')
    expect(told.flat()).not.toContain('x/many')
    expect(told.flat()).toContain('y/only/folders/here')
    expect(result).toMatchObject({ ok: true, value: { files: 401 } })
  })
})
