// What `shoebox` says when its data folder cannot be made or used: one sentence with the folder, what is wrong and what would
// help, exit code 1, and nothing else.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { posixIt, posixDescribe } from '../builders/posix.ts'
import { openWorld, type Ended, type World } from './world.ts'

let world: World
let file: string
beforeAll(async () => {
  world = await openWorld()
  file = join(world.folder, 'notes.txt')
  writeFileSync(file, '')
})
afterAll(() => world.close())

const withData = (folder: string, words: readonly string[]): Promise<Ended> =>
  world.start(words, { SHOEBOX_DATA_DIR: folder }).ended

const sentence = (folder: string, what: string): string =>
  `${folder} cannot be used for Shoebox's own files: ${what}. SHOEBOX_DATA_DIR can name another folder.\n`

test.concurrent.each([
  ['status'],
  ['status', '--json'],
  ['history'],
  ['verify'],
  ['check', '.'],
  ['sign-in', '--no-browser'],
  ['backup', '.', '--once'],
  ['backup', '.', '--dry-run'],
])('%s %s', async (...words) => {
  const folder = join(file, 'data')
  expect(await withData(folder, words)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: sentence(
      folder,
      'something else lies there, or where a folder above it would be. Expected a folder, or nothing yet (ENOTDIR)',
    ),
  })
})

posixDescribe('says of a folder', () => {
  test('with a name too long that it is', async () => {
    const folder = join(world.folder, 'a'.repeat(300))
    const { code, stderr } = await withData(folder, ['status'])
    const what = 'the path is too long. Expected a shorter one (ENAMETOOLONG)'
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence(folder, what) })
  })

  test('whose link leads nowhere that it does', async () => {
    const folder = join(world.folder, 'link')
    symlinkSync(join(world.folder, 'drive', 'data'), folder)
    const { code, stderr } = await withData(folder, ['status'])
    const what =
      'a link or a drive on its way leads nowhere. Expected that drive, or another link (ENOENT)'
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence(folder, what) })
  })

  test.each(['renditions', 'catalogue.sqlite'])('which thing in it is none: %s', async (name) => {
    const folder = world.makeFolder(`holds ${name}`)
    const inside = join(folder, name)
    if (name === 'renditions') writeFileSync(inside, '')
    else mkdirSync(inside)
    const { code, stderr } = await withData(folder, ['backup', world.folder, '--once'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).toContain(`${inside} cannot be used for Shoebox's own files: something else`)
  })
})

posixIt('a folder that may not be written is refused, also before a dry run', async () => {
  const folder = world.makeFolder('locked')
  const env = { SHOEBOX_DATA_DIR: join(folder, 'data') }
  chmodSync(folder, 0o500)
  const what = 'you may not read and write there. Expected a folder of your own (EACCES)'
  for (const words of [['status'], ['backup', world.folder, '--dry-run']]) {
    const { code, stderr } = await world.start(words, env, true).ended
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence(env.SHOEBOX_DATA_DIR, what) })
  }
})
