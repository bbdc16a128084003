// What becomes of a folder that the user picks: a source, one that is there already, or the reason why not.
import { existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import type { FolderIdentity } from '../../../src/main/engine/ports/files.ts'
import { addSource } from '../../../src/main/engine/sources/add-source.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { linkIt, plainUserIt, posixIt } from '../../builders/posix.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { tempFolder, withoutRights } from '../scan/temp-folder.ts'

const onDisk: FolderIdentity = { volumeId: null, pathInVolume: null, isNetwork: false }

/** A real catalogue, and folders whose identity the test may tell. */
async function bench(identify: (path: string) => FolderIdentity = () => onDisk) {
  const clock = manualClock()
  const folder = tempFolder()
  const opened = await openCatalog({
    path: join(folder, 'catalogue.sqlite'),
    backupFolder: join(folder, 'backups'),
    clock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error('no catalogue')
  const catalog = opened.value
  onTestFinished(() => catalog.close())
  const identifyFolder = (path: string) => Promise.resolve(identify(path))
  const add = (path: string) =>
    addSource(path, { catalog, now: clock.now, identifyFolder }, () => start)
  return { catalog, clock, add, paths: () => catalog.sources().map(({ path }) => path) }
}

/** What it begins with. */
const start = { already: '2026-08-10', undated: 'name', isUndatedChosen: false }

describe('a folder that is picked', () => {
  it('is a source from now on, with what the system says of it', async () => {
    const identity = { volumeId: 'uuid:disk', pathInVolume: '/photos', isNetwork: true }
    const { catalog, clock, add } = await bench(() => identity)
    const path = tempFolder()
    const added = await add(path)
    const [source] = catalog.sources()
    expect(added).toEqual(ok({ sourceId: String(source?.sourceId) }))
    expect(source).toMatchObject({
      path,
      identity,
      addedAt: clock.now(),
      isConnected: true,
      ...start,
    })
  })

  linkIt('by a link is the folder that the link leads to', async () => {
    const { add, paths } = await bench()
    const root = tempFolder()
    mkdirSync(join(root, 'real'))
    symlinkSync(join(root, 'real'), join(root, 'link'))
    const first = await add(join(root, 'link'))
    expect(paths()).toEqual([join(root, 'real')])
    expect(await add(join(root, 'real'))).toEqual(first)
    expect(paths()).toHaveLength(1)
  })

  it('again is the source that it is, also while its drive is away', async () => {
    const { add, paths } = await bench()
    const root = tempFolder()
    for (const name of ['other', 'card']) mkdirSync(join(root, name))
    await add(join(root, 'other'))
    const first = await add(join(root, 'card'))
    expect(await add(`${join(root, 'card')}/`)).toEqual(first)
    renameSync(join(root, 'card'), join(root, 'gone'))
    expect(existsSync(join(root, 'card'))).toBe(false)
    expect(await add(join(root, 'card'))).toEqual(first)
    expect(paths()).toHaveLength(2)
  })

  it('is the source of the same volume and place under another letter', async () => {
    const identity = { volumeId: 'serial:1', pathInVolume: 'DCIM', isNetwork: false }
    const { add, paths } = await bench(() => identity)
    const first = await add(tempFolder())
    expect(await add(tempFolder())).toEqual(first)
    expect(paths()).toHaveLength(1)
  })

  it('in a source or around one is refused, and says which', async () => {
    const { add, paths } = await bench()
    const root = tempFolder()
    mkdirSync(join(root, 'photos', '2019'), { recursive: true })
    mkdirSync(join(root, 'beside'))
    await add(join(root, 'beside'))
    await add(join(root, 'photos'))
    const refused = (path: string, other: string) =>
      fail({ kind: 'folder-overlaps', path, other: join(root, other) })
    const inside = join(root, 'photos', '2019')
    expect(await add(inside)).toEqual(refused(inside, 'photos'))
    expect(await add(root)).toEqual(refused(root, 'beside'))
    expect(paths()).toHaveLength(2)
  })

  it('that is not there, or lies under a file, is missing', async () => {
    const { add, paths } = await bench()
    const root = tempFolder('photo.jpg')
    for (const path of [join(root, 'nowhere'), join(root, 'photo.jpg', 'inside')])
      expect(await add(path)).toEqual(fail({ kind: 'folder-missing', path }))
    expect(paths()).toEqual([])
  })

  it('has to be a folder', async () => {
    const { add } = await bench()
    const path = join(tempFolder('photo.jpg'), 'photo.jpg')
    expect(await add(path)).toEqual(fail({ kind: 'not-a-folder', path }))
  })

  posixIt('under a folder that cannot be entered is unreadable', async () => {
    const { add, paths } = await bench()
    const root = tempFolder('locked/photos/photo.jpg')
    const path = join(root, 'locked', 'photos')
    await chmod(root, 0o755)
    await chmod(join(root, 'locked'), 0o600)
    onTestFinished(() => chmod(join(root, 'locked'), 0o755))
    const refused = await withoutRights(() => add(path))
    expect(refused).toEqual(fail({ kind: 'folder-unreadable', path, code: 'EACCES' }))
    expect(paths()).toEqual([])
  })

  // Whoever may do everything is asked as themselves, however a test disguises them.
  plainUserIt.each([
    ['listed', 0o311],
    ['entered', 0o644],
  ])('that cannot be %s is unreadable', async (_, mode) => {
    const { add } = await bench()
    const path = join(tempFolder('locked/photo.jpg'), 'locked')
    await chmod(path, mode)
    onTestFinished(() => chmod(path, 0o755))
    expect(await add(path)).toEqual(fail({ kind: 'folder-unreadable', path, code: 'EACCES' }))
  })
})
