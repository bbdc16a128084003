// Closes a folder of ours to others on Windows, which knows no modes: by an access list with its user alone. In the user's
// profile Windows has done so already. A drive without such lists (FAT, exFAT) stays as it is.
import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import { win32 } from 'node:path'
import { promisify } from 'node:util'
import { windowsTool } from '../ports/system-tools.ts'

/** What is asked of the system. */
export interface AccessTools {
  readonly profile: string
  /** `whoami /user /fo csv /nh`. */
  whoAmI(): Promise<string>
  icacls(words: readonly string[]): Promise<unknown>
}

/** The security identifier in the line of `whoami`; null where there is none. */
export const parseSid = (line: string): string | null =>
  /"(?<sid>S-1-[\d-]+)"\s*$/.exec(line)?.groups?.['sid'] ?? null

/** Whether a path is the profile or in it; Windows' names have no case. */
export function isInProfile(path: string, profile: string): boolean {
  const way = win32.relative(profile.toLowerCase(), path.toLowerCase())
  return profile !== '' && !way.startsWith('..') && !win32.isAbsolute(way)
}

/** Gives each of the paths, and all that is and will be below, to this user alone; false where that is not so. */
export async function closeToOthers(
  paths: readonly string[],
  tools: AccessTools = system,
): Promise<boolean> {
  const open = paths.filter((path) => !isInProfile(path, tools.profile))
  if (open.length === 0) return true
  try {
    const sid = parseSid(await tools.whoAmI())
    if (sid === null) return false
    // (OI)(CI): whatever comes into a folder inherits it; a file has no use for that and takes the right alone.
    for (const path of open)
      await tools.icacls([path, '/inheritance:r', '/grant:r', `*${sid}:(OI)(CI)F`, '/Q'])
    return true
  } catch {
    return false
  }
}

const run = promisify(execFile)
const options = { timeout: 10_000, windowsHide: true }
const system: AccessTools = {
  profile: homedir(),
  whoAmI: async () =>
    (await run(windowsTool('whoami'), ['/user', '/fo', 'csv', '/nh'], options)).stdout,
  icacls: (words) => run(windowsTool('icacls'), [...words], options),
}
