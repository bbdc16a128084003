// The usual host of the image worker: a plain Node child of the engine. Where a child cannot be forked the
// shell gives another host (ports/prepare.ts).
import { fork } from 'node:child_process'
import type { ImageWorkerHost } from '../ports/prepare.ts'
import { rightsOf } from './image-worker-rights.ts'

const imageWorker = new URL(
  import.meta.url.endsWith('.ts') ? './image-worker.ts' : './image-worker.js',
  import.meta.url,
)
/** Enough of libvips' complaints to find a fault by. */
const lastWordsLength = 2_000

/** What a program needs of the system to run; whatever else the environment holds is none of a decoder's business. */
const systemVariables = new Set([
  ...[
    'PATH',
    'LD_LIBRARY_PATH',
    'DYLD_LIBRARY_PATH',
    'TMPDIR',
    'TEMP',
    'TMP',
    'LANG',
    'LC_ALL',
    'TZ',
  ],
  ...['SYSTEMROOT', 'WINDIR', 'SYSTEMDRIVE', 'COMSPEC', 'NUMBER_OF_PROCESSORS'],
])

/** An environment for a worker out of this process's own. */
export const systemEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => systemVariables.has(name.toUpperCase())),
  )

/** Runs image workers as children of this process, under its own Node. */
export function createChildProcessHost(): ImageWorkerHost {
  return {
    start({ env, execArgv, folders }) {
      const child = fork(imageWorker, [], {
        execArgv: [...execArgv, ...rightsOf(imageWorker, folders)],
        env: { ...systemEnvironment(process.env), ...env },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let lastWords = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        lastWords = (lastWords + text).slice(-lastWordsLength)
      })
      const exits: ((detail: string) => void)[] = []
      const end = (detail: string): void => {
        for (const listener of exits.splice(0)) listener(`${detail} ${lastWords}`.trim())
      }
      child.on('exit', (code, signal) => end(signal ?? `code ${String(code)}`))
      // A process that could not be started reports an error and never exits.
      child.on('error', (error) => end(error.message))
      return {
        // A message to a process that has just ended is lost; its exit says so.
        post: (message) => child.send(message as object, () => undefined),
        onMessage: (listener) => child.on('message', listener),
        onExit: (listener) => exits.push(listener),
        kill: () => child.kill('SIGKILL'),
      }
    },
  }
}
