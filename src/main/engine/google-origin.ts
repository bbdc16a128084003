// The one setting that says where Google is: Google itself, or a stand-in on this computer.
// Which paths hang off it is each room's own table (photos/endpoints.ts, sign-in/endpoints.ts).
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'

const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost']

/**
 * Reads SHOEBOX_GOOGLE_ORIGIN: null is Google itself, else the origin of a stand-in. Only plain loopback origins with
 * a port are taken, because whoever listens there is given the user's tokens and photos.
 */
export function googleOrigin(
  env: Readonly<Record<string, string | undefined>>,
): Result<string | null, Failure> {
  const setting = env['SHOEBOX_GOOGLE_ORIGIN']
  if (setting === undefined || setting === '') return ok(null)
  const url = URL.parse(setting)
  const isLoopback =
    url?.protocol === 'http:' && loopbackHosts.includes(url.hostname) && url.port !== ''
  // Comparing with the parsed origin refuses credentials, paths, queries and odd spellings of a host in one go.
  if (!isLoopback || (setting !== url.origin && setting !== `${url.origin}/`)) {
    return fail({ kind: 'bad-origin', origin: setting.slice(0, 200) })
  }
  return ok(url.origin)
}
