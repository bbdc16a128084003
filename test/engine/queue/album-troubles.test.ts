// One album in trouble, and what changes while one is made or filled: it is that album's alone, no photo waits for it for long, and
// what was asked for before somebody else signed in is not noted as theirs.
import { describe, expect, it } from 'vitest'
import {
  albumRestMs,
  createAlbumTroubles,
  givenUpRestMs,
} from '../../../src/main/engine/queue/album-troubles.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, type Result } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { contents, count, put, run, sound, withFolders } from './album-world.ts'
import { creates, many, type World } from './queue-world.ts'

const internal: Failure = { kind: 'server-error', status: 500 }
const refusal: Failure = { kind: 'rejected', code: 3, message: '' }
/** Requests of a kind fail for these titles, as long as `is` says so. */
function troubled(world: World, titles: (title: string) => boolean, is = { on: true }): void {
  const { createAlbum } = world.photos
  world.photos.createAlbum = (title, signal) =>
    is.on && titles(title)
      ? createAlbum(`${title} that is not made`, signal).then((): Result<never, Failure> => {
          world.photos.albums.pop()
          return fail(internal)
        })
      : createAlbum(title, signal)
}

describe('an album that Google does not make', () => {
  it('keeps no photo of another folder waiting; its own go without it and are put in once it is made', async () => {
    const world = await withFolders(
      { Bad: many(60), Good: many(60).map((name) => `good ${name}`) },
      'folders',
    )
    const is = { on: true }
    troubled(world, (title) => title === 'Bad', is)
    await run(world, 3_000)
    expect(contents(world.photos)['Good']).toHaveLength(60)
    expect(world.queue.holds()).toEqual([])
    expect(world.count('done')).toBe(60)
    expect(world.queue.isIdle()).toBe(false)
    await run(world, 3 * albumRestMs)
    expect(world.count('done')).toBe(120)
    expect(world.count('failed')).toBe(0)
    expect(count(world.photos, 'createAlbum')).toBeLessThanOrEqual(1 + 3)
    // A single run ends here: nothing more is to be expected now.
    expect(world.queue.isIdle()).toBe(true)
    expect(world.catalog.albumFigures()).toMatchObject({ created: 1, items: 60, waiting: 60 })
    is.on = false
    await run(world, givenUpRestMs + 1_000)
    expect(contents(world.photos)['Bad']).toEqual(many(60))
    expect(world.catalog.albumFigures()).toMatchObject({ created: 2, items: 120, waiting: 0 })
    sound(world)
  })

  it('is one of many: all photos go up, and few requests are spent on it', async () => {
    const folders = Object.fromEntries(
      many(40).map((name, at) => [`Day ${at}`, [`a ${name}`, `b ${name}`]]),
    )
    const world = await withFolders(folders, 'folders')
    troubled(world, () => true)
    await run(world, 4 * albumRestMs)
    expect(world.count('done')).toBe(80)
    expect(world.queue.holds()).toEqual([])
    expect(count(world.photos, 'createAlbum')).toBeLessThan(60)
    expect(world.queue.isIdle()).toBe(true)
    sound(world)
  })

  it('is tried at once when somebody asks for it', async () => {
    const world = await withFolders({ Bad: ['a.jpg'] }, 'folders')
    const is = { on: true }
    troubled(world, () => true, is)
    await run(world)
    is.on = false
    world.queue.tryNow('person')
    await run(world)
    expect(contents(world.photos)).toEqual({ Bad: ['a.jpg'] })
  })
})

it('an album that takes nothing now lets others be filled, and is filled later', async () => {
  const world = await withFolders({ Bad: many(3), Good: ['good.jpg'] }, 'none')
  await run(world)
  const { addToAlbum } = world.photos
  let isBad = true
  world.photos.addToAlbum = (albumId, ids, signal) =>
    isBad && world.photos.albums.find((one) => one.albumId === albumId)?.title === 'Bad'
      ? Promise.resolve(fail(internal))
      : addToAlbum(albumId, ids, signal)
  await world.catalog.changeAlbums(world.sourceId, 'folders')
  await run(world, 5_000)
  expect(contents(world.photos)).toEqual({ Bad: [], Good: ['good.jpg'] })
  expect(world.queue.holds()).toEqual([])
  await run(world, 3 * albumRestMs)
  expect(world.queue.isIdle()).toBe(true)
  isBad = false
  await run(world, givenUpRestMs + 1_000)
  expect(contents(world.photos)['Bad']).toEqual(many(3))
  sound(world)
})

describe('while an album is made', () => {
  it('a pause lets no other request leave', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    const letGo = world.photos.hold('createAlbum')
    await run(world)
    world.permission = { mayRead: true, maySend: false, mayFinish: true }
    letGo()
    await run(world)
    expect(creates(world.photos)).toEqual([])
    expect(world.count('sent')).toBe(1)
    world.permission = { mayRead: true, maySend: true, mayFinish: true }
    await run(world)
    expect(contents(world.photos)).toEqual({ Party: ['a.jpg'] })
    expect(count(world.photos, 'createAlbum')).toBe(1)
    sound(world)
  })

  it('somebody else signs in: the album is not noted as theirs, and the first one finds it again', async () => {
    const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
    const { catalog, photos } = world
    const letGo = photos.hold('createAlbum')
    await run(world)
    await catalog.useAccount({ sub: '2', email: 'second@example.test', clientId: 'client' })
    letGo()
    await world.settle()
    expect(catalog.allAlbums()).toEqual([])
    const [lost] = photos.albums
    await run(world, 5_000)
    expect(catalog.allAlbums()).toMatchObject([{ state: 'made', count: 1 }])
    expect(catalog.allAlbums()[0]?.albumId).not.toBe(lost?.albumId)
    sound(world)

    await catalog.useAccount({ sub: '1', email: 'first@example.test', clientId: 'client' })
    await run(world, 5_000)
    expect(catalog.allAlbums()).toMatchObject([{ albumId: lost?.albumId, state: 'made', count: 1 }])
    sound(world)
  })

  it('its folder is called otherwise: the title follows with the next photo', async () => {
    const world = await withFolders({ '': ['a.jpg'] }, 'source')
    world.photos.loseAnswer('createAlbum')
    await run(world)
    world.catalog.updateSource(world.sourceId, { path: '/pictures' })
    await run(world, 60_000)
    expect(contents(world.photos)).toEqual({ photos: ['a.jpg'] })
    await put(world, { '': ['a.jpg', 'b.jpg'] })
    await run(world, 60_000)
    expect(contents(world.photos)).toEqual({ pictures: ['a.jpg', 'b.jpg'] })
    sound(world)
  })
})

it('an album is not told to be full while nobody could look: no photo is left out of the next one', async () => {
  const world = await withFolders({ Party: ['a.jpg'] }, 'folders')
  await run(world)
  const [album] = world.photos.albums
  album?.itemIds.push(...Array.from({ length: 19_999 }, (_, at) => `by hand ${at}`))
  world.photos.failNext('readAlbum', internal)
  await put(world, { Party: ['a.jpg', ...many(8)] })
  await run(world, 5_000)
  expect(world.count('done')).toBe(9)
  expect(contents(world.photos)['Party (2)']).toEqual(many(8))
  expect(world.catalog.albumFigures()).toMatchObject({ refused: 0, waiting: 0 })
  sound(world)
})

it('one title is told from those of many others without looking at all folders each time', async () => {
  let looks = 0
  const world = await withFolders(
    Object.fromEntries(many(50).map((name, at) => [`Day ${at}`, [name]])),
    'folders',
    {
      storeOf: (catalog) => ({
        ...catalog,
        albumFolders: () => {
          looks += 1
          return catalog.albumFolders()
        },
      }),
    },
  )
  await run(world, 3_000)
  expect(world.photos.albums).toHaveLength(50)
  expect(looks).toBeLessThan(5)
})

describe('another choice of albums', () => {
  it('makes new ones: none that is there is called otherwise, or filled with what lies elsewhere', async () => {
    const world = await withFolders({ Party: ['a.jpg'], Trip: ['b.jpg', 'c.jpg'] }, 'folders')
    await run(world)
    await world.catalog.changeAlbums(world.sourceId, 'source')
    await run(world)
    const all = { Party: ['a.jpg'], Trip: ['b.jpg', 'c.jpg'], photos: ['a.jpg', 'b.jpg', 'c.jpg'] }
    expect(contents(world.photos)).toEqual(all)
    await world.catalog.changeAlbums(world.sourceId, 'folders')
    await put(world, { Party: ['a.jpg'], Trip: ['b.jpg', 'c.jpg'], New: ['d.jpg'] })
    await run(world)
    expect(contents(world.photos)).toEqual({ ...all, New: ['d.jpg'] })
    expect(count(world.photos, 'renameAlbum')).toBe(0)
    sound(world)
  })
})

describe('the book of troubles', () => {
  it('lets one rest, then go without; success and asking forget it', () => {
    const clock = manualClock(0)
    const book = createAlbumTroubles(clock)
    expect(book.met('a', internal)).toBe('rests')
    expect([book.restMs('a'), book.restMs('b'), book.nextMs()]).toEqual([
      albumRestMs,
      0,
      albumRestMs,
    ])
    clock.advance(albumRestMs)
    expect([book.restMs('a'), book.nextMs()]).toEqual([0, null])
    expect(book.met('a', refusal)).toBe('rests')
    expect(book.isGivenUp('a')).toBe(false)
    expect(book.met('a', internal)).toBe('without')
    expect([book.isGivenUp('a'), book.nextMs()]).toEqual([true, givenUpRestMs])
    clock.advance(givenUpRestMs)
    expect(book.isGivenUp('a')).toBe(false)
    book.worked('a')
    expect(book.met('a', internal)).toBe('rests')
    book.forget()
    expect(book.nextMs()).toBeNull()
  })

  it('takes what holds everything for no trouble of an album', () => {
    const book = createAlbumTroubles(manualClock(0))
    const holding: Failure[] = [
      { kind: 'offline' },
      { kind: 'daily-quota', resetsAt: 1 },
      { kind: 'rate-limited', limit: 'unknown', retryAfterMs: null },
      { kind: 'signed-out', reason: 'revoked' },
      { kind: 'server-error', status: 503, retryAfterMs: 1_000 },
      { kind: 'disk-full' },
    ]
    for (const failure of holding)
      expect([failure.kind, book.met('a', failure)]).toEqual([failure.kind, 'line'])
    expect(book.nextMs()).toBeNull()
  })

  it('lets all rest once several in a row are in trouble, and none after one that went well', () => {
    const clock = manualClock(0)
    const book = createAlbumTroubles(clock)
    for (const name of ['a', 'b', 'c']) expect(book.met(name, internal)).toBe('rests')
    expect(book.areAllAtRest()).toBe(false)
    expect(book.met('d', internal)).toBe('without')
    expect([book.areAllAtRest(), book.isGivenUp('d'), book.isGivenUp('a')]).toEqual([
      true,
      true,
      false,
    ])
    clock.advance(givenUpRestMs)
    expect(book.areAllAtRest()).toBe(false)
    book.restAll()
    expect([book.areAllAtRest(), book.nextMs()]).toEqual([true, givenUpRestMs])
    book.worked('a')
    expect(book.areAllAtRest()).toBe(false)
  })

  it('tells when the first of several is tried again, and forgets all of them', () => {
    const clock = manualClock(0)
    const book = createAlbumTroubles(clock)
    book.met('a', internal)
    clock.advance(10_000)
    book.met('b', internal)
    expect(book.nextMs()).toBe(albumRestMs - 10_000)
    book.restAll()
    expect(book.nextMs()).toBe(albumRestMs - 10_000)
    book.forget()
    expect([book.nextMs(), book.areAllAtRest(), book.restMs('b')]).toEqual([null, false, 0])
    for (const name of ['c', 'd', 'e']) expect(book.met(name, internal)).toBe('rests')
  })

  it('counts only what is in a row: one that goes well in between begins anew', () => {
    const book = createAlbumTroubles(manualClock(0))
    for (const name of ['a', 'b', 'c']) book.met(name, internal)
    book.worked('c')
    expect([book.restMs('a'), book.restMs('c')]).toEqual([albumRestMs, 0])
    for (const name of ['c', 'd', 'e']) expect(book.met(name, internal)).toBe('rests')
    expect(book.met('f', internal)).toBe('without')
  })
})
