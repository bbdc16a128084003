// Google's OAuth endpoints for one client, through google-auth-library: the address to open, codes and refresh tokens
// for access tokens, revoking. Errors become failures here. Errors of the library carry secrets, so none leaves.
import type { OAuth2Client } from 'google-auth-library'
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse, lineFailure, ofNoFile } from '../line-failure.ts'
import type { OAuthClient } from '../ports/outside.ts'
import type { SignInEndpoints } from './endpoints.ts'
import { askedScopes } from './scopes.ts'
import { trustedFetch } from './trusted-fetch.ts'

/** What Google gave for a code or a refresh token. */
export interface Grant {
  accessToken: string
  /** How long the access token is good for. */
  lifetimeMs: number
  /** Only a code brings one. */
  refreshToken: string | null
  /** null where the answer does not say. */
  scopes: string[] | null
  /** How long the sign-in lasts, where Google sets it an end: consent in testing ends after 7 days. */
  endsInMs: number | null
}

/** The proof that whoever brings the code is who asked for it (RFC 7636). The verifier is never logged. */
export interface CodeProof {
  codeVerifier: string
  codeChallenge: string
}

/** Google's OAuth endpoints for one client. */
export interface GoogleAuth {
  newProof(): Promise<CodeProof>
  authorizeUrl(request: {
    redirectUri: string
    state: string
    codeChallenge: string
    loginHint: string | null
  }): Promise<string>
  exchange(request: {
    code: string
    codeVerifier: string
    redirectUri: string
    signal: AbortSignal
  }): Promise<Result<Grant, Failure>>
  refresh(refreshToken: string): Promise<Result<Grant, Failure>>
  /** True when Google has confirmed it, or knows no such token any more. */
  revoke(refreshToken: string): Promise<boolean>
}

/** The token endpoint answers within a second or two. */
const answerTimeoutMs = 30_000
/** Signing out must not keep anybody waiting. */
const revokeTimeoutMs = 10_000

const grantSchema = z.object({
  access_token: z.string().min(1),
  // The library turns the lifetime into a time of day and removes it.
  expiry_date: z.number().optional(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
  refresh_token_expires_in: z.number().optional(),
})
const errorSchema = z.object({ error: z.string() })

/** Google's own lifetime, for an answer that does not say. */
const usualLifetimeMs = 3_599_000

const neverAborts = new AbortController().signal

/** Only now: whoever asks Google nothing, as most who look do, loads none of it. */
const library = () => import('google-auth-library')

/** An answer that is no JSON object. The library writes fields into every answer and would break on it. */
class StrangeAnswer extends Error {
  readonly status: number
  readonly data: unknown
  constructor(status: number, data: unknown) {
    super('An answer that is no JSON object')
    this.status = status
    this.data = data
  }
}

/** Binds the endpoints to a client. */
export function createGoogleAuth(endpoints: SignInEndpoints, client: OAuthClient): GoogleAuth {
  const withSignal = async (signal: AbortSignal): Promise<OAuth2Client> => {
    const { OAuth2Client } = await library()
    const oauth = new OAuth2Client({
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      endpoints: {
        oauth2AuthBaseUrl: endpoints.authorize,
        oauth2TokenUrl: endpoints.token,
        oauth2RevokeUrl: endpoints.revoke,
      },
      transporterOptions: {
        fetchImplementation: (input, init) =>
          trustedFetch(input instanceof Request ? input.url : input, init ?? {}, signal),
      },
      // They add nothing that Google needs, and would print tokens where a variable of the environment asks for it.
      useAuthRequestParameters: false,
    })
    oauth.transporter.interceptors.request.add({
      resolved: (config) =>
        Promise.resolve({
          ...config,
          responseType: 'json' as const,
          // Every answer is read here, and repeated by whoever knows when.
          validateStatus: () => true,
          retryConfig: { retry: 0, noResponseRetries: 0 },
        }),
    })
    oauth.transporter.interceptors.response.add({
      resolved: (response) => {
        const data: unknown = response.data
        const isObject = typeof data === 'object' && data !== null
        return isObject
          ? Promise.resolve(response)
          : Promise.reject(new StrangeAnswer(response.status, data))
      },
    })
    return oauth
  }

  const answerOf = (status: number, data: unknown): Result<Grant, Failure> =>
    status === 200 ? grantOf(data) : fail(tokenFailure(status, data))

  const ask = async (
    question: (oauth: OAuth2Client) => Promise<{ status: number; data: unknown }>,
    signal: AbortSignal,
  ): Promise<Result<Grant, Failure>> => {
    try {
      const { status, data } = await question(await withSignal(signal))
      return answerOf(status, data)
    } catch (error) {
      if (error instanceof StrangeAnswer) return answerOf(error.status, error.data)
      const broken = lineFailure(error)
      if (broken === null) throw new Error(`Sign-in request failed: ${nameOf(error)}`)
      return fail(ofNoFile(broken.failure))
    }
  }

  return {
    newProof: async () => {
      const { OAuth2Client } = await library()
      const { codeVerifier, codeChallenge } = await new OAuth2Client().generateCodeVerifierAsync()
      if (codeChallenge === undefined) throw new Error('The library made no code challenge')
      return { codeVerifier, codeChallenge }
    },

    authorizeUrl: async ({ redirectUri, state, codeChallenge, loginHint }) => {
      const { CodeChallengeMethod } = await library()
      const oauth = await withSignal(neverAborts)
      return oauth.generateAuthUrl({
        redirect_uri: redirectUri,
        scope: [...askedScopes],
        state,
        code_challenge: codeChallenge,
        code_challenge_method: CodeChallengeMethod.S256,
        // Together these bring a refresh token each time, and let the user choose among several accounts.
        access_type: 'offline',
        prompt: 'consent select_account',
        ...(loginHint === null ? {} : { login_hint: loginHint }),
      })
    },

    exchange: ({ code, codeVerifier, redirectUri, signal }) =>
      ask(
        async (oauth) => {
          const answer = await oauth.getToken({ code, codeVerifier, redirect_uri: redirectUri })
          return { status: answer.res?.status ?? 0, data: answer.tokens }
        },
        AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
      ),

    refresh: (refreshToken) =>
      ask(async (oauth) => {
        oauth.setCredentials({ refresh_token: refreshToken })
        const answer = await oauth.refreshAccessToken()
        return { status: answer.res?.status ?? 0, data: answer.credentials }
      }, AbortSignal.timeout(answerTimeoutMs)),

    revoke: async (refreshToken) => {
      try {
        const oauth = await withSignal(AbortSignal.timeout(revokeTimeoutMs))
        const { status, data } = await oauth.revokeToken(refreshToken)
        // What Google does not know any more need not be taken back.
        const isUnknown = errorSchema.safeParse(data).data?.error === 'invalid_token'
        return status === 200 || (status === 400 && isUnknown)
      } catch (error) {
        // Google's own confirmation is JSON; a page in between confirms nothing.
        if (error instanceof StrangeAnswer) return false
        if (lineFailure(error) === null) throw new Error(`Revoking failed: ${nameOf(error)}`)
        return false
      }
    },
  }
}

function grantOf(data: unknown): Result<Grant, Failure> {
  const parsed = grantSchema.safeParse(data)
  if (!parsed.success) {
    const isPage = typeof data === 'string' && isFromSomeoneElse({ status: 200, text: data })
    return fail({ kind: isPage ? 'offline' : 'unexpected-answer' })
  }
  const grant = parsed.data
  const endsInSeconds = grant.refresh_token_expires_in
  return ok({
    accessToken: grant.access_token,
    lifetimeMs: grant.expiry_date === undefined ? usualLifetimeMs : grant.expiry_date - Date.now(),
    refreshToken: grant.refresh_token ?? null,
    scopes: grant.scope === undefined ? null : grant.scope.split(' ').filter(Boolean),
    endsInMs: endsInSeconds === undefined ? null : endsInSeconds * 1000,
  })
}

/** The error names of RFC 6749, section 5.2, and Google's own for clients (photos-api.md, section 1). */
function tokenFailure(status: number, data: unknown): Failure {
  if (typeof data === 'string' && isFromSomeoneElse({ status, text: data })) {
    return { kind: 'offline' }
  }
  if (status >= 300 && status < 400) return { kind: 'offline' }
  if (status >= 500 || status === 408) return { kind: 'server-error', status }
  if (status === 429) return { kind: 'rate-limited', limit: 'unknown', retryAfterMs: null }
  const parsed = errorSchema.safeParse(data)
  return parsed.success ? oauthFailure(parsed.data.error) : { kind: 'unexpected-answer' }
}

/** What an OAuth error name means, from the token endpoint or in the browser's redirect. */
export function oauthFailure(error: string): Failure {
  switch (error) {
    case 'invalid_grant':
      return { kind: 'signed-out', reason: 'revoked' }
    case 'access_denied':
      return { kind: 'signed-out', reason: 'denied' }
    case 'invalid_client':
    case 'deleted_client':
    case 'disabled_client':
    case 'unauthorized_client':
      return { kind: 'bad-client', problem: 'unknown-client' }
    case 'redirect_uri_mismatch':
      return { kind: 'bad-client', problem: 'web-client' }
    case 'admin_policy_enforced':
    case 'org_internal':
      return { kind: 'forbidden', reason: 'unknown' }
    default:
      return { kind: 'unexpected-answer' }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
