// The engine through its one door: folders inside a source that are left out one by one, whatever their names are.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Output } from '../../src/shared/contract.ts'
import { isWindows } from '../builders/posix.ts'
import { isSound, openEngineWorld, rowNamed } from './engine-world.ts'

/** Names that are patterns, quotes, other scripts, or only begin like another. */
const strange = [
  '2019',
  '2019 copy',
  '[2019]',
  "it's",
  'ünï 港',
  '.hidden no more',
  ...(isWindows ? [] : ['a*b', 'what?', 'two\nlines', 'back\\slash', '  blank  ']),
]

describe('a folder inside', () => {
  test('that is left out is left out alone, by its exact name, for the scan and for the watch', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.call('addSource', { path: world.folder })
    const named = strange.filter((name) => !name.startsWith('.'))
    for (const name of named) world.write(`${name}/in.jpg`)
    for (const name of named) world.write(`outer/${name}/in.jpg`)
    await world.untilCounts({ found: named.length * 2 })
    for (const folder of named) {
      await world.call('leaveOut', { sourceId, folder, isLeftOut: true })
      await world.untilCounts({ found: named.length * 2 - 1 })
      world.write(`${folder}/later.jpg`)
      world.write(`${folder}/below/later.jpg`)
      await world.untilCounts({ found: named.length * 2 - 1 })
      await world.call('leaveOut', { sourceId, folder, isLeftOut: false })
      await world.untilCounts({ found: named.length * 2 + 2 })
      // As it was, for the next name.
      rmSync(join(world.folder, folder, 'later.jpg'))
      rmSync(join(world.folder, folder, 'below'), { recursive: true })
      await world.untilCounts({ found: named.length * 2 })
    }
    expect(await isSound(world)).toBe(true)
  })

  test('that is left out sends nothing more, and what is in the library already stays and counts', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    for (const name of ['here.jpg', 'inside/sent.jpg']) world.write(name)
    await world.untilCounts({ done: 2 })
    await world.call('leaveOut', { sourceId, folder: 'inside', isLeftOut: true })
    world.write('inside/new.jpg')
    await world.untilCounts({ done: 2, found: 0, gone: 0 })
    expect(await world.emulator.control.library()).toHaveLength(2)
    expect((await rowNamed(world, 'sent.jpg')).state).toBe('done')
    const { rows } = await world.call('coverage', { sourceId, folder: '' })
    expect(rows).toMatchObject([{ folder: 'inside', files: 1, done: 1, reasons: [] }])
    const { sources } = await world.call('getStatus', {})
    expect(sources).toMatchObject([{ leftOut: ['inside'], files: 2, done: 2 }])

    await world.restart()
    await world.untilCounts({ done: 2 })
    expect((await world.call('getStatus', {})).sources).toMatchObject([{ leftOut: ['inside'] }])
    await world.call('leaveOut', { sourceId, folder: 'inside', isLeftOut: false })
    await world.untilCounts({ done: 3 })
    expect(await isSound(world)).toBe(true)
  })

  test('is listed from the disk, left out or not, with what is known of it', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.call('addSource', { path: world.folder })
    for (const name of ['b/in.jpg', 'b/deep/deeper/in.jpg', 'a10/in.jpg', 'a9/in.jpg'])
      world.write(name)
    mkdirSync(join(world.folder, 'empty'))
    mkdirSync(join(world.folder, '.thumbnails'))
    await world.untilCounts({ found: 4 })
    await world.call('leaveOut', { sourceId, folder: 'a9', isLeftOut: true })
    await world.untilCounts({ found: 3 })
    const list = (folder: string): Promise<Output<'listFolders'>> =>
      world.call('listFolders', { sourceId, folder })
    const row = (folder: string, files: number, hasChildren = false) => ({
      ...{ folder, name: folder.split('/').at(-1), files, done: 0, hasChildren },
    })
    expect(await list('')).toEqual({
      folders: [row('a9', 0), row('a10', 1), row('b', 2, true), row('empty', 0)],
      more: 0,
    })
    expect((await list('b')).folders).toEqual([row('b/deep', 1, true)])
    expect((await list('b/deep')).folders).toEqual([row('b/deep/deeper', 1)])
    expect((await list('empty')).folders).toEqual([])
    for (const folder of ['nowhere', '../photos', '/etc', 'b/../..'])
      expect(await world.engine.call('listFolders', { sourceId, folder })).toMatchObject({
        ok: false,
      })
  })

  test('of a folder that is left out is left out with it, and of no source at all', async () => {
    const world = await openEngineWorld()
    const { sourceId } = await world.call('addSource', { path: world.folder })
    world.write('a/b/in.jpg')
    await world.call('leaveOut', { sourceId, folder: 'a', isLeftOut: true })
    for (const wish of [
      { sourceId, folder: 'a/b', isLeftOut: false },
      { sourceId: '99', folder: 'a', isLeftOut: true },
    ])
      expect(await world.engine.call('leaveOut', wish)).toMatchObject({ ok: false })
    await world.untilCounts({ found: 0 })
  })
})
