// The engine through its one door: what it keeps, estimates, exports, diagnoses, and erases.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { largeJpeg } from '../builders/jpegs.ts'
import { isWindows } from '../builders/posix.ts'
import { openEngineWorld, rowNamed } from './engine-world.ts'

describe('telling and keeping', () => {
  test('settings outlast a restart', async () => {
    const world = await openEngineWorld()
    const change = {
      photoSize: 'original',
      limits: 'small',
      isBackupOn: true,
      pausedUntil: 'resumed',
      network: 'wifi-and-cable',
      allowedHours: '1'.repeat(168),
      speedLimit: 1_000_000,
      theme: 'dark',
    } as const
    const settings = await world.call('changeSettings', { change })
    expect(settings).toMatchObject(change)
    await world.restart()
    expect(await world.call('getSettings', {})).toEqual(settings)
  })

  test('the sizes are estimated from real reductions of the photos found', async () => {
    const world = await openEngineWorld()
    await world.call('addSource', { path: world.folder })
    const large = await largeJpeg()
    world.write('large.jpg', large)
    const small = statSync(world.write('small.jpg')).size
    const video = Buffer.alloc(3_000, 'v')
    world.write('clip.mp4', video)
    await world.untilCounts({ found: 3 })
    const estimate = await world.call('estimateSizes', {})
    expect(estimate).toMatchObject({
      files: 3,
      photos: 2,
      videos: 1,
      originalBytes: large.length + small + video.length,
      isWhole: true,
    })
    expect(estimate.sampled).toBeGreaterThan(0)
    expect(estimate.highBytes).toBeLessThan(estimate.originalBytes)
    expect(estimate.highBytes).toBeGreaterThan(video.length)
  })

  test('the history is written as a table that spreadsheets read and do not run', async () => {
    const world = await openEngineWorld()
    await world.begin()
    // Windows takes no quotes in names.
    world.write(isWindows ? 'a, b.jpg' : 'a, "quoted".jpg')
    world.write('=1+1.jpg')
    world.write('empty.jpg', '')
    await world.untilCounts({ done: 2, skipped: 1 })
    const path = join(world.cacheFolder, 'history.csv')
    expect(await world.call('exportHistory', { path })).toEqual({ rows: 3 })
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith('\uFEFFname,folder,source,outcome,reason,')).toBe(true)
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(text).toContain(`\r\n${isWindows ? '"a, b.jpg"' : '"a, ""quoted"".jpg"'},,photos,done,`)
    expect(text).toContain(`\r\n'=1+1.jpg,,photos,done,`)
    expect(text).toContain('\r\nempty.jpg,,photos,skipped,empty,')
    const nowhere = join(world.cacheFolder, 'nowhere', 'history.csv')
    expect(await world.engine.call('exportHistory', { path: nowhere })).toEqual({
      ok: false,
      failure: { kind: 'folder-unreadable', path: nowhere, code: 'ENOENT' },
    })
  })

  test('the diagnosis says yes, no, or that something is unknown', async () => {
    const world = await openEngineWorld()
    const answers = async () => {
      const { checks } = await world.call('diagnose', {})
      return Object.fromEntries(checks.map(({ name, answer }) => [name, answer]))
    }
    expect(await answers()).toMatchObject({
      ...{ 'backup-on': 'no', 'signed-in': 'no', sources: 'no' },
      ...{ 'not-paused': 'yes', online: 'yes', catalogue: 'yes' },
    })
    await world.begin()
    const all = await answers()
    expect(new Set(Object.values(all))).toEqual(new Set(['yes']))
    await world.call('changeSettings', { change: { power: 'charging', pauseOnMetered: true } })
    world.surroundings.change({ isOnBattery: null, isMetered: null })
    expect(await answers()).toEqual({ ...all, power: 'unknown', network: 'unknown' })
    world.surroundings.change({ isOnBattery: true })
    expect(await answers()).toMatchObject({ power: 'no' })
  })

  test('a photo is found again on disk, and has a small picture', async () => {
    const world = await openEngineWorld()
    await world.begin()
    const path = world.write('a.jpg')
    await world.untilCounts({ done: 1 })
    const { fileId } = await rowNamed(world, 'a.jpg')
    const located = await world.call('locate', { fileId })
    expect(located).toMatchObject({ path, isPresent: true })
    expect(located.productUrl).toContain(world.emulator.origin)
    const thumbnail = await world.call('thumbnail', { fileId, side: 64 })
    expect(thumbnail.path?.startsWith(world.cacheFolder)).toBe(true)
    rmSync(path)
    await world.untilCounts({ done: 1 })
    const after = await world.call('locate', { fileId })
    expect(after).toMatchObject({ isPresent: false, productUrl: located.productUrl })
  })

  test('erasing everything leaves no file of Shoebox, and every photo', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.write('a.jpg')
    await world.untilCounts({ done: 1 })
    await world.call('eraseAll', {})
    expect(readdirSync(world.dataFolder)).toEqual([])
    expect(world.vault).toMatchObject({ kept: null, client: null })
    expect(readdirSync(world.folder)).toEqual(['a.jpg'])
  })
})
