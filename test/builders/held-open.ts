// What this process holds open in a folder, as Linux tells it: a file that stays open cannot be renamed on Windows, nor its
// drive taken out.
import { readdirSync, readlinkSync } from 'node:fs'

/** The paths of the open files under a folder. Linux only. */
export function heldOpen(folder: string): string[] {
  return readdirSync('/proc/self/fd')
    .map(targetOf)
    .filter((path) => path.startsWith(folder))
}

/** Where a descriptor leads; the one that lists the others is gone by then. */
function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch {
    return ''
  }
}
