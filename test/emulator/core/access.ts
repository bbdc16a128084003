/**
 * Who is asking, and may they: tokens, enabled APIs, quotas and scopes, in the order Google checks them.
 * What they asked for is left to the handlers.
 */
import type { Answer } from './answer.ts'
import type { Caller } from './call.ts'
import type { Context } from './context.ts'
import { errorFacts } from './context.ts'
import type { Exchange } from './exchange.ts'
import { apiDisabled, googleError, jsonError } from './google-errors.ts'
import type { AccessToken } from './model.ts'

/** What a route demands of its caller. */
export type Demand = {
  /** The byte endpoint and Drive word their refusals differently. */
  readonly api: 'photos' | 'uploads' | 'drive'
  /** Any one of these scopes opens the door; none means that no scope does. */
  readonly scopes: readonly string[]
  readonly isWrite: boolean
}

/** The token a request carries: in the header, or as a query parameter as the Data Transfer Project sends it. */
export function bearerToken(exchange: Exchange, url: URL): string | null {
  const header = exchange.req.headers.authorization
  if (header !== undefined) return /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? ''
  return url.searchParams.get('access_token')
}

/** The living access token of that name, or null. */
export function liveToken(context: Context, token: string | null): AccessToken | null {
  const known = token === null ? undefined : context.store.accessTokens.get(token)
  return known === undefined || known.expiresAtMs <= context.clock.now() ? null : known
}

/** Lets the caller in, or gives the answer that keeps them out. */
export function admit(
  context: Context,
  exchange: Exchange,
  url: URL,
  demand: Demand,
): Caller | Answer {
  const sent = bearerToken(exchange, url)
  const token = liveToken(context, sent)
  const client = token === null ? undefined : context.store.clients.get(token.clientId)
  if (token === null || client === undefined) return refuseStranger(context, demand, sent === null)
  exchange.row.user = token.email

  const facts = errorFacts(context, client)
  if (demand.api === 'drive' && !client.driveApiEnabled) {
    return apiDisabled('Google Drive API', 'drive.googleapis.com', client.projectNumber)
  }
  if (demand.api !== 'drive') {
    if (!client.photosApiEnabled) return googleError('api-disabled', facts)
    const nowMs = context.clock.now()
    if (!context.quota.takeDaily(client.projectNumber, nowMs))
      return googleError('daily-quota', facts)
    if (demand.isWrite && !context.quota.takeWrite(token.email, nowMs)) {
      return googleError('minute-quota', facts)
    }
  }
  if (!demand.scopes.some((scope) => token.scopes.includes(scope))) {
    if (demand.api === 'uploads') return googleError('upload-session-undefined', facts)
    return googleError('insufficient-scopes', facts)
  }
  return { email: token.email, client, token }
}

function refuseStranger(context: Context, demand: Demand, isMissing: boolean): Answer {
  const facts = errorFacts(context, null)
  if (demand.api === 'uploads') return googleError('upload-session-undefined', facts)
  if (demand.api === 'drive') {
    const message = isMissing ? 'Login Required' : 'Invalid Credentials'
    return jsonError(401, 'UNAUTHENTICATED', message, {
      errors: [
        {
          message,
          domain: 'global',
          reason: isMissing ? 'required' : 'authError',
          location: 'Authorization',
          locationType: 'header',
        },
      ],
    })
  }
  return googleError(isMissing ? 'missing-credentials' : 'unauthenticated', facts)
}

/** Whether admission ended in an answer. */
export function isRefused(result: Caller | Answer): result is Answer {
  return 'status' in result
}
