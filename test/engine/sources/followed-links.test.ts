// A source whose links are followed: the walk is told so, every hint asks for a whole walk, since only that tells what links
// lead to twice, and what no watch tells of is looked at every few minutes.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bench, settle } from './sources-bench.ts'

describe('a source whose links are followed', () => {
  const followed = async (change: Parameters<typeof bench>[1] = {}) => {
    const one = await bench(['/a', '/b'], { ownFolders: ['/own/data'], ...change })
    one.catalog.updateSource(one.ids[0] ?? 0, { followLinks: true })
    return one
  }

  it('is walked with them, but never into the app’s own folders; the others are walked as ever', async () => {
    const { walks, sources, start } = await followed()
    await start()
    const [a, b] = ['/a', '/b'].map((root) => walks.find((walk) => walk.root === root))
    expect(a?.followLinks).toEqual({ ownFolders: ['/own/data'] })
    expect(b).not.toHaveProperty('followLinks')
    expect(sources.views().map(({ followLinks }) => followLinks)).toEqual([true, false])
  })

  it('is walked whole on every hint, and when a file of it is not what it was, wherever that is', async () => {
    const { walks, watches, sources, ids, start, pass } = await followed()
    await start()
    const wishes = async (): Promise<unknown[]> => {
      const before = walks.length
      await pass(2_000)
      return walks.slice(before).map(({ root, isRecursive }) => [root, isRecursive])
    }
    watches.find(({ root }) => root === '/a')?.onDirty('2019')
    watches.find(({ root }) => root === '/b')?.onDirty('2019')
    expect((await wishes()).sort()).toEqual([
      ['/a', true],
      ['/b', false],
    ])
    sources.lookAgain(ids[0] ?? 0, join('/a', '2019', 'photo.jpg'))
    expect(await wishes()).toEqual([['/a', true]])
    sources.lookAgain(ids[0] ?? 0, '/elsewhere/photo.jpg')
    expect(await wishes()).toEqual([['/a', true]])
    // What one source that follows none calls its own lies in it; anything else is looked for everywhere.
    sources.lookAgain(ids[1] ?? 0, '/elsewhere/photo.jpg')
    expect(await wishes()).toEqual([['/b', true]])
  })

  it('is looked at every five minutes beside its watch', async () => {
    const { walks, sources, start, pass } = await followed()
    await start()
    expect(sources.views()).toMatchObject([
      { state: 'watching', scanEveryMs: 300_000 },
      { state: 'watching', scanEveryMs: 3_600_000 },
    ])
    await pass(299_999)
    expect(walks).toHaveLength(2)
    await pass(1)
    expect(walks.map(({ root }) => root)).toEqual(['/a', '/b', '/a'])
  })

  it('is scanned anew once that is wished or no longer is', async () => {
    const { walks, catalog, ids, sources, start } = await followed()
    await start()
    catalog.updateSource(ids[0] ?? 0, { followLinks: false })
    await sources.reload()
    await settle()
    expect(walks.slice(2).map(({ root, followLinks }) => [root, followLinks])).toEqual([
      ['/a', undefined],
    ])
  })
})
