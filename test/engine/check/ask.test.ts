// How Google is asked again after trouble, and when no more: nothing that was not answered is ever taken for an answer.
import { describe, expect, it } from 'vitest'
import { againAfterMs, createAsker } from '../../../src/main/engine/check/ask.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { fakePhotos } from '../../fakes/fake-photos.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const internal: Failure = { kind: 'server-error', status: 500 }
const slower = (retryAfterMs: number | null): Failure => ({
  ...{ kind: 'rate-limited', limit: 'per-minute', retryAfterMs },
})

describe('a request that failed is made again', () => {
  it.each<[Failure, (number | null)[]]>([
    [{ kind: 'offline' }, [1_000, 4_000, null]],
    [{ kind: 'cut-off' }, [1_000, 4_000, null]],
    [{ kind: 'stalled' }, [1_000, 4_000, null]],
    [{ kind: 'aborted' }, [1_000, 4_000, null]],
    [internal, [1_000, 4_000, null]],
    [{ ...internal, retryAfterMs: 20_000 }, [20_000, 20_000, null]],
    [{ ...internal, retryAfterMs: 3600_000 }, [null, null, null]],
    [slower(null), [30_000, 30_000, null]],
    [slower(5_000), [30_000, 30_000, null]],
    [slower(60_000), [60_000, 60_000, null]],
    [slower(3600_000), [null, null, null]],
    [{ kind: 'daily-quota', resetsAt: 1 }, [null, null, null]],
    [{ kind: 'signed-out', reason: 'revoked' }, [null, null, null]],
    [{ kind: 'forbidden', reason: 'api-disabled' }, [null, null, null]],
    [{ kind: 'unexpected-answer' }, [null, null, null]],
    [{ kind: 'rejected', code: 3, message: '' }, [null, null, null]],
  ])('after %j', (failure, waits) => {
    expect([0, 1, 2].map((tries) => againAfterMs(failure, tries))).toEqual(waits)
  })
})

function world() {
  const photos = fakePhotos()
  const clock = manualClock()
  const stop = new AbortController()
  const ask = createAsker({ photos, clock }, stop.signal)
  /** Lets every wait end, one after the other. */
  const settled = async <T>(asked: Promise<T>): Promise<T> => {
    const over = new AbortController()
    void asked.finally(() => over.abort())
    while (!over.signal.aborted) {
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(30_000)
    }
    return asked
  }
  return { photos, clock, stop, ask, settled }
}
const refused = { is: 'refused', code: 3 } as const

describe('Google', () => {
  it('is not asked about nothing', async () => {
    const { photos, ask } = world()
    expect(await ask([])).toEqual(ok([]))
    expect(photos.calls).toEqual([])
  })

  it('is asked again after trouble that passes', async () => {
    const { photos, ask, settled } = world()
    photos.failNext('readItems', internal, 2)
    expect(await settled(ask(['a']))).toEqual(ok([refused]))
    expect(photos.calls).toHaveLength(3)
  })

  it('is asked no more after trouble that stays, and nothing is told as an answer', async () => {
    const { photos, ask, settled } = world()
    photos.failNext('readItems', internal, 100)
    const asked = []
    for (const id of ['a', 'b', 'c', 'd', 'e']) asked.push(await settled(ask([id])))
    expect(asked).toEqual(Array.from({ length: 5 }, () => fail(internal)))
    // Three tries, one, one, and then none.
    expect(photos.calls).toHaveLength(5)
  })

  it('is asked on where the trouble was about some photos alone', async () => {
    const { photos, ask } = world()
    photos.failNext('readItems', { kind: 'unexpected-answer' })
    expect(await ask(['a'])).toEqual(fail({ kind: 'unexpected-answer' }))
    expect(await ask(['b'])).toEqual(ok([refused]))
    photos.failNext('readItems', { kind: 'unexpected-answer' }, 2)
    await ask(['c'])
    await ask(['d'])
    expect(await ask(['e'])).toEqual(ok([refused]))
  })

  it.each<Failure>([
    { kind: 'daily-quota', resetsAt: 1 },
    { kind: 'signed-out', reason: 'revoked' },
    { kind: 'forbidden', reason: 'unknown' },
    slower(3600_000),
  ])('is asked nothing else after %j', async (failure) => {
    const { photos, ask } = world()
    photos.failNext('readItems', failure)
    expect([await ask(['a']), await ask(['b'])]).toEqual([fail(failure), fail(failure)])
    expect(photos.calls).toHaveLength(1)
  })

  it.each(['while it is asked', 'while a rest goes on'])(
    'is left alone at once %s',
    async (when) => {
      const { photos, clock, stop, ask } = world()
      if (when === 'while it is asked') photos.hold('readItems')
      else photos.failNext('readItems', internal, 3)
      const asked = ask(['a'])
      if (when === 'while a rest goes on') await expect.poll(() => clock.pending()).toBe(1)
      stop.abort()
      expect(await asked).toEqual(fail({ kind: 'aborted' }))
      expect([photos.calls.length, clock.pending()]).toEqual([1, 0])
    },
  )
})
