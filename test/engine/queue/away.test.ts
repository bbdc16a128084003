// What cannot be sent now holds nobody's place: a drive that is away rests its own photos and no others.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fail, ok } from '../../../src/shared/result.ts'
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

it('lets go of what it has in hand of a share that hangs, and goes on with other folders', async () => {
  const hanging: string[] = []
  const world = await aWorld(
    many(20),
    {},
    {},
    {
      fingerprint: (path, stamp, signal) => {
        if (path.startsWith(join('/home'))) {
          const sha256 = createHash('sha256').update(`bytes of ${path}`).digest('hex')
          return Promise.resolve(ok({ sha256, stamp }))
        }
        hanging.push(path)
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(fail({ kind: 'aborted' })))
        })
      },
    },
  )
  world.queue.start()
  await world.settle()
  const home = addSource(world.catalog, '/home')
  const entries = many(3).map((name, index) =>
    entry(`h${name}`, { inode: 10_000 + index, sizeBytes: `bytes of /home/h${name}`.length }),
  )
  await world.catalog.applyWalk(home, [listing('', entries)], world.clock.now(), 0)
  world.queue.wake()
  await world.settle()
  const inHand = hanging.length
  expect(world.queue.active()).toHaveLength(inHand)
  expect(world.count('found')).toBe(23)
  world.catalog.updateSource(world.sourceId, { isConnected: false })
  world.queue.letGo(world.sourceId)
  await world.settle()
  expect(hanging).toHaveLength(inHand)
  // Nothing of the share has failed; the others were read.
  expect([world.count('found'), world.count('failed')]).toEqual([20, 0])
  world.clock.advance(1_000)
  await world.settle()
  expect([world.count('done'), world.count('found')]).toEqual([3, 20])
})
