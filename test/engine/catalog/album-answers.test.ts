// What somebody is asked about albums and for how long, as a truth table over what became of one; and how many photos each folder has
// for one.
import { describe, expect, it, test } from 'vitest'
import type { AlbumFacts, AlbumPlace } from '../../../src/main/engine/ports/albums.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalog,
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  ownerOf,
  testClock,
} from './catalog-builder.ts'

const me = { sub: '1', email: 'first@example.test', clientId: 'client' }
const facts = (change: Partial<AlbumFacts> = {}): AlbumFacts => ({
  ...{ state: 'made', albumId: 'google-1', productUrl: null },
  ...{ title: 'Party', name: 'Party', isRenamed: false },
  ...change,
})

/** A catalogue of one source that wants albums. */
async function withAlbums(albums = 'folders') {
  const clock = testClock()
  const catalog = await aCatalog({ clock })
  await catalog.useAccount(me)
  const sourceId = addSource(catalog, '/photos')
  await catalog.changeAlbums(sourceId, albums)
  return { catalog, clock, sourceId, place: { sourceId, key: 'Party' } }
}
const store = (catalog: Catalog, place: AlbumPlace, album: AlbumFacts, part = 1): void =>
  catalog.record([{ of: 'album', owner: ownerOf(catalog), place, part, album }])
const asked = (catalog: Catalog): string[] => [...catalog.albumQuestions().values()]
const rowOf = (catalog: Catalog): number => catalog.allAlbums().at(-1)?.rowId ?? 0

describe('what is asked about an album', () => {
  test.each<[Partial<AlbumFacts>, string[]]>([
    [{ state: 'intended', albumId: null }, []],
    [{ state: 'made' }, []],
    [{ state: 'full' }, []],
    [{ state: 'made', isRenamed: true }, ['renamed']],
    [{ state: 'full', isRenamed: true }, ['renamed']],
    [{ state: 'deleted' }, ['deleted']],
    // Nobody misses the title of an album that is gone.
    [{ state: 'deleted', isRenamed: true }, ['deleted']],
    [{ state: 'refused', albumId: null }, ['refused']],
  ])('that is %j is %j, until it is answered', async (change, questions) => {
    const { catalog, place } = await withAlbums()
    store(catalog, place, facts(change))
    expect(asked(catalog)).toEqual(questions)
    expect(catalog.leaveAlbum(rowOf(catalog))).toBe(questions.length > 0)
    expect(asked(catalog)).toEqual([])
    expect(catalog.leaveAlbum(rowOf(catalog))).toBe(false)
    // Stored once more as it is.
    store(catalog, place, facts(change))
    expect(asked(catalog)).toEqual([])
  })

  it('is another question once it becomes something else, and none once it is made again', async () => {
    const { catalog, place } = await withAlbums()
    store(catalog, place, facts({ isRenamed: true }))
    catalog.leaveAlbum(rowOf(catalog))
    store(catalog, place, facts({ isRenamed: true, state: 'deleted' }))
    expect(asked(catalog)).toEqual(['deleted'])
    catalog.leaveAlbum(rowOf(catalog))
    await catalog.remakeAlbum(rowOf(catalog))
    store(catalog, place, facts({ albumId: 'google-2' }))
    expect(asked(catalog)).toEqual([])
    store(catalog, place, facts({ albumId: 'google-2', state: 'deleted' }))
    expect(asked(catalog)).toEqual(['deleted'])
  })

  it('is about the last part of one', async () => {
    const { catalog, place } = await withAlbums()
    store(catalog, place, facts({ state: 'deleted' }))
    store(catalog, place, facts({ albumId: 'google-2' }), 2)
    expect(asked(catalog)).toEqual([])
    store(catalog, place, facts({ albumId: 'google-2', state: 'deleted' }), 2)
    expect(asked(catalog)).toEqual(['deleted'])
  })

  test.each([
    ['folders', 1],
    ['folders:1', 1],
    ['source', 0],
    ['none', 0],
  ])('is asked while its folder has one of its own: of “%s” %i', async (choice, count) => {
    const { catalog, sourceId, place } = await withAlbums()
    store(catalog, place, facts({ state: 'deleted' }))
    await catalog.changeAlbums(sourceId, choice)
    expect(asked(catalog)).toHaveLength(count)
  })

  it('is asked of nobody about what another client made, nor of folders that take no part', async () => {
    const { catalog, sourceId, place } = await withAlbums()
    store(catalog, place, facts({ state: 'deleted' }))
    const other = addSource(catalog, '/other')
    catalog.restrictTo([other])
    expect(asked(catalog)).toEqual([])
    catalog.restrictTo([sourceId])
    expect(asked(catalog)).toEqual(['deleted'])
    await catalog.useAccount({ ...me, clientId: 'another' })
    expect(asked(catalog)).toEqual([])
  })
})

describe('photos for albums', () => {
  /** Two photos in the library and one that is still to go, in a folder; one in the source itself. */
  async function withPhotos() {
    const world = await withAlbums('none')
    const { catalog, sourceId } = world
    const walk = [
      listing('', ['root.jpg'], ['Party']),
      listing('Party', ['a.jpg', 'b.jpg', 'c.jpg']),
    ]
    await catalog.applyWalk(sourceId, walk, noon, 0)
    for (const name of ['a.jpg', 'b.jpg'])
      catalog.record([
        {
          of: 'upload',
          uploadId: fingerprint(catalog, name, name),
          next: as.done(`item of ${name}`),
        },
      ])
    return world
  }
  const counted = (catalog: Catalog, sourceId: number) =>
    catalog.albumCounts(sourceId).toSorted((one, other) => (one.folder < other.folder ? -1 : 1))

  it('are counted by folder, whether albums are wanted or not', async () => {
    const { catalog, sourceId } = await withPhotos()
    expect(counted(catalog, sourceId)).toEqual([
      { folder: '', coming: 1, done: 0 },
      { folder: 'Party', coming: 1, done: 2 },
    ])
  })

  it('are not those that another client brought', async () => {
    const { catalog, sourceId } = await withPhotos()
    await catalog.useAccount({ ...me, clientId: 'another' })
    expect(counted(catalog, sourceId)).toEqual([
      { folder: '', coming: 1, done: 0 },
      { folder: 'Party', coming: 1, done: 0 },
    ])
  })
})
