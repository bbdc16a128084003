// What somebody may have put in on Windows: the drive letters that answer. An empty reader keeps its letter and answers with an
// error, which is no volume; no dialog comes of it, since Node turns those of the system off for its process. A letter that
// does not answer, as that of a share that is away, is left alone until it does.
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { MountedVolume, VolumeLooks } from '../ports/volumes.ts'
import { windowsTool } from '../ports/system-tools.ts'
import { isPulled, lettered } from './removable-windows.ts'

// A and B are floppy drives, which make a noise and wait when looked at.
const letters = 'CDEFGHIJKLMNOPQRSTUVWXYZ'
/** A disk answers within this or has to spin up, and is seen at a later look. */
const patienceMs = 500
/** Each holds one of the few threads that all of the process shares. */
const mostUnanswered = 2
const longestMs = 10_000

/** Makes the looks of Windows; `deviceOf` fails where nothing is in. */
export function createWindowsLooks(
  deviceOf = async (root: string): Promise<bigint> => (await stat(root, { bigint: true })).dev,
): Pick<VolumeLooks, 'list'> {
  /** Letters that were asked and have not answered yet, and the last answer of each. */
  const unanswered = new Set<string>()
  const last = new Map<string, bigint | null>()
  const ask = async (root: string): Promise<void> => {
    unanswered.add(root)
    const answer = deviceOf(root)
      .catch(() => null)
      .then((device) => {
        unanswered.delete(root)
        last.set(root, device)
      })
    const end = new AbortController()
    const limit = delay(patienceMs, undefined, { ref: false, signal: end.signal })
    await Promise.race([answer, limit.catch(() => undefined)])
    end.abort()
  }
  return {
    list: async () => {
      const found: MountedVolume[] = []
      for (const letter of letters) {
        const root = `${letter}:\\`
        if (lettered(root) === null) continue
        if (!unanswered.has(root) && unanswered.size < mostUnanswered) await ask(root)
        const device = last.get(root) ?? null
        if (device !== null) found.push({ key: `${root} ${device}`, path: root })
      }
      return found
    },
  }
}

/** What PowerShell says of the drive with this letter, in two lines: its name, and how its disk is connected. */
export function parseDrive(answer: string | null): { label: string; isRemovable: boolean } {
  const [label = '', line = ''] = answer?.split(/\r?\n/).map((part) => part.trim()) ?? []
  // Who does not say how it is connected is not asked about: it may be a disk of this computer.
  return { label, isRemovable: line !== '' && isPulled(line) }
}

/** Asks Windows of one drive. */
export async function describeDrive(
  path: string,
): Promise<{ label: string; isRemovable: boolean }> {
  const letter = lettered(path)
  if (letter === null) return parseDrive(null)
  const question = `[Console]::OutputEncoding = [Text.Encoding]::UTF8; (Get-Volume -DriveLetter ${letter}).FileSystemLabel; (Get-Partition -DriveLetter ${letter} | Get-Disk).BusType`
  const words = ['-NoProfile', '-NonInteractive', '-Command', question]
  return promisify(execFile)(windowsTool('powershell'), words, {
    timeout: longestMs,
    windowsHide: true,
  }).then(
    ({ stdout }) => parseDrive(stdout),
    () => parseDrive(null),
  )
}
