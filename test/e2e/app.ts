// The app as the tests of the window get it: the built one in a real Electron, on a fresh data folder, against an
// emulator of its own. Everything is ended and removed after the test.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import { openAppWindow, type AppWindow } from '../../build/demo/app-window.ts'
import { createCleanup } from '../../build/demo/cleanup.ts'
import { goThroughFirstRun, waitForComplete } from '../../build/demo/walk-through.ts'
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator/index.ts'

/** How to launch; everything may be left out. */
export interface LaunchOptions {
  /** How many small photos the offered folder holds. */
  readonly photos?: number
  /** Whether the desktop shows tray icons; only Linux has desktops that do not. */
  readonly hasTray?: boolean
  readonly emulator?: EmulatorOptions
  readonly args?: readonly string[]
}

/** A launched app and what is around it. */
export interface LaunchedApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly emulator: Emulator
  readonly dataFolder: string
  /** The folder that the first run offers. */
  readonly photoFolder: string
  /** How the app was started, to start it once more. */
  readonly command: AppWindow['command']
  /** Ends and removes everything; the end of the test does it too. */
  close(): Promise<void>
}

/** Launches the app at its first run. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const cleanup = createCleanup()
  onTestFinished(cleanup.run)
  const home = await mkdtemp(join(tmpdir(), 'shoebox-window-test-'))
  cleanup.add(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  const photoFolder = join(home, 'My photos')
  await mkdir(photoFolder)
  for (let at = 0; at < (options.photos ?? 3); at += 1) await savePhoto(photoFolder, at)
  const settings = { autoConsent: true, ...options.emulator?.settings }
  const emulator = await startEmulator({ ...options.emulator, settings })
  cleanup.add(() => emulator.stop())
  const dataFolder = join(home, 'data')
  const window = await openAppWindow({
    dataFolder,
    googleOrigin: emulator.origin,
    clientFile: emulator.clientFile,
    offeredFolder: photoFolder,
    args: options.args ?? [],
    env: await trayEnv(home, options.hasTray ?? true),
  })
  cleanup.add(() => window.close())
  const { app, page, command } = window
  return { app, page, command, emulator, dataFolder, photoFolder, close: cleanup.run }
}

/** Launches the app, goes through the first run and waits until the folder is backed up. */
export async function launchBackedUp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const launched = await launchApp(options)
  const { page, photoFolder } = launched
  const picture = (): Promise<void> => Promise.resolve()
  await goThroughFirstRun({ page, folder: photoFolder, photos: options.photos ?? 3, picture })
  await waitForComplete(page)
  return launched
}

/** Saves a small photo, another one for each number, and says what its bytes are. */
export async function savePhoto(folder: string, at: number): Promise<Buffer> {
  const background = { r: (at * 67) % 256, g: (at * 29) % 256, b: 128 }
  const create = { width: 640, height: 480, channels: 3, background } as const
  const exif = { IFD0: { ImageDescription: `photo ${at}` } }
  const bytes = await sharp({ create }).withExif(exif).jpeg().toBuffer()
  await writeFile(join(folder, `photo-${at}.jpg`), bytes)
  return bytes
}

/** On Linux the app asks busctl whether a tray icon would be seen; this one answers as the test wishes. */
async function trayEnv(home: string, hasTray: boolean): Promise<Record<string, string>> {
  if (process.platform !== 'linux') return {}
  const bin = join(home, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'busctl'), `#!/bin/sh\necho 'b ${String(hasTray)}'\n`)
  await chmod(join(bin, 'busctl'), 0o755)
  return { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
}
