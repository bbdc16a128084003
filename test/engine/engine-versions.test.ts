// The engine through its one door: photos that another program changed after they were backed up. The older one stays in
// the library and is told of; a folder may keep to it.
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld, rowNamed, type EngineWorld } from './engine-world.ts'

/** The same picture with a word in it, as a program that tags photos leaves it. */
const tagged = async (word: string): Promise<Buffer> =>
  Buffer.concat([await smallJpeg(1), Buffer.from(word)])

const locate = async (world: EngineWorld, name: string) =>
  world.call('locate', { fileId: (await rowNamed(world, name)).fileId })
const inLibrary = async (world: EngineWorld): Promise<number> =>
  (await world.emulator.control.library()).length

/** A folder with one photo in the library; its link. */
const backedUp = async (): Promise<{ world: EngineWorld; sourceId: string; link: string }> => {
  const world = await openEngineWorld()
  const { sourceId } = await world.begin()
  world.write('a.jpg', await tagged('as taken'))
  await world.untilCounts({ done: 1 })
  return { world, sourceId, link: (await locate(world, 'a.jpg')).productUrl ?? 'none' }
}

test('a photo that was tagged is sent as a second one, and both can be opened', async () => {
  const { world, link } = await backedUp()
  expect(await locate(world, 'a.jpg')).toMatchObject({ productUrl: link, olderUrl: null })
  // Written beside it and put in its place.
  renameSync(world.write('a.jpg.part', await tagged('tagged')), join(world.folder, 'a.jpg'))
  await world.until(({ counts }) => counts.done.files === 0, 'the change is seen')
  await world.untilCounts({ done: 1 })
  expect(await inLibrary(world)).toBe(2)
  const row = await rowNamed(world, 'a.jpg')
  expect(row).toMatchObject({ state: 'done', olderVersion: { canOpen: true } })
  const { productUrl, olderUrl } = await locate(world, 'a.jpg')
  expect(olderUrl).toBe(link)
  expect(productUrl).not.toBe(link)
  const path = join(world.makeFolder('export'), 'history.csv')
  await world.call('exportHistory', { path })
  const [head = '', line = ''] = readFileSync(path, 'utf8').split('\r\n')
  expect(head.endsWith(',older version in Google Photos')).toBe(true)
  expect(line).toMatch(/^a\.jpg,.*,yes$/)
  expect(await isSound(world)).toBe(true)
})

test('a folder that keeps to the older ones sends no changed version, and all of them once it does', async () => {
  const { world, sourceId, link } = await backedUp()
  await world.call('changeSource', { sourceId, changedVersions: 'keep' })
  const { sources } = await world.call('getStatus', {})
  expect(sources).toMatchObject([{ changedVersions: 'keep' }])
  world.write('a.jpg', await tagged('tagged'))
  world.write('new.jpg')
  await world.untilCounts({ skipped: 1, done: 1 })
  expect(await rowNamed(world, 'a.jpg')).toMatchObject({
    skip: { kind: 'changed-version' },
    olderVersion: { canOpen: true },
  })
  expect(await locate(world, 'a.jpg')).toMatchObject({ productUrl: null, olderUrl: link })
  const { groups } = await world.call('problems', {})
  expect(groups).toMatchObject([{ state: 'skipped', reason: 'changed-version', files: 1 }])
  // A copy elsewhere is no version of anything: its bytes are wanted.
  world.write('b/copy.jpg', await tagged('tagged'))
  await world.untilCounts({ done: 3 })
  world.write('a.jpg', await tagged('tagged once more'))
  await world.untilCounts({ skipped: 1, done: 2 })
  expect(await inLibrary(world)).toBe(3)
  await world.restart()
  await world.untilCounts({ skipped: 1, done: 2 })
  await world.call('changeSource', { sourceId, changedVersions: 'send' })
  await world.untilCounts({ done: 3 })
  expect(await inLibrary(world)).toBe(4)
  expect(await isSound(world)).toBe(true)
})

test('what was prepared before the choice and not sent yet follows it, and nothing that was never sent', async () => {
  const { world, sourceId } = await backedUp()
  world.surroundings.change({ isOnline: false })
  world.write('a.jpg', await tagged('tagged'))
  world.write('never-sent.jpg', await tagged('first'))
  await world.untilCounts({ ready: 2 })
  await world.call('changeSource', { sourceId, changedVersions: 'keep' })
  world.write('never-sent.jpg', await tagged('second'))
  const since = await world.lastSeq()
  world.surroundings.change({ isOnline: true })
  await world.untilCounts({ skipped: 1, done: 1 })
  expect((await rowNamed(world, 'never-sent.jpg')).state).toBe('done')
  expect((await world.uploads(since)).filter(({ path }) => path === '/v1/uploads')).toHaveLength(1)
  expect(await isSound(world)).toBe(true)
})

test('another account has no older version, so the changed one is sent there', async () => {
  const { world, sourceId } = await backedUp()
  await world.call('changeSource', { sourceId, changedVersions: 'keep' })
  world.write('a.jpg', await tagged('tagged'))
  await world.untilCounts({ skipped: 1 })
  await world.signIn('second@example.test')
  await world.untilCounts({ done: 1 })
  expect(await rowNamed(world, 'a.jpg')).toMatchObject({ state: 'done', olderVersion: null })
  await world.signIn('first@example.test')
  await world.untilCounts({ skipped: 1 })
  expect(await isSound(world)).toBe(true)
})
