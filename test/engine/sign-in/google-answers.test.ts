// What Google's own addresses and answers come to: where it is asked, what each error means, whom an account belongs to.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fetchAccount, fetchPicture } from '../../../src/main/engine/sign-in/account.ts'
import { answerPage, type PageKind } from '../../../src/main/engine/sign-in/answer-page.ts'
import { signInEndpoints } from '../../../src/main/engine/sign-in/endpoints.ts'
import { createGoogleAuth, oauthFailure } from '../../../src/main/engine/sign-in/google-auth.ts'
import { fail, ok } from '../../../src/shared/result.ts'

const { signal } = new AbortController()

/** A server that gives every request this answer. */
async function answering(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

describe('the addresses', () => {
  it('are Google’s own, each at its host', () => {
    const { isPictureAddress, ...addresses } = signInEndpoints(null)
    expect(addresses).toEqual({
      authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      revoke: 'https://oauth2.googleapis.com/revoke',
      userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
    })
    expect(isPictureAddress(new URL('https://lh3.googleusercontent.com/a/x'))).toBe(true)
  })

  it.each([
    'http://lh3.googleusercontent.com/a/x',
    'https://lh3.googleusercontent.com:8443/a/x',
    'https://googleusercontent.com.example.test/a/x',
    'https://example.test/lh3.googleusercontent.com',
  ])('of a picture are at its host of pictures alone: not %s', (address) => {
    expect(signInEndpoints(null).isPictureAddress(new URL(address))).toBe(false)
  })
})

describe('an answer to the question for a token', () => {
  const refreshed = async (status: number, body: string, headers: Record<string, string> = {}) => {
    const origin = await answering((response) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body),
    )
    const client = { clientId: 'client', clientSecret: 'secret' }
    return createGoogleAuth(signInEndpoints(origin), client).refresh('token')
  }
  const error = (name: string) => JSON.stringify({ error: name })

  it.each([
    ['a refused token', 400, error('invalid_grant'), { kind: 'signed-out', reason: 'revoked' }],
    ['a page of somebody else', 200, '<html>Log in</html>', { kind: 'offline' }],
    ['a page of somebody else with 403', 403, '<html>Log in</html>', { kind: 'offline' }],
    ['a redirect', 302, '{}', { kind: 'offline' }],
    ['trouble at Google', 500, '{}', { kind: 'server-error', status: 500 }],
    ['a line that was too slow for Google', 408, '{}', { kind: 'server-error', status: 408 }],
    [
      'too many questions',
      429,
      '{}',
      { kind: 'rate-limited', limit: 'unknown', retryAfterMs: null },
    ],
    ['no error name', 400, '{}', { kind: 'unexpected-answer' }],
    ['garbage', 200, '"hello"', { kind: 'unexpected-answer' }],
    ['a grant without a token', 200, '{"access_token":""}', { kind: 'unexpected-answer' }],
  ])('is known: %s', async (_, status, body, failure) => {
    expect(await refreshed(status, body)).toEqual(fail(failure))
  })

  it('is a token for an hour where it does not say for how long', async () => {
    expect(await refreshed(200, '{"access_token":"a"}')).toEqual(
      ok({
        ...{ accessToken: 'a', lifetimeMs: 3_599_000, refreshToken: 'token' },
        ...{ scopes: null, endsInMs: null },
      }),
    )
  })

  it('says how long the sign-in lasts, and what was allowed', async () => {
    const grant = { access_token: 'a', scope: 'openid  email', refresh_token_expires_in: 604_800 }
    expect(await refreshed(200, JSON.stringify(grant))).toMatchObject(
      ok({ scopes: ['openid', 'email'], endsInMs: 604_800_000 }),
    )
  })
})

describe('an error name of OAuth', () => {
  it.each([
    ['invalid_grant', { kind: 'signed-out', reason: 'revoked' }],
    ['access_denied', { kind: 'signed-out', reason: 'denied' }],
    ['invalid_client', { kind: 'bad-client', problem: 'unknown-client' }],
    ['disabled_client', { kind: 'bad-client', problem: 'unknown-client' }],
    ['redirect_uri_mismatch', { kind: 'bad-client', problem: 'web-client' }],
    ['org_internal', { kind: 'forbidden', reason: 'unknown' }],
    ['admin_policy_enforced', { kind: 'forbidden', reason: 'unknown' }],
    ['something_new', { kind: 'unexpected-answer' }],
  ])('%s is known', (name, failure) => {
    expect(oauthFailure(name)).toEqual(failure)
  })
})

describe('signing out at Google', () => {
  it.each([
    ['is confirmed', 200, '{}', true],
    ['is not confirmed by an error', 400, '{}', false],
    ['is not confirmed by a page in between', 200, '<html>Log in</html>', false],
  ])('%s', async (_, status, body, isRevoked) => {
    const origin = await answering((response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    )
    const client = { clientId: 'client', clientSecret: 'secret' }
    expect(await createGoogleAuth(signInEndpoints(origin), client).revoke('token')).toBe(isRevoked)
  })
})

describe('the account', () => {
  const asked = async (status: number, body: string) => {
    const origin = await answering((response) => response.writeHead(status).end(body))
    return fetchAccount(signInEndpoints(origin), 'token', signal)
  }
  const json = (part: object) => JSON.stringify({ sub: '1', email: 'a@example.test', ...part })

  it('is who Google says, by the address where it has no name', async () => {
    const account = { sub: '1', email: 'a@example.test', name: 'A', pictureUrl: null }
    expect(await asked(200, json({ name: 'A' }))).toEqual(ok(account))
    expect(await asked(200, json({}))).toEqual(ok({ ...account, name: account.email }))
    const picture = 'p'.repeat(2_000)
    expect(await asked(200, json({ picture }))).toMatchObject(ok({ pictureUrl: picture }))
    expect(await asked(200, json({ picture: `${picture}p` }))).toMatchObject(
      ok({ pictureUrl: null }),
    )
  })

  it.each([
    ['a page of somebody else', 200, '<html>Log in</html>', { kind: 'offline' }],
    ['trouble at Google', 500, '', { kind: 'server-error', status: 500 }],
    ['a refusal', 401, '{}', { kind: 'unexpected-answer' }],
    ['nobody', 200, json({ sub: '' }), { kind: 'unexpected-answer' }],
    ['somebody without an address', 200, json({ email: '' }), { kind: 'unexpected-answer' }],
    ['a name without end', 200, json({ name: 'x'.repeat(501) }), { kind: 'unexpected-answer' }],
    ['far too much', 200, json({ more: 'x'.repeat(64 * 1_024) }), { kind: 'unexpected-answer' }],
  ])('is not told by %s', async (_, status, body, failure) => {
    expect(await asked(status, body)).toEqual(fail(failure))
  })

  it('is not told where nobody answers', async () => {
    const gone = await answering(() => undefined)
    const asking = fetchAccount(signInEndpoints(gone), 'token', AbortSignal.timeout(50))
    expect(await asking).toMatchObject({ ok: false })
  })
})

describe('the picture of an account', () => {
  const pictured = async (bytes: number, type = 'image/png', status = 200) => {
    const origin = await answering((response) =>
      response.writeHead(status, { 'content-type': type }).end(Buffer.alloc(bytes)),
    )
    return fetchPicture(signInEndpoints(origin), `${origin}/picture`, signal)
  }

  it('is shown from its bytes', async () => {
    expect(await pictured(3, 'image/jpeg; q=1')).toBe('data:image/jpeg;base64,AAAA')
    expect(await pictured(256 * 1_024)).toMatch(/^data:image\/png;base64,AA/)
  })

  it.each([
    ['is far too large', 256 * 1_024 + 1, 'image/png', 200],
    ['is no picture', 3, 'text/html', 200],
    ['is a drawing that could run', 3, 'image/svg+xml', 200],
    ['is not there', 3, 'image/png', 404],
  ])('is left out where it %s', async (_, bytes, type, status) => {
    expect(await pictured(bytes, type, status)).toBeNull()
  })

  it('is asked for only where Google keeps them', async () => {
    const endpoints = signInEndpoints('http://127.0.0.1:9')
    expect(await fetchPicture(endpoints, 'http://127.0.0.1:10/picture', signal)).toBeNull()
    expect(await fetchPicture(endpoints, 'no address', signal)).toBeNull()
    expect(await fetchPicture(endpoints, null, signal)).toBeNull()
  })
})

describe('the page in the browser', () => {
  it.each<[PageKind, number]>([
    ['signed-in', 200],
    ['denied', 200],
    ['missing-scope', 200],
    ['failed', 200],
    ['already-used', 410],
    ['another-user', 403],
    ['not-ours', 400],
  ])('for %s has the status %i', (kind, status) => {
    const page = answerPage(kind)
    expect(page.status).toBe(status)
    expect(page.body).toContain('<h1>')
  })
})
