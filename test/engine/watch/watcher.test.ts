import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, watchFolder } from './watched.ts'
import { eventually } from '../../builders/eventually.ts'
import { posixIt } from '../../builders/posix.ts'

const error = (code: string): Error => Object.assign(new Error(code), { code })

// Linux has no handle for a tree; Node imitates one there well enough to hold our side of it to its word.
describe.each(['folders', 'recursive'] as const)('a watch by %s', (kind) => {
  it('marks the folder of a file that is created, changed, renamed or deleted', async () => {
    const root = folderWith('a/1.jpg', 'b/c/2.jpg')
    const watched = watchFolder(root, { kind })
    await watched.settle()

    watched.write('b/c/3.jpg')
    await watched.seeDirty('b/c')
    watched.dirty.clear()
    appendFileSync(join(root, 'a/1.jpg'), 'more')
    await watched.seeDirty('a')
    watched.dirty.clear()
    renameSync(join(root, 'a/1.jpg'), join(root, 'b/1.jpg'))
    await watched.seeDirty('a', 'b')
    watched.dirty.clear()
    rmSync(join(root, 'b/c/2.jpg'))
    await watched.seeDirty('b/c')
    expect(watched.problems).toEqual([])
  })

  it('marks every folder of a tree that is new, moved in, moved within or deleted', async () => {
    const root = folderWith('a/1.jpg')
    const watched = watchFolder(root, { kind })
    await watched.settle()

    watched.write('new/deep/deeper/1.jpg')
    await watched.seeDirty('', 'new', 'new/deep', 'new/deep/deeper')
    watched.dirty.clear()
    const outside = folderWith('in/deep/1.jpg')
    renameSync(join(outside, 'in'), join(root, 'in'))
    await watched.seeDirty('', 'in', 'in/deep')
    watched.dirty.clear()
    renameSync(join(root, 'new'), join(root, 'a/new'))
    await watched.seeDirty('', 'a', 'a/new', 'a/new/deep', 'a/new/deep/deeper')
    watched.dirty.clear()
    watched.write('a/new/deep/2.jpg')
    await watched.seeDirty('a/new/deep')
    watched.dirty.clear()
    rmSync(join(root, 'a/new'), { recursive: true })
    await watched.seeDirty('a')
  })

  it('marks a folder whose name ends like that of a photo, and what comes into it later', async () => {
    const root = folderWith('a/1.jpg')
    const watched = watchFolder(root, { kind })
    await watched.settle()
    const outside = folderWith('Holiday.jpg/1.jpg')
    renameSync(join(outside, 'Holiday.jpg'), join(root, 'Holiday.jpg'))
    await watched.seeDirty('', 'Holiday.jpg')
    watched.dirty.clear()
    watched.write('Holiday.jpg/2.jpg')
    await watched.seeDirty('Holiday.jpg')
  })

  it('says nothing of what is not searched', async () => {
    const root = folderWith('Exports/1.jpg', '.thumbnails/1.jpg', 'x/My.photoslibrary/1.jpg')
    const watched = watchFolder(root, { kind }, { ignorePatterns: ['Exports', 'draft*.jpg'] })
    await watched.settle()
    watched.write('Exports/2.jpg', '.thumbnails/2.jpg', 'x/My.photoslibrary/2.jpg')
    watched.write('x/notes.txt', 'x/._1.jpg', 'x/draft1.jpg', '@eaDir/y/1.jpg', 'Exports/new/1.jpg')
    // Events come in order, so what is told of this one comes after all that is told of the others.
    watched.write('last/1.jpg')
    await watched.seeDirty('last')
    expect([...watched.dirty].filter((folder) => !['', 'last', 'settle'].includes(folder))).toEqual(
      [],
    )
  })

  posixIt('does not go round in links, and opens no pipe', async () => {
    const root = folderWith('a/1.jpg')
    symlinkSync('..', join(root, 'a/loop'))
    execFileSync('mkfifo', [join(root, 'a/fifo.jpg')])
    const watched = watchFolder(root, { kind })
    await watched.settle()
    watched.write('a/2.jpg')
    await watched.seeDirty('a')
    symlinkSync('..', join(root, 'a/another'))
    watched.write('last/1.jpg')
    await watched.seeDirty('last')
    expect([...watched.dirty].filter((folder) => /loop|another/.test(folder))).toEqual([])
  })

  it('sees only the root when subfolders are not wanted', async () => {
    const root = folderWith('1.jpg', 'a/1.jpg')
    const watched = watchFolder(root, { kind }, { includeSubfolders: false })
    await eventually(() => {
      watched.write('2.jpg')
      expect([...watched.dirty]).toEqual([''])
    })
    watched.write('a/2.jpg', 'b/1.jpg')
    watched.dirty.clear()
    watched.write('3.jpg')
    await watched.seeDirty('')
    expect([...watched.dirty]).toEqual([''])
  })

  it('asks for a whole scan when the root goes away', async () => {
    const root = folderWith('a/1.jpg')
    const watched = watchFolder(root, { kind })
    await watched.settle()
    rmSync(root, { recursive: true })
    await eventually(() => expect(watched.overflows).toBeGreaterThan(0))
    await watched.close()
  })

  // Windows tells no handle of that; there is one for the whole tree there, and its root is looked at.
  const movedIt = kind === 'folders' ? posixIt : it
  movedIt('asks for a whole scan when the root is moved away', async () => {
    const root = join(folderWith('photos/a/1.jpg'), 'photos')
    const watched = watchFolder(root, { kind })
    await watched.settle()
    renameSync(root, `${root} elsewhere`)
    await eventually(() => expect(watched.overflows).toBeGreaterThan(0))
    await watched.close()
  })

  it('closes before it is ready, and twice', async () => {
    const watched = watchFolder(folderWith('a/b/c/1.jpg'), { kind })
    await watched.close()
    await watched.close()
    watched.write('a/2.jpg')
    expect(watched.problems).toEqual([])
    expect(watched.dirty.size).toBe(0)
  })
})

describe('a watch by folders', () => {
  it('still watches a folder that was deleted and made again at once', async () => {
    const watched = watchFolder(folderWith('a/1.jpg'), { kind: 'folders' })
    await watched.settle()
    for (let turn = 0; turn < 3; turn++) {
      rmSync(join(watched.root, 'a'), { recursive: true })
      watched.write('a/1.jpg')
    }
    await watched.seeDirty('', 'a')
    // Until the last of those events is told, 'a' may still be marked for them.
    await watched.settle()
    watched.write('a/2.jpg')
    await watched.seeDirty('a')
  })

  it('tells of a root that is missing and does not throw', async () => {
    const watched = watchFolder(join(folderWith(), 'gone'), { kind: 'folders' })
    await eventually(() => expect(watched.problems).toEqual(['watch-error']))
  })

  it.each(['ENOSPC', 'EMFILE'])(
    'tells once of the limit of the system (%s) and closes',
    async (code) => {
      const root = folderWith('a/1.jpg', 'b/1.jpg', 'c/1.jpg')
      let open = 0
      let started = 0
      const watched = watchFolder(root, {
        kind: 'folders',
        watchFolder: (path, listener) => {
          if (started === 2) throw error(code)
          started += 1
          open += 1
          const handle = watch(path, listener)
          const close = handle.close.bind(handle)
          handle.close = () => {
            open -= 1
            close()
          }
          return handle
        },
      })
      await eventually(() => expect(watched.problems).toEqual(['watch-limit']))
      expect(open).toBe(0)
      watched.dirty.clear()
      watched.write('a/2.jpg')
      await watched.close()
      expect(watched.problems).toEqual(['watch-limit'])
      expect(watched.dirty.size).toBe(0)
    },
  )

  it('goes on without a folder that may not be watched', async () => {
    const root = folderWith('a/1.jpg', 'closed/1.jpg')
    const watched = watchFolder(root, {
      kind: 'folders',
      watchFolder: (path, listener) => {
        if (String(path).endsWith('closed')) throw error('EACCES')
        return watch(path, listener)
      },
    })
    await watched.settle()
    watched.write('a/2.jpg')
    await watched.seeDirty('a')
    expect(watched.problems).toEqual([])
  })

  // Linux alone takes such names.
  it.runIf(process.platform === 'linux')(
    'sees what happens below names that are not UTF-8',
    async () => {
      const root = folderWith('a/1.jpg')
      const inBytes = (path: string): Buffer =>
        Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')])
      mkdirSync(inBytes('\xe9t\xe9'))
      const watched = watchFolder(root, { kind: 'folders' })
      await watched.settle()
      writeFileSync(inBytes('\xe9t\xe9/1.jpg'), 'x')
      await watched.seeDirty('\\xe9t\\xe9')
      watched.dirty.clear()
      mkdirSync(inBytes('\xe9t\xe9/\xe0'))
      await watched.seeDirty('\\xe9t\\xe9', '\\xe9t\\xe9/\\xe0')
      watched.dirty.clear()
      writeFileSync(inBytes('\xe9t\xe9/\xe0/No\xebl.jpg'), 'x')
      await watched.seeDirty('\\xe9t\\xe9/\\xe0')
      expect(watched.problems).toEqual([])
    },
  )

  it('asks for a whole scan when a burst may have been longer than the queue of the kernel', async () => {
    const watched = watchFolder(folderWith(), { kind: 'folders', queueLength: 40 })
    await watched.settle()
    for (let file = 0; file < 40; file++) watched.write(`${file}.jpg`)
    await eventually(() => expect(watched.overflows).toBeGreaterThan(0))
  })

  it('marks what changed between the start and the first handle', async () => {
    const root = folderWith('a/b/1.jpg')
    mkdirSync(join(root, 'a/c'))
    const watched = watchFolder(root, { kind: 'folders' })
    await watched.seeDirty('', 'a', 'a/b', 'a/c')
  })
})
