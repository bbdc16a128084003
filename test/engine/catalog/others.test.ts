// Files that are neither photos nor videos: counted for each source, and those that only their first bytes told remembered
// as they were.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry, WalkEvent } from '../../../src/main/engine/ports/files.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  entry,
  listing,
  noon,
  statesOf,
  tempFolder,
  unsentKinds,
} from './catalog-builder.ts'

/** A listing that also tells of other files, some of them strangers. */
function withOthers(event: WalkEvent, files: number, strangers: readonly Entry[] = []): WalkEvent {
  if (event.kind !== 'listing') throw new Error('no listing')
  return { kind: 'listing', listing: { ...event.listing, others: { files, strangers } } }
}

const apply = (catalog: Catalog, sourceId: number, ...events: WalkEvent[]) =>
  catalog.applyWalk(sourceId, events, noon, 5_000)
const othersOf = (catalog: Catalog, sourceId: number) =>
  catalog.sourceTallies().get(sourceId)?.otherFiles

test('other files are counted for each source, folder by folder, and no file is made of them', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const other = addSource(catalog, '/other')
  expect(othersOf(catalog, sourceId)).toBe(0)
  await apply(
    catalog,
    sourceId,
    withOthers(listing('', ['a.jpg'], ['texts']), 2),
    withOthers(listing('texts', []), 40),
  )
  await apply(catalog, other, withOthers(listing('', []), 7))
  expect(othersOf(catalog, sourceId)).toBe(42)
  expect(othersOf(catalog, other)).toBe(7)
  expect(statesOf(catalog)).toEqual(['a.jpg: found'])
  await apply(catalog, sourceId, withOthers(listing('', ['a.jpg'], ['texts']), 1))
  expect(othersOf(catalog, sourceId)).toBe(41)
  // A listing without a word of them holds none.
  await apply(catalog, sourceId, listing('', ['a.jpg'], ['texts']))
  expect(othersOf(catalog, sourceId)).toBe(40)
})

test('those of a folder that is gone count no more, nor those of a source that was taken out', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const strange = entry('strange')
  await apply(
    catalog,
    sourceId,
    listing('', [], ['a', 'b']),
    withOthers(listing('a', [], ['c']), 1),
    withOthers(listing('a/c', []), 2, [strange]),
    withOthers(listing('b', []), 4),
  )
  await apply(catalog, sourceId, listing('', [], ['b']))
  expect(othersOf(catalog, sourceId)).toBe(4)
  expect(catalog.recall(sourceId, 'a/c', strange)).toBeNull()
  await apply(catalog, sourceId, { kind: 'missing', folder: 'b' })
  expect(othersOf(catalog, sourceId)).toBe(0)
  await apply(catalog, sourceId, withOthers(listing('', []), 5, [strange]))
  catalog.finishScan(sourceId, noon, [])
  await catalog.removeSource(sourceId)
  expect(othersOf(catalog, sourceId)).toBeUndefined()
  expect(catalog.verify()).toEqual([])
})

test('a stranger is known as it was, also after a restart, until it changes or goes', async () => {
  const folder = tempFolder()
  const options = { path: join(folder, 'a.sqlite'), backupFolder: folder }
  const catalog = await aCatalog(options)
  const sourceId = addSource(catalog, '/photos')
  // More than one step of writing.
  const many = Array.from({ length: 70 }, (_, index) => entry(`file${index}`))
  const strange = entry('strange', { mtimeUs: 5.5, ctimeUs: Number.NaN })
  const seen = withOthers(listing('', ['a.jpg']), 71, [...many, strange])
  await apply(catalog, sourceId, seen)
  const known = { isMedia: false, isSame: true }
  expect(catalog.recall(sourceId, '', strange)).toEqual(known)
  catalog.close()
  const again = await aCatalog(options)
  for (const one of [strange, ...many]) expect(again.recall(sourceId, '', one)).toEqual(known)
  for (const change of [{ sizeBytes: 1 }, { mtimeUs: 7 }, { ctimeUs: 7 }])
    expect(again.recall(sourceId, '', { ...strange, ...change })).toEqual({
      ...known,
      isSame: false,
    })
  expect(again.recall(sourceId, '', entry('other'))).toBeNull()
  expect(again.recall(sourceId, 'elsewhere', strange)).toBeNull()
  expect(othersOf(again, sourceId)).toBe(71)
  const changed = { ...strange, sizeBytes: 2 }
  await apply(again, sourceId, withOthers(listing('', ['a.jpg']), 1, [changed]))
  expect(again.recall(sourceId, '', changed)).toEqual(known)
  expect(again.recall(sourceId, '', strange)).toEqual({ ...known, isSame: false })
  expect(again.recall(sourceId, '', many[0] ?? strange)).toBeNull()
})

test('a photo without a telling name is known as long as it is there', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const photo = entry('IMG_0001', { mediaKind: 'photo' })
  await apply(catalog, sourceId, listing('', [photo, entry('clip', { mediaKind: 'video' })]))
  expect(unsentKinds(catalog)).toMatchObject({ photos: { files: 1 }, videos: { files: 1 } })
  expect(catalog.recall(sourceId, '', entry('IMG_0001'))).toEqual({ isMedia: true, isSame: true })
  const changed = entry('IMG_0001', { sizeBytes: 7 })
  expect(catalog.recall(sourceId, '', changed)).toEqual({ isMedia: true, isSame: false })
  // It became a text: the photo is gone, and what is there is a stranger.
  await apply(catalog, sourceId, withOthers(listing('', ['clip']), 1, [changed]))
  expect(statesOf(catalog)).toEqual(['IMG_0001: gone', 'clip: found'])
  expect(catalog.recall(sourceId, '', changed)).toEqual({ isMedia: false, isSame: true })
  expect(catalog.verify()).toEqual([])
})

test('links that are not followed are counted beside them, and remembered', async () => {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  const sourceId = addSource(catalog, '/photos')
  const withLinks = (event: WalkEvent, links: number): WalkEvent => {
    if (event.kind !== 'listing') throw new Error('no listing')
    return { kind: 'listing', listing: { ...event.listing, links } }
  }
  const tell = () => catalog.sourceTallies().get(sourceId)
  await apply(
    catalog,
    sourceId,
    withLinks(withOthers(listing('', [], ['a']), 3), 2),
    withLinks(listing('a', []), 5),
  )
  expect(tell()).toMatchObject({ otherFiles: 3, links: 7 })
  await apply(catalog, sourceId, withOthers(listing('', [], ['a']), 3))
  expect(tell()).toMatchObject({ otherFiles: 3, links: 5 })
  catalog.close()
  const again = await aCatalog({ path, backupFolder: tempFolder() })
  expect(again.sourceTallies().get(sourceId)).toMatchObject({ otherFiles: 3, links: 5 })
  await apply(again, sourceId, listing('', []))
  expect(again.sourceTallies().get(sourceId)).toMatchObject({ otherFiles: 0, links: 0 })
})
