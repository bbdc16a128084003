// One sign-in from the opened browser to the granted account: proof, state, listener, exchange, checks, time limit.
// What is kept of it, and what the user sees meanwhile, is sign-in.ts.
import { randomBytes } from 'node:crypto'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Clock, KeptSignIn, OAuthClient } from '../ports/outside.ts'
import { fetchAccount } from './account.ts'
import type { PageKind } from './answer-page.ts'
import type { SignInEndpoints } from './endpoints.ts'
import { createGoogleAuth, oauthFailure, type Grant } from './google-auth.ts'
import { openListener, type RedirectAnswer } from './loopback-listener.ts'
import { askedScopes, missingScopes } from './scopes.ts'

/** What a sign-in brings. */
export interface SignedIn {
  kept: KeptSignIn
  grant: Grant
}

/** A sign-in under way. */
export interface Attempt {
  /** The page for the user's browser. */
  url: string
  /** How it ended; the listener's port is free again then. */
  ended: Promise<Result<SignedIn, Failure>>
  /** Ends it now; too late is no harm. */
  end(failure: Failure): void
}

/** Opens the listener and starts the time limit. */
export async function beginAttempt(options: {
  clock: Clock
  endpoints: SignInEndpoints
  client: OAuthClient
  /** Who should sign in again, so that Google offers that account first. */
  loginHint: string | null
  port: number
  timeoutMs: number
}): Promise<Result<Attempt, Failure>> {
  const { clock, endpoints, client, loginHint } = options
  const auth = createGoogleAuth(endpoints, client)
  const proof = await auth.newProof()
  const state = randomBytes(32).toString('base64url')
  const stopping = new AbortController()
  const { promise: outcome, resolve: settle } = Promise.withResolvers<Result<SignedIn, Failure>>()

  const fetchGrant = async (
    code: string,
    redirectUri: string,
  ): Promise<Result<SignedIn, Failure>> => {
    const { signal } = stopping
    const { codeVerifier } = proof
    const exchanged = await auth.exchange({ code, codeVerifier, redirectUri, signal })
    if (!exchanged.ok) {
      // A refused code says nothing about a sign-in that anybody had.
      const isCode = exchanged.failure.kind === 'signed-out'
      return isCode ? fail({ kind: 'unexpected-answer' }) : exchanged
    }
    const grant = exchanged.value
    // An answer that does not name the scopes means those asked for (RFC 6749, section 5.1).
    const scopes = grant.scopes ?? [...askedScopes]
    const missing = missingScopes(scopes)
    if (missing.length > 0) {
      return fail({ kind: 'signed-out', reason: 'missing-scope', missingScopes: missing })
    }
    if (grant.refreshToken === null) return fail({ kind: 'unexpected-answer' })
    const account = await fetchAccount(endpoints, grant.accessToken, signal)
    if (!account.ok) return account
    const kept: KeptSignIn = {
      refreshToken: grant.refreshToken,
      clientId: client.clientId,
      scopes,
      account: account.value,
      endsAt: grant.endsInMs === null ? null : clock.now() + grant.endsInMs,
    }
    return ok({ kept, grant })
  }

  const onAnswer = async (answer: RedirectAnswer, redirectUri: string): Promise<PageKind> => {
    const result =
      'error' in answer
        ? fail(oauthFailure(answer.error))
        : await fetchGrant(answer.code, redirectUri).catch(toUnexpected)
    settle(result)
    // Ended meanwhile by the user or the clock: the page says what came of it, not what might have.
    return pageFor(await outcome)
  }

  const listener = await openListener({ state, port: options.port, onAnswer })
  if (!listener.ok) return listener

  const stopTimer = clock.after(options.timeoutMs, () => {
    settle(fail({ kind: 'sign-in-timeout' }))
  })
  const ended = outcome.then((result) => {
    stopTimer()
    stopping.abort()
    listener.value.close()
    return result
  })
  const { redirectUri } = listener.value
  const { codeChallenge } = proof
  return ok({
    url: await auth.authorizeUrl({ redirectUri, state, codeChallenge, loginHint }),
    ended,
    end: (failure) => {
      settle(fail(failure))
    },
  })
}

/** A bug must not leave the browser and the window waiting; its text could name a secret, so only its name is kept. */
function toUnexpected(error: unknown): Result<never, Failure> {
  const name = error instanceof Error ? error.name : typeof error
  return fail({ kind: 'unexpected', message: `Signing in failed: ${name}` })
}

function pageFor(result: Result<SignedIn, Failure>): PageKind {
  if (result.ok) return 'signed-in'
  const { failure } = result
  if (failure.kind !== 'signed-out') return 'failed'
  if (failure.reason === 'denied') return 'denied'
  return failure.reason === 'missing-scope' ? 'missing-scope' : 'failed'
}
