// Starts an app on the stage (stage/main.js), which tells when its window is drawn and takes words of its user.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ElectronCommand } from '../../build/electron/index.ts'

/** What is played. */
export interface StageRequest {
  /** The main script of the app. */
  main: string
  /** What must be in its window for it to be of use. */
  ready: string
  userData: string
  env: Readonly<Record<string, string>>
}

/** A running app. */
export interface StagedApp {
  readonly pid: number
  /** From the start of the process until it was drawn. */
  readonly secondsToStart: number
  say(word: 'close' | 'open'): void
  /** Resolves when a window is drawn the next time. */
  drawn(): Promise<void>
  end(): Promise<void>
}

const patienceMs = 60_000
const longestEndMs = 10_000

/** Starts it; resolves once it is drawn, or its icon is made. */
export async function startStaged(
  { command, args, env }: ElectronCommand,
  request: StageRequest,
): Promise<StagedApp> {
  const startedAt = performance.now()
  const stage = join(import.meta.dirname, 'stage')
  const child = spawn(
    command,
    [...args, stage, `--user-data-dir=${request.userData}`, '--lang=en'],
    {
      env: { ...env, STAGE_MAIN: request.main, STAGE_READY: request.ready, ...request.env },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines = createInterface({ input: child.stdout })
  const drawn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${request.main}: not drawn`)), patienceMs)
      void exited.then(() => reject(new Error(`${request.main} ended before it was drawn`)))
      const hear = (line: string): void => {
        if (line !== 'drawn') return
        clearTimeout(timer)
        lines.off('line', hear)
        resolve()
      }
      lines.on('line', hear)
    })
  const end = async (): Promise<void> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), longestEndMs)
    await exited
    clearTimeout(timer)
  }
  try {
    await drawn()
  } catch (error) {
    await end()
    throw error
  }
  return {
    pid: child.pid ?? 0,
    secondsToStart: (performance.now() - startedAt) / 1_000,
    say: (word) => child.stdin.write(`${word}\n`),
    drawn,
    end,
  }
}
