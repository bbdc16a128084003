// S14, S15, S17, S19 and S23: what a taken-over page asks the shell for, which the system asks the user about first; and files
// that the shell writes where the user or the desktop keeps others.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from './namespace/started.ts'
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
  await call('changeSettings', { change: { startAtLogin: true } })
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
