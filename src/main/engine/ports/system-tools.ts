// Where the system's own programs lie. By a bare name Windows would look in the current folder first, which may be one of
// downloads; Linux and macOS look only where PATH says.
import { win32 } from 'node:path'

/** The programs of Windows that are used, below its own folder. */
const ofWindows = {
  powershell: ['System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'],
  rundll32: ['System32', 'rundll32.exe'],
  whoami: ['System32', 'whoami.exe'],
  icacls: ['System32', 'icacls.exe'],
} as const

/** The whole path of a program of Windows. */
export function windowsTool(
  name: keyof typeof ofWindows,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const told = env['SystemRoot'] ?? ''
  // A folder on a drive of this computer: never a share, never one relative to where somebody started us.
  const root = /^[A-Za-z]:\\[^/]*$/.test(told) ? told : 'C:\\Windows'
  return win32.join(root, ...ofWindows[name])
}
