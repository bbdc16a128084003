// The packed program and its command as they ship, started from outside: by their own names, with their own fuses, with
// whatever environment, switches and user an attack needs. No driver, and nothing of theirs is changed.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cleanup } from '../../build/demo/cleanup.ts'
import { electronCommand, type ElectronCommand } from '../../build/electron/index.ts'
import { runCommand, type RunResult } from '../../build/electron/run-command.ts'
import type { UnpackedApp } from '../../build/packaging/unpacked-app.ts'
import { startProgram, type Started } from './namespace/started.ts'
import { NotShownHere } from './not-shown.ts'

/** Lets the app take the stand-ins that the environment names. */
export const standInWord = '--stand-in'

type Env = Readonly<Record<string, string>>

/** Where the attacks from outside start. */
export interface Outside {
  readonly packed: UnpackedApp
  /** The Electron, switches and display with which a program can be started here at all. */
  readonly electron: ElectronCommand
  /** A new folder that is gone afterwards. */
  folder(name: string): Promise<string>
  /** The app, which the caller ends; `words` come after the switches that this machine needs. */
  start(dataFolder: string, words: readonly string[], env?: Env): Started
  /** The command, until it ends. */
  shoebox(dataFolder: string, words: readonly string[], env?: Env): Promise<RunResult>
  /** How the command is called: the Node that is packed, and the script. */
  readonly command: readonly [program: string, script: string]
}

/** Prepares it. */
export async function goOutside(packed: UnpackedApp, cleanup: Cleanup): Promise<Outside> {
  const electron = await electronCommand({ unattended: true })
  cleanup.add(() => electron.stop())
  const top = await mkdtemp(join(tmpdir(), 'shoebox-outside-'))
  // Anybody may come this far, so that what keeps others out is the app's own doing.
  await chmod(top, 0o755)
  cleanup.add(() => rm(top, { recursive: true, force: true, maxRetries: 5 }))
  const command = [
    join(packed.resources, 'node', 'bin', 'node'),
    join(packed.resources, 'app.asar.unpacked', 'out', 'main', 'cli.js'),
  ] as const
  let made = 0
  return {
    packed,
    electron,
    command,
    async folder(name) {
      made += 1
      const folder = join(top, `${made}-${name}`)
      await mkdir(folder)
      return folder
    },
    start: (dataFolder, words, env = {}) =>
      startProgram(packed.executable, [...electron.args, ...words], {
        ...electron.env,
        SHOEBOX_DATA_DIR: dataFolder,
        ...env,
      }),
    shoebox(dataFolder, words, env = {}) {
      if (process.platform !== 'linux')
        throw new NotShownHere('only Linux packages bring the Node that runs the command')
      return runCommand(command[0], [command[1], ...words], {
        timeoutMs: 60_000,
        env: { ...process.env, SHOEBOX_DATA_DIR: dataFolder, ...env },
      })
    },
  }
}
