// When everything will be in Google Photos and whether it fits: by the speed of the line, Google's requests a day, the allowed
// hours and a pause. Pure; whoever asks says what is left and what is known, and words it.
import { isAllowedAt, nextAllowedAt } from './allowed-hours.ts'

/** What the end depends on. */
export interface EndFacts {
  nowMs: number
  remainingFiles: number
  remainingBytes: number
  /** null: nothing was sent lately. */
  bytesPerSecond: number | null
  requestsLeftToday: number
  requestsPerDay: number
  /** When the daily budget starts anew (ms since 1970). */
  resetsAtMs: number
  /** As in the settings; null: always. */
  allowedHours: string | null
  /** Until when the user has paused; null: not at all. */
  pausedUntil: number | 'resumed' | null
}

/** When all will be done, and what it waits for longest. */
export type End =
  | { kind: 'nothing-left' }
  /** The speed is not known, and nothing else is the longer wait. */
  | { kind: 'unknown' }
  /** Nobody says when it goes on: paused without an end, or no hour is allowed. */
  | { kind: 'open'; because: 'paused' | 'hours' }
  | { kind: 'at'; at: number; by: 'line' | 'requests' | 'hours' }
  /** The requests alone take until then; the line may take longer. */
  | { kind: 'not-before'; at: number; by: 'requests' }

/** One request for the bytes and a fiftieth of a batch (photos-api.md section 6). */
export const requestsPerFile = 1.02
const dayMs = 24 * 3600_000

/**
 * When everything will be uploaded. Where today's requests do not suffice, the budget is the longer wait, and it is known
 * before the speed is.
 */
export function forecastEnd(facts: EndFacts): End {
  const { remainingFiles, remainingBytes, bytesPerSecond, allowedHours, pausedUntil } = facts
  if (remainingFiles === 0) return { kind: 'nothing-left' }
  if (pausedUntil === 'resumed') return { kind: 'open', because: 'paused' }
  if (allowedHours?.includes('1') === false) return { kind: 'open', because: 'hours' }
  const from = Math.max(facts.nowMs, pausedUntil ?? 0)
  const byBudget = budgetEnd(facts)
  if (bytesPerSecond === null || bytesPerSecond <= 0)
    return byBudget === null
      ? { kind: 'unknown' }
      : { kind: 'not-before', at: allowedFrom(byBudget, allowedHours), by: 'requests' }
  const neededMs = (remainingBytes / bytesPerSecond) * 1000
  const byLine = afterAllowed(from, neededMs, allowedHours)
  if (byBudget !== null && byBudget > byLine)
    return { kind: 'at', at: allowedFrom(byBudget, allowedHours), by: 'requests' }
  return { kind: 'at', at: byLine, by: byLine > from + neededMs ? 'hours' : 'line' }
}

/** When the last of the requests can be made; null: today's suffice. */
function budgetEnd(facts: EndFacts): number | null {
  const requests = Math.ceil(facts.remainingFiles * requestsPerFile)
  if (requests <= facts.requestsLeftToday) return null
  const moreDays = Math.ceil((requests - facts.requestsLeftToday) / facts.requestsPerDay)
  return facts.resetsAtMs + (moreDays - 1) * dayMs
}

/** This moment, or the next one that is allowed. */
function allowedFrom(at: number, hours: string | null): number {
  if (hours === null || isAllowedAt(hours, new Date(at))) return at
  return nextAllowedAt(hours, new Date(at)) ?? at
}

/** When so much time has passed that is allowed. */
function afterAllowed(from: number, neededMs: number, hours: string | null): number {
  if (hours === null) return from + neededMs
  const eachWeekMs = hours.replaceAll('0', '').length * 3600_000
  const weeks = Math.floor(neededMs / eachWeekMs)
  const start = new Date(from)
  // Local days, so that a clock that is changed meanwhile moves no hour.
  start.setDate(start.getDate() + weeks * 7)
  let at = start.getTime()
  let leftMs = neededMs - weeks * eachWeekMs
  while (leftMs > 0) {
    at = allowedFrom(at, hours)
    const hourEnds = new Date(at)
    hourEnds.setHours(hourEnds.getHours() + 1, 0, 0, 0)
    const stepMs = Math.min(leftMs, hourEnds.getTime() - at)
    leftMs -= stepMs
    at += stepMs
  }
  return at
}

/** Whether so many bytes fit into the account. */
export type Room =
  /** Google has not told it. */
  | { kind: 'unknown' }
  | { kind: 'unlimited' }
  | { kind: 'enough'; freeBytes: number }
  | { kind: 'too-little'; freeBytes: number; missingBytes: number }

/** The room in the account, as it was told last. */
export function forecastRoom(
  storage: { limitBytes: number | null; usedBytes: number } | null,
  bytes: number,
): Room {
  if (storage === null) return { kind: 'unknown' }
  if (storage.limitBytes === null) return { kind: 'unlimited' }
  const freeBytes = Math.max(0, storage.limitBytes - storage.usedBytes)
  return bytes <= freeBytes
    ? { kind: 'enough', freeBytes }
    : { kind: 'too-little', freeBytes, missingBytes: bytes - freeBytes }
}
