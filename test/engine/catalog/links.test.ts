// Files behind links, and names that are not UTF-8: where each is found on the disk, and that a link which leads elsewhere
// is noticed.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskPath } from '../../../src/main/engine/ports/disk-names.ts'
import { posixIt } from '../../builders/posix.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  entry,
  listing,
  noon,
  tempFolder,
  unsentPhotos,
} from './catalog-builder.ts'

const none = new Set<number>()

test('a linked file is where its link leads, for every question about its path', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const linked = entry('link.jpg', { target: '/elsewhere/real.jpg' })
  await catalog.applyWalk(sourceId, [listing('a', [linked, 'plain.jpg'])], noon, 0)
  const paths = catalog.next('found', 9, noon, none).map(({ path }) => path)
  expect(paths.sort()).toEqual(['/elsewhere/real.jpg', join('/photos/a/plain.jpg')])
  const [first] = catalog.next('found', 9, noon, none).filter(({ name }) => name === 'link.jpg')
  const fileId = first?.fileId ?? 0
  expect(catalog.fileById(fileId)?.path).toBe('/elsewhere/real.jpg')
  expect(unsentPhotos(catalog)).toContain('/elsewhere/real.jpg')
  const range = { from: 0, to: catalog.lastFileId() }
  expect(catalog.largePhotos(range, 0, 9).map(({ path }) => path)).toContain('/elsewhere/real.jpg')
  const failure = { kind: 'file-unreadable', code: 'EIO' } as const
  catalog.record([{ of: 'file', fileId, next: { state: 'failed', failure, attempts: 3 } }])
  expect(catalog.unreadableFiles(sourceId)).toEqual([{ fileId, path: '/elsewhere/real.jpg' }])
})

test('a link that leads elsewhere, or has become a file, is noticed, though all else is as it was', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const pathOf = () => catalog.next('found', 9, noon, none)[0]?.path
  const scan = (target?: string) => {
    const one = entry('x.jpg', target === undefined ? {} : { target })
    return catalog.applyWalk(sourceId, [listing('', [one])], noon, 0)
  }
  await scan('/elsewhere/before/x.jpg')
  expect(pathOf()).toBe('/elsewhere/before/x.jpg')
  await scan('/elsewhere/after/x.jpg')
  expect(pathOf()).toBe('/elsewhere/after/x.jpg')
  await scan()
  expect(pathOf()).toBe(join('/photos/x.jpg'))
  const before = catalog.lastHistorySeq()
  expect(await scan()).toEqual({ added: 0, changed: 0, vanished: 0, returned: 0 })
  expect(catalog.lastHistorySeq()).toBe(before)
})

test('whether links are followed is kept with the source', async () => {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const catalog = await aCatalog({ path, backupFolder: tempFolder() })
  const sourceId = addSource(catalog, '/photos')
  expect(catalog.sources()[0]?.followLinks).toBe(false)
  catalog.updateSource(sourceId, { followLinks: true })
  catalog.close()
  const again = await aCatalog({ path, backupFolder: tempFolder() })
  expect(again.sources()[0]?.followLinks).toBe(true)
})

// Windows has no such names.
posixIt(
  'a path leads to the very bytes, also below a folder whose own name looks like a written form',
  async () => {
    const catalog = await aCatalog()
    const sourceId = addSource(catalog, '/disks/\\xe9')
    await catalog.applyWalk(sourceId, [listing('\\xe9t\\xe9', ['a.jpg'])], noon, 0)
    const [item] = catalog.next('found', 9, noon, none)
    expect(diskPath(item?.path ?? '')).toEqual(
      Buffer.from('/disks/\\xe9/\xe9t\xe9/a.jpg', 'latin1'),
    )
  },
)
