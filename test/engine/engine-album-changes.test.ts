// What becomes of albums where photos, folders and people change, through the engine's door and against the emulator, which refuses
// what Google refuses: more photos than an album holds, titles that are too long, and what another client made.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { smallJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld, rowNamed, type EngineWorld } from './engine-world.ts'

type World = EngineWorld & { sourceId: string }

/** A world that makes an album for each folder. */
async function withAlbums(change: Parameters<typeof openEngineWorld>[0] = {}): Promise<World> {
  const world = await openEngineWorld(change)
  const { sourceId } = await world.begin()
  await world.call('changeSource', { sourceId, albums: 'folders' })
  return Object.assign(Object.create(world) as EngineWorld, { sourceId })
}
const filled = (world: EngineWorld, items: number): Promise<unknown> =>
  world.until(
    ({ albums }) => albums?.waiting === 0 && albums.items === items,
    `${items} photos are in their albums`,
  )
/** The titles that people see, each with the names of its photos. */
async function seen({ emulator }: EngineWorld): Promise<Record<string, string[]>> {
  const library = await emulator.control.library()
  const nameOf = new Map(library.map(({ id, filename }) => [id, filename]))
  const albums = await emulator.control.albums()
  return Object.fromEntries(
    albums.map(({ shownTitle, itemIds }) => [
      shownTitle,
      itemIds.map((id) => nameOf.get(id) ?? id),
    ]),
  )
}
const uploads = async (world: EngineWorld): Promise<number> =>
  (await world.emulator.control.ledger()).filter(({ operation }) => operation === 'upload.raw')
    .length
/** So many different photos in a folder. */
async function fill(world: EngineWorld, folder: string, from: number, to: number): Promise<void> {
  mkdirSync(join(world.folder, folder), { recursive: true })
  for (let at = from; at < to; at += 1)
    writeFileSync(join(world.folder, folder, `${at}.jpg`), await smallJpeg(10_000 + at))
}

it('a photo that moved is in the new album and stays in the old one, and no byte of it is sent again', async () => {
  const world = await withAlbums()
  for (const name of ['Party/a.jpg', 'Party/b.jpg', 'Trip/c.jpg']) world.write(name)
  await world.untilCounts({ done: 3 })
  await filled(world, 3)
  renameSync(join(world.folder, 'Party/a.jpg'), join(world.folder, 'Trip/a.jpg'))
  await world.call('scanNow', {})
  await filled(world, 4)
  const albums = await seen(world)
  expect(albums['Party']?.toSorted()).toEqual(['a.jpg', 'b.jpg'])
  expect(albums['Trip']?.toSorted()).toEqual(['a.jpg', 'c.jpg'])
  expect(await uploads(world)).toBe(3)
  expect(await isSound(world)).toBe(true)
})

it('one photo in two folders is in both albums and once in the library', async () => {
  const world = await withAlbums()
  const bytes = await smallJpeg(4_712)
  for (const name of ['Party/a.jpg', 'Best/copy.jpg']) world.write(name, bytes)
  await world.untilCounts({ done: 2 })
  await filled(world, 2)
  expect(Object.values(await seen(world)).map((items) => items.length)).toEqual([1, 1])
  expect(await world.emulator.control.library()).toHaveLength(1)
  expect(await uploads(world)).toBe(1)
  expect(await isSound(world)).toBe(true)
})

it('a folder with more photos than an album gets goes on in a second one, and later photos as well', async () => {
  const world = await withAlbums({ albumHolds: 30 })
  await fill(world, 'Large', 0, 25)
  await world.untilCounts({ done: 25 })
  await fill(world, 'Large', 25, 40)
  await world.untilCounts({ done: 40 })
  await filled(world, 40)
  const counts = async (): Promise<[string, number][]> =>
    Object.entries(await seen(world)).map(([title, items]) => [title, items.length])
  expect((await counts()).map(([title]) => title)).toEqual(['Large', 'Large (2)'])
  const [first = 0, second = 0] = (await counts()).map(([, items]) => items)
  expect(first + second).toBe(40)
  expect(first).toBeLessThanOrEqual(30)
  await fill(world, 'Large', 40, 45)
  await world.untilCounts({ done: 45 })
  await filled(world, 45)
  expect(await counts()).toEqual([
    ['Large', first],
    ['Large (2)', second + 5],
  ])
  const { albums } = await world.call('listAlbums', { sourceId: world.sourceId })
  expect(albums.map(({ part, items }) => [part, items])).toEqual([
    [1, first],
    [2, second + 5],
  ])
  expect(await isSound(world)).toBe(true)
})

it('an album that people filled by hand, so that Google takes no more, goes on in a second one', async () => {
  const world = await withAlbums({ albumHolds: 100 })
  const { control } = world.emulator
  await control.changeSettings({ maxAlbumItems: 60 })
  await fill(world, 'Party', 0, 2)
  await world.untilCounts({ done: 2 })
  await filled(world, 2)
  const [album] = await control.albums()
  for (let at = 0; at < 58; at += 1) {
    const base64 = (await smallJpeg(20_000 + at)).toString('base64')
    const id = await control.bring({ fileName: `hand ${at}.jpg`, base64 })
    await control.putIntoAlbum(album?.id ?? '', id)
  }
  await fill(world, 'Party', 2, 5)
  await world.untilCounts({ done: 5 })
  await filled(world, 5)
  const albums = await seen(world)
  expect(albums['Party']).toHaveLength(60)
  expect(albums['Party (2)']?.toSorted()).toEqual(['2.jpg', '3.jpg', '4.jpg'])
  expect(await world.call('listAlbums', { sourceId: world.sourceId })).toMatchObject({
    albums: [
      { state: 'full', items: 2, refused: 0 },
      { state: 'made', items: 3, refused: 0 },
    ],
  })
  expect(await isSound(world)).toBe(true)
})

it('titles of more than 500 characters lose their heads, are two, and are taken', async () => {
  const world = await withAlbums()
  // Folders of one name in others, so that each says where it lies: 250 letters, " / " and 248 more.
  const name = `${'ä'.repeat(120)}end`
  const above = (letter: string): string => letter.repeat(250)
  const long = `${'n'.repeat(245)}end`
  for (const letter of ['x', 'y']) world.write(`${above(letter)}/${long}/${letter}.jpg`)
  world.write(`${name}/z.jpg`)
  await world.untilCounts({ done: 3 })
  await filled(world, 3)
  const albums = await seen(world)
  const titles = Object.keys(albums).toSorted((one, other) => one.length - other.length)
  expect(titles.map((title) => title.length)).toEqual([123, 500, 500])
  expect(titles[0]).toBe(name)
  for (const letter of ['x', 'y']) {
    const title = `…${above(letter)} / ${long}`
    const cut = `…${title.slice(title.length - 499)}`
    expect(albums[cut]).toEqual([`${letter}.jpg`])
  }
  expect((await world.call('listAlbums', { sourceId: world.sourceId })).albums).toMatchObject([
    { state: 'made' },
    { state: 'made' },
    { state: 'made' },
  ])
  expect(await isSound(world)).toBe(true)
})

it('a new client makes its own albums of what it brings: those of the old one stay as they are', async () => {
  const world = await withAlbums()
  world.write('Party/a.jpg')
  await world.untilCounts({ done: 1 })
  await filled(world, 1)
  const { clientId, clientSecret } = await world.emulator.control.putClient({ type: 'desktop' })
  const installed = { client_id: clientId, client_secret: clientSecret }
  await world.call('useClient', { json: JSON.stringify({ installed }) })
  await world.signIn()
  world.write('Party/b.jpg')
  await world.untilCounts({ done: 2 })
  await filled(world, 1)
  const albums = await world.emulator.control.albums()
  expect(albums.map(({ title, itemIds }) => [title, itemIds.length])).toEqual([
    ['Party', 1],
    ['Party', 1],
  ])
  expect(new Set(albums.map((album) => album.clientId)).size).toBe(2)
  const refused = (await world.emulator.control.ledger()).filter(
    ({ operation, status }) => operation.startsWith('albums') && (status ?? 0) >= 400,
  )
  expect(refused).toEqual([])
  // A copy of what the old client brought cannot be put anywhere by the new one.
  expect(await rowNamed(world, 'a.jpg')).toMatchObject({ albums: [], notInAlbum: 'other-client' })
  expect(await rowNamed(world, 'b.jpg')).toMatchObject({ notInAlbum: null })
  expect(await isSound(world)).toBe(true)
})
