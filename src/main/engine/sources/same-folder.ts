// Whether two paths lead to one folder, or into one another, as the file system sees it: under another mount point or drive
// letter, through a bind mount, and with another case where case makes no difference.
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { FolderIdentity } from '../ports/files.ts'

/** A folder, by its path and by what the system says of it. */
export interface Placed {
  path: string
  identity: FolderIdentity
}

/** How one folder stands to another. */
export type Relation = 'same' | 'inside' | 'around' | 'apart'

/** How `one` stands to `other`. */
export async function relate(one: Placed, other: Placed): Promise<Relation> {
  const byPath = relatePaths(one.path, other.path)
  if (byPath !== 'apart') return byPath
  const byVolume = relateInVolume(one.identity, other.identity)
  if (byVolume !== 'apart') return byVolume
  const [mine, theirs] = await Promise.all([numbersAbove(one.path), numbersAbove(other.path)])
  const [myself] = mine
  const [itself] = theirs
  if (myself === undefined || itself === undefined) return 'apart'
  if (myself === itself) return 'same'
  if (mine.includes(itself)) return 'inside'
  return theirs.includes(myself) ? 'around' : 'apart'
}

function relateInVolume(one: FolderIdentity, other: FolderIdentity): Relation {
  const { volumeId, pathInVolume } = one
  if (volumeId === null || pathInVolume === null) return 'apart'
  if (other.volumeId !== volumeId || other.pathInVolume === null) return 'apart'
  return relatePaths(pathInVolume, other.pathInVolume)
}

function relatePaths(one: string, other: string): Relation {
  const normal = (path: string): string => `${path.replaceAll('\\', '/').replace(/\/+$/, '')}/`
  const [mine, theirs] = [normal(one), normal(other)]
  if (mine === theirs) return 'same'
  if (mine.startsWith(theirs)) return 'inside'
  return theirs.startsWith(mine) ? 'around' : 'apart'
}

/** A share that hangs is not waited for; what cannot be looked at is told apart by its path alone. */
const longestMs = 5_000

/** Device and number of a folder and of all above it; none where it cannot be looked at. */
async function numbersAbove(path: string): Promise<string[]> {
  const end = new AbortController()
  const limit = delay(longestMs, [], { ref: false, signal: end.signal }).catch(() => [])
  try {
    return await Promise.race([readNumbers(path), limit])
  } finally {
    end.abort()
  }
}

async function readNumbers(path: string): Promise<string[]> {
  const numbers: string[] = []
  try {
    for (let at = path; ; at = dirname(at)) {
      const { dev, ino } = await stat(at, { bigint: true })
      // A file system without numbers gives 0 to each.
      numbers.push(ino === 0n ? `?${at}` : `${dev}:${ino}`)
      if (dirname(at) === at) return numbers
    }
  } catch {
    return []
  }
}
