// In which albums a photo is told to be, and why it is not in that of its folder: the rows of the history and its filter, by what
// became of the album.
import { describe, expect, it, test } from 'vitest'
import type { AlbumFacts } from '../../../src/main/engine/ports/albums.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { aCatalog, addSource, as, fingerprint, listing, noon, ownerOf } from './catalog-builder.ts'

const me = { sub: '1', email: 'first@example.test', clientId: 'client' }
const link = 'https://photos.google.com/lr/album/google-1'

/** A catalogue with one photo in the library, in a folder. */
async function withPhoto(albums = 'folders') {
  const catalog = await aCatalog()
  await catalog.useAccount(me)
  const sourceId = addSource(catalog, '/photos')
  await catalog.changeAlbums(sourceId, albums)
  const walk = [listing('', [], ['Party']), listing('Party', ['a.jpg'])]
  await catalog.applyWalk(sourceId, walk, noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done('item of a') }])
  let albumsMade = 0
  return {
    ...{ catalog, sourceId, uploadId },
    /** An album at Google, with the photo in it, refused for it, or not asked for it yet; its row. */
    album(isIn: boolean | null, change: Partial<AlbumFacts> = {}, key = 'Party', part = 1): number {
      albumsMade += 1
      const place = { sourceId, key }
      const album: AlbumFacts = {
        ...{ state: 'made', albumId: `google-${albumsMade}`, productUrl: link, title: key },
        ...{ name: key, isRenamed: false, ...change },
      }
      catalog.record([{ of: 'album', owner: ownerOf(catalog), place, part, album }])
      const rowId = catalog.albumsAt(place).at(-1)?.rowId ?? 0
      if (isIn !== null) catalog.record([{ of: 'in-album', uploadId, rowId, isIn }])
      return rowId
    },
  }
}

const told = (catalog: Catalog) => {
  const [row] = catalog.listHistory({}, null, 9).rows
  return { albums: row?.albums.map(({ title }) => title), notInAlbum: row?.notInAlbum }
}
/** How many photos a filter by albums finds. */
const found = (catalog: Catalog): Record<string, number> => ({
  in: catalog.listHistory({ album: 'in' }, null, 9).rows.length,
  not: catalog.listHistory({ album: 'not' }, null, 9).rows.length,
})

type World = Awaited<ReturnType<typeof withPhoto>>

describe('a photo in the library', () => {
  test.each<[string, (world: World) => unknown, string[], string | null]>([
    ['has no album yet', () => undefined, [], 'waiting'],
    [
      'waits for one that is to be made',
      ({ album }) => album(null, { state: 'intended' }),
      [],
      'waiting',
    ],
    ['waits for one that is made', ({ album }) => album(null), [], 'waiting'],
    ['is in one', ({ album }) => album(true), ['Party'], null],
    [
      'is in one that takes no more',
      ({ album }) => album(true, { state: 'full' }),
      ['Party'],
      null,
    ],
    ['is not taken by Google into one', ({ album }) => album(false), [], 'not-taken'],
    [
      'is not taken into one that was deleted later',
      ({ album }) => album(false, { state: 'deleted' }),
      [],
      'not-taken',
    ],
    [
      'was in one that was deleted',
      ({ album }) => album(true, { state: 'deleted' }),
      [],
      'deleted',
    ],
    ['came after one was deleted', ({ album }) => album(null, { state: 'deleted' }), [], 'deleted'],
    [
      'was in a part that was deleted, and not in the next one',
      ({ album }) => [album(true, { state: 'deleted' }), album(null, {}, 'Party', 2)],
      [],
      'deleted',
    ],
    [
      'was not taken into a part, and is in the next one',
      ({ album }) => [album(false, { state: 'full' }), album(true, {}, 'Party', 2)],
      ['Party'],
      null,
    ],
    [
      'was in a part that was deleted, and is not taken into the next one',
      ({ album }) => [album(true, { state: 'deleted' }), album(false, {}, 'Party', 2)],
      [],
      'deleted',
    ],
    [
      'has one whose title Google does not take',
      ({ album }) => album(null, { state: 'refused', albumId: null }),
      [],
      'not-made',
    ],
    [
      'is in the one of another folder alone',
      ({ album }) => album(true, {}, 'Trip'),
      ['Trip'],
      'waiting',
    ],
    [
      'is in both: its own first',
      ({ album }) => [album(true, {}, 'Trip'), album(true)],
      ['Party', 'Trip'],
      null,
    ],
  ])('%s', async (_, arrange, albums, notInAlbum) => {
    const world = await withPhoto()
    arrange(world)
    expect(told(world.catalog)).toEqual({ albums, notInAlbum })
    expect(found(world.catalog)).toEqual({
      in: albums.length > 0 ? 1 : 0,
      not: notInAlbum === null ? 0 : 1,
    })
  })

  it('misses nothing where no albums are wanted, and is told to be in those that it is in', async () => {
    const { catalog, sourceId, album } = await withPhoto()
    album(true)
    await catalog.changeAlbums(sourceId, 'none')
    expect([told(catalog), found(catalog)]).toEqual([
      { albums: ['Party'], notInAlbum: null },
      { in: 1, not: 0 },
    ])
    const none = await withPhoto('none')
    expect(told(none.catalog)).toEqual({ albums: [], notInAlbum: null })
  })

  it('is told to be in five albums at the most', async () => {
    const { catalog, album } = await withPhoto()
    for (const key of ['1', '2', '3', '4', '5', 'Party']) album(true, {}, key)
    expect(told(catalog).albums).toEqual(['Party', '1', '2', '3', '4'])
  })

  it('names each album by what opens it, where Google told how', async () => {
    const { catalog, sourceId, album } = await withPhoto()
    const known = album(true)
    const unknown = album(true, { productUrl: null }, 'Trip')
    expect(catalog.listHistory({}, null, 9).rows[0]?.albums).toEqual([
      { albumId: String(known), sourceId: String(sourceId), title: 'Party', canOpen: true },
      { albumId: String(unknown), sourceId: String(sourceId), title: 'Trip', canOpen: false },
    ])
  })

  it('is in no album of another client, which cannot put it into one either', async () => {
    const { catalog, album } = await withPhoto()
    album(true)
    await catalog.useAccount({ ...me, clientId: 'another' })
    expect([told(catalog), found(catalog)]).toEqual([
      { albums: [], notInAlbum: 'other-client' },
      { in: 0, not: 1 },
    ])
  })
})

describe('a photo that is not in the library', () => {
  it('is missed in no album, on its way or given up', async () => {
    const catalog = await aCatalog()
    await catalog.useAccount(me)
    const sourceId = addSource(catalog, '/photos')
    await catalog.changeAlbums(sourceId, 'folders')
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
    const none = { albums: [], notInAlbum: null }
    expect(told(catalog)).toEqual(none)
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    for (const next of [as.ready(), as.sent(), as.failed()]) {
      catalog.record([{ of: 'upload', uploadId, next }])
      expect([told(catalog), found(catalog)]).toEqual([none, { in: 0, not: 0 }])
    }
  })

  it('nor is one of which nobody who is signed in knows', async () => {
    const catalog = await aCatalog()
    const sourceId = addSource(catalog, '/photos')
    await catalog.changeAlbums(sourceId, 'folders')
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    expect(told(catalog)).toEqual({ albums: [], notInAlbum: null })
    expect(found(catalog)).toEqual({ in: 0, not: 0 })
  })
})
