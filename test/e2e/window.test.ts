// The window with its engine behind it: who answers a second start, what closing does, that a photo saved later goes up
// by itself, what it shows while there is no engine, and signing out: one app from its first run on. The catalogue of a
// newer version has an app of its own.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import type { ElectronApplication } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLibrary } from '../../build/demo/library.ts'
import { goThroughFirstRun, waitForComplete } from '../../build/demo/walk-through.ts'
import { openCatalog } from '../../src/main/engine/catalog/index.ts'
import { systemClock } from '../../src/main/engine/system-ports.ts'
import type { Status } from '../../src/shared/status.ts'
import { launchApp, openApp, savePhoto, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'

const run = promisify(execFile)
const photos = 3

let launched: LaunchedApp

beforeAll(async () => {
  launched = await openApp({ photos, hasKeyring: true })
})
afterAll(() => launched.close())

/** What the user sees of the window, from Electron's side. */
const windowOf = (
  app: ElectronApplication,
): Promise<{ count: number; isVisible: boolean; isFocused: boolean }> =>
  app.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows()
    const [first] = windows
    return {
      count: windows.length,
      isVisible: first?.isVisible() ?? false,
      isFocused: first?.isFocused() ?? false,
    }
  })

/** Closes the window as its own button does. */
const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

it('hides when its window is closed, and a second start brings it back instead of opening another', async () => {
  const { app, page, command } = launched
  await page.getByRole('button', { name: 'Sign in with Google' }).waitFor()
  // Until the icon beside the clock is there, a window that is closed is only minimised.
  const closed = async (): ReturnType<typeof windowOf> => {
    await closeWindow(app)
    return windowOf(app)
  }
  await expect.poll(closed).toMatchObject({ count: 1, isVisible: false })

  // Resolves only when the second instance has ended by itself, and without an error.
  await run(command.path, command.args, { env: command.env, timeout: 30_000 })
  await expect.poll(() => windowOf(app)).toEqual({ count: 1, isVisible: true, isFocused: true })
})

it('does what an entry of the jump list asks of a running app', async () => {
  const { page, command } = launched
  const pausedUntil = async (): Promise<Status['pausedUntil']> =>
    (await ask(page, 'getStatus', {})).pausedUntil
  expect(await pausedUntil()).toBeNull()
  await run(command.path, [...command.args, '--pause'], { env: command.env, timeout: 30_000 })
  await expect.poll(pausedUntil).toBe('resumed')
  await ask(page, 'resume', {})
})

it('has no network: no name is found, nothing goes past a proxy that is none, and WebRTC finds no way', async () => {
  const { app, page } = launched
  const found = await app.evaluate(async ({ session }) => ({
    proxies: await Promise.all(
      ['https://example.test/', 'http://127.0.0.1:80/'].map((url) =>
        session.defaultSession.resolveProxy(url),
      ),
    ),
    hosts: await Promise.all(
      ['localhost', 'example.com', 'photos.google.com'].map((host) =>
        session.defaultSession.resolveHost(host).then(
          ({ endpoints }) => endpoints.length,
          () => 0,
        ),
      ),
    ),
    spelling: session.defaultSession.isSpellCheckerEnabled(),
  }))
  expect(found).toEqual({
    proxies: ['SOCKS5 127.0.0.1:9', 'SOCKS5 127.0.0.1:9'],
    hosts: [0, 0, 0],
    spelling: false,
  })
  const candidates = await page.evaluate(async () => {
    const line = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:3478' }] })
    line.createDataChannel('x')
    const ways: string[] = []
    line.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') ways.push(candidate.candidate)
    }
    await line.setLocalDescription(await line.createOffer())
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (line.iceGatheringState === 'complete') resolve()
      }
      line.onicegatheringstatechange = look
      look()
    })
    line.close()
    return ways
  })
  expect(candidates).toEqual([])
})

it('uploads a photo saved later within 15 seconds, also while the window is hidden', async () => {
  const { app, page, emulator, photoFolder } = launched
  await goThroughFirstRun({ page, folder: photoFolder, photos, picture: async () => undefined })
  await waitForComplete(page)
  const library = openLibrary(emulator.origin)
  expect((await library.items()).map(({ filename }) => filename).sort()).toEqual([
    'photo-0.jpg',
    'photo-1.jpg',
    'photo-2.jpg',
  ])
  await closeWindow(app)

  const bytes = await savePhoto(photoFolder, 3)
  expect(await library.waitFor(sha256(bytes), 15_000)).toMatchObject({
    filename: 'photo-3.jpg',
    timesSent: 1,
  })
})

it('shows at once what was seen last, while its engine still waits for the catalogue', async () => {
  let letGo = (): void => undefined
  await launched.restart(async () => {
    const held = await openCatalog({
      path: join(launched.dataFolder, 'catalogue.sqlite'),
      backupFolder: join(launched.dataFolder, 'backups'),
      clock: systemClock,
      logger: { info: () => undefined, error: () => undefined },
      checkpoint: () => undefined,
    })
    if (!held.ok) throw new Error(held.failure.kind)
    letGo = () => held.value.close()
  })
  const { page } = launched
  await page.getByText('first@example.test').waitFor()
  await page.getByRole('heading', { name: 'Looking for photos' }).waitFor()
  await page.getByRole('button', { name: 'Folders', exact: true }).waitFor()
  letGo()
  await waitForComplete(page)
})

it('says that the catalogue is of a newer version instead of staying empty, and leaves it alone', async () => {
  let written = Buffer.alloc(0)
  const { page, dataFolder } = await launchApp({
    async prepare(folders) {
      const path = join(folders.dataFolder, 'catalogue.sqlite')
      const db = new Sqlite(path)
      db.pragma('user_version = 99')
      db.close()
      written = await readFile(path)
    },
  })
  await page.getByRole('heading', { name: 'A newer Shoebox was here' }).waitFor()
  await page.getByText('Install that version to go on').waitFor()
  expect(await readFile(join(dataFolder, 'catalogue.sqlite'))).toEqual(written)
})

it('gives its permission back to Google when the user signs out, forgets the account and says so', async () => {
  const { page, emulator, dataFolder } = launched
  const signInFile = join(dataFolder, 'sign-in.bin')
  expect(existsSync(signInFile)).toBe(true)
  await page.getByText('first@example.test').waitFor()
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: 'Sign out of Google?' })
  await question.getByRole('button', { name: 'Sign out' }).click()

  await page.getByRole('button', { name: 'Sign in with Google' }).first().waitFor()
  await page.getByRole('button', { name: 'Home', exact: true }).click()
  await page.getByRole('heading', { name: 'Signed out' }).waitFor()
  const revoked = await emulator.control.waitFor((row) => row.path === '/revoke')
  expect(revoked.status).toBe(200)
  await expect.poll(() => existsSync(signInFile)).toBe(false)
  const lastSeen = join(dataFolder, 'last-seen.json')
  await expect.poll(() => readFileSync(lastSeen, 'utf8')).not.toContain('first@example.test')
  expect(await page.getByText('first@example.test').count()).toBe(0)
  await page.getByText('Not known yet').waitFor()

  await launched.restart()
  await launched.page.getByRole('heading', { name: 'Sign in to start' }).waitFor()
  expect(await launched.page.getByText('first@example.test').count()).toBe(0)
})
