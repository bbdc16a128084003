// A day with few requests: what Google holds already becomes photos before new bytes go up, so that each day gets on.
import { describe, expect, it } from 'vitest'
import { fail } from '../../../src/shared/result.ts'
import { aWorld, many, type World } from './queue-world.ts'

const hour = 3600_000
const day = 24 * hour

/** So many requests from one reset to the next; the first is `toReset` from now. */
function withBudget(world: World, perDay: number, toReset = 0): { spent(): string[][] } {
  const { photos, clock } = world
  const startsAt = clock.now() + toReset
  const days: string[][] = []
  const today = (): number => Math.floor((clock.now() - startsAt) / day) + 1
  const isSpent = (what: string): boolean => {
    const calls = (days[today()] ??= [])
    calls.push(what)
    return calls.length > perDay
  }
  const refused = () => fail({ kind: 'daily-quota', resetsAt: startsAt + today() * day } as const)
  const { sendBytes, create } = photos
  photos.sendBytes = async (request) => (isSpent('send') ? refused() : sendBytes(request))
  photos.create = async (items, signal) => (isSpent('create') ? refused() : create(items, signal))
  return { spent: () => days.map((calls) => calls.slice(0, perDay)) }
}

/** Lets all happen that happens before the budget is spent, and then the time until it is there again. */
async function liveADay(world: World): Promise<void> {
  const left = (): number => world.count('ready') + world.count('sent') + world.count('waiting')
  await world.settle()
  for (let tries = 0; tries < 30 && world.queue.holds().length === 0 && left() > 0; tries += 1) {
    world.clock.advance(10_000)
    await world.settle()
  }
  const ends = world.queue.holds().map(({ until }) => until)
  if (ends.length > 0) world.clock.advance(Math.max(...ends) - world.clock.now() + 1)
  await world.settle()
}

describe('a budget of few requests a day', () => {
  it.each([
    [2, 8, 8],
    [10, 30, 7],
    [30, 60, 5],
    [90, 150, 4],
  ])('of %i makes photos each day: %i within %i days', async (perDay, photos, days) => {
    const world = await aWorld(many(photos))
    withBudget(world, perDay)
    world.queue.start()
    let before = -1
    for (let lived = 0; lived < days && world.count('done') < photos; lived += 1) {
      await liveADay(world)
      expect(world.count('done')).toBeGreaterThan(before)
      // The first day does not know yet that its budget is small.
      if (lived > 0) before = world.count('done')
    }
    expect(world.count('done')).toBe(photos)
    expect(world.catalog.verify()).toEqual([])
  })

  it('makes photos each day also where the program is started anew each day', async () => {
    const world = await aWorld(many(40))
    withBudget(world, 30)
    world.queue.start()
    for (let lived = 0; lived < 5; lived += 1) {
      await world.settle()
      await world.queue.stop()
      world.clock.advance(day)
      await world.restart()
    }
    await world.settle()
    expect(world.count('done')).toBe(40)
  })

  it('goes first to what Google holds already', async () => {
    const world = await aWorld(many(20))
    const budget = withBudget(world, 12, 2 * hour)
    world.queue.start()
    await world.settle()
    expect([world.count('sent'), world.count('done')]).toEqual([12, 0])
    world.clock.advance(2 * hour + 60_001)
    await world.settle()
    expect(budget.spent()[1]?.slice(0, 3)).toEqual(['create', 'create', 'create'])
    await liveADay(world)
    expect(world.count('done')).toBeGreaterThan(12)
  })
})
