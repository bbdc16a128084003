// Tests of what only POSIX has say so here: modes, pipes with names, signals that a program may answer, names with `*` or `"`,
// links that anybody may make. On Windows they are skipped, and what Windows has instead is tested beside them.
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
