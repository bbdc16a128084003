// Albums from folders by the command and against the emulator: which are made, what is in them, what that costs of a day's requests,
// and what a dry run tells before.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LibraryAlbum } from '../emulator/index.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

let number = 0
/** A photo that was taken so many days after another, at a second of its own, so that no two have the same bytes. */
const takenOn = async (day: number): Promise<Buffer> => {
  const at = new Date(Date.UTC(2019, 0, 1 + day, 12, 0, number)).toISOString().slice(0, 19)
  const DateTimeOriginal = at.replaceAll('-', ':').replace('T', ' ')
  return sharp(await smallJpeg((number += 1)))
    .withExif({ IFD2: { DateTimeOriginal } })
    .jpeg()
    .toBuffer()
}
const inside = (folder: string, name: string): string => {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  return path
}
const lastSeq = async (): Promise<number> =>
  (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
/** How often each operation was asked for since then. */
const asked = async (since: number): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { operation, path } of await world.emulator.control.ledger(since))
    if (path.startsWith('/v1/') && operation !== 'userinfo')
      counts[operation] = (counts[operation] ?? 0) + 1
  return counts
}
/** The albums by the titles that people see, each with the names of its photos in their order. */
const albums = async (): Promise<Record<string, string[]>> => {
  const items = new Map(
    (await world.emulator.control.library()).map(({ id, filename }) => [id, filename]),
  )
  const named = ({ shownTitle, itemIds }: LibraryAlbum): [string, string[]] => [
    shownTitle,
    itemIds.map((id) => items.get(id) ?? id),
  ]
  return Object.fromEntries((await world.emulator.control.albums()).map(named))
}

test('take one request each, and one for each fifty photos; a second run takes none', async () => {
  const folder = world.makeFolder('many')
  const wanted: Record<string, number> = { Large: 1_200 }
  for (let at = 0; at < 60; at += 1) wanted[`Day ${at}`] = 3
  let first = 1
  for (const [name, count] of Object.entries(wanted)) {
    await world.fill(inside(folder, name), count, first)
    first += count
  }
  // Cameras make folders of their own inside.
  const words = ['--albums', 'folders', '--album-depth', '1'] as const
  const plan = await world.shoebox('backup', folder, ...words, '--dry-run')
  expect(plan.stdout).toContain('Albums: 61 would be made, 0 would get more')
  expect(plan.stdout).toContain('"Day 7": 3 photos, new')
  expect(plan.stdout).toContain('61 requests to make them; their photos go in at least 84 batches')
  expect(await world.emulator.control.albums()).toEqual([])

  const since = await lastSeq()
  const done = await world.backUp(folder, ...words)
  expect(done).toMatchObject({
    ...{ code: 0, done: 1_380, albums: { created: 61, items: 1_380, refused: 0, waiting: 0 } },
  })
  const counts = await asked(since)
  expect(counts['upload.raw']).toBe(1_380)
  expect(counts['albums.create']).toBe(61)
  expect(counts['batchCreate']).toBeLessThanOrEqual(60 + 1_200 / 50 + 2)
  expect(Object.keys(counts).filter((name) => name.startsWith('albums'))).toEqual(['albums.create'])
  const made = await albums()
  for (const [name, count] of Object.entries(wanted)) expect(made[name]).toHaveLength(count)
  expect(Object.keys(made)).toHaveLength(61)

  const after = await lastSeq()
  expect(await world.backUp(folder)).toMatchObject({ code: 0, albums: { created: 61 } })
  expect(await asked(after)).toEqual({})
  expect((await world.shoebox('verify')).code).toBe(0)
}, 180_000)

test('are switched on after a backup: no bytes are sent again, and the photos lie by their dates', async () => {
  const folder = world.makeFolder('Later')
  const [party, trip] = [inside(folder, '2019/Party'), inside(folder, '2020/Party')]
  for (const [name, day] of [
    ['c.jpg', 1],
    ['a.jpg', 3],
    ['b.jpg', 2],
  ] as const)
    writeFileSync(join(party, name), await takenOn(day))
  writeFileSync(join(trip, 'd.jpg'), await takenOn(4))
  writeFileSync(join(folder, 'root.jpg'), await takenOn(5))
  expect(await world.backUp(folder)).toMatchObject({ code: 0, albums: { created: 0, items: 0 } })
  const since = await lastSeq()
  const done = await world.backUp(folder, '--albums', 'folders')
  expect(done.albums).toEqual({ created: 3, items: 5, refused: 0, waiting: 0 })
  expect(await asked(since)).toEqual({ 'albums.create': 3, 'albums.batchAdd': 3 })
  expect(await albums()).toMatchObject({
    ...{ '2019 / Party': ['c.jpg', 'b.jpg', 'a.jpg'], '2020 / Party': ['d.jpg'] },
    Later: ['root.jpg'],
  })
  // A folder that is called otherwise keeps its album, and what people changed at Google stays so.
  renameSync(party, join(folder, '2019/Fete'))
  const [ofTrip] = (await world.emulator.control.albums()).filter(
    ({ title }) => title === '2020 / Party',
  )
  await world.emulator.control.renameAlbum(ofTrip?.id ?? '', 'Mine')
  writeFileSync(join(trip, 'e.jpg'), await takenOn(6))
  expect(await world.backUp(folder)).toMatchObject({ code: 0, albums: { created: 3, items: 6 } })
  expect(await albums()).toMatchObject({
    ...{ Fete: ['c.jpg', 'b.jpg', 'a.jpg'], Mine: ['d.jpg', 'e.jpg'], Later: ['root.jpg'] },
  })
  // One that was deleted is not made again.
  await world.emulator.control.deleteAlbum(ofTrip?.id ?? '')
  writeFileSync(join(trip, 'f.jpg'), await takenOn(7))
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 7, albums: { created: 2 } })
  expect(Object.keys(await albums())).not.toContain('Mine')
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('are as deep as is wanted, and a dry run lists them as they are then', async () => {
  const folder = world.makeFolder('Deep')
  writeFileSync(join(inside(folder, 'One/Two/Three'), 'a.jpg'), await takenOn(1))
  writeFileSync(join(inside(folder, 'One/Other'), 'b.jpg'), await takenOn(2))
  const words = [folder, '--albums', 'folders', '--album-depth', '1'] as const
  const told = await world.shoebox('backup', ...words, '--dry-run', '--json')
  expect(JSON.parse(told.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    albums: [{ title: 'One', root: folder, folder: 'One', files: 2, isMade: false }],
    albumRequests: { creates: 1, batches: 1 },
  })
  expect(await world.backUp(...words)).toMatchObject({ albums: { created: 1, items: 2 } })
  expect((await albums())['One']?.sort()).toEqual(['a.jpg', 'b.jpg'])
  // The choice is kept.
  writeFileSync(join(folder, 'One/c.jpg'), await takenOn(3))
  const again = await world.shoebox('backup', folder, '--dry-run', '--json')
  expect(JSON.parse(again.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    albums: [{ title: 'One', files: 1, isMade: true }],
    albumRequests: { creates: 0, batches: 1 },
  })
  const status = await world.shoebox('status', '--json')
  const { albums: figures } = JSON.parse(status.stdout) as { albums: { created: number } }
  expect(figures.created).toBe(61 + 2 + 1)
})

test.each([
  [['--albums', 'some'], '--albums is "some"'],
  [['--album-depth', '2'], '--album-depth is "2"'],
  [['--albums', 'source', '--album-depth', '2'], '--album-depth is "2"'],
  [['--albums', 'folders', '--album-depth', '0'], '--album-depth is "0"'],
])('are refused where %j was not understood', async (words, said) => {
  const { code, stderr } = await world.shoebox('backup', world.folder, ...words, '--once')
  expect(code).toBe(1)
  expect(stderr).toContain(said)
})

test('are spoken of before another client is used, which can add to none of them', async () => {
  const { clientId, clientSecret } = await world.emulator.control.putClient({ type: 'desktop' })
  const file = join(world.makeFolder('clients'), 'other.json')
  const installed = { client_id: clientId, client_secret: clientSecret }
  writeFileSync(file, JSON.stringify({ installed }))
  const folder = world.makeFolder('Spoken of')
  writeFileSync(join(folder, 'a.jpg'), await takenOn(9))
  expect(await world.backUp(folder, '--albums', 'source')).toMatchObject({ code: 0 })
  const said = /can no longer add to the (\d+ )?albums? of the client used until now/
  for (const [client, isSaid] of [
    [world.emulator.clientFile, false],
    [file, true],
  ] as const) {
    const { child, firstLine, ended } = world.start(['sign-in', '--no-browser', '--client', client])
    await firstLine
    child.kill('SIGTERM')
    expect(said.test((await ended).stderr)).toBe(isSaid)
  }
})
