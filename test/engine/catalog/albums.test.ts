// Albums in the catalogue: what becomes due for them and when, what is in them, and whose they are. Each promise is checked after
// each step.
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, test } from 'vitest'
import type { AlbumFacts, AlbumPlace, StoredAlbum } from '../../../src/main/engine/ports/albums.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { parseAlbumChoice } from '../../../src/shared/albums.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  ownerOf,
  sha,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const first = { sub: '1', email: 'first@example.test', clientId: 'client' }

const facts = (change: Partial<AlbumFacts> = {}): AlbumFacts => ({
  state: 'made',
  albumId: 'google-1',
  productUrl: 'https://photos.google.com/lr/album/google-1',
  title: 'Party',
  name: 'Party',
  isRenamed: false,
  ...change,
})

/** A catalogue with photos in a folder, all in the library: their upload ids by name. */
async function withDone(names: readonly string[], albums = 'folders', folder = 'Party') {
  const clock = testClock()
  const catalog = await aCatalog({ clock })
  await catalog.useAccount(first)
  const sourceId = addSource(catalog, '/photos')
  await catalog.changeAlbums(sourceId, albums)
  const walk = [listing('', [], folder === '' ? [] : [folder]), listing(folder, [...names])]
  await catalog.applyWalk(sourceId, walk, noon, 0)
  const uploads = names.map((name) => {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.done(`item of ${name}`) }])
    return uploadId
  })
  const place: AlbumPlace = { sourceId, key: folder }
  return { catalog, clock, sourceId, uploads, place }
}

/** Makes the album of a place, as the queue does. */
function make(catalog: Catalog, place: AlbumPlace, change: Partial<AlbumFacts> = {}): StoredAlbum {
  const part = catalog.albumsAt(place).length + 1
  catalog.record([{ of: 'album', owner: ownerOf(catalog), place, part, album: facts(change) }])
  const made = catalog.albumsAt(place).at(-1)
  if (made === undefined) throw new Error('The album was not stored')
  return made
}

/** All that was found goes into the library. */
function bringAll(catalog: Catalog): void {
  catalog.record(
    catalog.next('found', 2000, noon, new Set()).map(({ fileId, name, stamp }) => ({
      ...{ of: 'fingerprint', fileId, sha256: sha(name), stamp },
    })),
  )
  catalog.record(
    catalog.next('fingerprinted', 2000, noon, new Set()).map(({ uploadId, name }) => ({
      ...{ of: 'upload', uploadId: uploadId ?? 0, next: as.done(name) },
    })),
  )
}

const put = (catalog: Catalog, uploads: readonly number[], rowId: number, isIn = true): void =>
  catalog.record(uploads.map((uploadId) => ({ of: 'in-album', uploadId, rowId, isIn })))

const dueNames = (catalog: Catalog): string[] =>
  catalog.nextForAlbum(50)?.photos.map(({ name }) => name) ?? []

const sound = (catalog: Catalog): void => expect(catalog.verify()).toEqual([])

describe('what is due for an album', () => {
  test.each(['none', 'source', 'folders', 'folders:1'])(
    'with %j is what is in the library, in its folder',
    async (choice) => {
      const { catalog, sourceId } = await withDone(['a.jpg', 'b.jpg'], choice, 'x/y')
      const wanted = parseAlbumChoice(choice)?.for === 'none' ? [] : ['a.jpg', 'b.jpg']
      expect(dueNames(catalog)).toEqual(wanted)
      expect(catalog.wantsAlbums()).toBe(choice !== 'none')
      const key = { none: undefined, source: '', folders: 'x/y', 'folders:1': 'x' }[choice]
      expect(catalog.nextForAlbum(1)?.place).toEqual(
        key === undefined ? undefined : { sourceId, key },
      )
      sound(catalog)
    },
  )

  it('is nothing that was put there with its creation', async () => {
    const { catalog, uploads, place } = await withDone(['a.jpg'])
    const { rowId } = make(catalog, place)
    const [, sourceId] = [0, place.sourceId]
    await catalog.applyWalk(sourceId, [listing('Party', ['a.jpg', 'b.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'b.jpg', 'b.jpg')
    catalog.record([
      { of: 'in-album', uploadId, rowId, isIn: true },
      { of: 'upload', uploadId, next: as.done('item of b') },
    ])
    expect(dueNames(catalog)).toEqual(['a.jpg'])
    put(catalog, uploads, rowId)
    expect(catalog.nextForAlbum(50)).toBeNull()
    expect(catalog.albumsAt(place)).toMatchObject([{ count: 2, title: 'Party' }])
    sound(catalog)
  })

  it('comes with the choice, also for what was sent long before, and goes with it', async () => {
    const { catalog, sourceId } = await withDone(['a.jpg', 'b.jpg'], 'none')
    expect(dueNames(catalog)).toEqual([])
    await catalog.changeAlbums(sourceId, 'source')
    expect(dueNames(catalog)).toEqual(['a.jpg', 'b.jpg'])
    expect(catalog.nextForAlbum(50)?.place.key).toBe('')
    await catalog.changeAlbums(sourceId, 'folders')
    expect(catalog.nextForAlbum(50)?.place.key).toBe('Party')
    sound(catalog)
    await catalog.changeAlbums(sourceId, 'none')
    const none = { created: 0, items: 0, refused: 0, waiting: 0 }
    expect(catalog.albumFigures()).toEqual(none)
    expect(catalog.nextForAlbum(50)).toBeNull()
    sound(catalog)
  })

  it('is one photo for each content and album: a copy in another folder belongs into that one, too', async () => {
    const { catalog, sourceId, uploads, place } = await withDone(['a.jpg', 'b.jpg'])
    const { rowId } = make(catalog, place)
    put(catalog, uploads, rowId)
    const walk = [listing('', [], ['Party', 'Best']), listing('Best', ['copy.jpg', 'copy2.jpg'])]
    await catalog.applyWalk(sourceId, walk, noon, 0)
    fingerprint(catalog, 'copy.jpg', 'a.jpg')
    fingerprint(catalog, 'copy2.jpg', 'a.jpg')
    expect(catalog.nextForAlbum(50)).toMatchObject({
      place: { key: 'Best' },
      photos: [{ uploadId: uploads[0], mediaItemId: 'item of a.jpg', name: 'copy.jpg' }],
    })
    sound(catalog)
    const best = make(catalog, { sourceId, key: 'Best' }, { albumId: 'google-2', title: 'Best' })
    put(catalog, uploads.slice(0, 1), best.rowId)
    expect(catalog.nextForAlbum(50)).toBeNull()
    sound(catalog)
  })

  it('is a photo that moved: into its new album, while it stays in the old', async () => {
    const { catalog, sourceId, uploads, place } = await withDone(['a.jpg', 'b.jpg'])
    const { rowId } = make(catalog, place)
    put(catalog, uploads, rowId)
    const moved = entry('a.jpg')
    const walk = [
      listing('', [], ['Party', 'Trip']),
      listing('Party', ['b.jpg']),
      listing('Trip', [moved]),
    ]
    await catalog.applyWalk(sourceId, walk, noon, 0)
    fingerprint(catalog, 'a.jpg', 'a.jpg')
    expect(catalog.nextForAlbum(50)).toMatchObject({
      place: { key: 'Trip' },
      photos: [{ uploadId: uploads[0] }],
    })
    expect(catalog.albumsAt(place)).toMatchObject([{ count: 2 }])
    sound(catalog)
  })

  it('is in the order of the date taken, and without a date last', async () => {
    const { catalog, uploads } = await withDone(['c.jpg', 'a.jpg', 'b.jpg'])
    const takenAt = [null, 20, 10]
    for (const [at, uploadId] of uploads.entries())
      catalog.record([
        {
          ...{ of: 'upload', uploadId, next: as.done(`item ${at}`) },
          facts: {
            ...{ mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1 },
            takenAt: takenAt[at] ?? null,
          },
        },
      ])
    expect(dueNames(catalog)).toEqual(['b.jpg', 'a.jpg', 'c.jpg'])
    expect(catalog.nextForAlbum(2)?.photos).toMatchObject([{ takenAt: 10 }, { takenAt: 20 }])
  })

  it('is forgotten piece by piece where very much no longer belongs into an album', async () => {
    const { catalog, sourceId, place } = await withDone([])
    const names = Array.from({ length: 1_700 }, (_, at) => `${at}.jpg`)
    await catalog.applyWalk(sourceId, [listing('Party', names)], noon, 0)
    bringAll(catalog)
    expect(catalog.nextForAlbum(50)?.photos).toHaveLength(50)
    make(catalog, place, { state: 'deleted' })
    const looks: number[] = []
    while (catalog.isAlbumDue(() => false))
      looks.push(catalog.nextForAlbum(50)?.photos.length ?? -1)
    expect(looks).toEqual([0, -1])
    sound(catalog)
  })

  it('is of another folder where one is left alone', async () => {
    const { catalog, sourceId, place } = await withDone(['a.jpg'])
    await catalog.applyWalk(
      sourceId,
      [listing('', [], ['Party', 'Trip']), listing('Trip', ['b.jpg'])],
      noon,
      0,
    )
    const uploadId = fingerprint(catalog, 'b.jpg', 'b.jpg')
    catalog.record([{ of: 'upload', uploadId, next: as.done('item of b') }])
    const isParty = ({ key }: AlbumPlace) => key === 'Party'
    expect(catalog.nextForAlbum(50)?.place).toEqual(place)
    expect(catalog.nextForAlbum(50, isParty)?.place.key).toBe('Trip')
    expect(catalog.isAlbumDue(isParty)).toBe(true)
    expect(catalog.isAlbumDue(() => true)).toBe(false)
    expect(catalog.nextForAlbum(50, () => true)).toBeNull()
  })

  it('survives a restart in the middle of looking through what is there', async () => {
    const path = `${tempFolder()}/catalogue.sqlite`
    const catalog = await aCatalog({ path })
    await catalog.useAccount(first)
    const sourceId = addSource(catalog, '/photos')
    const names = Array.from({ length: 1200 }, (_, at) => `${at}.jpg`)
    await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
    bringAll(catalog)
    // Closed before its first slice is followed by another.
    const begun = catalog.changeAlbums(sourceId, 'source')
    catalog.close()
    await begun.catch(() => undefined)
    const again = await aCatalog({ path })
    await expect.poll(() => again.isBusy()).toBe(false)
    expect(again.nextForAlbum(2000)?.photos).toHaveLength(1200)
    sound(again)
  })
})

describe('an album', () => {
  it('has parts, and its folder is told with the others that want one', async () => {
    const { catalog, sourceId, place } = await withDone(['a.jpg'])
    expect(catalog.albumFolders()).toEqual([{ ...place, sourcePath: '/photos' }])
    make(catalog, place, { state: 'full' })
    make(catalog, place, { albumId: 'google-2', title: 'Party (2)' })
    expect(catalog.albumsAt(place).map(({ part, state }) => [part, state])).toEqual([
      [1, 'full'],
      [2, 'made'],
    ])
    expect(catalog.allAlbums()).toHaveLength(2)
    expect(catalog.albumsAt({ sourceId, key: 'Trip' })).toEqual([])
    sound(catalog)
  })

  it('counts each photo once, and those that Google refused apart, over all folders that take part', async () => {
    const { catalog, uploads, place } = await withDone(['a.jpg', 'b.jpg', 'c.jpg'])
    const other = addSource(catalog, '/other')
    await catalog.changeAlbums(other, 'source')
    await catalog.applyWalk(other, [listing('', ['x.jpg', 'y.jpg', 'z.jpg'])], noon, 0)
    bringAll(catalog)
    const others = [4, 5, 6].map((fileId) => catalog.fileById(fileId)?.uploadId ?? 0)
    const { rowId } = make(catalog, place)
    const more = make(catalog, { sourceId: other, key: '' }, { albumId: 'google-2' })
    for (const [all, into] of [
      [uploads, rowId],
      [others, more.rowId],
    ] as const) {
      put(catalog, all.slice(0, 1), into)
      put(catalog, all.slice(0, 1), into)
      put(catalog, all.slice(1, 2), into, false)
    }
    expect(catalog.albumFigures()).toEqual({ created: 2, items: 2, refused: 2, waiting: 2 })
    put(catalog, uploads.slice(0, 1), rowId, false)
    expect(catalog.albumFigures()).toEqual({ created: 2, items: 1, refused: 3, waiting: 2 })
    catalog.restrictTo([other])
    expect(catalog.albumFigures()).toEqual({ created: 1, items: 1, refused: 1, waiting: 1 })
  })

  it('that was deleted takes no more, until it is made again with all that belongs there', async () => {
    const { catalog, uploads, place } = await withDone(['a.jpg', 'b.jpg'])
    const { rowId } = make(catalog, place)
    put(catalog, uploads.slice(0, 1), rowId)
    expect(catalog.remakeAlbum(rowId)).toBeNull()
    catalog.record([
      { of: 'album', owner: ownerOf(catalog), place, part: 1, album: facts({ state: 'deleted' }) },
    ])
    expect(catalog.nextForAlbum(50)).toBeNull()
    sound(catalog)
    await catalog.remakeAlbum(rowId)
    expect(catalog.albumsAt(place)).toEqual([])
    expect(dueNames(catalog)).toEqual(['a.jpg', 'b.jpg'])
    sound(catalog)
  })

  it('does not hold what Google refused for it, and does not ask again', async () => {
    const { catalog, uploads, place } = await withDone(['a.jpg', 'b.jpg'])
    const { rowId } = make(catalog, place)
    put(catalog, uploads.slice(0, 1), rowId, false)
    put(catalog, uploads.slice(1), rowId)
    expect(catalog.nextForAlbum(50)).toBeNull()
    expect(catalog.albumsAt(place)).toMatchObject([{ count: 1 }])
    sound(catalog)
    put(catalog, uploads, rowId)
    expect(catalog.albumsAt(place)).toMatchObject([{ count: 2 }])
    sound(catalog)
  })

  it('is of one account and one client: another has none, and gets its own of its own photos', async () => {
    const { catalog, sourceId, uploads, place, clock } = await withDone(['a.jpg'])
    const { rowId } = make(catalog, place)
    put(catalog, uploads, rowId)
    await catalog.useAccount({ ...first, clientId: 'new client' })
    expect(catalog.albumsAt(place)).toEqual([])
    // What the old client made, the new one cannot put into an album.
    expect(catalog.nextForAlbum(50)).toBeNull()
    sound(catalog)
    clock.pass(1000)
    await catalog.applyWalk(sourceId, [listing('Party', ['a.jpg', 'b.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'b.jpg', 'b.jpg')
    catalog.record([{ of: 'upload', uploadId, next: as.done('item of b') }])
    expect(dueNames(catalog)).toEqual(['b.jpg'])
    make(catalog, place, { albumId: 'of the new client' })
    sound(catalog)

    await catalog.useAccount({ sub: '2', email: 'second@example.test', clientId: 'client' })
    expect(catalog.allAlbums()).toEqual([])
    expect(catalog.nextForAlbum(50)).toBeNull()
    sound(catalog)
    await catalog.useAccount({ ...first, clientId: 'new client' })
    expect(dueNames(catalog)).toEqual(['b.jpg'])
    expect(catalog.albumsAt(place)).toMatchObject([{ albumId: 'of the new client' }])
    sound(catalog)
  })

  it('goes with its folder, and no name of it stays', async () => {
    const { catalog, sourceId, uploads, place } = await withDone(['a.jpg'])
    const { rowId } = make(catalog, place)
    put(catalog, uploads, rowId)
    await catalog.removeSource(sourceId)
    expect(catalog.allAlbums()).toEqual([])
    // What was asked for it before it went is stored nowhere.
    catalog.record([
      { of: 'album', owner: ownerOf(catalog), place, part: 1, album: facts() },
      { of: 'in-album', uploadId: uploads[0] ?? 0, rowId, isIn: true },
    ])
    expect(catalog.allAlbums()).toEqual([])
    sound(catalog)
  })
})

describe('a folder that was called otherwise', () => {
  /** Photos in an album of a folder; then a walk finds them where they went. */
  async function moved(went: Record<string, string[]>, albums = 'folders') {
    const world = await withDone(['a.jpg', 'b.jpg'])
    const { catalog, sourceId, uploads, place } = world
    const { rowId } = make(catalog, place)
    put(catalog, uploads, rowId)
    if (albums !== 'folders') await catalog.changeAlbums(sourceId, albums)
    const folders = Object.keys(went)
    const walk = folders.map((folder) =>
      listing(folder, went[folder] ?? [], folder === '' ? folders.filter((one) => one !== '') : []),
    )
    await catalog.applyWalk(sourceId, walk, noon, 0)
    for (const { fileId, name, stamp } of catalog.next('found', 9, noon, new Set()))
      catalog.record([{ of: 'fingerprint', fileId, sha256: sha(name), stamp }])
    return { ...world, rowId, trip: { sourceId, key: 'Trip' } }
  }
  const all = ['a.jpg', 'b.jpg']

  it('takes the album over once, with all that is in it', async () => {
    const { catalog, place, trip, rowId } = await moved({ '': [], Trip: all })
    expect(catalog.takeOverAlbum({ ...trip, key: 'Elsewhere' })).toBe(false)
    expect(catalog.takeOverAlbum(trip)).toBe(true)
    expect(catalog.albumsAt(trip)).toMatchObject([{ rowId, count: 2, key: 'Trip' }])
    expect(catalog.albumsAt(place)).toEqual([])
    expect(catalog.takeOverAlbum(trip)).toBe(false)
    expect(catalog.nextForAlbum(50)).toBeNull()
    sound(catalog)
  })

  it('takes none over while it has one of its own', async () => {
    const { catalog, place, trip, rowId } = await moved({ '': [], Trip: all })
    make(catalog, trip, { albumId: 'google-2' })
    expect(catalog.takeOverAlbum(trip)).toBe(false)
    expect(catalog.albumsAt(place)).toMatchObject([{ rowId }])
  })

  it.each<[string, Record<string, string[]>]>([
    ['in it', { '': [], Party: ['b.jpg'], Trip: ['a.jpg'] }],
    ['within it', { '': [], Party: [], 'Party/more': ['b.jpg'], Trip: ['a.jpg'] }],
  ])('is none while something lies %s', async (_, went) => {
    const { catalog, place, trip, rowId } = await moved(went)
    expect(catalog.takeOverAlbum(trip)).toBe(false)
    expect(catalog.albumsAt(place)).toMatchObject([{ rowId }])
  })

  it('takes over where all of the source is one album, too', async () => {
    const { catalog, sourceId, rowId } = await moved({ '': [], Trip: all }, 'source')
    expect(catalog.takeOverAlbum({ sourceId, key: '' })).toBe(true)
    expect(catalog.albumsAt({ sourceId, key: '' })).toMatchObject([{ rowId }])
  })

  it('takes nothing over from another client', async () => {
    const { catalog, place, trip, rowId } = await moved({ '': [], Trip: all })
    await catalog.useAccount({ ...first, clientId: 'new client' })
    expect(catalog.takeOverAlbum(trip)).toBe(false)
    await catalog.useAccount(first)
    expect(catalog.albumsAt(place)).toMatchObject([{ rowId }])
  })
})

describe('a title', () => {
  it('is taken by the album of another folder alone, and by those of this client', async () => {
    const { catalog, sourceId, place } = await withDone(['a.jpg'])
    const trip = { sourceId, key: 'Trip' }
    make(catalog, place)
    expect(catalog.isTitleTaken('Party', trip)).toBe(true)
    expect(catalog.isTitleTaken('Party', place)).toBe(false)
    expect(catalog.isTitleTaken('Trip', trip)).toBe(false)
    await catalog.useAccount({ ...first, clientId: 'new client' })
    expect(catalog.isTitleTaken('Party', trip)).toBe(false)
  })

  it('is told with whether a person gave it', async () => {
    const { catalog, place } = await withDone(['a.jpg'])
    make(catalog, place)
    make(catalog, place, { albumId: 'google-2', title: 'Our party', isRenamed: true })
    expect(catalog.albumsAt(place).map(({ title, isRenamed }) => [title, isRenamed])).toEqual([
      ['Party', false],
      ['Our party', true],
    ])
  })
})

it('has no album for anybody before the first sign-in, and then those of what was sent by then', async () => {
  const catalog = await aCatalog()
  const sourceId = addSource(catalog, '/photos')
  await catalog.changeAlbums(sourceId, 'source')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
  bringAll(catalog)
  const place = { sourceId, key: '' }
  expect(catalog.albumOwner()).toBeNull()
  expect([catalog.albumsAt(place), catalog.allAlbums()]).toEqual([[], []])
  expect(catalog.isTitleTaken('Party', place)).toBe(false)
  expect(catalog.takeOverAlbum(place)).toBe(false)
  expect(catalog.isAlbumDue(() => false)).toBe(false)
  expect(catalog.nextForAlbum(50)).toBeNull()
  expect(catalog.albumFigures()).toMatchObject({ created: 0, items: 0, refused: 0 })
  await catalog.useAccount(first)
  expect(dueNames(catalog)).toEqual(['a.jpg'])
})

it('takes a choice that can no longer be read for none', async () => {
  const at = { path: join(tempFolder(), 'catalogue.sqlite'), backupFolder: tempFolder() }
  const catalog = await aCatalog(at)
  await catalog.useAccount(first)
  const sourceId = addSource(catalog, '/photos')
  await catalog.changeAlbums(sourceId, 'source')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  catalog.close()
  const db = new Sqlite(at.path)
  db.exec(`UPDATE source SET albums = 'foldfrs'`)
  db.close()
  const again = await aCatalog(at)
  bringAll(again)
  expect(again.wantsAlbums()).toBe(false)
  expect(again.albumFolders()).toEqual([])
  expect(again.isAlbumDue(() => false)).toBe(false)
  sound(again)
})

it('says with each photo on its way which album it goes into, and of a folder without albums nothing', async () => {
  const { catalog, sourceId } = await withDone([], 'folders:1', 'x/y')
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('x/y', ['a.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['b.jpg'])], noon, 0)
  const items = catalog.next('found', 10, noon, new Set())
  expect(items.map(({ name, album }) => [name, album])).toEqual([
    ['a.jpg', { sourceId, key: 'x', takenAt: null }],
    ['b.jpg', undefined],
  ])
  expect(items[1]).not.toHaveProperty('album')
})

it('tells very many at once into which albums they go, in the order of `next`, without what rests', async () => {
  const { catalog, sourceId } = await withDone([], 'folders:1', 'x/y')
  const other = addSource(catalog, '/other')
  await catalog.applyWalk(sourceId, [listing('x/y', ['a.jpg', 'gone.jpg'])], noon, 0)
  await catalog.applyWalk(other, [listing('', ['b.jpg', 'a copy.jpg'])], noon, 0)
  const uploads = ['a.jpg', 'gone.jpg', 'b.jpg'].map((name) => {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([
      { of: 'upload', uploadId, next: as.ready() },
      { of: 'upload', uploadId, next: as.sent() },
    ])
    return uploadId
  })
  fingerprint(catalog, 'a copy.jpg', 'a.jpg')
  // Other bytes lie where one was: who brought it tells.
  const changed = entry('gone.jpg', { sizeBytes: 7, ctimeUs: noon * 1000 })
  await catalog.applyWalk(sourceId, [listing('x/y', ['a.jpg', changed])], noon, 0)
  const told = () => catalog.waitingForAlbums(10, noon, new Set())
  const names = [`${sourceId}/x`, `${sourceId}/x`, '']
  expect(told()).toEqual(uploads.map((uploadId, at) => ({ uploadId, name: names[at] })))
  const items = catalog.next('sent', 10, noon, new Set())
  expect(catalog.sentItems(told().map(({ uploadId }) => uploadId))).toEqual(items)
  expect(items.map(({ album }) => album?.key)).toEqual(['x', 'x', undefined])
  expect(catalog.waitingForAlbums(1, noon, new Set(uploads.slice(0, 1)))).toEqual([
    { uploadId: uploads[1], name: names[1] },
  ])
  // Of a folder that takes no part, only what lies in another one as well.
  catalog.restrictTo([other])
  expect(told().map(({ uploadId, name }) => [uploadId, name])).toEqual([
    [uploads[0], ''],
    [uploads[2], ''],
  ])
  expect(catalog.sentItems(uploads).map(({ uploadId }) => uploadId)).toEqual([
    uploads[0],
    uploads[2],
  ])
})
