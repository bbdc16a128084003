// `backup --dry-run`: what it says is what the backup of the same folder then does, and it leaves no trace of itself.
import {
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pipeFileName } from '../../src/main/cli/running-engine.ts'
import type { HistoryRow } from '../../src/shared/contract.ts'
import type { Rehearsal, RehearsedFile } from '../../src/shared/rehearsal-schemas.ts'
import { largeJpeg, smallJpeg, withClaimedSides } from '../builders/jpegs.ts'
import { isWindows, linkIt, posixIt } from '../builders/posix.ts'
import { hashesBelow, openWorld, type Ended, type World } from './world.ts'

let world: World
let large: Buffer
beforeAll(async () => {
  world = await openWorld()
  large = await largeJpeg()
})
afterAll(() => world.close())

type FileLine = RehearsedFile & { event: 'file' }
interface Told {
  code: number | null
  files: FileLine[]
  summary: Rehearsal & { event: 'summary'; isDryRun: boolean }
}

const read = ({ code, stdout, stderr }: Ended): Told => {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string })
  const summary = lines.pop()
  if (summary?.event !== 'summary') throw new Error(`No summary: ${stdout}${stderr}`)
  return { code, files: lines as FileLine[], summary: summary as Told['summary'] }
}
const dryRun = async (...words: string[]): Promise<Told> =>
  read(await world.shoebox('backup', ...words, '--dry-run', '--json'))

let number = 18_000
const undated = (): Promise<Buffer> => smallJpeg((number += 1))
const dated = async (taken: string): Promise<Buffer> =>
  sharp(await undated())
    .withExif({ IFD0: { ImageDescription: `Lunch ${number}` }, IFD2: { DateTimeOriginal: taken } })
    .jpeg()
    .toBuffer()
/** A picture that shows something else each time. */
const unlike = (): Promise<Buffer> => {
  const [red, green] = [(number += 1) & 255, (number >> 8) & 255]
  const background = { r: red, g: green, b: 0 }
  return sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()
}
/** The same picture, and another content. */
const another = (jpeg: Buffer): Buffer => {
  const text = Buffer.from(`copy ${(number += 1)}`)
  const size = Buffer.alloc(2)
  size.writeUInt16BE(text.length + 2)
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xfe]),
    size,
    text,
    jpeg.subarray(2),
  ])
}

/** A folder with something of everything, whose bytes no other has. */
async function makeKinds(name: string): Promise<string> {
  const folder = world.makeFolder(name)
  const put = (path: string, bytes: Buffer | string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  put('a/DSC_0001.jpg', await dated('2015:05:01 10:00:00'))
  put('a/DSC_0002.jpg', await undated())
  put('a/DSC_0003.jpg', await dated('2015:05:01 11:00:00'))
  put('a/large.jpg', another(large))
  put('a/IMG-20190714-WA0003.jpg', await undated())
  const twin = await undated()
  put('b 1987/scan.jpg', twin)
  put('c/twin of scan.jpg', twin)
  put(
    'c/picture.png',
    await sharp(await unlike())
      .png()
      .toBuffer(),
  )
  const beach = await undated()
  put('c/beach.jpg', beach)
  put(
    'c/beach.jpg.xmp',
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
     <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="1991-08-20T19:30:00"
       xmlns:dc="http://purl.org/dc/elements/1.1/" dc:description="On the beach ${number}"/>
     </rdf:RDF></x:xmpmeta>`,
  )
  put(
    'c/animation.gif',
    await sharp(await unlike())
      .gif()
      .toBuffer(),
  )
  put('d/empty.jpg', '')
  put('d/letter.jpg', `Dear Anna ${number}`)
  put('d/notes.txt', 'other')
  let minute = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const at = new Date(2003, 3, 5, 14, (minute += 3))
      utimesSync(join(entry.parentPath, entry.name), at, at)
    }
  return folder
}

/** Each file below a folder with its size and times. */
const listed = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { size, mtimeMs, ctimeMs } = statSync(path)
      return `${path} ${entry.isFile() ? size : ''} ${mtimeMs} ${ctimeMs}`
    })
    .sort()

const historyOf = async (folder: string): Promise<HistoryRow[]> => {
  const { stdout } = await world.shoebox('history', '--json', '--limit', '1000')
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as HistoryRow)
  return rows.filter(({ sourceName }) => sourceName === basename(folder))
}
const pathOf = ({ folder, name }: HistoryRow): string =>
  folder === '' ? name : `${folder}/${name}`

/** A file in the words of both: what it came to, its bytes, its added date, its reason. */
type Line = [path: string, outcome: string, sent: number | null, date: unknown, reason: unknown]
const said = ({ path, outcome, sentBytes, isReduced, date, skip }: FileLine): Line => {
  const { at, offsetMinutes, source } = date ?? {}
  return [
    path,
    outcome,
    isReduced ? null : sentBytes,
    outcome === 'goes' && date?.isAdded === true ? { at, offsetMinutes, source } : null,
    skip,
  ]
}
const happened = (row: HistoryRow): Line => {
  const outcome = row.state !== 'done' ? row.state : row.isDuplicate ? 'copy' : 'goes'
  const goes = outcome === 'goes'
  return [
    pathOf(row),
    outcome,
    goes && !row.isReduced ? row.sentSizeBytes : null,
    goes ? row.addedDate : null,
    row.skip,
  ]
}
/** Which of two files with the same bytes is read first, and so sent, is chance. */
const eitherTwin = (lines: Line[]): Line[] => {
  lines.sort(byPath)
  const [one, other] = lines.filter(([path]) => path.endsWith('scan.jpg'))
  if (one?.[1] === 'copy' && other !== undefined) [one[0], other[0]] = [other[0], one[0]]
  return lines.sort(byPath)
}
const byPath = (one: Line, other: Line): number => (one[0] < other[0] ? -1 : 1)

describe('before any sign-in', () => {
  test('a dry run says what would be done, asks Google nothing and makes no data folder', async () => {
    const folder = await makeKinds('never seen')
    const before = [listed(folder), hashesBelow(folder)]
    const { code, files, summary } = await dryRun(folder, '--undated', 'name')
    expect(code).toBe(3)
    expect(summary).toMatchObject({
      ...{ isDryRun: true, found: 12, otherFiles: 2, links: 0, unreadable: 0, isWhole: true },
      reasons: { empty: 1, 'not-a-photo': 1 },
    })
    expect(files).toHaveLength(summary.found)
    expect([listed(folder), hashesBelow(folder)]).toEqual(before)
    expect(readdirSync(join(folder, '..')).sort()).toEqual(['never seen', 'photos'])
    expect(await world.emulator.control.ledger()).toEqual([])
  })

  test('it works without a line, and says the same in words, with a list where one is wanted', async () => {
    const folder = join(world.folder, '..', 'never seen')
    const words = ['backup', folder, '--dry-run', '--list', '--size', 'original']
    const origin = { SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9' }
    const { code, stdout } = await world.start(words, origin).ended
    expect(code).toBe(3)
    expect(stdout).toContain('12 photos and videos found')
    expect(stdout).toContain('9 would be sent')
    expect(stdout).toContain('1 has the same bytes as another')
    expect(stdout).toMatch(/leave out +"d\/letter\.jpg" {2}\d+ bytes, not-a-photo/)
    expect(stdout).toMatch(/send +"a\/DSC_0001\.jpg" .*2015-05-01 \(exif-original\), caption/)
    expect(stdout).toContain('Requests to Google: about 10 (9 for the bytes, at least 1 to make')
  })

  test('what is wrong with the call is said in a sentence', async () => {
    const folder = join(world.folder, '..', 'never seen')
    const refused = async (...words: string[]): Promise<string> => {
      const { code, stderr, stdout } = await world.shoebox('backup', ...words)
      expect([code, stdout]).toEqual([1, ''])
      return stderr
    }
    expect(await refused(folder, '--list')).toContain('--list goes with --dry-run only.')
    expect(await refused('--dry-run')).toContain('No folder was named.')
    const gone = join(folder, 'gone')
    expect(await refused(gone, '--dry-run')).toContain(`There is no folder ${gone}.`)
    expect(await refused(folder, join(folder, 'a'), '--dry-run')).toContain('overlaps')
    expect(await refused(folder, '--dry-run', '--undated', '2978')).toContain('was not understood')
  })

  test('a kill in the middle leaves nothing', async () => {
    const folder = world.makeFolder('many large')
    for (let at = 0; at < 12; at += 1) writeFileSync(join(folder, `${at}.jpg`), another(large))
    const place = world.makeFolder('temporary')
    const before = listed(join(folder, '..'))
    const { child, ended } = world.start(['backup', folder, '--dry-run'], { TMPDIR: place })
    const measuring = new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: Buffer) => {
        if (text.includes('Measuring')) resolve()
      })
    })
    await measuring
    child.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    expect(listed(join(folder, '..'))).toEqual(before)
  })

  posixIt(
    'Ctrl-C ends it within a second, with what was seen so far',
    async () => {
      const folder = join(world.folder, '..', 'many large')
      const { child, ended } = world.start(['backup', folder, '--dry-run', '--json'])
      const working = new Promise<void>((resolve) => {
        child.stdout?.on('data', (text: Buffer) => {
          if (text.includes('"file"')) resolve()
        })
      })
      await working
      const at = performance.now()
      child.kill('SIGINT')
      const end = await ended
      // A second where the machine has nothing else to do; the whole would take far longer.
      expect(performance.now() - at).toBeLessThan(4_000)
      expect(end.stderr).toContain('Stopped before all was looked at.')
      const { code, files, summary } = read(end)
      expect([code, summary.isWhole, summary.found]).toEqual([3, false, files.length])
    },
    60_000,
  )

  posixIt(
    'folders that may not be read are told of, and end it with 3',
    async () => {
      const folder = world.makeFolder('closed')
      mkdirSync(join(folder, 'inside'), { mode: 0 })
      writeFileSync(join(folder, 'a.jpg'), await dated('2015:05:01 10:00:00'))
      const words = ['backup', folder, '--dry-run', '--json']
      const end = await world.start(words, {}, true).ended
      const { code, summary } = read(end)
      expect(code).toBe(3)
      expect(summary).toMatchObject({ found: 1, unreadable: 1, unreadableFolders: 1 })
      expect(end.stderr).toContain(`${join(folder, 'inside')} cannot be read (EACCES).`)
    },
    60_000,
  )

  test('odd names, folders left out and one named twice are taken as the backup takes them', async () => {
    const folder = world.makeFolder('odd names')
    mkdirSync(join(folder, 'inside'))
    writeFileSync(join(folder, 'inside', 'a.jpg'), await dated('2015:05:01 10:00:00'))
    const isLinux = process.platform === 'linux'
    const name = isLinux ? Buffer.from('\xe9.jpg', 'latin1') : Buffer.from('é.jpg')
    const path = Buffer.concat([Buffer.from(`${folder}/`), name])
    writeFileSync(path, await dated('2015:05:01 10:00:00'))
    const all = await dryRun(folder, folder)
    expect([all.code, all.summary.found]).toEqual([0, 2])
    const { files } = await dryRun(folder, '--leave-out', join(folder, 'inside'))
    const written = isLinux ? '\\xe9.jpg' : 'é.jpg'
    expect(files.map((file) => [file.path, file.outcome])).toEqual([[written, 'goes']])
  })

  test('a photo that is more than its picture goes as it is, and one too large is left out', async () => {
    const folder = world.makeFolder('limits')
    const motion = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"'
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ${motion}/></rdf:RDF></x:xmpmeta>`
    const special = await sharp(large).withXmp(xmp).jpeg().toBuffer()
    writeFileSync(join(folder, 'motion.jpg'), special)
    writeFileSync(join(folder, 'huge.jpg'), withClaimedSides(await undated(), 12_000, 9_000))
    const words = [folder, '--limits', 'small']
    const high = await dryRun(...words, '--size', 'high')
    expect(high.files.find(({ path }) => path === 'motion.jpg')).toMatchObject({
      ...{ outcome: 'goes', isReduced: false, keptOriginal: 'motion-photo' },
      sentBytes: special.length,
    })
    const original = await dryRun(...words, '--size', 'original')
    expect(original.files.find(({ path }) => path === 'huge.jpg')).toMatchObject({
      outcome: 'skipped',
      skip: { kind: 'too-many-pixels', pixels: 108_000_000 },
    })
  })

  linkIt(
    'links are followed where that is wished, and else told of',
    async () => {
      const folder = world.makeFolder('links')
      const linked = await dated('2015:05:01 10:00:00')
      writeFileSync(join(world.folder, '..', 'linked.jpg'), linked)
      symlinkSync(join(world.folder, '..', 'linked.jpg'), join(folder, 'a.jpg'))
      expect((await dryRun(folder)).summary).toMatchObject({ found: 0, links: 1 })
      const { code, summary } = await dryRun(folder, '--follow-links')
      expect([code, summary.found, summary.links]).toEqual([0, 1, 0])
    },
    60_000,
  )
})

describe('what was said is what the backup does', () => {
  beforeAll(() => world.signIn())

  const choices = (['original', 'high'] as const).flatMap((size) =>
    ['leave', 'name', 'file', '1987-07'].map((policy) => [size, policy] as const),
  )
  test.each(choices)(
    'with --size %s and --undated %s',
    async (size, policy) => {
      const folder = await makeKinds(`${size} ${policy}`)
      const wishes = ['--size', size, '--undated', policy]
      const said0 = await dryRun(folder, ...wishes)
      const since = (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
      const there = new Set((await world.emulator.control.library()).map(({ id }) => id))
      const real = await world.backUp(folder, ...wishes)
      const { files, summary } = said0
      expect(said0.code).toBe(real.code)
      expect(eitherTwin(files.map(said))).toEqual(
        eitherTwin((await historyOf(folder)).map(happened)),
      )
      const added = (await world.emulator.control.library()).filter(({ id }) => !there.has(id))
      const captions = files
        .filter(({ outcome }) => outcome === 'goes')
        .map(({ caption }) => caption ?? '')
      expect(added.map(({ description }) => description).sort()).toEqual(captions.sort())
      const { goes, copy, skipped, failed, done } = summary.outcomes
      expect({
        ...{ found: real.found, done: real.done, duplicates: real.duplicates },
        ...{ skipped: real.skipped, failed: real.failed, otherFiles: real.otherFiles },
      }).toEqual({
        ...{ found: summary.found, done: goes.files + copy.files, duplicates: copy.files },
        ...{ skipped: skipped.files, failed: failed.files, otherFiles: summary.otherFiles },
      })
      expect(done.files).toBe(0)
      expect(Math.abs(real.bytesSent - summary.bytes)).toBeLessThanOrEqual(
        summary.spreadBytes + 200,
      )
      if (size === 'original') expect(real.bytesSent).toBe(summary.bytes)
      const rows = await world.requests(since)
      const count = (name: RegExp): number =>
        rows.filter(({ operation }) => name.test(operation)).length
      expect(count(/^upload/)).toBe(summary.uploads)
      expect(count(/^batchCreate/)).toBeGreaterThanOrEqual(summary.creates)
    },
    120_000,
  )
})

describe('a folder that is backed up already', () => {
  let folder: string
  beforeAll(async () => {
    await world.signIn()
    folder = await makeKinds('kept')
    expect(await world.backUp(folder, '--undated', 'name', '--size', 'original')).toMatchObject({
      ...{ done: 10, skipped: 2 },
    })
  })

  test('says what is done, what is new, and what became of a choice, and changes nothing', async () => {
    writeFileSync(join(folder, 'new.jpg'), await dated('2018:05:01 10:00:00'))
    const before = [await historyOf(folder), (await world.shoebox('status', '--json')).code]
    const names = readdirSync(world.dataFolder).sort()
    const ledger = (await world.emulator.control.ledger()).length
    const { code, files, summary } = await dryRun(folder)
    expect((await world.emulator.control.ledger()).length).toBe(ledger)
    expect(code).toBe(3)
    expect(summary).toMatchObject({
      outcomes: { goes: { files: 1 }, done: { files: 10 }, skipped: { files: 2 } },
    })
    expect(files.filter(({ outcome }) => outcome === 'goes').map(({ path }) => path)).toEqual([
      'new.jpg',
    ])
    expect([await historyOf(folder), 0]).toEqual(before)
    expect(readdirSync(world.dataFolder).sort()).toEqual(names)
  })

  test('is told to be away while it is, and a changed photo is new or kept out', async () => {
    const card = world.makeFolder('comes and goes')
    writeFileSync(join(card, 'a.jpg'), await dated('2015:05:01 10:00:00'))
    expect(await world.backUp(card)).toMatchObject({ code: 0, done: 1 })
    renameSync(card, `${card} elsewhere`)
    const { code, summary } = await dryRun(card)
    expect([code, summary.away, summary.found]).toEqual([3, [card], 0])
    renameSync(`${card} elsewhere`, card)
    writeFileSync(join(card, 'a.jpg'), await dated('2016:05:01 10:00:00'))
    expect((await dryRun(card)).summary.outcomes).toMatchObject({ goes: { files: 1 } })
    const kept = await dryRun(card, '--changed-versions', 'keep')
    expect(kept.summary.reasons).toEqual({ 'changed-version': 1 })
  })

  test('is asked of the Shoebox that runs, where one does', async () => {
    const other = world.makeFolder('elsewhere')
    const { child, ended } = world.start(['backup', other])
    const address = isWindows ? pipeFileName : 'running.sock'
    await expect
      .poll(() => readdirSync(world.dataFolder).includes(address), { timeout: 20_000 })
      .toBe(true)
    const { summary } = await dryRun(folder)
    expect(summary.outcomes).toMatchObject({ goes: { files: 1 }, done: { files: 10 } })
    child.kill('SIGTERM')
    await ended
  })
})
