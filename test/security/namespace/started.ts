// A program that runs while something is looked at, and what it prints meanwhile.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** A started program. */
export interface Started {
  readonly pid: number
  /** Everything printed so far, on both lines. */
  said(): string
  /** Its exit code once it has ended; -1 after a signal. */
  code(): number | null
  /** Resolves with the line that begins so, or null after so long or when the program ends without it. */
  line(begin: string, timeoutMs: number): Promise<string | null>
  /** Asks it to end, and makes it. */
  end(): Promise<void>
}

const lookAgainMs = 50
const stopMs = 10_000

/** Starts a program in a group of its own. */
export function startProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Started {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let said = ''
  let code: number | null = null
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.once('exit', (ended) => (code = ended ?? -1))
  child.once('error', (error) => {
    said += error.message
    code = -1
  })
  return {
    pid: child.pid ?? -1,
    said: () => said,
    code: () => code,
    async line(begin, timeoutMs) {
      const giveUpAt = performance.now() + timeoutMs
      for (;;) {
        const found = said.split('\n').find((line) => line.startsWith(begin))
        if (found !== undefined) return found
        if (code !== null || performance.now() > giveUpAt) return null
        await sleep(lookAgainMs)
      }
    },
    async end() {
      if (code === null) {
        const gone = once(child, 'exit')
        child.kill('SIGTERM')
        const isGone = await Promise.race([gone.then(() => true), sleep(stopMs, false)])
        if (!isGone) child.kill('SIGKILL')
      }
      try {
        // Whatever it left behind of its group.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Nothing is left.
      }
    },
  }
}

/** Looks until something is so; false when it still is not after so long. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) return false
    await sleep(lookAgainMs)
  }
  return true
}
