// Links inside a source whose links are followed: what they lead to is walked once, whatever goes round in circles, and
// what the source holds anyway, what is around it and what is the app's own is not.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { diskPath } from '../../../src/main/engine/ports/disk-names.ts'
import type { Entry, WalkEvent, WalkRequest } from '../../../src/main/engine/ports/files.ts'
import { createWalker } from '../../../src/main/engine/scan/index.ts'
import { fileReader } from '../../builders/file-reader.ts'
import { smallJpeg } from '../../builders/jpegs.ts'
import { stampOf, tempFolder, withoutRights } from './temp-folder.ts'
import { linkIt, posixIt } from '../../builders/posix.ts'

/** Walks with links followed unless said otherwise. */
async function walk(root: string, change: Partial<WalkRequest> = {}) {
  const walker = createWalker({ reader: fileReader })
  onTestFinished(() => walker.close())
  const events: WalkEvent[] = []
  const walked = await walker.walk(
    {
      ...{ root, folders: [''], isRecursive: true, includeSubfolders: true, ignorePatterns: [] },
      followLinks: { ownFolders: [] },
      signal: new AbortController().signal,
      ...change,
    },
    (batch) => void events.push(...batch),
  )
  const listings = events.flatMap((event) => (event.kind === 'listing' ? event.listing : []))
  const entries = listings.flatMap(({ folder, entries: some }) =>
    some.map((entry) => ({ ...entry, path: join(folder, entry.name) })),
  )
  return {
    walked,
    files: entries.map(({ path }) => path).sort(),
    targets: Object.fromEntries(
      entries.flatMap(({ path, target }) => (target ? [[path, target]] : [])),
    ),
    entryOf: (path: string): Entry | undefined => entries.find((entry) => entry.path === path),
    links: listings.reduce((sum, { links = 0 }) => sum + links, 0),
    unreadable: [
      ...events.flatMap((event) => (event.kind === 'unreadable' ? event.folder : [])),
      ...listings.flatMap(({ folder, unreadable = [] }) =>
        unreadable.map(({ name }) => join(folder, name)),
      ),
    ],
    missing: events.flatMap((event) => (event.kind === 'missing' ? event.folder : [])),
  }
}

describe('links that are followed', () => {
  linkIt(
    'lead to folders with all below them, and to files, which are known by where they are',
    async () => {
      const outside = tempFolder('album/1.jpg', 'album/deep/2.jpg', 'single.jpg', 'notes.txt')
      writeFileSync(join(outside, 'IMG_7'), await smallJpeg(7))
      const root = tempFolder('own.jpg')
      symlinkSync(join(outside, 'album'), join(root, 'linked'))
      for (const [target, link] of [
        ['single.jpg', 'favourite.jpg'],
        ['IMG_7', 'unnamed'],
        ['notes.txt', 'notes.txt'],
      ] as const)
        symlinkSync(join(outside, target), join(root, link))
      const met = await walk(root)
      expect(met.files).toEqual([
        ...['favourite.jpg', 'linked/1.jpg', 'linked/deep/2.jpg', 'own.jpg', 'unnamed'],
      ])
      expect(met.targets).toEqual({
        'favourite.jpg': join(outside, 'single.jpg'),
        unnamed: join(outside, 'IMG_7'),
      })
      expect(met.entryOf('favourite.jpg')).toMatchObject(stampOf(join(outside, 'single.jpg')))
      expect(met.links).toBe(0)
      const target = met.entryOf('favourite.jpg')?.target ?? ''
      const { signal } = new AbortController()
      expect(await fileReader.fingerprint(target, stampOf(target), signal)).toMatchObject({
        ok: true,
      })
    },
  )

  linkIt('are counted and left where nobody wishes them followed', async () => {
    const outside = tempFolder('album/1.jpg', 'single.jpg')
    const root = tempFolder('own.jpg')
    symlinkSync(join(outside, 'album'), join(root, 'linked'))
    symlinkSync(join(outside, 'single.jpg'), join(root, 'favourite.jpg'))
    const walker = createWalker()
    onTestFinished(() => walker.close())
    const events: WalkEvent[] = []
    await walker.walk(
      {
        ...{ root, folders: [''], isRecursive: true, includeSubfolders: true, ignorePatterns: [] },
        signal: new AbortController().signal,
      },
      (batch) => void events.push(...batch),
    )
    expect(events).toMatchObject([
      { kind: 'listing', listing: { entries: [{ name: 'own.jpg' }], subfolders: [], links: 2 } },
    ])
  })

  posixIt(
    'are not, where they lead to what the source holds, to what is around it, or nowhere',
    async () => {
      const outside = tempFolder()
      const root = join(outside, 'source')
      mkdirSync(join(root, 'a'), { recursive: true })
      writeFileSync(join(root, 'a/1.jpg'), '1')
      execFileSync('mkfifo', [join(outside, 'pipe.jpg')])
      for (const [target, link] of [
        ['a', 'again'],
        ['a/1.jpg', 'again.jpg'],
        ['.', 'a/loop'],
        [outside, 'around'],
        [root, 'itself'],
        ['gone', 'dead.jpg'],
        ['round.jpg', 'round.jpg'],
        [join(outside, 'pipe.jpg'), 'pipe.jpg'],
        ['/dev/null', 'device.jpg'],
      ] as const)
        symlinkSync(target, join(root, link))
      const met = await walk(root)
      expect(met).toMatchObject({ files: ['a/1.jpg'], links: 9, missing: [], unreadable: [] })
    },
  )

  linkIt('go round no loop outside the source, and to each folder once', async () => {
    const outside = tempFolder('x/1.jpg', 'y/2.jpg', 'y/in/3.jpg')
    symlinkSync(join(outside, 'y'), join(outside, 'x/to-y'))
    symlinkSync(join(outside, 'x'), join(outside, 'y/to-x'))
    const root = tempFolder('own.jpg')
    for (const [target, link] of [
      ['x', 'one'],
      ['x', 'two'],
      ['y/in', 'three'],
    ] as const)
      symlinkSync(join(outside, target), join(root, link))
    const met = await walk(root)
    const names = met.files.map((path) => path.slice(path.lastIndexOf('/') + 1)).sort()
    expect(names).toEqual(['1.jpg', '2.jpg', '3.jpg', 'own.jpg'])
    // What is walked elsewhere already is not there, so that nothing is remembered of it twice.
    expect(met.missing.length).toBeGreaterThanOrEqual(3)
    // The same again finds the same.
    expect(await walk(root)).toMatchObject({ files: met.files, missing: met.missing })
  })

  linkIt('never lead into the app’s own folders, nor to what lies in them', async () => {
    const home = tempFolder('photos/1.jpg', 'data/thumbnails/2.jpg', 'data/3.jpg')
    const root = tempFolder('own.jpg')
    for (const [target, link] of [
      ['.', 'home'],
      ['data', 'data'],
      ['data/thumbnails', 'thumbnails'],
      ['data/3.jpg', 'three.jpg'],
    ] as const)
      symlinkSync(join(home, target), join(root, link))
    const ownFolders = [join(home, 'data'), join(home, 'not-made-yet')]
    const met = await walk(root, { followLinks: { ownFolders } })
    expect(met.files).toEqual(['home/photos/1.jpg', 'own.jpg'])
    expect(met.links).toBe(3)
    expect(met.missing).toEqual(['home/data'])
  })

  linkIt('obey what is left out', async () => {
    const outside = tempFolder('1.jpg')
    const root = tempFolder('own.jpg')
    for (const link of ['.thumbnails', 'Exports', 'My.photoslibrary', '._x.jpg'])
      symlinkSync(outside, join(root, link))
    symlinkSync(join(outside, '1.jpg'), join(root, 'draft.jpg'))
    const met = await walk(root, { ignorePatterns: ['Exports', 'draft*'] })
    expect(met).toMatchObject({ files: ['own.jpg'], links: 0 })
    const alone = await walk(root, { ignorePatterns: ['Exports'], includeSubfolders: false })
    expect(alone.files).toEqual(['draft.jpg', 'own.jpg'])
  })

  posixIt('to what may not be looked at are told of as such', async () => {
    const outside = tempFolder('closed/1.jpg', 'closed/in/2.jpg')
    const root = tempFolder('own.jpg')
    symlinkSync(join(outside, 'closed'), join(root, 'folder'))
    symlinkSync(join(outside, 'closed/1.jpg'), join(root, 'file.jpg'))
    chmodSync(join(outside, 'closed'), 0)
    for (const open of [outside, root]) chmodSync(open, 0o755)
    const met = await withoutRights(() => walk(root))
    expect(met.files).toEqual(['own.jpg'])
    expect(met.unreadable.sort()).toEqual(['file.jpg', 'folder'])
  })

  linkIt('are followed for a single folder behind one as well', async () => {
    const outside = tempFolder('album/1.jpg')
    const root = tempFolder('own.jpg')
    symlinkSync(join(outside, 'album'), join(root, 'linked'))
    const asked = { folders: ['linked'], isRecursive: false }
    expect(await walk(root, asked)).toMatchObject({ files: ['linked/1.jpg'], missing: [] })
    rmSync(join(outside, 'album'), { recursive: true })
    expect(await walk(root, asked)).toMatchObject({ files: [], missing: ['linked'] })
  })

  it.runIf(process.platform === 'linux')('lead to names that are not UTF-8', async () => {
    const outside = tempFolder('1.jpg')
    const folder = Buffer.concat([Buffer.from(`${outside}/`), Buffer.from('\xe9t\xe9', 'latin1')])
    mkdirSync(folder)
    const photo = Buffer.concat([folder, Buffer.from('/No\xebl.jpg', 'latin1')])
    writeFileSync(photo, 'x')
    const root = tempFolder('own.jpg')
    symlinkSync(folder, join(root, 'summer'))
    symlinkSync(photo, join(root, 'winter.jpg'))
    const met = await walk(root)
    expect(met.files).toEqual(['own.jpg', 'summer/No\\xebl.jpg', 'winter.jpg'])
    const target = met.targets['winter.jpg'] ?? ''
    expect(target).toBe(`${outside}/\\xe9t\\xe9/No\\xebl.jpg`)
    expect(diskPath(target)).toEqual(photo)
  })
})
