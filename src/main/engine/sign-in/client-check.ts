// Examines a user's own Google client and says which of its parts are right: asked for when signing in or uploading
// does not work. Changes nothing.
import type { Failure } from '../../../shared/failure.ts'
import type { Output } from '../../../shared/contract.ts'
import type { KeptSignIn } from '../ports/outside.ts'
import type { GoogleAuth } from './google-auth.ts'
import { missingScopes } from './scopes.ts'

/** What was found out about a client, in the order in which it is set up. */
export type ClientFindings = Output<'testClient'>['findings']

/**
 * Checks a client. `kept` is the living sign-in with it, null without one; then only what Google tells strangers is
 * known, and whether a scope was left out when somebody tried to sign in. `probeLibrary` makes one cheap call to the
 * library.
 */
export async function checkClient(options: {
  auth: GoogleAuth
  kept: KeptSignIn | null
  wasScopeLeftOut: boolean
  probeLibrary: () => Promise<Failure | null>
}): Promise<ClientFindings> {
  const { auth, kept, wasScopeLeftOut, probeLibrary } = options
  const isKnown = await isKnownToGoogle(auth, kept)
  const probe = kept === null || isKnown !== 'yes' ? undefined : await probeLibrary()
  return [
    // Only files of the desktop kind are taken in the first place (client-file.ts).
    { name: 'client-type', answer: 'yes' },
    { name: 'known-to-google', answer: isKnown },
    { name: 'api-enabled', answer: isApiEnabled(probe) },
    { name: 'scopes', answer: wasScopeLeftOut ? 'no' : hasScopes(kept, probe) },
    { name: 'consent-published', answer: isPublished(kept) },
  ]
}

type Finding = ClientFindings[number]['answer']

/**
 * Google checks the client before the token that it brings (RFC 6749, section 5.2), so a token of our own making is
 * refused as `invalid_grant` when the client is right, and the client as `invalid_client` when it is not.
 */
async function isKnownToGoogle(auth: GoogleAuth, kept: KeptSignIn | null): Promise<Finding> {
  const answer = await auth.refresh(kept?.refreshToken ?? 'not-a-refresh-token')
  if (answer.ok) return 'yes'
  if (answer.failure.kind === 'signed-out') return 'yes'
  return answer.failure.kind === 'bad-client' ? 'no' : 'unknown'
}

function isApiEnabled(probe: Failure | null | undefined): Finding {
  if (probe === null) return 'yes'
  if (probe?.kind !== 'forbidden') return 'unknown'
  if (probe.reason === 'api-disabled') return 'no'
  // Google looks at the project before it looks at the account.
  return probe.reason === 'unknown' ? 'unknown' : 'yes'
}

function hasScopes(kept: KeptSignIn | null, probe: Failure | null | undefined): Finding {
  if (kept === null) return 'unknown'
  const isRefused = probe?.kind === 'forbidden' && probe.reason === 'insufficient-scopes'
  return isRefused || missingScopes(kept.scopes).length > 0 ? 'no' : 'yes'
}

function isPublished(kept: KeptSignIn | null): Finding {
  if (kept?.endsAt === undefined) return 'unknown'
  return kept.endsAt === null ? 'yes' : 'no'
}
