// What an answer that is not a success means: Google's error bodies (photos-api.md, section 7) as failures.
// Whether and when to try again is the queue's one table; success bodies belong to the callers.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import { lastPacificMidnight, nextPacificMidnight } from '../../../shared/pacific-day.ts'
import type { Answer } from './transport.ts'

/** The part of an error body that is looked at. Uploads answer without the wrapper, with `code` at the top. */
const errorBody = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    details: z.array(z.unknown()).catch([]),
  }),
})
const errorInfo = z.object({
  reason: z.string(),
  metadata: z.object({ quota_limit: z.string().optional() }).catch({}),
})

interface GoogleError {
  message: string
  /** The ErrorInfo detail: a reason made for programs, where Google sends one. */
  reason: string | null
  quotaLimit: string
}

/** True for every 2xx; batchCreate may answer 207 when some photos of a batch failed. */
export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300
}

/** The failure behind an answer that is no success. `now` is wall time, for dates in it. */
export function failureOf(answer: Answer, now: number): Failure {
  const { status } = answer
  if (isFromSomeoneElse(answer)) return { kind: 'offline' }
  if (status === 413) return { kind: 'refused-as-too-large' }
  const error = googleError(answer)
  if (status === 429) return quotaFailure(error, answer, now)
  if (status >= 500 || status === 408) {
    return { kind: 'server-error', status, retryAfterMs: retryAfterMs(answer, now) }
  }
  if (isStorageFull(error.message)) return { kind: 'storage-full' }
  if (status === 401) return { kind: 'signed-out', reason: 'revoked' }
  if (status === 403) return { kind: 'forbidden', reason: forbiddenReason(error) }
  if (status === 409) return { kind: 'aborted' }
  if (status === 400) {
    if (/valid upload token/i.test(error.message)) return { kind: 'upload-token-invalid' }
    return { kind: 'rejected', code: 3, message: error.message.slice(0, 500) }
  }
  return { kind: 'unexpected-answer' }
}

/**
 * Storage full comes as INVALID_ARGUMENT like any bad request; its text is the only signal (photos-api.md, section 8).
 * Only the part that carries the meaning is compared.
 */
export function isStorageFull(message: string): boolean {
  return /remaining storage/i.test(message)
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3), null when absent or not understood. */
export function retryAfterMs(answer: Answer, now: number): number | null {
  const value = headerOf(answer, 'retry-after')?.trim()
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now + clockIsAhead(answer, now))
}

/** Whole seconds and the way here: below this, both clocks may be right. */
const smallestDifferenceMs = 5_000

/** How far this computer's clock is ahead of Google's `Date` (RFC 9110, 6.6.1), which is right; negative: behind. */
function clockIsAhead(answer: Answer, now: number): number {
  const aheadMs = now - Date.parse(headerOf(answer, 'date') ?? '')
  return Math.abs(aheadMs) > smallestDifferenceMs ? aheadMs : 0
}

/** A budget that is refused so soon after its reset is only late at Google. */
const resetMayBeLateMs = 3600_000

/**
 * When the day's budget is, or was, expected to start anew, by this computer's clock. Midnight in California by Google's
 * clock: ours may be wrong by hours, which must not cost a day.
 */
function quotaResetsAt(answer: Answer, now: number): number {
  const aheadMs = clockIsAhead(answer, now)
  const trueNow = now - aheadMs
  const last = lastPacificMidnight(trueNow)
  return (trueNow - last < resetMayBeLateMs ? last : nextPacificMidnight(trueNow)) + aheadMs
}

/** The value of a header, the first where it is repeated. */
export function headerOf(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The body as JSON, or undefined when it is none. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text)
  } catch {
    return undefined
  }
}

function quotaFailure(error: GoogleError, answer: Answer, now: number): Failure {
  const told = `${error.quotaLimit} ${error.message}`
  if (/per ?day/i.test(told)) return { kind: 'daily-quota', resetsAt: quotaResetsAt(answer, now) }
  const limit = /concurrent write/i.test(told)
    ? 'concurrent-write'
    : /per ?minute/i.test(told)
      ? 'per-minute'
      : 'unknown'
  return { kind: 'rate-limited', limit, retryAfterMs: retryAfterMs(answer, now) }
}

/** By ErrorInfo where there is one, else by the texts recorded in photos-api.md, the only signal on older answers. */
function forbiddenReason(error: GoogleError): (Failure & { kind: 'forbidden' })['reason'] {
  if (error.reason === 'SERVICE_DISABLED') return 'api-disabled'
  if (error.reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT') return 'insufficient-scopes'
  if (/insufficient authentication scopes/i.test(error.message)) return 'insufficient-scopes'
  if (/has not been used in project|is disabled\. Enable it/i.test(error.message)) {
    return 'api-disabled'
  }
  if (/disabled for the user/i.test(error.message)) return 'photos-disabled'
  return 'unknown'
}

function googleError(answer: Answer): GoogleError {
  const parsed = errorBody.safeParse(jsonOf(answer))
  // The byte endpoint answers in plain text.
  if (!parsed.success) return { message: answer.text, reason: null, quotaLimit: '' }
  const { message, details } = parsed.data.error
  for (const detail of details) {
    const info = errorInfo.safeParse(detail)
    if (info.success) {
      const quotaLimit = info.data.metadata.quota_limit ?? ''
      return { message, reason: info.data.reason, quotaLimit }
    }
  }
  return { message, reason: null, quotaLimit: '' }
}
