// Whether the connection costs by the byte, as the system's own tools say: NetworkManager on Linux, the connection
// cost on Windows. macOS has no tool for it; there, and wherever a tool is missing, it is unknown.
import { execFile } from 'node:child_process'
import { windowsTool } from '../ports/system-tools.ts'

const longestMs = 8_000

// Windows PowerShell 5.1, because version 7 dropped the WinRT projection.
const windowsQuestion = [
  '[void][Windows.Networking.Connectivity.NetworkInformation,Windows.Networking.Connectivity,ContentType=WindowsRuntime]',
  '$p=[Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile()',
  'if($p){$p.GetConnectionCost().NetworkCostType.ToString()}',
].join(';')

/** Asks the system; null means unknown. */
export async function askMetered(platform: NodeJS.Platform): Promise<boolean | null> {
  switch (platform) {
    case 'linux':
      return parseNetworkManager(
        await run('busctl', [
          '--system',
          'get-property',
          'org.freedesktop.NetworkManager',
          '/org/freedesktop/NetworkManager',
          'org.freedesktop.NetworkManager',
          'Metered',
        ]),
      )
    case 'win32':
      return parseConnectionCost(
        await run(windowsTool('powershell'), [
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          windowsQuestion,
        ]),
      )
    default:
      return null
  }
}

/** NMMetered: 1 yes, 2 no, 3 probably yes, 4 probably no; busctl prints `u 4`. */
export function parseNetworkManager(output: string | null): boolean | null {
  const value = /^u (\d)\s*$/.exec(output ?? '')?.[1]
  if (value === '1' || value === '3') return true
  return value === '2' || value === '4' ? false : null
}

/** NetworkCostType: Unrestricted, Fixed, Variable or Unknown. */
export function parseConnectionCost(output: string | null): boolean | null {
  switch (output?.trim()) {
    case 'Unrestricted':
      return false
    case 'Fixed':
    case 'Variable':
      return true
    default:
      return null
  }
}

const run = (command: string, args: readonly string[]): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: longestMs, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    )
  })
