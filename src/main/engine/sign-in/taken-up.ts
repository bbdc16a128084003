// What a start makes of what the vault kept: whether somebody is signed in, and if not, why. Keeping it is the vault's own
// affair; what a sign-out left undone is revocation.ts.
import type { SignInState } from '../../../shared/status.ts'
import type { KeptSignIn } from '../ports/outside.ts'
import { missingScopes } from './scopes.ts'

/** The sign-in that goes on, and what is said instead where none does; no state: nothing is said, or it is good. */
export interface TakenUp {
  kept: KeptSignIn | null
  state: Extract<SignInState, { kind: 'signed-out' }> | null
}

/** Takes up what was found. `isForgetful`: somebody was signed in, and this computer cannot keep a sign-in. */
export function asTakenUp(
  found: KeptSignIn | null,
  clientId: string | null,
  isForgetful: boolean,
): TakenUp {
  if (found === null || found.clientId !== clientId)
    return { kept: null, state: isForgetful ? { kind: 'signed-out', reason: 'not-kept' } : null }
  if (found.refreshToken === '')
    return { kept: found, state: { kind: 'signed-out', reason: 'revoked' } }
  const missing = missingScopes(found.scopes)
  if (missing.length === 0) return { kept: found, state: null }
  // Kept by a version that needed less.
  return {
    kept: { ...found, refreshToken: '' },
    state: { kind: 'signed-out', reason: 'missing-scope', missingScopes: missing },
  }
}
