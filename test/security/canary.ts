// What the app leaves on disk after a whole run with things going wrong in it: no token and no secret anywhere, and the
// home folder's name in no log, no dump and no report. The last row, because it ends the app.
import assert from 'node:assert/strict'
import { readdir, readFile, rename, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesIn } from '../packaged/processes.ts'
import { homeCanary, photoFolderName, type Scene } from './scene.ts'
import { secretsOf } from './command-world.ts'
import { savePhotos } from './photos.ts'

/** Beyond the list. */
export async function canary(scene: Scene): Promise<string> {
  await goWrong(scene)
  const report = await saveReport(scene)
  await scene.close()
  const secrets = await secretsOf(scene.emulator)
  assert.ok(secrets.length >= 5, 'too few secrets were found to look for')
  const files = await filesBelow(scene.home)
  let read = 0
  let seesNames = false
  for (const path of files) {
    const bytes = await readFile(join(scene.home, path))
    read += bytes.length
    seesNames ||= holds(bytes, 'photo-100.jpg')
    for (const [name, secret] of secrets)
      assert.ok(!holds(bytes, secret), `${path} holds the ${name}`)
    if (/\.dmp$|crash.*\/(new|pending|completed)\//i.test(path))
      assert.fail(`${path} is a crash dump`)
  }
  assert.ok(seesNames, 'the search finds not even what must be there')
  const logs = files.filter(
    (path) => /(^|\/)logs\/|\.log(\.\d+)?$/.test(path) && !path.includes('window/'),
  )
  assert.ok(logs.length > 0, 'there is no log')
  const texts = [report, ...logs.map((path) => join(scene.home, path))]
  for (const path of texts) {
    const text = await readFile(path, 'utf8')
    const name = relative(scene.home, path)
    assert.ok(text.length > 0, `${name} is empty`)
    // The folder is the home folder only there (scene.ts).
    if (process.platform === 'linux')
      assert.ok(!text.includes(homeCanary), `${name} names the home folder`)
    assert.ok(!text.includes('first@example.test'), `${name} names the account`)
    for (const word of [photoFolderName, 'Divorce', 'photo-', 'HYPERLINK'])
      assert.ok(!text.includes(word), `${name} names a folder or file (${word})`)
    assert.doesNotMatch(
      text,
      /ya29\.|GOCSPX-|\b[14]\/\/?[\w-]{20}|code_verifier=|[?&](code|state)=/,
      name,
    )
  }
  const kept = await stat(join(scene.dataFolder, 'sign-in.bin')).then(
    ({ size }) => size,
    () => 0,
  )
  if (scene.hasKeyring) assert.ok(kept > 0, 'the sign-in was not kept')
  return `${files.length} files (${(read / 1e6).toFixed(1)} MB) hold none of ${secrets.length} secrets; ${logs.length} log and a report are clean; kept sign-in of ${kept} bytes is encrypted`
}

/** Makes the app write what it writes when things go wrong. */
async function goWrong(scene: Scene): Promise<void> {
  const { app, page, emulator, photoFolder, packed, call } = scene
  const echo = `Bearer ya29.${'Echo'.repeat(12)} of ${photoFolder} for first@example.test?code=4/${'x'.repeat(30)}`
  const body = JSON.stringify({ error: { code: 500, message: echo, status: 'INTERNAL' } })
  await emulator.control.addFault({
    on: ['batchCreate', 'upload'],
    times: 2,
    action: { kind: 'status', status: 500, body },
  })
  const saidBefore = (await logOf(scene)).length
  await savePhotos(photoFolder, 2, 100)
  // Earlier rows may have brought everything to rest for a while, or signed in anew.
  await call('confirmAccount', { email: 'first@example.test' })
  await call('resume', {})
  await logSays(scene, / after /, saidBefore)
  await rename(photoFolder, `${photoFolder} elsewhere`)
  await call('scanNow', {})
  await rename(`${photoFolder} elsewhere`, photoFolder)
  await call('openItem', { fileId: '999999' })
  await call('useClient', { json: JSON.stringify({ installed: { client_id: 'x' } }) })
  // The engine dies; what it says last is logged too.
  if (process.platform === 'linux') {
    const [engine] = processesIn(join(packed.folder, '..', 'driver')).filter(({ command }) =>
      command.includes('engine-host.js'),
    )
    if (engine !== undefined) process.kill(engine.pid, 'SIGSEGV')
    await logSays(scene, /ended by itself/)
  }
  // The page dies and comes back; a dump of it would hold whatever it held.
  const loaded = page.waitForEvent('load', { timeout: 10_000 }).catch(() => undefined)
  await app
    .evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    .catch(() => undefined)
  await loaded
}

const logMs = 30_000
const lookAgainMs = 100

const logOf = ({ dataFolder }: Scene): Promise<string> =>
  readFile(join(dataFolder, 'logs', 'shoebox.log'), 'utf8').catch(() => '')

/** Waits until the log holds a line behind so many characters, which earlier rows may have brought about. */
async function logSays(scene: Scene, line: RegExp, behind = 0): Promise<void> {
  const giveUpAt = performance.now() + logMs
  while (!line.test((await logOf(scene)).slice(behind))) {
    assert.ok(performance.now() < giveUpAt, `the log never said ${String(line)}`)
    await sleep(lookAgainMs)
  }
}

/** Lets the app save its report for support, with the dialog answered. */
async function saveReport({ app, home }: Scene): Promise<string> {
  const path = join(home, 'report.txt')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  // The page may be a new one after the crash, so that the shell is asked through whatever page there is now.
  const reply = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return (await window?.webContents.executeJavaScript(
      `shoebox.call('saveSupportBundle', {})`,
    )) as { ok: boolean } | undefined
  })
  assert.equal(reply?.ok, true, 'no report was saved')
  return path
}

/** Whether bytes hold a text in one of the forms in which programs write it. */
function holds(bytes: Buffer, text: string): boolean {
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1)
  const forms = [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(base64),
    Buffer.from(encodeURIComponent(text)),
  ]
  return forms.some((form) => bytes.includes(form))
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
