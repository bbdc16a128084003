// Whether the user may want to take a drive out, as Windows tells it: a handle that is held on such a one makes "Safely
// remove" say that it is in use. The parts without I/O are pure.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { windowsTool } from '../ports/system-tools.ts'

/** How a disk is connected, as the words of MSFT_Disk's BusType (Windows Storage Management API), where it can be pulled. */
const pulled: ReadonlySet<string> = new Set(['USB', '1394', 'SD', 'MMC'])

/** Longer than PowerShell takes to start on a slow computer. */
const longestMs = 10_000

/** The letter of a drive that is not the system's own; null for that one, which stays, and for what has no letter. */
export function lettered(
  path: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const letter = /^(?:\\\\\?\\)?([a-z]):/i.exec(path)?.[1]?.toUpperCase()
  const own = (env['SystemDrive'] ?? 'C:').charAt(0).toUpperCase()
  return letter === undefined || letter === own ? null : letter
}

/** What the answer means. Without one a drive may be pulled: new photos on it are noticed some minutes later, and it is let go. */
export const isPulled = (answer: string | null): boolean =>
  answer === null || answer.trim() === '' || pulled.has(answer.trim())

const ask = async (letter: string): Promise<string | null> => {
  const question = `(Get-Partition -DriveLetter ${letter} | Get-Disk).BusType`
  const words = ['-NoProfile', '-NonInteractive', '-Command', question]
  return promisify(execFile)(windowsTool('powershell'), words, {
    timeout: longestMs,
    windowsHide: true,
  }).then(
    ({ stdout }) => stdout,
    () => null,
  )
}

/** Asks once for each volume, since a letter may be another's tomorrow. */
export function createRemovable(
  askFor = ask,
): (path: string, volumeId: string | null) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return async (path, volumeId) => {
    const letter = lettered(path)
    if (letter === null) return false
    const key = volumeId ?? letter
    const answer = known.get(key) ?? askFor(letter).then(isPulled)
    known.set(key, answer)
    return answer
  }
}
