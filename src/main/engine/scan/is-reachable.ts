// Tells whether a source is there now: a folder that can be read, answered within a bound even when a share hangs.
import { createWalker } from './walker.ts'

/** A share that answers, answers well within this; a disk that has to spin up may be asked again. */
const defaultLimitMs = 5_000

// Of its own, so that a probe never waits behind a walk. It has no thread until it is asked, and ends that soon after.
const prober = createWalker()

/** Whether this folder can be read now. A share that hangs counts as away, and gets no second thread while it hangs. */
export async function isReachable(
  path: string,
  limit = AbortSignal.timeout(defaultLimitMs),
): Promise<boolean> {
  const result = await prober.walk(
    {
      root: path,
      // The walk proves its root before it reads folders, and none are asked for.
      folders: [],
      isRecursive: false,
      includeSubfolders: false,
      ignorePatterns: [],
      signal: limit,
    },
    () => undefined,
  )
  return result.ok
}
