// A process that the shell hosts, the engine or an image worker, whatever runs it: node-process.ts on Linux,
// utility-process.ts elsewhere. What is said to it is engine-link.ts.
import { constants, setPriority } from 'node:os'

/** A child process with a line for messages. */
export interface HostedProcess {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called exactly once, also when the process could not be started. */
  onExit(listener: (code: number | null) => void): void
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

/** The environment for a child: this one's, but for what would turn Electron or Node into something else. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE']
  delete env['NODE_OPTIONS']
  return env
}

/**
 * Lets the window, and whatever else the user does, go before a hosted process: a backup has time. On two busy cores the
 * window otherwise waited up to half a second for its turn while folders were scanned; where a core is free, nothing is
 * slower for it.
 */
export function giveWay(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or this whole app runs below that anyway.
  }
}
