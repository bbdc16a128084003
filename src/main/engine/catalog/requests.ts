// Google's daily budget: how many requests this client made today, Pacific time, kept across restarts.
// What the limit is and what happens at it is the queue's.
import { nextPacificMidnight, pacificDay } from '../../../shared/pacific-day.ts'
import { DiskFullError } from '../ports/catalogue-trouble.ts'
import type { WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'
import type { Accounts } from './accounts.ts'
import type { Tell } from './damage.ts'
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
export function createRequests(
  { db, write }: Room,
  accounts: Accounts,
  clock: Clock,
  tell: Tell,
): Requests {
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

  /** More than one only over midnight, a change of client, or a full disk. */
  let waiting: { day: string; clientId: string; count: number }[] = []
  let cancel: (() => void) | null = null
  const flush = (): void => {
    cancel?.()
    cancel = null
    if (waiting.length === 0) return
    try {
      write(() => {
        for (const counted of waiting) {
          add.run(counted.day, counted.clientId, counted.count)
          forget.run(pacificDay(Date.parse(`${counted.day}T12:00:00Z`) - keptDays * 24 * hourMs))
        }
      })
      waiting = []
    } catch (error) {
      // Nobody calls here who could wait for room: the counts stay in memory until the next request.
      if (!(error instanceof DiskFullError)) tell(error)
    }
  }
  const countedFor = (day: string, client: string) =>
    waiting.find((counted) => counted.day === day && counted.clientId === client)

  return {
    flush,
    stop: () => {
      cancel?.()
      cancel = null
    },
    countRequests: (count, now) => {
      const day = pacificDay(now)
      const client = clientId()
      const counted = countedFor(day, client)
      if (counted === undefined) waiting.push({ day, clientId: client, count })
      else counted.count += count
      cancel ??= clock.after(flushAfterMs, flush)
    },
    requestsToday: (now) => {
      const day = pacificDay(now)
      const client = clientId()
      const unsaved = countedFor(day, client)?.count ?? 0
      return { used: (read.get(day, client) ?? 0) + unsaved, resetsAt: nextPacificMidnight(now) }
    },
  }
}
