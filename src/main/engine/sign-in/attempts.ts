// One sign-in under way at a time: whoever asks for a second one joins the first, and its end is told once. What one
// attempt does is attempt.ts; what its end means for who is signed in is sign-in.ts.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Logger } from '../ports/outside.ts'
import type { Attempt, SignedIn } from './attempt.ts'

/** What the attempts need; `T` is what a good end comes to. */
export interface AttemptsOptions<T> {
  logger: Logger
  /** Begins one: listens, and has a page for the browser. */
  begin(): Promise<Result<Attempt, Failure>>
  onBegun(): void
  /** Takes up who signed in; until it resolves the sign-in has not ended. */
  onSignedIn(signedIn: SignedIn): Promise<T>
  onFailure(failure: Failure): Promise<void>
  /** A bug of ours ended it. */
  onBug(failure: Failure): void
}

/** The attempts of one sign-in room. */
export interface Attempts<T> {
  isUnderWay(): boolean
  /** The one under way, or a new one. */
  open(): Promise<Result<Attempt, Failure>>
  cancel(): void
  /** How the last one ends, or ended; null when there was none. */
  ended(): Promise<Result<T, Failure>> | null
  /** Cancels what is under way and resolves once its end is told. */
  stop(): Promise<void>
}

/** Makes the attempts; none is under way. */
export function createAttempts<T>(options: AttemptsOptions<T>): Attempts<T> {
  let current: Attempt | null = null
  let beginning: Promise<Result<Attempt, Failure>> | null = null
  let ended: Promise<Result<T, Failure>> | null = null

  const follow = (mine: Attempt): Promise<Result<T, Failure>> =>
    mine.ended
      .then(async (outcome) => {
        if (current === mine) current = null
        if (outcome.ok) return ok(await options.onSignedIn(outcome.value))
        await options.onFailure(outcome.failure)
        return outcome
      })
      .catch((error: unknown) => {
        // Nobody need be waiting for the end, and a bug here must not stop the uploads of who is signed in.
        options.logger.error('Keeping the sign-in failed', error)
        const failure: Failure = { kind: 'unexpected', message: 'Keeping the sign-in failed' }
        options.onBug(failure)
        return fail(failure)
      })

  const begin = async (): Promise<Result<Attempt, Failure>> => {
    const begun = await options.begin()
    if (!begun.ok) return begun
    current = begun.value
    options.onBegun()
    ended = follow(begun.value)
    return begun
  }

  const cancel = (): void => current?.end({ kind: 'signed-out', reason: 'cancelled' })

  return {
    isUnderWay: () => current !== null,
    open() {
      beginning ??= (current === null ? begin() : Promise.resolve(ok(current))).finally(() => {
        beginning = null
      })
      return beginning
    },
    cancel,
    ended: () => ended,
    async stop() {
      cancel()
      await ended
    },
  }
}
