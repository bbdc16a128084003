// The engine's process under an app, found from outside as a user with a task manager would (Linux).
import { readdirSync, readFileSync } from 'node:fs'
import type { ElectronApplication } from 'playwright'

/** Processes whose command line names the engine and whose parent is the app. */
export function enginePids(app: ElectronApplication): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
        const isChild = Number(parent) === app.process().pid
        return isChild && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-host.js')
      } catch {
        return false
      }
    })
    .map(Number)
}
