// Photos in places that are easily missed: below names that are not UTF-8, behind links, and where nobody may look. They go
// up, or the summary, `status` and the exit code tell of them, also to whoever asks later.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { statusSchema, type SourceView } from '../../src/shared/status.ts'
import { largeJpeg, smallJpeg } from '../builders/jpegs.ts'
import { linkIt } from '../builders/posix.ts'
import { hashOf, openWorld, summaryIn, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

const sourceAt = async (path: string): Promise<SourceView | undefined> => {
  const { stdout } = await world.shoebox('status', '--json')
  return statusSchema.parse(JSON.parse(stdout)).sources.find((source) => source.path === path)
}

describe.runIf(process.platform === 'linux')('names that are not UTF-8', () => {
  test('hide no photo: each goes up, reduced where that is wished, and stays known', async () => {
    const folder = world.makeFolder('old disk')
    const inBytes = (path: string): Buffer =>
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')])
    mkdirSync(inBytes('\xc9t\xe9/No\xebl'), { recursive: true })
    const [small, twin, large] = [await smallJpeg(1), await smallJpeg(2), await largeJpeg()]
    writeFileSync(inBytes('\xc9t\xe9/No\xebl/small.jpg'), small)
    writeFileSync(inBytes('\xc9t\xe9/\xe9.jpg'), large)
    // Its name looks like what the one above is called here.
    writeFileSync(inBytes('\xc9t\xe9/\\xe9.jpg'), twin)
    expect(await world.backUp(folder, '--size', 'high')).toMatchObject({
      ...{ code: 0, found: 3, done: 3, duplicates: 0, unreadable: 0, otherFiles: 0 },
    })
    const library = await world.libraryHashes()
    expect(library).toEqual(expect.arrayContaining([hashOf(small), hashOf(twin)]))
    expect(library).not.toContain(hashOf(large))
    expect(library).toHaveLength(3)
    const names = (await world.emulator.control.library()).map(({ filename }) => filename)
    expect(names.sort()).toEqual(['\\xe9.jpg', 'small.jpg', 'é.jpg'])
    const { stdout } = await world.shoebox('history', '--json')
    expect(stdout).toContain(JSON.stringify('\\xc9t\\xe9/No\\xebl'))
    // Nothing is new the next time, and a folder that gets a right name brings nothing twice.
    expect(await world.backUp(folder)).toMatchObject({ code: 0, found: 3, done: 3, requests: 0 })
    execFileSync('sh', ['-c', 'mv "$0"/* "$0/summer"', folder])
    expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 3, requests: 0 })
    expect(await world.libraryHashes()).toEqual(library)
    expect(await world.shoebox('verify')).toMatchObject({ code: 0 })
  })
})

describe('links in a folder', () => {
  linkIt(
    'are counted and said, followed where that is wished, and no photo of them goes up twice',
    async () => {
      const outside = world.makeFolder('elsewhere')
      const folder = world.makeFolder('with links')
      const large = sharp(await largeJpeg()).jpeg({
        ...{ quality: 98, chromaSubsampling: '4:4:4' },
      })
      const inAlbum = await large.clone().flip().toBuffer()
      const alone = await large.clone().flop().toBuffer()
      const own = await smallJpeg(5)
      mkdirSync(join(outside, 'album'))
      writeFileSync(join(outside, 'album/1.jpg'), inAlbum)
      writeFileSync(join(outside, 'alone.jpg'), alone)
      writeFileSync(join(folder, 'own.jpg'), own)
      for (const [target, link] of [
        [join(outside, 'album'), 'album'],
        [join(outside, 'album'), 'album again'],
        [join(outside, 'album/1.jpg'), 'favourite.jpg'],
        [join(outside, 'alone.jpg'), 'alone.jpg'],
        ['.', 'loop'],
      ] as const)
        symlinkSync(target, join(folder, link))
      symlinkSync(outside, join(outside, 'album/round'))
      const before = await world.libraryHashes()

      const inHigh = ['--size', 'high']
      expect(await world.backUp(folder, ...inHigh)).toMatchObject({
        ...{ code: 0, found: 1, done: 1, links: 5 },
      })
      // Whoever asks later, with nothing scanned anew, is told so as well.
      expect(await sourceAt(folder)).toMatchObject({ links: 5, followLinks: false })
      const status = await world.shoebox('status')
      expect(status.stdout).toContain(`Folder: ${folder} (1 of 1, 5 links not followed)`)

      const followed = await world.backUp(folder, '--follow-links')
      expect(followed).toMatchObject({ code: 0, failed: 0, skipped: 0, waiting: 0, links: 1 })
      // Copies of what lies behind links are made as of everything else.
      const sent = (await world.libraryHashes()).filter((sha256) => !before.includes(sha256))
      expect(sent).toHaveLength(3)
      expect(sent).toContain(hashOf(own))
      for (const bytes of [inAlbum, alone]) expect(sent).not.toContain(hashOf(bytes))
      expect(await sourceAt(folder)).toMatchObject({ links: 1, followLinks: true })

      // The choice is kept; what a link leads to is looked at each time.
      writeFileSync(join(outside, 'album/later.jpg'), await smallJpeg(6))
      expect(await world.backUp(folder)).toMatchObject({ code: 0, done: followed.done + 1 })
      expect(await world.libraryHashes()).toHaveLength(before.length + 4)

      // What is no longer followed is no longer there, and stays in the library.
      expect(await world.backUp(folder, '--no-follow-links')).toMatchObject({ code: 0, links: 5 })
      expect(await sourceAt(folder)).toMatchObject({ links: 5, followLinks: false })
      expect(await world.libraryHashes()).toHaveLength(before.length + 4)
      expect(await world.shoebox('verify')).toMatchObject({ code: 0 })
    },
    120_000,
  )
})

// Windows has no modes that keep a folder from its owner.
describe.runIf(process.platform === 'linux')('what may not be looked at', () => {
  let folder = ''
  const closed = ['closed', 'unreadable']
  beforeAll(async () => {
    folder = world.makeFolder('rights')
    await world.fill(folder, 1, 100)
    mkdirSync(join(folder, 'closed'))
    writeFileSync(join(folder, 'closed/inside.jpg'), await smallJpeg(7))
    writeFileSync(join(folder, 'unreadable'), await smallJpeg(8))
  })
  afterEach(() => {
    for (const name of closed) chmodSync(join(folder, name), 0o755)
  })
  const close = (): void => {
    for (const name of closed) chmodSync(join(folder, name), 0)
  }

  test('is named, counted and remembered, and the run ends with 3 until it may be', async () => {
    close()
    const words = ['backup', folder, '--once']
    const ended = await world.start(words, {}, true).ended
    expect(ended.code).toBe(3)
    for (const name of closed)
      expect(ended.stderr).toContain(`${join(folder, name)} cannot be read (EACCES).`)
    expect(ended.stderr).not.toContain('Backup complete')
    expect(ended.stdout).toContain('1 found, 1 in the library, 2 could not be read; ')
    const again = await world.start([...words, '--json'], {}, true).ended
    expect(again.code).toBe(3)
    expect(summaryIn(again.stdout)).toMatchObject({ unreadable: 2, unreadableFolders: 1, found: 1 })
    // Asked by somebody who scans nothing.
    expect(await sourceAt(folder)).toMatchObject({ unreadableFolders: 1, unreadableFiles: 1 })
    const status = await world.shoebox('status')
    expect(status.stdout).toContain(`Folder: ${folder} (1 of 1, 2 cannot be read)`)
    for (const name of closed) chmodSync(join(folder, name), 0o755)
    expect(await world.backUp(folder)).toMatchObject({ code: 0, found: 3, done: 3, unreadable: 0 })
    expect(await sourceAt(folder)).toMatchObject({ unreadableFolders: 0, unreadableFiles: 0 })
  })

  test('ends a watch with 3 as well, and what was known there stays', async () => {
    chmodSync(join(folder, 'closed'), 0)
    const running = world.start(['backup', folder, '--json'], {}, true)
    await expect
      .poll(() => sourceAt(folder), { timeout: 60_000 })
      .toMatchObject({ state: 'watching', unreadableFolders: 1, done: 3 })
    running.child.kill('SIGTERM')
    const ended = await running.ended
    expect(ended).toMatchObject({ code: 3, signal: null })
    expect(summaryIn(ended.stdout)).toMatchObject({ found: 3, done: 3, gone: 0, failed: 0 })
    expect(await world.shoebox('verify')).toMatchObject({ code: 0 })
    chmodSync(join(folder, 'closed'), 0o755)
    expect(await world.backUp(folder)).toMatchObject({ code: 0, unreadable: 0 })
  })
})
