// Counts of folders while somebody looks at them: an ask starts a count, or joins the one under way, and answers before
// long with what there is so far. How a folder is counted is scan/; which folders are counted is the shell's.
import type { Failure } from '../../../shared/failure.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Clock } from '../ports/outside.ts'
import type { FolderCount } from '../ports/files.ts'

/** A count, and whether it still grows. */
export type LiveCount = FolderCount & { isCounting: boolean }

/** Long enough for most folders to be whole in the first answer. */
const patienceMs = 300
/** An end that nobody fetched is old by now, and the next ask counts anew. */
const keptForMs = 10_000

const nothingYet: FolderCount = {
  files: 0,
  bytes: 0,
  onlineOnly: 0,
  libraries: [],
  isNetwork: false,
  isWhole: false,
}

interface Begun {
  soFar: FolderCount
  end: Promise<Result<FolderCount, Failure>>
}

/** Makes the counts; `count` counts one folder to its end and tells of its progress. */
export function createFolderCounts(
  clock: Clock,
  count: (
    path: string,
    onProgress: (soFar: Readonly<FolderCount>) => void,
  ) => Promise<Result<FolderCount, Failure>>,
): (path: string) => Promise<Result<LiveCount, Failure>> {
  const begun = new Map<string, Begun>()
  /** The next ask counts anew, unless one has done so already. */
  const forget = (path: string, entry: Begun): void => {
    if (begun.get(path) === entry) begun.delete(path)
  }

  const begin = (path: string) => {
    const entry: Begun = {
      soFar: nothingYet,
      end: count(path, (soFar) => {
        entry.soFar = { ...soFar, isWhole: false }
      }),
    }
    begun.set(path, entry)
    const forgetThis = (): void => forget(path, entry)
    void entry.end.finally(() => clock.after(keptForMs, forgetThis)).catch(forgetThis)
    return entry
  }

  return async (path) => {
    const entry = begun.get(path) ?? begin(path)
    const outOfPatience = new Promise<null>((resolve) => {
      clock.after(patienceMs, () => resolve(null))
    })
    const end = await Promise.race([entry.end, outOfPatience])
    if (end === null) return ok({ ...entry.soFar, isCounting: true })
    forget(path, entry)
    return end.ok ? ok({ ...end.value, isCounting: false }) : end
  }
}
