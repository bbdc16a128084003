// Whom the engine trusts is not for the environment to say: a false Google with a certificate of its own hears no token,
// whichever variable asks for it.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTransport } from '../../src/main/engine/photos/transport.ts'
import { fetchAccount, fetchPicture } from '../../src/main/engine/sign-in/account.ts'
import { signInEndpoints } from '../../src/main/engine/sign-in/endpoints.ts'
import { createGoogleAuth } from '../../src/main/engine/sign-in/google-auth.ts'
import { distrustedVariables, trustedEnvironment } from '../../src/shared/environment.ts'
import { untrustedCertificate } from '../builders/certificate.ts'

const run = promisify(execFile)
const certificate = untrustedCertificate(['localhost'])
const heard: string[] = []
const server = createServer(certificate, (request, response) => {
  heard.push(request.url ?? '')
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('{"access_token":"stolen","expires_in":3600}')
})
let origin = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  heard.length = 0
})

describe('a false Google hears nothing, although the environment says that any certificate will do,', () => {
  const { signal } = new AbortController()
  beforeEach(() => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    return () => vi.unstubAllEnvs()
  })
  const client = { clientId: 'client', clientSecret: 'secret' }

  test('of the refresh token', async () => {
    const auth = createGoogleAuth(signInEndpoints(origin), client)
    expect(await auth.refresh('refresh')).toEqual({ ok: false, failure: { kind: 'offline' } })
    expect(await auth.revoke('refresh')).toBe(false)
    expect(heard).toEqual([])
  })

  test('of the account and its picture', async () => {
    const endpoints = signInEndpoints(origin)
    expect((await fetchAccount(endpoints, 'token', signal)).ok).toBe(false)
    expect(await fetchPicture(endpoints, `${origin}/picture`, signal)).toBeNull()
    expect(heard).toEqual([])
  })

  test('of a photo', async () => {
    const line = createTransport({ origin, noProgressMs: 5_000, onRequest: () => undefined })
    const answer = await line.send({
      operation: 'list',
      method: 'GET',
      path: '/v1/mediaItems',
      headers: { authorization: 'Bearer token' },
      body: null,
      signal,
    })
    expect(answer).toEqual({ ok: false, failure: { kind: 'offline' } })
    await line.close()
    expect(heard).toEqual([])
  })
})

test('a process of the engine trusts no certificate that a variable adds, and none of its variables is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-trust-'))
  try {
    const extra = join(folder, 'extra.pem')
    await writeFile(extra, certificate.cert)
    const door = join(import.meta.dirname, '../../src/main/engine/trusted-process.ts')
    const script = join(folder, 'ask.mjs')
    await writeFile(
      script,
      `const [, , door, origin, isTrusted] = process.argv
if (isTrusted === 'yes') (await import(door)).trustOnlyTheSystem()
const answer = await fetch(origin).then(() => 'answered', () => 'refused')
process.stdout.write(answer + ' ' + ('NODE_EXTRA_CA_CERTS' in process.env))`,
    )
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: extra }
    const ask = async (isTrusted: string): Promise<string> =>
      (await run(process.execPath, [script, pathToFileURL(door).href, origin, isTrusted], { env }))
        .stdout
    expect(await ask('no')).toBe('answered true')
    expect(await ask('yes')).toBe('refused false')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('the library of the sign-in prints no token, whatever its debug variable says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-trust-'))
  const google = createPlainServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"access_token":"access-canary","expires_in":3600}')
  }).listen(0, '127.0.0.1')
  try {
    await once(google, 'listening')
    const room = join(import.meta.dirname, '../../src/main/engine/sign-in')
    const script = join(folder, 'refresh.mjs')
    await writeFile(
      script,
      `const [, , room, origin] = process.argv
const { createGoogleAuth } = await import(room + '/google-auth.ts')
const { signInEndpoints } = await import(room + '/endpoints.ts')
const client = { clientId: 'client', clientSecret: 'secret-canary' }
const { ok } = await createGoogleAuth(signInEndpoints(origin), client).refresh('refresh-canary')
process.stdout.write(String(ok))`,
    )
    const standIn = `http://127.0.0.1:${(google.address() as AddressInfo).port}`
    const { stdout, stderr } = await run(
      process.execPath,
      [script, pathToFileURL(room).href, standIn],
      {
        env: { ...process.env, GOOGLE_SDK_NODE_LOGGING: '*' },
      },
    )
    expect(stdout).toBe('true')
    expect(stderr).not.toMatch(/canary/)
  } finally {
    google.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('what is started gets none of them, in whatever case they are written', () => {
  const env = Object.fromEntries(distrustedVariables.map((name) => [name, '1']))
  expect(trustedEnvironment({ ...env, node_options: 'x', PATH: '/bin' })).toEqual({ PATH: '/bin' })
})
