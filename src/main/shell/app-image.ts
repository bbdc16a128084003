// Whether this program came in an AppImage, and in which: the file that is replaced by an update and started at login.
// What is done with it is installation.ts.
import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'

/**
 * The AppImage that this program came in, or null. Its variables are inherited: under another AppImage's terminal they name
 * that one, so that they count only where this very program lies in what was mounted.
 */
export function ownAppImage(
  env: Readonly<Record<string, string | undefined>>,
  program: string,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const { APPIMAGE: image = '', APPDIR: mounted = '' } = env
  if (!isAbsolute(image) || !isAbsolute(mounted)) return null
  const inside = relative(resolve(mounted), resolve(program))
  const isInside = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)
  // What is mounted begins with it; a folder above everything does not.
  return isInside && exists(join(mounted, 'AppRun')) ? image : null
}
