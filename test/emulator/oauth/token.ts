/** The token and revoke endpoints: code exchange with PKCE, refresh, and the end of a grant. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { json, type Answer } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import type { AccessToken, Client, RefreshToken } from '../core/model.ts'
import {
  dropRefreshToken,
  issueAccessToken,
  issueRefreshToken,
  liveRefreshToken,
  type Grants,
} from './grants.ts'
import { idToken } from './id-token.ts'

/** Exchanges a code or a refresh token for an access token. */
export async function exchangeToken(context: Context, call: Call, grants: Grants): Promise<Answer> {
  const form = new URLSearchParams((await call.exchange.readAll()).toString('utf8'))
  const client = identify(context, call, form)
  if ('status' in client) return client
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(context, call, client, form, grants)
    case 'refresh_token':
      return refresh(context, call, client, form)
    default:
      return oauthError(400, 'unsupported_grant_type', 'Invalid grant_type')
  }
}

/** Ends a grant, named by its refresh token or by an access token that came from it. */
export async function revokeToken(context: Context, call: Call): Promise<Answer> {
  const form = new URLSearchParams((await call.exchange.readAll()).toString('utf8'))
  const name = call.url.searchParams.get('token') ?? form.get('token') ?? ''
  const access = context.store.accessTokens.get(name)
  const refreshToken = access?.refreshToken ?? name
  if (access === undefined && liveRefreshToken(context, refreshToken) === null) {
    return oauthError(400, 'invalid_token', 'Token expired or revoked')
  }
  call.exchange.row.user =
    access?.email ?? context.store.refreshTokens.get(refreshToken)?.email ?? null
  if (access !== undefined) context.store.put({ t: 'accessTokenGone', v: access.token })
  if (context.store.refreshTokens.has(refreshToken)) dropRefreshToken(context, refreshToken)
  return json({})
}

/** The error form of the OAuth endpoints. */
export function oauthError(status: number, error: string, description: string): Answer {
  return json({ error, error_description: description }, status)
}

function identify(context: Context, call: Call, form: URLSearchParams): Client | Answer {
  const basic = /^Basic\s+(\S+)$/i.exec(call.exchange.req.headers.authorization ?? '')?.[1]
  const [basicId, basicSecret] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':')
  const clientId = form.get('client_id') ?? basicId
  const secret = form.get('client_secret') ?? basicSecret
  const client = context.store.clients.get(clientId ?? '')
  if (client === undefined) {
    return oauthError(401, 'invalid_client', 'The OAuth client was not found.')
  }
  if (secret === undefined) {
    if (client.type === 'desktop' && !context.settings.requireClientSecret) return client
    return oauthError(400, 'invalid_request', 'client_secret is missing.')
  }
  if (secret !== client.clientSecret) {
    return oauthError(401, 'invalid_client', 'The provided client secret is invalid.')
  }
  return client
}

function exchangeCode(
  context: Context,
  call: Call,
  client: Client,
  form: URLSearchParams,
  grants: Grants,
): Answer {
  const code = form.get('code') ?? ''
  const pending = grants.codes.get(code)
  // A code is spent by the first try, whether that succeeds or not.
  grants.codes.delete(code)
  if (pending?.clientId !== client.clientId || pending.expiresAtMs <= context.clock.now()) {
    return oauthError(400, 'invalid_grant', 'Malformed auth code.')
  }
  call.exchange.row.user = pending.email
  if (form.get('redirect_uri') !== pending.redirectUri) {
    return oauthError(400, 'redirect_uri_mismatch', 'Bad Request')
  }
  const verifier = form.get('code_verifier')
  if (pending.codeChallenge !== null) {
    if (verifier === null) return oauthError(400, 'invalid_grant', 'Missing code verifier.')
    if (!isVerifierOf(verifier, pending.codeChallenge)) {
      return oauthError(400, 'invalid_grant', 'Invalid code verifier.')
    }
  }
  const { email, granted, isTesting, nonce } = pending
  const grant = { clientId: client.clientId, email, scopes: granted }
  const lasting = pending.wantsRefreshToken
    ? issueRefreshToken(context, { ...grant, isTesting })
    : null
  const access = issueAccessToken(context, { ...grant, refreshToken: lasting?.token ?? null })
  return tokenAnswer(context, access, {
    ...(lasting === null ? {} : { refresh_token: lasting.token }),
    ...remainingLife(context, lasting),
    ...(granted.includes('openid') ? { id_token: idToken(context, access, nonce) } : {}),
  })
}

function refresh(context: Context, call: Call, client: Client, form: URLSearchParams): Answer {
  const lasting = liveRefreshToken(context, form.get('refresh_token') ?? '')
  if (lasting?.clientId !== client.clientId) {
    return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.')
  }
  call.exchange.row.user = lasting.email
  const access = issueAccessToken(context, { ...lasting, refreshToken: lasting.token })
  return tokenAnswer(context, access, {
    ...remainingLife(context, lasting),
    ...(lasting.scopes.includes('openid') ? { id_token: idToken(context, access, null) } : {}),
  })
}

function tokenAnswer(
  context: Context,
  access: AccessToken,
  extra: Record<string, unknown>,
): Answer {
  return json({
    access_token: access.token,
    expires_in: context.settings.accessTokenLifeSeconds,
    scope: access.scopes.join(' '),
    token_type: 'Bearer',
    ...extra,
  })
}

function remainingLife(context: Context, lasting: RefreshToken | null): Record<string, unknown> {
  if (lasting === null || lasting.expiresAtMs === null) return {}
  const seconds = Math.round((lasting.expiresAtMs - context.clock.now()) / 1000)
  return { refresh_token_expires_in: seconds }
}

function isVerifierOf(verifier: string, challenge: string): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false
  const digest = createHash('sha256').update(verifier).digest('base64url')
  return timingSafeEqual(Buffer.from(digest), Buffer.from(challenge))
}
