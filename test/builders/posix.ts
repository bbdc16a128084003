// Tests of what only POSIX has say so here: modes, pipes with names, signals that a program may answer, names with `*` or `"`,
// links that anybody may make. On Windows they are skipped, and what Windows has instead is tested beside them.
import { lstatSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'

/** Whether this system is Windows, for the rare line inside of a test that asks for what is only elsewhere. */
export const isWindows = process.platform === 'win32'

/** A test of what Windows does not have. */
export const posixIt: ReturnType<typeof it.skipIf> = it.skipIf(isWindows)

/** Tests of what Windows does not have. */
export const posixDescribe: ReturnType<typeof describe.skipIf> = describe.skipIf(isWindows)

/** A test of a right that modes take away, which the super-user has all the same. */
export const plainUserIt: ReturnType<typeof it.skipIf> = it.skipIf(
  isWindows || process.getuid?.() === 0,
)

/** A test of what only Linux tells, or of what stands in for it (builders/machine.ts). */
export const linuxIt: ReturnType<typeof it.runIf> = it.runIf(process.platform === 'linux')

/** Whether links can be made that lead somewhere: on Windows that is a right, and Wine makes some that nothing follows. */
function canLink(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-link-'))
  try {
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    return (
      lstatSync(join(folder, 'link')).isSymbolicLink() &&
      statSync(join(folder, 'link')).isDirectory()
    )
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A test that makes links. */
export const linkIt: ReturnType<typeof it.skipIf> = it.skipIf(isWindows && !canLink())

/** Tests of what is only there on Linux. */
export const linuxDescribe: ReturnType<typeof describe.runIf> = describe.runIf(
  process.platform === 'linux',
)

/** What `stat` shows of a file for its owner alone; Windows has no modes and shows the same of every file. */
export const privateMode = isWindows ? 0o666 : 0o600
