// Google's daily budget: how many requests this client made today, Pacific time, kept across restarts.
// What the limit is and what happens at it is the queue's.
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

const pacific = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

function pacificTime(at: number): { day: string; hour: number } {
  const parts = new Map(pacific.formatToParts(at).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) }
}

/** The Pacific day that holds this time, as YYYY-MM-DD. */
export function pacificDay(at: number): string {
  return pacificTime(at).day
}

/** The next Pacific midnight. It is 7 or 8 hours after the one in Greenwich; clocks change at 2, never at midnight. */
export function nextPacificMidnight(at: number): number {
  const nextDay = Date.parse(`${pacificDay(at)}T00:00:00Z`) + 24 * hourMs
  const inSummer = nextDay + 7 * hourMs
  return pacificTime(inSummer).hour === 0 ? inSummer : nextDay + 8 * hourMs
}

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
