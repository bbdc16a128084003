import { describe, expect, it } from 'vitest'
import { failureOf, headerOf, isSuccess } from '../../../src/main/engine/photos/answers.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { googleError, type GoogleErrorName } from '../../emulator/core/google-errors.ts'

const now = Date.UTC(2026, 6, 15, 12)
const midnight = Date.UTC(2026, 6, 16, 7)
const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}) => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const error = (code: number, message: string, details: unknown[] = []) => ({
  error: { code, message, details },
})

/** The bodies recorded in photos-api.md, as the emulator sends them. */
const recorded: [GoogleErrorName, Failure][] = [
  ['daily-quota', { kind: 'daily-quota', resetsAt: midnight }],
  ['minute-quota', { kind: 'rate-limited', limit: 'per-minute', retryAfterMs: null }],
  ['concurrent-write', { kind: 'rate-limited', limit: 'concurrent-write', retryAfterMs: null }],
  ['storage-full', { kind: 'storage-full' }],
  ['unauthenticated', { kind: 'signed-out', reason: 'revoked' }],
  ['missing-credentials', { kind: 'signed-out', reason: 'revoked' }],
  ['upload-session-undefined', { kind: 'signed-out', reason: 'revoked' }],
  ['insufficient-scopes', { kind: 'forbidden', reason: 'insufficient-scopes' }],
  ['permission-denied', { kind: 'forbidden', reason: 'unknown' }],
  ['photos-disabled', { kind: 'forbidden', reason: 'photos-disabled' }],
  ['api-disabled', { kind: 'forbidden', reason: 'api-disabled' }],
  ['invalid-upload-token', { kind: 'upload-token-invalid' }],
  ['aborted', { kind: 'aborted' }],
  ['internal', { kind: 'server-error', status: 500, retryAfterMs: null }],
  ['unavailable', { kind: 'server-error', status: 503, retryAfterMs: null }],
]

describe('the failure behind an answer', () => {
  it.each(recorded)('is known for %s', (name, failure) => {
    const facts = { projectNumber: '1', dailyQuota: 10_000, retryAfterSeconds: null }
    const { status, body } = googleError(name, facts)
    expect(failureOf(answer(status, typeof body === 'string' ? body : ''), now)).toEqual(failure)
  })

  it.each([
    ['seconds', '90', 90_000],
    ['a date', new Date(now + 60_000).toUTCString(), 60_000],
    ['a date that is past', new Date(now - 60_000).toUTCString(), 0],
    ['nothing that makes sense', 'soon', null],
    ['nothing at all', ' ', null],
  ])('takes Retry-After as %s', (_, value, retryAfterMs) => {
    const headers = { 'retry-after': value }
    expect(failureOf(answer(503, '', headers), now)).toMatchObject({ retryAfterMs })
    expect(failureOf(answer(429, '', headers), now)).toEqual({
      kind: 'rate-limited',
      limit: 'unknown',
      retryAfterMs,
    })
  })

  it('prefers the reason made for programs to the text', () => {
    const details = [{ '@type': 'x' }, { reason: 'SERVICE_DISABLED', domain: 'googleapis.com' }]
    const body = error(403, 'Enable it, please.', details)
    expect(failureOf(answer(403, body), now)).toEqual({ kind: 'forbidden', reason: 'api-disabled' })
  })

  it('knows the daily quota by the name of its limit alone', () => {
    const details = [{ reason: 'X', metadata: { quota_limit: 'ApiCallsPerProjectPerDay' } }]
    const body = error(429, 'Too much.', details)
    expect(failureOf(answer(429, body), now)).toEqual({ kind: 'daily-quota', resetsAt: midnight })
  })

  it.each([
    ['a clock that is right', 0],
    ['a clock that is six hours fast', 6],
    ['a clock that is two days slow', -48],
  ])('knows when the day ends by Google’s own time, under %s', (_, aheadHours) => {
    const ahead = aheadHours * 3600_000
    const quota = (trueNow: number): Failure =>
      failureOf(
        answer(429, error(429, 'limit per day'), { date: new Date(trueNow).toUTCString() }),
        trueNow + ahead,
      )
    expect(quota(now)).toEqual({ kind: 'daily-quota', resetsAt: midnight + ahead })
    // Just after midnight it is that midnight which Google is late with, not the next one.
    for (const late of [0, 1_000, 59 * 60_000])
      expect(quota(midnight + late)).toEqual({ kind: 'daily-quota', resetsAt: midnight + ahead })
    expect(quota(midnight + 2 * 3600_000)).toMatchObject({
      resetsAt: midnight + 24 * 3600_000 + ahead,
    })
  })

  it('takes Google to be late with the day for an hour, and no longer', () => {
    const hourLater = midnight + 3600_000
    const headers = { date: new Date(hourLater).toUTCString() }
    const quota = failureOf(answer(429, error(429, 'limit per day'), headers), hourLater)
    expect(quota).toEqual({ kind: 'daily-quota', resetsAt: midnight + 24 * 3600_000 })
  })

  it.each([
    ['five seconds apart, which both may be right with', 5_000, 60_000],
    ['six seconds fast', 6_000, 66_000],
    ['six seconds slow', -6_000, 54_000],
  ])('counts a date under a clock that is %s', (_, aheadMs, retryAfterMs) => {
    const headers = {
      date: new Date(now - aheadMs).toUTCString(),
      'retry-after': new Date(now + 60_000).toUTCString(),
    }
    expect(failureOf(answer(503, '', headers), now)).toMatchObject({ retryAfterMs })
  })

  it('counts a date in Retry-After by Google’s own time', () => {
    const headers = {
      date: new Date(now - 3600_000).toUTCString(),
      'retry-after': new Date(now - 3600_000 + 90_000).toUTCString(),
    }
    expect(failureOf(answer(503, '', headers), now)).toMatchObject({ retryAfterMs: 90_000 })
  })

  it.each([
    ['an HTML page with 200', answer(200, '<!DOCTYPE html><html>Log in</html>')],
    ['an HTML page with 403', answer(403, '\n<html><body>Blocked</body></html>')],
    ['an HTML page with 401', answer(401, '<HTML>')],
    ['a redirect', answer(302, '', { location: 'http://portal.test/' })],
    ['a demand of a network', answer(511)],
    ['a demand of a proxy', answer(407)],
  ])('takes %s for somebody else than Google', (_, page) => {
    expect(failureOf(page, now)).toEqual({ kind: 'offline' })
  })

  it.each([
    ['413, which Google says in HTML', answer(413, '<html>'), { kind: 'refused-as-too-large' }],
    ['429 in HTML', answer(429, '<html>Sorry'), { kind: 'rate-limited' }],
    ['502 in HTML', answer(502, '<html>'), { kind: 'server-error', status: 502 }],
    ['408', answer(408), { kind: 'server-error', status: 408 }],
    ['404', answer(404, error(404, 'x')), { kind: 'unexpected-answer' }],
    ['a bad request', answer(400, 'Payload must not be empty'), { kind: 'rejected', code: 3 }],
  ])('knows %s', (_, page, failure) => {
    expect(failureOf(page, now)).toMatchObject(failure)
  })

  it('keeps no more of a message than can be stored', () => {
    const failure = failureOf(answer(400, error(400, `a${'x'.repeat(2000)}`)), now)
    expect(failure).toMatchObject({ kind: 'rejected', message: `a${'x'.repeat(499)}` })
  })

  it.each([
    ['has not been used in project 1 before', 'api-disabled'],
    ['Photos Library API is disabled. Enable it', 'api-disabled'],
    ['is disabled for the user', 'photos-disabled'],
    ['Request had insufficient authentication scopes', 'insufficient-scopes'],
    ['something else', 'unknown'],
  ])('knows why it is forbidden by the text alone: %s', (message, reason) => {
    const details = ['strange', { reason: 'SOMETHING_NEW', metadata: 'strange' }]
    const failure = failureOf(answer(403, error(403, message, details)), now)
    expect(failure).toEqual({ kind: 'forbidden', reason })
  })
})

describe('an answer', () => {
  it('is a success with every 2xx, and with nothing else', () => {
    const statuses = [199, 200, 207, 299, 300]
    expect(statuses.filter((status) => isSuccess(answer(status)))).toEqual([200, 207, 299])
  })

  it('has one value for each header, the first where it is repeated', () => {
    const repeated = { status: 200, headers: { 'retry-after': ['90', '5'] }, text: '' }
    expect(headerOf(repeated, 'retry-after')).toBe('90')
    expect(headerOf(repeated, 'date')).toBeUndefined()
  })
})
