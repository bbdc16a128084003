// One photo that never goes through, beside others that do: it is tried later and later and then shown as its own problem,
// and nobody waits for it. Where nothing goes through, it is nobody's fault.
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import { aWorld, many, type World } from './queue-world.ts'

const cutOff: Failure = { kind: 'cut-off' }
const names = many(40)
const poison = (count: number): Record<string, Failure> =>
  Object.fromEntries(names.slice(0, count).map((name) => [name, cutOff]))
const sends = (world: World, name: string): number =>
  world.photos.calls.filter((call) => call.method === 'sendBytes' && call.path.endsWith(name))
    .length
const probes = (world: World): number =>
  world.photos.calls.filter(({ method }) => method === 'probe').length
const pass = async (world: World, ms: number, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    world.clock.advance(ms)
    await world.settle()
  }
}

describe('a file whose connection always breaks', () => {
  it('does not keep the others, and is shown with its reason in the end', async () => {
    const world = await aWorld(names, {}, poison(1))
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 2)
    expect(world.count('done')).toBe(39)
    expect(world.queue.holds()).toEqual([])
    await pass(world, 60_000, 100)
    expect(world.catalog.problems()).toMatchObject([{ state: 'failed', reason: 'cut-off' }])
    expect(sends(world, '0000.jpg')).toBe(12)
    // Alone it cannot tell a line that is down from its own fault: each time but the first somebody asks.
    expect(probes(world)).toBeLessThanOrEqual(11)
  })

  it('gives way to the others also where there are many of its kind', async () => {
    const world = await aWorld(names, {}, poison(9))
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 60)
    expect(world.count('done')).toBe(31)
    expect(world.count('failed')).toBe(0)
  })

  it('interrupts nothing that still moves', async () => {
    const { promise: others, resolve: letGo } = Promise.withResolvers<undefined>()
    const world = await aWorld(names, {}, poison(2), {
      beforeSending: (name) => (name in poison(2) ? Promise.resolve() : others),
    })
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 20)
    letGo(undefined)
    await world.settle()
    await pass(world, 1_000, 2)
    expect(world.count('done')).toBe(38)
    for (const name of names.slice(2)) expect(sends(world, name)).toBe(1)
  })

  it('is nobody’s fault while a request without a body fails as well', async () => {
    const world = await aWorld(many(1))
    world.photos.failNext('sendBytes', cutOff, 500)
    world.photos.failNext('probe', cutOff, 500)
    world.queue.start()
    await world.settle()
    await pass(world, 60_000, 100)
    expect(world.queue.holds()).toMatchObject([{ kind: 'offline' }])
    expect([world.count('failed'), world.count('waiting')]).toEqual([0, 1])
  })

  it('is nobody’s fault where one after another meets it, for a day', async () => {
    const world = await aWorld(names)
    world.photos.failNext('sendBytes', cutOff, 1_000)
    world.queue.start()
    await world.settle()
    await pass(world, 60_000, 200)
    expect(world.count('failed')).toBe(0)
    expect(world.queue.holds()).toMatchObject([{ kind: 'offline', owner: { of: 'line' } }])
  })
})

describe('a server that fails for a few', () => {
  it('does not keep the others either', async () => {
    const failure: Failure = { kind: 'server-error', status: 500 }
    const broken = Object.fromEntries(names.slice(0, 6).map((name) => [name, failure]))
    const world = await aWorld(names, {}, broken)
    world.queue.start()
    await world.settle()
    await pass(world, 1_000, 90)
    expect(world.count('done')).toBe(34)
  })
})
