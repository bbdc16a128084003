// `shoebox sign-in --no-browser`: one JSON line with the address, and what becomes of every way through the browser.
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { posixIt } from '../builders/posix.ts'
import { keptWhere } from '../../src/main/cli/words.ts'
import { openWorld, type Ended, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterEach(() =>
  world.emulator.control.changeSettings({ consentDeny: false, consentScopes: 'asked' }),
)
afterAll(() => world.close())

/** Signs in, and goes through the browser's part as its user would. */
async function signInThroughBrowser(...words: string[]): Promise<Ended & { page: string }> {
  const { firstLine, ended } = world.start(['sign-in', '--no-browser', ...words])
  const told = JSON.parse(await firstLine) as { event: string; url: string }
  expect(told.event).toBe('sign-in-url')
  const page = await (await fetch(told.url)).text()
  return { ...(await ended), page }
}

test.each<[NodeJS.Platform, string]>([
  ['linux', 'a file that only you can read (mode 0600)'],
  ['darwin', 'a file that only you can read (mode 0600)'],
  ['win32', 'which is closed to other users where the drive has access lists'],
])('on %s what is said of who can read the sign-in is true', (platform, words) => {
  expect(keptWhere('sign-in.json', '/data', platform)).toBe(
    `The sign-in is kept in sign-in.json in /data, ${words}; whoever can read your files can use it.`,
  )
})

describe('the way through the browser', () => {
  test('that is refused ends with a sentence and leaves nobody signed in', async () => {
    await world.emulator.control.changeSettings({ consentDeny: true })
    expect(await signInThroughBrowser('--client', world.emulator.clientFile)).toMatchObject({
      code: 1,
      stderr: 'The sign-in was refused in the browser. Run: shoebox sign-in\n',
    })
  })

  test('that leaves out a permission says so', async () => {
    await world.emulator.control.changeSettings({ consentScopes: [] })
    expect(await signInThroughBrowser()).toMatchObject({
      code: 1,
      stderr: 'A permission was not given. Run: shoebox sign-in, and leave every box ticked.\n',
    })
  })

  test('that is gone to its end signs in, and says where the sign-in is kept and who can read it', async () => {
    const ended = await signInThroughBrowser()
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stdout.trim().split('\n')).toHaveLength(1)
    expect(ended.stderr).toBe(
      `Signed in as first@example.test. ${keptWhere('sign-in.json', world.dataFolder)}\n`,
    )
    const { stdout } = await world.shoebox('status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      signIn: { kind: 'signed-in', email: 'first@example.test' },
    })
  })

  test('by another than expected is signed out again, and by the one expected is theirs', async () => {
    const other = await signInThroughBrowser('--account', 'second@example.test')
    expect(other).toMatchObject({
      code: 1,
      stderr:
        'Signed in as first@example.test, which is not expected; signed out again.\nNothing is sent to it.\n',
    })
    const signedOut = JSON.parse((await world.shoebox('status', '--json')).stdout) as object
    expect(signedOut).toMatchObject({ signIn: { kind: 'signed-out' } })
    expect(await signInThroughBrowser('--account', 'First@example.test')).toMatchObject({ code: 0 })
    const { signIn } = JSON.parse((await world.shoebox('status', '--json')).stdout) as {
      signIn: object
    }
    expect(signIn).toMatchObject({ kind: 'signed-in' })
    expect(signIn).not.toHaveProperty('isUnconfirmed')
  })

  posixIt('keeps the sign-in where nobody else can read it', () => {
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
    expect(modeOf(join(world.dataFolder, 'sign-in.json'))).toBe('600')
    expect(modeOf(world.dataFolder)).toBe('700')
  })

  posixIt('that nobody goes ends with the signal that ends the wait', async () => {
    const { child, firstLine, ended } = world.start(['sign-in', '--no-browser'])
    await firstLine
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 1, signal: null })
  })
})

describe('a client file', () => {
  const refused = 'The client file is'
  test.concurrent.each([
    ['not JSON', 'client_id=1', `${refused} not JSON. Expected the file that Google Cloud offers`],
    [
      'of a web application',
      '{"web":{"client_id":"a","client_secret":"b"}}',
      `${refused} of the type "Web application". Expected one of the type "Desktop app".`,
    ],
    [
      'of anything else',
      '{"type":"service_account"}',
      `${refused} not a Google OAuth client. Expected {"installed":{`,
    ],
  ])('%s is refused with what was expected', async (name, text, sentence) => {
    const file = join(world.makeFolder('clients'), `${name}.json`)
    writeFileSync(file, text)
    const { ended } = world.start(['sign-in', '--no-browser', '--client', file], {
      SHOEBOX_DATA_DIR: world.makeFolder(`data for ${name}`),
    })
    const { code, stdout, stderr } = await ended
    expect(stderr).toContain(sentence)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })

  test('that is missing is named', async () => {
    const { code, stderr } = await world.shoebox('sign-in', '--client', '/nowhere/client.json')
    expect(stderr).toContain('/nowhere/client.json cannot be read (ENOENT). Expected the JSON file')
    expect(code).toBe(1)
  })

  test('is asked for when there is none', async () => {
    const { ended } = world.start(['sign-in', '--no-browser'], {
      SHOEBOX_DATA_DIR: world.makeFolder('data without client'),
    })
    expect(await ended).toMatchObject({
      code: 1,
      stderr: 'There is no Google client yet. Run: shoebox sign-in --client FILE.json\n',
    })
  })

  posixIt(
    'that Google does not know is found out in the browser, and the sign-in does not hang',
    async () => {
      const file = join(world.makeFolder('clients'), 'unknown.json')
      writeFileSync(file, '{"installed":{"client_id":"strange","client_secret":"b"}}')
      const { child, firstLine, ended } = world.start(
        ['sign-in', '--no-browser', '--client', file],
        {
          SHOEBOX_DATA_DIR: world.makeFolder('data of an unknown client'),
        },
      )
      const { url } = JSON.parse(await firstLine) as { url: string }
      expect((await fetch(url)).status).toBe(401)
      child.kill('SIGINT')
      expect(await ended).toMatchObject({ code: 1, signal: null })
    },
  )
})
