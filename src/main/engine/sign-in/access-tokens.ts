// The access token, in memory only: given out while it is good, refreshed in time, one refresh at a time.
// How a token is had from Google is the caller's; what happens to the sign-in then is sign-in.ts.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Clock } from '../ports/outside.ts'
import type { AccessTokens } from '../ports/photos.ts'

/** A token is renewed with so much of its hour left, so that none ends under way (google-auth-library does the same). */
const renewBeforeMs = 5 * 60_000
/** With so much left a token still serves when it cannot be renewed just now. */
const lastUseMs = 30_000

/** A token and how long it is good for. */
export interface FreshToken {
  accessToken: string
  lifetimeMs: number
}

/** Access tokens, and what sign-in tells them. */
export interface TokenKeeper extends AccessTokens {
  hold(token: FreshToken): void
  forget(): void
}

interface Held {
  token: string
  untilMonotonic: number
  untilWall: number
}

/** `refresh` asks Google for a new token; without a sign-in it fails. */
export function createTokenKeeper(
  clock: Clock,
  refresh: () => Promise<Result<FreshToken, Failure>>,
): TokenKeeper {
  let held: Held | null = null
  let refreshing: Promise<Result<string, Failure>> | null = null
  /** Counts sign-ins, so that a token that arrives late is not taken for the next one's. */
  let signIns = 0

  const keep = ({ accessToken, lifetimeMs }: FreshToken): void => {
    held = {
      token: accessToken,
      untilMonotonic: clock.monotonic() + lifetimeMs,
      untilWall: clock.now() + lifetimeMs,
    }
  }

  /**
   * The nearer of two ends: the wall clock knows of hours asleep, which a monotonic one may not count, and the
   * monotonic one is right when somebody sets the wall clock back.
   */
  const remainingMs = ({ untilMonotonic, untilWall }: Held): number =>
    Math.min(untilMonotonic - clock.monotonic(), untilWall - clock.now())

  const refreshOnce = async (): Promise<Result<string, Failure>> => {
    const signIn = signIns
    const fresh = await refresh()
    if (signIn !== signIns) return held === null ? fail(signedOut) : ok(held.token)
    if (!fresh.ok) return fresh
    keep(fresh.value)
    return ok(fresh.value.accessToken)
  }

  const renewNow = (): Promise<Result<string, Failure>> => {
    if (refreshing !== null) return refreshing
    const mine = refreshOnce().finally(() => {
      if (refreshing === mine) refreshing = null
    })
    refreshing = mine
    return mine
  }

  const startOver = (): void => {
    signIns += 1
    held = null
    refreshing = null
  }

  return {
    hold: (token) => {
      startOver()
      keep(token)
    },
    forget: startOver,
    get: async () => {
      const current = held
      if (current !== null && remainingMs(current) > renewBeforeMs) return ok(current.token)
      const renewed = await renewNow()
      const mayStillServe = current !== null && current === held && remainingMs(current) > lastUseMs
      const isOver = !renewed.ok && renewed.failure.kind === 'signed-out'
      return !renewed.ok && !isOver && mayStillServe ? ok(current.token) : renewed
    },
    renew: async (refused) =>
      // Somebody else's refusal has already brought a new one.
      held !== null && held.token !== refused ? ok(held.token) : renewNow(),
  }
}

const signedOut: Failure = { kind: 'signed-out', reason: 'user' }
