// Which album's photos go in the next batch, and when: all of one batch go into one album, so that each album fills batches of its
// own. Photos that are on their way bring company; what trickles in while folders are watched waits for it. Pure.
import { batchSize, drainedWaitMs, longestWaitMs } from './create-turn.ts'

/**
 * A batch of one album waits this long for company: while photos are still on their way; and when the one before it left half
 * empty and other albums get some as well, so that what comes one by one to many albums takes a request of each in ten minutes.
 */
export const companyMs = 10 * 60_000

/** The photos that wait for one album, or for none. */
export interface AlbumGroup {
  /** Their album; '' for those that go into none. */
  name: string
  size: number
  /** How long the first of them has waited by now. */
  waitedMs: number
  /** How long ago a batch of them left half empty; null: none did. */
  sinceHalfMs: number | null
  /** How long it rests, as its album is in trouble; 0: it does not. */
  restMs: number
}

/** What is to be done with the groups that wait. */
export type GroupTurn = { do: 'rest' } | { do: 'wait'; forMs: number } | { do: 'go'; name: string }

/** What the groups have in common. */
export interface GroupsStand {
  /** How many may go in one batch now. */
  most: number
  isUpstreamDrained: boolean
  /** More wait than anybody looks at: the first of them go, however few they are. */
  isCrowded: boolean
  /** Company may be waited for: nobody asked for all of it now, and what came lately goes into several albums. */
  isPatient: boolean
}

/** Whether a batch leaves now and of which group, or after how long a wait. */
export function groupTurnOf(groups: readonly AlbumGroup[], is: GroupsStand): GroupTurn {
  const longestMs = groups.reduce(
    (longest, { waitedMs, restMs }) => (restMs > 0 ? longest : Math.max(longest, waitedMs)),
    0,
  )
  const [first] = groups
    .map((group) => {
      const isFirst = is.isCrowded && group.waitedMs === longestMs
      const leavesInMs = isFirst ? Math.min(0, leavesIn(group, is)) : leavesIn(group, is)
      return {
        group,
        leavesInMs: group.restMs > 0 ? Math.max(group.restMs, leavesInMs) : leavesInMs,
      }
    })
    .sort(
      (one, other) =>
        one.leavesInMs - other.leavesInMs ||
        other.group.waitedMs - one.group.waitedMs ||
        one.group.name.localeCompare(other.group.name),
    )
  if (first === undefined) return { do: 'rest' }
  const { group, leavesInMs } = first
  return leavesInMs <= 0 ? { do: 'go', name: group.name } : { do: 'wait', forMs: leavesInMs }
}

function leavesIn({ name, size, waitedMs, sinceHalfMs }: AlbumGroup, is: GroupsStand): number {
  // Full ones go before those that only have waited.
  if (size >= is.most) return -1
  const isForAlbum = name !== ''
  // After trouble nothing is sent beside what Google holds: no company comes before that went.
  const mayBeFilled = isForAlbum && is.most >= batchSize
  if (!is.isUpstreamDrained)
    return Math.max(0, (mayBeFilled ? companyMs : longestWaitMs) - waitedMs)
  const soon = Math.max(0, drainedWaitMs - waitedMs)
  const isTrickle = mayBeFilled && is.isPatient && sinceHalfMs !== null
  return isTrickle ? Math.max(soon, companyMs - sinceHalfMs) : soon
}

/** Whether a batch of so many leaves room that company could have filled. */
export const isHalfEmpty = (size: number): boolean => size < batchSize
