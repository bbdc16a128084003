import { describe, expect, it } from 'vitest'
import { parseClientFile } from '../../../src/main/engine/sign-in/index.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import type { SignInOptions } from '../../../src/main/engine/sign-in/index.ts'
import { signedIn, signInBench } from './sign-in-bench.ts'

const installed = {
  client_id: '1-x.apps.googleusercontent.com',
  client_secret: 'GOCSPX-secret',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  redirect_uris: ['http://localhost'],
}

describe('a client file', () => {
  it('of Google’s console is understood', () => {
    expect(parseClientFile(JSON.stringify({ installed }))).toEqual({
      ok: true,
      value: { clientId: installed.client_id, clientSecret: installed.client_secret },
    })
  })

  it.each([
    ['not JSON', 'client_id = x', 'not-json'],
    ['empty', '', 'not-json'],
    ['of a web client', JSON.stringify({ web: installed }), 'web-client'],
    ['of a service account', '{"type":"service_account","client_email":"x"}', 'not-a-client-file'],
    ['without its id', '{"installed":{"client_secret":"x"}}', 'not-a-client-file'],
    ['without its secret', '{"installed":{"client_id":"x"}}', 'not-a-client-file'],
    [
      'with an empty id',
      '{"installed":{"client_id":" ","client_secret":"x"}}',
      'not-a-client-file',
    ],
    ['a list', '[]', 'not-a-client-file'],
    ['null', 'null', 'not-a-client-file'],
  ])('that is %s is refused', (_, json, problem) => {
    const failure = { kind: 'bad-client', problem }
    expect(parseClientFile(json)).toEqual({ ok: false, failure })
  })
})

describe('a client file', () => {
  it.each([
    [1, true],
    [300, true],
    [301, false],
  ])('with an id and a secret of %i characters is taken: %s', (length, isTaken) => {
    const part = 'x'.repeat(length)
    const one = JSON.stringify({ installed: { client_id: part, client_secret: 's' } })
    const other = JSON.stringify({ installed: { client_id: 'i', client_secret: part } })
    expect([parseClientFile(one).ok, parseClientFile(other).ok]).toEqual([isTaken, isTaken])
  })
})

/** The findings, by name. */
async function findings(
  options: Pick<Partial<SignInOptions>, 'builtInClient' | 'probeLibrary'> & { isSignedIn: boolean },
  settings: Parameters<typeof signInBench>[1] = {},
) {
  const { isSignedIn, ...part } = options
  const bench = await signInBench(part, settings)
  if (isSignedIn) await signedIn(bench)
  const result = await bench.signIn.testClient()
  if (!result.ok) return result.failure
  return Object.fromEntries(result.value.findings.map(({ name, answer }) => [name, answer]))
}

const probe = (failure: Failure | null) => async () => failure
const good = {
  'client-type': 'yes',
  'known-to-google': 'yes',
  'api-enabled': 'yes',
  scopes: 'yes',
  'consent-published': 'yes',
}

describe('the self-test of a client', () => {
  it('finds nothing wrong with a good one', async () => {
    expect(await findings({ isSignedIn: true })).toEqual(good)
  })

  it('tells what can be told before a sign-in', async () => {
    expect(await findings({ isSignedIn: false })).toEqual({
      'client-type': 'yes',
      'known-to-google': 'yes',
      'api-enabled': 'unknown',
      scopes: 'unknown',
      'consent-published': 'unknown',
    })
  })

  it('finds a client that Google does not know', async () => {
    const builtInClient = { clientId: 'nobody', clientSecret: 'x' }
    expect(await findings({ isSignedIn: false, builtInClient })).toMatchObject({
      'known-to-google': 'no',
    })
  })

  it('finds an API that is not enabled', async () => {
    const probeLibrary = probe({ kind: 'forbidden', reason: 'api-disabled' })
    expect(await findings({ isSignedIn: true, probeLibrary })).toEqual({
      ...good,
      'api-enabled': 'no',
    })
  })

  it('finds a right that was taken away', async () => {
    const probeLibrary = probe({ kind: 'forbidden', reason: 'insufficient-scopes' })
    expect(await findings({ isSignedIn: true, probeLibrary })).toEqual({ ...good, scopes: 'no' })
  })

  it('finds a right that was left unticked at the sign-in', async () => {
    const bench = await signInBench(
      {},
      { consentScopes: ['https://www.googleapis.com/auth/photoslibrary.appendonly'] },
    )
    await bench.signIn.start()
    expect(await bench.signIn.finished()).toMatchObject({
      failure: { kind: 'signed-out', reason: 'missing-scope' },
    })
    const result = await bench.signIn.testClient()
    expect(result.ok && result.value.findings).toContainEqual({ name: 'scopes', answer: 'no' })
  })

  it('finds a consent screen in testing, and when the sign-in ends', async () => {
    const bench = await signInBench({}, { consentTesting: true })
    await signedIn(bench)
    expect(bench.vault.kept?.endsAt).toBe(bench.clock.now() + 7 * 86_400_000)
    const result = await bench.signIn.testClient()
    expect(result.ok && result.value.findings).toContainEqual({
      name: 'consent-published',
      answer: 'no',
    })
  })

  it('claims nothing without a line', async () => {
    const bench = await signInBench()
    await bench.emulator.stop()
    const result = await bench.signIn.testClient()
    expect(result.ok && result.value.findings).toContainEqual({
      name: 'known-to-google',
      answer: 'unknown',
    })
  })

  it('needs a client', async () => {
    const failure = { kind: 'bad-client', problem: 'no-client' }
    expect(await findings({ isSignedIn: false, builtInClient: null })).toEqual(failure)
  })
})
