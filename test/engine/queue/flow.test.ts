// The flow of the queue over a real catalogue in memory and the fake library: batches, holds, interruptions and bugs.
// Time stands still unless a test moves it; a turn of the event loop is all that work needs.
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, type Result } from '../../../src/shared/result.ts'
import { aWorld, creates, many, type World } from './queue-world.ts'

describe('the queue', () => {
  it('makes photos in batches of 50, one batch at a time, and the rest after a short wait', async () => {
    const world = await aWorld(many(120))
    world.queue.start()
    await world.settle()
    expect(creates(world.photos)).toEqual([50, 50])
    expect(world.queue.isIdle()).toBe(false)
    world.clock.advance(1_000)
    await world.settle()
    expect(creates(world.photos)).toEqual([50, 50, 20])
    expect(world.queue.isIdle()).toBe(true)
    expect(world.photos.peak('create')).toBe(1)
    expect(world.photos.peak('sendBytes')).toBeLessThanOrEqual(8)
    expect(world.count('done')).toBe(120)
    expect(world.catalog.verify()).toEqual([])
  })

  it('holds everything after a 429 and goes on by itself when the time is over', async () => {
    const world = await aWorld(many(3))
    world.photos.failNext('sendBytes', {
      kind: 'rate-limited',
      limit: 'per-minute',
      retryAfterMs: 45_000,
    })
    world.queue.start()
    await world.settle()
    expect(world.queue.holds()).toMatchObject([{ kind: 'google-asked-to-wait' }])
    const before = world.photos.calls.length
    world.clock.advance(44_000)
    await world.settle()
    expect(world.photos.calls.length).toBe(before)
    world.clock.advance(1_000)
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(3)
    expect(world.count('failed')).toBe(0)
  })

  it('rests while one photo after another meets trouble, gives up none, and asks little meanwhile', async () => {
    const world = await aWorld(many(120))
    world.photos.failNext('sendBytes', { kind: 'server-error', status: 500 }, 14)
    world.queue.start()
    await world.settle()
    expect(world.queue.holds()).toMatchObject([{ kind: 'google-unavailable' }])
    expect(world.photos.calls.length).toBeLessThan(12)
    for (let halfHours = 0; halfHours < 12; halfHours += 1) {
      world.clock.advance(30 * 60_000)
      await world.settle()
    }
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(120)
    expect(world.catalog.problems()).toEqual([])
    expect(world.queue.holds()).toEqual([])
  })

  it('takes a failing batchCreate for trouble although bytes still go up', async () => {
    const world = await aWorld(many(60))
    world.photos.failNext('create', { kind: 'server-error', status: 503 }, 12)
    world.queue.start()
    for (let quarters = 0; quarters < 16; quarters += 1) {
      await world.settle()
      world.clock.advance(15 * 60_000)
    }
    expect(world.count('done')).toBe(60)
    expect(world.count('failed')).toBe(0)
  })

  it('gives one photo up that meets trouble again and again while the others go through', async () => {
    const world = await aWorld(many(6), {}, { '0003.jpg': { kind: 'stalled' } })
    world.queue.start()
    for (let rounds = 0; rounds < 16; rounds += 1) {
      await world.settle()
      world.clock.advance(15 * 60_000)
    }
    expect([world.count('done'), world.count('failed')]).toEqual([5, 1])
    expect(world.catalog.problems()).toMatchObject([{ state: 'failed', reason: 'stalled' }])
  })

  it('gives a photo up that Google cannot make, after a few tries, and no other of its batches', async () => {
    const world = await aWorld(many(5))
    world.photos.failItem('0002.jpg', { kind: 'item-error', code: 13 }, 100)
    world.queue.start()
    for (let minutes = 0; minutes < 10; minutes += 1) {
      await world.settle()
      world.clock.advance(60_000)
    }
    expect([world.count('done'), world.count('failed')]).toEqual([4, 1])
    expect(creates(world.photos)).toEqual([5, 1, 1, 1, 1])
  })

  it('lets those of a batch that share a failure come back as one batch', async () => {
    const world = await aWorld(many(20))
    for (const name of many(20).slice(5))
      world.photos.failItem(name, { kind: 'item-error', code: 14 })
    world.queue.start()
    for (let seconds = 0; seconds < 10; seconds += 1) {
      await world.settle()
      world.clock.advance(1_000)
    }
    expect(creates(world.photos)).toEqual([20, 15])
    expect(world.count('done')).toBe(20)
  })

  it('sends the bytes of a refused token again, but not for ever', async () => {
    const world = await aWorld(many(1))
    world.photos.failNext('create', { kind: 'upload-token-invalid' }, 100)
    world.queue.start()
    for (let minutes = 0; minutes < 20; minutes += 1) {
      await world.settle()
      world.clock.advance(60_000)
    }
    expect(world.catalog.problems()).toMatchObject([{ reason: 'upload-token-invalid' }])
    expect(world.photos.calls.filter((call) => call.method === 'sendBytes')).toHaveLength(5)
  })

  it('keeps tokens while the storage is full and uses them afterwards', async () => {
    const world = await aWorld(many(2))
    world.photos.failNext('create', { kind: 'storage-full' })
    world.queue.start()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('sent')).toBe(2)
    world.queue.tryNow('person')
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(2)
    expect(world.photos.calls.filter((call) => call.method === 'sendBytes')).toHaveLength(2)
  })

  it('keeps every state when the sign-in is refused', async () => {
    const world = await aWorld(many(5))
    world.photos.failNext('sendBytes', { kind: 'signed-out', reason: 'revoked' })
    world.queue.start()
    await world.settle()
    expect(world.signedOut).toBeGreaterThan(0)
    expect(world.count('ready')).toBeGreaterThan(0)
    expect(world.count('ready') + world.count('sent')).toBe(5)
    world.signedOut = 0
    world.queue.wake()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(5)
  })

  it('finds the one bad token of a batch and loses none of the others', async () => {
    const world = await aWorld(many(8))
    world.photos.failNext('create', { kind: 'upload-token-invalid' }, 4)
    world.queue.start()
    for (let round = 0; round < 4; round += 1) {
      await world.settle()
      world.clock.advance(1_000)
    }
    await world.settle()
    expect(world.count('done')).toBe(8)
    expect(world.photos.items).toHaveLength(8)
  })

  it('gives up one photo that Google refuses and makes the others', async () => {
    const world = await aWorld(many(4))
    world.photos.failItem('0002.jpg', { kind: 'rejected', code: 3, message: 'not an image' })
    world.queue.start()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect([world.count('done'), world.count('failed')]).toEqual([3, 1])
    expect(world.catalog.problems()).toMatchObject([{ state: 'failed', reason: 'rejected' }])
  })

  it('tries an item again whose result is missing, with the same token', async () => {
    const world = await aWorld(many(2))
    world.photos.failItem('0001.jpg', { kind: 'missing-result' })
    world.queue.start()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect([world.count('done'), world.count('waiting')]).toEqual([1, 1])
    world.clock.advance(3_000)
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(2)
    expect(world.photos.calls.filter((call) => call.method === 'sendBytes')).toHaveLength(2)
  })

  it('sets one file aside after a bug, with its reason, and finishes the rest', async () => {
    const world = await aWorld(['bug.jpg', ...many(3)])
    world.queue.start()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect([world.count('done'), world.count('failed')]).toEqual([3, 1])
    expect(world.catalog.problems()).toMatchObject([{ reason: 'unexpected' }])
  })

  it('asks for a look at the folder when a file changed under its hands', async () => {
    const world = await aWorld(many(1))
    world.photos.failNext('sendBytes', { kind: 'file-changed' })
    world.queue.start()
    await world.settle()
    expect(world.stale).toEqual(['0000.jpg'])
    expect(world.count('found')).toBe(1)
  })

  it('interrupts uploads at once when it has to rest, and fails none of them', async () => {
    const world = await aWorld(many(6))
    const letGo = world.photos.hold('sendBytes')
    world.queue.start()
    await world.settle()
    expect(world.queue.active().length).toBeGreaterThan(0)
    world.permission = { mayRead: true, maySend: false, mayFinish: false }
    world.queue.rest(world.permission)
    letGo()
    await world.settle()
    expect(world.queue.active()).toEqual([])
    expect(world.count('failed') + world.count('waiting')).toBe(0)
    world.permission = { mayRead: true, maySend: true, mayFinish: true }
    world.queue.wake()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    expect(world.count('done')).toBe(6)
  })

  it('sends nothing while it may not and prepares only so far ahead', async () => {
    const world = await aWorld(many(900))
    world.permission = { mayRead: true, maySend: false, mayFinish: false }
    world.queue.start()
    for (let round = 0; round < 6; round += 1) await world.settle()
    expect(world.photos.calls).toEqual([])
    expect(world.count('ready')).toBeGreaterThanOrEqual(500)
    // What is only waiting to be stored gives its place to the next one, 128 at the most (stage.ts).
    expect(world.count('ready')).toBeLessThanOrEqual(500 + 128 + 8)
  })

  it('writes nothing after it was stopped', async () => {
    const world = await aWorld(many(30))
    const letGo = world.photos.hold('create')
    world.queue.start()
    await world.settle()
    world.clock.advance(1_000)
    await world.settle()
    const stopped = world.queue.stop()
    letGo()
    await stopped
    const calls = world.photos.calls.length
    await world.settle()
    expect(world.photos.calls.length).toBe(calls)
    expect(world.catalog.tally().creating.files).toBe(0)
    expect(world.catalog.verify()).toEqual([])
  })
})

describe('the window', () => {
  it('is told of the photos of each half of a batch as soon as they are stored', async () => {
    const seen = new Set<number>()
    const world: World = await aWorld(
      many(8),
      {},
      {},
      { onChange: () => seen.add(world.count('done')) },
    )
    world.photos.failNext('create', { kind: 'rejected', code: 3, message: 'of one' })
    world.queue.start()
    for (let second = 0; second < 2; second += 1) {
      await world.settle()
      world.clock.advance(1_000)
    }
    await world.settle()
    expect([...seen]).toEqual([0, 4, 8])
  })
})

describe('side by side', () => {
  it.each([
    ['are read', 16],
    ['are prepared', 32],
  ] as const)('as many files %s: %i', async (how, width) => {
    const stopped = new Set<AbortSignal>()
    const rest = (signal: AbortSignal) =>
      new Promise<Result<never, Failure>>((resolve) => {
        stopped.add(signal)
        signal.addEventListener('abort', () => resolve(fail({ kind: 'aborted' })))
      })
    const world = await aWorld(
      many(40),
      how === 'are prepared' ? { prepare: (_, signal) => rest(signal) } : {},
      {},
      how === 'are read' ? { fingerprint: (_path, _stamp, signal) => rest(signal) } : {},
    )
    world.queue.start()
    await world.settle()
    expect(stopped.size).toBe(width)
  })
})
