// What a taken-over page asks the shell for, which the system asks the user about first (S14, S15); what would hold the engine
// up (S13, S24); files that the shell writes where the user or the desktop keeps others (S17, S19, S23); and the app's kept
// sign-in, copied (S1).
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { electronCommand } from '../../build/electron/index.ts'
import { withListener } from './command-world.ts'
import { startProgram, until } from './namespace/started.ts'
import { NotShownHere } from './not-shown.ts'
import { standInWord } from './outside.ts'
import { savePhotos } from './photos.ts'
import type { Scene } from './scene.ts'

/** Lets every question of the system be answered with no, and counts them. */
async function declineAll({ app }: Scene): Promise<() => Promise<number>> {
  await app.evaluate(({ dialog }) => {
    const state = globalThis as unknown as { asked: number }
    state.asked = 0
    dialog.showMessageBox = () => {
      state.asked += 1
      return Promise.resolve({ response: 1, checkboxChecked: false })
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { asked: number }).asked)
}

/** S14 and S15. */
export async function confirmations(scene: Scene): Promise<string> {
  const { call, page } = scene
  const asked = await declineAll(scene)
  const before = await call('getStatus', {})
  const client = { installed: { client_id: 'strangers.apps.example.test', client_secret: 'x' } }
  const attempts: [string, unknown][] = [
    ['eraseAll', {}],
    ['useClient', { json: JSON.stringify(client) }],
    ['keepInFile', {}],
  ]
  for (const [n, [name, input]] of attempts.entries()) {
    const reply = await call(name, input)
    assert.equal(reply.ok, false, `${name} was done without a word`)
    assert.equal(await asked(), n + 1, `${name}: the user was not asked`)
  }
  const kind = (reply: { value?: unknown }): unknown =>
    (reply.value as { signIn?: { kind?: string } } | undefined)?.signIn?.kind
  assert.equal(kind(await call('getStatus', {})), kind(before), 'the sign-in is another')
  assert.notEqual(await page.title(), '')
  return `${attempts.map(([name]) => name).join(' and ')} from the page: each asked about outside it, and not done after a no`
}

/** S17: names that a spreadsheet would run. */
export async function formulaNames({ app, call, home, photoFolder }: Scene): Promise<string> {
  const names = ['=HYPERLINK(1;2)', '+1', '-1', '@SUM(1)', 'a;=1+1', 'a,=1+1', '\t=1', 'a"=1']
  await savePhotos(photoFolder, names.length, 300)
  for (const [n, name] of names.entries())
    await rename(join(photoFolder, `photo-${300 + n}.jpg`), join(photoFolder, `${name}.jpg`))
  await call('scanNow', {})
  const total = async (): Promise<number> =>
    ((await call('countHistory', { filter: {} })).value as { count?: number } | undefined)?.count ??
    0
  await until(async () => (await total()) >= names.length, 30_000)
  const path = join(home, 'history.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  const isThere = await until(async () => {
    await call('saveHistory', {})
    return (await readFile(path, 'utf8').catch(() => '')).includes('HYPERLINK')
  }, 30_000)
  assert.ok(isThere, 'the names are not in the history')
  const text = await readFile(path, 'utf8')
  const cells = text.split(/[\r\n]+/).flatMap((line) => line.split(/[;,\t]/))
  const running = cells.filter((cell) => /^\s*"?\s*[=+@]/.test(cell) || /^"?-\d/.test(cell))
  assert.deepEqual(running.slice(0, 3), [], 'a spreadsheet would run')
  return `${names.length} names in ${cells.length} cells, however they are separated: none begins as a formula`
}

/** S19: an inherited APPIMAGE of another program (scene.ts sets one). */
export async function inheritedAppImage({ call, configFolder, packed }: Scene): Promise<string> {
  if (configFolder === null) return 'only Linux has AppImages'
  // Before the end of the first run nothing is started with the computer.
  await call('changeSettings', { change: { startAtLogin: true, firstRunStep: 'done' } })
  const file = join(configFolder, 'autostart', 'shoebox.desktop')
  assert.ok(await until(() => existsSync(file), 20_000), 'no autostart file was written')
  const text = await readFile(file, 'utf8')
  await call('changeSettings', { change: { startAtLogin: false } })
  assert.ok(!text.includes('Other.AppImage'), 'another program would be started')
  assert.match(text, /Exec="[^"]*shoebox"/)
  const info = (await call('getAppInfo', {})).value as { isAutoUpdatePossible: boolean }
  assert.equal(info.isAutoUpdatePossible, false, `${packed.folder} is no AppImage`)
  return 'APPIMAGE of another program: the desktop would start this one, and no update is looked for'
}

/** S23: a file of the user's beside the report that is saved. */
export async function neighbouringFile({ app, call, home }: Scene): Promise<string> {
  const folder = join(home, 'reports')
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'report.txt')
  await writeFile(`${path}.tmp`, 'the user’s own')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  assert.equal((await call('saveSupportBundle', {})).ok, true)
  assert.ok((await readFile(path, 'utf8')).length > 0)
  assert.equal(await readFile(`${path}.tmp`, 'utf8').catch(() => 'gone'), 'the user’s own')
  return 'a report was saved as report.txt; report.txt.tmp beside it is as it was'
}

/** How long the engine takes at most to answer while something is under way, in milliseconds. */
async function longestAnswer({ call }: Scene, whileMs: number): Promise<number> {
  let longest = 0
  const endAt = performance.now() + whileMs
  while (performance.now() < endAt) {
    const askedAt = performance.now()
    assert.equal((await call('getStatus', {})).ok, true)
    longest = Math.max(longest, performance.now() - askedAt)
    await sleep(20)
  }
  return longest
}

/** On two busy cores an answer has been seen to take half a second. */
const mayTakeMs = 2_000

/** S13: patterns that made the engine stand still. */
export async function slowPatterns(scene: Scene): Promise<string> {
  const { call, photoFolder } = scene
  await savePhotos(photoFolder, 1, 500)
  const name = `IMG_${'2026_'.repeat(40)}.jpg`
  await rename(join(photoFolder, 'photo-500.jpg'), join(photoFolder, name))
  const status = (await call('getStatus', {})).value as { sources: { sourceId: string }[] }
  const [source] = status.sources
  assert.ok(source, 'there is no folder')
  const ignorePatterns = ['IMG_*_*_*_*_*_*_*_*_COPY.jpg', '*a'.repeat(60), `${'*_'.repeat(90)}x`]
  const changed = await call('changeSource', { sourceId: source.sourceId, ignorePatterns })
  assert.equal(changed.ok, true)
  await call('scanNow', {})
  const longest = await longestAnswer(scene, 5_000)
  await call('changeSource', { sourceId: source.sourceId, ignorePatterns: [] })
  assert.ok(longest < mayTakeMs, `an answer took ${longest.toFixed(0)} ms`)
  return `${ignorePatterns.length} patterns of up to 90 stars over a name of ${name.length} characters: no answer took longer than ${longest.toFixed(0)} ms`
}

/** S24: answers of a megabyte that go through the log. */
export async function longAnswers(scene: Scene): Promise<string> {
  const { emulator, photoFolder } = scene
  const message = 'a.b@c.d ya29.x /home/somebody/x '.repeat(30_000)
  const body = JSON.stringify({ error: { code: 500, message, status: 'INTERNAL' } })
  await emulator.control.addFault({
    on: ['batchCreate', 'upload'],
    times: 2,
    action: { kind: 'status', status: 500, body },
  })
  await savePhotos(photoFolder, 2, 600)
  await scene.call('scanNow', {})
  const longest = await longestAnswer(scene, 8_000)
  assert.ok(longest < mayTakeMs, `an answer took ${longest.toFixed(0)} ms`)
  return `2 failures with ${(body.length / 1e6).toFixed(1)} MB of words to be scrubbed: no answer took longer than ${longest.toFixed(0)} ms`
}

const quietMs = 6_000

/** S1: the kept sign-in of the running app, copied, and started at another origin. */
export async function copiedSignIn(scene: Scene): Promise<string> {
  const { keyring, packed, dataFolder, emulator, home } = scene
  if (keyring === null) throw new NotShownHere('no keyring of the run’s own is to be had here')
  const electron = await electronCommand({ unattended: true })
  const start = async (name: string, origin: string) => {
    const data = join(home, name)
    await mkdir(data, { recursive: true, mode: 0o700 })
    await copyFile(join(dataFolder, 'sign-in.bin'), join(data, 'sign-in.bin'))
    const app = startProgram(packed.executable, [...electron.args, ...keyring.args, standInWord], {
      ...electron.env,
      ...keyring.env,
      SHOEBOX_DATA_DIR: data,
      SHOEBOX_GOOGLE_ORIGIN: origin,
      SHOEBOX_CLIENT_FILE: emulator.clientFile,
    })
    const isUp = await until(() => existsSync(join(data, 'catalogue.sqlite')), 30_000)
    assert.ok(isUp, `the app did not start: ${app.said().slice(-300)}`)
    return { app, file: join(data, 'sign-in.bin') }
  }
  const kept = await readFile(join(dataFolder, 'sign-in.bin'))
  const tokens = async (): Promise<number> =>
    (await emulator.control.ledger()).filter(({ operation }) => operation === 'token').length
  try {
    await withListener(async (origin, heard) => {
      const { app, file } = await start('copied-elsewhere', origin)
      try {
        await sleep(quietMs)
        assert.deepEqual(heard(), [], 'who listens elsewhere was asked')
        assert.deepEqual(await readFile(file), kept, 'the copy was changed')
      } finally {
        await app.end()
      }
    })
    const before = await tokens()
    const { app } = await start('copied-home', emulator.origin)
    const isUsed = await until(async () => (await tokens()) > before, 20_000)
    await app.end()
    assert.ok(
      isUsed,
      `the same copy is of no use at its own origin either: ${app.said().slice(-300)}`,
    )
    return `beside the running app, at another origin: nothing heard in ${quietMs / 1_000} s and the file is as it was; at its own the same copy signs in`
  } finally {
    await electron.stop()
  }
}
