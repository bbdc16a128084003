/**
 * Sign-ins under way (consent requests and single-use codes, in memory) and the tokens that come of them (in the store).
 * Pages are left to authorize.ts, the token endpoint to token.ts.
 */
import type { Context } from '../core/context.ts'
import type { AccessToken, Client, RefreshToken } from '../core/model.ts'
import { newAccessToken, newRefreshToken } from '../core/secrets.ts'

/** A request for consent, as the authorize address carried it. */
export type AuthorizationRequest = {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | null
  readonly nonce: string | null
  readonly codeChallenge: string | null
  readonly wantsRefreshToken: boolean
}

/** A code waiting to be exchanged. */
export type PendingCode = AuthorizationRequest & {
  readonly email: string
  readonly granted: readonly string[]
  readonly isTesting: boolean
  readonly expiresAtMs: number
}

/** Sign-ins under way. */
export type Grants = {
  readonly requests: Map<string, AuthorizationRequest>
  readonly codes: Map<string, PendingCode>
}

/** Makes an empty set of sign-ins. */
export function createGrants(): Grants {
  return { requests: new Map(), codes: new Map() }
}

/** Consent given in testing lasts this long. */
export const testingLifeSeconds = 7 * 86_400
/** An account keeps so many live grants per client; the oldest is dropped silently. */
const maxRefreshTokens = 100

/** Makes a long-lived grant. */
export function issueRefreshToken(
  context: Context,
  grant: { clientId: string; email: string; scopes: readonly string[]; isTesting: boolean },
): RefreshToken {
  const nowMs = context.clock.now()
  const token: RefreshToken = {
    token: newRefreshToken(),
    clientId: grant.clientId,
    email: grant.email,
    scopes: grant.scopes,
    issuedAtMs: nowMs,
    expiresAtMs: grant.isTesting ? nowMs + testingLifeSeconds * 1000 : null,
  }
  context.store.put({ t: 'refreshToken', v: token })
  const same = [...context.store.refreshTokens.values()].filter(
    (one) => one.clientId === grant.clientId && one.email === grant.email,
  )
  for (const old of same.slice(0, -maxRefreshTokens)) dropRefreshToken(context, old.token)
  return token
}

/** Makes a short-lived token for what a grant allows. */
export function issueAccessToken(
  context: Context,
  grant: Pick<AccessToken, 'clientId' | 'email' | 'scopes' | 'refreshToken'>,
): AccessToken {
  const token: AccessToken = {
    clientId: grant.clientId,
    email: grant.email,
    scopes: grant.scopes,
    refreshToken: grant.refreshToken,
    token: newAccessToken(),
    expiresAtMs: context.clock.now() + context.settings.accessTokenLifeSeconds * 1000,
  }
  context.store.put({ t: 'accessToken', v: token })
  return token
}

/** Ends a grant and every access token that came from it. */
export function dropRefreshToken(context: Context, token: string): void {
  context.store.put({ t: 'refreshTokenGone', v: token })
  for (const access of [...context.store.accessTokens.values()]) {
    if (access.refreshToken === token) context.store.put({ t: 'accessTokenGone', v: access.token })
  }
}

/** The living grant of that name, or null. */
export function liveRefreshToken(context: Context, token: string): RefreshToken | null {
  const known = context.store.refreshTokens.get(token)
  if (known === undefined) return null
  const isOver = known.expiresAtMs !== null && known.expiresAtMs <= context.clock.now()
  return isOver ? null : known
}

/** Whether a client may be sent back to an address: any loopback port for desktop clients, registered ones for others. */
export function mayRedirect(client: Client, redirectUri: string): boolean {
  if (client.type === 'web') return client.redirectUris.includes(redirectUri)
  const url = URL.parse(redirectUri)
  if (url === null || url.protocol !== 'http:' || url.hash !== '' || url.username !== '')
    return false
  return ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
}
