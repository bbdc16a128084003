// Bugs and a store that takes nothing: several in a row stop the queue instead of failing photo after photo, and what
// cannot be noted is not sent again and again.
import { describe, expect, it } from 'vitest'
import { unexpected } from '../../../src/main/engine/queue/failures.ts'
import { CatalogueDamagedError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { WorkStore } from '../../../src/main/engine/ports/catalogue.ts'
import { aWorld, many, type World } from './queue-world.ts'

const pass = async (world: World, ms: number, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    world.clock.advance(ms)
    await world.settle()
  }
}
const bugs = (count: number): string[] => many(count).map((name) => `bug${name}`)
const sends = (world: World): number =>
  world.photos.calls.filter(({ method }) => method === 'sendBytes').length

describe('bugs', () => {
  it('that meet one photo after another bring everything to rest, and none is given up for it', async () => {
    const world = await aWorld(bugs(30))
    world.queue.start()
    await world.settle()
    await pass(world, 60_000, 60)
    expect(world.queue.holds()).toMatchObject([{ kind: 'unexpected', owner: { of: 'computer' } }])
    expect(world.count('failed')).toBe(0)
  })

  it('of some photos keep no others', async () => {
    const world = await aWorld([...many(20), ...bugs(20)].reverse())
    world.queue.start()
    await world.settle()
    await pass(world, 60_000, 120)
    expect(world.count('done')).toBe(20)
  })

  it('that last are shown with their reason in the end', async () => {
    const world = await aWorld(bugs(4))
    world.queue.start()
    await world.settle()
    await pass(world, 3600_000, 72)
    expect(world.catalog.problems()).toMatchObject([
      { state: 'failed', reason: 'unexpected', files: 4 },
    ])
  })

  it('of the store, in the look for a full batch, end nothing', async () => {
    const state = { isBroken: false }
    const storeOf = (catalog: WorkStore): WorkStore => ({
      ...catalog,
      next: (...asked) => {
        if (state.isBroken) throw new TypeError('a bug')
        return catalog.next(...asked)
      },
    })
    const world = await aWorld(many(3), {}, {}, { storeOf })
    const letGo = world.photos.hold('sendBytes')
    world.queue.start()
    await world.settle()
    letGo()
    await world.settle()
    state.isBroken = true
    world.queue.wake()
    await pass(world, 1_000, 5)
    expect(world.queue.holds()).toMatchObject([{ kind: 'unexpected' }])
    state.isBroken = false
    await pass(world, 60_000, 5)
    expect(world.count('done')).toBe(3)
  })

  it('of a whole batch give up none of its photos', async () => {
    const world = await aWorld(many(10))
    const { create } = world.photos
    let isBroken = true
    world.photos.create = (items, signal) =>
      isBroken ? Promise.reject(new TypeError('a bug')) : create(items, signal)
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 3)
    expect(world.queue.holds()).toMatchObject([{ kind: 'unexpected' }])
    expect(world.count('failed')).toBe(0)
    isBroken = false
    await pass(world, 60_000, 5)
    expect(world.count('done')).toBe(10)
    expect(sends(world)).toBe(10)
  })
})

describe('an outcome that cannot be stored', () => {
  /** A world whose store refuses every write while it is broken. */
  const aBrokenWorld = async (error: Error) => {
    const state = { isBroken: false }
    const storeOf = (catalog: WorkStore): WorkStore => ({
      ...catalog,
      record: (changes) => {
        if (state.isBroken) throw error
        catalog.record(changes)
      },
    })
    const world = await aWorld(many(3), {}, {}, { storeOf })
    const letGo = world.photos.hold('sendBytes')
    world.queue.start()
    await world.settle()
    state.isBroken = true
    letGo()
    await world.settle()
    return { world, state }
  }
  const readOnly = Object.assign(new Error('attempt to write a readonly database'), {
    code: 'SQLITE_READONLY',
  })

  it('stops all work and says so, and is stored once that is possible, with nothing sent again', async () => {
    const { world, state } = await aBrokenWorld(readOnly)
    expect(world.queue.holds()).toMatchObject([{ kind: 'catalogue-unwritable' }])
    await pass(world, 60_000, 30)
    expect(sends(world)).toBe(3)
    expect(world.damaged).toBe(0)
    state.isBroken = false
    await pass(world, 60_000, 2)
    expect(world.count('done')).toBe(3)
    expect(world.queue.holds()).toEqual([])
    expect(sends(world)).toBe(3)
  })

  it('because the catalogue is damaged asks for a new start', async () => {
    const { world } = await aBrokenWorld(new CatalogueDamagedError('damaged'))
    expect(world.damaged).toBeGreaterThan(0)
    expect(world.queue.holds()).toMatchObject([{ kind: 'catalogue-unwritable' }])
    await pass(world, 60_000, 5)
    expect(sends(world)).toBe(3)
  })

  it('for a reason of its own keeps nobody else', async () => {
    const bad = new Error('a transition that makes no sense')
    const storeOf = (catalog: WorkStore): WorkStore => ({
      ...catalog,
      record: (changes) => {
        const isBad = changes.some((one) => one.of === 'fingerprint' && one.fileId === 2)
        if (isBad) throw bad
        catalog.record(changes)
      },
    })
    const world = await aWorld(many(3), {}, {}, { storeOf })
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 2)
    expect([world.count('done'), world.count('failed')]).toEqual([2, 1])
  })
})

it('a look at a damaged catalogue asks for a new start and ends nothing else', async () => {
  let isBroken = true
  const storeOf = (catalog: WorkStore): WorkStore => ({
    ...catalog,
    next: (...given) => {
      if (isBroken) throw new CatalogueDamagedError('damaged')
      return catalog.next(...given)
    },
  })
  const world = await aWorld(many(3), {}, {}, { storeOf })
  world.queue.start()
  await world.settle()
  expect(world.damaged).toBeGreaterThan(0)
  isBroken = false
  await pass(world, 60_000, 3)
  expect(world.count('done')).toBe(3)
})

it('damage that another part met asks for a new start, too', async () => {
  const world = await aWorld(many(3))
  world.queue.start()
  world.queue.restAfter({ kind: 'catalogue-damaged' })
  expect(world.damaged).toBe(1)
  expect(world.queue.holds()).toMatchObject([{ kind: 'catalogue-unwritable' }])
  await world.settle()
  expect(sends(world)).toBe(0)
})

it('is told by the first five hundred letters of what it says', () => {
  expect(unexpected(new Error('x'.repeat(900)))).toEqual({
    kind: 'unexpected',
    message: 'x'.repeat(500),
  })
  expect(unexpected('no error')).toEqual({ kind: 'unexpected', message: 'no error' })
})
