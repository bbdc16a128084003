// Why nobody is signed in, where Google ended a sign-in: what only signing in again mends, and no attempt that failed, or
// was given up, may hide. When that begins and is over is sign-in.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { SignInState } from '../../../shared/status.ts'

type SignedOut = Extract<SignInState, { kind: 'signed-out' }>

/** A sign-in as Google ended it. */
export type Ended = SignedOut & { reason: 'revoked' | 'missing-scope' }

/** The end by Google that a state is; null for any other. */
export function endedIn(state: SignInState): Ended | null {
  if (state.kind !== 'signed-out') return null
  const { reason } = state
  return reason === 'revoked' || reason === 'missing-scope' ? { ...state, reason } : null
}

/** What the states of an attempt say of it. */
export function because(ended: Ended | null): { endedBecause?: Ended['reason'] } {
  return ended === null ? {} : { endedBecause: ended.reason }
}

/** Whether an attempt ended because the person did not want it any more. */
export function isGivenUp({ reason }: Extract<Failure, { kind: 'signed-out' }>): boolean {
  return reason === 'cancelled' || reason === 'denied'
}

/** Why there is no access token. */
export function signedOutFailure(state: SignInState): Failure {
  if (state.kind === 'failed') return state.failure
  if (state.kind === 'signed-out') return { kind: 'signed-out', reason: state.reason }
  const endedBecause = state.kind === 'waiting-for-browser' ? state.endedBecause : undefined
  return { kind: 'signed-out', reason: endedBecause ?? 'never' }
}
