// Inside a namespace: the packed app signs in at a stand-in and backs a folder up, then its page tries everything that a page
// can try, while every packet is counted. Then the same page script runs in an Electron without the app, to show that it does
// reach out where nothing keeps it.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { standInWord } from '../outside.ts'
import { startEmulator } from '../../emulator/index.ts'
import { savePhotos } from '../photos.ts'
import { attackMark } from './attacked-twin.ts'
import { countPackets, type Counted } from './packets.ts'
import { pageScript } from './page-script.ts'
import { startProgram } from './started.ts'

/** What the scene is told. */
export interface PageSceneRequest {
  readonly twin: string
  readonly electron: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
}

/** What it tells. */
export interface PageSceneOutcome {
  /** Until the backup was complete. */
  readonly run: Counted
  readonly backup: string
  /** While the page tried everything. */
  readonly app: Counted
  readonly attack: string
  readonly library: number
  readonly plain: Counted
}

const attackMs = 240_000
/** What a page has begun may be sent a moment later. */
const settleMs = 3_000

const request = JSON.parse(process.argv[2] ?? '') as PageSceneRequest
const { folder, args, env } = request
const photos = join(folder, 'Pictures')
await mkdir(photos, { recursive: true })
await savePhotos(photos, 3)
const emulator = await startEmulator({
  dataDir: join(folder, 'emulator'),
  settings: { autoConsent: true },
})
const count = await countPackets([Number(new URL(emulator.origin).port)])

const app = startProgram(request.twin, [...args, standInWord], {
  ...env,
  SHOEBOX_DATA_DIR: join(folder, 'data'),
  SHOEBOX_GOOGLE_ORIGIN: emulator.origin,
  SHOEBOX_CLIENT_FILE: emulator.clientFile,
  SHOEBOX_OFFER_FOLDER: photos,
  SHOEBOX_BROWSER: 'fetch',
})
const told = async (mark: string, timeoutMs: number): Promise<string> =>
  (await app.line(mark, timeoutMs))?.slice(mark.length) ?? `no end: ${app.said().slice(-500)}`
const backup = await told(`${attackMark}1: `, attackMs / 2)
const run = count.counted()
count.begin()
const attack = await told(`${attackMark}2: `, attackMs)
await sleep(settleMs)
const counted = count.counted()
await app.end()
const library = (await emulator.control.library()).length

const bare = join(folder, 'bare')
await mkdir(bare)
await writeFile(join(bare, 'package.json'), '{"name":"bare","version":"1.0.0","main":"main.js"}')
await writeFile(
  join(bare, 'main.js'),
  `const { app, BrowserWindow } = require('electron')
app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false })
  await window.loadURL('data:text/html,<body>')
  const say = (end) => console.log('${attackMark}3: ' + end)
  window.webContents.executeJavaScript(${JSON.stringify(pageScript)}, true).then(say, say)
})`,
)
count.begin()
const plainApp = startProgram(request.electron, [...args, bare], {
  ...env,
  XDG_CONFIG_HOME: join(folder, 'bare-config'),
})
await plainApp.line(`${attackMark}3: `, attackMs / 4)
const plain = count.counted()
await plainApp.end()
await count.stop()
await emulator.stop()
const outcome: PageSceneOutcome = { run, backup, app: counted, attack, library, plain }
console.log(JSON.stringify(outcome))
process.exit(0)
