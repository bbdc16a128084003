// The engine through its one door: folders that come, go and change, and files that did not go up.
import { chmodSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { smallJpeg, withClaimedSides } from '../builders/jpegs.ts'
import { posixIt } from '../builders/posix.ts'
import { conditionsOf, foundIn, isSound, openEngineWorld, rowNamed } from './engine-world.ts'
import { withoutRights } from './scan/temp-folder.ts'

describe('folders', () => {
  test('wrong ones are refused and none is added', async () => {
    const world = await openEngineWorld()
    const file = world.write('file.jpg')
    await world.call('addSource', { path: world.folder })
    const add = async (path: string) => {
      const result = await world.engine.call('addSource', { path })
      return result.ok ? 'added' : result.failure
    }
    const inside = world.makeFolder('photos/inside')
    const missing = join(world.folder, 'nowhere')
    expect(await add(missing)).toEqual({ kind: 'folder-missing', path: missing })
    expect(await add(file)).toEqual({ kind: 'not-a-folder', path: file })
    expect(await add(inside)).toEqual({
      ...{ kind: 'folder-overlaps', path: inside, other: world.folder },
    })
    expect(world.engine.sourceIds()).toHaveLength(1)
  })

  posixIt('one behind a closed door is refused', async () => {
    const world = await openEngineWorld()
    const path = world.makeFolder('closed/behind')
    chmodSync(dirname(path), 0)
    onTestFinished(() => chmodSync(dirname(path), 0o700))
    const result = await withoutRights(() => world.engine.call('addSource', { path }))
    expect(result).toEqual({
      ok: false,
      failure: { kind: 'folder-unreadable', path, code: 'EACCES' },
    })
    expect(world.engine.sourceIds()).toEqual([])
  })

  test('one around the app’s own folders leaves them out, in the count before too', async () => {
    const world = await openEngineWorld()
    world.write('holiday.jpg')
    const path = dirname(world.folder)
    await world.signIn()
    await world.call('changeSettings', { change: { isBackupOn: true, photoSize: 'original' } })
    await world.call('addSource', { path })
    await world.untilCounts({ done: 1 })
    const { rows } = await world.call('listHistory', { filter: {}, after: null, limit: 10 })
    for (const { fileId } of rows) await world.call('thumbnail', { fileId, side: 96 })
    expect(readdirSync(join(world.cacheFolder, 'thumbnails'))).not.toEqual([])
    writeFileSync(join(world.dataFolder, 'copy.jpg'), await smallJpeg(7))
    const { lastCheckedAt } = await world.call('getStatus', {})
    await world.call('scanNow', {})
    const after = await world.until(
      (status) => status.lastCheckedAt !== lastCheckedAt && status.sources[0]?.state === 'watching',
      'it was scanned again',
    )
    expect(after.sources).toMatchObject([{ files: 1 }])
    const counted = async (): Promise<number | null> => {
      const { files, isCounting } = await world.call('countFolder', { path })
      return isCounting ? null : files
    }
    await expect.poll(counted, { timeout: 10_000 }).toBe(1)
  })

  test('one that goes away keeps its photos in their states, and goes on when it is back', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.write('a.jpg')
    await world.untilCounts({ done: 1 })
    await world.call('pause', { until: 'resumed' })
    world.write('b.jpg')
    await world.untilCounts({ found: 1 })
    renameSync(world.folder, `${world.folder} away`)
    await world.call('scanNow', {})
    await world.call('resume', {})
    const away = await world.until(
      (status) => status.sources[0]?.state === 'not-connected',
      'the folder is away',
    )
    expect(conditionsOf(away)).toContain('source-missing')
    expect(away.counts).toMatchObject({
      found: { files: 1 },
      done: { files: 1 },
      gone: { files: 0 },
    })
    renameSync(`${world.folder} away`, world.folder)
    await world.until(({ counts }) => counts.done.files === 2, 'everything is done')
  })

  test('one that goes away unnoticed is noticed by its first missing photo', async () => {
    // Nothing hints at the change, as on a network drive.
    const watcher = { watch: () => ({ close: () => Promise.resolve() }) }
    const world = await openEngineWorld({ watcher })
    await world.begin()
    await world.call('pause', { until: 'resumed' })
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) world.write(name)
    await world.untilCounts({ found: 3 })
    renameSync(world.folder, `${world.folder} away`)
    await world.call('resume', {})
    const away = await world.until(
      (status) => status.sources[0]?.state === 'not-connected' && status.active.length === 0,
      'the folder is away',
    )
    expect(away.counts).toMatchObject({ found: { files: 3 }, gone: { files: 0 } })
    renameSync(`${world.folder} away`, world.folder)
    await world.until(({ counts }) => counts.done.files === 3, 'everything is done')
    expect(await isSound(world)).toBe(true)
  })

  test('one that is taken out takes its rows along, and sends nothing when it is added again', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    world.write('a.jpg')
    await world.untilCounts({ done: 1 })
    const [row] = (await world.call('listHistory', { filter: {}, after: null, limit: 1 })).rows
    await world.call('thumbnail', { fileId: row?.fileId ?? '', side: 96 })
    expect(readdirSync(join(world.cacheFolder, 'thumbnails'))).toHaveLength(1)
    await world.call('removeSource', { sourceId })
    expect(readdirSync(join(world.cacheFolder, 'thumbnails'))).toEqual([])
    const empty = await world.call('getStatus', {})
    expect(foundIn(empty)).toBe(0)
    expect(conditionsOf(empty)).toEqual(['no-folders'])
    const before = await world.lastSeq()
    await world.call('addSource', { path: world.folder })
    await world.untilCounts({ done: 1 })
    expect(await world.uploads(before)).toEqual([])
    expect(readdirSync(world.folder)).toEqual(['a.jpg'])
  })

  test('patterns and the choice of subfolders leave files out', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    await world.call('pause', { until: 'resumed' })
    await world.call('changeSource', { sourceId, ignorePatterns: ['draft*'] })
    world.write('a.jpg')
    world.write('draft 1.jpg')
    world.write('below/b.jpg')
    await world.untilCounts({ found: 2 })
    await world.call('changeSource', { sourceId, includeSubfolders: false, ignorePatterns: [] })
    const status = await world.untilCounts({ found: 2, gone: 1 })
    expect(foundIn(status)).toBe(3)
    expect((await rowNamed(world, 'b.jpg')).state).toBe('gone')
  })
})

describe('what did not go up', () => {
  test('a failed photo is tried again when the user asks for it', async () => {
    const world = await openEngineWorld()
    await world.begin()
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) world.write(name)
    await world.emulator.control.addFault({
      on: 'batchCreate',
      times: 'always',
      action: { kind: 'itemCode', code: 3 },
    })
    await world.untilCounts({ failed: 3 })
    const { groups } = await world.call('problems', {})
    expect(groups).toMatchObject([{ state: 'failed', reason: 'rejected', files: 3 }])
    await world.emulator.control.removeFaults()
    await world.call('retryItem', { fileId: (await rowNamed(world, 'b.jpg')).fileId })
    await world.untilCounts({ failed: 2, done: 1 })
    expect(await world.call('retryAll', { reason: 'rejected' })).toEqual({ files: 2 })
    await world.untilCounts({ failed: 0, done: 3 })
  })

  test('what the user ignores is never sent, not even after a restart', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.write('text.jpg', 'no photo')
    await world.untilCounts({ skipped: 1 })
    expect((await world.call('getStatus', {})).skippedUnseen).toBe(1)
    expect(await world.call('ignoreAll', { reason: 'not-a-photo' })).toEqual({ files: 1 })
    await world.restart()
    const status = await world.untilCounts({ skipped: 1 })
    expect(status.skippedUnseen).toBe(0)
    expect((await rowNamed(world, 'text.jpg')).skip).toEqual({ kind: 'ignored-by-user' })
  })

  test('a photo above the limits is skipped with the numbers, and sent once they are raised', async () => {
    const world = await openEngineWorld()
    await world.begin()
    await world.call('changeSettings', { change: { limits: 'small' } })
    world.write('huge.jpg', withClaimedSides(await smallJpeg(700), 12_000, 9_000))
    await world.untilCounts({ skipped: 1 })
    expect((await rowNamed(world, 'huge.jpg')).skip).toEqual({
      kind: 'too-many-pixels',
      pixels: 108_000_000,
      limitPixels: 100_000_000,
    })
    expect(await world.call('raiseLimits', {})).toEqual({ files: 1 })
    await world.untilCounts({ skipped: 0, done: 1 })
    expect((await world.call('getSettings', {})).limits).toBe('google')
  })

  test('the choice of limits leaves out what is ready, and takes it up again, without a scan', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.surroundings.change({ isOnline: false })
    world.write('huge.jpg', withClaimedSides(await smallJpeg(701), 12_000, 9_000))
    world.write('usual.jpg', await smallJpeg(702))
    await world.untilCounts({ ready: 2 })
    // Nobody asks for a scan, as untilCounts does.
    const until = (ready: number, skipped: number) =>
      world.until(
        ({ counts }) => counts.ready.files === ready && counts.skipped.files === skipped,
        `${ready} are ready and ${skipped} left out`,
      )
    const { lastCheckedAt } = await world.call('getStatus', {})
    await world.call('changeSettings', { change: { limits: 'small' } })
    await until(1, 1)
    expect((await rowNamed(world, 'huge.jpg')).skip).toMatchObject({ kind: 'too-many-pixels' })
    await world.call('changeSettings', { change: { limits: 'google' } })
    expect((await until(2, 0)).lastCheckedAt).toBe(lastCheckedAt)
    world.surroundings.change({ isOnline: true })
    await world.untilCounts({ done: 2 })
    expect(await isSound(world)).toBe(true)
  })

  test('unknown files and strange input are refused, and nothing else', async () => {
    const world = await openEngineWorld()
    const answers = await Promise.all([
      world.engine.call('retryItem', { fileId: '77' }),
      world.engine.call('locate', { fileId: 'x' }),
      world.engine.call('thumbnail', { fileId: '1', side: 64 }),
      world.engine.call('removeSource', { sourceId: '5' }),
      world.engine.call('changeSource', { sourceId: '5', photoSize: 'high' }),
    ])
    for (const answer of answers)
      expect(answer).toEqual({ ok: false, failure: { kind: 'not-found' } })
    expect(await world.engine.call('listHistory', { limit: 5_000 })).toMatchObject({
      failure: { kind: 'bad-request' },
    })
  })
})
