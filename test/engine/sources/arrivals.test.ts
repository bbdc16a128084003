// When the list of volumes is looked at and what is told of it, with a clock that stands still.
import { expect, it } from 'vitest'
import type { MountedVolume } from '../../../src/main/engine/ports/volumes.ts'
import { watchArrivals } from '../../../src/main/engine/sources/arrivals.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { settle } from './sources-bench.ts'

const volume = (key: string): MountedVolume => ({ key, path: `/media/${key}` })

async function watch(isOnBattery: boolean | null = null) {
  const clock = manualClock()
  const world = {
    list: [] as MountedVolume[],
    looks: 0,
    fails: false,
    hangs: null as Promise<null> | null,
  }
  const told: [came: string[], went: string[]][] = []
  const times: (number | null)[] = []
  const problems: unknown[] = []
  const watching = watchArrivals({
    looks: {
      list: async () => {
        world.looks += 1
        await world.hangs
        if (world.fails) throw new Error('no list')
        return world.list
      },
    },
    clock,
    isOnBattery: () => isOnBattery,
    onChange: (came, went, since) => {
      told.push([came.map(({ key }) => key), [...went]])
      times.push(since)
    },
    onProblem: (problem) => problems.push(problem),
  })
  await settle()
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000)
      await settle()
    }
  }
  return { world, told, times, problems, watching, pass, clock }
}

it('what is in at the start is told, then only what comes and goes', async () => {
  const { world, told, pass } = await watch()
  expect(told).toEqual([[[], []]])
  world.list = [volume('a')]
  await pass(5)
  await pass(10)
  world.list = [volume('b'), volume('c')]
  await pass(5)
  world.list = [volume('d')]
  await pass(5)
  expect(told.slice(1)).toEqual([
    [['a'], []],
    [['b', 'c'], ['a']],
    [['d'], ['b', 'c']],
  ])
})

it('what comes was not there when the list was read before', async () => {
  const { world, told, times, pass, clock } = await watch()
  await pass(9)
  const { promise, resolve } = Promise.withResolvers<null>()
  world.hangs = promise
  const asked = clock.now() + 1_000
  await pass(8)
  world.hangs = null
  resolve(null)
  // It came after the list was read, and before it was told.
  await pass(1)
  world.list = [volume('a')]
  await pass(5)
  expect([told.length, times]).toEqual([2, [null, asked]])
})

it.each([
  [null, 12],
  [false, 12],
  [true, 4],
])('on battery %s the list is read %i times a minute', async (isOnBattery, times) => {
  const { world, pass } = await watch(isOnBattery)
  world.looks = 0
  await pass(60)
  expect(world.looks).toBe(times)
})

it('a list that cannot be read says nothing about what is in', async () => {
  const { world, told, problems, pass } = await watch()
  world.list = [volume('a')]
  await pass(5)
  world.fails = true
  await pass(5)
  world.fails = false
  await pass(5)
  expect(told).toEqual([
    [[], []],
    [['a'], []],
  ])
  expect(problems).toHaveLength(1)
})

it('one look at a time: while one hangs there is no other', async () => {
  const { world, told, pass } = await watch()
  const { promise, resolve } = Promise.withResolvers<null>()
  world.hangs = promise
  world.looks = 0
  await pass(60)
  expect(world.looks).toBe(1)
  world.list = [volume('a')]
  world.hangs = null
  resolve(null)
  await pass(5)
  expect(told.at(-1)).toEqual([['a'], []])
})

it('after the end nothing is looked at, and nothing told', async () => {
  const { world, told, watching, pass, clock } = await watch()
  world.list = [volume('a')]
  const { promise, resolve } = Promise.withResolvers<null>()
  world.hangs = promise
  await pass(5)
  watching.stop()
  resolve(null)
  await pass(30)
  expect(told).toHaveLength(1)
  expect(clock.pending()).toBe(0)
})

it('the end between two looks leaves no look to come', async () => {
  const { world, watching, pass, clock } = await watch()
  watching.stop()
  expect(clock.pending()).toBe(0)
  world.looks = 0
  await pass(30)
  expect(world.looks).toBe(0)
})
