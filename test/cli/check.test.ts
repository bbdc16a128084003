// `shoebox check` against the emulator: every way in which a photo may not be safe is planted and found, trouble at Google is never
// taken for an answer, and the exit codes and words are those that the help promises.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createFileVault } from '../../src/main/engine/file-vault.ts'
import { listedKinds } from '../builders/every-kind.ts'
import { largeJpeg, smallJpeg } from '../builders/jpegs.ts'
import { linkIt, posixIt } from '../builders/posix.ts'
import { openWorld, type Ended, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterEach(() => world.emulator.control.removeFaults())
afterAll(() => world.close())

let folders = 0
let photos = 1_000
/** A folder of its own for each test, with these photos, each of its own bytes. */
async function folderWith(...names: string[]): Promise<string> {
  const folder = world.makeFolder(`card ${(folders += 1)}`)
  for (const name of names) await put(folder, name)
  return folder
}
async function put(folder: string, name: string, bytes?: Buffer | string): Promise<string> {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, bytes ?? (await smallJpeg((photos += 1))))
  return path
}
/** The item at Google of the photo with this name. */
const itemOf = async (name: string): Promise<string> =>
  (await world.emulator.control.library()).find(({ filename }) => filename === name)?.id ?? ''

interface Unsafe {
  path: string
  reason: string
  detail: string | null
  isFolder?: true
}
interface Summary {
  event: 'summary'
  checked: number
  safe: number
  isWhole: boolean
  otherFiles: number
  links: number
  ownFiles: number
  passedBy: string[]
  datesAdded: number
  notSafe: Unsafe[]
}
const summaryOf = ({ stdout }: Ended): Summary =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary
/** The reasons by the paths in the folder. */
const reasonsIn = (folder: string, { notSafe }: Summary): Record<string, string> =>
  Object.fromEntries(
    notSafe.map(({ path, reason, detail }) => [
      path.slice(folder.length + 1).replaceAll('\\', '/'),
      detail === null ? reason : `${reason}: ${detail}`,
    ]),
  )
const checked = async (folder: string): Promise<Summary & { code: number | null }> => {
  const ended = await world.shoebox('check', folder, '--json')
  if (ended.stdout === '') throw new Error(ended.stderr)
  return { code: ended.code, ...summaryOf(ended) }
}

test('a folder of which everything is in Google Photos is safe, whoever brought it, and says what it does not know', async () => {
  const folder = await folderWith('a.jpg', 'day/b.jpg')
  writeFileSync(join(folder, 'copy of a.jpg'), readFileSync(join(folder, 'a.jpg')))
  writeFileSync(join(folder, 'notes.txt'), 'notes')
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 3 })
  // Copied elsewhere it is no source, and the same photos.
  const card = world.makeFolder('copied card')
  renameSync(join(folder, 'day/b.jpg'), join(card, 'other name.jpg'))
  const since = (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
  expect(await checked(card)).toMatchObject({ code: 0, checked: 1, safe: 1, notSafe: [] })
  const { code, stdout } = await world.shoebox('check', folder)
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: [
      'Safe to erase: all 2 photos and videos are in the Google Photos of first@example.test.',
      'Not looked at, and perhaps only here: 1 other file.',
      'Not known: whether Google still answers for what somebody has put into its trash, where it is deleted after a while.',
      '',
    ].join('\n'),
  })
  const asked = await world.requests(since)
  expect(asked.map(({ operation }) => operation)).toEqual(Array(2).fill('mediaItems.batchGet'))
})

test('every planted lie is found', async () => {
  const names = ['safe.jpg', 'changed.jpg', 'deleted.jpg', 'edited.jpg', 'DCIM/IMG_0001.JPG']
  const folder = await folderWith(...names)
  await put(folder, 'no photo.jpg', 'a text')
  await put(folder, 'large.jpg', await largeJpeg())
  await put(folder, 'film.mp4', (await listedKinds()).get('mp4'))
  expect(await world.backUp(folder, '--size', 'high')).toMatchObject({ done: 7, skipped: 1 })
  await put(folder, 'changed.jpg')
  await put(folder, 'never.jpg')
  await world.emulator.control.trash(await itemOf('deleted.jpg'))
  await world.emulator.control.edit({ id: await itemOf('edited.jpg'), width: 32, height: 24 })
  // Formatted, and the camera begins with the same name again; the older photo was kept under another.
  renameSync(join(folder, 'DCIM/IMG_0001.JPG'), join(folder, 'kept.jpg'))
  await put(folder, 'DCIM/IMG_0001.JPG')
  writeFileSync(join(folder, 'copy.jpg'), readFileSync(join(folder, 'safe.jpg')))
  const summary = await checked(folder)
  expect(summary).toMatchObject({ code: 3, checked: 11, safe: 3, isWhole: true })
  expect(reasonsIn(folder, summary)).toEqual({
    'changed.jpg': 'changed',
    'never.jpg': 'never-sent',
    'deleted.jpg': 'not-found',
    'edited.jpg': 'other-size',
    'DCIM/IMG_0001.JPG': 'changed',
    'no photo.jpg': 'skipped: not-a-photo',
    'large.jpg': 'reduced',
    'film.mp4': 'video-not-ready: processing',
  })
  const { code, stdout, stderr } = await world.shoebox('check', folder)
  expect(code).toBe(3)
  expect(stdout).toMatch(
    /^Not safe to erase: 8 of 11 photos and videos are not surely in Google Photos as here\.$/m,
  )
  expect(stdout).toContain('large.jpg": a smaller copy was sent: the original is only here')
  expect(stdout).toContain('edited.jpg": Google has it as 32 by 24, and here it is 64 by 48')
  expect(stdout).toContain('never.jpg": never sent')
  expect(`${stdout}${stderr}`).not.toContain('Safe to erase')
  // Once the film is through, it is safe.
  await world.emulator.control.changeSettings({ videoProcessingSeconds: 0 })
  expect(reasonsIn(folder, await checked(folder))).not.toHaveProperty('film.mp4')
  await world.emulator.control.changeSettings({ videosFail: true })
  expect(reasonsIn(folder, await checked(folder))['film.mp4']).toBe('video-not-ready: failed')
  await world.emulator.control.changeSettings({ videosFail: false })
})

test.each([
  [false, 3, { 'a.jpg': 'not-found' }],
  [true, 0, {}],
])(
  'what lies in the trash is found or not, as Google answers (%j)',
  async (trashedAreFound, code, reasons) => {
    const folder = await folderWith('a.jpg')
    await world.backUp(folder)
    const item = (await world.emulator.control.library()).at(-1)
    await world.emulator.control.trash(item?.id ?? '')
    await world.emulator.control.changeSettings({ trashedAreFound })
    const summary = await checked(folder)
    expect([summary.code, reasonsIn(folder, summary)]).toEqual([code, reasons])
    await world.emulator.control.changeSettings({ trashedAreFound: false })
  },
  120_000,
)

test('a date that was added there is told, and the photo is safe', async () => {
  const folder = await folderWith('IMG_20190714_120000.jpg')
  expect(await world.backUp(folder, '--undated', 'name')).toMatchObject({ code: 0, done: 1 })
  expect(await checked(folder)).toMatchObject({ code: 0, safe: 1, datesAdded: 1, notSafe: [] })
  const { stdout } = await world.shoebox('check', folder)
  expect(stdout).toContain(
    '1 has a date there that is not in the file here; the picture is the same.',
  )
})

posixIt(
  'a folder that cannot be read is not safe',
  async () => {
    const folder = await folderWith('a.jpg', 'closed/b.jpg')
    await world.backUp(folder)
    chmodSync(join(folder, 'closed'), 0)
    onTestFinished(() => chmodSync(join(folder, 'closed'), 0o700))
    const ended = await world.start(['check', folder, '--json'], {}, true).ended
    expect(ended.code).toBe(3)
    expect(summaryOf(ended)).toMatchObject({
      ...{ checked: 1, safe: 1, unlookedFolders: 1 },
      notSafe: [
        { path: join(folder, 'closed'), isFolder: true, reason: 'unreadable', detail: 'EACCES' },
      ],
    })
  },
  120_000,
)

linkIt(
  'links, hidden folders and other files are told of',
  async () => {
    const folder = await folderWith('a.jpg', '.hidden/b.jpg')
    writeFileSync(join(folder, 'a.xmp'), '<x/>')
    writeFileSync(join(folder, '.DS_Store'), '')
    symlinkSync(join(folder, '.hidden'), join(folder, 'link'))
    await world.backUp(folder)
    expect(await checked(folder)).toMatchObject({
      ...{
        code: 0,
        checked: 1,
        safe: 1,
        otherFiles: 1,
        links: 1,
        ownFiles: 1,
        passedBy: ['.hidden'],
      },
    })
    expect((await world.shoebox('check', folder)).stdout).toContain(
      'Not looked at, and perhaps only here: 1 other file; 1 link not followed; 1 file of the system or of programs; 1 folder of the system, of programs or hidden (".hidden").',
    )
  },
  120_000,
)

test('an empty folder is told to hold nothing', async () => {
  const { code, stdout } = await world.shoebox('check', await folderWith())
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'There is no photo or video in this folder.\n',
  })
})

describe('trouble at Google', () => {
  let many = ''
  beforeAll(async () => {
    many = await folderWith()
    await world.fill(many, 60, 5_000)
    expect(await world.backUp(many)).toMatchObject({ code: 0, done: 60 })
  })

  test.each([
    ['the day’s requests are used up', { kind: 'error', name: 'daily-quota' }, 'daily-quota'],
    ['Google has a problem', { kind: 'error', name: 'internal' }, 'server-error'],
    ['the line is cut', { kind: 'cut', afterResponseBytes: 0 }, 'cut-off'],
    ['another page answers', { kind: 'garbage', body: '<html>' }, 'offline'],
    ['the answer makes no sense', { kind: 'garbage', body: '{}' }, 'unexpected-answer'],
  ] as const)(
    'in the middle: %s',
    async (_, action, failure) => {
      await world.emulator.control.addFault({
        ...{ on: 'mediaItems.batchGet', skip: 1, times: 'always', action },
      })
      const summary = await checked(many)
      expect(summary).toMatchObject({ code: 3, checked: 60, safe: 50 })
      expect(summary.notSafe.map(({ reason, detail }) => `${reason}: ${detail ?? ''}`)).toEqual(
        Array(10).fill(`not-asked: ${failure}`),
      )
    },
    120_000,
  )

  test('is told in words, and never as safe', async () => {
    const folder = await folderWith('a.jpg')
    await world.backUp(folder)
    await world.emulator.control.addFault({
      ...{ on: 'mediaItems.batchGet', action: { kind: 'error', name: 'daily-quota' } },
    })
    const { code, stdout } = await world.shoebox('check', folder)
    expect([code, stdout.includes('Safe to erase')]).toEqual([3, false])
    expect(stdout).toContain('whether it is still there is not known')
  })

  test('that passes changes nothing', async () => {
    const folder = await folderWith('a.jpg')
    await world.backUp(folder)
    await world.emulator.control.addFault({
      ...{ on: 'mediaItems.batchGet', action: { kind: 'error', name: 'unavailable' } },
    })
    expect(await checked(folder)).toMatchObject({ code: 0, checked: 1, safe: 1 })
  })
})

describe('what cannot be carried out ends with 1 and a sentence:', () => {
  test('no folder, two, and one that is not there', async () => {
    const nowhere = join(world.dataFolder, 'nowhere')
    for (const [words, sentence] of [
      [[], 'Expected one folder: shoebox check FOLDER'],
      [['a', 'b'], 'Expected one folder: shoebox check FOLDER'],
      [[nowhere], `There is no folder ${nowhere}. Expected one that exists.`],
    ] as const) {
      const { code, stdout, stderr } = await world.shoebox('check', ...words)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toContain(sentence)
    }
  })

  test('nobody is signed in', async () => {
    const other = await openWorld()
    onTestFinished(() => other.close())
    expect(await other.shoebox('check', other.folder)).toEqual({
      ...{ code: 1, signal: null, stdout: '', stderr: 'Not signed in. Run: shoebox sign-in\n' },
    })
  })

  test('a table that would lie in the folder itself, or nowhere', async () => {
    const folder = await folderWith('a.jpg', 'day/b.jpg')
    const before = readdirSync(folder, { recursive: true }).sort()
    for (const file of [join(folder, 'all.csv'), join(folder, 'day', 'all.csv')]) {
      const { code, stderr } = await world.shoebox('check', folder, '--csv', file)
      expect([code, stderr]).toEqual([
        1,
        `That was not understood: --csv is "${file}". Expected a file outside the folder that is checked.\n`,
      ])
    }
    const away = join(folder, 'no', 'such', 'all.csv')
    expect((await world.shoebox('check', folder, '--csv', away)).stderr).toContain(
      'There is no folder',
    )
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before)
  })
})

test('the table has every file, and no spreadsheet runs anything in it', async () => {
  const folder = await folderWith('a.jpg', '=1+2.jpg')
  await world.backUp(folder)
  await put(folder, 'b, or not.jpg')
  const file = join(world.makeFolder('tables'), 'all.csv')
  writeFileSync(file, 'an older table')
  expect((await world.shoebox('check', folder, '--csv', file, '--json')).code).toBe(3)
  const text = readFileSync(file, 'utf8')
  expect(text.startsWith('\uFEFFpath,safe,reason,detail,date added,size in bytes\r\n')).toBe(true)
  const lines = text.trimEnd().split('\r\n').slice(1).sort()
  expect(lines).toHaveLength(3)
  const name = (line: string): string => line.slice(folder.length).replaceAll('\\', '/')
  expect(lines.map((line) => name(line).replace(/\d+$/, 'N'))).toEqual([
    expect.stringMatching(/or not\.jpg",no,never-sent,,,N$/),
    expect.stringMatching(/^\/=1\+2\.jpg,yes,,,,N$/),
    expect.stringMatching(/^\/a\.jpg,yes,,,,N$/),
  ])
  expect(readdirSync(join(file, '..'))).toEqual(['all.csv'])
})

posixIt(
  'while a backup runs it is the one that checks, and goes on',
  async () => {
    const folder = await folderWith('a.jpg')
    const since = (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
    const { child, ended } = world.start(['backup', folder, '--json'])
    onTestFinished(() => void child.kill())
    // Before that a check would be the first to hold the catalogue.
    await world.emulator.control.waitFor((row) => row.operation === 'batchCreate', {
      ...{ since, timeoutMs: 60_000 },
    })
    await expect
      .poll(() => checked(folder), { timeout: 60_000 })
      .toMatchObject({ code: 0, safe: 1 })
    const card = await folderWith('never.jpg')
    const summary = await checked(card)
    expect([summary.code, reasonsIn(card, summary)]).toEqual([3, { 'never.jpg': 'never-sent' }])
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  },
  120_000,
)

posixIt(
  'a check that is killed in the middle leaves nothing, and one that is stopped says that it is not whole',
  async () => {
    const folder = await folderWith('a.jpg')
    await world.backUp(folder)
    const table = join(world.makeFolder('killed'), 'all.csv')
    const before = readdirSync(world.dataFolder).sort()
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const since = (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
      await world.emulator.control.addFault({
        ...{ on: 'mediaItems.batchGet', action: { kind: 'stall' } },
      })
      const { child, ended } = world.start(['check', folder, '--csv', table])
      await world.emulator.control.waitFor((row) => row.operation === 'mediaItems.batchGet', {
        ...{ since, timeoutMs: 60_000 },
      })
      child.kill(signal)
      const { code, stdout } = await ended
      if (signal === 'SIGTERM')
        expect([code, stdout]).toEqual([3, expect.stringContaining('Not safe to erase: ')])
      else expect(stdout).toBe('')
      await world.emulator.control.removeFaults()
      expect(existsSync(table)).toBe(signal === 'SIGTERM')
      rmSync(table, { force: true })
      expect(readdirSync(join(table, '..'))).toEqual([])
    }
    expect((await world.shoebox('verify')).code).toBe(0)
    const isLog = (name: string): boolean => /-(?:wal|shm)$/.test(name)
    expect(
      readdirSync(world.dataFolder)
        .filter((name) => !isLog(name))
        .sort(),
    ).toEqual(before.filter((name) => !isLog(name)))
  },
  120_000,
)

// The last one: the client stays another.
test('what another Google client brought is told so, and never that it is gone', async () => {
  const folder = await folderWith('a.jpg')
  await world.backUp(folder)
  const another = await world.emulator.control.putClient({})
  const { refreshToken } = await world.emulator.control.signIn({ clientId: another.clientId })
  const vault = createFileVault(world.dataFolder, world.emulator.origin)
  await vault.saveClient(another)
  const kept = await vault.load()
  if (kept === null) throw new Error('Nobody is signed in')
  await vault.save({ ...kept, refreshToken, clientId: another.clientId })
  const summary = await checked(folder)
  expect([summary.code, reasonsIn(folder, summary)]).toEqual([3, { 'a.jpg': 'other-client' }])
})
