/** Who a token belongs to: userinfo in both versions, tokeninfo, the discovery document, the account's picture. */
import sharp from 'sharp'
import { json, type Answer } from '../core/answer.ts'
import { bearerToken, liveToken } from '../core/access.ts'
import type { Call } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { errorFacts } from '../core/context.ts'
import { googleError, notFound } from '../core/google-errors.ts'
import { emailScope, isIdentityScope } from '../core/scopes.ts'
import { identityOf } from './id-token.ts'
import { oauthError } from './token.ts'

/** The account behind a token, in the form of the version that the address names. */
export function userInfo(context: Context, call: Call): Answer {
  const token = liveToken(context, bearerToken(call.exchange, call.url))
  const account = context.accounts.find((one) => one.email === token?.email)
  if (token === null || account === undefined) {
    if (isVersion2(call)) return googleError('unauthenticated', errorFacts(context, null))
    return oauthError(401, 'invalid_request', 'Invalid Credentials')
  }
  call.exchange.row.user = account.email
  if (!token.scopes.some(isIdentityScope)) {
    return googleError('insufficient-scopes', errorFacts(context, null))
  }
  const identity = identityOf(context, account, token.scopes)
  if (!isVersion2(call)) return json(identity)
  const { sub, email_verified: isVerified, ...others } = identity
  return json({
    id: sub,
    ...others,
    ...(isVerified === undefined ? {} : { verified_email: isVerified }),
  })
}

/** What an access token is good for. */
export async function tokenInfo(context: Context, call: Call): Promise<Answer> {
  const form = new URLSearchParams((await call.exchange.readAll()).toString('utf8'))
  // google-auth-library sends the token as a header here, others as a parameter.
  const sent = bearerToken(call.exchange, call.url) ?? form.get('access_token')
  const token = liveToken(context, sent)
  if (token === null) return oauthError(400, 'invalid_token', 'Invalid Value')
  call.exchange.row.user = token.email
  const account = context.accounts.find((one) => one.email === token.email)
  const expiresIn = Math.floor((token.expiresAtMs - context.clock.now()) / 1000)
  return json({
    azp: token.clientId,
    aud: token.clientId,
    sub: account?.sub,
    scope: token.scopes.join(' '),
    exp: String(Math.floor(token.expiresAtMs / 1000)),
    expires_in: String(expiresIn),
    ...(token.scopes.includes(emailScope) ? { email: token.email, email_verified: 'true' } : {}),
    access_type: token.refreshToken === null ? 'online' : 'offline',
  })
}

/** The OpenID discovery document, with every address on this origin. */
export function discovery(context: Context): Answer {
  const { origin } = context
  return json({
    issuer: origin,
    authorization_endpoint: `${origin}/o/oauth2/v2/auth`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/v1/userinfo`,
    revocation_endpoint: `${origin}/revoke`,
    jwks_uri: `${origin}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
  })
}

/** A round picture of nobody, in a colour of the account's own. */
export async function picture(context: Context, call: Call): Promise<Answer> {
  const account = context.accounts.find((one) => one.sub === call.params[0])
  if (account === undefined) return notFound()
  const hue = Number(account.sub.slice(-4)) % 360
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">
    <rect width="96" height="96" fill="hsl(${String(hue)},45%,45%)"/><g fill="#fff" fill-opacity=".9">
    <circle cx="48" cy="38" r="17"/><path d="M14 96a34 34 0 0 1 68 0z"/></g></svg>`
  const body = await sharp(Buffer.from(drawing)).png().toBuffer()
  const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=3600' }
  return { status: 200, headers, body }
}

function isVersion2(call: Call): boolean {
  return call.url.pathname.includes('/oauth2/v2/')
}
