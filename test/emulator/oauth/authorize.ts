/**
 * The authorize address: checks the request as Google does, asks for consent (or gives it at once), and redirects back.
 * What is wrong with the client or the address is shown on a page and never reaches the app.
 */
import { redirect, type Answer } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { fullScope, isIdentityScope, isKnownScope } from '../core/scopes.ts'
import { newAuthorizationCode } from '../core/secrets.ts'
import { consentPage, errorPage, unverifiedPage } from './consent-page.ts'
import { mayRedirect, type AuthorizationRequest, type Grants } from './grants.ts'

const codeLifeMs = 10 * 60_000
const maxWaitingRequests = 1000

/** What was decided about a request for consent. */
type Decision = {
  readonly email: string
  readonly granted: readonly string[]
  readonly isAllowed: boolean
  readonly isTesting: boolean
}

/** The first visit: a consent page, a redirect, or an error page. */
export function authorize(context: Context, call: Call, grants: Grants): Answer {
  const request = readRequest(context, call.url.searchParams)
  if ('status' in request) return request
  const { settings, accounts } = context
  if (settings.consentUnverified && !call.url.searchParams.has('unverified'))
    return unverifiedPage(call.url)
  const hint = call.url.searchParams.get('login_hint')
  const hinted = accounts.find((account) => account.email === hint)?.email
  const email = settings.consentAccount ?? hinted ?? accounts[0]?.email ?? ''
  if (settings.autoConsent) {
    const ticked = settings.consentScopes
    const granted =
      ticked === 'asked'
        ? request.scopes
        : request.scopes.filter((scope) => isIdentityScope(scope) || ticked.includes(scope))
    const isAllowed = !settings.consentDeny
    const isTesting = settings.consentTesting
    return decide(context, grants, request, { email, granted, isAllowed, isTesting })
  }
  const requestId = newAuthorizationCode()
  grants.requests.set(requestId, request)
  const [oldest] = grants.requests.keys()
  if (grants.requests.size > maxWaitingRequests && oldest !== undefined) {
    grants.requests.delete(oldest)
  }
  return consentPage({
    requestId,
    accounts,
    chosenEmail: email,
    scopes: request.scopes,
    isTesting: settings.consentTesting,
  })
}

/** What the consent page sends back. */
export async function consent(context: Context, call: Call, grants: Grants): Promise<Answer> {
  const form = new URLSearchParams((await call.exchange.readAll()).toString('utf8'))
  const requestId = form.get('request') ?? ''
  const request = grants.requests.get(requestId)
  if (request === undefined) {
    return errorPage(400, 'invalid_request', 'This page has expired. Start again in the app.')
  }
  grants.requests.delete(requestId)
  const ticked = form.getAll('scope')
  return decide(context, grants, request, {
    email: form.get('account') ?? '',
    granted: request.scopes.filter((scope) => isIdentityScope(scope) || ticked.includes(scope)),
    isAllowed: form.get('decision') === 'allow',
    isTesting: form.get('testing') === 'yes',
  })
}

function readRequest(context: Context, query: URLSearchParams): AuthorizationRequest | Answer {
  const client = context.store.clients.get(query.get('client_id') ?? '')
  if (client === undefined) {
    return errorPage(401, 'invalid_client', 'The OAuth client was not found.')
  }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!mayRedirect(client, redirectUri)) {
    return errorPage(
      400,
      'redirect_uri_mismatch',
      `The redirect URI in the request, ${redirectUri}, does not match the ones authorized for the OAuth client.`,
    )
  }
  const invalid = (words: string): Answer => errorPage(400, 'invalid_request', words)
  if (query.get('response_type') !== 'code') return invalid('response_type must be "code".')
  const scopes = [...new Set((query.get('scope') ?? '').split(' ').filter(Boolean).map(fullScope))]
  if (scopes.length === 0) return invalid('Missing required parameter: scope')
  const unknown = scopes.filter((scope) => !isKnownScope(scope))
  if (unknown.length > 0) {
    return errorPage(
      400,
      'invalid_scope',
      `Some requested scopes were invalid: ${unknown.join(' ')}`,
    )
  }
  const codeChallenge = query.get('code_challenge')
  const method = query.get('code_challenge_method')
  if (codeChallenge === null && context.settings.requirePkce) {
    return invalid('Missing required parameter: code_challenge')
  }
  if (codeChallenge !== null && (method !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge))) {
    return invalid('code_challenge must be 43 characters with code_challenge_method=S256.')
  }
  return {
    clientId: client.clientId,
    redirectUri,
    scopes,
    state: query.get('state'),
    nonce: query.get('nonce'),
    codeChallenge,
    // Installed apps always get a refresh token; web apps have to ask. [M]
    wantsRefreshToken: client.type === 'desktop' || query.get('access_type') === 'offline',
  }
}

function decide(
  context: Context,
  grants: Grants,
  request: AuthorizationRequest,
  decision: Decision,
): Answer {
  const { email, granted, isAllowed, isTesting } = decision
  const account = context.accounts.find((one) => one.email === email)
  if (account === undefined) {
    return errorPage(400, 'invalid_request', `There is no account ${email} here.`)
  }
  const { testUsers } = context.settings
  if (isTesting && testUsers !== null && !testUsers.includes(email)) {
    const words = 'The app is being tested, and this account is not one of its test users.'
    return errorPage(403, 'access_denied', words)
  }
  const back = new URL(request.redirectUri)
  if (request.state !== null) back.searchParams.set('state', request.state)
  if (!isAllowed || granted.length === 0) {
    back.searchParams.set('error', 'access_denied')
    return redirect(back.href)
  }
  const code = newAuthorizationCode()
  grants.codes.set(code, {
    ...request,
    email,
    granted,
    isTesting,
    expiresAtMs: context.clock.now() + codeLifeMs,
  })
  back.searchParams.set('code', code)
  back.searchParams.set('scope', granted.join(' '))
  return redirect(back.href)
}
