// What cannot be sent now holds nobody's place: a drive that is away rests its own photos and no others.
import { expect, it } from 'vitest'
import { addSource, entry, listing } from '../catalog/catalog-builder.ts'
import { aWorld, many } from './queue-world.ts'

it('goes on with other folders although a drive with 500 prepared photos was pulled out', async () => {
  const world = await aWorld(many(540))
  world.permission = { mayRead: true, maySend: false, mayFinish: false }
  world.queue.start()
  await world.settle()
  expect(world.count('ready')).toBeGreaterThanOrEqual(500)
  world.catalog.updateSource(world.sourceId, { isConnected: false })
  const home = addSource(world.catalog, '/home')
  const entries = many(5).map((name, index) => entry(`h${name}`, { inode: 10_000 + index }))
  await world.catalog.applyWalk(home, [listing('', entries)], world.clock.now(), 0)
  world.permission = { mayRead: true, maySend: true, mayFinish: true }
  world.queue.wake()
  await world.settle()
  world.clock.advance(1_000)
  await world.settle()
  expect(world.count('done')).toBe(5)
  world.catalog.updateSource(world.sourceId, { isConnected: true })
  world.queue.wake()
  await world.settle()
  world.clock.advance(21_000)
  await world.settle()
  expect(world.count('done')).toBe(545)
})
