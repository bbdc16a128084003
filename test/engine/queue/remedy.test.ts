// The one retry table: what Google's guidance and the fault table ask for each failure.
import { describe, expect, it } from 'vitest'
import { withJitter } from '../../../src/main/engine/queue/back-off.ts'
import { remedyFor, type Row } from '../../../src/main/engine/queue/remedy.ts'

/** The row before a failure that met one photo: as many failures of it, or stops of any kind, as given. */
const row = (attempts: number, victims = 1): Row => ({
  ofItem: attempts,
  ofHold: () => attempts,
  victims,
  nowMs: 0,
})

describe('the retry table', () => {
  it('waits at least 30 s after a 429, whatever Google asks', () => {
    for (const retryAfterMs of [null, 0, 5_000])
      for (const attempts of [0, 1, 5]) {
        const remedy = remedyFor(
          { kind: 'rate-limited', limit: 'unknown', retryAfterMs },
          row(attempts),
        )
        expect(remedy).toMatchObject({ do: 'hold-all', hold: 'google-asked-to-wait' })
        expect('afterMs' in remedy && remedy.afterMs).toBeGreaterThanOrEqual(30_000)
      }
  })

  it("lets Google's stated time win when it is longer", () => {
    expect(
      remedyFor({ kind: 'rate-limited', limit: 'per-minute', retryAfterMs: 95_000 }, row(3)),
    ).toMatchObject({ afterMs: 95_000 })
  })

  it('asks for a new day 1, 5, 15 and 60 minutes after its reset, spread out', () => {
    const minute = 60_000
    const failure = { kind: 'daily-quota', resetsAt: 1_000_000_000 } as const
    const at = (afterReset: number) =>
      remedyFor(failure, { ...row(0), nowMs: failure.resetsAt + afterReset })
    const until = (minutes: number) => ({
      do: 'hold-until',
      hold: 'daily-quota',
      untilMs: failure.resetsAt + minutes * minute,
      spreadMs: (minutes * minute) / 4,
    })
    expect(at(-8 * 60 * minute)).toEqual(until(1))
    expect(at(0)).toEqual(until(1))
    expect(at(minute)).toEqual(until(5))
    expect(at(6 * minute)).toEqual(until(15))
    expect(at(20 * minute)).toEqual(until(60))
    // However the clocks stand, never at once again.
    expect(at(61 * minute)).toMatchObject({ untilMs: failure.resetsAt + 121 * minute })
  })

  it('takes no stated time for longer than a day', () => {
    const week = 7 * 24 * 3600_000
    const failures = [
      { kind: 'server-error', status: 503, retryAfterMs: week },
      { kind: 'rate-limited', limit: 'unknown', retryAfterMs: week },
    ] as const
    for (const failure of failures)
      expect(remedyFor(failure, row(0))).toMatchObject({ afterMs: 24 * 3600_000 })
  })

  it('never gives an item up for the line: offline holds everything, again and again', () => {
    expect(remedyFor({ kind: 'offline' }, row(1_000))).toMatchObject({
      do: 'hold-all',
      afterMs: 60_000,
    })
  })

  it('doubles the delay of one item and gives it up in the end', () => {
    const delays = [0, 1, 2].map((attempts) =>
      remedyFor({ kind: 'server-error', status: 500 }, row(attempts)),
    )
    expect(delays).toEqual([
      { do: 'retry', afterMs: 1_000 },
      { do: 'retry', afterMs: 2_000 },
      { do: 'retry', afterMs: 4_000 },
    ])
    expect(remedyFor({ kind: 'server-error', status: 500 }, row(11))).toEqual({ do: 'give-up' })
  })

  it('lets everything wait as long as a 503 asks', () => {
    const failure = { kind: 'server-error', status: 503, retryAfterMs: 90_000 } as const
    expect(remedyFor(failure, row(0))).toEqual({
      do: 'hold-all',
      hold: 'google-asked-to-wait',
      afterMs: 90_000,
    })
  })

  it('lets everything rest, longer and longer, when one photo after another meets trouble', () => {
    const kinds = [
      { kind: 'server-error', status: 500 },
      { kind: 'stalled' },
      { kind: 'unexpected-answer' },
      { kind: 'aborted' },
    ] as const
    for (const failure of kinds) {
      expect(remedyFor(failure, row(0, 3))).toMatchObject({ do: 'retry' })
      for (const [stops, afterMs] of [
        [0, 30_000],
        [1, 60_000],
        [100, 600_000],
      ] as const)
        expect(remedyFor(failure, row(stops, 4))).toEqual({
          do: 'hold-all',
          hold: 'google-unavailable',
          afterMs,
        })
      // After a day of it a photo is shown with its reason; what is asked for no photo is asked on.
      expect(remedyFor(failure, row(150, 4))).toEqual({ do: 'give-up' })
      expect(remedyFor(failure, row(150, Infinity))).toMatchObject({ do: 'hold-all' })
    }
  })

  it('sends bytes again whose token is refused, but not for ever', () => {
    const failure = { kind: 'upload-token-invalid' } as const
    expect(remedyFor(failure, row(0))).toEqual({ do: 'send-again', afterMs: 0 })
    expect(remedyFor(failure, row(2))).toEqual({ do: 'send-again', afterMs: 4_000 })
    expect(remedyFor(failure, row(4))).toEqual({ do: 'give-up' })
  })

  it('asks to sign in and keeps every state when the sign-in is refused', () => {
    expect(remedyFor({ kind: 'signed-out', reason: 'revoked' }, row(0))).toEqual({
      do: 'ask-sign-in',
      afterMs: 15 * 60_000,
    })
  })

  it('gives a file up that Google calls no photo, and keeps storage-full for later', () => {
    expect(remedyFor({ kind: 'rejected', code: 3, message: '' }, row(0))).toEqual({ do: 'give-up' })
    expect(remedyFor({ kind: 'storage-full' }, row(0))).toMatchObject({
      do: 'hold-all',
      hold: 'storage-full',
    })
  })

  it('tries INTERNAL for one item a few times only', () => {
    expect(remedyFor({ kind: 'item-error', code: 13 }, row(3))).toMatchObject({ do: 'retry' })
    expect(remedyFor({ kind: 'item-error', code: 13 }, row(4))).toEqual({ do: 'give-up' })
  })

  it('waits for a locked file and shows one that may not be read', () => {
    expect(remedyFor({ kind: 'file-unreadable', code: 'EBUSY' }, row(0))).toMatchObject({
      do: 'retry',
    })
    expect(remedyFor({ kind: 'file-unreadable', code: 'EACCES' }, row(0))).toEqual({
      do: 'give-up',
    })
  })

  it('jitters later, never earlier', () => {
    expect(withJitter(30_000, () => 0)).toBe(30_000)
    expect(withJitter(30_000, () => 0.999)).toBeGreaterThan(30_000)
    expect(withJitter(30_000, () => 0.999)).toBeLessThanOrEqual(37_500)
  })
})
