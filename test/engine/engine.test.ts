// The engine through its one door: signing in, and the backup under every condition, end to end against the emulator.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { largeJpeg, smallJpeg } from '../builders/jpegs.ts'
import { conditionsOf, foundIn, isSound, openEngineWorld, rowNamed } from './engine-world.ts'

describe('signing in', () => {
  test('makes an account, asks how full it is, and outlasts a restart', async () => {
    const world = await openEngineWorld()
    expect((await world.call('getStatus', {})).signIn).toEqual({
      kind: 'signed-out',
      reason: 'never',
    })
    await world.signIn()
    const status = await world.until(({ storage }) => storage !== null, 'the storage is known')
    expect(status.signIn).toMatchObject({ kind: 'signed-in', email: 'first@example.test' })
    expect(status.storage).toMatchObject({ limitBytes: 15 * 2 ** 30 })
    await world.restart()
    expect((await world.call('getStatus', {})).signIn).toMatchObject({ kind: 'signed-in' })
  })

  test('with a new account sends nothing before the user has said that it is theirs', async () => {
    const world = await openEngineWorld()
    await world.signIn('first@example.test', false)
    await world.call('changeSettings', { change: { isBackupOn: true } })
    await world.call('addSource', { path: world.folder })
    world.write('first.jpg')
    const status = await world.untilCounts({ ready: 1 })
    expect(status.conditions).toEqual([
      { kind: 'account-unconfirmed', email: 'first@example.test', until: null },
    ])
    expect(await world.uploads()).toEqual([])
    expect(
      await world.engine.call('confirmAccount', { email: 'second@example.test' }),
    ).toMatchObject({ ok: false })
    await world.call('confirmAccount', { email: 'first@example.test' })
    await world.untilCounts({ done: 1 })
  })

  test('that Google ends leaves every photo in its state, to go on after the next sign-in', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.write('first.jpg')
    await world.untilCounts({ done: 1 })
    await world.emulator.control.revoke()
    world.write('second.jpg')
    await world.call('scanNow', {})
    const status = await world.until(
      (now) => now.signIn.kind === 'signed-out' && now.counts.ready.files === 1,
      'signed out with a photo ready',
    )
    expect(status.signIn).toMatchObject({ reason: 'revoked' })
    expect(conditionsOf(status)).toEqual(['signed-out'])
    expect(status.counts).toMatchObject({ done: { files: 1 }, failed: { files: 0 } })
    await world.signIn()
    await world.untilCounts({ done: 2 })
    expect(await world.emulator.control.library()).toHaveLength(2)
  })

  test('as somebody else brings the photos to that account, and back again sends nothing twice', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.write('a.jpg')
    world.write('b.jpg')
    await world.untilCounts({ done: 2 })
    await world.call('signOut', {})
    expect(conditionsOf(await world.call('getStatus', {}))).toContain('signed-out')

    await world.signIn('second@example.test')
    await world.untilCounts({ done: 2 })
    const library = await world.emulator.control.library()
    expect(library.map(({ user }) => user).sort()).toEqual([
      ...['first@example.test', 'first@example.test'],
      ...['second@example.test', 'second@example.test'],
    ])
    const before = await world.lastSeq()
    await world.call('signOut', {})
    await world.signIn('first@example.test')
    await world.untilCounts({ done: 2 })
    expect(await world.uploads(before)).toEqual([])
    expect(await isSound(world)).toBe(true)
  })
})

describe('the backup', () => {
  test('finds, sends and tells of photos, and of copies of them', async () => {
    const world = await openEngineWorld()
    const seen: string[] = []
    world.engine.subscribe((name) => seen.push(name))
    await world.begin()
    const bytes = await smallJpeg(900)
    world.write('a.jpg', bytes)
    world.write('deep/er/b.jpg', bytes)
    world.write('c.jpg')
    const status = await world.untilCounts({ done: 3 })
    expect(status).toMatchObject({ activity: 'complete', duplicates: 1, conditions: [] })
    expect(status.progress).toMatchObject({ filesDone: 3, filesTotal: 3 })
    expect(status.sources).toMatchObject([{ files: 3, done: 3, state: 'watching' }])
    expect(new Set(seen)).toEqual(new Set(['statusChanged', 'signInChanged', 'historyChanged']))
    expect(await world.emulator.control.library()).toHaveLength(2)
    expect((await rowNamed(world, 'b.jpg')).folder).toBe('deep/er')
  })

  test('goes on where it was after a restart and sends nothing again', async () => {
    const world = await openEngineWorld()
    await world.begin()
    world.write('a.jpg')
    await world.untilCounts({ done: 1 })
    const before = await world.lastSeq()
    await world.restart()
    world.write('b.jpg')
    await world.untilCounts({ done: 2 })
    const uploads = await world.uploads(before)
    expect(uploads.map(({ operation }) => operation)).toEqual(['upload.raw', 'batchCreate'])
  })

  test('takes a photo that is saved while it runs, without being asked', async () => {
    const world = await openEngineWorld()
    await world.begin()
    await world.untilCounts({ done: 0 })
    world.write('new.jpg')
    await world.until(({ counts }) => counts.done.files === 1, 'the new photo is done')
  })

  test('rests while paused and goes on when resumed', async () => {
    const world = await openEngineWorld()
    await world.begin()
    await world.call('pause', { until: 'resumed' })
    world.write('a.jpg')
    const status = await world.untilCounts({ found: 1 })
    expect(conditionsOf(status)).toEqual(['paused'])
    expect(await world.uploads()).toEqual([])
    await world.call('resume', {})
    await world.untilCounts({ done: 1 })
  })

  test('ends a pause by itself at its time', async () => {
    const world = await openEngineWorld()
    await world.begin()
    await world.call('pause', { until: 'resumed' })
    world.write('a.jpg')
    expect(conditionsOf(await world.untilCounts({ found: 1 }))).toEqual(['paused'])
    // The photo is there already, so that no machine is too slow to see it wait.
    await world.call('pause', { until: Date.now() + 500 })
    await world.untilCounts({ done: 1 })
    expect((await world.call('getSettings', {})).pausedUntil).toBeNull()
  })

  test('is off until it is turned on', async () => {
    const world = await openEngineWorld()
    await world.signIn()
    await world.call('addSource', { path: world.folder })
    world.write('a.jpg')
    expect(conditionsOf(await world.untilCounts({ found: 1 }))).toEqual(['backup-off'])
    await world.call('changeSettings', { change: { isBackupOn: true } })
    await world.untilCounts({ done: 1 })
  })

  test.each([
    ['on-battery', { power: 'charging' }, { isOnBattery: true }],
    ['in-use', { onlyWhileUnused: true }, { isInUse: true }],
    ['metered', { pauseOnMetered: true }, { isMetered: true }],
    ['not-wifi-or-cable', { network: 'wifi-and-cable' }, { network: 'cellular' }],
    ['offline', {}, { isOnline: false }],
  ] as const)('rests under the condition %s and goes on after it', async (kind, change, facts) => {
    const world = await openEngineWorld()
    await world.begin()
    const usual = world.surroundings.facts()
    await world.call('changeSettings', { change })
    world.surroundings.change(facts)
    world.write('a.jpg')
    await world.call('scanNow', {})
    const status = await world.until((now) => foundIn(now) === 1, 'the photo is found')
    expect(conditionsOf(status)).toEqual([kind])
    expect(await world.uploads()).toEqual([])
    world.surroundings.change(usual)
    await world.untilCounts({ done: 1 })
  })

  test('takes part only with the folders that it is restricted to', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    await world.call('pause', { until: 'resumed' })
    const other = world.makeFolder('other')
    world.write('a.jpg')
    world.write('../other/b.jpg')
    await world.call('addSource', { path: other })
    await world.untilCounts({ found: 2 })
    await world.engine.restrictTo([sourceId])
    await world.call('resume', {})
    const status = await world.untilCounts({ done: 1 })
    expect(foundIn(status)).toBe(1)
    expect(status.sources.map(({ path }) => path)).toEqual([world.folder])
    expect(world.engine.sourceIds()).toHaveLength(2)
    await world.engine.restrictTo(null)
    await world.untilCounts({ done: 2 })
  })

  test('sends a large photo of one folder reduced, where that folder says so', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    await world.call('changeSource', { sourceId, photoSize: 'high' })
    world.write('large.jpg', await largeJpeg())
    const status = await world.untilCounts({ done: 1 })
    expect(status.sources).toMatchObject([{ photoSize: 'high' }])
    const [item] = await world.emulator.control.library()
    expect((item?.width ?? 0) * (item?.height ?? 0)).toBeLessThanOrEqual(16_000_000)
    expect(await rowNamed(world, 'large.jpg')).toMatchObject({ isReduced: true })
    expect(readdirSync(join(world.dataFolder, 'renditions'))).toEqual([])
  })
})
