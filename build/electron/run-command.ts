// Runs one command to its end, never for longer than it is given, and hands back what it said.
// What an exit code means is the caller's business.
import { spawn } from 'node:child_process'

/** What to give the command besides its arguments. */
export interface RunOptions {
  readonly timeoutMs: number
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** How the command ended; `code` is null when it could not start, was killed or ran out of time. */
export interface RunResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
}

/** Runs a command, bounded in time; it resolves even when the command does not exist. */
export const runCommand = (
  command: string,
  args: readonly string[],
  { timeoutMs, env = process.env, cwd = process.cwd() }: RunOptions,
): Promise<RunResult> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    let timedOut = false
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, timeoutMs)
    let settled = false
    const settle = (code: number | null): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      resolve({ code, stdout, stderr, timedOut })
    }
    child.once('error', (error) => {
      stderr += error.message
      settle(null)
    })
    child.once('close', settle)
    // A grandchild that holds the pipes open must not keep us waiting for 'close'.
    child.once('exit', (code) => setTimeout(settle, 1_000, code).unref())
  })

/** The last line a command wrote that says anything, for use inside one sentence. */
export const lastWords = ({ stderr, stdout, timedOut }: RunResult): string => {
  if (timedOut) return 'it took too long'
  const lines = (stderr.trim() || stdout.trim()).split('\n')
  return lines.at(-1)?.trim() || 'it said nothing'
}
