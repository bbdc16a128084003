// Files that only the cloud has, on Windows: what its attributes say, what is asked for once, and what stands without an answer.
// PowerShell is injected; its answers are in the form in which the question asks for them.
import fs, { writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WalkEvent } from '../../../src/main/engine/ports/files.ts'
import { createCloudLook } from '../../../src/main/engine/scan/cloud-look.ts'
import {
  cloudAttributes,
  createCloudTest,
  forPowerShell,
  isOnlyInCloud,
  readAnswer,
  type CloudNames,
} from '../../../src/main/engine/scan/cloud-windows.ts'
import { createWalker } from '../../../src/main/engine/scan/index.ts'
import { createFolderCalls } from '../../../src/main/engine/scan/folder-calls.ts'
import { readFolder } from '../../../src/main/engine/scan/read-folder.ts'
import type { WalkedEvent } from '../../../src/main/engine/scan/strangers.ts'
import { toFolderPath } from '../../../src/main/engine/scan/system-path.ts'
import { posixIt } from '../../builders/posix.ts'
import { tempFolder } from './temp-folder.ts'

// The figures are those of Microsoft's page on the states of OneDrive's files, and of winnt.h.
describe('the attributes of a file', () => {
  it.each([
    ['OneDrive, online only', 5_248_544, true],
    ['OneDrive, always here', 525_344, false],
    ['OneDrive, here for now', 0x420, false],
    ['recall on open alone', 0x4_0020, true],
    ['recall on data access alone', 0x40_0020, true],
    ['offline, as an archive on tape has it', 0x1020, true],
    ['compressed', 0x820, false],
    ['sparse and a reparse point, as deduplication leaves it', 0x620, false],
    ['an archive bit', 0x20, false],
  ])('%s', (_, attributes, isInCloud) => {
    expect((attributes & cloudAttributes) !== 0).toBe(isInCloud)
  })
})

describe('an answer', () => {
  it.each<[string, string, (string[] | null)[]]>([
    [
      'names the files of each folder',
      '=\n/a.jpg\n/b.jpg\n=\n/c.jpg\n',
      [['a.jpg', 'b.jpg'], ['c.jpg']],
    ],
    ['names none', '=\n=\n', [[], []]],
    ['tells a folder that could not be listed', '?\n=\n/c.jpg\n', [null, ['c.jpg']]],
    ['ends before its time', '=\n/a.jpg\n', [['a.jpg'], null]],
    ['is none', '', [null, null]],
    ['comes with lines of Windows', '=\r\n/a.jpg\r\n=\r\n', [['a.jpg'], []]],
    ['keeps names that look like its own marks', '=\n/=\n/?\n=\n', [['=', '?'], []]],
    ['keeps blanks and any script', '=\n/ Ölüdeniz 日本 .jpg\n=\n', [[' Ölüdeniz 日本 .jpg'], []]],
  ])('%s', (_, answer, names) => {
    expect(readAnswer(answer, 2).map((all) => all && [...all])).toEqual(names)
  })
})

it.each([
  ['\\\\?\\C:\\Users\\me\\Pictures', 'C:\\Users\\me\\Pictures'],
  ['\\\\?\\UNC\\nas\\photos\\2024', '\\\\nas\\photos\\2024'],
  ['\\\\?\\C:\\Trip.', '\\\\?\\C:\\Trip.'],
  ['\\\\?\\C:\\Trip \\more', '\\\\?\\C:\\Trip \\more'],
  [`\\\\?\\C:\\${'long'.repeat(80)}`, `\\\\?\\C:\\${'long'.repeat(80)}`],
])('a folder %s is asked for as %s', (path, asked) => {
  expect(forPowerShell(path)).toBe(asked)
})

/** A look with a PowerShell that knows which files the cloud has, and notes what it is asked for. */
function lookWith(answer: (folder: string) => CloudNames, isThere = () => true) {
  const asked: string[][] = []
  let time = 0
  const look = createCloudLook(
    (folders) => {
      asked.push([...folders])
      return Promise.resolve(isThere() ? folders.map(answer) : null)
    },
    () => time,
  )
  return { look, asked, pass: (ms: number) => (time += ms) }
}

const signal = new AbortController().signal
const root = '/photos'

/** A folder with a file of which Windows does not tell whether it is here, and one of which it does. */
const listing = (folder: string, part: { mtimeUs?: number; flags?: number } = {}): WalkedEvent => {
  const { mtimeUs = 1, flags = 4 } = part
  const entry = (name: string) => ({
    ...{ name, sizeBytes: 9_999, mtimeUs, ctimeUs: 1, inode: 1 },
    ...{ isOnlineOnly: (flags & 1) !== 0, isNameUnusable: false },
  })
  return {
    kind: 'listing',
    listing: {
      folder,
      entries: [entry('a.jpg'), entry('clear.jpg')],
      unnamed: [entry('IMG_0001')],
      otherFiles: 0,
      subfolders: [],
      unclear: new Map([
        ['a.jpg', flags],
        ['IMG_0001', flags],
      ]),
    },
  }
}
const onlineIn = (events: readonly WalkedEvent[]): string[] =>
  events.flatMap((event) =>
    event.kind !== 'listing'
      ? []
      : [...event.listing.entries, ...event.listing.unnamed]
          .filter((entry) => entry.isOnlineOnly)
          .map(({ name }) => `${event.listing.folder}/${name}`),
  )
const inRoot = (folder: string): string => toFolderPath(root, folder)

describe('a look', () => {
  it('tells files that only the cloud has, whatever their blocks say, and leaves the others', async () => {
    const { look } = lookWith(() => new Set(['IMG_0001', 'clear.jpg']))
    expect(onlineIn(await look(root, [listing('a')], signal))).toEqual(['a/IMG_0001'])
    const withoutBlocks = [listing('b', { flags: 5 })]
    expect(onlineIn(await look(root, withoutBlocks, signal))).toEqual(['b/clear.jpg', 'b/IMG_0001'])
  })

  it('takes a file that owns no block and is here for what it is', async () => {
    const { look } = lookWith(() => new Set())
    const events = await look(root, [listing('a', { flags: 5 })], signal)
    expect(onlineIn(events)).toEqual(['a/clear.jpg'])
  })

  it('asks for several folders at once, for each once, and again for one in which something changed', async () => {
    const { look, asked } = lookWith(() => new Set())
    const three = [listing('a'), listing('b'), listing('c')]
    await look(root, three, signal)
    await look(root, three, signal)
    await look(
      root,
      [listing('a'), listing('b', { mtimeUs: 2 }), listing('c', { flags: 12 })],
      signal,
    )
    expect(asked).toEqual([
      [inRoot('a'), inRoot('b'), inRoot('c')],
      [inRoot('b'), inRoot('c')],
    ])
  })

  it('asks for nothing where every file is clear', async () => {
    const { look, asked } = lookWith(() => new Set())
    const event = listing('a')
    if (event.kind === 'listing') delete event.listing.unclear
    expect(await look(root, [event, { kind: 'missing', folder: 'x' }], signal)).toEqual([
      event,
      { kind: 'missing', folder: 'x' },
    ])
    expect(asked).toEqual([])
  })

  it('asks for many folders in parts', async () => {
    const { look, asked } = lookWith(() => new Set())
    const folders = Array.from({ length: 40 }, (_, index) => `${index}`)
    await look(
      root,
      folders.map((folder) => listing(folder)),
      signal,
    )
    expect(asked.map((part) => part.length)).toEqual([16, 16, 8])
    const long = Array.from({ length: 3 }, (_, index) => `${index}${'long/'.repeat(2_000)}`)
    await look(
      root,
      long.map((folder) => listing(folder)),
      signal,
    )
    expect(asked.slice(3).map((part) => part.length)).toEqual([1, 1, 1])
  })

  it('lets the blocks stand for a folder that could not be listed, and asks for it again', async () => {
    const { look, asked } = lookWith(() => null)
    const events = [listing('a', { flags: 5 })]
    expect(onlineIn(await look(root, events, signal))).toHaveLength(3)
    await look(root, events, signal)
    expect(asked).toHaveLength(2)
  })

  it('where PowerShell may not run lets the blocks stand, and asks again after an hour', async () => {
    let isThere = false
    const { look, asked, pass } = lookWith(
      () => new Set(['a.jpg']),
      () => isThere,
    )
    const events = [listing('a')]
    expect(onlineIn(await look(root, events, signal))).toEqual([])
    isThere = true
    expect(onlineIn(await look(root, events, signal))).toEqual([])
    expect(asked).toHaveLength(1)
    pass(3_600_000)
    expect(onlineIn(await look(root, events, signal))).toEqual(['a/a.jpg'])
  })

  it('asks for nothing more once its walk is stopped, and takes that for no refusal', async () => {
    const stop = new AbortController()
    const asked: string[][] = []
    const look = createCloudLook((folders) => {
      asked.push([...folders])
      stop.abort()
      return Promise.resolve(null)
    })
    const folders = Array.from({ length: 20 }, (_, index) => listing(`${index}`))
    await look(root, folders, stop.signal)
    expect(asked).toHaveLength(1)
    await look(root, [listing('a')], signal)
    expect(asked).toHaveLength(2)
  })
})

/** Lets `lstat` say of files by their names what Windows would, until the test ends. */
function withStats(
  told: Readonly<Record<string, { size: number; blocks: number; isLink?: true }>>,
) {
  const before = { lstatSync: fs.lstatSync, readdirSync: fs.readdirSync }
  const of = (path: string) => Object.entries(told).find(([name]) => path.endsWith(name))?.[1]
  Object.assign(fs, {
    lstatSync: (path: string, options: object) => {
      const stats = before.lstatSync(path, options) as object
      const { size, blocks } = of(path) ?? {}
      return Object.assign(stats, size === undefined ? {} : { size, blocks })
    },
    readdirSync: (path: string, options: object) =>
      before
        .readdirSync(path, options as { withFileTypes: true })
        .map((dirent) =>
          of(dirent.name)?.isLink
            ? Object.assign(dirent, { isFile: () => false, isSymbolicLink: () => true })
            : dirent,
        ),
  })
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, before)
    syncBuiltinESMExports()
  })
}

describe('a folder on Windows', () => {
  const told = {
    'whole.jpg': { size: 8_192, blocks: 16 },
    'none.jpg': { size: 8_192, blocks: 0 },
    'some.jpg': { size: 8_192, blocks: 8 },
    'linked.jpg': { size: 8_192, blocks: 16, isLink: true },
    'small.jpg': { size: 400, blocks: 0 },
  } as const
  const flagsOn = async (platform: NodeJS.Platform): Promise<Record<string, number>> => {
    withStats(told)
    const reading = await readFolder(
      tempFolder(...Object.keys(told)),
      '',
      { isIgnored: () => false },
      createFolderCalls({ onAnswer: () => undefined }),
      platform,
    )
    if (reading.kind !== 'read') throw new Error(reading.kind)
    const { names, flags } = reading.files
    return Object.fromEntries(names.map((name, index) => [name, flags[index] ?? -1]))
  }

  it('leaves it to the attributes where blocks are missing, or what is called a link is none', async () => {
    expect(await flagsOn('win32')).toEqual({
      ...{ 'whole.jpg': 0, 'none.jpg': 5, 'some.jpg': 4, 'linked.jpg': 8, 'small.jpg': 0 },
    })
  })

  it('and only there', async () => {
    expect(await flagsOn('darwin')).toEqual({
      ...{ 'whole.jpg': 0, 'none.jpg': 1, 'some.jpg': 0, 'linked.jpg': 0, 'small.jpg': 0 },
    })
  })
})

// A hole stands for the part of a file that is not here; Windows fills it at once.
posixIt('a walk takes the attributes’ word for what a photo of OneDrive is', async () => {
  const folder = tempFolder('here.jpg', 'in/cloud.jpg', 'in/squeezed.jpg')
  writeFileSync(join(folder, 'here.jpg'), Buffer.alloc(8_192, 1))
  // Its first block is here.
  writeFileSync(join(folder, 'in', 'cloud.jpg'), Buffer.alloc(4_096, 1))
  fs.truncateSync(join(folder, 'in', 'cloud.jpg'), 1_000_000)
  fs.truncateSync(join(folder, 'in', 'squeezed.jpg'), 0)
  fs.truncateSync(join(folder, 'in', 'squeezed.jpg'), 1_000_000)
  const walk = async (answer: (folder: string) => CloudNames, platform: NodeJS.Platform) => {
    const { look, asked } = lookWith(answer)
    const walker = createWalker({ cloudLook: look, platform })
    onTestFinished(() => walker.close())
    const events: WalkEvent[] = []
    const request = { root: folder, folders: [''], isRecursive: true, includeSubfolders: true }
    await walker.walk(
      { ...request, ignorePatterns: [], signal },
      (some) => void events.push(...some),
    )
    const online = events.flatMap((event) =>
      event.kind === 'listing' ? event.listing.entries.filter((entry) => entry.isOnlineOnly) : [],
    )
    return { online: online.map(({ name }) => name), asked: asked.flat() }
  }
  expect(await walk(() => new Set(['cloud.jpg']), 'win32')).toEqual({
    online: ['cloud.jpg'],
    asked: [join(folder, 'in')],
  })
  expect(await walk(() => null, 'win32')).toMatchObject({ online: ['squeezed.jpg'] })
  expect(await walk(() => new Set(['cloud.jpg']), 'linux')).toEqual({
    online: ['squeezed.jpg'],
    asked: [],
  })
})

describe('a file that is to be read', () => {
  const [whole, none] = [
    { size: 8_192, blocks: 16 },
    { size: 8_192, blocks: 0 },
  ]

  it.each<[string, typeof whole, NodeJS.Platform, boolean, boolean]>([
    ['with its blocks is read', whole, 'win32', true, false],
    ['without blocks, of the cloud, is not', none, 'win32', true, true],
    ['without blocks, and here, is read', none, 'win32', false, false],
    ['without blocks on a Mac is not, whatever Windows would say', none, 'darwin', false, true],
  ])('%s', (_, stats, platform, isInCloud, isLeft) => {
    expect(isOnlyInCloud(stats, 'C:\\Pictures\\a.jpg', platform, () => isInCloud)).toBe(isLeft)
  })

  it('is asked for with its folder, which is believed for a minute, and left where nobody answers', () => {
    const asked: string[] = []
    let time = 0
    const test = createCloudTest(
      (folder) => {
        asked.push(folder)
        return folder.endsWith('odd') ? null : new Set(['cloud.jpg'])
      },
      () => time,
    )
    expect(test('\\\\?\\C:\\Pictures\\cloud.jpg')).toBe(true)
    expect(test('\\\\?\\C:\\Pictures\\here.jpg')).toBe(false)
    expect(asked).toEqual(['\\\\?\\C:\\Pictures'])
    time = 60_000
    expect(test('\\\\?\\C:\\Pictures\\here.jpg')).toBe(false)
    expect(test('\\\\?\\C:\\odd\\here.jpg')).toBe(true)
    expect(asked).toEqual(['\\\\?\\C:\\Pictures', '\\\\?\\C:\\Pictures', '\\\\?\\C:\\odd'])
  })
})
