// Hosts a process in Electron's own utility process, which needs no Node beside the app and shows its name in the
// system's task list. Windows and macOS.
import { createInterface } from 'node:readline'
import { utilityProcess } from 'electron'
import { widePool } from '../../shared/thread-pool.ts'
import {
  childEnvironment,
  giveWay,
  type HostedProcess,
  type HostRequest,
} from './hosted-process.ts'

/** Starts `script` in a utility process. */
export function startUtilityProcess(request: HostRequest): HostedProcess {
  const { script, name, onLine, execArgv = [] } = request
  const { env = { ...childEnvironment(), ...widePool } } = request
  const child = utilityProcess.fork(script, [], {
    serviceName: name,
    stdio: 'pipe',
    env,
    execArgv: [...execArgv],
  })
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null) createInterface({ input: stream }).on('line', onLine)
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void exited.then(listener),
    giveWay: () => {
      // Before it runs it has no id yet.
      if (child.pid !== undefined) giveWay(child.pid)
      else child.once('spawn', () => giveWay(child.pid))
    },
    kill: () => void child.kill(),
  }
}
