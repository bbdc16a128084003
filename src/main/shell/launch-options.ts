// What the environment and the command line say about this start. Pure; reading the files named there and
// acting on it is main.ts.
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
  /** Follow the sign-in link without a browser; only for a loopback stand-in that consents by itself. */
  signsInByFetch: boolean
  isHidden: boolean
}

/** The argument of the login item: start into the tray. */
export const hiddenFlag = '--hidden'

/** Reads the options; an origin that is not loopback is refused. */
export function parseLaunchOptions(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
  cwd: string,
): Result<LaunchOptions, Failure> {
  const origin = googleOrigin(env)
  if (!origin.ok) return origin
  const path = (name: string): string | null => {
    const value = env[name]
    if (value === undefined || value === '') return null
    return isAbsolute(value) ? value : resolve(cwd, value)
  }
  return ok({
    dataFolder: path('SHOEBOX_DATA_DIR'),
    googleOrigin: origin.value,
    clientFile: path('SHOEBOX_CLIENT_FILE'),
    suggestedFolder: path('SHOEBOX_OFFER_FOLDER'),
    classFolder: path('SHOEBOX_CLASS_DIR'),
    signsInByFetch: origin.value !== null && env['SHOEBOX_BROWSER'] === 'fetch',
    isHidden: argv.includes(hiddenFlag),
  })
}
