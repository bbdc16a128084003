// A file that is never what was read of it: it is read later and later, and shown with its reason in the end.
import { expect, it } from 'vitest'
import { fail } from '../../../src/shared/result.ts'
import { aWorld, many, type World } from './queue-world.ts'

const pass = async (world: World, ms: number, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    world.clock.advance(ms)
    await world.settle()
  }
}

it('is read a few times in the first hour, not at every chance', async () => {
  let reads = 0
  const world = await aWorld(
    many(20),
    {},
    {},
    {
      fingerprint: async () => {
        reads += 1
        return fail({ kind: 'file-changed' })
      },
    },
  )
  world.queue.start()
  const from = world.catalog.lastHistorySeq()
  await pass(world, 10_000, 360)
  expect(reads).toBeLessThanOrEqual(20 * 11)
  expect(world.catalog.lastHistorySeq() - from).toBeLessThanOrEqual(20 * 11)
  await pass(world, 600_000, 60)
  expect(world.catalog.problems()).toMatchObject([
    { state: 'failed', reason: 'file-changed', files: 20 },
  ])
  expect(reads).toBe(20 * 12)
  expect(world.catalog.verify()).toEqual([])
})

it('counts also where it changes only between reading and sending', async () => {
  const world = await aWorld(many(1), {}, { '0000.jpg': { kind: 'file-changed' } })
  world.queue.start()
  await pass(world, 600_000, 60)
  const sends = world.photos.calls.filter(({ method }) => method === 'sendBytes')
  expect(sends).toHaveLength(12)
  expect(world.catalog.problems()).toMatchObject([{ state: 'failed', reason: 'file-changed' }])
})
