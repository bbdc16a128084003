// The engine through its one door: choosing the photo size with open eyes, and choosing another one later.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import type { SizePreview } from '../../src/shared/contract.ts'
import { largeJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld, rowNamed, type EngineWorld } from './engine-world.ts'

/** The same picture with other bytes. */
const another = (jpeg: Buffer, word: string): Buffer => Buffer.concat([jpeg, Buffer.from(word)])

test('photos that give the same copy are sent once, and all are that photo', async () => {
  const world = await openEngineWorld()
  const large = await largeJpeg()
  // Some programs fill files up to whole sectors.
  const filledUp = (bytes: number): Buffer => Buffer.concat([large, Buffer.alloc(bytes)])
  for (const [at, word] of ['a', 'b', 'c', 'd'].entries()) world.write(`${word}.jpg`, filledUp(at))
  world.write('small.jpg')
  await world.signIn()
  await world.call('addSource', { path: world.folder })
  await world.call('changeSettings', { change: { photoSize: 'high', isBackupOn: true } })
  await world.until(({ counts }) => counts.done.files === 5, 'all are done')
  const sent = await world.uploads()
  expect(sent.filter(({ path }) => path === '/v1/uploads')).toHaveLength(2)
  const library = await world.emulator.control.library()
  expect(library.map(({ filename }) => filename).sort()).toEqual([
    expect.stringMatching(/^[a-d]\.jpg$/),
    'small.jpg',
  ])
  const { rows } = await world.call('listHistory', { filter: {}, after: null, limit: 10 })
  const copies = rows.filter(({ name }) => name !== 'small.jpg')
  const links = await Promise.all(
    copies.map(async ({ fileId }) => (await world.call('locate', { fileId })).productUrl),
  )
  expect(links).toEqual(Array(4).fill(links[0]))
  expect(links[0]).not.toBeNull()
  // One that comes later is that photo, too.
  world.write('e.jpg', filledUp(9))
  await world.untilCounts({ done: 6 })
  expect((await world.uploads()).length).toBe(sent.length)
  await vi.waitFor(() => expect(readdirSync(join(world.dataFolder, 'renditions'))).toEqual([]))
})

describe('a photo in both sizes', () => {
  const next = async (world: EngineWorld, not?: string): Promise<SizePreview | null> =>
    (await world.call('previewSize', not === undefined ? {} : { not })).preview
  const pathsOf = async (world: EngineWorld, { previewId }: SizePreview) => {
    const pathOf = async (which: 'before' | 'after') =>
      (await world.call('previewPicture', { previewId, which })).path ?? 'none'
    return Promise.all([pathOf('before'), pathOf('after')])
  }

  test('is one of the user’s own that would be reduced, and then another one', async () => {
    const world = await openEngineWorld()
    await world.call('addSource', { path: world.folder })
    const large = await largeJpeg()
    world.write('a.jpg', large)
    world.write('b.jpg', another(large, 'b'))
    world.write('small.jpg')
    await world.untilCounts({ found: 3 })
    const first = await next(world)
    if (first === null) throw new Error('no preview')
    expect(first.before).toMatchObject({ width: 5_000, height: 3_400 })
    expect(first.before.sizeBytes).toBeGreaterThanOrEqual(large.length)
    expect(first.after.width * first.after.height).toBeLessThanOrEqual(16_000_000)
    expect(first.after.sizeBytes).toBeLessThan(first.before.sizeBytes)
    const pair = await pathsOf(world, first)
    for (const path of pair) {
      expect(path.startsWith(world.cacheFolder)).toBe(true)
      expect(await sharp(path).metadata()).toMatchObject({ format: 'png', width: 480, height: 360 })
    }
    const second = await next(world, first.fileId)
    expect([first.name, second?.name].sort()).toEqual(['a.jpg', 'b.jpg'])
    expect(pair.filter((path) => existsSync(path))).toEqual([])
    expect(await pathsOf(world, first)).toEqual(['none', 'none'])
    expect((await next(world, second?.fileId))?.name).toBe(first.name)
    expect(readdirSync(world.folder).sort()).toEqual(['a.jpg', 'b.jpg', 'small.jpg'])
  })

  test('is not there where no photo would be reduced, and no second one where there is one', async () => {
    const world = await openEngineWorld()
    expect(await next(world)).toBeNull()
    await world.call('addSource', { path: world.folder })
    world.write('small.jpg')
    world.write('text.jpg', 'no photo')
    await world.untilCounts({ found: 2 })
    expect(await next(world)).toBeNull()
    world.write('large.jpg', await largeJpeg())
    await world.untilCounts({ found: 3 })
    const only = await next(world)
    expect(only?.name).toBe('large.jpg')
    expect(await next(world, only?.fileId)).toBeNull()
    if (only !== null) expect(existsSync((await pathsOf(world, only))[0])).toBe(true)
  })

  test('cannot be had by an id that is none of this run', async () => {
    const world = await openEngineWorld()
    const strange = await world.engine.call('previewPicture', {
      previewId: '../../etc/passwd',
      which: 'before',
    })
    expect(strange).toMatchObject({ ok: false, failure: { kind: 'bad-request' } })
    const unknown = { previewId: '5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01', which: 'after' } as const
    expect(await world.call('previewPicture', unknown)).toEqual({ path: null })
  })
})

describe('another photo size', () => {
  /** A large photo prepared in High quality, with nothing sent: the line is away. */
  const prepared = async (): Promise<{ world: EngineWorld; sourceId: string }> => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    await world.call('changeSettings', { change: { photoSize: 'high' } })
    world.surroundings.change({ isOnline: false })
    world.write('large.jpg', await largeJpeg())
    await world.untilCounts({ ready: 1 })
    expect((await rowNamed(world, 'large.jpg')).isReduced).toBe(true)
    return { world, sourceId }
  }
  const renditions = (world: EngineWorld): string[] =>
    readdirSync(join(world.dataFolder, 'renditions'))

  test('leaves what is prepared as it is', async () => {
    const { world } = await prepared()
    await world.call('changeSettings', { change: { photoSize: 'original' } })
    await world.untilCounts({ ready: 1 })
    expect((await rowNamed(world, 'large.jpg')).isReduced).toBe(true)
    expect(renditions(world)).toHaveLength(1)
  })

  test('is what prepared photos go up in, when the user wants it so', async () => {
    const { world } = await prepared()
    const change = { photoSize: 'original' } as const
    await world.call('changeSettings', { change, redecide: true })
    await world.untilCounts({ ready: 1 })
    expect((await rowNamed(world, 'large.jpg')).isReduced).toBe(false)
    expect(renditions(world)).toEqual([])
    world.surroundings.change({ isOnline: true })
    await world.untilCounts({ done: 1 })
    const { isReduced, sentSizeBytes } = await rowNamed(world, 'large.jpg')
    const { size } = statSync(join(world.folder, 'large.jpg'))
    expect({ isReduced, sentSizeBytes }).toEqual({ isReduced: false, sentSizeBytes: size })
    expect(await isSound(world)).toBe(true)
  })

  test('is what a photo goes up in that was just being prepared in the old one', async () => {
    const world = await openEngineWorld()
    await world.begin()
    await world.call('changeSettings', { change: { photoSize: 'high' } })
    world.surroundings.change({ isOnline: false })
    world.write('large.jpg', await largeJpeg())
    await world.until(
      ({ counts }) => counts.fingerprinted.files + counts.ready.files === 1,
      'the photo is being prepared, or just was',
    )
    const change = { photoSize: 'original' } as const
    await world.call('changeSettings', { change, redecide: true })
    await world.untilCounts({ ready: 1 })
    expect((await rowNamed(world, 'large.jpg')).isReduced).toBe(false)
    expect(await isSound(world)).toBe(true)
  })

  test('of one folder holds for its prepared photos, and what is in the library stays', async () => {
    const { world, sourceId } = await prepared()
    await world.call('changeSource', { sourceId, photoSize: 'original', redecide: true })
    await world.untilCounts({ ready: 1 })
    expect((await rowNamed(world, 'large.jpg')).isReduced).toBe(false)
    world.surroundings.change({ isOnline: true })
    await world.untilCounts({ done: 1 })
    const since = await world.lastSeq()
    await world.call('changeSource', { sourceId, photoSize: 'high', redecide: true })
    await world.untilCounts({ done: 1 })
    expect(await world.uploads(since)).toEqual([])
    expect((await rowNamed(world, 'large.jpg')).isReduced).toBe(false)
  })
})

test('the problems say up to which point of the history they were read', async () => {
  const world = await openEngineWorld()
  await world.begin()
  world.write('empty.jpg', '')
  const { skippedUnseen } = await world.untilCounts({ skipped: 1 })
  expect(skippedUnseen).toBe(1)
  const { upTo = 0 } = await world.call('problems', {})
  await world.call('changeSettings', { change: { skippedSeenUpTo: upTo } })
  expect((await world.call('getStatus', {})).skippedUnseen).toBe(0)
})
