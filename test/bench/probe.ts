// Starts an Electron app around a main script of the benchmark, which says on its output when it is where it shall be.
// Used where Playwright would change what is measured.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ElectronCommand } from '../../build/electron/index.ts'

/** What is started, and how long it may take. */
export interface ProbeRequest {
  /** The folder of the main script. */
  readonly folder: string
  /** Where Chromium keeps its own files. */
  readonly userData: string
  readonly env: Readonly<Record<string, string>>
  readonly patienceMs: number
}

/** An app that said its line; `end` resolves once it is gone. */
export interface Probe<T> {
  readonly said: T
  end(): Promise<void>
}

const longestEndMs = 10_000
/** Chromium complains about a missing bus at every start; the rest is worth reading when a start fails. */
const complaintsKept = 4_000

/** Starts it and waits for the first line that `read` makes something of; throws when it ends or is silent too long. */
export async function startProbe<T>(
  { command, args, env }: ElectronCommand,
  request: ProbeRequest,
  read: (line: string) => T | null,
): Promise<Probe<T>> {
  const { folder, userData, patienceMs } = request
  const child = spawn(command, [...args, folder, `--user-data-dir=${userData}`, '--lang=en'], {
    env: { ...env, ...request.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk.toString()}`.slice(-complaintsKept)
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async (): Promise<void> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), longestEndMs)
    await exited
    clearTimeout(timer)
  }
  const failed = (what: string): Error => new Error(`${userData}: ${what}\n${complaints}`)
  let timer: NodeJS.Timeout | undefined
  try {
    const said = await new Promise<T>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const value = read(line)
        if (value !== null) resolve(value)
      })
      void exited.then(() => reject(failed('the app ended before it was there')))
      timer = setTimeout(
        () => reject(failed(`not there after ${patienceMs / 1_000} s`)),
        patienceMs,
      )
    })
    return { said, end }
  } catch (error) {
    await end()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
