// A process that the shell hosts, the engine or an image worker, whatever runs it: node-process.ts on Linux,
// utility-process.ts elsewhere. What is said to it is engine-link.ts.
import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { trustedEnvironment } from '../../shared/environment.ts'

/** A child process with a line for messages. */
export interface HostedProcess {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called exactly once, also when the process could not be started. */
  onExit(listener: (code: number | null) => void): void
  /** Runs below normal priority from now on, with all its threads. */
  giveWay(): void
  kill(): void
}

/** What to start, and who hears the lines that the process writes by itself, for instance the stack of a crash. */
export interface HostRequest {
  script: string
  name: string
  onLine: (line: string) => void
  /** The whole environment, when it is not simply this process's own. */
  env?: NodeJS.ProcessEnv
  execArgv?: readonly string[]
}

/** The environment for a child: this one's, but for what would turn Electron or Node into something else, or their trust. */
export const childEnvironment = (): NodeJS.ProcessEnv => trustedEnvironment(process.env)

/**
 * Lets the window, and whatever else the user does, go before a hosted process: a backup has time. On two busy cores the
 * window otherwise waited up to half a second for its turn while folders were scanned; where a core is free, nothing is
 * slower for it.
 */
export function giveWay(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    for (const id of threadsOf(pid)) setPriority(id, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or this whole app runs below that anyway.
  }
}

/** Linux has a priority for each thread (sched(7)); later ones take over that of the thread that starts them. */
function threadsOf(pid: number): number[] {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid]
}
