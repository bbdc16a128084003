// The engine through its one door: what is said to be in Google Photos already of a folder, in the first run and later, and
// what it means for the photos in it and for their dates.
import { existsSync, readFileSync, renameSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { dayHere, googleStoppedOn } from '../../src/shared/already.ts'
import { isSound, openEngineWorld, rowNamed, type EngineWorld } from './engine-world.ts'

const dayMs = 86_400_000
const today = dayHere(Date.now())
const tomorrow = dayHere(Date.now() + dayMs)

const choicesOf = async (world: EngineWorld) => {
  const { sources } = await world.call('getStatus', {})
  return sources.map(({ already, undated }) => [already, undated])
}
const inLibrary = async (world: EngineWorld) =>
  (await world.emulator.control.library()).map(({ filename, datedBy }) => [filename, datedBy])
const answer = (world: EngineWorld, already: string) =>
  world.call('changeSettings', { change: { already } })
const addInWindow = (world: EngineWorld, path = world.folder) =>
  world.call('addSource', { path, already: 'as-answered' })

describe('the first run', () => {
  test('begins with nothing of it there, so that photos without a date can get one', async () => {
    const world = await openEngineWorld()
    await addInWindow(world)
    expect(await choicesOf(world)).toEqual([['nothing', 'file']])
  })

  test('gives its answer to the folders that are chosen already, and to those that come', async () => {
    const world = await openEngineWorld()
    await addInWindow(world)
    await answer(world, 'some')
    expect(await choicesOf(world)).toEqual([['some', 'leave']])
    await addInWindow(world, world.makeFolder('other'))
    await answer(world, googleStoppedOn)
    const both = (choice: string[]) => [choice, choice]
    expect(await choicesOf(world)).toEqual(both([googleStoppedOn, 'leave']))
    await answer(world, 'nothing')
    expect(await choicesOf(world)).toEqual(both(['nothing', 'file']))
    await world.restart()
    expect(await choicesOf(world)).toEqual(both(['nothing', 'file']))
  })

  test('once it is over, of a folder that comes later nothing is left out unasked', async () => {
    const world = await openEngineWorld()
    await answer(world, googleStoppedOn)
    await addInWindow(world)
    await world.call('changeSettings', { change: { firstRunStep: 'done' } })
    await addInWindow(world, world.makeFolder('later'))
    expect(await choicesOf(world)).toEqual([
      [googleStoppedOn, 'leave'],
      ['some', 'leave'],
    ])
    // What is said then is for new ones alone.
    await answer(world, 'nothing')
    await addInWindow(world, world.makeFolder('last'))
    expect((await choicesOf(world)).at(-1)).toEqual(['nothing', 'file'])
    expect((await choicesOf(world))[0]).toEqual([googleStoppedOn, 'leave'])
  })

  test('counts what would go by the answer', async () => {
    const world = await openEngineWorld()
    world.write('a.jpg')
    await addInWindow(world)
    await world.untilCounts({ found: 1 })
    const files = async () => (await world.call('estimateSizes', {})).files
    expect(await files()).toBe(1)
    await answer(world, tomorrow)
    expect(await files()).toBe(0)
    await answer(world, 'some')
    expect(await files()).toBe(1)
  })
})

describe('a folder', () => {
  test('leaves out what was here before its day, says so, and takes it after all', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    world.write('a.jpg')
    world.write('inside/b.jpg')
    await world.call('changeSource', { sourceId, already: tomorrow })
    await world.untilCounts({ skipped: 2 })
    expect(await inLibrary(world)).toEqual([])
    expect(await rowNamed(world, 'a.jpg')).toMatchObject({
      skip: { kind: 'older-than-start', since: new Date(`${tomorrow}T00:00`).getTime() },
    })
    const { groups } = await world.call('problems', {})
    expect(groups).toMatchObject([{ state: 'skipped', reason: 'older-than-start', files: 2 }])
    const { rows } = await world.call('coverage', { sourceId: null, folder: '' })
    expect(rows).toMatchObject([
      { files: 2, done: 0, reasons: [{ reason: 'older-than-start', files: 2 }] },
    ])
    const path = join(world.makeFolder('export'), 'history.csv')
    await world.call('exportHistory', { path })
    expect(readFileSync(path, 'utf8')).toContain('older-than-start')

    await world.restart()
    await world.untilCounts({ skipped: 2 })
    await world.call('changeSource', { sourceId, already: today })
    await world.untilCounts({ done: 2 })
    expect(await isSound(world)).toBe(true)
  })

  test('that is chosen for while photos are prepared and wait leaves these out as well', async () => {
    const world = await openEngineWorld()
    await world.emulator.control.addFault({
      on: 'upload',
      times: 'always',
      action: { kind: 'stall' },
    })
    const { sourceId } = await world.begin()
    for (let at = 0; at < 12; at += 1) world.write(`${at}.jpg`)
    await world.until(({ active }) => active.some(({ phase }) => phase === 'sending'), 'it sends')
    await world.call('pause', { until: 'resumed' })
    await world.until(({ active }) => active.length === 0, 'nothing is under way')
    await world.emulator.control.removeFaults()
    await world.call('changeSource', { sourceId, already: tomorrow })
    await world.call('resume', {})
    await world.untilCounts({ skipped: 12 })
    expect(await inLibrary(world)).toEqual([])
    expect(await isSound(world)).toBe(true)
  })

  test('sends what is in another folder, too, that wants everything', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    await world.call('changeSource', { sourceId, already: tomorrow })
    const other = world.makeFolder('other')
    const bytes = readFileSync(world.write('a.jpg'))
    await world.untilCounts({ skipped: 1 })
    renameSync(world.write('b.jpg', bytes), join(other, 'b.jpg'))
    await world.call('addSource', { path: other })
    await world.untilCounts({ done: 1, skipped: 1 })
    expect(await inLibrary(world)).toMatchObject([['b.jpg', null]])
    expect(existsSync(join(world.folder, 'a.jpg'))).toBe(true)
  })

  test('is not left out until a day far ahead, by a slip of the hand', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    const result = await world.engine.call('changeSource', { sourceId, already: '2062-08-10' })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'bad-request' } })
    expect(await choicesOf(world)).toEqual([['some', 'leave']])
  })
})

describe('photos without a date', () => {
  /** A photo whose file is from long ago, and nothing else tells when it was taken. */
  const write = (world: EngineWorld, name: string): void => {
    const time = new Date(2003, 3, 5, 14, 30)
    utimesSync(world.write(name), time, time)
  }

  test('get one in a folder of the window, and none where some of it may be there already', async () => {
    const world = await openEngineWorld()
    await world.signIn()
    await world.call('changeSettings', { change: { isBackupOn: true, photoSize: 'original' } })
    const { sourceId } = await addInWindow(world)
    write(world, 'dated.jpg')
    await world.untilCounts({ done: 1 })
    await world.call('changeSource', { sourceId, already: 'some' })
    write(world, 'left.jpg')
    await world.untilCounts({ done: 2 })
    expect(await inLibrary(world)).toEqual(
      expect.arrayContaining([
        ['dated.jpg', expect.any(String)],
        ['left.jpg', null],
      ]),
    )
  })

  test('get that of their file however finely its system counts, small pictures included', async () => {
    const world = await openEngineWorld()
    await world.signIn()
    const change = { isBackupOn: true, leaveOutSmallPictures: true } as const
    await world.call('changeSettings', { change })
    await addInWindow(world)
    const icon = { width: 64, height: 64, channels: 3, background: 'teal' } as const
    const path = world.write('icon.png', await sharp({ create: icon }).png().toBuffer())
    utimesSync(path, 1_049_553_000.123456, 1_049_553_000.123456)
    await world.untilCounts({ skipped: 1 })
    await world.call('changeSettings', { change: { leaveOutSmallPictures: false } })
    await world.untilCounts({ done: 1 })
    expect((await rowNamed(world, 'icon.png')).addedDate).toMatchObject({ source: 'file-time' })
  })

  test('keep what somebody chose for them, whatever is there already', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await addInWindow(world)
    await world.call('changeSource', { sourceId, undated: 'name' })
    for (const already of ['some', googleStoppedOn, 'nothing'])
      await world.call('changeSource', { sourceId, already })
    expect(await choicesOf(world)).toEqual([['nothing', 'name']])
    await answer(world, 'some')
    expect(await choicesOf(world)).toEqual([['some', 'name']])
  })

  test('follow what is said in a folder where nobody chose', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await addInWindow(world)
    for (const [already, undated] of [
      ['some', 'leave'],
      ['nothing', 'file'],
      [googleStoppedOn, 'leave'],
    ] as const) {
      await world.call('changeSource', { sourceId, already })
      expect(await choicesOf(world)).toEqual([[already, undated]])
    }
    // The command's folders begin with none added, and that is a choice.
    const path = world.makeFolder('of the command')
    const added = await world.call('addSource', { path })
    await world.call('changeSource', { sourceId: added.sourceId, already: 'nothing' })
    expect((await choicesOf(world)).at(-1)).toEqual(['nothing', 'leave'])
  })
})
