// Hosts a process in a real Node. Linux needs it: Electron's GLib and the one inside libvips conflict there, and
// decoding a picture ends the process (lovell/sharp, "Electron and Linux").
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import {
  childEnvironment,
  giveWay,
  type HostedProcess,
  type HostRequest,
} from './hosted-process.ts'

// Without these the allocator keeps the peak of a scan for ever (measured.md: 331 MB become 165 MB).
const smallMemory = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '65536' }
// The engine collects what it no longer needs when it rests (engine/giving-back.ts).
const smallMemoryFlags = ['--max-semi-space-size=2', '--expose-gc']

/** Starts `script` under the Node at `nodePath`. */
export function startNodeProcess({ script, onLine }: HostRequest, nodePath: string): HostedProcess {
  const child = spawn(nodePath, [...smallMemoryFlags, script], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...childEnvironment(), ...smallMemory },
  })
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null) createInterface({ input: stream }).on('line', onLine)
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    child.on('error', (error) => {
      onLine(error.message)
      // After a failed spawn there is no exit; after any other error there is.
      if (child.pid === undefined) resolve(null)
    })
  })
  return {
    post(message) {
      // A message to a process on its way out is lost like the process itself.
      if (child.connected) child.send(message as object, () => undefined)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void exited.then(listener),
    giveWay: () => giveWay(child.pid),
    kill: () => void child.kill('SIGKILL'),
  }
}
