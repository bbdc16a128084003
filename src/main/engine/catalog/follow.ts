// After a change of the account every content follows the new one: its upload for that account is made or taken up
// again, and its files show it. Content by content, in slices, and from where it stopped after a restart; until it is
// through, no work is given out, because half of the files still show the other account.
import type { Catalog } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { isDiskFull } from './database.ts'
import { DiskFullError } from '../ports/catalogue-trouble.ts'
import type { Slices } from './slices.ts'
import type { States } from './states.ts'
import type { Versions } from './versions.ts'

const roomEveryMs = 5_000

/** Changes the account. */
export interface Follow extends Pick<Catalog, 'useAccount'> {
  /** Goes on with what the run before this one had begun. */
  goOn(): void
}

/** Prepares the statements. */
export function createFollow(
  { db, now, write }: Room,
  parts: {
    accounts: Accounts
    states: States
    versions: Versions
    slices: Slices
    clock: Clock
  },
): Follow {
  const { accounts, states, versions, slices, clock } = parts
  const nextContent = db
    .prepare<[number], number>('SELECT id FROM content WHERE id >= ? ORDER BY id LIMIT 1')
    .pluck()

  let work: Promise<void> | null = null
  const step = (): boolean => {
    if (!accounts.isFollowing()) return true
    const contentId = nextContent.get(accounts.followedBelow())
    if (contentId === undefined) {
      accounts.arrive()
      return true
    }
    accounts.advanceTo(contentId)
    const at = Math.round(now())
    states.follow(contentId, at)
    versions.decideAnew(contentId, at)
    return !accounts.isFollowing()
  }
  const followAll = async (): Promise<void> => {
    try {
      await slices.run(step, () => accounts.keepMarks())
    } catch (error) {
      accounts.reload()
      if (!(error instanceof DiskFullError) && !isDiskFull(error)) throw error
      await new Promise<void>((resolve) => clock.after(roomEveryMs, resolve))
      await followAll()
    }
  }
  const goOn = (): Promise<void> => {
    if (!accounts.isFollowing()) return Promise.resolve()
    work ??= followAll().finally(() => {
      work = null
    })
    return work
  }

  return {
    goOn: () => void goOn().catch(() => undefined),
    useAccount: (account) => {
      try {
        write(() => {
          accounts.choose(account)
          accounts.keepMarks()
        })
      } catch (error) {
        accounts.reload()
        throw error
      }
      return goOn()
    },
  }
}
