// Albums through the engine's door and against the emulator: what people do to an album and to whom it belongs, and the commands
// that tell of albums and make one again.
import { expect, it } from 'vitest'
import { smallJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld, rowNamed, type EngineWorld } from './engine-world.ts'

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

it('are told before they are made, as they are made then, and nothing is made for it', async () => {
  const world = await openEngineWorld()
  const { sourceId } = await world.begin()
  const names = ['2018/Party/a.jpg', '2019/Party/b.jpg', '2019/Party/c.jpg', 'd.jpg']
  for (const name of names) world.write(name)
  await world.untilCounts({ done: 4 })
  const requests = (await world.emulator.control.ledger()).length
  const preview = await world.call('previewAlbums', { sourceId, albums: 'folders' })
  expect(await seen(world)).toEqual([])
  expect((await world.emulator.control.ledger()).length).toBe(requests)
  expect(preview.albums.map(({ title, photos, isTold }) => [title, photos, isTold])).toEqual([
    [expect.any(String), 1, false],
    ['2018 / Party', 1, true],
    ['2019 / Party', 2, true],
  ])
  expect(preview).toMatchObject({
    ...{ choice: 'folders', more: 0, isScanned: true },
    totals: { new: 3, there: 0, closed: 0, told: 2, photos: 4, creates: 3, batches: 3 },
  })
  await world.call('changeSource', { sourceId, albums: 'folders' })
  await world.until(({ albums }) => albums?.items === 4, 'every photo is in its album')
  const made = (await seen(world)).map(([, title, items]) => `${title}: ${items}`)
  const told = preview.albums.map(({ title, photos }) => `${title}: ${photos}`)
  expect(made.toSorted()).toEqual(told.toSorted())
  expect((await world.emulator.control.ledger()).length - requests).toBe(6)
  // What is there has what belongs there.
  const after = await world.call('previewAlbums', { sourceId, albums: 'folders' })
  expect(after).toMatchObject({ albums: [], totals: { new: 0, there: 0 } })
  const other = await world.engine.call('previewAlbums', { sourceId: '99', albums: 'folders' })
  expect(other).toMatchObject({ ok: false, failure: { kind: 'not-found' } })
})

it('that were deleted are asked about until somebody answers, and stay so where they leave them', async () => {
  const world = await openEngineWorld()
  const { sourceId } = await world.begin()
  for (const name of ['One/a.jpg', 'Two/b.jpg']) world.write(name)
  await world.untilCounts({ done: 2 })
  await world.call('changeSource', { sourceId, albums: 'folders' })
  await world.until(({ albums }) => albums?.items === 2, 'both are in their albums')
  const two = (await world.emulator.control.albums()).find(({ title }) => title === 'Two')
  await world.emulator.control.deleteAlbum(two?.id ?? '')
  world.write('Two/c.jpg')
  await world.until(({ albumQuestions }) => albumQuestions === 1, 'it is asked about')
  await world.untilCounts({ done: 3 })
  // What is asked about comes first, whatever is cut off.
  const first = await world.call('listAlbums', { sourceId, limit: 1 })
  expect(first).toMatchObject({
    ...{ more: 1, made: 1, items: 1 },
    albums: [{ folder: 'Two', asks: 'deleted', isRenamed: false }],
  })
  const { albumId = '' } = first.albums[0] ?? {}
  await world.call('leaveAlbum', { albumId })
  expect(await world.engine.call('leaveAlbum', { albumId })).toMatchObject({ ok: false })
  await world.until(({ albumQuestions }) => albumQuestions === 0, 'it is answered')
  const { albums } = await world.call('listAlbums', { sourceId, limit: 500 })
  expect(albums.map(({ folder, asks }) => [folder, asks])).toEqual([
    ['One', null],
    ['Two', null],
  ])
  expect(await seen(world)).toEqual([['first', 'One', 1]])
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
  // The history says so of each file: its photo is in one album, and why it is not in the other.
  const inOne = [expect.objectContaining({ title: 'One', canOpen: true })]
  expect(await rowNamed(world, 'a.jpg')).toMatchObject({ albums: inOne, notInAlbum: null })
  expect(await rowNamed(world, 'copy.jpg')).toMatchObject({
    ...{ albums: inOne, notInAlbum: 'not-taken' },
  })
  const left = { filter: { album: 'not' as const }, after: null, limit: 9 }
  expect((await world.call('listHistory', left)).rows.map(({ name }) => name)).toEqual(['copy.jpg'])
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
