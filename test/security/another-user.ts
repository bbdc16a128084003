// Another user of the same computer, for attacks that need other eyes: one who owns nothing. Linux, as root.
import { runCommand, type RunResult } from '../../build/electron/run-command.ts'
import { isRoot, nobody } from '../faults/harness/other-user.ts'
import { NotShownHere } from './not-shown.ts'

export { nobody } from '../faults/harness/other-user.ts'

/** Runs a program of the system as that user. */
export async function asAnother(command: string, ...words: string[]): Promise<RunResult> {
  if (process.platform !== 'linux' || !isRoot)
    throw new NotShownHere('only root on Linux may look with another user’s eyes')
  const who = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups']
  const ran = await runCommand('setpriv', [...who, command, ...words], {
    timeoutMs: 20_000,
    cwd: '/',
    // The tools of the system: those of whoever runs this may be closed to others.
    env: { PATH: '/usr/bin:/bin' },
  })
  if (/setpriv/.test(ran.stderr) || ran.code === null)
    throw new NotShownHere(`nobody else can be: ${ran.stderr.trim()}`)
  return ran
}

/** What that user may read of a file: true when the system lets them. */
export const canRead = async (path: string): Promise<boolean> =>
  (await asAnother('head', '-c', '1', path)).code === 0

/** Every command line that that user sees. */
export const commandLines = async (): Promise<string> =>
  (await asAnother('sh', '-c', "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; true")).stdout

/** Asks an address of this computer as that user; the status, or 0 when nobody answers. */
export async function askAsAnother(url: string): Promise<number> {
  const script = `import sys, urllib.request, urllib.error
try: print(urllib.request.urlopen(sys.argv[1], timeout=10).status)
except urllib.error.HTTPError as error: print(error.code)
except Exception: print(0)`
  return Number((await asAnother('python3', '-c', script, url)).stdout.trim())
}
