// Codes, tokens, identity and the end of a grant: photos-api.md 1.
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { OAuth2Client } from 'google-auth-library'
import { expect, it } from 'vitest'
import { jsonOf, send, startForTest, type Reply } from '../testing.ts'
import {
  append,
  codeFrom,
  exchange,
  landed,
  postForm,
  redirectUri,
  refresh,
  signIn,
  startAuto,
  tokensOf,
} from './sign-in-steps.ts'

it('exchanges a code once, and names scopes in full', async () => {
  const emulator = await startAuto()
  const code = await codeFrom(emulator)
  const tokens = tokensOf(await exchange(emulator, code))
  expect(tokens).toMatchObject({ expires_in: 3599, token_type: 'Bearer' })
  expect(tokens.scope.split(' ')).toContain('https://www.googleapis.com/auth/userinfo.email')
  expect(tokens.refresh_token).toMatch(/^1\/\//)
  expect(tokens.refresh_token_expires_in).toBeUndefined()
  expect(await exchange(emulator, code)).toMatchObject({ status: 400 })
  expect((await exchange(emulator, code)).text).toContain('invalid_grant')
})

it('enforces PKCE, the same redirect address, the client and its secret', async () => {
  const emulator = await startAuto()
  const tryWith = async (change: Record<string, string>): Promise<string> => {
    const reply = await exchange(emulator, await codeFrom(emulator), change)
    expect(reply.status).toBeGreaterThanOrEqual(400)
    return (jsonOf(reply) as { error: string }).error
  }
  expect(await tryWith({ code_verifier: 'a'.repeat(64) })).toBe('invalid_grant')
  expect(await tryWith({ code_verifier: '' })).toBe('invalid_grant')
  expect(await tryWith({ redirect_uri: `${redirectUri}/` })).toBe('redirect_uri_mismatch')
  expect(await tryWith({ client_id: 'nobody' })).toBe('invalid_client')
  expect(await tryWith({ client_secret: 'wrong' })).toBe('invalid_client')
  expect(await tryWith({ grant_type: 'password' })).toBe('unsupported_grant_type')
})

it('lets a code die of age', async () => {
  const emulator = await startAuto()
  const code = await codeFrom(emulator)
  await emulator.control.changeSettings({ clockOffsetMs: 11 * 60_000 })
  expect((await exchange(emulator, code)).text).toContain('invalid_grant')
})

it('ends a sign-in made in testing after 7 days', async () => {
  const emulator = await startAuto({ consentTesting: true })
  const tokens = await signIn(emulator)
  expect(tokens.refresh_token_expires_in).toBe(604_800)
  const lasting = tokens.refresh_token ?? ''
  expect((await refresh(emulator, lasting)).status).toBe(200)
  await emulator.control.changeSettings({ clockOffsetMs: 7 * 86_400_000 + 1000 })
  const reply = await refresh(emulator, lasting)
  expect(reply.status).toBe(400)
  expect(jsonOf(reply)).toEqual({
    error: 'invalid_grant',
    error_description: 'Token has been expired or revoked.',
  })
})

it('refreshes without a new refresh token, and not for another client', async () => {
  const emulator = await startAuto()
  const { refresh_token: lasting = '' } = await signIn(emulator)
  const tokens = tokensOf(await refresh(emulator, lasting))
  expect(tokens.refresh_token).toBeUndefined()
  expect(tokens.access_token).toMatch(/^ya29\./)
  const other = await emulator.control.putClient({})
  const reply = await postForm(`${emulator.origin}/token`, {
    grant_type: 'refresh_token',
    refresh_token: lasting,
    client_id: other.clientId,
    client_secret: other.clientSecret,
  })
  expect(reply.text).toContain('invalid_grant')
})

it('revokes a grant with everything that came from it', async () => {
  const emulator = await startAuto()
  const tokens = await signIn(emulator)
  const lasting = tokens.refresh_token ?? ''
  const address = `${emulator.origin}/revoke?token=${encodeURIComponent(lasting)}`
  expect((await send(address, { method: 'POST' })).status).toBe(200)
  expect((await refresh(emulator, lasting)).text).toContain('invalid_grant')
  const info = await send(`${emulator.origin}/tokeninfo?access_token=${tokens.access_token}`)
  expect(info.status).toBe(400)
  expect((await send(address, { method: 'POST' })).text).toContain('invalid_token')
})

it('drops the oldest of more than 100 grants', async () => {
  const emulator = await startForTest()
  const first = await emulator.control.signIn()
  for (let count = 0; count < 99; count += 1) await emulator.control.signIn()
  expect((await refresh(emulator, first.refreshToken)).status).toBe(200)
  await emulator.control.signIn()
  expect((await refresh(emulator, first.refreshToken)).status).toBe(400)
})

it('tells who signed in, in both versions, as far as the scopes allow', async () => {
  const emulator = await startAuto()
  const { access_token: token } = await signIn(emulator)
  const ask = (path: string, bearer: string): Promise<Reply> =>
    send(emulator.origin + path, { headers: { authorization: `Bearer ${bearer}` } })
  const oidc = jsonOf(await ask('/v1/userinfo', token)) as { picture: string }
  expect(oidc).toMatchObject({
    email: 'first@example.test',
    email_verified: true,
    name: 'First Tester',
  })
  const version2 = jsonOf(await ask('/oauth2/v2/userinfo', token))
  expect(version2).toMatchObject({ email: 'first@example.test', verified_email: true })
  expect(version2).toHaveProperty('id')
  const image = await send(oidc.picture)
  expect(image.headers['content-type']).toBe('image/png')
  const few = await signIn(emulator, { scope: `openid ${append}` })
  expect(jsonOf(await ask('/v1/userinfo', few.access_token))).not.toHaveProperty('email')
  expect((await ask('/v1/userinfo', 'nothing')).status).toBe(401)
  const info = jsonOf(await send(`${emulator.origin}/tokeninfo?access_token=${token}`))
  expect(info).toMatchObject({ aud: emulator.client.clientId, email: 'first@example.test' })
})

it('signs identity tokens that its published key checks', async () => {
  const emulator = await startAuto()
  const { id_token: token = '' } = await signIn(emulator, { nonce: 'once' })
  const [header = '', claims = '', signature = ''] = token.split('.')
  const document = jsonOf(await send(`${emulator.origin}/.well-known/openid-configuration`))
  expect(document).toMatchObject({ userinfo_endpoint: `${emulator.origin}/v1/userinfo` })
  const { jwks_uri: address } = document as { jwks_uri: string }
  const { keys } = jsonOf(await send(address)) as { keys: JsonWebKey[] }
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' })
  const isGood = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  expect(isGood).toBe(true)
  const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString())
  expect(said).toMatchObject({
    nonce: 'once',
    email: 'first@example.test',
    aud: emulator.client.clientId,
  })
})

it('works with google-auth-library as it is', async () => {
  const emulator = await startAuto()
  const client = new OAuth2Client({
    clientId: emulator.client.clientId,
    clientSecret: emulator.client.clientSecret,
    redirectUri,
    endpoints: {
      oauth2AuthBaseUrl: `${emulator.origin}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${emulator.origin}/token`,
      oauth2RevokeUrl: `${emulator.origin}/revoke`,
      tokenInfoUrl: `${emulator.origin}/tokeninfo`,
    },
  })
  const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync()
  const address = client.generateAuthUrl({
    scope: [append],
    access_type: 'offline',
    prompt: 'consent',
    ...(codeChallenge === undefined ? {} : { code_challenge: codeChallenge }),
    // The library exports the name as an enum, which type stripping cannot import as a type.
    code_challenge_method: 'S256' as never,
  })
  const code = landed(await send(address)).get('code') ?? ''
  const { tokens } = await client.getToken({ code, codeVerifier, redirect_uri: redirectUri })
  client.setCredentials(tokens)
  const info = await client.getTokenInfo(tokens.access_token ?? '')
  expect(info.scopes).toEqual([append])
  await client.revokeCredentials()
  client.setCredentials(tokens)
  await expect(client.refreshAccessToken()).rejects.toThrow('invalid_grant')
})
