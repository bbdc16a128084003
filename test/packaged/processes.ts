// Which processes run from a folder (Linux), for tests that nothing is left running.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { sep } from 'node:path'

/** A running process. */
export interface RunningProcess {
  readonly pid: number
  readonly command: string
}

/** Every process whose program lies in a folder. */
export function processesIn(folder: string): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readlinkSync(`/proc/${name}/exe`).startsWith(folder + sep)) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ pid: Number(name), command }]
      } catch {
        // Gone between two looks.
        return []
      }
    })
}
