// Asks Google about photos, and again after trouble that passes. Trouble that stays is told for what was asked and for all that
// would have been: nothing of it is guessed. What the answers mean is verdict.ts.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Clock } from '../ports/outside.ts'
import type { ItemAnswer, Photos } from '../ports/photos.ts'

/** Google's limit for one request (photos-api.md, section 5). */
export const askedAtOnce = 50

/** Tries after the first one. */
const mostTries = 2
/** Google wants this long a rest after a 429 (photos-api.md, section 6). */
const restMs = 30_000
/** Whoever waits for a verdict does not wait longer than this for one answer. */
const longestWaitMs = 120_000
/** After so many requests in a row that came to nothing, no more are made. */
const mostInVain = 3

/** When a request is made again; null: it would fail again. Pure. */
export function againAfterMs(failure: Failure, tries: number): number | null {
  const laterMs = 1_000 * 4 ** tries
  const waitMs = ((): number | null => {
    switch (failure.kind) {
      case 'offline':
      case 'cut-off':
      case 'stalled':
      case 'aborted':
        return laterMs
      case 'server-error':
        return Math.max(laterMs, failure.retryAfterMs ?? 0)
      case 'rate-limited':
        return Math.max(restMs, failure.retryAfterMs ?? 0)
      default:
        return null
    }
  })()
  return tries >= mostTries || waitMs === null || waitMs > longestWaitMs ? null : waitMs
}

/** Whether it would be the same for every other photo. */
const isForAll = (failure: Failure): boolean =>
  ['daily-quota', 'rate-limited', 'signed-out', 'forbidden', 'bad-client'].includes(failure.kind)

/** Answers for these ids, in their order; an abort of the signal is one of the failures. */
export type Asker = (ids: readonly string[]) => Promise<Result<ItemAnswer[], Failure>>

/** Makes what asks for one check. */
export function createAsker(
  { photos, clock }: { photos: Pick<Photos, 'readItems'>; clock: Pick<Clock, 'after'> },
  signal: AbortSignal,
): Asker {
  let inVain = 0
  let givenUp: Failure | null = null

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel = clock.after(ms, done)
      signal.addEventListener('abort', done)
    })

  const ask = async (ids: readonly string[]): Promise<Result<ItemAnswer[], Failure>> => {
    for (let tries = 0; ; tries += 1) {
      const answered = await photos.readItems(ids, signal)
      if (answered.ok) return answered
      // Where nothing came through before, nobody waits once more.
      const waitMs = inVain > 0 ? null : againAfterMs(answered.failure, tries)
      if (waitMs === null) return answered
      await wait(waitMs)
    }
  }

  return async (ids) => {
    if (ids.length === 0) return ok([])
    if (givenUp !== null) return fail(givenUp)
    try {
      const answered = await ask(ids)
      inVain = answered.ok ? 0 : inVain + 1
      if (!answered.ok && (isForAll(answered.failure) || inVain >= mostInVain))
        givenUp = answered.failure
      return answered
    } catch (thrown) {
      if (signal.aborted) return fail({ kind: 'aborted' })
      throw thrown
    }
  }
}
