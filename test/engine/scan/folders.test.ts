import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  countFolder,
  placesOf,
  identifyFolder,
  isEmpty,
  isReachable,
} from '../../../src/main/engine/scan/index.ts'
import { tempFolder, withoutRights } from './temp-folder.ts'
import { isWindows } from '../../builders/posix.ts'

const never = new AbortController().signal

describe('counting a folder', () => {
  it('counts what a scan would find', async () => {
    const root = tempFolder(
      'a.jpg',
      'b/c.mov',
      'b/notes.txt',
      'cloud.jpg',
      'My.photoslibrary/1.jpg',
    )
    truncateSync(join(root, 'cloud.jpg'), 0)
    truncateSync(join(root, 'cloud.jpg'), 100_000)
    const seen: number[] = []
    const result = await countFolder(root, never, {
      onProgress: (soFar) => seen.push(soFar.files),
    })
    expect(result).toEqual({
      ok: true,
      value: {
        files: 3,
        bytes: 5 + 7 + 100_000,
        // Windows makes no holes by itself.
        onlineOnly: isWindows ? 0 : 1,
        libraries: ['My.photoslibrary'],
        isNetwork: false,
        isWhole: true,
      },
    })
    expect(seen.at(-1)).toBe(3)
  })

  it.runIf(process.platform === 'linux')(
    'is not whole where a folder cannot be looked into',
    async () => {
      const root = tempFolder('a.jpg', 'closed/b.jpg')
      chmodSync(join(root, 'closed'), 0)
      chmodSync(root, 0o755)
      const counted = await withoutRights(() => countFolder(root, never))
      expect(counted).toMatchObject({ ok: true, value: { files: 1, isWhole: false } })
    },
  )

  it.runIf(process.platform === 'linux')(
    'counts what lies below a name that is not UTF-8',
    async () => {
      const root = tempFolder('a.jpg')
      const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff])])
      mkdirSync(folder)
      writeFileSync(Buffer.concat([folder, Buffer.from('/\xe9.jpg', 'latin1')]), 'x')
      expect(await countFolder(root, never)).toMatchObject({
        ok: true,
        value: { files: 2, isWhole: true },
      })
    },
  )

  it.runIf(process.platform === 'linux')('leaves no thread behind', async () => {
    const threads = (): number => readdirSync('/proc/self/task').length
    // Both kinds of thread are needed, and those that the process shares are there from then on.
    const root = tempFolder('a.jpg', 'IMG_0001')
    await countFolder(root, never)
    const before = threads()
    for (let time = 0; time < 3; time += 1) await countFolder(root, never)
    // Sooner than one that has nothing to do would end by itself.
    await expect.poll(threads, { timeout: 15_000 }).toBeLessThanOrEqual(before)
  })

  it('gives what it has when it is stopped', async () => {
    expect(await countFolder(tempFolder('a.jpg'), AbortSignal.abort())).toMatchObject({
      ok: true,
      value: { files: 0, isWhole: false },
    })
  })

  it('fails for a folder that is not there', async () => {
    const path = join(tempFolder(), 'gone')
    expect(await countFolder(path, never)).toEqual({
      ok: false,
      failure: { kind: 'folder-missing', path },
    })
  })
})

describe('an empty folder', () => {
  it('holds nothing, hidden or not, and can be read', async () => {
    const root = tempFolder('full/a.jpg', 'hidden/.a')
    mkdirSync(join(root, 'empty'))
    mkdirSync(join(root, 'around/empty'), { recursive: true })
    const names = ['empty', 'full', 'hidden', 'around', 'gone', 'full/a.jpg']
    const found = await Promise.all(names.map((name) => isEmpty(join(root, name))))
    expect(found).toEqual([true, false, false, false, false, false])
  })
})

describe('reaching a folder', () => {
  it('tells a folder from a file and from nothing', async () => {
    const root = tempFolder('a.jpg')
    expect(await isReachable(root)).toBe(true)
    expect(await isReachable(join(root, 'a.jpg'))).toBe(false)
    expect(await isReachable(join(root, 'gone'))).toBe(false)
  })

  it('counts as away what does not answer in time', async () => {
    expect(await isReachable(tempFolder(), AbortSignal.abort())).toBe(false)
  })
})

describe.runIf(process.platform === 'linux')('the identity of a folder', () => {
  it('is the same through a link', async () => {
    const root = tempFolder('real/a.jpg')
    symlinkSync('real', join(root, 'link'))
    expect(await identifyFolder(join(root, 'link'))).toEqual(
      await identifyFolder(join(root, 'real')),
    )
    expect((await identifyFolder(join(root, 'real'))).pathInVolume).toMatch(/\/real$/)
  })

  it('is unknown for a folder that is not there', async () => {
    expect(await identifyFolder('/nowhere/at/all')).toEqual({
      volumeId: null,
      pathInVolume: null,
      isNetwork: false,
    })
  })

  it('leads nowhere where the system does not tell of its volumes', async () => {
    const { readFile } = promises
    onTestFinished(() => {
      Object.assign(promises, { readFile })
      syncBuiltinESMExports()
    })
    Object.assign(promises, { readFile: () => Promise.reject(new Error('no list of mounts')) })
    syncBuiltinESMExports()
    const identity = { volumeId: 'uuid:1', pathInVolume: '/', isNetwork: false }
    expect(await placesOf(identity)).toEqual([])
  })

  it('never leads to another place when the volume is unknown', async () => {
    expect(await placesOf({ volumeId: null, pathInVolume: '/', isNetwork: false })).toEqual([])
    expect(await placesOf({ volumeId: 'uuid:none', pathInVolume: '/', isNetwork: false })).toEqual(
      [],
    )
  })
})

const canMount = process.platform === 'linux' && process.geteuid?.() === 0
describe.runIf(canMount)('mounted volumes', () => {
  const mount = (folder: string, ...args: string[]): boolean => {
    mkdirSync(folder, { recursive: true })
    try {
      execFileSync('mount', [...args, folder], { stdio: 'ignore' })
    } catch {
      return false
    }
    onTestFinished(() => {
      execFileSync('sh', ['-c', 'umount -l "$0" 2>/dev/null || true', folder])
    })
    return true
  }

  it('have no identity in memory', async ({ skip }) => {
    const folder = join(tempFolder(), 'ram')
    if (!mount(folder, '-t', 'tmpfs', '-o', 'size=1m', 'none')) skip()
    mkdirSync(join(folder, 'DCIM'))
    expect(await identifyFolder(join(folder, 'DCIM'))).toEqual({
      volumeId: null,
      pathInVolume: '/DCIM',
      folderId: expect.any(String) as string,
      isNetwork: false,
    })
  })

  it('are found again at another place by their UUID', async ({ skip }) => {
    const root = tempFolder()
    const image = join(root, 'card.img')
    execFileSync('truncate', ['-s', '4M', image])
    execFileSync('mkfs.ext4', ['-q', image])
    const [before, after] = [join(root, 'before'), join(root, 'after')]
    if (!existsSync('/dev/disk/by-uuid') || !mount(before, '-o', 'loop', image)) skip()
    mkdirSync(join(before, 'DCIM'))
    const identity = await identifyFolder(join(before, 'DCIM'))
    execFileSync('umount', [before])
    expect(await placesOf(identity)).toEqual([])
    mount(after, '-o', 'loop', image)
    expect(await placesOf(identity)).toEqual([join(after, 'DCIM')])
  })
})
