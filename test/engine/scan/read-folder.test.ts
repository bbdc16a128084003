// One folder under a system that answers oddly: links that are none, files that lstat refuses, no blocks to count.
import fs, { mkdirSync, symlinkSync, writeFileSync, type Dirent } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createFolderCalls } from '../../../src/main/engine/scan/folder-calls.ts'
import { isPlaceholder, readFolder } from '../../../src/main/engine/scan/read-folder.ts'
import { linkIt, posixIt } from '../../builders/posix.ts'
import { tempFolder } from './temp-folder.ts'

const rules = { isIgnored: () => false }
const calls = () => createFolderCalls({ onAnswer: () => undefined })
const read = (path: string) => readFolder(path, '', rules, calls())

/** Replaces functions of node:fs until the test ends. */
function odd(change: Partial<typeof fs>): void {
  const before = { readdirSync: fs.readdirSync, lstatSync: fs.lstatSync }
  Object.assign(fs, change)
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, before)
    syncBuiltinESMExports()
  })
}

function aFolder(): string {
  const root = tempFolder()
  mkdirSync(join(root, 'Camera Roll'))
  for (const name of ['here.jpg', 'other.jpg']) writeFileSync(join(root, name), name)
  return root
}

describe('a folder', () => {
  it('tells photos, what claims nothing and what is something else apart, and gives a sign of life for what it looks at', async () => {
    const root = tempFolder('a.jpg', 'IMG_0001', 'notes.txt', 'letter.pdf', '._a.jpg', 'no.jpg')
    let pulses = 0
    const onAnswer = (): void => void (pulses += 1)
    const reading = await readFolder(
      ...([root, 'in', { isIgnored: (path: string) => path === 'in/no.jpg' }] as const),
      createFolderCalls({ onAnswer }),
    )
    expect(reading).toMatchObject({
      ...{ kind: 'read', files: { names: ['a.jpg'] }, unnamed: { names: ['IMG_0001'] } },
      ...{ otherFiles: 2, unreadableFiles: [] },
    })
    expect(pulses).toBe(2)
  })

  it('whose entries are all called links, as in OneDrive, is what lstat says it is', async () => {
    const { readdirSync } = fs
    odd({
      readdirSync: ((path: string, options: object) =>
        (readdirSync(path, options) as unknown as Dirent[]).map((dirent) =>
          Object.assign(dirent, {
            isDirectory: () => false,
            isFile: () => false,
            isSymbolicLink: () => true,
          }),
        )) as unknown as typeof fs.readdirSync,
    })
    expect(await read(aFolder())).toMatchObject({
      kind: 'read',
      files: { names: ['here.jpg', 'other.jpg'] },
      subfolders: ['Camera Roll'],
      links: 0,
    })
  })

  posixIt(
    'on a share whose listings tell no types is looked at once for each name, and reads the same',
    async () => {
      const root = tempFolder('a.jpg', 'IMG_0001', 'notes.txt', '._b.jpg', 'sub/c.jpg', 'd.mov')
      mkdirSync(join(root, 'lib.photoslibrary'))
      symlinkSync('a.jpg', join(root, 'link.jpg'))
      const expected = await read(root)
      // What Node makes of a name without a type once it has looked at it.
      class LookedAt extends fs.Dirent {}
      const { readdirSync } = fs
      const asked: unknown[] = []
      odd({
        readdirSync: ((path: string, options?: { withFileTypes: boolean }) => {
          asked.push(options?.withFileTypes ?? false)
          const listed = readdirSync(path, options as { withFileTypes: true })
          if (options?.withFileTypes === true)
            for (const one of listed) Object.setPrototypeOf(one, LookedAt.prototype)
          return listed
        }) as unknown as typeof fs.readdirSync,
      })
      const same = calls()
      const readings = [1, 2].map(() => readFolder(root, '', rules, same))
      expect(await Promise.all(readings)).toEqual([expected, expected])
      expect(asked).toEqual([true, false])
    },
  )

  linkIt('counts what is really a link, and follows none', async () => {
    const root = aFolder()
    symlinkSync(tempFolder(), join(root, 'elsewhere'))
    symlinkSync(join(root, 'here.jpg'), join(root, 'again.jpg'))
    expect(await read(root)).toMatchObject({
      files: { names: ['here.jpg', 'other.jpg'] },
      subfolders: ['Camera Roll'],
      links: 2,
    })
  })

  it('of which lstat refuses one file gives the others, and names that one', async () => {
    const { lstatSync } = fs
    odd({
      lstatSync: ((path: string, options: object) => {
        if (path.endsWith('here.jpg')) throw Object.assign(new Error('bad sector'), { code: 'EIO' })
        return lstatSync(path, options)
      }) as unknown as typeof fs.lstatSync,
    })
    expect(await read(aFolder())).toMatchObject({
      kind: 'read',
      files: { names: ['other.jpg'] },
      unreadableFiles: [{ name: 'here.jpg', code: 'EIO' }],
    })
  })
})

it('what claims nothing and is refused by lstat may be a photo, and is told of as what cannot be looked at', async () => {
  const root = tempFolder('IMG_0001', 'IMG_0002', 'IMG_0003', 'notes.txt')
  const { lstatSync } = fs
  odd({
    lstatSync: ((path: string, options: object) => {
      if (/IMG_000[12]$/.test(path)) throw Object.assign(new Error('bad sector'), { code: 'EIO' })
      return lstatSync(path, options)
    }) as unknown as typeof fs.lstatSync,
  })
  expect(await read(root)).toMatchObject({
    ...{ kind: 'read', unnamed: { names: ['IMG_0003'] }, otherFiles: 1 },
    unreadableFiles: [
      { name: 'IMG_0001', code: 'EIO' },
      { name: 'IMG_0002', code: 'EIO' },
    ],
  })
})

// A disk of Linux with such names, read as Windows would: what it hands out, it does not take back.
describe.runIf(process.platform === 'linux')('a name that no path of the system can hold', () => {
  it('is told of, with what lies below it', async () => {
    const root = tempFolder('good.jpg', 'sub/a.jpg')
    const bad = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff])])
    mkdirSync(bad)
    writeFileSync(Buffer.concat([bad, Buffer.from('.jpg')]), 'x')
    const on = (platform: NodeJS.Platform) => readFolder(root, '', rules, calls(), platform)
    expect(await on('win32')).toMatchObject({
      ...{ subfolders: ['sub'], unusableFolders: ['\\xff'] },
      files: { names: ['good.jpg', '\\xff.jpg'], flags: [0, 2] },
    })
    expect(await on('linux')).toMatchObject({
      ...{ subfolders: ['sub', '\\xff'], unusableFolders: [] },
      files: { names: ['good.jpg', '\\xff.jpg'], flags: [0, 0] },
    })
  })
})

describe('the name of a photo', () => {
  // Windows keeps no such names.
  posixIt('may end with dots and blanks, and is one of any camera', async () => {
    const root = tempFolder()
    const names = ['a.jpg.', 'b.JPG  ', 'c.MPO', 'd.insp', 'e.webm', 'f.360', 'g.HIF', 'h.MP']
    for (const name of [...names, 'x.txt', '.jpg', '._i.jpg']) writeFileSync(join(root, name), name)
    const reading = await read(root)
    expect(reading.kind === 'read' && [...reading.files.names].sort()).toEqual(names)
  })
})

describe('a file with a size and no blocks', () => {
  const file = { size: 1_000_000, blocks: 0 }
  const [fuse, ext4, nfs] = [0x65735546, 0xef53, 0x6969]

  it.each<[string, NodeJS.Platform, number, boolean]>([
    ['is kept by a cloud under Windows', 'win32', ext4, true],
    ['is kept by a cloud under macOS', 'darwin', ext4, true],
    ['is taken for one where Linux counts blocks', 'linux', ext4, true],
    ['is a file as any other where a file system counts none', 'linux', fuse, false],
    ['is a file as any other on a share, which may count none', 'linux', nfs, false],
  ])('%s', (_, platform, fileSystem, isOnlineOnly) => {
    expect(isPlaceholder(file, '/x', () => fileSystem, platform)).toBe(isOnlineOnly)
  })
})
