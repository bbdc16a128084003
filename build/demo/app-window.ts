// Starts the built app in a real Electron under Playwright, with everything it writes in one folder, and ends it.
// What is clicked is left to the caller. Used by the demo's check and the tests of the window.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { electronCommand } from '../electron/index.ts'

/** What the app is started with. */
export interface AppStart {
  /** Catalogue, settings and Chromium's own files; kept between starts by the caller. */
  readonly dataFolder: string
  /** The loopback stand-in for Google. */
  readonly googleOrigin: string
  /** A Google client that counts as built in; null leaves the user to bring one. */
  readonly clientFile: string | null
  /** The folder that the first run offers. */
  readonly offeredFolder: string | null
  /** A packed app; without it the built one runs in the Electron that is here. */
  readonly executable?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The running app. */
export interface AppWindow {
  readonly app: ElectronApplication
  readonly page: Page
  /** How to start another instance of the same app. */
  readonly command: { path: string; args: string[]; env: Record<string, string> }
  /** Quits the app and ends the display that was started for it; a second call waits for the first. */
  close(): Promise<void>
}

const project = join(import.meta.dirname, '..', '..')
const startMs = 30_000

/** The environment that makes the app a stranger to this machine: its own data, a stand-in for Google. */
export const appEnv = (start: AppStart): Record<string, string> => ({
  SHOEBOX_DATA_DIR: start.dataFolder,
  SHOEBOX_GOOGLE_ORIGIN: start.googleOrigin,
  ...(start.clientFile === null ? {} : { SHOEBOX_CLIENT_FILE: start.clientFile }),
  ...(start.offeredFolder === null ? {} : { SHOEBOX_OFFER_FOLDER: start.offeredFolder }),
  ...start.env,
})

/** Where Chromium keeps its files until the app itself has said so. */
export const userDataFlag = (start: AppStart): string =>
  `--user-data-dir=${join(start.dataFolder, 'chromium')}`

/** Opens the app and waits for its window. There is no browser unless `env` has one, so the stand-in must consent by itself. */
export async function openAppWindow(start: AppStart): Promise<AppWindow> {
  await mkdir(start.dataFolder, { recursive: true })
  const electron = await electronCommand({ unattended: true })
  let app: ElectronApplication | null = null
  let closing: Promise<void> | null = null
  const end = async (): Promise<void> => {
    try {
      await app?.close()
    } finally {
      await electron.stop()
    }
  }
  const close = (): Promise<void> => (closing ??= end())
  try {
    const path = start.executable ?? electron.command
    const args = [
      ...electron.args,
      ...(start.executable === undefined ? [project] : []),
      userDataFlag(start),
      '--lang=en',
      // A packed app takes the stand-ins below for nothing without it.
      '--stand-in',
      ...(start.args ?? []),
    ]
    const env = { ...electron.env, SHOEBOX_BROWSER: 'fetch', ...appEnv(start) }
    app = await launch(path, args, env)
    const page = await app.firstWindow({ timeout: startMs })
    return { app, page, command: { path, args, env }, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function launch(
  executablePath: string,
  args: string[],
  env: Record<string, string>,
): Promise<ElectronApplication> {
  // On Ctrl-C Playwright would end this process as soon as Electron is gone, before the rest is cleaned up.
  const decline = (event: string | symbol, listener: (signal: NodeJS.Signals) => void): void => {
    if (event === 'SIGINT') queueMicrotask(() => process.off('SIGINT', listener))
  }
  process.on('newListener', decline)
  try {
    return await _electron.launch({ executablePath, args, env, timeout: startMs })
  } finally {
    process.off('newListener', decline)
  }
}
