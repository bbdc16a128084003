// How long a single run waits for what ends by itself at a time nobody knows: a line that is down, trouble at Google. Each
// try moves the end of such a stop, so what counts is whether anything has moved meanwhile.
import type { ConditionKind, Status } from '../../shared/status.ts'

/** Long enough for a router to start anew, short enough for a timer's next run. */
export const longestStillMs = 2 * 60_000

/** Stops that begin again with each try that fails. */
const withoutEnd: ReadonlySet<ConditionKind> = new Set([
  'offline',
  'google-unavailable',
  'catalogue-unwritable',
  'unexpected',
])

/** Makes a watch over the statuses of one run; it answers whether the run has stood still for too long. */
export function createPatience(): (status: Status, nowMs: number) => boolean {
  let seen = ''
  let sinceMs: number | null = null
  return (status, nowMs) => {
    const { counts, progress, active } = status
    const now = JSON.stringify([
      progress.bytesDone,
      ...[counts.done, counts.failed, counts.skipped, counts.sent].map(({ files }) => files),
      active.filter(({ phase }) => phase !== 'sending').map(({ fileId, phase }) => fileId + phase),
    ])
    const isMoving = now !== seen
    seen = now
    // Between two tries nothing is in the way for a moment: only what moves starts the wait anew.
    if (isMoving) sinceMs = null
    const rests = status.conditions.some(({ kind }) => withoutEnd.has(kind))
    if (rests) sinceMs ??= nowMs
    return sinceMs !== null && nowMs - sinceMs >= longestStillMs
  }
}
