// The smoke: what a Windows user does in the first week, each a step with its outcome. Steps follow one another in one
// account and one data folder; one that fails does not keep the next from being tried.
import assert from 'node:assert/strict'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WineFolder } from '../../build/wine/folder.ts'
import { fill } from '../builders/photo-folder.ts'
import { largeJpeg, smallJpeg } from '../builders/jpegs.ts'
import { hashesBelow } from '../cli/world.ts'
import { eventually, openSmokeWorld, type SmokeWorld } from './world.ts'

/** How a step ended; without a problem it held. */
export interface StepOutcome {
  readonly name: string
  readonly figure: string
  readonly problem: string | null
  readonly seconds: number
}

type Step = readonly [name: string, run: (world: SmokeWorld) => Promise<string>]

const pictures = 'C:\\smoke\\Pictures'
const photos = 24

const signIn = async (world: SmokeWorld): Promise<string> => {
  const { said, ended } = await world.start(
    ...['sign-in', '--client', 'C:\\smoke\\client.json', '--no-browser'],
  )
  const url = await eventually('the address', async () => {
    const line = /"url":"(?<url>[^"]+)"/.exec(await said())
    return line === null ? null : (JSON.parse(`"${line.groups?.['url'] ?? ''}"`) as string)
  })
  assert.equal((await fetch(url)).status, 200)
  const { code, text } = await ended
  assert.equal(code, 0, text)
  assert.match(text, /Signed in as first@example\.test/)
  return 'signed in'
}

const original = async (world: SmokeWorld): Promise<string> => {
  await fill(join(world.folder, 'Pictures'), photos)
  const summary = await world.backUp(pictures, '--size', 'original')
  assert.deepEqual([summary.code, summary.done], [0, photos], JSON.stringify(summary))
  assert.deepEqual(await libraryHashes(world), hashesBelow(join(world.folder, 'Pictures')))
  return `${summary.done} of ${summary.found}, the same bytes`
}

const highQuality = async (world: SmokeWorld): Promise<string> => {
  const large = join(world.folder, 'Large', 'large.jpg')
  await write(large, await largeJpeg())
  const before = await libraryHashes(world)
  const summary = await world.backUp('C:\\smoke\\Large', '--size', 'high')
  assert.deepEqual([summary.code, summary.done], [0, 1], JSON.stringify(summary))
  const item = (await world.emulator.control.library()).find(
    ({ sha256 }) => !before.includes(sha256),
  )
  assert.ok(item?.filename === 'large.jpg')
  assert.ok(item.width * item.height > 15e6 && item.width * item.height <= 16e6)
  assert.notDeepEqual(hashesBelow(dirname(large)), [item.sha256])
  return `${item.width} x ${item.height}, ${summary.bytesSent} of ${summary.bytesFound} bytes`
}

const verify = async (world: SmokeWorld): Promise<string> => {
  const { code, text } = await world.shoebox('verify')
  assert.equal(code, 0, text)
  return text.trim().split('\n').at(-1) ?? ''
}

const questions = async (world: SmokeWorld): Promise<string> => {
  await fill(join(world.folder, 'Slow'), 60, 1_000)
  await world.emulator.control.changeSettings({ uploadBytesPerSecond: 1_000 })
  const since = await lastRow(world)
  const backup = await world.start('backup', 'C:\\smoke\\Slow')
  await world.emulator.control.waitFor(({ operation }) => operation === 'upload.raw', {
    since,
    timeoutMs: 120_000,
  })
  const codes = []
  for (const words of [['status', '--json'], ['history', '--json'], ['verify']]) {
    const { code, text } = await world.shoebox(...words)
    assert.equal(code, 0, `${words[0]}: ${text}`)
    codes.push(code)
  }
  assert.equal(backup.child.exitCode, null, 'the backup ended meanwhile')
  backup.child.kill('SIGKILL')
  await backup.ended
  await world.emulator.control.changeSettings({ uploadBytesPerSecond: null })
  return 'status, history and verify answered'
}

const resume = async (world: SmokeWorld): Promise<string> => {
  // The step before killed a backup on its way.
  const summary = await world.backUp('C:\\smoke\\Slow')
  assert.deepEqual([summary.code, summary.done], [0, 60], JSON.stringify(summary))
  const wanted = hashesBelow(join(world.folder, 'Slow'))
  const there = await libraryHashes(world)
  assert.deepEqual(
    there.filter((hash) => wanted.includes(hash)),
    wanted,
  )
  return `${summary.done} of ${summary.found}, each once`
}

/** Backs up after something moved: all is done, and nothing is sent. */
const withoutSending = async (world: SmokeWorld, path = pictures): Promise<string> => {
  const before = await libraryHashes(world)
  const since = await lastRow(world)
  const summary = await world.backUp(path)
  assert.equal(summary.code, 0, JSON.stringify(summary))
  assert.deepEqual(await libraryHashes(world), before)
  const rows = await world.emulator.control.ledger(since)
  assert.deepEqual(
    rows.filter(({ operation }) => operation.startsWith('upload')),
    [],
  )
  return `${summary.done} done, nothing sent`
}

const move = async (world: SmokeWorld): Promise<string> => {
  const folder = join(world.folder, 'Pictures')
  await mkdir(join(folder, 'Moved'))
  await rename(join(folder, 'day-1', 'IMG_00001.jpg'), join(folder, 'Moved', 'IMG_00001.jpg'))
  await rename(join(folder, 'day-2'), join(folder, 'Moved', 'day-2'))
  return withoutSending(world)
}

const renamed = async (world: SmokeWorld): Promise<string> => {
  const folder = join(world.folder, 'Pictures', 'day-3')
  await rename(join(folder, 'IMG_00003.jpg'), join(folder, 'Grüße 東京.jpg'))
  return withoutSending(world)
}

const caseOnly = async (world: SmokeWorld): Promise<string> => {
  const folder = join(world.folder, 'Pictures')
  await rename(join(folder, 'day-4', 'IMG_00004.jpg'), join(folder, 'day-4', 'img_00004.JPG'))
  await rename(join(folder, 'day-5'), join(folder, 'DAY-5'))
  await withoutSending(world)
  // The source itself, by another case: it is the same folder.
  return withoutSending(world, pictures.toUpperCase())
}

const longPath = async (world: SmokeWorld): Promise<string> => {
  const parts = Array.from({ length: 6 }, (_, index) => `${index}${'x'.repeat(60)}`)
  const path = join(world.folder, 'Long', ...parts, 'photo.jpg')
  await write(path, await smallJpeg(5_000))
  const summary = await world.backUp('C:\\smoke\\Long')
  assert.deepEqual([summary.code, summary.done], [0, 1], JSON.stringify(summary))
  return `${'C:\\smoke\\Long'.length + parts.join('').length + 16} characters`
}

const secondDrive = async (world: SmokeWorld): Promise<string> => {
  await fill(join(world.drive, 'DCIM'), 5, 6_000)
  await world.plugIn('d')
  const summary = await world.backUp('D:\\DCIM')
  assert.deepEqual([summary.code, summary.done], [0, 5], JSON.stringify(summary))
  return `${summary.done} of ${summary.found}`
}

const newLetter = async (world: SmokeWorld): Promise<string> => {
  await world.plugIn('e')
  await withoutSending(world, 'E:\\DCIM')
  const { code, text } = await world.shoebox('status', '--json')
  assert.equal(code, 0, text)
  const { sources } = JSON.parse(text) as { sources: { path: string }[] }
  const drives = sources.map(({ path }) => path).filter((path) => path.endsWith('DCIM'))
  assert.deepEqual(drives, ['E:\\DCIM'])
  return 'the same folder, nothing sent'
}

const locked = async (world: SmokeWorld): Promise<string> => {
  const path = join(world.folder, 'Locked', 'photo.jpg')
  await write(path, await smallJpeg(7_000))
  // Opened by a program that shares it with nobody: libuv's UV_FS_O_EXLOCK.
  const holder = await world.startNode(
    String.raw`require('node:fs').openSync('C:\\smoke\\Locked\\photo.jpg', 0x10000000 | 2); console.log('held'); setInterval(() => {}, 1e6)`,
  )
  await eventually('the lock', async () => ((await holder.said()).includes('held') ? true : null))
  const before = await world.backUp('C:\\smoke\\Locked')
  assert.deepEqual([before.code, before.done], [3, 0], JSON.stringify(before))
  assert.equal(before.failed, 0, 'given up')
  holder.child.kill('SIGKILL')
  await holder.ended
  const after = await world.backUp('C:\\smoke\\Locked')
  assert.deepEqual([after.code, after.done], [0, 1], JSON.stringify(after))
  return 'waits while it is held, done after'
}

const steps: readonly Step[] = [
  ['sign in', signIn],
  ['back up in Original', original],
  ['back up in High quality', highQuality],
  ['verify', verify],
  ['status, history and verify while a backup runs', questions],
  ['go on after a kill', resume],
  ['move', move],
  ['rename', renamed],
  ['rename in case only', caseOnly],
  ['a long path', longPath],
  ['a second drive', secondDrive],
  ['the second drive under another letter', newLetter],
  ['a file that another program holds', locked],
  ['verify at the end', verify],
]

/** Runs every step and says each as it ends. */
export async function runSmoke(
  wine: WineFolder,
  say: (outcome: StepOutcome) => void,
): Promise<StepOutcome[]> {
  const world = await openSmokeWorld(wine)
  const outcomes: StepOutcome[] = []
  try {
    for (const [name, run] of steps) {
      const startedAt = performance.now()
      const ended = await run(world).then(
        (figure) => ({ figure, problem: null }),
        (error: unknown) => ({ figure: '', problem: String(error) }),
      )
      const outcome = { name, ...ended, seconds: (performance.now() - startedAt) / 1_000 }
      outcomes.push(outcome)
      say(outcome)
    }
  } finally {
    await world.close()
  }
  return outcomes
}

const libraryHashes = async ({ emulator }: SmokeWorld): Promise<string[]> =>
  (await emulator.control.library()).map(({ sha256 }) => sha256).toSorted()

const lastRow = async ({ emulator }: SmokeWorld): Promise<number> =>
  (await emulator.control.ledger()).at(-1)?.seq ?? 0

async function write(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}
