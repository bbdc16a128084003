// What makes the whole queue rest or let go: stops that belong to somebody, failures of nobody, work that is interrupted.
import { describe, expect, it } from 'vitest'
import type { WorkStore } from '../../../src/main/engine/ports/catalogue.ts'
import { createRecorder } from '../../../src/main/engine/queue/recorder.ts'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { createProbe } from '../../../src/main/engine/queue/probe.ts'
import { fakePhotos } from '../../fakes/fake-photos.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { entry, listing } from '../catalog/catalog-builder.ts'
import { aWorld, many, type World } from './queue-world.ts'

const kinds = ({ queue }: World): string[] => queue.holds().map(({ kind }) => kind)
const nothing = { mayRead: false, maySend: false, mayFinish: false }

describe('a stop', () => {
  it('goes with the account or the client that it belongs to, and no other does', async () => {
    const world = await aWorld([])
    const all: Failure[] = [
      { kind: 'storage-full' },
      { kind: 'daily-quota', resetsAt: world.clock.now() + 3_600_000 },
      { kind: 'disk-full' },
      { kind: 'offline' },
    ]
    for (const failure of all) world.queue.restAfter(failure)
    const before = kinds(world).sort()
    expect(before).toEqual(['daily-quota', 'disk-full', 'offline', 'storage-full'])
    world.queue.accountChanged()
    expect(kinds(world).sort()).toEqual(before)
    await world.catalog.useAccount({ sub: '2', email: 'second@example.test', clientId: 'client' })
    world.queue.accountChanged()
    expect(kinds(world).sort()).toEqual(['daily-quota', 'disk-full', 'offline'])
    await world.catalog.useAccount({ sub: '2', email: 'second@example.test', clientId: 'other' })
    world.queue.accountChanged()
    expect(kinds(world).sort()).toEqual(['disk-full', 'offline'])
  })

  it('is begun by a failure of no photo, and the user is asked where only they can help', async () => {
    const world = await aWorld([])
    world.queue.restAfter({ kind: 'signed-out', reason: 'revoked' })
    expect([world.signedOut, kinds(world)]).toEqual([1, []])
    // What would be one photo's own fault is the answer's.
    world.queue.restAfter({ kind: 'file-gone' })
    expect([world.signedOut, kinds(world)]).toEqual([1, ['google-unavailable']])
  })

  it('is begun by a look at the store that fails by a bug, and ends nothing else', async () => {
    let isBroken = false
    const world = await aWorld(
      many(3),
      {},
      {},
      {
        storeOf: (catalog): WorkStore => ({
          ...catalog,
          next: (...asked) => {
            if (isBroken) throw new TypeError('a bug')
            return catalog.next(...asked)
          },
        }),
      },
    )
    isBroken = true
    world.queue.start()
    await world.settle()
    expect(kinds(world)).toEqual(['unexpected'])
    isBroken = false
    world.queue.tryNow('person')
    for (let second = 0; second < 10; second += 1) {
      await world.settle()
      world.clock.advance(1_000)
    }
    await world.settle()
    expect(world.count('done')).toBe(3)
  })
})

describe('the question whether the way is free', () => {
  it('is asked while the app runs, and no longer once it ends', async () => {
    const photos = fakePhotos()
    const running = new AbortController()
    const probe = createProbe(photos, running.signal)
    expect(await probe()).toBeNull()
    photos.failNext('probe', { kind: 'offline' })
    expect(await Promise.all([probe(), probe()])).toEqual(Array(2).fill({ kind: 'offline' }))
    expect(photos.calls).toHaveLength(2)
    const asked = photos.calls.length
    running.abort()
    expect(await probe()).toBeNull()
    expect(photos.calls).toHaveLength(asked)
  })

  it('does not hide a bug', async () => {
    const probe = createProbe(
      { probe: () => Promise.reject(new TypeError('a bug')) },
      new AbortController().signal,
    )
    await expect(probe()).rejects.toThrow('a bug')
  })
})

describe('a file that is gone', () => {
  const missing = { fingerprint: async () => fail<Failure>({ kind: 'file-gone' }) }

  it('is gone where its folder is there, and keeps its state where that is away', async () => {
    for (const [isThere, gone] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const world = await aWorld(
        ['a.jpg'],
        {},
        {},
        { ...missing, isSourceThere: async () => isThere },
      )
      world.queue.start()
      await world.settle()
      expect(world.catalog.tally()).toMatchObject({
        gone: { files: gone },
        found: { files: 1 - gone },
      })
    }
  })

  it('is not gone where it is found when its folder is back, and is read again', async () => {
    const tries: string[] = []
    const world = await aWorld(
      ['a.jpg'],
      {},
      {},
      {
        fingerprint: async (path, stamp) => {
          tries.push(path)
          return tries.length === 1
            ? fail({ kind: 'file-gone' })
            : ok({ sha256: 'ab'.repeat(32), stamp })
        },
        isFileThere: async () => true,
      },
    )
    world.queue.start()
    await world.settle()
    expect(world.catalog.tally()).toMatchObject({ gone: { files: 0 }, found: { files: 1 } })
    expect(world.stale).toEqual(['a.jpg'])
    for (let minute = 0; minute < 2; minute += 1) {
      world.clock.advance(60_000)
      await world.settle()
    }
    expect(tries).toHaveLength(2)
    expect(world.catalog.tally()).toMatchObject({ gone: { files: 0 }, done: { files: 1 } })
  })

  it('keeps its state where nobody can tell, or its folder went meanwhile', async () => {
    for (const [isFileThere, answers] of [
      [null, [true, true]],
      [false, [true, false]],
    ] as const) {
      const left = [...answers]
      const world = await aWorld(
        ['a.jpg'],
        {},
        {},
        {
          ...missing,
          isSourceThere: async () => left.shift() ?? false,
          isFileThere: async () => isFileThere,
        },
      )
      world.queue.start()
      await world.settle()
      expect(world.catalog.tally()).toMatchObject({ gone: { files: 0 }, found: { files: 1 } })
    }
  })
})

describe('what is in hand', () => {
  /** Waits until its signal aborts, and remembers that. */
  const waiting = () => {
    const seen = { begun: 0, ended: 0 }
    const wait = async (signal: AbortSignal): Promise<void> => {
      seen.begun += 1
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      seen.ended += 1
    }
    return { seen, wait }
  }

  it('of reading is let go where reading is not allowed, and goes on where only sending is not', async () => {
    const { seen, wait } = waiting()
    const world = await aWorld(
      ['a.jpg'],
      {},
      {},
      {
        fingerprint: async (_path, stamp, signal) => {
          await wait(signal)
          return ok({ sha256: 'ab'.repeat(32), stamp })
        },
      },
    )
    world.queue.start()
    await world.settle()
    world.queue.rest({ ...nothing, mayRead: true })
    world.queue.rest({ ...nothing, mayFinish: true })
    await world.settle()
    expect(seen).toEqual({ begun: 1, ended: 0 })
    world.permission = nothing
    world.queue.rest(nothing)
    await world.settle()
    expect(seen).toEqual({ begun: 1, ended: 1 })
    expect(world.count('found')).toBe(1)
  })

  it.each(['rest', 'restartPreparing'] as const)(
    'of preparing is let go by %s, and prepared anew',
    async (way) => {
      const { seen, wait } = waiting()
      const world = await aWorld(['a.jpg'], {
        prepare: async (_, signal) => {
          await wait(signal)
          return fail({ kind: 'aborted' })
        },
      })
      world.queue.start()
      await world.settle()
      expect(seen).toEqual({ begun: 1, ended: 0 })
      if (way === 'rest') world.queue.rest(nothing)
      else await world.queue.restartPreparing()
      await world.settle()
      expect(seen).toEqual({ begun: 2, ended: 1 })
    },
  )

  it('is told of as soon as it is, so that the window shows it', async () => {
    const shown: string[][] = []
    const world: World = await aWorld(
      ['a.jpg'],
      {},
      {},
      { onChange: () => shown.push(world.queue.active().map(({ phase }) => phase)) },
    )
    const letGo = world.photos.hold('sendBytes')
    world.queue.start()
    await world.settle()
    expect(shown.at(-1)).toEqual(['sending'])
    letGo()
    await world.settle()
    expect(shown.at(-1)).toEqual([])
  })

  it('is let go of where its folder went away, and goes on where another did', async () => {
    const world = await aWorld(['a.jpg'])
    const open = world.photos.hold('sendBytes')
    world.queue.start()
    await world.settle()
    world.queue.letGo(world.sourceId + 1)
    await world.settle()
    expect(world.photos.calls).toHaveLength(1)
    world.queue.letGo(world.sourceId)
    await world.settle()
    // It was interrupted, and nothing here says that its folder is away.
    expect(world.photos.calls).toHaveLength(2)
    expect(world.photos.peak('sendBytes')).toBe(1)
    open()
  })

  it('of sending is let go of where it is to go otherwise, and nobody else’s', async () => {
    const stopped: string[] = []
    const world = await aWorld(['a.jpg', 'b.jpg'])
    const { sendBytes } = world.photos
    let isHeld = true
    world.photos.sendBytes = async (request) => {
      if (!isHeld) return sendBytes(request)
      await new Promise<void>((resolve) =>
        request.signal.addEventListener('abort', () => resolve()),
      )
      // Whoever reads takes a while to let go.
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
      stopped.push(request.path.slice(-5))
      return fail({ kind: 'aborted' })
    }
    world.queue.start()
    await world.settle()
    expect(world.queue.active().map(({ phase }) => phase)).toEqual(['sending', 'sending'])
    await world.queue.letGoOf(new Set())
    expect(stopped).toEqual([])
    const [first, second] = world.catalog.next('ready', 2, world.clock.now(), new Set())
    isHeld = false
    await world.queue.letGoOf(new Set([second?.uploadId ?? 0]))
    expect(stopped).toEqual([second?.path.slice(-5)])
    await world.queue.letGoOf(new Set([first?.uploadId ?? 0]))
    expect(stopped).toHaveLength(2)
  })

  it('of a creation is shown with all of its bytes', async () => {
    const world = await aWorld(['a.jpg'])
    const open = world.photos.hold('create')
    world.queue.start()
    for (let second = 0; second < 10; second += 1) {
      await world.settle()
      world.clock.advance(1_000)
    }
    const [item] = world.queue.active()
    expect(item).toMatchObject({ fileId: '1', name: 'a.jpg', phase: 'creating' })
    expect(item?.sentBytes).toBe(item?.sizeBytes)
    expect(item?.sizeBytes).toBeGreaterThan(0)
    open()
    await world.settle()
    expect(world.queue.active()).toEqual([])
  })
})

it('the bytes that leave this computer are told as they leave', async () => {
  let told = 0
  const world = await aWorld(['a.jpg'], {}, {}, { onBytes: (bytes) => (told += bytes) })
  world.queue.start()
  await world.settle()
  expect(world.count('sent')).toBe(1)
  expect(told).toBe('bytes of /photos/a.jpg'.length)
})

describe('trouble of sending', () => {
  it('is not over with a file that could be read', async () => {
    const troubled = Object.fromEntries(many(4).map((name) => [name, { kind: 'stalled' } as const]))
    const world = await aWorld(many(4), {}, troubled)
    world.queue.start()
    await world.settle()
    expect(kinds(world)).toEqual(['google-unavailable'])
    const entries = [...many(4), 'later.jpg'].map((name, index) =>
      entry(name, { inode: index + 1, sizeBytes: `bytes of /photos/${name}`.length }),
    )
    await world.catalog.applyWalk(world.sourceId, [listing('', entries)], world.clock.now(), 0)
    world.queue.wake()
    await world.settle()
    expect([world.count('found'), world.count('ready')]).toEqual([0, 1])
    expect(kinds(world)).toEqual(['google-unavailable'])
  })
})

describe('a start', () => {
  it('is the first of all looks, and one', async () => {
    let resumed = 0
    const storeOf = (catalog: WorkStore): WorkStore => ({
      ...catalog,
      resumeCreating: () => {
        resumed += 1
        return catalog.resumeCreating()
      },
    })
    const world = await aWorld(['a.jpg'], {}, {}, { storeOf })
    world.queue.wake()
    await world.settle()
    expect([world.photos.calls, world.queue.isIdle()]).toEqual([[], false])
    world.queue.start()
    world.queue.start()
    await world.settle()
    expect([resumed, world.count('sent')]).toEqual([1, 1])
  })

  it('is no rest before its first look is over, nor is any other', async () => {
    const world = await aWorld([])
    world.queue.start()
    expect(world.queue.isIdle()).toBe(false)
    await world.settle()
    expect(world.queue.isIdle()).toBe(true)
    world.queue.wake()
    expect(world.queue.isIdle()).toBe(false)
    await world.settle()
    expect(world.queue.isIdle()).toBe(true)
  })

  it('makes the photos whose creation an end of the app cut short', async () => {
    const world = await aWorld(['a.jpg'])
    const resetsAt = world.clock.now() + 60_000
    world.photos.failNext('create', { kind: 'daily-quota', resetsAt })
    world.queue.start()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    await world.queue.stop()
    const [item] = world.catalog.next('sent', 1, world.clock.now(), new Set())
    if (item?.lifecycle.state !== 'sent') throw new Error('not sent')
    const next = { ...item.lifecycle, state: 'creating' } as const
    world.catalog.record([{ of: 'upload', uploadId: item.uploadId ?? 0, next }])
    await world.restart()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(1)
  })
})

describe('the end of the app', () => {
  it('leaves no timer behind, whatever rests', async () => {
    const world = await aWorld(['a.jpg'])
    // The catalogue has its own.
    const before = world.clock.pending()
    world.queue.start()
    await world.settle()
    world.queue.restAfter({ kind: 'offline' })
    expect(world.clock.pending()).toBeGreaterThan(before + 1)
    await world.queue.stop()
    expect(world.clock.pending()).toBe(before)
  })

  it('waits until who reads a photo has let go of it', async () => {
    const order: string[] = []
    const world = await aWorld(['a.jpg'], {
      prepare: async (_, signal) => {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
        order.push('let go')
        return fail({ kind: 'aborted' })
      },
    })
    world.queue.start()
    await world.settle()
    await world.queue.stop()
    order.push('stopped')
    expect(order).toEqual(['let go', 'stopped'])
  })

  it('looks for no more work', async () => {
    let looks = 0
    const storeOf = (catalog: WorkStore): WorkStore => ({
      ...catalog,
      next: (...asked) => {
        looks += 1
        return catalog.next(...asked)
      },
    })
    const world = await aWorld(['a.jpg'], {}, {}, { storeOf })
    world.queue.start()
    await world.settle()
    await world.queue.stop()
    looks = 0
    world.queue.wake()
    await world.settle()
    expect(looks).toBe(0)
  })

  it('waits for no answer to the question whether the way is free', async () => {
    const cutOff = { kind: 'cut-off' } as const
    const world = await aWorld(['a.jpg'], {}, { 'a.jpg': cutOff })
    const { probe } = world.photos
    const asked: AbortSignal[] = []
    world.photos.probe = (signal) => {
      asked.push(signal)
      return probe(signal)
    }
    world.photos.hold('probe')
    world.queue.start()
    for (let minute = 0; minute < 10 && asked.length === 0; minute += 1) {
      await world.settle()
      world.clock.advance(60_000)
    }
    expect(asked).toHaveLength(1)
    await world.queue.stop()
    expect(world.queue.active()).toEqual([])
  })

  it.each(['sendBytes', 'create'] as const)('waits for no answer to %s', async (method) => {
    const world = await aWorld(['a.jpg'])
    world.photos.hold(method)
    world.queue.start()
    for (let second = 0; second < 5; second += 1) {
      await world.settle()
      world.clock.advance(1_000)
    }
    expect(world.queue.active()).toHaveLength(1)
    await world.queue.stop()
    expect(world.queue.active()).toEqual([])
    expect(world.count(method === 'create' ? 'sent' : 'ready')).toBe(1)
    expect(world.catalog.verify()).toEqual([])
  })
})

describe('what is to be stored', () => {
  it('is settled once all of it is, and at once where nothing is', async () => {
    const clock = manualClock(0)
    let isFull = true
    let stored = 0
    const store = {
      record() {
        if (isFull) throw new DiskFullError()
        stored += 1
      },
    } as unknown as WorkStore
    const recorder = createRecorder({
      ...{ store, clock },
      onTrouble: () => undefined,
      onStored: () => undefined,
    })
    await recorder.settled()
    void recorder.recordSoon([{ of: 'file', fileId: 1, next: { state: 'found' } }])
    let isSettled = false
    const settled = recorder.settled().then(() => (isSettled = true))
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate)
    expect([isSettled, stored]).toEqual([false, 0])
    isFull = false
    clock.advance(5_000)
    await settled
    expect(stored).toBe(1)
  })

  it('and finds no room is refused once the app ends, for the next start to do again', async () => {
    const store = {
      record() {
        throw new DiskFullError()
      },
    } as unknown as WorkStore
    const recorder = createRecorder({
      ...{ store, clock: manualClock(0) },
      onTrouble: () => undefined,
      onStored: () => undefined,
    })
    const storing = recorder.record([{ of: 'file', fileId: 1, next: { state: 'found' } }])
    recorder.waitNoMore()
    await expect(storing).rejects.toThrow(DiskFullError)
  })
})
