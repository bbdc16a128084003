// Lets the write-ahead log flow back into the file: in turns of its own, little by little, as SQLite's own way is to do it
// inside whichever commit makes the log long enough, on top of the work that is stored with it.
import type { Database } from 'better-sqlite3'
import type { Clock } from '../ports/outside.ts'
import { isDamage, isDiskFull, sqliteCode, theRow } from './database.ts'
import type { Tell } from './damage.ts'
import type { Turns } from './turns.ts'

/** Pages of 4 kB that flow back together: 4 MB are some milliseconds of work, and what the disk then takes to sync them. */
export const pagesAtOnce = 1_000
/** For what the last commits before a rest left behind. */
const truncateEveryMs = 10 * 60 * 1000

/** Somebody reads rows over this very connection. */
const isLocked = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_LOCKED'

/** The flow of one catalogue's log. */
export interface LogFlow {
  /** Something was stored. */
  committed(): void
  stop(): void
}

/** Starts it. */
export function createLogFlow(
  db: Database,
  { turns, clock, tell }: { turns: Turns; clock: Clock; tell: Tell },
): LogFlow {
  // https://www.sqlite.org/pragma.html#pragma_wal_checkpoint: NOOP only tells how many pages the log has.
  const look = db.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
  const waitingPages = (): number => {
    const { log, checkpointed } = theRow(look.get())
    return log - checkpointed
  }
  /** Nobody waits here whom it could be thrown to. */
  const tellOnly = (error: unknown): void => {
    try {
      tell(error)
    } catch {
      // Told.
    }
  }
  let isStopped = false
  let isAsked = false
  /** What there was when it was asked to flow and could not: it is asked again with as many more. */
  let left = 0

  const flow = (mode: 'PASSIVE' | 'TRUNCATE'): void => {
    if (isStopped) return
    db.pragma(`wal_checkpoint(${mode})`)
    left = 0
  }
  /** A turn has nobody whom it could be thrown to: what keeps the log from flowing is met again by whoever stores next. */
  const flowInTurn = (): void => {
    try {
      flow('PASSIVE')
    } catch (error) {
      if (isDamage(error)) tellOnly(error)
    }
  }
  const flowWhole = (): void => {
    try {
      flow('TRUNCATE')
    } catch (error) {
      // The log keeps what does not fit into the file yet, or cannot flow beside rows that are just read.
      if (!isDiskFull(error) && !isLocked(error)) tell(error)
    }
  }
  /** Only while there is something to flow: a catalogue that is merely read keeps no time. */
  let cancel: (() => void) | null = null
  const truncateLater = (): void => {
    if (isStopped) return
    cancel ??= clock.after(truncateEveryMs, () => {
      cancel = null
      flowWhole()
    })
  }

  return {
    committed: () => {
      truncateLater()
      if (isAsked) return
      const waiting = waitingPages()
      left = Math.min(left, waiting)
      if (waiting < left + pagesAtOnce) return
      left = waiting
      isAsked = true
      turns.take(() => {
        isAsked = false
        flowInTurn()
      }, true)
    },
    stop: () => {
      isStopped = true
      cancel?.()
    },
  }
}
