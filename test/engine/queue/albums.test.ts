// Albums from folders: the queue over a real catalogue and the fake library. How many requests that takes, what is in which album and
// in which order, and what becomes of it where answers are lost or people change albums at Google.
import { describe, expect, it } from 'vitest'
import { fullAt } from '../../../src/main/engine/albums/index.ts'
import { companyMs } from '../../../src/main/engine/queue/album-turn.ts'
import { fail } from '../../../src/shared/result.ts'
import { contents, count, put, run, sound, withFolders } from './album-world.ts'
import { creates, many, type World } from './queue-world.ts'

describe('without albums', () => {
  it('every request is as it was: none names an album', async () => {
    const world = await withFolders({ a: many(60), b: ['x.jpg'] }, 'none')
    await run(world)
    expect(world.count('done')).toBe(61)
    expect(creates(world.photos)).toEqual([50, 11])
    const kinds = new Set(world.photos.calls.map(({ method }) => method))
    expect([...kinds].sort()).toEqual(['create', 'sendBytes'])
    for (const call of world.photos.calls) expect(call).not.toHaveProperty('albumId')
    expect(world.catalog.allAlbums()).toEqual([])
  })
})

describe('a first backup', () => {
  it('makes each album once, right before its first photos, and fills batches', async () => {
    const folders = Object.fromEntries([
      ...many(60).map((name, at) => [
        name.slice(0, 4),
        [`${at} a.jpg`, `${at} b.jpg`, `${at} c.jpg`],
      ]),
      ['Large', many(1_200)],
    ]) as Record<string, string[]>
    const world = await withFolders(folders, 'folders')
    await run(world, 5_000)
    const { photos, catalog } = world
    expect(world.count('done')).toBe(60 * 3 + 1_200)
    expect(count(photos, 'createAlbum')).toBe(61)
    expect(count(photos, 'create')).toBe(60 + 1_200 / 50)
    for (const method of ['listAlbums', 'readAlbum', 'addToAlbum', 'renameAlbum'] as const)
      expect(count(photos, method)).toBe(0)
    expect(photos.peak('createAlbum')).toBe(1)
    expect(Object.keys(contents(photos)).sort()).toEqual(Object.keys(folders).sort())
    expect(contents(photos)).toEqual(folders)
    sound(world)
    // Nothing is left to ask for, now or after a restart.
    const before = photos.calls.length
    await world.restart()
    await run(world)
    expect(photos.calls).toHaveLength(before)
    expect(world.queue.isIdle()).toBe(true)
    expect(catalog.allAlbums()).toHaveLength(61)
  })

  it('puts each batch in the order of the date taken, then name', async () => {
    const dates: Record<string, number> = { 'c.jpg': 1, 'b.jpg': 2, 'a10.jpg': 3, 'a9.jpg': 3 }
    const world = await withFolders(
      { Party: ['a10.jpg', 'a9.jpg', 'b.jpg', 'c.jpg', 'none.jpg'] },
      'source',
      { takenAt: (name) => dates[name] ?? null },
    )
    await run(world)
    expect(contents(world.photos)).toEqual({
      photos: ['c.jpg', 'b.jpg', 'a9.jpg', 'a10.jpg', 'none.jpg'],
    })
    sound(world)
  })

  it('gives the photos of a folder above its own album, and tells two of one name apart', async () => {
    const world = await withFolders(
      {
        '': ['root.jpg'],
        '2018': [],
        '2019': [],
        '2018/Party': ['a.jpg'],
        '2019/Party': ['b.jpg'],
      },
      'folders',
    )
    await run(world)
    expect(contents(world.photos)).toEqual({
      ...{ photos: ['root.jpg'], '2018 / Party': ['a.jpg'], '2019 / Party': ['b.jpg'] },
    })
    sound(world)
  })
})

describe('answers that are lost', () => {
  it.each(['createAlbum', 'create'] as const)(
    'at %s leave one album, each photo once in it',
    async (method) => {
      const world = await withFolders({ Party: many(3) }, 'folders')
      world.photos.loseAnswer(method)
      await run(world, 60_000)
      expect(contents(world.photos)).toEqual({ Party: many(3) })
      expect(count(world.photos, 'createAlbum')).toBe(1)
      // The list is read for the album whose answer was lost, and for no other.
      expect(count(world.photos, 'listAlbums')).toBe(method === 'createAlbum' ? 1 : 0)
      expect(world.catalog.allAlbums()).toMatchObject([{ state: 'made', count: 3 }])
      sound(world)
    },
  )

  it('at addToAlbum leave each photo once in it', async () => {
    const world = await withFolders({ Party: many(3) }, 'none')
    await run(world)
    world.photos.loseAnswer('addToAlbum')
    await world.catalog.changeAlbums(world.sourceId, 'folders')
    await run(world, 60_000)
    expect(contents(world.photos)).toEqual({ Party: many(3) })
    expect(count(world.photos, 'addToAlbum')).toBe(2)
    sound(world)
  })

  it('take no album that is in use, or that is not theirs, for the lost one', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    await world.photos.createAlbum('Party', new AbortController().signal)
    world.photos.albums[0]?.itemIds.push('something')
    world.photos.failNext('createAlbum', { kind: 'offline' })
    await run(world, 60_000)
    expect(world.photos.albums.map(({ itemIds }) => itemIds.length)).toEqual([1, 1])
    expect(world.catalog.allAlbums()).toMatchObject([{ albumId: 'fake-album-2' }])
    sound(world)
  })
})

describe('what is in the library already', () => {
  it('goes into albums that are switched on later, fifty at once, and no byte is sent', async () => {
    const world = await withFolders({ Party: many(120), Trip: ['x.jpg'] }, 'none')
    await run(world)
    const before = world.photos.calls.length
    await world.catalog.changeAlbums(world.sourceId, 'folders')
    await run(world)
    const after = world.photos.calls.slice(before)
    expect(after.map(({ method }) => method).sort()).toEqual([
      ...['addToAlbum', 'addToAlbum', 'addToAlbum', 'addToAlbum', 'createAlbum', 'createAlbum'],
    ])
    expect(contents(world.photos)).toEqual({ Party: many(120), Trip: ['x.jpg'] })
    sound(world)
    expect(world.queue.isIdle()).toBe(true)
  })

  it('goes into a second album where a copy lies in another folder', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    await run(world)
    await put(world, { Party: ['a.jpg'], Best: ['a.jpg'] })
    await run(world)
    expect(contents(world.photos)).toEqual({ Party: ['a.jpg'], Best: ['a.jpg'] })
    expect(count(world.photos, 'sendBytes')).toBe(1)
    sound(world)
  })

  it('of which Google does not take one is halved until that is alone, and the others go in', async () => {
    const world = await withFolders({ Party: many(50) }, 'none')
    await run(world)
    // Another client's: the library has it, and does not know it for this one.
    const { items } = world.photos
    const strange = items.findIndex(({ fileName }) => fileName === '0017.jpg')
    items.splice(strange, 1)
    await world.catalog.changeAlbums(world.sourceId, 'folders')
    await run(world)
    expect(contents(world.photos)['Party']).toEqual(many(50).filter((name) => name !== '0017.jpg'))
    expect(count(world.photos, 'addToAlbum')).toBeLessThanOrEqual(14)
    expect(world.catalog.allAlbums()).toMatchObject([{ count: 49, refused: 1 }])
    expect(world.catalog.albumFigures()).toMatchObject({ items: 49, refused: 1, waiting: 0 })
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
  })

  it('of which Google takes none does not cost a day of requests', async () => {
    const world = await withFolders({ Party: many(500) }, 'none')
    await run(world)
    world.photos.items.length = 0
    await world.catalog.changeAlbums(world.sourceId, 'folders')
    await run(world)
    expect(count(world.photos, 'addToAlbum')).toBeLessThanOrEqual(45)
    expect(world.catalog.allAlbums()).toMatchObject([{ count: 0 }])
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
  })

  it('waits until nothing else is to be done', async () => {
    const world = await withFolders({ Party: many(60) }, 'none')
    await run(world)
    await world.catalog.changeAlbums(world.sourceId, 'folders')
    await put(world, { Party: [...many(60), 'new.jpg'] })
    const before = world.photos.calls.length
    await run(world)
    const methods = world.photos.calls.slice(before).map(({ method }) => method)
    expect(methods).toEqual(['sendBytes', 'createAlbum', 'create', 'addToAlbum', 'addToAlbum'])
    sound(world)
  })
})

describe('what people do', () => {
  it('an album that was deleted is not made again: its photos go up without one, until somebody asks', async () => {
    const world = await withFolders({ Party: many(3) }, 'folders')
    await run(world)
    world.photos.albums.length = 0
    await put(world, { Party: [...many(3), 'new.jpg', 'newer.jpg'] })
    await run(world)
    expect(world.count('done')).toBe(5)
    expect(world.photos.albums).toEqual([])
    expect(world.catalog.allAlbums()).toMatchObject([{ state: 'deleted' }])
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
    await world.catalog.remakeAlbum(world.catalog.allAlbums()[0]?.rowId ?? 0)
    await run(world)
    expect(contents(world.photos)).toEqual({ Party: [...many(3), 'new.jpg', 'newer.jpg'] })
    sound(world)
  })

  it('a folder that is called otherwise keeps its album, and its title follows', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    await run(world)
    await put(world, { Fete: ['a.jpg'], Party: [] })
    await world.catalog.applyWalk(
      world.sourceId,
      [{ kind: 'missing', folder: 'Party' }],
      world.clock.now(),
      0,
    )
    await run(world)
    expect(contents(world.photos)).toEqual({ Fete: ['a.jpg'] })
    expect(count(world.photos, 'addToAlbum')).toBe(0)
    expect(world.catalog.allAlbums()).toMatchObject([{ key: 'Fete', title: 'Fete' }])
    sound(world)
  })

  it('an album that somebody called otherwise is never renamed back', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    await run(world)
    const [album] = world.photos.albums
    if (album !== undefined) album.title = 'My party'
    await put(world, { Fete: ['a.jpg', 'b.jpg'], Party: [] })
    await run(world)
    expect(contents(world.photos)).toEqual({ 'My party': ['a.jpg', 'b.jpg'] })
    expect(count(world.photos, 'renameAlbum')).toBe(0)
    expect(world.catalog.allAlbums()).toMatchObject([{ key: 'Fete', title: 'My party' }])
    await put(world, { Third: ['a.jpg', 'b.jpg'], Fete: [] })
    await run(world)
    expect(Object.keys(contents(world.photos))).toEqual(['My party'])
    expect(count(world.photos, 'readAlbum')).toBe(1)
    sound(world)
  })

  it('a photo that moved is in the new album, and stays in the old', async () => {
    const world = await withFolders({ Party: ['a.jpg', 'b.jpg'] }, 'folders')
    await run(world)
    await put(world, { Party: ['b.jpg'], Trip: ['a.jpg'] })
    await run(world)
    expect(contents(world.photos)).toEqual({ Party: ['a.jpg', 'b.jpg'], Trip: ['a.jpg'] })
    expect(count(world.photos, 'sendBytes')).toBe(2)
    sound(world)
  })

  it('an album that people filled by hand goes on in a second one', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    await run(world)
    const [album] = world.photos.albums
    album?.itemIds.push(...Array.from({ length: 19_999 }, (_, at) => `by hand ${at}`))
    await put(world, { Party: ['a.jpg', 'b.jpg', 'c.jpg'] })
    await run(world)
    expect(world.count('done')).toBe(3)
    expect(contents(world.photos)['Party (2)']).toEqual(['b.jpg', 'c.jpg'])
    expect(world.catalog.allAlbums().map(({ state }) => state)).toEqual(['full', 'made'])
    sound(world)
  })

  it('a photo that Google takes only without its album is in the library, not in the album', async () => {
    const world = await withFolders({ Party: ['a.jpg', 'b.jpg', 'c.jpg'] }, 'folders')
    const { photos } = world
    const create = photos.create
    photos.create = (items, signal, albumId) =>
      albumId !== undefined && items.some(({ fileName }) => fileName === 'b.jpg')
        ? Promise.resolve(fail({ kind: 'rejected', code: 3, message: '' }))
        : create(items, signal, albumId)
    await run(world)
    expect(world.count('done')).toBe(3)
    expect(contents(photos)).toEqual({ Party: ['a.jpg', 'c.jpg'] })
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
  })

  it('an album whose title Google does not take is left out, and its photos go up', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    world.photos.failNext('createAlbum', { kind: 'rejected', code: 3, message: '' })
    await run(world)
    expect(world.count('done')).toBe(1)
    expect(world.catalog.allAlbums()).toMatchObject([{ state: 'refused', albumId: null }])
    expect(count(world.photos, 'createAlbum')).toBe(1)
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
  })

  it('another client makes its own albums of what it brings, and touches no other', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    await run(world)
    await world.catalog.useAccount({ sub: '1', email: 'first@example.test', clientId: 'another' })
    await put(world, { Party: ['a.jpg', 'b.jpg'] })
    await run(world)
    expect(world.photos.albums.map(({ title, itemIds }) => [title, itemIds.length])).toEqual([
      ['Party', 1],
      ['Party', 1],
    ])
    expect(count(world.photos, 'addToAlbum')).toBe(0)
    sound(world)
  })
})

describe('what trickles in', () => {
  const trickle = async (world: World, from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += 1) {
      await put(world, { Party: many(at + 1), Trip: many(at + 1).map((name) => `trip ${name}`) })
      await run(world, 60_000)
    }
  }

  it('goes at once the first time, then waits up to ten minutes for company', async () => {
    const world = await withFolders({}, 'folders')
    await trickle(world, 0, 1)
    expect(creates(world.photos)).toEqual([1, 1])
    // A minute apart: nine more of each wait for one request.
    await trickle(world, 1, 10)
    expect(creates(world.photos)).toEqual([1, 1])
    expect(world.queue.isIdle()).toBe(false)
    await run(world, 60_000)
    expect(creates(world.photos)).toEqual([1, 1, 9, 9])
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
  })

  it('does not wait after a batch that failed: it was none', async () => {
    const world = await withFolders({ Party: ['a.jpg'], Trip: ['b.jpg'] }, 'folders')
    world.photos.failNext('create', { kind: 'offline' })
    await run(world, 12_000)
    expect(contents(world.photos)).toEqual({ Party: ['a.jpg'], Trip: ['b.jpg'] })
    sound(world)
  })

  it('never waits where all of it goes into one album', async () => {
    const world = await withFolders({}, 'source')
    await trickle(world, 0, 3)
    expect(creates(world.photos)).toEqual([2, 2, 2])
    sound(world)
  })

  it('never waits in a single run, nor when somebody asks for it now', async () => {
    const once = await withFolders({}, 'folders', { isPatient: () => false })
    await trickle(once, 0, 2)
    expect(creates(once.photos)).toEqual([1, 1, 1, 1])
    const watching = await withFolders({}, 'folders')
    await trickle(watching, 0, 2)
    expect(creates(watching.photos)).toEqual([1, 1])
    watching.queue.tryNow('person')
    await run(watching)
    expect(creates(watching.photos)).toEqual([1, 1, 1, 1])
  })

  it('does not wait either while what somebody asked for is still being found', async () => {
    let isScanning = false
    const world = await withFolders({}, 'folders', { isScanning: () => isScanning })
    await trickle(world, 0, 2)
    world.queue.tryNow('person')
    await trickle(world, 2, 4)
    expect(creates(world.photos)).toHaveLength(2 * 4 - 2)
    // A scan that takes longer than company would is still what was asked for.
    isScanning = true
    world.clock.advance(companyMs)
    await trickle(world, 4, 6)
    expect(creates(world.photos)).toHaveLength(2 * 6 - 2)
    isScanning = false
    await trickle(world, 6, 8)
    expect(creates(world.photos)).toHaveLength(2 * 6 - 2)
    sound(world)
  })
})

it('leaves room in an album for what people put there: it is full before Google says so', () => {
  expect(fullAt).toBeLessThanOrEqual(19_500)
})
