// What `shoebox` answers to words it does not know and to folders it cannot use: a sentence that says what was
// expected, exit code 1, and nothing changed.
import { once } from 'node:events'
import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkIt, posixIt } from '../builders/posix.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe('a wrong command line', () => {
  test.concurrent.each([
    ['an unknown command', ['upload'], 'There is no command "upload". Expected one of: sign-in,'],
    ['an unknown option', ['status', '--colour'], "Unknown option '--colour'"],
    ['a missing value', ['backup', 'x', '--size'], "Option '--size <value>' argument missing"],
    ['no folder', ['backup', '--once'], 'No folder was named. Expected: shoebox backup FOLDER...'],
    ['an unknown size', ['backup', 'x', '--size', 'big'], 'Expected one of: original, high.'],
    ['unknown limits', ['backup', 'x', '--limits', 'none'], 'Expected one of: google, small.'],
    [
      'an option and its opposite',
      ['backup', 'x', '--follow-links', '--no-follow-links'],
      'Expected either --follow-links or --no-follow-links.',
    ],
    [
      'an unknown state',
      ['history', '--state', 'lost'],
      '--state is "lost". Expected one of: found,',
    ],
    ['a wrong limit', ['history', '--limit', '0'], 'Expected a whole number above zero.'],
    ['words too many', ['verify', 'me'], '"me" was not understood. Expected only options.'],
  ])('%s is answered with what was expected', async (_, words, sentence) => {
    const { code, stdout, stderr } = await world.shoebox(...words)
    expect(stderr).toContain(sentence)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })

  test('asking for help is no mistake, calling without words is', async () => {
    const [help, nothing] = await Promise.all([world.shoebox('--help'), world.shoebox()])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('shoebox backup FOLDER...')
    expect(nothing).toEqual({ ...help, code: 1 })
  })
})

test('no word, name or path speaks to the terminal', async () => {
  const { stdout, stderr } = await world.shoebox('up\u001b]0;x\u0007\u009b2J')
  expect(stdout).toBe('')
  expect(stderr).toMatch(
    /^There is no command "up\\u001b\]0;x\\u0007\\u009b2J"\. Expected one of: /,
  )
})

describe('a stand-in for Google', () => {
  test.each([
    ['not on this computer', 'http://192.0.2.7:8090'],
    ['not plain HTTP', 'https://127.0.0.1:8090'],
    ['no address', 'emulator'],
  ])('that is %s is refused', async (_, origin) => {
    const { ended } = world.start(['status'], { SHOEBOX_GOOGLE_ORIGIN: origin })
    expect(await ended).toMatchObject({
      code: 1,
      stderr: `SHOEBOX_GOOGLE_ORIGIN is "${origin}". Expected a loopback origin such as http://127.0.0.1:8090, or nothing.\n`,
    })
  })
})

describe('a sign-in', () => {
  test('that is kept for one origin is served to no other, and survives the attempt', async () => {
    const mine = await openWorld()
    const heard: string[] = []
    const thief = createServer((request, response) => {
      heard.push(`${request.method ?? ''} ${request.url ?? ''}`)
      response.end('{}')
    })
    try {
      thief.listen(0, '127.0.0.1')
      await once(thief, 'listening')
      await mine.signIn()
      const before = readFileSync(join(mine.dataFolder, 'sign-in.json'), 'utf8')
      const SHOEBOX_GOOGLE_ORIGIN = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`
      for (const words of [
        ['status'],
        ['backup', mine.folder, '--once'],
        ['history'],
        ['verify'],
      ]) {
        const { stdout } = await mine.start(words, { SHOEBOX_GOOGLE_ORIGIN }).ended
        expect(stdout).not.toContain('first@example.test')
      }
      const { stdout } = await mine.start(['status'], { SHOEBOX_GOOGLE_ORIGIN }).ended
      expect(stdout).toContain(`Not Google: a stand-in at ${SHOEBOX_GOOGLE_ORIGIN}`)
      expect(heard).toEqual([])
      expect(readFileSync(join(mine.dataFolder, 'sign-in.json'), 'utf8')).toBe(before)
      expect((await mine.shoebox('status')).stdout).toContain('Account: first@example.test')
    } finally {
      thief.close()
      await mine.close()
    }
  })
})

posixIt(
  'a data folder that others may write into is refused with a sentence, and one that is taken is closed',
  async () => {
    const shared = world.makeFolder('shared')
    writeFileSync(join(shared, 'notes.txt'), '')
    chmodSync(shared, 0o777)
    const { ended } = world.start(['status'], { SHOEBOX_DATA_DIR: shared })
    expect(await ended).toMatchObject({
      code: 1,
      stderr: `Others may write into ${shared}. Expected a folder of your own (chmod go-w); nothing was changed.\n`,
    })
    expect(readdirSync(shared)).toEqual(['notes.txt'])
    const own = world.makeFolder('own')
    chmodSync(own, 0o755)
    expect(await world.start(['status'], { SHOEBOX_DATA_DIR: own }).ended).toMatchObject({
      code: 0,
    })
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
    expect(modeOf(own)).toBe('700')
    expect(modeOf(join(own, 'catalogue.sqlite'))).toBe('600')
  },
)

test('a backup without a sign-in says how to sign in', async () => {
  expect(await world.shoebox('backup', world.folder, '--once')).toMatchObject({
    code: 1,
    stderr: 'Not signed in. Run: shoebox sign-in\n',
  })
})

describe('of several folders of which one is wrong, none is added', () => {
  beforeAll(() => world.signIn())
  const sources = async (): Promise<unknown[]> => {
    const { stdout } = await world.shoebox('status', '--json')
    return (JSON.parse(stdout) as { sources: unknown[] }).sources
  }

  test('one that does not exist', async () => {
    const missing = join(world.folder, 'nowhere')
    const ended = await world.shoebox('backup', world.folder, missing, '--once')
    expect(ended).toMatchObject({
      code: 1,
      stderr: `There is no folder ${missing}. Expected one that exists.\n`,
    })
    expect(await sources()).toEqual([])
  })

  test('one that is a file', async () => {
    const file = join(world.folder, 'file.jpg')
    writeFileSync(file, 'x')
    expect(await world.shoebox('backup', world.folder, file, '--once')).toMatchObject({
      code: 1,
      stderr: `${file} is not a folder. Expected a folder with photos.\n`,
    })
    expect(await sources()).toEqual([])
  })

  linkIt('one that lies in another, by whatever name', async () => {
    const inside = world.makeFolder('photos/inside')
    const link = join(world.makeFolder('links'), 'to-inside')
    symlinkSync(inside, link)
    expect(await world.shoebox('backup', world.folder, link, '--once')).toMatchObject({
      code: 1,
      stderr: `The folder ${inside} overlaps ${world.folder}, which is backed up already. Expected one apart from it.\n`,
    })
    expect(await world.shoebox('backup', inside, world.folder, '--once')).toMatchObject({
      code: 1,
      stderr: `The folder ${world.folder} overlaps ${inside}, which is backed up already. Expected one apart from it.\n`,
    })
    expect(await sources()).toEqual([])
  })
})

describe('of several folders of which one is away', () => {
  test('that one is named, and the others go on', async () => {
    const drive = world.makeFolder('drive')
    const home = world.makeFolder('home')
    await world.fill(drive, 1)
    expect(await world.backUp(drive)).toMatchObject({ code: 0, done: 1, away: [] })
    await world.fill(home, 2)
    renameSync(drive, `${drive} in a drawer`)
    const ended = await world.shoebox('backup', drive, home, '--once')
    expect(ended).toMatchObject({ code: 3 })
    expect(ended.stderr).toContain('drive is not connected.')
    expect(ended.stdout).toContain('3 found, 3 in the library')
    expect(ended.stdout).toContain(`not connected: ${drive}`)
    const again = await world.backUp(drive, home)
    expect(again).toMatchObject({ code: 3, done: 3, gone: 0, away: [drive] })
  })
})
