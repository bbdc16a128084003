// The app as the tests of the window get it: the built one in a real Electron, on a fresh data folder, against an
// emulator of its own. Everything is ended and removed after the test.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import { openAppWindow, type AppWindow } from '../../build/demo/app-window.ts'
import { createCleanup, type Cleanup } from '../../build/demo/cleanup.ts'
import { goThroughFirstRun, waitForComplete } from '../../build/demo/walk-through.ts'
import { startSecretService } from '../../build/electron/index.ts'
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator/index.ts'
import { makeDesktop, type Desktop } from './desktop.ts'
import { makeMachine, type Machine } from '../builders/machine.ts'

/** How to launch; everything may be left out. */
export interface LaunchOptions {
  /** How many small photos the offered folder holds. */
  readonly photos?: number
  /** Whether the desktop shows tray icons; only Linux has desktops that do not. */
  readonly hasTray?: boolean
  /** Whether there is a safe store for the sign-in; only Linux has machines without one. */
  readonly hasKeyring?: boolean
  /** Whether the app brings a Google client; it does unless this says otherwise. */
  readonly hasClient?: boolean
  /** Whether the browser goes through a sign-in by itself; it does unless the test wants to. */
  readonly followsSignIn?: boolean
  readonly emulator?: EmulatorOptions
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A packed app instead of the built one. */
  readonly executable?: string
  /** Fills the data folder before the first start. */
  prepare?(folders: { dataFolder: string; photoFolder: string }): Promise<void>
}

/** A launched app and what is around it. Several tests may share one: `app` and `page` are those of its last start. */
export interface LaunchedApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly emulator: Emulator
  readonly dataFolder: string
  /** The folder that the first run offers. */
  readonly photoFolder: string
  /** How the app was started, to start it once more. */
  readonly command: AppWindow['command']
  readonly desktop: Desktop
  readonly machine: Machine
  /** Quits the app and starts it once more; `meanwhile` is done while it is gone. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  /** Ends and removes everything; the end of the test does it too. */
  close(): Promise<void>
}

/** Launches the app at its first run, until the end of the test. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const launched = await openApp(options)
  onTestFinished(launched.close)
  return launched
}

/** Launches the app at its first run, or where `prepare` left it; the caller closes it. */
export async function openApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const cleanup = createCleanup()
  try {
    return await open(options, cleanup)
  } catch (error) {
    await cleanup.run()
    throw error
  }
}

async function open(options: LaunchOptions, cleanup: Cleanup): Promise<LaunchedApp> {
  const home = await mkdtemp(join(tmpdir(), 'shoebox-window-test-'))
  cleanup.add(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  const photoFolder = join(home, 'My photos')
  await mkdir(photoFolder)
  for (let at = 0; at < (options.photos ?? 3); at += 1) await savePhoto(photoFolder, at)
  const settings = { autoConsent: true, ...options.emulator?.settings }
  const emulator = await startEmulator({ ...options.emulator, settings })
  cleanup.add(() => emulator.stop())
  const { hasTray = true, followsSignIn = true } = options
  const desktop = await makeDesktop(home, { hasTray, followsSignIn })
  const machine = await makeMachine(home)
  const isLinux = process.platform === 'linux'
  const keyring = options.hasKeyring === true && isLinux ? await startSecretService() : null
  if (keyring !== null) cleanup.add(() => keyring.stop())
  const dataFolder = join(home, 'data')
  await mkdir(dataFolder)
  await options.prepare?.({ dataFolder, photoFolder })
  const start = (): Promise<AppWindow> =>
    openAppWindow({
      dataFolder,
      googleOrigin: emulator.origin,
      clientFile: options.hasClient === false ? null : emulator.clientFile,
      offeredFolder: photoFolder,
      args: [...(keyring?.args ?? []), ...(options.args ?? [])],
      env: {
        // Tests ask the page of a closed window for more than a minute; what becomes of that is in-the-tray.test.ts.
        SHOEBOX_LINGER_MS: '9999999',
        ...(isLinux ? { ...desktop.env, ...machine.env, ...keyring?.env } : {}),
        ...options.env,
      },
      ...(options.executable === undefined ? {} : { executable: options.executable }),
    })
  let window = await start()
  cleanup.add(() => window.close())
  return {
    get app() {
      return window.app
    },
    get page() {
      return window.page
    },
    get command() {
      return window.command
    },
    emulator,
    desktop,
    machine,
    dataFolder,
    photoFolder,
    async restart(meanwhile) {
      await window.close()
      await meanwhile?.()
      window = await start()
    },
    close: cleanup.run,
  }
}

/** Launches the app, goes through the first run and waits until the folder is backed up; the caller closes it. */
export async function openBackedUp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const launched = await openApp(options)
  const { page, photoFolder } = launched
  const picture = (): Promise<void> => Promise.resolve()
  try {
    await goThroughFirstRun({ page, folder: photoFolder, photos: options.photos ?? 3, picture })
    await waitForComplete(page)
  } catch (error) {
    await launched.close()
    throw error
  }
  return launched
}

/** Saves a small photo, another one for each number, and says what its bytes are. */
export async function savePhoto(folder: string, at: number): Promise<Buffer> {
  const bytes = await photoBytes(at)
  await writeFile(join(folder, `photo-${at}.jpg`), bytes)
  return bytes
}

/** They carry a date, so that they go up byte for byte. */
const taken = { IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' } }

/** The bytes of the small photo of a number. */
export function photoBytes(at: number): Promise<Buffer> {
  const background = { r: (at * 67) % 256, g: (at * 29) % 256, b: 128 }
  const create = { width: 640, height: 480, channels: 3, background } as const
  const exif = { IFD0: { ImageDescription: `photo ${at}` }, ...taken }
  return sharp({ create }).withExif(exif).jpeg().toBuffer()
}

/** A photo of 20 megapixels, another one for each number, good enough that a reduced copy is smaller. */
export async function largePhoto(at: number): Promise<Buffer> {
  const [width, height, channels] = [5_000, 4_000, 3] as const
  const tile = { width: width / 10, height: height / 10 }
  const noise = { type: 'gaussian', mean: 128, sigma: 8 } as const
  const create = { ...tile, channels, background: 'black', noise } as const
  // Tiles of the same noise: making it anew for every pixel takes seconds.
  const grain = await sharp({ create }).raw().toBuffer()
  const rowBytes = tile.width * channels
  const rows = Array.from({ length: height }, (_, y) => {
    const from = (y % tile.height) * rowBytes
    return Array<Buffer>(width / tile.width).fill(grain.subarray(from, from + rowBytes))
  })
  return sharp(Buffer.concat(rows.flat()), { raw: { width, height, channels } })
    .withExif({ IFD0: { ImageDescription: `large photo ${at}` }, ...taken })
    .jpeg({ quality: 98 })
    .toBuffer()
}
