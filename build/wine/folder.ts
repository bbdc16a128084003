// Where Windows stands in for itself on Linux: a folder with Debian 13, its Wine 10 and a Wine prefix, kept in the cache
// outside of every checkout. How it comes there is make.ts, what runs in it run.ts.
import { join } from 'node:path'
import { cacheDir } from '../electron/cache-dir.ts'

/** The paths of one such folder, as Linux sees them. */
export interface WineFolder {
  readonly path: string
  /** The root of Debian 13. */
  readonly debian: string
  /** Wine's own folder, as it is named inside of Debian's. */
  readonly prefix: string
  /** What Windows calls `C:\`. */
  readonly driveC: string
  /** Which steps of the making are done, each with what it was done for. */
  readonly stamps: string
  /** The results of earlier runs. */
  readonly results: string
}

/** The folder of this user. */
export function wineFolder(path = join(cacheDir(), 'windows')): WineFolder {
  const debian = join(path, 'debian')
  const prefix = '/wine'
  return {
    path,
    debian,
    prefix,
    driveC: join(debian, prefix, 'drive_c'),
    stamps: join(path, 'made'),
    results: join(path, 'results'),
  }
}
