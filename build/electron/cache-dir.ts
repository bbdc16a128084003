// Says where this project keeps what it downloads once for all of its checkouts.
// It creates nothing; whoever writes there makes the folder.
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** The cache folder: `SHOEBOX_CACHE_DIR`, else `shoebox` under the user's XDG cache folder. */
export const cacheDir = (env: NodeJS.ProcessEnv = process.env): string => {
  const own = env['SHOEBOX_CACHE_DIR']
  if (own) return own
  const xdg = env['XDG_CACHE_HOME']
  // The XDG specification says that a relative path there is to be ignored.
  const base = xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache')
  return join(base, 'shoebox')
}
