// Google's daily budget: how many requests this client made today, Pacific time, kept across restarts.
// What the limit is and what happens at it is the queue's.
import { nextPacificMidnight, pacificDay } from '../../../shared/pacific-day.ts'
import { DiskFullError, type Clock, type WorkStore } from '../ports.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'

/** The counter. */
export interface Requests extends Pick<WorkStore, 'countRequests' | 'requestsToday'> {
  /** Stores what was counted. */
  flush(): void
  stop(): void
}

// One durable write per request would cost as much as the rest of a small photo's bookkeeping. A crash
// forgets at most what was counted in this time.
const flushAfterMs = 1_000
const hourMs = 3_600_000
// A few months are enough to look back on.
const keptDays = 100

/** Prepares the statements. */
export function createRequests({ db, write }: Room, accounts: Accounts, clock: Clock): Requests {
  const add = db.prepare<[string, string, number]>(
    `INSERT INTO request_day (day, client_id, count) VALUES (?, ?, ?)
     ON CONFLICT (day, client_id) DO UPDATE SET count = count + excluded.count`,
  )
  const forget = db.prepare<[string]>('DELETE FROM request_day WHERE day < ?')
  const read = db
    .prepare<[string, string], number>(
      'SELECT count FROM request_day WHERE day = ? AND client_id = ?',
    )
    .pluck()
  const clientId = (): string => accounts.currentAccount()?.clientId ?? ''

  let waiting: { day: string; clientId: string; count: number } | null = null
  let cancel: (() => void) | null = null
  const flush = (): void => {
    const counted = waiting
    if (counted === null) return
    write(() => {
      add.run(counted.day, counted.clientId, counted.count)
      forget.run(pacificDay(Date.parse(`${counted.day}T12:00:00Z`) - keptDays * 24 * hourMs))
    })
    waiting = null
    cancel?.()
    cancel = null
  }

  return {
    flush,
    stop: () => {
      cancel?.()
      cancel = null
    },
    countRequests: (count, now) => {
      const day = pacificDay(now)
      const client = clientId()
      if (waiting !== null && (waiting.day !== day || waiting.clientId !== client)) flush()
      waiting = { day, clientId: client, count: (waiting?.count ?? 0) + count }
      cancel ??= clock.after(flushAfterMs, () => {
        cancel = null
        try {
          flush()
        } catch (error) {
          // Nobody calls here who could wait for room: the count stays in memory until the next request.
          if (!(error instanceof DiskFullError)) throw error
        }
      })
    },
    requestsToday: (now) => {
      const day = pacificDay(now)
      const client = clientId()
      const unsaved = waiting?.day === day && waiting.clientId === client ? waiting.count : 0
      return { used: (read.get(day, client) ?? 0) + unsaved, resetsAt: nextPacificMidnight(now) }
    },
  }
}
