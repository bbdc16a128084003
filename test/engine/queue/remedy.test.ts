// The one retry table: what Google's guidance and the fault table ask for each failure.
import { describe, expect, it } from 'vitest'
import { withJitter } from '../../../src/main/engine/queue/back-off.ts'
import { remedyFor } from '../../../src/main/engine/queue/remedy.ts'

describe('the retry table', () => {
  it('waits at least 30 s after a 429, whatever Google asks', () => {
    for (const retryAfterMs of [null, 0, 5_000])
      for (const attempts of [0, 1, 5]) {
        const remedy = remedyFor({ kind: 'rate-limited', limit: 'unknown', retryAfterMs }, attempts)
        expect(remedy).toMatchObject({ do: 'hold-all', hold: 'google-asked-to-wait' })
        expect('afterMs' in remedy && remedy.afterMs).toBeGreaterThanOrEqual(30_000)
      }
  })

  it("lets Google's stated time win when it is longer", () => {
    expect(
      remedyFor({ kind: 'rate-limited', limit: 'per-minute', retryAfterMs: 95_000 }, 3),
    ).toMatchObject({ afterMs: 95_000 })
  })

  it('stops until the reset after the daily 429', () => {
    expect(remedyFor({ kind: 'daily-quota', resetsAt: 77 }, 0)).toEqual({
      do: 'hold-until',
      hold: 'daily-quota',
      untilMs: 77,
    })
  })

  it('never gives an item up for the line: offline holds everything, again and again', () => {
    expect(remedyFor({ kind: 'offline' }, 1_000)).toMatchObject({ do: 'hold-all', afterMs: 60_000 })
  })

  it('doubles the delay of one item and gives it up in the end', () => {
    const delays = [0, 1, 2].map((attempts) =>
      remedyFor({ kind: 'server-error', status: 500 }, attempts),
    )
    expect(delays).toEqual([
      { do: 'retry', afterMs: 1_000 },
      { do: 'retry', afterMs: 2_000 },
      { do: 'retry', afterMs: 4_000 },
    ])
    expect(remedyFor({ kind: 'server-error', status: 500 }, 11)).toEqual({ do: 'give-up' })
  })

  it('waits as long as a 503 asks', () => {
    expect(remedyFor({ kind: 'server-error', status: 503, retryAfterMs: 90_000 }, 0)).toEqual({
      do: 'retry',
      afterMs: 90_000,
    })
  })

  it('asks to sign in and keeps every state when the sign-in is refused', () => {
    expect(remedyFor({ kind: 'signed-out', reason: 'revoked' }, 0)).toEqual({ do: 'ask-sign-in' })
  })

  it('gives a file up that Google calls no photo, and keeps storage-full for later', () => {
    expect(remedyFor({ kind: 'rejected', code: 3, message: '' }, 0)).toEqual({ do: 'give-up' })
    expect(remedyFor({ kind: 'storage-full' }, 0)).toMatchObject({
      do: 'hold-all',
      hold: 'storage-full',
    })
  })

  it('tries INTERNAL for one item a few times only', () => {
    expect(remedyFor({ kind: 'item-error', code: 13 }, 3)).toMatchObject({ do: 'retry' })
    expect(remedyFor({ kind: 'item-error', code: 13 }, 4)).toEqual({ do: 'give-up' })
  })

  it('waits for a locked file and shows one that may not be read', () => {
    expect(remedyFor({ kind: 'file-unreadable', code: 'EBUSY' }, 0)).toMatchObject({ do: 'retry' })
    expect(remedyFor({ kind: 'file-unreadable', code: 'EACCES' }, 0)).toEqual({ do: 'give-up' })
  })

  it('jitters later, never earlier', () => {
    expect(withJitter(30_000, () => 0)).toBe(30_000)
    expect(withJitter(30_000, () => 0.999)).toBeGreaterThan(30_000)
    expect(withJitter(30_000, () => 0.999)).toBeLessThanOrEqual(37_500)
  })
})
