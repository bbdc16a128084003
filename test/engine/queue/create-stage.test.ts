// Batches that fail as a whole: the one that is meant is found, the others are made, and requests are counted.
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import { aWorld, creates, many, type World } from './queue-world.ts'

const rejected: Failure = {
  kind: 'rejected',
  code: 3,
  message: 'Request contains an invalid argument.',
}
const pass = async (world: World, ms: number, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    world.clock.advance(ms)
    await world.settle()
  }
}

describe('a batch that Google refuses as a whole', () => {
  it('is halved until the one that is meant stands alone, and all others are made', async () => {
    const world = await aWorld(many(50))
    world.photos.failRequestsWith('0017.jpg', rejected)
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 2)
    expect([world.count('done'), world.count('failed')]).toEqual([49, 1])
    expect(world.catalog.problems()).toMatchObject([{ state: 'failed', reason: 'rejected' }])
    expect(creates(world.photos).length).toBeLessThanOrEqual(13)
    expect(creates(world.photos).at(-1)).not.toBe(50)
  })

  it('finds several', async () => {
    const world = await aWorld(many(50))
    for (const name of ['0000.jpg', '0001.jpg', '0030.jpg'])
      world.photos.failRequestsWith(name, rejected)
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 2)
    expect([world.count('done'), world.count('failed')]).toEqual([47, 3])
  })

  it('is halved no more once Google asks to wait', async () => {
    const world = await aWorld(many(8))
    world.photos.failNext('create', rejected)
    world.photos.failNext('create', { kind: 'rate-limited', limit: 'unknown', retryAfterMs: null })
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 20)
    expect(creates(world.photos)).toEqual([8, 4])
    expect(world.count('sent')).toBe(8)
    await pass(world, 1_000, 20)
    expect(world.count('done')).toBe(8)
  })

  it('costs few requests and few photos where every request is refused', async () => {
    const world = await aWorld(many(200))
    world.photos.failNext('create', rejected, 10_000)
    world.queue.start()
    await world.settle()
    await pass(world, 60_000, 60)
    expect(world.queue.holds()).toMatchObject([{ kind: 'google-unavailable' }])
    expect(creates(world.photos).length).toBeLessThan(60)
    expect(world.count('failed')).toBeLessThanOrEqual(3)
  })

  it('does not blame one after another that Google looked at and refused', async () => {
    const world = await aWorld(many(50))
    for (const name of many(50).slice(10)) world.photos.failItem(name, rejected)
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 2)
    expect([world.count('done'), world.count('failed')]).toEqual([10, 40])
    expect(world.queue.holds()).toEqual([])
  })

  it('leaves no photo in creation when it is interrupted between two halves', async () => {
    const world = await aWorld(many(8))
    world.photos.failNext('create', rejected)
    world.queue.start()
    await world.settle()
    const letGo = world.photos.hold('create')
    await pass(world, 1_000, 1)
    world.photos.failNext('create', rejected)
    const stopped = world.queue.stop()
    letGo()
    await stopped
    expect(world.catalog.tally().creating.files).toBe(0)
    expect(world.catalog.verify()).toEqual([])
  })
})

describe('a batch whose connection always breaks for one photo in it', () => {
  it('is asked for in smaller ones, until the others are made', async () => {
    const world = await aWorld(many(50))
    world.photos.failRequestsWith('0017.jpg', { kind: 'cut-off' })
    world.queue.start()
    await world.settle()
    await pass(world, 5_000, 400)
    expect(world.count('done')).toBe(49)
    expect(world.catalog.problems()).toMatchObject([{ state: 'failed', reason: 'cut-off' }])
  })
})

describe('photos that wait for their creation on a dead line', () => {
  it('write a few rows of history an hour, not one each time for each', async () => {
    const world = await aWorld(many(50))
    world.photos.failNext('create', { kind: 'offline' }, 100_000)
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 60)
    expect(world.count('sent')).toBe(50)
    const from = world.catalog.lastHistorySeq()
    await pass(world, 60_000, 60)
    expect(world.catalog.lastHistorySeq() - from).toBeLessThan(150)
  })
})
