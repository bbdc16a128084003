// Photos without a date through the engine's door, over a real disk, the image worker and the emulator, which dates as Google
// does: what is proposed, what is decided, undone and decided again, and what lies in the library in the end.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { noise } from '../builders/undated.ts'
import { isSound, openEngineWorld, type EngineWorld } from './engine-world.ts'

/** Nothing may be sent at any hour; files are read all the same. */
const never = '0'.repeat(168)
const always = null

/** A folder "1987" with scans, a picture from a messenger and one type that takes no date; nothing goes yet. */
async function withScans(): Promise<EngineWorld & { sourceId: string; folderId: string }> {
  const world = await openEngineWorld()
  const { sourceId } = await world.begin()
  await world.call('changeSettings', { change: { allowedHours: never } })
  await world.call('changeSource', { sourceId, undated: 'file' })
  mkdirSync(join(world.folder, '1987'), { recursive: true })
  for (const name of ['1987/scan 1.jpg', '1987/scan 2.jpg', '1987/IMG-20190714-WA0003.jpg'])
    world.write(name, await noise().jpeg().toBuffer())
  world.write('1987/drawing.gif', await noise().gif().toBuffer())
  await world.untilCounts({ ready: 4 })
  const { groups } = await world.call('undatedGroups', { after: null })
  const [group] = groups
  if (group === undefined || groups.length > 1) throw new Error(JSON.stringify(groups))
  return Object.assign(Object.create(world) as EngineWorld, { sourceId, folderId: group.folderId })
}

const daysOf = async (world: EngineWorld): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await world.emulator.control.library()).map(({ filename, localTime, datedBy }) => [
      filename,
      datedBy === null ? 'the day of its upload' : localTime.slice(0, 10),
    ]),
  )

it('are proposed a date each, as they would get it, and told what can take none', async () => {
  const world = await withScans()
  const { folderId } = world
  expect((await world.call('undatedGroups', { after: null })).groups).toMatchObject([
    { folder: '1987', choice: null, otherwise: 'file', files: 4, planned: 4, unwritable: 1 },
  ])
  expect((await world.call('getStatus', {})).undated).toEqual({ files: 3, undecided: 0 })
  const { photos, next } = await world.call('undatedPhotos', {
    ...{ folderId, as: 'name', after: null, limit: 100 },
  })
  expect(next).toBeNull()
  const told = photos.map(({ name, proposal }) => [
    name,
    proposal.kind === 'found'
      ? `${new Date(proposal.date.wallMs).toISOString().slice(0, 10)} ${proposal.date.source}`
      : proposal.kind,
  ])
  expect(told).toEqual([
    ['IMG-20190714-WA0003.jpg', '2019-07-14 name-date'],
    ['drawing.gif', 'unwritable'],
    ['scan 1.jpg', '1987-01-01 folder-name'],
    ['scan 2.jpg', '1987-01-01 folder-name'],
  ])
  const summary = await world.call('undatedSummary', { folderId, as: 'name' })
  expect(summary).toMatchObject({ looked: 4, isWhole: true, dated: 3, unwritable: 1, unknown: 0 })
  expect(summary.sources.map(({ source, files }) => [source, files])).toEqual([
    ['folder-name', 2],
    ['name-date', 1],
  ])
  mkdirSync(join(world.folder, 'Box'))
  world.write('Box/scan.jpg', await noise().jpeg().toBuffer())
  await world.untilCounts({ ready: 5 })
  const { groups } = await world.call('undatedGroups', { after: null })
  const box = groups.find(({ folder }) => folder === 'Box')?.folderId ?? ''
  expect(await world.call('undatedSummary', { folderId: box, as: 'name' })).toMatchObject({
    ...{ looked: 1, isWhole: true, dated: 0, unwritable: 0, unknown: 1, sources: [] },
  })
})

it('are dated, undone, dated again and sent, once each and with the last date', async () => {
  const world = await withScans()
  const { folderId } = world
  await world.call('decideDates', { folderId, choice: '1986' })
  await world.untilCounts({ ready: 4 })
  const undone = await world.call('undoDates', { folderId })
  expect(undone.group).toMatchObject({ choice: 'later', files: 4 })
  await world.untilCounts({ waiting: 3, ready: 1 })
  expect((await world.call('getStatus', {})).undated).toEqual({ files: 3, undecided: 3 })
  await world.call('decideDates', { folderId, choice: '1987-07-14' })
  await world.untilCounts({ ready: 4 })
  await world.call('changeSettings', { change: { allowedHours: always } })
  await world.untilCounts({ done: 4 })
  expect(await daysOf(world)).toEqual({
    'scan 1.jpg': '1987-07-14',
    'scan 2.jpg': '1987-07-14',
    'IMG-20190714-WA0003.jpg': '1987-07-14',
    'drawing.gif': 'the day of its upload',
  })
  const { groups } = await world.call('undatedGroups', { after: null })
  expect(groups).toMatchObject([{ files: 0, went: 4, choice: '1987-07-14' }])
  // What comes later follows.
  world.write('1987/scan 3.jpg', await noise().jpeg().toBuffer())
  await world.untilCounts({ done: 5 })
  expect((await daysOf(world))['scan 3.jpg']).toBe('1987-07-14')
  expect(await isSound(world)).toBe(true)
})

it('are left for later: all else is done, the status says so, and a restart changes nothing', async () => {
  const world = await withScans()
  const { folderId } = world
  await world.call('decideDates', { folderId, choice: 'later' })
  await world.call('changeSettings', { change: { allowedHours: always } })
  world.write(
    'other.jpg',
    await noise()
      .withExif({ IFD2: { DateTimeOriginal: '2015:05:01 10:00:00' } })
      .jpeg()
      .toBuffer(),
  )
  const status = await world.untilCounts({ done: 2, waiting: 3 })
  expect(status).toMatchObject({ undated: { files: 3, undecided: 3 }, nextTryAt: null })
  await world.until(({ activity }) => activity === 'resting', 'it rests')
  await world.restart()
  await world.untilCounts({ done: 2, waiting: 3 })
  const { groups } = await world.call('problems', {})
  expect(groups.map(({ reason, files }) => [reason, files])).toEqual([['undecided', 3]])
  await world.call('decideDates', { folderId, choice: 'leave' })
  await world.untilCounts({ done: 5 })
  expect((await daysOf(world))['scan 1.jpg']).toBe('the day of its upload')
})

it('refuses dates that have not begun, and folders that are none', async () => {
  const world = await withScans()
  const { folderId } = world
  const refused = await world.engine.call('decideDates', { folderId, choice: '2999' })
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'bad-request' } })
  expect(await world.call('decideDates', { folderId: '4711', choice: '1987' })).toEqual({
    group: null,
  })
  expect(await world.call('undoDates', { folderId: '4711' })).toEqual({ group: null })
})

it('tells the time of a file only where that is asked for', async () => {
  const world = await openEngineWorld()
  const { sourceId } = await world.begin()
  await world.call('changeSettings', { change: { allowedHours: never } })
  await world.call('changeSource', { sourceId, undated: 'file' })
  const path = world.write('garden.jpg', await noise().jpeg().toBuffer())
  writeFileSync(path, await noise().jpeg().toBuffer())
  utimesSync(path, new Date(2003, 3, 5, 14, 30), new Date(2003, 3, 5, 14, 30))
  await world.untilCounts({ ready: 1 })
  const [group] = (await world.call('undatedGroups', { after: null })).groups
  const folderId = group?.folderId ?? ''
  const as = async (choice: string) =>
    (await world.call('undatedSummary', { folderId, as: choice })).sources.map(
      ({ source }) => source,
    )
  expect(await as('name')).toEqual([])
  expect(await as('file')).toEqual(['file-time'])
})
