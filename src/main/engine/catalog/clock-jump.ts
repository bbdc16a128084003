// A clock set back would leave what is due unreachable for as long: what waits beyond it is due at once instead. In slices,
// as all that a first scan found may lie beyond a clock that was ahead while it ran; a restart sees the jump anew.
import { undecidedUntil } from '../../../shared/photo-dates.ts'
import type { Accounts } from './accounts.ts'
import type { Tell } from './damage.ts'
import { theRow, type Room } from './database.ts'
import type { Slices } from './slices.ts'

// Below this, a clock that was set back is only being corrected, and what is due comes soon anyway.
const smallestJumpMs = 60_000
/** Rows looked at together: a millisecond where none of them waits. */
const rowsAtOnce = 100

/** Follows the clock of one catalogue. */
export interface ClockJump {
  /** The time of whoever asks for work. */
  heed(now: number): void
  isUnderWay(): boolean
}

/** Prepares the statements. */
export function createClockJump(
  { db }: Pick<Room, 'db'>,
  parts: { accounts: Pick<Accounts, 'accountOf'>; slices: Slices; tell: Tell },
): ClockJump {
  const { accounts, slices, tell } = parts
  const latest = db.prepare<[], number>('SELECT coalesce(max(changed_at), 0) FROM file').pluck()
  const lastOf = ['upload', 'file'].map((table) =>
    db.prepare<[], number>(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck(),
  )
  const beyond = `turn IS NOT NULL AND due_at > @now AND due_at < ${undecidedUntil}`
  interface Span {
    after: number
    upTo: number
    now: number
  }
  const uploadsIn = db.prepare<Span, { id: number; accountId: number; contentId: number }>(
    `SELECT id, account_id AS accountId, content_id AS contentId FROM upload
     WHERE id > @after AND id <= @upTo AND ${beyond}`,
  )
  const setUpload = db.prepare<[number, number]>('UPDATE upload SET due_at = ? WHERE id = ?')
  // Its files wait for the same time.
  const setFiles = db.prepare<{ contentId: number; now: number }>(
    `UPDATE file SET due_at = @now WHERE content_id = @contentId AND ${beyond}`,
  )
  const setFound = db.prepare<Span>(
    `UPDATE file SET due_at = @now WHERE id > @after AND id <= @upTo AND content_id IS NULL AND ${beyond}`,
  )

  let clockWas = theRow(latest.get())
  const underWay = new Set<Span>()
  const bringForward = (now: number): Promise<void> => {
    const last = Math.max(...lastOf.map((statement) => theRow(statement.get())))
    const span: Span = { after: 0, upTo: rowsAtOnce, now }
    underWay.add(span)
    const step = (): boolean => {
      for (const { id, accountId, contentId } of uploadsIn.all(span)) {
        setUpload.run(now, id)
        if (accountId === accounts.accountOf(contentId)) setFiles.run({ contentId, now })
      }
      setFound.run(span)
      span.after = span.upTo
      span.upTo += rowsAtOnce
      if (span.after < last) return false
      underWay.delete(span)
      return true
    }
    return slices.run(step).finally(() => underWay.delete(span))
  }

  return {
    heed: (now) => {
      const before = clockWas
      clockWas = now
      if (now >= before - smallestJumpMs) return
      bringForward(now)
        .catch(tell)
        .catch(() => {
          // What could not be stored is seen again by the next who asks.
          clockWas = Math.max(clockWas, before)
        })
    },
    isUnderWay: () => underWay.size > 0,
  }
}
