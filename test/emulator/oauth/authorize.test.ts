// The authorize address and the consent page: photos-api.md 1.
import { expect, it } from 'vitest'
import { send, startForTest } from '../testing.ts'
import {
  append,
  authorizeAddress,
  exchange,
  landed,
  postForm,
  read,
  signIn,
  startAuto,
  tokensOf,
} from './sign-in-steps.ts'

it('redirects at once with code and state when consent is automatic', async () => {
  const emulator = await startAuto()
  const query = landed(await send(authorizeAddress(emulator)))
  expect(query.get('state')).toBe('the-state')
  expect(query.get('code')).not.toBe('')
})

it.each([
  ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
  [
    'an address that is not loopback',
    { redirect_uri: 'http://example.test/' },
    400,
    'redirect_uri_mismatch',
  ],
  ['no challenge', { code_challenge: null }, 400, 'invalid_request'],
  ['a plain challenge', { code_challenge_method: 'plain' }, 400, 'invalid_request'],
  ['another response type', { response_type: 'token' }, 400, 'invalid_request'],
  ['no scope', { scope: null }, 400, 'invalid_request'],
  ['an unknown scope', { scope: 'everything' }, 400, 'invalid_scope'],
])('shows an error page for %s, never a redirect', async (_what, change, status, error) => {
  const emulator = await startAuto()
  const reply = await send(authorizeAddress(emulator, change))
  expect(reply.status).toBe(status)
  expect(reply.text).toContain(error)
  expect(reply.headers.location).toBeUndefined()
})

it('takes any loopback port for a desktop client, and only registered addresses for a web client', async () => {
  const emulator = await startAuto()
  for (const address of ['http://localhost:1/x', 'http://[::1]:2/', 'http://127.0.0.1:65535']) {
    expect((await send(authorizeAddress(emulator, { redirect_uri: address }))).status).toBe(302)
  }
  const web = await emulator.control.putClient({
    type: 'web',
    redirectUris: ['https://app.example.test/'],
  })
  const change = { client_id: web.clientId }
  const refused = await send(authorizeAddress(emulator, change))
  expect(refused.text).toContain('redirect_uri_mismatch')
  const registered = { ...change, redirect_uri: 'https://app.example.test/' }
  expect((await send(authorizeAddress(emulator, registered))).status).toBe(302)
})

it('gives tokens only for the scopes that stay ticked', async () => {
  const emulator = await startAuto({ consentScopes: [read] })
  const { scope } = await signIn(emulator)
  expect(scope).toContain(read)
  expect(scope).not.toContain(append)
  expect(scope).toContain('openid')
})

it('answers access_denied when consent is denied', async () => {
  const emulator = await startAuto({ consentDeny: true })
  const query = landed(await send(authorizeAddress(emulator)))
  expect(query.get('error')).toBe('access_denied')
  expect(query.get('state')).toBe('the-state')
  expect(query.has('code')).toBe(false)
})

it('warns of an app that is not verified, and lets past it whoever goes on all the same', async () => {
  const emulator = await startAuto({ consentUnverified: true })
  const warning = await send(authorizeAddress(emulator))
  expect(warning.status).toBe(200)
  expect(warning.text).toContain('hasn’t verified this app')
  const way = /href="([^"]+)">Go to/.exec(warning.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const query = landed(await send(`${emulator.origin}${way}`))
  expect(query.get('state')).toBe('the-state')
  expect(query.get('code')).not.toBe('')
})

it('keeps accounts out that are not test users', async () => {
  const emulator = await startAuto({ consentTesting: true, testUsers: ['second@example.test'] })
  expect(await send(authorizeAddress(emulator))).toMatchObject({ status: 403 })
  const hint = { login_hint: 'second@example.test' }
  expect((await send(authorizeAddress(emulator, hint))).status).toBe(302)
})

it('shows a consent page with accounts, ticks and Deny, and does what is chosen there', async () => {
  const emulator = await startForTest()
  const page = await send(authorizeAddress(emulator))
  expect(page.status).toBe(200)
  expect(page.text).toContain('first@example.test')
  expect(page.text).toContain('second@example.test')
  expect(page.text).toContain(`value="${append}" checked`)
  expect(page.text).not.toContain('<script')
  const requestId = /name="request" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const form = {
    request: requestId,
    account: 'second@example.test',
    scope: append,
    decision: 'allow',
  }
  const consentAddress = `${emulator.origin}/o/oauth2/v2/auth/consent`
  const code = landed(await postForm(consentAddress, { ...form, testing: 'yes' })).get('code') ?? ''
  const tokens = tokensOf(await exchange(emulator, code))
  expect(tokens.scope).not.toContain(read)
  expect(tokens.refresh_token_expires_in).toBe(604_800)
  expect((await emulator.control.ledger()).at(-1)?.user).toBe('second@example.test')
  expect((await postForm(consentAddress, form)).status).toBe(400)

  const again = await send(authorizeAddress(emulator))
  const request = /name="request" value="([^"]+)"/.exec(again.text)?.[1] ?? ''
  const denied = landed(await postForm(consentAddress, { ...form, request, decision: 'deny' }))
  expect(denied.get('error')).toBe('access_denied')
})
