// Where links inside a source lead, for sources whose links are followed. What is in the source anyway, around it, or one of
// the app's own folders is not followed; folders behind links are known by their identity, so that neither a loop nor a
// second link to the same place is walked twice. Which folders are walked is walk-tree.ts.
import { realpathSync, statSync, type Stats } from 'node:fs'
import { sep } from 'node:path'
import { diskPath, writtenBytes } from '../ports/disk-names.ts'

/** A link that is followed. */
export interface Led {
  /** Of the folder or file at its end. */
  stats: Stats
  /** The real path of that, in the written form. */
  target: string
}

/** Follows the links of one walk. */
export interface LinkFollower {
  /** What a link leads to; null: to nothing that is worth following. Throws what the system does. */
  follow(link: string | Buffer): Led | null
  /** Whether a folder behind a link is met for the first time. Throws what the system does. */
  enter(path: string | Buffer): boolean
}

/** Makes the follower of a walk of `root`. `ownFolders`: the app's, by their full paths. */
export function createFollower(root: string, ownFolders: readonly string[]): LinkFollower {
  const realRoot = realPathOf(root) ?? root
  const own = ownFolders.flatMap((folder) => realPathOf(folder) ?? [])
  const met = new Set<string | null>()
  const isFirst = (path: string | Buffer): boolean => {
    const { dev, ino } = statSync(path, { bigint: true })
    // Some file systems number nothing.
    const identity = ino === 0n ? realPathOf(path) : `${dev}:${ino}`
    const isKnown = met.has(identity)
    met.add(identity)
    return !isKnown
  }
  for (const folder of own) isFirst(diskPath(folder))

  return {
    follow: (link) => {
      const stats = statOf(link)
      const target = stats === null ? null : realPathOf(link)
      if (stats === null || target === null || !(stats.isDirectory() || stats.isFile())) return null
      const isElsewhere = ![realRoot, ...own].some((folder) => isWithin(target, folder))
      return isElsewhere && !isWithin(realRoot, target) ? { stats, target } : null
    },
    enter: isFirst,
  }
}

/** null: it leads nowhere, or round in a circle. */
function statOf(link: string | Buffer): Stats | null {
  try {
    return statSync(link, { throwIfNoEntry: false }) ?? null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return null
    throw error
  }
}

/** null: there is nothing. */
function realPathOf(path: string | Buffer): string | null {
  try {
    return writtenBytes(realpathSync.native(path, { encoding: 'buffer' })).name
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
