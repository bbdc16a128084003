// Where catalogue, settings and sign-in lie, and where what can be made again lies: the system's own places, or both
// under one folder when SHOEBOX_DATA_DIR moves them. Pure.
import { join } from 'node:path'

/** The app's two folders. */
export interface DataFolders {
  data: string
  cache: string
}

/** Chooses the folders. */
export function dataFolders(facts: {
  moved: string | null
  platform: NodeJS.Platform
  appData: string
  home: string
  env: Readonly<Record<string, string | undefined>>
}): DataFolders {
  const { moved, platform, appData, home, env } = facts
  if (moved !== null) return { data: moved, cache: join(moved, 'cache') }
  const data = join(appData, 'Shoebox')
  switch (platform) {
    case 'win32':
      // Not the roaming profile, which a company may copy over the network at each login.
      return {
        data,
        cache: join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Shoebox', 'cache'),
      }
    case 'darwin':
      return { data, cache: join(home, 'Library', 'Caches', 'Shoebox') }
    default:
      return { data, cache: join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'Shoebox') }
  }
}
