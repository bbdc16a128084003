// Puts an engine together for the command line: real time, a file vault, the system's browser, and a log
// on stderr when SHOEBOX_LOG is set. The same engine as under the app.
import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Failure } from '../../shared/failure.ts'
import type { Result } from '../../shared/result.ts'
import {
  createChildProcessHost,
  createEngine,
  type Engine,
  type EngineConfig,
} from '../engine/index.ts'
import { createFileVault } from '../engine/file-vault.ts'
import { googleOrigin } from '../engine/google-origin.ts'
import type { BrowserOpener, Ports } from '../engine/ports/outside.ts'
import { lineLogger, systemClock, tellableSurroundings } from '../engine/system-ports.ts'
import { windowsTool } from '../engine/ports/system-tools.ts'
import { tell } from './output.ts'
import { ownVersion } from './own-version.ts'
import { linuxSurroundings } from '../engine/conditions/linux-surroundings.ts'
import { toolSurroundings } from '../engine/conditions/tool-surroundings.ts'

/** Where the catalogue and the sign-in are kept: SHOEBOX_DATA_DIR, else the system's usual place. */
export function dataFolder(env: NodeJS.ProcessEnv): string {
  const given = env['SHOEBOX_DATA_DIR']
  if (given !== undefined && given !== '') return given
  if (process.platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Shoebox')
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'Shoebox')
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Shoebox')
}

/** SHOEBOX_CLASS_DIR stands in for /sys/class, for machines that are made up. */
function classFolderIn(env: NodeJS.ProcessEnv): { classFolder?: string } {
  const given = env['SHOEBOX_CLASS_DIR'] ?? ''
  return given === '' ? {} : { classFolder: given }
}

/** As it was before anything of ours was made. */
const usualMask = process.umask(0o077)
process.umask(usualMask)

/** Opens a page with the system's own opener. */
const systemBrowser: BrowserOpener = {
  async open(url) {
    const [command, words]: [string, string[]] =
      process.platform === 'darwin'
        ? ['/usr/bin/open', []]
        : process.platform === 'win32'
          ? [windowsTool('rundll32'), ['url.dll,FileProtocolHandler']]
          : ['xdg-open', []]
    // The browser's files are as open as its user likes, not as this program's are.
    const mask = process.umask(usualMask)
    const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true })
    process.umask(mask)
    // No opener on this machine: the address was printed as well.
    child.on('error', () => undefined)
    child.unref()
  },
}

/** Makes an engine for one call of the command. */
export async function headlessEngine(
  mode: EngineConfig['mode'],
  options: { isBrowserWanted?: boolean; replace?: Partial<Ports>; isGlance?: boolean } = {},
): Promise<Result<Engine, Failure>> {
  const { env } = process
  const origin = googleOrigin(env)
  if (!origin.ok) return origin
  const folder = dataFolder(env)
  const version = ownVersion()
  const isLogWanted = (env['SHOEBOX_LOG'] ?? '') !== ''
  const logger = lineLogger((level, line) => {
    if (isLogWanted) tell(`${level}: ${line}`)
  })
  return createEngine(
    {
      clock: systemClock,
      random: Math.random,
      vault: createFileVault(folder, origin.value),
      surroundings:
        process.platform === 'linux'
          ? linuxSurroundings({
              clock: systemClock,
              needsLine: origin.value === null,
              ...classFolderIn(env),
            })
          : mode === 'look'
            ? // The tools take seconds, and whoever only looks uploads nothing.
              tellableSurroundings()
            : await toolSurroundings({
                clock: systemClock,
                logger,
                needsLine: origin.value === null,
              }),
      browser: options.isBrowserWanted === false ? { open: async () => undefined } : systemBrowser,
      logger,
      checkpoint: () => undefined,
      ...options.replace,
    },
    {
      dataFolder: folder,
      cacheFolder: join(folder, 'cache'),
      googleOrigin: origin.value,
      builtInClient: null,
      ...(version === null ? {} : { appVersion: version }),
      imageWorkerHost: createChildProcessHost(),
      mode,
      startsWith: mode === 'look' ? 'all' : 'none',
      isGlance: options.isGlance ?? false,
    },
  )
}
