// What the environment and the command line say about this start. Pure; reading the files named there and
// acting on it is main.ts. In a packed app the environment alone changes nothing about whom Shoebox trusts.
import { isAbsolute, resolve } from 'node:path'
import type { Failure } from '../../shared/failure.ts'
import { ok, type Result } from '../../shared/result.ts'
import { googleOrigin } from '../engine/google-origin.ts'

/** How this start differs from a plain one. */
export interface LaunchOptions {
  /** Where catalogue and settings live, when moved by SHOEBOX_DATA_DIR. */
  dataFolder: string | null
  googleOrigin: string | null
  /** A downloaded Google client file that counts as built in. */
  clientFile: string | null
  /** A folder that the first run offers besides the usual ones. */
  suggestedFolder: string | null
  /** Where Linux tells of power and network, in place of /sys/class: tests unplug a charger there. */
  classFolder: string | null
  /** Where Linux mounts what is put in, in place of /media and its like: tests put cards in there. */
  mountsFolder: string | null
  /** How long a window that was closed to the tray stays, in ms, in place of a minute: tests do not wait that long. */
  lingerMs: number | null
  /** Follow the sign-in link without a browser; only for a loopback stand-in that consents by itself. */
  signsInByFetch: boolean
  isHidden: boolean
  /** Variables that were set and count for nothing here, because the switch for them is missing. */
  ignored: readonly string[]
}

/** The argument of the login item: start into the tray. */
export const hiddenFlag = '--hidden'

/** The switch without which a packed app takes no stand-in for Google or for the machine. */
export const standInFlag = '--stand-in'

/** What only tests and the demo set: each makes something else of Google, of the browser or of this machine. */
const standInVariables = [
  'SHOEBOX_GOOGLE_ORIGIN',
  'SHOEBOX_CLIENT_FILE',
  'SHOEBOX_BROWSER',
  'SHOEBOX_CLASS_DIR',
  'SHOEBOX_MOUNTS_DIR',
  'SHOEBOX_OFFER_FOLDER',
  'SHOEBOX_LINGER_MS',
] as const

/** Reads the options; an origin that is not loopback is refused. */
export function parseLaunchOptions(start: {
  env: Readonly<Record<string, string | undefined>>
  argv: readonly string[]
  cwd: string
  isPackaged: boolean
}): Result<LaunchOptions, Failure> {
  const { env, argv, cwd, isPackaged } = start
  const takesStandIns = !isPackaged || argv.includes(standInFlag)
  const isSet = (name: string): boolean => (env[name] ?? '') !== ''
  const standIns = takesStandIns ? env : {}
  const origin = googleOrigin(standIns)
  if (!origin.ok) return origin
  const path = (value: string | undefined): string | null => {
    if (value === undefined || value === '') return null
    return isAbsolute(value) ? value : resolve(cwd, value)
  }
  const linger = standIns['SHOEBOX_LINGER_MS'] ?? ''
  return ok({
    dataFolder: path(env['SHOEBOX_DATA_DIR']),
    googleOrigin: origin.value,
    clientFile: path(standIns['SHOEBOX_CLIENT_FILE']),
    suggestedFolder: path(standIns['SHOEBOX_OFFER_FOLDER']),
    classFolder: path(standIns['SHOEBOX_CLASS_DIR']),
    mountsFolder: path(standIns['SHOEBOX_MOUNTS_DIR']),
    lingerMs: /^\d{1,7}$/.test(linger) ? Number(linger) : null,
    signsInByFetch: origin.value !== null && standIns['SHOEBOX_BROWSER'] === 'fetch',
    isHidden: argv.includes(hiddenFlag),
    ignored: takesStandIns ? [] : standInVariables.filter(isSet),
  })
}
