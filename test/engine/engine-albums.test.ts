// Albums through the engine's door and against the emulator: what people do to an album and to whom it belongs, and the commands
// that tell of albums and make one again.
import { expect, it } from 'vitest'
import { smallJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld, type EngineWorld } from './engine-world.ts'

/** A world that makes an album for each folder. */
async function withAlbums(): Promise<EngineWorld & { sourceId: string }> {
  const world = await openEngineWorld()
  const { sourceId } = await world.begin()
  await world.call('changeSource', { sourceId, albums: 'folders' })
  return Object.assign(Object.create(world) as EngineWorld, { sourceId })
}
const filled = (world: EngineWorld): Promise<unknown> =>
  world.until(({ albums }) => albums?.waiting === 0, 'every photo is in its album')
/** What people see: whose each album is, its title and how many photos lie in it. */
const seen = async ({ emulator }: EngineWorld): Promise<[string, string, number][]> =>
  (await emulator.control.albums()).map(({ user, shownTitle, itemIds }) => [
    ...([user.split('@')[0] ?? '', shownTitle, itemIds.length] as const),
  ])

it('are told with their address, and one that a person deleted is made again when somebody asks', async () => {
  const world = await withAlbums()
  const { sourceId } = world
  for (const name of ['Party/a.jpg', 'Party/b.jpg']) world.write(name)
  await world.untilCounts({ done: 2 })
  await filled(world)
  const [album] = (await world.call('listAlbums', { sourceId })).albums
  const [made] = await world.emulator.control.albums()
  expect(album).toMatchObject({
    ...{ sourceId, folder: 'Party', part: 1, title: 'Party', state: 'made', items: 2, refused: 0 },
    productUrl: `${world.emulator.origin}/lr/album/${made?.id ?? ''}`,
  })
  const { albums: sources } = (await world.call('listSources', {})).sources[0] ?? {}
  expect(sources).toBe('folders')
  const albumId = album?.albumId ?? ''
  expect(await world.engine.call('remakeAlbum', { albumId })).toMatchObject({ ok: false })

  await world.emulator.control.deleteAlbum(made?.id ?? '')
  world.write('Party/c.jpg')
  await world.untilCounts({ done: 3 })
  expect(await seen(world)).toEqual([])
  expect((await world.call('listAlbums', { sourceId })).albums).toMatchObject([
    { state: 'deleted' },
  ])
  await world.call('remakeAlbum', { albumId })
  await world.until(({ albums }) => albums?.items === 3, 'all of it is there again')
  expect(await seen(world)).toEqual([['first', 'Party', 3]])
  expect(await isSound(world)).toBe(true)
})

it('take bytes that another app brought with their creation; a second album is told that it has them not', async () => {
  const world = await withAlbums()
  const bytes = await smallJpeg(4_711)
  await world.emulator.control.bring({ fileName: 'web.jpg', base64: bytes.toString('base64') })
  world.write('One/a.jpg', bytes)
  await world.untilCounts({ done: 1 })
  world.write('Two/copy.jpg', bytes)
  await world.untilCounts({ done: 2 })
  await filled(world)
  expect(await seen(world)).toEqual([
    ['first', 'One', 1],
    ['first', 'Two', 0],
  ])
  const { albums } = await world.call('listAlbums', { sourceId: world.sourceId })
  expect(albums.map(({ folder, items, refused }) => [folder, items, refused])).toEqual([
    ['One', 1, 0],
    ['Two', 0, 1],
  ])
  expect(await isSound(world)).toBe(true)
})

it('are each account’s own, and one that comes back has its albums as they were', async () => {
  const world = await withAlbums()
  world.write('Party/a.jpg')
  await world.untilCounts({ done: 1 })
  await filled(world)
  await world.signIn('second@example.test')
  await world.untilCounts({ done: 1 })
  await world.until(({ albums }) => albums?.items === 1, 'it is in the album of the other one')
  expect(await seen(world)).toEqual([
    ['first', 'Party', 1],
    ['second', 'Party', 1],
  ])
  await world.signIn('first@example.test')
  await world.untilCounts({ done: 1 })
  world.write('Party/b.jpg')
  await world.untilCounts({ done: 2 })
  await filled(world)
  expect(await seen(world)).toEqual([
    ['first', 'Party', 2],
    ['second', 'Party', 1],
  ])
  expect(await isSound(world)).toBe(true)
})
